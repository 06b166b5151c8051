"""Cadence and hours: the only place that reasons about time zones.

A schedule is data (weekday, local time, zone, every n weeks from an anchor). It always has one occurrence ahead; doing
one writes the next, so a job that runs twice, late or never can neither double nor lose a week.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import and_, bindparam, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from guildbot.db.prepared import prepared
from guildbot.db.tables import occurrence, schedule
from guildbot.kinds import OccurrenceState, SpaceKind
from guildbot.words import zone as zone_of
from guildbot.work import Known, Work

TOO_LATE = timedelta(hours=36)
FRESH = timedelta(minutes=30)  # an answer that comes while somebody is still here is no disturbance
_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Cadence:
    """`weekday` counts from Monday 0, `minute` from local midnight; weeks are counted from the week of `anchor`."""

    weekday: int
    minute: int
    zone: str
    weeks: int
    anchor: date

    def first_from(self, day: date) -> date:
        """The first local date of this cadence that is not before `day` or the anchor."""
        start = max(day, self.anchor)
        monday = self.anchor - timedelta(days=self.anchor.weekday())
        weeks = (start - monday).days // 7
        weeks -= weeks % self.weeks
        while (found := monday + timedelta(weeks=weeks, days=self.weekday)) < start:
            weeks += self.weeks
        return found

    def instant(self, day: date) -> datetime:
        return instant(day, self.minute, self.zone)

    def next_after(self, moment: datetime) -> date:
        """The local date of the first occurrence that comes after a moment."""
        day = self.first_from(local_date(moment, self.zone))
        while self.instant(day) <= moment:
            day = self.first_from(day + timedelta(days=1))
        return day

    def week_after(self, day: date) -> date:
        """The local date that follows one on `day`: weeks are counted and not hours, so that a changed hour or zone loses none."""
        return self.first_from(_monday(day) + timedelta(weeks=1))


@dataclass(frozen=True, slots=True)
class Due:
    """One scheduled act whose time has come."""

    id: int
    schedule: int
    what: str
    guild: int
    chapter: int | None
    local_date: date
    due_at: datetime


class Undoable(Exception):
    """An occurrence whose act failed; `occurrence` is its id."""

    def __init__(self, occurrence: int) -> None:
        super().__init__(occurrence)
        self.occurrence = occurrence


DIGEST = Cadence(weekday=4, minute=10 * 60, zone="UTC", weeks=1, anchor=date(2024, 1, 1))
QUESTION = Cadence(weekday=1, minute=10 * 60, zone="UTC", weeks=2, anchor=date(2024, 1, 1))
Act = Callable[[Work, Due], str | None]  # answers with a note when there was nothing to do


def instant(day: date, minute: int, zone: str) -> datetime:
    """Local wall time as an instant: the first of two when it comes twice, the first valid one after a gap."""
    tz = zone_of(zone)
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    local = wall.replace(tzinfo=tz, fold=0)
    back = local.astimezone(UTC).astimezone(tz)
    if back.replace(tzinfo=None) == wall:
        return local.astimezone(UTC)
    # In a gap: fold 0 reads on with the offset of before it, so the jump is not later than that, and by a day at most earlier.
    early, late = local.astimezone(UTC) - timedelta(hours=25), local.astimezone(UTC)
    offset = early.astimezone(tz).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) / 2
        early, late = (middle, late) if middle.astimezone(tz).utcoffset() == offset else (early, middle)
    return late.replace(microsecond=0)


def open_schedule(work: Work, what: str, guild: int, cadence: Cadence, *, chapter: int | None = None) -> datetime:
    """Begin a cadence, with its first occurrence after now; answers with when that is."""
    (made,) = work.one(
        _OPEN, what=what, guild_id=guild, chapter_id=chapter, weekday=cadence.weekday, minute=cadence.minute,
        zone=cadence.zone, weeks=cadence.weeks, anchor=cadence.anchor,
    )  # fmt: skip
    return _plan(work, made, cadence, cadence.next_after(work.now))


def change_schedule(
    work: Work, what: str, guild: int, weekday: int, minute: int, weeks: int, *, chapter: int | None, zone: str
) -> datetime:
    """Another day, hour or zone from now on; answers with when the next one comes.

    What comes next stays in its week, moved there to the new day unless that has passed: so no week is lost and none comes twice.
    With fewer weeks between it comes earlier, when so many have gone by since the last one.
    """
    id, occurrence_id, day, due_at, weeks_before = work.one(_AHEAD_OF, what=what, guild=guild, chapter=chapter or 0)
    cadence = Cadence(weekday, minute, zone, weeks, _monday(day) + timedelta(days=weekday))
    if weeks < weeks_before:
        cadence = _sooner(work, id, cadence)
    work.do(_CHANGE, id=id, weekday=weekday, minute=minute, zone=zone, weeks=weeks, anchor=cadence.anchor)
    moved = cadence.anchor
    at = cadence.instant(moved)
    if at <= work.now:  # its new time has passed: it keeps the old one, if that comes before the following week's
        moved = day
        at = due_at if due_at < cadence.instant(cadence.week_after(day)) else min(due_at, work.now)
    work.do(_MOVE, id=occurrence_id, local_date=moved, due_at=at)
    return at


def _sooner(work: Work, schedule: int, cadence: Cadence) -> Cadence:
    """The same from the first week that is far enough from the last one, and not over."""
    (last,) = work.one(_LAST_OF, schedule=schedule)
    if last is None:
        return cadence
    first = replace(cadence, anchor=_monday(last) + timedelta(weeks=cadence.weeks, days=cadence.weekday))
    while first.anchor < cadence.anchor and first.instant(first.anchor) <= work.now:
        first = replace(first, anchor=first.anchor + timedelta(weeks=1))
    return first if first.anchor < cadence.anchor else cadence


def upcoming(work: Work, what: str, guild: int, many: int, *, chapter: int | None = None) -> list[datetime]:
    """The next dates of a cadence, the first of them as it is planned; none when it has not begun."""
    found = work.first(_CADENCE_OF, what=what, guild=guild, chapter=chapter or 0)
    if found is None:
        return []
    day, due_at, weekday, minute, zone, weeks, anchor = found
    cadence, dates = Cadence(weekday, minute, zone, weeks, anchor), [due_at]
    while len(dates) < many:
        day = cadence.week_after(day)
        dates.append(cadence.instant(day))
    return dates


def cadence_of(work: Work, what: str, guild: int, *, chapter: int | None = None) -> Cadence | None:
    """How often it comes; None when it has not begun."""
    found = work.first(_CADENCE_OF, what=what, guild=guild, chapter=chapter or 0)
    return Cadence(*found[2:]) if found else None


def last_cadence(work: Work, what: str, guild: int) -> Cadence | None:
    """The one that was begun last, in whichever channel, whether or not it has ended."""
    found = work.first(_LAST_CADENCE, what=what, guild=guild)
    return Cadence(*found) if found else None


def end_schedules(work: Work, *, chapter: int) -> None:
    work.do(_END, chapter=chapter, now=work.now)


def perform_next(work: Work, acts: Mapping[str, Act]) -> Due | None:
    """Do the earliest occurrence that is due, and write the one after it: one transaction. None when nothing is due."""
    found = work.first(_DUE, now=work.now)
    if found is None:
        return None
    id, schedule_id, what, guild, chapter, day, due_at, weekday, minute, zone, weeks, anchor, ended_at = found
    due, cadence = Due(id, schedule_id, what, guild, chapter, day, due_at), Cadence(weekday, minute, zone, weeks, anchor)
    if ended_at is not None:
        state, note = OccurrenceState.SKIPPED, "the schedule has ended"
    elif work.now - due.due_at > TOO_LATE:
        state, note = OccurrenceState.SKIPPED, f"{(work.now - due.due_at).total_seconds() / 3600:.0f} hours late"
    else:
        try:
            skipped = acts[due.what](work, due)
        except Exception as error:
            raise Undoable(due.id) from error
        state, note = (OccurrenceState.SKIPPED if skipped else OccurrenceState.DONE), skipped or ""
    work.do(_DONE, id=due.id, state=state, note=note or None)
    if ended_at is None:
        _plan(work, due.schedule, cadence, cadence.week_after(due.local_date))
    return due


def set_aside(work: Work, id: int, why: str) -> None:
    """It could not be done: again in five minutes, until it is too late; the others go on."""
    work.do(_SET_ASIDE, id=id, again_at=work.now + timedelta(minutes=5), note=why[:200])


def opening(known: Known, kind: SpaceKind | None, now: datetime, *, otherwise: str = "UTC") -> datetime:
    """When somebody may next be written to: now, unless it is their quiet time and they are not here at this moment."""
    if known.acted_at is not None and now - known.acted_at < FRESH:
        return now
    workspace = kind is SpaceKind.WORKSPACE
    quiet = known.quiet or ((20 * 60, 8 * 60) if workspace else (23 * 60, 8 * 60))
    weekends = workspace and known.quiet is None
    name = known.zone or otherwise
    local = now.astimezone(zone_of(name))
    minute = local.hour * 60 + local.minute
    if not (_within(minute, quiet) or (weekends and local.weekday() >= 5)):
        return now
    day = local.date() + timedelta(days=1) if minute >= quiet[1] else local.date()
    while weekends and day.weekday() >= 5:
        day += timedelta(days=1)
    return instant(day, quiet[1], name)


def next_morning(known: Known, now: datetime, *, otherwise: str = "UTC") -> datetime:
    """Ten o'clock tomorrow, where this person is."""
    name = known.zone or otherwise
    return instant(now.astimezone(zone_of(name)).date() + timedelta(days=1), 10 * 60, name)


