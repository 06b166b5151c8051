"""Would work with again: two yeses, seen by those two only, lasting beyond every other ending (rule P9)."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

from guildbot import accounts, blocking, bonds, kudos, members, pages, people, spaces
from guildbot.bonds import ABot, AgainWhom, Asked, AskedAlready, Blocked, Made, OnlyOne, SaidYes, WouldAgain
from guildbot.bot import Guildbot
from guildbot.kinds import SpaceKind
from guildbot.people import NotMetHere, Several
from guildbot.refusals import NoLonger, Unknown
from guildbot.waiting import waiting
from guildbot.who import AccountRef, Command, Place
from tests.conftest import Clock
from tests.core.conftest import deliver, guild_of, in_private, names, open_room, reasons, rendered, someone
from tests.core.test_accounts import linked
from tests.core.test_engagements import everything

ana, ben, cleo = (someone(name) for name in ("ana", "ben", "cleo"))
yusra, tariq = (someone(name, open_room) for name in ("yusra", "tariq"))
MONDAY = date(2026, 11, 2)


async def test_two_yeses_make_it(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, yusra)
    asked = await bot.run(ana, bonds.again, "Yusra")
    assert isinstance(asked, Asked)
    assert rendered(asked) == "Yusra is asked, in their hours. If they say yes, you both hear it. If not, nobody hears anything."
    (question,) = (await deliver(bot)).to(yusra)
    assert isinstance(question, WouldAgain)
    assert rendered(question).startswith("Ana would work with you again.\n")
    assert (await bot.run(ana, bonds.mine)).bonds == ()

    clock.move(days=1)
    made = await bot.run(yusra, bonds.agree, question.id)

    assert (made.other.name, made.since, made.now) == ("Ana", date(2026, 11, 3), True)
    (news,) = (await deliver(bot)).to(ana)
    assert isinstance(news, SaidYes)
    assert news.other.name == "Yusra"
    for one, other in ((ana, "Yusra"), (yusra, "Ana")):
        (bond,) = (await bot.run(one, bonds.mine)).bonds
        assert (bond.other.name, bond.since) == (other, date(2026, 11, 3))
        assert f"Would work with again: {other}, since 3 November 2026" in rendered(await bot.run(one, pages.mine))


async def test_nobody_but_the_two_sees_it(bot: Guildbot) -> None:
    """Not other members, not caretakers, not on either's page."""
    await guild_of(bot, ben, ana, yusra)
    await bot.run(ana, bonds.again, "Yusra")
    await bot.run(yusra, bonds.again, "Ana")
    assert (await bot.run(ben, bonds.mine)).bonds == ()
    for who in ("Ana", "Yusra"):
        assert "again" not in rendered(await bot.run(ben, pages.of, who))
    for act in (bonds.end, bonds.agree, bonds.decline, bonds.take_back):
        assert isinstance((await reasons(bot.run(ben, act, 1)))[0], NoLonger)


async def test_the_notice_waits_for_their_hours(bot: Guildbot, clock: Clock) -> None:
    await bot.run(ben, people.show)
    clock.move(hours=12)
    await bot.run(ana, bonds.again, ben.account)
    assert len(await deliver(bot)) == 0
    clock.move(hours=10)
    assert len((await deliver(bot)).to(ben)) == 1


async def test_a_no_is_silent_and_leaves_no_trace(bot: Guildbot, clock: Clock) -> None:
    """Everything the asker can see or hear is the same after a no as without an answer, to the last day and beyond."""
    seen: dict[str, list[Any]] = {"no": [], "nothing": []}
    for other in (ben, cleo):
        await bot.run(other, people.show)
        await bot.run(ana, bonds.again, other.account)
    await deliver(bot)
    await bot.run(ben, bonds.decline, 1)
    for days in (0, 13, 1, 1):
        clock.move(days=days)
        post = await deliver(bot)
        assert post.to(ana) == []
        for other, answer in ((ben, "no"), (cleo, "nothing")):
            said = await bot.run(ana, bonds.again, other.account)
            seen[answer].append(rendered(said).replace("Ben", "…").replace("Cleo", "…"))
            seen[answer].append(rendered(await bot.run(ana, bonds.mine)))
            seen[answer].append(rendered(await bot.run(ana, pages.mine)))
    assert seen["no"] == seen["nothing"]


