"""Asking and answering: two yeses make it, a no is silent, either ends it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from guildbot import people
from guildbot.bonds import statements as sql
from guildbot.bonds.looking import day
from guildbot.bonds.outcomes import LAPSES, ABot, AgainWhom, Asked, AskedAlready, Blocked, Ended, Made, NotSaid, OnlyOne, TakenBack
from guildbot.kinds import BondState
from guildbot.refusals import NoLonger, Refused, refuse_if
from guildbot.who import AccountRef, Command
from guildbot.work import Known, Work


class _Word(NamedTuple):
    """What one person once said of another."""

    id: int
    asker: int  # the person
    asker_account: int
    asked: int  # the person
    asked_account: int
    state: BondState
    asked_at: datetime
    made_at: datetime | None


def again(work: Work, who: AccountRef | str | None) -> Asked | AskedAlready | Made:
    """Say that one would work with somebody again. It is made at once when the other one said so too."""
    other = _meant(work, who)
    _alone(work, other.person)
    said = _between(work, other.person)
    for one in said:
        if one.state is BondState.MADE and one.made_at is not None:
            return Made(one.id, other.said(), day(work, one.made_at), now=False)
    fresh = [one for one in said if work.now - one.asked_at < LAPSES and one.made_at is None]
    theirs = next((one for one in fresh if one.asker == other.person and one.state is BondState.OPEN), None)
    if theirs is not None:
        return _make(work, theirs, other)
    mine = next((one for one in fresh if one.asker == work.actor.person), None)
    if mine is not None and mine.state is BondState.OPEN:
        return AskedAlready(mine.id, other.said(), day(work, mine.asked_at))
    return Asked(_ask(work, mine.id if mine else None, other), other.said())


def agree(work: Work, id: int) -> Made:
    """[I would too]"""
    said, asker = _asked_of_me(work, id)
    if said.state is BondState.MADE and said.made_at is not None:  # pressed twice
        return Made(id, asker.said(), day(work, said.made_at), now=False)
    _must_be_open(work, said)
    _not_blocked(work, asker)
    return _make(work, said, asker)


def decline(work: Work, id: int) -> NotSaid:
    """[Not now]: the asker sees nothing of it, and it lapses in its time."""
    said, asker = _asked_of_me(work, id)
    _must_be_open(work, said)
    work.do(sql.DECLINE, id=id, now=work.now)
    return NotSaid(asker.said())


def take_back(work: Work, id: int) -> TakenBack:
    """The asker thinks better of it; asking the same person again within the two weeks brings no second notice."""
    said = _one(work, id)
    if said is None or said.asker != work.actor.person or said.state is BondState.MADE:
        raise Refused(NoLonger(Command("profile")))
    work.do(sql.TAKE_BACK, id=id)
    work.do(sql.DROP_NOTICE, subject=id)
    return TakenBack(people.by_account(work, said.asked_account)[0].said())


def end(work: Work, id: int) -> Ended:
    """Either of the two, silently."""
    said, me = _one(work, id), work.actor.person
    if said is None or said.state is not BondState.MADE or me not in (said.asker, said.asked) or said.asker == said.asked:
        raise Refused(NoLonger(Command("profile")))
    other = people.by_account(work, said.asked_account if said.asker == me else said.asker_account)[0]
    for one in _between(work, other.person):
        if one.state is BondState.MADE:  # there are several where accounts were linked later
            work.do(sql.END, id=one.id, now=work.now)
    return Ended(other.said())


def lapse(work: Work) -> int:
    """The clock's part: what nobody answered in two weeks is as if it had never been asked."""
    return work.do(sql.LAPSE, before=work.now - LAPSES, now=work.now)


def _meant(work: Work, who: AccountRef | str | None) -> Known:
    if not who:
        raise Refused(AgainWhom())
    (ref,) = people.named(work, [who])
    other, _, bot = people.meet(work, ref, typed=True)
    refuse_if(OnlyOne() if other.person == work.actor.person else None, ABot(other.name) if bot else None)
    _not_blocked(work, other)
    return other


def _not_blocked(work: Work, other: Known) -> None:
    if other.person in people.unheard(work, work.actor.account):
        raise Refused(Blocked(other.name))


def _ask(work: Work, taken_back: int | None, other: Known) -> int:
    if taken_back is None:
        (id,) = work.one(sql.ASK, asked_by=work.actor.account, asked=other.account, state=BondState.OPEN, asked_at=work.now)
    else:
        id = taken_back
        work.do(sql.REOPEN, id=id)
    if not other.blocks and not work.first(sql.TOLD, subject=id):  # rule P11: where nothing arrives, the words are the same
        people.tell(work, other.account, "bond", id)
    return id


def _make(work: Work, said: _Word, asker: Known) -> Made:
    work.do(sql.MAKE, id=said.id, now=work.now)
    work.do(sql.DROP_NOTICE, subject=said.id)
    people.tell(work, said.asker_account, "bond-made", said.id)
    return Made(said.id, asker.said(), day(work, work.now), now=True)


def _asked_of_me(work: Work, id: int) -> tuple[_Word, Known]:
    said = _one(work, id)
    if said is None or said.asked != work.actor.person:
        raise Refused(NoLonger())
    _alone(work, said.asker)
    return _Word(*work.one(sql.ONE, id=id)), people.by_account(work, said.asker_account)[0]


def _must_be_open(work: Work, said: _Word) -> None:
    if said.state is not BondState.OPEN or work.now - said.asked_at >= LAPSES:
        raise Refused(NoLonger())


def _alone(work: Work, other: int) -> None:
    """Two who ask each other at the same instant would each find nothing said."""
    work.alone(f"bond:{min(work.actor.person, other)}:{max(work.actor.person, other)}")


def _one(work: Work, id: int) -> _Word | None:
    found = work.first(sql.ONE, id=id)
    return _Word(*found) if found else None


def _between(work: Work, other: int) -> list[_Word]:
    """Newest first."""
    return sorted((_Word(*row) for row in work.all(sql.BETWEEN, me=work.actor.person, other=other)), reverse=True)
