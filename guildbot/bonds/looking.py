"""One's own page, what waits for an answer, and what the courier says; looked up when it goes."""

from __future__ import annotations

from datetime import date, datetime

from guildbot import people
from guildbot.bonds import statements as sql
from guildbot.bonds.outcomes import LAPSES, Bond, Mine, SaidYes, WouldAgain
from guildbot.kinds import BondState
from guildbot.words import zone
from guildbot.work import Work


def mine(work: Work) -> Mine:
    """Whom I would work with again, and they with me."""
    found: dict[int, Bond] = {}
    unheard = people.unheard(work, work.actor.account)  # rule P11: whom I block is not on my pages
    for id, account_id, made_at in sorted(work.all(sql.MINE, me=work.actor.person)):
        other = people.by_account(work, account_id)[0]
        if other.person not in unheard:
            found.setdefault(other.person, Bond(id, other.said(), day(work, made_at or work.now)))
    return Mine(tuple(sorted(found.values(), key=lambda one: (one.other.name.lower(), one.id))))


def waiting(work: Work, most: int) -> tuple[WouldAgain, ...]:
    """What I am asked and have not answered."""
    unheard = people.unheard(work, work.actor.account)
    rows = work.all(sql.ASKED_OF_ME, me=work.actor.person, since=work.now - LAPSES)
    asked = [WouldAgain(id, people.by_account(work, asker)[0].said()) for asker, id in rows]
    return tuple(one for one in asked if one.asker.id not in unheard)[:most]


def asked_to_send(work: Work, notice_id: int, id: int) -> WouldAgain | None:
    """Nothing, once it is answered, taken back or late."""
    found = work.first(sql.TO_SEND, id=id, since=work.now - LAPSES)
    return WouldAgain(id, people.by_account(work, found[0])[0].said()) if found else None


def yes_to_send(work: Work, notice_id: int, id: int) -> SaidYes | None:
    _, _, _, _, asked, state, *_ = work.one(sql.ONE, id=id)
    return SaidYes(id, people.by_account(work, asked)[0].said()) if state is BondState.MADE else None


def day(work: Work, at: datetime) -> date:
    return at.astimezone(zone(work.actor.zone)).date()
