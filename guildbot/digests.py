"""One guild's week, for one chapter: people's own words, gathered with their consent at the moment it is sent.

One digest a chapter and ISO week, however often the job runs (rule D1). People least recently shown come first, ties by a
seeded shuffle; nothing here reads how many kudos or helps anybody has (rule D3).
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from sqlalchemy import and_, bindparam, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from guildbot import asks, calendar, people, phrases, reflections
from guildbot.calendar import Due
from guildbot.db.prepared import prepared
from guildbot.db.tables import account, ask, chapter, digest, guild, help_, invitation, kudos, membership, person, receipt, shown
from guildbot.kinds import AskState, ChapterState, HelpState, Visibility
from guildbot.reflections import Echo
from guildbot.who import Person, Quote
from guildbot.words import Phrase, Say, m
from guildbot.work import Work

MOVED, THANKED, OPEN, COMING, GOING = 3, 6, 5, 8, 8
UNSHARED = 5
FIRST_WEEKS = timedelta(weeks=4)
Named = TypeVar("Named", "Moved", "Thanked")


@dataclass(frozen=True, slots=True)
class Moved:
    """What help changed, in the words of whoever received it. `because` is the ask's, when there was one."""

    what: str
    because: str
    receiver: Person
    helper: Person
    changed: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        asked = (
            say(
                m("{who} asked for {what} because {because}. {helper} helped."),
                who=self.receiver,
                what=Quote(self.what),
                because=Quote(self.because),
                helper=self.helper,
            )
            if self.because
            else say(m("{helper} helped {who} with {what}."), helper=self.helper, who=self.receiver, what=Quote(self.what))
        )
        return asked, say(m("“{changed}”"), changed=Quote(self.changed))


@dataclass(frozen=True, slots=True)
class Thanked:
    kudos: int
    giver: Person
    to: tuple[Person, ...]
    reason: str
    link: str | None

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{giver} to {people}: “{reason}”"), giver=self.giver, people=self.to, reason=Quote(self.reason)),)


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody who arrived, with the inviter's words about them when there were any."""

    person: Person
    invited_by: Person | None
    because: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if self.invited_by is not None:
            return (say(m("Welcome, {who}. {by}: “{because}”"), who=self.person, by=self.invited_by, because=Quote(self.because)),)
        return (say(m("Welcome, {who}."), who=self.person),)


@dataclass(frozen=True, slots=True)
class Going:
    """Somebody who left and wished to say a line."""

    person: Person
    goodbye: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{who} has left, and says: “{goodbye}”"), who=self.person, goodbye=Quote(self.goodbye)),)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its lines, or with open asks whose buttons are live."""

    heading: Phrase
    lines: tuple[Phrase, ...] = ()
    open: tuple[asks.Card, ...] = ()


@dataclass(frozen=True, slots=True)
class Digest:
    """The week to `day`. Empty sections are not said."""

    id: int
    guild: str
    day: date
    moved: tuple[Moved, ...]
    thanked: tuple[Thanked, ...]
    open: tuple[asks.Card, ...]
    coming: tuple[Coming, ...]
    going: tuple[Going, ...]
    echo: Echo | None
    some_stayed_private: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{guild}, the week to {day}"), guild=Quote(self.guild.upper()), day=self.day),)

    def sections(self, say: Say) -> tuple[Section, ...]:
        """Every section that has something to say, in the order of the page."""
        echo = self.echo.words(say) if self.echo is not None else ()
        sections = [
            Section(say(m("What moved")), tuple(phrase for one in self.moved for phrase in one.words(say))),
            Section(say(m("Thanks")), tuple(self._thanks(say))),
            Section(say(m("Still looking for a hand")), open=self.open),
            Section(say(m("Coming and going")), tuple(self._coming_and_going(say))),
            *([Section(echo[0], tuple(echo[1:]))] if echo else []),
        ]
        said = tuple(one for one in sections if one.lines or one.open)
        return said or (Section(say(m("A quiet week")), (say(m("Nothing to tell, and that is fine.")),)),)

    def _thanks(self, say: Say) -> list[Phrase]:
        private = [say(m("Some thanks this week stayed between two people."))] if self.some_stayed_private else []
        return [*(phrase for one in self.thanked for phrase in one.words(say)), *private]

    def _coming_and_going(self, say: Say) -> list[Phrase]:
        """Whoever comes with an inviter's words has a line; the others share one."""
        introduced = [one for one in self.coming if one.invited_by is not None]
        others = tuple(one.person for one in self.coming if one.invited_by is None)
        welcome = [say(m("Welcome, {who}."), who=others)] if others else []
        return [
            *welcome,
            *(phrase for one in introduced for phrase in one.words(say)),
            *(phrase for one in self.going for phrase in one.words(say)),
        ]


