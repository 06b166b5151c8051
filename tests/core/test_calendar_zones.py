"""Every zone of the world, every half hour of two years: nothing missed, nothing doubled, beside a control that does both.

The oracle knows nothing of how an instant is found: it walks through the two years in steps of a quarter of an hour, which every
offset in use is a multiple of, and writes down what the clocks of the zone show.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.metadata import version
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from apscheduler.triggers.cron import CronTrigger

from guildbot.calendar import Cadence

BEGIN, END = datetime(2026, 1, 5, tzinfo=UTC), datetime(2028, 1, 3, tzinfo=UTC)  # Mondays
FIRST, LAST = date(2026, 1, 6), date(2028, 1, 1)  # days that are whole in every zone
STEP = timedelta(minutes=15)
SOAK = bool(os.environ.get("GUILDBOT_SOAK"))
HALF_HOURS = range(0, 24 * 60, 30)
DAYS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
WANTED = [{day for day in DAYS if day.weekday() == weekday} for weekday in range(7)]


@cache
def histories() -> dict[tuple[Any, tuple[Any, ...]], str]:
    """One zone for each history of offsets in these years."""
    days = [BEGIN + timedelta(days=n) for n in range((END - BEGIN).days + 1)]
    found: dict[tuple[Any, tuple[Any, ...]], str] = {}
    for name in sorted(available_timezones()):
        zone = ZoneInfo(name)
        offsets = [day.astimezone(zone).utcoffset() for day in days]
        changes = tuple(
            (_change(zone, before, after), new)
            for before, after, old, new in zip(days, days[1:], offsets, offsets[1:], strict=False)
            if old != new
        )
        found.setdefault((offsets[0], changes), name)
    return found


def _change(zone: ZoneInfo, early: datetime, late: datetime) -> datetime:
    old = early.astimezone(zone).utcoffset()
    while late - early > timedelta(minutes=1):
        middle = early + (late - early) / 2
        early, late = (middle, late) if middle.astimezone(zone).utcoffset() == old else (early, middle)
    return late.replace(second=0, microsecond=0)


def expected(zone: ZoneInfo) -> dict[tuple[date, int], datetime]:
    """For each day and half hour on the wall: when it comes first, or what comes right after the gap that swallowed it."""
    found: dict[tuple[date, int], datetime] = {}
    swallowed: dict[tuple[date, int], datetime] = {}
    at, before = BEGIN, BEGIN.astimezone(zone).replace(tzinfo=None)
    while at < END:
        wall = at.astimezone(zone).replace(tzinfo=None)
        missing = before + STEP
        while missing < wall:
            swallowed.setdefault((missing.date(), missing.hour * 60 + missing.minute), at)
            missing += STEP
        found.setdefault((wall.date(), wall.hour * 60 + wall.minute), at)
        at, before = at + STEP, wall
    return swallowed | found


def chain(cadence: Cadence) -> Iterator[tuple[date, datetime]]:
    """As the ledger does it: each occurrence is planned when the one before it was done."""
    day = cadence.first_from(FIRST)
    while day <= LAST:
        at = cadence.instant(day)
        yield day, at
        day = cadence.next_after(at)


@pytest.mark.parametrize("part", range(4))
def test_every_half_hour_of_two_years_comes_once_in_every_zone(part: int) -> None:
    zones = sorted((name, bool(changes)) for (_, changes), name in histories().items())[part::4]
    missed = doubled = wrong = occurrences = 0
    for name, jumps in zones:
        weekdays = range(7) if jumps or SOAK else (4,)  # where no clock ever jumps, every weekday is the same sum
        oracle = expected(ZoneInfo(name))
        for minute in HALF_HOURS:
            for weekday, wanted in enumerate(WANTED):
                if weekday not in weekdays:
                    continue
                happened = list(chain(Cadence(weekday, minute, name, 1, FIRST)))
                days = {day for day, _ in happened}
                doubled += len(happened) - len(days)
                missed += len(wanted - days)
                wrong += sum(at != oracle[day, minute] for day, at in happened)
                occurrences += len(happened)
    told = f"{len(zones)} of {len(histories())} histories, tzdata {version('tzdata')}: {occurrences} occurrences"
    sys.stdout.write(f"{told}, {missed} missed, {doubled} doubled, {wrong} at another time\n")
    assert (missed, doubled, wrong) == (0, 0, 0)
    assert occurrences >= len(zones) * len(HALF_HOURS) * len(WANTED[4])


def test_the_control_misses_and_doubles() -> None:
    """APScheduler's own cron, on two of these zones: were it as good, this test would prove nothing."""
    missed = doubled = 0
    for name in ("Europe/Berlin", "America/New_York"):
        zone = ZoneInfo(name)
        for minute in HALF_HOURS:
            trigger = CronTrigger(hour=minute // 60, minute=minute % 60, timezone=zone)
            happened: list[date] = []
            at = trigger.get_next_fire_time(None, BEGIN.astimezone(zone))
            while at is not None and at < END:
                happened.append(at.date())
                now = (at.astimezone(UTC) + timedelta(seconds=1)).astimezone(zone)
                at = trigger.get_next_fire_time(at, now)
            times = Counter(happened)
            missed += sum(not times[day] for day in DAYS)
            doubled += sum(times[day] > 1 for day in DAYS)
    sys.stdout.write(f"control: {missed} missed, {doubled} doubled\n")
    assert missed > 0
    assert doubled > 0
