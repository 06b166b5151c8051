"""From what the bot sent to what a human reads: text, buttons and menus."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from .. import view
from . import payloads
from .components import BUTTON, CONTAINER, FILE, GALLERY, SECTION, SELECTS, TEXT, THUMBNAIL, USER_SELECT, walk
from .record import Json

if TYPE_CHECKING:
    from .messages import Post
    from .world import World

STYLES = {1: "primary", 2: "secondary", 3: "success", 4: "danger", 5: "link", 6: "premium"}
TOKEN = re.compile(r"<(?:@!?(\d+)|@&(\d+)|#(\d+)|t:(-?\d+)(?::\w)?|a?:(\w+):\d+|(/[^:>]+):\d+|(https?://[^>\s]+))>")
CODE = re.compile(r"(?<!\\)(?:```(?:\w+\n)?(.*?)```|``(.+?)``|`([^`\n]+)`)", re.DOTALL)
ESCAPED = re.compile(r"\\([\\*_~|`>#\-\[\]()<:@!.+])")
LINK = re.compile(r"\[([^\]\n]+)\]\(<?(https?://[^)\s>]+)>?\)")
EMPHASIS = (
    re.compile(r"\*\*\*(?=\S)(.+?)(?<=\S)\*\*\*", re.DOTALL),
    re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*", re.DOTALL),
    re.compile(r"__(?=\S)(.+?)(?<=\S)__", re.DOTALL),
    re.compile(r"~~(?=\S)(.+?)(?<=\S)~~", re.DOTALL),
    re.compile(r"\|\|(.+?)\|\|", re.DOTALL),
    re.compile(r"\*(?=\S)([^*\n]+?)(?<=\S)\*"),
    re.compile(r"(?<!\w)_(?=\S)([^_\n]+?)(?<=\S)_(?!\w)"),
)
BARE_LINK = re.compile(r"https?://[^\s<>)\]]+")
LINE_MARKS = re.compile(r"^(?:#{1,3} |-# |>>> |> )", re.MULTILINE)
FIRST_PRIVATE = 0xE000  # characters that stand in for text which markup must not touch


def message_view(post: Post, world: World) -> view.Message:
    return view.Message(
        id=post.id,
        channel=post.channel.id,
        author=post.author.name,
        text=post_text(post, world),
        buttons=tuple(_buttons(post)),
        menus=tuple(_menus(post, world)),
        ephemeral=post.ephemeral,
        thread=post.thread.id if post.thread else None,
        files=tuple((one.filename, one.content) for one in post.attachments),
        reactions={key: tuple(users) for key, users in post.reactions.items()},
        raw={**payloads.message(post, world), "pings": post.pings},
    )


def post_text(post: Post, world: World) -> str:
    if post.loading:
        return f"{world.bot.name} is thinking…"
    lines = [post.content, *(line for embed in post.embeds for line in _embed(embed)), *_displays(post.components)]
    text = "\n".join(line for line in lines if line)
    return text if post.by_platform else as_read(text, world)


def as_read(text: str, world: World) -> str:
    """Markdown and tokens as the client shows them: *emphasis* without its marks, `<@1>` as @name."""
    kept: list[str] = []

    def keep(shown: str) -> str:
        kept.append(shown)
        return chr(FIRST_PRIVATE + len(kept) - 1)

    text = CODE.sub(lambda match: keep(next(group for group in match.groups() if group is not None)), text)
    text = ESCAPED.sub(lambda match: keep(match[1]), text)
    text = TOKEN.sub(lambda match: keep(_token(match, world)), text)
    text = LINK.sub(r"\1", text)
    text = BARE_LINK.sub(lambda match: keep(match[0]), text)
    text = LINE_MARKS.sub("", text)
    for mark in EMPHASIS:
        text = mark.sub(r"\1", text)
    return re.sub(r"[\ue000-\uf8ff]", lambda match: _kept(kept, match[0]), text)


def _kept(kept: list[str], character: str) -> str:
    index = ord(character) - FIRST_PRIVATE
    return kept[index] if index < len(kept) else character


def _token(match: re.Match[str], world: World) -> str:
    user, role, channel, moment, emoji, command, url = match.groups()
    if user:
        return f"@{world.accounts[user].name}" if user in world.accounts else "@unknown-user"
    if role:
        names = {one.id: one.name for server in world.servers.values() for one in server.roles.values()}
        return f"@{names.get(role, 'unknown-role')}"
    if channel:
        return f"#{world.channels[channel].name}" if channel in world.channels else "#unknown"
    if moment:
        return datetime.fromtimestamp(int(moment), UTC).strftime("%Y-%m-%d %H:%M UTC")
    return f":{emoji}:" if emoji else command or url


def _embed(embed: Json) -> Iterator[str]:
    yield (embed.get("author") or {}).get("name") or ""
    yield embed.get("title") or ""
    yield embed.get("description") or ""
    for field in embed.get("fields") or []:
        yield field["name"]
        yield field["value"]
    yield (embed.get("footer") or {}).get("text") or ""


def _displays(components: list[Any]) -> Iterator[str]:
    for one in components:
        kind = one.get("type")
        if kind == TEXT:
            yield one.get("content") or ""
        elif kind in (CONTAINER, SECTION):
            yield from _displays(one.get("components") or [])
            if kind == SECTION:
                yield from _displays([one.get("accessory") or {}])
        elif kind == THUMBNAIL:
            yield one.get("description") or ""
        elif kind == GALLERY:
            yield from (item.get("description") or "" for item in one.get("items") or [])
        elif kind == FILE:
            yield one.get("name") or (one.get("file") or {}).get("url", "").rpartition("/")[2]


def _buttons(post: Post) -> Iterator[view.Button]:
    for one in walk(post.components):
        if one.get("type") == BUTTON:
            label = one.get("label") or (one.get("emoji") or {}).get("name") or ""
            style = STYLES.get(one["style"], "")
            yield view.Button(label, one.get("custom_id") or one.get("url") or "", style, bool(one.get("disabled")))


def _menus(post: Post, world: World) -> Iterator[view.Menu]:
    for one in walk(post.components):
        if one.get("type") in SELECTS:
            options = tuple((option["label"], option["value"]) for option in one.get("options") or [])
            if one["type"] == USER_SELECT and post.channel.server is not None:
                options = tuple((member.account.name, member.account.id) for member in post.channel.server.members.values())
            yield view.Menu(one.get("placeholder") or one["custom_id"], one["custom_id"], options)
