"""Members: joining by one's own act, inviting with words, resting without loss, leaving in one step."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from sqlalchemy import and_, bindparam, func, insert, select, update

from guildbot import asks, guilds, people, phrases
from guildbot.db.prepared import prepared
from guildbot.db.tables import guild, invitation, membership, person
from guildbot.guilds import Card
from guildbot.kinds import GuildState, MemberState, Role, Visibility
from guildbot.refusals import Refused, refuse_if, too_long
from guildbot.who import Command, Person, Quote
from guildbot.words import Phrase, Say, m, zone
from guildbot.work import Work

INVITATION_LASTS = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Invited:
    """What to send by any means. `code` is shown this once; we keep only its hash."""

    guild: str
    slug: str
    name: str
    code: str
    ends: date

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(m("Send this to {name} by any means. It works once, until {day}:"), name=Quote(self.name), day=self.ends),
            (Command("guild", f"join {self.slug} {self.code}"),),
            say(m("Wherever they are: the guild is {guild}, the code {code}."), guild=Quote(self.slug), code=Quote(self.code)),
        )


@dataclass(frozen=True, slots=True)
class Door:
    """What somebody reads before [I agree]: the charter, who reads along, who hosts, whether questions are still open."""

    card: Card
    code: str
    because: str  # the inviter's words; empty without an invitation
    invited_by: Person | None
    thanks: Visibility | None  # answered already in another guild

    def words(self, say: Say) -> tuple[Phrase, ...]:
        made = list(self.card.words(say))
        if self.invited_by is not None:
            made.insert(0, say(m("{who} invites you: “{because}”"), who=self.invited_by, because=Quote(self.because)))
        return tuple(made)


@dataclass(frozen=True, slots=True)
class Joined:
    """`founder`: one of the first three. `founded`: this one made the guild whole."""

    guild: str
    slug: str
    founder: bool
    founded: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if self.founded:
            return (
                say(m("{guild} is founded. Its first digest comes on Friday, its first question on a Tuesday."), guild=Quote(self.guild)),
            )
        if self.founder:
            return (say(m("You are in, as one of the founders of {guild}."), guild=Quote(self.guild)),)
        return (say(m("You are in {guild}."), guild=Quote(self.guild)),)


@dataclass(frozen=True, slots=True)
class Leaving:
    """Asked once before one leaves. `last_steward`: nobody else takes care of the guild."""

    guild: str
    slug: str
    last_steward: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        made = [say(m("Leaving {guild}? Your thanks, your help and your words stay yours."), guild=Quote(self.guild))]
        if self.last_steward:
            made.append(say(m("Nobody else takes care of it. The members will be told, and any of them can go on.")))
        return tuple(made)


@dataclass(frozen=True, slots=True)
class Left:
    guild: str
    goodbye: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if self.goodbye:
            return say(m("You have left {guild}. Your line will be in the digest:"), guild=Quote(self.guild)), (Quote(self.goodbye),)
        return (say(m("You have left {guild}. The door stays open."), guild=Quote(self.guild)),)


@dataclass(frozen=True, slots=True)
class Resting:
    guild: str
    slug: str
    until: date | None

    def words(self, say: Say) -> tuple[Phrase, ...]:
        back = Command("guild", "back")
        if self.until is not None:
            return (
                say(
                    m("You rest in {guild} until {day}. Nobody is told, nothing is lost. {back} ends it sooner."),
                    guild=Quote(self.guild),
                    day=self.until,
                    back=back,
                ),
            )
        return (say(m("You rest in {guild}. Nobody is told, nothing is lost. {back} ends it."), guild=Quote(self.guild), back=back),)


@dataclass(frozen=True, slots=True)
class Back:
    guild: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("Good to have you back in {guild}."), guild=Quote(self.guild)),)


@dataclass(frozen=True, slots=True)
class Founded:
    """Told to the founders: the guild is whole."""

    guild: str
    slug: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{guild} is founded: three of you are in. Its first digest comes on Friday."), guild=Quote(self.guild)),)


@dataclass(frozen=True, slots=True)
class Uncared:
    """Told to the members: the last caretaker has left."""

    guild: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("The last caretaker has left {guild}. Whoever wishes can go on with it."), guild=Quote(self.guild)),)


@dataclass(frozen=True, slots=True)
class MemberAlready:
    sentence: ClassVar[str] = m("You are in {guild} already.")
    guild: str


@dataclass(frozen=True, slots=True)
class CodeUnknown:
    sentence: ClassVar[str] = m(
        "That code opens nothing: it may be used, older than two weeks, or mistyped. Whoever invited you can make another."
    )


@dataclass(frozen=True, slots=True)
class InviteWhom:
    sentence: ClassVar[str] = m("Whom, and why? Like this: {command}")
    command: Command = Command("guild", "invite Yusra because she told me kindly")


Outcome = Invited | Door | Joined | Leaving | Left | Resting | Back
Sent = Founded | Uncared


def invite(work: Work, name: str, because: str, *, guild: str = "") -> Invited:
    """Make a code for somebody by any name; the words are the first thing the guild reads about them."""
    id, slug, called = guilds.which(work, guild)
    if not guilds.is_member(work, id):
        raise guilds.not_a_member(called, slug)
    name, because = phrases.one_line(name), phrases.clean(because)
    if not name or not because:
        raise Refused(InviteWhom())
    refuse_if(too_long(name, 80), too_long(because, 300))
    code = work.token()
    ends = work.now + INVITATION_LASTS
    work.do(
        _INVITE, guild_id=id, invited_by=work.actor.account, name=name, because=because, code=_hash(code), made_at=work.now, ends_at=ends
    )
    guilds.log(work, id, "invited", name)
    return Invited(called, slug, name, code, ends.date())


def door(work: Work, name: str, code: str = "") -> Door:
    """What one reads before joining; nothing is changed yet."""
    id, _, _, found = _at_the_door(work, name, code)
    by, because = (people.by_account(work, found[1])[0].said(), found[2]) if found else (None, "")
    return Door(guilds.card(work, id), code, because, by, work.actor.thanks)


def join(work: Work, name: str, code: str = "", *, thanks: Visibility | None = None, quiet: str = "", questions: bool = True) -> Joined:
    """[I agree]. The first three become founders and caretakers; with the third the guild's rhythm begins."""
    id, slug, called, found = _at_the_door(work, name, code)
    hours = people.parse_hours(quiet)
    if quiet.strip() and hours is None:
        raise Refused(people.NotHours(quiet.strip()))
    state, before = work.one(_STATE, id=id)
    founder = state is GuildState.STARTING
    work.do(
        _JOIN, guild_id=id, person_id=work.actor.person, account_id=work.actor.account, role=Role.STEWARD if founder else Role.MEMBER,
        founder=founder, state=MemberState.MEMBER, since=work.now, invitation_id=found[0] if found else None,
    )  # fmt: skip
    if found:
        work.do(_USED, id=found[0], by=work.actor.account)
    since, until = hours or work.actor.quiet or (None, None)
    work.do(_CHOICES, id=work.actor.person, thanks=thanks or work.actor.thanks, quiet_from=since, quiet_until=until, questions=questions)
    if founder:
        guilds.tell_rooms(work, id)
    founded = founder and before + 1 >= guilds.FOUNDERS
    if founded:
        work.do(_ACTIVE, id=id, now=work.now)
        guilds.begin_rhythm(work, id)
        for (account_id,) in work.all(_OTHERS, guild=id, me=work.actor.person):
            people.tell(work, account_id, "founded", id)
    return Joined(called, slug, founder, founded)


