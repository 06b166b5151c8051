"""The schema's version, and bringing a database up to it. Forward only."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

HEAD = "0001"  # the newest file in migrations/versions; a test holds it to that
_ONE_AT_A_TIME = 7_415_920_613  # the advisory lock under which PostgreSQL is upgraded


class NewerSchema(Exception):
    """The database was written by a newer guildbot than this one."""


class UnknownSchema(Exception):
    """The database has a version, but not one of ours."""


def version(home: Path | str) -> str | None:
    """Which version a file or a PostgreSQL address is at; None for a new one."""
    if _is_postgres(home):
        from guildbot.db.postgres import connect

        with contextlib.closing(connect(str(home))) as connection:
            (there,) = connection.execute("SELECT to_regclass('alembic_version') IS NOT NULL").fetchone() or (False,)
            return _read(connection) if there else None
    with contextlib.closing(sqlite3.connect(home)) as connection:
        return version_of_file(connection)


def version_of_file(connection: sqlite3.Connection) -> str | None:
    there = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone()
    return _read(connection) if there else None


def upgrade(home: Path | str) -> bool:
    """Bring a file or a PostgreSQL address to HEAD; answers whether anything was to do. Raises NewerSchema or UnknownSchema."""
    now = version(home)
    if now == HEAD:
        return False
    if now is not None and now > HEAD:
        raise NewerSchema(now)
    from alembic import command  # here: most starts have nothing to migrate
    from alembic.config import Config
    from alembic.util import CommandError
    from sqlalchemy import create_engine, text

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    engine = create_engine(str(home).replace("postgresql://", "postgresql+psycopg://", 1) if _is_postgres(home) else f"sqlite:///{home}")
    try:
        with engine.begin() as connection:
            if _is_postgres(home):
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except CommandError as error:
        raise UnknownSchema(now) from error
    finally:
        engine.dispose()
    return True


def _read(connection: Any) -> str | None:
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return str(row[0]) if row else None


def _is_postgres(home: Path | str) -> bool:
    return str(home).startswith("postgresql")
