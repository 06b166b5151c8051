"""Who may write, and when it commits.

One thread owns the one writing connection. It drains what is waiting into one transaction (a SAVEPOINT per deed, one
COMMIT for all), then answers everybody: thirty deeds in flight cost one fsync, not thirty. Core code stays plain
functions; whoever asked awaits a future.
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, NamedTuple, Protocol, TypeVar

from sqlalchemy import Dialect
from sqlalchemy.dialects import sqlite

MOST_IN_MEMORY = 256 * 1024 * 1024  # bytes of a file that is written anew in memory first
PATIENT_WITH_READERS = 500  # milliseconds, while everybody who writes waits
Said = TypeVar("Said")
Deed = Callable[[Any], Said]  # takes the driver's cursor


class Ledger(Protocol):
    """One deed, one transaction: `write` answers after the commit, or raises and nothing of the deed is kept."""

    dialect: Dialect

    async def write(self, deed: Deed[Said]) -> Said: ...
    async def read(self, deed: Deed[Said]) -> Said:
        """Read what is committed, without waiting for anybody who writes."""
        ...

    async def scrub(self) -> bool:
        """Leave nothing in the files of what was deleted or overwritten; False when that has to be tried again."""
        ...

    async def close(self) -> None: ...


class NotCommitted(Exception):
    """The deed was done and then lost with its transaction: nothing of it was kept.

    Only a server lost in the very moment of COMMIT can have kept it; the deed's `seen` key tells when it is asked again.
    """


class Closed(Exception):
    """The ledger takes no more deeds."""


class AlreadyRunning(Exception):
    """Another guildbot writes to this file."""


class _Waiting(NamedTuple):
    deed: Deed[Any] | None  # None: somebody waits for the files to be scrubbed
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]


class Answer(NamedTuple):
    """What is told to whoever awaits a deed."""

    future: asyncio.Future[Any]
    said: Any
    error: BaseException | None


class SqliteLedger:
    """The embedded home: one file, one process, one writer thread.

    `most` is how many deeds may share a commit; `synchronous` is SQLite's own (FULL survives a power cut on an honest disk);
    `prepare` brings the schema up to date, once this process has the file to itself.
    """

    dialect: Dialect = sqlite.dialect()

    def __init__(
        self,
        path: Path | str,
        *,
        synchronous: str = "FULL",
        busy_seconds: float = 5.0,
        most: int = 64,
        prepare: Callable[[Path | str], object] | None = None,
    ) -> None:
        self._alone = _lock(path)
        try:  # here, so that a bad file stops the start
            if prepare is not None:
                prepare(path)
            self._connection = connect(path, synchronous=synchronous, busy_seconds=busy_seconds)
        except BaseException:
            self._alone.close()
            raise
        self._path, self._busy_seconds = path, busy_seconds
        self._most, self._closed = most, False
        self._reading = threading.local()
        self._read_from: list[sqlite3.Connection] = []
        self._readers = ThreadPoolExecutor(2, "reader")
        self._waiting: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="ledger", daemon=True)
        self._thread.start()

    async def write(self, deed: Deed[Said]) -> Said:
        return await self._hand_in(deed)  # type: ignore[no-any-return]

    async def scrub(self) -> bool:
        """Between two deeds, by the writer itself. Nobody else writes meanwhile: a second for 200 MB, 15 for 560 MB on a slow disk."""
        return await self._hand_in(None)  # type: ignore[no-any-return]

    async def read(self, deed: Deed[Said]) -> Said:
        if self._closed:
            raise Closed
        return await asyncio.wrap_future(self._readers.submit(self._read, deed))

    async def close(self) -> None:
        """Finish what was handed in, then stop."""
        if not self._closed:
            self._closed = True
            self._waiting.put(None)
        await asyncio.to_thread(self._readers.shutdown)
        while self._read_from:
            self._read_from.pop().close()
        await asyncio.to_thread(self._thread.join)

    async def _hand_in(self, deed: Deed[Any] | None) -> Any:
        if self._closed:
            raise Closed
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Any] = loop.create_future()
        self._waiting.put(_Waiting(deed, loop, future))
        return await future

    def _read(self, deed: Deed[Said]) -> Said:
        connection: sqlite3.Connection | None = getattr(self._reading, "connection", None)
        if connection is None:
            connection = self._reading.connection = connect(self._path, busy_seconds=self._busy_seconds)
            connection.execute("PRAGMA query_only=ON")
            self._read_from.append(connection)
        cursor = connection.cursor()
        cursor.execute("BEGIN")  # one snapshot for the whole deed
        try:
            return deed(cursor)
        finally:
            connection.rollback()

    def _run(self) -> None:
        try:
            while batch := self._next():
                deeds = [one for one in batch if one.deed is not None]
                if deeds:
                    _answer(deeds, self._commit(deeds))
                if len(deeds) < len(batch):
                    scrubs, gone = [one for one in batch if one.deed is None], self._scrub()
                    _answer(scrubs, [Answer(one.future, gone, None) for one in scrubs])
        finally:
            self._connection.close()
            self._alone.close()

    def _next(self) -> list[_Waiting]:
        """What is waiting now, at least one; empty once the ledger is closed and drained."""
        first = self._waiting.get()
        batch: list[_Waiting] = []
        while first is not None:
            batch.append(first)
            if len(batch) == self._most:
                return batch
            try:
                first = self._waiting.get_nowait()
            except Empty:
                return batch
        if batch:
            self._waiting.put(None)  # finish these first
        return batch

    def _commit(self, batch: list[_Waiting]) -> list[Answer]:
        connection, answers = self._connection, list[Answer]()
        try:
            cursor = connection.cursor()
            cursor.execute("BEGIN IMMEDIATE")
            for one in batch:
                answers.append(_attempt(connection, cursor, one))
            cursor.execute("COMMIT")
        except BaseException as error:
            if connection.in_transaction:
                with contextlib.suppress(sqlite3.Error):  # then the next BEGIN says so, and this is tried again
                    connection.rollback()
            return [Answer(one.future, None, because(error)) for one in batch]
        return answers

    def _scrub(self) -> bool:
        try:
            return scrub(self._connection)
        except BaseException:  # no room to write the file anew, or somebody holds it
            return False
        finally:
            with contextlib.suppress(sqlite3.Error):
                self._connection.execute(f"PRAGMA busy_timeout={int(self._busy_seconds * 1000)}")


def connect(path: Path | str, *, synchronous: str = "FULL", busy_seconds: float = 5.0) -> sqlite3.Connection:
    """A connection that begins its transactions itself, overwrites what it deletes and leaves no temporary files.

    With such a file a SAVEPOINT costs as much as four statements.
    """
    made = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=busy_seconds, cached_statements=256)
    for pragma in ("journal_mode=WAL", f"synchronous={synchronous}", "foreign_keys=ON", "secure_delete=ON", "temp_store=MEMORY"):
        made.execute(f"PRAGMA {pragma}")
    made.create_function("lower", 1, _lower, deterministic=True)  # SQLite's own knows A to Z only; people are called Øyvind and Анна
    return made


def scrub(connection: sqlite3.Connection) -> bool:
    """Write the file anew and empty the journal, which holds the old pages; False while somebody still reads those.

    `secure_delete` overwrites a deleted row where it stands. When a page is split or two are joined, SQLite leaves copies of rows
    behind that it does not know of any more: in a thousand deleted rows three, until the file is written anew.
    """
    # Full-text indexes will be rebuilt here: `secure_delete` does not reach into them.
    ((pages, size),) = connection.execute("SELECT * FROM pragma_page_count, pragma_page_size")
    connection.execute(f"PRAGMA busy_timeout={PATIENT_WITH_READERS}")
    connection.execute(f"PRAGMA temp_store={'MEMORY' if pages * size <= MOST_IN_MEMORY else 'FILE'}")
    try:
        connection.execute("VACUUM")
    finally:
        connection.execute("PRAGMA temp_store=MEMORY")
    (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _lower(text: str | None) -> str | None:
    return None if text is None else text.lower()


@contextlib.contextmanager
def alone(path: Path | str) -> Iterator[None]:
    """Nobody else writes to the file meanwhile. Raises AlreadyRunning."""
    with contextlib.closing(_lock(path)):
        yield


def _lock(path: Path | str) -> sqlite3.Connection:
    """A lock that dies with its holder on every operating system: an exclusive transaction on a file beside the database."""
    lock = sqlite3.connect(f"{path}.lock", isolation_level=None, check_same_thread=False, timeout=0)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        lock.close()
        if "locked" in str(error):
            raise AlreadyRunning(str(path)) from error
        raise
    return lock


def _attempt(connection: sqlite3.Connection, cursor: sqlite3.Cursor, one: _Waiting) -> Answer:
    cursor.execute("SAVEPOINT deed")
    try:
        said = one.deed(cursor) if one.deed is not None else None
    except BaseException as error:
        if not connection.in_transaction:  # SQLite threw the whole transaction away (disk full, I/O error)
            raise
        cursor.execute("ROLLBACK TO deed")
        cursor.execute("RELEASE deed")
        return Answer(one.future, None, error)
    cursor.execute("RELEASE deed")
    return Answer(one.future, said, None)


def _answer(asked: list[_Waiting], answers: list[Answer]) -> None:
    for loop in {one.loop for one in asked}:
        mine = [answer for one, answer in zip(asked, answers, strict=True) if one.loop is loop]
        with contextlib.suppress(RuntimeError):  # that loop is closed: nobody is left to hear it
            loop.call_soon_threadsafe(tell, mine)


def because(error: BaseException) -> NotCommitted:
    lost = NotCommitted(str(error))
    lost.__cause__ = error
    return lost


def tell(answers: Iterable[Answer]) -> None:
    """Answer everybody; on their own loop."""
    for future, said, error in answers:
        if future.done():
            continue  # nobody waits any more; the deed stands
        if error is None:
            future.set_result(said)
        elif isinstance(error, StopIteration):  # a future refuses to carry this one
            future.set_exception(because(error))
        else:
            future.set_exception(error)
