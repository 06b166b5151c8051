"""Inviting: a code to send by any means. Where people come in by word of mouth it is a vouch too."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from guildbot import codes, guilds, people, phrases, spaces
from guildbot.kinds import Admission
from guildbot.members import candidates
from guildbot.members import statements as sql
from guildbot.members.outcomes import Invited, TakenBack
from guildbot.members.reasons import EnoughVouches, InvitedAlready, InviteWhom, NobodyNew, TooNew, WhyIsShort
from guildbot.refusals import NoLonger, Refused, refuse_if, too_long
from guildbot.who import AccountRef
from guildbot.work import Work

INVITATION_LASTS = timedelta(days=14)
MOST_OPEN = 3
MOST_WHY = 300


def invite(work: Work, who: AccountRef | str, because: str, *, guild: str = "") -> Invited:
    """Make a code for somebody by any name; the words are the first thing the guild reads about them."""
    id, slug, called = guilds.which(work, guild)
    if not guilds.is_member(work, id):
        raise guilds.not_a_member(called, slug)
    name, because = phrases.one_line(_called(work, who)), phrases.clean(because)
    if not name or not because:
        raise Refused(InviteWhom())
    way = guilds.way_in(work, id)
    refuse_if(
        too_long(name, 80),
        too_long(because, MOST_WHY),
        codes.aloud(work, name, because),
        NobodyNew(called) if way is Admission.CLOSED else None,
        *(_may_vouch(work, id, called, because, name) if way is Admission.VOUCH else ()),
    )
    code, kept = codes.new(work)
    ends = work.now + INVITATION_LASTS
    (made,) = work.one(
        sql.INVITE, guild_id=id, invited_by=work.actor.account, name=name, because=because, code=kept, made_at=work.now, ends_at=ends,
        space_id=work.here.space if work.here else None,
    )  # fmt: skip
    if way is Admission.OPEN and not spaces.holds(work):  # else it would say who came to the door and did not get in (rule G6)
        guilds.log(work, id, "invited", name)
    vouches = candidates.needed(work, id) if way is Admission.VOUCH else None
    return Invited(made, called, slug, name, code, ends.date(), vouches)


def _called(work: Work, who: AccountRef | str) -> str:
    """A name for whoever is mentioned; of somebody we do not know there is none to tell."""
    if isinstance(who, str):
        return who.lstrip("@")
    known = people.meet(work, who, typed=True)[0]
    return known.name if known.name != who.id else ""


def withdraw_invitation(work: Work, id: int) -> TakenBack:
    """Take back a code that nobody has used."""
    found = work.first(sql.MY_INVITATION, id=id, person=work.actor.person, now=work.now)
    if found is None or not work.do(sql.END_INVITATION, id=id, now=work.now):
        raise Refused(NoLonger())
    name, guild = found
    return TakenBack(guild, name, invitation=True)


def may_give_word(work: Work, guild_id: int, called: str, because: str) -> list[Any]:
    """What stands against the caller's word for somebody in this guild (rule G5)."""
    since = candidates.may_vouch_from(work, guild_id, work.actor.person)
    return [
        TooNew(called, since.date()) if since is not None and since > work.now else None,
        WhyIsShort() if phrases.short(because) else None,
        EnoughVouches() if open_words(work) >= MOST_OPEN else None,
    ]


def open_words(work: Work) -> int:
    """For how many people the caller's word stands open: unused invitations, and vouches for who waits."""
    me = work.actor.person
    return len(work.all(sql.OPEN_INVITATIONS, person=me, now=work.now)) + len(work.all(sql.MY_VOUCHES, person=me))


def _may_vouch(work: Work, guild_id: int, called: str, because: str, name: str) -> list[Any]:
    same = work.first(sql.SAME_NAME, guild=guild_id, person=work.actor.person, now=work.now, name=name.lower())
    return [*may_give_word(work, guild_id, called, because), InvitedAlready(name) if same else None]
