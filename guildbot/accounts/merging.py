"""The merge, which is a pointer: every record keeps its account, and what would break a rule is folded (rule P3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from guildbot import kudos, people
from guildbot.accounts import folds
from guildbot.accounts import statements as sql
from guildbot.accounts.outcomes import UNDO_LASTS
from guildbot.accounts.sides import arrivals
from guildbot.kinds import Role, Visibility
from guildbot.work import Work


@dataclass(frozen=True, slots=True)
class Merged:
    """What it changed that both should know. `once`: guilds they were both in."""

    until: datetime
    once: tuple[str, ...]
    narrowed: Visibility | None


def merge(work: Work, link: int, *, stays: int, comes: int, undoable: bool = True) -> Merged:
    """One person from now on. `link` remembers what it takes to undo it."""
    (before,), (theirs,) = work.one(folds.THANKS, id=stays), work.one(folds.THANKS, id=comes)
    work.do(sql.LINKED, id=link, from_person=comes, thanks=before, now=work.now)
    _hold_doors(work, stays, comes)
    if (before is None) is not (theirs is None):  # what came to whoever has not answered yet was for them alone
        work.do(folds.KEEP_TO_THEMSELVES, person=stays if before is None else comes, shown=Visibility.ME)
    # The accounts first: this waits for whatever they are doing, and what they do next is this person's.
    work.do(folds.REPOINT if undoable else folds.JOIN, comes=comes, stays=stays, link=link)
    once = _fold_memberships(work, link, stays, comes)
    for (id,) in work.all(folds.SELF_THANKS, person=stays):
        work.do(folds.HIDE, id=id, person=stays, link=link, now=work.now)
        kudos.post_anew(work, id, f"link:{link}")
    work.do(folds.FOLD_HELP, person=stays, link=link)
    work.do(folds.FOLD_BONDS, person=stays, link=link)
    work.do(folds.WITHDRAW_OFFERS, person=stays, now=work.now)
    work.do(folds.WITHDRAW_CANDIDACIES, person=stays, now=work.now)
    people.wake(work, stays)  # what waited for either may have a way to go now
    after = narrower(before, theirs)
    work.do(folds.SET_THANKS, id=stays, thanks=after)
    differed = before is not None and theirs is not None and before is not theirs
    return Merged(work.now + UNDO_LASTS, once, after if differed else None)


def unmerge(work: Work, link: int, *, stays: int, comes: int) -> None:
    """Two people again. What was folded because they were one is as it was; what came later stays with its account."""
    _hold_doors(work, stays)
    _give_back_thanks_choice(work, link, stays)
    goes = {id for (id,) in work.all(folds.CAME_BY, link=link)}
    folded = [_Folded(*row) for row in work.all(folds.FOLDED, person=stays)]
    work.do(folds.MOVE_BACK, link=link, comes=comes)
    work.do(folds.RETURN, link=link, comes=comes)
    work.do(sql.UNDONE, id=link, now=work.now)
    _unfold_memberships(work, link, stays, [one for one in folded if one.account not in goes])
    _unfold_memberships(work, link, comes, [one for one in folded if one.account in goes])
    for id, account in work.all(folds.NO_SELF_THANKS, comes=comes):
        work.do(folds.UNHIDE, id=id, account=account)
        kudos.post_anew(work, id, f"unlink:{link}")
    work.do(folds.UNFOLD_HELP, comes=comes)
    work.do(folds.UNFOLD_BONDS, comes=comes)
    work.do(folds.OFFER_AGAIN, comes=comes)
    for person in (stays, comes):
        work.do(folds.ASK_AGAIN_TO_JOIN, person=person)


def _hold_doors(work: Work, *persons: int) -> None:
    """Nobody is let in meanwhile as somebody who they are no longer; `members` decides about candidates under the same lock."""
    for guild in sorted({guild for person in persons for (guild,) in work.all(folds.DOORS, person=person)}):
        work.alone(f"door:{guild}")


def narrower(one: Visibility | None, other: Visibility | None) -> Visibility | None:
    """Of two answers on who may see thanks the more careful one; no answer yet is none."""
    return kudos.narrowest([wish for wish in (one, other) if wish is not None]) if one or other else None


@dataclass(frozen=True, slots=True)
class _Folded:
    """A spell that is folded. `over`: its person has left that guild since."""

    id: int
    guild: int
    account: int
    role: Role
    since: datetime
    link: int | None
    over: bool


def _fold_memberships(work: Work, link: int, stays: int, comes: int) -> tuple[str, ...]:
    """Of two spells in one guild a steward's is kept, else the older one."""
    once = []
    for id, role, since, other, other_role, other_since, guild in work.all(folds.TWICE, stays=stays, comes=comes):
        kept = min((_precedence(role, since), id, other), (_precedence(other_role, other_since), other, id))
        work.do(folds.FOLD_MEMBERSHIP, id=kept[2], link=link, now=work.now)
        once.append(guild)
    work.do(folds.MOVE, stays=stays, comes=comes)
    return tuple(once)


def _precedence(role: Role, since: datetime) -> tuple[bool, datetime]:
    return role is not Role.STEWARD, since


def _unfold_memberships(work: Work, link: int, person: int, folded: Sequence[_Folded]) -> None:
    """Whoever goes their own way again is in the guilds they were in, unless they left them meanwhile.

    A spell that another link folded takes over when the one that was kept goes.
    """
    for one in folded:
        if one.over:
            work.do(folds.END_FOLDED, id=one.id)
    for one in sorted(folded, key=lambda one: (one.link != link, *_precedence(one.role, one.since), one.id)):
        if not one.over and not work.all(folds.LIVES_IN, guild=one.guild, person=person):
            work.do(folds.UNFOLD_MEMBERSHIP, id=one.id)


def _give_back_thanks_choice(work: Work, link: int, stays: int) -> None:
    """What the person had chosen before, with the wishes of those who came later and stay; what they chose since is kept."""
    (now,) = work.one(folds.THANKS, id=stays)
    fresh = arrivals(work, stays)
    at = next(place for place, one in enumerate(fresh) if one.link == link)
    last, wish = fresh[-1], fresh[at].thanks_before
    if wish is now or now is not narrower(last.thanks_before, last.their_thanks):
        return
    for one in fresh[at + 1 :]:
        work.do(folds.SET_THANKS_BEFORE, id=one.link, thanks=wish)
        wish = narrower(wish, one.their_thanks)
    work.do(folds.SET_THANKS, id=stays, thanks=wish)
