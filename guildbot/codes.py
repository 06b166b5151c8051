"""Codes: shown once, kept only as a hash, and of no use to whoever guesses.

A code has 64 random bits. Somebody who enters five that open nothing waits an hour; at that pace one account guesses 120 a day,
against, say, a million living codes: once in 400 million years.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from sqlalchemy import and_, bindparam, func, insert, select, union_all

from guildbot.db.lists import among_words, listed_words
from guildbot.db.prepared import Prepared, prepared
from guildbot.db.tables import account, invitation, link, person, wrong_code
from guildbot.kinds import LinkState
from guildbot.phrases import cut, one_line
from guildbot.who import Quote
from guildbot.words import Phrase, Say, m
from guildbot.work import Work

MOST_TRIES, MOST_SHOWN = 5, 40
TRIES_SPAN = timedelta(hours=1)
_TYPED = re.compile(r"(?<![0-9a-zA-Z])[0-9a-f]{4}(?:[-\s]?[0-9a-f]{4}){3}(?![0-9a-zA-Z])", re.IGNORECASE)
_SPELLED = re.compile(r"(?=([0-9a-f](?:[\W_]{0,3}[0-9a-f]){15}))", re.IGNORECASE)  # also where another begins inside it
_MEANT_AS_ONE = re.compile(r"(?=\S*\d)(?:[0-9a-z]{3,5}(?:[-–][0-9a-z]{3,5}){2,4}|[0-9a-z]{14,18})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WrongCode:
    """A code that opens nothing. It counted as a try; `left` more may be wrong within the hour."""

    code: str  # as it was typed; given back to whoever typed it, and to nobody else
    left: int

    def words(self, say: Say) -> tuple[Phrase, ...]:
        opens = say(m("{code} opens nothing: it may be used, too old, meant for something else, or mistyped."), code=Quote(self.code))
        if not self.left:
            return opens, say(m("Whoever made it can make another. That was the fifth, so codes now wait for an hour."))
        more = say.several(
            "Whoever made it can make another. {n} more try.", "Whoever made it can make another. {n} more tries.", self.left
        )
        return opens, more


@dataclass(frozen=True, slots=True)
class LockedOut:
    """Too many codes opened nothing: this one was not even looked at."""

    code: str
    until: datetime

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(m("Five codes opened nothing within an hour, so I do not look at any more until {when}."), when=self.until),
            say(m("Yours was {code}. It is as good then as it is now, unless it runs out before."), code=Quote(self.code)),
        )


@dataclass(frozen=True, slots=True)
class CodeAloud:
    """Said where others read, a code is void: whoever is about to say one hears it first, and it goes on working."""

    sentence: ClassVar[str] = m("{code} is a code that opens something, and others would read it. Nothing was sent; please leave it out.")
    code: str


def new(work: Work) -> tuple[str, str]:
    """A code as its owner reads it, `4f2a-91bc-77d0-e3f1`, and what is kept of it."""
    bare = work.token()
    return "-".join(bare[at : at + 4] for at in range(0, len(bare), 4)), hashed(bare)


def hashed(code: str) -> str:
    """What is kept of a code, however it was typed."""
    plain = unicodedata.normalize("NFKD", code)
    return hashlib.sha256(re.sub(r"[\W_]", "", plain).lower().encode()).hexdigest()


def inside(text: str) -> list[str]:
    """Everything in a text that somebody could read as a code, however it is spelled: much more than there are codes."""
    plain: str = text
    places: Sequence[int] = range(len(text))
    if not text.isascii():  # each character by itself, so that one knows where it stood
        spelled = [(part, at) for at, one in enumerate(text) for part in unicodedata.normalize("NFKD", one)]
        plain, places = "".join(part for part, _ in spelled), [at for _, at in spelled]
    return [text[places[one.start(1)] : places[one.end(1) - 1] + 1] for one in _SPELLED.finditer(plain)]


def opening(work: Work, *texts: str) -> dict[str, str]:
    """The codes among words that open something now: what is kept of each, and how it is spelled."""
    spelled = {hashed(code): code for text in texts for code in reversed(inside(text))}
    if not spelled:
        return {}
    living = {kept for (kept,) in work.all(_OPENING, codes=listed_words(spelled), now=work.now)}
    return {kept: spelled[kept] for kept in reversed(spelled) if kept in living}


def apart(line: str) -> tuple[str, str]:
    """What stands before a code at the end of a line, and the code, also a mistyped one; the code is empty when there is none."""
    line = line.strip()
    if (exact := _TYPED.findall(line)) and line.endswith(exact[-1]):
        return line.removesuffix(exact[-1]).strip(), exact[-1]
    before, _, last = line.rpartition(" ")
    return (before.strip(), last) if before.strip() and _MEANT_AS_ONE.fullmatch(last) else (line, "")


def aloud(work: Work, *texts: str) -> CodeAloud | None:
    """A code that opens something, among words that others would read; whoever made it (rule P4)."""
    return next((CodeAloud(code) for code in opening(work, *texts).values()), None)


def tries_left(work: Work) -> int:
    """How many wrong codes the caller may still enter; counted over the person, whichever account they use."""
    (wrong,) = work.one(_WRONG, person=work.actor.person, since=work.now - TRIES_SPAN)
    return max(0, MOST_TRIES - wrong)


def wrong(work: Work) -> None:
    """The caller entered a code that opens nothing."""
    work.do(_COUNT, account_id=work.actor.account, at=work.now)


def opens_nothing(work: Work, code: str) -> WrongCode:
    """Count a wrong code; what is said about it."""
    wrong(work)
    return WrongCode(_shown(code), tries_left(work))


def locked_out(work: Work, code: str) -> LockedOut | None:
    """What is said instead of looking at a code, while the caller has no try left."""
    if tries_left(work):
        return None
    (first,) = work.one(_FIRST, person=work.actor.person, since=work.now - TRIES_SPAN)
    return LockedOut(_shown(code), (first or work.now) + TRIES_SPAN)


def _shown(code: str) -> str:
    return cut(one_line(code), MOST_SHOWN)


_MINE = and_(account.c.id == wrong_code.c.account_id, account.c.person_id == bindparam("person"), wrong_code.c.at > bindparam("since"))
_WRONG = prepared(select(func.count(wrong_code.c.id)).join(account, _MINE))
_FIRST = prepared(select(func.min(wrong_code.c.at)).join(account, _MINE))
_COUNT = prepared(insert(wrong_code).inline(), "account_id", "at")
_OPENING: Prepared[str | None] = prepared(
    union_all(
        select(link.c.code).where(among_words(link.c.code, "codes"), link.c.state == LinkState.OPEN, link.c.ends_at > bindparam("now")),
        select(person.c.recovery).where(among_words(person.c.recovery, "codes")),
        select(invitation.c.code).where(
            among_words(invitation.c.code, "codes"), invitation.c.used_by.is_(None), invitation.c.ends_at > bindparam("now")
        ),
    )
)
