"""Codes: shown once, kept only as a hash, and of no use to whoever guesses.

A code has 64 random bits. Somebody who enters five that open nothing waits an hour; at that pace one account guesses 120 a day,
against, say, a million living codes: once in 400 million years.
"""

from __future__ import annotations

import hashlib
import re
from datetime import timedelta

from sqlalchemy import bindparam, func, insert, select

from guildbot.db.prepared import prepared
from guildbot.db.tables import account, wrong_code
from guildbot.work import Work

MOST_TRIES = 5
TRIES_SPAN = timedelta(hours=1)
_LOOKS_LIKE_ONE = re.compile(r"(?<![0-9a-zA-Z])[0-9a-f]{4}(?:[-\s]?[0-9a-f]{4}){3}(?![0-9a-zA-Z])", re.IGNORECASE)


def new(work: Work) -> tuple[str, str]:
    """A code as its owner reads it, `4f2a-91bc-77d0-e3f1`, and what is kept of it."""
    bare = work.token()
    return "-".join(bare[at : at + 4] for at in range(0, len(bare), 4)), hashed(bare)


def hashed(code: str) -> str:
    """What is kept of a code, however it was typed."""
    return hashlib.sha256(re.sub(r"[-\s]", "", code).lower().encode()).hexdigest()


def inside(text: str) -> list[str]:
    """Everything in a text that looks like a code."""
    return _LOOKS_LIKE_ONE.findall(text)


def tries_left(work: Work) -> int:
    """How many wrong codes the caller may still enter; counted over the person, whichever account they use."""
    (wrong,) = work.one(_WRONG, person=work.actor.person, since=work.now - TRIES_SPAN)
    return max(0, MOST_TRIES - wrong)


def wrong(work: Work) -> None:
    """The caller entered a code that opens nothing."""
    work.do(_COUNT, account_id=work.actor.account, at=work.now)


_WRONG = prepared(
    select(func.count(wrong_code.c.id))
    .join(account, account.c.id == wrong_code.c.account_id)
    .where(account.c.person_id == bindparam("person"), wrong_code.c.at > bindparam("since"))
)
_COUNT = prepared(insert(wrong_code).inline(), "account_id", "at")
