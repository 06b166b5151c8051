"""What somebody wishes of introductions: whether at all, and with whom not. Nobody else ever sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from guildbot import people
from guildbot.introductions import looking
from guildbot.introductions import statements as sql
from guildbot.introductions.outcomes import Apart, Mine, NotWithWhom
from guildbot.refusals import Refused
from guildbot.who import AccountRef
from guildbot.work import Work


def mine(work: Work) -> Mine:
    (wanted,) = work.one(sql.WANTED, me=work.actor.person)
    found: dict[int, Apart] = {}
    for (id,) in work.all(sql.MY_APART, me=work.actor.person):
        who = looking.said(work, id)
        found.setdefault(who.id, Apart(id, who))
    return Mine(wanted, tuple(sorted(found.values(), key=lambda one: (one.who.name.lower(), one.id))))


def choose(work: Work, wanted: bool) -> Mine:
    """In or out of the guilds' own rounds. Out, what is open is dropped silently."""
    work.do(sql.WANT, me=work.actor.person, yes=wanted)
    if not wanted:
        work.do(sql.DROP_MINE, me=work.actor.person)
    return replace(mine(work), kept=True)


def keep_apart(work: Work, who: Sequence[AccountRef | str]) -> Mine:
    """Never with this person, whoever asks; what is open with them is dropped silently."""
    if len(who) != 1:
        raise Refused(NotWithWhom())
    (ref,) = people.named(work, who)
    them = people.meet(work, ref, typed=True)[0]
    if them.person == work.actor.person:
        raise Refused(NotWithWhom())
    work.do(sql.KEEP_APART, account_id=work.actor.account, other_id=them.account)
    work.do(sql.DROP_WITH, me=work.actor.person, them=them.person)
    return replace(mine(work), kept=True)


def lift(work: Work, id: int) -> Mine:
    """The caller no longer minds the person behind an account; what was dropped stays dropped."""
    if any(id == one.id for one in mine(work).apart):
        work.do(sql.LIFT, me=work.actor.person, them=people.by_account(work, id)[0].person)
    return replace(mine(work), kept=True)
