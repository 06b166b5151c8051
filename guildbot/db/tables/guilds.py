"""Guilds, their channels and their members."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text, TypedColumns

from guildbot.db.tables.columns import Utc, metadata, one_of, only_where
from guildbot.kinds import Admission, CandidacyState, ChapterState, GuildState, MemberState, Role, VouchState


class GuildColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    slug: Column[str] = Column(String(40), nullable=False, unique=True)
    name: Column[str] = Column(String(60), nullable=False)
    state: Column[GuildState] = Column(one_of(GuildState), nullable=False)
    admission: Column[Admission] = Column(one_of(Admission), nullable=False)
    listed: Column[bool] = Column(Boolean, nullable=False)
    emoji: Column[str] = Column(String(64), nullable=False)
    zone: Column[str] = Column(String(64), nullable=False)
    charter: Column[int] = Column(Integer, nullable=False)  # the version in force
    started_by: Column[int] = Column(ForeignKey("account.id"), nullable=False)
    started_at: Column[datetime] = Column(Utc, nullable=False)
    active_at: Column[datetime | None] = Column(Utc)


class CharterColumns(TypedColumns):
    guild_id: Column[int] = Column(ForeignKey("guild.id"), primary_key=True)
    version: Column[int] = Column(Integer, primary_key=True)
    purpose: Column[str] = Column(String(300), nullable=False)
    norms: Column[str] = Column(Text, nullable=False)
    value_words: Column[list[str]] = Column(JSON, nullable=False)
    adopted_at: Column[datetime] = Column(Utc, nullable=False)


class ChapterColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    guild_id: Column[int] = Column(ForeignKey("guild.id"), nullable=False, index=True)
    space_id: Column[int] = Column(ForeignKey("space.id"), nullable=False)
    channel: Column[str] = Column(String(40), nullable=False)
    zone: Column[str] = Column(String(64), nullable=False)
    state: Column[ChapterState] = Column(one_of(ChapterState), nullable=False)
    asked_by: Column[int] = Column(ForeignKey("account.id"), nullable=False)
    asked_at: Column[datetime] = Column(Utc, nullable=False)
    agreed_by: Column[int | None] = Column(ForeignKey("account.id"))  # the steward's yes
    opened_at: Column[datetime | None] = Column(Utc)
    paused_at: Column[datetime | None] = Column(Utc)
    closed_at: Column[datetime | None] = Column(Utc)
    locale: Column[str | None] = Column(String(16))  # in which its posts speak; None: the host's


class MembershipColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    guild_id: Column[int] = Column(ForeignKey("guild.id"), nullable=False)
    person_id: Column[int] = Column(ForeignKey("person.id"), nullable=False, index=True)
    account_id: Column[int] = Column(ForeignKey("account.id"), nullable=False)
    role: Column[Role] = Column(one_of(Role), nullable=False)
    founder: Column[bool] = Column(Boolean, nullable=False)
    state: Column[MemberState] = Column(one_of(MemberState), nullable=False)
    since: Column[datetime] = Column(Utc, nullable=False)
    rest_until: Column[date | None] = Column(Date)
    invitation_id: Column[int | None] = Column(ForeignKey("invitation.id"))
    ended_at: Column[datetime | None] = Column(Utc)
    goodbye: Column[str | None] = Column(String(280))
    said_in: Column[int | None] = Column(ForeignKey("space.id"))  # the goodbye
    link_id: Column[int | None] = Column(Integer)  # the link that folded it


class InvitationColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    guild_id: Column[int] = Column(ForeignKey("guild.id"), nullable=False)
    invited_by: Column[int] = Column(ForeignKey("account.id"), nullable=False)
    name: Column[str] = Column(String(80), nullable=False)
    because: Column[str] = Column(String(300), nullable=False)
    code: Column[str] = Column(String(64), nullable=False, unique=True)  # SHA-256; the code itself is shown once
    made_at: Column[datetime] = Column(Utc, nullable=False)
    ends_at: Column[datetime] = Column(Utc, nullable=False)
    used_by: Column[int | None] = Column(ForeignKey("account.id"))
    space_id: Column[int | None] = Column(ForeignKey("space.id"))  # where the words were said


class CandidacyColumns(TypedColumns):
    """Somebody who agreed to the charter and waits for enough vouches; no member until then (rules G5, G6)."""

    id: Column[int] = Column(Integer, primary_key=True)
    guild_id: Column[int] = Column(ForeignKey("guild.id"), nullable=False, index=True)
    account_id: Column[int] = Column(ForeignKey("account.id"), nullable=False, index=True)
    invitation_id: Column[int | None] = Column(ForeignKey("invitation.id"))  # the first vouch, if somebody invited them
    state: Column[CandidacyState] = Column(one_of(CandidacyState), nullable=False)
    since: Column[datetime] = Column(Utc, nullable=False)
    ended_at: Column[datetime | None] = Column(Utc)


class VouchColumns(TypedColumns):
    """“I vouch for them because …”"""

    id: Column[int] = Column(Integer, primary_key=True)
    candidacy_id: Column[int] = Column(ForeignKey("candidacy.id"), nullable=False)
    account_id: Column[int] = Column(ForeignKey("account.id"), nullable=False, index=True)
    because: Column[str] = Column(String(300), nullable=False)
    state: Column[VouchState] = Column(one_of(VouchState), nullable=False)
    made_at: Column[datetime] = Column(Utc, nullable=False)
    ended_at: Column[datetime | None] = Column(Utc)
    space_id: Column[int | None] = Column(ForeignKey("space.id"))  # where the words were said


class LogEntryColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    guild_id: Column[int] = Column(ForeignKey("guild.id"), nullable=False, index=True)
    account_id: Column[int] = Column(ForeignKey("account.id"), nullable=False)
    act: Column[str] = Column(String(32), nullable=False)
    subject: Column[str] = Column(String(120), nullable=False)
    at: Column[datetime] = Column(Utc, nullable=False)


guild = Table("guild", metadata, GuildColumns)
charter = Table("charter", metadata, CharterColumns)
chapter = Table("chapter", metadata, ChapterColumns)
membership = Table("membership", metadata, MembershipColumns)
invitation = Table("invitation", metadata, InvitationColumns)
candidacy = Table("candidacy", metadata, CandidacyColumns)
vouch = Table("vouch", metadata, VouchColumns)
log_entry = Table("log_entry", metadata, LogEntryColumns)

only_where("uq_chapter_channel", "state <> 'closed'", chapter.c.space_id, chapter.c.channel, unique=True)  # rule G2
only_where("uq_membership_live", "ended_at IS NULL", membership.c.guild_id, membership.c.person_id, unique=True)  # rule G4
only_where("uq_candidacy_open", "state = 'open'", candidacy.c.guild_id, candidacy.c.account_id, unique=True)
only_where("uq_vouch_open", "state = 'open'", vouch.c.candidacy_id, vouch.c.account_id, unique=True)
only_where("ix_chapter_wish", "state = 'opening'", chapter.c.asked_at)
only_where("ix_membership_resting", "state = 'resting'", membership.c.rest_until)
Index("ix_membership_guild", membership.c.guild_id, membership.c.ended_at)
