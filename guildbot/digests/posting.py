"""From the clock to the channel: a digest is owed, gathered when it goes, and remembered when it went."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from guildbot import calendar
from guildbot.calendar import Due
from guildbot.db.lists import listed
from guildbot.digests import statements as sql
from guildbot.digests.gathering import weeks
from guildbot.digests.outcomes import Digest
from guildbot.kinds import ChapterState
from guildbot.work import Work


def post(work: Work, due: Due) -> str | None:
    """The clock's part: owe the chapter its digest for this week. What it says is gathered when it goes.

    A week that was skipped is taken up by the next digest; a channel that comes after another goes on where that one ended.
    """
    if due.chapter is None or (found := work.first(sql.CHAPTER, id=due.chapter)) is None:
        return "the channel is closed"
    space_id, channel, state = found
    if state is not ChapterState.OPEN:
        return f"the channel is {state.value}"
    week = calendar.iso_week(due.local_date)
    last, last_week = work.one(sql.LAST, chapter=due.chapter, guild=due.guild)
    before, before_week = work.one(sql.LAST_IN_THIS_CHANNEL, guild=due.guild, space=space_id, channel=channel)
    if week <= max(last_week or "", before_week or ""):
        return f"{week} had its digest already"
    (first,) = work.one(sql.FIRST, schedule=due.schedule)
    since = _since(last, before, first or due.due_at)
    made = work.first(sql.BEGIN, guild_id=due.guild, chapter_id=due.chapter, week=week, since=since, until=due.due_at)
    if made is None:
        return f"{week} had its digest already"
    work.tell("digest", made[0], room=(space_id, channel), key=f"digest:{due.chapter}:{week}")
    return None


def coming(work: Work, guild: int, chapter: int, due_at: datetime, week: str) -> int | None:
    """A digest of the coming week as `post` will begin it; None when that week has one already. Whoever looks takes it away again."""
    found = work.first(sql.CHAPTER, id=chapter)
    if found is None:
        return None
    last, _ = work.one(sql.LAST, chapter=chapter, guild=guild)
    before, _ = work.one(sql.LAST_IN_THIS_CHANNEL, guild=guild, space=found[0], channel=found[1])
    (first,) = work.one(sql.FIRST_OF_CHAPTER, chapter=chapter)
    since = _since(last, before, first or due_at)
    made = work.first(sql.BEGIN, guild_id=guild, chapter_id=chapter, week=week, since=since, until=due_at)
    return made[0] if made else None


def _since(last: datetime | None, before: datetime | None, first: datetime) -> datetime:
    usual = first - timedelta(days=7)
    return last or (max(before, usual) if before else usual)


def not_posted(work: Work, id: int) -> None:
    """The week did not go out: the next digest takes it up, and nobody counts as shown who was not."""
    work.do(sql.NOT_POSTED, id=id)


def went_out(work: Work, id: int) -> None:
    """It stands in its channel: whose turn it was is remembered now (rule D3), and the line that opened it can no longer be taken back."""
    found = work.first(sql.GATHERED_OF, id=id)
    if found is None:
        return
    guild_id, week, line, people = found
    for person in people or ():
        work.do(sql.SHOWN_NOW, guild_id=guild_id, person_id=person, week=week)
    if line is not None:
        work.do(sql.LINE_WENT, id=line, week=week)
    work.do(sql.REMEMBERED, id=id)


def gather(work: Work, notice_id: int, id: int) -> Digest | None:
    """The digest as it stands now; None when there is nothing to say and the guild is past its first weeks (rule D4).

    None too when it waited so long (its channel was paused) that the next one shall take it up.
    """
    return gather_all(work, [id]).get(id)


def gather_all(work: Work, ids: Collection[int]) -> dict[int, Digest]:
    """Those of many that have something to say, read together (rule D2: as they stand at this moment)."""
    said = dict[int, Digest]()
    for id, week in weeks(work, ids).items():
        if work.now - week.head.until > calendar.TOO_LATE:
            not_posted(work, id)
            continue
        made = week.made
        work.do(
            sql.GATHERED, id=id, now=work.now, line=made.line.id if made.line else None, tells=sorted(made.tells), people=sorted(made.turns)
        )  # fmt: skip
        if made.says_something or week.head.young(work.now):
            said[id] = made
    return said


def telling_of(work: Work, person: int) -> list[tuple[int, int | None, str | None]]:
    """The digests in channels in which somebody is named, each with its Space and channel."""
    rooms = {id: (space_id, channel) for id, space_id, channel in work.all(sql.STANDING, person=person)}
    told = {id: tells or () for id, tells in work.all(sql.TELLS, digests=listed(rooms))}
    return [(id, *rooms[id]) for id, week in weeks(work, rooms, told).items() if person in week.made.people]


def corrected(work: Work, notice_id: int, id: int) -> Digest | None:
    """A digest that went out, without what may not be read any more; nothing that came later gets in."""
    told = {one: tells or () for one, tells in work.all(sql.TELLS, digests=listed([id]))}
    found = weeks(work, told, told).get(id) if told else None
    return found.made if found is not None else None
