"""A record on pages, each as long as a platform shows at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from guildbot.phrases import graphemes
from guildbot.records.outcomes import Entry, Record, Section
from guildbot.words import Phrase, Say, plain

TITLE, MARKS = 60, 8  # what a title, and the marks round a line, take of a page besides their words
Length = Callable[[str], int]  # as a platform counts


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a record's sections, or of their entries. The first one says whose record it is."""

    record: Record
    number: int
    last: bool
    sections: tuple[Section, ...]

    @property
    def first(self) -> bool:
        return self.number == 0

    def head(self, say: Say) -> tuple[Phrase, ...]:
        return (self.record.head(say),) if self.first else ()

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return *self.head(say), *(phrase for one in self.sections for phrase in ((one.title(say),), *one.lines(say)))


def paged(record: Record, say: Say, number: int, most: int, length: Length = len) -> Page:
    """One page of it; the last one, where there are not so many. `most`: how much a page holds."""
    pages: list[list[Section]] = [[]]
    free = most - length(plain(record.head(say)))
    for section in record.sections:
        for piece in _pieces(section, most // 2, length):
            takes = _takes(piece, pages[-1], say, length)
            if takes > free and pages[-1]:
                pages.append([])
                free, takes = most, _takes(piece, [], say, length)
            _add(piece, pages[-1])
            free -= takes
    at = max(0, min(number, len(pages) - 1))
    return Page(record, at, at == len(pages) - 1, tuple(pages[at]))


def _pieces(section: Section, most: int, length: Length) -> Iterator[Section]:
    """Its entries one by one. Where words are too long for a page, in parts, of which the first one says what they are."""
    for entry in section.entries:
        first, *more = _parts(entry.words, most, length)
        yield Section(section.part, (replace(entry, words=first),))
        for words in more:
            yield Section(section.part, (Entry(words),))
    if not section.entries:
        yield section


def _parts(words: str, most: int, length: Length) -> list[str]:
    """Halved where a word ends, as often as it takes."""
    if length(words) <= most or len(letters := graphemes(words)) < 2:
        return [words]
    half = len(letters) // 2
    at = next((place for place in range(half, len(letters)) if letters[place].isspace()), half)
    return [part for these in (letters[:at], letters[at:]) for part in _parts("".join(these).strip(), most, length)]


def _takes(piece: Section, page: list[Section], say: Say, length: Length) -> int:
    title = 0 if page and page[-1].part is piece.part else TITLE
    return title + sum(length(plain(phrase)) + MARKS for phrase in piece.lines(say))


def _add(piece: Section, page: list[Section]) -> None:
    if page and page[-1].part is piece.part:
        page[-1] = replace(page[-1], entries=(*page[-1].entries, *piece.entries))
    else:
        page.append(piece)
