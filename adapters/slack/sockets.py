"""Two Socket Mode connections to one workspace, opened one after the other and watched over."""

from __future__ import annotations

import asyncio
import contextlib
import logging

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app, send_async_response
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackClientError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger()
SOCKETS = 2
PING = 5.0  # seconds between pings; a socket without an answer for four of them counts as gone
WATCH = 5.0
LONGEST = 20.0  # seconds for one connection
STAGGER = 1200.0  # seconds after which the second socket is renewed once


class Sockets:
    """Slack recycles a connection every few hours, closing before the next one opens: with two, one is always there."""

    def __init__(self, app: AsyncApp, app_token: str, client: AsyncWebClient, logger: logging.Logger) -> None:
        self._app, self._token, self._client, self._logger = app, app_token, client, logger
        self._sockets: list[SocketModeClient] = []
        self._watch: asyncio.Task[None] | None = None

    @property
    def ready(self) -> bool:
        return any(one.current_session is not None and not one.current_session.closed for one in self._sockets)

    async def open(self) -> None:
        """Raises SlackApiError when the app token opens nothing, TimeoutError when the network lets no socket through."""
        for _ in range(SOCKETS):
            url = (await self._client.apps_connections_open(app_token=self._token))["url"]
            socket = SocketModeClient(self._token, logger=self._logger, web_client=self._client, ping_interval=PING)
            socket.socket_mode_request_listeners.append(self._heard)
            socket.wss_uri = url
            self._sockets.append(socket)
            await asyncio.wait_for(socket.connect(), LONGEST)  # type: ignore[no-untyped-call]
        self._watch = asyncio.create_task(self._watch_over())

    def let_go(self) -> None:
        """Lose them without looking for others: this workspace wants none of us any more."""
        if self._watch is not None:
            self._watch.cancel()

    async def close(self) -> None:
        if self._watch is not None:
            self._watch.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._watch
        for socket in self._sockets:
            await _closed(socket)
        self._sockets.clear()

    async def _heard(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        answer = await run_async_bolt_app(self._app, request)
        await send_async_response(client, request, answer, 0.0)

    async def _watch_over(self) -> None:
        """The SDK mends most losses itself; this is for the ones it does not notice, or gives up on."""
        loop = asyncio.get_running_loop()
        stagger = loop.time() + STAGGER
        while True:
            await asyncio.sleep(WATCH)
            for socket in tuple(self._sockets):
                late = loop.time() > stagger and socket is self._sockets[-1]  # so that the two are not recycled at one moment
                stagger = float("inf") if late else stagger
                if late or not await socket.is_connected():
                    log.info("connecting a socket again", staggered=late)
                    await self._reconnect(socket, force=late)

    async def _reconnect(self, socket: SocketModeClient, *, force: bool) -> None:
        try:
            await asyncio.wait_for(socket.connect_to_new_endpoint(force=force), LONGEST)
        except (SlackClientError, aiohttp.ClientError, OSError, TimeoutError) as error:
            log.warning("no new socket yet", error=str(error) or type(error).__name__)


async def _closed(socket: SocketModeClient) -> None:
    """Everything the SDK started for one socket, awaited to its end."""
    await socket.close()  # type: ignore[no-untyped-call]
    started = (socket.message_processor, socket.current_session_monitor, socket.message_receiver)
    await asyncio.gather(*(one for one in started if one is not None), return_exceptions=True)
