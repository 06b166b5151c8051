"""What came of it, and what is refused: outcomes and reasons with their sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import (
    String,
    bindparam,
)

from guildbot.kinds import Visibility
from guildbot.who import Command, Person, Quote
from guildbot.words import Phrase, Say, m, plain

MOST_SUGGESTED = 25
MOST_NAME = 80
MOST_ABOUT, MOST_ABOUT_EACH = 3, 30


@dataclass(frozen=True, slots=True)
class Suggested(Person):
    """Somebody who may be meant by what was typed so far. `about`: their words that it was found in, if it was not their name."""

    about: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        return f"{self.name} ({', '.join(self.about)})" if self.about else self.name


@dataclass(frozen=True, slots=True)
class Several:
    """A name that more than one person answers to; adapters offer the people as buttons."""

    sentence: ClassVar[str] = m("More than one person is called “{name}”: {people}. Which of them?")
    name: str
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True)
class NotMetHere:
    """Somebody known by their id only, whom the caller shares neither a place nor a guild with. Their name is not told."""

    sentence: ClassVar[str] = m(
        "I know nobody by the id {id} here. Pick them from the list, or ask them to use a command of mine here once."
    )
    id: str


@dataclass(frozen=True, slots=True)
class NotAZone:
    sentence: ClassVar[str] = m("I know no time zone “{zone}”. A name like Europe/Berlin works.")
    zone: str


@dataclass(frozen=True, slots=True)
class NotHours:
    sentence: ClassVar[str] = m("“{hours}” is not a time I can read. Write your quiet hours like 20:00-08:00.")
    hours: str


@dataclass(frozen=True, slots=True)
class NotAnHour:
    sentence: ClassVar[str] = m("“{time}” is not a time of day. Write it like 9:00, or leave it empty for none.")
    time: str


@dataclass(frozen=True, slots=True)
class TooManyWords:
    sentence: ClassVar[str] = m("Up to {most} words or short phrases fit into “ask me about”; that is {n}.")
    n: int
    most: int = MOST_ABOUT


@dataclass(frozen=True, slots=True)
class LongWord:
    sentence: ClassVar[str] = m("“{word}” is long for “ask me about”: {most} characters fit. People look for single words.")
    word: str
    most: int = MOST_ABOUT_EACH


@dataclass(frozen=True, slots=True)
class Profile:
    """What somebody chose about themselves; without a choice, `person` and `usual_zone` are what their account says."""

    person: Person
    name: str | None
    zone: str | None
    usual_zone: str | None
    quiet: tuple[int, int] | None
    thanks: Visibility | None
    questions: bool
    about: tuple[str, ...] = ()
    named: bool = False  # others' records may carry their name (rule P10)
    reminder: bool = False  # a line before a question closes
    waits_at: int | None = None  # minutes after midnight at which all that waits comes in one message

    @property
    def waits(self) -> str:
        return "" if self.waits_at is None else f"{self.waits_at // 60:02}:{self.waits_at % 60:02}"

    def words(self, say: Say) -> tuple[Phrase, ...]:
        hours = (
            "–".join(f"{minute // 60:02}:{minute % 60:02}" for minute in self.quiet)
            if self.quiet
            else plain(say(m("as usual where you are")))
        )
        return (
            say(m("Name: {name}"), name=Quote(self.name or self.person.name)),
            say(m("Time zone: {zone}"), zone=self.zone or self.usual_zone or plain(say(m("not known")))),
            say(m("Quiet hours: {hours}"), hours=hours),
            say(m("Who may see thanks to you: {who}"), who=plain(say(_WHO_SEES[self.thanks]))),
            say(m("Questions: {answer}"), answer=_yes_or_no(say, self.questions)),
            say(m("A line before a question closes: {answer}"), answer=_yes_or_no(say, self.reminder)),
            say(m("What waits for you, in one message a day: {time}"), time=self.waits or plain(say(m("no")))),
            say(m("Ask me about: {words}"), words=tuple(map(Quote, self.about)) or plain(say(m("nothing said yet")))),
            say(m("Your name in others' records, beside words you wrote to them: {answer}"), answer=_yes_or_no(say, self.named)),
        )


@dataclass(frozen=True, slots=True)
class ProfileKept:
    profile: Profile

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return say(m("Kept.")), *self.profile.words(say)


@dataclass(frozen=True, slots=True)
class ThanksChosen:
    """Who may see thanks to me, this one and later ones."""

    thanks: Visibility

    def words(self, say: Say) -> tuple[Phrase, ...]:
        match self.thanks:
            case Visibility.MESSAGE:
                return (
                    say(
                        m("From now on, thanks to you may stand under the message and in the digest. {profile} changes it."),
                        profile=Command("profile"),
                    ),
                )
            case Visibility.DIGEST:
                return (say(m("From now on, thanks to you may stand in the digest. {profile} changes it."), profile=Command("profile")),)
            case Visibility.ME:
                return (say(m("From now on, thanks to you stay with you. {profile} changes it."), profile=Command("profile")),)


@dataclass(frozen=True, slots=True)
class Facts:
    """What a platform tells about an account. `realm`: to which it belongs, where ids belong to one. `gone`: it is switched off."""

    name: str
    bot: bool
    zone: str | None = None
    locale: str | None = None
    realm: str | None = None
    gone: bool = False


def _yes_or_no(say: Say, answer: bool) -> str:
    return plain(say(m("yes") if answer else m("no")))


_WHO_SEES = {
    None: m("not said yet, so only you"),
    Visibility.MESSAGE: m("under the message, and in the digest"),
    Visibility.DIGEST: m("in the digest"),
    Visibility.ME: m("only you"),
}


SAID_NAME = bindparam("name", type_=String)