def leaving(work: Work, name: str = "") -> Leaving:
    id, slug, called = _mine(work, name)
    return Leaving(called, slug, _last_steward(work, id))


def leave(work: Work, name: str, goodbye: str = "") -> Left:
    """One step, no questions; a goodbye is one line in the digest."""
    id, _, called = _mine(work, name)
    goodbye = phrases.clean(goodbye)
    refuse_if(too_long(goodbye, 280))
    last = _last_steward(work, id)
    work.do(_LEAVE, guild=id, person=work.actor.person, state=MemberState.LEFT, now=work.now, goodbye=goodbye or None)
    if last:
        for (account_id,) in work.all(_OTHERS, guild=id, me=work.actor.person):
            people.tell(work, account_id, "uncared", id)
    return Left(called, goodbye)


def rest(work: Work, name: str = "", until: str | date | None = None) -> Resting:
    """Silence without loss; nobody is told. `until` may be a day as one says it, “friday”."""
    id, slug, called = _mine(work, name)
    until = _day(work, until) if isinstance(until, str) else until
    work.do(_REST, guild=id, person=work.actor.person, state=MemberState.RESTING, until=until)
    return Resting(called, slug, until)


def _day(work: Work, said: str) -> date | None:
    if not said.strip():
        return None
    day = phrases.when(said, work.now.astimezone(zone(work.actor.zone)))
    if day is None:
        raise Refused(asks.NotADay(said))
    return day


