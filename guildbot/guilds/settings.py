"""A guild's settings: members look, caretakers change; what would come of it is shown before it is kept, and the log tells it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Literal

from guildbot import calendar, labels, phrases
from guildbot.guilds import statements as sql
from guildbot.guilds.looking import tell_rooms
from guildbot.guilds.meaning import is_member, log, may_care, not_a_member, which
from guildbot.guilds.outcomes import EMOJI, SET_DIGEST, SET_QUESTION, NotAnEmoji, UnknownZone
from guildbot.guilds.starting import is_emoji
from guildbot.kinds import Admission
from guildbot.refusals import InAChannel, Refused, refuse_if
from guildbot.who import Quote, Room
from guildbot.words import Phrase, Say, m, plain, zone
from guildbot.work import Work

MOST_WEEKS = 12
DIGESTS, QUESTIONS = 4, 3  # how many dates are shown


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody filled in, as it was typed; None leaves a setting as it is. Days count from Monday 0."""

    digest_day: str | None = None
    digest_time: str | None = None
    question_day: str | None = None
    question_time: str | None = None
    question_weeks: str | None = None
    zone: str | None = None
    channel_zone: str | None = None
    emoji: str | None = None
    listed: bool | None = None


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A weekday from Monday 0, minutes after midnight, every so many weeks; and the next dates."""

    weekday: int
    minute: int
    weeks: int
    zone: str
    dates: tuple[datetime, ...]

    @property
    def time(self) -> str:
        return f"{self.minute // 60:02}:{self.minute % 60:02}"


@dataclass(frozen=True, slots=True)
class Settings:
    """How a guild is set. `how`: as it stands, as it would be, or as it was just kept."""

    id: int
    guild: str
    slug: str
    cares: bool  # whether the reader may change them
    admission: Admission
    emoji: str
    zone: str
    listed: bool
    digest: Rhythm | None  # of `room`; None before the guild is founded
    question: Rhythm | None
    room: Room | None = None  # the channel whose digests are shown: the reader's, else the guild's first
    here: bool = False  # whether the reader is in it
    reader: str | None = None  # the reader's own zone
    how: Literal["stands", "would be", "kept", "stood"] = "stands"

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return *self.standing(say), *self.coming(say)

    def standing(self, say: Say) -> tuple[Phrase, ...]:
        made = [say(_HOW[self.how], guild=Quote(self.guild))] if self.how != "stands" else []
        if self.digest is not None:
            made.append(say(m("Digest: {day}, {time}, by each channel's own clock"), day=_day(say, self.digest), time=self.digest.time))
        if self.question is not None:
            made.append(
                say.several(
                    "Question: {day}, {time}, every week", "Question: {day}, {time}, every {n} weeks", self.question.weeks,
                    day=_day(say, self.question), time=self.question.time,
                )
            )  # fmt: skip
        made.append(say(m("Time zone of the guild: {zone}"), zone=self.zone))
        if self.digest is not None and self.room is not None:
            made.append(say(m("Time zone of {room}: {zone}"), room=self.room, zone=self.digest.zone))
        made.append(say(m("A quick thank-you: {emoji}"), emoji=Quote(self.emoji)))
        made.append(say(m("Others may find it by name") if self.listed else m("Found by nobody who is not told its name")))
        made.append(say(m("At its door: “{how}”"), how=plain(say(labels.ADMISSION[self.admission]))))
        return tuple(made)

    def coming(self, say: Say) -> tuple[Phrase, ...]:
        """The next dates, by the clock they are kept by and by the reader's own where that shows something else."""
        if self.digest is None or self.question is None:
            return (say(m("It has a digest and a question once it is founded.")),)
        made = []
        if self.room is not None:
            made.append(say(m("The next digests in {room}:"), room=self.room))
            made += [_moment(say, at, self.digest.zone, self.reader) for at in self.digest.dates]
        made.append(say(m("The next questions:")))
        return (*made, *(_moment(say, at, self.question.zone, self.reader) for at in self.question.dates))


