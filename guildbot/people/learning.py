"""What a platform says about an account, looked up once after the commit and kept."""

from __future__ import annotations

from guildbot.people import identity
from guildbot.people import statements as sql
from guildbot.people.identity import Join
from guildbot.people.outcomes import Facts
from guildbot.people.telling import resume_for
from guildbot.phrases import one_line
from guildbot.words import zone
from guildbot.work import Work


def unknown_accounts(work: Work, platform: str) -> list[tuple[int, str, str, str]]:
    """Accounts nobody looked up yet: id, realm, external id, and the Space to ask in. What is owed here is the row itself."""
    return work.all(sql.UNKNOWN, platform=platform)


def learn(work: Work, id: int, facts: Facts | None, join: Join | None = None) -> bool:
    """Keep what a look-up said; answers whether nothing should reach the account: a bot's, or (None) nobody's who is here.

    `join` makes two people one, where the account turns out to be known by another realm.
    """
    if facts is None:
        give_up_looking(work, id)
        if work.first(sql.STRANGER, id=id) is None:
            return False
        work.do(sql.NOT_SEEN, id=id)
        return True
    work.do(
        sql.LEARN, id=id, name=one_line(facts.name)[:80], bot=facts.bot,
        zone=facts.zone if facts.zone and str(zone(facts.zone)) == facts.zone else None, locale=facts.locale, now=work.now,
    )  # fmt: skip
    stands = identity.settle(work, id, facts.realm, join) if facts.realm is not None else id
    if stands != id:
        resume_for(work, stands)
    if facts.gone:
        identity.detach(work, stands)
    return facts.bot


def give_up_looking(work: Work, id: int) -> None:
    """The platform could not be asked, by an error of ours: the account is taken as it is."""
    work.do(sql.LOOKED, id=id, now=work.now)
