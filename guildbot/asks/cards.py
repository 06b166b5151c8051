"""An ask as it stands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from guildbot import people
from guildbot.asks import statements as sql
from guildbot.asks.outcomes import Card, OfferLine
from guildbot.kinds import AskState
from guildbot.refusals import NoLonger, Refused
from guildbot.who import AccountRef, Command, Person, Room
from guildbot.work import Known, Work


def card(work: Work, id: int) -> Card:
    asker, kind, what, because, by, state = work.one(sql.CARD, id=id)
    return Card(id, people.by_account(work, asker)[0].said(), kind, what, because, by, state is AskState.OPEN, state)


def room_of(work: Work, id: int) -> Room:
    platform, space_id, space_name, channel = work.one(sql.ROOM, id=id)
    return Room(platform, space_id, space_name, channel)


def must_be_open(work: Work, id: int) -> tuple[Card, Known]:
    found = work.first(sql.CARD, id=id)
    if found is None or found[5] is not AskState.OPEN:
        raise Refused(NoLonger(Command("ask", "list")))
    asker = people.by_account(work, found[0])[0]
    if asker.person != work.actor.person and not work.all(sql.READS, id=id, **reader(work)):
        raise Refused(NoLonger(Command("ask", "list")))
    return card(work, id), asker


def reader(work: Work) -> dict[str, Any]:
    """Who reads asks, and where."""
    return {
        "space": work.here.space if work.here else None,
        "channel": work.here.channel if work.here else None,
        "person": work.actor.person,
    }


def update_cards(work: Work, id: int, state: AskState) -> None:
    for space_id, channel in work.all(sql.CARDS_POSTED, id=id):
        if space_id is not None and channel is not None:
            work.tell("ask-update", id, room=(space_id, channel), key=f"ask-update:{id}:{state.value}")


def offers_on(work: Work, id: int, *, hidden: bool = False) -> Sequence[OfferLine]:
    """As the asker sees them; with those that are `hidden` from them because they block whoever offers (rule P11)."""
    return [
        OfferLine(offer_id, Person(person_id, name, AccountRef(platform, realm, external)), words, state)
        for offer_id, words, state, person_id, name, platform, realm, external, hidden_at in work.all(sql.OFFERS, ask=id)
        if hidden or hidden_at is None
    ]
