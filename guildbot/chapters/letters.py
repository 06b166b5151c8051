"""What the courier says of chapters, looked up when it goes."""

from __future__ import annotations

from guildbot import guilds, people
from guildbot.chapters import statements as sql
from guildbot.chapters.finding import by_id
from guildbot.chapters.outcomes import Ended, GoesOn, Holding, NotLetIn, Paused, Readers, SaidYes
from guildbot.kinds import ChapterState
from guildbot.who import Room
from guildbot.work import Work


def asked(work: Work, notice_id: int, id: int) -> SaidYes | None:
    wish = by_id(work, id)
    if wish is None or wish.agreed:
        return None
    return SaidYes(id, wish.guild, people.by_account(work, wish.asked_by)[0].said(), wish.room)


def readers(work: Work, notice_id: int, id: int) -> Readers | None:
    found = by_id(work, id)
    if found is None:
        return None
    card = guilds.card(work, found.guild_id)
    return Readers(found.guild, found.room, card.rooms, card.holding)


def refused_entry(work: Work, notice_id: int, id: int) -> NotLetIn | None:
    found = by_id(work, id)
    if found is None or found.state is ChapterState.OPEN or not found.allowed:
        return None
    return NotLetIn(found.guild, found.room, id, was_open=found.opened)


def paused(work: Work, notice_id: int, id: int) -> Paused | None:
    """None when it goes on again already."""
    found = by_id(work, id)
    if found is None or found.state is not ChapterState.PAUSED:
        return None
    return Paused(found.guild, found.room, id, by_admin=not found.allowed)


def goes_on(work: Work, notice_id: int, id: int) -> GoesOn | None:
    found = by_id(work, id)
    if found is None or found.state is not ChapterState.PAUSED or not found.allowed:
        return None
    return GoesOn(found.guild)


def ended(work: Work, notice_id: int, id: int) -> Ended | None:
    """None when the guild is at home in that Space again."""
    guild_id, name, slug, space_id, *room = work.one(sql.CLOSED_ONE, id=id)
    live = work.all(sql.LIVE, guild=guild_id)
    if any(there == space_id for _, there in live):
        return None
    return Ended(name, slug, Room(*room), last=not live)


def holding(work: Work, notice_id: int, id: int) -> Holding | None:
    found = by_id(work, id)
    if found is None:
        return None
    return Holding(found.guild, found.room.space_name, bool(work.one(sql.HOLDS, space=found.space_id)[0]))
