"""What every test stands on: a moved clock and the core over a real ledger, in a temporary file or on the run's own PostgreSQL."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from guildbot.bot import Guildbot
from guildbot.db import schema
from guildbot.db.ledger import SqliteLedger
from guildbot.db.postgres import PostgresLedger
from tests import servers

SERVER = "GUILDBOT_TEST_SERVER"  # the folder of the PostgreSQL that all processes of one run share


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):  # the process that begins and ends the run
        run = contextlib.ExitStack()
        os.environ[SERVER] = str(run.enter_context(servers.owned()))
        config.add_cleanup(run.close)


class Clock:
    """A wall clock that a story moves."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    """A Monday, ten in the morning in London."""
    return Clock(datetime(2026, 11, 2, 10, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file, made once and copied for each test."""
    path = tmp_path_factory.mktemp("schema") / "empty.db"
    schema.upgrade(path)
    return path


@pytest.fixture
def database(empty_database: Path, tmp_path: Path) -> Path:
    path = tmp_path / "guildbot.db"
    path.write_bytes(empty_database.read_bytes())
    return path


@pytest.fixture
async def bot(database: Path, clock: Clock) -> AsyncIterator[Guildbot]:
    ledger = SqliteLedger(database, synchronous="OFF")
    yield Guildbot(ledger, clock)
    await ledger.close()


@pytest.fixture(scope="session")
def databases() -> servers.Databases:
    """Databases on the run's PostgreSQL, which starts when somebody asks for it."""
    return servers.Databases(servers.shared(Path(os.environ[SERVER])))


@pytest.fixture(scope="session")
def standing_postgres(databases: servers.Databases) -> Iterator[tuple[str, PostgresLedger]]:
    """One database and its ledger for all tests of this process: connections are dear."""
    url = databases.new()
    ledger = PostgresLedger(url)
    yield url, ledger
    asyncio.run(ledger.close())


@pytest.fixture
def postgres(standing_postgres: tuple[str, PostgresLedger]) -> tuple[str, PostgresLedger]:
    """The same, empty."""
    servers.empty(standing_postgres[0])
    return standing_postgres


@pytest.fixture
def fresh_postgres(databases: servers.Databases) -> Iterator[str]:
    """A migrated database for one test alone."""
    url = databases.new()
    yield url
    databases.drop(url)
