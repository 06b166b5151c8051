"""The statements, each declared once. Every one begins at the accounts of the person who asks."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Integer, and_, bindparam, case, exists, func, literal, not_, or_, select

from guildbot import people, spaces
from guildbot.db.prepared import prepared
from guildbot.db.tables import (
    account,
    ask,
    candidacy,
    charter,
    engagement,
    first_line,
    guild,
    help_,
    introduced,
    introduction,
    invitation,
    kudos,
    link,
    membership,
    offer,
    own_prompt,
    person,
    receipt,
    reply,
    response,
    round_,
    space,
    vouch,
)
from guildbot.kinds import HelpState, LinkKind, LinkState, MemberState, OfferState, Visibility, VouchState

_mine = account.alias("mine")
_OF_MINE = select(_mine.c.id).where(_mine.c.person_id == bindparam("person"))
_AGREED: ColumnElement[str | None] = case((and_(person.c.named, person.c.erased_at.is_(None)), people.SHOWN_NAME))  # rule P10

# what others may see

GUILDS = prepared(
    select(guild.c.name, membership.c.role, membership.c.founder, membership.c.since, membership.c.ended_at, membership.c.goodbye)
    .join_from(membership, guild, guild.c.id == membership.c.guild_id)
    .where(membership.c.account_id.in_(_OF_MINE), membership.c.state != MemberState.FOLDED)
    .order_by(membership.c.since, membership.c.id)
)
WORK = prepared(
    select(
        engagement.c.label, engagement.c.since, engagement.c.until, engagement.c.brings, engagement.c.hopes, engagement.c.shown,
        engagement.c.ended_at,
    )
    .where(engagement.c.account_id.in_(_OF_MINE))
    .order_by(engagement.c.since, engagement.c.id)
)  # fmt: skip
# Without a guild it stays between the two; said in a Space that holds its words it stays there (rules P7, G7).
_HELP_MAY_BE_SEEN = and_(help_.c.guild_id.is_not(None), spaces.may_be_read(help_.c.space_id))
HELP = prepared(
    select(
        help_.c.settled_at,
        help_.c.what,
        help_.c.changed,
        _AGREED,
        case((_HELP_MAY_BE_SEEN, literal(1, Integer)), else_=literal(0, Integer)),
    )
    .join_from(help_, account, account.c.id == help_.c.receiver_id)
    .join(person, person.c.id == account.c.person_id)
    .where(help_.c.helper_id.in_(_OF_MINE), help_.c.state == HelpState.CONFIRMED)
    .order_by(help_.c.settled_at, help_.c.id)
)
_anybodys, _had_by, _whose = receipt.alias("anybodys"), account.alias("had_by"), person.alias("whose")
_ONLY_ME = literal(Visibility.ME, receipt.c.shown.type)
_SOMEBODY_KEEPS_IT = exists(  # a joint thank-you is shown only as far as everyone thanked in it wishes
    select(literal(1))
    .join_from(_anybodys, _had_by, _had_by.c.id == _anybodys.c.account_id)
    .join(_whose, _whose.c.id == _had_by.c.person_id)
    .where(
        _anybodys.c.kudos_id == kudos.c.id, _anybodys.c.link_id.is_(None),
        or_(
            _anybodys.c.hidden_at.is_not(None), _anybodys.c.kept_at.is_(None),
            func.coalesce(_anybodys.c.shown, _whose.c.thanks, _ONLY_ME, type_=receipt.c.shown.type) == Visibility.ME,
        ),
    )
)  # fmt: skip
_THANKS_MAY_BE_SEEN = and_(
    kudos.c.privately.is_(False), kudos.c.guild_id.is_not(None), spaces.may_be_read(kudos.c.space_id), not_(_SOMEBODY_KEEPS_IT)
)
_OF_MINE_IN_IT = exists(
    select(literal(1)).where(receipt.c.kudos_id == kudos.c.id, receipt.c.account_id.in_(_OF_MINE), receipt.c.hidden_at.is_(None))
)
THANKS = prepared(  # each once, also when two of my accounts were thanked
    select(
        kudos.c.given_at, kudos.c.reason, kudos.c.value, guild.c.name, _AGREED,
        case((_THANKS_MAY_BE_SEEN, literal(1, Integer)), else_=literal(0, Integer)),
    )
    .join_from(kudos, account, account.c.id == kudos.c.giver_id)
    .join(person, person.c.id == account.c.person_id)
    .join(guild, guild.c.id == kudos.c.guild_id, isouter=True)
    .where(_OF_MINE_IN_IT, kudos.c.withdrawn_at.is_(None), kudos.c.reason.is_not(None))
    .order_by(kudos.c.given_at, kudos.c.id)
)  # fmt: skip
_LET_IN = exists(select(literal(1)).where(membership.c.invitation_id == invitation.c.id, membership.c.account_id.in_(_OF_MINE)))
INVITED = prepared(
    select(
        invitation.c.made_at, invitation.c.because, guild.c.name, _AGREED, case((_LET_IN, literal(1, Integer)), else_=literal(0, Integer))
    )
    .join_from(invitation, guild, guild.c.id == invitation.c.guild_id)
    .join(account, account.c.id == invitation.c.invited_by)
    .join(person, person.c.id == account.c.person_id)
    .where(invitation.c.used_by.in_(_OF_MINE), invitation.c.because != "")
    .order_by(invitation.c.made_at, invitation.c.id)
)  # fmt: skip
VOUCHED = prepared(  # what did not count is between those who vouch (rule G6)
    select(vouch.c.made_at, vouch.c.because, guild.c.name, _AGREED)
    .join_from(vouch, candidacy, candidacy.c.id == vouch.c.candidacy_id)
    .join(guild, guild.c.id == candidacy.c.guild_id)
    .join(account, account.c.id == vouch.c.account_id)
    .join(person, person.c.id == account.c.person_id)
    .where(candidacy.c.account_id.in_(_OF_MINE), vouch.c.state == VouchState.COUNTED)
    .order_by(vouch.c.made_at, vouch.c.id)
)

# for its person alone

MADE = prepared(select(person.c.made_at).where(person.c.id == bindparam("person")))
_LINKED = or_(link.c.account_id.in_(_OF_MINE), link.c.entered_by.in_(_OF_MINE))
BEFORE_LINKING = prepared(  # what the other accounts' person said of themselves before
    select(person.c.name, person.c.about)
    .where(
        person.c.id != bindparam("person"),
        person.c.id.in_(select(link.c.from_person).where(_LINKED, link.c.state == LinkState.MADE)),
        ~exists(select(literal(1)).where(account.c.person_id == person.c.id)),
    )
    .order_by(person.c.id)
)
_SAME_AS_ANOTHER = exists(
    select(literal(1)).where(link.c.entered_by == account.c.id, link.c.kind == LinkKind.SAME, link.c.state == LinkState.MADE)
)
ACCOUNTS = prepared(
    select(account.c.platform, account.c.name, space.c.name, account.c.detached_at)
    .join_from(account, space, space.c.id == account.c.space_id, isouter=True)
    .where(account.c.person_id == bindparam("person"), ~_SAME_AS_ANOTHER)
    .order_by(account.c.id)
)
OFFERED_TO_ME = prepared(
    select(offer.c.made_at, offer.c.words, ask.c.what, _AGREED)
    .join_from(offer, ask, ask.c.id == offer.c.ask_id)
    .join(account, account.c.id == offer.c.account_id)
    .join(person, person.c.id == account.c.person_id)
    .where(ask.c.asker_id.in_(_OF_MINE), offer.c.state != OfferState.WITHDRAWN, offer.c.hidden_at.is_(None), offer.c.words != "")
    .order_by(offer.c.made_at, offer.c.id)
)
NOTED_FOR_ME = prepared(
    select(help_.c.noted_at, help_.c.what, _AGREED)
    .join_from(help_, account, account.c.id == help_.c.helper_id)
    .join(person, person.c.id == account.c.person_id)
    .where(
        help_.c.receiver_id.in_(_OF_MINE), help_.c.ask_id.is_(None), help_.c.state == HelpState.NOTED, help_.c.hidden_at.is_(None),
        help_.c.what != "",
    )
    .order_by(help_.c.noted_at, help_.c.id)
)  # fmt: skip
GAVE = prepared(
    select(kudos.c.given_at, kudos.c.reason, kudos.c.value, guild.c.name)
    .join_from(kudos, guild, guild.c.id == kudos.c.guild_id, isouter=True)
    .where(kudos.c.giver_id.in_(_OF_MINE), kudos.c.withdrawn_at.is_(None), kudos.c.reason.is_not(None))
    .order_by(kudos.c.given_at, kudos.c.id)
)
WROTE_INVITATIONS = prepared(
    select(invitation.c.made_at, invitation.c.because, guild.c.name)
    .join_from(invitation, guild, guild.c.id == invitation.c.guild_id)
    .where(invitation.c.invited_by.in_(_OF_MINE))
    .order_by(invitation.c.made_at, invitation.c.id)
)
WROTE_VOUCHES = prepared(
    select(vouch.c.made_at, vouch.c.because, guild.c.name)
    .join_from(vouch, candidacy, candidacy.c.id == vouch.c.candidacy_id)
    .join(guild, guild.c.id == candidacy.c.guild_id)
    .where(vouch.c.account_id.in_(_OF_MINE), vouch.c.because != "")
    .order_by(vouch.c.made_at, vouch.c.id)
)
WROTE_CHARTERS = prepared(
    select(guild.c.started_at, guild.c.name, charter.c.purpose, charter.c.norms, charter.c.value_words)
    .join_from(guild, charter, and_(charter.c.guild_id == guild.c.id, charter.c.version == 1))
    .where(guild.c.started_by.in_(_OF_MINE))
    .order_by(guild.c.started_at, guild.c.id)
)
FIRST_LINES = prepared(
    select(first_line.c.offered_at, first_line.c.words, guild.c.name)
    .join_from(first_line, guild, guild.c.id == first_line.c.guild_id)
    .where(first_line.c.account_id.in_(_OF_MINE), first_line.c.withdrawn_at.is_(None))
    .order_by(first_line.c.offered_at, first_line.c.id)
)
WROTE_QUESTIONS = prepared(
    select(own_prompt.c.made_at, own_prompt.c.words, guild.c.name)
    .join_from(own_prompt, guild, guild.c.id == own_prompt.c.guild_id)
    .where(own_prompt.c.account_id.in_(_OF_MINE))
    .order_by(own_prompt.c.made_at, own_prompt.c.id)
)
REPLIED = prepared(
    select(reply.c.said_at, reply.c.words, guild.c.name)
    .join_from(reply, round_, round_.c.id == reply.c.round_id)
    .join(guild, guild.c.id == round_.c.guild_id)
    .where(reply.c.account_id.in_(_OF_MINE), reply.c.withdrawn_at.is_(None))
    .order_by(reply.c.said_at, reply.c.id)
)
INTRODUCED = prepared(
    select(introduction.c.made_at, introduction.c.because, guild.c.name)
    .join_from(introduction, guild, guild.c.id == introduction.c.guild_id)
    .where(introduction.c.asked_by.in_(_OF_MINE), introduction.c.because != "")
    .order_by(introduction.c.made_at, introduction.c.id)
)
INTRODUCED_ME = prepared(
    select(introduction.c.made_at, introduction.c.because, guild.c.name, _AGREED, person.c.id)
    .join_from(introduction, introduced, introduced.c.introduction_id == introduction.c.id)
    .join(guild, guild.c.id == introduction.c.guild_id)
    .join(account, account.c.id == introduction.c.asked_by)
    .join(person, person.c.id == account.c.person_id)
    .where(introduced.c.account_id.in_(_OF_MINE), introduced.c.yes.is_not(False), introduction.c.because != "")
    .order_by(introduction.c.made_at, introduction.c.id)
)
ASKED = prepared(select(ask.c.asked_at, ask.c.what, ask.c.because).where(ask.c.asker_id.in_(_OF_MINE)).order_by(ask.c.asked_at, ask.c.id))
OFFERED = prepared(
    select(offer.c.made_at, offer.c.words, ask.c.what)
    .join_from(offer, ask, ask.c.id == offer.c.ask_id)
    .where(offer.c.account_id.in_(_OF_MINE), offer.c.state != OfferState.WITHDRAWN)
    .order_by(offer.c.made_at, offer.c.id)
)
NOTED = prepared(  # a no to it is silent: what was dropped looks like what was not answered yet
    select(help_.c.noted_at, help_.c.what)
    .where(
        help_.c.helper_id.in_(_OF_MINE), help_.c.ask_id.is_(None), help_.c.what != "",
        or_(help_.c.state == HelpState.NOTED, help_.c.state == HelpState.DROPPED),
    )
    .order_by(help_.c.noted_at, help_.c.id)
)  # fmt: skip
CHANGED = prepared(
    select(help_.c.settled_at, help_.c.what, help_.c.changed)
    .where(help_.c.receiver_id.in_(_OF_MINE), help_.c.state == HelpState.CONFIRMED)
    .order_by(help_.c.settled_at, help_.c.id)
)
ANSWERS = prepared(
    select(response.c.written_at, round_.c.prompt, response.c.words)
    .join_from(response, round_, round_.c.id == response.c.round_id)
    .where(response.c.account_id.in_(_OF_MINE))
    .order_by(response.c.written_at, response.c.id)
)
