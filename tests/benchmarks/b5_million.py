"""B5: one kudos when a million are stored already.

Floor: the same statements by hand (`floor.Floor`) in a file with the same million rows. The rows are made once (seeded, cached in
build/bench for the schema at hand): kudos over two years with their receipts, delivered notices and two weeks of event keys.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, closing, contextmanager
from functools import partial
from pathlib import Path

from guildbot import kudos
from guildbot.db import schema

from . import floor, harness, town
from .b4_group_commit import by_hand_said

ROWS = 1_000_000
FILL = f"""
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :rows)
INSERT INTO kudos (id, guild_id, giver_id, reason, privately, space_id, channel, fingerprint, given_at)
SELECT i, CASE i % 3 WHEN 0 THEN 1 END, 1 + i * 7919 % {town.PEOPLE}, '{town.REASON}', 0, 1, '{town.ROOM}',
  printf('%032x', i), strftime('%Y-%m-%d %H:%M:%S.000000', :until, printf('-%d seconds', 7200 + (:rows - i) * 63)) FROM n
"""
RECEIPTS = f"""
INSERT INTO receipt (kudos_id, account_id, kept_at) SELECT id, 1 + (giver_id + id * 104729) % {town.PEOPLE}, given_at FROM kudos
"""
NOTICES = """
INSERT INTO notice (kind, subject, token, account_id, owed_at, due_at, state, tries, posted)
SELECT 'kudos', kudos_id, printf('%016x', kudos_id), account_id, given_at, given_at, 'delivered', 1, printf('D%d/%d', account_id, kudos_id)
FROM receipt JOIN kudos ON kudos.id = receipt.kudos_id
"""
SEEN = "INSERT INTO seen (key, at) SELECT 'slack:old-' || id, given_at FROM kudos WHERE given_at > datetime(:until, '-14 days')"


async def lines() -> list[harness.Line]:
    samples = await harness.measure({"million": ledger, "floor": raw}, in_flight=1)
    note = f"{harness.typical(samples, 'million')}; floor {harness.typical(samples, 'floor')}"
    alone = harness.Line(
        "B5", "core and ledger at 1,000,000 rows, 1 in flight, CPU", harness.compare(samples, "million", "floor"), note=note
    )
    samples = await harness.measure({"million": ledger, "floor": raw}, in_flight=32)
    note = f"{harness.typical(samples, 'million')}; floor {harness.typical(samples, 'floor')}"
    many = harness.compare(samples, "million", "floor")
    return [harness.Line("B5", "core and ledger at 1,000,000 rows, 32 in flight, CPU", many, most=1.25, note=note), alone]


@asynccontextmanager
async def ledger() -> AsyncIterator[harness.Ready]:
    with _copy() as path:
        async with town.core(path=path) as (bot, _):

            def ready(count: int) -> Sequence[harness.Operation]:
                wanted = (town.wanted() for _ in range(count))
                return [partial(bot.run, caller, kudos.give, [receiver], reason) for caller, receiver, reason in wanted]

            yield ready


@asynccontextmanager
async def raw() -> AsyncIterator[harness.Ready]:
    with _copy() as path:
        by_hand = floor.Floor(path)
        yield lambda count: [partial(by_hand.soon, by_hand_said()) for _ in range(count)]
        by_hand.close()


@contextmanager
def _copy() -> Iterator[Path]:
    with town.folder() as here:
        path = here / "guildbot.db"
        shutil.copyfile(_million(), path)
        yield path


def _million() -> Path:
    """The file with its rows; made when it is not there yet."""
    kept = town.BUILD / f"million-{schema.HEAD}.db"
    if not kept.exists():
        with town.folder() as here:
            made = here / "million.db"
            schema.upgrade(made)
            town.furnish(made)
            _fill(made)
            os.replace(made, kept)
    return kept


def _fill(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-200000"):
            connection.execute(f"PRAGMA {pragma}")
        fill(connection, ROWS)
        connection.execute("PRAGMA journal_mode=WAL")


def fill(connection: sqlite3.Connection, rows: int) -> None:
    """So many kudos over two years, in a furnished file."""
    until = {"until": town.now().strftime("%Y-%m-%d %H:%M:%S"), "rows": rows}
    for statement in (FILL, RECEIPTS, NOTICES, SEEN):
        connection.execute(statement, until)
    connection.commit()