def post(work: Work, due: Due) -> str | None:
    """The clock's part: owe the chapter its digest for this week. What it says is gathered when it goes."""
    if due.chapter is None or (found := work.first(_CHAPTER, id=due.chapter)) is None:
        return "the channel is closed"
    space_id, channel, _ = found
    week = calendar.iso_week(due.local_date)
    (last,) = work.one(_LAST, chapter=due.chapter)
    made = work.first(
        _BEGIN, guild_id=due.guild, chapter_id=due.chapter, week=week, since=last or due.due_at - timedelta(days=7), until=due.due_at
    )
    if made is None:
        return f"{week} had its digest already"
    work.tell("digest", made[0], room=(space_id, channel), key=f"digest:{due.chapter}:{week}")
    return None


def gather(work: Work, notice_id: int, id: int) -> Digest | None:
    """The digest as it stands now; None when there is nothing to say and the guild is past its first weeks (rule D4)."""
    guild_id, week, since, until, name, active_at, space_id, zone_name, chapter_id = work.one(_DIGEST, id=id)
    (written,) = work.one(_LAST_GATHERED, chapter=chapter_id, week=week)
    last_seen = dict(work.all(_LAST_SHOWN, guild=guild_id, week=week))
    order = _Rotation(last_seen, seed=f"{guild_id}:{week}")
    made = Digest(
        id,
        name,
        calendar.local_date(until, zone_name),
        tuple(order.first(_moved(work, guild_id, space_id, since, until), MOVED)),
        tuple(order.first(_thanked(work, guild_id, since, until, written or since), THANKED)),
        tuple(asks.card(work, one) for (one,) in work.all(_OPEN_ASKS, guild=guild_id, space=space_id, now=work.now)),
        tuple(_coming(work, guild_id, since, until)),
        tuple(_going(work, guild_id, since, until)),
        reflections.echo(work, guild_id, since, until),
        work.one(_UNSHARED, guild=guild_id, since=since, until=until)[0] >= UNSHARED,
    )
    for person_id in {one.receiver.id for one in made.moved} | {to.id for one in made.thanked for to in one.to}:
        work.do(_SHOWN_NOW, guild_id=guild_id, person_id=person_id, week=week)
    work.do(_GATHERED, id=id, now=work.now)
    something = any((made.moved, made.thanked, made.coming, made.going, made.echo, made.some_stayed_private))
    young = active_at is not None and work.now - active_at < FIRST_WEEKS
    return made if something or made.open or young else None


class _Rotation:
    """Least recently shown first, ties in a seeded order; one line a person.

    Everybody draws one lot a week, however many lines there are about them, so that more lines move nobody.
    """

    def __init__(self, last_seen: dict[int, str], seed: str) -> None:
        self._last_seen, self._seed = last_seen, seed

    def first(self, lines: Sequence[Named], most: int) -> list[Named]:
        mixed = sorted(lines, key=lambda line: (min(map(self._turn, _subjects(line))), self._lot(_key(line))))
        chosen: list[Named] = []
        told: set[int] = set()
        for line in mixed:
            who = {one.id for one in _subjects(line)}
            if not who & told:
                chosen.append(line)
                told |= who
        return chosen[:most]

    def _turn(self, one: Person) -> tuple[str, float]:
        return self._last_seen.get(one.id, ""), self._lot(str(one.id))

    def _lot(self, who: str) -> float:
        return random.Random(f"{self._seed}:{who}").random()


