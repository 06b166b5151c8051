"""Ids, tokens and timestamps in the shapes Slack gives them."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]


class Mint:
    """Makes ids that are unique within a sandbox and, by a random stem, between two runs of it."""

    def __init__(self, clock: Clock, seed: int | None = None) -> None:
        self._clock = clock
        self._chance = random.Random(seed)
        self._stem = "".join(self._chance.choices("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", k=4))
        self._count = itertools.count(1)
        self._last = 0

    def id(self, letters: str) -> str:
        return f"{letters}0{self._stem}{next(self._count):05X}"

    def secret(self, length: int = 24) -> str:
        return f"{self._chance.getrandbits(length * 4):0{length}x}"

    def envelope(self) -> str:
        """A UUID, as envelope ids are."""
        digits = self.secret(32)
        return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"

    def trigger(self) -> str:
        return f"{next(self._count)}.{next(self._count)}.{self.secret(32)}"

    def ts(self) -> str:
        """Seconds and microseconds by the clock; never twice the same and never backwards."""
        self._last = max(int(self._clock().timestamp() * 1_000_000), self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06d}"
