"""The HTTP side: decodes calls, checks tokens, answers as Slack words it."""

from __future__ import annotations

import asyncio
import json
import math
from typing import TYPE_CHECKING, Any

from aiohttp import web

from .call import Call, Method
from .faults import Fault
from .methods import METHODS
from .record import JSON, Request
from .refusals import Refusal

if TYPE_CHECKING:
    from .sandbox import SlackSandbox
    from .workspaces import Workspace

MALFORMED = frozenset(
    (
        "invalid_attachments",
        "invalid_blocks_format",
        "invalid_json",
        "invalid_metadata_format",
        "metadata_too_large",
        "msg_too_long",
        "no_text",
        "too_many_attachments",
        "view_too_large",
    )
)
LARGEST = 64 * 1024 * 1024  # bytes of an upload
CUT = 0  # the status of a call whose connection broke


class Api:
    def __init__(self, sandbox: SlackSandbox) -> None:
        self._sandbox = sandbox
        self._tokens: dict[str, Workspace] = {}
        self._tickets: dict[str, Workspace] = {}

    def knows(self, workspace: Workspace) -> None:
        self._tokens[workspace.bot_token] = workspace
        self._tokens[workspace.app_token] = workspace

    def application(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST)
        app.router.add_route("GET", "/link", self._link)
        app.router.add_route("*", "/api/{method}", self._call)
        app.router.add_route("POST", "/upload/v1/{file}", self._upload)
        app.router.add_route("POST", "/{kind:commands|actions}/{team}/{id}/{secret}", self._sandbox.responses.serve)
        return app

    # Socket Mode

    async def _link(self, request: web.Request) -> web.StreamResponse:
        workspace = self._tickets.pop(request.query.get("ticket", ""), None)
        if workspace is None or not workspace.installed:
            return web.Response(status=401)
        return await workspace.line.serve(request)

    def _ticket(self, workspace: Workspace) -> JSON:
        ticket = self._sandbox.mint.secret(24)
        self._tickets[ticket] = workspace
        return {"url": f"ws{self._sandbox.root.removeprefix('http')}link?ticket={ticket}&app_id={workspace.app_id}"}

    # the Web API

    async def _call(self, request: web.Request) -> web.StreamResponse:
        sandbox = self._sandbox
        name = request.match_info["method"]
        record = Request(name, {}, sandbox.clock())
        sandbox.requests.append(record)
        fault = self._struck(request, record)
        if fault is not None and fault.delay:
            await request.read()  # whoever waits no longer for the answer has said it all the same
            await asyncio.sleep(fault.delay)
        headers: dict[str, str] = {}
        if fault is not None and (fault.error or fault.drop == "before"):
            record.body = await _arguments(request)
            self._strike(fault, record, headers, request)
        else:
            await self._do(request, record, headers)
        if fault is not None and fault.drop == "after":
            record.status = CUT
            _break(request)
        return web.json_response(record.answer, status=record.status or 500, headers=headers)

    def _struck(self, request: web.Request, record: Request) -> Fault | None:
        """What befalls this call: the rest of a limit that still holds, else what was ordered or drawn."""
        pace, workspace = self._sandbox.pace, self._tokens.get(_bearer(request))
        handle = workspace.handle if workspace is not None else ""
        if left := pace.left(handle, record.method):
            pace.early.append(record)
            return Fault(record.method, error="ratelimited", retry_after=math.ceil(left))
        fault = self._sandbox.faults.next(record.method)
        if fault is not None and fault.error == "ratelimited":
            pace.limit(handle, record.method, fault.retry_after)
        return fault

    def _strike(self, fault: Fault, record: Request, headers: dict[str, str], request: web.Request) -> None:
        record.answer = {"ok": False, "error": fault.error or "dropped"}
        if fault.error == "ratelimited":
            record.status = 429
            headers["Retry-After"] = str(fault.retry_after)
            self._sandbox.pace.limited += 1
        if fault.drop:
            record.status = CUT
            _break(request)

    async def _do(self, request: web.Request, record: Request, headers: dict[str, str]) -> None:
        try:
            record.body = await _arguments(request)
            token = _bearer(request) or str(record.body.pop("token", ""))
            workspace, method = self._admit(record, token)
            if token == workspace.bot_token:
                headers["x-oauth-scopes"] = ",".join(sorted(workspace.scopes))
                headers["x-accepted-oauth-scopes"] = ",".join(method.scopes)
            record.answer = {"ok": True} | self._answer(workspace, method, record)
        except Refusal as refusal:
            record.answer = {"ok": False, "error": refusal.error} | refusal.extra
            if refusal.messages:
                record.answer["response_metadata"] = {"messages": list(refusal.messages)}
            if refusal.messages or refusal.error in MALFORMED:
                self._sandbox.complains(record.method, refusal)

    def _admit(self, record: Request, token: str) -> tuple[Workspace, Method]:
        method = METHODS.get(record.method)
        if method is None:
            raise Refusal("unknown_method", req_method=record.method)
        if not token:
            raise Refusal("not_authed")
        workspace = self._tokens.get(token)
        if workspace is None:
            raise Refusal("invalid_auth")
        record.workspace = workspace.handle
        if not workspace.installed:
            raise Refusal("account_inactive")
        if not token.startswith(method.token):
            raise Refusal("not_allowed_token_type")
        return workspace, method

    def _answer(self, workspace: Workspace, method: Method, record: Request) -> JSON:
        if record.method == "apps.connections.open":
            return self._ticket(workspace)
        call = Call(self._sandbox, workspace, record.method, record.body)
        call.scope(*method.scopes)
        return method.handler(call)

    async def _upload(self, request: web.Request) -> web.Response:
        for workspace in self._sandbox.workspaces.values():
            upload = workspace.uploads.get(request.match_info["file"])
            if upload is not None:
                upload.content = await _content(request)
                upload.arrived = True
                body = {"file": upload.id, "length": len(upload.content)}
                self._sandbox.requests.append(Request("upload", body, self._sandbox.clock(), workspace.handle))
                return web.Response(text=f"OK - {len(upload.content)}")
        return web.Response(status=404, text="file_not_found")


def _bearer(request: web.Request) -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ").strip()


async def _arguments(request: web.Request) -> JSON:
    """From the query, a form, or a JSON body."""
    said: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.text() or "{}")
        except ValueError:
            raise Refusal("invalid_json") from None
        if not isinstance(body, dict):
            raise Refusal("json_not_object")
        said |= body
    elif request.can_read_body:
        said |= dict(await request.post())
    return said


async def _content(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    for value in (await request.post()).values():
        if isinstance(value, web.FileField):
            return value.file.read()
    return b""


def _break(request: web.Request) -> None:
    """The connection is cut; whatever is returned after this reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
