"""The week as it reads: sections in the order of the page, and what is cut first when a week is too long for one message."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from guildbot import asks
from guildbot.phrases import cut
from guildbot.reflections import Echo
from guildbot.who import Person, Quote
from guildbot.words import Phrase, Say, m

MOVED, TOGETHER, THANKED, OPEN, COMING, GOING = 3, 3, 6, 5, 8, 8
QUOTED = 280  # graphemes of one person's words; [Read on] opens the rest
Kind = Literal["line", "moved", "thanks", "ask", "coming", "going", "echo"]
LENGTHS, SHORTEST = (QUOTED, 220, 160, 120, 90, 60, 40), (25, 12, 4, 1)  # of a quote, when everything has to be shorter
FEWER = (5, 3, 1, 0)  # of one section


@dataclass(frozen=True, slots=True)
class Line:
    """What a member says to open the week, signed."""

    id: int
    words_said: str
    by: Person

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("“{words}” ({who})"), words=Quote(self.words_said), who=self.by),)


@dataclass(frozen=True, slots=True)
class Moved:
    """What help changed, in the words of whoever received it. `because` is the ask's, when there was one."""

    id: int
    what: str
    because: str
    receiver: Person
    helpers: tuple[Person, ...]
    changed: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        what, because, changed = Quote(self.what), Quote(self.because), Quote(self.changed)
        asked = (
            say(
                m("{who} asked for {what} because {because}. {helpers} helped."),
                who=self.receiver,
                what=what,
                because=because,
                helpers=self.helpers,
            )
            if self.because
            else say(m("{helpers} helped {who} with {what}."), helpers=self.helpers, who=self.receiver, what=what)
        )
        return asked, say(m("“{changed}”"), changed=changed)


@dataclass(frozen=True, slots=True)
class Thanked:
    kudos: int
    giver: Person
    to: tuple[Person, ...]
    reason: str
    link: str | None

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{giver} to {people}: “{reason}”"), giver=self.giver, people=self.to, reason=Quote(self.reason)),)


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody who arrived, with the inviter's words about them when there were any. `home`: the Space they come from, if another."""

    id: int
    person: Person
    invited_by: Person | None
    because: str
    home: str = ""

    def words(self, say: Say) -> tuple[Phrase, ...]:
        welcome = (
            say(m("Welcome, {who}, from {space}."), who=self.person, space=Quote(self.home))
            if self.home
            else say(m("Welcome, {who}."), who=self.person)
        )
        if self.invited_by is None:
            return (welcome,)
        said = say(m("{by}: “{because}”"), by=self.invited_by, because=Quote(self.because))
        return ((*welcome, " ", *said),)


