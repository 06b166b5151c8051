"""Bad weather on the Web API, on order: limits, errors, delays, answers that get lost."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Fault:
    method: str  # a Web API method, or "*"
    times: int = 1  # how many calls it hits; counts down
    error: str = ""  # `ratelimited` answers 429 with Retry-After, others 200 with ok false
    retry_after: int = 1  # seconds
    delay: float = 0.0  # seconds before anything is done
    drop: str = ""  # "before": the connection breaks and nothing was done; "after": it was done, the answer is lost


@dataclass(slots=True)
class Faults:
    ordered: list[Fault] = field(default_factory=list)

    def limits(self, method: str, *, times: int = 1, retry_after: int = 1) -> None:
        self.ordered.append(Fault(method, times, "ratelimited", retry_after))

    def fails(self, method: str, error: str = "internal_error", *, times: int = 1) -> None:
        self.ordered.append(Fault(method, times, error))

    def delays(self, method: str, seconds: float, *, times: int = 1) -> None:
        self.ordered.append(Fault(method, times, delay=seconds))

    def drops(self, method: str, when: str = "after", *, times: int = 1) -> None:
        self.ordered.append(Fault(method, times, drop=when))

    def next(self, method: str) -> Fault | None:
        """What strikes this call, if anything does."""
        for fault in self.ordered:
            if fault.method in (method, "*"):
                fault.times -= 1
                if fault.times <= 0:
                    self.ordered.remove(fault)
                return fault
        return None
