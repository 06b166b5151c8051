"""What came of it: outcomes with their sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from guildbot import codes
from guildbot.kinds import Visibility
from guildbot.who import Command, Person, Quote
from guildbot.words import Phrase, Say, m

CODE_LASTS, CONFIRM_LASTS, UNDO_LASTS = timedelta(minutes=10), timedelta(hours=24), timedelta(days=7)
LINK, RECOVER, PAGE = Command("profile", "link"), Command("profile", "recover"), Command("profile")


@dataclass(frozen=True, slots=True)
class Side:
    """One of the accounts that are, or may become, one person; under the name its platform knows it by."""

    id: int
    person: Person
    space: str | None  # where it was seen last
    live: bool  # no longer, once it was switched off or let go

    @property
    def where(self) -> Quote:
        platform = self.person.account.platform.title()
        return Quote(f"{platform}, {self.space}" if self.space else platform)

    @property
    def called(self) -> str:
        return f"{self.person.name} ({self.where.text})"


@dataclass(frozen=True, slots=True)
class CodeMade:
    """To be typed on the other account. Shown this once; we keep only its hash."""

    code: str
    ends: datetime

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(m("Type this on your other account, on Slack or on Discord, within ten minutes:")),
            (Command("profile", f"link {self.code}"),),
            say(m("Wherever it is: the command is {command}, the code {code}."), command=LINK, code=Quote(self.code)),
            say(m("Then I ask you here who that was, and nothing happens before your yes. Give the code to nobody else.")),
        )


@dataclass(frozen=True, slots=True)
class Entered:
    """Whose code it was, for whoever typed it: nobody shall be talked into it."""

    link: int
    owner: Side
    until: datetime

    def words(self, say: Say) -> tuple[Phrase, ...]:
        who, where = self.owner.person, self.owner.where
        return (
            say(m("This is the code of {who} ({where}). If that is you, a message there asks for your yes."), who=who, where=where),
            say(m("If it is somebody else, your record would become theirs. Press the button, and nothing happens.")),
        )


@dataclass(frozen=True, slots=True)
class LinkAsked:
    """Who typed the code, for whoever made it."""

    link: int
    who: Side
    until: datetime

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(m("{who} ({where}) has typed your code. Is that you?"), who=self.who.person, where=self.who.where),
            say(m("With your yes both accounts are one person. Somebody else would read all that is yours, and speak as you.")),
        )


@dataclass(frozen=True, slots=True)
class Linked:
    """Two are one person now. `once`: guilds they were both in; `narrowed`: who may see thanks, where the answers differed."""

    link: int
    other: Side
    until: datetime
    once: tuple[str, ...] = ()
    narrowed: Visibility | None = None

    def words(self, say: Say) -> tuple[Phrase, ...]:
        who, where = self.other.person, self.other.where
        made = [say(m("You and {who} ({where}) are one person now: the same guilds, bonds, thanks and record."), who=who, where=where)]
        return (
            *made,
            *_consequences(say, self.once, self.narrowed),
            say(m("Until {until} it can be undone, from either account."), until=self.until),
        )


@dataclass(frozen=True, slots=True)
class Recovered:
    """Somebody is back with the code they had kept. `others` are their accounts that still live, and were told."""

    link: int
    was: Side
    others: tuple[Side, ...]
    until: datetime
    once: tuple[str, ...] = ()
    narrowed: Visibility | None = None

    def words(self, say: Say) -> tuple[Phrase, ...]:
        made = [say(m("You are {who} again: your guilds, bonds, thanks and record are here."), who=Quote(self.was.person.name))]
        made += _consequences(say, self.once, self.narrowed)
        made.append(say(m("The code is used up. {page} makes a new one."), page=PAGE))
        if self.others:
            told = tuple(Quote(one.called) for one in self.others)
            made.append(say(m("I have told {accounts}; until {until} it can be undone there."), accounts=told, until=self.until))
        return tuple(made)


@dataclass(frozen=True, slots=True)
class SaidNo:
    """[No]: whoever typed the code is somebody else."""

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("Nothing was changed, and they are told no. The code is spent; a new one begins it again: {command}"), command=LINK),)


@dataclass(frozen=True, slots=True)
class TakenBack:
    """[That is not me], in time."""

    owner: Side

    def words(self, say: Say) -> tuple[Phrase, ...]:
        who, where = self.owner.person, self.owner.where
        return (say(m("Nothing happens, and the code is spent. {who} ({where}) had made it."), who=who, where=where),)


@dataclass(frozen=True, slots=True)
class Undone:
    """Two people again."""

    other: Side

    def words(self, say: Say) -> tuple[Phrase, ...]:
        who, where = self.other.person, self.other.where
        return (
            say(m("Undone: you and {who} ({where}) are two people again."), who=who, where=where),
            say(m("What each account has said and was given stays with it.")),
        )


@dataclass(frozen=True, slots=True)
class LetGo:
    """An account that is no way in any more; what came through it stays with its person."""

    account: Side
    way_back: bool  # a code was kept, and opens nothing any more

    def words(self, say: Say) -> tuple[Phrase, ...]:
        who, where = self.account.person, self.account.where
        made = [
            say(m("{who} ({where}) is let go. All that came through it stays yours."), who=who, where=where),
            say(m("Whoever uses it from now on is somebody new to me; {command} would bring it back."), command=LINK),
        ]
        if self.way_back:
            made.append(say(m("Your way back in may be known there, so it opens nothing any more. {page} makes a new one."), page=PAGE))
        return tuple(made)


@dataclass(frozen=True, slots=True)
class UndoInstead:
    """An account that came a few days ago is not let go: it can still be as if it had never come."""

    link: int
    account: Side
    until: datetime

    def words(self, say: Say) -> tuple[Phrase, ...]:
        who, where = self.account.person, self.account.where
        return (
            say(m("{who} ({where}) came to you only lately: until {until} that can be undone."), who=who, where=where, until=self.until),
            say(m("Then each is a person of their own again. Later it can be let go, and its record stays yours.")),
        )


@dataclass(frozen=True, slots=True)
class WayBack:
    """A code that brings somebody back who has lost every account. Shown this once; we keep only its hash."""

    code: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(m("Your way back in, for a day when this account is gone. Keep it where no employer reads along:")),
            (Quote(self.code),),
            say(m("From any new account, on Slack or on Discord, {command} and this code make it yours. It works once."), command=RECOVER),
            say(m("Whoever has it can become you. One that you made before opens nothing any more.")),
        )


@dataclass(frozen=True, slots=True)
class Undoable:
    """A link of one's own that can still be as if it had never been."""

    link: int
    came: Side
    until: datetime

    def words(self, say: Say) -> tuple[Phrase, ...]:
        who, where = self.came.person, self.came.where
        return (say(m("{who} ({where}) came lately. Until {until} that can be undone."), who=who, where=where, until=self.until),)


