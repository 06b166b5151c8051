"""What is said before, what is said afterwards, and what is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from guildbot.who import Command, Quote
from guildbot.words import FORMER, Phrase, Say, m, plain

WORD = "forget"  # what has to be typed; the same in every language, because the form shows it


@dataclass(frozen=True, slots=True)
class Forgetting:
    """What would happen, before anything does. `uncared`: guilds that would be left without a caretaker."""

    uncared: tuple[str, ...] = ()

    def words(self, say: Say) -> tuple[Phrase, ...]:
        made = [
            say(m("This cannot be taken back. If you want your record first: {record}"), record=Command("profile", "record")),
            say(
                m(
                    "Gone at once: your answers to questions, the thanks you keep, your asks and offers, current work, "
                    "whom you would work with again, whom you block, name, hours and accounts, all of them."
                )
            ),
            say(
                m(
                    "What you wrote for others stays with them, signed “{former}”: thanks, what help changed, "
                    "vouches, goodbyes, and answers that a digest has quoted."
                ),
                former=plain(say(FORMER)),
            ),
            say(m("You leave your guilds without a word. Posts and digests of mine that name you are changed or deleted.")),
        ]
        if self.uncared:
            made.append(
                say(m("Nobody else takes care of {guilds}. The members will be told."), guilds=tuple(Quote(one) for one in self.uncared))
            )
        made.append(say(LEFT_STANDING))
        return tuple(made)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """It is done."""

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(
                m("You are forgotten here. What you wrote for others is signed “{former}” from now on; the rest is gone."),
                former=plain(say(FORMER)),
            ),
            say(LEFT_STANDING),
            say(m("If you come back one day, you begin as somebody new.")),
        )


@dataclass(frozen=True, slots=True)
class NotForgotten:
    """[Not now]"""

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("Everything stays as it is.")),)


@dataclass(frozen=True, slots=True)
class NotTheWord:
    sentence: ClassVar[str] = m("Nothing is forgotten yet. If you mean it, type {word}.")
    word: str = WORD


LEFT_STANDING = m(
    "What I cannot take back: messages that people have already got from me, what others wrote about you in their own words or copied, "
    "and your host's back-ups until they run out."
)
Outcome = Forgetting | Forgotten | NotForgotten
