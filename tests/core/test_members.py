"""Joining, inviting, resting, leaving: rule G4, and nothing is lost by any of them."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime

import pytest

from guildbot import asks, codes, guilds, kudos, members, people
from guildbot.bot import Guildbot
from guildbot.codes import LockedOut, WrongCode
from guildbot.kinds import Visibility
from guildbot.members import Back, InviteWhom, Joined, Leaving, Left, MemberAlready, Resting, Uncared
from guildbot.refusals import TooLong
from tests.conftest import Clock
from tests.core.conftest import deliver, guild_of, open_room, reasons, rendered, someone

ana, ben, cleo, dele = (someone(name) for name in ("ana", "ben", "cleo", "dele"))
yusra = someone("yusra", open_room)


async def test_joining_is_an_act_with_its_three_questions(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)

    await bot.run(yusra, members.join, "tidewater", thanks=Visibility.DIGEST, quiet="22:00-7", questions=False)

    profile = await bot.run(yusra, people.show)
    assert (profile.thanks, profile.quiet, profile.questions) == (Visibility.DIGEST, (22 * 60, 7 * 60), False)


async def test_one_live_membership_a_person(bot: Guildbot) -> None:
    """G4."""
    await guild_of(bot, ana, ben, cleo)
    assert await reasons(bot.run(ana, members.join, "tidewater")) == (MemberAlready("Tidewater"),)
    assert await reasons(bot.run(ana, members.door, "tidewater")) == (MemberAlready("Tidewater"),)

    await bot.run(ben, members.leave, "tidewater")
    assert await bot.run(ben, members.join, "tidewater") == Joined("Tidewater", "tidewater", founder=False, founded=False)
    shown = await bot.run(ana, guilds.show)
    assert shown.members == (("Ana", True, ()), ("Ben", False, ()), ("Cleo", True, ()))


async def test_an_invitation_opens_the_door_from_any_platform_once(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    invited = await bot.run(ana, members.invite, "Yusra", "she once told me, kindly")
    assert (invited.guild, invited.name, invited.ends) == ("Tidewater", "Yusra", date(2026, 11, 16))
    assert f"/guild join tidewater {invited.code}" in rendered(invited)

    door = await bot.run(yusra, members.door, "tidewater", invited.code.upper())
    assert isinstance(door, members.Door)
    assert door.invited_by is not None
    assert (door.invited_by.name, door.because, door.card.purpose) == (
        "Ana",
        "she once told me, kindly",
        "Getting better at asking together.",
    )
    await bot.run(yusra, members.join, "tidewater", invited.code)

    assert await bot.run(dele, members.join, "tidewater", invited.code) == WrongCode(invited.code, left=4)
    assert isinstance((await reasons(bot.run(dele, guilds.show)))[0], guilds.NotAMember)


async def test_a_code_is_read_however_it_was_typed(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    code = (await bot.run(ana, members.invite, "Yusra", "she once told me, kindly")).code
    for typed in (code, code.replace("-", ""), code.upper(), f" {code.replace('-', ' ')} ", code.replace("-", "–")):
        assert isinstance(await bot.run(yusra, members.door, "tidewater", typed), members.Door)


@pytest.mark.parametrize(
    ("line", "name", "code"),
    [
        ("tidewater 4f2a-91bc-77d0-e3f1", "tidewater", "4f2a-91bc-77d0-e3f1"),
        ("Tidewater Crew 4f2a91bc77d0e3f1", "Tidewater Crew", "4f2a91bc77d0e3f1"),
        ("tidewater 4f2a 91bc 77d0 e3f1", "tidewater", "4f2a 91bc 77d0 e3f1"),
        ("tidewater 4f2a-91bc-77do-e3f1", "tidewater", "4f2a-91bc-77do-e3f1"),  # mistyped, and still meant as one
        ("club-2024-25a", "club-2024-25a", ""),
        ("the crew", "the crew", ""),
    ],
)
def test_a_code_stands_at_the_end_of_a_line(line: str, name: str, code: str) -> None:
    assert codes.apart(line) == (name, code)


async def test_a_code_of_two_weeks_ago_or_of_another_guild_opens_nothing(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    code = (await bot.run(ana, members.invite, "Dele", "why not")).code
    await guild_of(bot, yusra, ana, ben, name="Nightjar")

    assert await bot.run(dele, members.door, "nightjar", code) == WrongCode(code, left=4)
    assert isinstance(await bot.run(dele, members.door, "tidewater", code), members.Door)  # it was not used up by that
    clock.move(days=14)
    assert await bot.run(dele, members.door, "tidewater", code) == WrongCode(code, left=4)


async def test_after_five_wrong_codes_the_sixth_is_not_looked_at_for_an_hour(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    right = (await bot.run(ana, members.invite, "Dele", "why not")).code
    for left in (4, 3, 2, 1, 0):
        said = await bot.run(dele, members.door, "tidewater", f"0000-0000-0000-000{left}")
        assert said == WrongCode(f"0000-0000-0000-000{left}", left)
        clock.move(minutes=1)

    until = datetime(2026, 11, 2, 11, 0, tzinfo=UTC)
    locked = await bot.run(dele, members.door, "tidewater", right)
    assert locked == LockedOut(right, until)
    assert "until Monday 2 November, 11:00" in rendered(locked)
    assert await bot.run(dele, members.join, "tidewater", right) == LockedOut(right, until)
    assert isinstance(await bot.run(yusra, members.door, "tidewater", right), members.Door)  # others may try
    clock.now = until
    assert isinstance(await bot.run(dele, members.door, "tidewater", right), members.Door)


async def test_guessing_tells_nothing_about_a_guild_that_does_not_wish_to_be_found(bot: Guildbot) -> None:
    draft = guilds.Draft("Moth", "Mending at night.", guilds.NORMS, ("care", "craft", "courage"), listed=False)
    await bot.run(ana, guilds.start, draft)
    code = (await bot.run(ana, members.invite, "Yusra", "she mends")).code

    assert await bot.run(yusra, members.door, "moth", "0000-0000-0000-0000") == WrongCode("0000-0000-0000-0000", left=4)
    assert await bot.run(yusra, members.door, "nothing", "0000-0000-0000-0000") == WrongCode("0000-0000-0000-0000", left=3)
    door = await bot.run(yusra, members.door, "moth", code)
    assert isinstance(door, members.Door)
    assert door.card.name == "Moth"


async def test_fifty_people_use_one_code_at_the_same_instant_and_one_gets_in(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    code = (await bot.run(ana, members.invite, "whoever is first", "why not")).code
    crowd = [someone(f"guest{n}", open_room) for n in range(50)]

    said = await asyncio.gather(*(bot.run(one, members.join, "tidewater", code) for one in crowd))

    assert sorted(type(one).__name__ for one in said) == ["Joined", *["WrongCode"] * 49]
    assert len((await bot.run(ana, guilds.show)).members) == 4


async def test_inviting_is_for_members_and_needs_words(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    assert isinstance((await reasons(bot.run(dele, members.invite, "Yusra", "why")))[0], guilds.NotAMember)
    assert await reasons(bot.run(ana, members.invite, "Yusra", " ")) == (InviteWhom(),)
    assert await reasons(bot.run(ana, members.invite, "Y" * 81, "x" * 301)) == (TooLong(81, 80), TooLong(301, 300))


async def test_quiet_hours_that_cannot_be_read_change_nothing(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    assert await reasons(bot.run(dele, members.join, "tidewater", quiet="at night")) == (people.NotHours("at night"),)
    assert isinstance((await reasons(bot.run(dele, guilds.show)))[0], guilds.NotAMember)


async def test_leaving_takes_one_step_and_loses_nothing(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ana, kudos.give, [ben.account], "holding the silence")

    assert await bot.run(ben, members.leaving) == Leaving("Tidewater", "tidewater", last_steward=False)
    assert await bot.run(ben, members.leave, "tidewater") == Left("Tidewater", "")

    assert (await bot.run(ben, kudos.mine)).thanks == 1
    assert isinstance((await reasons(bot.run(ben, members.leave, "tidewater")))[0], guilds.NotAMember)
    assert await reasons(bot.run(ana, members.leave, "tidewater", "x" * 281)) == (TooLong(281, 280),)


async def test_the_members_are_told_when_the_last_caretaker_leaves(bot: Guildbot) -> None:
    """G8, as far as it goes today."""
    await guild_of(bot, ana, ben, cleo)
    await bot.run(yusra, members.join, "tidewater")
    await bot.run(ana, members.leave, "tidewater")
    await bot.run(ben, members.leave, "tidewater")
    assert len(await deliver(bot)) == 0

    assert await bot.run(cleo, members.leaving) == Leaving("Tidewater", "tidewater", last_steward=True)
    await bot.run(cleo, members.leave, "tidewater")

    post = await deliver(bot)
    assert post.to(yusra) == [Uncared("Tidewater")]
    assert len(post) == 1


async def test_resting_is_silent_and_ends_by_itself(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)

    assert await bot.run(ben, members.rest, "", date(2026, 11, 5)) == Resting("Tidewater", "tidewater", date(2026, 11, 5))
    assert len(await deliver(bot)) == 0
    assert (await bot.run(ben, guilds.mine)).guilds[0].resting
    assert ("Ben", True, ()) in (await bot.run(ana, guilds.show)).members  # nobody is told, the list of members neither

    clock.move(days=3)
    await deliver(bot)
    assert not (await bot.run(ben, guilds.mine)).guilds[0].resting


async def test_back_ends_a_rest_sooner(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ben, members.rest)
    assert await bot.run(ben, members.back) == Back("Tidewater")
    assert not (await bot.run(ben, guilds.mine)).guilds[0].resting


async def test_a_rest_lasts_until_the_day_one_says_in_ones_own_zone(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ben, people.change, name="", zone_name="Pacific/Auckland", quiet="", thanks=None, questions=True)
    clock.now = datetime(2026, 11, 5, 12, 0, tzinfo=UTC)  # a Thursday; Friday already where Ben is

    assert (await bot.run(ben, members.rest, "", "tomorrow")).until == date(2026, 11, 7)
    assert (await bot.run(ben, members.rest, "", " ")).until is None
    assert await reasons(bot.run(ben, members.rest, "", "someday")) == (asks.NotADay("someday"),)
