"""B7: digest data of 10,000 guilds at once, against one scan of the week's rows; a sample is compared with gathering one by one first."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from guildbot.db.ledger import SqliteLedger
from guildbot.digests.gathering import Week, weeks
from guildbot.work import Work

from . import harness, town

GUILDS, EACH, ROUNDS = 10_000, 20, 5
UNTIL = datetime(2026, 11, 6, 10, tzinfo=UTC)
GUILD = """
INSERT INTO guild (id, slug, name, state, admission, listed, emoji, zone, charter, started_by, started_at, active_at)
SELECT :id, 'g' || :id, 'Guild ' || :id, state, admission, listed, emoji, zone, charter, started_by, started_at, active_at
FROM guild WHERE id = 1
"""
CHAPTER = """
INSERT INTO chapter (id, guild_id, space_id, channel, zone, state, asked_by, asked_at, agreed_by, opened_at)
SELECT :id + 10, :id, 1, 'CX' || :id, zone, state, asked_by, asked_at, agreed_by, opened_at FROM chapter WHERE id = 1
"""
DIGEST = "INSERT INTO digest (id, guild_id, chapter_id, week, since, until) VALUES (:id, :id, :id + 10, '2026-W45', :since, :until)"
KUDOS = f"""
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {GUILDS * EACH})
INSERT INTO kudos (id, guild_id, giver_id, reason, privately, space_id, channel, given_at)
SELECT i, 2 + i % {GUILDS}, 1 + i * 7919 % {town.PEOPLE}, '{town.REASON}, ' || i, 0, 1, '{town.ROOM}',
  strftime('%Y-%m-%d %H:%M:%S.000000', :until, printf('-%d seconds', 60 + i * 3)) FROM n
"""
RECEIPT = f"""
INSERT INTO receipt (kudos_id, account_id, shown, kept_at)
SELECT id, 1 + (giver_id + id * 104729) % {town.PEOPLE}, CASE id % 3 WHEN 0 THEN 'me' ELSE 'digest' END, given_at FROM kudos
"""
SCAN = """
SELECT kudos.*, receipt.* FROM kudos JOIN receipt ON receipt.kudos_id = kudos.id WHERE kudos.given_at >= ? AND kudos.given_at < ?
"""


async def lines() -> list[harness.Line]:
    with town.database() as path:
        since, until = _fill(path)
        ledger = SqliteLedger(path)
        try:

            async def gathered(ids: list[int]) -> dict[int, Week]:
                return await ledger.write(lambda cursor: weeks(Work(cursor, ledger.dialect, UNTIL, lambda: ""), ids))

            every = list(range(2, GUILDS + 2))
            together = await gathered(every)
            for id in every[:: GUILDS // 50]:
                assert together[id].made == (await gathered([id]))[id].made
            ratios, seconds = [], []
            for _ in range(ROUNDS):
                scan = _timed(lambda: _scanned(path, since, until))
                began = time.process_time()
                await gathered(every)
                took = time.process_time() - began
                ratios.append(took / scan)
                seconds.append(took)
        finally:
            await ledger.close()
    note = f"{min(seconds):.2f} s CPU for {GUILDS:,} guilds with {EACH} thanks each"
    return [harness.Line("B7", "digest data of 10,000 guilds, by one scan of the week's rows", harness.Ratio.of(ratios), most=5, note=note)]


def _scanned(path: Path, since: str, until: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        assert len(connection.execute(SCAN, (since, until)).fetchall()) == GUILDS * EACH


def _timed(what: Callable[[], None]) -> float:
    began = time.process_time()
    what()
    return time.process_time() - began


def _fill(path: Path) -> tuple[str, str]:
    since, until = ((UNTIL - days).strftime("%Y-%m-%d %H:%M:%S.000000") for days in (timedelta(days=7), timedelta()))
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA foreign_keys=OFF")
        rows = [{"id": id, "since": since, "until": until} for id in range(2, GUILDS + 2)]
        for statement in (GUILD, CHAPTER):
            connection.executemany(statement, [{"id": one["id"]} for one in rows])
        connection.executemany(DIGEST, rows)
        connection.execute(KUDOS, {"until": UNTIL.strftime("%Y-%m-%d %H:%M:%S")})
        connection.execute(RECEIPT)
        connection.commit()
        connection.execute("ANALYZE")
        connection.commit()
    return since, until
