"""What passed over the wire, kept as evidence, and a bell that rings at every change."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass(slots=True)
class Request:
    """One HTTP request of the bot. `path` has no /api/v10 before it; `status` and `answer` are what it got."""

    method: str
    path: str
    body: Any
    at: datetime
    query: Mapping[str, str] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    status: int = 0
    answer: Any = None


@dataclass(slots=True)
class Delivery:
    """One gateway event. `tries` counts the sockets it was handed to: 0 means that none was there."""

    key: str
    kind: str
    facts: Mapping[str, Any]
    sent: datetime | None = None
    answered: datetime | None = None  # interactions only: when the callback came in time
    tries: int = 0


class Changes:
    """Wakes whoever waits for a condition; ringing costs nothing when nobody waits."""

    def __init__(self) -> None:
        self._waiting: list[asyncio.Future[None]] = []

    def told(self) -> None:
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            for one in waiting:
                if not one.done():
                    one.set_result(None)

    async def until(self, ready: Callable[[], bool], within: float) -> bool:
        """True as soon as `ready()` holds, False when `within` seconds have gone by without it."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + within
        while not ready():
            left = deadline - loop.time()
            if left <= 0:
                return False
            change = loop.create_future()
            self._waiting.append(change)
            try:
                await asyncio.wait_for(change, left)
            except TimeoutError:
                return ready()
        return True
