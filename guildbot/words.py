"""Sentences: marked here, translated by the catalogue, filled with values that stay values.

`say("Passed on to {people}.", people=[…])` answers with a `Phrase`: our words as `str`, everything else as the value it
was. Adapters turn a phrase into their own markup, so nobody's text can ever become markup or a ping.
"""

from __future__ import annotations

import gettext
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any, ClassVar, Protocol
from zoneinfo import ZoneInfo

from guildbot.phrases import cut
from guildbot.who import Command, Person, Quote, Room

Piece = str | Person | Quote | Command | Room
Phrase = tuple[Piece, ...]
MOST_FACT = 80
LOCALE = Path(__file__).parent / "locale"


def m(msgid: str) -> str:
    """Mark a sentence for the catalogue where it is declared; `Say` translates it where it is said."""
    return msgid


FORMER = m("a former member")  # the name of everybody who was forgotten


class Sentence(Protocol):
    """A frozen dataclass whose fields are the facts of its sentence."""

    sentence: ClassVar[str]


class Say:
    """Our words in one reader's language and time zone."""

    def __init__(self, locale: str = "en", zone: tzinfo = UTC) -> None:
        self.locale, self.zone = _known(locale), zone
        self.language = locale.replace("-", "_").split("_")[0].lower()  # what was wished for, whether or not we speak it

    def __call__(self, msgid: str, /, **facts: Any) -> Phrase:
        return self._fill(_catalogue(self.locale).gettext(msgid), facts)

    def several(self, one: str, many: str, n: int, /, **facts: Any) -> Phrase:
        """The singular or the plural sentence; `{n}` is the number."""
        return self._fill(_catalogue(self.locale).ngettext(one, many, n), {"n": n, **facts})

    def of(self, said: Sentence) -> Phrase:
        """The sentence that an outcome or a reason carries itself. Its facts are somebody's words: values, and short ones."""
        return self(said.sentence, **{f.name: _fact(getattr(said, f.name)) for f in fields(said)})  # type: ignore[arg-type]

    def text(self, msgid: str, /, **facts: Any) -> str:
        """Plain text, for labels, titles and logs, where a platform takes no markup."""
        return plain(self(msgid, **facts))

    def day(self, day: date) -> str:
        """“Friday 14 November”."""
        return _day(day, self.locale)

    def dated(self, day: date) -> str:
        """“14 November 2025”: a day that may be years away."""
        return _day(day, self.locale, "d MMMM y")

    def moment(self, at: datetime) -> str:
        """“Friday 14 November, 10:00”, in the reader's zone."""
        local = at.astimezone(self.zone)
        return f"{self.day(local.date())}, {local:%H:%M}"

    def _fill(self, sentence: str, facts: dict[str, Any]) -> Phrase:
        made: list[Piece] = []
        for literal, hole in _parsed(sentence):
            if literal:
                made.append(literal)
            if hole is not None:
                said = self._value(facts[hole])
                made.extend(said if made else _begun(said, facts[hole]))
        return tuple(made)

    def _value(self, value: Any) -> Phrase:
        match value:
            case Person() if value.former:
                return self(FORMER)
            case str() | Person() | Quote() | Command():
                return (value,)
            case Room():
                return (self._placed(value),)
            case datetime():
                return (self.moment(value),)
            case date():
                return (self.day(value),)
            case tuple() | list():
                return self._list(value)
            case _:
                return (str(value),)

    def _placed(self, room: Room) -> Room:
        """With the words for it where nobody can look into it. A private channel has no name there."""
        sentence = m("#{name} in {space}") if room.name else m("a channel in {space}")
        return replace(room, elsewhere=self.text(sentence, name=Quote(room.name), space=Quote(room.space_name)))

    def _list(self, values: Sequence[Any]) -> Phrase:
        values, made = _once(values), list[Piece]()
        for literal, hole in _parsed(_listed(len(values), self.locale)):
            if literal:
                made.append(literal)
            if hole is not None:
                made.extend(self._value(values[int(hole)]))
        return tuple(made)


def _begun(said: Phrase, value: Any) -> Phrase:
    """At the beginning of a sentence a former member has a capital letter."""
    first = value[0] if isinstance(value, (tuple, list)) and value else value
    if isinstance(first, Person) and first.former and isinstance(said[0], str):
        return said[0][:1].upper() + said[0][1:], *said[1:]
    return said


def _once(values: Sequence[Any]) -> Sequence[Any]:
    """Several former members in one list are said once: who and how many they were is nobody's business."""
    former = [at for at, one in enumerate(values) if isinstance(one, Person) and one.former]
    return [one for at, one in enumerate(values) if at not in former[1:]] if len(former) > 1 else values


def _fact(value: Any) -> Any:
    match value:
        case str():
            return Quote(cut(value, MOST_FACT))
        case tuple():
            return tuple(map(_fact, value))
        case _:
            return value


def plain(phrase: Phrase) -> str:
    """A phrase as a person would read it aloud, without any markup."""
    return "".join(_spoken(piece) for piece in phrase)


def _spoken(piece: Piece) -> str:
    match piece:
        case str():
            return piece
        case Person():
            return piece.name
        case Quote():
            return piece.text
        case Command():
            return f"/{piece.root} {piece.rest}".rstrip()
        case Room():
            return piece.elsewhere or (f"#{piece.name}" if piece.name else piece.space_name)


@lru_cache(maxsize=64)
def _known(locale: str) -> str:
    """The nearest language we have: `de-AT` reads German, a language we lack reads English."""
    language = locale.replace("-", "_").split("_")[0].lower()
    return language if gettext.find("guildbot", LOCALE, [language]) else "en"


@lru_cache(maxsize=16)
def _catalogue(locale: str) -> gettext.NullTranslations:
    return gettext.translation("guildbot", LOCALE, [locale], fallback=True)


@lru_cache(maxsize=4096)
def _parsed(sentence: str) -> tuple[tuple[str, str | None], ...]:
    return tuple((literal, hole) for literal, hole, _, _ in Formatter().parse(sentence))


@lru_cache(maxsize=256)
def _listed(n: int, locale: str) -> str:
    from babel.lists import format_list  # here, because the command line must start fast

    return format_list([f"{{{i}}}" for i in range(n)], locale=locale)


@lru_cache(maxsize=1024)
def _day(day: date, locale: str, how: str = "EEEE d MMMM") -> str:
    from babel.dates import format_date

    return format_date(day, how, locale=locale)


@lru_cache(maxsize=512)
def zone(name: str | None, otherwise: str = "UTC") -> tzinfo:
    """A time zone by its IANA name, or `otherwise` when the name is empty or unknown."""
    try:
        return ZoneInfo(name or otherwise)
    except (KeyError, ValueError, OSError):
        return ZoneInfo(otherwise)
