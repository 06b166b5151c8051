"""A chapter as the ledger knows it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from guildbot.chapters import statements as sql
from guildbot.kinds import ChapterState
from guildbot.who import Room
from guildbot.work import Work


@dataclass(frozen=True, slots=True)
class Found:
    """One that is not closed. `agreed`: before a caretaker's yes it is only a wish. `allowed`: the Space's admins let guilds live there."""

    id: int
    guild_id: int
    guild: str
    slug: str
    state: ChapterState
    agreed: bool
    allowed: bool
    opened: bool  # a first post of it was delivered, some time
    zone: str
    asked_by: int
    space_id: int
    room: Room

    @property
    def where(self) -> tuple[int, str]:
        return self.space_id, self.room.channel


def at(work: Work, space_id: int, channel: str) -> Found | None:
    """Whose channel this is, in whatever state."""
    return _found(work.first(sql.AT, space=space_id, channel=channel))


def by_id(work: Work, id: int) -> Found | None:
    return _found(work.first(sql.BY_ID, id=id))


def in_room(work: Work, platform: str, space: str, channel: str) -> Found | None:
    """By the platform's own ids, as its events tell of a channel."""
    return _found(work.first(sql.IN_ROOM, platform=platform, external_id=space, channel=channel))


def in_space(work: Work, space_id: int) -> list[Found]:
    return [found for row in work.all(sql.IN_SPACE, space=space_id) if (found := _found(row)) is not None]


def _found(row: tuple[Any, ...] | None) -> Found | None:
    if row is None:
        return None
    id, guild_id, guild, slug, state, agreed_by, disallowed_at, opened_at, zone, asked_by, space_id, *room = row
    return Found(
        id, guild_id, guild, slug, state, agreed_by is not None, disallowed_at is None, opened_at is not None, zone, asked_by, space_id,
        Room(*room),
    )  # fmt: skip
