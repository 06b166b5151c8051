"""Resting: silence without loss, ended by oneself or by the day one said."""

from __future__ import annotations

from datetime import date

from guildbot import asks, phrases
from guildbot.kinds import MemberState
from guildbot.members import statements as sql
from guildbot.members.leaving import mine
from guildbot.members.outcomes import Back, Resting
from guildbot.refusals import Refused
from guildbot.words import zone
from guildbot.work import Work


def rest(work: Work, name: str = "", until: str | date | None = None) -> Resting:
    """Silence without loss; nobody is told. `until` may be a day as one says it, “friday”."""
    id, slug, called = mine(work, name)
    until = _day(work, until) if isinstance(until, str) else until
    work.do(sql.REST, guild=id, person=work.actor.person, state=MemberState.RESTING, until=until)
    return Resting(called, slug, until)


def back(work: Work, name: str = "") -> Back:
    id, _, called = mine(work, name)
    work.do(sql.REST, guild=id, person=work.actor.person, state=MemberState.MEMBER, until=None)
    return Back(called)


def wake(work: Work) -> int:
    """The clock's part: who rested until today is back."""
    return work.do(sql.WAKE, today=work.now.date())


def _day(work: Work, said: str) -> date | None:
    if not said.strip():
        return None
    day = phrases.when(said, work.now.astimezone(zone(work.actor.zone)))
    if day is None:
        raise Refused(asks.NotADay(said))
    return day
