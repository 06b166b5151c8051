"""conversations.*: channels, their members and their history."""

from __future__ import annotations

from ..accounts import within_reach
from ..call import Call, Method, page
from ..channels import Channel
from ..messages import Post, tombstone, wire
from ..record import JSON
from ..refusals import Refusal

_TYPES = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}
_READ = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")


def info(call: Call) -> JSON:
    channel = call.channel()
    call.family_scope(channel, "read")
    said = channel.wire(call.workspace)
    if call.flag("include_num_members"):
        said["num_members"] = len(_present(call, channel))
    return {"channel": said}


def list_(call: Call) -> JSON:
    shown = [channel for channel in _of_types(call) if channel.has_bot(call.workspace) or not channel.private]
    return _channels(call, shown)


def of_user(call: Call) -> JSON:
    """users.conversations: those the bot is in, or which it shares with a person."""
    user = call.person().id if call.text("user") else call.workspace.bot_user_id
    shown = [c for c in _of_types(call) if user in c.members and (c.has_bot(call.workspace) or not c.private)]
    return _channels(call, shown)


def _of_types(call: Call) -> list[Channel]:
    kinds = set()
    for name in (call.text("types") or "public_channel").split(","):
        if name.strip() not in _TYPES:
            raise Refusal("invalid_types")
        kinds.add(_TYPES[name.strip()])
    hides = call.flag("exclude_archived")
    return [c for c in call.workspace.channel_of.values() if c.kind in kinds and not (hides and c.archived)]


def _channels(call: Call, shown: list[Channel]) -> JSON:
    some, following = page(shown, call)
    return {"channels": [channel.wire(call.workspace) for channel in some], "response_metadata": {"next_cursor": following}}


def members(call: Call) -> JSON:
    channel = call.channel()
    call.family_scope(channel, "read")
    some, following = page(_present(call, channel), call)
    return {"members": some, "response_metadata": {"next_cursor": following}}


def _present(call: Call, channel: Channel) -> list[str]:
    """Closed accounts are left out."""
    closed = {person.id for person in call.workspace.people.values() if person.deleted}
    return sorted(channel.members - closed)


def history(call: Call) -> JSON:
    """Newest first; replies in threads are not listed."""
    channel = _readable(call)
    oldest, latest = call.text("oldest", "0"), call.text("latest")
    inclusive = call.flag("inclusive")
    found = [post for post in reversed(channel.posts.values()) if _in_history(post) and _within(post, oldest, latest, inclusive)]
    some, following = page(found, call, 100, 999)
    return _messages(call, some, following)


def replies(call: Call) -> JSON:
    """The thread's first message, then its replies, oldest first."""
    channel = _readable(call)
    (ts,) = call.need("ts")
    parent = channel.posts.get(ts)
    if parent is None or not (_in_history(parent) or parent.listed):
        raise Refusal("thread_not_found")
    root = channel.posts.get(parent.thread_ts or ts, parent)
    oldest, latest = call.text("oldest", "0"), call.text("latest")
    answers = [channel.posts[reply] for reply in root.replies if channel.posts[reply].listed]
    found = [root, *(post for post in answers if _within(post, oldest, latest, call.flag("inclusive")))]
    some, following = page(found, call, 1000, 1000)
    return _messages(call, some, following)


def _readable(call: Call) -> Channel:
    channel = call.channel()
    call.family_scope(channel, "history")
    if not channel.has_bot(call.workspace):
        raise Refusal("not_in_channel")
    return channel


def _in_history(post: Post) -> bool:
    if post.to is not None or post.parent is not None:
        return False
    return not post.deleted or any(not post.channel.posts[ts].deleted for ts in post.replies)


def _within(post: Post, oldest: str, latest: str, inclusive: bool) -> bool:
    ts = float(post.ts)
    try:
        after, before = float(oldest), float(latest) if latest else float("inf")
    except ValueError:
        raise Refusal("invalid_ts_oldest") from None
    return after <= ts <= before if inclusive else after < ts < before


def _messages(call: Call, posts: list[Post], following: str) -> JSON:
    with_metadata = call.flag("include_all_metadata")
    said = [tombstone(post) if post.deleted else wire(post, call.workspace, metadata=with_metadata) for post in posts]
    answer: JSON = {"messages": said, "has_more": bool(following), "pin_count": 0}
    return answer | ({"response_metadata": {"next_cursor": following}} if following else {})


def open_(call: Call) -> JSON:
    if call.text("channel"):
        channel = call.channel()
    else:
        (named,) = call.need("users")
        users = [user for user in named.split(",") if user]
        if len(users) != 1:
            raise Refusal("not_enough_users" if not users else "too_many_users")
        person = call.workspace.person_of.get(users[0])
        if person is None:
            raise Refusal("user_not_found")
        if person.deleted or person.bot:
            raise Refusal("user_disabled" if person.deleted else "cannot_dm_bot")
        if person.stranger and not within_reach(person):
            raise Refusal("user_not_visible")
        channel = call.workspace.dm(person.id)
    return {"channel": channel.wire(call.workspace) if call.flag("return_im") else {"id": channel.id}}


def join(call: Call) -> JSON:
    channel = call.channel()
    if channel.kind != "channel":
        raise Refusal("method_not_supported_for_channel_type")
    if channel.archived:
        raise Refusal("is_archived")
    if channel.has_bot(call.workspace):
        return {
            "channel": channel.wire(call.workspace),
            "warning": "already_in_channel",
            "response_metadata": {"warnings": ["already_in_channel"]},
        }
    channel.admits(call.workspace.bot_user_id)
    return {"channel": channel.wire(call.workspace)}


METHODS = {
    "conversations.info": Method(info, _READ),
    "conversations.list": Method(list_, _READ),
    "conversations.members": Method(members, _READ),
    "conversations.history": Method(history, _HISTORY),
    "conversations.replies": Method(replies, _HISTORY),
    "conversations.open": Method(open_, ("im:write", "mpim:write")),
    "conversations.join": Method(join, ("channels:join",)),
    "users.conversations": Method(of_user, _READ),
}