def _subjects(line: Moved | Thanked) -> tuple[Person, ...]:
    return line.to if isinstance(line, Thanked) else (line.receiver,)


def _key(line: Moved | Thanked) -> str:
    """An order that depends on words and names only."""
    return f"{line.reason}{line.giver.name}" if isinstance(line, Thanked) else f"{line.changed}{line.receiver.name}"


def _moved(work: Work, guild_id: int, space_id: int, since: datetime, until: datetime) -> list[Moved]:
    return [
        Moved(what, because or "", people.by_account(work, receiver)[0].said(), people.by_account(work, helper)[0].said(), changed)
        for what, because, receiver, helper, changed in work.all(_MOVED, guild=guild_id, space=space_id, since=since, until=until)
        if changed
    ]


def _thanked(work: Work, guild_id: int, since: datetime, until: datetime, written: datetime) -> list[Thanked]:
    """Worded kudos that everyone thanked agreed to show; short ones are not quoted (rules K4, K6)."""
    lines: dict[int, Thanked | None] = {}
    for id, giver, reason, link, receiver, own, usual, hidden in work.all(
        _THANKED, guild=guild_id, since=since, until=until, written=written
    ):
        agreed = hidden is None and (own or usual or Visibility.ME) is not Visibility.ME
        if not agreed or reason is None or phrases.short(reason):
            lines[id] = None
        elif id not in lines:
            lines[id] = Thanked(id, people.by_account(work, giver)[0].said(), (people.by_account(work, receiver)[0].said(),), reason, link)
        elif (so_far := lines[id]) is not None:
            lines[id] = Thanked(id, so_far.giver, (*so_far.to, people.by_account(work, receiver)[0].said()), reason, link)
    return [line for line in lines.values() if line is not None]


def _coming(work: Work, guild_id: int, since: datetime, until: datetime) -> list[Coming]:
    return [
        Coming(people.by_account(work, who)[0].said(), people.by_account(work, by)[0].said() if by else None, because or "")
        for who, by, because in work.all(_COMING, guild=guild_id, since=since, until=until)
    ]


def _going(work: Work, guild_id: int, since: datetime, until: datetime) -> list[Going]:
    return [
        Going(people.by_account(work, who)[0].said(), goodbye)
        for who, goodbye in work.all(_GOING, guild=guild_id, since=since, until=until)
        if goodbye
    ]


