"""Refused: the root of every “no”. A no names all its reasons at once, and each says what to do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from guildbot.phrases import imitates
from guildbot.who import Command
from guildbot.words import Sentence, m

MOST_REASONS = 5
MOST_NUMBER = 2**31 - 1  # that a column holds


class Refused(Exception):
    """Nothing was changed, for one or more reasons that the person can do something about."""

    def __init__(self, *reasons: Sentence) -> None:
        super().__init__(*reasons)
        more = len(reasons) - MOST_REASONS
        self.reasons = (*reasons[:MOST_REASONS], AndMore(more)) if more > 0 else reasons


class Repeated(Exception):
    """The platform sent the same event twice; the first time counted."""


def refuse_if(*reasons: Sentence | None) -> None:
    """Refuse with every reason that is one."""
    if found := [reason for reason in reasons if reason is not None]:
        raise Refused(*found)


@dataclass(frozen=True, slots=True)
class AndMore:
    sentence: ClassVar[str] = m("And {n} more of this kind.")
    n: int


@dataclass(frozen=True, slots=True)
class TooLong:
    sentence: ClassVar[str] = m("That is {length} characters, and {most} fit. Could you say it shorter?")
    length: int
    most: int


@dataclass(frozen=True, slots=True)
class Empty:
    sentence: ClassVar[str] = m("There are no words in it yet.")


@dataclass(frozen=True, slots=True)
class Unknown:
    sentence: ClassVar[str] = m("I know nobody called “{name}” here. Mention them with @, or check the spelling.")
    name: str


@dataclass(frozen=True, slots=True)
class NoLonger:
    """An old button, or one that was meant for somebody else."""

    sentence: ClassVar[str] = m("That is settled already, or was never yours to press. {command} shows what is open.")
    command: Command = Command("profile", "waiting")


@dataclass(frozen=True, slots=True)
class InAChannel:
    sentence: ClassVar[str] = m("That needs a channel: type it in the one you mean.")


@dataclass(frozen=True, slots=True)
class MixedAlphabets:
    """A name in which letters of one alphabet stand for those of another."""

    sentence: ClassVar[str] = m("“{name}” mixes alphabets whose letters look alike. Written in one of them, it passes for nobody else's.")
    name: str


def number_in(text: str) -> int:
    """The number that a button, or whatever looks like one of ours, carries; refuses what no row of ours can have."""
    if re.fullmatch("[0-9]{1,10}", text) is None or int(text) > MOST_NUMBER:
        raise Refused(NoLonger())
    return int(text)


def too_long(text: str, most: int) -> TooLong | None:
    return TooLong(len(text), most) if len(text) > most else None


def mixed(name: str) -> MixedAlphabets | None:
    return MixedAlphabets(name) if imitates(name) else None


def missing(text: str) -> Empty | None:
    return None if text.strip() else Empty()
