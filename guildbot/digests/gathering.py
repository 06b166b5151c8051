"""Gathering: the words of many guilds' weeks as they stand at this moment, in a fixed number of statements."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from guildbot import asks, calendar, phrases, reflections
from guildbot.db.lists import listed
from guildbot.digests import reading as sql
from guildbot.digests.outcomes import COMING, GOING, MOVED, OPEN, THANKED, TOGETHER, Coming, Digest, Going, Kind, Line, Moved, Thanked
from guildbot.digests.rotation import Candidate, Rotation
from guildbot.kinds import AskState
from guildbot.who import AccountRef, Person
from guildbot.work import Work

UNSHARED = 5
FIRST_WEEKS = timedelta(weeks=4)
Place = Literal["there", "aside", "nowhere"]


@dataclass(frozen=True, slots=True)
class Head:
    """Which week of which guild, read in which Space. `lines_until`: first lines offered later are for the week after."""

    id: int
    guild_id: int
    week: str
    since: datetime
    until: datetime
    guild: str
    active_at: datetime | None
    guild_zone: str
    space_id: int
    zone: str
    written: datetime
    told: frozenset[str] | None = None  # what stands in it already, when it is read again as it went out

    @property
    def lines_since(self) -> datetime:
        return calendar.instant(calendar.local_date(self.since, self.zone), 0, self.guild_zone)

    @property
    def lines_until(self) -> datetime:
        return calendar.instant(calendar.local_date(self.until, self.zone), 0, self.guild_zone)

    def young(self, now: datetime) -> bool:
        return self.active_at is not None and now - self.active_at < FIRST_WEEKS


@dataclass(slots=True)
class _Thanks:
    """One kudos, while its receivers are looked at."""

    reason: str | None
    giver: int
    to: dict[int, str] = field(default_factory=dict)  # person: the week they were last shown
    agreed: bool = True


class Week:
    """One digest in the making. `aside` is what a caretaker left out, as the preview shows it."""

    def __init__(self, head: Head, left_out: Collection[tuple[str, int]]) -> None:
        self.head, self.left_out = head, left_out
        self.order = Rotation(f"{head.guild_id}:{head.week}")
        self.made = Digest(head.id, head.guild_id, head.guild, calendar.local_date(head.until, head.zone))
        self.aside = self.made
        self.together: list[int] = []
        self.thanked: list[int] = []
        self.kept_out: list[int] = []

    def place_of(self, kind: Kind | str, subject: int) -> Place:
        """Whether something that was found stands in it, was left out, or came after it."""
        if self.head.told is not None and f"{kind}:{subject}" not in self.head.told:
            return "nowhere"
        return "aside" if (kind, subject) in self.left_out else "there"

    def takes(self, **found: Any) -> None:
        """Lists of lines by section, as they are told; what was left out stands aside."""
        kinds = {"moved": "moved", "open": "ask", "coming": "coming", "going": "going"}
        most = {"open": OPEN, "coming": COMING, "going": GOING}
        for section, lines in found.items():
            kind = kinds[section]
            told: dict[str, Any] = {section: tuple(one for one in lines if self.place_of(kind, one.id) == "there")[: most.get(section)]}
            out: dict[str, Any] = {section: tuple(one for one in lines if self.place_of(kind, one.id) == "aside")}
            self.made, self.aside = replace(self.made, **told), replace(self.aside, **out)


def weeks(work: Work, ids: Collection[int], told: Mapping[int, Collection[str]] | None = None) -> dict[int, Week]:
    """Every digest with what it would say now; of those that are `told` no more than that. Nothing is written."""
    given = {"digests": listed(ids)}
    out = defaultdict[int, set[tuple[str, int]]](set)
    for id, kind, subject in work.all(sql.LEFT_OUT, **given):
        out[id].add((kind, subject))
    made = {
        row[0]: Week(Head(*row, frozenset(told[row[0]]) if told is not None else None), out[row[0]]) for row in work.all(sql.HEADS, **given)
    }
    if not made:
        return made
    persons = _Persons()
    _lines(work, made, persons, given)
    _moved(work, made, persons, given)
    _thanks(work, made, persons, given)
    _open(work, made, persons, given)
    _coming_and_going(work, made, persons, given)
    for id, echo in reflections.echoes(work, ids).items():
        match made[id].place_of("echo", echo.round):
            case "there":
                made[id].made = replace(made[id].made, echo=echo)
            case "aside":
                made[id].aside = replace(made[id].aside, echo=echo)
    return made


class _Persons:
    """People by the five columns that make one, each made once."""

    def __init__(self) -> None:
        self._known = dict[tuple[Any, ...], Person]()

    def __call__(self, *five: Any) -> Person:
        known = self._known.get(five)
        if known is None:
            id, name, platform, realm, external_id = five
            known = self._known[five] = Person(id, name, AccountRef(platform, realm, external_id, name))
        return known


def _lines(work: Work, made: Mapping[int, Week], persons: _Persons, given: Mapping[str, Any]) -> None:
    """Of the lines offered for this week the one of whoever was least recently shown; one that opened it elsewhere opens it here."""
    earliest = min(one.head.lines_since for one in made.values())
    offered = defaultdict[int, dict[int, tuple[Line, Candidate, bool]]](dict)
    for id, line, words, at, already, seen, *who in work.all(sql.LINES, earliest=earliest, **given):
        if words and (already or made[id].head.lines_since <= at < made[id].head.lines_until):
            one = Line(line, words, persons(*who))
            match made[id].place_of("line", line):
                case "there":
                    offered[id][line] = one, Candidate(line, ((seen, one.by.id),), words), bool(already)
                case "aside":
                    made[id].aside = replace(made[id].aside, line=one)
    for id, lines in offered.items():
        standing = [one for one, _, already in lines.values() if already]
        chosen = standing or [lines[one.id][0] for one in made[id].order.first([one for _, one, _ in lines.values()], 1)]
        made[id].made = replace(made[id].made, line=chosen[0])


def _moved(work: Work, made: Mapping[int, Week], persons: _Persons, given: Mapping[str, Any]) -> None:
    """Who helped with one ask stands in one line, with one of the sentences about it."""
    found = defaultdict[int, dict[str, Moved]](dict)
    seen_in = dict[tuple[int, int], str]()
    for id, help_id, ask, what, because, changed, seen, *who in work.all(sql.MOVED, **given):
        receiver, helper = persons(*who[:5]), persons(*who[5:])
        seen_in[id, receiver.id] = seen
        key = f"ask:{ask}" if ask else f"help:{help_id}"
        if (same := found[id].get(key)) is None:
            found[id][key] = Moved(help_id, what, because or "", receiver, (helper,), changed or "")
        else:
            lot = made[id].order.lot
            said = min(same.changed, changed or "", key=lot)
            found[id][key] = replace(same, helpers=tuple(dict.fromkeys((*same.helpers, helper))), changed=said)
    for id, lines in found.items():
        by_id = {one.id: one for one in lines.values()}
        candidates = [
            Candidate(one.id, ((seen_in[id, one.receiver.id], one.receiver.id),), one.changed)
            for one in by_id.values()
            if made[id].place_of("moved", one.id) == "there"
        ]
        out = [one for one in by_id.values() if made[id].place_of("moved", one.id) == "aside"]
        made[id].takes(moved=[*(by_id[one.id] for one in made[id].order.first(candidates, MOVED)), *out])


def _thanks(work: Work, made: Mapping[int, Week], persons: _Persons, given: Mapping[str, Any]) -> None:
    """Worded kudos that everyone thanked agreed to show; short ones are not quoted (rules K4, K6)."""
    found = defaultdict[int, dict[int, _Thanks]](dict)
    quiet = defaultdict[int, set[int]](set)
    earliest = min(one.head.written for one in made.values())
    this_week = work.all(sql.THANKS, **given)
    decided = {id: at for id, at in work.all(sql.DECIDED, earliest=earliest) if at is not None}
    before = work.all(sql.EARLIER_THANKS, thanks=listed(decided), **given) if decided else []
    for late, rows in ((False, this_week), (True, before)):
        for id, kudos, reason, giver, receiver, agreed, seen in rows:
            if late and decided[kudos] < made[id].head.written:
                continue
            lines = found[id]
            line = lines.get(kudos)
            if line is None:
                line = lines[kudos] = _Thanks(reason, giver)
            if agreed:
                line.to[receiver] = seen
            else:
                line.agreed = False
                if not late:
                    quiet[id].add(giver)
    for id, lines in found.items():
        _choose(made[id], lines)
    for id, givers in quiet.items():
        if len(givers) >= UNSHARED and made[id].place_of("private", 0) == "there":
            made[id].made = replace(made[id].made, some_stayed_private=True)
    _say_thanks(work, made, persons)


def _choose(week: Week, lines: Mapping[int, _Thanks]) -> None:
    joint, single = list[Candidate](), list[Candidate]()
    for id, line in lines.items():
        if not line.agreed or line.reason is None or phrases.short(line.reason):
            continue
        if (place := week.place_of("thanks", id)) != "there":
            week.kept_out += [id] if place == "aside" else []
            continue
        people = tuple([(seen, person) for person, seen in line.to.items()])
        (joint if len(people) > 1 else single).append(Candidate(id, people, line.reason))
    told = set[int]()
    week.together = [one.id for one in week.order.first(joint, TOGETHER, told)] if joint else []
    week.thanked = [one.id for one in week.order.first(single, THANKED, told)]


def _say_thanks(work: Work, made: Mapping[int, Week], persons: _Persons) -> None:
    """Names and links, of the chosen alone."""
    chosen = [id for one in made.values() for id in (*one.together, *one.thanked, *one.kept_out)]
    if not chosen:
        return
    said = dict[int, tuple[str, str | None, Person, list[Person]]]()
    for id, reason, link, *who in work.all(sql.WORDS, thanks=listed(chosen)):
        receiver = persons(*who[5:])
        if id not in said:
            said[id] = reason or "", link, persons(*who[:5]), [receiver]
        elif receiver.id not in {one.id for one in said[id][3]}:
            said[id][3].append(receiver)

    def lines(ids: list[int]) -> tuple[Thanked, ...]:
        return tuple([Thanked(id, said[id][2], tuple(said[id][3]), said[id][0], said[id][1]) for id in ids])

    for one in made.values():
        if one.together or one.thanked:
            one.made = replace(one.made, together=lines(one.together), thanked=lines(one.thanked))
        if one.kept_out:
            one.aside = replace(one.aside, thanked=lines(one.kept_out))


def _open(work: Work, made: Mapping[int, Week], persons: _Persons, given: Mapping[str, Any]) -> None:
    found = defaultdict[int, list[asks.Card]](list)
    for id, ask, kind, what, because, by, *who in work.all(sql.OPEN, now=work.now, **given):
        found[id].append(asks.Card(ask, persons(*who), kind, what, because, by, True, AskState.OPEN))
    for id, cards in found.items():
        made[id].takes(open=cards)


def _coming_and_going(work: Work, made: Mapping[int, Week], persons: _Persons, given: Mapping[str, Any]) -> None:
    coming, going = defaultdict[int, list[Coming]](list), defaultdict[int, list[Going]](list)
    for id, member, home, *five in work.all(sql.COMING, **given):
        because = five[5]
        by = persons(*five[6:]) if because and five[6] is not None else None
        coming[id].append(Coming(member, persons(*five[:5]), by, because or "", home or ""))
    for id, member, goodbye, *who in work.all(sql.GOING, **given):
        going[id].append(Going(member, persons(*who), goodbye or ""))
    for id, arrived in coming.items():
        made[id].takes(coming=arrived)
    for id, left in going.items():
        made[id].takes(going=left)
