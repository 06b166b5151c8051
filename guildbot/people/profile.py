"""What somebody chose about themselves, and what the platform says about an account."""

from __future__ import annotations

import re

from guildbot.kinds import Visibility
from guildbot.people import statements as sql
from guildbot.people.arriving import by_account
from guildbot.people.outcomes import Facts, NotAZone, NotHours, Profile, ProfileKept, ThanksChosen
from guildbot.phrases import one_line
from guildbot.refusals import Refused
from guildbot.words import zone
from guildbot.work import Work


def show(work: Work) -> Profile:
    return _profile(work)


def change(work: Work, *, name: str, zone_name: str, quiet: str, thanks: Visibility | None, questions: bool) -> ProfileKept:
    """The profile form. An empty name, zone or hours means what the account and the place say."""
    problems: list[NotAZone | NotHours] = []
    zone_name = zone_name.strip()
    if zone_name and str(zone(zone_name)) != zone_name:
        problems.append(NotAZone(zone_name))
    hours = parse_hours(quiet)
    if quiet.strip() and hours is None:
        problems.append(NotHours(quiet.strip()))
    if problems:
        raise Refused(*problems)
    since, until = hours or (None, None)
    work.do(
        sql.CHANGE, id=work.actor.person, name=one_line(name)[:80] or None, zone=zone_name or None,
        quiet_from=since, quiet_until=until, thanks=thanks, questions=questions,
    )  # fmt: skip
    work.actor, _ = by_account(work, work.actor.account)
    return ProfileKept(_profile(work))


def choose_thanks(work: Work, thanks: Visibility) -> ThanksChosen:
    """The answer to the question that every notice carries until it is answered."""
    work.do(sql.CHOOSE, id=work.actor.person, thanks=thanks)
    return ThanksChosen(thanks)


def unknown_accounts(work: Work, platform: str) -> list[tuple[int, str, str, str]]:
    """Accounts nobody looked up yet: id, realm, external id, and the Space to ask in. What is owed here is the row itself."""
    return work.all(sql.UNKNOWN, platform=platform)


def learn(work: Work, id: int, facts: Facts | None) -> bool:
    """Keep what a look-up said; answers whether nothing should reach the account: a bot's, or (None) nobody's who is here."""
    if facts is None:
        give_up_looking(work, id)
        return work.first(sql.STRANGER, id=id) is not None
    work.do(
        sql.LEARN, id=id, name=one_line(facts.name)[:80], bot=facts.bot,
        zone=facts.zone if facts.zone and str(zone(facts.zone)) == facts.zone else None, locale=facts.locale, now=work.now,
    )  # fmt: skip
    return facts.bot


def give_up_looking(work: Work, id: int) -> None:
    """The platform could not be asked, by an error of ours: the account is taken as it is."""
    work.do(sql.LOOKED, id=id, now=work.now)


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
    name, zone_name, since, until, thanks, questions = work.one(sql.PROFILE, id=work.actor.person)
    me = work.actor.said()
    quiet = (since, until) if since is not None and until is not None else None
    return Profile(me, name, zone_name, None if zone_name else work.actor.zone, quiet, thanks, questions)
