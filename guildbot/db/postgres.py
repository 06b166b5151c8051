"""PostgreSQL as the ledger's home, for a guild that outgrows one machine: a few threads, one transaction a deed.

A deed that certainly did not commit (a serialization failure, two first sights of one person, a connection lost before
COMMIT was sent) is done again. When the connection is lost during COMMIT nobody can know; the deed is done again too, and
its `seen` key says whether the first time counted.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import psycopg
from psycopg import errors, sql
from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg

from guildbot.db.ledger import Answer, Closed, Deed, NotCommitted, because, tell
from guildbot.db.tables import metadata

Said = TypeVar("Said")
OLDEST = 150000
PATIENCE = 2.0  # seconds to try again; a person waits three
STALLED = 20.0  # seconds for one try; a server that answers nothing at all is hung up on
CLASHES = 3  # tries when a unique key is taken: the second already sees whoever was quicker
OPTIONS = (
    "-c statement_timeout=10000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=30000 -c timezone=UTC "
    "-c jit=off"  # compiling takes longer than any statement of ours
)
_AGAIN = (errors.SerializationFailure, errors.DeadlockDetected, errors.LockNotAvailable)


class Unfit(Exception):
    """This server, or this database, cannot be a home: the sentence says why."""


class PostgresLedger:
    """`writers` deeds run at the same time, each in its own transaction; readers read a snapshot and wait for nobody."""

    def __init__(
        self,
        url: str,
        *,
        writers: int = 4,
        readers: int = 2,
        stalled: float = STALLED,
        prepare: Callable[[str], object] | None = None,
    ) -> None:
        self.dialect: Dialect = PGDialect_psycopg()  # type: ignore[no-untyped-call]
        self._url, self._stalled = url, stalled
        connect(url).close()  # here, so that a wrong address stops the start
        if prepare is not None:
            prepare(url)
        self._closed = False
        self._mine = threading.local()
        self._open: set[psycopg.Connection[Any]] = set()
        self._busy: dict[psycopg.Connection[Any], float] = {}  # since when
        self._writers = ThreadPoolExecutor(writers, "ledger")
        self._readers = ThreadPoolExecutor(readers, "reader")
        self._over = threading.Event()
        threading.Thread(target=self._watch, name="watch", daemon=True).start()

    async def write(self, deed: Deed[Said]) -> Said:
        return await self._hand(self._writers, deed, read_only=False)

    async def read(self, deed: Deed[Said]) -> Said:
        """Read-only, from one snapshot."""
        return await self._hand(self._readers, deed, read_only=True)

    async def scrub(self) -> bool:
        """VACUUM: no statement and no index finds what was deleted or overwritten, nor does the planner remember it.

        Its bytes stay in the pages until new rows are written over them. Only VACUUM FULL writes pages anew; it shuts everybody out
        of a table meanwhile, so when to run it is the operator's decision (deploy/runbook.md).
        """
        if self._closed:
            raise Closed
        return await asyncio.to_thread(self._vacuum)

    async def close(self) -> None:
        """Finish what was handed in, then stop."""
        self._closed = True
        for pool in (self._writers, self._readers):
            await asyncio.to_thread(pool.shutdown)
        self._over.set()
        for connection in self._open:
            connection.close()

    def _vacuum(self) -> bool:
        try:
            with contextlib.closing(connect(self._url)) as connection:
                connection.autocommit = True
                connection.execute("SET statement_timeout = 0")
                for table in metadata.sorted_tables:  # full-text indexes are indexes of these, and cleaned with them
                    connection.execute(sql.SQL("VACUUM (ANALYZE) {}").format(sql.Identifier(table.name)))
        except psycopg.Error:  # the server is away, or somebody holds a table
            return False
        return True

    async def _hand(self, pool: ThreadPoolExecutor, deed: Deed[Said], *, read_only: bool) -> Said:
        if self._closed:
            raise Closed
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Said] = loop.create_future()

        def run() -> None:
            try:
                answer = Answer(future, self._patiently(deed, read_only), None)
            except BaseException as error:
                answer = Answer(future, None, error)
            with contextlib.suppress(RuntimeError):  # that loop is closed: nobody is left to hear it
                loop.call_soon_threadsafe(tell, [answer])

        pool.submit(run)
        return await future

    def _patiently(self, deed: Deed[Said], read_only: bool) -> Said:
        last: BaseException | None = None
        clashes = 0
        for pause in _pauses():
            time.sleep(pause)
            try:
                connection = self._connection(read_only)
            except psycopg.OperationalError as error:
                last = error
                continue
            try:
                return self._attempt(connection, deed)
            except _AGAIN as error:
                last = error
            except errors.UniqueViolation as error:  # somebody else was quicker, and stands there now
                last, clashes = error, clashes + 1
                if clashes == CLASHES:
                    raise
            except (psycopg.OperationalError, psycopg.InterfaceError) as error:
                if not connection.closed:  # the server is there and said no: disk full, read-only, …
                    raise because(error) from error
                last = error
            finally:
                self._let_go(connection)
        raise NotCommitted(str(last)) from last

    def _attempt(self, connection: psycopg.Connection[Any], deed: Deed[Said]) -> Said:
        self._busy[connection] = time.monotonic()
        with connection.cursor() as cursor:
            said = deed(cursor)
        try:
            connection.commit()
        except (errors.IntegrityError, errors.InternalError) as error:  # what only COMMIT notices
            raise because(error) from error
        return said

    def _let_go(self, connection: psycopg.Connection[Any]) -> None:
        """Whatever was not committed is undone; a connection that is no longer one is forgotten."""
        self._busy.pop(connection, None)
        with contextlib.suppress(psycopg.Error):
            connection.rollback()
        if connection.closed:
            self._open.discard(connection)
            self._mine.connection = None

    def _connection(self, read_only: bool) -> psycopg.Connection[Any]:
        found: psycopg.Connection[Any] | None = getattr(self._mine, "connection", None)
        if found is not None:
            return found
        made = connect(self._url)
        if read_only:
            made.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
            made.read_only = True
        self._mine.connection = made
        self._open.add(made)
        return made

    def _watch(self) -> None:
        """The timeouts above are the server's; one that is stopped or unreachable keeps none of them."""
        while not self._over.wait(min(1.0, self._stalled / 4)):
            for connection, since in list(self._busy.items()):
                if time.monotonic() - since > self._stalled:
                    _hang_up(connection)


