"""Where the bot is installed: rule G1, and its first words."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from guildbot import asks, chapters, guilds, kudos, members, people, reflections, spaces
from guildbot.bot import Guildbot
from guildbot.chapters import Opening, TryingAgain
from guildbot.db.tables import metadata
from guildbot.digests import Digest
from guildbot.kinds import SpaceKind
from guildbot.refusals import InAChannel, Refused, Repeated
from guildbot.spaces import Hello, Installed, Removed, Welcome
from guildbot.who import Place
from tests.conftest import Clock
from tests.core.conftest import (
    acme,
    deliver,
    guild_of,
    heard_as,
    in_private,
    marram,
    names,
    open_in,
    open_room,
    reasons,
    rendered,
    someone,
    standing_in,
)  # fmt: skip

ana, ben, cleo = (someone(name) for name in ("ana", "ben", "cleo"))
yusra = someone("yusra", open_room)
FRIDAY = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)


async def test_a_space_is_told_of_at_every_start_and_is_new_once(bot: Guildbot) -> None:
    install = ("slack", "T9", "Ninth", SpaceKind.WORKSPACE)
    fresh = await bot.tend(spaces.install, *install)
    assert fresh == Installed(fresh.id, "Ninth", fresh=True)
    assert await bot.tend(spaces.install, *install) == Installed(fresh.id, "Ninth", fresh=False)
    assert ("T9",) in await bot.tend(spaces.known, "slack")

    await bot.tend(spaces.remove, "slack", "T9")
    assert ("T9",) not in await bot.tend(spaces.known, "slack")
    assert await bot.tend(spaces.install, *install) == Installed(fresh.id, "Ninth", fresh=True)


async def test_uninstalling_closes_the_spaces_chapters_and_nothing_else(bot: Guildbot, clock: Clock) -> None:
    """G1."""
    await guild_of(bot, ana, ben, yusra)
    await open_in(bot, "tidewater", ana, open_room)
    await bot.run(ana, kudos.give, [ben.account], "holding the silence")

    assert await bot.tend(spaces.remove, "slack", "T1") == Removed("Acme", 1)
    assert await bot.tend(spaces.remove, "slack", "T1") is None
    assert await bot.tend(spaces.remove, "slack", "T404") is None

    shown = await bot.run(yusra, guilds.show)
    assert [name for name, *_ in shown.members] == ["Ana", "Ben", "Yusra"]
    assert [room.space_name for room in shown.card.rooms] == ["the Open Room"]
    assert (await bot.run(ben, kudos.mine)).thanks == 1
    clock.move(days=4)
    post = await deliver(bot)
    assert post.to(acme) == []
    (digest,) = post.to(open_room)
    assert isinstance(digest, Digest)
    assert names(one.to[0] for one in digest.thanked) == ["Ben"]


CLOSES = {"chapter", "schedule", "space", "notice"}  # what an uninstallation may touch


async def test_of_everything_kept_only_its_chapters_are_touched(bot: Guildbot, clock: Clock, look: Any) -> None:
    """G1, counted over every table: no row goes, and none outside the Space's own changes."""
    await guild_of(bot, ana, ben, cleo)
    await bot.run(yusra, members.join, "tidewater")
    await open_in(bot, "tidewater", ana, open_room)
    await bot.run(ana, kudos.give, [ben.account, yusra.account], "holding the silence")
    note = await bot.run(ben, asks.note, ana.account, "the form")
    assert isinstance(note, asks.Noted)
    await bot.run(ana, asks.confirm, note.id, "Nobody argued.")
    await bot.run(cleo, asks.ask_for, "a lift", "the bus is gone")
    clock.move(days=4)
    await deliver(bot)
    before = {table: look(f'SELECT * FROM "{table}" ORDER BY 1, 2') for table in metadata.tables}

    await bot.tend(chapters.uninstalled, "slack", "T1")

    after = {table: look(f'SELECT * FROM "{table}" ORDER BY 1, 2') for table in metadata.tables}
    assert {table for table in before if before[table] != after[table]} <= CLOSES
    assert {table: len(rows) for table, rows in before.items() if table != "notice"} == {
        table: len(rows) for table, rows in after.items() if table != "notice"
    }
    assert look("SELECT space_id, state FROM chapter ORDER BY id") == [(1, "closed"), (3, "open")]


