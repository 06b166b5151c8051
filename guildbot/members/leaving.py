"""Leaving in one step, with or without a goodbye."""

from __future__ import annotations

from guildbot import codes, guilds, people, phrases
from guildbot.kinds import MemberState
from guildbot.members import candidates
from guildbot.members import statements as sql
from guildbot.members.outcomes import Leaving, Left
from guildbot.refusals import refuse_if, too_long
from guildbot.work import Work


def leaving(work: Work, name: str = "") -> Leaving:
    """Asked once; who is the last to take care of the guild hears that."""
    id, slug, called = mine(work, name)
    return Leaving(called, slug, _last_steward(work, id))


def leave(work: Work, name: str, goodbye: str = "") -> Left:
    """One step, no questions; a goodbye is one line in the digest."""
    id, _, called = mine(work, name)
    goodbye = phrases.clean(goodbye)
    refuse_if(too_long(goodbye, 280), codes.aloud(work, goodbye))
    last = _last_steward(work, id)
    work.do(
        sql.LEAVE, guild=id, person=work.actor.person, state=MemberState.LEFT, now=work.now, goodbye=goodbye or None,
        said_in=work.here.space if work.here and goodbye else None,
    )  # fmt: skip
    if last:
        for (account_id,) in work.all(sql.OTHERS, guild=id, me=work.actor.person):
            people.tell(work, account_id, "uncared", id)
    candidates.look_again(work, id)
    return Left(called, goodbye)


def mine(work: Work, name: str) -> tuple[int, str, str]:
    """A guild the caller is in: id, slug, name."""
    id, slug, called = guilds.which(work, name)
    if not guilds.is_member(work, id):
        raise guilds.not_a_member(called, slug)
    return id, slug, called


def _last_steward(work: Work, guild_id: int) -> bool:
    if not guilds.is_member(work, guild_id, steward=True):
        return False
    (others,) = work.one(sql.OTHER_STEWARDS, guild=guild_id, me=work.actor.person)
    return not others
