"""Naming people: mentions, names, handles and suggestions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from guildbot.people import statements as sql
from guildbot.people.outcomes import MOST_NAME, MOST_SUGGESTED, Several
from guildbot.phrases import one_line
from guildbot.refusals import Refused, Unknown
from guildbot.who import AccountRef, Person
from guildbot.work import Work


def named(work: Work, who: Sequence[AccountRef | str]) -> list[AccountRef]:
    """Mentions as they are; names as whoever they mean. Refuses with every name that means nobody, or more than one."""
    refs: list[AccountRef] = []
    problems: list[Unknown | Several] = []
    for one in dict.fromkeys(who):
        if isinstance(one, AccountRef):
            refs.append(one)
            continue
        found = _called(work, one)
        if len(found) == 1:
            refs.append(found[0].account)
        else:
            problems.append(Several(one, tuple(found)) if found else Unknown(one))
    if problems:
        raise Refused(*problems)
    return refs


def suggest(work: Work, typed: str) -> list[Person]:
    """Whom somebody may mean who has typed this much: people of this Space and of one's own guilds, by name."""
    return _called(work, typed, beginning=True)[:MOST_SUGGESTED]


def handle(one: Person) -> str:
    """How a person without a mention here is written on a line, and found again: `sol-marin~7`."""
    return f"{re.sub(r'[^a-z0-9]+', '-', one.name.lower()).strip('-')[:20]}~{one.id}"


def _called(work: Work, name: str, *, beginning: bool = False) -> list[Person]:
    if len(name) > MOST_NAME:  # nobody has such a name
        return []
    wanted = one_line(name).lstrip("@").lower()
    tail = re.search(r"~(\d+)$", wanted)
    pattern = re.sub(r"([%_\\])", r"\\\1", wanted)
    here = work.here.space if work.here else 0
    rows = work.all(
        sql.CALLED, me=work.actor.person, space=here, start=f"{pattern}%", later=f"% {pattern}%", id=int(tail[1]) if tail else 0
    )
    people: dict[int, Person] = {}
    for id, shown, platform, realm, external_id in rows:
        first = people.get(id)
        here_too = work.here is not None and platform == work.here.platform
        if first is None or (here_too and first.account.platform != platform):
            people[id] = Person(id, shown, AccountRef(platform, realm, external_id, shown))
    if tail and not beginning:
        return [one for one in people.values() if one.id == int(tail[1])]
    if beginning:
        return sorted(people.values(), key=lambda one: (one.name.lower(), one.id))
    exact = [one for one in people.values() if one.name.lower() == wanted]
    word = [one for one in people.values() if wanted in one.name.lower().split()]
    return exact or word
