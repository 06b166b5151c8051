"""The statements, each declared once."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, bindparam, exists, func, insert, literal, or_, select, update

from guildbot.db.prepared import prepared
from guildbot.db.tables import account, candidacy, guild, invitation, link, membership, notice, person, vouch
from guildbot.guilds.statements import HAS_A_WAY_IN
from guildbot.kinds import Admission, CandidacyState, GuildState, LinkKind, LinkState, MemberState, NoticeState, Role, VouchState
from guildbot.people import SHOWN_NAME

_me, _spell = account.alias("me"), membership.alias("spell")
OF_MINE = select(_me.c.id).where(_me.c.person_id == bindparam("person"))

# joining, resting, leaving

STATE = prepared(
    select(guild.c.state, func.count(membership.c.id))
    .join_from(guild, membership, and_(membership.c.guild_id == guild.c.id, membership.c.ended_at.is_(None)), isouter=True)
    .where(guild.c.id == bindparam("id"))
    .group_by(guild.c.id, guild.c.state)
)
JOIN = prepared(insert(membership).inline(), "guild_id", "person_id", "account_id", "role", "founder", "state", "since", "invitation_id")
CHOICES = prepared(
    update(person)
    .where(person.c.id == bindparam("id"))
    .values(
        thanks=bindparam("thanks"),
        quiet_from=bindparam("quiet_from"),
        quiet_until=bindparam("quiet_until"),
        questions=bindparam("questions"),
    )
)
ACTIVE = prepared(update(guild).where(guild.c.id == bindparam("id")).values(state=GuildState.ACTIVE, active_at=bindparam("now")))
OTHERS = prepared(
    select(membership.c.account_id).where(
        membership.c.guild_id == bindparam("guild"), membership.c.person_id != bindparam("me"), membership.c.ended_at.is_(None)
    )
)
OTHER_STEWARDS = prepared(
    select(func.count(membership.c.id)).where(
        membership.c.guild_id == bindparam("guild"), membership.c.person_id != bindparam("me"), membership.c.ended_at.is_(None),
        membership.c.role == Role.STEWARD, HAS_A_WAY_IN,
    )
)  # fmt: skip
_LIVE = and_(membership.c.guild_id == bindparam("guild"), membership.c.person_id == bindparam("person"), membership.c.ended_at.is_(None))
LEAVE = prepared(
    update(membership)
    .where(_LIVE)
    .values(state=bindparam("state"), ended_at=bindparam("now"), goodbye=bindparam("goodbye"), said_in=bindparam("said_in"))
)
REST = prepared(update(membership).where(_LIVE).values(state=bindparam("state"), rest_until=bindparam("until")))
WAKE = prepared(
    update(membership)
    .where(membership.c.state == MemberState.RESTING, membership.c.rest_until <= bindparam("today"), membership.c.ended_at.is_(None))
    .values(state=MemberState.MEMBER, rest_until=None)
)
_came_in, _comes_back = account.alias("came_in"), account.alias("comes_back")


def _undoable_link(brought_by: ColumnElement[int | None]) -> ColumnElement[int]:
    """The link by which an account could leave its person again; 0 where there is none."""
    undoable = select(link.c.id).where(
        link.c.id == brought_by, link.c.state == LinkState.MADE, link.c.kind != LinkKind.SAME, link.c.linked_at > bindparam("settled")
    )
    return func.coalesce(undoable.scalar_subquery(), 0)


FORMER = prepared(  # by an account that no undoing takes from the caller's: else two people would come back as one
    select(membership.c.id)
    .join_from(membership, _came_in, _came_in.c.id == membership.c.account_id)
    .join(_comes_back, _comes_back.c.id == bindparam("account"))
    .where(
        membership.c.guild_id == bindparam("guild"), membership.c.person_id == _comes_back.c.person_id,
        membership.c.state == MemberState.LEFT, membership.c.ended_at > bindparam("since"),
        _undoable_link(_came_in.c.link_id) == _undoable_link(_comes_back.c.link_id),
    )
    .limit(1)
)  # fmt: skip

# invitations

INVITE = prepared(
    insert(invitation).returning(invitation.c.id), "guild_id", "invited_by", "name", "because", "code", "made_at", "ends_at", "space_id"
)
_UNUSED = and_(invitation.c.used_by.is_(None), invitation.c.ends_at > bindparam("now"))
BY_CODE = prepared(
    select(
        invitation.c.id, invitation.c.invited_by, invitation.c.because, invitation.c.guild_id, invitation.c.made_at, invitation.c.space_id
    ).where(invitation.c.code == bindparam("code"), _UNUSED)
)
USED = prepared(  # whoever comes second finds nothing to change
    update(invitation).where(invitation.c.id == bindparam("id"), invitation.c.used_by.is_(None)).values(used_by=bindparam("by"))
)
SAME_NAME = prepared(
    select(invitation.c.id).where(
        invitation.c.guild_id == bindparam("guild"), invitation.c.invited_by.in_(OF_MINE), _UNUSED,
        func.lower(invitation.c.name) == bindparam("name", type_=invitation.c.name.type),
    )
)  # fmt: skip
OPEN_INVITATIONS = prepared(
    select(invitation.c.id, guild.c.name, invitation.c.name, invitation.c.because, invitation.c.ends_at)
    .join_from(invitation, guild, guild.c.id == invitation.c.guild_id)
    .where(invitation.c.invited_by.in_(OF_MINE), _UNUSED, guild.c.admission != Admission.OPEN)
    .order_by(invitation.c.id)
)
MY_INVITATION = prepared(
    select(invitation.c.name, guild.c.name)
    .join_from(invitation, guild, guild.c.id == invitation.c.guild_id)
    .where(invitation.c.id == bindparam("id"), invitation.c.invited_by.in_(OF_MINE), _UNUSED)
)
END_INVITATION = prepared(
    update(invitation).where(invitation.c.id == bindparam("id"), invitation.c.used_by.is_(None)).values(ends_at=bindparam("now"))
)

# candidates

KNOCK = prepared(insert(candidacy).returning(candidacy.c.id), "guild_id", "account_id", "invitation_id", "state", "since")
_IS_OPEN = candidacy.c.state == CandidacyState.OPEN
OPEN_ONE = prepared(
    select(candidacy.c.guild_id, guild.c.slug, guild.c.name, candidacy.c.account_id, candidacy.c.since, candidacy.c.invitation_id)
    .join_from(candidacy, guild, guild.c.id == candidacy.c.guild_id)
    .where(candidacy.c.id == bindparam("id"), _IS_OPEN)
)
MY_CANDIDACIES = prepared(
    select(candidacy.c.id, candidacy.c.guild_id).where(candidacy.c.account_id.in_(OF_MINE), _IS_OPEN).order_by(candidacy.c.id)
)
CANDIDATES = prepared(
    select(candidacy.c.id, person.c.id, SHOWN_NAME, account.c.platform, account.c.realm, account.c.external_id)
    .join_from(candidacy, account, account.c.id == candidacy.c.account_id)
    .join(person, person.c.id == account.c.person_id)
    .where(candidacy.c.guild_id == bindparam("guild"), _IS_OPEN)
    .order_by(candidacy.c.id)
)
ACCOUNTS_PERSON = prepared(
    select(account.c.person_id).where(
        account.c.platform == bindparam("platform"), account.c.realm == bindparam("realm"),
        account.c.external_id == bindparam("external_id"), account.c.detached_at.is_(None),
    )
)  # fmt: skip
LAPSED = prepared(select(candidacy.c.id).where(_IS_OPEN, candidacy.c.since <= bindparam("before")).order_by(candidacy.c.id))
BEFORE_AN_OPEN_DOOR = prepared(
    select(candidacy.c.id)
    .join(guild, guild.c.id == candidacy.c.guild_id)
    .where(_IS_OPEN, guild.c.admission == Admission.OPEN, guild.c.state != GuildState.CLOSED)
    .order_by(candidacy.c.id)
)
IN_ALREADY = prepared(
    select(candidacy.c.id)
    .join(account, account.c.id == candidacy.c.account_id)
    .join(
        membership,
        and_(
            membership.c.guild_id == candidacy.c.guild_id, membership.c.person_id == account.c.person_id, membership.c.ended_at.is_(None)
        ),
    )
    .where(_IS_OPEN)
)  # fmt: skip
OF_GUILD = prepared(select(candidacy.c.id).where(candidacy.c.guild_id == bindparam("guild"), _IS_OPEN).order_by(candidacy.c.id))
END = prepared(
    update(candidacy).where(candidacy.c.id == bindparam("id"), _IS_OPEN).values(state=bindparam("state"), ended_at=bindparam("now"))
)
ENDED = prepared(
    select(guild.c.name, guild.c.slug, candidacy.c.account_id, candidacy.c.state)
    .join_from(candidacy, guild, guild.c.id == candidacy.c.guild_id)
    .where(candidacy.c.id == bindparam("id"))
)

# vouches

VOUCH = prepared(insert(vouch).returning(vouch.c.id), "candidacy_id", "account_id", "because", "state", "made_at", "space_id")
VOICES = prepared(
    select(vouch.c.id, vouch.c.account_id, account.c.person_id, vouch.c.because)
    .join(account, account.c.id == vouch.c.account_id)
    .where(vouch.c.candidacy_id == bindparam("candidacy"), vouch.c.state == VouchState.OPEN)
    .order_by(vouch.c.id)
)
COUNTED = prepared(
    select(vouch.c.account_id)
    .where(vouch.c.candidacy_id == bindparam("candidacy"), vouch.c.state == VouchState.COUNTED)
    .order_by(vouch.c.id)
)
END_VOUCH = prepared(
    update(vouch)
    .where(vouch.c.id == bindparam("id"), vouch.c.state == VouchState.OPEN)
    .values(state=bindparam("state"), ended_at=bindparam("now"))
)
END_VOUCHES = prepared(
    update(vouch)
    .where(vouch.c.candidacy_id == bindparam("candidacy"), vouch.c.state == VouchState.OPEN)
    .values(state=bindparam("state"), ended_at=bindparam("now"))
)
MY_VOUCHES = prepared(
    select(vouch.c.id, vouch.c.candidacy_id, guild.c.name, SHOWN_NAME, vouch.c.because, candidacy.c.since)
    .join_from(vouch, candidacy, and_(candidacy.c.id == vouch.c.candidacy_id, _IS_OPEN))
    .join(guild, guild.c.id == candidacy.c.guild_id)
    .join(account, account.c.id == candidacy.c.account_id)
    .join(person, person.c.id == account.c.person_id)
    .where(vouch.c.account_id.in_(OF_MINE), vouch.c.state == VouchState.OPEN)
    .order_by(vouch.c.id)
)
_FOUNDED_IT = exists(
    select(literal(1)).where(_spell.c.guild_id == membership.c.guild_id, _spell.c.person_id == membership.c.person_id, _spell.c.founder)
)
STANDING = prepared(select(membership.c.since, _FOUNDED_IT, membership.c.state).where(_LIVE))
_voucher, _asked, _candidate = account.alias("voucher"), account.alias("asked"), account.alias("candidate")
_VOUCHES_ALREADY = (
    select(_voucher.c.person_id)
    .join_from(vouch, _voucher, _voucher.c.id == vouch.c.account_id)
    .where(vouch.c.candidacy_id == bindparam("candidacy"), vouch.c.state == VouchState.OPEN)
)
_ASKED_ALREADY = (
    select(_asked.c.person_id)
    .join_from(notice, _asked, _asked.c.id == notice.c.account_id)
    .where(notice.c.kind == "vouch-asked", notice.c.subject == bindparam("candidacy"))
)
_THE_CANDIDATE = (
    select(_candidate.c.person_id)
    .join_from(candidacy, _candidate, _candidate.c.id == candidacy.c.account_id)
    .where(candidacy.c.id == bindparam("candidacy"))
)
WHO_MAY_VOUCH = prepared(
    select(person.c.id, SHOWN_NAME, account.c.platform, account.c.realm, account.c.external_id, account.c.id)
    .join_from(membership, person, person.c.id == membership.c.person_id)
    .join(account, account.c.id == membership.c.account_id)
    .where(
        membership.c.guild_id == bindparam("guild"), membership.c.ended_at.is_(None),
        or_(membership.c.since <= bindparam("before"), _FOUNDED_IT), HAS_A_WAY_IN,
        person.c.id.not_in(_VOUCHES_ALREADY), person.c.id.not_in(_ASKED_ALREADY), person.c.id.not_in(_THE_CANDIDATE),
    )
    .order_by(func.lower(SHOWN_NAME), person.c.id)
)  # fmt: skip
_TO_ME = and_(notice.c.kind == "vouch-asked", notice.c.account_id.in_(OF_MINE), or_(notice.c.why.is_(None), notice.c.why != "not now"))
AM_ASKED = prepared(select(notice.c.id).where(notice.c.subject == bindparam("candidacy"), _TO_ME))
ASKED_OF_ME = prepared(
    select(notice.c.subject, notice.c.account_id)
    .join(candidacy, and_(candidacy.c.id == notice.c.subject, _IS_OPEN))
    .where(_TO_ME)
    .order_by(notice.c.id)
)
ANYBODY_ASKED = prepared(select(notice.c.id).where(notice.c.kind == "vouch-asked", notice.c.subject == bindparam("candidacy")))
NOT_NOW = prepared(update(notice).where(notice.c.subject == bindparam("candidacy"), _TO_ME).values(why="not now"))
NOT_EVEN_SENT = prepared(
    update(notice)
    .where(
        notice.c.subject == bindparam("candidacy"), _TO_ME,
        or_(notice.c.state == NoticeState.OWED, notice.c.state == NoticeState.WAITING),
    )
    .values(state=NoticeState.DROPPED, why="not now")
)  # fmt: skip
TOLD = prepared(select(notice.c.account_id).where(notice.c.id == bindparam("id")))