@dataclass(frozen=True, slots=True)
class Going:
    """Somebody who left and wished to say a line."""

    id: int
    person: Person
    goodbye: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{who} has left, and says: “{goodbye}”"), who=self.person, goodbye=Quote(self.goodbye)),)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its lines, or with open asks whose buttons are live."""

    heading: Phrase
    lines: tuple[Phrase, ...] = ()
    open: tuple[asks.Card, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a digest that a caretaker may leave out of it."""

    kind: Kind
    subject: int
    words: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Digest:
    """The week to `day`. Empty sections are not said."""

    id: int
    guild_id: int
    guild: str
    day: date
    line: Line | None = None
    moved: tuple[Moved, ...] = ()
    together: tuple[Thanked, ...] = ()
    thanked: tuple[Thanked, ...] = ()
    open: tuple[asks.Card, ...] = ()
    coming: tuple[Coming, ...] = ()
    going: tuple[Going, ...] = ()
    echo: Echo | None = None
    some_stayed_private: bool = False
    cut: tuple[str, ...] = ()  # of which [Read on] opens the whole words: a letter for the kind, and a number

    @property
    def says_something(self) -> bool:
        """More than what is open anyway."""
        tells = (self.line, self.moved, self.together, self.thanked, self.coming, self.going, self.echo, self.some_stayed_private)
        return any(tells)

    @property
    def turns(self) -> set[int]:
        """The persons whose turn in the rotation this was."""
        thanked = {to.id for one in (*self.together, *self.thanked) for to in one.to}
        return thanked | {one.receiver.id for one in self.moved} | ({self.line.by.id} if self.line else set())

    @property
    def people(self) -> set[int]:
        """Everybody who is named in it."""
        named = [one.by for one in (self.line,) if one is not None]
        named += [who for one in self.moved for who in (one.receiver, *one.helpers)]
        named += [who for one in (*self.together, *self.thanked) for who in (one.giver, *one.to)]
        named += [one.asker for one in self.open] + [one.person for one in self.going]
        named += [who for one in self.coming for who in (one.person, one.invited_by) if who is not None]
        named += [one.person for one in (self.echo.voices if self.echo is not None else ()) if one.person is not None]
        return {one.id for one in named}

    @property
    def tells(self) -> set[str]:
        """What stands in it: kinds and numbers."""
        made = {f"moved:{one.id}" for one in self.moved} | {f"thanks:{one.kudos}" for one in (*self.together, *self.thanked)}
        made |= {f"ask:{one.id}" for one in self.open} | {f"coming:{one.id}" for one in self.coming}
        made |= {f"going:{one.id}" for one in self.going} | ({f"line:{self.line.id}"} if self.line is not None else set())
        made |= {f"echo:{self.echo.round}"} if self.echo is not None else set()
        return made | ({"private:0"} if self.some_stayed_private else set())

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("{guild}, the week to {day}"), guild=Quote(self.guild.upper()), day=self.day),)

    def opening(self, say: Say) -> tuple[Phrase, ...]:
        """What stands above the sections."""
        return self.line.words(say) if self.line is not None else ()

    def sections(self, say: Say) -> tuple[Section, ...]:
        """Every section that has something to say, in the order of the page."""
        echo = self.echo.words(say) if self.echo is not None else ()
        sections = [
            Section(say(m("What moved")), tuple(phrase for one in self.moved for phrase in one.words(say))),
            Section(say(m("Made together")), tuple(phrase for one in self.together for phrase in one.words(say))),
            Section(say(m("Thanks")), tuple(self._thanks(say))),
            Section(say(m("Still looking for a hand")), open=self.open),
            Section(say(m("Coming and going")), tuple(self._coming_and_going(say))),
            *([Section(echo[0], tuple(echo[1:]))] if echo else []),
        ]
        said = tuple(one for one in sections if one.lines or one.open)
        if said or self.line is not None:
            return said
        return (Section(say(m("A quiet week")), (say(m("Nothing to tell, and that is fine.")),)),)

    def items(self, say: Say) -> tuple[Item, ...]:
        """Everything in it one by one, in the order of the page."""
        made = [Item("line", self.line.id, self.line.words(say))] if self.line is not None else []
        made += [Item("moved", one.id, one.words(say)) for one in self.moved]
        made += [Item("thanks", one.kudos, one.words(say)) for one in (*self.together, *self.thanked)]
        made += [Item("ask", one.id, (one.line(say),)) for one in self.open]
        made += [Item("coming", one.id, one.words(say)) for one in self.coming]
        made += [Item("going", one.id, one.words(say)) for one in self.going]
        return (*made, *([Item("echo", self.echo.round, self.echo.words(say))] if self.echo is not None else []))

    def shorter(self) -> Iterator[Digest]:
        """What to try, one after the other, where a platform cannot carry the week as one message.

        First all quotes get shorter, down to forty graphemes. Then the page gets shorter: what people answered, coming and going,
        joint thanks and thanks are told of fewer people and at last of none. Then quotes get shorter again. The first line, what
        moved and who looks for a hand always stay.
        """
        for most in LENGTHS:
            yield self._quoting(most)
        for few in FEWER:
            yield self._with_at_most(few)._quoting(LENGTHS[-1])
        for most in SHORTEST:
            yield self._with_at_most(FEWER[-1])._quoting(most)

    def _quoting(self, most: int) -> Digest:
        """Every quote cut to so many graphemes, and what [Read on] opens then."""

        def short(words: str) -> str:
            return cut(words, most)

        moved = tuple(replace(one, what=short(one.what), because=short(one.because), changed=short(one.changed)) for one in self.moved)
        together, thanked = (tuple(replace(one, reason=short(one.reason)) for one in lines) for lines in (self.together, self.thanked))
        echo = self.echo
        if echo is not None:
            echo = replace(echo, voices=tuple(replace(one, words=short(one.words)) for one in echo.voices))
        lost = tuple(f"m{one.id}" for one, before in zip(moved, self.moved, strict=True) if one != before)
        before = {one.kudos: one.reason for one in (*self.together, *self.thanked)}
        lost += tuple(f"t{one.kudos}" for one in (*together, *thanked) if one.reason != before[one.kudos])
        return replace(
            self, moved=moved, together=together, thanked=thanked, echo=echo, cut=lost,
            line=self.line and replace(self.line, words_said=short(self.line.words_said)),
            open=tuple(replace(one, what=short(one.what), because=short(one.because)) for one in self.open),
            coming=tuple(replace(one, because=short(one.because)) for one in self.coming),
            going=tuple(replace(one, goodbye=short(one.goodbye)) for one in self.going),
        )  # fmt: skip

    def _with_at_most(self, few: int) -> Digest:
        echo = replace(self.echo, voices=self.echo.voices[:few]) if self.echo is not None and few else None
        return replace(
            self, echo=echo, going=self.going[:few], coming=self.coming[:few], together=self.together[:few], thanked=self.thanked[:few]
        )

    def read_on(self, room: int) -> str:
        """What was cut, as a button's id carries it in so many characters; the first ones, when it is too much."""
        said = ""
        for one in self.cut:
            longer = f"{said}.{one}" if said else one
            if len(longer) > room:
                break
            said = longer
        return said

    def _thanks(self, say: Say) -> list[Phrase]:
        private = [say(m("Some thanks this week stayed between two people."))] if self.some_stayed_private else []
        return [*(phrase for one in self.thanked for phrase in one.words(say)), *private]

    def _coming_and_going(self, say: Say) -> list[Phrase]:
        """Whoever comes with an inviter's words, or from elsewhere, has a line; the others share one."""
        alone = [one for one in self.coming if one.invited_by is not None or one.home]
        others = tuple(one.person for one in self.coming if one.invited_by is None and not one.home)
        welcome = [say(m("Welcome, {who}."), who=others)] if others else []
        return [
            *welcome,
            *(phrase for one in alone for phrase in one.words(say)),
            *(phrase for one in self.going for phrase in one.words(say)),
        ]
