"""A guild begins, is found and is looked at: rules G1 to G4."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from guildbot import chapters, guilds, kudos, members
from guildbot.bot import Guildbot
from guildbot.codes import WrongCode
from guildbot.digests import Digest
from guildbot.guilds import Card, Draft, MyGuild, MyGuilds
from guildbot.kinds import GuildState
from guildbot.members import Founded, Joined
from guildbot.reflections import Question
from guildbot.refusals import InAChannel, TooLong
from guildbot.who import Command, Room
from tests.conftest import Clock
from tests.core.conftest import acme, deliver, guild_of, in_private, marram, open_room, reasons, rendered, someone, standing_in

ana, ben, cleo, dele = (someone(name) for name in ("ana", "ben", "cleo", "dele"))
WORDS = ("care", "craft", "courage")


def draft(**said: Any) -> Draft:
    return Draft(**{"name": "Tidewater", "purpose": "Asking together.", "norms": guilds.NORMS, "value_words": WORDS, **said})


async def test_the_start_form_comes_filled_in(bot: Guildbot) -> None:
    assert await bot.run(ana, guilds.can_start, "  Tidewater  Crew ") == Draft("Tidewater Crew", "", guilds.NORMS, WORDS, "💛", "UTC")


async def test_a_guild_begins_with_one_card_in_its_channel(bot: Guildbot) -> None:
    """G3: it works from its first minute."""
    said = await bot.run(ana, guilds.start, draft())

    room = Room("slack", "T1", "Acme", "C1", "care")
    assert said.card == Card("tidewater", "Tidewater", "Asking together.", guilds.NORMS, WORDS, "💛", GuildState.STARTING, 2, (room,))
    post = await deliver(bot)
    assert post.to(acme) == [said.card]
    assert "It needs 2 more founders." in rendered(said.card)
    thanks = await bot.run(ben, kudos.give, [ana.account], "for beginning this")
    assert isinstance(thanks, kudos.KudosGiven)
    assert thanks.guild == "Tidewater"


async def test_the_first_three_found_it_and_care_for_it(bot: Guildbot) -> None:
    """G3."""
    await bot.run(ana, guilds.start, draft())

    assert await bot.run(ben, members.join, "tidewater") == Joined("Tidewater", "tidewater", founder=True, founded=False)
    assert await bot.run(cleo, members.join, "tidewater") == Joined("Tidewater", "tidewater", founder=True, founded=True)
    assert await bot.run(dele, members.join, "tidewater") == Joined("Tidewater", "tidewater", founder=False, founded=False)

    post = await deliver(bot)
    assert [post.to(one) for one in (ana, ben)] == [[Founded("Tidewater", "tidewater")]] * 2
    assert post.to(cleo) == post.to(dele) == []
    shown = await bot.run(dele, guilds.show)
    assert shown.members == (("Ana", True, ()), ("Ben", True, ()), ("Cleo", True, ()), ("Dele", False, ()))
    assert (shown.card.state, shown.card.missing_founders) == (GuildState.ACTIVE, 0)


async def test_until_three_are_in_there_is_no_digest_and_no_question(bot: Guildbot, clock: Clock) -> None:
    """G3."""
    await bot.run(ana, guilds.start, draft())
    await bot.run(ben, members.join, "tidewater")
    assert (await bot.run(ana, guilds.show)).next_digest is None

    for _ in range(14):
        clock.move(days=1)
        post = await deliver(bot)
        assert post.of(Digest) == post.of(Question) == []


async def test_until_three_are_in_there_is_no_second_space(bot: Guildbot) -> None:
    """G3."""
    await bot.run(ana, guilds.start, draft())
    there = standing_in(ana, marram)
    assert await reasons(bot.run(there, chapters.open_here, "tidewater")) == (chapters.NotYet("Tidewater", 2),)


async def test_with_the_third_the_rhythm_begins(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    assert (await bot.run(ana, guilds.show)).next_digest == datetime(2026, 11, 6, 10, tzinfo=UTC)


@pytest.mark.parametrize("founded_at", [datetime(2026, 11, 3, 9, tzinfo=UTC), datetime(2026, 11, 3, 12, tzinfo=UTC)])
async def test_the_first_question_comes_on_the_first_tuesday_and_then_every_second(
    bot: Guildbot, clock: Clock, founded_at: datetime
) -> None:
    clock.now = founded_at
    await guild_of(bot, ana, ben, cleo)
    asked = []
    clock.now = founded_at.replace(hour=10)
    for _ in range(30):
        asked += [clock.now.date()] * len((await deliver(bot)).of(Question))
        clock.move(days=1)

    first = founded_at.date() if founded_at.hour < 10 else founded_at.date() + timedelta(days=7)
    assert asked == [first, first + timedelta(days=14), *([first + timedelta(days=28)] if founded_at.hour < 10 else [])]


async def test_guilds_are_found_by_words_when_they_wish_to_be(bot: Guildbot) -> None:
    await bot.run(ana, guilds.start, draft(name="Ämtergilde", purpose="Formulare lesen."))
    await bot.run(standing_in(ana, marram), guilds.start, draft(name="Nightjar", listed=False))

    found = await bot.run(ben, guilds.find, "ämter")
    assert found.cards == (("amtergilde", "Ämtergilde", "Formulare lesen."),)
    assert (await bot.run(ben, guilds.find, "100%")).cards == ()
    assert (await bot.run(ben, guilds.find)).cards == found.cards


async def test_bare_guild_lists_mine_by_name(bot: Guildbot) -> None:
    yusra = someone("yusra", open_room)
    await guild_of(bot, ana, ben, yusra)
    await guild_of(bot, yusra, ana, ben, name="Nightjar")
    assert await bot.run(ana, guilds.mine) == MyGuilds(
        (
            MyGuild("nightjar", "Nightjar", GuildState.ACTIVE, steward=True, resting=False),
            MyGuild("tidewater", "Tidewater", GuildState.ACTIVE, steward=True, resting=False),
        )
    )
    assert "You are in no guild yet" in rendered(await bot.run(dele, guilds.mine))


async def test_a_guilds_page_is_for_its_members_and_its_card_for_everybody(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)

    assert await reasons(bot.run(dele, guilds.show, "Tidewater")) == (guilds.NotAMember("Tidewater", Command("guild", "join tidewater")),)
    assert (await bot.run(dele, guilds.look, "Tidewater")).purpose == "Getting better at asking together."


async def test_the_log_is_read_by_every_member(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ben, members.invite, "Yusra", "she told me kindly")
    assert "Monday 2 November: Ben invited Yusra" in rendered(await bot.run(cleo, guilds.show))


async def test_which_guild_is_meant(bot: Guildbot) -> None:
    """The channel's; else one's only one; else one says which."""
    yusra = someone("yusra", open_room)
    assert await reasons(bot.run(in_private(ana), guilds.show)) == (guilds.InNone(),)
    await guild_of(bot, ana, ben, yusra)
    assert (await bot.run(in_private(ana), guilds.show)).card.slug == "tidewater"
    await guild_of(bot, yusra, ana, ben, name="Nightjar")

    assert (await bot.run(yusra, guilds.show)).card.slug == "nightjar"
    assert await reasons(bot.run(in_private(ana), guilds.show)) == (guilds.WhichOne(("nightjar", "tidewater")),)
    assert await reasons(bot.run(ana, guilds.show, "Nowhere")) == (guilds.NoSuchGuild("Nowhere"),)


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ({"name": " "}, (guilds.NoName(),)),
        ({"name": "x" * 61}, (TooLong(61, 60),)),
        ({"purpose": "", "value_words": ("care",)}, (guilds.NoPurpose(), guilds.ValueWords(1))),
        ({"purpose": "x" * 301}, (TooLong(301, 300),)),
        ({"value_words": tuple("abcdefg")}, (guilds.ValueWords(7),)),
        ({"value_words": ("care", "#Care", "CARE ")}, (guilds.ValueWords(1),)),
        ({"zone": "Mars/Olympus"}, (guilds.UnknownZone("Mars/Olympus"),)),
    ],
)
async def test_a_start_form_filled_in_wrong(bot: Guildbot, said: dict[str, Any], wrong: tuple[Any, ...]) -> None:
    assert await reasons(bot.run(ana, guilds.start, draft(**said))) == wrong


async def test_a_name_or_a_channel_that_is_taken(bot: Guildbot) -> None:
    await bot.run(ana, guilds.start, draft())

    assert await reasons(bot.run(ben, guilds.start, draft(name="tide-water"))) == (guilds.RoomTaken("Tidewater"),)
    there = standing_in(ben, marram)
    assert await reasons(bot.run(there, guilds.start, draft(name="TIDEWATER"))) == (guilds.NameTaken("Tidewater"),)
    assert await reasons(bot.run(ben, guilds.can_start, "Tidewater")) == (guilds.NameTaken("Tidewater"), guilds.RoomTaken("Tidewater"))


async def test_a_guild_begins_in_a_channel(bot: Guildbot) -> None:
    assert await reasons(bot.run(in_private(ana), guilds.can_start, "Tidewater")) == (InAChannel(),)
    assert await reasons(bot.run(in_private(ana), guilds.start, draft())) == (InAChannel(),)


async def test_a_guild_that_does_not_wish_to_be_found_is_known_inside_only(bot: Guildbot) -> None:
    """To its members, in its channels, and to whoever is invited."""
    await bot.run(ana, guilds.start, draft(listed=False))
    stranger = someone("yusra", open_room)
    unknown = (guilds.NoSuchGuild("tidewater"),)
    for deed in (guilds.look, guilds.show, members.door, members.join):
        assert await reasons(bot.run(stranger, deed, "tidewater")) == unknown
    assert await bot.run(stranger, members.door, "tidewater", "feedc0de") == WrongCode("feedc0de", left=4)

    assert (await bot.run(ben, guilds.look, "tidewater")).name == "Tidewater"
    assert (await bot.run(standing_in(ana, marram), guilds.look, "tidewater")).name == "Tidewater"
    code = (await bot.run(ana, members.invite, "Yusra", "she asks well")).code
    door = await bot.run(stranger, members.door, "tidewater", code)
    assert isinstance(door, members.Door)
    assert door.card.name == "Tidewater"
    assert isinstance(await bot.run(stranger, members.join, "tidewater", code), Joined)


@pytest.mark.parametrize("emoji", ["💛", "❤️", "👩‍👩‍👧", "🇵🇹", "1️⃣", ":shell:", "<:shell:123>", "<a:shell:123>"])
async def test_an_emoji_is_one_picture_or_a_platforms_own(bot: Guildbot, emoji: str) -> None:
    assert (await bot.run(ana, guilds.start, draft(emoji=emoji))).card.emoji == emoji


@pytest.mark.parametrize("emoji", ["[free](https://evil.example)", "@everyone", "💛💛", ":" + "a" * 90 + ":", "a", "<@1>"])
async def test_words_are_no_emoji(bot: Guildbot, emoji: str) -> None:
    assert await reasons(bot.run(ana, guilds.start, draft(emoji=emoji))) == (guilds.NotAnEmoji(emoji),)


@pytest.mark.parametrize("typed", ["Care, craft, courage", "care craft courage", " #care,#craft ,,courage "])
def test_value_words_as_people_write_them(typed: str) -> None:
    assert guilds.value_words(typed) == WORDS
