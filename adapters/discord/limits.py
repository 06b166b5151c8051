"""Discord's limits as the courier meets them: learned from a 429, and no call that would run into one before it is over.

discord.py would sleep where it stands, for up to half a minute, and whoever waits behind would wait too. What people wait for themselves
is left to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

import aiohttp
import yarl

from adapters.limits import Limits
from guildbot.courier import Limited

SHUT_OUT = 60.0  # seconds, when it is not Discord's API that says so but the network before it, and says no time
_ID = re.compile(r"/\d{15,}")
_MAJOR = re.compile(r"/(?:channels|guilds|webhooks)/(\d{15,})")
_EVERYTHING = ("", "")
_carrying: ContextVar[bool] = ContextVar("carrying", default=False)
Bucket = tuple[str, str]  # Discord's name of a limit that several routes may share, and the channel or server it is counted in


class Traffic:
    """Every call of one client passes here; its `trace` goes into the client."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._limits = Limits[Bucket](clock)
        self._names: dict[str, str] = {}  # of the buckets, by route
        self.trace = aiohttp.TraceConfig()
        self.trace.on_request_start.append(self._asks)
        self.trace.on_request_end.append(self._heard)

    async def _asks(self, session: aiohttp.ClientSession, about: Any, call: aiohttp.TraceRequestStartParams) -> None:
        if not _carrying.get():
            return
        for bucket in (_EVERYTHING, self._bucket(call.method, call.url)):
            if left := self._limits.left(bucket):
                raise Limited(left, widely=bucket is _EVERYTHING)

    async def _heard(self, session: aiohttp.ClientSession, about: Any, call: aiohttp.TraceRequestEndParams) -> None:
        answer = call.response
        if name := answer.headers.get("X-RateLimit-Bucket"):
            self._names[_route(call.method, call.url)] = name
        if answer.status != 429:
            return
        seconds, everything = await _said(answer)
        self._limits.hold(_EVERYTHING if everything else self._bucket(call.method, call.url), seconds)
        if _carrying.get():
            raise Limited(seconds, widely=everything)

    def _bucket(self, method: str, url: yarl.URL) -> Bucket:
        route, major = _route(method, url), _MAJOR.search(url.path)
        return self._names.get(route, route), major[1] if major is not None else ""


@contextmanager
def carrying() -> Iterator[None]:
    """What is called inside is called by the courier. Raises Limited."""
    before = _carrying.set(True)
    try:
        yield
    finally:
        _carrying.reset(before)


def _route(method: str, url: yarl.URL) -> str:
    return f"{method} {_ID.sub('/{id}', url.path)}"


async def _said(answer: aiohttp.ClientResponse) -> tuple[float, bool]:
    """For how many seconds, and whether for all we do."""
    if "Via" not in answer.headers or answer.content_type != "application/json":
        return float(answer.headers.get("Retry-After", SHUT_OUT)), True
    body = await answer.json()
    return float(body["retry_after"]), bool(body.get("global"))
