"""Current work, as its person tells it: a transient contract, on which nothing else hangs (rule P6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import and_, bindparam, exists, insert, literal, or_, select, update

from guildbot import codes, phrases
from guildbot.db.prepared import prepared
from guildbot.db.tables import account, engagement, membership, person
from guildbot.refusals import NoLonger, Refused, refuse_if, too_long
from guildbot.who import Command, Quote
from guildbot.words import Phrase, Say, m, plain, zone
from guildbot.work import Work

MOST_LABEL, MOST_WORDS = 80, 200
MOST = 10  # at a time: a page of them is read by a person


@dataclass(frozen=True, slots=True)
class Draft:
    """What the form asks; days as one says them, empty where there is none."""

    label: str
    since: str = ""
    until: str = ""
    brings: str = ""
    hopes: str = ""


@dataclass(frozen=True, slots=True)
class Engagement:
    """One piece of current work. `over`: its last day has passed, so nobody else sees it until its person says more."""

    id: int
    label: str
    since: date | None
    until: date | None
    brings: str
    hopes: str
    shown: bool  # to people of one's guilds
    over: bool = False

    def words(self, say: Say) -> tuple[Phrase, ...]:
        """What others may read; the label alone comes first."""
        made: list[Phrase] = [(Quote(self.label),)]
        if days := self._days(say):
            made.append(days)
        if self.brings:
            made.append(say(m("Brings: {words}"), words=Quote(self.brings)))
        if self.hopes:
            made.append(say(m("Hopes for: {words}"), words=Quote(self.hopes)))
        return tuple(made)

    def told(self, say: Say) -> tuple[Phrase, ...]:
        """The same on somebody's page, where it stands among other lines."""
        label, *more = self.words(say)
        return say(m("Current work: {label}"), label=label[0]), *more

    def who_sees(self, say: Say) -> Phrase:
        """For its person alone."""
        if self.shown and self.over:
            return say(m("Its last day has passed, so only you see it."))
        return say(m("People of your guilds see it.")) if self.shown else say(m("Only you see it."))

    def line(self, say: Say) -> Phrase:
        """For its person's own page."""
        who = say(m("for people of your guilds")) if self.shown and not self.over else say(m("only for you"))
        return say(m("Current work: {label} ({who})"), label=Quote(self.label), who=plain(who))

    def _days(self, say: Say) -> Phrase | None:
        since, until = (say.dated(day) if day else "" for day in (self.since, self.until))
        if since and until:
            return say(m("From {since} to {until}"), since=since, until=until)
        if since:
            return say(m("Since {since}"), since=since)
        return say(m("Until {until}"), until=until) if until else None


@dataclass(frozen=True, slots=True)
class MyWork:
    """What somebody does at the moment; for them alone, each with what it says to others."""

    now: tuple[Engagement, ...]

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if self.now:
            return ()
        return (
            say(
                m("What you work on at the moment, with whom and until when. You say it, show it and end it, and nothing else hangs on it.")
            ),
        )


@dataclass(frozen=True, slots=True)
class WorkKept:
    mine: MyWork

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return say(m("Kept.")), *self.mine.words(say)


@dataclass(frozen=True, slots=True)
class WorkEnded:
    """`way_back`: its person has one, should the account of that work be switched off."""

    label: str
    way_back: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        made = [say(m("“{label}” has ended. It stays in your record, and everything else stays as it is."), label=Quote(self.label))]
        if not self.way_back:
            made.append(
                say(m("If an account of yours goes with it, a code you keep elsewhere brings you back to your guilds and your record."))
            )
        return tuple(made)


@dataclass(frozen=True, slots=True)
class NoLabel:
    sentence: ClassVar[str] = m("What do you work on, or where? A few words are enough.")


@dataclass(frozen=True, slots=True)
class NotADate:
    sentence: ClassVar[str] = m("“{day}” is no day I can read. Write it like March 2025, or 2025-03-01.")
    day: str


@dataclass(frozen=True, slots=True)
class NotALastDay(NotADate):
    """The same, of the other field."""


@dataclass(frozen=True, slots=True)
class EndsFirst:
    sentence: ClassVar[str] = m("It would end before it begins. Which of the two days is meant otherwise?")


@dataclass(frozen=True, slots=True)
class Enough:
    sentence: ClassVar[str] = m("That is {most} at a time already. End one of them first: {command}")
    most: int = MOST
    command: Command = Command("profile")


Outcome = MyWork | WorkKept | WorkEnded


def mine(work: Work) -> MyWork:
    return MyWork(tuple(_said(work, row) for row in work.all(_MINE, person=work.actor.person)))


def one(work: Work, id: int) -> Engagement:
    """To be changed by its person."""
    return _mine(work, id)


def begin(work: Work, draft: Draft) -> WorkKept:
    """Tell of current work. Nobody else sees it before its person shows it."""
    facts = _read(work, draft)
    if len(work.all(_MINE, person=work.actor.person)) >= MOST:
        raise Refused(Enough())
    work.do(_BEGIN, account_id=work.actor.account, shown=False, told_at=work.now, **facts)
    return WorkKept(mine(work))


