"""Trouble on request or by chance: calls of the bot that are limited, late, or fail before or after they were done."""

from __future__ import annotations

import random
from dataclasses import dataclass

from .record import Json

ITS_OWN = 0  # the status of a call that is answered as if nothing were amiss


@dataclass(slots=True)
class Fault:
    """`status` None cuts the connection; `done_anyway` does the call first, so that only the answer is lost."""

    method: str
    path: str  # the path contains it
    times: int
    status: int | None
    done_anyway: bool = False
    retry_after: float = 1.0  # seconds, in which the bucket (or all) stays limited
    scope: str = "user"  # of a 429: user, shared or global
    delay: float = 0.0  # seconds before anything is done: a slow accept

    @property
    def body(self) -> Json:
        return {"message": f"{self.status}: Server Error", "code": 0}


@dataclass(slots=True)
class Weather:
    """Shares of the calls to a path that meet trouble, at most one each; the same seed gives the same calls the same."""

    method: str
    path: str
    limited: float
    globally: float
    retry_after: float
    dropped: float
    slow: float
    delay: float
    chance: random.Random

    def draw(self) -> Fault | None:
        lot = self.chance.random()
        kinds = (
            (self.limited, Fault(self.method, self.path, 1, 429, retry_after=self.retry_after)),
            (self.globally, Fault(self.method, self.path, 1, 429, retry_after=self.retry_after, scope="global")),
            (self.dropped, Fault(self.method, self.path, 1, None, done_anyway=True)),
            (self.slow, Fault(self.method, self.path, 1, ITS_OWN, done_anyway=True, delay=self.delay)),
        )
        for share, fault in kinds:
            if lot < share:
                return fault
            lot -= share
        return None


class Faults:
    def __init__(self) -> None:
        self._waiting: list[Fault] = []
        self._weather: list[Weather] = []

    def add(self, fault: Fault) -> None:
        self._waiting.append(fault)

    def brew(self, weather: Weather) -> None:
        self._weather.append(weather)

    def calm(self) -> None:
        self._waiting.clear()
        self._weather.clear()

    def meets(self, method: str, path: str) -> Fault | None:
        for fault in self._waiting:
            if fault.times > 0 and fault.method in (method, "*") and fault.path in path:
                fault.times -= 1
                return fault
        for weather in self._weather:
            if weather.method in (method, "*") and weather.path in path and (drawn := weather.draw()) is not None:
                return drawn
        return None
