"""Whether a database is whole, and its tables what this version expects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, create_engine, text

from guildbot.db import schema
from guildbot.db.tables import metadata


def faults(home: Path | str) -> Iterator[str]:
    """One line for everything that is not as it should be."""
    if isinstance(home, Path) and not home.exists():
        yield f"There is no database {home} yet; the first start makes it."
        return
    at = schema.version(home)
    if at != schema.HEAD:
        yield f"The schema is at {at or 'none'}, this version at {schema.HEAD}: run `guildbot db upgrade`."
        return
    engine = create_engine(f"sqlite:///{home}" if isinstance(home, Path) else home.replace("postgresql://", "postgresql+psycopg://", 1))
    try:
        with engine.connect() as connection:
            if isinstance(home, Path):
                yield from _damage(connection)
            else:
                yield from _alphabet(connection)
            yield from _strangers(connection)
    finally:
        engine.dispose()


def _damage(connection: Connection) -> Iterator[str]:
    for (line,) in connection.execute(text("PRAGMA integrity_check")):
        if line != "ok":
            yield f"The file is damaged: {line}"
    for table, row, parent, _ in connection.execute(text("PRAGMA foreign_key_check")):
        yield f"Row {row} of {table} points to a row of {parent} that is not there."


def _alphabet(connection: Connection) -> Iterator[str]:
    if connection.scalar(text("SELECT lower('Ø') <> 'ø'")):
        yield "The database's LC_CTYPE knows A to Z only: Øyvind is not found as øyvind. Make one with a UTF-8 locale, and move."


def _strangers(connection: Connection) -> Iterator[str]:
    """What Alembic would change to make the tables ours."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    for one in compare_metadata(MigrationContext.configure(connection), metadata):
        yield f"The tables differ from what this version expects: {one}"
