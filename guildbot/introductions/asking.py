"""Introducing two people: each is asked alone, all have to say yes, a no is silent."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from guildbot import codes, people, phrases
from guildbot.introductions import looking
from guildbot.introductions import statements as sql
from guildbot.introductions.looking import Introduction
from guildbot.introductions.outcomes import (
    LAPSES,
    MOST_WHY,
    ABot,
    Asked,
    AskedAlready,
    Blocked,
    IntroduceWhom,
    Met,
    NotNow,
    NotTogether,
    NotYourself,
    SaidYes,
    TwoPeople,
)
from guildbot.refusals import NoLonger, Refused, refuse_if, too_long
from guildbot.who import AccountRef
from guildbot.words import zone
from guildbot.work import Known, Work


def introduce(work: Work, who: Sequence[AccountRef | str], because: str) -> Asked | AskedAlready:
    """Ask two people of a guild whether they would meet. Being introduced by somebody who says who they are needs no consent ahead."""
    because = phrases.clean(because)
    if not who or not because:
        raise Refused(IntroduceWhom())
    them = _two(work, who)
    one, other = them
    refuse_if(too_long(because, MOST_WHY), codes.aloud(work, because))
    guild = _guild_of_all(work, one, other)
    work.alone(f"introduction:{work.actor.person}")
    said = tuple(each.said() for each in them)
    asked = work.first(sql.ASKED_BY_ME, me=work.actor.person, one=one.person, other=other.person, since=work.now - LAPSES)
    if asked is not None:
        return AskedAlready(said, asked[0].astimezone(zone(work.actor.zone)).date(), asked[1] is not None)
    _ask(work, guild, because, them)
    return Asked(said)


def ask_all(work: Work, guild: int, accounts: Sequence[int], *, asked_by: int | None = None, because: str | None = None) -> int:
    """An introduction and its questions, each to one of them alone."""
    id = _new(work, guild, accounts, asked_by, because, None)
    for account in accounts:
        people.tell(work, account, "introduction", id, key=f"introduction:{id}:{account}")
    return id


def agree(work: Work, id: int) -> SaidYes | Met:
    """[Yes, please]: with the last yes they know of each other."""
    one = _asked_of_me(work, id)
    if one.met_at is not None:  # pressed twice
        return looking.met(work, one, work.actor.account)
    _must_be_open(work, one)
    work.do(sql.ANSWER, id=id, me=work.actor.person, yes=True)
    others = one.others(work.actor.person)
    if not (all(each.yes for each in others) and looking.may_meet(work, one)):
        return SaidYes(tuple(looking.said(work, each.account) for each in others))
    work.do(sql.MEET, id=id, now=work.now)
    for each in others:
        people.tell(work, each.account, "introduced", id, key=f"introduced:{id}:{each.account}")
    if one.asked_by is not None:
        people.tell(work, one.asked_by, "introduction-made", id, key=f"introduction-made:{id}")
    return looking.met(work, one, work.actor.account)


def decline(work: Work, id: int) -> NotNow:
    """[Not now]: nobody sees anything of it, and it lapses in its time."""
    one = _asked_of_me(work, id)
    _must_be_open(work, one)
    work.do(sql.ANSWER, id=id, me=work.actor.person, yes=False)
    return NotNow()


def lapse(work: Work) -> int:
    """The clock's part: what was not answered in two weeks counts as a silent no."""
    return work.do(sql.LAPSE, before=work.now - LAPSES)


def _two(work: Work, who: Sequence[AccountRef | str]) -> tuple[Known, Known]:
    met = [people.meet(work, ref, typed=True) for ref in people.named(work, who)]
    found = {known.person: known for known, _, _ in met}
    unheard = people.unheard(work, work.actor.account)
    refuse_if(
        NotYourself() if work.actor.person in found else None,
        *(ABot(known.name) for known, _, bot in met if bot),
        TwoPeople(len(found)) if len(found) != 2 else None,
        *(Blocked(known.name) for known in found.values() if known.person in unheard),
    )
    one, other = found.values()
    return one, other


def _guild_of_all(work: Work, one: Known, other: Known) -> int:
    """This channel's guild when all three are in it, else the first that they share."""
    shared = [id for id, _ in work.all(sql.TOGETHER, me=work.actor.person, one=one.person, other=other.person)]
    if not shared:
        raise Refused(NotTogether())
    here = work.here.guild.id if work.here is not None and work.here.guild is not None else 0
    return here if here in shared else shared[0]


def _ask(work: Work, guild: int, because: str, them: tuple[Known, Known]) -> None:
    """Where one of them does not wish it, nobody is asked; it is kept, so that asking again sounds the same."""
    me, accounts = work.actor, [each.account for each in them]
    between = looking.kept_from(work, [each.person for each in them], asker=me.person)
    if any(frozenset(pair) in between for pair in combinations([me.person, *(each.person for each in them)], 2)):
        _new(work, guild, accounts, me.account, because, False)
    else:
        ask_all(work, guild, accounts, asked_by=me.account, because=because)


def _new(work: Work, guild: int, accounts: Sequence[int], asked_by: int | None, because: str | None, yes: bool | None) -> int:
    (id,) = work.one(sql.NEW, guild_id=guild, asked_by=asked_by, because=because, made_at=work.now)
    for account in accounts:
        work.do(sql.INTRODUCE, introduction_id=id, account_id=account, yes=yes)
    return id


def _asked_of_me(work: Work, id: int) -> Introduction:
    work.alone(f"introduced:{id}")  # two who say yes at the same instant would each find the other's missing
    one = looking.find(work, id)
    if one is None or not any(each.person == work.actor.person for each in one.people):
        raise Refused(NoLonger())
    return one


def _must_be_open(work: Work, one: Introduction) -> None:
    mine = [each.yes for each in one.people if each.person == work.actor.person]
    if not one.is_open(work.now) or not one.several or False in mine:
        raise Refused(NoLonger())
