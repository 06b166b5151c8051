"""Asking for help, offering it, and what the help changed.

An ask stays in the Space where it was asked. Offers go to the asker alone; every offer ends taken, thanked or withdrawn
(rule H2). Help is seen beyond the two only once whoever received it confirms it (rule H1). No number measures help (rule H4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from sqlalchemy import and_, bindparam, insert, select, update

from guildbot import calendar, people, phrases
from guildbot.db.prepared import prepared
from guildbot.db.tables import account, ask, help_, notice, offer, person, space
from guildbot.kinds import AskKind, AskState, HelpState, NoticeState, OfferState
from guildbot.refusals import NoLonger, Refused, missing, refuse_if, too_long
from guildbot.who import AccountRef, Command, Person, Quote, Room
from guildbot.words import Phrase, Say, m, zone
from guildbot.work import Known, Work

MOST_WORDS = 600
WITHIN = timedelta(days=366)
LASTS, LASTS_AFTER_DAY, HELP_LAPSES = timedelta(days=28), timedelta(days=14), timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Card:
    """An ask as its Space reads it. `open` or not decides whether it has buttons."""

    id: int
    asker: Person
    kind: AskKind
    what: str
    because: str
    by: date | None
    open: bool
    state: AskState

    def words(self, say: Say) -> tuple[Phrase, ...]:
        made = [
            say(_ASKS[self.kind], who=self.asker, what=Quote(self.what)),
            say(m("Because {because}"), because=Quote(self.because)),
        ]
        if self.by is not None:
            made.append(say(m("By {day}"), day=self.by))
        if not self.open:
            made.append(say(_ENDED[self.state]))
        return tuple(made)

    def line(self, say: Say) -> Phrase:
        """One sentence, for the digest: whoever wants more presses a button."""
        if self.by is not None:
            return say(
                m("{who} asks for {what}, because {because}, by {day}."),
                who=self.asker,
                what=Quote(self.what),
                because=Quote(self.because),
                day=self.by,
            )
        return say(m("{who} asks for {what}, because {because}."), who=self.asker, what=Quote(self.what), because=Quote(self.because))


@dataclass(frozen=True, slots=True)
class Asked:
    card: Card
    room: Room

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return say(m("Asked here. Offers come to you alone.")), say(m("People say yes more often than we expect."))


@dataclass(frozen=True, slots=True)
class AskedAlready:
    """The same words within ten minutes."""

    card: Card

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return say(m("You asked this already, a few minutes ago.")), *self.card.words(say)


@dataclass(frozen=True, slots=True)
class Offered:
    asker: Person
    words_said: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return say(m("{asker} alone sees your offer:"), asker=self.asker), (Quote(self.words_said),)


@dataclass(frozen=True, slots=True)
class OfferTaken:
    id: int
    helper: Person

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{helper} is told. Tomorrow I ask you whether it helped."), helper=self.helper),)


@dataclass(frozen=True, slots=True)
class OfferThanked:
    id: int
    helper: Person

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{helper} is thanked for offering."), helper=self.helper),)


@dataclass(frozen=True, slots=True)
class OfferWithdrawn:
    id: int

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("Your offer is withdrawn.")),)


@dataclass(frozen=True, slots=True)
class Ended:
    """The ask is closed or withdrawn; whoever had offered was thanked."""

    card: Card

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(_ENDED[self.card.state]),)


@dataclass(frozen=True, slots=True)
class Noted:
    """Help recorded by the helper; the other side confirms."""

    id: int
    receiver: Person
    what: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return say(m("{receiver} is asked what it changed. Until then nobody else sees it."), receiver=self.receiver), (Quote(self.what),)


@dataclass(frozen=True, slots=True)
class Confirmed:
    """`ask`: the ask it answers, when that is still open and can be closed now."""

    id: int
    helper: Person
    changed: str
    ask: int | None = None

    def words(self, say: Say) -> tuple[Phrase, ...]:
        told = (say(m("{helper} gets your words:"), helper=self.helper), (Quote(self.changed),))
        return (*told, say(m("Your ask is still open to others."))) if self.ask is not None else told


@dataclass(frozen=True, slots=True)
class Dropped:
    id: int

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("That is fine. Nobody is told.")),)


@dataclass(frozen=True, slots=True)
class OfferLine:
    id: int
    who: Person
    words_said: str
    state: OfferState

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(_OFFERED[self.state], who=self.who, words=Quote(self.words_said)),)


@dataclass(frozen=True, slots=True)
class AskLine:
    card: Card
    mine: bool
    offers: tuple[OfferLine, ...]  # only on one's own


@dataclass(frozen=True, slots=True)
class Asks:
    lines: tuple[AskLine, ...]

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return () if self.lines else (say(m("Nothing is being asked here just now. {command} is how it begins."), command=Command("ask")),)


@dataclass(frozen=True, slots=True)
class OfferArrived:
    id: int
    ask: Card
    helper: Person
    words_said: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(m("{helper} answers your ask for {what}:"), helper=self.helper, what=Quote(self.ask.what)),
            (Quote(self.words_said),),
        )


@dataclass(frozen=True, slots=True)
class TakenNews:
    """Told to the helper: your offer was taken."""

    ask: Card

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{asker} takes your offer for {what}. Find a moment together."), asker=self.ask.asker, what=Quote(self.ask.what)),)


@dataclass(frozen=True, slots=True)
class ThankedNews:
    """Told to somebody whose offer was not needed after all."""

    ask: Card

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{asker} thanks you for offering with {what}; it is settled."), asker=self.ask.asker, what=Quote(self.ask.what)),)


@dataclass(frozen=True, slots=True)
class DidItHelp:
    """Asked the day after: did it help, and what changed?"""

    help: int
    helper: Person
    what: str
    noted_by_helper: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if self.noted_by_helper:
            return (say(m("{helper} notes having helped you with {what}. Did it help?"), helper=self.helper, what=Quote(self.what)),)
        return (say(m("{helper} helped with {what}. Did it help?"), helper=self.helper, what=Quote(self.what)),)


@dataclass(frozen=True, slots=True)
class HelpNews:
    """Told to the helper: what the help changed."""

    receiver: Person
    what: str
    changed: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return say(m("{receiver} tells what your help with {what} changed:"), receiver=self.receiver, what=Quote(self.what)), (
            Quote(self.changed),
        )


@dataclass(frozen=True, slots=True)
class NotPosted:
    """Told to the asker: the channel would not take the ask."""

    ask: Card
    room: Room

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(m("I could not post your ask for {what} in {room}."), what=Quote(self.ask.what), room=self.room),
            say(m("Invite me to the channel (on Slack: /invite @guildbot), then try again.")),
        )


@dataclass(frozen=True, slots=True)
class WhatIsMissing:
    sentence: ClassVar[str] = m("What do you need, and because of what? Like this: {command}")
    command: Command = Command("ask", "someone to read a form aloud because I've gone blind to it by Friday")


@dataclass(frozen=True, slots=True)
class BecauseIsMissing:
    sentence: ClassVar[str] = m("One thing is missing: because of what? People say yes more often when they know.")


@dataclass(frozen=True, slots=True)
class NotADay:
    sentence: ClassVar[str] = m("I cannot read “{by}” as a day within a year. Try “Friday”, “21 November” or 2026-11-21.")
    by: str


@dataclass(frozen=True, slots=True)
class OwnAsk:
    sentence: ClassVar[str] = m("That is your own ask; offers come from others.")


@dataclass(frozen=True, slots=True)
class OfferedAlready:
    sentence: ClassVar[str] = m("You have offered already; {asker} has not answered yet.")
    asker: Person


@dataclass(frozen=True, slots=True)
class NoteWhom:
    sentence: ClassVar[str] = m("Whom did you help, and with what? Like this: {command}")
    command: Command = Command("ask", "note @dele with the consent form")


_ASKS = {
    AskKind.HAND: m("{who} asks for a hand: {what}"),
    AskKind.PERSPECTIVE: m("{who} asks for a perspective: {what}"),
    AskKind.CHALLENGE: m("{who} asks to be challenged: {what}"),
}
_ENDED = {
    AskState.OPEN: m("This is open."),
    AskState.CLOSED: m("This is settled, with thanks to all who offered."),
    AskState.WITHDRAWN: m("This is no longer asked."),
    AskState.LAPSED: m("This has run its time."),
}
_OFFERED = {
    OfferState.OPEN: m("{who} offers: “{words}”"),
    OfferState.TAKEN: m("{who} offered and helps: “{words}”"),
    OfferState.THANKED: m("{who} offered and was thanked: “{words}”"),
    OfferState.WITHDRAWN: m("{who} withdrew an offer."),
}
Outcome = Asked | AskedAlready | Offered | OfferTaken | OfferThanked | OfferWithdrawn | Ended | Noted | Confirmed | Dropped | Asks
Sent = Card | OfferArrived | TakenNews | ThankedNews | DidItHelp | HelpNews | NotPosted


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
    )
    if not again and (same := work.first(_SAME, person=work.actor.person, what=what, just=work.now - timedelta(minutes=10))):
        return AskedAlready(card(work, same[0]))
    ends = calendar.instant(day, 0, work.actor.zone or "UTC") + LASTS_AFTER_DAY if day else work.now + LASTS
    (made,) = work.one(
        _ASK, guild_id=work.here.guild.id if work.here and work.here.guild else None, asker_id=work.actor.account, space_id=space_id,
        channel=channel, kind=kind, what=what, because=because, by=day, state=AskState.OPEN, asked_at=work.now, ends_at=ends,
    )  # fmt: skip
    work.tell("ask-card", made, room=(space_id, channel), key=f"ask:{made}")
    return Asked(card(work, made), _room(work, made))


def not_taken(work: Work, id: int) -> None:
    """The channel would not take the ask: whoever asked is told, because nobody can read it."""
    people.tell(work, work.one(_CARD, id=id)[0], "ask-not-posted", id, waited_for=True)


def post_again(work: Work, id: int) -> Asked:
    """[Try again] after inviting the bot."""
    shown, asker = _open(work, id)
    if asker.person != work.actor.person or work.all(_CARDS_POSTED, id=id):
        raise Refused(NoLonger(Command("ask", "list")))
    where = _room(work, id)
    work.tell("ask-card", id, room=(work.one(_WHERE, id=id)[1], where.channel), key=f"ask:{id}:{work.now:%Y%m%d%H%M}")
    return Asked(shown, where)


def offer_to(work: Work, id: int, words: str) -> Offered:
    """[I can help] or [I know someone]: words that go to the asker alone."""
    words = phrases.clean(words)
    shown, asker = _open(work, id)
    refuse_if(
        OwnAsk() if asker.person == work.actor.person else None,
        OfferedAlready(asker.said()) if work.first(_MY_OFFER, ask=id, person=work.actor.person) else None,
        missing(words),
        too_long(words, MOST_WORDS),
    )
    (made,) = work.one(_OFFER, ask_id=id, account_id=work.actor.account, words=words, state=OfferState.OPEN, made_at=work.now)
    people.tell(work, asker.account, "offer", made, waited_for=True)
    return Offered(shown.asker, words)


def take(work: Work, offer_id: int) -> OfferTaken:
    """The asker takes an offer; tomorrow the bot asks whether it helped."""
    shown, helper, where = _my_offer_to_answer(work, offer_id)
    work.do(_END_OFFER, id=offer_id, state=OfferState.TAKEN, now=work.now)
    people.tell(work, helper.account, "offer-taken", offer_id, waited_for=True)
    (made,) = work.one(
        _HELP, ask_id=shown.id, guild_id=where[0], space_id=where[1], helper_id=helper.account, receiver_id=work.actor.account,
        what=shown.what, changed=None, state=HelpState.NOTED, noted_at=work.now,
    )  # fmt: skip
    people.tell(work, work.actor.account, "did-it-help", made, due=calendar.next_morning(work.actor, work.now), key=f"did-it-help:{made}")
    return OfferTaken(offer_id, helper.said())


def thank(work: Work, offer_id: int) -> OfferThanked:
    """Not needed, with thanks."""
    _, helper, _ = _my_offer_to_answer(work, offer_id)
    work.do(_END_OFFER, id=offer_id, state=OfferState.THANKED, now=work.now)
    people.tell(work, helper.account, "offer-thanked", offer_id)
    return OfferThanked(offer_id, helper.said())


def withdraw_offer(work: Work, ask_id: int) -> OfferWithdrawn:
    found = work.first(_MY_OFFER, ask=ask_id, person=work.actor.person)
    if found is None:
        raise Refused(NoLonger())
    work.do(_END_OFFER, id=found[0], state=OfferState.WITHDRAWN, now=work.now)
    work.do(_DROP_NOTICE, kind="offer", subject=found[0], why="withdrawn")
    return OfferWithdrawn(found[0])


def close(work: Work, id: int) -> Ended:
    """The asker has what they need (or no longer needs it); only the asker closes an ask."""
    return _end_by_asker(work, id, AskState.CLOSED)


def withdraw(work: Work, id: int) -> Ended:
    return _end_by_asker(work, id, AskState.WITHDRAWN)


def note(work: Work, who: AccountRef | str | None, what: str) -> Noted:
    """The helper records help; it counts for nobody else before the receiver confirms."""
    what = phrases.clean(what)
    if who is None or not what:
        raise Refused(NoteWhom())
    refuse_if(too_long(what, MOST_WORDS))
    (ref,) = people.named(work, [who])
    receiver, _, bot = people.meet(work, ref)
    if receiver.person == work.actor.person or bot:
        raise Refused(NoteWhom())
    (made,) = work.one(
        _HELP, ask_id=None, guild_id=work.here.guild.id if work.here and work.here.guild else None,
        space_id=work.here.space if work.here else None, helper_id=work.actor.account, receiver_id=receiver.account,
        what=what, changed=None, state=HelpState.NOTED, noted_at=work.now,
    )  # fmt: skip
    people.tell(work, receiver.account, "did-it-help", made)
    return Noted(made, receiver.said(), what)


def helped_me(work: Work, who: AccountRef | str | None, what: str, changed: str) -> Confirmed:
    """The receiver records help themselves, with what it changed: nothing is left to confirm."""
    what, changed = phrases.clean(what), phrases.clean(changed)
    refuse_if(NoteWhom() if who is None or not what else None, missing(changed), too_long(what, MOST_WORDS), too_long(changed, MOST_WORDS))
    helper, _, bot = people.meet(work, people.named(work, [who] if who else [])[0])
    if helper.person == work.actor.person or bot:
        raise Refused(NoteWhom())
    (made,) = work.one(
        _HELP, ask_id=None, guild_id=work.here.guild.id if work.here and work.here.guild else None,
        space_id=work.here.space if work.here else None, helper_id=helper.account, receiver_id=work.actor.account,
        what=what, changed=None, state=HelpState.NOTED, noted_at=work.now,
    )  # fmt: skip
    return confirm(work, made, changed)


def confirm(work: Work, help_id: int, changed: str) -> Confirmed:
    """What the help changed, in the receiver's words; the helper reads them, and so does the digest."""
    changed = phrases.clean(changed)
    helper = _my_help(work, help_id)
    refuse_if(missing(changed), too_long(changed, MOST_WORDS))
    work.do(_SETTLE, id=help_id, state=HelpState.CONFIRMED, changed=changed, now=work.now)
    people.tell(work, helper.account, "help-confirmed", help_id)
    ask_id = work.one(_HELP_OF, id=help_id)[0]
    still_open = ask_id is not None and card(work, ask_id).open
    return Confirmed(help_id, helper.said(), changed, ask_id if still_open else None)


