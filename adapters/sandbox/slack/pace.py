"""How fast the bot was, and where it was faster than Slack allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from .ids import Clock

if TYPE_CHECKING:
    from .record import Request

A_CHANNEL = timedelta(seconds=1)  # between two messages into one channel (docs: apis/web-api/rate-limits)


@dataclass(frozen=True, slots=True)
class Crowded:
    """Two messages into one channel, so many seconds apart."""

    channel: str
    ts: str  # of the second
    seconds: float


class Pace:
    """A limit holds for one method in one workspace: other methods there, and the same method elsewhere, go on."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._over: dict[tuple[str, str], datetime] = {}
        self._last: dict[str, datetime] = {}
        self.limited = 0  # calls that were answered 429
        self.early: list[Request] = []  # made before a Retry-After was over
        self.crowded: list[Crowded] = []

    def limit(self, workspace: str, method: str, seconds: float) -> None:
        """From now on, for so long."""
        self._over[workspace, method] = max(self._over.get((workspace, method), self._clock()), self._clock() + timedelta(seconds=seconds))

    def left(self, workspace: str, method: str) -> float:
        """Seconds for which a limit still holds."""
        over = self._over.get((workspace, method))
        return max(0.0, (over - self._clock()).total_seconds()) if over is not None else 0.0

    def posted(self, channel: str, ts: str) -> None:
        """The bot has said something there."""
        now, last = self._clock(), self._last.get(channel)
        if last is not None and now - last < A_CHANNEL:
            self.crowded.append(Crowded(channel, ts, (now - last).total_seconds()))
        self._last[channel] = now
