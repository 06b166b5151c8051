"""`python -m tests.benchmarks move`: 100,000 kudos with all that hangs on them, from SQLite into PostgreSQL, by the wall."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing

from guildbot.db.move import move
from tests import servers

from . import b5_million, harness, town

KUDOS = 100_000


async def lines() -> list[harness.Line]:
    with town.database() as path, servers.server(careful=True) as server:
        with closing(sqlite3.connect(path)) as file:
            b5_million.fill(file, KUDOS)
        url = servers.Databases(server.url()).new()
        began = time.perf_counter()
        moved = move(path, url)
        took = time.perf_counter() - began
    note = f"{moved.rows:,} rows in {moved.tables} tables, every count and sum equal; {moved.rows / took:,.0f} rows a second"
    return [harness.Line("move", f"{KUDOS:,} kudos from SQLite to PostgreSQL", harness.Ratio(took, took, took), unit="s", note=note)]
