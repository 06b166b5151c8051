"""What is refused about joining and vouching, each with what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from guildbot.who import Command
from guildbot.words import m


@dataclass(frozen=True, slots=True)
class MemberAlready:
    sentence: ClassVar[str] = m("You are in {guild} already.")
    guild: str


@dataclass(frozen=True, slots=True)
class CandidateAlready:
    """Joining once more adds nothing; only somebody's word does."""

    sentence: ClassVar[str] = m(
        "You have agreed to the charter of {guild} already; somebody's word is missing. {waiting} shows how it stands."
    )
    guild: str
    waiting: Command = Command("profile", "waiting")


@dataclass(frozen=True, slots=True)
class SameVoice:
    """A second code from somebody whose word counts already; it is not used up."""

    sentence: ClassVar[str] = m("{who} vouches for you already. The next voice has to be somebody else's; this code stays as it is.")
    who: str


@dataclass(frozen=True, slots=True)
class NobodyNew:
    sentence: ClassVar[str] = m("{guild} takes in nobody new for now. Its caretakers can change that; a code that was sent is not used up.")
    guild: str


@dataclass(frozen=True, slots=True)
class InviteWhom:
    sentence: ClassVar[str] = m("Whom, and why? Like this: {command}")
    command: Command = Command("guild", "invite Yusra because she told me kindly")


@dataclass(frozen=True, slots=True)
class InvitedAlready:
    sentence: ClassVar[str] = m(
        "You have invited {name} already, and that code still works. If it is lost, take it back: {command} shows it."
    )
    name: str
    command: Command = Command("guild", "vouch")


@dataclass(frozen=True, slots=True)
class VouchForWhom:
    sentence: ClassVar[str] = m("For whom, and why? Like this: {command}")
    command: Command = Command("guild", "vouch Yusra because she told me kindly")


@dataclass(frozen=True, slots=True)
class WhyIsShort:
    """Rule G5: other members read it, and decide by it."""

    sentence: ClassVar[str] = m("Say a little more about why: a sentence that tells others what you know of them.")


@dataclass(frozen=True, slots=True)
class TooNew:
    """Rule G5: members of two weeks, and founders."""

    sentence: ClassVar[str] = m("In {guild} one vouches after two weeks; you can from {day} on.")
    guild: str
    day: date


@dataclass(frozen=True, slots=True)
class EnoughVouches:
    """Rule G5, said as care and only when it is reached."""

    sentence: ClassVar[str] = m(
        "Three people wait on your word already; more at a time would do none of them good. {command} shows them, and takes one back."
    )
    command: Command = Command("guild", "vouch")


@dataclass(frozen=True, slots=True)
class NotForYourself:
    sentence: ClassVar[str] = m("A vouch is somebody else's word: nobody gives it for themselves.")


@dataclass(frozen=True, slots=True)
class IsAMember:
    sentence: ClassVar[str] = m("{name} is in {guild} already.")
    name: str
    guild: str


@dataclass(frozen=True, slots=True)
class VouchedAlready:
    sentence: ClassVar[str] = m("You vouch for {name} already; one more voice has to be somebody else's.")
    name: str


@dataclass(frozen=True, slots=True)
class NotACandidate:
    """Nobody by that name waits to join; whether they ever did is nobody's business (rule G6)."""

    sentence: ClassVar[str] = m("Nobody called {name} waits to join {guild}. {command} makes a code to send them.")
    name: str
    guild: str
    command: Command


@dataclass(frozen=True, slots=True)
class NoVouchNeeded:
    sentence: ClassVar[str] = m("Anybody may join {guild}; nobody needs a vouch. {command} makes a code to send.")
    guild: str
    command: Command = Command("guild", "invite")


@dataclass(frozen=True, slots=True)
class CannotVouch:
    sentence: ClassVar[str] = m(
        "{name} cannot be asked for this: only members of two weeks and founders who have not been asked yet. Pick somebody from the list."
    )
    name: str
