"""The statements, each declared once."""

from __future__ import annotations

from sqlalchemy import and_, bindparam, insert, or_, select, update

from guildbot import people
from guildbot.db.prepared import prepared
from guildbot.db.tables import account, ask, help_, membership, notice, offer, person, space
from guildbot.kinds import AskState, HelpState, NoticeState, OfferState

ASK = prepared(
    insert(ask).returning(ask.c.id),
    "guild_id", "asker_id", "space_id", "channel", "kind", "what", "because", "by", "state", "asked_at", "ends_at",
)  # fmt: skip
SAME = prepared(
    select(ask.c.id)
    .join(account, account.c.id == ask.c.asker_id)
    .where(
        account.c.person_id == bindparam("person"), ask.c.what == bindparam("what"), ask.c.asked_at > bindparam("just"),
        ask.c.state == AskState.OPEN,
    )
    .limit(1)
)  # fmt: skip
CARD = prepared(select(ask.c.asker_id, ask.c.kind, ask.c.what, ask.c.because, ask.c.by, ask.c.state).where(ask.c.id == bindparam("id")))
ROOM = prepared(
    select(space.c.platform, space.c.external_id, space.c.name, ask.c.channel)
    .join_from(ask, space, space.c.id == ask.c.space_id)
    .where(ask.c.id == bindparam("id"))
)
WHERE = prepared(select(ask.c.guild_id, ask.c.space_id).where(ask.c.id == bindparam("id")))
MY_OFFER = prepared(
    select(offer.c.id)
    .join(account, account.c.id == offer.c.account_id)
    .where(offer.c.ask_id == bindparam("ask"), account.c.person_id == bindparam("person"), offer.c.state == OfferState.OPEN)
)
OFFER = prepared(insert(offer).returning(offer.c.id), "ask_id", "account_id", "words", "state", "made_at")
OFFER_OF = prepared(select(offer.c.ask_id, offer.c.account_id, offer.c.words, offer.c.state).where(offer.c.id == bindparam("id")))
OFFERS = prepared(
    select(
        offer.c.id, offer.c.words, offer.c.state, account.c.person_id, people.SHOWN_NAME,
        account.c.platform, account.c.realm, account.c.external_id, offer.c.hidden_at,
    )
    .join_from(offer, account, account.c.id == offer.c.account_id)
    .join(person, person.c.id == account.c.person_id)
    .where(offer.c.ask_id == bindparam("ask"), offer.c.state != OfferState.WITHDRAWN)
    .order_by(offer.c.id)
)  # fmt: skip
HIDE_OFFER = prepared(update(offer).where(offer.c.id == bindparam("id")).values(hidden_at=bindparam("now")))
END_OFFER = prepared(update(offer).where(offer.c.id == bindparam("id")).values(state=bindparam("state"), ended_at=bindparam("now")))
END = prepared(update(ask).where(ask.c.id == bindparam("id")).values(state=bindparam("state"), ended_at=bindparam("now")))
HELP = prepared(
    insert(help_).returning(help_.c.id),
    "ask_id", "guild_id", "space_id", "helper_id", "receiver_id", "what", "changed", "state", "noted_at",
)  # fmt: skip
HIDE_HELP = prepared(update(help_).where(help_.c.id == bindparam("id")).values(hidden_at=bindparam("now")))
HELP_OF = prepared(
    select(help_.c.ask_id, help_.c.helper_id, help_.c.receiver_id, help_.c.what, help_.c.state, help_.c.changed).where(
        help_.c.id == bindparam("id")
    )
)
SETTLE = prepared(
    update(help_)
    .where(help_.c.id == bindparam("id"))
    .values(state=bindparam("state"), changed=bindparam("changed"), settled_at=bindparam("now"))
)
DROP_HELP = prepared(
    update(help_)
    .where(help_.c.state == HelpState.NOTED, help_.c.noted_at < bindparam("before"))
    .values(state=HelpState.DROPPED, settled_at=bindparam("now"))
)
READ_BY_CALLER = and_(  # in its own Space, by those in its channel and by the members of its guild
    ask.c.space_id == bindparam("space"),
    or_(
        ask.c.channel == bindparam("channel"),
        ask.c.guild_id.in_(
            select(membership.c.guild_id).where(membership.c.person_id == bindparam("person"), membership.c.ended_at.is_(None))
        ),
    ),
)
READS = prepared(select(ask.c.id).where(ask.c.id == bindparam("id"), READ_BY_CALLER))
LISTED = prepared(
    select(ask.c.id)
    .join(account, account.c.id == ask.c.asker_id)
    .where(
        ask.c.state == AskState.OPEN,
        or_(and_(READ_BY_CALLER, account.c.person_id.not_in(people.BLOCKED_BY)), account.c.person_id == bindparam("person")),
    )
    .order_by(ask.c.ends_at, ask.c.id)
    .limit(10)
)
LAPSED = prepared(select(ask.c.id).where(ask.c.state == AskState.OPEN, ask.c.ends_at <= bindparam("now")).limit(100))
CARDS_POSTED = prepared(
    select(notice.c.space_id, notice.c.channel).where(
        notice.c.kind == "ask-card", notice.c.subject == bindparam("id"), notice.c.posted.is_not(None)
    )
)
DROP_NOTICE = prepared(
    update(notice)
    .where(and_(notice.c.kind == bindparam("kind"), notice.c.subject == bindparam("subject"), notice.c.state == NoticeState.OWED))
    .values(state=NoticeState.DROPPED, why=bindparam("why"))
)
