"""What came of it, and what is refused: outcomes and reasons with their sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from guildbot.kinds import Sharing
from guildbot.reflections.bank import Prompt
from guildbot.who import Command, Person, Quote, Room
from guildbot.words import Phrase, Say, m, plain

MOST_WORDS = 3000
MOST_REPLY = 600
MOST_PROMPT = 300
PAGE = 10
VOICES = 3
FLOOR = 5  # of people who share unsigned; fewer could be guessed (rule R4)


@dataclass(frozen=True, slots=True)
class Question:
    """An open round, as a card or as a form. `mine` are the asker's own words so far, only ever theirs to see."""

    round: int
    guild: str
    prompt: Prompt
    closes: date
    mine: str = ""
    sharing: Sharing = Sharing.PRIVATE

    def words(self, say: Say) -> tuple[Phrase, ...]:
        made: list[Phrase] = [say(m("A question for {guild}:"), guild=Quote(self.guild)), (Quote(self.prompt.text(say.language)),)]
        if self.prompt.tender:
            made.append(say(m("This one may be just for you.")))
        made.append(say(m("Open until {day}. Passing is always fine."), day=self.closes))
        return tuple(made)

    def promise(self, say: Say, host: str) -> tuple[Phrase, ...]:
        """What the form says under the words, before they are sent."""
        return (
            say(
                m("Only you can read this unless you share it. Whoever hosts this bot ({host}) could technically reach the database."),
                host=host,
            ),
            say(m("Change it until the question closes. Delete it whenever you like; what you share without your name, until it closes.")),
        )


@dataclass(frozen=True, slots=True)
class Questions:
    """The open questions of one's guilds; usually one or none."""

    open: tuple[Question, ...]

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return tuple(phrase for one in self.open for phrase in one.words(say))


@dataclass(frozen=True, slots=True)
class Kept:
    """The answer is kept, for its author alone unless they share it."""

    response: int
    guild: str
    sharing: Sharing

    def words(self, say: Say) -> tuple[Phrase, ...]:
        match self.sharing:
            case Sharing.SIGNED:
                return (say(m("Kept, and shared with your name when the question closes.")),)
            case Sharing.UNSIGNED:
                return (say(m("Kept, and shared without your name when the question closes, if enough others do the same.")),)
            case Sharing.PRIVATE:
                return (say(m("Kept. Only you can read it.")),)


@dataclass(frozen=True, slots=True)
class SharingChosen:
    """`again`: chosen after the round has closed, when too few had shared theirs unsigned."""

    response: int
    sharing: Sharing
    again: bool = False

    def words(self, say: Say) -> tuple[Phrase, ...]:
        match self.sharing:
            case Sharing.SIGNED if self.again:
                return (say(m("Shared: it may stand in the coming digest, with your name.")),)
            case Sharing.SIGNED:
                return (say(m("Shared: it may stand in the digest, with your name, once the question has closed.")),)
            case Sharing.UNSIGNED:
                return (
                    say(
                        m(
                            "Shared without your name: it may stand in the digest once the question has closed, "
                            "if {n} or more people share theirs so. With fewer I ask you again."
                        ),
                        n=FLOOR,
                    ),
                    say(
                        m("From then on nobody can tell whose it was: it leaves {mine}, and nobody can delete it. Until then you can."),
                        mine=Command("reflect", "mine"),
                    ),
                )
            case Sharing.PRIVATE:
                return (say(m("It stays yours alone.")),)


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """Too few shared without a name: what becomes of this one is its author's to say once more."""

    response: int
    prompt: Prompt

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(m("Fewer than {n} people shared an answer without their name, so yours stays yours alone."), n=FLOOR),
            (Quote(self.prompt.text(say.language)),),
            say(m("Until the coming digest you can still share it with your name.")),
        )


@dataclass(frozen=True, slots=True)
class Reminder:
    """The one line before a question closes, for whoever wished for it."""

    question: Question

    def words(self, say: Say) -> tuple[Phrase, ...]:
        asked = self.question
        return (say(m("Open until {day}: “{prompt}”"), day=asked.closes, prompt=Quote(asked.prompt.text(say.language))),)


@dataclass(frozen=True, slots=True)
class Passed:
    """Passing is fine; nothing was written down."""

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("That is fine. I keep no note of it.")),)


@dataclass(frozen=True, slots=True)
class Entry:
    """One own answer in the journal. `open`: its sharing can still change."""

    response: int
    guild: str
    prompt: Prompt
    words_said: str
    sharing: Sharing
    written_at: datetime
    open: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        day = self.written_at.astimezone(say.zone).date()
        asked = Quote(self.prompt.text(say.language))
        return say(m("{prompt} ({day}, {guild})"), prompt=asked, day=day, guild=Quote(self.guild)), (Quote(self.words_said),)


