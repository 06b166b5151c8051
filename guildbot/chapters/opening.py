"""Opening and closing: a member's wish, a caretaker's yes, the first post; and the way back in every state."""

from __future__ import annotations

from datetime import timedelta

from guildbot import calendar, guilds, people, spaces
from guildbot.chapters import statements as sql
from guildbot.chapters.finding import Found, at, by_id
from guildbot.chapters.outcomes import (
    Agreed,
    AskedForAlready,
    Closed,
    Declined,
    NoChapterHere,
    NotYet,
    OpenAlready,
    Opening,
    StewardsClose,
    TryingAgain,
)
from guildbot.chapters.standing import go_on
from guildbot.guilds import ClosedToGuilds, RoomTaken
from guildbot.kinds import ChapterState, GuildState
from guildbot.refusals import InAChannel, NoLonger, Refused
from guildbot.work import Work

WISH_LASTS = timedelta(days=14)


def open_here(work: Work, name: str) -> Opening | TryingAgain:
    """Ask for the guild to be at home in the caller's channel; where it is and paused, try whether it can go on."""
    space_id, channel = work.room
    id, slug, called = guilds.which(work, name) if name.strip() else guilds.only_one(work)
    if not guilds.is_member(work, id):
        raise guilds.not_a_member(called, slug)
    if work.here is not None and not work.here.allowed:
        raise Refused(ClosedToGuilds(work.here.space_name))
    if (home := at(work, space_id, channel)) is not None:
        return _open_again(work, home, id)
    shown = guilds.card(work, id)
    if shown.state is GuildState.STARTING:
        raise Refused(NotYet(called, shown.missing_founders))
    spaces.know_room(work)
    goes_ahead = guilds.may_care(work, id) or _nobody_to_ask(work, id)
    made = work.first(
        sql.ASK, guild_id=id, space_id=space_id, channel=channel, zone=work.actor.zone or guilds.zone_of(work, id),
        state=ChapterState.OPENING, asked_by=work.actor.account, asked_at=work.now, agreed_by=None, locale=guilds.locale_of(work),
    )  # fmt: skip
    if made is None:  # somebody was faster, at this very moment
        raise Refused(RoomTaken(found.guild if (found := at(work, space_id, channel)) else called))
    if goes_ahead:
        _agree(work, by_id(work, made[0]))
    else:
        for (account_id,) in work.all(sql.STEWARDS, guild=id):
            people.tell(work, account_id, "chapter-asked", made[0], waited_for=True)
    return Opening(called, goes_ahead)


def agree(work: Work, id: int) -> Agreed:
    """A steward's yes."""
    wish = _waiting(work, id)
    if not wish.allowed:
        raise Refused(ClosedToGuilds(wish.room.space_name))
    _agree(work, wish)
    return Agreed(wish.guild, wish.room)


def decline(work: Work, id: int) -> Declined:
    """A steward's “not now”: silent, the channel stays free."""
    wish = _waiting(work, id)
    work.do(sql.CLOSE, id=id, now=work.now)
    return Declined(wish.guild, wish.room)


def try_again(work: Work, id: int) -> TryingAgain:
    """[Try again] after inviting the bot, where a chapter could not open or is paused."""
    found = by_id(work, id)
    if found is None or not guilds.is_member(work, found.guild_id) or not found.agreed or found.state is ChapterState.OPEN:
        raise Refused(NoLonger())
    return _try(work, found)


def close_here(work: Work) -> Closed:
    """Close the caller's channel for its guild, in whatever state; a wish also by whoever made it."""
    if work.here is None or work.here.channel is None:
        raise Refused(InAChannel())
    found = at(work, *work.room)
    if found is None or not _shows(work, found):
        raise Refused(NoChapterHere())
    return _close(work, found)


def close(work: Work, id: int) -> Closed:
    """[Close], for a channel that nobody can type in any more."""
    found = by_id(work, id)
    if found is None or not guilds.is_member(work, found.guild_id) or not _shows(work, found):
        raise Refused(NoLonger())
    return _close(work, found)


def lapse(work: Work) -> None:
    """The clock's part: a wish that no caretaker answered frees its channel."""
    work.do(sql.LAPSE, before=work.now - WISH_LASTS, now=work.now)


def _open_again(work: Work, home: Found, wanted: int) -> TryingAgain:
    if home.guild_id != wanted:
        raise Refused(RoomTaken(home.guild))
    if home.state is ChapterState.OPEN:
        raise Refused(OpenAlready(home.guild))
    if not home.agreed:
        raise Refused(AskedForAlready(home.guild))
    return _try(work, home)


def _try(work: Work, found: Found) -> TryingAgain:
    if not found.allowed:
        raise Refused(ClosedToGuilds(found.room.space_name))
    work.do(sql.ASKED_BY, id=found.id, by=work.actor.account)  # who is told if it fails again
    go_on(work, found)
    return TryingAgain(found.guild, found.room, was_open=found.opened)


def _nobody_to_ask(work: Work, guild_id: int) -> bool:
    """A guild without any channel does not wait for a caretaker whom no message reaches (rule G1)."""
    return not work.all(sql.LIVE, guild=guild_id) and not work.all(sql.REACHABLE_STEWARDS, guild=guild_id)


def _agree(work: Work, wish: Found | None) -> None:
    if wish is None:
        return
    work.do(sql.AGREE, id=wish.id, by=work.actor.account)
    guilds.begin_digest(work, wish.guild_id, wish.id, wish.zone)
    guilds.log(work, wish.guild_id, "opened-channel", str(wish.id))
    work.tell("guild-card", wish.guild_id, room=wish.where, key=f"card:{wish.guild_id}:{wish.id}")


def _waiting(work: Work, id: int) -> Found:
    found = by_id(work, id)
    if found is None or found.agreed or not guilds.may_care(work, found.guild_id):
        raise Refused(NoLonger())
    return found


def _shows(work: Work, found: Found) -> bool:
    """A wish is known to whoever made it, and to the caretakers; to others nothing is there yet."""
    return found.agreed or _mine(work, found) or guilds.may_care(work, found.guild_id)


def _mine(work: Work, wish: Found) -> bool:
    return people.by_account(work, wish.asked_by)[0].person == work.actor.person


def _close(work: Work, found: Found) -> Closed:
    if found.agreed and not guilds.may_care(work, found.guild_id):
        raise Refused(StewardsClose(found.guild))
    work.do(sql.CLOSE, id=found.id, now=work.now)
    if found.agreed:
        calendar.end_schedules(work, chapter=found.id)
        work.do(sql.DROP_POSTS, space=found.space_id, channel=found.room.channel, why="the channel is closed")
        guilds.log(work, found.guild_id, "closed-channel", str(found.id))
        guilds.tell_rooms(work, found.guild_id)
    return Closed(found.guild, found.room)