async def test_a_no_waits_for_nobody_and_may_still_become_a_yes(bot: Guildbot) -> None:
    await bot.run(ben, people.show)
    await bot.run(ana, bonds.again, ben.account)
    assert [one.asker.name for one in (await bot.run(ben, waiting)).again] == ["Ana"]
    await bot.run(ben, bonds.decline, 1)
    assert (await bot.run(ben, waiting)).again == ()
    assert len(await deliver(bot)) == 0  # answered before it was delivered
    said = await bot.run(ben, bonds.again, ana.account)
    assert isinstance(said, Made)
    assert said.now


async def test_it_lapses_after_two_weeks_silently(bot: Guildbot, clock: Clock) -> None:
    await bot.run(ana, bonds.again, ben.account)
    await deliver(bot)
    clock.move(days=14)
    assert len(await deliver(bot)) == 0
    assert (await bot.run(ben, waiting)).again == ()
    assert await reasons(bot.run(ben, bonds.agree, 1)) == (NoLonger(),)

    said = await bot.run(ana, bonds.again, ben.account)  # it can be asked once more
    assert isinstance(said, Asked)
    assert len((await deliver(bot)).to(ben)) == 1


async def test_asking_twice_says_what_stands(bot: Guildbot, clock: Clock) -> None:
    await bot.run(ana, bonds.again, ben.account)
    clock.move(days=2)
    said = await bot.run(ana, bonds.again, "Ben")
    assert isinstance(said, AskedAlready)
    assert said.day == MONDAY
    assert "You asked Ben on Monday 2 November." in rendered(said)
    assert len((await deliver(bot)).to(ben)) == 1

    await bot.run(ben, bonds.agree, 1)
    for one, other in ((ana, ben), (ben, ana)):
        said = await bot.run(one, bonds.again, other.account)
        assert isinstance(said, Made)
        assert not said.now
    assert rendered(said) == "You and Ana would work with each other again, since 4 November 2026."


async def test_both_said_it_independently(bot: Guildbot) -> None:
    await bot.run(ana, bonds.again, ben.account)
    said = await bot.run(ben, bonds.again, ana.account)
    assert isinstance(said, Made)
    assert said.now
    post = await deliver(bot)
    assert post.to(ben) == []  # what asked him is settled
    assert [type(one) for one in post.to(ana)] == [SaidYes]


async def test_both_at_the_same_instant(bot: Guildbot, look: Any) -> None:
    await bot.run(ana, people.show)
    await bot.run(ben, people.show)
    said = await asyncio.gather(bot.run(ana, bonds.again, ben.account), bot.run(ben, bonds.again, ana.account))
    assert sorted(type(one).__name__ for one in said) == ["Asked", "Made"]
    assert look("SELECT state FROM bond") == [("made",)]


async def test_pressed_twice_it_is_made_once(bot: Guildbot) -> None:
    await bot.run(ana, bonds.again, ben.account)
    await bot.run(ben, bonds.agree, 1)
    assert not (await bot.run(ben, bonds.agree, 1)).now
    assert len((await deliver(bot)).to(ana)) == 1


async def test_either_ends_it_silently(bot: Guildbot) -> None:
    await bot.run(ana, bonds.again, ben.account)
    await bot.run(ben, bonds.agree, 1)
    await deliver(bot)
    said = await bot.run(ana, bonds.end, 1)
    assert rendered(said) == "Ended between you and Ben. Nobody is told."
    assert len(await deliver(bot)) == 0
    for one in (ana, ben):
        assert (await bot.run(one, bonds.mine)).bonds == ()
    assert await reasons(bot.run(ben, bonds.end, 1)) == (NoLonger(Command("profile")),)


async def test_the_asker_may_think_better_of_it(bot: Guildbot) -> None:
    await bot.run(ana, bonds.again, ben.account)
    await bot.run(ana, bonds.take_back, 1)
    assert len(await deliver(bot)) == 0
    assert (await bot.run(ben, waiting)).again == ()
    assert await reasons(bot.run(ben, bonds.agree, 1)) == (NoLonger(),)
    assert isinstance(await bot.run(ana, bonds.again, ben.account), Asked)
    assert len((await deliver(bot)).to(ben)) == 1


