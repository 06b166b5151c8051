"""An account is switched off, or on again, or called something else: nobody is told, and nothing ends (rule P1)."""

from __future__ import annotations

from collections.abc import Sequence

from guildbot.people import identity
from guildbot.people.identity import Join
from guildbot.people.learning import learn
from guildbot.people.outcomes import Facts
from guildbot.people.telling import resume_for
from guildbot.who import AccountRef
from guildbot.work import Work


def detach(work: Work, id: int) -> None:
    """No way in any more. What came through it stays with its person, who may have no other account."""
    identity.detach(work, id)


def let_go(work: Work, id: int) -> None:
    """Its person wants it to be no way in any more, whatever becomes of the others."""
    identity.let_go(work, id)


def changed(work: Work, known_as: Sequence[AccountRef], facts: Facts, join: Join | None = None) -> bool:
    """The platform tells what became of an account; answers whether it is anybody we know. By this nobody becomes known.

    `known_as`: the identities it may have here. One that is on again is a way in again, unless its person has another meanwhile.
    """
    for ref in known_as:
        if (id := identity.live(work, ref)) is not None:
            learn(work, id, facts, join)
            return True
    for ref in known_as:
        found = identity.gone(work, ref)
        if found is not None and found.realm is None:
            if not facts.gone and found.is_way_in_again:
                identity.attach(work, found.id)
                learn(work, found.id, facts, join)
                resume_for(work, found.id)
            return True
    return False
