"""The statements, each declared once."""

from __future__ import annotations

from sqlalchemy import String, and_, bindparam, exists, func, insert, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from guildbot.db.prepared import prepared
from guildbot.db.tables import (
    account,
    candidacy,
    chapter,
    charter,
    guild,
    log_entry,
    membership,
    met,
    notice,
    occurrence,
    person,
    room,
    schedule,
    space,
)
from guildbot.guilds.outcomes import FOUND
from guildbot.kinds import CandidacyState, ChapterState, GuildState, OccurrenceState, Role
from guildbot.people import SHOWN_NAME

START = prepared(
    insert(guild).returning(guild.c.id),
    "slug", "name", "state", "admission", "listed", "emoji", "zone", "charter", "started_by", "started_at",
)  # fmt: skip
CHARTER = prepared(insert(charter).inline(), "guild_id", "version", "purpose", "norms", "value_words", "adopted_at")
CHAPTER = prepared(  # one a channel, however many begin at the same moment (rule G2)
    upsert(chapter).inline().on_conflict_do_nothing(),
    "guild_id", "space_id", "channel", "zone", "state", "asked_by", "asked_at", "agreed_by", "locale",
)  # fmt: skip
LOCALE = prepared(select(account.c.locale).where(account.c.id == bindparam("id")))
FOUNDER = prepared(insert(membership).inline(), "guild_id", "person_id", "account_id", "role", "founder", "state", "since")
ENTER = prepared(insert(log_entry).inline(), "guild_id", "account_id", "act", "subject", "at")
CARDS_POSTED = prepared(
    select(notice.c.space_id, notice.c.channel)
    .distinct()
    .join(space, space.c.id == notice.c.space_id)
    .where(notice.c.kind == "guild-card", notice.c.subject == bindparam("id"), notice.c.posted.is_not(None), space.c.removed_at.is_(None))
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
    select(
        guild.c.slug,
        guild.c.name,
        charter.c.purpose,
        charter.c.norms,
        charter.c.value_words,
        guild.c.emoji,
        guild.c.state,
        guild.c.admission,
    )
    .join_from(guild, charter, IN_FORCE)
    .where(guild.c.id == bindparam("id"))
)
ROOMS = prepared(
    select(
        space.c.platform,
        space.c.external_id,
        space.c.name,
        chapter.c.channel,
        func.coalesce(room.c.name, ""),
        chapter.c.state,
        space.c.holds,
    )
    .join_from(chapter, space, space.c.id == chapter.c.space_id)
    .join(room, and_(room.c.space_id == chapter.c.space_id, room.c.channel == chapter.c.channel), isouter=True)
    .where(chapter.c.guild_id == bindparam("guild"), chapter.c.state != ChapterState.CLOSED, chapter.c.agreed_by.is_not(None))
    .order_by(chapter.c.id)
)
HOW_MANY = prepared(select(func.count(membership.c.id)).where(membership.c.guild_id == bindparam("guild"), membership.c.ended_at.is_(None)))
MEMBERS = prepared(
    select(SHOWN_NAME, membership.c.role, person.c.about)
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
CHAPTER_NAMES = prepared(
    select(space.c.name, func.coalesce(room.c.name, ""))
    .join_from(chapter, space, space.c.id == chapter.c.space_id)
    .join(room, and_(room.c.space_id == chapter.c.space_id, room.c.channel == chapter.c.channel), isouter=True)
    .where(chapter.c.id == bindparam("id"))
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
_live_account = account.alias("live")
_we_are_in = space.alias("we_are_in")
_IS_SOMEWHERE = or_(  # where every Space that knows it has put the bot out, an account is no way in (rule G1)
    _live_account.c.space_id.is_(None),
    exists(
        select(literal(1))
        .select_from(_we_are_in)
        .where(
            _we_are_in.c.removed_at.is_(None),
            or_(
                _we_are_in.c.id == _live_account.c.space_id,
                _we_are_in.c.id.in_(select(met.c.space_id).where(met.c.account_id == _live_account.c.id).correlate(_live_account)),
            ),
        )
    ),
)
_LIVE_ACCOUNT = and_(_live_account.c.person_id == membership.c.person_id, _live_account.c.detached_at.is_(None), _IS_SOMEWHERE)
HAS_A_WAY_IN = exists(select(literal(1)).where(_LIVE_ACCOUNT))
CAN_BE_WRITTEN_TO = exists(select(literal(1)).where(_LIVE_ACCOUNT, _live_account.c.unreachable_at.is_(None)))
STEWARDS = prepared(  # who can still act; an account that was switched off cannot
    select(membership.c.account_id).where(
        membership.c.guild_id == bindparam("guild"), membership.c.ended_at.is_(None), membership.c.role == Role.STEWARD, HAS_A_WAY_IN
    )
)
REACHABLE_STEWARDS = prepared(
    select(membership.c.account_id).where(
        membership.c.guild_id == bindparam("guild"), membership.c.ended_at.is_(None), membership.c.role == Role.STEWARD, CAN_BE_WRITTEN_TO
    )
)
MY_CANDIDACY = prepared(
    select(candidacy.c.id)
    .join(account, account.c.id == candidacy.c.account_id)
    .where(candidacy.c.guild_id == bindparam("guild"), candidacy.c.state == CandidacyState.OPEN, account.c.person_id == bindparam("person"))
)
ASKED_TO_JOIN = prepared(
    select(guild.c.slug, guild.c.name)
    .join_from(candidacy, guild, guild.c.id == candidacy.c.guild_id)
    .join(account, account.c.id == candidacy.c.account_id)
    .where(account.c.person_id == bindparam("person"), candidacy.c.state == CandidacyState.OPEN, guild.c.state != GuildState.CLOSED)
    .order_by(guild.c.name, guild.c.id)
)
ADMISSION = prepared(select(guild.c.admission, guild.c.state).where(guild.c.id == bindparam("guild")))
CHANGE_ADMISSION = prepared(update(guild).where(guild.c.id == bindparam("guild")).values(admission=bindparam("admission")))
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
SETTINGS = prepared(select(guild.c.emoji, guild.c.zone, guild.c.listed, guild.c.admission).where(guild.c.id == bindparam("id")))
SET_GUILD = prepared(
    update(guild).where(guild.c.id == bindparam("id")).values(zone=bindparam("zone"), emoji=bindparam("emoji"), listed=bindparam("listed"))
)
SET_CHAPTER_ZONE = prepared(update(chapter).where(chapter.c.id == bindparam("id")).values(zone=bindparam("zone")))
_HAS_A_DIGEST = and_(schedule.c.chapter_id == chapter.c.id, schedule.c.what == "digest", schedule.c.ended_at.is_(None))
DIGEST_CHAPTERS = prepared(
    select(chapter.c.id, chapter.c.zone)
    .join_from(schedule, chapter, _HAS_A_DIGEST)
    .where(chapter.c.guild_id == bindparam("guild"))
    .order_by(chapter.c.id)
)
CHAPTER_ROOMS = prepared(
    select(chapter.c.id, space.c.platform, space.c.external_id, space.c.name, chapter.c.channel, func.coalesce(room.c.name, ""))
    .join_from(chapter, space, space.c.id == chapter.c.space_id)
    .join(room, and_(room.c.space_id == chapter.c.space_id, room.c.channel == chapter.c.channel), isouter=True)
    .where(chapter.c.guild_id == bindparam("guild"), chapter.c.state != ChapterState.CLOSED, chapter.c.agreed_by.is_not(None))
    .order_by(chapter.c.id)
)
