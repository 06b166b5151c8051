"""B6: one guild's digest data, with 3,000,000 kudos of history against the same with 250,000.

Both files are made once (seeded, cached in build/bench for the schema at hand); what is gathered is compared with a naive oracle first.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from guildbot.db import schema
from guildbot.db.ledger import SqliteLedger
from guildbot.digests.gathering import weeks
from guildbot.work import Work

from . import harness, town

SIZES = {"history": 3_000_000, "floor": 250_000}
GUILDS, WEEKS = 100, 104
FILL = f"""
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :rows)
INSERT INTO kudos (id, guild_id, giver_id, reason, privately, space_id, channel, given_at)
SELECT i, 1 + i % {GUILDS}, 1 + i * 7919 % {town.PEOPLE}, '{town.REASON}, ' || i, 0, 1, '{town.ROOM}',
  strftime('%Y-%m-%d %H:%M:%S.000000', :until, printf('-%d seconds', 608400 + (:rows - i) * (:span / :rows))) FROM n
"""
THIS_WEEK = f"""
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000)
INSERT INTO kudos (id, guild_id, giver_id, reason, privately, space_id, channel, given_at)
SELECT :rows + i, 1 + i % {GUILDS}, 1 + i * 7919 % {town.PEOPLE}, '{town.REASON}, ' || i, 0, 1, '{town.ROOM}',
  strftime('%Y-%m-%d %H:%M:%S.000000', :until, printf('-%d seconds', 60 + i * 200)) FROM n
"""
RECEIPTS = f"""
INSERT INTO receipt (kudos_id, account_id, shown, kept_at)
SELECT id, 1 + (giver_id + id * 104729) % {town.PEOPLE}, CASE id % 3 WHEN 0 THEN 'me' ELSE 'digest' END, given_at FROM kudos
"""
NAIVE = """
SELECT kudos.id, receipt.account_id FROM kudos JOIN receipt ON receipt.kudos_id = kudos.id
WHERE +kudos.guild_id = 1 AND +kudos.given_at >= ? AND +kudos.given_at < ? AND receipt.shown = 'digest'
"""
UNTIL = datetime(2026, 11, 6, 10, tzinfo=town.now().tzinfo)


async def lines() -> list[harness.Line]:
    made = {name: _history(rows) for name, rows in SIZES.items()}
    for path in made.values():
        await _compared(path)
    samples = await harness.measure({name: partial(gathering, path) for name, path in made.items()}, in_flight=1)
    note = f"{harness.typical(samples, 'history')}; with 250,000 {harness.typical(samples, 'floor')}"
    return [
        harness.Line(
            "B6", "one guild's digest data with 3,000,000 kudos of history, by 250,000", harness.compare(samples, "history", "floor"),
            most=1.2, note=note,
        )
    ]  # fmt: skip


@asynccontextmanager
async def gathering(path: Path) -> AsyncIterator[harness.Ready]:
    async with town.core(path=path) as (bot, _):
        yield lambda count: [partial(bot.tend, gathered, [1]) for _ in range(count)]


def gathered(work: Work, ids: list[int]) -> int:
    return len(weeks(work, ids))


async def _compared(path: Path) -> None:
    """The quoted thanks are of this week and agreed to, and as many as there could be."""
    ledger = SqliteLedger(path)
    try:
        week = (await ledger.write(lambda cursor: weeks(Work(cursor, ledger.dialect, UNTIL, lambda: ""), [1])))[1]
    finally:
        await ledger.close()
    with closing(sqlite3.connect(path)) as connection:
        spelled = [(UNTIL - days).strftime("%Y-%m-%d %H:%M:%S.000000") for days in (timedelta(days=7), timedelta())]
        every = dict(connection.execute(NAIVE, spelled).fetchall())
    told = [one.kudos for one in week.made.thanked]
    assert set(told) <= set(every)
    assert len({every[id] for id in told}) == len(told) == min(6, len(set(every.values())))


def _history(rows: int) -> Path:
    """The file with so many kudos; made when it is not there yet."""
    kept = town.BUILD / f"history-{rows}-{schema.HEAD}-{_shape()}.db"
    if not kept.exists():
        with town.folder() as here:
            made = here / "history.db"
            schema.upgrade(made)
            town.furnish(made)
            _fill(made, rows)
            os.replace(made, kept)
    return kept


def _shape() -> str:
    """Of the tables at hand: they may change before a release without a new version."""
    from hashlib import blake2b

    from guildbot.db.tables import metadata

    said = "".join(f"{table.name}{sorted(table.c.keys())}" for table in metadata.sorted_tables)
    return blake2b(said.encode(), digest_size=4).hexdigest()


def _fill(path: Path, rows: int) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-200000", "foreign_keys=OFF"):
            connection.execute(f"PRAGMA {pragma}")
        given = {"until": UNTIL.strftime("%Y-%m-%d %H:%M:%S"), "rows": rows, "span": WEEKS * 7 * 86_400.0}
        for statement in (FILL, THIS_WEEK, RECEIPTS):
            connection.execute(statement, given)
        connection.execute(
            "INSERT INTO digest (id, guild_id, chapter_id, week, since, until) VALUES (1, 1, 1, '2026-W45', ?, ?)",
            [(UNTIL - days).strftime("%Y-%m-%d %H:%M:%S.000000") for days in (timedelta(days=7), timedelta())],
        )
        connection.commit()
        connection.execute("ANALYZE")
        connection.execute("PRAGMA journal_mode=WAL")