async def test_taken_back_and_asked_again_knocks_once(bot: Guildbot) -> None:
    """Nor does it ask somebody anew who said no."""
    await bot.run(ana, bonds.again, ben.account)
    await deliver(bot)
    await bot.run(ben, bonds.decline, 1)
    for _ in range(3):
        await bot.run(ana, bonds.take_back, 1)
        assert isinstance(await bot.run(ana, bonds.again, ben.account), Asked)
    assert len(await deliver(bot)) == 0
    assert (await bot.run(ben, waiting)).again == ()


async def test_it_survives_every_other_ending(bot: Guildbot, look: Any) -> None:
    """P9: both leave the guild, the workspace and the server are gone, and nothing of it changed."""
    await guild_of(bot, ana, ben, yusra)
    await bot.run(ana, bonds.again, "Yusra")
    await bot.run(yusra, bonds.again, "Ana")
    before = look("SELECT id, asked_by, asked, state, made_at, ended_at FROM bond")

    for one in (ana, yusra):
        await bot.run(one, members.leave, "tidewater")
    await bot.tend(spaces.remove, "slack", "T1")
    await bot.tend(spaces.remove, "discord", "S1")
    await deliver(bot)

    assert look("SELECT id, asked_by, asked, state, made_at, ended_at FROM bond") == before
    for one, other in ((ana, "Yusra"), (yusra, "Ana")):
        assert [bond.other.name for bond in (await bot.run(in_private(one), bonds.mine)).bonds] == [other]


async def test_ending_it_writes_to_no_other_table(bot: Guildbot, look: Any) -> None:
    await guild_of(bot, ana, ben, yusra)
    await bot.run(ana, kudos.give, [ben.account], "holding the silence")
    await bot.run(ana, bonds.again, ben.account)
    await bot.run(ben, bonds.agree, 1)
    await deliver(bot)
    before = everything(look, "bond")
    await bot.run(ben, bonds.end, 1)
    assert everything(look, "bond") == before
    assert look("SELECT count(*) FROM bond") == [(1,)]


async def test_it_has_no_strength(bot: Guildbot) -> None:
    """The page tells names and days, in the order of the names."""
    for other in (cleo, ben):
        await bot.run(ana, bonds.again, other.account)
        await bot.run(other, bonds.again, ana.account)
    for _ in range(3):
        await bot.run(ana, kudos.give, [cleo.account], "holding the silence", again=True)
    assert names(one.other for one in (await bot.run(ana, bonds.mine)).bonds) == ["Ben", "Cleo"]


async def test_it_takes_two_people(bot: Guildbot) -> None:
    robot = someone("robot", bot=True)
    assert await reasons(bot.run(ana, bonds.again, ana.account)) == (OnlyOne(),)
    assert await reasons(bot.run(ana, bonds.again, robot.account)) == (ABot("Robot"),)
    assert await reasons(bot.run(ana, bonds.again, None)) == (AgainWhom(),)
    assert await reasons(bot.run(ana, bonds.again, "Nobody")) == (Unknown("Nobody"),)


async def test_strangers_are_not_asked(bot: Guildbot) -> None:
    await bot.run(yusra, people.show)
    other_room = Place("discord", "S2", "the Other Room", "D9", "attic")
    await bot.tend(spaces.install, "discord", "S2", "the Other Room", SpaceKind.SERVER)
    elsewhere = someone("zed", other_room)
    await bot.run(elsewhere, people.show)
    by_id = AccountRef("discord", "", "zed")
    assert await reasons(bot.run(yusra, bonds.again, by_id)) == (NotMetHere("zed"),)
    assert await reasons(bot.run(ana, bonds.again, "Zed")) == (Unknown("Zed"),)


async def test_several_of_a_name_come_back_as_a_choice(bot: Guildbot) -> None:
    for one in (ben, cleo):
        await bot.run(one, people.change, name="Sol", zone_name="", quiet="")
    (reason,) = await reasons(bot.run(ana, bonds.again, "Sol"))
    assert isinstance(reason, Several)
    said = await bot.run(ana, bonds.again, people.handle(reason.people[1]))
    assert isinstance(said, Asked)


