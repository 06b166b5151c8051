"""A way back in: a code that brings somebody back who has lost every account, from either platform (rule P4)."""

from __future__ import annotations

from typing import Any

from guildbot import codes, people
from guildbot.accounts import statements as sql
from guildbot.accounts.linking import can_come
from guildbot.accounts.merging import merge
from guildbot.accounts.outcomes import UNDO_LASTS, Recovered, WayBack
from guildbot.accounts.reasons import BotsStayAlone, CodeSleeps, OwnWayBack
from guildbot.accounts.sides import all_of, arrivals, must_be_settled, others_of, standing
from guildbot.kinds import LinkKind, LinkState
from guildbot.refusals import Refused, refuse_if
from guildbot.work import Work


def keep_way_back(work: Work) -> WayBack:
    """[Show my code]: a new one each time; whatever was kept before is void."""
    refuse_if(BotsStayAlone() if work.actor.bot else None)
    must_be_settled(work)
    code, kept = codes.new(work)
    work.do(sql.DROP_OLDER_WAYS_BACK, person=work.actor.person, since=work.now - UNDO_LASTS)
    work.do(sql.KEEP_WAY_BACK, person=work.actor.person, code=kept)
    for one in others_of(work, standing(work, work.actor.account)):
        people.tell(work, one.id, "way-back-made", work.actor.account)
    return WayBack(code)


def recover(work: Work, code: str) -> Recovered | codes.WrongCode | codes.LockedOut:
    """The code, from a new account: whoever uses it becomes the person who kept it, and every account of theirs is told."""
    if (locked := codes.locked_out(work, code)) is not None:
        return locked
    kept = codes.hashed(code)
    found = work.first(sql.BY_WAY_BACK, code=kept)
    if found is None:
        return codes.opens_nothing(work, code)
    me, stays = standing(work, work.actor.account), _who_that_is(work, found[0])
    refuse_if(OwnWayBack() if stays == me.person else None)
    refuse_if(BotsStayAlone() if work.actor.bot else None, can_come(work, me))
    if not work.do(sql.USE_WAY_BACK, code=kept):
        return codes.opens_nothing(work, code)
    was, others = _account_of(work, stays), [one.side for one in all_of(work, stays) if one.side.live]
    (link,) = work.one(
        sql.RECOVERED, kind=LinkKind.RECOVERY, state=LinkState.MADE, code=kept, account_id=was, entered_by=me.id,
        made_at=work.now, ends_at=work.now,
    )  # fmt: skip
    made = merge(work, link, stays=stays, comes=me.person)
    for one in others:
        people.tell(work, one.id, "came-back", link, waited_for=True)
    return Recovered(link, standing(work, was).side, tuple(others), made.until, made.once, made.narrowed)


def _who_that_is(work: Work, person: int) -> int:
    """The person a code belongs to: whoever has become somebody else for good comes back as them."""
    row: tuple[Any, ...] | None = work.first(sql.BECAME, person=person)
    if row is None:
        work.one(sql.PERSON_ALONE, id=person)
        return person
    becomes, kind, linked_at = row
    if kind is not LinkKind.SAME and work.now < linked_at + UNDO_LASTS:
        raise Refused(CodeSleeps(linked_at + UNDO_LASTS))
    work.one(sql.PERSON_ALONE, id=becomes)
    return int(becomes)


def _account_of(work: Work, person: int) -> int:
    """Which account of theirs the link names: one that did not itself come lately, the one that acted last."""
    fresh = {one.link for one in arrivals(work, person)}
    every = work.all(sql.SEEN, person=person)
    return next((id for id, link in every if link not in fresh), every[0][0])
