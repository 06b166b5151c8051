"""response_url: five answers within half an hour, to one person or to the channel."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web

from . import limits
from .messages import Post
from .record import JSON, Request
from .refusals import Refusal
from .views import identified

if TYPE_CHECKING:
    from .channels import Channel
    from .people import Person
    from .sandbox import SlackSandbox

USES = 5
LIFE = 30 * 60.0  # seconds


@dataclass(slots=True, eq=False)
class ResponseUrl:
    url: str
    person: Person
    channel: Channel
    trigger: str
    origin: Post | None  # the message it came from, if it came from one
    expires: float  # loop time
    left: int = USES


class Responses:
    def __init__(self, sandbox: SlackSandbox) -> None:
        self._sandbox = sandbox
        self._open: dict[str, ResponseUrl] = {}

    def new(self, person: Person, channel: Channel, trigger: str, origin: Post | None = None) -> ResponseUrl:
        """A fresh address for one command or interaction."""
        sandbox = self._sandbox
        kind = "commands" if origin is None else "actions"
        path = f"{kind}/{person.workspace.id}/{sandbox.mint.secret(12)}/{sandbox.mint.secret(24)}"
        expires = asyncio.get_running_loop().time() + LIFE
        self._open[path] = ResponseUrl(f"{sandbox.root}{path}", person, channel, trigger, origin, expires)
        return self._open[path]

    async def serve(self, request: web.Request) -> web.Response:
        body = await request.text()
        try:
            said = json.loads(body)
        except ValueError:
            said = None
        place = self._open.get(request.path.lstrip("/"))
        status, error = self._post(place, said)
        answer: JSON = {"ok": True} if not error else {"ok": False, "error": error}
        handle = place.person.workspace.handle if place else ""
        body_said = said if isinstance(said, dict) else {"raw": body}
        self._sandbox.requests.append(Request("response_url", body_said, self._sandbox.clock(), handle, status, answer))
        return web.json_response(answer, status=status)

    def _post(self, place: ResponseUrl | None, said: object) -> tuple[int, str]:
        if place is None or asyncio.get_running_loop().time() > place.expires:
            return 404, "expired_url" if place else "invalid_url"
        if place.left <= 0:
            return 404, "used_url"
        if not isinstance(said, dict):
            return 400, "invalid_payload"
        place.left -= 1
        try:
            self.answer(place, said)
        except Refusal as refusal:
            self._sandbox.complains("response_url", refusal)
            return 400, refusal.error
        return 200, ""

    def answer(self, place: ResponseUrl, said: JSON) -> Post | None:
        """Shows what an acknowledgement or a response_url says; None when it only deletes."""
        origin = place.origin
        if said.get("delete_original"):
            if origin is not None and not origin.deleted:
                origin.channel.remove(origin, trigger=place.trigger)
            return None
        limits.message(said)
        if said.get("replace_original") and origin is not None and not origin.deleted:
            origin.text, origin.raw = str(said.get("text") or ""), said
            origin.blocks = identified(said.get("blocks") or (), self._sandbox.mint)
            origin.attachments = said.get("attachments") or []
            origin.channel.change(origin, trigger=place.trigger)
            return origin
        return place.channel.add(self._post_of(place, said), trigger=place.trigger)

    def _post_of(self, place: ResponseUrl, said: JSON) -> Post:
        mint = self._sandbox.mint
        return Post(
            place.channel,
            mint.ts(),
            place.person.workspace.bot_user_id,
            str(said.get("text") or ""),
            blocks=identified(said.get("blocks") or (), mint),
            attachments=said.get("attachments") or [],
            metadata=said.get("metadata"),
            thread_ts=said.get("thread_ts"),
            by_bot=True,
            to=None if said.get("response_type") == "in_channel" else place.person.id,
            mrkdwn=bool(said.get("mrkdwn", True)),
            raw=said,
        )
