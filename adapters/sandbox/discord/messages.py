"""Messages as Discord keeps them: who is mentioned, who is pinged, and which nonce was used before."""

from __future__ import annotations

import asyncio
import re
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from . import permissions
from .components import TEXT, walk
from .limits import EPHEMERAL, LOADING, V2
from .record import Json
from .servers import Account, Channel, Role

if TYPE_CHECKING:
    from .world import World

MENTION = re.compile(r"<@!?(\d+)>")
ROLE_MENTION = re.compile(r"<@&(\d+)>")
EVERYONE = re.compile(r"@(everyone|here)\b")
CODE = re.compile(r"```.*?```|``.*?``|`[^`\n]*`", re.DOTALL)
PING_ALL: Json = {"parse": ["users", "roles", "everyone"], "replied_user": True}


@dataclass(frozen=True, slots=True)
class Attachment:
    id: str
    filename: str
    content: bytes
    content_type: str
    description: str | None = None


@dataclass(eq=False, slots=True)
class Post:
    """One message. `pings` are the handles of the people it notified by a mention."""

    id: str
    channel: Channel
    author: Account
    created: datetime
    content: str = ""
    embeds: list[Json] = field(default_factory=list)
    components: list[Json] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    flags: int = 0
    kind: int = 0
    nonce: str | int | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)  # "💛" or "name:id" → user ids
    only_for: Account | None = None
    interaction: Json | None = None  # interaction_metadata
    command: str | None = None
    reference: Post | None = None
    thread: Channel | None = None
    mentions: list[Account] = field(default_factory=list)
    mentioned_roles: list[Role] = field(default_factory=list)
    mentions_everyone: bool = False
    pings: tuple[str, ...] = ()
    edited: datetime | None = None
    deleted: bool = False
    by_platform: bool = False  # drawn by Discord's client itself

    @property
    def number(self) -> int:
        return int(self.id)

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        return bool(self.flags & LOADING)

    @property
    def v2(self) -> bool:
        return bool(self.flags & V2)


def apply_mentions(world: World, post: Post, allowed: Json | None) -> None:
    """Fills `mentions` and `pings` from what the text mentions and what `allowed_mentions` lets through."""
    text = CODE.sub("", "\n".join([post.content, *(one.get("content", "") for one in walk(post.components) if one.get("type") == TEXT)]))
    allowed = PING_ALL if allowed is None else allowed
    server = post.channel.server
    strong = server is None or not post.author.bot or bool(server.bot_permissions & permissions.MENTION_EVERYONE)
    mentioned = [world.accounts[found] for found in _allowed(MENTION.findall(text), allowed, "users") if found in world.accounts]
    if post.reference is not None and allowed.get("replied_user") and post.reference.author not in mentioned:
        mentioned.append(post.reference.author)
    roles = {role.id: role for role in server.roles.values()} if server else {}
    named = [roles[found] for found in _allowed(ROLE_MENTION.findall(text), allowed, "roles") if found in roles]
    post.mentions = mentioned
    post.mentioned_roles = named
    post.mentions_everyone = strong and "everyone" in (allowed.get("parse") or ()) and EVERYONE.search(text) is not None
    post.pings = tuple(sorted({account.handle for account in _pinged(post, named, strong) if account is not post.author}))


def _allowed(found: Iterable[str], allowed: Json, kind: str) -> list[str]:
    names = allowed.get(kind) or ()
    everything = kind in (allowed.get("parse") or ())
    return [one for one in dict.fromkeys(found) if everything or one in map(str, names)]


def _pinged(post: Post, roles: list[Role], strong: bool) -> Iterable[Account]:
    yield from (account for account in post.mentions if post.channel.shows_to(account))
    if post.channel.server is None:
        return
    heard = [role for role in roles if strong or role.mentionable]
    for member in post.channel.server.members.values():
        if post.channel.shows_to(member.account) and (post.mentions_everyone or any(role in heard for role in member.roles)):
            yield member.account


class Nonces:
    """Discord's `enforce_nonce`: the same author and nonce within the window get the first message again."""

    def __init__(self, window: float) -> None:
        self._window = window
        self._used: OrderedDict[tuple[str, str], tuple[float, Post]] = OrderedDict()

    def first(self, author: Account, nonce: Any) -> Post | None:
        now = asyncio.get_running_loop().time()
        while self._used and next(iter(self._used.values()))[0] < now - self._window:
            self._used.popitem(last=False)
        used = self._used.get((author.id, str(nonce)))
        return used[1] if used else None

    def remember(self, author: Account, nonce: Any, post: Post) -> None:
        self._used[(author.id, str(nonce))] = (asyncio.get_running_loop().time(), post)