def change(work: Work, id: int, draft: Draft) -> WorkKept:
    was, facts = _mine(work, id), _read(work, draft)
    refuse_if(codes.aloud(work, draft.label, draft.brings, draft.hopes) if was.shown else None)
    work.do(_CHANGE, id=id, **facts)
    return WorkKept(mine(work))


def show(work: Work, id: int, shown: bool) -> WorkKept:
    """Its person's word on whether people of their guilds may see it."""
    said = _mine(work, id)
    refuse_if(codes.aloud(work, said.label, said.brings, said.hopes) if shown else None)
    work.do(_SHOW, id=id, shown=shown)
    return WorkKept(mine(work))


def end(work: Work, id: int) -> WorkEnded:
    """[End it]. No other table hears of it (rule P6)."""
    ended = _mine(work, id)
    work.do(_END, id=id, now=work.now)
    (recovery,) = work.one(_WAY_BACK, person=work.actor.person)
    return WorkEnded(ended.label, recovery is not None)


def shown_by(work: Work, person_id: int) -> tuple[Engagement, ...]:
    """What somebody shows to people of their guilds, if the caller is one of them."""
    rows = work.all(_SHOWN, person=person_id, me=work.actor.person, today=_today(work))
    return tuple(_said(work, row) for row in rows)


def _mine(work: Work, id: int) -> Engagement:
    row = work.first(_ONE, id=id, person=work.actor.person)
    if row is None:
        raise Refused(NoLonger(Command("profile")))
    return _said(work, row)


def _read(work: Work, draft: Draft) -> dict[str, str | date | None]:
    label, brings, hopes = phrases.one_line(draft.label), phrases.clean(draft.brings), phrases.clean(draft.hopes)
    now = work.now.astimezone(zone(work.actor.zone))
    since, until = phrases.dated(draft.since, now), phrases.dated(draft.until, now, last=True)
    refuse_if(
        None if label else NoLabel(),
        too_long(label, MOST_LABEL),
        NotADate(draft.since) if draft.since.strip() and since is None else None,
        NotALastDay(draft.until) if draft.until.strip() and until is None else None,
        EndsFirst() if since is not None and until is not None and until < since else None,
        too_long(brings, MOST_WORDS),
        too_long(hopes, MOST_WORDS),
    )
    return {"label": label, "since": since, "until": until, "brings": brings, "hopes": hopes}


def _said(work: Work, row: tuple[int, str, date | None, date | None, str, str, bool]) -> Engagement:
    until = row[3]
    return Engagement(*row, over=until is not None and until < _today(work))


def _today(work: Work) -> date:
    return work.now.astimezone(zone(work.actor.zone)).date()


_FACTS = (
    engagement.c.id, engagement.c.label, engagement.c.since, engagement.c.until, engagement.c.brings, engagement.c.hopes,
    engagement.c.shown,
)  # fmt: skip
_CURRENT = and_(account.c.id == engagement.c.account_id, account.c.person_id == bindparam("person"), engagement.c.ended_at.is_(None))
_MINE = prepared(select(*_FACTS).join_from(engagement, account, _CURRENT).order_by(engagement.c.id))
_ONE = prepared(select(*_FACTS).join_from(engagement, account, _CURRENT).where(engagement.c.id == bindparam("id")))
_own, _theirs = membership.alias("own"), membership.alias("theirs")
_FELLOW = exists(
    select(literal(1))
    .join_from(_own, _theirs, and_(_theirs.c.guild_id == _own.c.guild_id, _theirs.c.ended_at.is_(None)))
    .where(_own.c.person_id == bindparam("me"), _own.c.ended_at.is_(None), _theirs.c.person_id == bindparam("person"))
)
_SHOWN = prepared(
    select(*_FACTS)
    .join_from(engagement, account, _CURRENT)
    .where(engagement.c.shown, or_(engagement.c.until.is_(None), engagement.c.until >= bindparam("today")), _FELLOW)
    .order_by(engagement.c.id)
)
_BEGIN = prepared(
    insert(engagement).inline(), "account_id", "label", "since", "until", "brings", "hopes", "shown", "told_at",
)  # fmt: skip
_CHANGE = prepared(
    update(engagement)
    .where(engagement.c.id == bindparam("id"))
    .values(
        label=bindparam("label"), since=bindparam("since"), until=bindparam("until"), brings=bindparam("brings"), hopes=bindparam("hopes")
    )
)
_SHOW = prepared(update(engagement).where(engagement.c.id == bindparam("id")).values(shown=bindparam("shown")))
_END = prepared(update(engagement).where(engagement.c.id == bindparam("id")).values(ended_at=bindparam("now")))
_WAY_BACK = prepared(select(person.c.recovery).where(person.c.id == bindparam("person")))
