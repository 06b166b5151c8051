"""One Web API call: who calls, with what, and what they may reach."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .channels import Channel
from .record import JSON
from .refusals import Refusal, missing

if TYPE_CHECKING:
    from .messages import Post
    from .people import Person
    from .sandbox import SlackSandbox
    from .workspaces import Workspace

_FAMILIES = {"channel": "channels", "group": "groups", "im": "im", "mpim": "mpim"}


@dataclass(slots=True)
class Call:
    sandbox: SlackSandbox
    workspace: Workspace
    method: str
    args: JSON

    # arguments

    def text(self, name: str, default: str = "") -> str:
        value = self.args.get(name)
        return default if value is None else str(value)

    def need(self, *names: str) -> tuple[str, ...]:
        """Required arguments, all missing ones told at once."""
        lacking = [name for name in names if self.args.get(name) in (None, "")]
        if lacking:
            raise missing(*lacking)
        return tuple(str(self.args[name]) for name in names)

    def flag(self, name: str) -> bool:
        return str(self.args.get(name, "")).lower() in ("1", "true")

    def number(self, name: str, default: int, most: int) -> int:
        try:
            value = int(self.args.get(name) or default)
        except ValueError:
            raise Refusal("invalid_limit") from None
        return max(1, min(value, most))

    def nested(self, name: str) -> Any:
        """A list or an object, given as such or as a string of JSON."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise Refusal(f"invalid_{name}_format" if name in ("blocks", "metadata") else "invalid_arguments") from None

    # reach

    def scope(self, *any_of: str) -> None:
        """Refuses unless one of them is granted."""
        if any_of and self.workspace.scopes.isdisjoint(any_of):
            provided = ",".join(sorted(self.workspace.scopes))
            raise Refusal("missing_scope", needed=",".join(any_of), provided=provided)

    def family_scope(self, channel: Channel, act: str) -> None:
        """As `groups:history` for a private channel."""
        self.scope(f"{_FAMILIES[channel.kind]}:{act}")

    def channel(self, name: str = "channel", *, by_name: bool = False) -> Channel:
        (given,) = self.need(name)
        return self.channel_called(given, by_name=by_name)

    def channel_called(self, given: str, *, by_name: bool = False) -> Channel:
        """One the bot may know of; a foreign or hidden one is as absent as a misspelt one."""
        found = self.workspace.channel_of.get(given)
        if found is None and by_name:
            found = self.workspace.channels.get(given.removeprefix("#"))
        if found is None or (found.private and not found.has_bot(self.workspace)):
            raise Refusal("channel_not_found")
        return found

    def person(self, name: str = "user") -> Person:
        (given,) = self.need(name)
        found = self.workspace.person_of.get(given)
        if found is None:
            raise Refusal("user_not_found")
        return found

    def post(self, channel: Channel, name: str = "ts") -> Post:
        (ts,) = self.need(name)
        found = channel.find(ts)
        if found is None:
            raise Refusal("message_not_found")
        return found


Answer = JSON
Handler = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True)
class Method:
    handler: Handler
    scopes: tuple[str, ...] = ()  # one of them is needed
    token: str = "xoxb"  # the kind of token it takes


def page(items: list[Any], call: Call, default: int = 100, most: int = 1000) -> tuple[list[Any], str]:
    """One page of a list and the cursor of the next ("" at the end)."""
    limit = call.number("limit", default, most)
    cursor = call.text("cursor")
    if cursor and not cursor.startswith("dXNlcjp"):
        raise Refusal("invalid_cursor")
    try:
        start = int(cursor.removeprefix("dXNlcjp") or 0)
    except ValueError:
        raise Refusal("invalid_cursor") from None
    following = start + limit
    return items[start:following], f"dXNlcjp{following}" if following < len(items) else ""
