"""A record, its sections and lines, its files, and what is said about them."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from guildbot.kinds import Part
from guildbot.who import Quote
from guildbot.words import Phrase, Piece, Say, m

Seal = Callable[[Mapping[str, Any]], str | None]  # `as_data` of the public sections as a sealed file; None where they are too long
BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `words` are somebody's own, `fact` is ours. `about` is what it belongs to: a guild, a question, an ask.

    `by` is a name, only where its bearer agreed to stand there. `lasting`: without `until` it goes on.
    """

    words: str = ""
    since: date | None = None
    until: date | None = None
    about: str = ""
    by: str | None = None
    fact: str = ""
    lasting: bool = False

    def head(self, say: Say) -> Phrase:
        """When, what, about what, and whose words follow."""
        told = (self._days(say), self.fact, self.about and Quote(self.about), self.by and Quote(self.by))
        made: list[Piece] = []
        for piece in told:
            if piece:
                made += [BETWEEN, piece] if made else [piece]
        return tuple(made)

    def lines(self, say: Say) -> tuple[Phrase, ...]:
        """The head, and the words as a quotation."""
        return tuple(phrase for phrase in (self.head(say), (Quote(self.words),) if self.words else ()) if phrase)

    def _days(self, say: Say) -> str:
        since, until = (say.dated(day) if day else "" for day in (self.since, self.until))
        if since and until and since != until:
            return say.text(m("{since} to {until}"), since=since, until=until)
        if since:
            return say.text(m("since {since}"), since=since) if self.lasting and not until else since
        return say.text(m("until {until}"), until=until) if until else ""


@dataclass(frozen=True, slots=True)
class Section:
    part: Part
    entries: tuple[Entry, ...]

    def title(self, say: Say) -> str:
        return say.text(TITLES[self.part])

    def lines(self, say: Say) -> tuple[Phrase, ...]:
        return tuple(phrase for entry in self.entries for phrase in entry.lines(say)) or (say(NOTHING_YET),)


@dataclass(frozen=True, slots=True)
class Record:
    """What somebody chose of their own record. It holds no totals, and nobody's name who did not agree.

    `made` is in their own zone.
    """

    name: str
    made: datetime
    sections: tuple[Section, ...]

    @property
    def public(self) -> Record:
        """The sections that may leave as a file anywhere."""
        return self._of(public=True)

    @property
    def private(self) -> Record:
        """The sections for their eyes only."""
        return self._of(public=False)

    def _of(self, *, public: bool) -> Record:
        return Record(self.name, self.made, tuple(one for one in self.sections if one.part.public is public))

    def head(self, say: Say) -> Phrase:
        return say(m("The record of {name}, made on {day}."), name=Quote(self.name), day=say.dated(self.made.date()))

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return self.head(say), *(phrase for one in self.sections for phrase in ((one.title(say),), *one.lines(say)))


@dataclass(frozen=True, slots=True)
class Choosing:
    """What is asked before a record is made: which sections."""

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(m("Yours to make, and made at this moment: it is kept nowhere. You see it before anything becomes a file.")),
            say(m("Others are named in it only where they agreed. Nothing in it is counted.")),
        )


@dataclass(frozen=True, slots=True)
class Ready:
    """Above [Send the files], where whoever owns the place may be able to read them. `kept_back`: private sections were chosen too."""

    titles: tuple[str, ...]
    kept_back: bool

    def words(self, say: Say) -> tuple[Phrase, ...]:
        made = [
            say(m("The files go into your direct message with me. Whoever owns this workspace may be able to read files there.")),
            say(m("So only these sections go in:")),
            *(say(one) for one in self.titles),
        ]
        if self.kept_back:
            made.append(say(ON_THIS_PAGE))
        return tuple(made)


@dataclass(frozen=True, slots=True)
class OnTheirWay:
    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("One moment, the files are being made.")),)


class Unsealed(enum.Enum):
    """Why none of the files is sealed."""

    NO_KEY = "no key"
    TOO_LONG = "too long"


