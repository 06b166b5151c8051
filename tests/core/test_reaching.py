"""Where a message reaches somebody who has several accounts, a closed door, or no way in at all."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import bindparam, select, update

from guildbot import courier, kudos, people, spaces
from guildbot.bot import Guildbot, tend_house
from guildbot.courier import Letter, ToAccount
from guildbot.db.prepared import prepared
from guildbot.db.tables import account
from guildbot.kinds import SpaceKind
from guildbot.people import Facts
from guildbot.who import AccountRef, Caller
from guildbot.work import Work
from tests.conftest import Clock
from tests.core.conftest import acme, deliver, guild_of, marram, open_room, posted, rendered, someone, standing_in

ana, ben, cleo = (someone(name) for name in ("ana", "ben", "cleo"))
sol, sol_elsewhere = someone("sol"), someone("sol", open_room)
HOLDING = "holding the silence on Tuesday"
CLOSED = "Cannot send messages to this user"

_PERSON = prepared(
    select(account.c.person_id).where(
        account.c.platform == bindparam("platform"), account.c.realm == bindparam("realm"), account.c.external_id == bindparam("id")
    )
)
_POINT = prepared(update(account).where(account.c.person_id == bindparam("comes")).values(person_id=bindparam("stays")))


async def one_person(bot: Guildbot, stays: Caller, comes: Caller) -> None:
    """Two accounts that are the same person's from now on."""

    def person(work: Work, one: Caller) -> int | None:
        found = work.first(_PERSON, platform=one.account.platform, realm=one.account.realm, id=one.account.id)
        return found[0] if found else None

    for one in (comes, stays):
        if await bot.tend(person, one) is None:
            await bot.run(one, people.show)
    await bot.tend(lambda work: work.do(_POINT, stays=person(work, stays), comes=person(work, comes)))


async def switched_off(bot: Guildbot, who: Caller) -> None:
    await bot.tend(people.changed, [who.account], Facts(who.account.name, bot=False, gone=True))


async def switched_on(bot: Guildbot, who: Caller) -> None:
    await bot.tend(people.changed, [who.account], Facts(who.account.name, bot=False))


async def refused(bot: Guildbot) -> Letter:
    """The next letter finds a closed door."""
    letter = await bot.tend(courier.claim)
    assert letter is not None
    await bot.tend(courier.give_up, letter.id, CLOSED)
    return letter


def goes_to(letter: Letter) -> tuple[str, str]:
    assert isinstance(letter.to, ToAccount)
    return letter.to.account.platform, letter.to.account.id


async def arrives_at(bot: Guildbot) -> list[tuple[str, str]]:
    return [goes_to(one) for one in (await deliver(bot)).letters]


async def test_it_goes_to_the_account_it_is_for(bot: Guildbot, clock: Clock) -> None:
    await one_person(bot, sol, sol_elsewhere)
    clock.move(minutes=5)
    await bot.run(sol_elsewhere, people.show)
    await bot.run(ana, kudos.give, [sol.account], HOLDING)
    assert await arrives_at(bot) == [("slack", "sol")]


async def test_where_that_is_switched_off_it_goes_to_the_one_used_last(bot: Guildbot, clock: Clock) -> None:
    third = someone("sol", marram)
    await one_person(bot, sol, third)
    await one_person(bot, sol, sol_elsewhere)
    clock.move(minutes=5)
    await bot.run(sol_elsewhere, people.show)
    await bot.run(ana, kudos.give, [sol.account], HOLDING)
    await switched_off(bot, sol)

    (letter,) = (await deliver(bot)).letters

    assert goes_to(letter) == ("discord", "sol")
    assert "thanked you" in rendered(letter.content[0])


async def test_at_a_closed_door_it_goes_another_way_at_once(bot: Guildbot) -> None:
    """The one that is closed is the one that was tried."""
    await one_person(bot, sol, sol_elsewhere)
    await switched_off(bot, sol)
    await bot.run(ana, kudos.give, [sol_elsewhere.account], HOLDING)
    await switched_on(bot, sol)  # nobody's way in: they have another
    third = someone("sol", marram)
    await one_person(bot, sol_elsewhere, third)

    assert goes_to(await refused(bot)) == ("discord", "sol")
    assert await arrives_at(bot) == [("slack", "sol")]


