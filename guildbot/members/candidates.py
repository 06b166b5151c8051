"""Candidates: who agreed to a charter and waits for somebody's word. They are no members until it suffices (rules G5, G6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from guildbot import guilds, people, phrases
from guildbot.kinds import Admission, CandidacyState, GuildState, MemberState, Role, VouchState
from guildbot.members import statements as sql
from guildbot.members.outcomes import CandidacyWithdrawn, Candidate, Joined
from guildbot.refusals import NoLonger, Refused
from guildbot.who import Person
from guildbot.work import Work

LASTS = timedelta(days=14)
OLD_ENOUGH = timedelta(days=14)  # to vouch
SMALL = 12  # members, from which on it takes two


@dataclass(frozen=True, slots=True)
class Invitation:
    """What a code stands for."""

    id: int
    by: int
    because: str
    guild: int
    made_at: datetime
    space: int | None  # where it was made


@dataclass(frozen=True, slots=True)
class Waiting:
    """A candidacy that is open."""

    id: int
    guild_id: int
    slug: str
    guild: str
    account: int
    since: datetime
    invitation: int | None
    who: Person


@dataclass(frozen=True, slots=True)
class Voice:
    """Somebody's word that counts."""

    vouch: int
    account: int
    person: int
    because: str


def knock(work: Work, guild_id: int, invitation: Invitation | None) -> Joined | Candidate:
    """The caller has agreed to the charter; an invitation is the first voice for them, or the next."""
    me = work.actor.person
    id = mine_in(work, guild_id) or _begin(work, guild_id, invitation)
    if invitation is not None and counts(work, invitation):
        work.one(
            sql.VOUCH, candidacy_id=id, account_id=invitation.by, because=invitation.because, state=VouchState.OPEN,
            made_at=invitation.made_at, space_id=invitation.space,
        )  # fmt: skip
    if (joined := settle(work, id, me)) is not None:
        return joined
    one = must_be_open(work, id)
    for voice in voices(work, one):
        people.tell(work, voice.account, "second-wanted", id, waited_for=True, key=f"second-wanted:{voice.vouch}")
    return as_they_see_it(work, one)


def _begin(work: Work, guild_id: int, invitation: Invitation | None) -> int:
    return work.one(
        sql.KNOCK, guild_id=guild_id, account_id=work.actor.account, invitation_id=invitation.id if invitation else None,
        state=CandidacyState.OPEN, since=work.now,
    )[0]  # fmt: skip


def counts(work: Work, invitation: Invitation) -> bool:
    """Whether an invitation is a vouch: it may have been made while nobody needed one."""
    by = people.by_account(work, invitation.by)[0].person
    since = may_vouch_from(work, invitation.guild, by)
    return by != work.actor.person and since is not None and since <= work.now and not phrases.short(invitation.because)


def may_vouch_from(work: Work, guild_id: int, person: int) -> datetime | None:
    """From when on somebody may vouch in a guild; None when they are not in it. Founders may from the first minute."""
    found = work.first(sql.STANDING, guild=guild_id, person=person)
    if found is None:
        return None
    since, founder, _ = found
    return since if founder else since + OLD_ENOUGH


def needed(work: Work, guild_id: int) -> int:
    """How many have to vouch for somebody in this guild today."""
    return 1 if work.one(sql.STATE, id=guild_id)[1] < SMALL else 2


def open_one(work: Work, id: int) -> Waiting | None:
    found = work.first(sql.OPEN_ONE, id=id)
    if found is None:
        return None
    guild_id, slug, name, account, since, invitation = found
    return Waiting(id, guild_id, slug, name, account, since, invitation, people.by_account(work, account)[0].said())


def must_be_open(work: Work, id: int) -> Waiting:
    found = open_one(work, id)
    if found is None:
        raise Refused(NoLonger())
    return found


def voices(work: Work, one: Waiting) -> list[Voice]:
    """Whose word counts, the first one first: members still, each once, and nobody for themselves."""
    heard: dict[int, Voice] = {}
    for row in work.all(sql.VOICES, candidacy=one.id):
        voice = Voice(*row)
        if voice.person != one.who.id and voice.person not in heard and work.first(sql.STANDING, guild=one.guild_id, person=voice.person):
            heard[voice.person] = voice
    return list(heard.values())


def missing(work: Work, one: Waiting) -> int:
    """How many more voices it needs."""
    return max(0, needed(work, one.guild_id) - len(voices(work, one)))


