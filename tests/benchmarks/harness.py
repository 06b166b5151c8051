"""How things are compared: interleaved, in shuffled rounds, as ratios paired within a round."""

from __future__ import annotations

import asyncio
import gc
import random
import statistics
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass
from typing import Literal

ROUNDS = 7
OPERATIONS = 300
NOISY = 0.25  # a wider spread than this is not judged

Operation = Callable[[], Awaitable[object]]
Ready = Callable[[int], Sequence[Operation]]  # so many operations, their bodies built (and signed) beforehand
Setup = Callable[[], AbstractAsyncContextManager[Ready]]
Clock = Literal["cpu", "wall", "p50"]
Verdict = Literal["PASS", "FAIL", "NOISY", "–"]


@dataclass(frozen=True, slots=True)
class Sample:
    """One case in one round: seconds an operation, of this process's CPU and by the wall, and the median wait for one."""

    cpu: float
    wall: float
    p50: float


Samples = Mapping[str, Sequence[Sample]]


@dataclass(frozen=True, slots=True)
class Ratio:
    """Median of the rounds, with the smallest and the largest."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> Ratio:
        return cls(statistics.median(figures), min(figures), max(figures))

    @property
    def noisy(self) -> bool:
        return self.high - self.low > NOISY * self.median


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `exact`: counted, or an absolute bound; only ratios are too noisy to judge."""

    goal: str
    what: str
    ratio: Ratio
    most: float | None = None
    least: float | None = None
    unit: str = "×"
    note: str = ""
    exact: bool = False

    @property
    def target(self) -> str:
        if self.most is None and self.least is None:
            return "–"
        return f"≤ {self.most:g} {self.unit}" if self.most is not None else f"≥ {self.least:g} {self.unit}"

    @property
    def verdict(self) -> Verdict:
        if self.most is None and self.least is None:
            return "–"
        if self.ratio.noisy and not self.exact:
            return "NOISY"
        reached = self.ratio.median <= self.most if self.most is not None else self.ratio.median >= (self.least or 0)
        return "PASS" if reached else "FAIL"


async def measure(cases: Mapping[str, Setup], *, in_flight: int, rounds: int = ROUNDS, operations: int = OPERATIONS) -> Samples:
    """All cases in one process, round-robin, their order shuffled every round; the first round is dropped."""
    kept: dict[str, list[Sample]] = {name: [] for name in cases}
    async with AsyncExitStack() as stack:
        ready = {name: await stack.enter_async_context(setup()) for name, setup in cases.items()}
        for number in range(rounds + 1):
            for name in random.sample(list(cases), len(cases)):
                sample = await _round(ready[name](operations), in_flight)
                if number:
                    kept[name].append(sample)
    return kept


def compare(samples: Samples, case: str, floor: str, *, by: Clock = "cpu") -> Ratio:
    """How many times the floor the case costs, paired round by round."""
    return Ratio.of([getattr(one, by) / getattr(other, by) for one, other in zip(samples[case], samples[floor], strict=True)])


def typical(samples: Samples, case: str) -> str:
    """What one operation costs, for reading."""
    cpu, wall = (statistics.median(getattr(one, by) for one in samples[case]) * 1e6 for by in ("cpu", "wall"))
    return f"{cpu:.0f} µs CPU, {wall:.0f} µs wall"


async def _round(operations: Sequence[Operation], in_flight: int) -> Sample:
    waits: list[float] = []
    left = iter(operations)

    async def go() -> None:
        for operation in left:
            began = time.perf_counter()
            await operation()
            waits.append(time.perf_counter() - began)

    gc.collect()
    cpu, wall = time.process_time(), time.perf_counter()
    await asyncio.gather(*(go() for _ in range(in_flight)))
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    return Sample(cpu / len(operations), wall / len(operations), statistics.median(waits))
