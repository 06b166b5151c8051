"""The statements, each declared once."""

from __future__ import annotations

from sqlalchemy import Integer, String, and_, bindparam, case, cast, delete, exists, insert, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from guildbot import people, spaces
from guildbot.db.lists import among
from guildbot.db.prepared import prepared
from guildbot.db.tables import (
    account,
    chapter,
    digest,
    guild,
    membership,
    notice,
    own_prompt,
    person,
    reply,
    response,
    round_,
    space,
)
from guildbot.kinds import ChapterState, MemberState, Sharing
from guildbot.reflections.bank import OWN

BEGIN = prepared(insert(round_).returning(round_.c.id), "guild_id", "prompt", "theme", "opened_at", "closes_at")
OPEN_ROUND = prepared(select(round_.c.id).where(round_.c.guild_id == bindparam("guild"), round_.c.closes_at > bindparam("now")).limit(1))
ASKED = prepared(select(round_.c.prompt).where(round_.c.guild_id == bindparam("guild")).order_by(round_.c.id))
CHAPTERS = prepared(
    select(chapter.c.space_id, chapter.c.channel, chapter.c.id).where(
        chapter.c.guild_id == bindparam("guild"), chapter.c.state == ChapterState.OPEN
    )
)
OWN_PROMPT = prepared(select(own_prompt.c.words, own_prompt.c.tender).where(own_prompt.c.id == bindparam("id")))
OWN_PROMPTS = prepared(
    select(own_prompt.c.id, own_prompt.c.words, own_prompt.c.tender)
    .where(own_prompt.c.guild_id == bindparam("guild"), own_prompt.c.retired_at.is_(None))
    .order_by(own_prompt.c.id)
)
ADD_PROMPT = prepared(insert(own_prompt).inline(), "guild_id", "account_id", "words", "tender", "made_at")
PROMPT_GUILD = prepared(
    select(own_prompt.c.guild_id, guild.c.slug, own_prompt.c.words)
    .join(guild, guild.c.id == own_prompt.c.guild_id)
    .where(own_prompt.c.id == bindparam("id"), own_prompt.c.retired_at.is_(None))
)
RETIRE_PROMPT = prepared(update(own_prompt).where(own_prompt.c.id == bindparam("id")).values(retired_at=bindparam("now")))
ROUND = prepared(
    select(round_.c.guild_id, guild.c.name, round_.c.prompt, round_.c.closes_at)
    .join(guild, guild.c.id == round_.c.guild_id)
    .where(round_.c.id == bindparam("id"))
)
MY_ROUNDS = prepared(
    select(round_.c.id)
    .join(membership, and_(membership.c.guild_id == round_.c.guild_id, membership.c.ended_at.is_(None)))
    .where(membership.c.person_id == bindparam("person"), round_.c.closes_at > bindparam("now"))
    .order_by(round_.c.id)
)
_BY_ME = account.c.person_id == bindparam("person")
MY_ACCOUNT = prepared(
    select(account.c.id)
    .join_from(response, account, account.c.id == response.c.account_id)
    .where(response.c.round_id == bindparam("round"), _BY_ME)
)
MY_WORDS = prepared(
    select(response.c.words, response.c.sharing)
    .join(account, account.c.id == response.c.account_id)
    .where(response.c.round_id == bindparam("round"), _BY_ME)
)
_answered = upsert(response)
KEEP = prepared(
    _answered.inline().on_conflict_do_update(
        index_elements=["round_id", "account_id"],
        set_={one: _answered.excluded[one] for one in ("words", "written_at", "space_id")},
    ),
    "id", "round_id", "account_id", "words", "sharing", "written_at", "space_id",
)  # fmt: skip
MINE_IN = prepared(
    select(response.c.id, response.c.sharing).where(
        response.c.round_id == bindparam("round"), response.c.account_id == bindparam("account")
    )
)
_ECHOED = exists(  # a digest was written that the answers of this round belong to
    select(literal(1)).where(
        digest.c.guild_id == round_.c.guild_id, digest.c.gathered_at.is_not(None), digest.c.since <= round_.c.closes_at,
        digest.c.until > round_.c.closes_at,
    )
)  # fmt: skip
OF_MINE = prepared(
    select(round_.c.guild_id, round_.c.closes_at, response.c.asked_at, _ECHOED, response.c.words)
    .join_from(response, round_, round_.c.id == response.c.round_id)
    .join(account, account.c.id == response.c.account_id)
    .where(response.c.id == bindparam("id"), _BY_ME)
)
SHARE = prepared(update(response).where(response.c.id == bindparam("id")).values(sharing=bindparam("sharing")))
DELETE = prepared(delete(response).where(response.c.id == bindparam("id")))
JOURNAL = prepared(
    select(response.c.id, guild.c.name, round_.c.prompt, response.c.words, response.c.sharing, response.c.written_at, round_.c.closes_at)
    .join_from(response, round_, round_.c.id == response.c.round_id)
    .join(guild, guild.c.id == round_.c.guild_id)
    .join(account, account.c.id == response.c.account_id)
    .where(_BY_ME)
    .order_by(response.c.written_at.desc(), response.c.round_id.desc(), response.c.id)
)
UNSETTLED = prepared(
    select(round_.c.id, round_.c.closes_at)
    .where(round_.c.cut_at.is_(None), round_.c.closes_at <= bindparam("now"))
    .order_by(round_.c.closes_at, round_.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
UNSIGNED = prepared(  # with the Space that keeps them to itself, where there is one
    select(response.c.id, response.c.account_id, account.c.person_id, response.c.words, case((space.c.holds, space.c.id), else_=None))
    .join_from(response, account, account.c.id == response.c.account_id)
    .join(space, space.c.id == response.c.space_id, isouter=True)
    .where(response.c.round_id == bindparam("round"), response.c.sharing == bindparam("sharing"))
    .order_by(response.c.id)
)
SAID_BY_NOBODY = prepared(insert(response).inline(), "id", "round_id", "account_id", "words", "sharing", "written_at", "space_id")
ASK_AGAIN = prepared(
    update(response).where(response.c.id == bindparam("id")).values(sharing=bindparam("sharing"), asked_at=bindparam("now"))
)
SETTLED = prepared(update(round_).where(round_.c.id == bindparam("id")).values(cut_at=bindparam("now")))
ASKED_AGAIN = prepared(
    select(round_.c.prompt)
    .join_from(response, round_, round_.c.id == response.c.round_id)
    .where(response.c.id == bindparam("id"), response.c.asked_at.is_not(None), response.c.sharing == Sharing.PRIVATE, ~_ECHOED)
)
_mine = account.alias("mine")
_HAS_ANSWERED = exists(
    select(literal(1))
    .select_from(response)
    .join(_mine, _mine.c.id == response.c.account_id)
    .where(response.c.round_id == round_.c.id, _mine.c.person_id == membership.c.person_id)
)
_WAS_REMINDED = exists(
    select(literal(1)).where(
        notice.c.kind == "reminder", notice.c.subject == round_.c.id,
        notice.c.account_id.in_(select(_mine.c.id).where(_mine.c.person_id == membership.c.person_id)),
    )
)  # fmt: skip
TO_REMIND = prepared(
    select(round_.c.id, membership.c.account_id, membership.c.person_id)
    .join_from(round_, membership, and_(membership.c.guild_id == round_.c.guild_id, membership.c.ended_at.is_(None)))
    .join(person, person.c.id == membership.c.person_id)
    .where(
        round_.c.closes_at > bindparam("now"), round_.c.closes_at <= bindparam("before"), membership.c.state == MemberState.MEMBER,
        person.c.reminder, ~_HAS_ANSWERED, ~_WAS_REMINDED,
    )
    .order_by(round_.c.id, membership.c.id)
)  # fmt: skip
STILL_TO_WRITE = prepared(  # whoever a reminder is for
    select(round_.c.id)
    .join_from(notice, account, account.c.id == notice.c.account_id)
    .join(person, person.c.id == account.c.person_id)
    .join(round_, round_.c.id == notice.c.subject)
    .join(membership, and_(membership.c.guild_id == round_.c.guild_id, membership.c.person_id == account.c.person_id))
    .where(notice.c.id == bindparam("notice"), person.c.reminder, membership.c.state == MemberState.MEMBER, ~_HAS_ANSWERED)
)
_ECHOED_IN = and_(
    round_.c.guild_id == digest.c.guild_id, round_.c.closes_at >= digest.c.since, round_.c.closes_at < digest.c.until
)  # fmt: skip
CLOSED = prepared(
    select(digest.c.id, round_.c.id, round_.c.prompt, own_prompt.c.words, own_prompt.c.tender)
    .join_from(digest, round_, _ECHOED_IN)
    .join(own_prompt, round_.c.prompt == literal(f"{OWN}-") + cast(own_prompt.c.id, String), isouter=True)
    .where(among(digest.c.id, "digests"))
    .order_by(digest.c.id, round_.c.closes_at)
)
VOICES = prepared(  # an unsigned one has no author any more
    select(
        digest.c.id, round_.c.id, response.c.words, response.c.space_id,
        person.c.id, people.SHOWN_NAME, account.c.platform, account.c.realm, account.c.external_id,
    )
    .join_from(digest, round_, _ECHOED_IN)
    .join(chapter, chapter.c.id == digest.c.chapter_id)
    .join(response, response.c.round_id == round_.c.id)
    .join(account, account.c.id == response.c.account_id, isouter=True)
    .join(person, person.c.id == account.c.person_id, isouter=True)
    .where(
        among(digest.c.id, "digests"), spaces.may_be_read(response.c.space_id, chapter.c.space_id),
        or_(
            and_(response.c.sharing == Sharing.SIGNED, response.c.account_id.is_not(None)),
            and_(response.c.sharing == Sharing.UNSIGNED, response.c.account_id.is_(None)),
        ),
    )
)  # fmt: skip
ECHOED = prepared(
    select(round_.c.guild_id, round_.c.prompt).where(round_.c.id == bindparam("id"), round_.c.closes_at > bindparam("since"), _ECHOED)
)
MY_REPLY = prepared(
    select(reply.c.id, reply.c.words)
    .join(account, account.c.id == reply.c.account_id)
    .where(reply.c.round_id == bindparam("round"), _BY_ME, reply.c.withdrawn_at.is_(None))
)
REPLY = prepared(insert(reply).returning(reply.c.id), "round_id", "account_id", "words", "said_at")
_kept_inside = space.alias("kept_inside")
_STAYS_HERE = exists(
    select(literal(1)).where(_kept_inside.c.id == bindparam("here", type_=Integer), _kept_inside.c.holds)
)  # what is said in this Space is read nowhere else
REPLY_TO = prepared(  # each open chapter that may read it, and the digest there that carried the echo
    select(chapter.c.space_id, chapter.c.channel, notice.c.posted, space.c.platform, space.c.external_id)
    .join_from(chapter, round_, round_.c.guild_id == chapter.c.guild_id)
    .join(space, space.c.id == chapter.c.space_id)
    .join(
        digest,
        and_(digest.c.chapter_id == chapter.c.id, digest.c.since <= round_.c.closes_at, digest.c.until > round_.c.closes_at),
        isouter=True,
    )
    .join(notice, and_(notice.c.kind == "digest", notice.c.subject == digest.c.id), isouter=True)
    .where(
        chapter.c.guild_id == bindparam("guild"), chapter.c.state == ChapterState.OPEN, round_.c.id == bindparam("round"),
        or_(chapter.c.space_id == bindparam("here", type_=Integer), ~_STAYS_HERE),
    )
    .order_by(chapter.c.id)
)  # fmt: skip
REPLY_OF = prepared(
    select(reply.c.account_id, round_.c.prompt, reply.c.words)
    .join_from(reply, round_, round_.c.id == reply.c.round_id)
    .where(reply.c.id == bindparam("id"), reply.c.withdrawn_at.is_(None))
)
TAKE_BACK = prepared(
    update(reply)
    .where(
        reply.c.id == bindparam("id"), reply.c.withdrawn_at.is_(None),
        reply.c.account_id.in_(select(_mine.c.id).where(_mine.c.person_id == bindparam("person"))),
    )
    .values(withdrawn_at=bindparam("now"))
)  # fmt: skip
REPLY_POSTS = prepared(
    select(notice.c.id, notice.c.space_id, notice.c.channel).where(
        notice.c.kind == "reply", notice.c.subject == bindparam("id"), notice.c.posted.is_not(None)
    )
)
REPLY_POSTED = prepared(
    select(space.c.platform, space.c.external_id, space.c.name, notice.c.channel, notice.c.posted)
    .join_from(notice, space, space.c.id == notice.c.space_id)
    .where(notice.c.id == bindparam("id"), notice.c.posted.is_not(None))
)
