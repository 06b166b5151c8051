"""A chapter in whose channel we may not post: it pauses, what is for it waits, and it goes on by itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from guildbot import asks, chapters, courier, guilds, kudos, members, spaces
from guildbot.bot import Guildbot
from guildbot.chapters import Closed, GoesOn, NotLetIn, OpenAlready, Opening, Paused, Readers, TryingAgain
from guildbot.digests import Digest
from guildbot.kinds import Visibility
from guildbot.reflections import Question
from guildbot.refusals import NoLonger
from guildbot.who import Room
from tests.conftest import Clock
from tests.core.conftest import (
    Home,
    acme,
    deliver,
    guild_of,
    in_private,
    marram,
    message,
    names,
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
FRIDAY = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)


async def put_out(bot: Guildbot) -> None:
    await bot.tend(chapters.put_out, "slack", "T1", "C1")


async def let_in(bot: Guildbot) -> None:
    await bot.tend(chapters.let_in, "slack", "T1", "C1")


async def test_a_bot_put_out_of_the_channel_pauses_the_chapter_and_its_caretakers_hear_it_once(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, yusra)
    await open_in(bot, "tidewater", ana, open_room)
    dora = someone("dora", open_room)
    await bot.run(dora, guilds.look, "tidewater")

    for _ in range(2):  # as the platform repeats itself
        await put_out(bot)

    post = await deliver(bot)
    for caretaker in (ana, ben, yusra):
        (told,) = post.to(caretaker)
        assert told == Paused("Tidewater", CARE, 1, by_admin=False)
    assert "I can no longer post in #care in Acme, so Tidewater pauses there." in rendered(told)
    assert len(post) == 3
    page = await bot.run(yusra, guilds.show)
    assert page.card.paused == (CARE,)
    assert "Paused, as I may not post there at the moment: #care in Acme." in rendered(page)
    assert "Paused" not in rendered(await bot.run(dora, guilds.look, "tidewater"))


async def test_invited_again_it_says_so_and_goes_on(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await put_out(bot)
    await deliver(bot)

    for _ in range(2):
        await let_in(bot)

    post = await deliver(bot)
    assert post.to(acme) == [GoesOn("Tidewater")]
    assert (await bot.run(ana, guilds.show)).card.paused == ()
    await let_in(bot)
    assert len(await deliver(bot)) == 0


async def test_the_weeks_of_a_pause_are_taken_up_by_the_next_digest(bot: Guildbot, clock: Clock, home: Home) -> None:
    """D1: skipped with a note, and no week is lost."""
    await guild_of(bot, ana, ben, cleo)
    await put_out(bot)
    await deliver(bot)
    await bot.run(ana, kudos.give, [ben.account], "for holding the silence", guild="tidewater")
    clock.now = FRIDAY
    assert (await deliver(bot)).to(acme) == []
    assert ("the channel is paused",) in home.look("SELECT note FROM occurrence WHERE state = 'skipped'")
    assert home.look("SELECT * FROM digest") == []

    clock.move(days=3)
    await let_in(bot)
    await deliver(bot)
    await bot.run(ben, kudos.give, [cleo.account], "for the kettle, all week", guild="tidewater")
    clock.move(days=4)

    (digest,) = (await deliver(bot)).of(Digest)
    assert {one.giver.name: names(one.to) for one in digest.thanked} == {"Ana": ["Ben"], "Ben": ["Cleo"]}


async def test_a_refused_digest_pauses_the_chapter_and_its_week_comes_with_the_next(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ana, kudos.give, [ben.account], "for holding the silence")
    clock.now = FRIDAY
    post = await deliver(bot, refusing=[acme])
    assert [type(one) for one in post.to(ana)][-1] is Paused
    paused = post.of(Paused)[0]

    clock.move(days=6)
    assert await bot.run(in_private(ben), chapters.try_again, paused.chapter) == TryingAgain("Tidewater", CARE, was_open=True)
    assert (await deliver(bot)).to(acme) == [GoesOn("Tidewater")]
    clock.move(days=1)

    (digest,) = (await deliver(bot)).of(Digest)
    assert names(one.to[0] for one in digest.thanked) == ["Ben"]
    assert digest.day == clock.now.date()


async def test_a_channel_that_is_closed_and_opens_again_repeats_no_week_and_digs_up_no_old_ones(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    await open_in(bot, "tidewater", ana, marram)
    await bot.run(ana, kudos.give, [ben.account], "for holding the silence")
    clock.now = FRIDAY
    assert len((await deliver(bot)).of(Digest)) == 2
    await bot.run(ana, chapters.close_here)
    await bot.run(ana, chapters.open_here, "tidewater")
    clock.move(days=5)
    await deliver(bot)
    await bot.run(ben, kudos.give, [cleo.account], "for the kettle, all week")
    clock.move(days=2)
    (digest,) = [one for one in (await deliver(bot)).to(acme) if isinstance(one, Digest)]
    assert [one.giver.name for one in digest.thanked] == ["Ben"]

    await bot.run(ana, chapters.close_here)
    await bot.run(ben, kudos.give, [ana.account], "for closing the windows", guild="tidewater")
    for _ in range(3):
        clock.move(days=7)
        await deliver(bot)
    await bot.run(ana, chapters.open_here, "tidewater")
    await deliver(bot)
    await bot.run(ana, kudos.give, [cleo.account], "for opening them again")
    clock.move(days=7)
    (digest,) = [one for one in (await deliver(bot)).to(acme) if isinstance(one, Digest)]
    assert [one.reason for one in digest.thanked] == ["for opening them again"]


async def test_who_was_not_shown_does_not_count_as_shown(bot: Guildbot, clock: Clock, home: Home) -> None:
    """D3: the rotation remembers what went out, not what was to."""
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ana, kudos.give, [ben.account], "for holding the silence")
    clock.now = FRIDAY
    await deliver(bot, refusing=[acme])
    assert home.look("SELECT * FROM shown") == []


async def test_nothing_is_posted_while_it_is_paused_and_what_waited_goes_afterwards(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo, thanks=Visibility.MESSAGE)
    await put_out(bot)
    await deliver(bot)
    await bot.run(ana, kudos.give, [ben.account], "for holding the silence", about=message("7"))
    clock.now = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)  # the first Tuesday
    post = await deliver(bot)
    assert post.to(acme) == []
    assert post.of(Question) == []
    assert await bot.tend(courier.next_due) is None

    await let_in(bot)

    assert [type(one) for one in (await deliver(bot)).to(acme)] == [GoesOn, kudos.Posted]


async def test_when_nobody_lets_it_in_whoever_tried_is_told(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await put_out(bot)
    await deliver(bot)

    await bot.run(cleo, chapters.open_here, "tidewater")

    post = await deliver(bot, refusing=[acme])
    assert [type(one) for one in post.to(cleo)] == [NotLetIn]
    assert "I still cannot post in #care in Acme, so Tidewater stays paused there." in rendered(post.to(cleo)[0])
    assert len(post) == 1


async def test_an_ask_that_is_taken_shows_that_the_pause_is_over(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await put_out(bot)
    await deliver(bot)
    await bot.run(ana, asks.ask_for, "a lift", "the bus is gone")
    post = await deliver(bot, refusing=[acme])
    (told,) = post.to(ana)
    assert isinstance(told, asks.NotPosted)
    assert "Invite me there (on Slack: /invite @guildbot), or let me read and write in it; then try again." in rendered(told)

    await bot.run(ana, asks.post_again, told.ask.id)
    await deliver(bot)

    assert (await bot.run(ana, guilds.show)).card.paused == ()


@pytest.mark.parametrize("state", ["wished for", "opening", "paused"])
async def test_closing_works_in_every_state(bot: Guildbot, state: str) -> None:
    await guild_of(bot, ana, ben, cleo)
    there = standing_in(ana, marram)
    if state == "wished for":
        await bot.run(dele, members.join, "tidewater")
        await bot.run(standing_in(dele, marram), chapters.open_here, "tidewater")
    else:
        await bot.run(there, chapters.open_here, "tidewater")
        await deliver(bot, refusing=[marram] if state == "opening" else [])
    if state == "paused":
        await bot.tend(chapters.put_out, "slack", "T2", "C1")
    await deliver(bot, refusing=[marram])

    closed = await bot.run(there, chapters.close_here)

    assert closed == Closed("Tidewater", Room("slack", "T2", "Marram", "C1", "ward"))
    assert [room.space_name for room in (await bot.run(ana, guilds.show)).card.rooms] == ["Acme"]
    assert await bot.run(there, chapters.open_here, "tidewater") == Opening("Tidewater", agreed=True)


async def test_a_channel_that_is_gone_is_closed_from_the_message_that_told_so(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await put_out(bot)
    (paused,) = (await deliver(bot)).to(ana)
    assert isinstance(paused, Paused)

    assert await reasons(bot.run(dele, chapters.close, paused.chapter)) == (NoLonger(),)
    assert await bot.run(in_private(ana), chapters.close, paused.chapter) == Closed("Tidewater", CARE)
    assert await reasons(bot.run(in_private(ana), chapters.close, paused.chapter)) == (NoLonger(),)
    assert (await bot.run(in_private(ana), guilds.show)).card.rooms == ()


async def test_a_paused_chapter_holds_its_channel_and_opens_elsewhere(bot: Guildbot) -> None:
    """G2."""
    await guild_of(bot, ana, ben, cleo)
    await guild_of(bot, yusra, ana, ben, name="Nightjar")
    await put_out(bot)
    assert await reasons(bot.run(ana, chapters.open_here, "nightjar")) == (guilds.RoomTaken("Tidewater"),)

    await open_in(bot, "tidewater", ana, marram)

    assert [room.space_name for room in (await bot.run(ana, guilds.show, "tidewater")).card.rooms] == ["Acme", "Marram"]
    await let_in(bot)
    await deliver(bot)
    assert await reasons(bot.run(ana, chapters.open_here, "tidewater")) == (OpenAlready("Tidewater"),)


async def test_the_first_post_opens_it_and_only_then_the_members_are_told(bot: Guildbot) -> None:
    """A chapter is opening until its first post is delivered."""
    await guild_of(bot, ana, ben, cleo)
    await bot.run(standing_in(ana, marram), chapters.open_here, "tidewater")
    post = await deliver(bot, refusing=[marram])
    assert [type(one) for one in post.to(ana)] == [NotLetIn]
    assert post.to(ben) == []

    await bot.tend(chapters.let_in, "slack", "T2", "C1")  # invited, which is all that was missing

    post = await deliver(bot)
    assert [type(one) for one in post.to(marram)] == [guilds.Card]
    for one in (ana, ben, cleo):
        assert [type(said) for said in post.to(one)] == [Readers]
    (card,) = post.to(acme)
    assert isinstance(card, guilds.Card)
    assert "Read in #care in Acme and #ward in Marram." in rendered(card)


async def test_when_a_channel_closes_the_cards_elsewhere_say_so(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await open_in(bot, "tidewater", ana, marram)
    await bot.run(standing_in(ana, marram), chapters.close_here)
    post = await deliver(bot)
    assert all("Marram" not in rendered(card) for card in post.of(guilds.Card))
    assert [type(one) for one in post.to(acme)] == [guilds.Card]
    assert all(len(letter.edits) == 1 for letter in post.letters)


async def test_a_renamed_channel_is_called_so_elsewhere_and_a_private_one_by_no_name(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await open_in(bot, "tidewater", ana, open_room)
    await deliver(bot)

    await bot.tend(chapters.renamed, "slack", "T1", "C1", "warmth")

    (card,) = (await deliver(bot)).to(open_room)
    assert "#warmth in Acme" in rendered(card)
    await bot.tend(chapters.renamed, "slack", "T1", "C1", "")
    (card,) = (await deliver(bot)).to(open_room)
    assert "a channel in Acme" in rendered(card)
    assert "warmth" not in rendered(card)
    await bot.tend(chapters.renamed, "slack", "T1", "C404", "nowhere")
    assert len(await deliver(bot)) == 0


async def test_hints_about_channels_of_nobody_are_nothing(bot: Guildbot) -> None:
    for hint in (chapters.put_out, chapters.let_in):
        await bot.tend(hint, "slack", "T1", "C1")
        await bot.tend(hint, "slack", "T404", "C1")
    await bot.run(ana, spaces.enter, "care")
    assert [type(one) for one in (await deliver(bot)).to(acme)] == [spaces.Hello]
