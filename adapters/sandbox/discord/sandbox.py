"""The sandbox itself: one bot's Discord on loopback."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from aiohttp import web

from .faults import ITS_OWN, Fault, Weather
from .messages import Post
from .pace import Pace
from .people import Person
from .record import Delivery, Request
from .rest import answers, application, messages
from .rest.calls import ROOT, Routes, answer
from .servers import Server
from .world import World

LARGEST_BODY = 50 * 1024 * 1024


def _now() -> datetime:
    return datetime.now(UTC)


class DiscordSandbox:
    """
    `expiry`: seconds for the first answer to an interaction. `session_life`: seconds a session waits for RESUME.
    `privileged`: of "members", "presences", "message_content", those switched on for the application.
    `patience`: seconds a person waits for what a deferred answer promised.
    """

    def __init__(
        self,
        clock: Callable[[], datetime] = _now,
        expiry: float = 3.0,
        *,
        privileged: Collection[str] = (),
        session_life: float = 180.0,
        heartbeat: float = 41.25,
        token_life: float = 900.0,
        nonce_window: float = 300.0,
        patience: float = 10.0,
        shards: int = 1,
        bot_name: str = "guildbot",
    ) -> None:
        self.world = World(
            clock,
            expiry=expiry,
            token_life=token_life,
            patience=patience,
            nonce_window=nonce_window,
            session_life=session_life,
            heartbeat=heartbeat,
            privileged=privileged,
            shards=shards,
            bot_name=bot_name,
        )
        self._routes = Routes()
        self._routes.add(answers.OPEN, open=True)
        self._routes.add(application.OPEN, open=True)
        self._routes.add(messages.HANDLERS)
        self._routes.add(application.HANDLERS)
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_route("*", "/{rest:.*}", self._serve)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.world.origin = f"http://{host}:{port}"
        self.world.gateway.url = f"ws://{host}:{port}/"
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.world.gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()

    # ------------------------------------------------------------------ addresses

    @property
    def api_url(self) -> str:
        return self.world.origin + ROOT

    @property
    def gateway_url(self) -> str:
        return self.world.gateway.url

    @property
    def token(self) -> str:
        return self.world.token

    def environment(self) -> dict[str, str]:
        return {
            "GUILDBOT_DISCORD_TOKEN": self.token,
            "GUILDBOT_DISCORD_API_URL": self.api_url,
            "GUILDBOT_DISCORD_GATEWAY_URL": self.gateway_url,
        }

    # ------------------------------------------------------------------ what there is

    def server(self, handle: str, *, name: str | None = None, owner: str = "owner") -> Server:
        """A new server in which the bot is installed. `owner` is a handle, of somebody who may come later."""
        server = Server(self.world, handle, name or handle, owner)
        self.world.servers[handle] = server
        server.announce()
        return server

    @property
    def servers(self) -> dict[str, Server]:
        return self.world.servers

    @property
    def people(self) -> dict[str, Person]:
        return self.world.people

    @property
    def posts(self) -> list[Post]:
        """Every message of people and of the bot that is there now; `pings` says whom it notified."""
        return [post for post in self.world.posts.values() if not post.by_platform]

    @property
    def requests(self) -> list[Request]:
        return self.world.requests

    @property
    def deliveries(self) -> list[Delivery]:
        return self.world.deliveries

    # ------------------------------------------------------------------ the connection

    @property
    def identifies(self) -> int:
        return self.world.gateway.identifies

    @property
    def resumes(self) -> int:
        return self.world.gateway.resumes

    async def connected(self, within: float = 30.0) -> None:
        """Waits until every shard has a session with a live socket."""
        await self._comes(lambda: self.world.gateway.connected, "the bot's sockets", within)

    async def disconnected(self, within: float = 30.0) -> None:
        await self._comes(lambda: self.world.gateway.sockets == 0, "the end of the bot's sockets", within)

    async def registered(self, command: str, within: float = 30.0) -> None:
        """Waits until the bot has registered a command or menu of this name anywhere."""
        await self._comes(lambda: self.world.commands.knows(command), f"the command {command!r}", within)

    async def drops(self, *, resumable: bool = True) -> None:
        """Cuts the line without a word. `resumable=False` also forgets the sessions, so that RESUME meets op 9."""
        await self.world.gateway.drop(resumable=resumable)

    async def reconnect(self) -> None:
        """Op 7: the client is to come back and resume. From here on its events wait for it."""
        await self.world.gateway.reconnect()

    async def invalidates(self, *, resumable: bool = False) -> None:
        """Op 9."""
        await self.world.gateway.invalidate(resumable=resumable)

    def fails(
        self,
        method: str = "*",
        path: str = "",
        *,
        status: int | None = 500,
        times: int = 1,
        done_anyway: bool = False,
        retry_after: float = 1.0,
        scope: str = "user",
    ) -> None:
        """The next `times` calls whose path contains `path` fail with `status`, or (None) by a cut line; `done_anyway`: after the deed."""
        self.world.faults.add(Fault(method, path, times, status, done_anyway, retry_after, scope))

    def delays(self, method: str, path: str, seconds: float, *, times: int = 1) -> None:
        """The next `times` calls are done, and answered, so many seconds later."""
        self.world.faults.add(Fault(method, path, times, ITS_OWN, done_anyway=True, delay=seconds))

    def storms(
        self,
        method: str,
        path: str,
        *,
        limited: float = 0.0,
        globally: float = 0.0,
        retry_after: float = 1.0,
        dropped: float = 0.0,
        slow: float = 0.0,
        delay: float = 0.1,
        seed: int = 1,
    ) -> None:
        """From now on shares of the calls are answered 429 (of its bucket, or globally), done without an answer, or done late."""
        weather = Weather(method, path, limited, globally, retry_after, dropped, slow, delay, random.Random(seed))
        self.world.faults.brew(weather)

    def quota(self, route: str, limit: int, *, per: float) -> None:
        """A route ("POST /channels/{id}/messages") takes so many requests in so many seconds from now on, and its headers tell of it."""
        self.world.pace.quota(route, limit, per)

    def calm(self) -> None:
        """Nothing more fails by order or by chance."""
        self.world.faults.calm()

    @property
    def pace(self) -> Pace:
        """How the bot kept to the limits."""
        return self.world.pace

    async def _comes(self, ready: Callable[[], bool], what: str, within: float) -> None:
        if not await self.world.changes.until(ready, within):
            raise TimeoutError(f"waited {within} s for {what}")

    # ------------------------------------------------------------------ the wire

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        if request.path == "/":
            return await self.world.gateway.serve(request)
        if request.path.startswith("/attachments/"):
            return self._attachment(request.path)
        if not request.path.startswith(ROOT + "/"):
            raise web.HTTPNotFound
        try:
            return await answer(self.world, self._routes, request)
        except (ConnectionError, web.RequestPayloadError):
            return web.Response(status=400)  # the bot died while it was speaking; nobody reads this

    def _attachment(self, path: str) -> web.Response:
        _, _, channel, id, _ = path.split("/", 4)
        found = self.world.channels.get(channel)
        for post in found.posts.values() if found else ():
            for one in post.attachments:
                if one.id == id:
                    return web.Response(body=one.content, content_type=one.content_type)
        raise web.HTTPNotFound
