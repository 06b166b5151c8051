"""What the weeks of many guilds are gathered from: each statement reads all digests in the list `digests` at once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Integer, String, Text, and_, bindparam, case, exists, func, literal, or_, select
from sqlalchemy.sql.selectable import FromClause

from guildbot import spaces
from guildbot.db.lists import among
from guildbot.db.prepared import prepared
from guildbot.db.tables import (
    account,
    ask,
    candidacy,
    chapter,
    digest,
    first_line,
    guild,
    help_,
    invitation,
    kudos,
    left_out,
    membership,
    person,
    receipt,
    shown,
    space,
    vouch,
)
from guildbot.kinds import AskState, CandidacyState, HelpState, Visibility, VouchState
from guildbot.who import GONE

_LISTED = among(digest.c.id, "digests")
_IN_CHAPTER = chapter.c.id == digest.c.chapter_id
_before = digest.alias("before")
_WRITTEN = (  # when this chapter's words were last read
    select(func.max(_before.c.gathered_at))
    .where(_before.c.chapter_id == digest.c.chapter_id, _before.c.week < digest.c.week)
    .correlate(digest)
    .scalar_subquery()
)


def _in_the_week(at: Any) -> ColumnElement[bool]:
    return and_(at >= digest.c.since, at < digest.c.until)


def _who(of: Any, them: Any) -> tuple[ColumnElement[int], ColumnElement[str], ColumnElement[str], ColumnElement[str], ColumnElement[str]]:
    """Five columns that make a Person: of an account, and the person behind it."""
    name = func.coalesce(them.c.name, func.nullif(of.c.name, ""), of.c.external_id, type_=String)
    return of.c.person_id, name, of.c.platform, of.c.realm, of.c.external_id


def _last_seen(who: Any) -> ColumnElement[str]:
    """The week in which somebody last stood in this guild's digest; empty for never."""
    last = select(func.max(shown.c.week)).where(
        shown.c.guild_id == digest.c.guild_id, shown.c.person_id == who, shown.c.week < digest.c.week
    )
    return func.coalesce(last.correlate(digest, who.table).scalar_subquery(), "", type_=String)


HEADS = prepared(
    select(
        digest.c.id, digest.c.guild_id, digest.c.week, digest.c.since, digest.c.until, guild.c.name, guild.c.active_at, guild.c.zone,
        chapter.c.space_id, chapter.c.zone, func.coalesce(_WRITTEN, digest.c.since, type_=digest.c.since.type),
    )
    .join_from(digest, guild, guild.c.id == digest.c.guild_id)
    .join(chapter, _IN_CHAPTER)
    .where(_LISTED)
)  # fmt: skip
LEFT_OUT = prepared(
    select(digest.c.id, left_out.c.kind, left_out.c.subject)
    .join_from(digest, left_out, and_(left_out.c.guild_id == digest.c.guild_id, left_out.c.week == digest.c.week))
    .where(_LISTED)
)
_giving, _getting = account.alias("giving"), account.alias("getting")
_ONLY_ME = literal(Visibility.ME, receipt.c.shown.type)
_MAY_BE_SHOWN = and_(
    receipt.c.hidden_at.is_(None),
    receipt.c.kept_at.is_not(None),
    func.coalesce(receipt.c.shown, person.c.thanks, _ONLY_ME, type_=receipt.c.shown.type) != Visibility.ME,
)


def _thanks(tables: FromClause, listed: ColumnElement[bool]) -> Any:
    """One row for each person thanked in words: enough to see who agreed and whose turn it is."""
    agreed = case((and_(kudos.c.privately.is_(False), _MAY_BE_SHOWN), 1), else_=0)
    return (
        select(
            digest.c.id, kudos.c.id, case((kudos.c.privately.is_(False), kudos.c.reason), else_=None), _giving.c.person_id,
            _getting.c.person_id, agreed, case((agreed == 1, _last_seen(_getting.c.person_id)), else_=""),
        )
        .select_from(
            tables.join(receipt, receipt.c.kudos_id == kudos.c.id)
            .join(_getting, _getting.c.id == receipt.c.account_id)
            .join(person, person.c.id == _getting.c.person_id)
            .join(_giving, _giving.c.id == kudos.c.giver_id)
        )
        .where(
            listed, kudos.c.reason.is_not(None), kudos.c.withdrawn_at.is_(None), receipt.c.link_id.is_(None),
            ~_giving.c.external_id.startswith(GONE), spaces.may_be_read(kudos.c.space_id, chapter.c.space_id),
        )
    )  # fmt: skip


