"""Which home a database address means, and what to say when it cannot be entered."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from guildbot.db import schema
from guildbot.db.ledger import AlreadyRunning, Ledger, SqliteLedger

Made = TypeVar("Made")


class CannotOpen(Exception):
    """One sentence that says why, and what to do."""


def open_ledger(home: Path | str) -> Ledger:
    """The ledger of a SQLite file or a PostgreSQL address, at this version's schema. Raises CannotOpen."""
    try:
        return _sqlite(home) if isinstance(home, Path) else _postgres(home)
    except schema.NewerSchema as newer:
        raise CannotOpen(f"The database was written by a newer guildbot (schema {newer}). Start that version, or a later one.") from None


def upgrade(home: Path | str) -> bool:
    """Bring it up to date without opening it; answers whether anything was to do. Raises CannotOpen."""
    try:
        return readably(home, lambda: schema.upgrade(home))
    except schema.NewerSchema as newer:
        raise CannotOpen(f"The database was written by a newer guildbot (schema {newer}). Start that version, or a later one.") from None


def _sqlite(path: Path) -> Ledger:
    try:
        return readably(path, lambda: SqliteLedger(path, prepare=schema.upgrade))
    except AlreadyRunning:
        raise CannotOpen(f"Another guildbot is writing to {path}. One bot at a time: stop that one first.") from None


def _postgres(url: str) -> Ledger:
    from guildbot.db.move import under_way
    from guildbot.db.postgres import PostgresLedger, TooOld, connect

    def enter() -> Ledger:
        with connect(url) as connection:
            whose = under_way(connection)
        if whose is not None:
            raise CannotOpen(f"A move from {whose} into this database has not finished. Run `guildbot db move` again, with the same file.")
        return PostgresLedger(url, prepare=schema.upgrade)

    try:
        return readably(url, enter)
    except TooOld as old:
        raise CannotOpen(f"The PostgreSQL server is version {old}; guildbot needs 15 or newer.") from None


def readably(home: Path | str, enter: Callable[[], Made]) -> Made:
    """Run it, with the driver's errors as a sentence. The address is never repeated: it holds a password."""
    if isinstance(home, Path):
        try:
            return enter()
        except (sqlite3.Error, OSError) as error:
            raise CannotOpen(
                f"The database {home} cannot be opened: {error}. Check GUILDBOT_DATABASE_URL and the folder's rights."
            ) from None
    import psycopg

    try:
        return enter()
    except psycopg.OperationalError as error:
        raise CannotOpen(f"{_because(str(error))} Check GUILDBOT_DATABASE_URL.") from None
    except psycopg.Error as error:
        raise CannotOpen(f"PostgreSQL refuses: {str(error).splitlines()[0]}.") from None


def _because(said: str) -> str:
    """psycopg's several lines as the one sentence that matters."""
    if "password authentication failed" in said or "no password supplied" in said:
        return "PostgreSQL does not accept the user or the password."
    if "does not exist" in said:
        return f"PostgreSQL has no such database or user: {said.strip().splitlines()[-1].split('FATAL:')[-1].strip()}."
    if "recovery" in said or "starting up" in said or "shutting down" in said:
        return "The PostgreSQL server is not ready yet."
    return "The PostgreSQL server cannot be reached. Is it running, and is the host and port right?"
