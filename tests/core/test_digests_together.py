"""Many guilds' weeks gathered at once: the same words as one by one, the same number of statements, and plans that read one week."""

from __future__ import annotations

import contextlib
import random
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from guildbot import asks, courier, digests, kudos
from guildbot.bot import Guildbot, tend_house
from guildbot.db.lists import listed
from guildbot.db.postgres import connect
from guildbot.db.prepared import Prepared
from guildbot.digests import Digest, reading
from guildbot.digests.gathering import weeks
from tests.conftest import Clock
from tests.core.conftest import Home, acme, deliver, guild_of, install, marram, open_room, posted, rendered, someone
from tests.core.test_counts import Recorded

FRIDAY = datetime(2026, 11, 6, 10, 1, tzinfo=UTC)
PLACES = (acme, marram, open_room)


async def three_guilds(bot: Guildbot, *, busy: int) -> None:
    """One in each Space; `busy` times over everything that a week can have."""
    for number, place in enumerate(PLACES):
        crowd = [someone(f"{name}{number}", place) for name in ("ana", "ben", "cleo", "dov")]
        await guild_of(bot, *crowd, name=f"Guild {number}")
        ana, ben, cleo, dov = crowd
        for time in range(busy):
            await bot.run(ana, kudos.give, [ben.account], f"the quiet hour number {time} of guild {number}")
            await bot.run(ben, kudos.give, [cleo.account, dov.account], f"carrying table {time} together")
            await bot.run(cleo, asks.helped_me, ana.account, f"form {time}", f"It went through, number {time}.")
            await bot.run(dov, asks.ask_for, f"a hand with box {time}", "it is heavy")


async def due(bot: Guildbot, clock: Clock) -> None:
    clock.now = FRIDAY
    while await bot.tend(tend_house):
        pass


async def test_digests_that_are_due_together_are_gathered_together(bot: Guildbot, clock: Clock) -> None:
    await three_guilds(bot, busy=2)
    await deliver(bot)
    await due(bot, clock)

    letters = await bot.tend(courier.claim_several)

    assert {one.content[0].guild for one in letters if isinstance(one.content[0], Digest)} == {"Guild 0", "Guild 1", "Guild 2"}
    assert await bot.tend(courier.claim_several) == []
    for letter in letters:
        await bot.tend(courier.delivered, letter.id, posted(letter))
    assert len(await deliver(bot)) == 0


async def test_no_more_than_there_are_hands_for(bot: Guildbot, clock: Clock) -> None:
    await three_guilds(bot, busy=1)
    await deliver(bot)
    await due(bot, clock)
    assert [len(await bot.tend(courier.claim_several, most=2)) for _ in range(3)] == [2, 1, 0]


async def test_together_they_say_what_each_says_alone(bot: Guildbot, clock: Clock, look: Any) -> None:
    await three_guilds(bot, busy=5)
    await deliver(bot)
    await due(bot, clock)
    ids = [id for (id,) in look("SELECT id FROM digest ORDER BY id")]

    together = await bot.tend(weeks, ids)
    alone = [(await bot.tend(weeks, [id]))[id] for id in ids]

    assert [rendered(together[id].made) for id in ids] == [rendered(one.made) for one in alone]
    assert all("Thanks\n" in rendered(one.made) for one in alone)


async def test_many_digests_take_as_many_statements_as_one(home: Home, clock: Clock) -> None:
    ledger = Recorded(home.ledger)
    bot = Guildbot(ledger, clock)
    await install(bot)
    await three_guilds(bot, busy=4)
    await deliver(bot)
    await due(bot, clock)
    ids = [id for (id,) in home.look("SELECT id FROM digest ORDER BY id")]

    ledger.heard.clear()
    await bot.tend(weeks, ids[:1])
    one = list(ledger.heard)
    ledger.heard.clear()
    await bot.tend(weeks, ids)

    assert len(ids) == 3
    assert ledger.heard == one
    assert len(one) == 12  # and two more where somebody lets older thanks be seen, or a question has closed


async def test_nobody_counts_as_shown_before_the_digest_stands(bot: Guildbot, clock: Clock, look: Any) -> None:
    """D3: the rotation remembers what really went out."""
    await three_guilds(bot, busy=1)
    await deliver(bot)
    await due(bot, clock)
    (letter,) = await bot.tend(courier.claim_several, most=1)
    assert look("SELECT * FROM shown") == []

    await bot.tend(courier.put_off, letter.id, 5.0)
    assert look("SELECT * FROM shown") == []

    clock.move(minutes=1)
    (again,) = await bot.tend(courier.claim_several, most=1)
    await bot.tend(courier.delivered, again.id, posted(again))
    assert len(look("SELECT * FROM shown")) > 2


