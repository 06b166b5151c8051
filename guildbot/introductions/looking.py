"""One introduction as it stands, what waits for an answer, and what the courier says; looked up when it goes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from guildbot import people
from guildbot.db.lists import listed
from guildbot.introductions import statements as sql
from guildbot.introductions.outcomes import LAPSES, Met, Reach, TheyMet, WouldMeet
from guildbot.kinds import MemberState
from guildbot.who import AccountRef, Person
from guildbot.work import Work


@dataclass(frozen=True, slots=True)
class One:
    """Somebody who is to be introduced. `state` is None once they have left the guild."""

    account: int
    person: int
    yes: bool | None
    state: MemberState | None


@dataclass(frozen=True, slots=True)
class Introduction:
    id: int
    guild: str
    asked_by: int | None
    because: str | None
    made_at: datetime
    met_at: datetime | None
    people: tuple[One, ...]

    @property
    def several(self) -> bool:
        """Whether they are still different people: who became one has nobody to meet."""
        return len({one.person for one in self.people}) == len(self.people)

    def others(self, person: int) -> tuple[One, ...]:
        return tuple(one for one in self.people if one.person != person)

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be answered. Where somebody asked who is forgotten, their words are gone, and it is settled."""
        settled = self.met_at is not None or (self.asked_by is not None and self.because is None)
        return not settled and now - self.made_at < LAPSES


def find(work: Work, id: int) -> Introduction | None:
    found = work.first(sql.ONE, id=id)
    return Introduction(*found, tuple(One(*row) for row in work.all(sql.PEOPLE, id=id))) if found else None


def may_meet(work: Work, one: Introduction) -> bool:
    """Whether nothing has come between them: all are still in the guild, and nobody blocks anybody or wishes to be kept apart."""
    them = [each.person for each in one.people]
    if not one.several or any(each.state is None for each in one.people):
        return False
    return not kept_from(work, them, asker=people.by_account(work, one.asked_by)[0].person if one.asked_by else None)


def kept_from(work: Work, them: list[int], *, asker: int | None = None) -> set[frozenset[int]]:
    """The pairs of these people who are not introduced to each other; whoever asks counts where a block is concerned."""
    some = [*them, asker] if asker is not None else them
    return {frozenset(pair) for pair in (*work.all(sql.BLOCKED, people=listed(some)), *work.all(sql.KEPT_APART, people=listed(them)))}


def waiting(work: Work, most: int) -> tuple[WouldMeet, ...]:
    """What I am asked and have not answered; what others answered makes no difference to it."""
    unheard = people.unheard(work, work.actor.account)
    asked = [one for (id,) in work.all(sql.ASKED_OF_ME, me=work.actor.person, since=work.now - LAPSES) if (one := find(work, id))]
    said = [question(work, one, work.actor.person) for one in asked if one.is_open(work.now) and one.several]
    return tuple(one for one in said if not unheard & {who.id for who in (*one.others, *([one.asker] if one.asker else []))})[:most]


def question(work: Work, one: Introduction, person: int) -> WouldMeet:
    asker = said(work, one.asked_by) if one.asked_by is not None else None
    return WouldMeet(one.id, one.guild, tuple(said(work, each.account) for each in one.others(person)), asker, one.because or "")


def said(work: Work, account: int) -> Person:
    return people.by_account(work, account)[0].said()


def met(work: Work, one: Introduction, reader: int) -> Met:
    """What one of them reads, by the account they read it with."""
    known = people.by_account(work, reader)[0]
    return Met(one.guild, tuple(_reach(work, each, known.ref) for each in one.others(known.person)))


def _reach(work: Work, one: One, reader: AccountRef) -> Reach:
    """By an account that can be mentioned where the reader is; else by the place they were last in."""
    who, ways = said(work, one.account), work.all(sql.WAYS, person=one.person)
    for platform, realm, external_id, _ in ways:
        if (platform, realm) == (reader.platform, reader.realm):
            return Reach(Person(who.id, who.name, AccountRef(platform, realm, external_id, who.name)), "")
    return Reach(who, next((place for *_, place in ways if place), ""))


def asked_to_send(work: Work, notice_id: int, id: int) -> WouldMeet | None:
    """Nothing, once it is answered or late, once something came between them, or while they rest: then it waits on their page."""
    one, (account,) = find(work, id), work.one(sql.TO, id=notice_id)
    if one is None or account is None or not one.is_open(work.now) or any(each.yes is False for each in one.people):
        return None
    person = people.by_account(work, account)[0].person
    me = next((each for each in one.people if each.person == person), None)
    if me is None or me.yes is not None or me.state is MemberState.RESTING or not may_meet(work, one):
        return None
    return question(work, one, person)


def met_to_send(work: Work, notice_id: int, id: int) -> Met | None:
    one, (account,) = find(work, id), work.one(sql.TO, id=notice_id)
    return met(work, one, account) if one is not None and account is not None and may_meet(work, one) else None


def made_to_send(work: Work, notice_id: int, id: int) -> TheyMet | None:
    one = find(work, id)
    return TheyMet(tuple(said(work, each.account) for each in one.people)) if one is not None and may_meet(work, one) else None