_CHAPTER = prepared(
    select(chapter.c.space_id, chapter.c.channel, chapter.c.zone).where(
        chapter.c.id == bindparam("id"), chapter.c.state == ChapterState.OPEN
    )
)
_LAST = prepared(select(func.max(digest.c.until)).where(digest.c.chapter_id == bindparam("chapter")))
_BEGIN = prepared(upsert(digest).on_conflict_do_nothing().returning(digest.c.id), "guild_id", "chapter_id", "week", "since", "until")
_DIGEST = prepared(
    select(
        digest.c.guild_id, digest.c.week, digest.c.since, digest.c.until, guild.c.name, guild.c.active_at,
        chapter.c.space_id, chapter.c.zone, digest.c.chapter_id,
    )
    .join_from(digest, guild, guild.c.id == digest.c.guild_id)
    .join(chapter, chapter.c.id == digest.c.chapter_id)
    .where(digest.c.id == bindparam("id"))
)  # fmt: skip
_LAST_SHOWN = prepared(
    select(shown.c.person_id, func.max(shown.c.week))
    .where(shown.c.guild_id == bindparam("guild"), shown.c.week < bindparam("week"))
    .group_by(shown.c.person_id)
)
_SHOWN_NOW = prepared(upsert(shown).inline().on_conflict_do_nothing(), "guild_id", "person_id", "week")
_SINCE_UNTIL_HELP = and_(help_.c.settled_at >= bindparam("since"), help_.c.settled_at < bindparam("until"))
_MOVED = prepared(
    select(help_.c.what, ask.c.because, help_.c.receiver_id, help_.c.helper_id, help_.c.changed)
    .join_from(help_, ask, ask.c.id == help_.c.ask_id, isouter=True)
    .where(
        help_.c.guild_id == bindparam("guild"), help_.c.state == HelpState.CONFIRMED, _SINCE_UNTIL_HELP,
        help_.c.space_id == bindparam("space"),
    )
    .order_by(help_.c.id)
)  # fmt: skip
_decided = receipt.alias("decided")
_GATHERED = prepared(update(digest).where(digest.c.id == bindparam("id")).values(gathered_at=bindparam("now")))
_LAST_GATHERED = prepared(
    select(func.max(digest.c.gathered_at)).where(digest.c.chapter_id == bindparam("chapter"), digest.c.week < bindparam("week"))
)
_THANKED = prepared(  # given this week; or earlier, and somebody thanked has let others see them since the last digest was written
    select(
        kudos.c.id, kudos.c.giver_id, kudos.c.reason, kudos.c.link,
        receipt.c.account_id, receipt.c.shown, person.c.thanks, receipt.c.hidden_at,
    )
    .join_from(kudos, receipt, receipt.c.kudos_id == kudos.c.id)
    .join(account, account.c.id == receipt.c.account_id)
    .join(person, person.c.id == account.c.person_id)
    .where(
        kudos.c.guild_id == bindparam("guild"),
        or_(
            and_(kudos.c.given_at >= bindparam("since"), kudos.c.given_at < bindparam("until")),
            and_(
                kudos.c.given_at < bindparam("since"),
                kudos.c.id.in_(select(_decided.c.kudos_id).where(_decided.c.decided_at >= bindparam("written"))),
            ),
        ),
        kudos.c.reason.is_not(None), kudos.c.privately.is_(False), kudos.c.withdrawn_at.is_(None),
    )
    .order_by(kudos.c.id, receipt.c.account_id)
)  # fmt: skip
_ONLY_ME = literal(Visibility.ME, receipt.c.shown.type)
_UNSHARED = prepared(
    select(func.count(func.distinct(kudos.c.giver_id)))
    .join_from(kudos, receipt, receipt.c.kudos_id == kudos.c.id)
    .join(account, account.c.id == receipt.c.account_id)
    .join(person, person.c.id == account.c.person_id)
    .where(
        kudos.c.guild_id == bindparam("guild"), kudos.c.given_at >= bindparam("since"), kudos.c.given_at < bindparam("until"),
        kudos.c.reason.is_not(None), kudos.c.withdrawn_at.is_(None),
        or_(kudos.c.privately, func.coalesce(receipt.c.shown, person.c.thanks, _ONLY_ME, type_=receipt.c.shown.type) == Visibility.ME),
    )
)  # fmt: skip
_OPEN_ASKS = prepared(
    select(ask.c.id)
    .where(
        ask.c.guild_id == bindparam("guild"), ask.c.space_id == bindparam("space"), ask.c.state == AskState.OPEN,
        ask.c.ends_at > bindparam("now"),
    )
    .order_by(ask.c.ends_at, ask.c.id)
    .limit(OPEN)
)  # fmt: skip
_COMING = prepared(
    select(membership.c.account_id, invitation.c.invited_by, invitation.c.because)
    .join_from(membership, invitation, invitation.c.id == membership.c.invitation_id, isouter=True)
    .where(
        membership.c.guild_id == bindparam("guild"), membership.c.since >= bindparam("since"), membership.c.since < bindparam("until"),
        membership.c.ended_at.is_(None),
    )
    .order_by(membership.c.since, membership.c.id)
    .limit(COMING)
)  # fmt: skip
_GOING = prepared(
    select(membership.c.account_id, membership.c.goodbye)
    .where(
        membership.c.guild_id == bindparam("guild"), membership.c.ended_at >= bindparam("since"),
        membership.c.ended_at < bindparam("until"),
        membership.c.goodbye.is_not(None),
    )
    .order_by(membership.c.ended_at, membership.c.id)
    .limit(GOING)
)  # fmt: skip
