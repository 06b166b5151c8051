"""Asking, and ending an ask: only the asker closes it, and whoever offered is thanked."""

from __future__ import annotations

from datetime import date, timedelta

from guildbot import calendar, codes, people, phrases
from guildbot.asks import statements as sql
from guildbot.asks.cards import card, must_be_open, offers_on, reader, room_of, update_cards
from guildbot.asks.outcomes import (
    HELP_LAPSES,
    LASTS,
    LASTS_AFTER_DAY,
    MOST_WORDS,
    WITHIN,
    Asked,
    AskedAlready,
    AskLine,
    Asks,
    BecauseIsMissing,
    Ended,
    NotADay,
    WhatIsMissing,
)
from guildbot.kinds import AskKind, AskState, OfferState
from guildbot.refusals import NoLonger, Refused, refuse_if, too_long
from guildbot.who import Command
from guildbot.words import zone
from guildbot.work import Work


def ask_for(
    work: Work, what: str, because: str, *, by: str | date = "", kind: AskKind = AskKind.HAND, again: bool = False
) -> Asked | AskedAlready:
    """Ask those who read this channel for a hand, a perspective or a challenge."""
    what, because = phrases.clean(what), phrases.clean(because)
    space_id, channel = work.room
    day = _day(work, by)
    refuse_if(
        None if what else WhatIsMissing(),
        None if because or not what else BecauseIsMissing(),
        too_long(what, MOST_WORDS),
        too_long(because, MOST_WORDS),
        NotADay(str(by)) if by and day is None else None,
        codes.aloud(work, what, because),
    )
    same = work.first(sql.SAME, person=work.actor.person, what=what, just=work.now - timedelta(minutes=10))
    if same and not again and (before := card(work, same[0])).by == day:
        return AskedAlready(before)
    ends = calendar.instant(day, 0, work.actor.zone or "UTC") + LASTS_AFTER_DAY if day else work.now + LASTS
    (made,) = work.one(
        sql.ASK, guild_id=work.here.guild.id if work.here and work.here.guild else None, asker_id=work.actor.account, space_id=space_id,
        channel=channel, kind=kind, what=what, because=because, by=day, state=AskState.OPEN, asked_at=work.now, ends_at=ends,
    )  # fmt: skip
    work.tell("ask-card", made, room=(space_id, channel), key=f"ask:{made}")
    return Asked(card(work, made), room_of(work, made))


def not_taken(work: Work, id: int) -> None:
    """The channel would not take the ask: whoever asked is told, because nobody can read it."""
    people.tell(work, work.one(sql.CARD, id=id)[0], "ask-not-posted", id, waited_for=True)


def post_again(work: Work, id: int) -> Asked:
    """[Try again] after inviting the bot."""
    shown, asker = must_be_open(work, id)
    if asker.person != work.actor.person or work.all(sql.CARDS_POSTED, id=id):
        raise Refused(NoLonger(Command("ask", "list")))
    where = room_of(work, id)
    work.tell("ask-card", id, room=(work.one(sql.WHERE, id=id)[1], where.channel), key=f"ask:{id}:{work.now:%Y%m%d%H%M}")
    return Asked(shown, where)


def close(work: Work, id: int) -> Ended:
    """The asker has what they need (or no longer needs it); only the asker closes an ask."""
    return _end_by_asker(work, id, AskState.CLOSED)


def withdraw(work: Work, id: int) -> Ended:
    return _end_by_asker(work, id, AskState.WITHDRAWN)


def take_down(work: Work, id: int) -> None:
    """Its asker is forgotten: it is withdrawn, and whoever offered is thanked."""
    _end(work, id, AskState.WITHDRAWN)


def listed(work: Work) -> Asks:
    """Open asks of this channel, of one's guilds in this Space and one's own, soonest first."""
    lines = []
    for (id,) in work.all(sql.LISTED, account=work.actor.account, **reader(work)):
        found = work.one(sql.CARD, id=id)
        mine = people.by_account(work, found[0])[0].person == work.actor.person
        lines.append(AskLine(card(work, id), mine, tuple(offers_on(work, id)) if mine else ()))
    return Asks(tuple(lines))


def lapse(work: Work) -> int:
    """The clock's part: asks past their end close, offers on them are thanked, unconfirmed help is dropped, all silently."""
    ended = work.all(sql.LAPSED, now=work.now)
    for (id,) in ended:
        _end(work, id, AskState.LAPSED)
    work.do(sql.DROP_HELP, before=work.now - HELP_LAPSES, now=work.now)
    return len(ended)


def _day(work: Work, by: str | date) -> date | None:
    now = work.now.astimezone(zone(work.actor.zone))
    if isinstance(by, date):
        return by if now.date() <= by <= now.date() + WITHIN else None
    return phrases.when(by, now) if by.strip() else None


def _end_by_asker(work: Work, id: int, state: AskState) -> Ended:
    _, asker = must_be_open(work, id)
    if asker.person != work.actor.person:
        raise Refused(NoLonger(Command("ask", "list")))
    _end(work, id, state)
    return Ended(card(work, id))


def _end(work: Work, id: int, state: AskState) -> None:
    work.do(sql.END, id=id, state=state, now=work.now)
    for line in offers_on(work, id, hidden=True):
        if line.state is OfferState.OPEN:
            work.do(sql.END_OFFER, id=line.id, state=OfferState.THANKED, now=work.now)
            people.tell(work, work.one(sql.OFFER_OF, id=line.id)[1], "offer-thanked", line.id)
    update_cards(work, id, state)
