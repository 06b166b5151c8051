"""What came of it, and what is refused: outcomes and reasons with their sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guildbot import guilds, spaces
from guildbot.who import Command, Person, Quote, Room
from guildbot.words import Phrase, Say, m


@dataclass(frozen=True, slots=True)
class Opening:
    """A channel is to become a chapter. `agreed`: nobody has to be asked any more."""

    guild: str
    agreed: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if self.agreed:
            return (say(m("{guild} opens here with its first post."), guild=Quote(self.guild)),)
        return (say(m("A caretaker of {guild} is asked; it opens here with their yes."), guild=Quote(self.guild)),)


@dataclass(frozen=True, slots=True)
class TryingAgain:
    """[Try again] where a chapter is opening or (`was_open`) paused: what comes of it, a post will show."""

    guild: str
    room: Room
    was_open: bool = False

    def words(self, say: Say) -> tuple[Phrase, ...]:
        sentence = (
            m("I try again in {room}. With my next post {guild} goes on there.")
            if self.was_open
            else m("I try again in {room}. With my first post {guild} opens there.")
        )
        return (say(sentence, room=self.room, guild=Quote(self.guild)),)


@dataclass(frozen=True, slots=True)
class Agreed:
    guild: str
    room: Room

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{guild} opens in {room}. Every member is told who then reads along."), guild=Quote(self.guild), room=self.room),)


@dataclass(frozen=True, slots=True)
class Declined:
    guild: str
    room: Room

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("Nothing changes in {room}."), room=self.room),)


@dataclass(frozen=True, slots=True)
class Closed:
    guild: str
    room: Room

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{guild} is closed in {room}. Members and record stay."), guild=Quote(self.guild), room=self.room),)


@dataclass(frozen=True, slots=True)
class Disallowed:
    """No guild lives in this channel any more. `guild`: the one that did."""

    guild: str | None

    def words(self, say: Say) -> tuple[Phrase, ...]:
        made = [say(m("No guild opens in this channel, until {command} allows it again."), command=Command("guild", "allow"))]
        if self.guild is not None:
            made.append(say(m("{guild} pauses here; its caretakers are told."), guild=Quote(self.guild)))
        return tuple(made)


@dataclass(frozen=True, slots=True)
class Allowed:
    guild: str | None

    def words(self, say: Say) -> tuple[Phrase, ...]:
        made = [say(m("A guild may be at home in this channel."))]
        if self.guild is not None:
            made.append(say(m("{guild} goes on here with its next post."), guild=Quote(self.guild)))
        return tuple(made)


@dataclass(frozen=True, slots=True)
class Held:
    """Nothing said in the Space leaves it."""

    space_name: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(
                m("What is said in {space} is read in no channel elsewhere, until {command} allows it again."),
                space=Quote(self.space_name),
                command=Command("guild", "allow leaving"),
            ),
        )


@dataclass(frozen=True, slots=True)
class Released:
    space_name: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("What guilds say in {space} may be read in their other channels."), space=Quote(self.space_name)),)


@dataclass(frozen=True, slots=True)
class SaidYes:
    """What a steward is asked."""

    chapter: int
    guild: str
    asked_by: Person
    room: Room

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(
                m("{who} would like {guild} to be at home in {room} too. Those who read there would read along."),
                who=self.asked_by,
                guild=Quote(self.guild),
                room=self.room,
            ),
        )


@dataclass(frozen=True, slots=True)
class Readers:
    """Told to every member: which Spaces now read along, and which of them let nothing out."""

    guild: str
    new: Room
    rooms: tuple[Room, ...]
    holding: tuple[str, ...] = ()

    def words(self, say: Say) -> tuple[Phrase, ...]:
        sentence = m("{guild} now also lives in {room}.") if len(self.rooms) > 1 else m("{guild} lives in {room} now.")
        made = [
            say(sentence, guild=Quote(self.guild), room=self.new),
            say(m("Who reads along: {rooms}."), rooms=tuple(dict.fromkeys(Quote(one.space_name) for one in self.rooms))),
        ]
        return (*made, guilds.held(say, self.holding)) if self.holding and len(self.rooms) > 1 else tuple(made)


@dataclass(frozen=True, slots=True)
class NotLetIn:
    """Told to whoever asked: we still may not post in the channel. `was_open`: it is paused, and did not go on."""

    guild: str
    room: Room
    chapter: int
    was_open: bool = False

    def words(self, say: Say) -> tuple[Phrase, ...]:
        sentence = (
            m("I still cannot post in {room}, so {guild} stays paused there.")
            if self.was_open
            else m("I could not post in {room} yet, so {guild} is not open there.")
        )
        return say(sentence, room=self.room, guild=Quote(self.guild)), say(spaces.LET_ME_IN)


@dataclass(frozen=True, slots=True)
class Paused:
    """Told to the caretakers, once. `by_admin`: the Space's admins want no guild there; else we are not let in, or the channel is gone."""

    guild: str
    room: Room
    chapter: int
    by_admin: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        guild, space = Quote(self.guild), Quote(self.room.space_name)
        if self.by_admin:
            return (
                say(m("The admins of {space} want no guild in {room}, so {guild} pauses there."), space=space, room=self.room, guild=guild),
                say(m("It goes on when one of them types {command} there."), command=Command("guild", "allow")),
            )
        return (
            say(m("I can no longer post in {room}, so {guild} pauses there. Members and record stay."), room=self.room, guild=guild),
            say(spaces.LET_ME_IN),
        )


