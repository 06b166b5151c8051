"""Turns a message body that passed the checks into a message, or into changes of one."""

from __future__ import annotations

import copy
import mimetypes
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from . import payloads, refusals
from .components import FILE, number_components, walk
from .findings import invalid
from .limits import LARGEST_FILE, LOADING, MAY_SEND, V2, check_message
from .messages import Attachment, Post
from .record import Json
from .servers import Account, Channel

if TYPE_CHECKING:
    from .world import World

Files = Mapping[int, tuple[str, bytes]]  # n of files[n] → name, content


def new_post(world: World, channel: Channel, author: Account, body: Json, files: Files, *, at: tuple[str, ...] = ()) -> Post:
    """`at` is where the body stands in the request, for the errors' paths."""
    check_message(body, at, files=bool(files))
    post = Post(world.new_id(), channel, author, world.clock())
    post.content = body.get("content") or ""
    post.flags = int(body.get("flags") or 0) & MAY_SEND
    post.nonce = body.get("nonce")
    post.attachments = _attachments(world, body, files, ())
    _dress(world, post, body)
    return post


def change_post(world: World, post: Post, body: Json, files: Files, *, at: tuple[str, ...] = ()) -> None:
    """What is missing from the body stays as it was."""
    check_message(body, at, files=bool(files), was_v2=post.v2, editing=True)
    _stays_something(post, body, files)
    if "attachments" in body or files:
        kept = tuple(post.attachments) if "attachments" not in body else _kept(post, body["attachments"])
        post.attachments = _attachments(world, body, files, kept)
    if "content" in body:
        post.content = body["content"] or ""
    post.flags = (post.flags | int(body.get("flags") or 0) & V2) & ~LOADING
    _dress(world, post, body)


def _stays_something(post: Post, body: Json, files: Files) -> None:
    becomes_v2 = int(body.get("flags") or 0) & V2 and not post.v2
    if becomes_v2 and ((post.content and "content" not in body) or (post.embeds and "embeds" not in body)):
        code = "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"
        raise invalid(("flags",), code, "content and embeds must be set to null when a message becomes MessageFlags.IS_COMPONENTS_V2")
    after = (body.get(key, getattr(post, key)) for key in ("content", "embeds", "components", "attachments"))
    if not files and not any(after):
        raise refusals.empty_message()


def _dress(world: World, post: Post, body: Json) -> None:
    if body.get("embeds") is not None or "embeds" in body:
        post.embeds = [_embed(world, post, embed) for embed in copy.deepcopy(body["embeds"] or [])]
    if "components" in body:
        post.components = copy.deepcopy(body["components"] or [])
        number_components(post.components)
        for one in walk(post.components):
            _with_media(world, post, one)


def _embed(world: World, post: Post, embed: Json) -> Json:
    for key in ("image", "thumbnail"):
        if embed.get(key):
            embed[key]["url"] = _url(world, post, embed[key].get("url", ""))
    return {**embed, "type": embed.get("type", "rich")}


def _with_media(world: World, post: Post, one: Json) -> None:
    for holder in [one, *(one.get("items") or [])]:
        for key in ("media", "file"):
            if isinstance(holder.get(key), dict) and "url" in holder[key]:
                name = holder[key]["url"].removeprefix("attachment://")
                url = _url(world, post, holder[key]["url"])
                holder[key] = {"url": url, "proxy_url": url, "width": 0, "height": 0, "content_type": mimetypes.guess_type(name)[0]}
                if one.get("type") == FILE:
                    one["name"] = name


def _url(world: World, post: Post, url: str) -> str:
    name = url.removeprefix("attachment://")
    return next((payloads.attachment(one, post, world)["url"] for one in post.attachments if url != name and one.filename == name), url)


def _attachments(world: World, body: Json, files: Files, kept: tuple[Attachment, ...]) -> list[Attachment]:
    if any(len(content) > LARGEST_FILE for _, content in files.values()):
        raise refusals.too_large()
    told: dict[Any, Json] = {str(one.get("id")): one for one in body.get("attachments") or []}
    new = []
    for number, (filename, content) in files.items():
        facts = told.get(str(number), {})
        name = facts.get("filename") or filename
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        new.append(Attachment(world.new_id(), name, content, kind, facts.get("description")))
    return [*kept, *new]


def _kept(post: Post, wanted: list[Json]) -> tuple[Attachment, ...]:
    ids = {str(one.get("id")) for one in wanted}
    return tuple(one for one in post.attachments if one.id in ids)
