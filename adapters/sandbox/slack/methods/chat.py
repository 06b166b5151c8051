"""chat.*: posting, changing and deleting messages."""

from __future__ import annotations

from .. import limits
from ..accounts import within_reach
from ..call import Call, Method
from ..channels import Channel
from ..messages import Post, wire
from ..record import JSON
from ..refusals import Refusal
from ..views import identified
from ..workspaces import Workspace

LONGEST_METADATA = 8_000  # characters of JSON


def destination(call: Call, given: str) -> Channel:
    """Where the bot may write: a channel by id or name; a person's id is their direct conversation."""
    person = call.workspace.person_of.get(given)
    if person is None:
        channel = call.channel_called(given, by_name=True)
    elif person.bot:
        raise Refusal("cannot_dm_bot")
    elif person.deleted or (person.stranger and not within_reach(person)):
        raise Refusal("channel_not_found")
    else:
        channel = call.workspace.dm(person.id)
    if channel.wire(call.workspace)["is_archived"]:
        raise Refusal("is_archived")
    if not channel.has_bot(call.workspace) and not (channel.kind == "channel" and "chat:write.public" in call.workspace.scopes):
        raise Refusal("not_in_channel")
    return channel


def _content(call: Call) -> JSON:
    """The validated text, blocks and attachments of a message."""
    said = dict(call.args)
    for name in ("blocks", "attachments", "metadata"):
        said[name] = call.nested(name)
    if said.get("markdown_text"):
        said["blocks"] = [{"type": "markdown", "text": str(said["markdown_text"])}]
    limits.message(said)
    limits.metadata(said["metadata"], LONGEST_METADATA)
    return said


def _post(call: Call, channel: Channel, said: JSON, *, to: str | None = None) -> Post:
    sandbox = call.sandbox
    thread = call.text("thread_ts") or None
    if thread is not None and not limits.is_ts(thread):
        raise Refusal("invalid_thread_ts")
    parent = channel.posts.get(thread) if thread is not None else None
    return channel.add(
        Post(
            channel,
            sandbox.mint.ts(),
            call.workspace.bot_user_id,
            str(said.get("text") or ""),
            blocks=identified(said["blocks"] or (), sandbox.mint),
            attachments=said["attachments"] or [],
            metadata=said["metadata"],
            thread_ts=(parent.thread_ts or parent.ts) if parent is not None else thread,
            by_bot=True,
            to=to,
            mrkdwn=str(said.get("mrkdwn", True)).lower() not in ("false", "0"),
            raw=call.args,
        )
    )


def post_message(call: Call) -> JSON:
    (given,) = call.need("channel")
    channel = destination(call, given)
    post = _post(call, channel, _content(call))
    call.sandbox.pace.posted(channel.id, post.ts)
    return {"channel": channel.id, "ts": post.ts, "message": wire(post, call.workspace, metadata=True)}


def post_ephemeral(call: Call) -> JSON:
    channel = call.channel()
    (user,) = call.need("user")
    person = call.workspace.person_of.get(user)
    if user not in channel.members or (person is not None and person.deleted):
        raise Refusal("user_not_in_channel")
    if channel.archived:
        raise Refusal("is_archived")
    if not channel.has_bot(call.workspace):
        raise Refusal("not_in_channel")
    return {"message_ts": _post(call, channel, _content(call), to=user).ts}


def _own(call: Call, refusal: str) -> Post:
    post = call.post(call.channel())
    if post.author != call.workspace.bot_user_id:
        raise Refusal(refusal)
    if post.channel.archived:
        raise Refusal("is_archived")
    return post


def update(call: Call) -> JSON:
    """Without `blocks` the old ones stay, unless a new `text` replaces them; metadata stays unless given."""
    post = _own(call, "cant_update_message")
    said = _content(call)
    text_given = call.args.get("text") is not None
    if said["blocks"] is not None or text_given:
        post.blocks = identified(said["blocks"] or (), call.sandbox.mint)
    if said["attachments"] is not None or text_given:
        post.attachments = said["attachments"] or []
    if text_given:
        post.text = str(said["text"])
    if said["metadata"] is not None:
        post.metadata = said["metadata"] or None
    post.raw = call.args
    post.edited = call.sandbox.mint.ts()
    post.channel.change(post)
    return {"channel": post.channel.id, "ts": post.ts, "text": post.text, "message": wire(post, call.workspace, metadata=True)}


def delete(call: Call) -> JSON:
    post = _own(call, "cant_delete_message")
    post.channel.remove(post)
    return {"channel": post.channel.id, "ts": post.ts}


def permalink(call: Call) -> JSON:
    channel = call.channel()
    post = call.post(channel, "message_ts")
    return {"channel": channel.id, "permalink": link(post, call.workspace)}


def link(post: Post, workspace: Workspace) -> str:
    address = f"{workspace.url}archives/{post.channel.id}/p{post.ts.replace('.', '')}"
    return f"{address}?thread_ts={post.parent}&cid={post.channel.id}" if post.parent else address


METHODS = {
    "chat.postMessage": Method(post_message, ("chat:write",)),
    "chat.postEphemeral": Method(post_ephemeral, ("chat:write",)),
    "chat.update": Method(update, ("chat:write",)),
    "chat.delete": Method(delete, ("chat:write",)),
    "chat.getPermalink": Method(permalink),
}
