"""Several destinations at the same time: whoever is slow or limited holds up nobody else."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from adapters import jobs as lanes
from adapters.jobs import Jobs
from guildbot import kudos, people, spaces
from guildbot.bot import Guildbot
from guildbot.courier import SETTLE, Letter, Limited, ToAccount, Unsure
from guildbot.kinds import SpaceKind
from guildbot.who import AccountRef, Caller, Place
from tests.conftest import Clock

HOLDING = "holding the silence on Tuesday"
PACE = timedelta(seconds=1)


def someone(name: str, team: str, *, bot: bool | None = False) -> Caller:
    return Caller(AccountRef("slack", team, name, name.title(), bot), Place("slack", team, team, "C1", "care"), None)


@dataclass
class Platform:
    """Answers as the story wants: at once, never, or with what it raises for somebody; and remembers when it was asked."""

    clock: Callable[[], datetime]
    one_by_one: bool = True
    answers: dict[str, Exception] = field(default_factory=dict)  # by whom it is for, or by their workspace
    silent: dict[str, asyncio.Event] = field(default_factory=dict)  # no answer to a letter before it rings
    unknown: asyncio.Event | None = None  # nobody is known before it rings
    asked: list[tuple[str, datetime]] = field(default_factory=list)
    at_once: dict[str, int] = field(default_factory=dict)  # the most letters that were under way in a workspace
    _under_way: dict[str, int] = field(default_factory=dict)

    async def deliver(self, letter: Letter) -> str:
        assert isinstance(letter.to, ToAccount)
        who, team = letter.to.account.id, letter.to.account.realm
        self.asked.append((who, self.clock()))
        async with self._counted(team):
            if who in self.silent:
                await self.silent[who].wait()
            for one in (who, team):
                if one in self.answers:
                    raise self.answers[one]
        return f"dm/{who}"

    async def find(self, letter: Letter) -> str | None:
        return None

    async def look_up(self, account: AccountRef, space: str) -> people.Facts | None:
        if self.unknown is not None:
            await self.unknown.wait()
        return people.Facts(account.id.title(), bot=False)

    @property
    def reached(self) -> list[str]:
        return [who for who, _ in self.asked]

    @asynccontextmanager
    async def _counted(self, team: str) -> AsyncIterator[None]:
        self._under_way[team] = self._under_way.get(team, 0) + 1
        self.at_once[team] = max(self.at_once.get(team, 0), self._under_way[team])
        await asyncio.sleep(0)
        try:
            yield
        finally:
            self._under_way[team] -= 1


@pytest.fixture
def slack(clock: Clock) -> Platform:
    return Platform(clock)


@pytest.fixture
async def jobs(bot: Guildbot, slack: Platform, monkeypatch: pytest.MonkeyPatch) -> Jobs:
    monkeypatch.setattr(lanes, "PATIENCE", 0.02)
    for team in ("T1", "T2"):
        await bot.tend(spaces.install, "slack", team, team, SpaceKind.WORKSPACE)
    return Jobs(bot, {"slack": slack}, PACE)


async def thank(bot: Guildbot, team: str, *names: str) -> None:
    for name in names:
        await bot.run(someone("ana", team), kudos.give, [someone(name, team).account], HOLDING)


@asynccontextmanager
async def at_work(jobs: Jobs) -> AsyncIterator[None]:
    """As `guildbot run` does."""
    running = asyncio.create_task(jobs.run())
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not so():  # noqa: ASYNC110 — nobody rings when a letter comes
            await asyncio.sleep(0.005)


async def test_a_limited_workspace_is_left_alone_until_its_time_and_the_others_go_on(
    bot: Guildbot, jobs: Jobs, slack: Platform, clock: Clock
) -> None:
    await thank(bot, "T1", "ben", "cleo", "dele")
    await thank(bot, "T2", "eli", "fay")
    slack.answers["T1"] = Limited(30, widely=True)
    await jobs.work_off()
    assert slack.reached == ["ben", "eli", "fay"]
    assert await jobs.next_due() == clock.now + PACE, "to see whether somebody waits for eli's or fay's pace"

    clock.move(seconds=29.9)
    await thank(bot, "T1", "gil")
    await jobs.work_off()
    assert slack.reached == ["ben", "eli", "fay"], "newcomers wait too"
    del slack.answers["T1"]
    clock.move(seconds=0.1)
    await jobs.work_off()
    assert slack.reached[3:] == ["ben", "cleo", "dele", "gil"], "in their old order"


async def test_a_limit_of_one_destination_is_not_one_of_the_workspace(bot: Guildbot, jobs: Jobs, slack: Platform, clock: Clock) -> None:
    await thank(bot, "T1", "ben", "cleo")
    slack.answers["ben"] = Limited(10)
    await jobs.work_off()
    assert slack.reached == ["ben", "cleo"]
    slack.answers.clear()
    clock.move(seconds=9)
    await jobs.work_off()
    assert slack.reached == ["ben", "cleo"]
    clock.move(seconds=1)
    await jobs.work_off()
    assert slack.reached == ["ben", "cleo", "ben"]


async def test_through_one_workspace_goes_one_letter_at_a_time(bot: Guildbot, jobs: Jobs, slack: Platform) -> None:
    """So a limit is heard of before the next call is made."""
    for team in ("T1", "T2"):
        await thank(bot, team, *(f"p{number}" for number in range(12)))
    await jobs.work_off()
    assert len(slack.asked) == 24
    assert slack.at_once == {"T1": 1, "T2": 1}


async def test_where_a_limit_is_a_channels_own_a_few_go_at_the_same_time(
    bot: Guildbot, jobs: Jobs, slack: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    slack.one_by_one = False
    them = [f"p{number}" for number in range(2 * lanes.LANES)]
    slack.silent = dict.fromkeys(them, asyncio.Event())
    await thank(bot, "T1", *them)
    monkeypatch.setattr(lanes, "PATIENCE", 5.0)
    async with at_work(jobs):
        await until(lambda: slack.at_once == {"T1": lanes.LANES})
        slack.silent["p0"].set()
        await until(lambda: slack.reached == them)
    assert slack.at_once == {"T1": lanes.LANES}


async def test_who_does_not_answer_holds_nobody_up_not_even_newcomers(bot: Guildbot, jobs: Jobs, slack: Platform) -> None:
    slack.silent["ben"] = asyncio.Event()
    await thank(bot, "T1", "ben", "cleo")
    async with at_work(jobs):
        await until(lambda: "cleo" in slack.reached)
        await thank(bot, "T1", "dele")
        await thank(bot, "T2", "eli")
        await until(lambda: {"dele", "eli"} <= set(slack.reached))
        slack.silent["ben"].set()
    assert sorted(slack.reached) == ["ben", "cleo", "dele", "eli"]


async def test_a_workspace_that_answers_nothing_is_not_flooded(bot: Guildbot, jobs: Jobs, slack: Platform) -> None:
    them = [f"p{number}" for number in range(12)]
    slack.silent = {name: asyncio.Event() for name in them}
    await thank(bot, "T1", *them)
    async with at_work(jobs):
        await until(lambda: len(slack.asked) == lanes.MOST_SLOW_IN_A_SPACE)
        await thank(bot, "T2", "eli")
        await until(lambda: "eli" in slack.reached)
        assert slack.at_once == {"T1": lanes.MOST_SLOW_IN_A_SPACE, "T2": 1}
        for one in slack.silent.values():
            one.set()
        await until(lambda: set(them) <= set(slack.reached))


async def test_what_was_under_way_when_we_stopped_is_looked_for(bot: Guildbot, jobs: Jobs, slack: Platform, clock: Clock) -> None:
    slack.silent["ben"] = asyncio.Event()
    await thank(bot, "T1", "ben")
    async with at_work(jobs):
        await until(lambda: slack.reached == ["ben"])
    slack.silent.clear()
    await jobs.work_off()
    assert slack.reached == ["ben"]
    clock.now += SETTLE
    await jobs.work_off()
    assert slack.reached == ["ben", "ben"]


async def test_nobody_waits_for_a_platform_that_does_not_say_who_somebody_is(bot: Guildbot, jobs: Jobs, slack: Platform) -> None:
    slack.unknown = asyncio.Event()
    await bot.run(someone("ana", "T1"), kudos.give, [someone("u4", "T1", bot=None).account], HOLDING)
    async with at_work(jobs):
        await thank(bot, "T2", "eli")
        await until(lambda: slack.reached == ["eli"])
        slack.unknown.set()
        await until(lambda: slack.reached == ["eli", "u4"])


async def test_an_answer_that_was_lost_keeps_no_lane(bot: Guildbot, jobs: Jobs, slack: Platform, clock: Clock) -> None:
    them = [f"p{number}" for number in range(3 * lanes.LANES)]
    slack.answers = {name: Unsure() for name in them}
    await thank(bot, "T1", *them, "ben")
    await jobs.work_off()
    assert slack.reached == [*them, "ben"]
    slack.answers.clear()
    clock.now += SETTLE
    await jobs.work_off()
    assert sorted(slack.reached) == sorted([*them, *them, "ben"])
