"""A Discord on loopback that speaks API v10 and the gateway to a real bot."""

from .messages import Post
from .people import Person
from .sandbox import DiscordSandbox
from .servers import Channel, Role, Server

__all__ = ["Channel", "DiscordSandbox", "Person", "Post", "Role", "Server"]
