"""Whose account is whose: the sides of a link, and what can still be undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from guildbot.accounts import statements as sql
from guildbot.accounts.outcomes import UNDO_LASTS, Side
from guildbot.accounts.reasons import NewHere, NewHereAlone
from guildbot.kinds import LinkKind, LinkState, Visibility
from guildbot.refusals import Refused
from guildbot.who import AccountRef, Person
from guildbot.work import Work


@dataclass(frozen=True, slots=True)
class Standing:
    """A side as the ledger keeps it."""

    side: Side
    bot: bool | None
    link: int | None  # the link that brought it

    @property
    def id(self) -> int:
        return self.side.id

    @property
    def person(self) -> int:
        return self.side.person.id


@dataclass(frozen=True, slots=True)
class Link:
    """A link as it stands."""

    id: int
    kind: LinkKind
    state: LinkState
    account: int  # of whoever stays
    entered_by: int | None  # of whoever comes
    from_person: int | None
    thanks: Visibility | None
    ends_at: datetime
    linked_at: datetime | None
    code: str | None

    def undoable(self, now: datetime) -> bool:
        return (
            self.state is LinkState.MADE
            and self.kind is not LinkKind.SAME
            and self.linked_at is not None
            and now < self.linked_at + UNDO_LASTS
        )


@dataclass(frozen=True, slots=True)
class Arrival:
    """A link that can still be undone, by which somebody came to a person: what both had chosen about their thanks before."""

    link: int
    came: int
    at: datetime
    thanks_before: Visibility | None
    their_thanks: Visibility | None

    @property
    def until(self) -> datetime:
        return self.at + UNDO_LASTS


def standing(work: Work, account: int, *, alone: bool = False) -> Standing:
    """`alone`: nobody else changes it until this deed is committed."""
    return _standing(work.one(sql.SIDE_ALONE if alone else sql.SIDE, id=account))


def side(work: Work, account: int) -> Side:
    return standing(work, account).side


def all_of(work: Work, person: int) -> list[Standing]:
    """Somebody's accounts, those that live first."""
    return [_standing(row) for row in work.all(sql.SIDES, person=person)]


def others_of(work: Work, account: Standing) -> list[Side]:
    """The other live accounts of the same person."""
    return [one.side for one in all_of(work, account.person) if one.side.live and one.id != account.id]


def link_of(work: Work, id: int, *, alone: bool = False) -> Link | None:
    row: tuple[Any, ...] | None = work.first(sql.LINK_ALONE if alone else sql.LINK, id=id)
    return Link(*row) if row else None


def link_by_code(work: Work, code: str) -> Link | None:
    """Nobody else uses it until this deed is committed."""
    row: tuple[Any, ...] | None = work.first(sql.BY_CODE, code=code)
    return Link(*row) if row else None


def arrivals(work: Work, person: int) -> list[Arrival]:
    """Oldest first."""
    rows: list[tuple[Any, ...]] = work.all(sql.UNDOABLE, person=person, since=work.now - UNDO_LASTS)
    return [Arrival(*row) for row in rows]


def must_be_settled(work: Work, *, also_alone: bool = False) -> None:
    """Refuse what would shut others out, or bring others in, to an account that came only lately (threat: a stolen code).

    `also_alone`: even when no other account of the same person can do it instead.
    """
    if (why_not := new_here(work)) is not None and (also_alone or isinstance(why_not, NewHere)):
        raise Refused(why_not)


def new_here(work: Work) -> NewHere | NewHereAlone | None:
    """Whether the caller's account came by a link that can still be undone, and which other ones can do what it may not."""
    mine = standing(work, work.actor.account)
    fresh = {one.link: one for one in arrivals(work, work.actor.person)}
    if mine.link not in fresh:
        return None
    until = fresh[mine.link].until
    later = {link for link, one in fresh.items() if (one.at, one.link) >= (fresh[mine.link].at, fresh[mine.link].link)}
    settled = tuple(one.side.called for one in all_of(work, mine.person) if one.side.live and one.link not in later)
    return NewHere(until, settled) if settled else NewHereAlone(until)


def _standing(row: tuple[Any, ...]) -> Standing:
    id, person, name, platform, realm, external_id, space, detached_at, bot, link = row
    who = Person(person, name or external_id, AccountRef(platform, realm, external_id, name))
    return Standing(Side(id, who, space, detached_at is None), bot, link)
