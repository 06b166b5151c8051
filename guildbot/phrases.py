"""A typed line taken apart: who, `for` what, `because` why, `by` when. Pure functions over text."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

FOR, BECAUSE, BY, PRIVATELY = ("for",), ("because",), ("by",), ("privately",)

# What no reader can see wherever it stands: controls, halves of characters, everything of category Cf but the visible signs
# of Arabic and its neighbours, and letters that draw nothing. Joiners are looked at one by one, see `_joins`.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e"
    r"\u2060-\u206f\u2800\u3164\ud800-\udfff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff"
    r"\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a]"
)
_NEW_LINE = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_TAGS = re.compile(r"(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{2,6}\U000e007f)|[\U000e0000-\U000e007f]")  # of flags
_ACCENT = re.compile(r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")
MOST_ACCENTS, MOST_MARKS = 3, 6  # on one letter: some scripts of Asia stack more than Europe's
MOST_JOINED = 9  # characters that joiners make into one picture
_VALUE = re.compile(r"(?:^|\s)#([^\W\d][\w-]{0,39})[.,;!?]?\s*$")
_JOINING = {"Mn", "Mc", "Me"}
_EXTENDING = "\u200c\u200d\ufe0f\ufe0e\u20e3"
_LOOKING_ALIKE = {"LATIN", "CYRILLIC", "GREEK", "COPTIC", "ARMENIAN", "CHEROKEE", "LISU", "DESERET"}
_ALIKE = (  # letters that look the same, large or small
    ("abcehijkmopstxy", "\u0430\u0432\u0441\u0435\u043d\u0456\u0458\u043a\u043c\u043e\u0440\u0455\u0442\u0445\u0443"),
    ("abehikmnoptxyz", "\u03b1\u03b2\u03b5\u03b7\u03b9\u03ba\u03bc\u03bd\u03bf\u03c1\u03c4\u03c7\u03c5\u03b6"),
)
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
    """Somebody's words without what no reader can see: bidi controls, zero-width and half characters, towers of accents."""
    text = _NEW_LINE.sub("\n", text)
    while (visible := _visible(text)) != text:  # what is taken out may bring together what does not belong together either
        text = visible
    return visible


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
    return reason[: found.start()].strip(), found[1].lower()


def word(text: str) -> str:
    """One word, as a value is: letters, digits and dashes, forty at most."""
    return re.sub(r"[^\w-]+", "", one_line(text).lower())[:40]


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


def imitates(name: str) -> bool:
    """Whether a name mixes alphabets with letters that look alike, as one would to pass for somebody else."""
    letters = (c for c in unicodedata.normalize("NFKC", name) if c.isalpha())
    return len({alphabet for c in letters if (alphabet := unicodedata.name(c, "").partition(" ")[0]) in _LOOKING_ALIKE}) > 1


def twins(name: str) -> list[str]:
    """How a name looks the same in small letters of another alphabet: “СОСО” in Latin ones is “coco”. Empty for most names."""
    folded = unicodedata.normalize("NFKC", name).lower()
    letters = {c for c in folded if c.isalpha()}
    made = []
    for ours, theirs in _ALIKE:
        for one, other in ((ours, theirs), (theirs, ours)):
            if letters and letters <= set(one):
                made.append(folded.translate(str.maketrans(one, other)))
    return made


def graphemes(text: str) -> list[str]:
    """The characters a reader counts: a letter with its marks, an emoji with its tone, a family, a flag are one each."""
    made: list[str] = []
    for c in text:
        joins = made and (c in _EXTENDING or "\U0001f3fb" <= c <= "\U0001f3ff" or unicodedata.category(c) in _JOINING or _tag(c))
        flag = made and _flag(c) and _flag(made[-1]) and len(made[-1]) == 1
        if joins or flag or (made and made[-1].endswith("\u200d") and _pictured(c)):
            made[-1] += c
        else:
            made.append(c)
    return made


