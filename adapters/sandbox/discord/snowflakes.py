"""Discord's ids: milliseconds since 2015 in the upper bits, always growing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

EPOCH = datetime(2015, 1, 1, tzinfo=UTC)


class Snowflakes:
    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._last = 0

    def __call__(self) -> str:
        elapsed = int((self._clock() - EPOCH).total_seconds() * 1000)
        self._last = max(self._last + 1, elapsed << 22)
        return str(self._last)