async def test_without_any_way_it_waits_until_they_act(bot: Guildbot, clock: Clock) -> None:
    await bot.run(sol, people.show)
    await bot.run(ana, kudos.give, [sol.account], HOLDING)
    await switched_off(bot, sol)
    assert await arrives_at(bot) == []
    assert await bot.tend(courier.next_due) is None, "nobody is woken for it"

    clock.move(days=3)
    assert await arrives_at(bot) == []
    bot.owes.clear()
    await bot.run(sol, people.show)
    assert bot.owes.is_set()
    assert await arrives_at(bot) == [("slack", "sol")]


async def test_it_goes_when_they_come_back_on_another_account(bot: Guildbot) -> None:
    await bot.run(sol, people.show)
    await bot.run(ana, kudos.give, [sol.account], HOLDING)
    await switched_off(bot, sol)
    assert await arrives_at(bot) == []

    await one_person(bot, sol_elsewhere, sol)
    await bot.run(sol_elsewhere, people.show)
    assert await arrives_at(bot) == [("discord", "sol")]


async def test_an_account_that_is_on_again_gets_what_waited_in_its_hours(bot: Guildbot, clock: Clock) -> None:
    await bot.run(sol, people.show)
    await switched_off(bot, sol)
    await bot.run(ana, kudos.give, [sol.account], HOLDING)
    assert await arrives_at(bot) == []

    clock.move(hours=13)  # eleven at night
    await switched_on(bot, sol)
    assert await arrives_at(bot) == []
    clock.move(hours=9)
    assert await arrives_at(bot) == [("slack", "sol")]


async def test_somebody_who_is_gone_can_be_thanked(bot: Guildbot, look: Any) -> None:
    """Their record goes on; nobody new begins under the old mention or name."""
    await guild_of(bot, ana, ben, sol)
    await switched_off(bot, sol)
    before = look("SELECT count(*) FROM person")
    for named in (sol.account, "Sol"):
        await bot.run(ana, kudos.give, [named], f"{HOLDING}, {named}")
    assert (look("SELECT count(*) FROM person"), await arrives_at(bot)) == (before, [])
    assert (await bot.run(sol, kudos.mine)).thanks == 2


async def test_an_act_opens_the_door_once(bot: Guildbot) -> None:
    """Each act is worth one knock; the others of them wait on."""
    await bot.run(sol_elsewhere, people.show)
    for number in range(7):
        await bot.run(someone(f"p{number}", open_room), kudos.give, [sol_elsewhere.account], HOLDING)
    await refused(bot)
    assert await arrives_at(bot) == []
    await bot.run(sol_elsewhere, people.show)
    await refused(bot)
    assert await arrives_at(bot) == []
    await bot.run(sol_elsewhere, people.show)
    assert len(await arrives_at(bot)) == 2


async def test_a_door_that_stays_closed_wears_nothing_out(bot: Guildbot, clock: Clock, look: Any) -> None:
    await bot.run(sol, people.show)
    await bot.run(ana, kudos.give, [sol.account], HOLDING)
    for _ in range(courier.MOST_TRIES + 1):
        await refused(bot)
        clock.move(hours=1)
        await bot.run(sol, people.show)
    letter = await bot.tend(courier.claim)
    assert letter is not None
    await bot.tend(courier.put_off, letter.id, 5.0)
    assert look("SELECT state FROM notice") == [("owed",)]


async def test_after_thirty_days_it_is_dropped_with_the_reason(bot: Guildbot, clock: Clock, look: Any) -> None:
    await bot.run(sol, people.show)
    await bot.run(ana, kudos.give, [sol.account], HOLDING)
    await switched_off(bot, sol)
    clock.move(days=29)
    await deliver(bot)
    assert look("SELECT state FROM notice") == [("waiting",)]
    clock.move(days=1, hours=1)
    await deliver(bot)
    assert look("SELECT state, why FROM notice") == [("dropped", "nobody could be reached in 30 days")]
    assert (await bot.run(sol, kudos.mine)).thanks == 1


async def test_through_a_space_that_is_gone_nobody_of_its_realm_is_reached(bot: Guildbot, clock: Clock) -> None:
    """G1: it waits, and goes when the bot is back; a server is only one of the ways to a Discord account."""
    yusra = someone("yusra", open_room)
    for who in (sol, yusra):
        await bot.run(who, people.show)
    clock.move(hours=1)
    await bot.run(ana, kudos.give, [sol.account], HOLDING)
    await bot.run(standing_in(ana, open_room), kudos.give, [yusra.account], HOLDING)
    for place in (acme, open_room):
        await bot.tend(spaces.remove, place.platform, place.space)

    assert await arrives_at(bot) == [("discord", "yusra")]

    await bot.tend(spaces.install, "slack", acme.space, "Acme", SpaceKind.WORKSPACE)
    clock.move(minutes=15)
    assert await arrives_at(bot) == [("slack", "sol")]


