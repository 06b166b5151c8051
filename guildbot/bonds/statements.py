"""The statements, each declared once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, or_, select, union_all, update

from guildbot.db.prepared import Prepared, prepared
from guildbot.db.tables import account, bond, notice, person
from guildbot.kinds import BondState, NoticeState

_asker, _asked, _other = account.alias("asker"), account.alias("asked_one"), person.alias("other")
_TWO = (
    select(bond.c.id, _asker.c.person_id, bond.c.asked_by, _asked.c.person_id, bond.c.asked, bond.c.state, bond.c.asked_at, bond.c.made_at)
    .join_from(bond, _asker, _asker.c.id == bond.c.asked_by)
    .join(_asked, _asked.c.id == bond.c.asked)
)
ONE = prepared(_TWO.where(bond.c.id == bindparam("id")))
_TOGETHER = _TWO.where(bond.c.state != BondState.FOLDED)
BETWEEN = prepared(  # each direction is an index of its own
    union_all(
        _TOGETHER.where(_asker.c.person_id == bindparam("me"), _asked.c.person_id == bindparam("other")),
        _TOGETHER.where(_asker.c.person_id == bindparam("other"), _asked.c.person_id == bindparam("me")),
    )
)
ASK = prepared(insert(bond).returning(bond.c.id), "asked_by", "asked", "state", "asked_at")
_THIS = bond.c.id == bindparam("id")
REOPEN = prepared(update(bond).where(_THIS, bond.c.state == BondState.ENDED).values(state=BondState.OPEN))
MAKE = prepared(update(bond).where(_THIS).values(state=BondState.MADE, made_at=bindparam("now"), ended_at=None))
# A no leaves it open for the asker, and settled for the one who was asked: that is what `ended_at` says while it is open.
DECLINE = prepared(update(bond).where(_THIS).values(ended_at=bindparam("now")))
TAKE_BACK = prepared(update(bond).where(_THIS, bond.c.state == BondState.OPEN).values(state=BondState.ENDED))
END = prepared(update(bond).where(_THIS).values(state=BondState.ENDED, ended_at=bindparam("now")))
LAPSE = prepared(
    update(bond)
    .where(bond.c.state == BondState.OPEN, bond.c.asked_at <= bindparam("before"))
    .values(state=BondState.LAPSED, ended_at=bindparam("now"))
)


def _standing(mine: Any, theirs: Any) -> Any:
    """Bonds that stand, seen from one side, but for those with somebody who is forgotten."""
    return (
        select(bond.c.id, theirs.c.id, bond.c.made_at)
        .join_from(bond, _asker, _asker.c.id == bond.c.asked_by)
        .join(_asked, _asked.c.id == bond.c.asked)
        .join(_other, _other.c.id == theirs.c.person_id)
        .where(
            bond.c.state == BondState.MADE, mine.c.person_id == bindparam("me"), theirs.c.person_id != mine.c.person_id,
            _other.c.erased_at.is_(None),
        )
    )  # fmt: skip


MINE: Prepared[int, int, datetime | None] = prepared(union_all(_standing(_asker, _asked), _standing(_asked, _asker)))
_UNANSWERED = (
    select(bond.c.asked_by, bond.c.id)
    .join_from(bond, _asker, _asker.c.id == bond.c.asked_by)
    .join(_asked, _asked.c.id == bond.c.asked)
    .where(bond.c.state == BondState.OPEN, bond.c.ended_at.is_(None), bond.c.asked_at > bindparam("since"))
)
TO_SEND = prepared(_UNANSWERED.where(bond.c.id == bindparam("id")))
ASKED_OF_ME = prepared(_UNANSWERED.where(_asked.c.person_id == bindparam("me")).order_by(bond.c.id))
_NOT_YET_THERE = or_(notice.c.state == NoticeState.OWED, notice.c.state == NoticeState.WAITING)
TOLD = prepared(
    select(notice.c.id)
    .where(notice.c.kind == "bond", notice.c.subject == bindparam("subject"), notice.c.state != NoticeState.DROPPED)
    .limit(1)
)
DROP_NOTICE = prepared(
    update(notice)
    .where(notice.c.kind == "bond", notice.c.subject == bindparam("subject"), _NOT_YET_THERE)
    .values(state=NoticeState.DROPPED, why="settled")
)
