"""Where the bot is installed, and the channels it spoke in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, TypedColumns, UniqueConstraint

from guildbot.db.tables.columns import Utc, metadata, one_of
from guildbot.kinds import SpaceKind


class SpaceColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    platform: Column[str] = Column(String(16), nullable=False)
    external_id: Column[str] = Column(String(40), nullable=False)
    kind: Column[SpaceKind] = Column(one_of(SpaceKind), nullable=False)
    name: Column[str] = Column(String(120), nullable=False)
    installed_at: Column[datetime] = Column(Utc, nullable=False)
    greeted_at: Column[datetime | None] = Column(Utc)  # when the first private message went to whoever installed us
    holds: Column[bool] = Column(Boolean, nullable=False)  # nothing said here leaves before an admin of the Space allows it (rule G7)
    removed_at: Column[datetime | None] = Column(Utc)


class RoomColumns(TypedColumns):
    """A channel we have spoken in or were called from."""

    space_id: Column[int] = Column(ForeignKey("space.id"), primary_key=True)
    channel: Column[str] = Column(String(40), primary_key=True)
    name: Column[str] = Column(String(120), nullable=False)
    greeted_at: Column[datetime] = Column(Utc, nullable=False)
    disallowed_at: Column[datetime | None] = Column(Utc)  # an admin of the Space wants no guild here (rule G7)


space = Table("space", metadata, SpaceColumns, UniqueConstraint("platform", "external_id"))
room = Table("room", metadata, RoomColumns)
