"""files.*: the three steps of an upload."""

from __future__ import annotations

import re

from ..call import Call, Method
from ..channels import Channel
from ..messages import Post, Upload
from ..record import JSON
from ..refusals import Refusal, missing
from .chat import destination

_CONVERSATION = r"^[CGDZ][A-Z0-9]{8,}$"


def get_upload_url(call: Call) -> JSON:
    name, length = call.need("filename", "length")
    if not length.isdigit() or int(length) == 0:
        raise Refusal("invalid_arguments", messages=["[ERROR] must be greater than 0 [json-pointer:/length]"])
    upload = Upload(call.sandbox.mint.id("F"), name, name, owner=call.workspace.bot_user_id)
    call.workspace.uploads[upload.id] = upload
    return {"upload_url": f"{call.sandbox.root}upload/v1/{upload.id}", "file_id": upload.id}


def complete_upload(call: Call) -> JSON:
    said = call.nested("files")
    if not isinstance(said, list) or not said:
        raise missing("files")
    uploads = [_arrived(call, one) for one in said]
    for channel in _places(call):
        _share(call, channel, uploads)
    return {"files": [upload.wire(call.workspace) for upload in uploads]}


def _arrived(call: Call, one: JSON) -> Upload:
    upload = call.workspace.uploads.get(str(one.get("id")))
    if upload is None or not upload.arrived:
        raise Refusal("file_not_found")
    upload.title = one.get("title") or upload.name
    return upload


def _places(call: Call) -> list[Channel]:
    """`channel_id` takes no person: their direct conversation has to be opened first. `channels` is a list, of people, too."""
    one = call.text("channel_id")
    if one and not re.fullmatch(_CONVERSATION, one):
        raise Refusal("invalid_arguments", messages=[f"[ERROR] input must match regex pattern: {_CONVERSATION} [json-pointer:/channel_id]"])
    given = [one] if one else [place for place in call.text("channels").split(",") if place]
    channels = [destination(call, place) for place in given]
    if not all(channel.has_bot(call.workspace) for channel in channels):
        raise Refusal("not_in_channel")
    return channels


def _share(call: Call, channel: Channel, uploads: list[Upload]) -> None:
    post = Post(channel, call.sandbox.mint.ts(), call.workspace.bot_user_id, call.text("initial_comment"), by_bot=True)
    post.thread_ts = call.text("thread_ts") or None
    post.files = uploads
    post.raw = call.args
    channel.add(post)


def info(call: Call) -> JSON:
    upload = call.workspace.uploads.get(call.text("file"))
    if upload is None:
        raise Refusal("file_not_found")
    return {"file": upload.wire(call.workspace), "comments": []}


METHODS = {
    "files.getUploadURLExternal": Method(get_upload_url, ("files:write",)),
    "files.completeUploadExternal": Method(complete_upload, ("files:write",)),
    "files.info": Method(info, ("files:read",)),
}
