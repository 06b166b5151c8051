"""What the bot owes: letters in order, once, whatever the platform does."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from guildbot import courier, kudos, people, spaces
from guildbot.bot import Guildbot
from guildbot.courier import MOST_LOOKS, MOST_TRIES, SETTLE, Letter, ToAccount, ToRoom, Unsayable
from guildbot.kinds import Visibility
from guildbot.kudos import Arrived, Posted
from guildbot.work import Work
from tests.conftest import Clock
from tests.core.conftest import acme, deliver, guild_of, marram, message, names, posted, someone

ana, ben, cleo, dele = (someone(name) for name in ("ana", "ben", "cleo", "dele"))
HOLDING = "holding the silence on Tuesday"


async def claimed(bot: Guildbot) -> Letter:
    letter = await bot.tend(courier.claim)
    assert letter is not None
    return letter


def givers(letter: Letter) -> list[str]:
    return names(one.giver for one in letter.content if isinstance(one, Arrived))


async def test_a_letter_says_where_it_goes_and_how_it_is_known_again(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo, thanks=Visibility.MESSAGE)
    await bot.run(ana, people.change, name="", zone_name="Europe/Lisbon", quiet="", thanks=Visibility.MESSAGE, questions=True)
    await bot.run(cleo, kudos.give, [ana.account], HOLDING, about=message("7"))

    letters = (await deliver(bot)).letters

    by_kind = {type(one.content[0]): one for one in letters}
    to, room = by_kind[Arrived].to, by_kind[Posted].to
    assert isinstance(to, ToAccount)
    assert (to.account.id, to.space, to.zone) == ("ana", "T1", "Europe/Lisbon")
    assert room == ToRoom("slack", "T1", "C1", under="7")
    assert len({one.token for one in letters}) == len(letters)
    assert all(len(one.token) == 16 for one in letters)
    assert {one.platform for one in letters} == {"slack"}


async def test_up_to_five_notices_travel_together(bot: Guildbot) -> None:
    for number in range(6):
        await bot.run(someone(f"p{number}"), kudos.give, [ben.account], HOLDING)
    assert [len(one.content) for one in (await deliver(bot)).letters] == [5, 1]


async def test_one_letter_at_a_time_to_each_destination(bot: Guildbot) -> None:
    """That keeps their order, however many couriers run."""
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    first = await claimed(bot)
    await bot.run(cleo, kudos.give, [ben.account], HOLDING)
    await bot.run(cleo, kudos.give, [dele.account], HOLDING)

    other = await claimed(bot)
    assert isinstance(other.to, ToAccount)
    assert other.to.account.id == "dele"
    assert await bot.tend(courier.claim) is None
    await bot.tend(courier.delivered, first.id, "dm/1")
    assert givers(await claimed(bot)) == ["Cleo"]


async def test_a_busy_platform_is_asked_again_when_it_said(bot: Guildbot, clock: Clock) -> None:
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    await bot.tend(courier.put_off, (await claimed(bot)).id, 30.0)

    assert await bot.tend(courier.claim) is None
    assert await bot.tend(courier.next_due) == clock.now + timedelta(seconds=30)
    clock.move(seconds=30)
    letter = await claimed(bot)
    assert (givers(letter), letter.unsure_since) == (["Ana"], None)


async def test_a_platform_may_be_away_for_an_evening_but_not_for_ever(bot: Guildbot, clock: Clock, look: Any) -> None:
    """Each pause is twice the one before; then it is given up with the reason, and the words wait in the ledger."""
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    began, tries = clock.now, 0
    while (letter := await bot.tend(courier.claim)) is not None:
        tries += 1
        last_try = clock.now
        await bot.tend(courier.put_off, letter.id, 5.0)
        due = await bot.tend(courier.next_due)
        clock.now = due or clock.now
    assert (tries, last_try - began > timedelta(hours=4)) == (MOST_TRIES, True)
    assert look("SELECT state, why FROM notice") == [("dropped", f"not taken in {MOST_TRIES} tries")]
    assert (await bot.run(ben, kudos.mine)).thanks == 1


async def test_a_letter_nobody_ever_answers_for_is_given_up_and_blocks_nobody(bot: Guildbot, clock: Clock, look: Any) -> None:
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    await claimed(bot)
    await bot.run(cleo, kudos.give, [ben.account], HOLDING)
    for _ in range(MOST_LOOKS - 1):
        clock.now += SETTLE
        assert givers(await claimed(bot)) == ["Ana"]

    clock.now += SETTLE
    assert givers(await claimed(bot)) == ["Cleo"]
    assert look("SELECT why FROM notice WHERE state = 'dropped'") == [(f"no answer in {MOST_LOOKS} tries",)]


async def test_an_unsure_letter_is_looked_for_before_it_is_sent_again(bot: Guildbot, clock: Clock) -> None:
    """It waits longer than the slowest accept, and comes back as the same letter, marked."""
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    await bot.run(cleo, kudos.give, [ben.account], HOLDING)
    first, sent_at = await claimed(bot), clock.now

    clock.now += SETTLE - timedelta(seconds=1)
    assert await bot.tend(courier.claim) is None
    clock.move(seconds=1)
    again = await claimed(bot)

    assert (again.id, again.token, again.content, again.unsure_since) == (first.id, first.token, first.content, sent_at)
    await bot.tend(courier.delivered, again.id, "dm/1")
    clock.now += SETTLE
    assert await bot.tend(courier.claim) is None


async def test_an_unsure_letter_stays_whole_when_half_of_it_was_taken_back(bot: Guildbot, clock: Clock) -> None:
    """Otherwise it could not be found by its token any more."""
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    await bot.run(cleo, kudos.give, [ben.account], HOLDING)
    first = await claimed(bot)
    await bot.run(ana, kudos.withdraw, 1)
    for _ in range(2):
        clock.now += SETTLE
        again = await claimed(bot)
        assert (again.id, again.token, givers(again)) == (first.id, first.token, ["Cleo"])
    await bot.tend(courier.delivered, again.id, "dm/1")
    assert len(await deliver(bot)) == 0


async def test_a_letter_whose_first_notice_is_no_longer_so_is_still_found_again(bot: Guildbot, clock: Clock) -> None:
    """A crash after the claim: what was claimed comes back."""
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    await bot.run(cleo, kudos.give, [ben.account], HOLDING)
    await bot.run(ana, kudos.withdraw, 1)
    assert givers(await claimed(bot)) == ["Cleo"]
    sent_at = clock.now

    clock.now += SETTLE
    again = await claimed(bot)
    assert (givers(again), again.unsure_since) == (["Cleo"], sent_at)


async def test_what_is_no_longer_so_is_not_sent(bot: Guildbot, look: Any) -> None:
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    await bot.run(ana, kudos.withdraw, 1)
    assert await bot.tend(courier.claim) is None
    assert look("SELECT state, why FROM notice") == [("dropped", "no longer so")]


async def test_at_a_closed_door_a_letter_waits(bot: Guildbot, look: Any) -> None:
    """P1: knocked at once; what was in it goes when they act again, and nobody else waits meanwhile."""
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    await bot.run(ana, kudos.give, [cleo.account], HOLDING)
    await bot.tend(courier.give_up, (await claimed(bot)).id, "Cannot send messages to this user")

    assert [one.to.account.id for one in (await deliver(bot)).letters if isinstance(one.to, ToAccount)] == ["cleo"]
    assert look("SELECT state, why FROM notice ORDER BY id") == [("waiting", None), ("delivered", None)]
    assert await bot.tend(courier.next_due) is None

    await bot.run(ben, people.show)
    assert givers(await claimed(bot)) == ["Ana"]


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thanks from Ana cannot be made into a letter."""
    usual = kudos.arrived

    def arrived(work: Work, notice_id: int, id: int) -> Arrived | None:
        said = usual(work, notice_id, id)
        if said is not None and said.giver.name == "Ana":
            raise ZeroDivisionError
        return said

    monkeypatch.setitem(courier.LOAD, "kudos", arrived)


