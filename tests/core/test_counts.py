"""What a deed costs the database, counted: the part of the goals that holds on every machine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable
from pathlib import Path
from typing import Any

import pytest

from guildbot import kudos
from guildbot.bot import Guildbot
from guildbot.db.ledger import Deed, Ledger, SqliteLedger
from guildbot.refusals import Repeated
from guildbot.who import Caller
from tests.benchmarks import floor
from tests.benchmarks.b8_counted import MOST_STATEMENTS
from tests.conftest import Clock
from tests.core.conftest import Home, acme, guild_of, heard_as, install, message, someone

ana, ben, cleo = (someone(name) for name in ("ana", "ben", "cleo"))
HOLDING = "holding the silence on Tuesday"
MOST_FOR_AN_EMOJI = 10


class Counted:
    """A core whose statements are overheard."""

    def __init__(self, bot: Guildbot, ledger: SqliteLedger) -> None:
        self.bot, self._ledger = bot, ledger

    async def statements(self, deed: Awaitable[Any]) -> list[str]:
        with floor.overheard(floor.writing(self._ledger)) as heard:
            await deed
        return heard


@pytest.fixture
async def counted(database: Path, clock: Clock) -> AsyncIterator[Counted]:
    ledger = SqliteLedger(database, synchronous="OFF")
    bot = Guildbot(ledger, clock)
    await install(bot)
    await bot.run(ana, kudos.give, [ben.account], "the first time they meet")
    yield Counted(bot, ledger)
    await ledger.close()


def once(who: Caller) -> Caller:
    return heard_as(who, "slack:Ev1")


async def test_a_kudos_takes_eight_statements_and_one_commit(counted: Counted) -> None:
    heard = await counted.statements(counted.bot.run(once(ana), kudos.give, [ben.account], HOLDING))

    assert len(floor.work_of(heard)) <= MOST_STATEMENTS, heard
    assert heard.count("COMMIT") == 1


async def test_a_kudos_in_a_guild_takes_no_more(counted: Counted) -> None:
    await guild_of(counted.bot, ana, ben, cleo)

    heard = await counted.statements(counted.bot.run(once(ana), kudos.give, [ben.account], HOLDING))

    assert len(floor.work_of(heard)) <= MOST_STATEMENTS, heard


async def test_each_further_receiver_takes_four_more(counted: Counted) -> None:
    await counted.bot.run(ana, kudos.give, [cleo.account], "the first time they meet")

    heard = await counted.statements(counted.bot.run(once(ana), kudos.give, [ben.account, cleo.account], HOLDING))

    assert len(floor.work_of(heard)) <= MOST_STATEMENTS + 4, heard
    assert heard.count("COMMIT") == 1


async def test_an_emoji_takes_ten_statements_and_one_commit(counted: Counted) -> None:
    await guild_of(counted.bot, ana, ben, cleo)

    heard = await counted.statements(counted.bot.run(once(ana), kudos.react, ben.account, message("1", acme), "💛"))

    assert len(floor.work_of(heard)) <= MOST_FOR_AN_EMOJI, heard
    assert heard.count("COMMIT") == 1


async def test_an_event_heard_before_takes_one(counted: Counted) -> None:
    await counted.bot.run(once(ana), kudos.give, [ben.account], HOLDING)

    async def again() -> None:
        with pytest.raises(Repeated):
            await counted.bot.run(once(ana), kudos.give, [ben.account], HOLDING)

    assert len(floor.work_of(await counted.statements(again()))) == 1


class Recorded:
    """A ledger whose deeds are overheard, whatever home it is."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger, self.dialect, self.heard = ledger, ledger.dialect, list[str]()

    async def write(self, deed: Deed[Any]) -> Any:
        def recorded(cursor: Any) -> Any:
            return deed(_Recording(cursor, self.heard))

        return await self._ledger.write(recorded)

    async def read(self, deed: Deed[Any]) -> Any:
        return await self._ledger.read(deed)

    async def scrub(self) -> bool:
        return await self._ledger.scrub()

    async def close(self) -> None:
        await self._ledger.close()


class _Recording:
    def __init__(self, cursor: Any, heard: list[str]) -> None:
        self._cursor, self._heard = cursor, heard

    def execute(self, sql: str, *given: Any) -> Any:
        self._heard.append(sql)
        return self._cursor.execute(sql, *given)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


async def test_a_deed_takes_no_more_statements_in_either_home(home: Home, clock: Clock) -> None:
    ledger = Recorded(home.ledger)
    bot = Guildbot(ledger, clock)
    await install(bot)
    await guild_of(bot, ana, ben, cleo)

    ledger.heard.clear()
    await bot.run(once(ana), kudos.give, [ben.account], HOLDING)
    assert 5 < len(ledger.heard) <= MOST_STATEMENTS, ledger.heard

    ledger.heard.clear()
    await bot.run(heard_as(ana, "slack:Ev2"), kudos.react, ben.account, message("1", acme), "💛")
    assert 5 < len(ledger.heard) <= MOST_FOR_AN_EMOJI, ledger.heard