def connect(url: str) -> psycopg.Connection[Any]:
    """A connection with bounded waiting. Takes SQLAlchemy's spelling of the address too. Raises Unfit."""
    made = psycopg.connect(url.replace("postgresql+psycopg://", "postgresql://", 1), connect_timeout=3, options=OPTIONS)
    if unfit := _unfit(made.info):
        made.close()
        raise Unfit(unfit)
    return made


def _unfit(server: psycopg.ConnectionInfo) -> str | None:
    if server.server_version < OLDEST:
        return f"The PostgreSQL server is version {server.parameter_status('server_version')}; guildbot needs {OLDEST // 10000} or newer."
    if (encoding := server.parameter_status("server_encoding")) != "UTF8":
        return f"The PostgreSQL database keeps {encoding}; guildbot needs one made with ENCODING 'UTF8'."
    return None


def _hang_up(connection: psycopg.Connection[Any]) -> None:
    """End the conversation under a thread that waits for an answer: to it, the server is gone."""
    with contextlib.suppress(OSError, psycopg.Error), socket.socket(fileno=os.dup(connection.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)


def _pauses() -> Iterator[float]:
    """Growing pauses between tries, until patience is over."""
    end, pause = time.monotonic() + PATIENCE, 0.02
    yield 0.0
    while time.monotonic() < end:
        yield pause
        pause = min(pause * 2, 0.4)
