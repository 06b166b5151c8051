"""Which home a database address means, and what to say when it cannot be entered."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

from guildbot.db import schema
from guildbot.db.ledger import AlreadyRunning, Ledger, SqliteLedger, alone

Made = TypeVar("Made")


class CannotOpen(Exception):
    """One sentence that says why, and what to do."""


def open_ledger(home: Path | str) -> Ledger:
    """The ledger of a SQLite file or a PostgreSQL address, at this version's schema. Raises CannotOpen."""
    return readably(home, lambda: SqliteLedger(home, prepare=schema.upgrade) if isinstance(home, Path) else _postgres(home))


def upgrade(home: Path | str) -> bool:
    """Bring it up to date without opening it; answers whether anything was to do. Raises CannotOpen."""

    def enter() -> bool:
        if isinstance(home, Path) and schema.version(home) != schema.HEAD:
            with alone(home):
                return schema.upgrade(home)
        return schema.upgrade(home)

    return readably(home, enter)


def _postgres(url: str) -> Ledger:
    from guildbot.db.move import under_way
    from guildbot.db.postgres import PostgresLedger, connect

    with contextlib.closing(connect(url)) as connection:
        whose = under_way(connection)
    if whose is not None:
        raise CannotOpen(f"A move from {whose} into this database has not finished. Run `guildbot db move` again, with the same file.")
    return PostgresLedger(url, prepare=schema.upgrade)


def readably(home: Path | str, enter: Callable[[], Made]) -> Made:
    """Run it, with the schema's and the driver's errors as one sentence. Raises CannotOpen."""
    with _schema(), _file(home) if isinstance(home, Path) else _server():
        return enter()


@contextlib.contextmanager
def _schema() -> Iterator[None]:
    try:
        yield
    except schema.NewerSchema as newer:
        raise CannotOpen(f"The database was written by a newer guildbot (schema {newer}). Start that version, or a later one.") from None
    except schema.UnknownSchema as unknown:
        raise CannotOpen(f"No guildbot wrote a database at schema “{unknown}”. Is GUILDBOT_DATABASE_URL the right one?") from None


@contextlib.contextmanager
def _file(path: Path) -> Iterator[None]:
    try:
        yield
    except AlreadyRunning:
        raise CannotOpen(f"Another guildbot is writing to {path}. One bot at a time: stop that one first.") from None
    except (sqlite3.Error, DBAPIError, OSError) as error:
        why = error.orig if isinstance(error, DBAPIError) else error
        if "disk is full" in str(why):
            raise CannotOpen(f"The disk of {path} is full. Make room, then start again: nothing is damaged.") from None
        raise CannotOpen(f"The database {path} cannot be opened: {why}. Check GUILDBOT_DATABASE_URL and the folder's rights.") from None


@contextlib.contextmanager
def _server() -> Iterator[None]:
    """The address is never repeated: it holds a password."""
    import psycopg

    from guildbot.db.postgres import Unfit

    try:
        yield
    except Unfit as why:
        raise CannotOpen(str(why)) from None
    except (psycopg.Error, DBAPIError) as error:
        raise CannotOpen(_because(error.orig or error if isinstance(error, DBAPIError) else error)) from None


def _because(error: BaseException) -> str:
    """psycopg's several lines as the one sentence that matters."""
    import psycopg

    said = str(error).strip()
    if "password authentication failed" in said or "no password supplied" in said:
        return "PostgreSQL does not accept the user or the password. Check GUILDBOT_DATABASE_URL."
    if "FATAL" in said and "does not exist" in said:
        return f"PostgreSQL has no such database or user: {said.splitlines()[-1].split('FATAL:')[-1].strip()}. Check GUILDBOT_DATABASE_URL."
    if "recovery" in said or "starting up" in said or "shutting down" in said:
        return "The PostgreSQL server is not ready yet. Try again in a moment."
    if isinstance(error, psycopg.Error) and error.sqlstate and not isinstance(error, psycopg.errors.AdminShutdown):
        return f"PostgreSQL refuses: {said.splitlines()[0]}. Nothing was changed."
    if isinstance(error, psycopg.ProgrammingError) or "connection option" in said or "Servname" in said:
        return (
            "PostgreSQL does not understand GUILDBOT_DATABASE_URL. It looks like postgresql+psycopg://user:password@host/database; "
            "signs like @ or / in the password are written %40 and %2F."
        )
    return "The PostgreSQL server cannot be reached. Is it running, and is GUILDBOT_DATABASE_URL right?"
