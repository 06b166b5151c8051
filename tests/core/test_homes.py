"""One contract, two homes: a deed is committed before it is answered, or nothing of it is kept; whatever happens on the way."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

import pytest
from sqlalchemy import make_url

from guildbot import courier, kudos
from guildbot.bot import Guildbot
from guildbot.courier import Letter
from guildbot.db.ledger import AlreadyRunning, Closed, Deed, Ledger, NotCommitted, SqliteLedger
from guildbot.db.postgres import PATIENCE, PostgresLedger, connect
from guildbot.refusals import Empty, Refused, Repeated
from guildbot.who import MessageRef
from tests import servers
from tests.conftest import Clock
from tests.core.conftest import HOMES, deliver, guild_of, heard_as, install, someone

ana, ben, cleo = (someone(name) for name in ("ana", "ben", "cleo"))
HOLDING = "holding the silence on Tuesday"


class House(Protocol):
    """One home as these stories need it."""

    def opened(self, *, impatient: bool = False) -> Ledger: ...
    def kept(self) -> list[str]:
        """The keys that another connection sees, which is what was committed."""
        ...

    def held(self) -> contextlib.AbstractContextManager[None]:
        """Somebody else keeps the table to themselves meanwhile."""
        ...

    def lost_at_commit(self, cursor: Any) -> None:
        """Breaks a foreign key in a way that only COMMIT notices."""
        ...


class File:
    def __init__(self, path: Path) -> None:
        self._path = path

    def opened(self, *, impatient: bool = False) -> Ledger:
        return SqliteLedger(self._path, synchronous="OFF", busy_seconds=0.2 if impatient else 5.0)

    def kept(self) -> list[str]:
        with contextlib.closing(sqlite3.connect(self._path)) as file:
            return keys(file.cursor())

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        with contextlib.closing(sqlite3.connect(self._path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
            other.execute("ROLLBACK")

    def lost_at_commit(self, cursor: Any) -> None:
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        cursor.execute(SECOND_OF_NOTHING)


class OnServer:
    def __init__(self, url: str) -> None:
        self.url = url

    def opened(self, *, impatient: bool = False) -> Ledger:
        return PostgresLedger(self.url, stalled=0.5 if impatient else 20.0)

    def kept(self) -> list[str]:
        with contextlib.closing(connect(self.url)) as connection, connection.cursor() as cursor:
            return keys(cursor)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        with contextlib.closing(connect(self.url)) as other:
            other.execute("LOCK TABLE seen")
            yield

    def lost_at_commit(self, cursor: Any) -> None:
        for key in ("fk_second_kudos_id", "fk_second_account_id"):
            cursor.execute(f"ALTER TABLE second ALTER CONSTRAINT {key} DEFERRABLE INITIALLY DEFERRED")
        cursor.execute(SECOND_OF_NOTHING)


SECOND_OF_NOTHING = "INSERT INTO second (kudos_id, account_id, added_at) VALUES (99, 99, '2026-11-02 10:00:00')"


def put(key: str) -> Deed[str]:
    """A deed that keeps a key, and answers with it."""

    def deed(cursor: Any) -> str:
        cursor.execute(f"INSERT INTO seen (key, at) VALUES ('{key}', '2026-11-02 10:00:00')")
        return key

    return deed


def keys(cursor: Any) -> list[str]:
    cursor.execute("SELECT key FROM seen ORDER BY key")
    return [key for (key,) in cursor.fetchall()]


@pytest.fixture(params=HOMES)
def house(request: pytest.FixtureRequest) -> House:
    if request.param == "sqlite":
        return File(request.getfixturevalue("database"))
    return OnServer(request.getfixturevalue("fresh_postgres"))


@pytest.fixture
async def ledger(house: House) -> AsyncIterator[Ledger]:
    made = house.opened()
    yield made
    await made.close()


# What every home promises


async def test_a_failing_deed_fails_alone(house: House, ledger: Ledger) -> None:
    def refused(cursor: Any) -> None:
        put("half")(cursor)
        raise Refused(Empty())

    one, no, two = await asyncio.gather(*(ledger.write(deed) for deed in (put("1"), refused, put("2"))), return_exceptions=True)

    assert (one, two, house.kept()) == ("1", "2", ["1", "2"])
    assert isinstance(no, Refused)
    assert no.reasons == (Empty(),)


async def test_a_failed_commit_is_no_success_and_the_next_deed_works(house: House, ledger: Ledger) -> None:
    with pytest.raises(NotCommitted) as lost:
        await ledger.write(house.lost_at_commit)
    assert "foreign key" in str(lost.value).lower()
    assert await ledger.write(put("1")) == "1"
    assert house.kept() == ["1"]


async def test_a_cancelled_callers_deed_stands(house: House, ledger: Ledger) -> None:
    """One that is being done, and many that still wait for their turn."""
    began, gate = threading.Event(), threading.Event()

    def slowly(cursor: Any) -> str:
        began.set()
        gate.wait()
        return put("00")(cursor)

    numbers = [f"{number:02}" for number in range(1, 20)]
    gone = [asyncio.create_task(ledger.write(deed)) for deed in (slowly, *map(put, numbers))]
    await asyncio.to_thread(began.wait)
    for task in gone:
        task.cancel()
    gate.set()
    await asyncio.wait(gone)

    await ledger.close()

    assert house.kept() == ["00", *numbers]


async def test_closing_finishes_what_was_handed_in(house: House) -> None:
    ledger = house.opened()
    numbers = [f"{number:03}" for number in range(200)]
    tasks = [asyncio.create_task(ledger.write(put(key))) for key in numbers]
    await asyncio.sleep(0)
    await ledger.close()
    assert await asyncio.gather(*tasks) == numbers == house.kept()
    for late in (ledger.write(put("late")), ledger.read(keys)):
        with pytest.raises(Closed):
            await late
    await ledger.close()


async def test_no_exception_stops_it(house: House, ledger: Ledger) -> None:
    def throwing(error: type[BaseException]) -> Deed[None]:
        def thrown(cursor: Any) -> None:
            put("half")(cursor)
            raise error

        return thrown

    for error, heard in ((StopIteration, NotCommitted), (GeneratorExit, GeneratorExit), (ZeroDivisionError, ZeroDivisionError)):
        for _ in range(5):
            with pytest.raises(heard):
                await ledger.write(throwing(error))
    assert await ledger.write(put("1")) == "1"
    assert house.kept() == ["1"]


def test_a_closed_loop_does_not_stop_it(house: House) -> None:
    ledger = house.opened()
    began, gate = threading.Event(), threading.Event()

    def slowly(cursor: Any) -> str:
        began.set()
        gate.wait()
        return put("1")(cursor)

    async def leave() -> None:
        slow = asyncio.create_task(ledger.write(slowly))
        await asyncio.to_thread(began.wait)
        slow.cancel()

    asyncio.run(leave())
    gate.set()
    assert asyncio.run(ledger.write(put("2"))) == "2"
    asyncio.run(ledger.close())
    assert house.kept() == ["1", "2"]


async def test_reading_sees_what_is_committed_and_waits_for_nobody_who_writes(ledger: Ledger) -> None:
    await ledger.write(put("1"))
    began, gate = threading.Event(), threading.Event()

    def half_done(cursor: Any) -> None:
        put("2")(cursor)
        began.set()
        gate.wait()

    writing = asyncio.create_task(ledger.write(half_done))
    await asyncio.to_thread(began.wait)
    assert await ledger.read(keys) == ["1"]
    gate.set()
    await writing
    assert await ledger.read(keys) == ["1", "2"]


async def test_a_reader_sees_one_moment(ledger: Ledger) -> None:
    """However long it reads, and whoever writes meanwhile."""
    looked, gate = threading.Event(), threading.Event()

    def twice(cursor: Any) -> tuple[list[str], list[str]]:
        before = keys(cursor)
        looked.set()
        gate.wait()
        return before, keys(cursor)

    reading = asyncio.create_task(ledger.read(twice))
    await asyncio.to_thread(looked.wait)
    await ledger.write(put("1"))
    gate.set()
    assert await reading == ([], [])


async def test_a_reader_cannot_write(ledger: Ledger) -> None:
    with pytest.raises(Exception, match=r"read-?only"):
        await ledger.read(put("1"))
    assert await ledger.read(keys) == []


async def test_scrubbing_comes_between_deeds_and_loses_none(house: House, ledger: Ledger) -> None:
    numbers = [f"{number:02}" for number in range(40)]
    deeds = [ledger.write(put(key)) for key in numbers]
    said = await asyncio.gather(*deeds[:20], ledger.scrub(), *deeds[20:], ledger.scrub())
    assert said == [*numbers[:20], True, *numbers[20:], True]
    assert house.kept() == numbers
    await ledger.close()
    with pytest.raises(Closed):
        await ledger.scrub()


async def test_whoever_holds_everything_up_is_not_waited_for_without_end(house: House) -> None:
    ledger = house.opened(impatient=True)
    with house.held():
        began = time.monotonic()
        said = await asyncio.gather(*(ledger.write(put(key)) for key in "12"), return_exceptions=True)
        assert [type(one) for one in said] == [NotCommitted] * 2
        assert time.monotonic() - began < PATIENCE + 4
    assert await ledger.write(put("3")) == "3"
    await ledger.close()
    assert house.kept() == ["3"]


async def test_nobodys_words_are_too_odd_or_too_long_for_either(bot: Guildbot, look: Any) -> None:
    """PostgreSQL keeps no NUL and counts characters; nobody keeps half an emoji."""
    odd = someone("ben\x00" + "n" * 90, bot=None)
    odd = replace(odd, account=replace(odd.account, id="U1"))
    await bot.run(ana, kudos.give, [odd.account], "holding\x00 the \ud83dsilence", value="v" * 60)
    assert look("SELECT reason, value FROM kudos") == [("holding the silence", "v" * 40)]
    assert look("SELECT name FROM account WHERE external_id = 'U1'") == [("BenN" + "n" * 76,)]


# PostgreSQL: many at once


@pytest.fixture
async def two(fresh_postgres: str, clock: Clock) -> AsyncIterator[tuple[Guildbot, Guildbot]]:
    """Two bots on one database, as two processes are."""
    ledgers = [PostgresLedger(fresh_postgres), PostgresLedger(fresh_postgres)]
    one, other = (Guildbot(ledger, clock) for ledger in ledgers)
    await install(one)
    yield one, other
    for ledger in ledgers:
        await ledger.close()


async def test_an_event_that_two_processes_hear_counts_once(two: tuple[Guildbot, Guildbot]) -> None:
    for number in range(20):
        heard = [bot.run(heard_as(ana, f"e{number}"), kudos.give, [ben.account], f"{HOLDING} {number}") for bot in two]
        said = await asyncio.gather(*heard, return_exceptions=True)
        assert sorted(type(one).__name__ for one in said) == ["KudosGiven", "Repeated"]
    assert (await two[0].run(ben, kudos.mine)).thanks == 20


async def test_a_gesture_that_arrives_twice_under_two_keys_counts_once(two: tuple[Guildbot, Guildbot]) -> None:
    """The second finds the key of the gesture taken, looks again, and sees that all is done."""
    await guild_of(two[0], ana, ben, cleo)
    for number in range(20):
        gestures = [bot.run(ana, kudos.react, ben.account, MessageRef("C1", str(number), None), "💛") for bot in two]
        await asyncio.gather(*gestures)
    assert (await two[0].run(ben, kudos.mine)).thanks == 20


async def test_people_whom_two_see_for_the_first_time_are_one_person(two: tuple[Guildbot, Guildbot]) -> None:
    for number in range(10):
        stranger = someone(f"stranger{number}")
        givers = (someone(f"a{number}"), someone(f"b{number}"))
        await asyncio.gather(*(bot.run(who, kudos.give, [stranger.account], HOLDING) for bot, who in zip(two, givers, strict=True)))
        assert (await two[0].run(stranger, kudos.mine)).thanks == 2


async def test_two_couriers_never_write_to_one_person_at_once(two: tuple[Guildbot, Guildbot]) -> None:
    for number in range(10):
        to = someone(f"to{number}")
        for who in (ana, ben, cleo):
            await two[0].run(who, kudos.give, [to.account], f"{HOLDING} {number}")
    claimed = list[Letter]()
    while letters := [letter for letter in await asyncio.gather(*(bot.tend(courier.claim) for bot in two * 4)) if letter]:
        claimed += letters
    assert len(claimed) == 10
    assert len({letter.to for letter in claimed}) == 10
    for letter in claimed:
        await two[1].tend(courier.delivered, letter.id, f"dm/{letter.id}")
    assert len(await deliver(two[0])) == 0


async def test_who_waits_for_each_other_is_sorted_out(fresh_postgres: str) -> None:
    """A deadlock: one of the two is undone, and done again."""
    ledger = PostgresLedger(fresh_postgres)
    for key in "ab":
        await ledger.write(put(key))
    both = threading.Barrier(2)
    tries = list[str]()

    def crossing(first: str, then: str) -> Deed[None]:
        def deed(cursor: Any) -> None:
            tries.append(first)
            cursor.execute(f"UPDATE seen SET at = now() WHERE key = '{first}'")
            if len(tries) <= 2:
                both.wait()
            cursor.execute(f"UPDATE seen SET at = now() WHERE key = '{then}'")

        return deed

    await asyncio.gather(ledger.write(crossing("a", "b")), ledger.write(crossing("b", "a")))
    assert len(tries) == 3
    await ledger.close()


async def test_a_serialization_failure_is_done_again(fresh_postgres: str) -> None:
    ledger = PostgresLedger(fresh_postgres)
    await ledger.write(put("a"))
    tries = 0

    def overtaken(cursor: Any) -> None:
        nonlocal tries
        tries += 1
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        keys(cursor)
        if tries == 1:
            with connect(fresh_postgres) as other:
                other.execute("UPDATE seen SET at = '2026-01-01'")
        cursor.execute("UPDATE seen SET at = now()")

    await ledger.write(overtaken)
    assert tries == 2
    await ledger.close()


# PostgreSQL: a server that goes away


@pytest.fixture(scope="module")
def own() -> Iterator[servers.Server]:
    """A server that these stories may end."""
    with servers.server(careful=True) as made:
        yield made


@pytest.fixture
def away(own: servers.Server) -> OnServer:
    return OnServer(servers.Databases(own.url()).new())


async def test_a_connection_that_is_cut_in_the_middle_of_a_deed_is_made_again(away: OnServer) -> None:
    ledger = away.opened()
    tries = 0

    def cut(cursor: Any) -> str:
        nonlocal tries
        tries += 1
        put("1")(cursor)
        if tries == 1:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return "done"

    assert await ledger.write(cut) == "done"
    assert (tries, away.kept()) == (2, ["1"])
    await ledger.close()


async def test_a_server_that_comes_back_is_found_again(own: servers.Server, away: OnServer) -> None:
    """No restart of the bot; what was refused meanwhile is not kept."""
    ledger = away.opened()
    await ledger.write(put("1"))
    own.stop()
    began = time.monotonic()
    for deed in (ledger.write(put("2")), ledger.read(keys)):
        with pytest.raises(NotCommitted):
            await deed
    assert time.monotonic() - began < 2 * PATIENCE + 2
    own.start()
    assert await ledger.write(put("3")) == "3"
    assert await ledger.read(keys) == ["1", "3"]
    await ledger.close()


async def test_a_short_absence_is_not_even_noticed(own: servers.Server, away: OnServer) -> None:
    ledger = away.opened()
    await ledger.write(put("1"))
    own.kill()
    back = asyncio.create_task(asyncio.to_thread(own.start))
    said = asyncio.create_task(ledger.write(put("2")))
    await back
    with contextlib.suppress(NotCommitted):  # a slow machine may take longer than our patience
        await said
    assert await ledger.write(put("3")) == "3"
    assert away.kept() == (["1", "2", "3"] if said.exception() is None else ["1", "3"])
    await ledger.close()


async def test_a_server_that_stands_still_is_hung_up_on(away: OnServer) -> None:
    """Its process takes the words and answers nothing: the deed is done over another connection."""
    ledger = away.opened(impatient=True)
    stopped = list[int]()

    def stops(cursor: Any) -> str:
        if not stopped:
            cursor.execute("SELECT pg_backend_pid()")
            stopped.append(cursor.fetchone()[0])
            os.kill(stopped[0], signal.SIGSTOP)
        return put("1")(cursor)

    try:
        assert await ledger.write(stops) == "1"
    finally:
        os.kill(stopped[0], signal.SIGCONT)
    assert away.kept() == ["1"]
    await ledger.close()


async def test_a_commit_whose_answer_is_lost_counts_once(own: servers.Server, away: OnServer, clock: Clock) -> None:
    """Nobody can know whether it was kept; the deed is done again, and the event's key knows."""
    async with _forgetful_line(own) as lose:
        dialled = make_url(away.url).update_query_dict({"port": str(FORGETFUL)})
        ledger = await asyncio.to_thread(PostgresLedger, dialled.render_as_string(hide_password=False), writers=1)
        bot = Guildbot(ledger, clock)
        await install(bot)
        lose.set()
        with pytest.raises(Repeated):
            await bot.run(heard_as(ana, "e1"), kudos.give, [ben.account], HOLDING)
        assert not lose.is_set()
        assert (await bot.run(ben, kudos.mine)).thanks == 1
        await ledger.close()


