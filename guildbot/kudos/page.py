"""One's own page: thanks kept and given, and one's own number, for oneself alone."""

from __future__ import annotations

from datetime import datetime

from guildbot import people
from guildbot.db.prepared import Prepared
from guildbot.kudos import statements as sql
from guildbot.kudos.outcomes import ONE_INVITATION, PAGE, Kept, Mine, NodGiven
from guildbot.kudos.standing import must_stand, widest
from guildbot.work import Work


def mine(work: Work) -> Mine:
    """One's own page: thanks I keep, thanks I gave, and my own number."""
    thanks, givers, since = work.one(sql.MY_NUMBER, person=work.actor.person)
    received = [_kept(work, row, sql.RECEIVERS) for row in work.all(sql.KEPT, person=work.actor.person, most=PAGE)]
    given = [
        _kept(work, row, sql.THANKED) for row in work.all(sql.GAVE, person=work.actor.person, most=PAGE)
    ]  # who hid it is their own affair
    return Mine(tuple(received), tuple(given), thanks, givers, since)


def bare_nods(work: Work, most: int) -> list[NodGiven]:
    """The caller's nods of the last week that could still take a sentence, newest first."""
    rows = work.all(sql.BARE, person=work.actor.person, since=work.now - ONE_INVITATION, most=most)
    return [NodGiven(id, people.by_account(work, to)[0].said(), invite=True) for id, to in rows]


def _kept(work: Work, row: tuple[int, datetime, str | None, str | None, int, str | None, str | None], whom: Prepared[int]) -> Kept:
    id, given_at, reason, value, giver, guild_name, link = row
    found = must_stand(work, id)
    to = tuple(people.by_account(work, account_id)[0].said() for (account_id,) in work.all(whom, id=id))
    return Kept(
        id,
        given_at,
        reason,
        value,
        people.by_account(work, giver)[0].said(),
        to,
        guild_name,
        widest(work, id, found),
        link,
        found.privately,
    )
