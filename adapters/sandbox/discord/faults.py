"""Trouble on request: calls of the bot that fail before or after they were done."""

from __future__ import annotations

from dataclasses import dataclass

from .record import Json


@dataclass(slots=True)
class Fault:
    """`status` None cuts the connection; `done_anyway` does the call first, so that only the answer is lost."""

    method: str
    path: str  # the path contains it
    times: int
    status: int | None
    done_anyway: bool
    retry_after: float

    @property
    def answer(self) -> tuple[int | None, Json]:
        if self.status == 429:
            return 429, {"message": "You are being rate limited.", "retry_after": self.retry_after, "global": False}
        return self.status, {"message": f"{self.status}: Server Error", "code": 0}


class Faults:
    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        self._waiting.append(fault)

    def meets(self, method: str, path: str) -> Fault | None:
        for fault in self._waiting:
            if fault.times > 0 and fault.method in (method, "*") and fault.path in path:
                fault.times -= 1
                return fault
        return None
