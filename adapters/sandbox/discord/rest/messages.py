"""Routes of messages and reactions in channels, threads and direct conversations."""

from __future__ import annotations

from .. import drafts, payloads, permissions, refusals
from ..findings import invalid
from ..limits import EPHEMERAL
from ..messages import Post
from ..record import Json
from ..servers import DIRECT, Channel, Server
from .calls import NOTHING, Answer, Call, Handler


def _send(call: Call) -> Answer:
    world, body = call.world, call.json
    channel = _writable(call, call.world.channel_for_bot(call["channel"]))
    nonce = body.get("nonce")
    if nonce is not None and body.get("enforce_nonce"):
        first = world.nonces.first(world.bot, nonce)
        if first is not None:
            if first.deleted:
                raise refusals.unknown_message()
            return 200, {**payloads.message(first, world), "nonce": nonce}
    post = drafts.new_post(world, channel, world.bot, body, call.files)
    post.flags &= ~EPHEMERAL
    _refer(call, post)
    if nonce is not None:
        world.nonces.remember(world.bot, nonce, post)
    world.publish(post, body.get("allowed_mentions"))
    answer = payloads.message(post, world)  # a later GET does not show the nonce
    return 200, answer | ({} if nonce is None else {"nonce": nonce})


def _writable(call: Call, channel: Channel) -> Channel:
    if channel.recipient is not None:
        if not channel.recipient.servers or not any(server.has_bot for server in channel.recipient.servers):
            raise refusals.no_mutual_guilds()
        if channel.recipient.closed_dms or channel.recipient.bot:
            raise refusals.cannot_send_to_user()
    elif not channel.bot_writes or (channel.server and not channel.server.bot_permissions & permissions.SEND_MESSAGES):
        raise refusals.missing_permissions()
    return channel


def _refer(call: Call, post: Post) -> None:
    reference = call.json.get("message_reference")
    if not reference:
        return
    target = post.channel.posts.get(str(reference.get("message_id")))
    if target is not None and not target.ephemeral:
        post.reference, post.kind = target, 19
    elif reference.get("fail_if_not_exists", True):
        raise invalid(("message_reference",), "REPLIES_UNKNOWN_MESSAGE", "Unknown message")


def find_post(call: Call) -> Post:
    channel = call.world.channel_for_bot(call["channel"])
    post = channel.posts.get(call["message"])
    if post is None or post.ephemeral:
        raise refusals.unknown_message()
    return post


def shown(call: Call, post: Post) -> Json:
    world = call.world
    blank = world.words_hidden(post) and not world.gateway.reads_content
    return payloads.message(post, world, blank=blank)


def _get(call: Call) -> Answer:
    return 200, shown(call, find_post(call))


