"""A stand-in for Slack that speaks its real protocols on loopback, with people who type and click."""

from adapters.sandbox.view import CannotType as CannotType

from .channels import Channel as Channel
from .people import Person as Person
from .record import Delivery as Delivery
from .record import Request as Request
from .sandbox import SlackSandbox as SlackSandbox
from .workspaces import Workspace as Workspace
