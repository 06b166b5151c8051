"""Chapters: a guild comes to a channel, and leaves it. Rules G1 and G2."""

from __future__ import annotations

from typing import Any

import pytest

from guildbot import chapters, courier, guilds, kudos, members, spaces
from guildbot.bot import Guildbot
from guildbot.chapters import Agreed, Closed, Declined, NotLetIn, Opening, Readers, SaidYes, TryingAgain
from guildbot.courier import ToRoom
from guildbot.refusals import InAChannel, NoLonger
from guildbot.who import Place, Room
from tests.conftest import Clock
from tests.core.conftest import (
    acme,
    deliver,
    guild_of,
    in_private,
    marram,
    message,
    open_in,
    open_room,
    reasons,
    rendered,
    someone,
    standing_in,
)  # fmt: skip

ana, ben, cleo, dele = (someone(name) for name in ("ana", "ben", "cleo", "dele"))
yusra = someone("yusra", open_room)
CARE = Room("slack", "T1", "Acme", "C1", "care")
KETTLE = Room("discord", "S1", "the Open Room", "D1", "kettle")


async def test_a_steward_opens_a_second_space_and_every_member_is_told_who_reads_along(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, yusra)

    assert await bot.run(yusra, chapters.open_here, "tidewater") == Opening("Tidewater", agreed=True)

    post = await deliver(bot)
    assert [type(one) for one in post.to(open_room)] == [guilds.Card]
    for one in (ana, ben, yusra):
        (told,) = post.to(one)
        assert isinstance(told, Readers)
        assert [room.space_name for room in told.rooms] == ["Acme", "the Open Room"]
    assert "Who reads along: Acme and the Open Room." in rendered(told)


