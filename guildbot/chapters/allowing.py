"""What a Space's admins may say (rule G7): whether a guild may live in a channel, and whether what is said leaves the Space."""

from __future__ import annotations

from guildbot import guilds, spaces
from guildbot.chapters.finding import at, in_space
from guildbot.chapters.outcomes import Allowed, AllowWhat, Disallowed, ForAdmins, Held, Released
from guildbot.chapters.standing import go_on, pause_by_admin, tell_caretakers
from guildbot.kinds import ChapterState
from guildbot.refusals import InAChannel, Refused
from guildbot.who import Command
from guildbot.work import Here, Work

LEAVING = "leaving"


def disallow(work: Work, what: str = "") -> Disallowed | Held:
    """No guild in the caller's channel: one that lives there pauses. With “leaving”: nothing said in this Space leaves it."""
    here = _of_admin(work)
    if _leaving(here, what, "disallow"):
        _hold(work, here, True)
        return Held(here.space_name)
    changed = spaces.let_guilds(work, False)
    found = at(work, *work.room)
    if found is None or not found.agreed:
        return Disallowed(None)
    if changed:
        guilds.log(work, found.guild_id, "disallowed-channel", str(found.id))
        pause_by_admin(work, found)
    return Disallowed(found.guild)


def allow(work: Work, what: str = "") -> Allowed | Released:
    """The way back: a chapter that paused here goes on."""
    here = _of_admin(work)
    if _leaving(here, what, "allow"):
        _hold(work, here, False)
        return Released(here.space_name)
    changed = spaces.let_guilds(work, True)
    found = at(work, *work.room)
    if found is None or not found.agreed:
        return Allowed(None)
    if changed:
        guilds.log(work, found.guild_id, "allowed-channel", str(found.id))
        go_on(work, found)
    return Allowed(found.guild if found.state is not ChapterState.OPEN else None)


def _of_admin(work: Work) -> Here:
    """Who administers the Space is the platform's word in this very event, never ours."""
    if work.here is None:
        raise Refused(InAChannel())
    if not work.here.admin:
        raise Refused(ForAdmins(work.here.space_name))
    return work.here


def _leaving(here: Here, what: str, verb: str) -> bool:
    word = what.strip().lower()
    if word not in ("", LEAVING):
        raise Refused(AllowWhat(what.strip(), here.space_name, Command("guild", f"{verb} {LEAVING}")))
    return word == LEAVING


def _hold(work: Work, here: Here, holds: bool) -> None:
    if not spaces.hold(work, holds):
        return
    for one in {one.guild_id: one for one in in_space(work, here.space) if one.agreed}.values():
        guilds.log(work, one.guild_id, "held-space" if holds else "released-space", here.space_name)
        guilds.tell_rooms(work, one.guild_id)
        tell_caretakers(work, one.guild_id, "space-holds", one.id)