def local_date(now: datetime, zone: str) -> date:
    return now.astimezone(zone_of(zone)).date()


def iso_week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _within(minute: int, quiet: tuple[int, int]) -> bool:
    start, end = quiet
    if start == end:
        return False
    return start <= minute < end if start < end else minute >= start or minute < end


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _plan(work: Work, schedule: int, cadence: Cadence, day: date) -> datetime:
    work.do(_AHEAD, schedule_id=schedule, local_date=day, due_at=cadence.instant(day), state=OccurrenceState.DUE)
    return cadence.instant(day)


_OPEN = prepared(
    insert(schedule).returning(schedule.c.id),
    "what", "guild_id", "chapter_id", "weekday", "minute", "zone", "weeks", "anchor",
)  # fmt: skip
_END = prepared(update(schedule).where(schedule.c.chapter_id == bindparam("chapter")).values(ended_at=bindparam("now")))
_THIS = and_(
    schedule.c.what == bindparam("what"), schedule.c.guild_id == bindparam("guild"), schedule.c.ended_at.is_(None),
    func.coalesce(schedule.c.chapter_id, 0) == bindparam("chapter"), occurrence.c.state == OccurrenceState.DUE,
)  # fmt: skip
_AHEAD_OF = prepared(
    select(schedule.c.id, occurrence.c.id, occurrence.c.local_date, occurrence.c.due_at, schedule.c.weeks)
    .join_from(schedule, occurrence, occurrence.c.schedule_id == schedule.c.id)
    .where(_THIS)
)
_CADENCE_OF = prepared(
    select(
        occurrence.c.local_date,
        occurrence.c.due_at,
        schedule.c.weekday,
        schedule.c.minute,
        schedule.c.zone,
        schedule.c.weeks,
        schedule.c.anchor,
    )
    .join_from(schedule, occurrence, occurrence.c.schedule_id == schedule.c.id)
    .where(_THIS)
)
_LAST_CADENCE = prepared(
    select(schedule.c.weekday, schedule.c.minute, schedule.c.zone, schedule.c.weeks, schedule.c.anchor)
    .where(schedule.c.what == bindparam("what"), schedule.c.guild_id == bindparam("guild"))
    .order_by(schedule.c.ended_at.is_(None).desc(), schedule.c.id.desc())
    .limit(1)
)
_LAST_OF = prepared(
    select(func.max(occurrence.c.local_date)).where(
        occurrence.c.schedule_id == bindparam("schedule"), occurrence.c.state != OccurrenceState.DUE
    )
)
_CHANGE = prepared(
    update(schedule)
    .where(schedule.c.id == bindparam("id"))
    .values(
        weekday=bindparam("weekday"),
        minute=bindparam("minute"),
        zone=bindparam("zone"),
        weeks=bindparam("weeks"),
        anchor=bindparam("anchor"),
    )
)
_MOVE = prepared(
    update(occurrence)
    .where(occurrence.c.id == bindparam("id"))
    .values(local_date=bindparam("local_date"), due_at=bindparam("due_at"), again_at=None)
)
_AHEAD = prepared(upsert(occurrence).inline().on_conflict_do_nothing(), "schedule_id", "local_date", "due_at", "state")
_DUE = prepared(
    select(
        occurrence.c.id, schedule.c.id, schedule.c.what, schedule.c.guild_id, schedule.c.chapter_id,
        occurrence.c.local_date, occurrence.c.due_at,
        schedule.c.weekday, schedule.c.minute, schedule.c.zone, schedule.c.weeks, schedule.c.anchor, schedule.c.ended_at,
    )
    .join(schedule, schedule.c.id == occurrence.c.schedule_id)
    .where(
        occurrence.c.state == OccurrenceState.DUE, occurrence.c.due_at <= bindparam("now"),
        or_(occurrence.c.again_at.is_(None), occurrence.c.again_at <= bindparam("now")),
    )
    .order_by(occurrence.c.due_at, occurrence.c.id)
    .limit(1)
    .with_for_update(skip_locked=True, of=occurrence)
)  # fmt: skip
_SET_ASIDE = prepared(
    update(occurrence).where(occurrence.c.id == bindparam("id")).values(again_at=bindparam("again_at"), note=bindparam("note"))
)
_DONE = prepared(update(occurrence).where(occurrence.c.id == bindparam("id")).values(state=bindparam("state"), note=bindparam("note")))