async def test_another_space_where_they_were_seen_is_a_way(bot: Guildbot) -> None:
    """Of one organisation's two workspaces one has put the bot out."""
    mia = Caller(AccountRef("slack", "E1", "mia", "Mia", False), acme, None)
    await bot.run(standing_in(mia, marram), people.show)
    await bot.run(mia, people.show)
    await bot.run(ana, kudos.give, [mia.account], HOLDING)
    await bot.tend(spaces.remove, "slack", acme.space)

    (letter,) = (await deliver(bot)).letters
    assert isinstance(letter.to, ToAccount)
    assert (letter.to.account.id, letter.to.space) == ("mia", marram.space)


async def test_one_letter_at_a_time_to_one_person(bot: Guildbot) -> None:
    """Both accounts' letters are read in one place while the other is closed: their order is kept."""
    await one_person(bot, sol_elsewhere, sol)
    await switched_off(bot, sol)
    await bot.run(ana, kudos.give, [sol.account], HOLDING)
    await bot.run(cleo, kudos.give, [sol_elsewhere.account], HOLDING)

    first = await bot.tend(courier.claim)
    assert first is not None
    assert await bot.tend(courier.claim) is None
    await bot.tend(courier.delivered, first.id, posted(first))
    second = await bot.tend(courier.claim)
    assert second is not None
    assert {goes_to(first), goes_to(second)} == {("discord", "sol")}


async def test_a_letter_that_may_have_arrived_is_looked_for_where_it_went(bot: Guildbot, clock: Clock) -> None:
    await one_person(bot, sol, sol_elsewhere)
    await bot.run(ana, kudos.give, [sol.account], HOLDING)
    first = await bot.tend(courier.claim)
    await switched_off(bot, sol)

    clock.now += courier.SETTLE + timedelta(seconds=1)
    again = await bot.tend(courier.claim)

    assert first is not None
    assert again is not None
    assert again.unsure_since is not None
    assert again.to == first.to
    await bot.tend(courier.give_up, again.id, "user_disabled")
    assert await arrives_at(bot) == [("discord", "sol")]


async def test_whoever_never_spoke_is_looked_up_before_they_are_written_to(bot: Guildbot) -> None:
    stranger = someone("u4", bot=None)
    await bot.run(ana, kudos.give, [stranger.account], HOLDING)
    assert await arrives_at(bot) == []
    ((id, *_),) = await bot.tend(people.unknown_accounts, "slack")
    await bot.tend(people.learn, id, Facts("Sol", bot=False))
    assert await arrives_at(bot) == [("slack", "u4")]


async def test_whoever_cannot_be_looked_up_any_more_is_not_written_to(bot: Guildbot, look: Any) -> None:
    """Their Space put the bot out before anybody knew who they are."""
    stranger = someone("u4", open_room, bot=None)
    await bot.run(standing_in(ana, open_room), kudos.give, [stranger.account], HOLDING)
    await bot.tend(spaces.remove, "discord", open_room.space)
    assert await arrives_at(bot) == []
    assert look("SELECT state FROM notice") == [("waiting",)]


async def test_many_who_wait_hold_up_nobody(bot: Guildbot, clock: Clock) -> None:
    for number in range(30):
        gone = someone(f"p{number}")
        await bot.run(gone, people.show)
        await switched_off(bot, gone)
        await bot.run(someone(f"giver{number}"), kudos.give, [gone.account], HOLDING)
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    assert await arrives_at(bot) == [("slack", "ben")]
    assert await bot.tend(courier.next_due) is None
    for _ in range(3):
        clock.move(minutes=20)
        assert await bot.tend(tend_house) is False
        assert await bot.tend(courier.claim) is None


@pytest.mark.parametrize("couriers", [8])
async def test_each_letter_goes_once_however_many_couriers(bot: Guildbot, couriers: int) -> None:
    people_ = [someone(f"p{number}") for number in range(6)]
    for one in people_:
        await bot.run(one, people.show)
        await bot.run(ana, kudos.give, [one.account], HOLDING)
        await switched_off(bot, one)
    assert await asyncio.gather(*(bot.tend(courier.claim) for _ in range(couriers))) == [None] * couriers
    await asyncio.gather(*(bot.run(one, people.show) for one in people_))
    letters = [one for one in await asyncio.gather(*(bot.tend(courier.claim) for _ in range(couriers))) if one is not None]
    assert sorted(goes_to(one) for one in letters) == [("slack", f"p{number}") for number in range(6)]