# Blocking (rule P11)


async def test_who_is_blocked_asks_as_ever_and_nothing_arrives(bot: Guildbot, clock: Clock) -> None:
    for one in (ben, cleo):
        await bot.run(one, people.show)
    await bot.run(ben, blocking.block, [ana.account])
    said = [await bot.run(ana, bonds.again, one.account) for one in (ben, cleo)]
    assert rendered(said[0]) == rendered(said[1]).replace("Cleo", "Ben")
    post = await deliver(bot)
    assert (len(post.to(ben)), len(post.to(cleo))) == (0, 1)
    assert (await bot.run(ben, waiting)).again == ()
    assert isinstance(await bot.run(ana, bonds.again, ben.account), AskedAlready)

    assert await reasons(bot.run(ben, bonds.again, ana.account)) == (Blocked("Ana"),)
    assert await reasons(bot.run(ben, bonds.agree, 1)) == (Blocked("Ana"),)
    assert (await bot.run(ana, bonds.mine)).bonds == ()


async def test_what_was_asked_before_the_block_does_not_arrive_after_it(bot: Guildbot) -> None:
    await bot.run(ben, people.show)
    await bot.run(ana, bonds.again, ben.account)
    await bot.run(ben, blocking.block, [ana.account])
    assert len(await deliver(bot)) == 0
    assert (await bot.run(ben, waiting)).again == ()


async def test_a_bond_outlasts_a_block_and_is_not_on_the_blockers_page(bot: Guildbot) -> None:
    await bot.run(ana, bonds.again, ben.account)
    await bot.run(ben, bonds.again, ana.account)
    blocked = await bot.run(ben, blocking.block, [ana.account])
    assert (await bot.run(ben, bonds.mine)).bonds == ()
    assert names(one.other for one in (await bot.run(ana, bonds.mine)).bonds) == ["Ben"]
    await bot.run(ben, blocking.unblock, blocked.id)
    assert names(one.other for one in (await bot.run(ben, bonds.mine)).bonds) == ["Ana"]


# One person, several accounts


async def test_two_accounts_that_become_one_person_have_one_bond(bot: Guildbot, clock: Clock) -> None:
    """Whoever said it to both has said it once, on the earlier day; ended, both are."""
    await guild_of(bot, ana, ben, yusra)
    for one in (ana, yusra):
        await bot.run(one, bonds.again, "Ben")
        clock.move(days=1)
        await bot.run(ben, bonds.again, one.account)
    assert len((await bot.run(ben, bonds.mine)).bonds) == 2

    await linked(bot, ana, yusra)

    (bond,) = (await bot.run(ben, bonds.mine)).bonds
    assert bond.since == date(2026, 11, 3)
    for one in (ana, yusra):
        assert [mine.since for mine in (await bot.run(one, bonds.mine)).bonds] == [date(2026, 11, 3)]
    await bot.run(yusra, bonds.end, bond.id)
    for one in (ana, yusra, ben):
        assert (await bot.run(one, bonds.mine)).bonds == ()


async def test_nobody_has_a_bond_with_their_other_account(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, yusra)
    await bot.run(ana, bonds.again, "Yusra")
    await bot.run(yusra, bonds.again, "Ana")
    await linked(bot, ana, yusra)
    assert (await bot.run(ana, bonds.mine)).bonds == ()
    assert await reasons(bot.run(ana, bonds.again, yusra.account)) == (OnlyOne(),)


async def test_a_bond_comes_along_with_whoever_comes_back(bot: Guildbot) -> None:
    """Their account is gone, and a code brings them back from another platform: the other one sees no difference."""
    await bot.run(ana, bonds.again, ben.account)
    await bot.run(ben, bonds.again, ana.account)
    code = (await bot.run(ana, accounts.keep_way_back)).code
    await bot.run(tariq, accounts.recover, code)
    assert names(one.other for one in (await bot.run(tariq, bonds.mine)).bonds) == ["Ben"]
    assert len((await bot.run(ben, bonds.mine)).bonds) == 1
