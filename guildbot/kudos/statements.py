"""The statements, each declared once."""

from __future__ import annotations

from typing import Any, Unpack

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert

from guildbot import people
from guildbot.db.prepared import prepared
from guildbot.db.tables import account, charter, guild, kudos, membership, notice, person, receipt, space
from guildbot.db.tables import second as second_table
from guildbot.kinds import NoticeState

KUDOS = (
    "guild_id",
    "giver_id",
    "reason",
    "value",
    "privately",
    "space_id",
    "channel",
    "message",
    "link",
    "key",
    "fingerprint",
    "given_at",
)
GIVE = prepared(insert(kudos).returning(kudos.c.id), *KUDOS)
NOD = prepared(insert(kudos).returning(kudos.c.id), *KUDOS, "invited_at")
RECEIVE = prepared(insert(receipt).inline(), "kudos_id", "account_id", "kept_at", "hidden_at")
_the_same = and_(kudos.c.fingerprint == bindparam("mark"), kudos.c.given_at > bindparam("just"))


def _given_lately(*counts: ColumnElement[int]) -> Select[Unpack[tuple[Any, ...]]]:
    """Counts over what a person gave since a moment, through whichever of their accounts."""
    lately = and_(kudos.c.giver_id == account.c.id, kudos.c.given_at > bindparam("since"), kudos.c.withdrawn_at.is_(None))
    return select(*counts).join_from(account, kudos, lately).where(account.c.person_id == bindparam("person"))


