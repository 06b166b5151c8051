"""Offers: they go to the asker alone and end taken, thanked or withdrawn (rule H2)."""

from __future__ import annotations

from guildbot import calendar, people, phrases
from guildbot.asks import statements as sql
from guildbot.asks.cards import card, must_be_open
from guildbot.asks.outcomes import MOST_WORDS, Card, Offered, OfferedAlready, OfferTaken, OfferThanked, OfferWithdrawn, OwnAsk
from guildbot.kinds import HelpState, OfferState
from guildbot.refusals import NoLonger, Refused, missing, refuse_if, too_long
from guildbot.work import Known, Work


def offer_to(work: Work, id: int, words: str) -> Offered:
    """[I can help] or [I know someone]: words that go to the asker alone."""
    words = phrases.clean(words)
    shown, asker = must_be_open(work, id)
    refuse_if(
        OwnAsk() if asker.person == work.actor.person else None,
        OfferedAlready(asker.said()) if work.first(sql.MY_OFFER, ask=id, person=work.actor.person) else None,
        missing(words),
        too_long(words, MOST_WORDS),
    )
    (made,) = work.one(sql.OFFER, ask_id=id, account_id=work.actor.account, words=words, state=OfferState.OPEN, made_at=work.now)
    if asker.person in people.blocking(work):
        work.do(sql.HIDE_OFFER, id=made, now=work.now)
    else:
        people.tell(work, asker.account, "offer", made, waited_for=True)
    return Offered(shown.asker, words)


def take(work: Work, offer_id: int) -> OfferTaken:
    """The asker takes an offer; tomorrow the bot asks whether it helped."""
    shown, helper, where = _my_offer_to_answer(work, offer_id)
    work.do(sql.END_OFFER, id=offer_id, state=OfferState.TAKEN, now=work.now)
    people.tell(work, helper.account, "offer-taken", offer_id, waited_for=True)
    (made,) = work.one(
        sql.HELP, ask_id=shown.id, guild_id=where[0], space_id=where[1], helper_id=helper.account, receiver_id=work.actor.account,
        what=shown.what, changed=None, state=HelpState.NOTED, noted_at=work.now,
    )  # fmt: skip
    people.tell(work, work.actor.account, "did-it-help", made, due=calendar.next_morning(work.actor, work.now), key=f"did-it-help:{made}")
    return OfferTaken(offer_id, helper.said())


def thank(work: Work, offer_id: int) -> OfferThanked:
    """Not needed, with thanks."""
    _, helper, _ = _my_offer_to_answer(work, offer_id)
    work.do(sql.END_OFFER, id=offer_id, state=OfferState.THANKED, now=work.now)
    people.tell(work, helper.account, "offer-thanked", offer_id)
    return OfferThanked(offer_id, helper.said())


def withdraw_offer(work: Work, ask_id: int) -> OfferWithdrawn:
    found = work.first(sql.MY_OFFER, ask=ask_id, person=work.actor.person)
    if found is None:
        raise Refused(NoLonger())
    work.do(sql.END_OFFER, id=found[0], state=OfferState.WITHDRAWN, now=work.now)
    work.do(sql.DROP_NOTICE, kind="offer", subject=found[0], why="withdrawn")
    return OfferWithdrawn(found[0])


def _my_offer_to_answer(work: Work, offer_id: int) -> tuple[Card, Known, tuple[int | None, int]]:
    found = work.first(sql.OFFER_OF, id=offer_id)
    if found is None or found[3] is not OfferState.OPEN:
        raise Refused(NoLonger())
    ask_id, helper, _, _ = found
    shown = card(work, ask_id)
    if shown.asker.id != work.actor.person:
        raise Refused(NoLonger())
    return shown, people.by_account(work, helper)[0], work.one(sql.WHERE, id=ask_id)
