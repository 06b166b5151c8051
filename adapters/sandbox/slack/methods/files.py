"""files.*: the three steps of an upload."""

from __future__ import annotations

from ..call import Call, Method
from ..messages import Post, Upload
from ..record import JSON
from ..refusals import Refusal, missing


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
    places = call.text("channel_id") or call.text("channels")
    for place in [one for one in places.split(",") if one]:
        _share(call, place, uploads)
    return {"files": [upload.wire(call.workspace) for upload in uploads]}


def _arrived(call: Call, one: JSON) -> Upload:
    upload = call.workspace.uploads.get(str(one.get("id")))
    if upload is None or not upload.arrived:
        raise Refusal("file_not_found")
    upload.title = one.get("title") or upload.name
    return upload


def _share(call: Call, place: str, uploads: list[Upload]) -> None:
    call.args["channel"] = place
    channel = call.channel()
    if not channel.has_bot:
        raise Refusal("not_in_channel")
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