async def test_those_who_care_are_told_that_a_space_is_gone(bot: Guildbot) -> None:
    await guild_of(bot, yusra, ana, ben)
    await open_in(bot, "tidewater", yusra, Place("discord", "S1", "the Open Room", "D2"))
    assert await bot.tend(chapters.uninstalled, "slack", "T404") is None
    assert await bot.tend(chapters.uninstalled, "slack", "T2") == Removed("Marram", 0)
    await open_in(bot, "tidewater", ana, acme)
    assert await bot.tend(chapters.uninstalled, "slack", "T1") == Removed("Acme", 1)
    assert await bot.tend(chapters.uninstalled, "slack", "T1") is None

    post = await deliver(bot)

    (told,) = post.to(yusra)
    assert rendered(told) == "I was taken out of Acme, so Tidewater is closed there. Members and record stay."
    assert {type(one) for one in post.to(open_room)} == {guilds.Card}
    assert all("Acme" not in rendered(card) for card in post.to(open_room))


async def test_a_guild_whose_last_space_is_gone_is_found_by_its_members_and_opens_elsewhere(bot: Guildbot, clock: Clock) -> None:
    """G1: with members and history; its digest goes on where it ended, and no week comes twice."""
    await guild_of(bot, ana, ben, yusra)
    clock.now = FRIDAY
    assert len((await deliver(bot)).of(Digest)) == 1
    clock.move(hours=1)
    await bot.run(ana, kudos.give, [ben.account], "for carrying the boxes")
    await bot.tend(chapters.uninstalled, "slack", "T1")
    (told,) = (await deliver(bot)).to(yusra)
    assert "It has no channel now. Typed in another one, /guild open tidewater brings it back." in rendered(told)
    clock.move(days=14)
    assert (await deliver(bot)).of(Digest) == []

    assert [one.name for one in (await bot.run(yusra, guilds.mine)).guilds] == ["Tidewater"]
    assert await bot.run(yusra, chapters.open_here, "tidewater") == Opening("Tidewater", agreed=True)

    await deliver(bot)
    shown = await bot.run(yusra, guilds.show)
    assert [one[0] for one in shown.members] == ["Ana", "Ben", "Yusra"]
    clock.now = FRIDAY + timedelta(weeks=3)
    (digest,) = (await deliver(bot)).of(Digest)
    assert [(one.giver.name, one.reason) for one in digest.thanked] == [("Ana", "for carrying the boxes")]


async def test_reopened_in_the_same_week_it_says_nothing_twice(bot: Guildbot, clock: Clock, look: Any) -> None:
    """D1 and G1: a week that the gone channel had is had, in a zone behind it too."""
    await guild_of(bot, ana, ben, yusra)
    await bot.run(ana, kudos.give, [ben.account], "for holding the silence")
    clock.now = FRIDAY
    assert len((await deliver(bot)).of(Digest)) == 1
    await bot.tend(chapters.uninstalled, "slack", "T1")
    await bot.run(yusra, people.change, name="", zone_name="America/Lima", quiet="")
    await open_in(bot, "tidewater", yusra, open_room)
    clock.move(hours=12)
    assert (await deliver(bot)).of(Digest) == []
    assert look("SELECT note FROM occurrence WHERE state = 'skipped' ORDER BY id DESC LIMIT 1") == [("2026-W45 had its digest already",)]
    clock.move(days=7)
    (digest,) = (await deliver(bot)).of(Digest)
    assert digest.thanked == ()


async def test_its_question_waits_for_a_channel(bot: Guildbot, clock: Clock) -> None:
    """G1: none is spent on nobody, and it goes on with the one that would have come."""
    await guild_of(bot, ana, ben, yusra)
    await bot.tend(chapters.uninstalled, "slack", "T1")
    clock.now = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
    await deliver(bot)
    with pytest.raises(Refused):
        await bot.run(yusra, reflections.current)
    await open_in(bot, "tidewater", yusra, open_room)
    clock.move(days=14)
    assert len((await deliver(bot)).of(reflections.Question)) == 1


