"""The statements, each declared once."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    ColumnElement,
    String,
    and_,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    union,
    update,
)

from guildbot.db.prepared import prepared
from guildbot.db.tables import account, chapter, guild, membership, person, room, space
from guildbot.kinds import ChapterState
from guildbot.people.outcomes import SAID_NAME

SHOWN_NAME: ColumnElement[str] = func.coalesce(person.c.name, account.c.name, type_=String)
_zone_here = chapter.alias("zone_here")
CHAPTERS_ZONE = (
    select(_zone_here.c.zone)
    .where(_zone_here.c.space_id == account.c.space_id, _zone_here.c.state != ChapterState.CLOSED)
    .order_by(_zone_here.c.id)
    .limit(literal_column("1"))
    .scalar_subquery()
)
ZONE: ColumnElement[str | None] = func.coalesce(person.c.zone, account.c.zone, CHAPTERS_ZONE, type_=String)
WHO = (
    account.c.id, account.c.person_id, SHOWN_NAME, account.c.space_id, person.c.thanks, ZONE,
    person.c.quiet_from, person.c.quiet_until, account.c.acted_at, account.c.bot,
)  # fmt: skip
THE_ACCOUNT = and_(
    account.c.platform == bindparam("platform"), account.c.realm == bindparam("realm"), account.c.external_id == bindparam("external_id")
)
THE_SPACE = and_(space.c.platform == bindparam("place_platform"), space.c.external_id == bindparam("place_space"))
ARRIVE = prepared(
    update(account)
    .where(THE_ACCOUNT)
    .values(
        acted_at=bindparam("now"),
        unreachable_at=None,
        space_id=func.coalesce(select(space.c.id).where(THE_SPACE).scalar_subquery(), account.c.space_id),
        name=case(
            (and_(SAID_NAME != "", or_(bindparam("sure", type_=Boolean), account.c.looked_up_at.is_(None))), SAID_NAME),
            else_=account.c.name,
        ),
        locale=func.coalesce(bindparam("locale", type_=String), account.c.locale),
    )
)
WHO_AND_WHERE = (
    select(
        *WHO, space.c.id, space.c.name, room.c.greeted_at, chapter.c.id, guild.c.id,
        guild.c.slug, guild.c.name, guild.c.state, guild.c.emoji,
    )
    .join_from(account, person, person.c.id == account.c.person_id)
    .join(space, THE_SPACE, isouter=True)
    .join(room, and_(room.c.space_id == space.c.id, room.c.channel == bindparam("place_channel")), isouter=True)
    .join(
        chapter,
        and_(
            chapter.c.space_id == space.c.id, chapter.c.channel == bindparam("place_channel"), chapter.c.state != ChapterState.CLOSED,
            chapter.c.agreed_by.is_not(None),
        ),
        isouter=True,
    )
    .join(guild, guild.c.id == chapter.c.guild_id, isouter=True)
    .where(THE_ACCOUNT)
)  # fmt: skip
ARRIVED = prepared(WHO_AND_WHERE)
ARRIVED_ALONE = prepared(WHO_AND_WHERE.with_for_update(of=person, key_share=True))  # limits on what a person does hang on this row
_mine, _theirs = membership.alias("mine"), membership.alias("theirs")
_SHARED_GUILD = and_(
    _theirs.c.guild_id == _mine.c.guild_id, _mine.c.person_id == bindparam("me"), _mine.c.ended_at.is_(None), _theirs.c.ended_at.is_(None)
)
KNOWN = prepared(
    select(
        *WHO, space.c.kind,
        or_(
            account.c.space_id == bindparam("here"),
            exists(select(literal(1)).select_from(_mine).join(_theirs, _SHARED_GUILD).where(_theirs.c.person_id == account.c.person_id)),
        ),
    )
    .join_from(account, person, person.c.id == account.c.person_id)
    .join(space, space.c.id == account.c.space_id, isouter=True)
    .where(THE_ACCOUNT)
)  # fmt: skip
BY_ACCOUNT = prepared(
    select(*WHO, space.c.kind, account.c.platform, account.c.realm, account.c.external_id)
    .join_from(account, person, person.c.id == account.c.person_id)
    .join(space, space.c.id == account.c.space_id, isouter=True)
    .where(account.c.id == bindparam("id"))
)
NEW_PERSON = prepared(insert(person).returning(person.c.id), "questions", "about", "named", "made_at")
NEW_ACCOUNT = prepared(
    insert(account).inline(), "platform", "realm", "external_id", "person_id", "space_id", "name", "bot", "locale", "looked_up_at"
)
_FELLOWS = select(_theirs.c.person_id).select_from(_mine).join(_theirs, _SHARED_GUILD)
CALLED = prepared(  # each of the two ways to be near is an index of its own
    select(person.c.id, SHOWN_NAME, account.c.platform, account.c.realm, account.c.external_id)
    .join_from(account, person, person.c.id == account.c.person_id)
    .where(
        or_(
            person.c.id == bindparam("id"),
            func.lower(SHOWN_NAME).like(bindparam("start", type_=String), escape="\\"),
            func.lower(SHOWN_NAME).like(bindparam("later", type_=String), escape="\\"),
        ),
        or_(account.c.bot.is_(None), account.c.bot.is_(False)),
        account.c.id.in_(
            union(
                select(account.c.id).where(account.c.space_id == bindparam("space")),
                select(account.c.id).where(account.c.person_id.in_(_FELLOWS)),
            )
        ),
    )
    .order_by(person.c.id, account.c.id)
    .limit(200)
)
PROFILE = prepared(
    select(person.c.name, person.c.zone, person.c.quiet_from, person.c.quiet_until, person.c.thanks, person.c.questions).where(
        person.c.id == bindparam("id")
    )
)
CHANGE = prepared(
    update(person)
    .where(person.c.id == bindparam("id"))
    .values(
        name=bindparam("name"), zone=bindparam("zone"), quiet_from=bindparam("quiet_from"), quiet_until=bindparam("quiet_until"),
        thanks=bindparam("thanks"), questions=bindparam("questions"),
    )
)  # fmt: skip
CHOOSE = prepared(update(person).where(person.c.id == bindparam("id")).values(thanks=bindparam("thanks")))
UNKNOWN = prepared(
    select(account.c.id, account.c.realm, account.c.external_id, space.c.external_id)
    .join(space, space.c.id == account.c.space_id)
    .where(account.c.looked_up_at.is_(None), account.c.platform == bindparam("platform"), space.c.removed_at.is_(None))
    .order_by(account.c.id)
    .limit(20)
)
STRANGER = prepared(select(account.c.id).where(account.c.id == bindparam("id"), account.c.acted_at.is_(None)))
LOOKED = prepared(update(account).where(account.c.id == bindparam("id")).values(looked_up_at=bindparam("now")))
LEARN = prepared(
    update(account)
    .where(account.c.id == bindparam("id"))
    .values(
        name=bindparam("name"), bot=bindparam("bot"), zone=bindparam("zone"),
        locale=func.coalesce(bindparam("locale", type_=String), account.c.locale), looked_up_at=bindparam("now"),
    )
)  # fmt: skip
