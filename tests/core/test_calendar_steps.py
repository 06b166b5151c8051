"""Clocks that are set, machines that sleep, processes that start again: each digest and each question comes once, or says why not."""

from __future__ import annotations

import asyncio
import os
import random
import shutil
import sqlite3
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from guildbot import spaces
from guildbot.bot import Guildbot
from guildbot.calendar import TOO_LATE
from guildbot.courier import ToRoom
from guildbot.db.ledger import SqliteLedger
from guildbot.digests import Digest
from guildbot.kinds import SpaceKind
from guildbot.reflections import Question
from tests.conftest import Clock
from tests.core.conftest import acme, deliver, guild_of, marram, open_in, someone

SEEDS = 500 if os.environ.get("GUILDBOT_SOAK") else 60
PARTS = 4
SPAN = timedelta(days=24)  # the weeks in which a guild always has a digest
ana, ben, cleo = (someone(name) for name in ("ana", "ben", "cleo"))
Posted = list[tuple[str, str, datetime]]  # what, where, when


async def live(seed: int, path: Path) -> tuple[Posted, dict[str, int]]:
    """Four weeks of one guild in two channels, by a clock that does what clocks do; everything that was posted."""
    chance = random.Random(seed)
    clock = Clock(datetime(2027, 3, 8 + seed % 5, chance.randrange(24), tzinfo=UTC))  # spring's jump is among these weeks
    ledger = SqliteLedger(path, synchronous="OFF")
    bot = Guildbot(ledger, clock)
    for place in (acme, marram):
        await bot.tend(spaces.install, place.platform, place.space, place.space_name, SpaceKind.WORKSPACE)
    slug = await guild_of(bot, ana, ben, cleo)
    await open_in(bot, slug, ana, marram)
    posted: Posted = []
    did = dict.fromkeys(("steps", "back", "slept", "restarted"), 0)
    end = clock.now + SPAN
    while clock.now < end:
        match chance.choices(("step", "back", "sleep", "restart"), (20, 3, 2, 2))[0]:
            case "step":
                clock.move(hours=chance.choice((1, 5, 11, 24)))
                did["steps"] += 1
            case "back":
                clock.move(minutes=-chance.randrange(1, 121))
                did["back"] += 1
            case "sleep":
                clock.move(hours=chance.choice((30, 37, 72)))
                did["slept"] += 1
            case _:
                await ledger.close()
                ledger = SqliteLedger(path, synchronous="OFF")
                bot = Guildbot(ledger, clock)
                did["restarted"] += 1
        for letter in (await deliver(bot)).letters:
            for said in letter.content:
                if isinstance(said, Digest | Question) and isinstance(letter.to, ToRoom):
                    posted.append((type(said).__name__, f"{letter.to.space}/{letter.to.channel}", clock.now))
    await ledger.close()
    return posted, did


def judge(path: Path, posted: Posted) -> dict[str, int]:
    """What the ledger says became of every occurrence, held against what was posted."""
    with sqlite3.connect(path) as database:
        rows = database.execute(
            "SELECT s.what, s.id, o.local_date, o.state, o.note, o.due_at FROM occurrence o JOIN schedule s ON s.id = o.schedule_id"
        ).fetchall()
        weeks = database.execute("SELECT chapter_id, week, count(*) FROM digest GROUP BY chapter_id, week HAVING count(*) > 1").fetchall()
    keys = [(schedule, day) for _, schedule, day, *_ in rows]
    ahead = [schedule for _, schedule, _, state, *_ in rows if state == "due"]
    late = [note for *_, state, note, _ in rows if state == "skipped"]
    done = [what for what, *_, state, _, _ in rows if state == "done"]
    digests = sum(what == "Digest" for what, *_ in posted)
    questions = {at for what, _, at in posted if what == "Question"}
    return {
        "doubled": len(keys) - len(set(keys)) + len(weeks),
        "lost": len({schedule for _, schedule, *_ in rows}) - len(ahead),  # each schedule has one occurrence ahead
        "unsaid": sum(not note for note in late),
        "digests": digests - done.count("digest"),
        "questions": len(questions) - done.count("question"),
        "skipped": sum("hours late" in (note or "") for note in late),
        "done": len(done),
    }


@pytest.mark.parametrize("part", range(PARTS))
def test_each_comes_once_whatever_the_clock_does(part: int, empty_database: Path, tmp_path: Path) -> None:
    sums: dict[str, int] = {}
    for seed in range(part, SEEDS, PARTS):
        path = tmp_path / f"{seed}.db"
        shutil.copy(empty_database, path)
        posted, did = asyncio.run(live(seed, path))
        found = judge(path, posted)
        wrong = {name: found[name] for name in ("doubled", "lost", "unsaid", "digests", "questions") if found[name]}
        assert not wrong, (seed, wrong)
        for name, number in (did | found).items():
            sums[name] = sums.get(name, 0) + number
        path.unlink()
    sys.stdout.write(f"{SEEDS // PARTS} seeds: {sums}; later than {TOO_LATE} is skipped with a note\n")
    assert sums["skipped"] > 0
    assert sums["done"] > SEEDS // PARTS * 5