def drop(work: Work, help_id: int) -> Dropped:
    """[Not this time]: silent."""
    _my_help(work, help_id)
    work.do(_SETTLE, id=help_id, state=HelpState.DROPPED, changed=None, now=work.now)
    return Dropped(help_id)


def listed(work: Work) -> Asks:
    """Open asks of this Space and one's own, soonest first."""
    lines = []
    for (id,) in work.all(_LISTED, space=work.here.space if work.here else 0, person=work.actor.person):
        found = work.one(_CARD, id=id)
        mine = people.by_account(work, found[0])[0].person == work.actor.person
        lines.append(AskLine(card(work, id), mine, tuple(_offers(work, id)) if mine else ()))
    return Asks(tuple(lines))


def lapse(work: Work) -> int:
    """The clock's part: asks past their end close, offers on them are thanked, unconfirmed help is dropped, all silently."""
    ended = work.all(_LAPSED, now=work.now)
    for (id,) in ended:
        _end(work, id, AskState.LAPSED)
    work.do(_DROP_HELP, before=work.now - HELP_LAPSES, now=work.now)
    return len(ended)


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
        _update_cards(work, id, shown.state)


def not_posted(work: Work, notice_id: int, id: int) -> NotPosted | None:
    shown = card(work, id)
    return NotPosted(shown, _room(work, id)) if shown.open else None


