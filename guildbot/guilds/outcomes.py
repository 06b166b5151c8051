"""What came of it, and what is refused: outcomes and reasons with their sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from guildbot import labels
from guildbot.kinds import Admission, GuildState
from guildbot.who import Command, Quote, Room
from guildbot.words import FORMER, Phrase, Say, m, plain

FOUNDERS = 3


NORMS = m(
    "Thank people for something they did, in words.\nAsk early; say what it is for.\n"
    "No scores, no ranks.\nPassing is fine, resting too.\nWhat is said here stays among those who can read it."
)


VALUE_WORDS = m("care, craft, courage")


EMOJI = "💛"


FOUND = 10


VOUCHED = "vouched"  # the act in the log whose subject is somebody's account


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
    admission: Admission = Admission.OPEN


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
    admission: Admission = Admission.OPEN
    paused: tuple[Room, ...] = ()  # those of them where we may not post at the moment
    holding: tuple[str, ...] = ()  # the Spaces of them that keep to themselves what is said there (rule G7)

    @property
    def takes_people(self) -> bool:
        """Whether there is a door to knock at; founders come in even where nobody else does."""
        return self.admission is not Admission.CLOSED or self.missing_founders > 0

    def words(self, say: Say) -> tuple[Phrase, ...]:
        made = [(Quote(self.purpose),), (Quote(self.norms),), say(m("Value words: {words}"), words=self.value_words)]
        if self.rooms:
            made.append(say(m("Read in {rooms}. {emoji} on a message is a quick thank-you."), rooms=self.rooms, emoji=Quote(self.emoji)))
        if self.holding and len(self.rooms) > 1:
            made.append(held(say, self.holding))
        if self.missing_founders:
            made.append(say.several("It needs {n} more founder.", "It needs {n} more founders.", self.missing_founders))
        made.append(say(self._way_in))
        return tuple(made)

    @property
    def _way_in(self) -> str:
        if self.admission is Admission.CLOSED and self.missing_founders:
            return m("Its founders come by invitation; after them nobody new for now")
        return labels.ADMISSION[self.admission]


def held(say: Say, spaces: tuple[str, ...]) -> Phrase:
    """That what is said in these Spaces is not read in the others."""
    return say(m("What is said in {spaces} is read only there; that is a rule of its admins."), spaces=tuple(map(Quote, spaces)))


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
class AskedToJoin:
    """A guild one has agreed to join, where somebody's word is still missing."""

    slug: str
    name: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{guild}, waiting for somebody to vouch for you"), guild=Quote(self.name)),)


@dataclass(frozen=True, slots=True)
class MyGuilds:
    guilds: tuple[MyGuild, ...]
    asked: tuple[AskedToJoin, ...] = ()

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if not self.guilds and not self.asked:
            return (say(InNone.sentence, find=Command("guild", "find"), start=Command("guild", "start")),)
        return tuple(phrase for one in self.guilds for phrase in one.words(say)) + tuple(
            phrase for one in self.asked for phrase in one.words(say)
        )


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
    members: tuple[tuple[str, bool, tuple[str, ...]], ...]  # name, steward, “ask me about”; by name. Who rests is nobody's business
    log: tuple[tuple[datetime, str, str, str], ...]  # when, who, act, subject
    next_digest: datetime | None
    cares: bool = False  # whether this member may do what caretakers do

    def words(self, say: Say) -> tuple[Phrase, ...]:
        made = list(self.card.words(say))
        if self.card.paused:
            made.append(say(m("Paused, as I may not post there at the moment: {rooms}."), rooms=self.card.paused))
        if self.next_digest is not None:
            made.append(say(m("The next digest comes {when}."), when=self.next_digest))
        return tuple(made)

    def member_lines(self, say: Say) -> tuple[Phrase, ...]:
        """Who is in it, by name; never by anything counted."""
        return tuple(_member(say, *one) for one in self.members)

    def log_lines(self, say: Say) -> tuple[Phrase, ...]:
        """The last acts of caretakers and members on the guild."""
        return tuple(
            say(
                m("{day}: {who} {act} {subject}"),
                day=at.astimezone(say.zone).date(),
                who=Quote(who or plain(say(FORMER))),
                act=plain(say(ACTS.get(act, act))),
                subject=Quote(_rhythm(say, subject) if act in RHYTHMS else subject or plain(say(FORMER))),
            )
            for at, who, act, subject in self.log
        )


