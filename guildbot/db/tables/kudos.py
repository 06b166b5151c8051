"""Thanks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, TypedColumns

from guildbot.db.tables.columns import Utc, metadata, one_of, only_where
from guildbot.kinds import Visibility


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
    shown: Column[Visibility | None] = Column(one_of(Visibility))  # the receiver's word on this one; None: as their profile says
    decided_at: Column[datetime | None] = Column(Utc)  # when the receiver let others see what only they could
    hidden_at: Column[datetime | None] = Column(Utc)
    kept_at: Column[datetime | None] = Column(Utc)  # None: somebody who never used the bot has not said [Keep] yet (rule P8)
    link_id: Column[int | None] = Column(Integer)  # the link that made it thanks to oneself, and hid it


class SecondColumns(TypedColumns):
    kudos_id: Column[int] = Column(ForeignKey("kudos.id"), primary_key=True)
    account_id: Column[int] = Column(ForeignKey("account.id"), primary_key=True)
    added_at: Column[datetime] = Column(Utc, nullable=False)


kudos = Table("kudos", metadata, KudosColumns)
receipt = Table("receipt", metadata, ReceiptColumns)
second = Table("second", metadata, SecondColumns)

only_where("ix_receipt_unkept", "kept_at IS NULL", receipt.c.kudos_id)
only_where("ix_receipt_decided", "decided_at IS NOT NULL", receipt.c.decided_at)
Index("ix_kudos_giver", kudos.c.giver_id, kudos.c.given_at)
Index("ix_kudos_guild", kudos.c.guild_id, kudos.c.given_at)
