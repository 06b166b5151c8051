"""One use case, one transaction: what is kept of it, what is not, and what only looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from guildbot import asks, guilds, kudos, members, people, reflections
from guildbot.bot import Guildbot
from guildbot.refusals import Refused, Repeated
from guildbot.waiting import waiting
from guildbot.work import Work
from tests.core.conftest import deliver, guild_of, heard_as, message, reasons, someone

ana, ben, cleo = (someone(name) for name in ("ana", "ben", "cleo"))
PAGES: list[tuple[Callable[..., Any], tuple[Any, ...]]] = [
    (kudos.mine, ()),
    (asks.listed, ()),
    (guilds.mine, ()),
    (guilds.show, ("tidewater",)),
    (guilds.look, ("tidewater",)),
    (guilds.find, ("tide",)),
    (members.leaving, ("tidewater",)),
    (reflections.mine, ()),
    (people.show, ()),
    (people.suggest, ("b",)),
    (waiting, ()),
]


async def test_a_surprise_leaves_nothing_half_written(bot: Guildbot, look: Any) -> None:
    def half(work: Work) -> None:
        kudos.give(work, [ben.account], "holding the silence")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await bot.run(heard_as(ana, "e1"), half)

    assert [look(f"SELECT count(*) FROM {table}") for table in ("kudos", "receipt", "notice", "seen", "account")] == [[(0,)]] * 5
    await bot.run(heard_as(ana, "e1"), kudos.give, [ben.account], "holding the silence")


async def test_an_event_counts_once_whatever_it_asks(bot: Guildbot) -> None:
    await bot.run(heard_as(ana, "e1"), people.show)
    with pytest.raises(Repeated):
        await bot.run(heard_as(ben, "e1"), kudos.give, [cleo.account], "holding the silence")
    for _ in range(2):  # a platform without keys is heard every time
        await bot.run(ana, people.show)


async def test_a_refusal_changes_nothing(bot: Guildbot, look: Any) -> None:
    await reasons(bot.run(heard_as(ana, "e1"), kudos.give, [ben.account], ""))
    assert [look(f"SELECT count(*) FROM {table}") for table in ("account", "person", "seen")] == [[(0,)]] * 3


async def test_the_clock_acts_for_nobody(bot: Guildbot) -> None:
    with pytest.raises(LookupError, match="nobody acts here"):
        await bot.tend(kudos.mine)


async def test_an_emoji_that_says_nothing_leaves_no_trace_of_who_was_where(bot: Guildbot, look: Any) -> None:
    await guild_of(bot, ana, ben, cleo)
    stranger = someone("passerby")
    assert await bot.run(heard_as(stranger, "e1"), kudos.react, ben.account, message("1"), "👍") == kudos.Nothing()
    assert look("SELECT count(*) FROM account WHERE external_id = 'passerby'") == [(0,)]
    assert look("SELECT count(*) FROM seen WHERE key = 'e1'") == [(0,)]


@pytest.mark.parametrize(("page", "asked"), PAGES, ids=lambda one: getattr(one, "__name__", ""))
async def test_a_page_can_be_looked_at_and_says_the_same(bot: Guildbot, page: Callable[..., Any], asked: tuple[Any, ...]) -> None:
    """Looking reads only, and tells what running tells."""
    await guild_of(bot, ana, ben, cleo, thanks=None)
    await bot.run(ben, kudos.give, [ana.account], "holding the silence")
    await deliver(bot)
    assert await bot.look(ana, page, *asked) == await bot.run(ana, page, *asked)


async def test_whoever_looks_for_the_first_time_becomes_a_person(bot: Guildbot, look: Any) -> None:
    assert (await bot.look(ana, people.show)).person.name == "Ana"
    assert look("SELECT name FROM account") == [("Ana",)]


async def test_a_page_refuses_as_a_deed_does(bot: Guildbot) -> None:
    await bot.run(ana, people.show)
    with pytest.raises(Refused):
        await bot.look(ana, guilds.show, "nowhere")
