"""B1 on PostgreSQL: the same `/kudos`, committed on a server of this run, on the same machine and disk.

Floor: the same statements by hand with psycopg, one transaction a kudos, in the listener itself.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack, asynccontextmanager, contextmanager
from functools import cache, partial
from typing import Any

import psycopg

from adapters.slack.app import build_app
from guildbot.bot import Guildbot
from guildbot.db.move import move
from guildbot.db.postgres import PostgresLedger, connect
from tests import servers

from . import b1_slack, floor, harness, slack_door, town


async def lines() -> list[harness.Line]:
    made = []
    with _town() as databases:
        cases: dict[str, harness.Setup] = {
            "postgresql": partial(guildbot, databases),
            "floor": partial(raw, databases),
            "sqlite": b1_slack.guildbot,
        }
        for in_flight in (32, 1):
            samples = await harness.measure(cases, in_flight=in_flight)
            note = "; ".join(f"{name} {harness.typical(samples, name)}" for name in cases)
            what = f"on PostgreSQL: Slack /kudos, {in_flight} in flight, CPU of the bot"
            made.append(harness.Line("B1", what, harness.compare(samples, "postgresql", "floor"), note=note))
    return made


@contextmanager
def _town() -> Iterator[servers.Databases]:
    with servers.server(careful=True) as server:
        yield servers.Databases(server.url())


@contextmanager
def _database(databases: servers.Databases) -> Iterator[str]:
    """A furnished one, moved there."""
    url = databases.new()
    with town.database() as path:
        move(path, url)
    with connect(url) as connection:
        connection.execute("ANALYZE")
    yield url
    databases.drop(url)


@asynccontextmanager
async def guildbot(databases: servers.Databases) -> AsyncIterator[harness.Ready]:
    with _database(databases) as url:
        ledger = PostgresLedger(url)
        app, _ = build_app(Guildbot(ledger, town.now), town.settings(), slack_door.TEAM, signing_secret=slack_door.SECRET)
        yield slack_door.ready(app)
        await ledger.close()


@asynccontextmanager
async def raw(databases: servers.Databases) -> AsyncIterator[harness.Ready]:
    with ExitStack() as stack:
        connection = connect(stack.enter_context(_database(databases)))
        by_hand = Floor(connection)
        yield slack_door.ready(slack_door.bolt(slack_door.by_hand(by_hand), process_before_response=True))
        connection.close()


class Floor:
    """The floor's statements in PostgreSQL's spelling, with the one lock that the ledger takes."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def thank(self, said: floor.Thanks) -> int | None:
        with self._connection.cursor() as cursor:
            made = floor.thank(_Spelled(cursor), said)  # type: ignore[arg-type]
        self._connection.commit()
        return made


class _Spelled:
    def __init__(self, cursor: psycopg.Cursor[Any]) -> None:
        self._cursor = cursor

    def execute(self, statement: str, given: tuple[Any, ...]) -> psycopg.Cursor[Any]:
        return self._cursor.execute(_spelled(statement), given)


@cache
def _spelled(statement: str) -> bytes:
    locking = " FOR NO KEY UPDATE OF person" if statement == floor.ARRIVED else ""
    return (statement.replace("?", "%s") + locking).encode()
