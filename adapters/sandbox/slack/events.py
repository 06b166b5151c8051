"""The envelope every event of the Events API comes in."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from .record import JSON, Delivery

if TYPE_CHECKING:
    from .channels import Channel
    from .workspaces import Workspace

_MESSAGE = {"channel": "message.channels", "group": "message.groups", "im": "message.im", "mpim": "message.mpim"}
_SCOPES = {
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
    "reaction_added": "reactions:read",
    "reaction_removed": "reactions:read",
    "team_join": "users:read",
    "user_change": "users:read",
}
_OF_A_CHANNEL = ("channel_", "group_", "member_")


def subscription(event: JSON) -> str:
    """The name under which an app subscribes to it."""
    kind = str(event["type"])
    return _MESSAGE[event["channel_type"]] if kind == "message" else kind


def readable(event: JSON, channel: Channel | None, scopes: Collection[str]) -> bool:
    """Whether a scope lets this event through."""
    name = subscription(event)
    needed = _SCOPES.get(name)
    if name.startswith(_OF_A_CHANNEL):
        needed = "groups:read" if channel is not None and channel.private else "channels:read"
    return needed is None or needed in scopes


def now(workspace: Workspace) -> int:
    """Unix seconds by the sandbox's clock."""
    return int(workspace.sandbox.clock().timestamp())


def delivery(workspace: Workspace, event: JSON, channel: Channel | None) -> Delivery:
    """An `event_callback` ready to be sent; `team_id` is where it happened, `context_team_id` whose app hears of it."""
    mint = workspace.sandbox.mint
    event_id = mint.id("Ev")
    sent = workspace.sandbox.clock()
    source = channel.workspace if channel is not None else workspace
    authorization = {
        "enterprise_id": workspace.enterprise_id,
        "team_id": workspace.id,
        "user_id": workspace.bot_user_id,
        "is_bot": True,
        "is_enterprise_install": False,
    }
    payload = {
        "token": workspace.verification_token,
        "team_id": source.id,
        "enterprise_id": source.enterprise_id,
        "context_team_id": workspace.id,
        "context_enterprise_id": workspace.enterprise_id,
        "api_app_id": workspace.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(sent.timestamp()),
        "authorizations": [authorization],
        "is_ext_shared_channel": channel is not None and channel.external,
        "event_context": f"4-{event_id}",
    }
    return Delivery(event_id, str(event["type"]), workspace.handle, payload, mint.envelope(), "events_api", False, sent)
