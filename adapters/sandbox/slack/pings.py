"""Who would be notified by a message: live mentions wherever Slack honours them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .messages import Post

_TOKEN = re.compile(r"<(![a-z]+|!subteam\^[A-Z0-9]+|@[UW][A-Z0-9]+)(?:\|[^>]*)?>")
_BARE = re.compile(r"(?<![\w<!])@(channel|here|everyone)\b")
_MASS = {"!channel", "!here", "!everyone", "!group"}


def of(post: Post) -> tuple[str, ...]:
    """As `<!channel>`, `<!subteam^S1>`, `<@U1>`; the plain text, which notifies even beside blocks, first."""
    if not post.by_bot:
        return ()
    linked = str(post.raw.get("parse", "")) == "full" or bool(post.raw.get("link_names"))
    found = list(_in_text(post.text, linked))
    found += [ping for block in (*post.blocks, *post.attachments) for ping in _in_node(block)]
    return tuple(dict.fromkeys(found))


def _in_text(text: str, linked: bool) -> Iterator[str]:
    if "<" in text:
        for token in _TOKEN.findall(text):
            if token[0] == "@" or token in _MASS or token.startswith("!subteam"):
                yield f"<{token}>"
    if linked and "@" in text:
        yield from (f"<!{word}>" for word in _BARE.findall(text))


def _in_node(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for one in node:
            yield from _in_node(one)
    elif isinstance(node, dict):
        yield from _own(node)
        for value in node.values():
            if isinstance(value, dict | list):
                yield from _in_node(value)


def _own(node: dict[str, Any]) -> Iterator[str]:
    match node:
        case {"type": "mrkdwn", "text": str(text)}:
            yield from _in_text(text, not node.get("verbatim", False))
        case {"type": "markdown", "text": str(text)}:
            yield from _in_text(text, True)
        case {"type": "user", "user_id": str(user)}:
            yield f"<@{user}>"
        case {"type": "broadcast", "range": str(who)}:
            yield f"<!{who}>"
        case {"type": "usergroup", "usergroup_id": str(group)}:
            yield f"<!subteam^{group}>"
        case {"fallback": _} | {"pretext": _}:  # an attachment's own text is mrkdwn
            for key in ("pretext", "text"):
                yield from _in_text(str(node.get(key, "")), False)