@dataclass(frozen=True, slots=True)
class CaretakersSet:
    sentence: ClassVar[str] = m("The settings of {guild} are for its caretakers to change; every member may read them.")
    guild: str


@dataclass(frozen=True, slots=True)
class NotATime:
    sentence: ClassVar[str] = m("“{time}” is not a time of day. Write it like 10:00 or 17:30.")
    time: str


@dataclass(frozen=True, slots=True)
class NotAQuestionTime(NotATime):
    """The same, of the question."""


@dataclass(frozen=True, slots=True)
class NotWeeks:
    sentence: ClassVar[str] = m("A question comes every 1 to {most} weeks; “{weeks}” is something else.")
    weeks: str
    most: int = MOST_WEEKS


@dataclass(frozen=True, slots=True)
class UnknownChannelZone(UnknownZone):
    """The same, of the channel."""


def settings(work: Work, name: str = "") -> Settings:
    """For every member to read."""
    id, slug, called = which(work, name)
    if not is_member(work, id):
        raise not_a_member(called, slug)
    return _read(work, id, slug, called)


def preview_settings(work: Work, name: str, wish: Wish) -> Settings:
    """What would come of it: it is done, read, and taken back."""
    said = change_settings(work, name, wish)
    work.undone = True
    return replace(said, how="would be") if said.how == "kept" else said


def change_settings(work: Work, name: str, wish: Wish) -> Settings:
    """A caretaker sets what is not None; each thing that is another than before is an entry in the log."""
    was = settings(work, name)
    if not was.cares:
        raise Refused(CaretakersSet(was.guild))
    digest = _rhythm(was.digest, wish.digest_day, wish.digest_time)
    question = _rhythm(was.question, wish.question_day, wish.question_time, wish.question_weeks)
    guild_zone = was.zone if wish.zone is None else wish.zone.strip()
    here_zone = None if wish.channel_zone is None else wish.channel_zone.strip()
    emoji = was.emoji if wish.emoji is None else phrases.one_line(wish.emoji) or EMOJI
    refuse_if(
        NotATime(wish.digest_time or "") if digest is not None and digest[1] is None else None,
        NotAQuestionTime(wish.question_time or "") if question is not None and question[1] is None else None,
        NotWeeks(wish.question_weeks or "") if question is not None and question[2] is None else None,
        UnknownZone(guild_zone) if guild_zone != was.zone and not _is_zone(guild_zone) else None,
        UnknownChannelZone(here_zone) if here_zone is not None and not _is_zone(here_zone) else None,
        InAChannel() if here_zone is not None and not was.here else None,
        None if emoji == was.emoji or is_emoji(emoji) else NotAnEmoji(emoji),
    )
    listed = was.listed if wish.listed is None else wish.listed
    changed = [
        _set_digest(work, was, digest),
        _set_channel_zone(work, was, here_zone),
        _set_guild(work, was, guild_zone, emoji, listed),
        _set_question(work, was, guild_zone, question),
    ]
    return replace(_read(work, was.id, was.slug, was.guild), how="kept" if any(changed) else "stood")


def _set_digest(work: Work, was: Settings, wish: tuple[int, int | None, int | None] | None) -> bool:
    if was.digest is None or wish is None:
        return False
    weekday, minute, _ = wish
    if minute is None or (weekday, minute) == (was.digest.weekday, was.digest.minute):
        return False
    for chapter, zone_name in work.all(sql.DIGEST_CHAPTERS, guild=was.id):
        calendar.change_schedule(work, "digest", was.id, weekday, minute, 1, chapter=chapter, zone=zone_name)
    log(work, was.id, SET_DIGEST, f"{weekday} {minute}")
    return True


def _set_channel_zone(work: Work, was: Settings, zone_name: str | None) -> bool:
    chapter = work.here.chapter if work.here is not None else None
    if zone_name is None or chapter is None or was.digest is None or zone_name == was.digest.zone:
        return False
    now = calendar.cadence_of(work, "digest", was.id, chapter=chapter) or calendar.DIGEST
    work.do(sql.SET_CHAPTER_ZONE, id=chapter, zone=zone_name)
    calendar.change_schedule(work, "digest", was.id, now.weekday, now.minute, now.weeks, chapter=chapter, zone=zone_name)
    log(work, was.id, "set-channel-zone", zone_name)
    return True