def offer_arrived(work: Work, notice_id: int, offer_id: int) -> OfferArrived | None:
    ask_id, helper, words, state = work.one(_OFFER_OF, id=offer_id)
    if state is not OfferState.OPEN:
        return None
    return OfferArrived(offer_id, card(work, ask_id), people.by_account(work, helper)[0].said(), words)


def offer_taken(work: Work, notice_id: int, offer_id: int) -> TakenNews:
    return TakenNews(card(work, work.one(_OFFER_OF, id=offer_id)[0]))


def offer_thanked(work: Work, notice_id: int, offer_id: int) -> ThankedNews:
    return ThankedNews(card(work, work.one(_OFFER_OF, id=offer_id)[0]))


def did_it_help(work: Work, notice_id: int, help_id: int) -> DidItHelp | None:
    found = work.one(_HELP_OF, id=help_id)
    if found[4] is not HelpState.NOTED:
        return None
    return DidItHelp(help_id, people.by_account(work, found[1])[0].said(), found[3], found[0] is None)


def help_confirmed(work: Work, notice_id: int, help_id: int) -> HelpNews | None:
    _, _, receiver, what, state, changed = work.one(_HELP_OF, id=help_id)
    if state is not HelpState.CONFIRMED or changed is None:
        return None
    return HelpNews(people.by_account(work, receiver)[0].said(), what, changed)


