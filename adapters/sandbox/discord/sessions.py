"""One gateway session with its numbered events, and the socket it currently writes to."""

from __future__ import annotations

import asyncio
import zlib
from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from aiohttp import web

from .record import Delivery

if TYPE_CHECKING:
    from .servers import Server


class Socket:
    """Writes frames in order from a task of its own, so that telling never waits."""

    def __init__(self, ws: web.WebSocketResponse, transport: asyncio.Transport | None, *, zlib_stream: bool) -> None:
        self.session: Session | None = None
        self.told_to_go = False
        self.gone = asyncio.Event()
        self._ws = ws
        self._transport = transport
        self._deflate = zlib.compressobj(1) if zlib_stream else None
        self._frames: deque[str] = deque()
        self._waiting = asyncio.Event()
        self._writer = asyncio.create_task(self._write())

    def send(self, frame: str) -> None:
        self._frames.append(frame)
        self._waiting.set()

    def abort(self) -> None:
        """Cuts the line: what is not on the wire yet never gets there."""
        self._frames.clear()
        if self._transport is not None:
            self._transport.abort()

    def stop(self) -> None:
        self._writer.cancel()

    async def refuse(self, code: int, reason: str) -> None:
        await self._ws.close(code=code, message=reason.encode())

    async def _write(self) -> None:
        try:
            while True:
                await self._waiting.wait()
                self._waiting.clear()
                while self._frames:
                    frame = self._frames.popleft()
                    if self._deflate is None:
                        await self._ws.send_str(frame)
                    else:
                        await self._ws.send_bytes(self._deflate.compress(frame.encode()) + self._deflate.flush(zlib.Z_SYNC_FLUSH))
        except (ConnectionError, RuntimeError):
            return  # the reader notices the same and lets the session go


class Session:
    def __init__(self, id: str, shard: int, shards: int, intents: int, largest_log: int) -> None:
        self.id = id
        self.shard = shard
        self.shards = shards
        self.intents = intents
        self.seq = 0
        self.socket: Socket | None = None
        self.left_at = 0.0  # loop time
        self._log: deque[tuple[int, str, Delivery | None]] = deque(maxlen=largest_log)

    def covers(self, server: Server | None) -> bool:
        """Direct messages and the like belong to shard 0."""
        return self.shard == (0 if server is None else (int(server.id) >> 22) % self.shards)

    def push(self, kind: str, data: str, clock: Callable[[], datetime], delivery: Delivery | None = None) -> None:
        self.seq += 1
        frame = f'{{"t":"{kind}","s":{self.seq},"op":0,"d":{data}}}'
        self._log.append((self.seq, frame, delivery))
        if self.socket is not None:
            self._write(frame, delivery, clock)

    def attach(self, socket: Socket) -> None:
        self.socket = socket
        socket.session = self

    def leave(self, now: float) -> None:
        if self.socket is not None:
            self.socket.told_to_go = True
        self.socket = None
        self.left_at = now

    def heartbeat(self, seq: int) -> None:
        """The client has everything up to `seq`: no need to keep it."""
        while self._log and self._log[0][0] <= seq:
            self._log.popleft()

    def remembers(self, seq: int) -> bool:
        """Whether everything after `seq` can still be replayed."""
        return seq >= self.seq or bool(self._log and self._log[0][0] <= seq + 1)

    def replay(self, seq: int, clock: Callable[[], datetime]) -> None:
        for number, frame, delivery in self._log:
            if number > seq:
                self._write(frame, delivery, clock)

    def _write(self, frame: str, delivery: Delivery | None, clock: Callable[[], datetime]) -> None:
        assert self.socket is not None
        self.socket.send(frame)
        if delivery is not None:
            delivery.tries += 1
            delivery.sent = delivery.sent or clock()
