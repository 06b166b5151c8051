"""The statements about accounts, links and codes, each declared once."""

from __future__ import annotations

from typing import Any, Unpack

from sqlalchemy import Select, and_, bindparam, delete, exists, insert, literal, or_, select, update

from guildbot.db.prepared import prepared
from guildbot.db.tables import account, invitation, link, notice, person, space, wrong_code
from guildbot.kinds import LinkKind, LinkState

OF_MINE = select(account.c.id).where(account.c.person_id == bindparam("person"))
_side: Select[Unpack[tuple[Any, ...]]] = select(
    account.c.id, account.c.person_id, account.c.name, account.c.platform, account.c.realm, account.c.external_id, space.c.name,
    account.c.detached_at, account.c.bot, account.c.link_id,
).join_from(account, space, space.c.id == account.c.space_id, isouter=True)  # fmt: skip
SIDE = prepared(_side.where(account.c.id == bindparam("id")))
SIDE_ALONE = prepared(_side.where(account.c.id == bindparam("id")).with_for_update(of=account))
_another_name = link.alias("another_name")
_NO_OTHER_NAME = ~exists(  # of an account that its platform says is the same
    select(literal(1)).where(
        _another_name.c.entered_by == account.c.id, _another_name.c.kind == LinkKind.SAME, _another_name.c.state == LinkState.MADE
    )
)
SIDES = prepared(
    _side.where(account.c.person_id == bindparam("person"), _NO_OTHER_NAME).order_by(account.c.detached_at.is_not(None), account.c.id)
)
SEEN = prepared(  # somebody's accounts with the links that brought them: live ones first, of those the one that acted last
    select(account.c.id, account.c.link_id)
    .where(account.c.person_id == bindparam("person"), _NO_OTHER_NAME)
    .order_by(account.c.detached_at.is_not(None), account.c.acted_at.desc().nulls_last(), account.c.id)
)
PERSON_ALONE = prepared(select(person.c.id).where(person.c.id == bindparam("id")).with_for_update(key_share=True))

# links

_link = select(
    link.c.id, link.c.kind, link.c.state, link.c.account_id, link.c.entered_by, link.c.from_person, link.c.thanks, link.c.ends_at,
    link.c.linked_at, link.c.code,
)  # fmt: skip
LINK = prepared(_link.where(link.c.id == bindparam("id")))
LINK_ALONE = prepared(_link.where(link.c.id == bindparam("id")).with_for_update())
BY_CODE = prepared(_link.where(link.c.code == bindparam("code")).with_for_update())
MAKE = prepared(insert(link).inline(), "kind", "state", "code", "account_id", "made_at", "ends_at")
VOID_MINE = prepared(update(link).where(link.c.state == LinkState.OPEN, link.c.account_id.in_(OF_MINE)).values(state=LinkState.VOID))
SPEND = prepared(  # whoever is first: with the same code at the same instant this touches a row once
    update(link)
    .where(link.c.code == bindparam("code"), link.c.state == LinkState.OPEN, link.c.ends_at > bindparam("now"))
    .values(state=LinkState.ASKED, entered_by=bindparam("by"), ends_at=bindparam("until"))
)
SETTLE = prepared(
    update(link)
    .where(link.c.id == bindparam("id"), link.c.state == LinkState.ASKED)
    .values(state=bindparam("state", type_=link.c.state.type))
)
LINKED = prepared(
    update(link)
    .where(link.c.id == bindparam("id"))
    .values(
        state=LinkState.MADE, from_person=bindparam("from_person"), thanks=bindparam("thanks"), linked_at=bindparam("now"),
    )
)  # fmt: skip
RECOVERED = prepared(
    insert(link).returning(link.c.id),
    "kind", "state", "code", "account_id", "entered_by", "made_at", "ends_at",
)  # fmt: skip
UNDONE = prepared(update(link).where(link.c.id == bindparam("id")).values(state=LinkState.UNDONE, undone_at=bindparam("now")))
LAPSE = prepared(
    update(link)
    .where(or_(link.c.state == LinkState.OPEN, link.c.state == LinkState.ASKED), link.c.ends_at <= bindparam("now"))
    .values(state=LinkState.VOID)
)
FORGET_TRIES = prepared(delete(wrong_code).where(wrong_code.c.at < bindparam("before")))
_stays = account.alias("stays")
_OF_PERSON = and_(_stays.c.id == link.c.account_id, _stays.c.person_id == bindparam("person"))
ASKED_OF = prepared(
    select(link.c.id).join(_stays, _OF_PERSON).where(link.c.state == LinkState.ASKED, link.c.ends_at > bindparam("now")).order_by(link.c.id)
)
_UNDOABLE = and_(link.c.state == LinkState.MADE, link.c.kind != LinkKind.SAME, link.c.linked_at > bindparam("since"))
UNDOABLE = prepared(  # links by which others came to this person: id, who came, when, what the person had chosen before
    select(link.c.id, link.c.entered_by, link.c.linked_at, link.c.thanks, person.c.thanks)
    .join(_stays, _OF_PERSON)
    .join(person, person.c.id == link.c.from_person)
    .where(_UNDOABLE)
    .order_by(link.c.linked_at, link.c.id)
)
NOTICE_TO = prepared(select(notice.c.account_id).where(notice.c.id == bindparam("id")))