_lately = _given_lately(func.count(kudos.c.id).label("given"), func.coalesce(func.sum(case((_the_same, 1), else_=0)), 0).label("same"))
_shared = (
    select(guild.c.id, guild.c.slug, guild.c.name)
    .join_from(guild, membership, membership.c.guild_id == guild.c.id)
    .where(
        membership.c.person_id == bindparam("person"),
        membership.c.ended_at.is_(None),
        guild.c.id.in_(select(membership.c.guild_id).where(membership.c.person_id == bindparam("other"), membership.c.ended_at.is_(None))),
    )
)
_before, _between = _lately.subquery("before"), _shared.subquery("between")
SHARED = prepared(_shared.order_by(guild.c.id))
BEFORE = prepared(  # both at once: always a row, more when the two share several guilds
    select(_before.c.given, _before.c.same, _between.c.id, _between.c.slug, _between.c.name)
    .join_from(_before, _between, true(), isouter=True)
    .order_by(_between.c.id)
)
AGAIN = prepared(
    update(kudos)
    .where(kudos.c.id == bindparam("id"), exists(select(literal(1)).where(receipt.c.kudos_id == kudos.c.id)))  # or else it was discarded
    .values(withdrawn_at=None)
)
BY_KEY = prepared(select(kudos.c.id, kudos.c.reason, kudos.c.withdrawn_at).where(kudos.c.key == bindparam("key")))
NODDED = prepared(
    select(
        _given_lately(func.count(kudos.c.id)).scalar_subquery(),
        select(func.count(kudos.c.id))
        .join_from(kudos, receipt, receipt.c.kudos_id == kudos.c.id)
        .where(
            kudos.c.giver_id == bindparam("giver"), receipt.c.account_id == bindparam("to"), kudos.c.invited_at > bindparam("asked_since")
        )
        .scalar_subquery(),
    )
)
WITHDRAW = prepared(
    update(kudos)
    .where(kudos.c.id == bindparam("id"), kudos.c.withdrawn_at.is_(None))
    .values(withdrawn_at=bindparam("now"), key=case((kudos.c.reason.is_(None), kudos.c.key), else_=None))  # a worded one frees its gesture
)
SECOND = prepared(upsert(second_table).inline().on_conflict_do_nothing(), "kudos_id", "account_id", "added_at")
UNSECOND = prepared(
    delete(second_table).where(second_table.c.kudos_id == bindparam("kudos_id"), second_table.c.account_id == bindparam("account_id"))
)
SECONDS = prepared(
    select(person.c.id, people.SHOWN_NAME, account.c.platform, account.c.realm, account.c.external_id)
    .join_from(second_table, account, account.c.id == second_table.c.account_id)
    .join(person, person.c.id == account.c.person_id)
    .where(second_table.c.kudos_id == bindparam("id"), person.c.id.not_in(people.BLOCKED_BY))
    .order_by(second_table.c.added_at, account.c.id)
)
POSTED_AS = prepared(
    select(notice.c.subject).where(
        notice.c.posted == bindparam("posted"), notice.c.kind == "kudos-post", notice.c.space_id == bindparam("space")
    )
)
POSTS = prepared(
    select(notice.c.id, notice.c.space_id, notice.c.channel).where(
        notice.c.kind == "kudos-post", notice.c.subject == bindparam("id"), notice.c.posted.is_not(None)
    )
)
STANDS_OR_COMES = prepared(
    select(notice.c.id).where(
        notice.c.kind == "kudos-post", notice.c.subject == bindparam("id"),
        or_(notice.c.posted.is_not(None), notice.c.state == NoticeState.OWED, notice.c.state == NoticeState.SENDING),
    )
)  # fmt: skip
POSTS_TO_CORRECT = prepared(  # also of those that are just on their way
    select(notice.c.space_id, notice.c.channel)
    .distinct()
    .where(
        notice.c.kind == "kudos-post", notice.c.subject == bindparam("id"),
        or_(notice.c.posted.is_not(None), notice.c.state == NoticeState.SENDING),
    )
)  # fmt: skip
WHERE_POSTED = prepared(
    select(space.c.platform, space.c.external_id, space.c.name, notice.c.channel, notice.c.posted, notice.c.subject)
    .join_from(notice, space, space.c.id == notice.c.space_id)
    .where(notice.c.id == bindparam("id"))
)
GIVEN = prepared(
    select(kudos.c.id, account.c.person_id).join(account, account.c.id == kudos.c.giver_id).where(kudos.c.id == bindparam("id"))
)
STANDING = prepared(
    select(
        kudos.c.giver_id, kudos.c.reason, kudos.c.value, kudos.c.privately, guild.c.name, func.coalesce(guild.c.emoji, "💛"),
        kudos.c.space_id, kudos.c.channel, kudos.c.message, kudos.c.link,
    )
    .join_from(kudos, guild, guild.c.id == kudos.c.guild_id, isouter=True)
    .where(kudos.c.id == bindparam("id"), kudos.c.withdrawn_at.is_(None))
)  # fmt: skip
RECEIVERS = prepared(
    select(receipt.c.account_id).where(receipt.c.kudos_id == bindparam("id"), receipt.c.hidden_at.is_(None)).order_by(receipt.c.account_id)
)
READ_BESIDE = prepared(  # whoever blocks the giver is named to the others as ever: nobody can tell (rule P11)
    select(receipt.c.account_id)
    .join(kudos, kudos.c.id == receipt.c.kudos_id)
    .where(receipt.c.kudos_id == bindparam("id"), or_(receipt.c.hidden_at.is_(None), receipt.c.hidden_at == kudos.c.given_at))
    .order_by(receipt.c.account_id)
)
_NOT_TO_ONESELF = receipt.c.link_id.is_(None)  # no link has made it thanks to oneself
THANKED = prepared(
    select(receipt.c.account_id).where(receipt.c.kudos_id == bindparam("id"), _NOT_TO_ONESELF).order_by(receipt.c.account_id)
)
OF_MINE = select(account.c.id).where(account.c.person_id == bindparam("person"))
HIDE = prepared(
    update(receipt).where(receipt.c.kudos_id == bindparam("kudos_id"), receipt.c.account_id.in_(OF_MINE)).values(hidden_at=bindparam("now"))
)
SHARE = prepared(
    update(receipt)
    .where(receipt.c.kudos_id == bindparam("kudos_id"), receipt.c.account_id.in_(OF_MINE))
    .values(
        shown=bindparam("shown"), decided_at=func.coalesce(bindparam("decided", type_=receipt.c.decided_at.type), receipt.c.decided_at),
        kept_at=func.coalesce(receipt.c.kept_at, bindparam("now", type_=receipt.c.kept_at.type)),
    )
)  # fmt: skip
_of_mine_in_this = and_(receipt.c.kudos_id == bindparam("kudos_id"), receipt.c.account_id.in_(OF_MINE))
KEEP = prepared(update(receipt).where(_of_mine_in_this, receipt.c.kept_at.is_(None)).values(kept_at=bindparam("now")))
DECIDED = prepared(update(receipt).where(_of_mine_in_this).values(decided_at=bindparam("now")))
DISCARD = prepared(delete(receipt).where(_of_mine_in_this, receipt.c.kept_at.is_(None)))
_unkept_nods = and_(receipt.c.kept_at.is_(None), receipt.c.kudos_id.in_(select(kudos.c.id).where(kudos.c.reason.is_(None))))
KEEP_ALL = prepared(
    update(receipt)
    .where(receipt.c.account_id.in_(OF_MINE), receipt.c.kept_at.is_(None))
    .values(kept_at=bindparam("now"), shown=func.coalesce(receipt.c.shown, bindparam("shown", type_=receipt.c.shown.type)))
)
KEEP_NODS = prepared(update(receipt).where(receipt.c.account_id.in_(OF_MINE), _unkept_nods).values(kept_at=bindparam("now")))
UNKEPT_NODS = prepared(select(receipt.c.kudos_id, receipt.c.account_id).where(receipt.c.account_id.in_(OF_MINE), _unkept_nods))
HAS_UNKEPT_NODS = prepared(
    select(receipt.c.kudos_id).where(receipt.c.account_id == bindparam("account"), _unkept_nods).limit(literal_column("1"))
)
IS_UNKEPT = prepared(
    select(receipt.c.kept_at.is_(None)).where(receipt.c.kudos_id == bindparam("id"), receipt.c.account_id == bindparam("account"))
)
UNKEPT = prepared(
    select(receipt.c.kudos_id, receipt.c.account_id)
    .join(kudos, kudos.c.id == receipt.c.kudos_id)
    .where(receipt.c.kept_at.is_(None), kudos.c.given_at <= bindparam("before"))
    .order_by(receipt.c.kudos_id)
    .limit(bindparam("most", type_=Integer))
)
DROP_RECEIPT = prepared(delete(receipt).where(receipt.c.kudos_id == bindparam("kudos_id"), receipt.c.account_id == bindparam("account_id")))
FORGET_WORDS = prepared(
    update(kudos)
    .where(kudos.c.id == bindparam("id"), ~exists(select(literal(1)).where(receipt.c.kudos_id == kudos.c.id)))
    .values(
        reason=None, value=None, link=None, fingerprint=None,
        withdrawn_at=func.coalesce(kudos.c.withdrawn_at, bindparam("now", type_=kudos.c.withdrawn_at.type)),
    )
)  # fmt: skip
NOBODY_KEPT = prepared(
    update(notice)
    .where(
        notice.c.kind == "kudos", notice.c.subject == bindparam("id"),
        or_(notice.c.state == NoticeState.OWED, notice.c.state == NoticeState.WAITING),
    )
    .values(state=NoticeState.DROPPED, why=bindparam("why"))
)  # fmt: skip
REWORD = prepared(update(kudos).where(kudos.c.id == bindparam("id")).values(reason=bindparam("reason")))
SHOWN = prepared(
    select(receipt.c.shown, person.c.thanks, kudos.c.privately, receipt.c.hidden_at, receipt.c.kept_at)
    .join_from(receipt, kudos, kudos.c.id == receipt.c.kudos_id)
    .join(account, account.c.id == receipt.c.account_id)
    .join(person, person.c.id == account.c.person_id)
    .where(receipt.c.kudos_id == bindparam("id"), receipt.c.account_id == bindparam("account"))
)
LINE = (kudos.c.id, kudos.c.given_at, kudos.c.reason, kudos.c.value, kudos.c.giver_id, guild.c.name, kudos.c.link)
KEPT = prepared(
    select(*LINE, func.max(receipt.c.kept_at))
    .join_from(receipt, kudos, kudos.c.id == receipt.c.kudos_id)
    .join(guild, guild.c.id == kudos.c.guild_id, isouter=True)
    .where(receipt.c.account_id.in_(OF_MINE), receipt.c.hidden_at.is_(None), kudos.c.withdrawn_at.is_(None))
    .group_by(kudos.c.id, guild.c.id)  # once, though two accounts of one person may have been thanked in it
    .order_by(kudos.c.id.desc())
    .limit(bindparam("most", type_=Integer))
)
GAVE = prepared(
    select(*LINE)
    .join_from(kudos, guild, guild.c.id == kudos.c.guild_id, isouter=True)
    .where(
        kudos.c.giver_id.in_(OF_MINE),
        kudos.c.withdrawn_at.is_(None),
        or_(
            exists(select(literal(1)).where(receipt.c.kudos_id == kudos.c.id, _NOT_TO_ONESELF)),
            ~exists(select(literal(1)).where(receipt.c.kudos_id == kudos.c.id)),  # whoever was thanked is forgotten
        ),
    )
    .order_by(kudos.c.id.desc())
    .limit(bindparam("most", type_=Integer))
)
BARE = prepared(
    select(kudos.c.id, receipt.c.account_id)
    .join_from(kudos, receipt, receipt.c.kudos_id == kudos.c.id)
    .where(
        kudos.c.giver_id.in_(OF_MINE), kudos.c.reason.is_(None), kudos.c.withdrawn_at.is_(None), kudos.c.given_at > bindparam("since"),
        receipt.c.link_id.is_(None),  # to whoever hid it, too: that is their own affair
    )
    .order_by(kudos.c.id.desc())
    .limit(bindparam("most", type_=Integer))
)  # fmt: skip
_giver = account.alias("giver")
MY_NUMBER = prepared(
    select(func.count(func.distinct(kudos.c.id)), func.count(func.distinct(_giver.c.person_id)), func.min(kudos.c.given_at))
    .join_from(receipt, kudos, kudos.c.id == receipt.c.kudos_id)
    .join(_giver, _giver.c.id == kudos.c.giver_id)
    .where(receipt.c.account_id.in_(OF_MINE), receipt.c.hidden_at.is_(None), kudos.c.withdrawn_at.is_(None))
)
VALUES = prepared(
    select(charter.c.value_words)
    .join_from(guild, charter, and_(charter.c.guild_id == guild.c.id, charter.c.version == guild.c.charter))
    .where(guild.c.id == bindparam("id"))
)
STILL_OWED = prepared(
    select(notice.c.id).where(
        notice.c.kind == "kudos", notice.c.subject == bindparam("id"), notice.c.account_id == bindparam("account"),
        or_(notice.c.state == NoticeState.OWED, notice.c.state == NoticeState.WAITING),
    )
)  # fmt: skip
NOTICE_TO = prepared(select(notice.c.account_id).where(notice.c.id == bindparam("id")))
NODS = prepared(
    select(person.c.id, people.SHOWN_NAME, account.c.platform, account.c.realm, account.c.external_id)
    .distinct()
    .join_from(receipt, kudos, kudos.c.id == receipt.c.kudos_id)
    .join(account, account.c.id == kudos.c.giver_id)
    .join(person, person.c.id == account.c.person_id)
    .where(
        receipt.c.account_id == bindparam("account"), receipt.c.hidden_at.is_(None), kudos.c.reason.is_(None),
        kudos.c.withdrawn_at.is_(None),
        kudos.c.given_at <= bindparam("now"),
        ~exists(  # told about in an earlier letter
            select(literal(1)).where(
                notice.c.kind == "nods", notice.c.account_id == bindparam("account"), notice.c.state == NoticeState.DELIVERED,
                notice.c.gathered_at >= kudos.c.given_at,
            )
        ),
    )
    .order_by(people.SHOWN_NAME, person.c.id)
)  # fmt: skip
GATHERED = prepared(select(notice.c.gathered_at).where(notice.c.id == bindparam("id")))
DROP_OWED = prepared(
    update(notice)
    .where(notice.c.account_id == bindparam("account"), or_(notice.c.state == NoticeState.OWED, notice.c.state == NoticeState.WAITING))
    .values(state=NoticeState.DROPPED, why=bindparam("why"))
)
TO_BOT = prepared(
    select(kudos.c.id, kudos.c.giver_id, kudos.c.reason)
    .join_from(receipt, kudos, kudos.c.id == receipt.c.kudos_id)
    .where(receipt.c.account_id == bindparam("account"), kudos.c.withdrawn_at.is_(None))
)
BY_BOT = prepared(select(kudos.c.id).where(kudos.c.giver_id == bindparam("account"), kudos.c.withdrawn_at.is_(None)))
NO_SECONDS = prepared(delete(second_table).where(second_table.c.account_id == bindparam("account")))
BOT_NAME = prepared(
    select(account.c.name)
    .join_from(receipt, account, account.c.id == receipt.c.account_id)
    .where(receipt.c.kudos_id == bindparam("id"), account.c.bot.is_(True))
)
REASON = prepared(select(kudos.c.reason).where(kudos.c.id == bindparam("id")))
