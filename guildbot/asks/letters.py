"""What the courier says of asks, looked up when it goes."""

from __future__ import annotations

from guildbot import people
from guildbot.asks import statements as sql
from guildbot.asks.cards import card, room_of, update_cards
from guildbot.asks.outcomes import Card, DidItHelp, HelpNews, NotPosted, OfferArrived, TakenNews, ThankedNews
from guildbot.kinds import HelpState, OfferState
from guildbot.work import Work


def card_to_send(work: Work, notice_id: int, id: int) -> Card | None:
    """The first post; an ask that ended before it went is not posted at all."""
    shown = card(work, id)
    return shown if shown.open else None


def card_again(work: Work, notice_id: int, id: int) -> Card:
    return card(work, id)


def card_posted(work: Work, id: int) -> None:
    """The first post stands; when the ask ended while it was on its way, it is brought up to date."""
    shown = card(work, id)
    if not shown.open:
        update_cards(work, id, shown.state)


def not_posted(work: Work, notice_id: int, id: int) -> NotPosted | None:
    shown = card(work, id)
    return NotPosted(shown, room_of(work, id)) if shown.open else None


def offer_arrived(work: Work, notice_id: int, offer_id: int) -> OfferArrived | None:
    ask_id, helper, words, state = work.one(sql.OFFER_OF, id=offer_id)
    if state is not OfferState.OPEN:
        return None
    return OfferArrived(offer_id, card(work, ask_id), people.by_account(work, helper)[0].said(), words)


def offer_taken(work: Work, notice_id: int, offer_id: int) -> TakenNews | None:
    shown = card(work, work.one(sql.OFFER_OF, id=offer_id)[0])
    return None if shown.asker.former else TakenNews(shown)


def offer_thanked(work: Work, notice_id: int, offer_id: int) -> ThankedNews:
    return ThankedNews(card(work, work.one(sql.OFFER_OF, id=offer_id)[0]))


def did_it_help(work: Work, notice_id: int, help_id: int) -> DidItHelp | None:
    found = work.one(sql.HELP_OF, id=help_id)
    if found[4] is not HelpState.NOTED:
        return None
    return DidItHelp(help_id, people.by_account(work, found[1])[0].said(), found[3], found[0] is None)


def help_confirmed(work: Work, notice_id: int, help_id: int) -> HelpNews | None:
    _, _, receiver, what, state, changed = work.one(sql.HELP_OF, id=help_id)
    if state is not HelpState.CONFIRMED or changed is None:
        return None
    return HelpNews(people.by_account(work, receiver)[0].said(), what, changed)
