"""Asks, offers, and help."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, String, Table, TypedColumns

from guildbot.db.tables.columns import Utc, metadata, one_of, only_where
from guildbot.kinds import AskKind, AskState, HelpState, OfferState


class AskColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    guild_id: Column[int | None] = Column(ForeignKey("guild.id"))
    asker_id: Column[int] = Column(ForeignKey("account.id"), nullable=False, index=True)
    space_id: Column[int] = Column(ForeignKey("space.id"), nullable=False)
    channel: Column[str] = Column(String(40), nullable=False)
    kind: Column[AskKind] = Column(one_of(AskKind), nullable=False)
    what: Column[str] = Column(String(600), nullable=False)
    because: Column[str] = Column(String(600), nullable=False)
    by: Column[date | None] = Column(Date)
    state: Column[AskState] = Column(one_of(AskState), nullable=False)
    asked_at: Column[datetime] = Column(Utc, nullable=False)
    ends_at: Column[datetime] = Column(Utc, nullable=False)
    ended_at: Column[datetime | None] = Column(Utc)


class OfferColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    ask_id: Column[int] = Column(ForeignKey("ask.id"), nullable=False, index=True)
    account_id: Column[int] = Column(ForeignKey("account.id"), nullable=False)
    words: Column[str] = Column(String(600), nullable=False)
    state: Column[OfferState] = Column(one_of(OfferState), nullable=False)
    made_at: Column[datetime] = Column(Utc, nullable=False)
    ended_at: Column[datetime | None] = Column(Utc)
    hidden_at: Column[datetime | None] = Column(Utc)  # from the asker, who has blocked them (rule P11)


class HelpColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    ask_id: Column[int | None] = Column(ForeignKey("ask.id"))
    guild_id: Column[int | None] = Column(ForeignKey("guild.id"), index=True)
    space_id: Column[int | None] = Column(ForeignKey("space.id"))
    helper_id: Column[int] = Column(ForeignKey("account.id"), nullable=False)
    receiver_id: Column[int] = Column(ForeignKey("account.id"), nullable=False, index=True)
    what: Column[str] = Column(String(600), nullable=False)
    changed: Column[str | None] = Column(String(600))  # in the receiver's words
    state: Column[HelpState] = Column(one_of(HelpState), nullable=False)
    noted_at: Column[datetime] = Column(Utc, nullable=False)
    settled_at: Column[datetime | None] = Column(Utc)
    link_id: Column[int | None] = Column(Integer)  # the link that folded it
    hidden_at: Column[datetime | None] = Column(Utc)  # from the receiver, who has blocked them (rule P11)


ask = Table("ask", metadata, AskColumns)
offer = Table("offer", metadata, OfferColumns)
help_ = Table("help", metadata, HelpColumns)

only_where("uq_offer_open", "state = 'open'", offer.c.ask_id, offer.c.account_id, unique=True)
only_where("ix_ask_open", "state = 'open'", ask.c.ends_at)
only_where("ix_help_noted", "state = 'noted'", help_.c.noted_at)
Index("ix_ask_guild", ask.c.guild_id, ask.c.state)
