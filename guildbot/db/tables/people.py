"""People and their accounts: who they are, which accounts are one person, whom they would work with again."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, TypedColumns

from guildbot.db.tables.columns import Utc, metadata, one_of, only_where
from guildbot.kinds import BondState, LinkKind, LinkState, Visibility


class PersonColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    name: Column[str | None] = Column(String(80))  # None: what the account calls itself
    zone: Column[str | None] = Column(String(64))
    quiet_from: Column[int | None] = Column(Integer)  # minutes after local midnight; None: the place's own hours
    quiet_until: Column[int | None] = Column(Integer)
    thanks: Column[Visibility | None] = Column(one_of(Visibility))  # None: not answered yet, which means only me
    questions: Column[bool] = Column(Boolean, nullable=False)  # whether the fortnight's question is for this person
    about: Column[list[str]] = Column(JSON, nullable=False)  # “ask me about”: up to three words
    named: Column[bool] = Column(Boolean, nullable=False)  # others may name them in their record (rule P10)
    reminder: Column[bool] = Column(Boolean, nullable=False)  # one line on the day before a question closes
    waits_at: Column[int | None] = Column(Integer)  # minutes after local midnight at which “what waits” comes; None: not wanted
    waited_on: Column[date | None] = Column(Date)  # the local day it last came
    introductions: Column[bool] = Column(Boolean, nullable=False)  # may be introduced to somebody of their guilds
    recovery: Column[str | None] = Column(String(64), unique=True)  # SHA-256 of the code that reclaims this person (rule P4)
    made_at: Column[datetime] = Column(Utc, nullable=False)
    erased_at: Column[datetime | None] = Column(Utc)  # forgotten at their own wish: only a former member is left
    scrubbed_at: Column[datetime | None] = Column(Utc)  # when their words were gone from the database's files too


class AccountColumns(TypedColumns):
    id: Column[int] = Column(Integer, primary_key=True)
    platform: Column[str] = Column(String(16), nullable=False)
    realm: Column[str] = Column(String(40), nullable=False)
    external_id: Column[str] = Column(String(40), nullable=False)
    person_id: Column[int] = Column(ForeignKey("person.id"), nullable=False, index=True)
    space_id: Column[int | None] = Column(ForeignKey("space.id"), index=True)  # where we last met, which is where a message can reach
    name: Column[str] = Column(String(80), nullable=False)
    bot: Column[bool | None] = Column(Boolean)  # None: the payload did not say and nobody looked yet
    locale: Column[str | None] = Column(String(16))
    zone: Column[str | None] = Column(String(64))
    acted_at: Column[datetime | None] = Column(Utc)
    looked_up_at: Column[datetime | None] = Column(Utc)
    unreachable_at: Column[datetime | None] = Column(Utc)  # its door is closed, until its next act (rule P1)
    detached_at: Column[datetime | None] = Column(Utc)  # switched off or let go: its record stays with the person, it is no way in
    let_go_at: Column[datetime | None] = Column(Utc)  # by its own person: whoever uses it from then on is somebody new
    link_id: Column[int | None] = Column(Integer, index=True)  # the link that brought it to this person


class MetColumns(TypedColumns):
    """The Spaces in which an account has been seen."""

    account_id: Column[int] = Column(ForeignKey("account.id"), primary_key=True)
    space_id: Column[int] = Column(ForeignKey("space.id"), primary_key=True, index=True)


class LinkColumns(TypedColumns):
    """Two accounts that are one person: asked, made, undone. Records keep the account they came through (rule P3)."""

    id: Column[int] = Column(Integer, primary_key=True)
    kind: Column[LinkKind] = Column(one_of(LinkKind), nullable=False)
    state: Column[LinkState] = Column(one_of(LinkState), nullable=False)
    code: Column[str | None] = Column(String(64), unique=True)  # SHA-256
    account_id: Column[int] = Column(ForeignKey("account.id"), nullable=False, index=True)  # the side that stays: it made the code
    entered_by: Column[int | None] = Column(ForeignKey("account.id"), index=True)  # the side that comes
    from_person: Column[int | None] = Column(ForeignKey("person.id"))  # who the other side was before
    thanks: Column[Visibility | None] = Column(one_of(Visibility))  # what the staying person had chosen before
    made_at: Column[datetime] = Column(Utc, nullable=False)
    ends_at: Column[datetime] = Column(Utc, nullable=False)
    linked_at: Column[datetime | None] = Column(Utc)
    undone_at: Column[datetime | None] = Column(Utc)


class WrongCodeColumns(TypedColumns):
    """A code that opened nothing: what guessing is counted by."""

    id: Column[int] = Column(Integer, primary_key=True)
    account_id: Column[int] = Column(ForeignKey("account.id"), nullable=False)
    at: Column[datetime] = Column(Utc, nullable=False)


class BlockColumns(TypedColumns):
    """Nothing from that account's person reaches this account's person (rule P11)."""

    account_id: Column[int] = Column(ForeignKey("account.id"), primary_key=True)
    blocked_id: Column[int] = Column(ForeignKey("account.id"), primary_key=True, index=True)
    at: Column[datetime] = Column(Utc, nullable=False)


class EngagementColumns(TypedColumns):
    """Current work, as its person tells it: a transient contract, and nothing else hangs on it (rule P6)."""

    id: Column[int] = Column(Integer, primary_key=True)
    account_id: Column[int] = Column(ForeignKey("account.id"), nullable=False, index=True)
    label: Column[str] = Column(String(80), nullable=False)
    since: Column[date | None] = Column(Date)
    until: Column[date | None] = Column(Date)
    brings: Column[str] = Column(String(200), nullable=False)
    hopes: Column[str] = Column(String(200), nullable=False)
    shown: Column[bool] = Column(Boolean, nullable=False)  # to people of one's guilds
    told_at: Column[datetime] = Column(Utc, nullable=False)
    ended_at: Column[datetime | None] = Column(Utc)


class BondColumns(TypedColumns):
    """“Would work with again”: two yeses, seen by those two only, with no strength (rule P9)."""

    id: Column[int] = Column(Integer, primary_key=True)
    asked_by: Column[int] = Column(ForeignKey("account.id"), nullable=False, index=True)
    asked: Column[int] = Column(ForeignKey("account.id"), nullable=False, index=True)
    state: Column[BondState] = Column(one_of(BondState), nullable=False)
    asked_at: Column[datetime] = Column(Utc, nullable=False)
    made_at: Column[datetime | None] = Column(Utc)
    ended_at: Column[datetime | None] = Column(Utc)
    link_id: Column[int | None] = Column(Integer)  # the link that folded it


class ApartColumns(TypedColumns):
    """Somebody does not wish to be introduced to that person; nobody else knows."""

    account_id: Column[int] = Column(ForeignKey("account.id"), primary_key=True)
    other_id: Column[int] = Column(ForeignKey("account.id"), primary_key=True)


class IntroductionColumns(TypedColumns):
    """Two or three people of one guild who may meet, if all of them say yes."""

    id: Column[int] = Column(Integer, primary_key=True)
    guild_id: Column[int] = Column(ForeignKey("guild.id"), nullable=False, index=True)
    asked_by: Column[int | None] = Column(ForeignKey("account.id"))  # None: the guild's own round of introductions
    because: Column[str | None] = Column(String(300))
    made_at: Column[datetime] = Column(Utc, nullable=False)
    met_at: Column[datetime | None] = Column(Utc)  # when the last of them said yes


class IntroducedColumns(TypedColumns):
    introduction_id: Column[int] = Column(ForeignKey("introduction.id"), primary_key=True)
    account_id: Column[int] = Column(ForeignKey("account.id"), primary_key=True, index=True)
    yes: Column[bool | None] = Column(Boolean)  # None: not answered yet


person = Table("person", metadata, PersonColumns)
account = Table("account", metadata, AccountColumns)
met = Table("met", metadata, MetColumns)
link = Table("link", metadata, LinkColumns)
wrong_code = Table("wrong_code", metadata, WrongCodeColumns)
block = Table("block", metadata, BlockColumns)
engagement = Table("engagement", metadata, EngagementColumns)
bond = Table("bond", metadata, BondColumns)
apart = Table("apart", metadata, ApartColumns)
introduction = Table("introduction", metadata, IntroductionColumns)
introduced = Table("introduced", metadata, IntroducedColumns)

only_where("uq_account_live", "detached_at IS NULL", account.c.platform, account.c.realm, account.c.external_id, unique=True)  # rule P2
only_where("ix_person_unscrubbed", "erased_at IS NOT NULL AND scrubbed_at IS NULL", person.c.erased_at)
only_where("ix_link_open", "state IN ('open', 'asked')", link.c.ends_at)
only_where("ix_bond_open", "state = 'open'", bond.c.asked_at)
only_where("ix_account_unknown", "looked_up_at IS NULL", account.c.platform)
Index("ix_account_ref", account.c.platform, account.c.realm, account.c.external_id)
Index("ix_wrong_code_account", wrong_code.c.account_id, wrong_code.c.at)
