"""What every test stands on: a moved clock and the core over a real ledger in a temporary file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from guildbot.bot import Guildbot
from guildbot.db import schema
from guildbot.db.ledger import SqliteLedger


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
