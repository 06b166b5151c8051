"""Rounds of the fortnight's question, and what people answered."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Column, ForeignKey, Integer, String, Table, Text, TypedColumns, UniqueConstraint

from guildbot.db.tables.columns import Utc, metadata, one_of
from guildbot.kinds import Sharing


class RoundColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    guild_id: Column[int] = Column(ForeignKey("guild.id"), nullable=False, index=True)
    prompt: Column[str] = Column(String(40), nullable=False)  # its key in the bank
    theme: Column[str] = Column(String(40), nullable=False)
    opened_at: Column[datetime] = Column(Utc, nullable=False)
    closes_at: Column[datetime] = Column(Utc, nullable=False)
    cut_at: Column[datetime | None] = Column(Utc)  # when its unsigned answers lost their authors (rule R4)


class ResponseColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    round_id: Column[int] = Column(ForeignKey("round.id"), nullable=False)
    account_id: Column[int | None] = Column(ForeignKey("account.id"), index=True)  # None: an unsigned answer after its echo
    words: Column[str] = Column(Text, nullable=False)
    sharing: Column[Sharing] = Column(one_of(Sharing), nullable=False)
    written_at: Column[datetime] = Column(Utc, nullable=False)
    space_id: Column[int | None] = Column(ForeignKey("space.id"))  # where it was written
    asked_at: Column[datetime | None] = Column(Utc)  # when its author was asked again, as too few shared theirs unsigned (rule R4)


class ReplyColumns(TypedColumns):
    """[Answer this]: what somebody says, with their name and to every channel, to what others had answered."""

    id: Column[int] = Column(Integer, primary_key=True)
    round_id: Column[int] = Column(ForeignKey("round.id"), nullable=False, index=True)
    account_id: Column[int] = Column(ForeignKey("account.id"), nullable=False, index=True)
    words: Column[str] = Column(String(600), nullable=False)
    said_at: Column[datetime] = Column(Utc, nullable=False)
    withdrawn_at: Column[datetime | None] = Column(Utc)


class OwnPromptColumns(TypedColumns):
    """A guild's own question, asked in turn with the bank's; its key in `round.prompt` is `own-<id>`."""

    id: Column[int] = Column(Integer, primary_key=True)
    guild_id: Column[int] = Column(ForeignKey("guild.id"), nullable=False, index=True)
    account_id: Column[int] = Column(ForeignKey("account.id"), nullable=False)
    words: Column[str] = Column(String(300), nullable=False)
    tender: Column[bool] = Column(Boolean, nullable=False)
    made_at: Column[datetime] = Column(Utc, nullable=False)
    retired_at: Column[datetime | None] = Column(Utc)


round_ = Table("round", metadata, RoundColumns)
response = Table("response", metadata, ResponseColumns, UniqueConstraint("round_id", "account_id"))
reply = Table("reply", metadata, ReplyColumns)
own_prompt = Table("own_prompt", metadata, OwnPromptColumns)
