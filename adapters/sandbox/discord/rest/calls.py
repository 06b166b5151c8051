"""One call of the bot to the HTTP API: how it is read, matched to a route, refused and answered."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from aiohttp import web

from .. import refusals
from ..drafts import Files
from ..faults import ITS_OWN, Fault
from ..pace import Limit
from ..record import Json, Request

if TYPE_CHECKING:
    from ..world import World

ROOT = "/api/v10"
FILE_FIELD = re.compile(r"files\[(\d+)\]")
Answer = tuple[int, Any]  # status, JSON body (None: no body)
NOTHING: Answer = (204, None)


@dataclass(slots=True)
class Call:
    world: World
    method: str
    path: str
    query: Mapping[str, str]
    named: dict[str, str] = field(default_factory=dict)
    body: Any = None
    files: Files = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        return self.named[name]

    @property
    def json(self) -> Json:
        return self.body if isinstance(self.body, dict) else {}


Handler = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True)
class Route:
    parts: tuple[str, ...]
    handler: Handler
    open: bool  # needs no bot token

    def match(self, parts: list[str]) -> dict[str, str] | None:
        named = {}
        for mine, theirs in zip(self.parts, parts, strict=True):
            if mine[0] == "{":
                named[mine[1:-1]] = theirs
            elif mine != theirs:
                return None
        return named


class Routes:
    """`routes["GET /channels/{channel}"] = handler`; a fixed word wins over a name when it was added first."""

    def __init__(self) -> None:
        self._routes: dict[tuple[str, int], list[Route]] = {}

    def add(self, handlers: Mapping[str, Handler], *, open: bool = False) -> None:
        for line, handler in handlers.items():
            method, path = line.split(" ")
            parts = tuple(path.strip("/").split("/"))
            self._routes.setdefault((method, len(parts)), []).append(Route(parts, handler, open))

    def find(self, method: str, path: str) -> tuple[Route, dict[str, str]]:
        parts = [unquote(part) for part in path.strip("/").split("/")]
        for route in self._routes.get((method, len(parts)), ()):
            named = route.match(parts)
            if named is not None:
                return route, named
        others = [route for (other, count), routes in self._routes.items() if count == len(parts) and other != method for route in routes]
        if any(route.match(parts) is not None for route in others):
            raise refusals.method_not_allowed()
        raise refusals.not_found()


async def answer(world: World, routes: Routes, request: web.Request) -> web.Response:
    raw = request.rel_url.raw_path.removeprefix(ROOT)
    call = Call(world, request.method, unquote(raw), request.query)
    record = Request(call.method, call.path, None, world.clock(), dict(request.query))
    world.requests.append(record)
    limit = world.pace.holds(record)
    if limit is not None:
        return _limited(world, record, limit)
    fault = world.faults.meets(call.method, call.path)
    if fault is not None and fault.delay:
        await _late(request, fault.delay)
    if fault is not None and not fault.done_anyway:
        return _faulty(world, request, record, fault)
    try:
        route, named = routes.find(request.method, raw)
        if not route.open and request.headers.get("Authorization") != f"Bot {world.token}":
            raise refusals.unauthorized()
        call.named = named
        await _read(request, call)
        record.body = call.body
        record.files = tuple(name for name, _ in call.files.values())
        record.status, record.answer = route.handler(call)
    except refusals.Refusal as no:
        record.status, record.answer = no.status, no.body
    except (AttributeError, KeyError, TypeError, ValueError) as malformed:
        record.status, record.answer = 400, {"message": f"Invalid Form Body ({malformed!r})", "code": 50035}
    if fault is not None and fault.status != ITS_OWN:
        return _faulty(world, request, record, fault)
    return _response(record.status, record.answer, world.pace.headers(record, record.status, None))


def _response(status: int, body: Any, more: Mapping[str, str]) -> web.Response:
    # discord.py compares the header as a whole, so there is no charset in it.
    headers = {"Content-Type": "application/json", "Via": "1.1 google"} if body is not None else {}
    return web.Response(status=status, body=json.dumps(body).encode() if body is not None else None, headers=headers | dict(more))


def _faulty(world: World, request: web.Request, record: Request, fault: Fault) -> web.Response:
    if fault.status == 429:
        return _limited(world, record, world.pace.begins(record, fault.scope, fault.retry_after))
    record.status = fault.status or 0
    if fault.status is None and request.transport is not None:
        request.transport.abort()
    return _response(fault.status or 500, fault.body, {})


def _limited(world: World, record: Request, limit: Limit) -> web.Response:
    record.status, record.answer = 429, limit.answer
    return _response(429, limit.answer, world.pace.headers(record, 429, limit))


async def _late(request: web.Request, seconds: float) -> None:
    """Whoever waits no longer for the answer has said it all the same."""
    if request.content_type != "multipart/form-data":  # what was read cannot be taken apart any more
        await request.read()
    await asyncio.sleep(seconds)


async def _read(request: web.Request, call: Call) -> None:
    if not request.body_exists:
        return
    if request.content_type == "multipart/form-data":
        await _read_parts(request, call)
        return
    raw = await request.read()
    if raw:
        call.body = _parsed(raw)


async def _read_parts(request: web.Request, call: Call) -> None:
    files: dict[int, tuple[str, bytes]] = {}
    for name, part in (await request.post()).items():
        found = FILE_FIELD.fullmatch(name)
        if name == "payload_json":
            call.body = _parsed(part.file.read() if isinstance(part, web.FileField) else part)
        elif found and isinstance(part, web.FileField):
            files[int(found[1])] = (part.filename, part.file.read())
    call.files = files


def _parsed(raw: str | bytes | bytearray) -> Any:
    try:
        return json.loads(raw)
    except ValueError:
        raise refusals.bad_json() from None