@pytest.mark.parametrize("reachable", [True, False])
async def test_a_caretaker_who_can_be_reached_is_asked_before_it_opens_elsewhere(bot: Guildbot, reachable: bool) -> None:
    """G1: ana, ben and cleo care for it, all of them with accounts in Acme alone; a fourth opens it, who sits elsewhere."""
    await guild_of(bot, ana, ben, cleo)
    await bot.run(yusra, members.join, "tidewater")
    if reachable:
        await bot.run(ana, chapters.close_here)
    else:
        await bot.tend(chapters.uninstalled, "slack", "T1")

    assert await bot.run(yusra, chapters.open_here, "tidewater") == Opening("Tidewater", agreed=not reachable)

    post = await deliver(bot)
    assert [type(one) for one in post.to(open_room)] == ([] if reachable else [guilds.Card])


async def test_one_chapter_a_channel_however_many_ask_at_once(bot: Guildbot) -> None:
    """G2."""
    await guild_of(bot, ana, ben, cleo)
    await guild_of(bot, *(standing_in(who, open_room) for who in (ben, ana, cleo)), name="Nightjar")
    there = [standing_in(who, marram) for who in (ana, ben, cleo)]
    said = await asyncio.gather(
        *(bot.run(who, chapters.open_here, name) for who in there for name in ("tidewater", "nightjar")),
        *(bot.run(who, guilds.start, guilds.Draft(f"New {who.account.name}", "To be.", "", ("a", "b", "c"))) for who in there),
        return_exceptions=True,
    )
    made = [one for one in said if not isinstance(one, (Refused, TryingAgain))]
    assert [type(one) for one in made] in ([Opening], [guilds.Started])
    assert [type(one) for one in (await deliver(bot)).to(marram)] == [guilds.Card]


async def test_what_was_owed_to_a_removed_spaces_channels_is_dropped(bot: Guildbot) -> None:
    """G1."""
    await bot.run(ana, spaces.enter, "care")
    await bot.tend(spaces.remove, "slack", "T1")
    assert len(await deliver(bot)) == 0


async def test_the_first_message_comes_once_an_installation(bot: Guildbot, clock: Clock) -> None:
    for who in (ana, ben, ana):
        await bot.run(in_private(who), spaces.welcome)
    post = await deliver(bot)
    assert (post.to(ana), len(post)) == ([Welcome("Acme")], 1)
    assert "I score nobody" in rendered(post.to(ana)[0])

    await bot.tend(spaces.remove, "slack", "T1")
    clock.move(days=1)
    await bot.tend(spaces.install, "slack", "T1", "Acme", SpaceKind.WORKSPACE)
    await bot.run(ben, spaces.welcome)
    assert (await deliver(bot)).to(ben) == [Welcome("Acme")]


async def test_the_bot_says_one_line_in_a_channel_once(bot: Guildbot, clock: Clock) -> None:
    for _ in range(3):
        await bot.run(ana, spaces.enter, "care")
        clock.move(hours=1)
    await bot.run(someone("eli", marram), spaces.enter, "ward")  # the same channel id in another workspace

    post = await deliver(bot)

    ((hello,), (other,)) = post.to(acme), post.to(marram)
    assert isinstance(hello, Hello)
    assert isinstance(other, Hello)
    assert (hello.room.name, other.room.name) == ("care", "ward")
    assert rendered(hello) == "Thank someone with /kudos, ask for a hand with /ask. I read nothing else here."


async def test_entering_needs_a_channel(bot: Guildbot) -> None:
    assert await reasons(bot.run(in_private(ana), spaces.enter, "care")) == (InAChannel(),)


@pytest.mark.parametrize("days", [13, 15])
async def test_event_keys_are_remembered_for_two_weeks(bot: Guildbot, clock: Clock, days: int) -> None:
    await bot.run(heard_as(ana, "e1"), people.show)
    clock.now += timedelta(days=days)
    await deliver(bot)
    if days < 14:
        with pytest.raises(Repeated):
            await bot.run(heard_as(ana, "e1"), people.show)
    else:
        await bot.run(heard_as(ana, "e1"), people.show)
