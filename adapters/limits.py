"""What has to wait, and until when: a platform's limits, as it told them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

What = TypeVar("What", bound=Hashable)


class Limits(Generic[What]):
    """In memory: a limit lasts seconds, and whoever starts anew is told again. A clock that is set back ends all waiting."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._held: dict[What, tuple[datetime, datetime]] = {}  # since when, until when

    def hold(self, what: What, seconds: float) -> None:
        """It waits for so long from now, or for as long as it does already."""
        if seconds > self.left(what):
            self.waiting()  # what is over is forgotten
            now = self._clock()
            self._held[what] = now, now + timedelta(seconds=seconds)

    def left(self, what: What) -> float:
        """Seconds until it may go on; 0 when nothing holds it."""
        since, until = self._held.get(what, (None, None))
        now = self._clock()
        if since is None or until is None:
            return 0.0
        if not since <= now < until:
            del self._held[what]
            return 0.0
        return (until - now).total_seconds()

    def waiting(self) -> dict[What, datetime]:
        """Everything that has to wait at this moment, and until when."""
        return {what: self._held[what][1] for what in tuple(self._held) if self.left(what)}
