"""What the bot shows the web: that it lives, whether it is ready, and the key that its seals are checked with."""

from __future__ import annotations

import contextlib
import errno
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from guildbot.settings import WrongSettings

Handler = Callable[[web.Request], Awaitable[web.Response]]
GOODBYE = 1.0  # seconds for answers under way when the bot stops
_PUBLIC = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300"}


@contextlib.asynccontextmanager
async def shown(
    host: str, port: int, ready: Callable[[], Mapping[str, bool]], documents: Mapping[str, Mapping[str, Any]]
) -> AsyncIterator[int]:
    """Answers on that address while it lasts. `documents`: DID documents by path. Yields the port. Raises WrongSettings."""
    app = web.Application()
    app.router.add_get("/healthz", _alive)
    app.router.add_get("/readyz", _readiness(ready))
    for path, document in documents.items():
        app.router.add_get(path, _document(document))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=GOODBYE)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as error:
            raise WrongSettings(_why(error, host, port)) from None
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


async def _alive(request: web.Request) -> web.Response:
    return web.Response(text="alive\n")


def _readiness(look: Callable[[], Mapping[str, bool]]) -> Handler:
    async def answer(request: web.Request) -> web.Response:
        platforms = dict(look())
        ready = bool(platforms) and all(platforms.values())
        return web.json_response({"ready": ready, "platforms": platforms}, status=200 if ready else 503)

    return answer


def _document(document: Mapping[str, Any]) -> Handler:
    async def answer(request: web.Request) -> web.Response:
        return web.json_response(document, headers=_PUBLIC, content_type="application/did+ld+json")

    return answer


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"GUILDBOT_HTTP_PORT {port} on {host} is taken by another program. Stop that one, or set another port."
    if error.errno == errno.EACCES:
        return f"GUILDBOT_HTTP_PORT {port} needs more rights than this bot has. Set one from 1024 up, behind your web server."
    return f"GUILDBOT_HTTP_HOST {host} is no address of this machine. 127.0.0.1 always is; 0.0.0.0 means all of them."
