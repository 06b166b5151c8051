"""Where a message reaches somebody: through the account it is for, else another of theirs; else it waits until there is a way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, String, and_, bindparam, case, exists, func, literal, literal_column, or_, select, update

from guildbot.db.prepared import prepared
from guildbot.db.tables import account, met, notice, person, space
from guildbot.kinds import NoticeState
from guildbot.people.statements import SHOWN_NAME, ZONE
from guildbot.who import AccountRef
from guildbot.work import Work

WAITS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Way:
    """An account that a message can go to. `space`: the Space to write from, by the platform's id."""

    id: int
    account: AccountRef
    zone: str | None
    space: str | None


def reach(work: Work, account_id: int) -> Way | None:
    """The way to whom an account belongs: that account, else the one they used last; None when none leads to them."""
    found = work.first(_REACH, account=account_id)
    return _the_way(*found) if found else None


def way(work: Work, account_id: int) -> Way:
    """An account as it was written to before, whatever has become of it."""
    return _the_way(*work.one(_WAY_AGAIN, account=account_id))


def hold(work: Work, account_id: int) -> None:
    """Nobody can be reached: what is due for this account waits."""
    work.do(_HOLD, account=account_id, now=work.now)


def wake(work: Work, person_id: int, due: datetime | None = None) -> None:
    """There is a way again: what waited for this person is owed, at once when they act at this moment."""
    if work.do(_WAKE, person=person_id, due=due or work.now):
        work.owes = True


def reachable_again(work: Work) -> list[int]:
    """Accounts to which a way leads, one for each person for whom something waits."""
    found = {person_id: reach(work, account_id) for person_id, account_id in work.all(_AWAKE)}
    return [way.id for way in found.values() if way is not None]


def drop_stale(work: Work) -> None:
    work.do(_STALE, before=work.now - WAITS, why=f"nobody could be reached in {WAITS.days} days")


def _the_way(
    id: int, platform: str, realm: str, external_id: str, name: str, locale: str | None, zone: str | None, space: str | None
) -> Way:
    return Way(id, AccountRef(platform, realm, external_id, name, locale=locale), zone, space)


_through = space.alias("through")
_MET_LAST = select(_through.c.external_id).where(_through.c.id == account.c.space_id, _through.c.removed_at.is_(None)).scalar_subquery()
_MET_BEFORE = (
    select(_through.c.external_id)
    .join_from(met, _through, _through.c.id == met.c.space_id)
    .where(met.c.account_id == account.c.id, _through.c.removed_at.is_(None))
    .order_by(met.c.space_id.desc())
    .limit(literal_column("1"))
    .scalar_subquery()
)
_SPACE: ColumnElement[str | None] = func.coalesce(_MET_LAST, _MET_BEFORE, type_=String)
_OPEN = and_(
    account.c.detached_at.is_(None), account.c.unreachable_at.is_(None),
    or_(account.c.acted_at.is_not(None), account.c.looked_up_at.is_not(None), account.c.space_id.is_(None)),  # more than an id typed
    or_(account.c.realm == "", _SPACE.is_not(None)),  # ids of a realm are reached through a Space only
)  # fmt: skip
_own = account.alias("own")
_A_WAY = select(
    account.c.id, account.c.platform, account.c.realm, account.c.external_id, SHOWN_NAME, account.c.locale, ZONE, _SPACE
).join_from(account, person, person.c.id == account.c.person_id)
_WAY_AGAIN = prepared(_A_WAY.where(account.c.id == bindparam("account")))
_REACH = prepared(
    _A_WAY.join(_own, _own.c.person_id == account.c.person_id)
    .where(_own.c.id == bindparam("account"), _OPEN)
    .order_by(case((account.c.id == _own.c.id, 0), else_=1), account.c.acted_at.desc().nulls_last(), account.c.id)
    .limit(literal_column("1"))
)
_WAITING = notice.c.state == NoticeState.WAITING
_HOLD = prepared(
    update(notice)
    .where(notice.c.account_id == bindparam("account"), notice.c.state == NoticeState.OWED, notice.c.due_at <= bindparam("now"))
    .values(state=NoticeState.WAITING)
)
_WAKE = prepared(
    update(notice)
    .where(_WAITING, notice.c.account_id.in_(select(account.c.id).where(account.c.person_id == bindparam("person"))))
    .values(state=NoticeState.OWED, due_at=bindparam("due"))
)
_AWAKE = prepared(
    select(_own.c.person_id, func.min(_own.c.id))
    .join_from(notice, _own, _own.c.id == notice.c.account_id)
    .where(_WAITING, exists(select(literal(1)).where(account.c.person_id == _own.c.person_id, _OPEN)))
    .group_by(_own.c.person_id)
)
_STALE = prepared(
    update(notice).where(_WAITING, notice.c.owed_at <= bindparam("before")).values(state=NoticeState.DROPPED, why=bindparam("why"))
)