@dataclass(frozen=True, slots=True)
class Journal:
    """A page of one's own answers, newest first. `searched`: only those with these words in them or in their question."""

    entries: tuple[Entry, ...]
    page: int = 0
    more: bool = False
    searched: str = ""

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if self.entries:
            return ()
        if self.searched:
            return (say(m("None of your answers has “{words}” in it."), words=Quote(self.searched)),)
        return (say(m("No answer of yours is kept here, and that is fine.")),)

    def text(self, say: Say) -> str:
        """To keep elsewhere: the question, the day, the words."""
        return "\n".join(plain(phrase) for one in self.entries for phrase in (*one.words(say), ()))

    def texts(self, say: Say, most: int) -> list[str]:
        """The same in pieces of at most so many characters, which no answer has by itself."""
        made = [""]
        for one in self.entries:
            text = "\n".join(plain(phrase) for phrase in (*one.words(say), ()))
            if made[-1] and len(made[-1]) + len(text) > most:
                made.append("")
            made[-1] += f"{text}\n"
        return made


@dataclass(frozen=True, slots=True)
class Deleted:
    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("Deleted.")),)


@dataclass(frozen=True, slots=True)
class Voice:
    """What somebody shared. `person` is None where the link to them was cut."""

    words: str
    person: Person | None


@dataclass(frozen=True, slots=True)
class Echo:
    """What people shared of the last question."""

    round: int
    prompt: Prompt
    voices: tuple[Voice, ...]

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(m("We asked: {prompt}"), prompt=Quote(self.prompt.text(say.language))),
            *(
                say(m("“{words}” ({who})"), words=Quote(one.words), who=one.person)
                if one.person is not None
                else say(m("“{words}”"), words=Quote(one.words))
                for one in self.voices
            ),
        )


@dataclass(frozen=True, slots=True)
class Replying:
    """[Answer this]: what the form says before it is filled in."""

    round: int
    prompt: Prompt
    rooms: tuple[Room, ...]

    def words(self, say: Say) -> tuple[Phrase, ...]:
        where = say(m("It will be read with your name in {rooms}."), rooms=self.rooms)
        return (Quote(self.prompt.text(say.language)),), *([where] if self.rooms else [])


@dataclass(frozen=True, slots=True)
class Replied:
    """An answer to the echo is on its way to every channel of the guild that may read it, or stands there."""

    id: int
    rooms: tuple[Room, ...]
    said: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        where = say(m("Said with your name, in {rooms}:"), rooms=self.rooms) if self.rooms else say(m("Said with your name:"))
        return where, (Quote(self.said),)


@dataclass(frozen=True, slots=True)
class ReplyTaken:
    id: int

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("Taken back. What stands in the channels goes too.")),)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to the echo, as a channel reads it."""

    id: int
    prompt: Prompt
    person: Person
    said: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(m("{who}, on “{prompt}”:"), who=self.person, prompt=Quote(self.prompt.text(say.language))),
            (Quote(self.said),),
        )


@dataclass(frozen=True, slots=True)
class OwnPrompts:
    """A guild's own questions, for its members to read and its caretakers to change."""

    guild: str
    slug: str
    prompts: tuple[tuple[int, Prompt], ...]
    may_change: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if not self.prompts:
            return (say(m("{guild} has no questions of its own yet; the bank's fifty-two come in turn."), guild=Quote(self.guild)),)
        return (
            say(m("Questions of {guild}'s own, asked in turn with the bank's:"), guild=Quote(self.guild)),
            *((Quote(prompt.text(say.language)),) for _, prompt in self.prompts),
        )


@dataclass(frozen=True, slots=True)
class NoQuestion:
    sentence: ClassVar[str] = m("No question is open in your guilds just now. The next one comes on a Tuesday.")


@dataclass(frozen=True, slots=True)
class RoundClosed:
    sentence: ClassVar[str] = m("That question has closed. What you wrote: {mine} still shows it to you.")
    mine: Command = Command("reflect", "mine")


@dataclass(frozen=True, slots=True)
class NothingEchoed:
    sentence: ClassVar[str] = m("There is nothing to answer there any more; the next echo comes with a digest.")


@dataclass(frozen=True, slots=True)
class RepliedAlready:
    sentence: ClassVar[str] = m("You have said something to this one already. Take it back first, if you would rather say it differently.")


@dataclass(frozen=True, slots=True)
class CaretakersAsk:
    sentence: ClassVar[str] = m("Questions of {guild}'s own are for its caretakers to add; tell one of them yours.")
    guild: str


Outcome = (
    Questions | Kept | SharingChosen | Passed | Journal | Deleted | Replying | Replied | ReplyTaken | OwnPrompts
)  # fmt: skip
Sent = Question | AskedAgain | Reminder | Reply
