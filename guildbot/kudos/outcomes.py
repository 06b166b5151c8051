"""What came of it, and what is refused: outcomes and reasons with their sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from guildbot import people
from guildbot.kinds import Visibility
from guildbot.who import Command, Person, Quote, Room
from guildbot.words import Phrase, Say, m, plain

MOST_WORDS = 1000


MOST_PEOPLE = 10


BURST, BURST_SPAN = 30, timedelta(hours=1)


SAME_WORDS = timedelta(minutes=10)


ONE_INVITATION = timedelta(days=7)


PAGE = 10


KEEP_WITHIN = timedelta(days=30)
NOT_KEPT_YET = m("Would you like to keep this? Until you do nobody else is shown it, and after {days} days it is gone.")


@dataclass(frozen=True, slots=True)
class KudosGiven:
    """Thanks on their way. `later` are those whose hours are closed; `without_self`: the giver was among the named."""

    id: int
    to: tuple[Person, ...]
    later: tuple[Person, ...]
    guild: str | None
    short: bool
    without_self: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        now = tuple(one for one in self.to if one not in self.later)
        made = []
        if now:
            made.append(say(m("Passed on to {people}."), people=now))
        if self.later:
            made.append(say(m("{people} will see it when their hours open."), people=self.later))
        if self.without_self:
            made.append(say(m("Nobody thanks themselves; the others get it.")))
        if self.short:
            made.append(say(m("One sentence more? What did it change for you?")))
        return tuple(made)


@dataclass(frozen=True, slots=True)
class SaidAlready:
    """The same words to the same people within ten minutes."""

    to: tuple[Person, ...]
    reason: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return say(m("You have just said this to {people}."), people=self.to), (Quote(self.reason),)


@dataclass(frozen=True, slots=True)
class NodGiven:
    """An emoji on somebody's message. `invite`: this pair was not asked for a sentence this week."""

    id: int
    to: Person
    invite: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(m("A quick thank-you for {to}. A sentence would make it a real one: what did they do, what did it change?"), to=self.to),
        )


@dataclass(frozen=True, slots=True)
class Seconded:
    """Joined the giver's side of somebody else's kudos."""

    id: int
    to: tuple[Person, ...]

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("You have joined these thanks to {people}."), people=self.to),)


@dataclass(frozen=True, slots=True)
class Nothing:
    """A reaction that says nothing to us: another emoji, another channel, one's own message, a bot's."""

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class Withdrawn:
    id: int

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("Taken back.")),)


@dataclass(frozen=True, slots=True)
class Hidden:
    id: int

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("Hidden. Nobody sees it any more.")),)


@dataclass(frozen=True, slots=True)
class ThanksKept:
    """Kept by somebody who never used the bot. `question`: nobody knows yet who may see thanks to them."""

    id: int
    question: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        question = (say(m("Who may see thanks to you? Until you say so it is only you.")),) if self.question else ()
        return say(m("Kept. {command} shows it."), command=Command("kudos", "mine")), *question


@dataclass(frozen=True, slots=True)
class Discarded:
    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("Discarded. Nothing of it is kept, and nobody is told.")),)


@dataclass(frozen=True, slots=True)
class Shown:
    """A receiver said who may see this one."""

    id: int
    shown: Visibility

    def words(self, say: Say) -> tuple[Phrase, ...]:
        match self.shown:
            case Visibility.MESSAGE:
                return (say(m("It may stand under the message that was thanked, and in the digest.")),)
            case Visibility.DIGEST:
                return (say(m("It may stand in the digest.")),)
            case Visibility.ME:
                return (say(m("It stays between you.")),)


@dataclass(frozen=True, slots=True)
class WordsAdded:
    id: int
    to: tuple[Person, ...]

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("Passed on to {people}, with your words."), people=self.to),)


@dataclass(frozen=True, slots=True)
class Kept:
    """One kudos on somebody's own page."""

    id: int
    given_at: datetime
    reason: str | None
    value: str | None
    giver: Person
    to: tuple[Person, ...]
    guild: str | None
    shown: Visibility  # as things stand; for thanks one gave: never wider than the receivers chose
    link: str | None
    privately: bool = False  # the giver's wish: there is nothing to share
    unkept: bool = False  # mine to keep or to discard first

    def words(self, say: Say) -> tuple[Phrase, ...]:
        head = (
            say(m("{giver} to {people}, {day}"), giver=self.giver, people=self.to, day=self.given_at.astimezone(say.zone).date())
            if self.guild is None
            else say(
                m("{giver} to {people}, {day}, in {guild}"),
                giver=self.giver,
                people=self.to,
                day=self.given_at.astimezone(say.zone).date(),
                guild=Quote(self.guild),
            )
        )
        said = (Quote(self.reason),) if self.reason else say(m("(a quick thank-you)"))
        return (head, said, say(NOT_KEPT_YET, days=KEEP_WITHIN.days)) if self.unkept else (head, said)


