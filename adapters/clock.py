"""The tick, nothing more: what is due is data, and every tick asks the core for it."""

from __future__ import annotations

from collections.abc import Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

EVERY_SECONDS = 15


class Tick:
    """Calls `ring` every fifteen seconds. Missed ticks are one tick: the calendar forgets nothing."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._scheduler.add_job(ring, IntervalTrigger(seconds=EVERY_SECONDS), coalesce=True, misfire_grace_time=None, max_instances=1)

    def start(self) -> None:
        self._scheduler.start()

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)
