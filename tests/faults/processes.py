"""`python -m tests.faults.processes`: several processes on one PostgreSQL, a limit that eight writers run against, a server that is killed.

Each part has its control, the same run with the protection off: it has to show the fault, or this rig is blind.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, insert, text

from guildbot import kudos
from guildbot.bot import Guildbot
from guildbot.db import schema, tables
from guildbot.db.ledger import Deed, Ledger, SqliteLedger, connect
from guildbot.db.postgres import PostgresLedger
from guildbot.kudos.outcomes import BURST
from guildbot.people import statements
from guildbot.refusals import Refused
from guildbot.who import AccountRef, Caller
from tests import servers

from . import deeds

DEEDS, TWICE, KILLS, IN_FLIGHT = 5_000, 0.05, 10, 16
WRITERS, ROUNDS = 8, 40
FIRST = 10_000  # numbers of people, downwards: the ledger gives out the others
SERVER_KILLS, AT_ONCE, BETWEEN, BACK_WITHIN = 20, 12, 0.5, 30.0


@dataclass(frozen=True, slots=True)
class Found:
    """What the database holds of what was acknowledged. `torn`: thanks without a receiver or without a notice."""

    acknowledged: int
    lost: int
    doubled: int
    torn: int

    @property
    def kept(self) -> bool:
        return not (self.lost or self.doubled or self.torn)

    def __str__(self) -> str:
        return f"{self.acknowledged} acknowledged: {self.lost} lost, {self.doubled} doubled, {self.torn} half-written"


def compare(url: str, acknowledged: set[int]) -> Found:
    engine = create_engine(url)
    with engine.connect() as connection:
        reasons = Counter(reason for (reason,) in connection.execute(text("SELECT reason FROM kudos")))
        torn = connection.scalar(text(TORN))
    engine.dispose()
    lost = sum(deeds.reason(number) not in reasons for number in acknowledged)
    return Found(len(acknowledged), lost, sum(times > 1 for times in reasons.values()), int(torn or 0))


TORN = """SELECT count(*) FROM kudos WHERE NOT EXISTS (SELECT 1 FROM receipt WHERE receipt.kudos_id = kudos.id)
  OR NOT EXISTS (SELECT 1 FROM notice WHERE notice.kind = 'kudos' AND notice.subject = kudos.id)"""


# ------------------------------------------------------------------ several processes on one database


@dataclass
class Work:
    """What is to do; some of it is told twice, as platforms do."""

    todo: deque[int]
    ends: list[int]  # after so many answers, whoever gave the last one is killed
    acknowledged: set[int] = field(default_factory=set)
    answers: int = 0
    killed: int = 0

    @classmethod
    def of(cls, how_many: int, kills: int, chance: random.Random) -> Work:
        numbers = list(range(how_many))
        for number in chance.sample(numbers, int(how_many * TWICE)):
            numbers.insert(numbers.index(number) + chance.randrange(1, 2 * IN_FLIGHT), number)  # soon after, often elsewhere
        return cls(deque(numbers), sorted(chance.sample(range(1, how_many), kills), reverse=True))


async def several(
    databases: servers.Databases, processes: int, *, how_many: int = DEEDS, kills: int = KILLS, careless: bool = False, seed: int = 1
) -> tuple[Found, int]:
    """What was kept, and how many processes were killed."""
    url = databases.new()
    ledger = await asyncio.to_thread(PostgresLedger, url)
    await deeds.install(Guildbot(ledger))
    await ledger.close()
    work = Work.of(how_many, kills, random.Random(seed))
    await asyncio.gather(*(_keep_working(url, work, careless) for _ in range(processes)))
    found = compare(url, work.acknowledged)
    databases.drop(url)
    return found, work.killed


async def _keep_working(url: str, work: Work, careless: bool) -> None:
    """One process after another, until one ends by itself."""
    while not await _one_process(url, work, careless):
        pass


async def _one_process(url: str, work: Work, careless: bool) -> bool:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", deeds.__name__, url, *(["careless"] if careless else []),
        cwd=Path(__file__).parents[2], stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    under_way: list[int] = []
    killed = False
    while True:
        while work.todo and len(under_way) < IN_FLIGHT and not killed:
            under_way.append(work.todo.popleft())
            process.stdin.write(f"{under_way[-1]}\n".encode())
        if not under_way:
            break
        line = await process.stdout.readline()
        if not line:
            break
        number, said = line.decode().split()
        under_way.remove(int(number))
        if said == "kept":
            work.acknowledged.add(int(number))
        else:
            work.todo.append(int(number))
        work.answers += 1
        if work.ends and work.answers >= work.ends[-1]:
            work.ends.pop()
            process.kill()
            work.killed += 1
            killed = True
    work.todo.extend(under_way)  # what was not acknowledged is sent again
    process.stdin.close()
    if code := await process.wait():
        if not killed:
            raise RuntimeError(f"a process ended with {code}")
        return False
    return True


# ------------------------------------------------------------------ a limit that many run against (rule K7)


async def burst(ledger: Ledger, address: Path | str, *, rounds: int = ROUNDS) -> int:
    """In how many rounds one person, through eight accounts at once, got past the limit of an hour."""
    engine = create_engine(f"sqlite:///{address}" if isinstance(address, Path) else address)
    bot = Guildbot(ledger)
    await deeds.install(bot)
    over = 0
    for number in range(rounds):
        accounts = _almost_there(engine, number)
        asked = (
            bot.run(Caller(one, deeds.HERE, None), kudos.give, [deeds.person(1)], f"help {number}.{nth}", again=True)
            for nth, one in enumerate(accounts)
        )
        for said in await asyncio.gather(*asked, return_exceptions=True):
            if isinstance(said, BaseException) and not isinstance(said, Refused):
                raise said
        with engine.connect() as connection:
            given = connection.scalar(text(GIVEN), {"person": FIRST - number})
        over += int(given or 0) > BURST
    engine.dispose()
    return over


GIVEN = "SELECT count(*) FROM kudos JOIN account ON account.id = kudos.giver_id WHERE account.person_id = :person"


def _almost_there(engine: Engine, number: int) -> list[AccountRef]:
    """A person with an account for each writer, two short of the limit."""
    person, now = FIRST - number, datetime.now(UTC)
    refs = [AccountRef("slack", f"T{nth}", f"W{number}", "Wendel", False) for nth in range(WRITERS)]
    with engine.begin() as connection:
        connection.execute(
            insert(tables.person),
            {"id": person, "questions": True, "reminder": False, "introductions": False, "about": [], "named": False, "made_at": now},
        )
        rows = [
            {"id": person * 10 + nth, "platform": one.platform, "realm": one.realm, "external_id": one.id, "person_id": person, "name": "W",
             "bot": False, "looked_up_at": now, "acted_at": now}
            for nth, one in enumerate(refs)
        ]  # fmt: skip
        connection.execute(insert(tables.account), rows)
        given = {"giver_id": person * 10, "reason": "help", "privately": False, "given_at": now}
        connection.execute(insert(tables.kudos), [given] * (BURST - 2))
    return refs


@contextlib.contextmanager
def row_not_locked() -> Iterator[None]:
    """The control on PostgreSQL: nobody waits for whoever acts for the same person."""
    usual = statements.ARRIVED_ALONE
    statements.ARRIVED_ALONE = statements.ARRIVED
    try:
        yield
    finally:
        statements.ARRIVED_ALONE = usual


class NoTransaction:
    """The control on SQLite: eight connections, each statement on its own, and all have counted before the first writes."""

    dialect = SqliteLedger.dialect

    def __init__(self, path: Path) -> None:
        self._path, self._mine, self._counted = path, threading.local(), threading.Barrier(WRITERS)
        self._pool = ThreadPoolExecutor(WRITERS)
        self._open: list[sqlite3.Connection] = []

    async def write(self, deed: Deed[Any]) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self._pool, self._do, deed)

    read = write

    async def scrub(self) -> bool:
        return True

    async def close(self) -> None:
        self._pool.shutdown()
        for one in self._open:
            one.close()

    def _do(self, deed: Deed[Any]) -> Any:
        if not hasattr(self._mine, "connection"):
            self._mine.connection = connect(self._path, synchronous="OFF", busy_seconds=30)
            self._open.append(self._mine.connection)
        return deed(_Meeting(self._mine.connection.cursor(), self._counted))


class _Meeting:
    """A cursor that waits for the others before it writes down a kudos."""

    def __init__(self, cursor: sqlite3.Cursor, others: threading.Barrier) -> None:
        self._cursor, self._others = cursor, others

    def execute(self, sql: str, *given: Any) -> sqlite3.Cursor:
        if sql.startswith("INSERT INTO kudos"):
            self._others.wait(timeout=10)
        return self._cursor.execute(sql, *given)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


async def burst_on_postgres(databases: servers.Databases, *, rounds: int = ROUNDS) -> int:
    url = databases.new()
    ledger = await asyncio.to_thread(PostgresLedger, url, writers=WRITERS)
    over = await burst(ledger, url, rounds=rounds)
    await ledger.close()
    databases.drop(url)
    return over


async def burst_on_sqlite(how: Callable[[Path], Ledger], *, rounds: int = ROUNDS) -> int:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "guildbot.db"
        schema.upgrade(path)
        ledger = how(path)
        over = await burst(ledger, path, rounds=rounds)
        await ledger.close()
    return over


# ------------------------------------------------------------------ a server that is killed under load


@dataclass(frozen=True, slots=True)
class Back:
    """How long until the first deed was acknowledged: after the kill, and after the server took connections again."""

    after_kill: float
    after_start: float


async def server_killed(*, kills: int = SERVER_KILLS, careful: bool = True, between: float = BETWEEN) -> tuple[Found, Back]:
    """One bot that is never restarted, and a server that is: what of the acknowledged was kept, and the longest wait."""
    with servers.server(careful=careful) as server:
        url = servers.Databases(server.url()).new()
        async with _load(url) as (acknowledged, heard):
            longest = Back(0, 0)
            for _ in range(kills):
                await asyncio.sleep(between)  # under load; what is asked for is a moment in it
                await asyncio.to_thread(server.kill)
                killed = time.monotonic()
                await asyncio.to_thread(server.start)
                started = time.monotonic()
                heard.clear()
                await asyncio.wait_for(heard.wait(), BACK_WITHIN)
                now = time.monotonic()
                longest = Back(max(longest.after_kill, now - killed), max(longest.after_start, now - started))
        return compare(url, acknowledged), longest


@contextlib.asynccontextmanager
async def _load(url: str) -> AsyncIterator[tuple[set[int], asyncio.Event]]:
    """People who go on thanking, and say it again under the same key when it was not committed."""
    acknowledged, heard, numbers = set[int](), asyncio.Event(), count()
    ledger = await asyncio.to_thread(PostgresLedger, url)
    bot = Guildbot(ledger)
    await deeds.install(bot)
    over = asyncio.Event()

    async def go_on() -> None:
        while not over.is_set():
            number = next(numbers)
            while not await deeds.thank(bot, number):  # noqa: ASYNC110 - as platforms do, without being told when
                await asyncio.sleep(0.05)
            acknowledged.add(number)
            heard.set()

    async with asyncio.TaskGroup() as people:
        for _ in range(AT_ONCE):
            people.create_task(go_on())
        yield acknowledged, heard
        over.set()
    await ledger.close()


# ------------------------------------------------------------------ all of it


async def run(asked: argparse.Namespace) -> bool:
    wrong = 0

    def tell(what: str, found: object, right: bool) -> None:
        nonlocal wrong
        wrong += not right
        print(f"{what:46} {found}{'' if right else '   ← WRONG'}", flush=True)  # noqa: T201

    with servers.server(careful=True) as server:
        databases = servers.Databases(server.url())
        for processes in (2, 4):
            found, killed = await several(databases, processes, how_many=asked.deeds, kills=asked.kills, seed=asked.seed)
            tell(f"{processes} processes, {killed} × kill -9, 5 % told twice", found, found.kept and found.acknowledged == asked.deeds)
        found, killed = await several(databases, 2, how_many=asked.deeds, kills=asked.kills, careless=True, seed=asked.seed)
        tell(f"control: answers first, no key, {killed} × kill -9", found, bool(found.lost and found.doubled))

        of = f"of {asked.rounds} rounds over the limit, {WRITERS} writers"
        over = await burst_on_postgres(databases, rounds=asked.rounds)
        tell("K7 on PostgreSQL", f"{over} {of}", not over)
        with row_not_locked():
            over = await burst_on_postgres(databases, rounds=asked.rounds)
        tell("control: the person's row is not locked", f"{over} {of}", bool(over))
    for how, name, guarded in ((SqliteLedger, "K7 on SQLite", True), (NoTransaction, "control: each statement on its own", False)):
        over = await burst_on_sqlite(how, rounds=asked.rounds)
        tell(name, f"{over} {of}", bool(over) is not guarded)

    found, back = await server_killed(kills=asked.server_kills)
    times = f"back at the latest {back.after_kill:.1f} s after the kill, {back.after_start:.2f} s after the server was"
    tell(f"{asked.server_kills} × kill -9 of the server", f"{found}; {times}", found.kept and back.after_kill < BACK_WITHIN)
    found, _ = await server_killed(kills=asked.server_kills, careful=False)
    tell("control: the server answers before it writes", found, bool(found.lost))
    return not wrong


def main() -> None:
    began = time.monotonic()
    right = asyncio.run(run(_arguments()))
    print(f"{time.monotonic() - began:.0f} s", flush=True)  # noqa: T201
    if not right:
        sys.exit("What was promised was not kept, or a control saw nothing.")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults.processes", description="Many processes, one PostgreSQL; beside controls."
    )
    parser.add_argument("--deeds", type=int, default=DEEDS)
    parser.add_argument("--kills", type=int, default=KILLS, help="of processes, in each run")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="against the limit")
    parser.add_argument("--server-kills", type=int, default=SERVER_KILLS)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