def settle(work: Work, id: int, me: int = 0) -> Joined | None:
    """A candidate becomes a member as soon as the vouches suffice, or when nobody needs one any more.

    `me` is the person who hears of it by the answer to their own deed.
    """
    one = _alone_with(work, id)
    if one is None:
        return None
    heard, way = voices(work, one), guilds.way_in(work, one.guild_id)
    if work.first(sql.STANDING, guild=one.guild_id, person=one.who.id):  # with another account of theirs
        _end(work, one, CandidacyState.WITHDRAWN)
        return None
    if way is Admission.CLOSED or (way is Admission.VOUCH and len(heard) < needed(work, one.guild_id)):
        return None
    for voice in heard:
        work.do(sql.END_VOUCH, id=voice.vouch, state=VouchState.COUNTED, now=work.now)
        guilds.log(work, one.guild_id, guilds.VOUCHED, str(one.account), by=voice.account)
        if voice.person != me:
            people.tell(work, voice.account, "vouch-counted", id)
    _end(work, one, CandidacyState.ADMITTED)
    if one.who.id != me:
        people.tell(work, one.account, "admitted", id, waited_for=True)
    return admit(work, one.guild_id, one.account, one.who.id, one.invitation, me)


def admit(work: Work, guild_id: int, account: int, person: int, invitation: int | None, me: int) -> Joined:
    """A member more. The first three become founders and caretakers; with the third the guild's rhythm begins."""
    state, before = work.one(sql.STATE, id=guild_id)
    founder = state is GuildState.STARTING
    work.do(
        sql.JOIN, guild_id=guild_id, person_id=person, account_id=account, role=Role.STEWARD if founder else Role.MEMBER,
        founder=founder, state=MemberState.MEMBER, since=work.now, invitation_id=invitation,
    )  # fmt: skip
    if founder:
        guilds.tell_rooms(work, guild_id)
    founded = founder and before + 1 >= guilds.FOUNDERS
    if founded:
        work.do(sql.ACTIVE, id=guild_id, now=work.now)
        guilds.begin_rhythm(work, guild_id)
        for (account_id,) in work.all(sql.OTHERS, guild=guild_id, me=me if me == person else 0):
            people.tell(work, account_id, "founded", guild_id)
    card = guilds.card(work, guild_id)
    return Joined(card.name, card.slug, founder, founded)


def mine_in(work: Work, guild_id: int) -> int | None:
    """The caller's open candidacy in a guild."""
    return next((id for id, guild in work.all(sql.MY_CANDIDACIES, person=work.actor.person) if guild == guild_id), None)


def mine(work: Work) -> list[Candidate]:
    """What the caller waits for, as they see it."""
    return [as_they_see_it(work, must_be_open(work, id)) for id, _ in work.all(sql.MY_CANDIDACIES, person=work.actor.person)]


def as_they_see_it(work: Work, one: Waiting) -> Candidate:
    heard = voices(work, one)
    vouchers = named(work, one.account, (voice.account for voice in heard))
    still = max(0, needed(work, one.guild_id) - len(heard))
    return Candidate(one.id, one.guild, one.slug, vouchers, still, (one.since + LASTS).date())


def named(work: Work, reader: int, accounts: Iterable[int]) -> tuple[Person, ...]:
    """Those of them whom a reader (an account) has not blocked (rule P11)."""
    unheard = people.unheard(work, reader)
    known = (people.by_account(work, account)[0] for account in accounts)
    return tuple(one.said() for one in known if one.person not in unheard)


def withdraw(work: Work, id: int) -> CandidacyWithdrawn:
    """A candidate thinks better of it; nobody is told."""
    one = must_be_open(work, id)
    if one.who.id != work.actor.person:
        raise Refused(NoLonger())
    _end(work, one, CandidacyState.WITHDRAWN)
    return CandidacyWithdrawn(one.guild)


def lapse(work: Work) -> None:
    """The clock's part: whoever waits at a door that stands open now comes in; what waited two weeks lapses quietly.

    Who got in meanwhile with another account of theirs waits no more.
    """
    for (id,) in (*work.all(sql.BEFORE_AN_OPEN_DOOR), *work.all(sql.IN_ALREADY)):
        settle(work, id)
    for (id,) in work.all(sql.LAPSED, before=work.now - LASTS):
        one = _alone_with(work, id)
        if one is None:
            continue
        vouchers = dict.fromkeys(account for _, account, _, _ in work.all(sql.VOICES, candidacy=id))
        for account in (one.account, *vouchers):
            people.tell(work, account, "candidacy-lapsed", id)
        _end(work, one, CandidacyState.LAPSED)


def look_again(work: Work, guild_id: int) -> None:
    """Somebody left: with fewer members fewer voices may be enough."""
    for (id,) in work.all(sql.OF_GUILD, guild=guild_id):
        settle(work, id, work.actor.person)


def _alone_with(work: Work, id: int) -> Waiting | None:
    """An open candidacy, while nobody else decides about that guild's."""
    one = open_one(work, id)
    if one is not None:
        work.alone(f"door:{one.guild_id}")
    return open_one(work, id)


_LEAVES_VOUCHES = {CandidacyState.LAPSED: VouchState.LAPSED, CandidacyState.WITHDRAWN: VouchState.WITHDRAWN}


def _end(work: Work, one: Waiting, state: CandidacyState) -> None:
    """With every vouch for them that is still open."""
    work.do(sql.END, id=one.id, state=state, now=work.now)
    work.do(sql.END_VOUCHES, candidacy=one.id, state=_LEAVES_VOUCHES.get(state, VouchState.LAPSED), now=work.now)
