"""When somebody may be written to: their hours, now and after they could not be reached."""

from __future__ import annotations

from datetime import datetime

from guildbot import calendar
from guildbot.people import reaching
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


def resume(work: Work) -> None:
    """The clock's part: what waited for somebody who can be reached again is owed; what waited too long is dropped."""
    reaching.drop_stale(work)
    for account_id in reaching.reachable_again(work):
        resume_for(work, account_id)


def resume_for(work: Work, account_id: int) -> None:
    """A way leads to this account's person again: what waited for them goes in their hours."""
    known, space_kind = by_account(work, account_id)
    reaching.wake(work, known.person, calendar.opening(known, space_kind, work.now))
