"""The statements by which records of two who became one are folded, and unfolded again."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, and_, bindparam, case, exists, func, literal, or_, select, update

from guildbot.accounts.statements import OF_MINE
from guildbot.db.prepared import prepared
from guildbot.db.tables import account, ask, bond, candidacy, guild, help_, kudos, link, membership, offer, person, receipt
from guildbot.kinds import AskState, BondState, CandidacyState, HelpState, MemberState, OfferState

UNTIL_FURTHER_NOTICE = date(9999, 12, 31)  # how a folded spell remembers a rest without an end

# accounts and memberships

REPOINT = prepared(
    update(account).where(account.c.person_id == bindparam("comes")).values(person_id=bindparam("stays"), link_id=bindparam("link"))
)
JOIN = prepared(  # for good: a link by which an account of theirs came lately can still be undone
    update(account)
    .where(account.c.person_id == bindparam("comes"))
    .values(person_id=bindparam("stays"), link_id=func.coalesce(account.c.link_id, bindparam("link", type_=account.c.link_id.type)))
)
RETURN = prepared(update(account).where(account.c.link_id == bindparam("link")).values(person_id=bindparam("comes"), link_id=None))
DOORS = prepared(select(candidacy.c.guild_id).where(candidacy.c.state == CandidacyState.OPEN, candidacy.c.account_id.in_(OF_MINE)))
CAME_BY = prepared(select(account.c.id).where(account.c.link_id == bindparam("link")))
MOVE = prepared(  # all that was theirs, through whichever of their accounts it came
    update(membership).where(membership.c.person_id == bindparam("comes")).values(person_id=bindparam("stays"))
)
MOVE_BACK = prepared(
    update(membership)
    .where(membership.c.account_id.in_(select(account.c.id).where(account.c.link_id == bindparam("link"))))
    .values(person_id=bindparam("comes"))
)
_one, _other = membership.alias("one"), membership.alias("other")
TWICE = prepared(  # guilds both are in: the spell of whoever stays, then that of whoever comes
    select(_one.c.id, _one.c.role, _one.c.since, _other.c.id, _other.c.role, _other.c.since, guild.c.name)
    .join_from(_one, _other, _other.c.guild_id == _one.c.guild_id)
    .join(guild, guild.c.id == _one.c.guild_id)
    .where(
        _one.c.person_id == bindparam("stays"), _one.c.ended_at.is_(None),
        _other.c.person_id == bindparam("comes"), _other.c.ended_at.is_(None),
    )
    .order_by(guild.c.name, guild.c.id)
)  # fmt: skip
FOLD_MEMBERSHIP = prepared(
    update(membership)
    .where(membership.c.id == bindparam("id"))
    .values(
        state=MemberState.FOLDED, ended_at=bindparam("now"), link_id=bindparam("link"),
        rest_until=case(
            (
                and_(membership.c.state == MemberState.RESTING, membership.c.rest_until.is_(None)),
                literal(UNTIL_FURTHER_NOTICE, Date),
            ),
            else_=membership.c.rest_until,
        ),
    )
)  # fmt: skip
_after = membership.alias("after")
FOLDED = prepared(  # of a person: the spell, its guild and account, which link folded it, and whether they left that guild since
    select(
        membership.c.id, membership.c.guild_id, membership.c.account_id, membership.c.role, membership.c.since, membership.c.link_id,
        exists(
            select(literal(1)).where(
                _after.c.guild_id == membership.c.guild_id, _after.c.person_id == membership.c.person_id,
                _after.c.state != MemberState.FOLDED, _after.c.ended_at >= membership.c.ended_at,
            )
        ),
    ).where(membership.c.person_id == bindparam("person"), membership.c.state == MemberState.FOLDED)
)  # fmt: skip
LIVES_IN = prepared(
    select(membership.c.id).where(
        membership.c.guild_id == bindparam("guild"), membership.c.person_id == bindparam("person"), membership.c.ended_at.is_(None)
    )
)
END_FOLDED = prepared(  # for good: its person has left
    update(membership).where(membership.c.id == bindparam("id")).values(state=MemberState.LEFT, rest_until=None, link_id=None)
)
UNFOLD_MEMBERSHIP = prepared(
    update(membership)
    .where(membership.c.id == bindparam("id"))
    .values(
        state=case((membership.c.rest_until.is_(None), MemberState.MEMBER.value), else_=MemberState.RESTING.value),
        ended_at=None, link_id=None,
        rest_until=case((membership.c.rest_until == UNTIL_FURTHER_NOTICE, None), else_=membership.c.rest_until),
    )
)  # fmt: skip

# thanks to oneself

_giver, _receiver = account.alias("giver"), account.alias("receiver")


def _between(one: ColumnElement[Any], other: ColumnElement[Any]) -> ColumnElement[bool]:
    """The two accounts of a record, joined: no longer the same person's, and one of them the person's who goes."""
    return and_(
        _giver.c.id == one, _receiver.c.id == other, _giver.c.person_id != _receiver.c.person_id,
        or_(_giver.c.person_id == bindparam("comes"), _receiver.c.person_id == bindparam("comes")),
    )  # fmt: skip


KEEP_TO_THEMSELVES = prepared(
    update(receipt).where(receipt.c.account_id.in_(OF_MINE), receipt.c.shown.is_(None)).values(shown=bindparam("shown"))
)
SELF_THANKS = prepared(
    select(kudos.c.id)
    .distinct()
    .join_from(kudos, receipt, receipt.c.kudos_id == kudos.c.id)
    .where(kudos.c.giver_id.in_(OF_MINE), receipt.c.account_id.in_(OF_MINE), receipt.c.link_id.is_(None))
    .order_by(kudos.c.id)
)
HIDE = prepared(
    update(receipt)
    .where(receipt.c.kudos_id == bindparam("id"), receipt.c.account_id.in_(OF_MINE), receipt.c.link_id.is_(None))
    .values(hidden_at=func.coalesce(receipt.c.hidden_at, bindparam("now", type_=receipt.c.hidden_at.type)), link_id=bindparam("link"))
)
NO_SELF_THANKS = prepared(
    select(receipt.c.kudos_id, receipt.c.account_id)
    .join_from(receipt, kudos, kudos.c.id == receipt.c.kudos_id)
    .join(_giver, _giver.c.id == kudos.c.giver_id)
    .join(_receiver, _receiver.c.id == receipt.c.account_id)
    .where(receipt.c.link_id.is_not(None), _between(kudos.c.giver_id, receipt.c.account_id))
    .order_by(receipt.c.kudos_id)
)
_HIDDEN_BY_LINK = select(link.c.linked_at).where(link.c.id == receipt.c.link_id).scalar_subquery()  # what was hidden before stays so
UNHIDE = prepared(
    update(receipt)
    .where(receipt.c.kudos_id == bindparam("id"), receipt.c.account_id == bindparam("account"))
    .values(hidden_at=case((receipt.c.hidden_at < _HIDDEN_BY_LINK, receipt.c.hidden_at), else_=None), link_id=None)
)

# help, offers, bonds

FOLD_HELP = prepared(
    update(help_)
    .where(
        help_.c.helper_id.in_(OF_MINE), help_.c.receiver_id.in_(OF_MINE),
        or_(help_.c.state == HelpState.NOTED, help_.c.state == HelpState.CONFIRMED),
    )
    .values(state=HelpState.FOLDED, link_id=bindparam("link"))
)  # fmt: skip
UNFOLD_HELP = prepared(
    update(help_)
    .where(
        help_.c.state == HelpState.FOLDED,
        exists(select(literal(1)).select_from(_giver).join(_receiver, _between(help_.c.helper_id, help_.c.receiver_id))),
    )
    .values(
        state=case((help_.c.settled_at.is_(None), HelpState.NOTED.value), else_=HelpState.CONFIRMED.value), link_id=None,
    )
)  # fmt: skip
_OWN_ASKS = select(ask.c.id).where(ask.c.asker_id.in_(OF_MINE))
WITHDRAW_OFFERS = prepared(
    update(offer)
    .where(offer.c.state == OfferState.OPEN, offer.c.account_id.in_(OF_MINE), offer.c.ask_id.in_(_OWN_ASKS))
    .values(state=OfferState.WITHDRAWN, ended_at=bindparam("now"))
)
_AT_A_LINK = select(link.c.linked_at).where(link.c.linked_at.is_not(None))
OFFER_AGAIN = prepared(
    update(offer)
    .where(
        offer.c.state == OfferState.WITHDRAWN, offer.c.ended_at.in_(_AT_A_LINK),
        exists(
            select(literal(1)).select_from(_giver).join(_receiver, _giver.c.id == offer.c.account_id)
            .join(ask, ask.c.id == offer.c.ask_id)
            .where(ask.c.state == AskState.OPEN, _between(offer.c.account_id, ask.c.asker_id))
        ),
    )
    .values(state=OfferState.OPEN, ended_at=None)
)  # fmt: skip
FOLD_BONDS = prepared(
    update(bond)
    .where(
        bond.c.asked_by.in_(OF_MINE), bond.c.asked.in_(OF_MINE),
        or_(bond.c.state == BondState.OPEN, bond.c.state == BondState.MADE),
    )
    .values(state=BondState.FOLDED, link_id=bindparam("link"))
)  # fmt: skip
UNFOLD_BONDS = prepared(
    update(bond)
    .where(
        bond.c.state == BondState.FOLDED,
        exists(select(literal(1)).select_from(_giver).join(_receiver, _between(bond.c.asked_by, bond.c.asked))),
    )
    .values(state=case((bond.c.made_at.is_(None), BondState.OPEN.value), else_=BondState.MADE.value), link_id=None)
)

# candidacies of somebody who is a member already, or a candidate twice

_my_spell, _earlier = membership.alias("my_spell"), candidacy.alias("earlier")
WITHDRAW_CANDIDACIES = prepared(
    update(candidacy)
    .where(
        candidacy.c.state == CandidacyState.OPEN, candidacy.c.account_id.in_(OF_MINE),
        or_(
            candidacy.c.guild_id.in_(
                select(_my_spell.c.guild_id).where(_my_spell.c.person_id == bindparam("person"), _my_spell.c.ended_at.is_(None))
            ),
            exists(
                select(literal(1)).where(
                    _earlier.c.guild_id == candidacy.c.guild_id, _earlier.c.state == CandidacyState.OPEN,
                    _earlier.c.account_id.in_(OF_MINE), _earlier.c.id < candidacy.c.id,
                )
            ),
        ),
    )
    .values(state=CandidacyState.WITHDRAWN, ended_at=bindparam("now"))
)  # fmt: skip
ASK_AGAIN_TO_JOIN = prepared(
    update(candidacy)
    .where(
        candidacy.c.state == CandidacyState.WITHDRAWN, candidacy.c.account_id.in_(OF_MINE), candidacy.c.ended_at.in_(_AT_A_LINK),
        candidacy.c.guild_id.not_in(
            select(_my_spell.c.guild_id).where(_my_spell.c.person_id == bindparam("person"), _my_spell.c.ended_at.is_(None))
        ),
        ~exists(
            select(literal(1)).where(
                _earlier.c.guild_id == candidacy.c.guild_id, _earlier.c.state == CandidacyState.OPEN, _earlier.c.account_id.in_(OF_MINE)
            )
        ),
    )
    .values(state=CandidacyState.OPEN, ended_at=None)
)  # fmt: skip

# who may see thanks

THANKS = prepared(select(person.c.thanks).where(person.c.id == bindparam("id")))
SET_THANKS = prepared(update(person).where(person.c.id == bindparam("id")).values(thanks=bindparam("thanks")))
SET_THANKS_BEFORE = prepared(update(link).where(link.c.id == bindparam("id")).values(thanks=bindparam("thanks")))
