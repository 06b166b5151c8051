"""Moving house: everything from a SQLite file into PostgreSQL, checked, and without touching the file.

Each table goes in the order of its primary key, a batch a transaction, so what has arrived is always a prefix: a move that
was interrupted goes on where it stopped. A marker table in the target says whose move is under way; a bot that finds it
does not start.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import JSON, Boolean, Column, Date, DateTime, Integer, Table

from guildbot.db import schema
from guildbot.db.ledger import AlreadyRunning, alone
from guildbot.db.postgres import connect
from guildbot.db.tables import metadata

BATCH = 5_000
MARKER = "move_under_way"
Progress = Callable[[str, int, int], None]  # table, rows there, rows in all


class CannotMove(Exception):
    """One sentence that says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What stands in the target now; every count and sum was found equal."""

    tables: int
    rows: int


def move(source: Path, url: str, progress: Progress = lambda table, done, of: None) -> Moved:
    """Copy everything. Raises CannotMove; started again after an interruption it goes on where it stopped."""
    if not source.exists():
        raise CannotMove(f"There is no database {source}.")
    try:
        with alone(source):
            return _move(source, url, progress)
    except AlreadyRunning:
        raise CannotMove(f"A guildbot is writing to {source}. Stop it first, so that nothing is missed.") from None
    except sqlite3.Error as error:
        raise CannotMove(f"{source} cannot be read: {error}.") from None


def _move(source: Path, url: str, progress: Progress) -> Moved:
    with contextlib.closing(_reading(source)) as old:
        schema.upgrade(url)
        with contextlib.closing(connect(url)) as new:
            _mark(new, source)
            rows = sum(_copy(old, new, table, progress) for table in metadata.sorted_tables)
            for table in metadata.sorted_tables:
                _continue_ids(new, table)
            if wrong := list(differences(old, new)):
                raise CannotMove("The copy is not equal to the file: " + "; ".join(wrong[:5]) + ". Empty the target and move again.")
            new.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(MARKER)))
            new.commit()
    return Moved(len(metadata.sorted_tables), rows)


def under_way(new: psycopg.Connection[Any]) -> str | None:
    """Whose move has not finished here; None when there is none."""
    (exists,) = new.execute("SELECT to_regclass(%s) IS NOT NULL", (MARKER,)).fetchone() or (False,)
    if not exists:
        return None
    row = new.execute(sql.SQL("SELECT source FROM {}").format(sql.Identifier(MARKER))).fetchone()
    return str(row[0]) if row else "another database"


def differences(old: sqlite3.Connection, new: psycopg.Connection[Any]) -> Iterator[str]:
    """Every table whose count, or any column's sum, is not the same on both sides."""
    for table in metadata.sorted_tables:
        there, here = old.execute(_sums(table, _sqlite_sum)).fetchone(), new.execute(_sums(table, _postgres_sum).encode()).fetchone()
        if there is None or here is None or [int(one) for one in there] != [int(one) for one in here]:
            yield f"{table.name}: {there} in the file, {here} in the copy"


def _reading(source: Path) -> sqlite3.Connection:
    old = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)
    at = schema.version_of_file(old)
    if at != schema.HEAD:
        old.close()
        raise CannotMove(f"{source} is at schema {at or 'none'}, this version at {schema.HEAD}. Run `guildbot db upgrade` on it first.")
    return old


def _mark(new: psycopg.Connection[Any], source: Path) -> None:
    whose = under_way(new)
    if whose is None:
        full = [table.name for table in metadata.sorted_tables if _count(new, table)]
        if full:
            raise CannotMove(f"The target holds data already (in {', '.join(full[:3])}). Move into an empty database.")
        new.execute(sql.SQL("CREATE TABLE {} (source text NOT NULL)").format(sql.Identifier(MARKER)))
        new.execute(sql.SQL("INSERT INTO {} VALUES (%s)").format(sql.Identifier(MARKER)), (str(source.resolve()),))
    elif whose != str(source.resolve()):
        raise CannotMove(f"A move from {whose} is under way there. Finish that one, or empty the target.")
    new.commit()


def _copy(old: sqlite3.Connection, new: psycopg.Connection[Any], table: Table, progress: Progress) -> int:
    (in_all,) = old.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()
    done = _count(new, table)
    progress(table.name, done, in_all)
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    order = ", ".join(f'"{column.name}"' for column in table.primary_key.columns)
    rows = old.execute(f'SELECT {names} FROM "{table.name}" ORDER BY {order} LIMIT -1 OFFSET {done}')
    while batch := rows.fetchmany(BATCH):
        with new.cursor() as cursor, cursor.copy(f'COPY "{table.name}" ({names}) FROM STDIN'.encode()) as copy:
            for row in batch:
                copy.write_row(row)
        new.commit()
        done += len(batch)
        progress(table.name, done, in_all)
    return done


def _continue_ids(new: psycopg.Connection[Any], table: Table) -> None:
    """Numbers given out from now on follow the ones that came along."""
    column = table.columns.get("id")
    if column is not None and isinstance(column.type, Integer):
        new.execute(
            sql.SQL("SELECT setval(pg_get_serial_sequence(%s, 'id'), (SELECT coalesce(max(id), 0) + 1 FROM {}), false)").format(
                sql.Identifier(table.name)
            ),
            (f'"{table.name}"',),
        )
        new.commit()


def _count(new: psycopg.Connection[Any], table: Table) -> int:
    row = new.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table.name))).fetchone()
    return int(row[0]) if row else 0


def _sums(table: Table, of: Callable[[Column[Any]], str]) -> str:
    sums = ", ".join(f'count("{column.name}"), coalesce(sum({of(column)}), 0)' for column in table.columns)
    return f'SELECT count(*), {sums} FROM "{table.name}"'


def _sqlite_sum(column: Column[Any]) -> str:
    name = f'"{column.name}"'
    match column.type:
        case Integer() | Boolean():
            return name
        case Date():
            return f"CAST(strftime('%s', {name}) AS INTEGER)"
        case _ if _is_instant(column):
            return f"CAST(strftime('%s', substr({name}, 1, 19)) AS INTEGER)"
        case _:
            return f"length({name})"


def _postgres_sum(column: Column[Any]) -> str:
    name = f'"{column.name}"'
    match column.type:
        case Integer():
            return name
        case Boolean():
            return f"{name}::int"
        case Date():
            return f"extract(epoch FROM {name})::bigint"
        case JSON():
            return f"length({name}::text)"
        case _ if _is_instant(column):
            return f"floor(extract(epoch FROM {name}))::bigint"
        case _:
            return f"length({name})"


def _is_instant(column: Column[Any]) -> bool:
    return isinstance(getattr(column.type, "impl_instance", column.type), DateTime)