THANKS = prepared(
    _thanks(digest.join(chapter, _IN_CHAPTER).join(kudos, kudos.c.guild_id == digest.c.guild_id), _LISTED).where(
        _in_the_week(kudos.c.given_at)
    )
)
DECIDED = prepared(  # what somebody thanked has let others see lately
    select(receipt.c.kudos_id, receipt.c.decided_at)
    .where(receipt.c.decided_at.is_not(None), receipt.c.decided_at >= bindparam("earliest"))
    .order_by(receipt.c.decided_at)
)
EARLIER_THANKS = prepared(  # those of them from before the week; the sums keep planners from reading all that a guild was ever given
    _thanks(kudos.join(digest, digest.c.guild_id == kudos.c.guild_id + 0).join(chapter, _IN_CHAPTER), among(digest.c.id + 0, "digests"))
    .where(among(kudos.c.id, "thanks"), kudos.c.given_at < digest.c.since)
)  # fmt: skip
_giver, _receiver = person.alias("giver"), person.alias("receiver")
WORDS = prepared(  # of the thanks that were chosen
    select(kudos.c.id, kudos.c.reason, kudos.c.link, *_who(_giving, _giver), *_who(_getting, _receiver))
    .join_from(kudos, receipt, receipt.c.kudos_id == kudos.c.id)
    .join(_getting, _getting.c.id == receipt.c.account_id)
    .join(_receiver, _receiver.c.id == _getting.c.person_id)
    .join(_giving, _giving.c.id == kudos.c.giver_id)
    .join(_giver, _giver.c.id == _giving.c.person_id)
    .where(among(kudos.c.id, "thanks"), receipt.c.link_id.is_(None))
    .order_by(kudos.c.id, receipt.c.account_id)
)
MOVED = prepared(
    select(
        digest.c.id, help_.c.id, help_.c.ask_id, help_.c.what, ask.c.because, help_.c.changed, _last_seen(_getting.c.person_id),
        *_who(_getting, _receiver), *_who(_giving, _giver),
    )
    .join_from(digest, chapter, _IN_CHAPTER)
    .join(help_, and_(help_.c.guild_id == digest.c.guild_id, help_.c.space_id == chapter.c.space_id))
    .join(ask, ask.c.id == help_.c.ask_id, isouter=True)
    .join(_getting, _getting.c.id == help_.c.receiver_id)
    .join(_receiver, _receiver.c.id == _getting.c.person_id)
    .join(_giving, _giving.c.id == help_.c.helper_id)
    .join(_giver, _giver.c.id == _giving.c.person_id)
    .where(
        _LISTED, help_.c.state == HelpState.CONFIRMED, help_.c.changed.is_not(None), help_.c.changed != "",
        _in_the_week(help_.c.settled_at), ~_getting.c.external_id.startswith(GONE),
    )
    .order_by(digest.c.id, help_.c.id)
)  # fmt: skip
OPEN = prepared(
    select(digest.c.id, ask.c.id, ask.c.kind, ask.c.what, ask.c.because, ask.c.by, *_who(account, person))
    .join_from(digest, chapter, _IN_CHAPTER)
    .join(ask, and_(ask.c.guild_id == digest.c.guild_id, ask.c.space_id == chapter.c.space_id))
    .join(account, account.c.id == ask.c.asker_id)
    .join(person, person.c.id == account.c.person_id)
    .where(_LISTED, ask.c.state == AskState.OPEN, ask.c.ends_at > bindparam("now"))
    .order_by(digest.c.id, ask.c.ends_at, ask.c.id)
)
_LET_IN = and_(  # by vouches, when they became a member
    candidacy.c.guild_id == membership.c.guild_id, candidacy.c.account_id == membership.c.account_id,
    candidacy.c.state == CandidacyState.ADMITTED, candidacy.c.ended_at == membership.c.since,
)  # fmt: skip
_any_vouch = vouch.alias("any_vouch")
_FIRST_VOUCH = (
    select(func.min(_any_vouch.c.id))
    .where(_any_vouch.c.candidacy_id == candidacy.c.id, _any_vouch.c.state == VouchState.COUNTED)
    .correlate(candidacy)
    .scalar_subquery()
)
_BY = func.coalesce(invitation.c.invited_by, vouch.c.account_id, type_=Integer)
_BECAUSE = func.coalesce(invitation.c.because, vouch.c.because, type_=Text)
_MAY_BE_SAID = or_(
    and_(invitation.c.id.is_not(None), spaces.may_be_read(invitation.c.space_id, chapter.c.space_id)),
    and_(invitation.c.id.is_(None), spaces.may_be_read(vouch.c.space_id, chapter.c.space_id)),
)
_speaking, _speaker = account.alias("speaking"), person.alias("speaker")
COMING = prepared(  # an inviter's words that do not leave their Space are not said elsewhere, nor whose they were
    select(
        digest.c.id, membership.c.id, case((space.c.id != chapter.c.space_id, space.c.name), else_=""), *_who(account, person),
        case((_MAY_BE_SAID, _BECAUSE), else_=None), *_who(_speaking, _speaker),
    )
    .join_from(digest, chapter, _IN_CHAPTER)
    .join(membership, membership.c.guild_id == digest.c.guild_id)
    .join(account, account.c.id == membership.c.account_id)
    .join(person, person.c.id == account.c.person_id)
    .join(space, space.c.id == account.c.space_id, isouter=True)
    .join(invitation, invitation.c.id == membership.c.invitation_id, isouter=True)
    .join(candidacy, _LET_IN, isouter=True)
    .join(vouch, vouch.c.id == _FIRST_VOUCH, isouter=True)
    .join(_speaking, _speaking.c.id == _BY, isouter=True)
    .join(_speaker, _speaker.c.id == _speaking.c.person_id, isouter=True)
    .where(_LISTED, _in_the_week(membership.c.since), membership.c.ended_at.is_(None))
    .order_by(digest.c.id, membership.c.since, membership.c.id)
)  # fmt: skip
GOING = prepared(
    select(digest.c.id, membership.c.id, membership.c.goodbye, *_who(account, person))
    .join_from(digest, chapter, _IN_CHAPTER)
    .join(membership, membership.c.guild_id == digest.c.guild_id)
    .join(account, account.c.id == membership.c.account_id)
    .join(person, person.c.id == account.c.person_id)
    .where(
        _LISTED, _in_the_week(membership.c.ended_at), membership.c.goodbye.is_not(None), membership.c.goodbye != "",
        ~account.c.external_id.startswith(GONE), spaces.may_be_read(membership.c.said_in, chapter.c.space_id),
    )
    .order_by(digest.c.id, membership.c.ended_at, membership.c.id)
)  # fmt: skip
_other = digest.alias("other")
_CHOSEN_ALREADY = exists(  # for another chapter's digest of this week
    select(literal(1)).where(_other.c.guild_id == digest.c.guild_id, _other.c.week == digest.c.week, _other.c.line_id == first_line.c.id)
)
LINES = prepared(
    select(
        digest.c.id, first_line.c.id, first_line.c.words, first_line.c.offered_at, case((_CHOSEN_ALREADY, 1), else_=0),
        _last_seen(account.c.person_id), *_who(account, person),
    )
    .join_from(digest, chapter, _IN_CHAPTER)
    .join(first_line, first_line.c.guild_id == digest.c.guild_id)
    .join(account, account.c.id == first_line.c.account_id)
    .join(person, person.c.id == account.c.person_id)
    .where(
        _LISTED, first_line.c.offered_at >= bindparam("earliest"), first_line.c.withdrawn_at.is_(None),
        or_(first_line.c.week.is_(None), first_line.c.week == digest.c.week), ~account.c.external_id.startswith(GONE),
        spaces.may_be_read(first_line.c.space_id, chapter.c.space_id),
    )
    .order_by(digest.c.id, first_line.c.id)
)  # fmt: skip
