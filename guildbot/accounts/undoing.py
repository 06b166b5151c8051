"""Second thoughts: a link undone within its days, an account let go at any time."""

from __future__ import annotations

from guildbot import people
from guildbot.accounts import statements as sql
from guildbot.accounts.merging import merge, unmerge
from guildbot.accounts.outcomes import LetGo, UndoInstead, Undone
from guildbot.accounts.reasons import LastAccount, NotUndoable
from guildbot.accounts.sides import Link, all_of, arrivals, link_of, must_be_settled, new_here, others_of, side, standing
from guildbot.kinds import LinkKind
from guildbot.refusals import NoLonger, Refused
from guildbot.work import Work


def undo(work: Work, link_id: int) -> Undone:
    """Two people again, by either side; everybody they were one with is told."""
    found = link_of(work, link_id, alone=True)
    me = standing(work, work.actor.account)
    if found is None or found.from_person is None or found.entered_by is None or not found.undoable(work.now):
        raise Refused(NotUndoable())
    if standing(work, found.account).person != me.person:
        raise Refused(NotUndoable())
    fresh = {one.link: one for one in arrivals(work, me.person)}
    if me.link in fresh and (at := fresh.get(found.id)) is not None and (at.at, at.link) < (fresh[me.link].at, fresh[me.link].link):
        raise Refused(new_here(work) or NotUndoable())  # whoever came later puts nobody out who was there before them
    told = {found.account, found.entered_by, *(one.id for one in others_of(work, me))} - {me.id}
    unmerge(work, found.id, stays=me.person, comes=found.from_person)
    _keep_a_way_in(work, found, me.person)
    for one in sorted(told):
        people.tell(work, one, "link-undone", found.id, waited_for=True)
    return Undone(side(work, other_side(work, found, me.id)))


def join(work: Work, link_id: int, stays: int, comes: int) -> None:
    """The platform says that two accounts are one: for good, and nobody is asked.

    One that came to somebody only lately by a code takes nobody along whom it could still be parted from: that is undone first.
    """
    (brought,) = work.one(sql.BROUGHT_BY, link=link_id)
    found = link_of(work, brought) if brought in {one.link for one in arrivals(work, comes)} else None
    if found is not None and found.from_person is not None:
        unmerge(work, found.id, stays=comes, comes=found.from_person)
        _keep_a_way_in(work, found, comes)
        for one in all_of(work, comes):
            if one.side.live:
                people.tell(work, one.id, "link-undone", found.id, waited_for=True)
        comes = found.from_person
    if comes != stays:
        merge(work, link_id, stays=stays, comes=comes, undoable=False)


def other_side(work: Work, link: Link, account: int) -> int:
    """For one account of a link that was undone, the account at its other end."""
    assert link.entered_by is not None
    return link.account if standing(work, account).person == link.from_person else link.entered_by


def _keep_a_way_in(work: Work, link: Link, stays: int) -> None:
    """Somebody who came back by code and undoes it leaves nobody behind who could come in: the code opens again."""
    if link.kind is LinkKind.RECOVERY and link.code and not any(one.side.live for one in all_of(work, stays)):
        work.do(sql.FREE_CODE, id=link.id)
        work.do(sql.GIVE_BACK_WAY, person=stays, code=link.code)


def let_go(work: Work, account_id: int) -> LetGo | UndoInstead:
    """An account is no way in any more; its record stays. One that came lately is rather undone."""
    mine = {one.id: one for one in all_of(work, work.actor.person)}
    goes = mine.get(account_id)
    if goes is None or not goes.side.live:
        raise Refused(NoLonger())
    fresh = {one.link: one for one in arrivals(work, work.actor.person)}
    if goes.link in fresh:
        came = fresh[goes.link]
        return UndoInstead(came.link, goes.side, came.until)
    if account_id != work.actor.account:
        must_be_settled(work)
    if not others_of(work, goes):
        raise Refused(LastAccount())
    people.let_go(work, account_id)
    work.do(sql.DROP_WAY_BACK_OF, account=account_id)
    had = work.first(sql.HAS_WAY_BACK, person=work.actor.person, since=work.now) is not None
    work.do(sql.DROP_WAYS_BACK, person=work.actor.person)  # whoever had that account may know them
    for one in others_of(work, goes):
        if one.id != work.actor.account:
            people.tell(work, one.id, "let-go", account_id, waited_for=True)
    return LetGo(side(work, account_id), had)
