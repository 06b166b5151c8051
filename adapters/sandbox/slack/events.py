"""The envelope every event of the Events API comes in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .record import JSON, Delivery

if TYPE_CHECKING:
    from .channels import Channel
    from .workspaces import Workspace

_MESSAGE = {"channel": "message.channels", "group": "message.groups", "im": "message.im", "mpim": "message.mpim"}


def subscription(event: JSON) -> str:
    """The name under which an app subscribes to it."""
    kind = str(event["type"])
    return _MESSAGE[event["channel_type"]] if kind == "message" else kind


def now(workspace: Workspace) -> int:
    """Unix seconds by the sandbox's clock."""
    return int(workspace.sandbox.clock().timestamp())


def delivery(workspace: Workspace, event: JSON, channel: Channel | None) -> Delivery:
    """An `event_callback` ready to be sent."""
    mint = workspace.sandbox.mint
    event_id = mint.id("Ev")
    sent = workspace.sandbox.clock()
    authorization = {
        "enterprise_id": workspace.enterprise_id,
        "team_id": workspace.id,
        "user_id": workspace.bot_user_id,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    payload = {
        "token": workspace.verification_token,
        "team_id": workspace.id,
        "enterprise_id": workspace.enterprise_id,
        "context_team_id": workspace.id,
        "context_enterprise_id": workspace.enterprise_id,
        "api_app_id": workspace.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(sent.timestamp()),
        "authorizations": [authorization],
        "is_ext_shared_channel": channel is not None and channel.shared,
        "event_context": f"4-{event_id}",
    }
    return Delivery(event_id, str(event["type"]), workspace.handle, payload, mint.envelope(), "events_api", False, sent)
