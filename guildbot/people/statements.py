"""The statements, each declared once."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    ColumnElement,
    String,
    and_,
    bindparam,
    case,
    cast,
    delete,
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
from sqlalchemy.dialects.postgresql import insert as upsert

from guildbot.db.prepared import prepared
from guildbot.db.tables import account, block, chapter, guild, link, membership, met, notice, person, room, space
from guildbot.kinds import ChapterState, LinkState, NoticeState
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
THE_IDENTITY = and_(
    account.c.platform == bindparam("platform"), account.c.realm == bindparam("realm"), account.c.external_id == bindparam("external_id")
)
THE_ACCOUNT = and_(THE_IDENTITY, account.c.detached_at.is_(None))  # rule P2: at most one
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
_mine_too = account.alias("mine_too")
_WAITS_FOR_IT = exists(select(literal(1)).where(notice.c.account_id == _mine_too.c.id, notice.c.state == NoticeState.WAITING))
_SOMETHING_WAITS = exists(  # one inside the other, so that SQLite looks at this person's accounts and not at all that waits
    select(literal(1)).where(_mine_too.c.person_id == account.c.person_id, _WAITS_FOR_IT.correlate(_mine_too))
)
WHO_AND_WHERE = (
    select(
        *WHO, space.c.id, space.c.name, room.c.greeted_at, room.c.disallowed_at, chapter.c.id, guild.c.id,
        guild.c.slug, guild.c.name, guild.c.state, guild.c.emoji, met.c.space_id, _SOMETHING_WAITS,
    )
    .join_from(account, person, person.c.id == account.c.person_id)
    .join(space, THE_SPACE, isouter=True)
    .join(met, and_(met.c.account_id == account.c.id, met.c.space_id == space.c.id), isouter=True)
    .join(room, and_(room.c.space_id == space.c.id, room.c.channel == bindparam("place_channel")), isouter=True)
    .join(
        chapter,
        and_(
            chapter.c.space_id == space.c.id, chapter.c.channel == bindparam("place_channel"), chapter.c.state != ChapterState.CLOSED,
            chapter.c.agreed_by.is_not(None), room.c.disallowed_at.is_(None),
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
_blocker, _blocked = account.alias("blocker"), account.alias("blocked")
_BLOCKS_ME = (
    block.join(_blocker, _blocker.c.id == block.c.account_id)
    .join(
        _blocked,
        and_(_blocked.c.id == block.c.blocked_id, _blocked.c.person_id == bindparam("me"), _blocked.c.person_id != _blocker.c.person_id),
    )
)  # fmt: skip
_SEEN = (
    select(
        *WHO, space.c.kind,
        exists(select(literal(1)).where(met.c.account_id == account.c.id, met.c.space_id == bindparam("here"))),
        exists(select(literal(1)).select_from(_mine).join(_theirs, _SHARED_GUILD).where(_theirs.c.person_id == account.c.person_id)),
        exists(select(literal(1)).select_from(_BLOCKS_ME).where(_blocker.c.person_id == account.c.person_id)),
    )
    .join_from(account, person, person.c.id == account.c.person_id)
    .join(space, space.c.id == account.c.space_id, isouter=True)
)  # fmt: skip
KNOWN = prepared(_SEEN.where(THE_ACCOUNT))
KNOWN_BY_ID = prepared(_SEEN.where(account.c.id == bindparam("id")))
_reader, _mine_to_read, _unheard = account.alias("reader"), account.alias("mine_to_read"), account.alias("unheard")
BLOCKED_BY = (  # people from whom nothing may reach the person of `account`
    select(_unheard.c.person_id)
    .join_from(block, _unheard, _unheard.c.id == block.c.blocked_id)
    .join(_mine_to_read, _mine_to_read.c.id == block.c.account_id)
    .join(_reader, _reader.c.person_id == _mine_to_read.c.person_id)
    .where(_reader.c.id == bindparam("account"), _unheard.c.person_id != _reader.c.person_id)  # one is not kept from oneself
)
UNHEARD = prepared(BLOCKED_BY.distinct())
BLOCKING = prepared(select(_blocker.c.person_id).distinct().select_from(_BLOCKS_ME))
BY_ACCOUNT = prepared(
    select(*WHO, space.c.kind, account.c.platform, account.c.realm, account.c.external_id)
    .join_from(account, person, person.c.id == account.c.person_id)
    .join(space, space.c.id == account.c.space_id, isouter=True)
    .where(account.c.id == bindparam("id"))
)
NEW_PERSON = prepared(insert(person).returning(person.c.id), "questions", "about", "named", "reminder", "introductions", "made_at")
NEW_ACCOUNT = prepared(
    insert(account).returning(account.c.id),
    "platform", "realm", "external_id", "person_id", "space_id", "name", "bot", "locale", "looked_up_at",
)  # fmt: skip
SEEN_HERE = prepared(upsert(met).inline().on_conflict_do_nothing(), "account_id", "space_id")
NOT_SEEN = prepared(delete(met).where(met.c.account_id == bindparam("id")))
_FELLOWS = select(_theirs.c.person_id).select_from(_mine).join(_theirs, _SHARED_GUILD)
_IS_NO_BOT = or_(account.c.bot.is_(None), account.c.bot.is_(False))
_IS_NEAR = account.c.id.in_(  # each of the two ways to be near is an index of its own
    union(
        select(met.c.account_id).where(met.c.space_id == bindparam("space")),
        select(account.c.id).where(account.c.person_id.in_(_FELLOWS)),
    )
)
CALLED = prepared(
    select(person.c.id, SHOWN_NAME, account.c.platform, account.c.realm, account.c.external_id, account.c.detached_at)
    .join_from(account, person, person.c.id == account.c.person_id)
    .where(
        or_(
            person.c.id == bindparam("id"),
            func.lower(SHOWN_NAME).like(bindparam("start", type_=String), escape="\\"),
            func.lower(SHOWN_NAME).like(bindparam("later", type_=String), escape="\\"),
        ),
        _IS_NO_BOT,
        _IS_NEAR,
    )
    .order_by(person.c.id, account.c.id)
    .limit(200)
)
ASKED_ABOUT = prepared(  # the words stand in a list: what is found here may hold what was typed
    select(person.c.id, SHOWN_NAME, account.c.platform, account.c.realm, account.c.external_id, person.c.about)
    .join_from(account, person, person.c.id == account.c.person_id)
    .where(
        cast(person.c.about, String) != "[]",
        func.upper(cast(person.c.about, String)).like(bindparam("like", type_=String), escape="\\"),  # ASCII; SQLite's own is quick
        person.c.id.not_in(BLOCKED_BY),
        _IS_NO_BOT,
        _IS_NEAR,
    )
    .order_by(person.c.id, account.c.id)
    .limit(500)
)
PROFILE = prepared(
    select(
        person.c.name,
        person.c.zone,
        person.c.quiet_from,
        person.c.quiet_until,
        person.c.thanks,
        person.c.questions,
        person.c.about,
        person.c.named,
        person.c.reminder,
        person.c.waits_at,
    ).where(person.c.id == bindparam("id"))
)
CHANGE = prepared(
    update(person)
    .where(person.c.id == bindparam("id"))
    .values(
        name=bindparam("name"), zone=bindparam("zone"), quiet_from=bindparam("quiet_from"), quiet_until=bindparam("quiet_until"),
        thanks=bindparam("thanks"), questions=bindparam("questions"), about=bindparam("about"), named=bindparam("named"),
        reminder=bindparam("reminder"),
    )
)  # fmt: skip
CHOICES = prepared(
    update(person)
    .where(person.c.id == bindparam("id"))
    .values(thanks=bindparam("thanks"), questions=bindparam("questions"), named=bindparam("named"), reminder=bindparam("reminder"))
)
WAIT = prepared(update(person).where(person.c.id == bindparam("id")).values(waits_at=bindparam("at", type_=person.c.waits_at.type)))
WAITED = prepared(  # a later day stays: it was told somewhere further east
    update(person)
    .where(person.c.id == bindparam("id"), or_(person.c.waited_on.is_(None), person.c.waited_on < bindparam("day")))
    .values(waited_on=bindparam("day"))
)
CHOSEN_SINCE = prepared(  # by whoever became one with somebody else: undoing that leaves their word as it is
    update(link)
    .where(
        link.c.state == LinkState.MADE,
        link.c.account_id.in_(select(account.c.id).where(account.c.person_id == bindparam("person"))),
    )
    .values(thanks=bindparam("thanks"))
)
CHOOSE = prepared(update(person).where(person.c.id == bindparam("id")).values(thanks=bindparam("thanks")))
UNKNOWN = prepared(
    select(account.c.id, account.c.realm, account.c.external_id, space.c.external_id)
    .join(space, space.c.id == account.c.space_id)
    .where(
        account.c.looked_up_at.is_(None), account.c.platform == bindparam("platform"), account.c.detached_at.is_(None),
        space.c.removed_at.is_(None),
    )
    .order_by(account.c.id)
    .limit(20)
)  # fmt: skip
STRANGER = prepared(select(account.c.id).where(account.c.id == bindparam("id"), account.c.acted_at.is_(None)))
LOOKED = prepared(update(account).where(account.c.id == bindparam("id")).values(looked_up_at=bindparam("now")))
LEARN = prepared(
    update(account)
    .where(account.c.id == bindparam("id"))
    .values(
        name=func.coalesce(func.nullif(SAID_NAME, ""), account.c.name), bot=bindparam("bot"),
        zone=func.coalesce(bindparam("zone", type_=String), account.c.zone),
        locale=func.coalesce(bindparam("locale", type_=String), account.c.locale), looked_up_at=bindparam("now"),
    )
)  # fmt: skip
