"""Blocking (rule P11): nothing from one person reaches another, and nobody but the one who blocks can tell.

What they do is done and answered as ever; it is kept out of sight where it would arrive: a thank-you hidden at once, an offer
or a note of help that its reader never sees, a message that the courier lets go.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import and_, bindparam, delete, exists, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from guildbot import courier, people
from guildbot.db.prepared import prepared
from guildbot.db.tables import account, ask, bond, help_, kudos, notice, offer, receipt
from guildbot.db.tables import block as block_table
from guildbot.kinds import BondState, HelpState, NoticeState, OfferState
from guildbot.refusals import NoLonger, Refused
from guildbot.who import AccountRef, Command, Person
from guildbot.words import Phrase, Say, m
from guildbot.work import Known, Work

MOST_SHOWN = 20  # each with its button


@dataclass(frozen=True, slots=True)
class Asking:
    """Asked once, where a button could be pressed by mistake."""

    who: Person

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return say(m("Block {who}?"), who=self.who), say(WHAT_IT_MEANS)


@dataclass(frozen=True, slots=True)
class Blocked:
    """`id`: of the account by which they are unblocked."""

    id: int
    who: Person

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return say(m("{who} is blocked."), who=self.who), say(WHAT_IT_MEANS)


@dataclass(frozen=True, slots=True)
class Unblocked:
    who: Person

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{who} is no longer blocked. What was kept out stays out."), who=self.who),)


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody the caller blocks."""

    id: int
    who: Person

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{who}"), who=self.who),)


@dataclass(frozen=True, slots=True)
class Blocks:
    """Whom the caller blocks, by name; for them alone."""

    lines: tuple[Line, ...]

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if self.lines:
            return (say(m("Nothing from these people reaches you. Only you see this.")),)
        return (say(m("You block nobody. {command} keeps somebody out."), command=Command("profile", "block @name")),)


@dataclass(frozen=True, slots=True)
class NotBlocked:
    """[Not now]"""

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("Nobody is blocked.")),)


@dataclass(frozen=True, slots=True)
class OneAtATime:
    sentence: ClassVar[str] = m("One person at a time, please. Like this: {command}")
    command: Command = Command("profile", "block @name")


@dataclass(frozen=True, slots=True)
class NotYourself:
    sentence: ClassVar[str] = m("That is you. Whom do you mean? Like this: {command}")
    command: Command = Command("profile", "block @name")


WHAT_IT_MEANS = m(
    "Thanks, offers, requests and messages of theirs do not reach you, nor are they suggested to you. They are not told, and everything "
    "looks to them as it always did. What stands in a channel or in a digest, everybody there reads, you too."
)
Outcome = Asking | Blocked | NotBlocked | Unblocked | Blocks


def asked(work: Work, who: AccountRef | str) -> Asking:
    """[Block] on somebody's page."""
    return Asking(_meant(work, [who]).said())


def not_now(work: Work) -> NotBlocked:
    return NotBlocked()


def block(work: Work, who: Sequence[AccountRef | str]) -> Blocked:
    """From now on. What they sent that was not read yet is kept out too."""
    them = _meant(work, who)
    work.do(_BLOCK, account_id=work.actor.account, blocked_id=them.account, at=work.now)
    _keep_out(work, them.person)
    return Blocked(them.account, them.said())


def unblock(work: Work, id: int) -> Unblocked:
    """Lifted for the whole person behind an account; what was kept out meanwhile does not come after all."""
    if work.first(_BLOCKED, id=id, me=work.actor.person) is None:
        raise Refused(NoLonger(Command("profile", "block")))
    them, _ = people.by_account(work, id)
    _keep_out(work, them.person)
    work.do(_UNBLOCK, me=work.actor.person, them=them.person)
    return Unblocked(them.said())


def mine(work: Work) -> Blocks:
    found: dict[int, Line] = {}
    for (id,) in work.all(_MINE, me=work.actor.person):
        them, _ = people.by_account(work, id)
        found.setdefault(them.person, Line(id, them.said()))
    return Blocks(tuple(sorted(found.values(), key=lambda one: (one.who.name.lower(), one.id)))[:MOST_SHOWN])