@dataclass(frozen=True, slots=True)
class File:
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Files:
    """A record as files. `sealed` is the name of the one that others can check, else `unsealed` says why there is none.

    `sent`: they went into the person's direct message with the bot; otherwise they come with these words.
    """

    public: tuple[File, ...]
    private: tuple[File, ...] = ()
    sealed: str | None = None
    unsealed: Unsealed | None = None
    host: str = ""
    sent: bool = False

    def words(self, say: Say) -> tuple[Phrase, ...]:
        there = m("The files are in your direct message with me. I keep no copy of them.")
        made = [say(there if self.sent else m("Your record, as files. I keep no copy of them."))]
        if self.sealed is not None:
            made.append(
                say(m("{file} is sealed: whoever you show it to can check that it came from here, unchanged."), file=Quote(self.sealed))
            )
        if self.unsealed is not None:
            made.append(say(UNSEALED[self.unsealed], host=Quote(self.host)))
        if self.private:
            made.append(say(m("For your eyes only: {files}."), files=tuple(Quote(one.name) for one in self.private)))
        return tuple(made)


@dataclass(frozen=True, slots=True)
class NotAllowed:
    """The place lets the bot send no files, for want of a permission that its host can grant."""

    host: str
    permission: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(
                m("I may not send files here yet. Please tell {host}, who hosts me: the app needs the permission {permission}."),
                host=Quote(self.host), permission=Quote(self.permission),
            ),
            say(m("What stands on these pages can be copied meanwhile.")),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class NotTaken:
    """The platform did not take the files. `why` is its own word; without one nobody knows whether they arrived."""

    why: str = ""

    def words(self, say: Say) -> tuple[Phrase, ...]:
        if self.why:
            no = say(m("The files were not taken here ({why})."), why=Quote(self.why))
        else:
            no = say(m("The line broke: the files may have arrived in your direct message with me, or not."))
        return no, say(m("I kept nothing of them. Try again in a while, or copy what stands on these pages."))


@dataclass(frozen=True, slots=True)
class NothingChosen:
    sentence: ClassVar[str] = m("Choose at least one section.")


MEMBER, CARETAKER = m("Member"), m("Caretaker")
FOUNDER, FOUNDING_CARETAKER = m("Founder"), m("Founder and caretaker")
BRINGS, HOPES_FOR = m("Brings: {words}"), m("Hopes for: {words}")
THANKS, INVITATION, VOUCH, CHARTER = m("Thanks"), m("Invitation"), m("Vouch"), m("Charter")
INTRODUCTION, FIRST_LINE = m("Introduction"), m("First line of a digest")
QUESTION, REPLY = m("Question for the guild"), m("Answer to what others had said")
ASKED, OFFERED, NOTED, GOT_HELP = m("Asked"), m("Offered"), m("Help I noted"), m("What help changed for me")
OFFERED_TO_ME, NOTED_FOR_ME, HELPED = m("Offered to me"), m("Help somebody noted for me"), m("What my help changed")
ACCOUNT, MY_WORK, KNOWN_HERE = m("Account"), m("Work, shown to nobody"), m("Known here")
BEFORE_LINKING = m("Said with an account before it was linked")
NOTHING_YET = m("Nothing here yet.")
ON_THIS_PAGE = m("Sections for your eyes only never become a file here. Copy from these pages what you want to keep of them.")
UNSEALED = {
    Unsealed.NO_KEY: m("None of it is sealed: {host}, who hosts me, has set no key for that."),
    Unsealed.TOO_LONG: m("It is too long to be sealed as a whole. With fewer sections it can be."),
}
TITLES = {
    Part.GUILDS: m("Guilds"),
    Part.WORK: m("Work"),
    Part.HELP: m("Help I gave, and what it changed"),
    Part.THANKS: m("Thanks to me that may be seen"),
    Part.VOUCHES: m("Why people vouched for me"),
    Part.PROFILE: m("What I said about myself"),
    Part.KEPT: m("Said to me alone"),
    Part.GIVEN: m("What I wrote for others"),
    Part.ASKS: m("What I asked and offered"),
    Part.ANSWERS: m("My answers to the questions"),
    Part.BONDS: m("Would work with again"),
}
Told = Ready | OnTheirWay | Files | NotAllowed | NotTaken
