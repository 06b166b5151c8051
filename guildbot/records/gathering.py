"""Gathering a record: only its own person can, and only what they choose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime

from guildbot import bonds, guilds, people, reflections
from guildbot.kinds import Part, Role
from guildbot.records import outcomes as said
from guildbot.records import statements as sql
from guildbot.records.outcomes import BETWEEN, Choosing, Entry, NothingChosen, Record, Section
from guildbot.refusals import Refused
from guildbot.words import Say, plain, zone
from guildbot.work import Work

Entries = list[Entry]
Line = tuple[datetime | None, Entry]  # with its moment, where several kinds of them stand in one section
_NEVER = datetime.min.replace(tzinfo=UTC)


def choose(work: Work) -> Choosing:
    return Choosing()


def gather(work: Work, parts: Iterable[Part], say: Say) -> Record:
    """What the caller chose of their own record, as it is at this moment. `say`: the language of our few words in it."""
    wanted = set(parts)
    if not wanted:
        raise Refused(NothingChosen())
    sections = [Section(part, tuple(_GATHERED[part](work, say))) for part in Part if part in wanted]
    return Record(work.actor.name, work.now.astimezone(zone(work.actor.zone)), tuple(sections))


# what others may see


def _guilds(work: Work, say: Say) -> Entries:
    return [
        Entry(goodbye or "", _day(work, since), _day(work, ended), about=name, fact=say.text(_ROLES[role, founder]), lasting=True)
        for name, role, founder, since, ended, goodbye in work.all(sql.GUILDS, person=_me(work))
    ]


def _work(work: Work, say: Say, *, shown: bool = True) -> Entries:
    made = []
    for label, since, until, brings, hopes, seen, ended in work.all(sql.WORK, person=_me(work)):
        if seen is shown:
            words = [say.text(said.BRINGS, words=brings)] if brings else []
            words += [say.text(said.HOPES_FOR, words=hopes)] if hopes else []
            last = min((day for day in (until, _day(work, ended)) if day), default=None)
            made.append(Entry("\n".join(words), since, last, about=label, fact="" if shown else say.text(said.MY_WORK), lasting=True))
    return made


def _help(work: Work, say: Say) -> Entries:
    return _in_time(_helped(work, say, seen=True))


def _thanks(work: Work, say: Say) -> Entries:
    return _in_time(_thanked(work, say, seen=True))


def _vouches(work: Work, say: Say) -> Entries:
    """An invitation that counted as a vouch is one of both."""
    let_in = [(at, Entry(because, _day(work, at), about=guild, by=by)) for at, because, guild, by, let_in in _invited(work) if let_in]
    counted = [
        (at, Entry(because, _day(work, at), about=guild, by=by)) for at, because, guild, by in work.all(sql.VOUCHED, person=_me(work))
    ]
    return _in_time([*let_in, *(one for one in counted if one not in let_in)])


# for its person alone


def _profile(work: Work, say: Say) -> Entries:
    (made_at,) = work.one(sql.MADE, person=_me(work))
    about_me = [Entry(fact=plain(phrase)) for phrase in people.show(work).words(say)]
    before = [
        Entry("\n".join(part for part in (name, ", ".join(about)) if part), fact=say.text(said.BEFORE_LINKING))
        for name, about in work.all(sql.BEFORE_LINKING, person=_me(work))
        if name or about
    ]
    accounts = [
        Entry(
            until=_day(work, gone),
            about=BETWEEN.join(part for part in (platform.title(), place, name) if part),
            fact=say.text(said.ACCOUNT),
        )
        for platform, name, place, gone in work.all(sql.ACCOUNTS, person=_me(work))
    ]
    known_here = Entry(since=_day(work, made_at), fact=say.text(said.KNOWN_HERE), lasting=True)
    return [known_here, *about_me, *before, *accounts, *_work(work, say, shown=False)]


def _kept(work: Work, say: Say) -> Entries:
    """What was said to the caller and stands in no section that others may see."""
    known = {(entry.words, entry.since, entry.about) for entry in _vouches(work, say)}
    invited = [
        (at, Entry(because, _day(work, at), about=guild, by=by, fact=say.text(said.INVITATION)))
        for at, because, guild, by, _ in _invited(work)
        if (because, _day(work, at), guild) not in known
    ]
    offered = [
        (at, Entry(words, _day(work, at), about=what, by=by, fact=say.text(said.OFFERED_TO_ME)))
        for at, words, what, by in work.all(sql.OFFERED_TO_ME, person=_me(work))
    ]
    noted = [
        (at, Entry(what, _day(work, at), by=by, fact=say.text(said.NOTED_FOR_ME)))
        for at, what, by in work.all(sql.NOTED_FOR_ME, person=_me(work))
    ]
    unheard = people.unheard(work, work.actor.account)  # rule P11
    introduced = [
        (at, Entry(because or "", _day(work, at), about=guild, by=by, fact=say.text(said.INTRODUCTION)))
        for at, because, guild, by, who in work.all(sql.INTRODUCED_ME, person=_me(work))
        if who not in unheard
    ]
    thanks, help_ = _thanked(work, say, seen=False), _helped(work, say, seen=False)
    return _in_time([*thanks, *help_, *invited, *offered, *noted, *introduced])


def _given(work: Work, say: Say) -> Entries:
    me, invitations = _me(work), work.all(sql.WROTE_INVITATIONS, person=_me(work))
    words = [
        *((said.CHARTER, row[0], _charter(*row[2:]), row[1]) for row in work.all(sql.WROTE_CHARTERS, person=me)),
        *((said.THANKS, at, _worded(reason, value), guild or "") for at, reason, value, guild in work.all(sql.GAVE, person=me)),
        *((said.INVITATION, at, because, guild) for at, because, guild in invitations),
        *((said.VOUCH, *row) for row in work.all(sql.WROTE_VOUCHES, person=me) if row not in invitations),
        *((said.INTRODUCTION, at, because or "", guild) for at, because, guild in work.all(sql.INTRODUCED, person=me)),
        *((said.FIRST_LINE, *row) for row in work.all(sql.FIRST_LINES, person=me)),
        *((said.QUESTION, *row) for row in work.all(sql.WROTE_QUESTIONS, person=me)),
        *((said.REPLY, *row) for row in work.all(sql.REPLIED, person=me)),
    ]
    return _in_time((at, Entry(text, _day(work, at), about=guild, fact=say.text(fact))) for fact, at, text, guild in words)


def _asks(work: Work, say: Say) -> Entries:
    me = _me(work)
    words = [
        *((said.ASKED, at, because, what) for at, what, because in work.all(sql.ASKED, person=me)),
        *((said.OFFERED, at, text, what) for at, text, what in work.all(sql.OFFERED, person=me)),
        *((said.NOTED, at, what, "") for at, what in work.all(sql.NOTED, person=me)),
        *((said.GOT_HELP, at, changed or "", what) for at, what, changed in work.all(sql.CHANGED, person=me)),
    ]
    return _in_time((at, Entry(text, _day(work, at), about=what, fact=say.text(fact))) for fact, at, text, what in words)


def _answers(work: Work, say: Say) -> Entries:
    rows = work.all(sql.ANSWERS, person=_me(work))
    return [Entry(words, _day(work, at), about=reflections.prompt_of(work, key).text(say.language)) for at, key, words in rows]


def _bonds(work: Work, say: Say) -> Entries:
    """By name: both of them said yes to this, and each may see it (rule P9)."""
    return [Entry(since=one.since, about=one.other.name, lasting=True) for one in bonds.mine(work).bonds]


# what two sections are made of


def _helped(work: Work, say: Say, *, seen: bool) -> list[Line]:
    return [
        (at, Entry(changed or "", _day(work, at), about=what, by=by, fact="" if seen else say.text(said.HELPED)))
        for at, what, changed, by, may_be_seen in work.all(sql.HELP, person=_me(work), space=None)
        if bool(may_be_seen) is seen
    ]


def _thanked(work: Work, say: Say, *, seen: bool) -> list[Line]:
    return [
        (at, Entry(_worded(reason, value), _day(work, at), about=guild or "", by=by, fact="" if seen else say.text(said.THANKS)))
        for at, reason, value, guild, by, may_be_seen in work.all(sql.THANKS, person=_me(work), space=None)
        if bool(may_be_seen) is seen
    ]


def _invited(work: Work) -> list[tuple[datetime, str, str, str | None, int]]:
    return work.all(sql.INVITED, person=_me(work))


_ROLES: Mapping[tuple[Role, bool], str] = {
    (Role.MEMBER, False): said.MEMBER,
    (Role.STEWARD, False): said.CARETAKER,
    (Role.MEMBER, True): said.FOUNDER,
    (Role.STEWARD, True): said.FOUNDING_CARETAKER,
}
_GATHERED: Mapping[Part, Callable[[Work, Say], Entries]] = {
    Part.GUILDS: _guilds,
    Part.WORK: _work,
    Part.HELP: _help,
    Part.THANKS: _thanks,
    Part.VOUCHES: _vouches,
    Part.PROFILE: _profile,
    Part.KEPT: _kept,
    Part.GIVEN: _given,
    Part.ASKS: _asks,
    Part.ANSWERS: _answers,
    Part.BONDS: _bonds,
}


def _me(work: Work) -> int:
    return work.actor.person


def _day(work: Work, at: datetime | None) -> date | None:
    """The day it was where the caller lives."""
    return at.astimezone(zone(work.actor.zone)).date() if at else None


def _in_time(lines: Iterable[Line]) -> Entries:
    return [entry for _, entry in sorted(lines, key=lambda line: line[0] or _NEVER)]


def _worded(reason: str | None, value: str | None) -> str:
    return f"{reason} #{value}" if value else reason or ""


def _charter(purpose: str, norms: str, values: list[str]) -> str:
    """What its starter wrote of it themselves: not what came filled in."""
    own = [purpose, *([norms] if norms != guilds.NORMS else [])]
    return "\n".join([*own, *([", ".join(values)] if ", ".join(values) != guilds.VALUE_WORDS else [])])
