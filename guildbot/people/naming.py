"""Naming people: mentions, names, handles and suggestions."""

from __future__ import annotations

import re
from collections.abc import Sequence

from guildbot.people import statements as sql
from guildbot.people.outcomes import MOST_NAME, MOST_SUGGESTED, Several, Suggested
from guildbot.phrases import one_line
from guildbot.refusals import Refused, Unknown
from guildbot.who import AccountRef, Person
from guildbot.work import Work

LEAST_OF_A_WORD = 2  # typed, before “ask me about” is looked through


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


def suggest(work: Work, typed: str) -> list[Suggested]:
    """Whom somebody may mean who has typed this much: people of this Space and of one's own guilds, by name, then by “ask me about”.

    Whom one blocks is not among them; their whole name finds them still, to thank them or to block them no longer.
    """
    unheard = {id for (id,) in work.all(sql.UNHEARD, account=work.actor.account)}
    called = [one for one in _called(work, typed, beginning=True) if one.id not in unheard]
    found = {one.id: Suggested(one.id, one.name, one.account) for one in called[:MOST_SUGGESTED]}
    if len(found) < MOST_SUGGESTED:
        for one in _asked_about(work, typed):
            found.setdefault(one.id, one)
    return list(found.values())[:MOST_SUGGESTED]


def handle(one: Person) -> str:
    """How a person without a mention here is written on a line, and found again: `sol-marin~7`."""
    return f"{re.sub(r'[^a-z0-9]+', '-', one.name.lower()).strip('-')[:20]}~{one.id}"


def _asked_about(work: Work, typed: str) -> list[Suggested]:
    """Who wants to be asked about what begins like this."""
    wanted = one_line(typed).lower()
    if len(wanted) < LEAST_OF_A_WORD or len(typed) > MOST_NAME:
        return []
    here = work.here.space if work.here else 0
    rows = work.all(sql.ASKED_ABOUT, me=work.actor.person, account=work.actor.account, space=here, like=_holding(wanted))
    people: dict[int, Suggested] = {}
    for id, shown, platform, realm, external_id, about in rows:
        words = tuple(word for word in about if _begins(word.lower(), wanted))
        if words and (id not in people or _is_here(work, platform, people[id])):
            people[id] = Suggested(id, shown, AccountRef(platform, realm, external_id, shown), words)
    return sorted(people.values(), key=lambda one: (one.name.lower(), one.id))


def _holding(wanted: str) -> str:
    """A pattern for rows that may hold it. In a stored list all but ASCII is written in escapes, capitals in others than small letters."""
    plain = max(re.split(r"[^ -~]+|[\"\\%_]", wanted), key=len)
    return f"%{plain.upper()}%"


def _begins(word: str, wanted: str) -> bool:
    """Whether the phrase or a word inside it begins like that."""
    return word.startswith(wanted) or f" {wanted}" in word


def _is_here(work: Work, platform: str, known: Person) -> bool:
    """Whether an account is on the platform of this place, where the one known so far is not."""
    return work.here is not None and platform == work.here.platform != known.account.platform


def _called(work: Work, name: str, *, beginning: bool = False) -> list[Person]:
    if len(name) > MOST_NAME:  # nobody has such a name
        return []
    wanted = one_line(name).lstrip("@").lower()
    tail = re.search(r"~([0-9]{1,9})$", wanted)
    pattern = re.sub(r"([%_\\])", r"\\\1", wanted)
    here = work.here.space if work.here else 0
    rows = work.all(
        sql.CALLED, me=work.actor.person, space=here, start=f"{pattern}%", later=f"% {pattern}%", id=int(tail[1]) if tail else 0
    )
    people: dict[int, Person] = {}
    for id, shown, platform, realm, external_id, detached_at in sorted(rows, key=lambda row: row[-1] is not None):  # ways in before others
        if id not in people or (detached_at is None and _is_here(work, platform, people[id])):
            people[id] = Person(id, shown, AccountRef(platform, realm, external_id, shown))
    if tail and not beginning:
        return [one for one in people.values() if one.id == int(tail[1])]
    if beginning:
        return sorted(people.values(), key=lambda one: (one.name.lower(), one.id))
    exact = [one for one in people.values() if one.name.lower() == wanted]
    word = [one for one in people.values() if wanted in one.name.lower().split()]
    return exact or word
