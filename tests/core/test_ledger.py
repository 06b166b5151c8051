"""One deed, one transaction, then the answer – whatever happens to the deed, its caller, the file or the loop."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from guildbot.db.ledger import AlreadyRunning, Closed, Deed, NotCommitted, SqliteLedger, connect
from guildbot.refusals import Empty, Refused

HOLD = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(float(sys.argv[2]))
connection.execute("COMMIT")
"""
RUN = """
import sys
from guildbot.db.ledger import AlreadyRunning, SqliteLedger
try:
    SqliteLedger(sys.argv[1])
except AlreadyRunning:
    print("refused")
"""


@pytest.fixture
async def ledger(database: Path) -> AsyncIterator[SqliteLedger]:
    made = SqliteLedger(database, synchronous="OFF")
    yield made
    await made.close()


@pytest.fixture
def kept(database: Path) -> Callable[[], list[str]]:
    """The keys that another connection sees, which is what was committed."""

    def keys() -> list[str]:
        connection = sqlite3.connect(database)
        found = [key for (key,) in connection.execute("SELECT key FROM seen ORDER BY key")]
        connection.close()
        return found

    return keys


def put(key: str) -> Deed[str]:
    """A deed that keeps a key, and answers with it."""

    def deed(cursor: sqlite3.Cursor) -> str:
        cursor.execute("INSERT INTO seen (key, at) VALUES (?, '2026-11-02 10:00:00')", (key,))
        return key

    return deed


def refused(cursor: sqlite3.Cursor) -> None:
    put("half")(cursor)
    raise Refused(Empty())


def lost_at_commit(cursor: sqlite3.Cursor) -> None:
    """Breaks a foreign key in a way that only COMMIT notices."""
    cursor.execute("PRAGMA defer_foreign_keys = ON")
    cursor.execute("INSERT INTO second (kudos_id, account_id, added_at) VALUES (99, 99, '2026-11-02 10:00:00')")


def dropped(cursor: sqlite3.Cursor) -> None:
    """As a full disk does it: SQLite throws the whole transaction away."""
    cursor.execute("INSERT OR ROLLBACK INTO seen (key, at) VALUES ('1', NULL)")


async def together(ledger: SqliteLedger, *deeds: Deed[Any]) -> list[Any]:
    """Hold the writer until all of them wait, so that they share a commit."""
    gate = threading.Event()
    first = asyncio.create_task(ledger.write(lambda _: gate.wait()))
    await asyncio.sleep(0.02)
    rest = [asyncio.create_task(ledger.write(deed)) for deed in deeds]
    await asyncio.sleep(0.02)
    gate.set()
    await first
    return await asyncio.gather(*rest, return_exceptions=True)


async def test_a_failing_deed_fails_alone(ledger: SqliteLedger, kept: Callable[[], list[str]]) -> None:
    one, no, two = await together(ledger, put("1"), refused, put("2"))
    assert (one, two, kept()) == ("1", "2", ["1", "2"])
    assert isinstance(no, Refused)
    assert no.reasons == (Empty(),)


async def test_what_many_write_at_once_shares_commits(ledger: SqliteLedger, kept: Callable[[], list[str]]) -> None:
    def in_transaction(cursor: sqlite3.Cursor) -> int:
        return int(cursor.execute("SELECT count(*) FROM seen").fetchone()[0])

    said = await together(ledger, put("1"), in_transaction, put("2"), in_transaction)
    assert said == ["1", 1, "2", 2]


async def test_a_failed_commit_fails_everybody_and_the_writer_lives_on(ledger: SqliteLedger, kept: Callable[[], list[str]]) -> None:
    one, lost = await together(ledger, put("1"), lost_at_commit)
    for error in (one, lost):
        assert isinstance(error, NotCommitted)
        assert isinstance(error.__cause__, sqlite3.IntegrityError)
    assert one is not lost
    assert kept() == []
    assert await ledger.write(put("3")) == "3"


async def test_a_dropped_transaction_fails_everybody_and_the_writer_lives_on(ledger: SqliteLedger, kept: Callable[[], list[str]]) -> None:
    said = await together(ledger, put("1"), dropped, put("2"))
    assert [type(one) for one in said] == [NotCommitted] * 3
    assert kept() == []
    assert await ledger.write(put("3")) == "3"


