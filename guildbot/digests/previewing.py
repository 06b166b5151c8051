"""The coming digest as it would read now; what a caretaker leaves out of it; and the whole words of what was cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import ClassVar, get_args

from guildbot import calendar, guilds, people
from guildbot.db.lists import listed
from guildbot.digests import reading
from guildbot.digests import statements as sql
from guildbot.digests.gathering import Week, weeks
from guildbot.digests.lines import LineForm, LineOffered, LineTakenBack, NoDigestYet
from guildbot.digests.outcomes import Digest, Item, Kind, Moved, Thanked
from guildbot.digests.posting import coming
from guildbot.kinds import ChapterState
from guildbot.refusals import NoLonger, Refused
from guildbot.who import AccountRef, Command, Person
from guildbot.words import Phrase, Say, m
from guildbot.work import Work


@dataclass(frozen=True, slots=True)
class Preview:
    """`goes`: as it stands it would be sent. `from_day`: caretakers may leave things out from that day on; None for who may not."""

    digest: Digest
    left_out: Digest
    when: datetime
    goes: bool
    from_day: date | None
    may_leave_out: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        made = [say(m("As it would read now. It goes out {when}."), when=self.when)]
        if not self.goes:
            made = [say(m("There is nothing to tell yet, so nothing would go out. Its time is {when}."), when=self.when)]
        if self.from_day is not None and not self.may_leave_out:
            made.append(say(m("From {day} on, caretakers may leave out what should not go."), day=self.from_day))
        if self.may_leave_out:
            made.append(say(m("You may leave something out; nothing can be added or reworded. Each time is in the guild's log.")))
        return tuple(made)

    def there(self, say: Say) -> tuple[Item, ...]:
        return self.digest.items(say)

    def aside(self, say: Say) -> tuple[Item, ...]:
        """What a caretaker left out; only they are shown it."""
        return self.left_out.items(say) if self.may_leave_out else ()

    def aside_heading(self, say: Say) -> Phrase:
        return say(m("Left out"))


@dataclass(frozen=True, slots=True)
class ReadOn:
    """The whole words of what a digest had to cut."""

    lines: tuple[Moved | Thanked, ...]

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return tuple(phrase for one in self.lines for phrase in one.words(say))


@dataclass(frozen=True, slots=True)
class PreviewInAChannel:
    sentence: ClassVar[str] = m("The digest comes to your guild's channels: ask for its preview in one of them. {guilds} lists them.")
    guilds: Command = Command("guild", "show")


@dataclass(frozen=True, slots=True)
class CaretakersLeaveOut:
    sentence: ClassVar[str] = m("What goes into the digest of {guild} is for its caretakers to leave out.")
    guild: str


@dataclass(frozen=True, slots=True)
class TooEarly:
    sentence: ClassVar[str] = m("That is possible from {day} on, the day before it goes.")
    day: date


Outcome = Preview | ReadOn | LineForm | LineOffered | LineTakenBack


@dataclass(frozen=True, slots=True)
class _Coming:
    """The digest that comes next to the caller's channel."""

    guild_id: int
    chapter: int
    guild: str
    when: datetime
    day: date
    week: str
    zone: str

    @property
    def from_day(self) -> date:
        return self.day - timedelta(days=1)

    def may_leave_out(self, now: datetime) -> bool:
        return now >= calendar.instant(self.from_day, 0, self.zone)


def preview(work: Work) -> Preview:
    """`/guild preview`: for members, in one of their guild's channels. Nothing is kept of it."""
    return _preview(work, _next(work))


def leave_out(work: Work, kind: str, subject: int) -> Preview:
    """[Leave out]: from the day before on, for caretakers. The log says that, and not what."""
    week = _for_caretakers(work)
    if not any((one.kind, one.subject) == (kind, subject) for one in _week(work, week).made.items(Say())):
        raise Refused(NoLonger())
    work.do(sql.LEAVE_OUT, guild_id=week.guild_id, week=week.week, kind=kind, subject=subject, account_id=work.actor.account, at=work.now)
    guilds.log(work, week.guild_id, "left-out-line", week.day.isoformat())
    return _preview(work, week)


