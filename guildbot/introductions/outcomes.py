"""What came of it, and what is refused: outcomes and reasons with their sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from guildbot.who import Command, Person, Quote
from guildbot.words import Phrase, Say, m

LAPSES = timedelta(days=14)
MOST_WHY = 300
_LIKE_THIS = Command("guild", "introduce @sol @yusra because both of you mend boats")


@dataclass(frozen=True, slots=True)
class Asked:
    """Each of the two is asked alone. The words are the same whatever becomes of it."""

    people: tuple[Person, ...]

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(
                m("{people} are asked, each alone, in their hours. If both say yes, you all hear it. If not, nobody hears anything."),
                people=self.people,
            ),
        )


@dataclass(frozen=True, slots=True)
class AskedAlready:
    """Said once more; the answer is the same while it is open and after a silent no. `met`: both said yes."""

    people: tuple[Person, ...]
    day: date
    met: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if self.met:
            return (say(m("You introduced {people} on {day}, and both said yes."), people=self.people, day=say.dated(self.day)),)
        sentence = m("You asked {people} on {day}. If both say yes, you all hear it. If not, nobody hears anything.")
        return (say(sentence, people=self.people, day=self.day),)


@dataclass(frozen=True, slots=True)
class WouldMeet:
    """What somebody reads who is asked. `asker` is nobody, and there is no why, when it is the guild's own round."""

    id: int
    guild: str
    others: tuple[Person, ...]
    asker: Person | None
    because: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if self.asker is not None:
            thinks = m("{asker} thinks that you and {others} should meet: {because}")
            return say(thinks, asker=self.asker, others=self.others, because=Quote(self.because)), *self._means(say)
        asks = m("An introduction in {guild}: would you like to meet {others}?")
        return say(asks, guild=Quote(self.guild), others=self.others), *self._means(say)

    def _means(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("You hear of each other only if everybody asked says yes. A no is silent.")),)


@dataclass(frozen=True, slots=True)
class SaidYes:
    """[Yes, please], and somebody has not said so."""

    others: tuple[Person, ...]

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("If {others} would like it too, you hear it. If not, nobody hears anything."), others=self.others),)


@dataclass(frozen=True, slots=True)
class NotNow:
    """[Not now]: silent."""

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("Nobody is told.")),)


@dataclass(frozen=True, slots=True)
class Reach:
    """Somebody to meet. `place`: where they are, when they cannot be mentioned where one reads this."""

    who: Person
    place: str


@dataclass(frozen=True, slots=True)
class Met:
    """Everybody said yes: what each of them reads."""

    guild: str
    others: tuple[Reach, ...]

    def words(self, say: Say) -> tuple[Phrase, ...]:
        people = tuple(one.who for one in self.others)
        far = [say(m("{who} is in {place}."), who=one.who, place=Quote(one.place)) for one in self.others if one.place]
        met = say(m("You and {people} would like to meet; you both know {guild}."), people=people, guild=Quote(self.guild))
        if len(people) > 1:
            met = say(m("You, {people} would like to meet; you all know {guild}."), people=people, guild=Quote(self.guild))
        return met, *far, say(m("Say hello: whoever reads this first begins."))


@dataclass(frozen=True, slots=True)
class TheyMet:
    """What the one reads who introduced them."""

    people: tuple[Person, ...]

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{people} said yes to your introduction, and know of each other now."), people=self.people),)


@dataclass(frozen=True, slots=True)
class Apart:
    """Somebody one does not wish to be introduced to. `id`: of the account it is lifted by."""

    id: int
    who: Person

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("Not with {who}"), who=self.who),)


@dataclass(frozen=True, slots=True)
class Mine:
    """One's own choices about introductions; for their person alone. `kept`: something was just changed."""

    wanted: bool
    apart: tuple[Apart, ...]
    kept: bool = False

    def words(self, say: Say) -> tuple[Phrase, ...]:
        yes = m("You are open to introductions: every four weeks your guilds may ask whether you would like to meet somebody.")
        no = m("Your guilds do not introduce you to anybody by themselves. Somebody who knows you both may still ask you.")
        with_ = [say(m("With these people never, and only you see that."))] if self.apart else []
        return (*([say(m("Kept."))] if self.kept else []), say(yes if self.wanted else no), *with_)


@dataclass(frozen=True, slots=True)
class IntroduceWhom:
    sentence: ClassVar[str] = m("Whom, and why? Two people and a reason they both read, like this: {command}")
    command: Command = _LIKE_THIS


@dataclass(frozen=True, slots=True)
class TwoPeople:
    sentence: ClassVar[str] = m("An introduction is between two people; that is {n}. Like this: {command}")
    n: int
    command: Command = _LIKE_THIS


@dataclass(frozen=True, slots=True)
class NotYourself:
    sentence: ClassVar[str] = m("They know you already: name two others, like this: {command}")
    command: Command = _LIKE_THIS


@dataclass(frozen=True, slots=True)
class ABot:
    sentence: ClassVar[str] = m("{name} is a bot, and meets whoever asks.")
    name: str


@dataclass(frozen=True, slots=True)
class NotTogether:
    sentence: ClassVar[str] = m("You three are in no guild together, and introductions are made inside one. {command} shows your guilds.")
    command: Command = Command("guild", "show")


@dataclass(frozen=True, slots=True)
class Blocked:
    """One's own block stands between."""

    sentence: ClassVar[str] = m("You have blocked {name}. Lift that first: {command}")
    name: str
    command: Command = Command("profile", "block")


@dataclass(frozen=True, slots=True)
class NotWithWhom:
    sentence: ClassVar[str] = m("One person at a time, and not yourself. Pick somebody, or write a name.")


Outcome = Asked | AskedAlready | SaidYes | NotNow | Met | Mine
Sent = WouldMeet | Met | TheyMet