def cut(text: str, most: int) -> str:
    """Up to `most` graphemes, in no more than four characters each; where something was left out, the last one is “…”."""
    if len(text) <= most:
        return text
    parts = graphemes(text)
    if len(parts) <= most and len(text) <= most * 4:
        return text
    kept, free = "", most * 4 - 1
    for part in parts[: max(0, most - 1)]:
        if len(part) > free:
            break
        kept, free = kept + part, free - len(part)
    return kept.rstrip() + "…"


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
    if found is None or not now.date() <= found.date() <= now.date() + timedelta(days=366):
        return None
    return found.date()


@lru_cache(maxsize=256)
def time_of_day(text: str) -> int | None:
    """“9”, “9:30” or “17h30” as minutes after midnight; None for anything else."""
    found = re.fullmatch(r"(\d{1,2})(?:\s*[:.h]\s*(\d{2})?)?", text.strip(), re.ASCII)
    if found is None or int(found[1]) > 23 or int(found[2] or 0) > 59:
        return None
    return int(found[1]) * 60 + int(found[2] or 0)


def dated(text: str, now: datetime, *, last: bool = False) -> date | None:
    """The day of “1 March 2025”, “March 2025” or “2025”, whenever that was or will be; None when it says no day to us.

    Of a month or a year it is the first day, or the `last`.
    """
    import dateparser

    said = re.sub(r"\b(\d{1,2})(?:st|nd|rd|th)\b", r"\1", text.strip().rstrip("."), flags=re.IGNORECASE)
    if not re.search(r"[^\W\d]|\d{4}", said):  # a lone number is no day
        return None
    which = "last" if last else "first"
    found: datetime | None = dateparser.parse(
        said, languages=["en", "de", "fr"],
        settings={
            "PREFER_DATES_FROM": "future" if last else "past", "PREFER_DAY_OF_MONTH": which, "PREFER_MONTH_OF_YEAR": which,
            "RELATIVE_BASE": datetime.combine(now.date(), time(12)),
        },
    )  # fmt: skip
    return found.date() if found is not None and 1900 <= found.year <= 2200 else None


def _flag(c: str) -> bool:
    return "\U0001f1e6" <= c[0] <= "\U0001f1ff"


def _visible(text: str) -> str:
    """One round of cleaning."""
    text = _INVISIBLE.sub("", text)
    if text.isascii():
        return text.strip()
    text = _TAGS.sub(lambda found: found[1] or "", unicodedata.normalize("NFC", text))
    kept: list[str] = []
    marks = joined = 0
    for at, c in enumerate(text):
        if c in "\u200c\u200d":
            after = text[at + 1 : at + 2]
            if not kept or joined >= MOST_JOINED or not _joins(kept[-1], c, after):
                continue
            joined += _pictured(after)
        elif unicodedata.category(c) in _JOINING:
            if marks >= (MOST_ACCENTS if _ACCENT.match(c) else MOST_MARKS) or (_selector(c) and (not kept or kept[-1].isspace())):
                continue
            marks += 1
        else:
            marks = 0
            if not kept or kept[-1] != "\u200d":
                joined = 0
        kept.append(c)
    return "".join(kept).strip()


def _joins(before: str, joiner: str, after: str) -> bool:
    """Whether a joiner does anything between these two: in scripts that shape their letters, and between pictures."""
    if not after:
        return False
    if joiner == "\u200d" and _pictured(after):
        return _pictured(before) or before == "\ufe0f"
    return _shaped(before) and _shaped(after) and unicodedata.category(after).startswith("L")


def _shaped(c: str) -> bool:
    """A letter or mark from Hebrew to the scripts of India and beyond, where a joiner changes what is read."""
    shaping = "\u0590" <= c <= "\u1cff" or "\ua840" <= c <= "\uabff" or "\ufb1d" <= c <= "\ufeff" or "\U00010a00" <= c <= "\U00011fff"
    return shaping and unicodedata.category(c)[0] in "LM"


def _pictured(c: str) -> bool:
    return c == "\u2194" or "\U0001f000" <= c <= "\U0001faff" or unicodedata.category(c) == "So"


def _selector(c: str) -> bool:
    """A variation selector: it says how the character before it looks, and is nothing without one."""
    return "\ufe00" <= c <= "\ufe0f" or "\U000e0100" <= c <= "\U000e01ef"


def _tag(c: str) -> bool:
    return "\U000e0020" <= c <= "\U000e007f"
