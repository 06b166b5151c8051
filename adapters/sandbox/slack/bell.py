"""Wakes whoever waits for the world to change, without polling."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class Bell:
    """Rung at every change; waiting costs nothing while nobody waits."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()

    def ring(self) -> None:
        if self._waiting:
            waiting, self._waiting = self._waiting, set()
            for one in waiting:
                if not one.done():
                    one.set_result(None)

    async def until(self, holds: Callable[[], bool], within: float) -> None:
        """Returns as soon as it holds; `TimeoutError` after so many seconds."""
        loop = asyncio.get_running_loop()
        end = loop.time() + within
        while not holds():
            ring: asyncio.Future[None] = loop.create_future()
            self._waiting.add(ring)
            await asyncio.wait_for(ring, max(0.0, end - loop.time()))