def put_back(work: Work, kind: str, subject: int) -> Preview:
    week = _for_caretakers(work)
    if kind not in get_args(Kind) or not work.do(sql.PUT_BACK, guild=week.guild_id, week=week.week, kind=kind, subject=subject):
        raise Refused(NoLonger())
    guilds.log(work, week.guild_id, "put-back-line", week.day.isoformat())
    return _preview(work, week)


def read_on(work: Work, keys: str) -> ReadOn:
    """[Read on]: the whole words, for members and for who reads the channel, as far as they may still be read."""
    wanted = {kind: [int(one[1:]) for one in keys.split(".") if re.fullmatch(rf"{kind}[0-9]{{1,9}}", one)] for kind in "tm"}
    space, channel = (work.here.space, work.here.channel) if work.here else (0, None)
    rows = work.all(sql.READABLE_THANKS, thanks=listed(wanted["t"]), space=space, channel=channel)
    allowed = [id for id, guild_id, in_channel in rows if in_channel or guilds.is_member(work, guild_id)]
    lines: list[Moved | Thanked] = list(_helped(work, wanted["m"], space, channel))
    lines += _thanked(work, allowed)
    if not lines:
        raise Refused(NoLonger())
    return ReadOn(tuple(lines))


def _helped(work: Work, ids: Sequence[int], space: int, channel: str | None) -> list[Moved]:
    made = []
    for id, guild_id, what, because, changed, receiver, helper, in_channel in work.all(
        sql.READABLE_HELP, helps=listed(ids), space=space, channel=channel
    ):
        whose, who = (people.by_account(work, one)[0].said() for one in (receiver, helper))
        if not whose.former and (in_channel or guilds.is_member(work, guild_id)):
            made.append(Moved(id, what, because or "", whose, (who,), changed or ""))
    return made


def _thanked(work: Work, ids: Sequence[int]) -> list[Thanked]:
    said = dict[int, Thanked]()
    for id, reason, link, *who in work.all(reading.WORDS, thanks=listed(ids)):
        giver, receiver = (Person(one[0], one[1], AccountRef(one[2], one[3], one[4], one[1])) for one in (who[:5], who[5:]))
        so_far = said.get(id) or Thanked(id, giver, (), reason or "", link)
        said[id] = replace(so_far, to=tuple(dict.fromkeys((*so_far.to, receiver))))
    return [one for one in said.values() if not one.giver.former]


def _next(work: Work) -> _Coming:
    here = work.here
    if here is None or here.guild is None or here.chapter is None:
        raise Refused(PreviewInAChannel())
    if not guilds.is_member(work, here.guild.id):
        raise guilds.not_a_member(here.guild.name, here.guild.slug)
    found = work.first(sql.NEXT_OF_CHAPTER, chapter=here.chapter)
    if found is None or found[2] is not ChapterState.OPEN:
        raise Refused(NoDigestYet())
    when, day, _, zone_name = found
    return _Coming(here.guild.id, here.chapter, here.guild.name, when, day, calendar.iso_week(day), zone_name)


def _for_caretakers(work: Work) -> _Coming:
    week = _next(work)
    if not guilds.may_care(work, week.guild_id):
        raise Refused(CaretakersLeaveOut(week.guild))
    if not week.may_leave_out(work.now):
        raise Refused(TooEarly(week.from_day))
    return week


def _week(work: Work, week: _Coming) -> Week:
    """Gathered as it will be; the row it is gathered by is taken away again."""
    id = coming(work, week.guild_id, week.chapter, week.when, week.week)
    if id is None:
        raise Refused(NoDigestYet())
    found = weeks(work, [id])[id]
    work.do(sql.NOT_POSTED, id=id)
    return found


def _preview(work: Work, week: _Coming) -> Preview:
    found = _week(work, week)
    made = next(found.made.shorter())
    cares = guilds.may_care(work, week.guild_id)
    return Preview(
        made,
        found.aside,
        week.when,
        found.made.says_something or found.head.young(week.when),
        week.from_day if cares else None,
        cares and week.may_leave_out(work.now),
    )
