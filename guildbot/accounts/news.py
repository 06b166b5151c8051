"""What others are told: whoever is at the other end of a link, and the other accounts of a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from guildbot.accounts.outcomes import LINK, PAGE, LinkAsked, Linked, Side, Undone
from guildbot.who import Command, Quote
from guildbot.words import Phrase, Say, m


@dataclass(frozen=True, slots=True)
class NotConfirmed:
    """Told to whoever typed the code: no."""

    owner: Side

    def words(self, say: Say) -> tuple[Phrase, ...]:
        who, where = self.owner.person, self.owner.where
        return (say(m("{who} ({where}) said that this is somebody else. Nothing was changed."), who=who, where=where),)


@dataclass(frozen=True, slots=True)
class NoLongerAsked:
    """Told to whoever made the code: the other side took it back."""

    who: Side

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{who} ({where}) had typed your code by mistake. Nothing was changed."), who=self.who.person, where=self.who.where),)


@dataclass(frozen=True, slots=True)
class CameBack:
    """Told to every account of somebody whose code was used."""

    link: int
    who: Side
    until: datetime

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(m("Somebody came back as you, with the code you had kept: {who} ({where})."), who=self.who.person, where=self.who.where),
            say(m("If that was not you, undo it until {until}. You can then make a new code on {page}."), until=self.until, page=PAGE),
        )


@dataclass(frozen=True, slots=True)
class LetGoNews:
    """Told to the other accounts of somebody."""

    account: Side

    def words(self, say: Say) -> tuple[Phrase, ...]:
        who, where = self.account.person, self.account.where
        return (
            say(m("{who} ({where}) was let go: it is no way in to you any more."), who=who, where=where),
            say(m("All that came through it stays. {command} would bring it back."), command=LINK),
        )


@dataclass(frozen=True, slots=True)
class WayBackMade:
    """Told to the other accounts of somebody: which of them has made a new way back in."""

    account: Side

    def words(self, say: Say) -> tuple[Phrase, ...]:
        who, where = self.account.person, self.account.where
        return (
            say(m("{who} ({where}) has made a new way back in to you."), who=who, where=where),
            say(m("One that you kept before opens nothing any more.")),
            say(m("If that was not you, {page} lets that account go and makes another."), page=PAGE),
        )


What = Literal["link", "recovery", "invitation"]


@dataclass(frozen=True, slots=True)
class Overheard:
    """Told to whoever made a code that stood where everybody reads (rule P4)."""

    what: What
    name: str = ""  # of whoever was invited

    def words(self, say: Say) -> tuple[Phrase, ...]:
        match self.what:
            case "link":
                return (say(m("Your code for linking accounts was said aloud, so it is void. A new one: {command}"), command=LINK),)
            case "recovery":
                return (say(m("Your way back in was said aloud, so it is void. {page} makes a new one."), page=PAGE),)
            case "invitation":
                again = Command("guild", "invite")
                return (
                    say(m("The code you made for {name} was said aloud, so it is void. A new one: {command}"),
                        name=Quote(self.name), command=again),
                )  # fmt: skip


Sent = LinkAsked | Linked | NotConfirmed | NoLongerAsked | Undone | CameBack | LetGoNews | Overheard | WayBackMade
