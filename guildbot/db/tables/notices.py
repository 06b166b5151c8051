"""What was heard, and what is owed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, TypedColumns

from guildbot.db.tables.columns import Utc, metadata, one_of, only_where
from guildbot.kinds import NoticeState


class SeenColumns(TypedColumns):
    key: Column[str] = Column(String(200), primary_key=True)
    at: Column[datetime] = Column(Utc, nullable=False, index=True)


class NoticeColumns(TypedColumns):
    """One message we owe somebody: to an account, or into a channel. What it says is looked up when it goes."""

    id: Column[int] = Column(Integer, primary_key=True)
    kind: Column[str] = Column(String(32), nullable=False)
    subject: Column[int] = Column(Integer, nullable=False)
    key: Column[str | None] = Column(String(120), unique=True)
    token: Column[str] = Column(String(16), nullable=False)  # how it is recognised on the platform afterwards
    account_id: Column[int | None] = Column(ForeignKey("account.id"))
    sent_to: Column[int | None] = Column(ForeignKey("account.id"))  # where it went: another account of the same person, when need be
    space_id: Column[int | None] = Column(ForeignKey("space.id"))
    channel: Column[str | None] = Column(String(40))
    under: Column[str | None] = Column(String(40))  # the message it answers
    owed_at: Column[datetime] = Column(Utc, nullable=False)
    due_at: Column[datetime] = Column(Utc, nullable=False)
    gathered_at: Column[datetime | None] = Column(Utc)  # of when the words are that went out
    state: Column[NoticeState] = Column(one_of(NoticeState), nullable=False)
    tries: Column[int] = Column(Integer, nullable=False)
    letter: Column[int | None] = Column(Integer)  # the first notice of the message it went out in
    posted: Column[str | None] = Column(String(80))  # the platform's id of that message, and where: "channel/message"
    why: Column[str | None] = Column(String(200))


seen = Table("seen", metadata, SeenColumns)
notice = Table("notice", metadata, NoticeColumns)

only_where("ix_notice_waiting", "state = 'waiting'", notice.c.account_id)
Index("ix_notice_letter", notice.c.letter)
Index("ix_notice_due", notice.c.state, notice.c.due_at, notice.c.id)  # in the order they go: the next is found without sorting
Index("ix_notice_subject", notice.c.kind, notice.c.subject)
Index("ix_notice_posted", notice.c.posted)