def _day(work: Work, by: str | date) -> date | None:
    now = work.now.astimezone(zone(work.actor.zone))
    if isinstance(by, date):
        return by if now.date() <= by <= now.date() + WITHIN else None
    return phrases.when(by, now) if by.strip() else None


def card(work: Work, id: int) -> Card:
    asker, kind, what, because, by, state = work.one(_CARD, id=id)
    return Card(id, people.by_account(work, asker)[0].said(), kind, what, because, by, state is AskState.OPEN, state)


def _room(work: Work, id: int) -> Room:
    platform, space_id, space_name, channel = work.one(_ROOM, id=id)
    return Room(platform, space_id, space_name, channel)


def _open(work: Work, id: int) -> tuple[Card, Known]:
    found = work.first(_CARD, id=id)
    if found is None or found[5] is not AskState.OPEN:
        raise Refused(NoLonger(Command("ask", "list")))
    asker = people.by_account(work, found[0])[0]
    if asker.person != work.actor.person and (work.here is None or work.here.space != work.one(_WHERE, id=id)[1]):
        raise Refused(NoLonger(Command("ask", "list")))  # an ask is read in its own Space only
    return card(work, id), asker


def _my_offer_to_answer(work: Work, offer_id: int) -> tuple[Card, Known, tuple[int | None, int]]:
    found = work.first(_OFFER_OF, id=offer_id)
    if found is None or found[3] is not OfferState.OPEN:
        raise Refused(NoLonger())
    ask_id, helper, _, _ = found
    shown = card(work, ask_id)
    if shown.asker.id != work.actor.person:
        raise Refused(NoLonger())
    return shown, people.by_account(work, helper)[0], work.one(_WHERE, id=ask_id)