async def test_a_digest_that_was_given_up_showed_nobody(bot: Guildbot, clock: Clock, look: Any) -> None:
    await three_guilds(bot, busy=1)
    await deliver(bot)
    await due(bot, clock)
    for letter in await bot.tend(courier.claim_several):
        await bot.tend(courier.give_up, letter.id, "not_in_channel")
    assert look("SELECT * FROM shown") == look("SELECT * FROM digest") == []


# plans: one week is read, however long the history is


def history(connection: sqlite3.Connection, rows: int) -> None:
    """Two years of kudos in fifty guilds, and statistics that tempt to skip through them."""
    chance = random.Random(6)
    at = [(datetime(2026, 11, 5, tzinfo=UTC) - timedelta(minutes=chance.randrange(2 * 525_600))).isoformat(" ")[:19] for _ in range(rows)]
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.executemany(
        "INSERT INTO kudos (id, guild_id, giver_id, reason, privately, given_at) VALUES (?, ?, 1, 'for the long way round', 0, ?)",
        [(1000 + number, 1 + number % 50, f"{when}.000000") for number, when in enumerate(at)],
    )
    connection.execute("INSERT INTO receipt (kudos_id, account_id, kept_at) SELECT id, 2, given_at FROM kudos WHERE id >= 1000")
    connection.commit()


@pytest.mark.parametrize("analysed", [False, True])
def test_sqlite_searches_one_week_of_the_kudos(database: Path, analysed: bool) -> None:
    """Benchmarks.md, traps: after ANALYZE SQLite may skip-scan the whole history."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        history(connection, 20_000)
        if analysed:
            connection.execute("ANALYZE")
        plan = "\n".join(_sqlite_plan(connection, one) for one in (reading.THANKS, reading.DECIDED, reading.EARLIER_THANKS, reading.WORDS))
    assert "SCAN kudos" not in plan
    assert "SCAN receipt" not in plan
    assert "ANY(" not in plan
    assert "(guild_id=? AND given_at<?)" not in plan
    assert "kudos USING INDEX ix_kudos_guild (guild_id=? AND given_at>? AND given_at<?)" in plan


def _sqlite_plan(connection: sqlite3.Connection, said: Any) -> str:
    from sqlalchemy.dialects import sqlite

    plan = said.plan(sqlite.dialect())
    given = {"digests": listed([1]), "thanks": listed([1001, 1002]), "earliest": FRIDAY - timedelta(days=7), "now": FRIDAY}
    rows = connection.execute(f"EXPLAIN QUERY PLAN {plan.sql}", plan.bound({key: given[key] for key in plan.asks}))
    return "\n".join(str(row[3]) for row in rows)


async def test_postgresql_searches_one_week_of_the_kudos(fresh_postgres: str, database: Path) -> None:
    from sqlalchemy import create_engine

    with contextlib.closing(sqlite3.connect(database)) as connection:
        history(connection, 20_000)
        rows = connection.execute("SELECT id, guild_id, given_at FROM kudos").fetchall()
    with contextlib.closing(connect(fresh_postgres)) as server, server.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no foreign keys while rows are poured in
        with cursor.copy("COPY kudos (id, guild_id, giver_id, reason, privately, given_at) FROM STDIN") as copy:
            for id, guild, at in rows:
                copy.write_row((id, guild, 1, "for the long way round", False, f"{at}+00"))
        with cursor.copy("COPY receipt (kudos_id, account_id, kept_at) FROM STDIN") as copy:
            for id, _, at in rows:
                copy.write_row((id, 2, f"{at}+00"))
        cursor.execute("ANALYZE")
        plan = reading.THANKS.plan(create_engine("postgresql+psycopg://").dialect)
        cursor.execute(f"EXPLAIN {plan.sql}".encode(), plan.bound({"digests": listed([1])}))
        said = "\n".join(str(row[0]) for row in cursor.fetchall())
    assert "Seq Scan on kudos" not in said, said
    assert "ix_kudos_guild" in said


def test_a_digest_is_read_by_no_number(database: Path) -> None:
    """K5 and D3: no statement of the week counts thanks or help."""
    from sqlalchemy.dialects import sqlite

    said = [one.plan(sqlite.dialect()).sql.lower() for one in vars(reading).values() if isinstance(one, Prepared)]
    assert len(said) >= 10
    assert not any("count(" in one or "sum(" in one for one in said)
    assert digests.UNSHARED == 5
