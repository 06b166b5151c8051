"""The statements about single digests, lines and what is left out, each declared once."""

from __future__ import annotations

from sqlalchemy import Column, ColumnElement, Integer, and_, bindparam, case, delete, exists, func, insert, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from guildbot import spaces
from guildbot.db.lists import among
from guildbot.db.prepared import prepared
from guildbot.db.tables import (  # fmt: skip
    account,
    ask,
    chapter,
    digest,
    first_line,
    help_,
    kudos,
    left_out,
    membership,
    notice,
    occurrence,
    person,
    receipt,
    schedule,
    shown,
)
from guildbot.kinds import ChapterState, HelpState, NoticeState, OccurrenceState, Visibility

CHAPTER = prepared(
    select(chapter.c.space_id, chapter.c.channel, chapter.c.state).where(
        chapter.c.id == bindparam("id"), chapter.c.state != ChapterState.CLOSED
    )
)
LAST = prepared(  # of this chapter; of all that its guild ever had, if it has no other now
    select(func.max(digest.c.until), func.max(digest.c.week)).where(
        digest.c.guild_id == bindparam("guild"),
        or_(
            digest.c.chapter_id == bindparam("chapter"),
            ~exists(
                select(literal(1)).where(
                    chapter.c.guild_id == bindparam("guild"), chapter.c.id != bindparam("chapter"),
                    chapter.c.state != ChapterState.CLOSED, chapter.c.agreed_by.is_not(None),
                )
            ),
        ),
    )
)  # fmt: skip
LAST_IN_THIS_CHANNEL = prepared(
    select(func.max(digest.c.until), func.max(digest.c.week))
    .join_from(digest, chapter, chapter.c.id == digest.c.chapter_id)
    .where(digest.c.guild_id == bindparam("guild"), chapter.c.space_id == bindparam("space"), chapter.c.channel == bindparam("channel"))
)
FIRST = prepared(select(func.min(occurrence.c.due_at)).where(occurrence.c.schedule_id == bindparam("schedule")))
_OF_CHAPTER = and_(schedule.c.chapter_id == bindparam("chapter"), schedule.c.what == "digest", schedule.c.ended_at.is_(None))
FIRST_OF_CHAPTER = prepared(
    select(func.min(occurrence.c.due_at)).join_from(occurrence, schedule, schedule.c.id == occurrence.c.schedule_id).where(_OF_CHAPTER)
)
NEXT_OF_CHAPTER = prepared(
    select(occurrence.c.due_at, occurrence.c.local_date, chapter.c.state, chapter.c.zone)
    .join_from(occurrence, schedule, schedule.c.id == occurrence.c.schedule_id)
    .join(chapter, chapter.c.id == schedule.c.chapter_id)
    .where(_OF_CHAPTER, occurrence.c.state == OccurrenceState.DUE)
    .order_by(occurrence.c.due_at)
    .limit(1)
)
_latest = digest.alias("latest")
NEXT_OF_GUILD = prepared(  # in which of its channels it comes first, in whose zone, and when its last one was due
    select(
        schedule.c.chapter_id, schedule.c.zone,
        select(func.max(_latest.c.until)).where(_latest.c.guild_id == bindparam("guild")).scalar_subquery(),
    )
    .join_from(occurrence, schedule, schedule.c.id == occurrence.c.schedule_id)
    .where(
        schedule.c.guild_id == bindparam("guild"), schedule.c.what == "digest", schedule.c.ended_at.is_(None),
        schedule.c.chapter_id.is_not(None), occurrence.c.state == OccurrenceState.DUE,
    )
    .order_by(occurrence.c.local_date, occurrence.c.due_at, occurrence.c.id)
    .limit(1)
)  # fmt: skip
BEGIN = prepared(upsert(digest).on_conflict_do_nothing().returning(digest.c.id), "guild_id", "chapter_id", "week", "since", "until")
NOT_POSTED = prepared(delete(digest).where(digest.c.id == bindparam("id")))
GATHERED = prepared(
    update(digest)
    .where(digest.c.id == bindparam("id"))
    .values(gathered_at=bindparam("now"), line_id=bindparam("line"), tells=bindparam("tells"), people=bindparam("people"))
)
GATHERED_OF = prepared(select(digest.c.guild_id, digest.c.week, digest.c.line_id, digest.c.people).where(digest.c.id == bindparam("id")))
SHOWN_NOW = prepared(  # somebody who was joined to another person since is not known under that number any more
    upsert(shown)
    .inline()
    .from_select(
        ["guild_id", "person_id", "week"],
        select(bindparam("guild_id", type_=Integer), person.c.id, bindparam("week", type_=shown.c.week.type)).where(
            person.c.id == bindparam("person_id"), person.c.erased_at.is_(None)
        ),
    )
    .on_conflict_do_nothing()
)
REMEMBERED = prepared(update(digest).where(digest.c.id == bindparam("id")).values(people=None))
_theirs = select(account.c.id).where(account.c.person_id == bindparam("person"))
_THEIR_GUILDS = or_(
    digest.c.guild_id.in_(select(membership.c.guild_id).where(membership.c.person_id == bindparam("person"))),
    digest.c.guild_id.in_(select(kudos.c.guild_id).where(kudos.c.giver_id.in_(_theirs))),
    digest.c.guild_id.in_(
        select(kudos.c.guild_id).join_from(kudos, receipt, receipt.c.kudos_id == kudos.c.id).where(receipt.c.account_id.in_(_theirs))
    ),
)
STANDING = prepared(  # of somebody's guilds, in channels or on their way there
    select(digest.c.id, notice.c.space_id, notice.c.channel)
    .join_from(digest, notice, and_(notice.c.kind == "digest", notice.c.subject == digest.c.id))
    .where(_THEIR_GUILDS, digest.c.gathered_at.is_not(None), or_(notice.c.posted.is_not(None), notice.c.state == NoticeState.SENDING))
    .order_by(digest.c.id)
)
TELLS = prepared(select(digest.c.id, digest.c.tells).where(among(digest.c.id, "digests"), digest.c.gathered_at.is_not(None)))

