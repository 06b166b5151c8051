"""Bad weather on the Web API, on order or by chance: limits, errors, delays, answers that get lost."""

from __future__ import annotations

import random
from dataclasses import dataclass, field


@dataclass(slots=True)
class Fault:
    method: str  # a Web API method, or "*"
    times: int = 1  # how many calls it hits; counts down
    error: str = ""  # `ratelimited` answers 429 with Retry-After, others 200 with ok false
    retry_after: int = 1  # seconds, in which the method stays limited
    delay: float = 0.0  # seconds before anything is done: a slow accept
    drop: str = ""  # "before": the connection breaks and nothing was done; "after": it was done, the answer is lost


@dataclass(slots=True)
class Weather:
    """Shares of the calls of a method that meet trouble, at most one each; the same seed gives the same calls the same."""

    method: str
    limited: float
    retry_after: int
    dropped: float
    slow: float
    delay: float
    chance: random.Random

    def draw(self) -> Fault | None:
        lot = self.chance.random()
        if lot < self.limited:
            return Fault(self.method, error="ratelimited", retry_after=self.retry_after)
        if lot < self.limited + self.dropped:
            return Fault(self.method, drop="after")
        if lot < self.limited + self.dropped + self.slow:
            return Fault(self.method, delay=self.delay)
        return None


@dataclass(slots=True)
class Faults:
    ordered: list[Fault] = field(default_factory=list)
    weather: list[Weather] = field(default_factory=list)

    def limits(self, method: str, *, times: int = 1, retry_after: int = 1) -> None:
        self.ordered.append(Fault(method, times, "ratelimited", retry_after))

    def fails(self, method: str, error: str = "internal_error", *, times: int = 1) -> None:
        self.ordered.append(Fault(method, times, error))

    def delays(self, method: str, seconds: float, *, times: int = 1) -> None:
        self.ordered.append(Fault(method, times, delay=seconds))

    def drops(self, method: str, when: str = "after", *, times: int = 1) -> None:
        self.ordered.append(Fault(method, times, drop=when))

    def storms(
        self,
        method: str,
        *,
        limited: float = 0.0,
        retry_after: int = 1,
        dropped: float = 0.0,
        slow: float = 0.0,
        delay: float = 0.1,
        seed: int = 1,
    ) -> None:
        """From now on a share of the calls is answered 429, a share is done and its answer lost, a share is accepted late."""
        self.weather.append(Weather(method, limited, retry_after, dropped, slow, delay, random.Random(seed)))

    def calm(self) -> None:
        """Nothing more of all that."""
        self.ordered.clear()
        self.weather.clear()

    def next(self, method: str) -> Fault | None:
        """What strikes this call, if anything does."""
        for fault in self.ordered:
            if fault.method in (method, "*"):
                fault.times -= 1
                if fault.times <= 0:
                    self.ordered.remove(fault)
                return fault
        return next((drawn for one in self.weather if one.method in (method, "*") and (drawn := one.draw()) is not None), None)