def _meant(work: Work, who: Sequence[AccountRef | str]) -> Known:
    if len(who) != 1:
        raise Refused(OneAtATime())
    (ref,) = people.named(work, who)
    them, _, _ = people.meet(work, ref, typed=True)
    if them.person == work.actor.person:
        raise Refused(NotYourself())
    return them


def _keep_out(work: Work, them: int) -> None:
    """What waits for the caller's eyes or word and comes from them."""
    for said in (_HIDE_UNREAD, _HIDE_NODS, _HIDE_OFFERS, _HIDE_HELP, _ANSWER_BONDS):
        work.do(said, me=work.actor.person, them=them, now=work.now)
    courier.let_go(work)


_OF_MINE = select(account.c.id).where(account.c.person_id == bindparam("me"))
_OF_THEM = select(account.c.id).where(account.c.person_id == bindparam("them"))
_MINE_TO_LIFT = block_table.c.account_id.in_(_OF_MINE)
_BLOCK = prepared(upsert(block_table).inline().on_conflict_do_nothing(), "account_id", "blocked_id", "at")
_MINE = prepared(
    select(block_table.c.blocked_id)
    .distinct()
    .where(_MINE_TO_LIFT, block_table.c.blocked_id.not_in(_OF_MINE))
    .order_by(block_table.c.blocked_id)
)
_BLOCKED = prepared(select(block_table.c.blocked_id).where(_MINE_TO_LIFT, block_table.c.blocked_id == bindparam("id")))
_UNBLOCK = prepared(delete(block_table).where(_MINE_TO_LIFT, block_table.c.blocked_id.in_(_OF_THEM)))
_FROM_THEM = and_(
    receipt.c.account_id.in_(_OF_MINE), receipt.c.hidden_at.is_(None),
    receipt.c.kudos_id.in_(select(kudos.c.id).where(kudos.c.giver_id.in_(_OF_THEM))),
)  # fmt: skip
_HIDE_UNREAD = prepared(
    update(receipt)
    .where(
        _FROM_THEM,
        exists(
            select(literal(1)).where(
                notice.c.kind == "kudos", notice.c.subject == receipt.c.kudos_id, notice.c.account_id == receipt.c.account_id,
                or_(notice.c.state == NoticeState.OWED, notice.c.state == NoticeState.WAITING),
            )
        ),
    )
    .values(hidden_at=bindparam("now"))
)  # fmt: skip
_HIDE_NODS = prepared(  # those that no letter told of yet
    update(receipt)
    .where(
        _FROM_THEM,
        exists(select(literal(1)).where(kudos.c.id == receipt.c.kudos_id, kudos.c.reason.is_(None))),
        ~exists(
            select(literal(1))
            .join_from(notice, kudos, kudos.c.id == receipt.c.kudos_id)
            .where(
                notice.c.kind == "nods", notice.c.account_id == receipt.c.account_id, notice.c.state == NoticeState.DELIVERED,
                notice.c.gathered_at >= kudos.c.given_at,
            )
        ),
    )
    .values(hidden_at=bindparam("now"))
)  # fmt: skip
_HIDE_OFFERS = prepared(
    update(offer)
    .where(
        offer.c.state == OfferState.OPEN, offer.c.hidden_at.is_(None), offer.c.account_id.in_(_OF_THEM),
        offer.c.ask_id.in_(select(ask.c.id).where(ask.c.asker_id.in_(_OF_MINE))),
    )
    .values(hidden_at=bindparam("now"))
)  # fmt: skip
_HIDE_HELP = prepared(
    update(help_)
    .where(
        help_.c.state == HelpState.NOTED, help_.c.hidden_at.is_(None), help_.c.helper_id.in_(_OF_THEM), help_.c.receiver_id.in_(_OF_MINE)
    )
    .values(hidden_at=bindparam("now"))
)  # fmt: skip
_ANSWER_BONDS = prepared(  # a silent no: for whoever asked it stays open, and lapses in its time
    update(bond)
    .where(bond.c.state == BondState.OPEN, bond.c.ended_at.is_(None), bond.c.asked.in_(_OF_MINE), bond.c.asked_by.in_(_OF_THEM))
    .values(ended_at=bindparam("now"))
)
