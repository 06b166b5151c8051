"""What a person's gesture sends to the app: commands, clicks, picks, shortcuts, forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .messages import Post, wire
from .record import JSON, Delivery
from .views import View

if TYPE_CHECKING:
    from .channels import Channel
    from .people import Person
    from .workspaces import Workspace

_HIDDEN_NAMES = {"group": "privategroup", "im": "directmessage"}


@dataclass(frozen=True, slots=True)
class Surface:
    """Where an element stands: on a message, or on a modal or home."""

    holder: Post | View

    @property
    def blocks(self) -> list[JSON]:
        return self.holder.blocks

    @property
    def id(self) -> str:
        return self.holder.ts if isinstance(self.holder, Post) else self.holder.surface

    @property
    def state(self) -> dict[str, JSON]:
        return self.holder.state

    def facts(self) -> JSON:
        """The part of the payload that says where it happened."""
        holder = self.holder
        if isinstance(holder, View):
            return {"container": {"type": "view", "view_id": holder.id}, "view": holder.wire()}
        container = {"type": "message", "message_ts": holder.ts, "channel_id": holder.channel.id, "is_ephemeral": holder.to is not None}
        if holder.thread_ts:
            container["thread_ts"] = holder.thread_ts
        app = holder.channel.app_of(holder)
        facts: JSON = {"container": container, "channel": channel(holder.channel, app), "state": {"values": holder.state}}
        if holder.to is None:  # Slack keeps no copy of an ephemeral message to send back
            facts["message"] = wire(holder, app)
        return facts


def channel(place: Channel, workspace: Workspace) -> JSON:
    return {"id": place.id, "name": _name(place, workspace)}


def _name(place: Channel, workspace: Workspace) -> str:
    return _HIDDEN_NAMES.get(place.kind) or place.guests.get(workspace, place.name)


def head(person: Person, kind: str) -> JSON:
    """What every interaction starts with. A form is sent from where its person is at home; the app's own workspace is in the `view`."""
    workspace = person.workspace
    sent_from = person.team if kind in ("view_submission", "view_closed") else workspace
    user = {"id": person.id, "username": person.handle, "name": person.handle, "team_id": person.team.id}
    said = {"type": kind, "user": user, "api_app_id": workspace.app_id, "token": workspace.verification_token}
    return said | sent_from.facts()


def command(person: Person, place: Channel, name: str, text: str, trigger: str, response_url: str) -> JSON:
    workspace = person.workspace
    said: JSON = {
        "token": workspace.verification_token,
        "team_id": workspace.id,
        "team_domain": workspace.domain,
        "channel_id": place.id,
        "channel_name": _name(place, workspace),
        "user_id": person.id,
        "user_name": person.handle,
        "command": name,
        "text": text,
        "api_app_id": workspace.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger,
    }
    if workspace.enterprise_id is not None:
        said |= {"enterprise_id": workspace.enterprise_id, "enterprise_name": workspace.enterprise_name}
    return said


def action(block: JSON, element: JSON, state: JSON | None, ts: str) -> JSON:
    """One entry of `actions`; `state` is what was picked, None for a button."""
    said: JSON = {"type": element["type"], "action_id": element["action_id"], "block_id": block["block_id"], "action_ts": ts}
    if state is not None:
        return said | state
    return said | {key: element[key] for key in ("text", "value", "style", "url") if key in element}


async def send(person: Person, payload: JSON, key: str, *, answers: bool = False) -> JSON:
    """Delivers it once; the acknowledgement's payload, or `NoAnswer`."""
    person.signed_in()
    workspace = person.workspace
    sandbox = workspace.sandbox
    is_command = "command" in payload
    kind: Any = "slash_commands" if is_command else payload["type"]
    envelope = "slash_commands" if is_command else "interactive"
    sent = sandbox.clock()
    delivery = Delivery(key, kind, workspace.handle, payload, sandbox.mint.envelope(), envelope, answers or is_command, sent)
    sandbox.deliveries.append(delivery)
    return await workspace.line.ask(delivery)