def _set_guild(work: Work, was: Settings, zone_name: str, emoji: str, listed: bool) -> bool:
    if (zone_name, emoji, listed) == (was.zone, was.emoji, was.listed):
        return False
    work.do(sql.SET_GUILD, id=was.id, zone=zone_name, emoji=emoji, listed=listed)
    if zone_name != was.zone:
        log(work, was.id, "set-zone", zone_name)
    if emoji != was.emoji:
        log(work, was.id, "set-emoji", emoji)
        tell_rooms(work, was.id)
    if listed != was.listed:
        log(work, was.id, "listed" if listed else "unlisted", was.guild)
    return True


def _set_question(work: Work, was: Settings, zone_name: str, wish: tuple[int, int | None, int | None] | None) -> bool:
    """The guild's zone is the question's."""
    if was.question is None or wish is None:
        return False
    weekday, minute, weeks = wish
    before = (was.question.weekday, was.question.minute, was.question.weeks)
    if minute is None or weeks is None or ((weekday, minute, weeks) == before and zone_name == was.question.zone):
        return False
    calendar.change_schedule(work, "question", was.id, weekday, minute, weeks, chapter=None, zone=zone_name)
    if (weekday, minute, weeks) == before:
        return False
    log(work, was.id, SET_QUESTION, f"{weekday} {minute} {weeks}")
    return True


def _rhythm(was: Rhythm | None, day: str | None, at: str | None, every: str | None = None) -> tuple[int, int | None, int | None] | None:
    """Weekday, minute and weeks, as wished or as they are; None for what cannot be read."""
    if was is None:
        return None
    weekday = int(day) if day is not None and re.fullmatch("[0-6]", day) else was.weekday
    minute = was.minute if at is None else phrases.time_of_day(at)
    return weekday, minute, was.weeks if every is None else _weeks(every)


def _weeks(text: str) -> int | None:
    return int(text) if re.fullmatch(r"[0-9]{1,3}", text.strip()) and 1 <= int(text) <= MOST_WEEKS else None


def _is_zone(name: str) -> bool:
    return bool(name) and str(zone(name)) == name


def _read(work: Work, id: int, slug: str, called: str) -> Settings:
    emoji, zone_name, listed, admission = work.one(sql.SETTINGS, id=id)
    chapters = [(chapter, Room(*room)) for chapter, *room in work.all(sql.CHAPTER_ROOMS, guild=id)]
    mine = work.here.chapter if work.here is not None else None
    standing = next((one for one in chapters if one[0] == mine), None)
    chapter, room = standing or (chapters[0] if chapters else (None, None))
    return Settings(
        id, called, slug, may_care(work, id), admission, emoji, zone_name, listed,
        _coming(work, "digest", id, DIGESTS, chapter) if chapter is not None else None,
        _coming(work, "question", id, QUESTIONS), room, standing is not None, work.actor.zone,
    )  # fmt: skip


def _coming(work: Work, what: str, guild: int, many: int, chapter: int | None = None) -> Rhythm | None:
    now = calendar.cadence_of(work, what, guild, chapter=chapter)
    if now is None:
        return None
    dates = calendar.upcoming(work, what, guild, many, chapter=chapter)
    return Rhythm(now.weekday, now.minute, now.weeks, now.zone, tuple(dates))


def _day(say: Say, rhythm: Rhythm) -> str:
    return say.text(labels.WEEKDAYS[rhythm.weekday])


def _moment(say: Say, at: datetime, kept_by: str, reader: str | None) -> Phrase:
    there = Say(say.language, zone(kept_by)).moment(at)
    here = Say(say.language, zone(reader)).moment(at) if reader else there
    return say(m("{there} ({here} for you)"), there=there, here=here) if here != there else (there,)


_HOW = {
    "would be": m("This is how {guild} would be set; nothing is changed yet."),
    "kept": m("Kept. Every member of {guild} reads in its log what was changed."),
    "stood": m("That is how {guild} is set already."),
}
