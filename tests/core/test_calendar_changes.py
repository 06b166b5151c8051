"""Days, hours, zones and weeks that change at any moment: no week is lost, none comes twice, and questions keep their distance."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from guildbot import calendar, guilds
from guildbot.bot import ACTS, Guildbot
from guildbot.db.ledger import SqliteLedger
from guildbot.digests import Digest
from guildbot.guilds import Wish
from guildbot.who import Caller
from tests.conftest import Clock
from tests.core.conftest import deliver, guild_of, install, marram, open_in, someone, standing_in

ana, ben, cleo = (someone(name) for name in ("ana", "ben", "cleo"))
MONDAY = datetime(2027, 3, 8, 10, 0, tzinfo=UTC)  # spring's jumps, north and south, are in the weeks that follow
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Pacific/Kiritimati", "Pacific/Pago_Pago")
Look = Callable[..., list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Step:
    """So many hours go by; then somebody changes something, before or after what is due was done."""

    hours: int
    wish: Wish | None
    elsewhere: bool = False  # it is the other channel's zone
    late: bool = False  # nobody did what was due meanwhile


days, times = some.integers(0, 6).map(str), some.integers(0, 24 * 60 - 1).map(lambda at: f"{at // 60}:{at % 60:02}")
wishes = some.one_of(
    some.none(),
    some.builds(Wish, digest_day=days, digest_time=times),
    some.builds(Wish, channel_zone=some.sampled_from(ZONES)),
    some.builds(Wish, question_day=days, question_time=times, question_weeks=some.integers(1, 4).map(str)),
    some.builds(Wish, zone=some.sampled_from(ZONES)),
    some.builds(Wish, digest_day=days, zone=some.sampled_from(ZONES), channel_zone=some.sampled_from(ZONES), question_weeks=some.just("1")),
)
steps = some.lists(some.builds(Step, some.integers(1, 17), wishes, some.booleans(), some.booleans()), min_size=20, max_size=90)


@pytest.fixture(scope="module")
def world(empty_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A guild in two channels, ready to be copied."""
    path = tmp_path_factory.mktemp("world") / "world.db"
    shutil.copy(empty_database, path)

    async def begin() -> None:
        ledger = SqliteLedger(path, synchronous="OFF")
        bot = Guildbot(ledger, Clock(MONDAY))
        await install(bot)
        await open_in(bot, await guild_of(bot, ana, ben, cleo), ana, marram)
        await ledger.close()

    asyncio.run(begin())
    return path


async def live(path: Path, story: list[Step]) -> list[tuple[datetime, int]]:
    """The weeks of a story; answers with how many weeks lay between questions, from when on."""
    clock = Clock(MONDAY)
    ledger = SqliteLedger(path, synchronous="OFF")
    bot = Guildbot(ledger, clock)
    every = [(MONDAY, 2)]
    waited = False
    for step in story:
        clock.move(hours=step.hours)
        waited = step.late and not waited
        if not waited:
            await _do_what_is_due(bot)
        if step.wish is not None:
            who: Caller = standing_in(ana, marram) if step.elsewhere else ana
            kept = await bot.run(who, guilds.change_settings, "", step.wish)
            if step.wish.question_weeks is not None and kept.question is not None:
                every.append((clock.now, kept.question.weeks))
    await _do_what_is_due(bot)
    await ledger.close()
    return every


async def _do_what_is_due(bot: Guildbot) -> None:
    while await bot.tend(calendar.perform_next, ACTS) is not None:
        pass


