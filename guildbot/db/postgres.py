"""PostgreSQL as the ledger's home, for a guild that outgrows one machine: a few threads, one transaction a deed.

A deed that certainly did not commit (a serialization failure, a connection lost before COMMIT was sent) is done again.
When the connection is lost during COMMIT nobody can know; the deed is done again too, and its `seen` key says whether the
first time counted.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import psycopg
from psycopg import errors
from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from guildbot.db.ledger import Closed, Deed, NotCommitted

Said = TypeVar("Said")
OLDEST = 150000
PATIENCE = 2.0  # seconds to try again; a person waits three
OPTIONS = "-c statement_timeout=10000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000 -c timezone=UTC"
_AGAIN = (errors.SerializationFailure, errors.DeadlockDetected, errors.LockNotAvailable)


class TooOld(Exception):
    """The server is older than what guildbot is tested with."""


class PostgresLedger:
    """`writers` deeds run at the same time, each in its own transaction; readers read a snapshot and wait for nobody."""

    def __init__(self, url: str, *, writers: int = 4, readers: int = 2, prepare: Callable[[str], object] | None = None) -> None:
        self.dialect: Dialect = PGDialect_psycopg()  # type: ignore[no-untyped-call]
        self._url = url
        with connect(url) as first:  # here, so that a wrong address stops the start
            if first.info.server_version < OLDEST:
                raise TooOld(str(first.info.server_version // 10000))
        if prepare is not None:
            prepare(url)
        self._closed = False
        self._mine = threading.local()
        self._open: set[psycopg.Connection[Any]] = set()
        self._writers = ThreadPoolExecutor(writers, "ledger")
        self._readers = ThreadPoolExecutor(readers, "reader")

    async def write(self, deed: Deed[Said]) -> Said:
        return await self._hand(self._writers, self._write, deed)

    async def read(self, deed: Deed[Said]) -> Said:
        """Read-only, from one snapshot."""
        return await self._hand(self._readers, self._read, deed)

    async def close(self) -> None:
        """Finish what was handed in, then stop."""
        self._closed = True
        for pool in (self._writers, self._readers):
            await asyncio.to_thread(pool.shutdown, wait=True)
        for connection in self._open:
            connection.close()

    async def _hand(self, pool: ThreadPoolExecutor, how: Callable[[Deed[Said]], Said], deed: Deed[Said]) -> Said:
        if self._closed:
            raise Closed
        return await asyncio.wrap_future(pool.submit(how, deed))

    def _write(self, deed: Deed[Said]) -> Said:
        return self._patiently(deed, read_only=False)

    def _read(self, deed: Deed[Said]) -> Said:
        return self._patiently(deed, read_only=True)

    def _patiently(self, deed: Deed[Said], *, read_only: bool) -> Said:
        last: BaseException | None = None
        for pause in _pauses():
            if last is not None:
                time.sleep(pause)
            try:
                connection = self._connection(read_only)
            except psycopg.OperationalError as error:
                last = error
                continue
            try:
                with connection.cursor() as cursor:
                    said = deed(cursor)
                connection.commit()
                return said
            except _AGAIN as error:
                connection.rollback()
                last = error
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                if not connection.broken and not connection.closed:  # the server is there and said no: disk full, read-only, …
                    connection.rollback()
                    raise NotCommitted(str(error)) from error
                self._drop(connection)
                last = error
            except BaseException:
                if connection.broken or connection.closed:
                    self._drop(connection)
                else:
                    connection.rollback()
                raise
        raise NotCommitted(str(last)) from last

    def _connection(self, read_only: bool) -> psycopg.Connection[Any]:
        found: psycopg.Connection[Any] | None = getattr(self._mine, "connection", None)
        if found is not None and not found.closed:
            return found
        made = connect(self._url)
        if read_only:
            made.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            made.read_only = True
        self._mine.connection = made
        self._open.add(made)
        return made

    def _drop(self, connection: psycopg.Connection[Any]) -> None:
        self._open.discard(connection)
        self._mine.connection = None
        connection.close()


def connect(url: str) -> psycopg.Connection[Any]:
    """A connection with bounded waiting. Takes SQLAlchemy's spelling of the address too."""
    return psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://", 1), connect_timeout=3, options=OPTIONS)


def _pauses() -> Iterator[float]:
    """Growing pauses between tries, until patience is over."""
    end, pause = time.monotonic() + PATIENCE, 0.02
    yield 0.0
    while time.monotonic() < end:
        yield pause
        pause = min(pause * 2, 0.4)
