"""The statements, each declared once."""

from __future__ import annotations

from sqlalchemy import String, and_, bindparam, exists, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from guildbot.db.prepared import prepared
from guildbot.db.tables import chapter, guild, membership, notice, room, space
from guildbot.guilds.statements import REACHABLE_STEWARDS, STEWARDS
from guildbot.kinds import ChapterState, NoticeState

__all__ = ["REACHABLE_STEWARDS", "STEWARDS"]

_ROOM = (space.c.platform, space.c.external_id, space.c.name, chapter.c.channel, func.coalesce(room.c.name, ""))
_JOINED = (
    chapter.join(guild, guild.c.id == chapter.c.guild_id)
    .join(space, space.c.id == chapter.c.space_id)
    .join(room, and_(room.c.space_id == chapter.c.space_id, room.c.channel == chapter.c.channel), isouter=True)
)
_FOUND = (
    select(
        chapter.c.id, chapter.c.guild_id, guild.c.name, guild.c.slug, chapter.c.state, chapter.c.agreed_by, room.c.disallowed_at,
        chapter.c.opened_at, chapter.c.zone, chapter.c.asked_by, chapter.c.space_id, *_ROOM,
    )
    .select_from(_JOINED)
    .where(chapter.c.state != ChapterState.CLOSED)
)  # fmt: skip
_HERE = and_(chapter.c.space_id == bindparam("space"), chapter.c.channel == bindparam("channel"))
AT = prepared(_FOUND.where(_HERE))
BY_ID = prepared(_FOUND.where(chapter.c.id == bindparam("id")))
IN_ROOM = prepared(
    _FOUND.where(
        space.c.platform == bindparam("platform"),
        space.c.external_id == bindparam("external_id"),
        chapter.c.channel == bindparam("channel"),
    )
)
IN_SPACE = prepared(_FOUND.where(chapter.c.space_id == bindparam("space")).order_by(chapter.c.id))
HOMES = prepared(
    select(chapter.c.state, *_ROOM)
    .select_from(_JOINED)
    .where(
        chapter.c.state != ChapterState.CLOSED, chapter.c.agreed_by.is_not(None), space.c.platform == bindparam("platform"),
        or_(bindparam("external_id", type_=String) == "", space.c.external_id == bindparam("external_id", type_=String)),
    )
    .order_by(chapter.c.id)
)  # fmt: skip
CLOSED_ONE = prepared(
    select(chapter.c.guild_id, guild.c.name, guild.c.slug, chapter.c.space_id, *_ROOM)
    .select_from(_JOINED)
    .where(chapter.c.id == bindparam("id"))
)
LIVE = prepared(
    select(chapter.c.id, chapter.c.space_id)
    .where(chapter.c.guild_id == bindparam("guild"), chapter.c.state != ChapterState.CLOSED, chapter.c.agreed_by.is_not(None))
    .order_by(chapter.c.id)
)
EARLIER = prepared(select(chapter.c.id).where(chapter.c.guild_id == bindparam("guild"), chapter.c.id < bindparam("id")).limit(1))
SPACE = prepared(select(space.c.id).where(space.c.platform == bindparam("platform"), space.c.external_id == bindparam("external_id")))
HOLDS = prepared(select(space.c.holds).where(space.c.id == bindparam("space")))
MEMBERS = prepared(select(membership.c.account_id).where(membership.c.guild_id == bindparam("guild"), membership.c.ended_at.is_(None)))

ASK = prepared(  # one a channel, however many ask at the same moment (rule G2)
    upsert(chapter).on_conflict_do_nothing().returning(chapter.c.id),
    "guild_id", "space_id", "channel", "zone", "state", "asked_by", "asked_at", "agreed_by", "locale",
)  # fmt: skip
_THIS = chapter.c.id == bindparam("id")
AGREE = prepared(update(chapter).where(_THIS).values(agreed_by=bindparam("by")))
ASKED_BY = prepared(update(chapter).where(_THIS).values(asked_by=bindparam("by")))
OPENED = prepared(update(chapter).where(_THIS).values(state=ChapterState.OPEN, opened_at=bindparam("now"), paused_at=None))
PAUSE = prepared(update(chapter).where(_THIS).values(state=ChapterState.PAUSED, paused_at=bindparam("now")))
CLOSE = prepared(update(chapter).where(_THIS).values(state=ChapterState.CLOSED, closed_at=bindparam("now")))
LAPSE = prepared(
    update(chapter)
    .where(chapter.c.agreed_by.is_(None), chapter.c.state == ChapterState.OPENING, chapter.c.asked_at <= bindparam("before"))
    .values(state=ChapterState.CLOSED, closed_at=bindparam("now"))
)
_DISALLOWED = exists(
    select(literal(1)).where(room.c.space_id == chapter.c.space_id, room.c.channel == chapter.c.channel, room.c.disallowed_at.is_not(None))
)
GOES_ON = prepared(
    update(chapter)
    .where(
        _HERE,
        chapter.c.state != ChapterState.CLOSED,
        chapter.c.state == ChapterState.PAUSED,
        chapter.c.opened_at.is_not(None),
        ~_DISALLOWED,
    )
    .values(state=ChapterState.OPEN, paused_at=None)
)
_THERE = and_(notice.c.space_id == bindparam("space"), notice.c.channel == bindparam("channel"))
COMES = prepared(
    select(notice.c.id)
    .where(_THERE, notice.c.kind == bindparam("kind"), or_(notice.c.state == NoticeState.OWED, notice.c.state == NoticeState.SENDING))
    .limit(1)
)
DROP_POSTS = prepared(
    update(notice)
    .where(
        _THERE, notice.c.state == NoticeState.OWED,
        or_(*(notice.c.kind == kind for kind in ("guild-card", "chapter-again", "kudos-post", "question", "digest"))),
    )
    .values(state=NoticeState.DROPPED, why=bindparam("why"))
)  # fmt: skip