def judge(path: Path, every: list[tuple[datetime, int]]) -> None:
    with contextlib.closing(sqlite3.connect(path)) as ledger:
        rows = ledger.execute(
            "SELECT s.id, s.what, o.local_date, o.state, o.note FROM occurrence o JOIN schedule s ON s.id = o.schedule_id"
            " ORDER BY s.id, o.local_date"
        ).fetchall()
        posted = ledger.execute("SELECT chapter_id, week, since, until FROM digest ORDER BY chapter_id, until").fetchall()
        rounds = ledger.execute("SELECT opened_at, closes_at FROM round ORDER BY opened_at").fetchall()
    for schedule in {row[0] for row in rows}:
        mine = [row for row in rows if row[0] == schedule]
        assert [state for *_, state, _ in mine].count("due") == 1  # there is always one ahead
        assert mine[-1][3] == "due"
        weeks = [_monday(day) for _, _, day, *_ in mine]
        between = [(after - before).days // 7 for before, after in pairwise(weeks)]
        if mine[0][1] == "digest":
            assert between == [1] * len(between), mine
            assert {state for *_, state, _ in mine[:-1]} <= {"done"}, mine
        else:
            allowed = [n for _, n in every]
            assert all(min(allowed) <= n <= max(allowed) for n in between), (mine, every)
            assert all(note in (None, "a question is still open") for *_, note in mine), mine
    for chapter in {row[0] for row in posted}:
        mine = [row for row in posted if row[0] == chapter]
        assert len({week for _, week, *_ in mine}) == len(mine)
        assert all(since < until for *_, since, until in mine), mine
        assert all(before[3] == after[2] for before, after in pairwise(mine)), mine  # each goes on where the last ended
    assert all(before[1] <= after[0] for before, after in pairwise(rounds)), rounds


def _monday(day: str) -> date:
    found = date.fromisoformat(day)
    return found - timedelta(days=found.weekday())


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(story=steps)
@example(
    story=[Step(16, None), *[Step(16, None)] * 5, Step(3, Wish(digest_day="4", digest_time="10:30"), late=True), *[Step(16, None)] * 30]
)
@example(  # the new day has passed, and the old hour is another week's in the new zone
    story=[
        Step(1, Wish(digest_day="6", digest_time="23:00", channel_zone="Pacific/Pago_Pago")),
        *[Step(12, None)] * 10,
        Step(12, Wish(digest_day="0", digest_time="0:30", channel_zone="Pacific/Kiritimati")),
        *[Step(12, None)] * 40,
    ]
)
def test_a_changed_rhythm_loses_no_week_and_repeats_none(story: list[Step], world: Path, tmp_path: Path) -> None:
    path = tmp_path / f"{uuid4().hex}.db"
    shutil.copy(world, path)
    judge(path, asyncio.run(live(path, story)))
    path.unlink()


async def test_what_is_late_is_done_once_though_its_hour_changed(bot: Guildbot, clock: Clock, look: Look) -> None:
    """Friday ten has passed, nobody did it yet, and it is moved to noon, which has passed too."""
    await guild_of(bot, ana, ben, cleo)
    clock.now = datetime(2026, 11, 6, 14, 0, tzinfo=UTC)
    await bot.run(ana, guilds.change_settings, "", Wish(digest_time="12:00"))
    assert len((await deliver(bot)).of(Digest)) == 1
    assert look("SELECT count(*) FROM occurrence o JOIN schedule s ON s.id = o.schedule_id WHERE o.state = 'due'") == [(2,)]
    clock.now = datetime(2026, 11, 13, 12, 0, tzinfo=UTC)
    assert len((await deliver(bot)).of(Digest)) == 1


async def test_fewer_weeks_between_bring_the_next_question_nearer(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ana, guilds.change_settings, "", Wish(question_weeks="6"))
    clock.now = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
    await deliver(bot)
    said = await bot.run(ana, guilds.settings)
    assert said.question is not None
    assert [at.date() for at in said.question.dates] == [date(2026, 12, 15), date(2027, 1, 26), date(2027, 3, 9)]
    said = await bot.run(ana, guilds.change_settings, "", Wish(question_weeks="2"))
    assert said.question is not None
    assert [at.date() for at in said.question.dates] == [date(2026, 11, 17), date(2026, 12, 1), date(2026, 12, 15)]


async def test_what_is_shown_to_come_is_what_comes(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    wish = Wish("6", "23:30", "6", "2:30", "2", zone="Europe/Berlin", channel_zone="America/New_York")
    said = await bot.run(ana, guilds.change_settings, "", wish)
    assert said.digest is not None
    assert said.question is not None
    came: dict[str, list[datetime]] = {"digest": [], "question": []}
    while clock.now < max(*said.digest.dates, *said.question.dates):
        clock.move(hours=1)
        while (due := await bot.tend(calendar.perform_next, ACTS)) is not None:
            came[due.what].append(due.due_at)
    assert tuple(came["digest"][: len(said.digest.dates)]) == said.digest.dates
    assert tuple(came["question"][: len(said.question.dates)]) == said.question.dates