async def test_a_surprise_comes_with_its_traceback(ledger: SqliteLedger) -> None:
    def surprise(cursor: sqlite3.Cursor) -> float:
        return 1 / 0

    with pytest.raises(ZeroDivisionError) as error:
        await ledger.write(surprise)
    assert traceback.extract_tb(error.value.__traceback__)[-1].name == "surprise"


@pytest.mark.parametrize("error", [StopIteration, KeyboardInterrupt, SystemExit, GeneratorExit])
async def test_no_exception_stops_the_writer(ledger: SqliteLedger, kept: Callable[[], list[str]], error: type[BaseException]) -> None:
    def thrown(cursor: sqlite3.Cursor) -> None:
        put("half")(cursor)
        raise error

    if error is StopIteration:  # a future refuses to carry it
        with pytest.raises(NotCommitted):
            await ledger.write(thrown)
    elif error is GeneratorExit:
        with pytest.raises(GeneratorExit):
            await ledger.write(thrown)
    else:  # these would stop the test's own loop: nobody waits for them
        task = ledger.write(thrown)
        task.send(None)
        task.close()
    assert await ledger.write(put("1")) == "1"
    assert kept() == ["1"]


async def test_a_cancelled_callers_deed_stands(ledger: SqliteLedger, kept: Callable[[], list[str]]) -> None:
    gate = threading.Event()
    first = asyncio.create_task(ledger.write(lambda _: gate.wait()))
    await asyncio.sleep(0.02)
    gone = asyncio.create_task(ledger.write(put("1")))
    await asyncio.sleep(0.02)
    gone.cancel()
    gate.set()
    await first
    assert await ledger.write(put("2")) == "2"
    assert gone.cancelled()
    assert kept() == ["1", "2"]


async def test_closing_finishes_what_was_handed_in(database: Path, kept: Callable[[], list[str]]) -> None:
    ledger = SqliteLedger(database, synchronous="OFF")
    keys = [f"{number:03}" for number in range(300)]
    tasks = [asyncio.create_task(ledger.write(put(key))) for key in keys]
    await asyncio.sleep(0)
    await ledger.close()
    assert await asyncio.gather(*tasks) == keys == kept()
    with pytest.raises(Closed):
        await ledger.write(put("late"))
    await ledger.close()


def test_a_closed_loop_does_not_stop_the_writer(database: Path, kept: Callable[[], list[str]]) -> None:
    ledger = SqliteLedger(database, synchronous="OFF")

    def slowly(cursor: sqlite3.Cursor) -> str:
        time.sleep(0.1)
        return put("1")(cursor)

    async def leave() -> None:
        slow = asyncio.create_task(ledger.write(slowly))
        await asyncio.sleep(0.02)
        slow.cancel()

    asyncio.run(leave())
    assert asyncio.run(ledger.write(put("2"))) == "2"
    asyncio.run(ledger.close())
    assert kept() == ["1", "2"]


async def test_a_busy_database_does_not_block_the_loop(ledger: SqliteLedger, database: Path, kept: Callable[[], list[str]]) -> None:
    """Somebody else holds the file for a second: everybody waits, nobody hangs."""
    other = await asyncio.create_subprocess_exec(sys.executable, "-c", HOLD, str(database), "1", stdout=subprocess.PIPE)
    assert other.stdout is not None
    await other.stdout.readline()
    began, worst = time.monotonic(), 0.0
    tasks = [asyncio.create_task(ledger.write(put(f"{number:02}"))) for number in range(20)]
    while not all(task.done() for task in tasks):
        before = time.monotonic()
        await asyncio.sleep(0.005)
        worst = max(worst, time.monotonic() - before)
    took = time.monotonic() - began
    await other.wait()
    assert len(kept()) == 20
    assert 0.5 < took < 5
    assert worst < 0.4


async def test_a_database_that_stays_busy_is_said_so(database: Path) -> None:
    ledger = SqliteLedger(database, synchronous="OFF", busy_seconds=0.1)
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    said = await asyncio.gather(*(ledger.write(put(key)) for key in "12"), return_exceptions=True)
    assert [type(one) for one in said] == [NotCommitted] * 2
    other.execute("ROLLBACK")
    other.close()
    assert await ledger.write(put("3")) == "3"
    await ledger.close()