def _my_help(work: Work, help_id: int) -> Known:
    found = work.first(_HELP_OF, id=help_id)
    if found is None or found[4] is not HelpState.NOTED or people.by_account(work, found[2])[0].person != work.actor.person:
        raise Refused(NoLonger())
    return people.by_account(work, found[1])[0]


def _end_by_asker(work: Work, id: int, state: AskState) -> Ended:
    _, asker = _open(work, id)
    if asker.person != work.actor.person:
        raise Refused(NoLonger(Command("ask", "list")))
    _end(work, id, state)
    return Ended(card(work, id))


def _end(work: Work, id: int, state: AskState) -> None:
    work.do(_END, id=id, state=state, now=work.now)
    for line in _offers(work, id):
        if line.state is OfferState.OPEN:
            work.do(_END_OFFER, id=line.id, state=OfferState.THANKED, now=work.now)
            people.tell(work, work.one(_OFFER_OF, id=line.id)[1], "offer-thanked", line.id)
    _update_cards(work, id, state)


def _update_cards(work: Work, id: int, state: AskState) -> None:
    for space_id, channel in work.all(_CARDS_POSTED, id=id):
        if space_id is not None and channel is not None:
            work.tell("ask-update", id, room=(space_id, channel), key=f"ask-update:{id}:{state.value}")


def _offers(work: Work, id: int) -> Sequence[OfferLine]:
    return [
        OfferLine(offer_id, Person(person_id, name, AccountRef(platform, realm, external)), words, state)
        for offer_id, words, state, person_id, name, platform, realm, external in work.all(_OFFERS, ask=id)
    ]


