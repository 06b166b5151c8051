"""The deed: asked once, done in one transaction, and the files scrubbed after it."""

from __future__ import annotations

from datetime import datetime

from guildbot import accounts, guilds, members
from guildbot.forgetting import statements as sql
from guildbot.forgetting.erasing import erase
from guildbot.forgetting.outcomes import WORD, Forgetting, Forgotten, NotForgotten, NotTheWord
from guildbot.refusals import Refused
from guildbot.work import Work


def asked(work: Work) -> Forgetting:
    """What would happen; nothing does yet. A code that was stolen a moment ago does not end anybody."""
    accounts.must_be_settled(work)
    mine = [members.leaving(work, one.slug) for one in guilds.mine(work).guilds]
    return Forgetting(tuple(one.guild for one in mine if one.last_steward))


def not_now(work: Work) -> NotForgotten:
    return NotForgotten()


def forget(work: Work, typed: str) -> Forgotten:
    """Erase the caller, on all their accounts. `typed` is the word that the form asked for."""
    if typed.strip().strip("“”\"'").casefold() != WORD:
        raise Refused(NotTheWord())
    accounts.must_be_settled(work)
    for one in guilds.mine(work).guilds:
        members.leave(work, one.slug)  # a guild's last caretaker is missed by its members
    erase(work, work.actor.person)
    work.scrubs = True
    return Forgotten()


def unscrubbed(work: Work) -> datetime | None:
    """Up to when people were forgotten whose words the files may still hold; what reached them in that very moment goes too."""
    waiting = work.all(sql.UNSCRUBBED)
    for person, _ in waiting:
        erase(work, person)
    return max((at for _, at in waiting if at is not None), default=None)


def scrubbed(work: Work, until: datetime) -> None:
    work.do(sql.SCRUBBED, until=until, now=work.now)
