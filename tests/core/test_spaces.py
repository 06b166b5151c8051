"""Where the bot is installed: rule G1, and its first words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from guildbot import guilds, kudos, people, spaces
from guildbot.bot import Guildbot
from guildbot.digests import Digest
from guildbot.kinds import SpaceKind
from guildbot.refusals import InAChannel, Repeated
from guildbot.spaces import Hello, Installed, Removed, Welcome
from tests.conftest import Clock
from tests.core.conftest import acme, deliver, guild_of, heard_as, in_private, marram, names, open_in, open_room, reasons, rendered, someone

ana, ben, cleo = (someone(name) for name in ("ana", "ben", "cleo"))
yusra = someone("yusra", open_room)


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
    assert [name for name, _ in shown.members] == ["Ana", "Ben", "Yusra"]
    assert [room.space_name for room in shown.card.rooms] == ["the Open Room"]
    assert (await bot.run(ben, kudos.mine)).thanks == 1
    clock.move(days=4)
    post = await deliver(bot)
    assert post.to(acme) == []
    (digest,) = post.to(open_room)
    assert isinstance(digest, Digest)
    assert names(one.to[0] for one in digest.thanked) == ["Ben"]


async def test_a_guild_whose_only_space_is_gone_is_still_there(bot: Guildbot, clock: Clock) -> None:
    """G1: it can open elsewhere."""
    await guild_of(bot, ana, ben, cleo)
    await bot.tend(spaces.remove, "slack", "T1")
    clock.move(days=4)
    assert len(await deliver(bot)) == 0

    await open_in(bot, "tidewater", ana, open_room)

    clock.move(days=7)
    assert [type(one) for one in (await deliver(bot)).to(open_room)] == [Digest]


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
