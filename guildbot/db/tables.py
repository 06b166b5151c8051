"""Every table. Rows stay inside the core: what leaves it is an outcome."""

from __future__ import annotations

import enum
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Enum,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypedColumns,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

from guildbot.kinds import (
    Admission,
    AskKind,
    AskState,
    ChapterState,
    GuildState,
    HelpState,
    MemberState,
    NoticeState,
    OccurrenceState,
    OfferState,
    Role,
    Sharing,
    SpaceKind,
    Visibility,
)


class Utc(TypeDecorator[datetime]):
    """An aware instant, kept in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} says no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _one_of(kind: type[enum.Enum]) -> TypeEngine[Any]:
    return Enum(kind, native_enum=False, length=16, values_callable=lambda members: [member.value for member in members])


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class SeenColumns(TypedColumns):
    key: Column[str] = Column(String(200), primary_key=True)
    at: Column[datetime] = Column(Utc, nullable=False, index=True)


class SpaceColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    platform: Column[str] = Column(String(16), nullable=False)
    external_id: Column[str] = Column(String(40), nullable=False)
    kind: Column[SpaceKind] = Column(_one_of(SpaceKind), nullable=False)
    name: Column[str] = Column(String(120), nullable=False)
    installed_at: Column[datetime] = Column(Utc, nullable=False)
    greeted_at: Column[datetime | None] = Column(Utc)  # when the first private message went to whoever installed us
    removed_at: Column[datetime | None] = Column(Utc)


class RoomColumns(TypedColumns):
    """A channel we have spoken in or were called from."""

    space_id: Column[int] = Column(ForeignKey("space.id"), primary_key=True)
    channel: Column[str] = Column(String(40), primary_key=True)
    name: Column[str] = Column(String(120), nullable=False)
    greeted_at: Column[datetime] = Column(Utc, nullable=False)


class PersonColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    name: Column[str | None] = Column(String(80))  # None: what the account calls itself
    zone: Column[str | None] = Column(String(64))
    quiet_from: Column[int | None] = Column(Integer)  # minutes after local midnight; None: the place's own hours
    quiet_until: Column[int | None] = Column(Integer)
    thanks: Column[Visibility | None] = Column(_one_of(Visibility))  # None: not answered yet, which means only me
    questions: Column[bool] = Column(Boolean, nullable=False)  # whether the fortnight's question is for this person
    made_at: Column[datetime] = Column(Utc, nullable=False)


class AccountColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    platform: Column[str] = Column(String(16), nullable=False)
    realm: Column[str] = Column(String(40), nullable=False)
    external_id: Column[str] = Column(String(40), nullable=False)
    person_id: Column[int] = Column(ForeignKey("person.id"), nullable=False, index=True)
    space_id: Column[int | None] = Column(ForeignKey("space.id"), index=True)  # where we last met, which is where a message can reach
    name: Column[str] = Column(String(80), nullable=False)
    bot: Column[bool | None] = Column(Boolean)  # None: the payload did not say and nobody looked yet
    admin: Column[bool | None] = Column(Boolean)
    locale: Column[str | None] = Column(String(16))
    zone: Column[str | None] = Column(String(64))
    acted_at: Column[datetime | None] = Column(Utc)
    looked_up_at: Column[datetime | None] = Column(Utc)
    unreachable_at: Column[datetime | None] = Column(Utc)


class GuildColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    slug: Column[str] = Column(String(40), nullable=False, unique=True)
    name: Column[str] = Column(String(60), nullable=False)
    state: Column[GuildState] = Column(_one_of(GuildState), nullable=False)
    admission: Column[Admission] = Column(_one_of(Admission), nullable=False)
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
    state: Column[ChapterState] = Column(_one_of(ChapterState), nullable=False)
    asked_by: Column[int] = Column(ForeignKey("account.id"), nullable=False)
    asked_at: Column[datetime] = Column(Utc, nullable=False)
    agreed_by: Column[int | None] = Column(ForeignKey("account.id"))  # the steward's yes
    opened_at: Column[datetime | None] = Column(Utc)
    closed_at: Column[datetime | None] = Column(Utc)


class MembershipColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    guild_id: Column[int] = Column(ForeignKey("guild.id"), nullable=False)
    person_id: Column[int] = Column(ForeignKey("person.id"), nullable=False, index=True)
    account_id: Column[int] = Column(ForeignKey("account.id"), nullable=False)
    role: Column[Role] = Column(_one_of(Role), nullable=False)
    state: Column[MemberState] = Column(_one_of(MemberState), nullable=False)
    since: Column[datetime] = Column(Utc, nullable=False)
    rest_until: Column[date | None] = Column(Date)
    invitation_id: Column[int | None] = Column(ForeignKey("invitation.id"))
    ended_at: Column[datetime | None] = Column(Utc)
    goodbye: Column[str | None] = Column(String(280))


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


class KudosColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    guild_id: Column[int | None] = Column(ForeignKey("guild.id"))
    giver_id: Column[int] = Column(ForeignKey("account.id"), nullable=False)
    reason: Column[str | None] = Column(String(1000))  # None: a nod
    value: Column[str | None] = Column(String(40))
    privately: Column[bool] = Column(Boolean, nullable=False)
    space_id: Column[int | None] = Column(ForeignKey("space.id"))
    channel: Column[str | None] = Column(String(40))
    message: Column[str | None] = Column(String(40))  # the message that was thanked
    link: Column[str | None] = Column(String(300))
    key: Column[str | None] = Column(String(200), unique=True)  # one gesture, however often the platform repeats it
    fingerprint: Column[str | None] = Column(String(32))  # receivers and words, to notice the same words twice
    given_at: Column[datetime] = Column(Utc, nullable=False)
    invited_at: Column[datetime | None] = Column(Utc)  # when the giver of a nod was asked for a sentence
    withdrawn_at: Column[datetime | None] = Column(Utc)


class ReceiptColumns(TypedColumns):
    kudos_id: Column[int] = Column(ForeignKey("kudos.id"), primary_key=True)
    account_id: Column[int] = Column(ForeignKey("account.id"), primary_key=True, index=True)
    shown: Column[Visibility | None] = Column(_one_of(Visibility))  # the receiver's word on this one; None: as their profile says
    decided_at: Column[datetime | None] = Column(Utc)  # when the receiver let others see what only they could
    hidden_at: Column[datetime | None] = Column(Utc)


class SecondColumns(TypedColumns):
    kudos_id: Column[int] = Column(ForeignKey("kudos.id"), primary_key=True)
    account_id: Column[int] = Column(ForeignKey("account.id"), primary_key=True)
    added_at: Column[datetime] = Column(Utc, nullable=False)


class AskColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    guild_id: Column[int | None] = Column(ForeignKey("guild.id"))
    asker_id: Column[int] = Column(ForeignKey("account.id"), nullable=False, index=True)
    space_id: Column[int] = Column(ForeignKey("space.id"), nullable=False)
    channel: Column[str] = Column(String(40), nullable=False)
    kind: Column[AskKind] = Column(_one_of(AskKind), nullable=False)
    what: Column[str] = Column(String(600), nullable=False)
    because: Column[str] = Column(String(600), nullable=False)
    by: Column[date | None] = Column(Date)
    state: Column[AskState] = Column(_one_of(AskState), nullable=False)
    asked_at: Column[datetime] = Column(Utc, nullable=False)
    ends_at: Column[datetime] = Column(Utc, nullable=False)
    ended_at: Column[datetime | None] = Column(Utc)


class OfferColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    ask_id: Column[int] = Column(ForeignKey("ask.id"), nullable=False, index=True)
    account_id: Column[int] = Column(ForeignKey("account.id"), nullable=False)
    words: Column[str] = Column(String(600), nullable=False)
    state: Column[OfferState] = Column(_one_of(OfferState), nullable=False)
    made_at: Column[datetime] = Column(Utc, nullable=False)
    ended_at: Column[datetime | None] = Column(Utc)


class HelpColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    ask_id: Column[int | None] = Column(ForeignKey("ask.id"))
    guild_id: Column[int | None] = Column(ForeignKey("guild.id"), index=True)
    space_id: Column[int | None] = Column(ForeignKey("space.id"))
    helper_id: Column[int] = Column(ForeignKey("account.id"), nullable=False)
    receiver_id: Column[int] = Column(ForeignKey("account.id"), nullable=False, index=True)
    what: Column[str] = Column(String(600), nullable=False)
    changed: Column[str | None] = Column(String(600))  # in the receiver's words
    state: Column[HelpState] = Column(_one_of(HelpState), nullable=False)
    noted_at: Column[datetime] = Column(Utc, nullable=False)
    settled_at: Column[datetime | None] = Column(Utc)


class RoundColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    guild_id: Column[int] = Column(ForeignKey("guild.id"), nullable=False, index=True)
    prompt: Column[str] = Column(String(40), nullable=False)  # its key in the bank
    theme: Column[str] = Column(String(40), nullable=False)
    opened_at: Column[datetime] = Column(Utc, nullable=False)
    closes_at: Column[datetime] = Column(Utc, nullable=False)


class ResponseColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    round_id: Column[int] = Column(ForeignKey("round.id"), nullable=False)
    account_id: Column[int] = Column(ForeignKey("account.id"), nullable=False, index=True)
    words: Column[str] = Column(Text, nullable=False)
    sharing: Column[Sharing] = Column(_one_of(Sharing), nullable=False)
    written_at: Column[datetime] = Column(Utc, nullable=False)


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
    state: Column[OccurrenceState] = Column(_one_of(OccurrenceState), nullable=False)
    note: Column[str | None] = Column(String(200))


class DigestColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    guild_id: Column[int] = Column(ForeignKey("guild.id"), nullable=False)
    chapter_id: Column[int] = Column(ForeignKey("chapter.id"), nullable=False)
    week: Column[str] = Column(String(8), nullable=False)  # ISO, 2026-W47
    since: Column[datetime] = Column(Utc, nullable=False)
    until: Column[datetime] = Column(Utc, nullable=False)
    gathered_at: Column[datetime | None] = Column(Utc)  # when its words were read


class ShownColumns(TypedColumns):
    """Who stood in a guild's digest in which week: the rotation's memory (rule D3)."""

    guild_id: Column[int] = Column(ForeignKey("guild.id"), primary_key=True)
    person_id: Column[int] = Column(ForeignKey("person.id"), primary_key=True)
    week: Column[str] = Column(String(8), primary_key=True)


class NoticeColumns(TypedColumns):
    """One message we owe somebody: to an account, or into a channel. What it says is looked up when it goes."""

    id: Column[int] = Column(Integer, primary_key=True)
    kind: Column[str] = Column(String(32), nullable=False)
    subject: Column[int] = Column(Integer, nullable=False)
    key: Column[str | None] = Column(String(120), unique=True)
    token: Column[str] = Column(String(16), nullable=False)  # how it is recognised on the platform afterwards
    account_id: Column[int | None] = Column(ForeignKey("account.id"))
    space_id: Column[int | None] = Column(ForeignKey("space.id"))
    channel: Column[str | None] = Column(String(40))
    under: Column[str | None] = Column(String(40))  # the message it answers
    owed_at: Column[datetime] = Column(Utc, nullable=False)
    due_at: Column[datetime] = Column(Utc, nullable=False)
    gathered_at: Column[datetime | None] = Column(Utc)  # of when the words are that went out
    state: Column[NoticeState] = Column(_one_of(NoticeState), nullable=False)
    tries: Column[int] = Column(Integer, nullable=False)
    letter: Column[int | None] = Column(Integer)  # the first notice of the message it went out in
    posted: Column[str | None] = Column(String(80))  # the platform's id of that message, and where: "channel/message"
    why: Column[str | None] = Column(String(200))


class LogEntryColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    guild_id: Column[int] = Column(ForeignKey("guild.id"), nullable=False, index=True)
    account_id: Column[int] = Column(ForeignKey("account.id"), nullable=False)
    act: Column[str] = Column(String(32), nullable=False)
    subject: Column[str] = Column(String(120), nullable=False)
    at: Column[datetime] = Column(Utc, nullable=False)


seen = Table("seen", metadata, SeenColumns)
space = Table("space", metadata, SpaceColumns, UniqueConstraint("platform", "external_id"))
room = Table("room", metadata, RoomColumns)
person = Table("person", metadata, PersonColumns)
account = Table("account", metadata, AccountColumns, UniqueConstraint("platform", "realm", "external_id"))
guild = Table("guild", metadata, GuildColumns)
charter = Table("charter", metadata, CharterColumns)
chapter = Table("chapter", metadata, ChapterColumns)
membership = Table("membership", metadata, MembershipColumns)
invitation = Table("invitation", metadata, InvitationColumns)
kudos = Table("kudos", metadata, KudosColumns)
receipt = Table("receipt", metadata, ReceiptColumns)
second = Table("second", metadata, SecondColumns)
ask = Table("ask", metadata, AskColumns)
offer = Table("offer", metadata, OfferColumns)
help_ = Table("help", metadata, HelpColumns)
round_ = Table("round", metadata, RoundColumns)
response = Table("response", metadata, ResponseColumns, UniqueConstraint("round_id", "account_id"))
schedule = Table("schedule", metadata, ScheduleColumns)
occurrence = Table("occurrence", metadata, OccurrenceColumns, UniqueConstraint("schedule_id", "local_date"))
digest = Table("digest", metadata, DigestColumns, UniqueConstraint("chapter_id", "week"))
shown = Table("shown", metadata, ShownColumns)
notice = Table("notice", metadata, NoticeColumns)
log_entry = Table("log_entry", metadata, LogEntryColumns)


def _only_where(name: str, condition: str, *columns: Any, unique: bool = False) -> Index:
    return Index(name, *columns, unique=unique, sqlite_where=text(condition), postgresql_where=text(condition))


_only_where("uq_chapter_channel", "state <> 'closed'", chapter.c.space_id, chapter.c.channel, unique=True)  # rule G2
_only_where("uq_membership_live", "ended_at IS NULL", membership.c.guild_id, membership.c.person_id, unique=True)  # rule G4
_only_where("uq_offer_open", "state = 'open'", offer.c.ask_id, offer.c.account_id, unique=True)
_only_where("ix_account_unknown", "looked_up_at IS NULL", account.c.platform)
_only_where("ix_chapter_wish", "state = 'opening'", chapter.c.asked_at)
_only_where("ix_ask_open", "state = 'open'", ask.c.ends_at)
_only_where("ix_help_noted", "state = 'noted'", help_.c.noted_at)
_only_where("ix_membership_resting", "state = 'resting'", membership.c.rest_until)
_only_where("ix_receipt_decided", "decided_at IS NOT NULL", receipt.c.decided_at)
Index("ix_membership_guild", membership.c.guild_id, membership.c.ended_at)
Index("ix_kudos_giver", kudos.c.giver_id, kudos.c.given_at)
Index("ix_kudos_guild", kudos.c.guild_id, kudos.c.given_at)
Index("ix_ask_guild", ask.c.guild_id, ask.c.state)
Index("ix_occurrence_due", occurrence.c.state, occurrence.c.due_at)
Index("ix_notice_letter", notice.c.letter)
Index("ix_notice_due", notice.c.state, notice.c.due_at)
Index("ix_notice_subject", notice.c.kind, notice.c.subject)
Index("ix_notice_posted", notice.c.posted)
