"""What somebody chose about themselves."""

from __future__ import annotations

import re

from guildbot import codes
from guildbot.kinds import Visibility
from guildbot.people import statements as sql
from guildbot.people.arriving import by_account
from guildbot.people.outcomes import (
    MOST_ABOUT,
    MOST_ABOUT_EACH,
    LongWord,
    NotAnHour,
    NotAZone,
    NotHours,
    Profile,
    ProfileKept,
    ThanksChosen,
    TooManyWords,
)
from guildbot.phrases import clean, graphemes, one_line, time_of_day
from guildbot.refusals import mixed, refuse_if
from guildbot.words import Sentence, zone
from guildbot.work import Work


def show(work: Work) -> Profile:
    return _profile(work)


def change(
    work: Work,
    *,
    name: str,
    zone_name: str,
    quiet: str,
    about: str | None = None,
    thanks: Visibility | None = None,
    questions: bool | None = None,
    named: bool | None = None,
    reminder: bool | None = None,
    waits: str | None = None,
) -> ProfileKept:
    """The profile form. An empty name, zone or hours means what the account and the place say; None leaves a choice as it is."""
    was, name, zone_name = _profile(work), one_line(name)[:80], zone_name.strip()
    words, hours = was.about if about is None else ask_me_about(about), parse_hours(quiet)
    refuse_if(
        mixed(name),
        NotAZone(zone_name) if zone_name and str(zone(zone_name)) != zone_name else None,
        NotHours(quiet.strip()) if quiet.strip() and hours is None else None,
        *_about_problems(words),
        codes.aloud(work, name, *words),
        _no_hour(waits),
    )
    since, until = hours or (None, None)
    work.do(
        sql.CHANGE, id=work.actor.person, name=name or None, zone=zone_name or None, quiet_from=since, quiet_until=until,
        thanks=thanks or was.thanks, questions=was.questions if questions is None else questions, about=list(words),
        named=was.named if named is None else named, reminder=was.reminder if reminder is None else reminder,
    )  # fmt: skip
    work.actor, _ = by_account(work, work.actor.account)
    _wait(work, was, waits)
    return ProfileKept(_profile(work))


def choose(
    work: Work,
    *,
    thanks: Visibility | None = None,
    questions: bool | None = None,
    named: bool | None = None,
    reminder: bool | None = None,
    waits: str | None = None,
) -> ProfileKept:
    """The choices alone; None leaves one as it is."""
    was = _profile(work)
    refuse_if(_no_hour(waits))
    _wait(work, was, waits)
    work.do(
        sql.CHOICES, id=work.actor.person, thanks=thanks or was.thanks, questions=was.questions if questions is None else questions,
        named=was.named if named is None else named, reminder=was.reminder if reminder is None else reminder,
    )  # fmt: skip
    return ProfileKept(_profile(work))


def _no_hour(waits: str | None) -> NotAnHour | None:
    return NotAnHour(waits.strip()) if waits and waits.strip() and time_of_day(waits) is None else None


def _wait(work: Work, was: Profile, waits: str | None) -> None:
    """At which hour “what waits” comes; nothing said in it: no more. Where that hour is over today, it begins tomorrow."""
    at = was.waits_at if waits is None else time_of_day(waits)
    if at == was.waits_at:
        return
    local = work.now.astimezone(zone(work.actor.zone))
    over = at is not None and local.hour * 60 + local.minute >= at
    work.do(sql.WAIT, id=work.actor.person, at=at)
    if over:
        work.do(sql.WAITED, id=work.actor.person, day=local.date())


def choose_thanks(work: Work, thanks: Visibility) -> ThanksChosen:
    """The answer to the question that every notice carries until it is answered."""
    work.do(sql.CHOOSE, id=work.actor.person, thanks=thanks)
    work.do(sql.CHOSEN_SINCE, person=work.actor.person, thanks=thanks)
    return ThanksChosen(thanks)


def ask_me_about(text: str) -> tuple[str, ...]:
    """Up to three words or short phrases, as somebody writes them on one line: each once, without what nobody sees."""
    words: dict[str, str] = {}
    for part in re.split(r"[,;\n]", clean(text)):
        if word := one_line(part).removeprefix("#"):
            words.setdefault(word.casefold(), word)
    return tuple(words.values())


def _about_problems(words: tuple[str, ...]) -> list[Sentence]:
    many: list[Sentence] = [TooManyWords(len(words))] if len(words) > MOST_ABOUT else []
    return many + [LongWord(word) for word in words if len(graphemes(word)) > MOST_ABOUT_EACH or len(word) > 4 * MOST_ABOUT_EACH]


def parse_hours(text: str) -> tuple[int, int] | None:
    """“20:00-08:00” as minutes after midnight; None when it is anything else."""
    found = re.fullmatch(r"\s*(\d{1,2})(?::(\d{2}))?\s*(?:-|–|to|bis|à)\s*(\d{1,2})(?::(\d{2}))?\s*", text)
    if found is None:
        return None
    h1, m1, h2, m2 = (int(part or 0) for part in found.groups())
    if h1 > 24 or h2 > 24 or m1 > 59 or m2 > 59:
        return None
    return (h1 * 60 + m1) % (24 * 60), (h2 * 60 + m2) % (24 * 60)


def _profile(work: Work) -> Profile:
    name, zone_name, since, until, thanks, questions, about, named, reminder, waits = work.one(sql.PROFILE, id=work.actor.person)
    me = work.actor.said()
    quiet = (since, until) if since is not None and until is not None else None
    return Profile(
        me, name, zone_name, None if zone_name else work.actor.zone, quiet, thanks, questions, tuple(about), named, reminder, waits
    )