# the way back in

KEEP_WAY_BACK = prepared(
    update(person).where(person.c.id == bindparam("person")).values(recovery=bindparam("code", type_=person.c.recovery.type))
)
_SETTLED_BEFORE = and_(
    link.c.state == LinkState.MADE, or_(link.c.linked_at <= bindparam("since"), link.c.kind == LinkKind.SAME),
    link.c.account_id.in_(OF_MINE),
)  # fmt: skip
DROP_OLDER_WAYS_BACK = prepared(  # of whoever has become this person for good
    update(person).where(person.c.id.in_(select(link.c.from_person).where(_SETTLED_BEFORE))).values(recovery=None)
)
HAS_WAY_BACK = prepared(
    select(person.c.id)
    .where(
        person.c.recovery.is_not(None),
        or_(person.c.id == bindparam("person"), person.c.id.in_(select(link.c.from_person).where(_SETTLED_BEFORE))),
    )
    .limit(1)
)
BY_WAY_BACK = prepared(
    select(person.c.id).where(person.c.recovery == bindparam("code"), person.c.erased_at.is_(None)).with_for_update(key_share=True)
)
USE_WAY_BACK = prepared(update(person).where(person.c.recovery == bindparam("code")).values(recovery=None))
BECAME = prepared(  # who somebody has become, how and when
    select(_stays.c.person_id, link.c.kind, link.c.linked_at)
    .join_from(link, _stays, _stays.c.id == link.c.account_id)
    .where(link.c.from_person == bindparam("person"), link.c.state == LinkState.MADE)
    .order_by(link.c.id.desc())
    .limit(1)
)
GIVE_BACK_WAY = prepared(
    update(person).where(person.c.id == bindparam("person"), person.c.recovery.is_(None)).values(recovery=bindparam("code"))
)
FREE_CODE = prepared(update(link).where(link.c.id == bindparam("id")).values(code=None))
DROP_WAY_BACK_OF = prepared(  # an account is let go: the codes of those who became this person through it end too
    update(person)
    .where(person.c.id.in_(select(link.c.from_person).where(link.c.entered_by == bindparam("account"), link.c.state == LinkState.MADE)))
    .values(recovery=None)
)

DROP_WAYS_BACK = prepared(
    update(person)
    .where(
        or_(
            person.c.id == bindparam("person"),
            person.c.id.in_(select(link.c.from_person).where(link.c.state == LinkState.MADE, link.c.account_id.in_(OF_MINE))),
        )
    )
    .values(recovery=None)
)
BROUGHT_BY = prepared(
    select(account.c.link_id).join_from(link, account, account.c.id == link.c.entered_by).where(link.c.id == bindparam("link"))
)

# said aloud

HEARD_LINK = prepared(
    select(link.c.id, link.c.account_id).where(
        link.c.code == bindparam("code"), link.c.state == LinkState.OPEN, link.c.ends_at > bindparam("now")
    )
)
VOID = prepared(update(link).where(link.c.id == bindparam("id"), link.c.state == LinkState.OPEN).values(state=LinkState.VOID))
HEARD_WAY_BACK = prepared(select(person.c.id).where(person.c.recovery == bindparam("code")))
HEARD_INVITATION = prepared(
    select(invitation.c.id, invitation.c.invited_by).where(
        invitation.c.code == bindparam("code"), invitation.c.used_by.is_(None), invitation.c.ends_at > bindparam("now")
    )
)
END_INVITATION = prepared(update(invitation).where(invitation.c.id == bindparam("id")).values(ends_at=bindparam("now")))
INVITED = prepared(select(invitation.c.name).where(invitation.c.id == bindparam("id")))
