"""The rhythm: schedules, what is due, and each week as it went out."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Column, Date, ForeignKey, Index, Integer, String, Table, TypedColumns, UniqueConstraint

from guildbot.db.tables.columns import Utc, metadata, one_of
from guildbot.kinds import OccurrenceState


class ScheduleColumns(TypedColumns):
    """Weekday and local time in a zone, every n weeks from an anchor."""

    id: Column[int] = Column(Integer, primary_key=True)
    what: Column[str] = Column(String(16), nullable=False)
    guild_id: Column[int] = Column(ForeignKey("guild.id"), nullable=False, index=True)
    chapter_id: Column[int | None] = Column(ForeignKey("chapter.id"))
    weekday: Column[int] = Column(Integer, nullable=False)  # Monday is 0
    minute: Column[int] = Column(Integer, nullable=False)  # after local midnight
    zone: Column[str] = Column(String(64), nullable=False)
    weeks: Column[int] = Column(Integer, nullable=False)
    anchor: Column[date] = Column(Date, nullable=False)
    ended_at: Column[datetime | None] = Column(Utc)


class OccurrenceColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    schedule_id: Column[int] = Column(ForeignKey("schedule.id"), nullable=False)
    local_date: Column[date] = Column(Date, nullable=False)
    due_at: Column[datetime] = Column(Utc, nullable=False)
    again_at: Column[datetime | None] = Column(Utc)  # not before, after it could not be done
    state: Column[OccurrenceState] = Column(one_of(OccurrenceState), nullable=False)
    note: Column[str | None] = Column(String(200))


class DigestColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    guild_id: Column[int] = Column(ForeignKey("guild.id"), nullable=False)
    chapter_id: Column[int] = Column(ForeignKey("chapter.id"), nullable=False)
    week: Column[str] = Column(String(8), nullable=False)  # ISO, 2026-W47
    since: Column[datetime] = Column(Utc, nullable=False)
    until: Column[datetime] = Column(Utc, nullable=False)
    gathered_at: Column[datetime | None] = Column(Utc)  # when its words were read
    line_id: Column[int | None] = Column(ForeignKey("first_line.id"))  # the line it opens with
    tells: Column[list[str] | None] = Column(JSON(none_as_null=True))  # what stands in it, as letters of kinds with numbers
    people: Column[list[int] | None] = Column(JSON(none_as_null=True))  # whose turn it is, until it went out: then they are in `shown`


class ShownColumns(TypedColumns):
    """Who stood in a guild's digest in which week: the rotation's memory (rule D3)."""

    guild_id: Column[int] = Column(ForeignKey("guild.id"), primary_key=True)
    person_id: Column[int] = Column(ForeignKey("person.id"), primary_key=True)
    week: Column[str] = Column(String(8), primary_key=True)


class FirstLineColumns(TypedColumns):
    """A line that a member offers for the head of a digest."""

    id: Column[int] = Column(Integer, primary_key=True)
    guild_id: Column[int] = Column(ForeignKey("guild.id"), nullable=False, index=True)
    account_id: Column[int] = Column(ForeignKey("account.id"), nullable=False)
    words: Column[str] = Column(String(280), nullable=False)
    offered_at: Column[datetime] = Column(Utc, nullable=False)
    week: Column[str | None] = Column(String(8))  # the ISO week whose digest it opened
    withdrawn_at: Column[datetime | None] = Column(Utc)
    space_id: Column[int | None] = Column(ForeignKey("space.id"))  # where it was offered


class LeftOutColumns(TypedColumns):
    """What a caretaker took out of one week's digest before it went; never added, never reworded."""

    guild_id: Column[int] = Column(ForeignKey("guild.id"), primary_key=True)
    week: Column[str] = Column(String(8), primary_key=True)
    kind: Column[str] = Column(String(16), primary_key=True)
    subject: Column[int] = Column(Integer, primary_key=True)
    account_id: Column[int] = Column(ForeignKey("account.id"), nullable=False)
    at: Column[datetime] = Column(Utc, nullable=False)


schedule = Table("schedule", metadata, ScheduleColumns)
occurrence = Table("occurrence", metadata, OccurrenceColumns, UniqueConstraint("schedule_id", "local_date"))
digest = Table("digest", metadata, DigestColumns, UniqueConstraint("chapter_id", "week"))
shown = Table("shown", metadata, ShownColumns)
first_line = Table("first_line", metadata, FirstLineColumns)
left_out = Table("left_out", metadata, LeftOutColumns)

Index("ix_digest_guild", digest.c.guild_id, digest.c.week)
Index("ix_occurrence_due", occurrence.c.state, occurrence.c.due_at)