async def worked_off(bot: Guildbot, clock: Clock, hours: float) -> list[Letter]:
    """As whoever delivers does, in eight lanes: what cannot be made into a letter is set aside."""
    sent: list[Letter] = []

    async def lane() -> bool:
        try:
            letter = await bot.tend(courier.claim)
        except Unsayable as broken:
            await bot.tend(courier.set_aside, broken.notice, "reference 1a2b3c")
            return True
        if letter is not None:
            sent.append(letter)
            await bot.tend(courier.delivered, letter.id, posted(letter))
        return letter is not None

    until = clock.now + timedelta(hours=hours)
    while clock.now < until:
        if not any(await asyncio.gather(*(lane() for _ in range(8)))):
            clock.move(minutes=1)
    return sent


@pytest.mark.usefixtures("broken")
async def test_a_broken_notice_does_not_block_the_others(bot: Guildbot, clock: Clock, look: Any) -> None:
    """Neither those to somebody else nor those that were to travel with it; it is given up in the end."""
    await bot.run(dele, kudos.give, [ben.account], HOLDING)
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    await bot.run(cleo, kudos.give, [ben.account], HOLDING)
    await bot.run(cleo, kudos.give, [dele.account], HOLDING)

    sent = await worked_off(bot, clock, hours=1 / 60)
    assert sorted(name for one in sent for name in givers(one)) == ["Cleo", "Cleo", "Dele"], "at once"

    assert await worked_off(bot, clock, hours=2) == []
    assert look("SELECT state, why FROM notice WHERE state <> 'delivered'") == [("dropped", "reference 1a2b3c")]


