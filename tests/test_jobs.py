"""Who delivers: letters reach a platform once, whatever it answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.jobs import Jobs
from guildbot import courier, forgetting, kudos, people, spaces
from guildbot.bot import Guildbot
from guildbot.courier import SETTLE, Busy, Letter, Malformed, Unreachable, Unsure
from guildbot.kinds import SpaceKind
from guildbot.kudos import Arrived
from guildbot.who import AccountRef, Caller, Place
from guildbot.work import Work
from tests.conftest import Clock

ACME = Place("slack", "T1", "Acme", "C1", "care")
HOLDING = "holding the silence on Tuesday"


def someone(name: str, *, bot: bool | None = False) -> Caller:
    return Caller(AccountRef("slack", "T1", name, name.title(), bot), ACME, None)


ana, ben, cleo = (someone(name) for name in ("ana", "ben", "cleo"))


@dataclass
class FakeMessenger:
    """A platform that answers as the story wants, and remembers what it was sent."""

    answer: BaseException | None = None
    one_by_one: bool = False
    stands: dict[str, str] = field(default_factory=dict)  # by token
    cannot_look: BaseException | None = None
    bots: set[str] = field(default_factory=set)
    nobody: set[str] = field(default_factory=set)
    sent: list[Letter] = field(default_factory=list)

    async def deliver(self, letter: Letter) -> str:
        self.sent.append(letter)
        if self.answer is not None:
            raise self.answer
        return f"dm/{len(self.sent)}"

    async def find(self, letter: Letter) -> str | None:
        if self.cannot_look is not None:
            raise self.cannot_look
        return self.stands.get(letter.token)

    async def look_up(self, account: AccountRef, space: str) -> people.Facts | None:
        return None if account.id in self.nobody else people.Facts(account.id.title(), bot=account.id in self.bots)


@pytest.fixture
def slack() -> FakeMessenger:
    return FakeMessenger()


@pytest.fixture
async def jobs(bot: Guildbot, slack: FakeMessenger) -> Jobs:
    await bot.tend(spaces.install, "slack", "T1", "Acme", SpaceKind.WORKSPACE)
    return Jobs(bot, {"slack": slack})


async def test_everything_due_is_delivered_once(bot: Guildbot, jobs: Jobs, slack: FakeMessenger) -> None:
    for to in (ben, cleo):
        await bot.run(ana, kudos.give, [to.account], HOLDING)
    for _ in range(3):
        await jobs.work_off()
    assert len(slack.sent) == 2


@pytest.mark.parametrize("error", [Busy(5), RuntimeError("a surprise")])
async def test_what_did_not_arrive_is_sent_again_later(
    bot: Guildbot, jobs: Jobs, slack: FakeMessenger, clock: Clock, error: Exception
) -> None:
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    slack.answer = error
    await jobs.work_off()
    slack.answer = None
    await jobs.work_off()
    assert len(slack.sent) == 1
    clock.move(minutes=1)
    await jobs.work_off()
    assert len(slack.sent) == 2
    assert slack.sent[1].unsure_since is None


async def test_a_closed_door_is_knocked_at_once(bot: Guildbot, jobs: Jobs, slack: FakeMessenger, clock: Clock) -> None:
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    slack.answer = Unreachable("no")
    for _ in range(3):
        await jobs.work_off()
        clock.move(hours=1)
    assert len(slack.sent) == 1


@pytest.mark.parametrize("arrived", [True, False])
async def test_without_an_answer_it_is_looked_for_first(
    bot: Guildbot, jobs: Jobs, slack: FakeMessenger, clock: Clock, arrived: bool
) -> None:
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    slack.answer = Unsure()
    await jobs.work_off()
    slack.answer = None
    slack.stands = {slack.sent[0].token: "dm/1"} if arrived else {}
    clock.now += SETTLE

    for _ in range(2):
        await jobs.work_off()

    assert len(slack.sent) == (1 if arrived else 2)


@pytest.mark.parametrize("error", [Busy(1), Unsure(), RuntimeError("a surprise")])
async def test_while_it_cannot_be_looked_for_it_is_not_sent_again(
    bot: Guildbot, jobs: Jobs, slack: FakeMessenger, clock: Clock, error: Exception
) -> None:
    """Otherwise a platform that was away would show it twice."""
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    slack.answer = Unsure()
    await jobs.work_off()
    slack.answer, slack.cannot_look = None, error
    for _ in range(5):
        clock.now += SETTLE + timedelta(seconds=1)
        await jobs.work_off()
    assert len(slack.sent) == 1

    slack.cannot_look, slack.stands = None, {slack.sent[0].token: "dm/1"}
    clock.now += SETTLE
    await jobs.work_off()
    assert len(slack.sent) == 1
    assert await bot.tend(courier.claim) is None


async def test_a_broken_notice_is_set_aside_at_once(
    bot: Guildbot, jobs: Jobs, slack: FakeMessenger, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual: Callable[[Work, int, int], Arrived | None] = courier.LOAD["kudos"]

    def arrived(work: Work, notice_id: int, id: int) -> Arrived | None:
        if id == 1:
            raise ZeroDivisionError
        return usual(work, notice_id, id)

    monkeypatch.setitem(courier.LOAD, "kudos", arrived)
    for to in (ben, cleo):
        await bot.run(ana, kudos.give, [to.account], HOLDING)
    await bot.run(cleo, kudos.give, [ben.account], HOLDING)

    await jobs.work_off()

    assert len(slack.sent) == 2


async def test_somebody_who_turns_out_to_be_a_bot_gives_the_thanks_back(bot: Guildbot, jobs: Jobs, slack: FakeMessenger) -> None:
    """K1: the look-up and what follows from it are one round of work."""
    slack.bots = {"clippy"}
    await bot.run(ana, kudos.give, [someone("clippy", bot=None).account], HOLDING)
    await jobs.work_off()
    assert [type(content) for letter in slack.sent for content in letter.content][-1] is kudos.ReceiverIsABot
    assert (await bot.run(ana, kudos.mine)).given == ()


async def test_what_a_platform_refuses_goes_one_by_one(bot: Guildbot, jobs: Jobs, slack: FakeMessenger) -> None:
    """Three that travel together are tried whole, then each alone; nobody is knocked at again."""
    for one in (ana, cleo, someone("dele")):
        await bot.run(one, kudos.give, [ben.account], HOLDING)
    slack.answer = Malformed("invalid_blocks")

    await jobs.work_off()

    assert [len(letter.content) for letter in slack.sent] == [3, 1, 1, 1]
    assert await bot.tend(courier.claim) is None


async def test_nothing_reaches_somebody_unknown_before_they_are_looked_up(bot: Guildbot, jobs: Jobs, slack: FakeMessenger) -> None:
    slack.nobody = {"u4"}
    await bot.run(ana, kudos.give, [someone("u4", bot=None).account], HOLDING)
    await jobs.work_off()
    assert [letter.content for letter in slack.sent] == [(kudos.ReceiverIsElsewhere(HOLDING),)]


async def test_whoever_was_forgotten_leaves_the_files_with_the_next_round(bot: Guildbot, database: Path, slack: FakeMessenger) -> None:
    """Nobody waits for it: the deed is answered first, and wakes whoever works things off."""
    jobs = Jobs(bot, {"slack": slack})
    await bot.run(ana, people.show)
    await jobs.work_off()
    bot.owes.clear()
    await bot.run(ana, forgetting.forget, "forget")
    assert bot.owes.is_set()
    assert b"Ana" in read(database)

    await jobs.work_off()

    assert b"Ana" not in read(database)


def read(database: Path) -> bytes:
    return b"".join(one.read_bytes() for one in database.parent.glob(f"{database.name}*"))
