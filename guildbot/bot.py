"""Guildbot.run: one use case, one transaction; then the answer."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import bindparam, delete
from sqlalchemy.dialects.postgresql import insert as upsert

from guildbot import (
    accounts,
    asks,
    bonds,
    calendar,
    chapters,
    digests,
    forgetting,
    introductions,
    kudos,
    members,
    people,
    reflections,
    waiting,
)
from guildbot.calendar import Act
from guildbot.db.ledger import Ledger
from guildbot.db.prepared import prepared
from guildbot.db.tables import seen
from guildbot.refusals import Repeated
from guildbot.who import Caller
from guildbot.work import Work

Asked = ParamSpec("Asked")
Said = TypeVar("Said")
ACTS: Mapping[str, Act] = {"digest": digests.post, "question": reflections.open_round, "introductions": introductions.hold}
REMEMBERED = timedelta(days=14)


def wall() -> datetime:
    return datetime.now(UTC)


def token() -> str:
    """64 bits nobody can guess, as sixteen characters a person can read out."""
    return secrets.token_hex(8)


class _NeverSeen(Exception):
    """The caller has no account in the ledger yet."""


class _Undone(Exception):
    """Rolls a deed back that came to nothing; what it said is still the answer."""

    def __init__(self, said: Any) -> None:
        super().__init__()
        self.said = said


class Guildbot:
    """The core, ready to run use cases. `clock` and `token` are passed in, so that a test or the demo can move them.

    `owes` is set whenever a deed left something to deliver; whoever delivers waits on it.
    """

    def __init__(self, ledger: Ledger, clock: Callable[[], datetime] = wall, token: Callable[[], str] = token) -> None:
        self._ledger, self.clock, self._token = ledger, clock, token
        self.owes = asyncio.Event()
        self._unscrubbed = True  # until it was looked at once: an earlier process may have been stopped in between

    async def run(
        self, caller: Caller, use_case: Callable[Concatenate[Work, Asked], Said], *args: Asked.args, **kwargs: Asked.kwargs
    ) -> Said:
        """Do what somebody asked, committed before this returns. Raises Refused, or Repeated when the event was heard before."""

        def deed(work: Work) -> Said:
            if caller.key is not None and not work.do(_HEAR, key=caller.key, at=work.now):
                raise Repeated(caller.key)
            if not (getattr(use_case, "unnoticed", False) and people.recognise(work, caller)):
                people.arrive(work, caller)
            said = use_case(work, *args, **kwargs)
            if work.undone:
                raise _Undone(said)
            return said

        try:
            return await self._commit(deed)
        except _Undone as nothing:
            return nothing.said  # type: ignore[no-any-return]

    async def look(
        self, caller: Caller, use_case: Callable[Concatenate[Work, Asked], Said], *args: Asked.args, **kwargs: Asked.kwargs
    ) -> Said:
        """Show somebody a page or a list: reads only, and waits for nobody who writes. Raises Refused."""

        def deed(work: Work) -> Said:
            if not people.recognise(work, caller):
                raise _NeverSeen
            return use_case(work, *args, **kwargs)

        now, dialect = self.clock(), self._ledger.dialect
        try:
            return await self._ledger.read(lambda cursor: deed(Work(cursor, dialect, now, self._token)))
        except _NeverSeen:  # their first act here: it makes a Person
            return await self.run(caller, use_case, *args, **kwargs)

    async def tend(self, use_case: Callable[Concatenate[Work, Asked], Said], *args: Asked.args, **kwargs: Asked.kwargs) -> Said:
        """Do what nobody asked: the clock's and the courier's part."""
        return await self._commit(lambda work: use_case(work, *args, **kwargs))

    async def scrub(self) -> bool:
        """After somebody was forgotten: their words leave the database's files too. False when it has to be tried again."""
        if not self._unscrubbed:
            return True
        self._unscrubbed = False
        try:
            until = await self.tend(forgetting.unscrubbed)
            if until is not None and await self._ledger.scrub():
                await self.tend(forgetting.scrubbed, until)
                until = None
        except BaseException:
            self._unscrubbed = True
            raise
        self._unscrubbed |= until is not None
        return until is None

    async def _commit(self, deed: Callable[[Work], Said]) -> Said:
        now, dialect = self.clock(), self._ledger.dialect
        made: list[Work] = []

        def whole(cursor: Any) -> Said:
            work = Work(cursor, dialect, now, self._token)
            made.append(work)
            return deed(work)

        said = await self._ledger.write(whole)
        if made[-1].scrubs:
            self._unscrubbed = True
        if made[-1].owes or made[-1].scrubs:
            self.owes.set()
        return said


def tend_house(work: Work) -> bool:
    """One step of what the clock owes; answers whether there may be more to do."""
    if reflections.settle(work) or calendar.perform_next(work, ACTS) is not None:  # before the digest that plays it back
        return True
    work.alone("house")
    accounts.lapse(work)
    asks.lapse(work)
    bonds.lapse(work)
    chapters.lapse(work)
    members.lapse(work)
    members.wake(work)
    if work.do(_HEAR, key=f"waits:{work.now:%Y-%m-%dT%H:%M}", at=work.now):  # once a minute
        waiting.send(work)
    if work.do(_HEAR, key=f"house:{work.now:%Y-%m-%dT%H}:{work.now.minute // 15}", at=work.now):  # four times an hour
        people.resume(work)
        kudos.lapse(work)
        reflections.remind(work)
        introductions.lapse(work)
        introductions.begin(work)
    work.do(_FORGET, before=work.now - REMEMBERED)
    return False


_HEAR = prepared(upsert(seen).inline().on_conflict_do_nothing(), "key", "at")
_FORGET = prepared(delete(seen).where(seen.c.at < bindparam("before")))