async def test_anybody_elses_wish_waits_for_a_stewards_yes(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(yusra, members.join, "tidewater")

    assert await bot.run(yusra, chapters.open_here, "tidewater") == Opening("Tidewater", agreed=False)

    post = await deliver(bot)
    assert {type(content) for letter in post.letters for content in letter.content} == {SaidYes}
    (asked,) = post.to(ana)
    assert isinstance(asked, SaidYes)
    agreed = await bot.run(ana, chapters.agree, asked.chapter)
    assert agreed == Agreed("Tidewater", asked.room)
    assert [type(one) for one in (await deliver(bot)).to(open_room)] == [guilds.Card]
    assert await reasons(bot.run(ben, chapters.agree, asked.chapter)) == (NoLonger(),)


async def test_until_that_yes_the_channel_is_none_of_the_guilds(bot: Guildbot) -> None:
    """Neither kudos nor emoji given there reach the guild, and it is nobody else's either."""
    await guild_of(bot, ana, ben, cleo)
    zora = someone("zora", open_room)
    await bot.run(yusra, members.join, "tidewater")
    await bot.run(yusra, chapters.open_here, "tidewater")

    thanks = await bot.run(zora, kudos.give, [yusra.account], "for asking in here")
    assert isinstance(thanks, kudos.KudosGiven)
    assert thanks.guild is None
    assert await bot.run(zora, kudos.react, yusra.account, message("1", open_room), "💛") == kudos.Nothing()
    assert await reasons(bot.run(zora, guilds.can_start, "Nightjar")) == (guilds.RoomTaken("Tidewater"),)
    assert await reasons(bot.run(yusra, chapters.open_here, "tidewater")) == (chapters.AskedForAlready("Tidewater"),)


async def test_a_stewards_not_now_is_silent_and_frees_the_channel(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(yusra, members.join, "tidewater")
    await bot.run(yusra, chapters.open_here, "tidewater")
    (asked,) = (await deliver(bot)).to(ana)
    assert isinstance(asked, SaidYes)

    assert await reasons(bot.run(yusra, chapters.decline, asked.chapter)) == (NoLonger(),)
    assert await bot.run(ana, chapters.decline, asked.chapter) == Declined("Tidewater", asked.room)

    assert len(await deliver(bot)) == 0
    assert await bot.run(yusra, chapters.open_here, "tidewater") == Opening("Tidewater", agreed=False)


async def test_one_open_chapter_a_channel(bot: Guildbot) -> None:
    """G2."""
    await guild_of(bot, ana, ben, yusra)
    await guild_of(bot, yusra, ana, ben, name="Nightjar")

    assert await reasons(bot.run(ana, chapters.open_here, "tidewater")) == (chapters.OpenAlready("Tidewater"),)
    assert await reasons(bot.run(ana, chapters.open_here, "nightjar")) == (guilds.RoomTaken("Tidewater"),)


async def test_a_channel_neither_starts_nor_ends_a_membership(bot: Guildbot) -> None:
    """G2: closing every channel leaves the members; reading along in one makes nobody a member."""
    await guild_of(bot, ana, ben, cleo)
    await bot.run(dele, kudos.give, [ana.account], "for the kettle, dear neighbour")
    assert isinstance((await reasons(bot.run(dele, guilds.show)))[0], guilds.NotAMember)

    assert await bot.run(ana, chapters.close_here) == Closed("Tidewater", CARE)

    assert len((await bot.run(in_private(ben), guilds.show)).members) == 3


async def test_closing_is_for_caretakers_and_needs_something_open(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(dele, members.join, "tidewater")

    assert await reasons(bot.run(dele, chapters.close_here)) == (chapters.StewardsClose("Tidewater"),)
    assert await reasons(bot.run(in_private(ana), chapters.close_here)) == (InAChannel(),)
    assert await reasons(bot.run(standing_in(ana, open_room), chapters.close_here)) == (chapters.NoChapterHere(),)


async def test_a_closed_channel_can_open_again(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ana, chapters.close_here)
    await deliver(bot)

    assert await bot.run(ana, chapters.open_here, "") == Opening("Tidewater", agreed=True)
    assert [type(one) for one in (await deliver(bot)).to(acme)] == [guilds.Card]


async def test_opening_is_for_members(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    assert isinstance((await reasons(bot.run(yusra, chapters.open_here, "tidewater")))[0], guilds.NotAMember)
    assert await reasons(bot.run(in_private(ana), chapters.open_here, "tidewater")) == (InAChannel(),)


@pytest.mark.parametrize("whose", ["the opener's", "a stranger's"])
async def test_when_the_bot_is_not_in_the_channel_the_opener_is_told_and_tries_again(bot: Guildbot, whose: str) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(standing_in(ana, marram), chapters.open_here, "tidewater")
    told: list[Any] = []
    while (letter := await bot.tend(courier.claim)) is not None:
        if isinstance(letter.to, ToRoom):
            await bot.tend(courier.give_up, letter.id, "not_in_channel")
        else:
            told += letter.content
            await bot.tend(courier.delivered, letter.id, "dm/1")
    (refused,) = [one for one in told if isinstance(one, NotLetIn)]
    assert "Invite me" in rendered(refused)

    if whose == "a stranger's":
        assert await reasons(bot.run(dele, chapters.try_again, refused.chapter)) == (NoLonger(),)
        return
    for _ in range(2):  # pressed twice
        assert await bot.run(ana, chapters.try_again, refused.chapter) == TryingAgain("Tidewater", refused.room)
    assert [type(one) for one in (await deliver(bot)).to(marram)] == [guilds.Card]
    assert await reasons(bot.run(ana, chapters.try_again, refused.chapter)) == (NoLonger(),)


async def test_a_room_is_called_by_its_name_elsewhere(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(yusra, spaces.enter, "kettle")
    await open_in(bot, "tidewater", ana, Place("discord", "S1", "the Open Room", "D1", "kettle"))

    rooms = (await bot.run(ana, guilds.show)).card.rooms
    assert [(room.space_name, room.name) for room in rooms] == [("Acme", "care"), ("the Open Room", "kettle")]
    assert "#kettle" in rendered(await bot.run(ana, guilds.show))


async def test_a_channel_that_became_private_is_named_nowhere(bot: Guildbot) -> None:
    """Nor in what the log keeps from before."""
    await guild_of(bot, ana, ben, cleo)
    await open_in(bot, "tidewater", ana, open_room)
    assert (await bot.run(ben, guilds.show)).log[0][1:] == ("Ana", "opened-channel", "the Open Room #kettle")
    await bot.tend(chapters.renamed, "discord", "S1", "D1", "")
    assert "kettle" not in rendered(await bot.run(ben, guilds.show))

    await bot.run(standing_in(ana, open_room), chapters.close_here)

    page = await bot.run(ben, guilds.show)
    assert [entry[2:] for entry in page.log[:2]] == [("closed-channel", "the Open Room"), ("opened-channel", "the Open Room")]
    assert "kettle" not in rendered(page)


async def test_a_wish_is_taken_back_by_whoever_made_it_or_a_caretaker(bot: Guildbot, look: Any) -> None:
    """For another member there is nothing under its number."""
    await guild_of(bot, ana, ben, cleo)
    for one in (dele, yusra):
        await bot.run(one, members.join, "tidewater")
    for closes in (yusra, ana):
        await bot.run(yusra, chapters.open_here, "tidewater")
        ((wish,),) = look("SELECT max(id) FROM chapter")
        assert await reasons(bot.run(dele, chapters.close, wish)) == (NoLonger(),)
        assert await bot.run(closes, chapters.close, wish) == Closed("Tidewater", KETTLE)


async def test_a_wish_nobody_answers_frees_the_channel(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(yusra, members.join, "tidewater")
    await bot.run(yusra, chapters.open_here, "tidewater")
    clock.move(days=14)
    await deliver(bot)
    assert (await bot.run(yusra, guilds.can_start, "Nightjar")).name == "Nightjar"


async def test_whoever_wished_for_a_channel_takes_it_back(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(yusra, members.join, "tidewater")
    await bot.run(yusra, chapters.open_here, "tidewater")
    assert await reasons(bot.run(someone("zora", open_room), chapters.close_here)) == (chapters.NoChapterHere(),)

    assert await bot.run(yusra, chapters.close_here) == Closed("Tidewater", KETTLE)

    assert len(await deliver(bot)) == 0
    assert (await bot.run(yusra, guilds.can_start, "Nightjar")).name == "Nightjar"


async def test_any_member_can_go_on_when_no_caretaker_is_left(bot: Guildbot) -> None:
    """G8: and the log names who did."""
    await guild_of(bot, ana, ben, cleo)
    await bot.run(dele, members.join, "tidewater")
    for one in (ana, ben, cleo):
        await bot.run(one, members.leave, "tidewater")

    assert await bot.run(standing_in(dele, marram), chapters.open_here, "tidewater") == Opening("Tidewater", agreed=True)
    assert await bot.run(dele, chapters.close_here) == Closed("Tidewater", CARE)
    shown = await bot.run(in_private(dele), guilds.show)
    assert [(who, act) for _, who, act, _ in shown.log[:2]] == [("Dele", "closed-channel"), ("Dele", "opened-channel")]