def _list(call: Call) -> Answer:
    channel = call.world.channel_for_bot(call["channel"])
    try:
        limit = int(call.query.get("limit", "50"))
    except ValueError:
        limit = 0
    if not 1 <= limit <= 100:
        raise invalid(("limit",), "NUMBER_TYPE_MAX" if limit > 100 else "NUMBER_TYPE_MIN", "int value should be between 1 and 100.")
    posts = [post for post in channel.posts.values() if not post.ephemeral]
    posts.sort(key=lambda post: post.number, reverse=True)
    if "before" in call.query:
        posts = [post for post in posts if post.number < int(call.query["before"])][:limit]
    elif "after" in call.query:
        posts = [post for post in posts if post.number > int(call.query["after"])][-limit:]
    elif "around" in call.query:
        middle = int(call.query["around"])
        newer = [post for post in posts if post.number > middle][-(limit // 2) :]
        posts = newer + [post for post in posts if post.number <= middle][: limit - len(newer)]
    else:
        posts = posts[:limit]
    return 200, [shown(call, post) for post in posts]


def _edit(call: Call) -> Answer:
    post = find_post(call)
    if post.author is not call.world.bot:
        raise refusals.not_the_author()
    drafts.change_post(call.world, post, call.json, call.files)
    call.world.revise(post, call.json.get("allowed_mentions"))
    return 200, payloads.message(post, call.world)


def _delete(call: Call) -> Answer:
    post = find_post(call)
    if post.author is not call.world.bot:
        _may_manage(post.channel)
    call.world.remove(post)
    return NOTHING


def _delete_many(call: Call) -> Answer:
    channel = call.world.channel_for_bot(call["channel"])
    _may_manage(channel)
    ids = [str(one) for one in call.json.get("messages") or []]
    if not 2 <= len(ids) <= 100:
        raise invalid(("messages",), "BASE_TYPE_BAD_LENGTH", "Must be between 2 and 100 in length.")
    for id in ids:
        if id in channel.posts and not channel.posts[id].ephemeral:
            call.world.remove(channel.posts[id])
    return NOTHING


def _may_manage(channel: Channel) -> None:
    if channel.server is None or not channel.server.bot_permissions & permissions.MANAGE_MESSAGES:
        raise refusals.missing_permissions()


def _typing(call: Call) -> Answer:
    _writable(call, call.world.channel_for_bot(call["channel"]))
    return NOTHING


def _pins(call: Call) -> Answer:
    call.world.channel_for_bot(call["channel"])
    return 200, {"items": [], "has_more": False}


def _react(call: Call) -> Answer:
    post = find_post(call)
    if post.channel.server is not None and not post.channel.server.bot_permissions & permissions.ADD_REACTIONS:
        raise refusals.missing_permissions()
    call.world.react(post, call.world.bot, _emoji(call))
    return NOTHING


def _unreact(call: Call) -> Answer:
    post = find_post(call)
    account = call.world.bot if call["user"] == "@me" else call.world.accounts.get(call["user"])
    if account is None:
        raise refusals.unknown_user()
    if account is not call.world.bot:
        _may_manage(post.channel)
    call.world.unreact(post, account, _emoji(call))
    return NOTHING


def _reactors(call: Call) -> Answer:
    post = find_post(call)
    after, limit = int(call.query.get("after", "0")), int(call.query.get("limit", "25"))
    if call.query.get("type", "0") != "0":
        return 200, []
    ids = sorted((id for id in post.reactions.get(_emoji(call), ()) if int(id) > after), key=int)
    return 200, [payloads.user(call.world.accounts[id]) for id in ids[:limit]]


def _clear(call: Call) -> Answer:
    post = find_post(call)
    _may_manage(post.channel)
    call.world.clear_reactions(post, _emoji(call) if "emoji" in call.named else None)
    return NOTHING


def _emoji(call: Call) -> str:
    """Unicode as it stands; a word that is neither unicode nor name:id is unknown to Discord."""
    key = call["emoji"]
    name, _, number = key.partition(":")
    if number.isdigit() or (key and not key.isascii()):
        return f"{name.removeprefix('a:')}:{number}" if number else key
    raise refusals.unknown_emoji()


def _start_thread(call: Call) -> Answer:
    name = call.json.get("name")
    if not isinstance(name, str) or not 1 <= len(name) <= 100:
        raise invalid(("name",), "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 100 in length.")
    starter = find_post(call) if "message" in call.named else None
    channel = _writable(call, call.world.channel_for_bot(call["channel"]))
    server: Server | None = channel.server
    if server is None or channel.parent is not None:
        raise invalid((), "CHANNEL_TYPE_INVALID", "Cannot execute action on this channel type")
    if starter is not None and starter.thread is not None:
        raise refusals.thread_exists()
    thread = call.world.thread(channel, name, call.world.bot, starter)
    return 201, payloads.channel(thread, call.world.bot)


def _open_direct(call: Call) -> Answer:
    person = next((one for one in call.world.people.values() if one.id == str(call.json.get("recipient_id"))), None)
    if person is None:
        raise invalid(("recipient_id",), "UNKNOWN_RECIPIENT", "Unknown recipient") if call.json else refusals.empty_message()
    return 200, payloads.channel(call.world.direct(person), call.world.bot)


def _channel(call: Call) -> Answer:
    channel = call.world.channel_for_bot(call["channel"])
    return 200, payloads.channel(channel, call.world.bot)


def _close_channel(call: Call) -> Answer:
    channel = call.world.channel_for_bot(call["channel"])
    if channel.kind != DIRECT:
        raise refusals.missing_permissions()
    return 200, payloads.channel(channel, call.world.bot)


def _nothing(call: Call) -> Answer:
    call.world.channel_for_bot(call["channel"])
    return NOTHING


HANDLERS: dict[str, Handler] = {
    "POST /channels/{channel}/messages": _send,
    "GET /channels/{channel}/messages": _list,
    "GET /channels/{channel}/messages/pins": _pins,
    "GET /channels/{channel}/messages/{message}": _get,
    "PATCH /channels/{channel}/messages/{message}": _edit,
    "DELETE /channels/{channel}/messages/{message}": _delete,
    "POST /channels/{channel}/messages/bulk-delete": _delete_many,
    "POST /channels/{channel}/typing": _typing,
    "PUT /channels/{channel}/messages/{message}/reactions/{emoji}/@me": _react,
    "DELETE /channels/{channel}/messages/{message}/reactions/{emoji}/{user}": _unreact,
    "GET /channels/{channel}/messages/{message}/reactions/{emoji}": _reactors,
    "DELETE /channels/{channel}/messages/{message}/reactions": _clear,
    "DELETE /channels/{channel}/messages/{message}/reactions/{emoji}": _clear,
    "POST /channels/{channel}/messages/{message}/threads": _start_thread,
    "POST /channels/{channel}/threads": _start_thread,
    "POST /users/@me/channels": _open_direct,
    "GET /channels/{channel}": _channel,
    "DELETE /channels/{channel}": _close_channel,
    "PUT /channels/{channel}/thread-members/@me": _nothing,
    "DELETE /channels/{channel}/thread-members/@me": _nothing,
}
