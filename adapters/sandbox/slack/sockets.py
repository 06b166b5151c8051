"""Socket Mode: one line per app with up to ten sockets, acknowledgements, expiry and redelivery."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable, Sequence

from aiohttp import WSMsgType, web

from .ids import Clock
from .record import JSON, Delivery

MOST_SOCKETS = 10


class NoAnswer(Exception):
    """The app did not answer an interaction; says what Slack tells the person."""


class Socket:
    """One open connection. Frames wait in a queue, so that a bot that stopped reading never stops the sandbox."""

    def __init__(self, ws: web.WebSocketResponse, transport: asyncio.Transport | None) -> None:
        self.ws = ws
        self.transport = transport
        self.carrying: dict[str, Delivery] = {}
        self.leaving = False
        self._frames: deque[str] = deque()
        self._wake = asyncio.Event()

    def put(self, frame: str) -> None:
        self._frames.append(frame)
        self._wake.set()

    async def write(self) -> None:
        while not self.ws.closed:
            while self._frames:
                try:
                    await self.ws.send_str(self._frames.popleft())
                except (ConnectionError, RuntimeError):
                    return
            self._wake.clear()
            await self._wake.wait()


class Line:
    """Everything between one app and its sockets."""

    def __init__(
        self,
        app_id: str,
        clock: Clock,
        retries: Sequence[float],
        expiry: float,
        changed: Callable[[], None],
    ) -> None:
        self.app_id = app_id
        self.sockets: list[Socket] = []
        self.pending: dict[str, Delivery] = {}  # by envelope id: neither acknowledged nor given up
        self._clock = clock
        self._retries = tuple(retries)
        self._expiry = expiry
        self._changed = changed
        self._turn = 0

    # the bot's end

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """One connection, from hello to goodbye."""
        ws = web.WebSocketResponse(autoping=True, compress=False, timeout=1.0)
        await ws.prepare(request)
        if len(self.sockets) >= MOST_SOCKETS:
            await ws.send_str(_goodbye("too_many_websockets"))
            await ws.close()
            return ws
        socket = Socket(ws, request.transport)
        self.sockets.append(socket)
        socket.put(self._hello())
        writer = asyncio.ensure_future(socket.write())
        self._changed()
        try:
            async for message in ws:
                if message.type is WSMsgType.TEXT:
                    self._heard(message.data)
        finally:
            writer.cancel()
            self._closed(socket)
        return ws

    def _hello(self) -> str:
        facts = {"host": "applink-1", "build_number": 1, "approximate_connection_time": 18060}
        hello = {"type": "hello", "num_connections": len(self.sockets), "debug_info": facts, "connection_info": {"app_id": self.app_id}}
        return json.dumps(hello)

    def _heard(self, frame: str) -> None:
        try:
            said = json.loads(frame)
        except ValueError:
            return
        if not isinstance(said, dict):
            return
        delivery = self.pending.pop(str(said.get("envelope_id")), None)
        if delivery is None:
            return
        _stop(delivery)
        delivery.answered = self._clock()
        delivery.seconds = asyncio.get_running_loop().time() - delivery.tried
        payload = said.get("payload")
        delivery.answer = payload if isinstance(payload, dict) else None
        delivery.body = ""
        for socket in self.sockets:
            socket.carrying.pop(delivery.envelope_id, None)
        if delivery.waiting is not None and not delivery.waiting.done():
            delivery.waiting.set_result(delivery.answer or {})
        self._changed()

    def _closed(self, socket: Socket) -> None:
        if socket in self.sockets:
            self.sockets.remove(socket)
        carried, socket.carrying = list(socket.carrying.values()), {}
        for delivery in carried:
            self._failed(delivery)
        self._changed()

    # the platform's end

    def offer(self, delivery: Delivery) -> None:
        """An event: sent now, and again as `retries` says until it is acknowledged."""
        delivery.body = json.dumps(delivery.payload)
        self.pending[delivery.envelope_id] = delivery
        self._try(delivery)

    async def ask(self, delivery: Delivery) -> JSON:
        """A command or interaction: sent once; the payload of its acknowledgement, or `NoAnswer`."""
        delivery.body = json.dumps(delivery.payload)
        delivery.waiting = asyncio.get_running_loop().create_future()
        self.pending[delivery.envelope_id] = delivery
        self._try(delivery)
        return await delivery.waiting

    @property
    def serving(self) -> list[Socket]:
        """The sockets that can be given something: open, and not asked to go."""
        return [socket for socket in self.sockets if not socket.leaving and not socket.ws.closed]

    def _try(self, delivery: Delivery) -> None:
        loop = asyncio.get_running_loop()
        delivery.tries += 1
        delivery.tried = loop.time()
        socket = self._next()
        if socket is None:
            self._failed(delivery)
            return
        socket.carrying[delivery.envelope_id] = delivery
        delivery.timer = loop.call_later(self._expiry, self._expired, delivery)
        socket.put(_frame(delivery))

    def _next(self) -> Socket | None:
        serving = self.serving
        if not serving:
            return None
        self._turn += 1
        return serving[self._turn % len(serving)]

    def _expired(self, delivery: Delivery) -> None:
        for socket in self.sockets:
            socket.carrying.pop(delivery.envelope_id, None)
        self._failed(delivery, "operation_timeout")

    def _failed(self, delivery: Delivery, why: str = "dispatch_failed") -> None:
        if delivery.envelope_id not in self.pending:
            return
        _stop(delivery)
        again = delivery.waiting is None and delivery.tries <= len(self._retries)
        if again:
            wait = self._retries[delivery.tries - 1]
            delivery.timer = asyncio.get_running_loop().call_later(wait, self._try, delivery)
            return
        del self.pending[delivery.envelope_id]
        delivery.lost = True
        delivery.body = ""
        if delivery.waiting is not None and not delivery.waiting.done():
            delivery.waiting.set_exception(NoAnswer(why))
        self._changed()

    def refresh(self, reasons: Sequence[str], which: int | None = None) -> None:
        """Asks sockets (all, or one by its place) to reconnect, as Slack does when it recycles a container."""
        for socket in self.sockets if which is None else self.sockets[which : which + 1]:
            for reason in reasons:
                socket.leaving = socket.leaving or reason != "warning"
                socket.put(_goodbye(reason))

    def cut(self) -> None:
        """Breaks every connection off."""
        for socket in self.sockets:
            if socket.transport is not None:
                socket.transport.abort()

    async def close(self) -> None:
        """Closes every socket in good order."""
        await asyncio.gather(*(socket.ws.close() for socket in tuple(self.sockets)), return_exceptions=True)

    def stop(self) -> None:
        """No more tries: the sandbox is closing."""
        for delivery in tuple(self.pending.values()):
            _stop(delivery)
            if delivery.waiting is not None and not delivery.waiting.done():
                delivery.waiting.set_exception(NoAnswer("dispatch_failed"))
        self.pending.clear()


def _stop(delivery: Delivery) -> None:
    if delivery.timer is not None:
        delivery.timer.cancel()
        delivery.timer = None


def _frame(delivery: Delivery) -> str:
    accepts = "true" if delivery.accepts_answer else "false"
    retry = ""
    if delivery.envelope_type == "events_api":
        reason = "timeout" if delivery.tries > 1 else ""
        retry = f', "retry_attempt": {delivery.tries - 1}, "retry_reason": "{reason}"'
    return (
        f'{{"envelope_id": "{delivery.envelope_id}", "type": "{delivery.envelope_type}", '
        f'"accepts_response_payload": {accepts}{retry}, "payload": {delivery.body}}}'
    )


def _goodbye(reason: str) -> str:
    return json.dumps({"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-1"}})
