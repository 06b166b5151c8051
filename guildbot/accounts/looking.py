"""One's accounts on a page, codes that ran out, and codes that were said aloud."""

from __future__ import annotations

from datetime import timedelta

from guildbot import codes, people
from guildbot.accounts import statements as sql
from guildbot.accounts.linking import asked_of_me
from guildbot.accounts.outcomes import UNDO_LASTS, Accounts, Mine, Undoable
from guildbot.accounts.reasons import NewHere
from guildbot.accounts.sides import all_of, arrivals, new_here, side
from guildbot.work import Work

TRIES_KEPT = timedelta(days=14)


def mine(work: Work) -> Accounts:
    """Every account that is the caller, whether a way back is kept, and what can still be undone."""
    every, fresh = all_of(work, work.actor.person), arrivals(work, work.actor.person)
    links, live, guarded = {one.link for one in fresh}, sum(one.side.live for one in every), isinstance(new_here(work), NewHere)
    lines = []
    for one in every:
        here, undo = one.id == work.actor.account, one.link if one.link in links else None
        lines.append(Mine(one.side, here, one.side.live and live > 1 and undo is None and (here or not guarded), undo))
    kept = work.first(sql.HAS_WAY_BACK, person=work.actor.person, since=work.now - UNDO_LASTS)
    came = (Undoable(one.link, side(work, one.came), one.until) for one in fresh)
    return Accounts(tuple(lines), kept is not None, tuple(came), asked_of_me(work))


def lapse(work: Work) -> int:
    """The clock's part: codes and questions past their time are void, silently."""
    work.do(sql.FORGET_TRIES, before=work.now - TRIES_KEPT)
    return work.do(sql.LAPSE, now=work.now)


def overheard(work: Work, text: str) -> int:
    """Every code that stands in a public text is void, whoever said it, and whoever made it is told (rule P4); how many."""
    return sum(_void(work, kept) for kept in codes.opening(work, text))


def _void(work: Work, kept: str) -> bool:
    if (link := work.first(sql.HEARD_LINK, code=kept, now=work.now)) is not None:
        if not work.do(sql.VOID, id=link[0]):
            return False
        people.tell(work, link[1], "link-overheard", link[0], waited_for=True)
    elif (owner := work.first(sql.HEARD_WAY_BACK, code=kept)) is not None:
        work.do(sql.USE_WAY_BACK, code=kept)
        _tell_whoever_kept_it(work, owner[0])
    elif (invited := work.first(sql.HEARD_INVITATION, code=kept, now=work.now)) is not None:
        work.do(sql.END_INVITATION, id=invited[0], now=work.now)
        people.tell(work, invited[1], "invitation-overheard", invited[0], waited_for=True)
    else:
        return False
    return True


def _tell_whoever_kept_it(work: Work, person: int) -> None:
    became = work.first(sql.BECAME, person=person)
    for id, _ in work.all(sql.SEEN, person=became[0] if became else person)[:1]:
        people.tell(work, id, "recovery-overheard", person, waited_for=True)
