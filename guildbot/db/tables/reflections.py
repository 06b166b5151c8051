"""Rounds of the fortnight's question, and what people answered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, String, Table, Text, TypedColumns, UniqueConstraint

from guildbot.db.tables.columns import Utc, metadata, one_of
from guildbot.kinds import Sharing


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
    sharing: Column[Sharing] = Column(one_of(Sharing), nullable=False)
    written_at: Column[datetime] = Column(Utc, nullable=False)


round_ = Table("round", metadata, RoundColumns)
response = Table("response", metadata, ResponseColumns, UniqueConstraint("round_id", "account_id"))
