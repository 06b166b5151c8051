"""The schema's version, and bringing a database up to it. Forward only."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

HEAD = "0001"  # the newest file in migrations/versions; a test holds it to that


class NewerSchema(Exception):
    """The database was written by a newer guildbot than this one."""


def version(path: Path | str) -> str | None:
    """Which version the file is at; None for a new one."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'").fetchone():
            return None
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(row[0]) if row else None


def upgrade(path: Path | str) -> bool:
    """Bring the file to HEAD; answers whether anything was to do. Raises NewerSchema."""
    now = version(path)
    if now == HEAD:
        return False
    if now is not None and now > HEAD:
        raise NewerSchema(now)
    from alembic import command  # here: most starts have nothing to migrate
    from alembic.config import Config
    from sqlalchemy import create_engine

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    engine = create_engine(f"sqlite:///{path}")
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()
    return True
