"""What the courier says of accounts and codes, looked up when it goes."""

from __future__ import annotations

from guildbot.accounts import statements as sql
from guildbot.accounts.news import CameBack, LetGoNews, NoLongerAsked, NotConfirmed, Overheard, WayBackMade
from guildbot.accounts.outcomes import UNDO_LASTS, LinkAsked, Linked, Undone
from guildbot.accounts.sides import link_of, side, standing
from guildbot.accounts.undoing import other_side
from guildbot.kinds import LinkState
from guildbot.work import Work


def asked(work: Work, notice_id: int, id: int) -> LinkAsked | None:
    found = link_of(work, id)
    if found is None or found.entered_by is None or found.state is not LinkState.ASKED or found.ends_at <= work.now:
        return None
    return LinkAsked(id, side(work, found.entered_by), found.ends_at)


def made(work: Work, notice_id: int, id: int) -> Linked | None:
    found = link_of(work, id)
    if found is None or found.entered_by is None or found.linked_at is None or not found.undoable(work.now):
        return None
    (to,) = work.one(sql.NOTICE_TO, id=notice_id)
    other = found.account if to == found.entered_by else found.entered_by
    return Linked(id, side(work, other), found.linked_at + UNDO_LASTS)


def not_confirmed(work: Work, notice_id: int, id: int) -> NotConfirmed | None:
    found = link_of(work, id)
    return NotConfirmed(side(work, found.account)) if found is not None else None


def no_longer_asked(work: Work, notice_id: int, id: int) -> NoLongerAsked | None:
    found = link_of(work, id)
    return NoLongerAsked(side(work, found.entered_by)) if found is not None and found.entered_by is not None else None


def undone(work: Work, notice_id: int, id: int) -> Undone | None:
    found = link_of(work, id)
    (to,) = work.one(sql.NOTICE_TO, id=notice_id)
    return Undone(side(work, other_side(work, found, to))) if found is not None and to is not None else None


def came_back(work: Work, notice_id: int, id: int) -> CameBack | None:
    found = link_of(work, id)
    if found is None or found.entered_by is None or found.linked_at is None or not found.undoable(work.now):
        return None
    return CameBack(id, side(work, found.entered_by), found.linked_at + UNDO_LASTS)


def let_go(work: Work, notice_id: int, account_id: int) -> LetGoNews | None:
    found = standing(work, account_id).side
    return None if found.live else LetGoNews(found)


def way_back_made(work: Work, notice_id: int, account_id: int) -> WayBackMade:
    return WayBackMade(side(work, account_id))


def link_overheard(work: Work, notice_id: int, id: int) -> Overheard:
    return Overheard("link")


def recovery_overheard(work: Work, notice_id: int, id: int) -> Overheard:
    return Overheard("recovery")


def invitation_overheard(work: Work, notice_id: int, id: int) -> Overheard:
    (name,) = work.one(sql.INVITED, id=id)
    return Overheard("invitation", name)