def _rhythm(say: Say, subject: str) -> str:
    """Weekday, minute and weeks as the log keeps them, for its readers."""
    weekday, minute, *weeks = map(int, subject.split())
    said = f"{say.text(labels.WEEKDAYS[weekday])}, {minute // 60:02}:{minute % 60:02}"
    return f"{said}, {plain(say.several('every week', 'every {n} weeks', weeks[0]))}" if weeks else said


def _member(say: Say, name: str, steward: bool, about: tuple[str, ...]) -> Phrase:
    if about:
        sentence = m("{name}, caretaker (ask about {words})") if steward else m("{name} (ask about {words})")
        return say(sentence, name=Quote(name), words=tuple(map(Quote, about)))
    return say(m("{name}, caretaker") if steward else m("{name}"), name=Quote(name))


@dataclass(frozen=True, slots=True)
class HowPeopleJoin:
    """What a caretaker may change about joining, and how it stands."""

    guild: str
    slug: str
    admission: Admission

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(
                m("How do people join {guild}? At the moment: “{how}”. A change is in the log, which every member reads."),
                guild=Quote(self.guild),
                how=plain(say(labels.ADMISSION[self.admission])),
            ),
        )


@dataclass(frozen=True, slots=True)
class AdmissionChanged:
    """`changed`: it was another way before."""

    guild: str
    slug: str
    admission: Admission
    changed: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        sentence = m("From now on {guild} says at its door: “{how}”.") if self.changed else m("{guild} says so already: “{how}”.")
        return (say(sentence, guild=Quote(self.guild), how=plain(say(labels.ADMISSION[self.admission]))),)


@dataclass(frozen=True, slots=True)
class CaretakersChange:
    sentence: ClassVar[str] = m("How people join {guild} is for its caretakers to change.")
    guild: str


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
class ClosedToGuilds:
    """Rule G7."""

    sentence: ClassVar[str] = m(
        "The admins of {space} want no guild in that channel. Typed there by one of them, {command} allows it again."
    )
    space: str
    command: Command = Command("guild", "allow")


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


CHANNELS = ("opened-channel", "closed-channel", "disallowed-channel", "allowed-channel")  # the acts whose subject is a chapter
SET_DIGEST, SET_QUESTION = RHYTHMS = "set-digest", "set-question"  # the acts in the log whose subject is a rhythm
ACTS = {
    "started": m("began"),
    "invited": m("invited"),
    VOUCHED: m("vouched for"),
    "admission-open": m("let anybody join"),
    "admission-vouch": m("made vouching the way into"),
    "admission-closed": m("closed the door of"),
    "opened-channel": m("opened our channel in"),
    "closed-channel": m("closed our channel in"),
    "disallowed-channel": m("wants no guild in our channel in"),
    "allowed-channel": m("allows guilds again in our channel in"),
    "held-space": m("keeps what is said inside"),
    "released-space": m("lets what is said out of"),
    "left-out-line": m("left out a line of the week to"),
    "put-back-line": m("put a line back into the week to"),
    "added-question": m("added the question"),
    "retired-question": m("retired the question"),
    SET_DIGEST: m("moved the digest to"),
    SET_QUESTION: m("moved the question to"),
    "set-zone": m("set the guild's time zone to"),
    "set-channel-zone": m("set our channel's time zone to"),
    "set-emoji": m("made the quick thank-you"),
    "listed": m("lets others find"),
    "unlisted": m("lets nobody find by name"),
}


Outcome = Started | MyGuilds | Found | ShownToMember | HowPeopleJoin | AdmissionChanged


@dataclass(frozen=True, slots=True)
class WhichOne:
    sentence: ClassVar[str] = m("You are in several guilds: {guilds}. Say which one you mean.")
    guilds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InNone:
    sentence: ClassVar[str] = m("You are in no guild yet. {find} lists some, {start} begins one.")
    find: Command = Command("guild", "find")
    start: Command = Command("guild", "start")