def back(work: Work, name: str = "") -> Back:
    id, _, called = _mine(work, name)
    work.do(_REST, guild=id, person=work.actor.person, state=MemberState.MEMBER, until=None)
    return Back(called)


def wake(work: Work) -> int:
    """The clock's part: who rested until today is back."""
    return work.do(_WAKE, today=work.now.date())


def founded(work: Work, notice_id: int, id: int) -> Founded:
    card = guilds.card(work, id)
    return Founded(card.name, card.slug)


def uncared(work: Work, notice_id: int, id: int) -> Uncared:
    return Uncared(guilds.card(work, id).name)


def _mine(work: Work, name: str) -> tuple[int, str, str]:
    id, slug, called = guilds.which(work, name)
    if not guilds.is_member(work, id):
        raise guilds.not_a_member(called, slug)
    return id, slug, called


def _at_the_door(work: Work, name: str, code: str) -> tuple[int, str, str, tuple[int, int, str, int] | None]:
    """The guild somebody would join: id, slug, name, and the invitation that the code is."""
    code = code.strip()
    found = work.first(_BY_CODE, code=_hash(code), now=work.now) if code else None
    id, slug, called = guilds.which(work, name, invited_to=found[3] if found else None)
    if guilds.is_member(work, id):
        raise Refused(MemberAlready(called))
    if code and (found is None or found[3] != id):
        raise Refused(CodeUnknown())
    return id, slug, called, found


def _last_steward(work: Work, guild_id: int) -> bool:
    if not guilds.is_member(work, guild_id, steward=True):
        return False
    (others,) = work.one(_OTHER_STEWARDS, guild=guild_id, me=work.actor.person)
    return not others


def _hash(code: str) -> str:
    return hashlib.sha256(code.lower().encode()).hexdigest()


_INVITE = prepared(insert(invitation).inline(), "guild_id", "invited_by", "name", "because", "code", "made_at", "ends_at")
_BY_CODE = prepared(
    select(invitation.c.id, invitation.c.invited_by, invitation.c.because, invitation.c.guild_id).where(
        invitation.c.code == bindparam("code"), invitation.c.used_by.is_(None), invitation.c.ends_at > bindparam("now")
    )
)
_USED = prepared(update(invitation).where(invitation.c.id == bindparam("id")).values(used_by=bindparam("by")))
_STATE = prepared(
    select(guild.c.state, func.count(membership.c.id))
    .join_from(guild, membership, and_(membership.c.guild_id == guild.c.id, membership.c.ended_at.is_(None)), isouter=True)
    .where(guild.c.id == bindparam("id"))
    .group_by(guild.c.id, guild.c.state)
)
_JOIN = prepared(insert(membership).inline(), "guild_id", "person_id", "account_id", "role", "founder", "state", "since", "invitation_id")
_CHOICES = prepared(
    update(person)
    .where(person.c.id == bindparam("id"))
    .values(
        thanks=bindparam("thanks"),
        quiet_from=bindparam("quiet_from"),
        quiet_until=bindparam("quiet_until"),
        questions=bindparam("questions"),
    )
)
_ACTIVE = prepared(update(guild).where(guild.c.id == bindparam("id")).values(state=GuildState.ACTIVE, active_at=bindparam("now")))
_OTHERS = prepared(
    select(membership.c.account_id).where(
        membership.c.guild_id == bindparam("guild"), membership.c.person_id != bindparam("me"), membership.c.ended_at.is_(None)
    )
)
_OTHER_STEWARDS = prepared(
    select(func.count(membership.c.id)).where(
        membership.c.guild_id == bindparam("guild"), membership.c.person_id != bindparam("me"), membership.c.ended_at.is_(None),
        membership.c.role == Role.STEWARD,
    )
)  # fmt: skip
_LIVE = and_(membership.c.guild_id == bindparam("guild"), membership.c.person_id == bindparam("person"), membership.c.ended_at.is_(None))
_LEAVE = prepared(update(membership).where(_LIVE).values(state=bindparam("state"), ended_at=bindparam("now"), goodbye=bindparam("goodbye")))
_REST = prepared(update(membership).where(_LIVE).values(state=bindparam("state"), rest_until=bindparam("until")))
_WAKE = prepared(
    update(membership)
    .where(membership.c.state == MemberState.RESTING, membership.c.rest_until <= bindparam("today"), membership.c.ended_at.is_(None))
    .values(state=MemberState.MEMBER, rest_until=None)
)
