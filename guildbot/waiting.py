"""What is unread or unanswered, for the one person it concerns. The place to look when a message was missed."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from guildbot import asks, chapters, kudos, reflections
from guildbot.db.prepared import prepared
from guildbot.db.tables import account, ask, chapter, help_, membership, notice, offer, person, receipt
from guildbot.db.tables import kudos as kudos_
from guildbot.kinds import ChapterState, HelpState, OfferState, Role
from guildbot.refusals import Refused
from guildbot.words import Phrase, Say, m
from guildbot.work import Work

MOST = 5


@dataclass(frozen=True, slots=True)
class Waiting:
    """Everything that waits for the caller's word; empty when nothing does."""

    thanks: tuple[kudos.Arrived, ...]  # worded thanks nobody has said yet who may see
    nods: tuple[kudos.NodGiven, ...]  # my nods of this week that could take a sentence
    offers: tuple[asks.OfferArrived, ...]
    helps: tuple[asks.DidItHelp, ...]
    channels: tuple[chapters.SaidYes, ...]
    questions: tuple[reflections.Question, ...]

    @property
    def nothing(self) -> bool:
        return not any((self.thanks, self.nods, self.offers, self.helps, self.channels, self.questions))

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("Nothing waits for you.")),) if self.nothing else ()


def waiting(work: Work) -> Waiting:
    me = work.actor.person
    thanks = [kudos.arrived(work, notice_id, id) for notice_id, id in work.all(_UNDECIDED, person=me)]
    offers = [asks.offer_arrived(work, 0, id) for (id,) in work.all(_OFFERS, person=me)]
    helps = [asks.did_it_help(work, 0, id) for (id,) in work.all(_HELPS, person=me)]
    channels = [chapters.asked(work, 0, id) for (id,) in work.all(_CHANNELS, person=me)]
    try:
        questions = reflections.current(work).open
    except Refused:
        questions = ()
    return Waiting(
        tuple(one for one in thanks if one is not None),
        tuple(kudos.bare_nods(work, MOST)),
        tuple(one for one in offers if one is not None),
        tuple(one for one in helps if one is not None),
        tuple(one for one in channels if one is not None),
        questions,
    )


_OF_MINE = select(account.c.id).where(account.c.person_id == bindparam("person"))
_UNDECIDED = prepared(
    select(func.max(notice.c.id), kudos_.c.id)
    .join_from(receipt, kudos_, kudos_.c.id == receipt.c.kudos_id)
    .join(account, account.c.id == receipt.c.account_id)
    .join(person, person.c.id == account.c.person_id)
    .join(notice, (notice.c.kind == "kudos") & (notice.c.subject == kudos_.c.id) & (notice.c.account_id == account.c.id))
    .where(
        account.c.person_id == bindparam("person"), receipt.c.hidden_at.is_(None), receipt.c.shown.is_(None), person.c.thanks.is_(None),
        kudos_.c.withdrawn_at.is_(None), kudos_.c.reason.is_not(None), kudos_.c.guild_id.is_not(None), kudos_.c.privately.is_(False),
    )
    .group_by(kudos_.c.id)
    .order_by(kudos_.c.id.desc())
    .limit(MOST)
)  # fmt: skip
_OFFERS = prepared(
    select(offer.c.id)
    .join(ask, ask.c.id == offer.c.ask_id)
    .where(ask.c.asker_id.in_(_OF_MINE), offer.c.state == OfferState.OPEN)
    .order_by(offer.c.id)
    .limit(MOST)
)
_HELPS = prepared(
    select(help_.c.id).where(help_.c.receiver_id.in_(_OF_MINE), help_.c.state == HelpState.NOTED).order_by(help_.c.id).limit(MOST)
)
_CHANNELS = prepared(
    select(chapter.c.id)
    .join(membership, membership.c.guild_id == chapter.c.guild_id)
    .where(
        chapter.c.state == ChapterState.OPENING, chapter.c.agreed_by.is_(None), membership.c.person_id == bindparam("person"),
        membership.c.role == Role.STEWARD, membership.c.ended_at.is_(None),
    )
    .limit(MOST)
)  # fmt: skip
