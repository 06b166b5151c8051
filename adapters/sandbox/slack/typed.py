"""What the client makes of typed text: entities, mentions, channels, links and emoji."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .emoji import named

if TYPE_CHECKING:
    from .workspaces import Workspace

_MARKS = re.compile(r"(?P<url>https?://[^\s<>|]+)|(?<![\w&;])(?P<sign>[@#])(?P<name>[\w][\w.\-]*)")
_MASS = {"channel", "here", "everyone"}


def message(text: str, workspace: Workspace) -> str:
    """As a message is stored: `<@U1>`, `<#C1|care>`, `<!here>`, `&lt;`, `:tada:`."""
    return named(_escaped(text, workspace, labelled=False))


def command(text: str, workspace: Workspace) -> str:
    """As a slash command carries it (with "escape channels, users and links" on): `<@U1|ana>`, `<#C1|care>`."""
    return _escaped(text, workspace, labelled=True)


def _escaped(text: str, workspace: Workspace, *, labelled: bool) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKS.sub(lambda found: _mark(found, workspace, labelled), text)


def _mark(found: re.Match[str], workspace: Workspace, labelled: bool) -> str:
    if found["url"]:
        return f"<{found['url']}>"
    name = found["name"]
    bare = name.rstrip(".-")
    for known in dict.fromkeys((name, bare)):
        token = _mention(known, workspace, labelled) if found["sign"] == "@" else _channel(known, workspace)
        if token:
            return token + name[len(known) :]
    return found[0]


def _mention(name: str, workspace: Workspace, labelled: bool) -> str:
    if name in workspace.people:
        person = workspace.people[name]
        return f"<@{person.id}|{name}>" if labelled else f"<@{person.id}>"
    if name in workspace.groups:
        return f"<!subteam^{workspace.groups[name].id}|@{name}>"
    if name == workspace.bot_name:
        return f"<@{workspace.bot_user_id}|{name}>" if labelled else f"<@{workspace.bot_user_id}>"
    return f"<!{name}>" if name in _MASS else ""


def _channel(name: str, workspace: Workspace) -> str:
    channel = workspace.channels.get(name)
    return f"<#{channel.id}|{name}>" if channel is not None else ""
