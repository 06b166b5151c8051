"""The statements, each declared once."""

from __future__ import annotations

from sqlalchemy import String, and_, bindparam, func, insert, or_, select

from guildbot.db.prepared import prepared
from guildbot.db.tables import account, chapter, charter, guild, log_entry, membership, notice, occurrence, person, room, schedule, space
from guildbot.guilds.outcomes import FOUND
from guildbot.kinds import ChapterState, GuildState, OccurrenceState, Role
from guildbot.people import SHOWN_NAME

START = prepared(
    insert(guild).returning(guild.c.id),
    "slug", "name", "state", "admission", "listed", "emoji", "zone", "charter", "started_by", "started_at",
)  # fmt: skip
CHARTER = prepared(insert(charter).inline(), "guild_id", "version", "purpose", "norms", "value_words", "adopted_at")
CHAPTER = prepared(insert(chapter).inline(), "guild_id", "space_id", "channel", "zone", "state", "asked_by", "asked_at", "agreed_by")
FOUNDER = prepared(insert(membership).inline(), "guild_id", "person_id", "account_id", "role", "founder", "state", "since")
ENTER = prepared(insert(log_entry).inline(), "guild_id", "account_id", "act", "subject", "at")
CARDS_POSTED = prepared(
    select(notice.c.space_id, notice.c.channel).where(
        notice.c.kind == "guild-card", notice.c.subject == bindparam("id"), notice.c.posted.is_not(None)
    )
)
LIVE = and_(membership.c.guild_id == guild.c.id, membership.c.person_id == bindparam("person"), membership.c.ended_at.is_(None))
MINE = prepared(
    select(guild.c.slug, guild.c.name, guild.c.state, membership.c.role, membership.c.state)
    .join_from(guild, membership, LIVE)
    .where(guild.c.state != GuildState.CLOSED)
    .order_by(guild.c.name, guild.c.id)
)
MINE_IDS = prepared(
    select(guild.c.id, guild.c.slug, guild.c.name)
    .join_from(guild, membership, LIVE)
    .where(guild.c.state != GuildState.CLOSED)
    .order_by(guild.c.name, guild.c.id)
)
BY_NAME = prepared(
    select(guild.c.id, guild.c.slug, guild.c.name, guild.c.listed).where(
        or_(guild.c.slug == bindparam("slug"), func.lower(guild.c.name) == bindparam("name", type_=String)),
        guild.c.state != GuildState.CLOSED,
    )
)
IN_FORCE = and_(charter.c.guild_id == guild.c.id, charter.c.version == guild.c.charter)
FIND = prepared(
    select(guild.c.slug, guild.c.name, charter.c.purpose)
    .join_from(guild, charter, IN_FORCE)
    .where(
        guild.c.listed, guild.c.state != GuildState.CLOSED,
        or_(
            func.lower(guild.c.name).like(bindparam("like", type_=String), escape="\\"),
            func.lower(charter.c.purpose).like(bindparam("like", type_=String), escape="\\"),
        ),
    )
    .order_by(guild.c.name, guild.c.id)
    .limit(FOUND)
)  # fmt: skip
CARD = prepared(
    select(guild.c.slug, guild.c.name, charter.c.purpose, charter.c.norms, charter.c.value_words, guild.c.emoji, guild.c.state)
    .join_from(guild, charter, IN_FORCE)
    .where(guild.c.id == bindparam("id"))
)
ROOMS = prepared(
    select(space.c.platform, space.c.external_id, space.c.name, chapter.c.channel, func.coalesce(room.c.name, ""))
    .join_from(chapter, space, space.c.id == chapter.c.space_id)
    .join(room, and_(room.c.space_id == chapter.c.space_id, room.c.channel == chapter.c.channel), isouter=True)
    .where(chapter.c.guild_id == bindparam("guild"), chapter.c.state != ChapterState.CLOSED, chapter.c.agreed_by.is_not(None))
    .order_by(chapter.c.id)
)
HOW_MANY = prepared(select(func.count(membership.c.id)).where(membership.c.guild_id == bindparam("guild"), membership.c.ended_at.is_(None)))
MEMBERS = prepared(
    select(SHOWN_NAME, membership.c.role, membership.c.state)
    .join_from(membership, person, person.c.id == membership.c.person_id)
    .join(account, account.c.id == membership.c.account_id)
    .where(membership.c.guild_id == bindparam("guild"), membership.c.ended_at.is_(None))
    .order_by(func.lower(SHOWN_NAME), person.c.id)
    .limit(200)
)
LOG = prepared(
    select(log_entry.c.at, SHOWN_NAME, log_entry.c.act, log_entry.c.subject)
    .join_from(log_entry, account, account.c.id == log_entry.c.account_id)
    .join(person, person.c.id == account.c.person_id)
    .where(log_entry.c.guild_id == bindparam("guild"))
    .order_by(log_entry.c.id.desc())
    .limit(5)
)
NEXT_DIGEST = prepared(
    select(occurrence.c.due_at)
    .join_from(occurrence, schedule, schedule.c.id == occurrence.c.schedule_id)
    .where(
        schedule.c.guild_id == bindparam("guild"), schedule.c.what == "digest", schedule.c.ended_at.is_(None),
        occurrence.c.state == OccurrenceState.DUE,
    )
    .order_by(occurrence.c.due_at, occurrence.c.id)
    .limit(1)
)  # fmt: skip
IS_MEMBER = prepared(
    select(membership.c.role).where(
        membership.c.guild_id == bindparam("guild"), membership.c.person_id == bindparam("person"), membership.c.ended_at.is_(None)
    )
)
STEWARDS = prepared(
    select(membership.c.account_id).where(
        membership.c.guild_id == bindparam("guild"), membership.c.ended_at.is_(None), membership.c.role == Role.STEWARD
    )
)
OPEN_CHAPTERS = prepared(
    select(chapter.c.id, chapter.c.zone).where(
        chapter.c.guild_id == bindparam("guild"), chapter.c.state != ChapterState.CLOSED, chapter.c.agreed_by.is_not(None)
    )
)
OF_ROOM = prepared(
    select(guild.c.id, guild.c.name)
    .join_from(chapter, guild, guild.c.id == chapter.c.guild_id)
    .where(chapter.c.space_id == bindparam("space"), chapter.c.channel == bindparam("channel"), chapter.c.state != ChapterState.CLOSED)
)
ZONE = prepared(select(guild.c.zone).where(guild.c.id == bindparam("guild")))
