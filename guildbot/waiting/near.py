"""Open asks near the words that people may be asked about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, datetime

from guildbot.db.lists import listed
from guildbot.waiting import statements as sql
from guildbot.work import Work

EVER = datetime(2000, 1, 1, tzinfo=UTC)
_MOST_EXACT = 3  # a word this short has to stand alone; a longer one may go on: “facilitation” finds “facilitations”


def near(work: Work, people: Collection[int], *, since: datetime = EVER) -> dict[int, list[int]]:
    """For each of many people the asks they may read that hold one of their words: in a guild of theirs, in a Space they are in.

    Not one's own, not those one has offered to help with, none of somebody one blocks.
    """
    given = {"people": listed(people)}
    rows, open_asks = work.all(sql.WORDS, **given), work.all(sql.OPEN_ASKS, since=since)
    if not rows or not open_asks:
        return {}
    of_guild = defaultdict[int, list[tuple[int, int, int, str]]](list)
    for id, guild, space, asker, what, because in open_asks:
        if guild is not None:
            of_guild[guild].append((id, space, asker, f"{what}\n{because}".casefold()))
    apart = {(me, one, "from") for me, one in work.all(sql.UNHEARD, **given)} | {
        (me, one, "to") for me, one in work.all(sql.OFFERED, **given)
    }
    places = set(work.all(sql.PLACES, **given))
    found = defaultdict[int, list[int]](list)
    for me, about, guild in rows:
        words = [pattern(word) for word in about] if guild in of_guild else []
        for id, space, asker, text in of_guild.get(guild, ()):
            readable = asker != me and (me, space) in places and not apart & {(me, asker, "from"), (me, id, "to")}
            if readable and any(word.search(text) for word in words):
                found[me].append(id)
    return dict(found)


def pattern(word: str) -> re.Pattern[str]:
    """Where a word or short phrase stands in a text; scripts that put no spaces between words have no beginning to look for."""
    word = word.casefold()
    if not word.isascii() and all(ord(c) > 0x2E7F for c in word):
        return re.compile(re.escape(word))
    return re.compile(rf"(?<!\w){re.escape(word)}" + (r"(?!\w)" if len(word) <= _MOST_EXACT else ""))
