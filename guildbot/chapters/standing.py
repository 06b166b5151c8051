"""Whether we may post in a chapter's channel: its first post, the pause, and how it goes on.

A chapter goes on by what it is paused for: by a post that is delivered. So whatever hints that we may post again (invited
again, unarchived, allowed, [Try again]) owes the channel one line, and its delivery ends the pause.
"""

from __future__ import annotations

from dataclasses import dataclass

from guildbot import guilds, people, spaces
from guildbot.chapters import statements as sql
from guildbot.chapters.finding import Found, at, in_room, in_space
from guildbot.kinds import ChapterState
from guildbot.spaces import Removed
from guildbot.who import Room
from guildbot.work import Work


@dataclass(frozen=True, slots=True)
class Home:
    """A channel that is a chapter. `open`: as far as we know we may post there."""

    room: Room
    open: bool


def opened(work: Work, guild_id: int, space_id: int, channel: str) -> None:
    """The first post arrived: the chapter is open, and every member is told who reads along."""
    found = at(work, space_id, channel)
    if found is None or found.guild_id != guild_id or not found.agreed or found.opened or not found.allowed:
        return
    work.do(sql.OPENED, id=found.id, now=work.now)
    if work.all(sql.EARLIER, guild=guild_id, id=found.id):  # where a guild begins, its founder knows
        for (account_id,) in work.all(sql.MEMBERS, guild=guild_id):
            people.tell(work, account_id, "readers", found.id)
        guilds.tell_rooms(work, guild_id, but=found.where)


def posted_in(work: Work, space_id: int, channel: str) -> None:
    """A post of ours was taken there: a pause for which no admin asked is over."""
    work.do(sql.GOES_ON, space=space_id, channel=channel)


def not_let_in(work: Work, space_id: int, channel: str) -> None:
    """What should open a chapter, or end its pause, could not be posted: whoever asked is told how to let the bot in."""
    found = at(work, space_id, channel)
    if found is not None and found.agreed and found.state is not ChapterState.OPEN:
        people.tell(work, found.asked_by, "not-let-in", found.id, waited_for=True)


def refused(work: Work, space_id: int, channel: str) -> None:
    """The channel would not take a post."""
    _pause(work, at(work, space_id, channel))


def put_out(work: Work, platform: str, space: str, channel: str) -> None:
    """The platform tells that we may not post there any more: removed from the channel, or it is archived or deleted."""
    _pause(work, in_room(work, platform, space, channel))


def let_in(work: Work, platform: str, space: str, channel: str) -> None:
    """The platform tells that we may post there: invited, or the channel is unarchived."""
    found = in_room(work, platform, space, channel)
    if found is not None and found.agreed and found.allowed and found.state is not ChapterState.OPEN:
        go_on(work, found)


def go_on(work: Work, found: Found) -> None:
    """Owe the channel the post that opens it or ends its pause, unless one is on its way."""
    work.alone(f"chapter {found.id}")
    kind, subject = ("chapter-again", found.id) if found.opened else ("guild-card", found.guild_id)
    if not work.all(sql.COMES, kind=kind, space=found.space_id, channel=found.room.channel):
        work.tell(kind, subject, room=found.where)


def pause_by_admin(work: Work, found: Found) -> None:
    """The Space's admins want no guild there; what has not opened yet waits too."""
    if found.agreed and found.state is not ChapterState.PAUSED:
        work.do(sql.PAUSE, id=found.id, now=work.now)
    tell_caretakers(work, found.guild_id, "chapter-paused", found.id)


def renamed(work: Work, platform: str, space: str, channel: str, name: str) -> None:
    """A channel is called something else now; an empty name means that not everybody there may see it."""
    space_id = spaces.called(work, platform, space, channel, name)
    found = at(work, space_id, channel) if space_id is not None else None
    if found is not None and found.agreed:
        guilds.tell_rooms(work, found.guild_id, but=found.where)


def uninstalled(work: Work, platform: str, external_id: str) -> Removed | None:
    """A Space has put us out: its chapters are closed, nothing else is touched (rule G1), and those who care are told."""
    (space_id,) = work.first(sql.SPACE, platform=platform, external_id=external_id) or (None,)
    there = [one for one in in_space(work, space_id) if one.agreed] if space_id is not None else []
    removed = spaces.remove(work, platform, external_id)
    for one in {one.guild_id: one for one in there}.values() if removed else ():
        if work.all(sql.LIVE, guild=one.guild_id):
            guilds.tell_rooms(work, one.guild_id)
            tell_caretakers(work, one.guild_id, "chapter-ended", one.id)
        else:
            for (account_id,) in work.all(sql.MEMBERS, guild=one.guild_id):
                people.tell(work, account_id, "chapter-ended", one.id)
    return removed


def live(work: Work, platform: str, space: str = "") -> list[Home]:
    """Where guilds are at home on a platform, or in one Space of it: what an adapter looks at when it comes back."""
    return [Home(Room(*room), state is ChapterState.OPEN) for state, *room in work.all(sql.HOMES, platform=platform, external_id=space)]


def _pause(work: Work, found: Found | None) -> None:
    if found is not None and found.state is ChapterState.OPEN:
        work.do(sql.PAUSE, id=found.id, now=work.now)
        tell_caretakers(work, found.guild_id, "chapter-paused", found.id)


def tell_caretakers(work: Work, guild_id: int, kind: str, subject: int) -> None:
    """While a guild has no caretaker, every member is one."""
    for (account_id,) in work.all(sql.STEWARDS, guild=guild_id) or work.all(sql.MEMBERS, guild=guild_id):
        people.tell(work, account_id, kind, subject)
