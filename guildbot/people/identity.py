"""One identity, one account: known under another realm, back again after it was switched off, or somebody new (rule P2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import Integer, and_, bindparam, case, exists, insert, literal, literal_column, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from guildbot.db.prepared import prepared
from guildbot.db.tables import account, link, met
from guildbot.kinds import LinkKind, LinkState
from guildbot.people.statements import THE_ACCOUNT, THE_IDENTITY
from guildbot.who import AccountRef
from guildbot.work import Work

Join = Callable[[Work, int, int, int], None]  # by which link, the person who stays, the person who comes


@dataclass(frozen=True, slots=True)
class Gone:
    """An account that is no way in. `realm`: it is the same as one of that realm. `other_way`: its person has another way in."""

    id: int
    person: int
    realm: str | None
    other_way: bool
    let_go: bool  # by its own person

    @property
    def is_way_in_again(self) -> bool:
        """Once it acts: it has nobody who came in another way meanwhile, and nobody who let it go."""
        return self.realm is None and not self.other_way and not self.let_go


def gone(work: Work, ref: AccountRef) -> Gone | None:
    """The account of this identity that is no way in: of several the newest, or one that leads to somebody who has one."""
    found = work.first(_GONE, platform=ref.platform, realm=ref.realm, external_id=ref.id)
    return Gone(*found) if found else None


def back(work: Work, ref: AccountRef, envelope: str | None) -> AccountRef | None:
    """Who acts where no account is a way in: one we know by another realm, one that is back; None for somebody new.

    `envelope` is the workspace that tells of them: until somebody said better, that was taken for their realm.
    """
    found = gone(work, ref)
    if found is not None and found.realm is not None:
        return replace(ref, realm=found.realm)
    if found is not None and found.is_way_in_again:
        attach(work, found.id)
        return ref
    if not ref.realm or not envelope or envelope == ref.realm:
        return None
    told = replace(ref, realm=envelope)
    if (known := live(work, told)) is not None:
        _move(work, known, ref.realm)
        return ref
    if (other := other_realm(work, told)) is not None and (known := live(work, replace(ref, realm=other))) is not None:
        _also_called(work, known, ref.realm)
        return replace(ref, realm=other)
    return None


def other_realm(work: Work, ref: AccountRef) -> str | None:
    """The realm under which this identity is known since it turned out to be the same as one there."""
    found = gone(work, ref)
    return found.realm if found else None


def live(work: Work, ref: AccountRef) -> int | None:
    """The account that is a way in under this identity."""
    found = work.first(_LIVE, platform=ref.platform, realm=ref.realm, external_id=ref.id)
    return found[0] if found else None


def attach(work: Work, id: int) -> None:
    work.do(_ATTACH, id=id)


def detach(work: Work, id: int) -> None:
    work.do(_DETACH, id=id, now=work.now)


def let_go(work: Work, id: int) -> None:
    """Detached by its own person, for good: what acts under this identity from now on is somebody new."""
    work.do(_LET_GO, id=id, now=work.now)


def settle(work: Work, id: int, realm: str, join: Join | None = None) -> int:
    """The platform says to which realm an account belongs; answers with the account that stands for it from now on.

    Somebody may be known there already: then the two are one person, and what came through either stays where it is (rule P3).
    """
    platform, before, external_id, comes, _ = work.one(_IDENTITY, id=id)
    if before == realm:
        return id
    there = AccountRef(platform, realm, external_id)
    found = gone(work, there)
    if (stays := live(work, there)) is None and found is not None and found.is_way_in_again:
        attach(work, found.id)
        stays = found.id
    if stays is None:
        _move(work, id, realm)
        return id
    person = work.one(_IDENTITY, id=stays)[3]
    made = _note(work, stays, id)
    work.do(_MET_TOO, stays=stays, comes=id)
    detach(work, id)
    if person != comes:
        if join is None:
            raise LookupError("two people are one, and nobody here can join them")
        join(work, made, person, comes)
    return stays


def _move(work: Work, id: int, realm: str) -> None:
    """To another realm; payloads that do not know better go on saying the old one."""
    (_, before, *_) = work.one(_IDENTITY, id=id)
    work.do(_MOVE, id=id, realm=realm)
    _also_called(work, id, before)


def _also_called(work: Work, id: int, realm: str) -> None:
    """An account without a way in stands for the other name, under the same person."""
    platform, _, external_id, person, brought_by = work.one(_IDENTITY, id=id)
    (name,) = work.one(
        _OTHER_NAME, platform=platform, realm=realm, external_id=external_id, person_id=person, name="", looked_up_at=work.now,
        detached_at=work.now, link_id=brought_by,
    )  # fmt: skip
    _note(work, id, name)


def _note(work: Work, stays: int, comes: int) -> int:
    (made,) = work.one(
        _THE_SAME, kind=LinkKind.SAME, state=LinkState.MADE, account_id=stays, entered_by=comes, made_at=work.now, ends_at=work.now,
        linked_at=work.now,
    )  # fmt: skip
    return made


_LIVE = prepared(select(account.c.id).where(THE_ACCOUNT))
_IDENTITY = prepared(
    select(account.c.platform, account.c.realm, account.c.external_id, account.c.person_id, account.c.link_id).where(
        account.c.id == bindparam("id")
    )
)
_stays, _other = account.alias("stays"), account.alias("other")
_OTHER_WAY = exists(select(literal(1)).where(_other.c.person_id == account.c.person_id, _other.c.detached_at.is_(None)))
_SAME = and_(link.c.entered_by == account.c.id, link.c.kind == LinkKind.SAME, link.c.state == LinkState.MADE)
_GONE = prepared(
    select(account.c.id, account.c.person_id, _stays.c.realm, _OTHER_WAY, account.c.let_go_at.is_not(None))
    .join_from(account, link, _SAME, isouter=True)
    .join(_stays, _stays.c.id == link.c.account_id, isouter=True)
    .where(
        THE_IDENTITY,
        account.c.detached_at.is_not(None),
        or_(_stays.c.realm.is_(None), _stays.c.realm != account.c.realm),
    )
    .order_by(  # a name of somebody who has a way in, an account of its own, a name of somebody who has none
        case((and_(_stays.c.id.is_not(None), _stays.c.detached_at.is_(None)), 0), (_stays.c.id.is_(None), 1), else_=2),
        account.c.id.desc(),
    )
    .limit(literal_column("1"))
)
_DETACH = prepared(update(account).where(account.c.id == bindparam("id")).values(detached_at=bindparam("now")))
_LET_GO = prepared(update(account).where(account.c.id == bindparam("id")).values(detached_at=bindparam("now"), let_go_at=bindparam("now")))
_ATTACH = prepared(update(account).where(account.c.id == bindparam("id")).values(detached_at=None, unreachable_at=None))
_MOVE = prepared(update(account).where(account.c.id == bindparam("id")).values(realm=bindparam("realm")))
_OTHER_NAME = prepared(
    insert(account).returning(account.c.id),
    "platform", "realm", "external_id", "person_id", "name", "looked_up_at", "detached_at", "link_id",
)  # fmt: skip
_THE_SAME = prepared(insert(link).returning(link.c.id), "kind", "state", "account_id", "entered_by", "made_at", "ends_at", "linked_at")
_MET_TOO = prepared(
    upsert(met)
    .inline()
    .from_select(
        ["account_id", "space_id"],
        select(bindparam("stays", type_=Integer), met.c.space_id).where(met.c.account_id == bindparam("comes")),
    )
    .on_conflict_do_nothing()
)
