"""A furnished ledger to measure on: one Slack workspace and one Discord server full of people who have been here before."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path

from sqlalchemy import create_engine, insert

from guildbot.bot import Guildbot
from guildbot.db import schema, tables
from guildbot.db.ledger import SqliteLedger
from guildbot.kinds import Admission, ChapterState, GuildState, SpaceKind
from guildbot.settings import PREFIX, Settings
from guildbot.who import AccountRef, Caller, Place

BUILD = Path(__file__).parents[2] / "build" / "bench"
PEOPLE = 1000  # on each platform; a giver may thank thirty times within an hour
TEAM, TEAM_NAME, ROOM, CHAPTER = "T0BENCH01", "Acme", "C0CARE001", "C0GUILD01"
SERVER, SERVER_NAME, SERVER_ROOM, SERVER_CHAPTER = "700000000000000001", "Harbour", "700000000000000101", "700000000000000102"
EMOJI = "💛"
REASON = "for going through the whole review with me, line by line"

_numbers, _chance = count(1), random.Random(52)
_MORNING = datetime(2026, 11, 4, 10, tzinfo=UTC) - datetime.now(UTC)


def now() -> datetime:
    """A clock that goes on from a Wednesday morning, when everybody's hours are open."""
    return datetime.now(UTC) + _MORNING


def slack_user(number: int) -> str:
    return f"U0P{number:06d}"


def discord_user(number: int) -> str:
    return str(800000000000000000 + number)


def fresh() -> int:
    """A number nobody had before in this run: for event keys, messages and words."""
    return next(_numbers)


def two() -> tuple[int, int]:
    """Giver and receiver, never the same."""
    giver, receiver = _chance.sample(range(PEOPLE), 2)
    return giver, receiver


def wanted() -> tuple[Caller, AccountRef, str]:
    """Who thanks whom on Slack, with words nobody used before."""
    (giver, receiver), number = two(), fresh()
    caller = Caller(AccountRef("slack", TEAM, slack_user(giver)), Place("slack", TEAM, TEAM_NAME, ROOM, "care"), f"slack:{number}")
    return caller, AccountRef("slack", TEAM, slack_user(receiver)), f"{REASON}, {number}"


def settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The defaults, and what a sandbox says about itself."""
    said = {name.removeprefix(PREFIX).lower(): value for name, value in (environment or {}).items()}
    return Settings(_env_file=None, **said)  # type: ignore[arg-type, call-arg]


@contextmanager
def folder() -> Iterator[Path]:
    """A folder for one run, on the disk that the project is on."""
    BUILD.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=BUILD))
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def database() -> Iterator[Path]:
    """A copy of the furnished file, for one case alone."""
    with folder() as here:
        path = here / "guildbot.db"
        path.write_bytes(_furnished())
        yield path


@asynccontextmanager
async def core(*, synchronous: str = "FULL", path: Path | None = None) -> AsyncIterator[tuple[Guildbot, SqliteLedger]]:
    """The core over a furnished ledger of its own, or over the one at `path`."""
    if path is None:
        with database() as made:
            async with core(synchronous=synchronous, path=made) as running:
                yield running
        return
    ledger = SqliteLedger(path, synchronous=synchronous)
    try:
        yield Guildbot(ledger, now), ledger
    finally:
        await ledger.close()


@cache
def _furnished() -> bytes:
    with folder() as here:
        path = here / "town.db"
        schema.upgrade(path)
        furnish(path)
        return path.read_bytes()


def furnish(path: Path) -> None:
    """Spaces, people with their accounts, and a guild with a chapter on each platform."""
    long_ago = now() - timedelta(days=90)
    engine = create_engine(f"sqlite:///{path}")
    spaces = [
        {"id": 1, "platform": "slack", "external_id": TEAM, "name": TEAM_NAME, "kind": SpaceKind.WORKSPACE},
        {"id": 2, "platform": "discord", "external_id": SERVER, "name": SERVER_NAME, "kind": SpaceKind.SERVER},
    ]
    with engine.begin() as connection:
        connection.execute(insert(tables.space), [{**one, "installed_at": long_ago, "holds": False} for one in spaces])
        somebody = {"questions": True, "reminder": False, "introductions": False, "about": [], "named": False, "made_at": long_ago}
        connection.execute(insert(tables.person), [{"id": 1 + n, **somebody} for n in range(2 * PEOPLE)])
        connection.execute(insert(tables.account), [_account(n, long_ago) for n in range(2 * PEOPLE)])
        connection.execute(insert(tables.met), [{"account_id": 1 + n, "space_id": 1 if n < PEOPLE else 2} for n in range(2 * PEOPLE)])
        connection.execute(
            insert(tables.guild),
            {
                "id": 1, "slug": "tidewater", "name": "Tidewater", "state": GuildState.ACTIVE, "admission": Admission.OPEN,
                "listed": True, "emoji": EMOJI, "zone": "Europe/Berlin", "charter": 1,
                "started_by": 1, "started_at": long_ago, "active_at": long_ago,
            },
        )  # fmt: skip
        rooms = [(1, ROOM), (1, CHAPTER), (2, SERVER_ROOM), (2, SERVER_CHAPTER)]
        connection.execute(
            insert(tables.room), [{"space_id": space, "channel": room, "name": "care", "greeted_at": long_ago} for space, room in rooms]
        )
        connection.execute(
            insert(tables.chapter),
            [
                {
                    "guild_id": 1, "space_id": space, "channel": channel, "zone": "Europe/Berlin", "state": ChapterState.OPEN,
                    "asked_by": 1, "asked_at": long_ago, "agreed_by": 1, "opened_at": long_ago,
                }
                for space, channel in ((1, CHAPTER), (2, SERVER_CHAPTER))
            ],
        )  # fmt: skip
    engine.dispose()


def _account(number: int, made: datetime) -> dict[str, object]:
    on_slack = number < PEOPLE
    return {
        "platform": "slack" if on_slack else "discord",
        "realm": TEAM if on_slack else "",
        "external_id": slack_user(number) if on_slack else discord_user(number - PEOPLE),
        "person_id": 1 + number,
        "space_id": 1 if on_slack else 2,
        "name": f"Person {number}",
        "bot": False,
        "zone": "Europe/Berlin",
        "locale": "en-US",
        "looked_up_at": made,
    }
