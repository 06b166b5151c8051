"""Two accounts become one person: a code made on one, typed on the other, confirmed on the first (rule P2)."""

from __future__ import annotations

from guildbot import codes, people
from guildbot.accounts import statements as sql
from guildbot.accounts.merging import merge
from guildbot.accounts.outcomes import CODE_LASTS, CONFIRM_LASTS, CodeMade, Entered, LinkAsked, Linked, SaidNo, TakenBack, Undone
from guildbot.accounts.reasons import (
    AskedNoLonger,
    BotsStayAlone,
    CameLately,
    CodeSpent,
    CodeVoid,
    ConfirmedAlready,
    LinkedAlready,
    OtherIsLinked,
    OwnCode,
)
from guildbot.accounts.sides import Link, Standing, arrivals, link_by_code, link_of, must_be_settled, others_of, side, standing
from guildbot.accounts.undoing import undo
from guildbot.kinds import LinkKind, LinkState
from guildbot.refusals import Refused, refuse_if
from guildbot.work import Work


def make_code(work: Work) -> CodeMade:
    """A code for the other account; one that was made before and not used is void."""
    refuse_if(BotsStayAlone() if work.actor.bot else None)
    must_be_settled(work, also_alone=True)
    work.do(sql.VOID_MINE, person=work.actor.person)
    code, kept = codes.new(work)
    ends = work.now + CODE_LASTS
    work.do(
        sql.MAKE, kind=LinkKind.CODE, state=LinkState.OPEN, code=kept, account_id=work.actor.account, made_at=work.now, ends_at=ends
    )  # fmt: skip
    return CodeMade(code, ends)


def enter(work: Work, code: str) -> Entered | codes.WrongCode | codes.LockedOut:
    """The code, on the other account: whoever made it is asked, and whoever typed it hears whose it was."""
    if (locked := codes.locked_out(work, code)) is not None:
        return locked
    found = link_by_code(work, codes.hashed(code))
    if found is None or found.kind is not LinkKind.CODE:
        return codes.opens_nothing(work, code)
    owner = standing(work, found.account)
    me = standing(work, work.actor.account)
    refuse_if(_why_not(found, owner, work))
    refuse_if(OwnCode() if owner.person == me.person else None)
    refuse_if(BotsStayAlone() if work.actor.bot else None, can_come(work, me))
    until = work.now + CONFIRM_LASTS
    if not work.do(sql.SPEND, code=found.code, by=me.id, now=work.now, until=until):
        raise Refused(CodeSpent())
    people.tell(work, owner.id, "link-asked", found.id, waited_for=True)
    return Entered(found.id, owner.side, until)


def _why_not(found: Link, owner: Standing, work: Work) -> CodeSpent | CodeVoid | None:
    if found.state not in (LinkState.OPEN, LinkState.VOID):
        return CodeSpent()
    return CodeVoid() if found.state is LinkState.VOID or found.ends_at <= work.now or not owner.side.live else None


def can_come(work: Work, me: Standing) -> LinkedAlready | CameLately | None:
    """Whoever comes is one account alone, and brings nothing along that could still be undone."""
    if others := others_of(work, me):
        return LinkedAlready(tuple(one.called for one in others))
    fresh = arrivals(work, me.person)
    return CameLately(fresh[-1].until) if fresh else None


def confirm(work: Work, link_id: int) -> Linked:
    """[Yes, that is me], by whoever made the code: from now on both are one person."""
    found, comes = _asked_of_me(work, link_id)
    must_be_settled(work, also_alone=True)
    why_not = can_come(work, comes)
    refuse_if(
        BotsStayAlone() if comes.bot else None,
        OtherIsLinked(comes.side.person.name) if why_not is not None or not comes.side.live else None,
    )
    made = merge(work, found.id, stays=work.actor.person, comes=comes.person)
    for one in {comes.id, *(other.id for other in others_of(work, standing(work, work.actor.account)))}:
        people.tell(work, one, "link-made", found.id, waited_for=True)
    return Linked(found.id, comes.side, made.until, made.once, made.narrowed)


def refuse(work: Work, link_id: int) -> SaidNo:
    """[No]: somebody else has typed the code."""
    found, comes = _asked_of_me(work, link_id)
    work.do(sql.SETTLE, id=found.id, state=LinkState.REFUSED)
    people.tell(work, comes.id, "link-refused", found.id, waited_for=True)
    return SaidNo()


def withdraw(work: Work, link_id: int) -> TakenBack | Undone:
    """[That is not me], by whoever typed the code; when the other side was quicker, it is undone."""
    found = link_of(work, link_id, alone=True)
    if found is None or found.entered_by != work.actor.account or found.kind is not LinkKind.CODE:
        raise Refused(AskedNoLonger())
    if found.state is LinkState.MADE:
        return undo(work, link_id)
    if found.state is not LinkState.ASKED:
        raise Refused(AskedNoLonger())
    work.do(sql.SETTLE, id=found.id, state=LinkState.VOID)
    people.tell(work, found.account, "link-withdrawn", found.id, waited_for=True)
    return TakenBack(side(work, found.account))


def asked_of_me(work: Work) -> tuple[LinkAsked, ...]:
    """Who has typed a code of the caller's and waits for a yes."""
    found = [link_of(work, id) for (id,) in work.all(sql.ASKED_OF, person=work.actor.person, now=work.now)]
    return tuple(LinkAsked(one.id, side(work, one.entered_by), one.ends_at) for one in found if one and one.entered_by is not None)


def _asked_of_me(work: Work, link_id: int) -> tuple[Link, Standing]:
    """A question that the caller may answer, and whoever waits for the answer; both stay as they are meanwhile."""
    found = link_of(work, link_id, alone=True)
    if found is None or found.entered_by is None or standing(work, found.account).person != work.actor.person:
        raise Refused(AskedNoLonger())
    if found.state is LinkState.MADE:
        raise Refused(ConfirmedAlready())
    if found.state is not LinkState.ASKED or found.ends_at <= work.now:
        raise Refused(AskedNoLonger())
    return found, standing(work, found.entered_by, alone=True)