FORGETFUL = 1


@contextlib.asynccontextmanager
async def _forgetful_line(own: servers.Server) -> AsyncIterator[asyncio.Event]:
    """Another way to the server, with a switch that makes it go dead after the next COMMIT arrived."""
    lose, calls = asyncio.Event(), list[asyncio.Task[None]]()

    async def carry(caller: asyncio.StreamReader, answers: asyncio.StreamWriter) -> None:
        replies, onwards = await asyncio.open_unix_connection(own.folder / f".s.PGSQL.{own.port}")
        dead = asyncio.Event()

        async def ask() -> None:
            while said := await caller.read(65536):
                if lose.is_set() and b"COMMIT" in said:
                    lose.clear()
                    dead.set()
                onwards.write(said)
            onwards.close()

        async def answer() -> None:
            while (said := await replies.read(65536)) and not dead.is_set():
                answers.write(said)
            answers.close()

        await asyncio.gather(ask(), answer())
        for end in (onwards, answers):
            await end.wait_closed()

    def call(caller: asyncio.StreamReader, answers: asyncio.StreamWriter) -> None:
        calls.append(asyncio.create_task(carry(caller, answers)))

    line = await asyncio.start_unix_server(call, own.folder / f".s.PGSQL.{FORGETFUL}")
    yield lose
    line.close()
    await asyncio.gather(*calls)


async def test_a_second_bot_is_refused_where_only_one_can_be(house: House, ledger: Ledger) -> None:
    """A file has one writer; a server takes as many as come."""
    if isinstance(house, File):
        with pytest.raises(AlreadyRunning):
            house.opened()
    else:
        other = house.opened()
        await asyncio.gather(ledger.write(put("1")), other.write(put("2")))
        assert house.kept() == ["1", "2"]
        await other.close()
