"""A typed line taken apart: who, `for` what, `because` why, `by` when. Pure functions over text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

FOR, BECAUSE, BY, PRIVATELY = ("for",), ("because",), ("by",), ("privately",)

_INVISIBLE = re.compile(r"[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f]")
_MARKS = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]{3})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]+"
)
_VALUE = re.compile(r"(?:^|\s)#([^\W\d][\w-]{0,39})(?=\s|[.,;!?]?$)")
_JOINING = {"Mn", "Mc", "Me"}
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Thanks:
    """`<people> for <reason> [#value] [privately]`."""

    people: str
    reason: str
    value: str | None = None
    privately: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """`<what> because <why> [by <when>]`, or any two of them."""

    what: str
    because: str = ""
    by: str = ""


def clean(text: str) -> str:
    """Somebody's words without what no reader can see: bidi controls, zero-width characters, towers of accents."""
    visible = _INVISIBLE.sub("", unicodedata.normalize("NFC", text.replace("\r\n", "\n")))
    return _MARKS.sub(r"\1", visible).strip()


def one_line(text: str) -> str:
    """A name: no newlines, single spaces."""
    return re.sub(r"\s+", " ", clean(text))


def thanks(line: str) -> Thanks:
    people, reason = split(line, FOR)
    privately = False
    for word in PRIVATELY:
        if re.search(rf"(?:^|\s){word}[.!]?$", reason, re.IGNORECASE):
            reason, privately = re.sub(rf"\s*{word}[.!]?$", "", reason, flags=re.IGNORECASE), True
    reason, value = value_word(reason)
    return Thanks(people, reason, value, privately)


def value_word(reason: str) -> tuple[str, str | None]:
    """The reason without its `#value`, and the value; a word in the middle of a sentence stays where it is."""
    found = _VALUE.search(reason)
    if found is None:
        return reason, None
    if found.end() == len(reason):
        reason = reason[: found.start()]
    return reason.strip(), found[1].lower()


def wish(line: str) -> Wish:
    what, because = split(line, BECAUSE)
    because, by = split(because, BY, last=True) if because else ("", "")
    if not by and not because:
        what, by = split(what, BY, last=True)
    return Wish(what, because, by)


def split(line: str, words: tuple[str, ...], *, last: bool = False) -> tuple[str, str]:
    """What stands before and after the first (or last) of the words; the second part is empty when there is none."""
    found = list(re.finditer(rf"(?:^|\s)(?:{'|'.join(words)})(?:\s+|$)", line, re.IGNORECASE))
    if not found:
        return line.strip(), ""
    at = found[-1] if last else found[0]
    return line[: at.start()].strip(), line[at.end() :].strip()


def short(reason: str) -> bool:
    """Whether thanks are a short “thanks!” rather than a sentence (rule K6)."""
    return len(reason) < (6 if _CJK.search(reason) else 15)


def graphemes(text: str) -> list[str]:
    """The characters a reader counts: a letter with its marks, an emoji with its tone, a family, a flag are one each."""
    made: list[str] = []
    for c in text:
        joins = made and (c in "\u200d\ufe0f\ufe0e\u20e3" or "\U0001f3fb" <= c <= "\U0001f3ff" or unicodedata.category(c) in _JOINING)
        flag = made and _flag(c) and _flag(made[-1]) and len(made[-1]) == 1
        if joins or flag or (made and made[-1].endswith("\u200d")):
            made[-1] += c
        else:
            made.append(c)
    return made


def cut(text: str, most: int) -> str:
    """Up to `most` graphemes; where something was left out, the last one is “…”."""
    if len(text) <= most:
        return text
    parts = graphemes(text)
    return text if len(parts) <= most else "".join(parts[: max(0, most - 1)]).rstrip() + "…"


@lru_cache(maxsize=256)
def when(text: str, now: datetime) -> date | None:
    """The day somebody means by “friday”, “tomorrow”, “the 21st”, “28 Nov”, “2026-11-28”; None when it is no day to us.

    `now` is in the speaker's zone; a day that has passed this year means the next.
    """
    import dateparser  # here: it loads slowly, and few lines name a day

    said = re.sub(r"^(?:on|the|am|le)\s+", "", text.strip().rstrip("."), flags=re.IGNORECASE)
    said = re.sub(r"^next\s+", "", re.sub(r"\b(\d{1,2})(?:st|nd|rd|th)\b", r"\1", said), flags=re.IGNORECASE)
    if not said:
        return None
    base = datetime.combine(now.date(), time(12))
    found: datetime | None = dateparser.parse(
        said, languages=["en", "de", "fr"], settings={"PREFER_DATES_FROM": "future", "RELATIVE_BASE": base}
    )
    if found is None or not now.date() - timedelta(days=1) <= found.date() <= now.date() + timedelta(days=366):
        return None
    return found.date()


def _flag(c: str) -> bool:
    return "\U0001f1e6" <= c[0] <= "\U0001f1ff"
