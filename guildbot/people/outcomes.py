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
class Profile:
    """What somebody chose about themselves; without a choice, `person` and `usual_zone` are what their account says."""

    person: Person
    name: str | None
    zone: str | None
    usual_zone: str | None
    quiet: tuple[int, int] | None
    thanks: Visibility | None
    questions: bool

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
            say(m("Questions: {answer}"), answer=plain(say(m("yes") if self.questions else m("no")))),
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
    """What a look-up on the platform told about an account."""

    name: str
    bot: bool
    zone: str | None = None
    locale: str | None = None


_WHO_SEES = {
    None: m("not said yet, so only you"),
    Visibility.MESSAGE: m("under the message, and in the digest"),
    Visibility.DIGEST: m("in the digest"),
    Visibility.ME: m("only you"),
}


SAID_NAME = bindparam("name", type_=String)