@dataclass(frozen=True, slots=True)
class Mine:
    """Thanks somebody keeps and gave, newest first; `thanks` and `givers` are their own numbers, shown to them alone."""

    received: tuple[Kept, ...]
    given: tuple[Kept, ...]
    thanks: int
    givers: int
    since: datetime | None

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if not self.thanks and not self.given:
            return (say(m("Nothing here yet. {command} is how it begins."), command=Command("kudos")),)
        if not self.thanks or self.since is None:
            return ()
        since = self.since.astimezone(say.zone).date()
        people = plain(say.several("{n} person", "{n} people", self.givers))
        number = say.several(
            "{n} thank-you from {people} since {day}.", "{n} thanks from {people} since {day}.", self.thanks, people=people, day=since
        )
        return number, say(m("Only you see this number."))


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a receiver is told. `question`: nobody knows yet who may see thanks to them. `unkept`: theirs to keep or discard first."""

    id: int
    giver: Person
    reason: str
    value: str | None
    guild: str | None
    link: str | None
    others: tuple[Person, ...]
    shown: Visibility
    question: bool
    privately: bool = False  # the giver's wish: there is nothing to share
    unkept: bool = False

    def words(self, say: Say) -> tuple[Phrase, ...]:
        head = (
            say(m("{giver} thanked you and {others}:"), giver=self.giver, others=self.others)
            if self.others
            else say(m("{giver} thanked you:"), giver=self.giver)
        )
        said = (Quote(f"{self.reason} #{self.value}" if self.value else self.reason),)
        more = [say(NOT_KEPT_YET, days=KEEP_WITHIN.days)] if self.unkept else []
        if self.privately:
            return head, said, say(m("This one stays between you.")), *more
        if self.question:
            return head, said, say(m("Who may see thanks to you? Until you say so it is only you.")), *more
        return head, said, *more


@dataclass(frozen=True, slots=True)
class Posted:
    """Thanks shown under the message that was thanked; the emoji on it is a “me too”."""

    id: int
    giver: Person
    to: tuple[Person, ...]
    reason: str
    value: str | None
    emoji: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        reason = f"{self.reason} #{self.value}" if self.value else self.reason
        return say(m("{giver} to {people}: “{reason}”"), giver=self.giver, people=self.to, reason=Quote(reason)), say(
            m("{emoji} on this says “me too”."), emoji=Quote(self.emoji)
        )


@dataclass(frozen=True, slots=True)
class Unposted:
    """A post of ours that must go."""

    room: Room
    message: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return ()


@dataclass(frozen=True, slots=True)
class Nods:
    """The day's quick thanks, together. `unkept`: to be kept or discarded, all of them."""

    givers: tuple[Person, ...]
    unkept: bool = False

    def words(self, say: Say) -> tuple[Phrase, ...]:
        said = say(m("{people} thanked you with an emoji."), people=self.givers)
        return (said, say(NOT_KEPT_YET, days=KEEP_WITHIN.days)) if self.unkept else (said,)


@dataclass(frozen=True, slots=True)
class ReceiverIsABot:
    """A look-up showed that the one who was thanked is a bot; the kudos was withdrawn."""

    name: str
    reason: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return say(m("{name} turned out to be a bot, so your thanks were taken back. Your words:"), name=Quote(self.name)), (
            Quote(self.reason),
        )


@dataclass(frozen=True, slots=True)
class ReceiverIsElsewhere:
    """A look-up found nobody here by that mention; the kudos was withdrawn."""

    reason: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return say(m("I found nobody here by that mention, so your thanks were taken back. Your words:")), (Quote(self.reason),)


@dataclass(frozen=True, slots=True)
class NobodyNamed:
    sentence: ClassVar[str] = m("Whom do you want to thank? Mention them with @, or write their name before “for”.")


@dataclass(frozen=True, slots=True)
class OnlyYourself:
    sentence: ClassVar[str] = m("Thanks go to somebody else; yours would only come back to you.")


@dataclass(frozen=True, slots=True)
class BotsCannot:
    sentence: ClassVar[str] = m("{name} is a bot. It would not know what to do with thanks.")
    name: str


@dataclass(frozen=True, slots=True)
class TooMany:
    sentence: ClassVar[str] = m("That is {named} people; up to {most} fit into one thank-you.")
    named: int
    most: int = MOST_PEOPLE


@dataclass(frozen=True, slots=True)
class Burst:
    sentence: ClassVar[str] = m(
        "That was {most} thank-yous within an hour. This limit is there against accidents, please go on a little later."
    )
    most: int = BURST


@dataclass(frozen=True, slots=True)
class NotAValue:
    sentence: ClassVar[str] = m("“{value}” is not one of {guild}'s words. They are: {words}.")
    value: str
    guild: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotAPost:
    sentence: ClassVar[str] = m("“Me too” belongs under thanks that I have posted. To thank somebody yourself: {command}")
    command: Command = Command("kudos", "@name for …")


@dataclass(frozen=True, slots=True)
class WhichGuild:
    """All the named share more than one guild; adapters offer them as a choice."""

    sentence: ClassVar[str] = m("You share more than one guild with them: {guilds}. Which one is it about?")
    guilds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoSuchGuildOfYours:
    sentence: ClassVar[str] = m("You are in no guild called “{guild}”.")
    guild: str


Outcome = (
    KudosGiven | SaidAlready | NodGiven | Seconded | Nothing | Withdrawn | Hidden | Shown | ThanksKept | Discarded | WordsAdded | Mine
    | people.ThanksChosen
)  # fmt: skip


Sent = Arrived | Posted | Unposted | Nods | ReceiverIsABot | ReceiverIsElsewhere


NO_GUILD = "-"