async def test_reading_waits_for_nobody_who_writes(ledger: SqliteLedger) -> None:
    await ledger.write(put("1"))
    gate = threading.Event()

    def half_done(cursor: sqlite3.Cursor) -> None:
        put("2")(cursor)
        gate.wait()

    writing = asyncio.create_task(ledger.write(half_done))
    await asyncio.sleep(0.02)
    assert await ledger.read(keys) == ["1"]
    gate.set()
    await writing
    assert await ledger.read(keys) == ["1", "2"]


async def test_a_reader_cannot_write(ledger: SqliteLedger) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await ledger.read(put("1"))
    assert await ledger.read(keys) == []


async def test_a_closed_ledger_reads_no_more(database: Path) -> None:
    ledger = SqliteLedger(database)
    await ledger.close()
    with pytest.raises(Closed):
        await ledger.read(keys)


def keys(cursor: sqlite3.Cursor) -> list[str]:
    return [key for (key,) in cursor.execute("SELECT key FROM seen ORDER BY key")]


async def test_a_second_bot_on_the_same_file_refuses_to_start(ledger: SqliteLedger, database: Path) -> None:
    with pytest.raises(AlreadyRunning):
        SqliteLedger(database)
    second = await asyncio.create_subprocess_exec(sys.executable, "-c", RUN, str(database), stdout=subprocess.PIPE)
    said, _ = await second.communicate()
    assert said == b"refused\n"


async def test_a_file_that_was_let_go_can_be_taken_again(database: Path) -> None:
    for key in "12":
        ledger = SqliteLedger(database, synchronous="OFF")
        await ledger.write(put(key))
        await ledger.close()


def test_a_bad_file_stops_the_start_and_lets_go(tmp_path: Path, database: Path) -> None:
    bad = tmp_path / "bad.db"
    bad.write_bytes(b"no database at all" * 100)
    for _ in range(2):  # the second time it is not "already running"
        with pytest.raises(sqlite3.DatabaseError):
            SqliteLedger(bad)
    with pytest.raises(sqlite3.OperationalError):
        SqliteLedger(tmp_path / "no" / "such" / "folder.db")


def test_the_schema_is_prepared_before_the_first_deed(database: Path) -> None:
    prepared: list[Path | str] = []
    ledger = SqliteLedger(database, prepare=prepared.append)
    asyncio.run(ledger.close())
    assert prepared == [database]

    def fails(path: Path | str) -> None:
        raise RuntimeError("newer")

    for _ in range(2):
        with pytest.raises(RuntimeError, match="newer"):
            SqliteLedger(database, prepare=fails)


def test_the_connection_is_set_up_as_promised(database: Path) -> None:
    connection = connect(database)
    asked = ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "temp_store", "busy_timeout")
    assert [connection.execute(f"PRAGMA {one}").fetchone()[0] for one in asked] == ["wal", 2, 1, 1, 2, 5000]
    assert connection.execute("SELECT lower('ÄÖ Анна'), lower(NULL)").fetchone() == ("äö анна", None)
    connection.close()


# What is gone from the rows is gone from the file


def hits(database: Path, words: list[str]) -> int:
    """How many of these words stand in the file, its journal or the index of that."""
    read = b"".join(one.read_bytes() for one in database.parent.glob(f"{database.name}*"))
    return sum(word.encode() in read for word in words)


async def test_a_scrubbed_file_has_no_trace_of_what_is_gone(ledger: SqliteLedger, database: Path) -> None:
    """Overwriting alone is not enough: the journal has the old pages, and pages that were split have copies."""
    words = [f"word-{number:04}-{number * 7919 % 10007:05}" for number in range(1000)]
    for start in range(0, len(words), 100):
        await asyncio.gather(*(ledger.write(put(word * 6)) for word in words[start : start + 100]))
    gone, kept = words[::2], words[1::2]

    def forget(cursor: sqlite3.Cursor) -> None:
        cursor.executemany("DELETE FROM seen WHERE key = ?", [(word * 6,) for word in gone])

    await ledger.write(forget)
    assert hits(database, gone) > 200

    assert await ledger.scrub()

    assert (hits(database, gone), hits(database, kept)) == (0, len(kept))


async def test_a_scrub_does_not_wait_long_for_whoever_still_reads_old_pages(ledger: SqliteLedger, database: Path) -> None:
    await ledger.write(put("1"))
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT key FROM seen").fetchall()
        assert not await ledger.scrub()
        assert await ledger.write(put("2")) == "2"
        reader.execute("COMMIT")
    assert await ledger.scrub()
