"""reactions.*: who put which emoji under what."""

from __future__ import annotations

import re

from ..call import Call, Method, page
from ..messages import Post, wire
from ..record import JSON
from ..refusals import Refusal
from .chat import link

_NAME = re.compile(r"[\w+\-']+(::skin-tone-[2-6])?")


def _item(call: Call) -> Post:
    if not call.text("channel") or not call.text("timestamp"):
        raise Refusal("no_item_specified")
    return call.post(call.channel(), "timestamp")


def _own_item(call: Call) -> tuple[Post, str]:
    (name,) = call.need("name")
    if not _NAME.fullmatch(name.strip(":")):
        raise Refusal("invalid_name")
    post = _item(call)
    if not post.channel.has_bot(call.workspace):
        raise Refusal("not_in_channel")
    if post.channel.archived:
        raise Refusal("is_archived")
    return post, name.strip(":")


def get(call: Call) -> JSON:
    post = _item(call)
    if not post.channel.has_bot(call.workspace):
        raise Refusal("not_in_channel")
    return _spelled(post, call)


def list_(call: Call) -> JSON:
    """What somebody reacted to, newest first (the bot, if nobody is named)."""
    user = call.person().id if call.text("user") else call.workspace.bot_user_id
    channels = [channel for channel in call.workspace.channel_of.values() if channel.has_bot(call.workspace)]
    posts = [p for channel in channels for p in channel.posts.values() if p.listed and any(user in users for users in p.reactions.values())]
    some, following = page(sorted(posts, key=lambda post: post.ts, reverse=True), call)
    return {"items": [_spelled(post, call) for post in some], "response_metadata": {"next_cursor": following}}


def _spelled(post: Post, call: Call) -> JSON:
    message = wire(post, call.workspace) | {"permalink": link(post, call.workspace)}
    return {"type": "message", "channel": post.channel.id, "message": message}


def add(call: Call) -> JSON:
    post, name = _own_item(call)
    if not post.channel.react(post, call.workspace.bot_user_id, name):
        raise Refusal("already_reacted")
    return {}


def remove(call: Call) -> JSON:
    post, name = _own_item(call)
    if not post.channel.unreact(post, call.workspace.bot_user_id, name):
        raise Refusal("no_reaction")
    return {}


METHODS = {
    "reactions.get": Method(get, ("reactions:read",)),
    "reactions.list": Method(list_, ("reactions:read",)),
    "reactions.add": Method(add, ("reactions:write",)),
    "reactions.remove": Method(remove, ("reactions:write",)),
}
