"""What came of it, and what is refused: outcomes and reasons with their sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from guildbot.who import Command, Person
from guildbot.words import Phrase, Say, m

LAPSES = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Asked:
    """The other one is asked. The words are the same whatever becomes of it."""

    id: int
    other: Person

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(m("{other} is asked, in their hours. If they say yes, you both hear it. If not, nobody hears anything."), other=self.other),
        )


@dataclass(frozen=True, slots=True)
class AskedAlready:
    """Said once more; the answer is the same while it is open and after a silent no."""

    id: int
    other: Person
    day: date

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(
                m("You asked {other} on {day}. If they say yes, you both hear it. If not, nobody hears anything."),
                other=self.other,
                day=self.day,
            ),
        )


@dataclass(frozen=True, slots=True)
class Made:
    """Both said it, just now or some time ago."""

    id: int
    other: Person
    since: date
    now: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        made = [say(m("You and {other} would work with each other again, since {day}."), other=self.other, day=say.dated(self.since))]
        if self.now:
            made.append(say(m("Only you two see it. It lasts whatever becomes of workspaces and guilds; either of you can end it.")))
        return tuple(made)


@dataclass(frozen=True, slots=True)
class NotSaid:
    """[Not now]: silent."""

    other: Person

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("Nobody is told.")),)


@dataclass(frozen=True, slots=True)
class TakenBack:
    other: Person

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("Taken back.")),)


@dataclass(frozen=True, slots=True)
class Ended:
    other: Person

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("Ended between you and {other}. Nobody is told."), other=self.other),)


@dataclass(frozen=True, slots=True)
class Bond:
    """One line of somebody's own page."""

    id: int
    other: Person
    since: date

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{other}, since {day}"), other=self.other, day=say.dated(self.since)),)

    def line(self, say: Say) -> Phrase:
        """Among others, on one's own page."""
        return say(m("Would work with again: {other}, since {day}"), other=self.other, day=say.dated(self.since))


@dataclass(frozen=True, slots=True)
class Mine:
    """Whom somebody would work with again, and they with them; in order of their names."""

    bonds: tuple[Bond, ...]

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if self.bonds:
            return (say(m("Whom you would work with again, and they with you. Each line is seen by you two alone.")),)
        return (
            say(
                m("Nobody yet. {command} asks somebody you would work with again; a no is silent."),
                command=Command("profile", "again @sol"),
            ),
        )


@dataclass(frozen=True, slots=True)
class WouldAgain:
    """What the one who is asked reads."""

    id: int
    asker: Person

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(m("{asker} would work with you again."), asker=self.asker),
            say(m("If you would too, you two will know it, and nobody else. A no is silent.")),
        )


@dataclass(frozen=True, slots=True)
class SaidYes:
    """What the asker reads when the other one said it too."""

    id: int
    other: Person

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(m("{other} would work with you again, too."), other=self.other),
            say(m("Only you two see it. It lasts whatever becomes of workspaces and guilds; either of you can end it.")),
        )


@dataclass(frozen=True, slots=True)
class AgainWhom:
    sentence: ClassVar[str] = m("Whom would you work with again? Like this: {command}")
    command: Command = Command("profile", "again @sol")


@dataclass(frozen=True, slots=True)
class OnlyOne:
    sentence: ClassVar[str] = m("It takes two people. Name somebody else: {command}")
    command: Command = Command("profile", "again @sol")


@dataclass(frozen=True, slots=True)
class ABot:
    sentence: ClassVar[str] = m("{name} is a bot. It works with whoever asks.")
    name: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """One's own block stands between."""

    sentence: ClassVar[str] = m("You have blocked {name}. Lift that first: {command}")
    name: str
    command: Command = Command("profile", "block")


Outcome = Asked | AskedAlready | Made | NotSaid | TakenBack | Ended | Mine
Sent = WouldAgain | SaidYes