async def test_a_letter_that_breaks_while_it_is_unsure_is_given_up_whole(
    bot: Guildbot, clock: Clock, look: Any, request: pytest.FixtureRequest
) -> None:
    """And its destination is free again."""
    await bot.run(dele, kudos.give, [ben.account], HOLDING)
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    assert givers(await claimed(bot)) == ["Dele", "Ana"]
    request.getfixturevalue("broken")

    clock.now += SETTLE
    assert await worked_off(bot, clock, hours=2) == []
    assert look("SELECT state, why FROM notice ORDER BY id") == [("dropped", "reference 1a2b3c"), ("dropped", None)]
    await bot.run(cleo, kudos.give, [ben.account], HOLDING)
    assert [givers(one) for one in await worked_off(bot, clock, hours=1 / 60)] == [["Cleo"]]


async def test_two_workspaces_with_the_same_channel_id_are_two_destinations(bot: Guildbot) -> None:
    await bot.run(ana, spaces.enter, "care")
    await bot.run(someone("eli", marram), spaces.enter, "ward")
    first, second = await claimed(bot), await claimed(bot)
    assert {one.to.space for one in (first, second) if isinstance(one.to, ToRoom)} == {acme.space, marram.space}


async def test_somebody_waits_for_what_is_owed(bot: Guildbot) -> None:
    """Whoever delivers sleeps until a deed leaves something to deliver."""
    bot.owes.clear()
    await bot.run(ana, people.show)
    assert not bot.owes.is_set()
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    assert bot.owes.is_set()


async def test_what_is_refused_takes_nothing_else_with_it(bot: Guildbot, look: Any) -> None:
    """Each goes on its own then; the one that is refused alone is given up, and nobody counts as unreachable."""
    for one in (ana, cleo, dele):
        await bot.run(one, kudos.give, [ben.account], HOLDING)
    whole = await claimed(bot)
    await bot.tend(courier.refused, whole.id, "invalid_blocks")

    arrived = []
    while (letter := await bot.tend(courier.claim)) is not None:
        if givers(letter) == ["Cleo"]:
            await bot.tend(courier.refused, letter.id, "invalid_blocks")
        else:
            arrived.append(givers(letter))
            await bot.tend(courier.delivered, letter.id, "dm/1")

    assert arrived == [["Ana"], ["Dele"]]
    assert look("SELECT why FROM notice WHERE state = 'dropped'") == [("invalid_blocks",)]
    assert look("SELECT count(*) FROM account WHERE unreachable_at IS NOT NULL") == [(0,)]