_ASK = prepared(
    insert(ask).returning(ask.c.id),
    "guild_id", "asker_id", "space_id", "channel", "kind", "what", "because", "by", "state", "asked_at", "ends_at",
)  # fmt: skip
_SAME = prepared(
    select(ask.c.id)
    .join(account, account.c.id == ask.c.asker_id)
    .where(
        account.c.person_id == bindparam("person"), ask.c.what == bindparam("what"), ask.c.asked_at > bindparam("just"),
        ask.c.state == AskState.OPEN,
    )
    .limit(1)
)  # fmt: skip
_CARD = prepared(select(ask.c.asker_id, ask.c.kind, ask.c.what, ask.c.because, ask.c.by, ask.c.state).where(ask.c.id == bindparam("id")))
_ROOM = prepared(
    select(space.c.platform, space.c.external_id, space.c.name, ask.c.channel)
    .join_from(ask, space, space.c.id == ask.c.space_id)
    .where(ask.c.id == bindparam("id"))
)
_WHERE = prepared(select(ask.c.guild_id, ask.c.space_id).where(ask.c.id == bindparam("id")))
_MY_OFFER = prepared(
    select(offer.c.id)
    .join(account, account.c.id == offer.c.account_id)
    .where(offer.c.ask_id == bindparam("ask"), account.c.person_id == bindparam("person"), offer.c.state == OfferState.OPEN)
)
_OFFER = prepared(insert(offer).returning(offer.c.id), "ask_id", "account_id", "words", "state", "made_at")
_OFFER_OF = prepared(select(offer.c.ask_id, offer.c.account_id, offer.c.words, offer.c.state).where(offer.c.id == bindparam("id")))
_OFFERS = prepared(
    select(
        offer.c.id, offer.c.words, offer.c.state, account.c.person_id, people.SHOWN_NAME,
        account.c.platform, account.c.realm, account.c.external_id,
    )
    .join_from(offer, account, account.c.id == offer.c.account_id)
    .join(person, person.c.id == account.c.person_id)
    .where(offer.c.ask_id == bindparam("ask"), offer.c.state != OfferState.WITHDRAWN)
    .order_by(offer.c.id)
)  # fmt: skip
_END_OFFER = prepared(update(offer).where(offer.c.id == bindparam("id")).values(state=bindparam("state"), ended_at=bindparam("now")))
_END = prepared(update(ask).where(ask.c.id == bindparam("id")).values(state=bindparam("state"), ended_at=bindparam("now")))
_HELP = prepared(
    insert(help_).returning(help_.c.id),
    "ask_id", "guild_id", "space_id", "helper_id", "receiver_id", "what", "changed", "state", "noted_at",
)  # fmt: skip
_HELP_OF = prepared(
    select(help_.c.ask_id, help_.c.helper_id, help_.c.receiver_id, help_.c.what, help_.c.state, help_.c.changed).where(
        help_.c.id == bindparam("id")
    )
)
_SETTLE = prepared(
    update(help_)
    .where(help_.c.id == bindparam("id"))
    .values(state=bindparam("state"), changed=bindparam("changed"), settled_at=bindparam("now"))
)
_DROP_HELP = prepared(
    update(help_)
    .where(help_.c.state == HelpState.NOTED, help_.c.noted_at < bindparam("before"))
    .values(state=HelpState.DROPPED, settled_at=bindparam("now"))
)
_LISTED = prepared(
    select(ask.c.id)
    .join(account, account.c.id == ask.c.asker_id)
    .where(
        ask.c.state == AskState.OPEN,
        (ask.c.space_id == bindparam("space")) | (account.c.person_id == bindparam("person")),
    )
    .order_by(ask.c.ends_at, ask.c.id)
    .limit(10)
)
_LAPSED = prepared(select(ask.c.id).where(ask.c.state == AskState.OPEN, ask.c.ends_at <= bindparam("now")).limit(100))
_CARDS_POSTED = prepared(
    select(notice.c.space_id, notice.c.channel).where(
        notice.c.kind == "ask-card", notice.c.subject == bindparam("id"), notice.c.posted.is_not(None)
    )
)
_DROP_NOTICE = prepared(
    update(notice)
    .where(and_(notice.c.kind == bindparam("kind"), notice.c.subject == bindparam("subject"), notice.c.state == NoticeState.OWED))
    .values(state=NoticeState.DROPPED, why=bindparam("why"))
)
