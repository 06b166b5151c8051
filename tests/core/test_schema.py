"""The schema: the migrations make what the tables say, once, and never backwards."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

import guildbot.db
from guildbot.db import check, schema
from guildbot.db.postgres import connect
from guildbot.db.tables import metadata
from tests import servers
from tests.core.conftest import HOMES


def everything(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    said = [str(row) for row in connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY name")]
    connection.close()
    return said


def test_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(guildbot.db.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [schema.HEAD]


@pytest.mark.parametrize("where", HOMES)
def test_migrations_and_tables_say_the_same(where: str, request: pytest.FixtureRequest) -> None:
    """What `alembic check` asks, after the migrations ran from nothing."""
    url = f"sqlite:///{request.getfixturevalue('database')}" if where == "sqlite" else request.getfixturevalue("fresh_postgres")
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_unique_indexes_that_hold_rules_are_there(database: Path) -> None:
    """P2, G2 and G4 hold in the file itself; the comparison above does not look at an index's condition."""
    said = "\n".join(everything(database))
    for rule in (
        "ON account (platform, realm, external_id) WHERE detached_at IS NULL",
        "ON chapter (space_id, channel) WHERE state <> 'closed'",
        "ON membership (guild_id, person_id) WHERE ended_at IS NULL",
        "ON offer (ask_id, account_id) WHERE state = 'open'",
    ):
        assert rule in said.replace("\\n", " ")


def test_a_new_file_is_brought_up_and_the_second_time_there_is_nothing_to_do(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    assert schema.version(path) is None
    assert schema.upgrade(path) is True
    assert schema.version(path) == schema.HEAD
    before = everything(path)
    assert schema.upgrade(path) is False
    assert everything(path) == before


def test_a_newer_file_is_left_alone(database: Path) -> None:
    connection = sqlite3.connect(database)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    before = everything(database)
    with pytest.raises(schema.NewerSchema, match="9999"):
        schema.upgrade(database)
    assert everything(database) == before


# On PostgreSQL


@pytest.fixture
def new_postgres(databases: servers.Databases) -> Iterator[str]:
    """A database in which nothing was ever made."""
    url = databases.new(migrated=False)
    yield url
    databases.drop(url)


def test_a_new_database_is_brought_up_and_the_second_time_there_is_nothing_to_do(new_postgres: str) -> None:
    assert schema.version(new_postgres) is None
    assert schema.upgrade(new_postgres) is True
    assert schema.version(new_postgres) == schema.HEAD
    assert schema.upgrade(new_postgres) is False


def test_many_who_start_at_once_upgrade_once(new_postgres: str) -> None:
    """An advisory lock lets one do it; the others find it done."""
    with ThreadPoolExecutor(4) as starts:
        list(starts.map(schema.upgrade, [new_postgres] * 4))
    assert schema.version(new_postgres) == schema.HEAD
    assert list(check.faults(new_postgres)) == []


def test_a_newer_database_is_left_alone(fresh_postgres: str) -> None:
    with connect(fresh_postgres) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(schema.NewerSchema, match="9999"):
        schema.upgrade(fresh_postgres)
    assert schema.version(fresh_postgres) == "9999"


def test_the_rules_that_hold_in_the_file_hold_on_the_server(fresh_postgres: str) -> None:
    with connect(fresh_postgres) as connection:
        said = "\n".join(
            line for (line,) in connection.execute("SELECT indexdef FROM pg_indexes WHERE indexdef LIKE 'CREATE UNIQUE%WHERE%'")
        )
    assert sorted(re.findall(r"ON public\.(\w+) USING btree \((.*?)\) WHERE", said)) == [
        ("account", "platform, realm, external_id"),
        ("candidacy", "guild_id, account_id"),
        ("chapter", "space_id, channel"),
        ("membership", "guild_id, person_id"),
        ("offer", "ask_id, account_id"),
        ("vouch", "candidacy_id, account_id"),
    ]
