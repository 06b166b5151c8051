"""Joining: the door with its charter, and [I agree]."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from guildbot import codes, guilds, kudos, people
from guildbot.codes import LockedOut, WrongCode
from guildbot.kinds import Admission, Visibility
from guildbot.members import candidates
from guildbot.members import statements as sql
from guildbot.members.candidates import Invitation
from guildbot.members.outcomes import Candidate, Door, Joined
from guildbot.members.reasons import CandidateAlready, MemberAlready, NobodyNew, SameVoice
from guildbot.refusals import Refused
from guildbot.work import Work

COMES_BACK = timedelta(days=365)  # a former member, without anybody's word
SETTLES = timedelta(days=7)  # a link: until then it can be undone, and whoever it brought is nobody's former self


def door(work: Work, name: str, code: str = "") -> Door | WrongCode | LockedOut:
    """What one reads before joining; nothing is changed yet but the count of wrong codes."""
    at = _at_the_door(work, name, code)
    if not isinstance(at, _Doorstep):
        return at
    by, because = (people.by_account(work, at.invitation.by)[0].said(), at.invitation.because) if at.invitation else (None, "")
    return Door(guilds.card(work, at.guild), code, because, by, work.actor.thanks, _still_missing(work, at))


def join(
    work: Work, name: str, code: str = "", *, thanks: Visibility | None = None, quiet: str = "", questions: bool = True
) -> Joined | Candidate | WrongCode | LockedOut:
    """[I agree]: a member at once, or a candidate until somebody's word suffices."""
    at = _at_the_door(work, name, code)
    if not isinstance(at, _Doorstep):
        return at
    hours = people.parse_hours(quiet)
    if quiet.strip() and hours is None:
        raise Refused(people.NotHours(quiet.strip()))
    work.alone(f"door:{at.guild}")
    if at.invitation and not work.do(sql.USED, id=at.invitation.id, by=work.actor.account):
        return codes.opens_nothing(work, code)  # somebody else was quicker
    since, until = hours or work.actor.quiet or (None, None)
    work.do(sql.CHOICES, id=work.actor.person, thanks=thanks or work.actor.thanks, quiet_from=since, quiet_until=until, questions=questions)
    kudos.keep_all(work)
    if at.needs_a_word:
        return candidates.knock(work, at.guild, at.invitation)
    me = work.actor
    return candidates.admit(work, at.guild, me.account, me.person, at.invitation.id if at.invitation else None, me.person)


@dataclass(frozen=True, slots=True)
class _Doorstep:
    """Where somebody stands who would join."""

    guild: int
    invitation: Invitation | None
    needs_a_word: bool


def _at_the_door(work: Work, name: str, code: str) -> _Doorstep | WrongCode | LockedOut:
    invitation = None
    if code := code.strip():
        if (locked := codes.locked_out(work, code)) is not None:
            return locked
        found = work.first(sql.BY_CODE, code=codes.hashed(code), now=work.now)
        if found is None:
            return codes.opens_nothing(work, code)
        invitation = Invitation(*found)
    id, _, called = guilds.which(work, name, invited_to=invitation.guild if invitation else None)
    if guilds.is_member(work, id):
        raise Refused(MemberAlready(called))
    if invitation is not None and invitation.guild != id:
        return codes.opens_nothing(work, code)
    way, former = guilds.way_in(work, id), _was_in(work, id)
    if way is Admission.CLOSED and not former:
        raise Refused(NobodyNew(called))
    waiting = candidates.mine_in(work, id)
    if waiting is not None:
        _brings_something(work, waiting, called, invitation)
    return _Doorstep(id, invitation, waiting is not None or (way is Admission.VOUCH and not former))


def _was_in(work: Work, guild_id: int) -> bool:
    found = work.first(sql.FORMER, guild=guild_id, account=work.actor.account, since=work.now - COMES_BACK, settled=work.now - SETTLES)
    return found is not None


def _brings_something(work: Work, id: int, called: str, invitation: Invitation | None) -> None:
    """Refuses a candidate who knocks again with nothing new in their hands."""
    one = candidates.must_be_open(work, id)
    if guilds.way_in(work, one.guild_id) is Admission.OPEN:
        return
    if invitation is None or not candidates.counts(work, invitation):
        raise Refused(CandidateAlready(called))
    by = people.by_account(work, invitation.by)[0]
    if any(voice.person == by.person for voice in candidates.voices(work, one)):
        raise Refused(SameVoice(by.name))


def _still_missing(work: Work, at: _Doorstep) -> int:
    if not at.needs_a_word or guilds.way_in(work, at.guild) is not Admission.VOUCH:
        return 0
    waiting = candidates.mine_in(work, at.guild)
    heard = len(candidates.voices(work, candidates.must_be_open(work, waiting))) if waiting is not None else 0
    brought = 1 if at.invitation is not None and candidates.counts(work, at.invitation) else 0
    return max(0, candidates.needed(work, at.guild) - heard - brought)
