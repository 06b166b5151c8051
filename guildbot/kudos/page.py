"""One's own page: thanks kept and given, and one's own number, for oneself alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from guildbot import people
from guildbot.db.prepared import Prepared
from guildbot.kudos import statements as sql
from guildbot.kudos.outcomes import ONE_INVITATION, PAGE, Kept, Mine, NodGiven
from guildbot.kudos.standing import each_once, must_stand, widest
from guildbot.who import NOBODY
from guildbot.work import Work


def mine(work: Work) -> Mine:
    """One's own page: thanks I keep, thanks I gave, and my own number."""
    thanks, givers, since = work.one(sql.MY_NUMBER, person=work.actor.person)
    received = [_kept(work, row, sql.RECEIVERS, kept is None) for *row, kept in work.all(sql.KEPT, person=work.actor.person, most=PAGE)]
    given = [
        _kept(work, row, sql.THANKED) for row in work.all(sql.GAVE, person=work.actor.person, most=PAGE)
    ]  # who hid it is their own affair
    return Mine(tuple(received), tuple(given), thanks, givers, since)


def bare_nods(work: Work, most: int) -> list[NodGiven]:
    """The caller's nods of the last week that could still take a sentence, newest first."""
    rows = work.all(sql.BARE, person=work.actor.person, since=work.now - ONE_INVITATION, most=most)
    return [NodGiven(id, people.by_account(work, to)[0].said(), invite=True) for id, to in rows]


def _kept(work: Work, row: Sequence[Any], whom: Prepared[int], unkept: bool = False) -> Kept:
    id, given_at, reason, value, giver, guild_name, link = row
    found = must_stand(work, id)
    thanked = each_once(people.by_account(work, account_id)[0] for (account_id,) in work.all(whom, id=id))
    to = tuple(known.said() for known in thanked)
    return Kept(
        id,
        given_at,
        reason,
        value,
        people.by_account(work, giver)[0].said(),
        to or (NOBODY,),
        guild_name,
        widest(work, id, found),
        link,
        found.privately,
        unkept,
    )
