"""What came of it, and what is refused: outcomes and reasons with their sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from guildbot import spaces
from guildbot.kinds import AskKind, AskState, OfferState
from guildbot.who import Command, Person, Quote, Room
from guildbot.words import Phrase, Say, m

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
        if not self.what:  # whoever asked is forgotten
            return (say(_ENDED[self.state]),)
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
        return say(m("You have just asked this.")), *self.card.words(say)


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
        told = (say(m("{helper} gets your words; they may stand in the digest here:"), helper=self.helper), (Quote(self.changed),))
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
        if not self.words_said:  # whoever offered is forgotten
            return (say(m("{who} helped."), who=self.who),)
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
        if not self.ask.what:  # whoever asked is forgotten
            return (say(m("An ask you offered to help with is no longer asked. Thank you for offering.")),)
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
            say(spaces.LET_ME_IN),
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