@dataclass(frozen=True, slots=True)
class Mine:
    """One account of one's own. `undo`: the link that brought it, while that can be undone."""

    side: Side
    here: bool  # the one that asks
    can_go: bool  # be let go, from here and now
    undo: int | None = None

    def words(self, say: Say) -> tuple[Phrase, ...]:
        who, where = self.side.person, self.side.where
        if not self.side.live:
            return (say(m("{who} ({where}), no way in any more"), who=who, where=where),)
        return (say(m("{who} ({where}), where you are now") if self.here else m("{who} ({where})"), who=who, where=where),)


@dataclass(frozen=True, slots=True)
class Accounts:
    """All accounts that are the caller, and what waits or can be done about them."""

    mine: tuple[Mine, ...]
    recovery: bool  # whether a way back in is kept
    undoable: tuple[Undoable, ...]
    asked: tuple[LinkAsked, ...]

    def words(self, say: Say) -> tuple[Phrase, ...]:
        kept = m("You keep a way back in. A new one makes the old one void.")
        return (say(kept if self.recovery else m("Keep a way back in, for a day when this account is gone:")),)


def _consequences(say: Say, once: tuple[str, ...], narrowed: Visibility | None) -> list[Phrase]:
    made = []
    if once:
        made.append(say(m("In {guilds} you count once from now on."), guilds=tuple(map(Quote, once))))
    if narrowed is Visibility.DIGEST:
        made.append(say(m("You had two answers on who may see thanks to you; the narrower one counts: in the digest.")))
    if narrowed is Visibility.ME:
        made.append(say(m("You had two answers on who may see thanks to you; the narrower one counts: only you.")))
    return made


Outcome = (
    CodeMade | Entered | Linked | Recovered | SaidNo | TakenBack | Undone | LetGo | UndoInstead | WayBack
    | codes.WrongCode | codes.LockedOut
)  # fmt: skip
