"""What is refused, and the way on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from guildbot.accounts.outcomes import LINK, PAGE
from guildbot.who import Command
from guildbot.words import m


@dataclass(frozen=True, slots=True)
class CodeSpent:
    sentence: ClassVar[str] = m("That code has been used; each works once. A new one begins it again: {command}")
    command: Command = LINK


@dataclass(frozen=True, slots=True)
class CodeVoid:
    sentence: ClassVar[str] = m("That code ran out: it was good for ten minutes, and until a newer one was made. A new one: {command}")
    command: Command = LINK


@dataclass(frozen=True, slots=True)
class OwnCode:
    sentence: ClassVar[str] = m("That code is your own. Type it on the other account that is to be you as well.")


@dataclass(frozen=True, slots=True)
class OwnWayBack:
    sentence: ClassVar[str] = m("That is your own way back in, and it still works. It is for a day when this account is gone.")


@dataclass(frozen=True, slots=True)
class LinkedAlready:
    sentence: ClassVar[str] = m(
        "This account is one person with {others} already. Let that go first on {page}, or make the code here and type it there."
    )
    others: tuple[str, ...]
    page: Command = PAGE


@dataclass(frozen=True, slots=True)
class CameLately:
    """Whoever comes brings no link along that could still be undone: two undos at once would be a knot."""

    sentence: ClassVar[str] = m(
        "Another account came to this one only lately, which can be undone until {until}. Undo it on {page}, or make the code here "
        "and type it there."
    )
    until: datetime
    page: Command = PAGE


@dataclass(frozen=True, slots=True)
class OtherIsLinked:
    sentence: ClassVar[str] = m("{who} has become one person with somebody else meanwhile. Nothing was changed here.")
    who: str


@dataclass(frozen=True, slots=True)
class NewHere:
    """While a link can be undone, who came by it cannot shut the others out."""

    sentence: ClassVar[str] = m("This account came only lately. Until {until} that is done from {others}, as a guard against stolen codes.")
    until: datetime
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NewHereAlone:
    sentence: ClassVar[str] = m("This account came only lately, which can be undone until {until}. Until then it takes in no other.")
    until: datetime


@dataclass(frozen=True, slots=True)
class LastAccount:
    sentence: ClassVar[str] = m(
        "This is your only account here: without it nobody could come in as you. {page} keeps a way back for a new account; "
        "{forget} ends everything."
    )
    page: Command = PAGE
    forget: Command = Command("profile", "forget")


@dataclass(frozen=True, slots=True)
class BotsStayAlone:
    sentence: ClassVar[str] = m("A bot is nobody: it has no record to link.")


@dataclass(frozen=True, slots=True)
class AskedNoLonger:
    sentence: ClassVar[str] = m("That is settled: refused, taken back or too old. A new code begins it again: {command}")
    command: Command = LINK


@dataclass(frozen=True, slots=True)
class ConfirmedAlready:
    sentence: ClassVar[str] = m("You said yes already, and are one person. {page} shows what can be undone.")
    page: Command = PAGE


@dataclass(frozen=True, slots=True)
class NotUndoable:
    sentence: ClassVar[str] = m("That was undone already, or its seven days are over. {page} shows what can be done.")
    page: Command = PAGE


@dataclass(frozen=True, slots=True)
class CodeSleeps:
    """The way back in of somebody who has become one person with somebody else a few days ago."""

    sentence: ClassVar[str] = m("That code belongs to an account that came to another one lately, and sleeps until {until}.")
    until: datetime
