"""How fast letters go: a pace for each destination, Spaces that are passed over, and limits that are nobody's fault."""

from __future__ import annotations

from datetime import timedelta

from guildbot import courier, kudos
from guildbot.bot import Guildbot
from guildbot.courier import MOST_TRIES, SETTLE, Letter
from guildbot.kudos import Arrived
from tests.conftest import Clock
from tests.core.conftest import marram, names, someone

ana, ben, cleo = (someone(name) for name in ("ana", "ben", "cleo"))
dele, eli = (someone(name, marram) for name in ("dele", "eli"))
HOLDING = "holding the silence on Tuesday"
PACE = timedelta(seconds=1)


async def claimed(bot: Guildbot, *over: int) -> Letter:
    letter = await bot.tend(courier.claim, PACE, over)
    assert letter is not None
    return letter


def givers(letter: Letter) -> list[str]:
    return names(one.giver for one in letter.content if isinstance(one, Arrived))


async def test_between_two_letters_to_one_destination_lies_the_pace(bot: Guildbot, clock: Clock) -> None:
    for number in range(6):  # five of them travel together
        await bot.run(someone(f"p{number}"), kudos.give, [ben.account], HOLDING)
    clock.move(seconds=5)
    await bot.tend(courier.delivered, (await claimed(bot)).id, "dm/1")

    clock.move(seconds=0.9)
    assert await bot.tend(courier.claim, PACE) is None
    assert await bot.tend(courier.next_due, PACE) == clock.now + timedelta(seconds=0.1)
    await bot.run(ana, kudos.give, [cleo.account], HOLDING)
    assert givers(await claimed(bot)) == ["Ana"], "nobody else waits for that"

    clock.move(seconds=0.1)
    assert givers(await claimed(bot)) == ["P5"]


async def test_a_clock_that_was_set_back_makes_nobody_wait(bot: Guildbot, clock: Clock) -> None:
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    clock.move(hours=2)
    await bot.tend(courier.delivered, (await claimed(bot)).id, "dm/1")
    clock.move(hours=-1)
    await bot.run(ana, kudos.give, [ben.account], "and the song on the way")
    assert givers(await claimed(bot)) == ["Ana"]


async def test_a_space_that_is_passed_over_holds_nobody_else_up(bot: Guildbot, clock: Clock) -> None:
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    first = await claimed(bot)
    await bot.tend(courier.hold_back, first.id)
    clock.move(seconds=1)
    await bot.run(dele, kudos.give, [eli.account], HOLDING)

    other = await claimed(bot, first.through)
    assert givers(other) == ["Dele"]
    assert other.through != first.through
    assert await bot.tend(courier.claim, PACE, [first.through, other.through]) is None
    assert await bot.tend(courier.next_due, PACE, [first.through]) == clock.now + SETTLE, "to look for the other"
    assert givers(await claimed(bot, other.through)) == ["Ana"]


async def test_what_may_have_arrived_is_passed_over_with_its_space(bot: Guildbot, clock: Clock) -> None:
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    first = await claimed(bot)
    clock.now += SETTLE
    assert await bot.tend(courier.claim, PACE, [first.through]) is None
    assert (await claimed(bot)).unsure_since == clock.now - SETTLE


async def test_a_limit_is_no_try_however_often_it_comes(bot: Guildbot, clock: Clock) -> None:
    """Otherwise a busy workspace would lose its digest: a limit says when to come back, and is nobody's fault."""
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    for _ in range(2 * MOST_TRIES):
        await bot.tend(courier.hold_back, (await claimed(bot)).id, 30.0)
        assert await bot.tend(courier.claim, PACE) is None
        assert await bot.tend(courier.next_due, PACE) == clock.now + timedelta(seconds=30)
        clock.move(seconds=30)
    await bot.tend(courier.put_off, (await claimed(bot)).id, 5.0)
    assert await bot.tend(courier.next_due, PACE) == clock.now + timedelta(seconds=5), "its first try"


async def test_whoever_was_held_back_with_their_space_is_first_in_line_again(bot: Guildbot, clock: Clock) -> None:
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    clock.move(seconds=1)
    await bot.run(ben, kudos.give, [cleo.account], HOLDING)
    clock.move(seconds=1)
    first = await claimed(bot)
    await bot.tend(courier.hold_back, first.id)
    assert (await claimed(bot)).id == first.id