# first lines

LINE_WENT = prepared(
    update(first_line).where(first_line.c.id == bindparam("id"), first_line.c.week.is_(None)).values(week=bindparam("week"))
)
_MINE = first_line.c.account_id.in_(select(account.c.id).where(account.c.person_id == bindparam("person")))
MY_LINE = prepared(  # for the coming digest
    select(first_line.c.id, first_line.c.words)
    .where(
        _MINE, first_line.c.guild_id == bindparam("guild"), first_line.c.offered_at >= bindparam("since"),
        first_line.c.withdrawn_at.is_(None), first_line.c.week.is_(None),
    )
    .order_by(first_line.c.id.desc())
    .limit(1)
)  # fmt: skip
OFFER_LINE = prepared(insert(first_line).returning(first_line.c.id), "guild_id", "account_id", "words", "offered_at", "space_id")
WITHDRAW_LINE = prepared(
    update(first_line)
    .where(_MINE, first_line.c.id == bindparam("id"), first_line.c.week.is_(None), first_line.c.withdrawn_at.is_(None))
    .values(withdrawn_at=bindparam("now"), words="")
)

# what a caretaker leaves out

LEAVE_OUT = prepared(upsert(left_out).inline().on_conflict_do_nothing(), "guild_id", "week", "kind", "subject", "account_id", "at")
PUT_BACK = prepared(
    delete(left_out).where(
        left_out.c.guild_id == bindparam("guild"), left_out.c.week == bindparam("week"), left_out.c.kind == bindparam("kind"),
        left_out.c.subject == bindparam("subject"),
    )
)  # fmt: skip

# reading on


def _in_a_chapter_of(guild_id: Column[int | None]) -> ColumnElement[bool]:
    """Whether the caller stands in one of the guild's channels."""
    return exists(
        select(literal(1)).where(
            chapter.c.guild_id == guild_id, chapter.c.space_id == bindparam("space"), chapter.c.channel == bindparam("channel"),
            chapter.c.state != ChapterState.CLOSED,
        )
    )  # fmt: skip


_KEEPS_IT = exists(
    select(literal(1))
    .join_from(receipt, account, account.c.id == receipt.c.account_id)
    .join(person, person.c.id == account.c.person_id)
    .where(
        receipt.c.kudos_id == kudos.c.id, receipt.c.link_id.is_(None),
        or_(
            receipt.c.hidden_at.is_not(None),
            receipt.c.kept_at.is_(None),
            func.coalesce(receipt.c.shown, person.c.thanks, literal(Visibility.ME, receipt.c.shown.type), type_=receipt.c.shown.type)
            == Visibility.ME,
        ),
    )
)  # fmt: skip
READABLE_THANKS = prepared(  # stood in a digest, and still may
    select(kudos.c.id, kudos.c.guild_id, case((_in_a_chapter_of(kudos.c.guild_id), 1), else_=0)).where(
        among(kudos.c.id, "thanks"), kudos.c.guild_id.is_not(None), kudos.c.reason.is_not(None), kudos.c.privately.is_(False),
        kudos.c.withdrawn_at.is_(None), ~_KEEPS_IT, spaces.may_be_read(kudos.c.space_id),
    )
)  # fmt: skip
READABLE_HELP = prepared(
    select(
        help_.c.id, help_.c.guild_id, help_.c.what, ask.c.because, help_.c.changed, help_.c.receiver_id, help_.c.helper_id,
        case((_in_a_chapter_of(help_.c.guild_id), 1), else_=0),
    )
    .join_from(help_, ask, ask.c.id == help_.c.ask_id, isouter=True)
    .where(
        among(help_.c.id, "helps"), help_.c.guild_id.is_not(None), help_.c.state == HelpState.CONFIRMED,
        help_.c.space_id == bindparam("space"), help_.c.changed.is_not(None),
    )
    .order_by(help_.c.id)
)  # fmt: skip
