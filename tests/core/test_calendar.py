"""Cadence and hours: where the clock jumps, where it repeats, and what a machine slept over. Rule D1's other half."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from guildbot import calendar
from guildbot.bot import ACTS, Guildbot
from guildbot.calendar import Cadence, instant, iso_week
from guildbot.digests import Digest
from guildbot.kinds import SpaceKind
from guildbot.who import AccountRef
from guildbot.work import Known, Work
from tests.conftest import Clock
from tests.core.conftest import deliver, guild_of, someone

ana, ben, cleo = (someone(name) for name in ("ana", "ben", "cleo"))
ZONES = ("Europe/London", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Pacific/Apia", "Asia/Kathmandu")


@pytest.mark.parametrize(
    ("day", "at", "zone", "expected"),
    [
        pytest.param(date(2026, 11, 6), "10:00", "Europe/London", "2026-11-06T10:00Z", id="winter"),
        pytest.param(date(2026, 7, 3), "10:00", "Europe/London", "2026-07-03T09:00Z", id="summer"),
        pytest.param(date(2027, 3, 28), "02:30", "Europe/Berlin", "2027-03-28T01:00Z", id="a gap moves to the first valid instant"),
        pytest.param(date(2027, 3, 28), "02:00", "Europe/Berlin", "2027-03-28T01:00Z", id="the gap's first minute"),
        pytest.param(date(2027, 3, 28), "03:00", "Europe/Berlin", "2027-03-28T01:00Z", id="the first minute after the gap"),
        pytest.param(date(2027, 10, 31), "01:30", "Europe/London", "2027-10-31T00:30Z", id="the first of two"),
        pytest.param(date(2027, 10, 31), "02:30", "Europe/Berlin", "2027-10-31T00:30Z", id="the first of two, further east"),
        pytest.param(date(2027, 10, 3), "02:15", "Australia/Lord_Howe", "2027-10-02T15:30Z", id="a gap of half an hour"),
        pytest.param(date(2027, 9, 5), "00:00", "America/Santiago", "2027-09-05T04:00Z", id="a gap at midnight"),
        pytest.param(date(2011, 12, 30), "10:00", "Pacific/Apia", "2011-12-30T10:00Z", id="a day that never was"),
        pytest.param(date(2026, 11, 6), "10:00", "Mars/Olympus", "2026-11-06T10:00Z", id="a zone nobody knows is UTC"),
    ],
)
def test_local_wall_time_as_an_instant(day: date, at: str, zone: str, expected: str) -> None:
    hour, minute = map(int, at.split(":"))
    assert instant(day, hour * 60 + minute, zone) == datetime.fromisoformat(expected)


@given(some.dates(date(2020, 1, 1), date(2030, 1, 1)), some.integers(0, 24 * 60 - 1), some.sampled_from(ZONES))
def test_an_instant_reads_as_it_was_asked_or_comes_right_after_a_gap(day: date, minute: int, zone: str) -> None:
    wall = datetime(day.year, day.month, day.day, minute // 60, minute % 60)  # noqa: DTZ001 — as on a wall
    found = instant(day, minute, zone).astimezone(ZoneInfo(zone))
    if (found.replace(tzinfo=None), found.fold) == (wall, 0):
        return
    before = (found.astimezone(UTC) - timedelta(seconds=1)).astimezone(ZoneInfo(zone))
    assert before.replace(tzinfo=None) < wall < found.replace(tzinfo=None)
    assert before.utcoffset() != found.utcoffset()


@pytest.mark.parametrize(
    ("weeks", "anchor", "start", "expected"),
    [
        (1, date(2024, 1, 1), date(2026, 11, 2), date(2026, 11, 6)),
        (1, date(2024, 1, 1), date(2026, 11, 6), date(2026, 11, 6)),
        (1, date(2024, 1, 1), date(2026, 11, 7), date(2026, 11, 13)),
        (2, date(2026, 11, 3), date(2026, 11, 7), date(2026, 11, 20)),
        (2, date(2026, 11, 6), date(2020, 1, 1), date(2026, 11, 6)),
        (1, date(2024, 1, 1), date(2026, 12, 31), date(2027, 1, 1)),
    ],
)
def test_the_first_friday_from_a_day(weeks: int, anchor: date, start: date, expected: date) -> None:
    assert Cadence(4, 600, "UTC", weeks, anchor).first_from(start) == expected


@given(
    some.integers(0, 6), some.integers(1, 4), some.dates(date(2020, 1, 1), date(2030, 1, 1)), some.dates(date(2020, 1, 1), date(2030, 1, 1))
)
def test_a_cadence_meets_its_weekday_in_its_own_weeks(weekday: int, weeks: int, anchor: date, start: date) -> None:
    found = Cadence(weekday, 600, "UTC", weeks, anchor).first_from(start)
    monday = anchor - timedelta(days=anchor.weekday())
    assert found.weekday() == weekday
    assert found >= max(anchor, start)
    assert (found - monday).days // 7 % weeks == 0
    assert found - max(anchor, start) < timedelta(weeks=weeks + 1)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
async def test_a_digest_every_friday_through_a_whole_year(bot: Guildbot, clock: Clock, zone: str) -> None:
    """Through both changes of the clock: none missed, none twice, each at ten."""
    await guild_of(bot, ana, ben, cleo)
    tz, acts = ZoneInfo(zone), {"fair": _nothing, "digest": _nothing, "question": _nothing}

    def open_one(work: Any) -> datetime:
        return calendar.open_schedule(work, "fair", 1, Cadence(4, 600, zone, 1, date(2024, 1, 1)))

    due, seen = await bot.tend(open_one), list[datetime]()
    clock.now = due
    for _ in range(52):
        while (found := await bot.tend(calendar.perform_next, acts)) is not None:
            if found.what == "fair":
                seen.append(found.due_at)
        clock.now = (clock.now.astimezone(tz) + timedelta(days=7)).astimezone(UTC)

    assert [(one.astimezone(tz).hour, one.astimezone(tz).weekday()) for one in seen] == [(10, 4)] * 52
    assert len({one.astimezone(tz).date() for one in seen}) == 52


def _nothing(work: Any, due: Any) -> None:
    return None


async def test_what_is_more_than_a_day_and_a_half_late_is_skipped_with_a_note(bot: Guildbot, clock: Clock, look: Any) -> None:
    await guild_of(bot, ana, ben, cleo)
    clock.now = datetime(2026, 11, 6, 10, 0, tzinfo=UTC) + timedelta(hours=37)

    assert (await deliver(bot)).of(Digest) == []

    notes = look("SELECT o.state, o.note FROM occurrence o JOIN schedule s ON s.id = o.schedule_id WHERE s.what = 'digest' ORDER BY o.id")
    assert notes == [("skipped", "37 hours late"), ("due", None)]
    clock.now = datetime(2026, 11, 13, 10, 0, tzinfo=UTC)
    assert len((await deliver(bot)).of(Digest)) == 1


async def test_what_is_a_day_late_is_still_done(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    clock.now = datetime(2026, 11, 7, 12, 0, tzinfo=UTC)
    (digest,) = (await deliver(bot)).of(Digest)
    assert digest.day == date(2026, 11, 6)


async def test_a_machine_that_slept_for_weeks_wakes_to_one_digest(bot: Guildbot, clock: Clock, look: Any) -> None:
    await guild_of(bot, ana, ben, cleo)
    clock.now = datetime(2026, 11, 27, 10, 5, tzinfo=UTC)
    assert len((await deliver(bot)).of(Digest)) == 1
    states = look("SELECT o.state FROM occurrence o JOIN schedule s ON s.id = o.schedule_id WHERE s.what = 'digest' ORDER BY o.id")
    assert [state for (state,) in states] == ["skipped", "skipped", "skipped", "done", "due"]


async def test_a_clock_that_is_set_back_doubles_nothing(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    clock.now = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)
    sent = len((await deliver(bot)).of(Digest))
    for _ in range(3):
        clock.move(hours=-2)
        sent += len((await deliver(bot)).of(Digest))
        clock.move(hours=2)
        sent += len((await deliver(bot)).of(Digest))
    assert sent == 1


def test_weeks_are_numbered_as_iso_says() -> None:
    assert [iso_week(day) for day in (date(2026, 12, 31), date(2027, 1, 3), date(2027, 1, 4))] == ["2026-W53", "2026-W53", "2027-W01"]


def known(**facts: Any) -> Known:
    return Known(1, 1, "Ana", AccountRef("slack", "T1", "ana"), **facts)


@pytest.mark.parametrize(
    ("quiet", "now", "expected"),
    [
        ((12 * 60, 14 * 60), "2026-11-07T12:00Z", "2026-11-07T14:00Z"),
        ((12 * 60, 14 * 60), "2026-11-07T14:00Z", "2026-11-07T14:00Z"),
        ((22 * 60, 7 * 60), "2026-11-07T06:59Z", "2026-11-07T07:00Z"),
        ((22 * 60, 7 * 60), "2026-11-07T22:00Z", "2026-11-08T07:00Z"),
        ((8 * 60, 8 * 60), "2026-11-07T08:00Z", "2026-11-07T08:00Z"),
        ((22 * 60, 0), "2026-11-07T23:00Z", "2026-11-08T00:00Z"),
    ],
)
def test_ones_own_hours_open_at_their_end(quiet: tuple[int, int], now: str, expected: str) -> None:
    at = calendar.opening(known(quiet=quiet), SpaceKind.WORKSPACE, datetime.fromisoformat(now))
    assert at == datetime.fromisoformat(expected)


def test_hours_that_end_in_a_gap_open_after_it() -> None:
    sleeper = known(quiet=(22 * 60, 2 * 60 + 30), zone="Europe/Berlin")
    at = calendar.opening(sleeper, SpaceKind.SERVER, datetime(2027, 3, 28, 0, 0, tzinfo=UTC))
    assert at == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)


async def test_an_act_that_fails_holds_nobody_back_and_is_tried_again(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    clock.now = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)

    def broken(work: Work, due: calendar.Due) -> str | None:
        raise ZeroDivisionError

    late = await bot.tend(calendar.perform_next, ACTS)
    assert late is not None
    assert late.what == "question"
    with pytest.raises(calendar.Undoable) as failed:
        await bot.tend(calendar.perform_next, {"digest": broken})
    await bot.tend(calendar.set_aside, failed.value.occurrence, "reference 3f9a1c")
    assert await bot.tend(calendar.perform_next, ACTS) is None

    clock.move(minutes=5)
    assert [digest.day for digest in (await deliver(bot)).of(Digest)] == [date(2026, 11, 6)]
