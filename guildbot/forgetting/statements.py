"""The statements, each declared once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import String, and_, bindparam, cast, delete, exists, false, func, literal, or_, select, true, update

from guildbot.db.prepared import prepared
from guildbot.db.tables import (
    account,
    apart,
    ask,
    block,
    bond,
    candidacy,
    chapter,
    digest,
    engagement,
    first_line,
    help_,
    introduced,
    introduction,
    invitation,
    kudos,
    link,
    log_entry,
    membership,
    met,
    notice,
    offer,
    own_prompt,
    person,
    receipt,
    reply,
    response,
    round_,
    shown,
    vouch,
    wrong_code,
)  # fmt: skip
from guildbot.kinds import (
    AskState,
    CandidacyState,
    ChapterState,
    HelpState,
    LinkState,
    MemberState,
    NoticeState,
    OfferState,
    Sharing,
    Visibility,
    VouchState,
)

NOW = bindparam("now", type_=person.c.erased_at.type)
MINE = select(account.c.id).where(account.c.person_id == bindparam("person"))


def _of_mine(*columns: Any) -> Any:
    return or_(*(column.in_(MINE) for column in columns))


def _of_a_former_member(column: Any) -> Any:
    theirs = select(literal(1)).join_from(account, person, person.c.id == account.c.person_id)
    return exists(theirs.where(account.c.id == column, person.c.erased_at.is_not(None)))


# thanks

_THE_RECEIPTS = receipt.c.kudos_id == kudos.c.id
_SOMEBODY_HAS_IT = exists(select(literal(1)).where(_THE_RECEIPTS, receipt.c.hidden_at.is_(None)))
_ONLY_ME = literal(Visibility.ME, receipt.c.shown.type)
POSTS = prepared(  # the bot's own posts in which somebody is named; some may just be on their way
    select(notice.c.subject)
    .distinct()
    .join_from(notice, kudos, kudos.c.id == notice.c.subject)
    .where(
        notice.c.kind == "kudos-post",
        or_(notice.c.posted.is_not(None), notice.c.state == NoticeState.SENDING),
        or_(kudos.c.giver_id.in_(MINE), kudos.c.id.in_(select(receipt.c.kudos_id).where(receipt.c.account_id.in_(MINE)))),
    )
)
_TO_ME_ALONE = and_(
    kudos.c.id.in_(select(receipt.c.kudos_id).where(receipt.c.account_id.in_(MINE))),
    ~exists(select(literal(1)).where(_THE_RECEIPTS, receipt.c.account_id.not_in(MINE))),
)
KEEP_PRIVATE = prepared(  # what one of several people thanked kept to themselves is not let out by their going
    update(kudos)
    .where(
        kudos.c.id.in_(
            select(receipt.c.kudos_id)
            .join_from(receipt, account, account.c.id == receipt.c.account_id)
            .join(person, person.c.id == account.c.person_id)
            .where(
                person.c.id == bindparam("person"),
                or_(
                    receipt.c.hidden_at.is_not(None),
                    func.coalesce(receipt.c.shown, person.c.thanks, _ONLY_ME, type_=receipt.c.shown.type) == Visibility.ME,
                ),
            )
        )
    )
    .values(privately=true())
)
NO_RECEIPTS = prepared(delete(receipt).where(receipt.c.account_id.in_(MINE)))
_NO_WORDS = {
    "reason": None, "value": None, "space_id": None, "channel": None, "message": None, "link": None, "key": None, "fingerprint": None,
    "withdrawn_at": func.coalesce(kudos.c.withdrawn_at, NOW, type_=kudos.c.withdrawn_at.type),
}  # fmt: skip
ONLY_MINE_TO_SEE = prepared(  # no number is ever given out twice: an emptied row stays
    update(kudos)
    .where(
        _TO_ME_ALONE,
        or_(
            kudos.c.privately, kudos.c.guild_id.is_(None), kudos.c.reason.is_(None), kudos.c.withdrawn_at.is_not(None),
            _of_a_former_member(kudos.c.giver_id),
        ),
    )
    .values(_NO_WORDS)
)  # fmt: skip
OFF_MY_MESSAGE = prepared(update(kudos).where(_TO_ME_ALONE).values(message=None, link=None, key=None))
NO_GESTURES = prepared(  # a nod is known by the id of whoever gave it
    update(kudos).where(kudos.c.giver_id.in_(MINE), kudos.c.key.is_not(None)).values(key=None)
)
NOBODY_HAS_IT = prepared(
    update(kudos).where(kudos.c.giver_id.in_(MINE), or_(kudos.c.withdrawn_at.is_not(None), ~_SOMEBODY_HAS_IT)).values(_NO_WORDS)
)

# asks and help

OPEN_ASKS = prepared(select(ask.c.id).where(ask.c.asker_id.in_(MINE), ask.c.state == AskState.OPEN))
CARDS = prepared(  # of asks that have ended; an open one is brought up to date as it ends
    select(notice.c.subject, notice.c.space_id, notice.c.channel)
    .distinct()
    .join_from(notice, ask, ask.c.id == notice.c.subject)
    .where(
        notice.c.kind == "ask-card", notice.c.posted.is_not(None), ask.c.asker_id.in_(MINE), ask.c.state != AskState.OPEN, ask.c.what != ""
    )
)
NO_ASKS = prepared(update(ask).where(ask.c.asker_id.in_(MINE)).values(what="", because=""))
_IT_HELPED = exists(
    select(literal(1)).where(
        help_.c.ask_id == offer.c.ask_id, help_.c.helper_id == offer.c.account_id, help_.c.state == HelpState.CONFIRMED
    )
)
OFFERS_END = prepared(
    update(offer)
    .where(
        offer.c.account_id.in_(MINE), or_(offer.c.state == OfferState.OPEN, and_(offer.c.state == OfferState.TAKEN, ~_IT_HELPED))
    )
    .values(state=OfferState.WITHDRAWN, ended_at=bindparam("now"))
)  # fmt: skip
NO_OFFERS = prepared(update(offer).where(offer.c.account_id.in_(MINE)).values(words=""))
HELP_ENDS = prepared(
    update(help_)
    .where(_of_mine(help_.c.helper_id, help_.c.receiver_id), help_.c.state == HelpState.NOTED)
    .values(state=HelpState.DROPPED, settled_at=bindparam("now"))
)
NO_HELP = prepared(  # what others asked for stays their own
    update(help_)
    .where(
        help_.c.state != HelpState.CONFIRMED,
        or_(help_.c.receiver_id.in_(MINE), and_(help_.c.helper_id.in_(MINE), help_.c.ask_id.is_(None))),
    )
    .values(what="", changed=None)
)

NOBODYS_HELP = prepared(
    update(help_)
    .where(
        or_(
            and_(help_.c.helper_id.in_(MINE), _of_a_former_member(help_.c.receiver_id)),
            and_(help_.c.receiver_id.in_(MINE), _of_a_former_member(help_.c.helper_id)),
        )
    )
    .values(what="", changed=None)
)

# answers

_ECHOED = exists(
    select(literal(1))
    .join_from(round_, digest, digest.c.guild_id == round_.c.guild_id)
    .where(
        round_.c.id == response.c.round_id, digest.c.gathered_at.is_not(None), round_.c.closes_at >= digest.c.since,
        round_.c.closes_at < digest.c.until,
    )
)  # fmt: skip
NO_ANSWERS = prepared(delete(response).where(response.c.account_id.in_(MINE), or_(response.c.sharing != Sharing.SIGNED, ~_ECHOED)))

NO_FIRST_LINES = prepared(  # but those that opened a digest
    update(first_line)
    .where(first_line.c.account_id.in_(MINE), first_line.c.week.is_(None))
    .values(words="", withdrawn_at=func.coalesce(first_line.c.withdrawn_at, NOW, type_=first_line.c.withdrawn_at.type))
)

REPLIES = prepared(select(reply.c.id).where(reply.c.account_id.in_(MINE), reply.c.withdrawn_at.is_(None)).order_by(reply.c.id))
_NEVER_ASKED = ~exists(
    select(literal(1)).where(round_.c.guild_id == own_prompt.c.guild_id, round_.c.prompt == literal("own-") + cast(own_prompt.c.id, String))
)
RETIRED_PROMPTS = prepared(  # before anybody was asked them; the others are their guild's
    update(own_prompt).where(own_prompt.c.account_id.in_(MINE), own_prompt.c.retired_at.is_not(None), _NEVER_ASKED).values(words="")
)
TAKEN_BACK_REPLIES = prepared(update(reply).where(reply.c.account_id.in_(MINE), reply.c.withdrawn_at.is_not(None)).values(words=""))

# guilds

LEAVE = prepared(
    update(membership)
    .where(membership.c.person_id == bindparam("person"), membership.c.ended_at.is_(None))
    .values(state=MemberState.LEFT, ended_at=bindparam("now"), rest_until=None)
)
NO_WISHES = prepared(
    update(chapter)
    .where(chapter.c.asked_by.in_(MINE), chapter.c.agreed_by.is_(None), chapter.c.state == ChapterState.OPENING)
    .values(state=ChapterState.CLOSED, closed_at=bindparam("now"))
)
CANDIDACIES = prepared(
    update(candidacy)
    .where(candidacy.c.account_id.in_(MINE), candidacy.c.state == CandidacyState.OPEN)
    .values(state=CandidacyState.WITHDRAWN, ended_at=bindparam("now"))
)
_FOR_ME = vouch.c.candidacy_id.in_(select(candidacy.c.id).where(candidacy.c.account_id.in_(MINE)))
VOUCHES_END = prepared(
    update(vouch).where(_FOR_ME, vouch.c.state == VouchState.OPEN).values(state=VouchState.WITHDRAWN, ended_at=bindparam("now"))
)
NO_VOUCHES_FOR_ME = prepared(update(vouch).where(_FOR_ME, vouch.c.state != VouchState.COUNTED).values(because=""))
UNUSED = prepared(select(invitation.c.id).where(invitation.c.invited_by.in_(MINE), invitation.c.used_by.is_(None)))
CLOSE_INVITATION = prepared(
    update(invitation).where(invitation.c.id == bindparam("id")).values(code=bindparam("code"), ends_at=bindparam("now"))
)
_INVITED_ME = exists(
    select(literal(1)).where(
        log_entry.c.act == "invited", invitation.c.used_by.in_(MINE), invitation.c.guild_id == log_entry.c.guild_id,
        invitation.c.invited_by == log_entry.c.account_id, invitation.c.made_at == log_entry.c.at,
        invitation.c.name == log_entry.c.subject,
    )
)  # fmt: skip
_VOUCHED_FOR_ME = exists(
    select(literal(1))
    .join_from(vouch, candidacy, candidacy.c.id == vouch.c.candidacy_id)
    .where(
        log_entry.c.act == "vouched", candidacy.c.account_id.in_(MINE), candidacy.c.guild_id == log_entry.c.guild_id,
        vouch.c.account_id == log_entry.c.account_id, candidacy.c.ended_at == log_entry.c.at,
    )
)  # fmt: skip
NO_NAME_IN_LOGS = prepared(update(log_entry).where(or_(_INVITED_ME, _VOUCHED_FOR_ME)).values(subject=""))
NO_INVITATIONS = prepared(update(invitation).where(invitation.c.invited_by.in_(MINE)).values(name="", because=""))
CALLED_BY_NAME = prepared(update(invitation).where(invitation.c.used_by.in_(MINE)).values(name=""))
NOT_SHOWN = prepared(delete(shown).where(shown.c.person_id == bindparam("person")))

# between people

NO_WORK = prepared(delete(engagement).where(engagement.c.account_id.in_(MINE)))
_BONDS = select(bond.c.id).where(_of_mine(bond.c.asked_by, bond.c.asked))
NO_BOND_NOTICES = prepared(delete(notice).where(or_(notice.c.kind == "bond", notice.c.kind == "bond-made"), notice.c.subject.in_(_BONDS)))
NO_BONDS = prepared(delete(bond).where(_of_mine(bond.c.asked_by, bond.c.asked)))
NO_BLOCKS = prepared(delete(block).where(_of_mine(block.c.account_id, block.c.blocked_id)))

NOT_APART = prepared(delete(apart).where(_of_mine(apart.c.account_id, apart.c.other_id)))
_PENDING = introduction.c.met_at.is_(None)
NO_INTRODUCTIONS = prepared(update(introduction).where(introduction.c.asked_by.in_(MINE), _PENDING).values(because=None))
NOT_INTRODUCED = prepared(  # a silent no
    update(introduced)
    .where(introduced.c.account_id.in_(MINE), introduced.c.introduction_id.in_(select(introduction.c.id).where(_PENDING)))
    .values(yes=false())
)

# who they were

ON_THEIR_WAY = prepared(
    update(notice)
    .where(notice.c.account_id.in_(MINE), notice.c.state == NoticeState.SENDING)
    .values(state=NoticeState.DROPPED, subject=0, key=None, why="forgotten")
)
_STILL_THERE = or_(notice.c.why.is_(None), notice.c.why != "forgotten")
NO_NOTICES = prepared(delete(notice).where(notice.c.account_id.in_(MINE), _STILL_THERE))
SENT_ELSEWHERE = prepared(update(notice).where(notice.c.sent_to.in_(MINE)).values(sent_to=None, posted=None))
CODES_END = prepared(
    update(link)
    .where(_of_mine(link.c.account_id, link.c.entered_by), or_(link.c.state == LinkState.OPEN, link.c.state == LinkState.ASKED))
    .values(state=LinkState.VOID)
)
NO_CODES = prepared(update(link).where(_of_mine(link.c.account_id, link.c.entered_by)).values(code=None, thanks=None))
NO_WRONG_CODES = prepared(delete(wrong_code).where(wrong_code.c.account_id.in_(MINE)))
NOWHERE = prepared(delete(met).where(met.c.account_id.in_(MINE)))
ACCOUNTS = prepared(select(account.c.id).where(account.c.person_id == bindparam("person")))
NOBODYS = prepared(
    update(account)
    .where(account.c.id == bindparam("id"))
    .values(
        external_id=bindparam("gone"), realm="", name="", locale=None, zone=None, space_id=None, acted_at=None, unreachable_at=None,
        looked_up_at=bindparam("now"), detached_at=bindparam("now"),
    )
)  # fmt: skip
_before = select(link.c.from_person).where(
    _of_mine(link.c.account_id, link.c.entered_by), link.c.state == LinkState.MADE, link.c.from_person.is_not(None)
)
BEFORE = prepared(  # who they were before their accounts were linked
    select(person.c.id).where(
        person.c.id.in_(_before), person.c.id != bindparam("person"),
        ~exists(select(literal(1)).where(account.c.person_id == person.c.id)),
    )
)  # fmt: skip
NOBODY = prepared(
    update(person)
    .where(person.c.id == bindparam("id"))
    .values(
        name=None, zone=None, quiet_from=None, quiet_until=None, thanks=None, questions=False, reminder=False, waits_at=None,
        waited_on=None, about=bindparam("about"), named=False, introductions=False, recovery=None,
        erased_at=func.coalesce(person.c.erased_at, NOW, type_=person.c.erased_at.type),
    )
)  # fmt: skip
UNSCRUBBED = prepared(
    select(person.c.id, person.c.erased_at).where(person.c.erased_at.is_not(None), person.c.scrubbed_at.is_(None)).order_by(person.c.id)
)
SCRUBBED = prepared(
    update(person).where(person.c.erased_at <= bindparam("until"), person.c.scrubbed_at.is_(None)).values(scrubbed_at=bindparam("now"))
)