@dataclass(frozen=True, slots=True)
class GoesOn:
    """Said in the channel when a pause is over."""

    guild: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{guild} goes on here. Its next digest takes up what was missed."), guild=Quote(self.guild)),)


@dataclass(frozen=True, slots=True)
class Ended:
    """Told when a Space has put us out: to the caretakers, and to every member when it was the guild's last channel."""

    guild: str
    slug: str
    room: Room
    last: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        guild, space = Quote(self.guild), Quote(self.room.space_name)
        made = [say(m("I was taken out of {space}, so {guild} is closed there. Members and record stay."), space=space, guild=guild)]
        if self.last:
            command = Command("guild", f"open {self.slug}")
            made.append(say(m("It has no channel now. Typed in another one, {command} brings it back."), command=command))
        return tuple(made)


@dataclass(frozen=True, slots=True)
class Holding:
    """Told to the caretakers: a Space's admins keep inside what is said there, or no longer."""

    guild: str
    space_name: str
    holds: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        sentence = (
            m("By a rule of its admins, what {guild} says in {space} is from now on read only there.")
            if self.holds
            else m("What {guild} says in {space} may again be read in its other channels; its admins allow it.")
        )
        return (say(sentence, guild=Quote(self.guild), space=Quote(self.space_name)),)


@dataclass(frozen=True, slots=True)
class NotYet:
    sentence: ClassVar[str] = m("{guild} still needs {missing} more to found it; after that it can open elsewhere.")
    guild: str
    missing: int


@dataclass(frozen=True, slots=True)
class OpenAlready:
    sentence: ClassVar[str] = m("{guild} is open in this channel already.")
    guild: str


@dataclass(frozen=True, slots=True)
class AskedForAlready:
    sentence: ClassVar[str] = m("A caretaker of {guild} is asked about this channel already; it opens with their yes.")
    guild: str


@dataclass(frozen=True, slots=True)
class NoChapterHere:
    sentence: ClassVar[str] = m("No guild is at home in this channel.")


@dataclass(frozen=True, slots=True)
class StewardsClose:
    sentence: ClassVar[str] = m("Closing a channel of {guild} is for its caretakers.")
    guild: str


@dataclass(frozen=True, slots=True)
class ForAdmins:
    """Rule G7, from the other side."""

    sentence: ClassVar[str] = m("That is for the admins of {space}. What a guild does is for its members to say.")
    space: str


@dataclass(frozen=True, slots=True)
class AllowWhat:
    sentence: ClassVar[str] = m(
        "“{word}” is nothing I know to allow or disallow. Without a word it is this channel; {leaving} is about what leaves {space}."
    )
    word: str
    space: str
    leaving: Command


Outcome = Opening | TryingAgain | Agreed | Declined | Closed | Allowed | Disallowed | Held | Released
Sent = SaidYes | Readers | NotLetIn | Paused | GoesOn | Ended | Holding
