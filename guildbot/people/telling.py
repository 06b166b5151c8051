"""When somebody may be written to."""

from __future__ import annotations

from datetime import datetime

from guildbot import calendar
from guildbot.people.arriving import by_account
from guildbot.work import Work


def tell(
    work: Work, to: int, kind: str, subject: int, *, waited_for: bool = False, due: datetime | None = None, key: str | None = None
) -> datetime:
    """Owe an account a private message in its hours, or at once when somebody waits for it; answers with when it may go."""
    known, space_kind = by_account(work, to)
    at = due or work.now
    if not waited_for:
        at = max(at, calendar.opening(known, space_kind, at))
    work.tell(kind, subject, account=to, due=at, key=key)
    return at
