"""The statements, each declared once: what waits for the one who looks, and for whom of many something may wait."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import ColumnElement, String, and_, bindparam, cast, exists, func, literal, or_, select, union, update

from guildbot.db.lists import among
from guildbot.db.prepared import prepared
from guildbot.db.tables import (
    account,
    ask,
    block,
    bond,
    candidacy,
    chapter,
    guild,
    help_,
    introduced,
    introduction,
    link,
    membership,
    met,
    notice,
    offer,
    person,
    receipt,
    vouch,
)
from guildbot.db.tables import kudos as kudos_
from guildbot.kinds import (
    AskState,
    BondState,
    CandidacyState,
    ChapterState,
    HelpState,
    LinkState,
    NoticeState,
    OfferState,
    Role,
    VouchState,
)
from guildbot.people.statements import ZONE

MOST = 5
PATIENCE = timedelta(hours=72)  # after which an ask that nobody answered is shown to caretakers
NEW = timedelta(days=7)
_OF_MINE = select(account.c.id).where(account.c.person_id == bindparam("person"))
_IS_UNDECIDED = and_(
    receipt.c.hidden_at.is_(None), kudos_.c.withdrawn_at.is_(None), kudos_.c.reason.is_not(None),
    or_(
        receipt.c.kept_at.is_(None),
        and_(receipt.c.shown.is_(None), person.c.thanks.is_(None), kudos_.c.guild_id.is_not(None), kudos_.c.privately.is_(False)),
    ),
)  # fmt: skip
UNDECIDED = prepared(
    select(func.max(notice.c.id), kudos_.c.id)
    .join_from(receipt, kudos_, kudos_.c.id == receipt.c.kudos_id)
    .join(account, account.c.id == receipt.c.account_id)
    .join(person, person.c.id == account.c.person_id)
    .join(notice, (notice.c.kind == "kudos") & (notice.c.subject == kudos_.c.id) & (notice.c.account_id == account.c.id))
    .where(account.c.person_id == bindparam("person"), _IS_UNDECIDED)
    .group_by(kudos_.c.id)
    .order_by(kudos_.c.id.desc())
    .limit(MOST)
)  # fmt: skip
OFFERS = prepared(
    select(offer.c.id)
    .join(ask, ask.c.id == offer.c.ask_id)
    .where(ask.c.asker_id.in_(_OF_MINE), offer.c.state == OfferState.OPEN, offer.c.hidden_at.is_(None))
    .order_by(offer.c.id)
    .limit(MOST)
)
HELPS = prepared(
    select(help_.c.id)
    .where(help_.c.receiver_id.in_(_OF_MINE), help_.c.state == HelpState.NOTED, help_.c.hidden_at.is_(None))
    .order_by(help_.c.id)
    .limit(MOST)
)
CHANNELS = prepared(
    select(chapter.c.id)
    .join(membership, membership.c.guild_id == chapter.c.guild_id)
    .where(
        chapter.c.state == ChapterState.OPENING, chapter.c.agreed_by.is_(None), membership.c.person_id == bindparam("person"),
        membership.c.role == Role.STEWARD, membership.c.ended_at.is_(None),
    )
    .limit(MOST)
)  # fmt: skip


# for many people at once: whoever is `among` them

_MANY = among(account.c.person_id, "people")
_CARES = and_(
    membership.c.guild_id == guild.c.id, membership.c.role == Role.STEWARD, membership.c.ended_at.is_(None),
    among(membership.c.person_id, "people"),
)  # fmt: skip
_theirs, _mine = account.alias("theirs"), account.alias("mine")
UNANSWERED = prepared(
    select(membership.c.person_id, ask.c.id)
    .join_from(ask, guild, guild.c.id == ask.c.guild_id)
    .join(membership, _CARES)
    .join(account, account.c.id == ask.c.asker_id)
    .where(
        ask.c.state == AskState.OPEN, ask.c.asked_at <= bindparam("before"), account.c.person_id != membership.c.person_id,
        ~exists(select(literal(1)).where(offer.c.ask_id == ask.c.id, offer.c.state != OfferState.WITHDRAWN)),
        exists(
            select(literal(1))
            .join_from(met, _mine, _mine.c.id == met.c.account_id)
            .where(met.c.space_id == ask.c.space_id, _mine.c.person_id == membership.c.person_id, _mine.c.detached_at.is_(None))
        ),
        ~exists(
            select(literal(1))
            .join_from(block, _mine, _mine.c.id == block.c.account_id)
            .join(_theirs, _theirs.c.id == block.c.blocked_id)
            .where(_mine.c.person_id == membership.c.person_id, _theirs.c.person_id == account.c.person_id)
        ),
    )
    .order_by(ask.c.id)
)  # fmt: skip
_new = membership.alias("new_one")
NEWCOMERS = prepared(
    select(membership.c.person_id, _new.c.account_id, guild.c.name)
    .join_from(_new, guild, guild.c.id == _new.c.guild_id)
    .join(membership, _CARES)
    .join(person, person.c.id == _new.c.person_id)
    .where(
        _new.c.since > bindparam("since"), _new.c.ended_at.is_(None), _new.c.founder.is_(False), _new.c.invitation_id.is_(None),
        _new.c.person_id != membership.c.person_id, person.c.erased_at.is_(None),
        ~exists(
            select(literal(1))
            .join_from(receipt, kudos_, kudos_.c.id == receipt.c.kudos_id)
            .where(receipt.c.account_id == _new.c.account_id, kudos_.c.guild_id == _new.c.guild_id, kudos_.c.withdrawn_at.is_(None))
        ),
        ~exists(
            select(literal(1))
            .join_from(vouch, candidacy, candidacy.c.id == vouch.c.candidacy_id)
            .where(candidacy.c.account_id == _new.c.account_id, candidacy.c.guild_id == _new.c.guild_id)
        ),
    )
    .order_by(_new.c.since, _new.c.id)
)  # fmt: skip
WORDS = prepared(
    select(person.c.id, person.c.about, membership.c.guild_id)
    .join_from(person, membership, and_(membership.c.person_id == person.c.id, membership.c.ended_at.is_(None)))
    .where(among(person.c.id, "people"), cast(person.c.about, String) != "[]")
)
OPEN_ASKS = prepared(
    select(ask.c.id, ask.c.guild_id, ask.c.space_id, account.c.person_id, ask.c.what, ask.c.because)
    .join(account, account.c.id == ask.c.asker_id)
    .where(ask.c.state == AskState.OPEN, ask.c.guild_id.is_not(None), ask.c.asked_at > bindparam("since"))
    .order_by(ask.c.id)
)
PLACES = prepared(
    select(account.c.person_id, met.c.space_id)
    .distinct()
    .join_from(met, account, account.c.id == met.c.account_id)
    .where(_MANY, account.c.detached_at.is_(None))
)
OFFERED = prepared(
    select(account.c.person_id, offer.c.ask_id)
    .join(account, account.c.id == offer.c.account_id)
    .join(ask, ask.c.id == offer.c.ask_id)
    .where(_MANY, ask.c.state == AskState.OPEN)
)
UNHEARD = prepared(
    select(account.c.person_id, _theirs.c.person_id)
    .join_from(block, account, account.c.id == block.c.account_id)
    .join(_theirs, and_(_theirs.c.id == block.c.blocked_id, _theirs.c.person_id != account.c.person_id))
    .where(_MANY)
)
_asked_again = and_(notice.c.kind == "vouch-asked", or_(notice.c.why.is_(None), notice.c.why != "not now"))
_OPEN_CANDIDACY = candidacy.c.state == CandidacyState.OPEN
MAY_WAIT = prepared(  # more people than it is: what exactly waits is read when the message goes
    union(
        select(account.c.person_id)
        .join_from(receipt, kudos_, kudos_.c.id == receipt.c.kudos_id)
        .join(account, account.c.id == receipt.c.account_id)
        .join(person, person.c.id == account.c.person_id)
        .where(_MANY, _IS_UNDECIDED),
        select(account.c.person_id)
        .join_from(offer, ask, ask.c.id == offer.c.ask_id)
        .join(account, account.c.id == ask.c.asker_id)
        .where(_MANY, offer.c.state == OfferState.OPEN, offer.c.hidden_at.is_(None)),
        select(account.c.person_id)
        .join_from(help_, account, account.c.id == help_.c.receiver_id)
        .where(_MANY, help_.c.state == HelpState.NOTED, help_.c.hidden_at.is_(None)),
        select(account.c.person_id)
        .join_from(bond, account, account.c.id == bond.c.asked)
        .where(_MANY, bond.c.state == BondState.OPEN, bond.c.ended_at.is_(None)),
        select(account.c.person_id)
        .join_from(introduced, account, account.c.id == introduced.c.account_id)
        .join(introduction, introduction.c.id == introduced.c.introduction_id)
        .where(_MANY, introduced.c.yes.is_(None), introduction.c.met_at.is_(None)),
        select(account.c.person_id)
        .join_from(notice, account, account.c.id == notice.c.account_id)
        .join(candidacy, and_(candidacy.c.id == notice.c.subject, _OPEN_CANDIDACY))
        .where(_MANY, _asked_again),
        select(account.c.person_id)
        .join_from(vouch, account, account.c.id == vouch.c.account_id)
        .join(candidacy, and_(candidacy.c.id == vouch.c.candidacy_id, _OPEN_CANDIDACY))
        .where(_MANY, vouch.c.state != VouchState.WITHDRAWN),
        select(account.c.person_id)
        .join_from(link, account, account.c.id == link.c.account_id)
        .where(_MANY, link.c.state == LinkState.ASKED, link.c.ends_at > bindparam("now")),
        select(membership.c.person_id)
        .join_from(guild, membership, _CARES)
        .join(chapter, chapter.c.guild_id == guild.c.id)
        .where(chapter.c.state == ChapterState.OPENING, chapter.c.agreed_by.is_(None)),
    )
)
_MINUTES: ColumnElement[int] = func.coalesce(person.c.waits_at, 0)
WANT_IT = prepared(  # with the zone of the account they used last
    select(person.c.id, _MINUTES, person.c.waited_on, account.c.id, ZONE)
    .join_from(account, person, person.c.id == account.c.person_id)
    .where(person.c.waits_at.is_not(None), person.c.erased_at.is_(None), account.c.detached_at.is_(None))
    .order_by(person.c.id, account.c.acted_at.desc().nulls_last(), account.c.id)
)
CAME = prepared(update(person).where(among(person.c.id, "people")).values(waited_on=bindparam("day")))
OLDER = prepared(
    update(notice)
    .where(
        notice.c.kind == "waits", among(notice.c.subject, "people"),
        or_(notice.c.state == NoticeState.OWED, notice.c.state == NoticeState.WAITING),
    )
    .values(state=NoticeState.DROPPED, why="a later one says it")
)  # fmt: skip
WANTS_IT = prepared(select(person.c.waits_at).join(account, account.c.person_id == person.c.id).where(account.c.id == bindparam("account")))
TO = prepared(select(notice.c.account_id).where(notice.c.id == bindparam("id")))
