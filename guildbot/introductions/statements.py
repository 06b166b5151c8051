"""The statements, each declared once."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, false, func, insert, literal, or_, select, true, update
from sqlalchemy.dialects.postgresql import insert as upsert

from guildbot.db.lists import among
from guildbot.db.prepared import prepared
from guildbot.db.tables import account, apart, block, guild, introduced, introduction, membership, notice, person, schedule, space
from guildbot.kinds import GuildState, MemberState

_OF_MINE = select(account.c.id).where(account.c.person_id == bindparam("me"))

# asking and answering

_mine, _one, _other = membership.alias("mine"), membership.alias("one"), membership.alias("other")
TOGETHER = prepared(
    select(guild.c.id, guild.c.name)
    .join_from(guild, _mine, and_(_mine.c.guild_id == guild.c.id, _mine.c.ended_at.is_(None), _mine.c.person_id == bindparam("me")))
    .join(_one, and_(_one.c.guild_id == guild.c.id, _one.c.ended_at.is_(None), _one.c.person_id == bindparam("one")))
    .join(_other, and_(_other.c.guild_id == guild.c.id, _other.c.ended_at.is_(None), _other.c.person_id == bindparam("other")))
    .where(guild.c.state != GuildState.CLOSED)
    .order_by(guild.c.id)
)
NEW = prepared(insert(introduction).returning(introduction.c.id), "guild_id", "asked_by", "because", "made_at")
INTRODUCE = prepared(insert(introduced).inline(), "introduction_id", "account_id", "yes")


def _with(who: str) -> ColumnElement[bool]:
    return exists(
        select(literal(1))
        .join_from(introduced, account, account.c.id == introduced.c.account_id)
        .where(introduced.c.introduction_id == introduction.c.id, account.c.person_id == bindparam(who))
    )


ASKED_BY_ME = prepared(
    select(introduction.c.made_at, introduction.c.met_at)
    .where(
        introduction.c.asked_by.in_(_OF_MINE), _with("one"), _with("other"),
        or_(introduction.c.made_at > bindparam("since"), introduction.c.met_at.is_not(None)),
    )
    .order_by(introduction.c.met_at.is_(None), introduction.c.id.desc())
    .limit(1)
)  # fmt: skip
ONE = prepared(
    select(introduction.c.id, guild.c.name, introduction.c.asked_by, introduction.c.because, introduction.c.made_at, introduction.c.met_at)
    .join_from(introduction, guild, guild.c.id == introduction.c.guild_id)
    .where(introduction.c.id == bindparam("id"))
)
_LIVE = and_(
    membership.c.guild_id == introduction.c.guild_id, membership.c.person_id == account.c.person_id, membership.c.ended_at.is_(None)
)
PEOPLE = prepared(
    select(introduced.c.account_id, account.c.person_id, introduced.c.yes, membership.c.state)
    .join_from(introduced, introduction, introduction.c.id == introduced.c.introduction_id)
    .join(account, account.c.id == introduced.c.account_id)
    .join(membership, _LIVE, isouter=True)
    .where(introduced.c.introduction_id == bindparam("id"))
    .order_by(introduced.c.account_id)
)
ANSWER = prepared(
    update(introduced)
    .where(introduced.c.introduction_id == bindparam("id"), introduced.c.account_id.in_(_OF_MINE))
    .values(yes=bindparam("yes"))
)
MEET = prepared(update(introduction).where(introduction.c.id == bindparam("id")).values(met_at=bindparam("now")))
_OPEN = select(introduction.c.id).where(introduction.c.met_at.is_(None))
LAPSE = prepared(
    update(introduced)
    .where(introduced.c.yes.is_(None), introduced.c.introduction_id.in_(_OPEN.where(introduction.c.made_at <= bindparam("before"))))
    .values(yes=false())
)
ASKED_OF_ME = prepared(
    select(introduction.c.id)
    .join(introduced, introduced.c.introduction_id == introduction.c.id)
    .where(
        introduced.c.account_id.in_(_OF_MINE), introduced.c.yes.is_(None), introduction.c.met_at.is_(None),
        introduction.c.made_at > bindparam("since"),
    )
    .order_by(introduction.c.id)
)  # fmt: skip
TO = prepared(select(notice.c.account_id).where(notice.c.id == bindparam("id")))
WAYS = prepared(  # the accounts of somebody, the one used last first
    select(account.c.platform, account.c.realm, account.c.external_id, space.c.name)
    .join_from(account, space, space.c.id == account.c.space_id, isouter=True)
    .where(account.c.person_id == bindparam("person"), account.c.detached_at.is_(None))
    .order_by(account.c.acted_at.desc().nulls_last(), account.c.id)
)

# who stands between whom

_who, _whom = account.alias("who"), account.alias("whom")
BLOCKED = prepared(
    select(_who.c.person_id, _whom.c.person_id)
    .join_from(block, _who, _who.c.id == block.c.account_id)
    .join(_whom, and_(_whom.c.id == block.c.blocked_id, _whom.c.person_id != _who.c.person_id))
    .where(among(_who.c.person_id, "people"), among(_whom.c.person_id, "people"))
)
KEPT_APART = prepared(
    select(_who.c.person_id, _whom.c.person_id)
    .join_from(apart, _who, _who.c.id == apart.c.account_id)
    .join(_whom, _whom.c.id == apart.c.other_id)
    .where(among(_who.c.person_id, "people"), among(_whom.c.person_id, "people"))
)

# one's own choices

WANTED = prepared(select(person.c.introductions).where(person.c.id == bindparam("me")))
WANT = prepared(update(person).where(person.c.id == bindparam("me")).values(introductions=bindparam("yes")))
DROP_MINE = prepared(  # a silent no to all that is open
    update(introduced).where(introduced.c.account_id.in_(_OF_MINE), introduced.c.introduction_id.in_(_OPEN)).values(yes=false())
)
_OF_THEM = select(account.c.id).where(account.c.person_id == bindparam("them"))
_WITH_THEM = select(introduced.c.introduction_id).where(introduced.c.account_id.in_(_OF_THEM))
DROP_WITH = prepared(
    update(introduced)
    .where(
        introduced.c.account_id.in_(_OF_MINE), introduced.c.introduction_id.in_(_OPEN), introduced.c.introduction_id.in_(_WITH_THEM)
    )
    .values(yes=false())
)  # fmt: skip
KEEP_APART = prepared(upsert(apart).inline().on_conflict_do_nothing(), "account_id", "other_id")
LIFT = prepared(delete(apart).where(apart.c.account_id.in_(_OF_MINE), apart.c.other_id.in_(_OF_THEM)))
MY_APART = prepared(select(apart.c.other_id).distinct().where(apart.c.account_id.in_(_OF_MINE)).order_by(apart.c.other_id))

# the guild's own round

_IS_WILLING = and_(membership.c.ended_at.is_(None), membership.c.state != MemberState.RESTING, person.c.introductions == true())
WILLING = prepared(
    select(person.c.id, membership.c.account_id, account.c.space_id)
    .join_from(membership, person, person.c.id == membership.c.person_id)
    .join(account, account.c.id == membership.c.account_id)
    .join(guild, guild.c.id == membership.c.guild_id)
    .where(membership.c.guild_id == bindparam("guild"), guild.c.state != GuildState.CLOSED, _IS_WILLING, person.c.erased_at.is_(None))
    .order_by(person.c.id)
)
_HAS_BEGUN = and_(schedule.c.guild_id == guild.c.id, schedule.c.what == "introductions", schedule.c.ended_at.is_(None))
BEGINNING = prepared(  # guilds in which two wish it for the first time
    select(guild.c.id, guild.c.zone)
    .join_from(guild, membership, membership.c.guild_id == guild.c.id)
    .join(person, person.c.id == membership.c.person_id)
    .where(
        _IS_WILLING, guild.c.state != GuildState.CLOSED,
        ~exists(select(literal(1)).where(_HAS_BEGUN)),
    )
    .group_by(guild.c.id, guild.c.zone)
    .having(func.count(person.c.id) > 1)
    .order_by(guild.c.id)
)  # fmt: skip
BEFORE = prepared(
    select(introduction.c.id, introduction.c.made_at, account.c.person_id)
    .join_from(introduction, introduced, introduced.c.introduction_id == introduction.c.id)
    .join(account, account.c.id == introduced.c.account_id)
    .where(introduction.c.guild_id == bindparam("guild"))
    .order_by(introduction.c.id)
)
