"""Work: all that a use case may touch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar, TypeVarTuple, Unpack

from sqlalchemy import Dialect, insert
from sqlalchemy.dialects.postgresql import insert as upsert  # compiles for SQLite too; pinned by a test

from guildbot.db.prepared import Prepared, prepared
from guildbot.db.tables import notice
from guildbot.kinds import GuildState, NoticeState, Visibility
from guildbot.refusals import InAChannel, Refused
from guildbot.who import AccountRef, Person

Row = TypeVarTuple("Row")


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody as the ledger knows them: an account and the person behind it."""

    account: int
    person: int
    name: str
    ref: AccountRef
    space: int | None = None
    thanks: Visibility | None = None
    zone: str | None = None
    quiet: tuple[int, int] | None = None  # minutes after local midnight, from and until
    acted_at: datetime | None = None
    bot: bool | None = None  # None: not known yet
    blocks: bool = False  # nothing from the one who acts may reach them (rule P11); known of whom `people.meet` found

    def said(self) -> Person:
        return Person(self.person, self.name, self.ref)


@dataclass(frozen=True, slots=True)
class GuildHere:
    id: int
    slug: str
    name: str
    state: GuildState
    emoji: str


@dataclass(frozen=True, slots=True)
class Here:
    """Where the caller stands."""

    space: int
    platform: str
    space_name: str
    channel: str | None
    channel_name: str
    greeted: bool
    admin: bool = False  # of the Space, by the event that brought them here
    allowed: bool = True  # no admin of the Space has closed this channel to guilds (rule G7)
    chapter: int | None = None
    guild: GuildHere | None = None


Deed = TypeVar("Deed", bound=Callable[..., Any])


def unnoticed(use_case: Deed) -> Deed:
    """Mark a deed that must not show: it is done without noting that its person was here, which sets when they may be written to."""
    use_case.unnoticed = True  # type: ignore[attr-defined]
    return use_case


class Work:
    """One deed's hands: statements, who acts, where, the time, and what is owed to others."""

    def __init__(self, cursor: Any, dialect: Dialect, now: datetime, token: Callable[[], str]) -> None:
        self._cursor, self._dialect, self.now, self.token = cursor, dialect, now, token
        self._actor: Known | None = None
        self.here: Here | None = None
        self.owes = False  # whether anybody has to be told
        self.scrubs = False  # whether words were erased that may not stay in the database's files either
        self.undone = False  # nothing came of it: nothing is kept, not even who was there

    @property
    def actor(self) -> Known:
        if self._actor is None:
            raise LookupError("nobody acts here: this use case was run by the clock")
        return self._actor

    @actor.setter
    def actor(self, known: Known) -> None:
        self._actor = known

    @property
    def room(self) -> tuple[int, str]:
        """Space and channel of the caller; refuses where there is no channel."""
        if self.here is None or self.here.channel is None:
            raise Refused(InAChannel())
        return self.here.space, self.here.channel

    def all(self, said: Prepared[Unpack[Row]], **given: Any) -> list[tuple[Unpack[Row]]]:
        plan = said.plan(self._dialect)
        self._cursor.execute(plan.sql, plan.bound(given))
        rows = self._cursor.fetchall()
        return [plan.read(row) for row in rows] if plan.reads else rows

    def one(self, said: Prepared[Unpack[Row]], **given: Any) -> tuple[Unpack[Row]]:
        (row,) = self.all(said, **given)
        return row

    def first(self, said: Prepared[Unpack[Row]], **given: Any) -> tuple[Unpack[Row]] | None:
        rows = self.all(said, **given)
        return rows[0] if rows else None

    def do(self, said: Prepared[()], **given: Any) -> int:
        """How many rows it touched."""
        plan = said.plan(self._dialect)
        self._cursor.execute(plan.sql, plan.bound(given))
        return int(self._cursor.rowcount)

    def alone(self, what: str) -> None:
        """Nobody else does `what` until this deed is committed. On SQLite nobody else writes anyway."""
        if self._dialect.name == "postgresql":
            self._cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", (what,))

    def tell(
        self,
        kind: str,
        subject: int,
        *,
        account: int | None = None,
        room: tuple[int, str] | None = None,
        under: str | None = None,
        due: datetime | None = None,
        key: str | None = None,
    ) -> bool:
        """Owe a message to an account or a room (Space and channel). A `key` is owed once, whoever asks; False if it was already."""
        space, channel = room or (None, None)
        self.owes = True
        return self.do(
            _OWE_ONCE if key else _OWE,
            kind=kind, subject=subject, key=key, token=self.token(), account_id=account, space_id=space, channel=channel,
            under=under, owed_at=self.now, due_at=due or self.now, state=NoticeState.OWED, tries=0,
        ) == 1  # fmt: skip


_NOTICE = ("kind", "subject", "key", "token", "account_id", "space_id", "channel", "under", "owed_at", "due_at", "state", "tries")
_OWE = prepared(insert(notice).inline(), *_NOTICE)
_OWE_ONCE = prepared(upsert(notice).inline().on_conflict_do_nothing(), *_NOTICE)
