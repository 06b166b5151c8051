"""The floor: the statements of one kudos written by hand and run on raw sqlite3, one transaction after another.

What is converted by hand here (times, booleans, the fingerprint, a token) is what the statements cannot do without; nothing
is checked, nothing is read into objects. `shapes` and `check` hold it to the statements that guildbot really runs.
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from guildbot.db.ledger import SqliteLedger

from . import town

FORMAT = "%Y-%m-%d %H:%M:%S.%f"
FRAME = {"BEGIN", "SAVEPOINT", "RELEASE", "COMMIT", "ROLLBACK", "END"}

HEAR = "INSERT INTO seen (key, at) VALUES (?, ?) ON CONFLICT DO NOTHING"
ARRIVE = """UPDATE account SET
  space_id = coalesce((SELECT space.id FROM space WHERE space.platform = ? AND space.external_id = ?), space_id),
  name = CASE WHEN ? <> '' AND (? = 1 OR looked_up_at IS NULL) THEN ? ELSE name END,
  locale = coalesce(?, locale), acted_at = ?, unreachable_at = NULL
  WHERE platform = ? AND realm = ? AND external_id = ? AND detached_at IS NULL"""
WHO = """account.id, account.person_id, coalesce(person.name, account.name), account.space_id, person.thanks,
  coalesce(person.zone, account.zone,
    (SELECT zoned.zone FROM chapter zoned WHERE zoned.space_id = account.space_id AND zoned.state <> 'closed' ORDER BY zoned.id LIMIT 1)),
  person.quiet_from, person.quiet_until, account.acted_at, account.bot"""
ARRIVED = f"""SELECT {WHO}, space.id, space.name, room.greeted_at, room.disallowed_at,
    chapter.id, guild.id, guild.slug, guild.name, guild.state, guild.emoji, met.space_id,
    EXISTS (SELECT 1 FROM account mine WHERE mine.person_id = account.person_id
      AND EXISTS (SELECT 1 FROM notice WHERE notice.account_id = mine.id AND notice.state = 'waiting'))
  FROM account JOIN person ON person.id = account.person_id
  LEFT JOIN space ON space.platform = ? AND space.external_id = ?
  LEFT JOIN met ON met.account_id = account.id AND met.space_id = space.id
  LEFT JOIN room ON room.space_id = space.id AND room.channel = ?
  LEFT JOIN chapter ON chapter.space_id = space.id AND chapter.channel = ? AND chapter.state <> 'closed' AND chapter.agreed_by IS NOT NULL
    AND room.disallowed_at IS NULL
  LEFT JOIN guild ON guild.id = chapter.guild_id
  WHERE account.platform = ? AND account.realm = ? AND account.external_id = ? AND account.detached_at IS NULL"""
MEET = f"""SELECT {WHO}, space.kind,
    EXISTS (SELECT 1 FROM met WHERE met.account_id = account.id AND met.space_id = ?),
    EXISTS (SELECT 1 FROM membership mine JOIN membership theirs ON theirs.guild_id = mine.guild_id
      AND mine.person_id = ? AND mine.ended_at IS NULL AND theirs.ended_at IS NULL WHERE theirs.person_id = account.person_id),
    EXISTS (SELECT 1 FROM block JOIN account blocker ON blocker.id = block.account_id
      JOIN account blocked ON blocked.id = block.blocked_id AND blocked.person_id = ? WHERE blocker.person_id = account.person_id)
  FROM account JOIN person ON person.id = account.person_id LEFT JOIN space ON space.id = account.space_id
  WHERE account.platform = ? AND account.realm = ? AND account.external_id = ? AND account.detached_at IS NULL"""
LATELY = """SELECT count(kudos.id) AS given,
    coalesce(sum(CASE WHEN kudos.fingerprint = ? AND kudos.given_at > ? THEN 1 ELSE 0 END), 0) AS same
  FROM account JOIN kudos ON kudos.giver_id = account.id AND kudos.given_at > ? AND kudos.withdrawn_at IS NULL
  WHERE account.person_id = ?"""
BEFORE = f"""SELECT lately.given, lately.same, shared.id, shared.slug, shared.name FROM ({LATELY}) AS lately
  LEFT JOIN (SELECT guild.id, guild.slug, guild.name FROM guild JOIN membership ON membership.guild_id = guild.id
    WHERE membership.person_id = ? AND membership.ended_at IS NULL
    AND guild.id IN (SELECT membership.guild_id FROM membership WHERE membership.person_id = ? AND membership.ended_at IS NULL)) AS shared
  ON true ORDER BY shared.id"""
GIVE = """INSERT INTO kudos (guild_id, giver_id, reason, value, privately, space_id, channel, message, link, key, fingerprint, given_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"""
RECEIVE = "INSERT INTO receipt (kudos_id, account_id, kept_at, hidden_at) VALUES (?, ?, ?, ?)"
OWE = """INSERT INTO notice (kind, subject, key, token, account_id, space_id, channel, under, owed_at, due_at, state, tries)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""

POSTED_AS = "SELECT notice.subject FROM notice WHERE notice.posted = ? AND notice.kind = 'kudos-post' AND notice.space_id = ?"
BY_KEY = "SELECT kudos.id, kudos.reason, kudos.withdrawn_at FROM kudos WHERE kudos.key = ?"
NODDED = """SELECT
  (SELECT count(kudos.id) FROM account JOIN kudos ON kudos.giver_id = account.id AND kudos.given_at > ? AND kudos.withdrawn_at IS NULL
    WHERE account.person_id = ?),
  (SELECT count(kudos.id) FROM kudos JOIN receipt ON receipt.kudos_id = kudos.id
    WHERE kudos.giver_id = ? AND receipt.account_id = ? AND kudos.invited_at > ?)"""
NOD = """INSERT INTO kudos
  (guild_id, giver_id, reason, value, privately, space_id, channel, message, link, key, fingerprint, given_at, invited_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id"""
OWE_ONCE = f"{OWE} ON CONFLICT DO NOTHING"


class Thanks(NamedTuple):
    """One kudos in words, as the payload says it."""

    platform: str
    realm: str
    space: str
    room: str
    giver: str
    receiver: str
    key: str
    reason: str


def thank(cursor: sqlite3.Cursor, said: Thanks) -> int | None:
    """The whole deed on a cursor; the caller begins and commits. None: heard before."""
    run, now = cursor.execute, town.now()
    at = now.strftime(FORMAT)
    giver = (said.platform, said.realm, said.giver)
    if not run(HEAR, (said.key, at)).rowcount:
        return None
    run(ARRIVE, (said.platform, said.space, "", 0, "", None, at, *giver))
    me = run(ARRIVED, (said.platform, said.space, said.room, said.room, *giver)).fetchone()
    other = run(MEET, (me[10], me[1], me[1], said.platform, said.realm, said.receiver)).fetchone()
    mark = hashlib.blake2b(f"{other[1]}\n{said.reason}".encode(), digest_size=16).hexdigest()
    hour, just = ((now - timedelta(minutes=ago)).strftime(FORMAT) for ago in (60, 10))
    given, same, *_ = run(BEFORE, (mark, just, hour, me[1], me[1], other[1])).fetchall()[0]
    if given >= 30 or same:
        raise AssertionError("the floor is measured with people who thank now and then")
    (made,) = run(GIVE, (me[15], me[0], said.reason, None, False, me[10], said.room, None, None, None, mark, at)).fetchall()[0]
    run(RECEIVE, (made, other[0], at if other[8] else None, None))
    run(OWE, ("kudos", made, None, secrets.token_hex(8), other[0], None, None, None, at, at, "owed", 0))
    return int(made)


class Nod(NamedTuple):
    """One emoji on somebody's message, as the payload says it."""

    platform: str
    realm: str
    space: str
    room: str
    giver: str
    receiver: str
    message: str
    emoji: str


def nod(cursor: sqlite3.Cursor, said: Nod) -> int | None:
    """The whole deed on a cursor; the caller begins and commits. The gateway gives no event key. None: it stood there already."""
    run, now = cursor.execute, town.now()
    at = now.strftime(FORMAT)
    giver = (said.platform, said.realm, said.giver)
    run(ARRIVE, (said.platform, said.space, "", 0, "", None, at, *giver))
    me = run(ARRIVED, (said.platform, said.space, said.room, said.room, *giver)).fetchone()
    if run(POSTED_AS, (f"{said.room}/{said.message}", me[10])).fetchone():
        return None
    other = run(MEET, (me[10], me[1], me[1], said.platform, said.realm, said.receiver)).fetchone()
    key = f"nod:{said.room}:{said.message}:{said.giver}:{said.emoji}"
    if run(BY_KEY, (key,)).fetchone():
        return None
    hour, week = ((now - timedelta(hours=ago)).strftime(FORMAT) for ago in (1, 7 * 24))
    given, asked = run(NODDED, (hour, me[1], me[0], other[0], week)).fetchone()
    if given >= 30:
        raise AssertionError("the floor is measured with people who thank now and then")
    link = f"https://discord.com/channels/{said.space}/{said.room}/{said.message}"
    invited = None if asked else at
    values = (me[15], me[0], None, None, 0, me[10], said.room, said.message, link, key, None, at, invited)
    (made,) = run(NOD, values).fetchall()[0]
    run(RECEIVE, (made, other[0], at if other[8] else None, None))
    zone = ZoneInfo(other[5] or "UTC")
    morning = datetime.combine(now.astimezone(zone).date() + timedelta(days=1), time(10), zone).astimezone(UTC).strftime(FORMAT)
    once = f"nods:{other[0]}:{morning[:10]}"
    run(OWE_ONCE, ("nods", other[0], once, secrets.token_hex(8), other[0], None, None, None, at, morning, "owed", 0))
    return int(made)


class Floor:
    """A raw connection with the ledger's pragmas; `thank` begins, does the statements and commits, in this thread."""

    def __init__(self, path: Path, *, synchronous: str = "FULL") -> None:
        self.connection = sqlite3.connect(path, isolation_level=None, cached_statements=256)
        for pragma in ("journal_mode=WAL", f"synchronous={synchronous}", "foreign_keys=ON", "secure_delete=ON", "temp_store=MEMORY"):
            self.connection.execute(f"PRAGMA {pragma}")
        self._cursor = self.connection.cursor()

    def thank(self, said: Thanks) -> int | None:
        return self.whole(lambda cursor: thank(cursor, said))

    def nod(self, said: Nod) -> int | None:
        return self.whole(lambda cursor: nod(cursor, said))

    def whole(self, deed: Callable[[sqlite3.Cursor], int | None]) -> int | None:
        self._cursor.execute("BEGIN IMMEDIATE")
        made = deed(self._cursor)
        self._cursor.execute("COMMIT")
        return made

    async def soon(self, said: Thanks) -> int | None:
        """The same as an operation: between two others, as on an event loop."""
        await asyncio.sleep(0)
        return self.thank(said)

    def close(self) -> None:
        self.connection.close()


# ------------------------------------------------------------------ held to what guildbot runs


@contextmanager
def overheard(connection: sqlite3.Connection) -> Iterator[list[str]]:
    """Every statement that the connection runs meanwhile, as SQLite traces it."""
    heard: list[str] = []
    connection.set_trace_callback(heard.append)
    try:
        yield heard
    finally:
        connection.set_trace_callback(None)


def writing(ledger: SqliteLedger) -> sqlite3.Connection:
    """The ledger's one writing connection."""
    connection: Any = vars(ledger)["_connection"]
    assert isinstance(connection, sqlite3.Connection)
    return connection


def work_of(heard: Sequence[str]) -> list[str]:
    """The statements that read or write, without those that only frame a transaction."""
    return [one for one in heard if one.split(maxsplit=1)[0].upper() not in FRAME]


def shape(statement: str) -> tuple[str, tuple[str, ...]]:
    """What a statement does to which tables, however it is written: ("SELECT", ("account", "person", "space"))."""
    touched = re.findall(r"\b(?:FROM|JOIN|INTO|UPDATE)\s+(\w+)", statement, re.IGNORECASE)
    return statement.split(maxsplit=1)[0].upper(), tuple(sorted(touched))


def check(ours: Sequence[str], by_hand: Sequence[str]) -> None:
    """Raises when the floor does less (or more) than guildbot, statement by statement."""
    if [shape(one) for one in work_of(ours)] != [shape(one) for one in work_of(by_hand)]:
        lines = "\n".join(f"  {a!s:90}  {b}" for a, b in zip(map(shape, work_of(ours)), map(shape, work_of(by_hand)), strict=False))
        raise AssertionError(f"the floor no longer does what guildbot does:\n{lines}")
