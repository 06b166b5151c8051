"""What came of it, and what is refused: outcomes and reasons with their sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from guildbot.kinds import GuildState
from guildbot.who import Command, Quote, Room
from guildbot.words import Phrase, Say, m, plain

FOUNDERS = 3


NORMS = m(
    "Thank people for something they did, in words.\nAsk early; say what it is for.\n"
    "No scores, no ranks.\nPassing is fine, resting too.\nWhat is said here stays among those who can read it."
)


VALUE_WORDS = m("care, craft, courage")


EMOJI = "💛"


FOUND = 10


@dataclass(frozen=True, slots=True)
class Draft:
    """What the start form asks; all but the purpose comes filled in."""

    name: str
    purpose: str
    norms: str
    value_words: tuple[str, ...]
    emoji: str = EMOJI
    zone: str = "UTC"
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Card:
    """A guild as everybody may see it before joining."""

    slug: str
    name: str
    purpose: str
    norms: str
    value_words: tuple[str, ...]
    emoji: str
    state: GuildState
    missing_founders: int
    rooms: tuple[Room, ...]  # where it is read

    def words(self, say: Say) -> tuple[Phrase, ...]:
        made = [(Quote(self.purpose),), (Quote(self.norms),), say(m("Value words: {words}"), words=self.value_words)]
        if self.rooms:
            made.append(say(m("Read in {rooms}. {emoji} on a message is a quick thank-you."), rooms=self.rooms, emoji=Quote(self.emoji)))
        if self.missing_founders:
            made.append(say.several("It needs {n} more founder.", "It needs {n} more founders.", self.missing_founders))
        return tuple(made)


@dataclass(frozen=True, slots=True)
class Started:
    """A guild in its first minute. `missing_founders` more have to join before it has a digest."""

    card: Card

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(m("{guild} has begun, with you as its first founder."), guild=Quote(self.card.name)),
            say(
                m("With two more people it is founded; then it has a digest and a question. Bring them in with {invite}."),
                invite=Command("guild", "invite"),
            ),
        )


@dataclass(frozen=True, slots=True)
class MyGuild:
    slug: str
    name: str
    state: GuildState
    steward: bool
    resting: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if self.resting:
            return (say(m("{guild}, resting"), guild=Quote(self.name)),)
        if self.steward:
            return (say(m("{guild}, caretaker"), guild=Quote(self.name)),)
        return ((Quote(self.name),),)


@dataclass(frozen=True, slots=True)
class MyGuilds:
    guilds: tuple[MyGuild, ...]

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if not self.guilds:
            return (say(InNone.sentence, find=Command("guild", "find"), start=Command("guild", "start")),)
        return tuple(phrase for one in self.guilds for phrase in one.words(say))


@dataclass(frozen=True, slots=True)
class Found:
    """Guilds that chose to be found, by words in their name or purpose."""

    asked: str
    cards: tuple[tuple[str, str, str], ...]  # slug, name, purpose

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if not self.cards:
            return (say(m("No guild by these words wishes to be found.")),)
        return tuple(say(m("{guild}: {purpose}"), guild=Quote(name), purpose=Quote(purpose)) for _, name, purpose in self.cards)


@dataclass(frozen=True, slots=True)
class ShownToMember:
    """A member's view of their guild."""

    card: Card
    members: tuple[tuple[str, bool], ...]  # name, steward; by name. Who rests is nobody's business
    log: tuple[tuple[datetime, str, str, str], ...]  # when, who, act, subject
    next_digest: datetime | None

    def words(self, say: Say) -> tuple[Phrase, ...]:
        made = list(self.card.words(say))
        if self.next_digest is not None:
            made.append(say(m("The next digest comes {when}."), when=self.next_digest))
        return tuple(made)

    def member_lines(self, say: Say) -> tuple[Phrase, ...]:
        """Who is in it, by name; never by anything counted."""
        lines = []
        for name, steward in self.members:
            sentence = m("{name}, caretaker") if steward else m("{name}")
            lines.append(say(sentence, name=Quote(name)))
        return tuple(lines)

    def log_lines(self, say: Say) -> tuple[Phrase, ...]:
        """The last acts of caretakers and members on the guild."""
        return tuple(
            say(
                m("{day}: {who} {act} {subject}"),
                day=at.astimezone(say.zone).date(),
                who=Quote(who),
                act=plain(say(ACTS.get(act, act))),
                subject=Quote(subject),
            )
            for at, who, act, subject in self.log
        )


@dataclass(frozen=True, slots=True)
class NoName:
    sentence: ClassVar[str] = m("What is it called? Like this: {command}")
    command: Command = Command("guild", "start Tidewater")


@dataclass(frozen=True, slots=True)
class NoPurpose:
    sentence: ClassVar[str] = m("One sentence is still missing: what are you for?")


@dataclass(frozen=True, slots=True)
class NameTaken:
    sentence: ClassVar[str] = m("There is a guild called “{name}” already. Another name, or join that one.")
    name: str


@dataclass(frozen=True, slots=True)
class RoomTaken:
    sentence: ClassVar[str] = m("This channel is home to {guild} already; a channel has one guild.")
    guild: str


@dataclass(frozen=True, slots=True)
class NoSuchGuild:
    sentence: ClassVar[str] = m("I know no guild called “{name}”. {command} lists those that wish to be found.")
    name: str
    command: Command = Command("guild", "find")


@dataclass(frozen=True, slots=True)
class NotAMember:
    sentence: ClassVar[str] = m("That is for members of {guild}. {command} is the way in.")
    guild: str
    command: Command


@dataclass(frozen=True, slots=True)
class ValueWords:
    sentence: ClassVar[str] = m("Between three and six value words, please; that is {n}.")
    n: int


@dataclass(frozen=True, slots=True)
class UnknownZone:
    sentence: ClassVar[str] = m("I know no time zone “{zone}”. A name like Europe/Berlin works.")
    zone: str


@dataclass(frozen=True, slots=True)
class NotAnEmoji:
    sentence: ClassVar[str] = m("“{emoji}” is not one emoji. One like 💛 will do, or one of your own like :shell:.")
    emoji: str


ACTS = {
    "started": m("began"),
    "invited": m("invited"),
    "opened-channel": m("opened"),
    "closed-channel": m("closed"),
}


Outcome = Started | MyGuilds | Found | ShownToMember


@dataclass(frozen=True, slots=True)
class WhichOne:
    sentence: ClassVar[str] = m("You are in several guilds: {guilds}. Say which one you mean.")
    guilds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InNone:
    sentence: ClassVar[str] = m("You are in no guild yet. {find} lists some, {start} begins one.")
    find: Command = Command("guild", "find")
    start: Command = Command("guild", "start")
