"""The guild's own round: every four weeks whoever wishes it is asked about somebody they do not know yet."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations

from guildbot import calendar
from guildbot.calendar import Cadence, Due
from guildbot.introductions import looking
from guildbot.introductions import statements as sql
from guildbot.introductions.asking import ask_all
from guildbot.introductions.pairing import Pair, Round
from guildbot.work import Work

WHAT = "introductions"
WEDNESDAY, MINUTE, WEEKS = 2, 10 * 60, 4
NOT_AGAIN = timedelta(weeks=26)  # however few there are, nobody is asked about the same person sooner


def begin(work: Work) -> None:
    """The clock's part: a guild's rounds begin once two people of it wish them."""
    for guild, zone in work.all(sql.BEGINNING):
        cadence = Cadence(WEDNESDAY, MINUTE, zone, WEEKS, calendar.local_date(work.now, zone))
        calendar.open_schedule(work, WHAT, guild, cadence)


def hold(work: Work, due: Due) -> str | None:
    """The clock's part: everybody who wishes it is in one introduction at most."""
    willing = {person: (account, space) for person, account, space in work.all(sql.WILLING, guild=due.guild)}
    before, lately = _before(work, due.guild)
    apart = looking.kept_from(work, list(willing)) | lately
    places = {person: space for person, (_, space) in willing.items()}
    groups = Round(places, before, apart, f"introductions:{due.guild}:{due.local_date}").groups()
    for group in groups:
        ask_all(work, due.guild, [willing[person][0] for person in group])
    return None if groups else "nobody to introduce to each other"


def _before(work: Work, guild: int) -> tuple[set[Pair], set[Pair]]:
    """The pairs that this guild's people were introduced in, ever and lately; whether they met makes no difference."""
    people: dict[int, set[int]] = {}
    lately: set[int] = set()
    for id, made_at, person in work.all(sql.BEFORE, guild=guild):
        people.setdefault(id, set()).add(person)
        if work.now - made_at < NOT_AGAIN:
            lately.add(id)
    pairs = {id: {frozenset(pair) for pair in combinations(them, 2)} for id, them in people.items()}
    return set().union(*pairs.values()), set().union(*(pairs[id] for id in lately))
