"""Reactions: a nod to a message's author, a “me too” on a post of ours; removing the emoji takes it back."""

from __future__ import annotations

from datetime import datetime

from guildbot import calendar, people
from guildbot.kudos import statements as sql
from guildbot.kudos.outcomes import BURST, BURST_SPAN, ONE_INVITATION, NodGiven, NotAPost, Nothing, Seconded, Withdrawn
from guildbot.kudos.standing import must_stand, receive, receivers_of, still_standing
from guildbot.refusals import NoLonger, Refused
from guildbot.who import AccountRef, MessageRef
from guildbot.work import Known, Work


def nod(work: Work, to: AccountRef, message: MessageRef, emoji: str) -> NodGiven | Nothing:
    """The guild's emoji on somebody's message in a chapter. The gesture sets a state: adding it again is the same nod."""
    home = work.here.guild if work.here else None
    if home is None or not _same_emoji(emoji, home.emoji):
        return _nothing(work)
    known, kind, bot = people.meet(work, to)
    if bot or work.actor.bot or known.person == work.actor.person:
        return _nothing(work)
    key = _nod_key(work, message, emoji)
    if (before := work.first(sql.BY_KEY, key=key)) is not None:
        return _nodded_before(work, known, *before)
    lately, asked = work.one(
        sql.NODDED, person=work.actor.person, since=work.now - BURST_SPAN,
        giver=work.actor.account, to=known.account, asked_since=work.now - ONE_INVITATION,
    )  # fmt: skip
    if lately >= BURST:
        return _nothing(work)
    (made,) = work.one(
        sql.NOD, guild_id=home.id, giver_id=work.actor.account, reason=None, value=None, privately=False, space_id=work.room[0],
        channel=message.channel, message=message.id, link=message.link, key=key, fingerprint=None, given_at=work.now,
        invited_at=None if asked else work.now,
    )  # fmt: skip
    receive(work, made, known)
    morning = calendar.next_morning(known, work.now)
    due = calendar.opening(known, kind, morning)
    if not known.blocks:
        work.tell("nods", known.account, account=known.account, due=due, key=f"nods:{known.account}:{morning:%Y-%m-%d}")
    return NodGiven(made, known.said(), invite=not asked)


def _nodded_before(work: Work, to: Known, id: int, reason: str | None, withdrawn_at: datetime | None) -> NodGiven | Nothing:
    """The same emoji again: it brings back a nod that was taken back with it; words that were taken back stay so."""
    if withdrawn_at is not None and reason is not None:
        return _nothing(work)
    if withdrawn_at is not None:
        work.do(sql.AGAIN, id=id)
    return NodGiven(id, to.said(), invite=False)


def take_back_nod(work: Work, message: MessageRef, emoji: str) -> Withdrawn | Nothing:
    """The emoji was removed: a nod goes, worded kudos stay (rule K3)."""
    found = work.first(sql.BY_KEY, key=_nod_key(work, message, emoji))
    if found is None or found[1] is not None or found[2] is not None:
        return _nothing(work)
    work.do(sql.WITHDRAW, id=found[0], now=work.now)
    return Withdrawn(found[0])


def second(work: Work, post: MessageRef) -> Seconded:
    """“Me too” on a post of ours: joins the giver's side. The giver and the thanked cannot."""
    id = posted_as(work, post)
    if id is None:
        raise Refused(NotAPost())
    found = must_stand(work, id)
    receivers = receivers_of(work, id)
    if work.actor.bot or work.actor.person in {found.giver.person, *(known.person for known in receivers)}:
        raise Refused(NoLonger())
    if work.do(sql.SECOND, kudos_id=id, account_id=work.actor.account, added_at=work.now):
        blocking = people.blocking(work)
        for known in (one for one in receivers if one.person not in blocking):
            people.tell(work, known.account, "seconds", id, due=calendar.next_morning(known, work.now), key=f"seconds:{id}:{known.account}")
    return Seconded(id, tuple(known.said() for known in receivers))


def react(work: Work, to: AccountRef, message: MessageRef, emoji: str) -> NodGiven | Seconded | Nothing:
    """An emoji was added: on a post of ours a “me too”, on anybody's message in a chapter a nod."""
    post = posted_as(work, message)
    if post is None:
        return nod(work, to, message, emoji)
    if not _says_me_too(work, post, emoji):
        return _nothing(work)
    try:
        return second(work, message)
    except Refused:  # one's own thanks, or taken back meanwhile: an emoji gets no answer
        return _nothing(work)


def unreact(work: Work, message: MessageRef, emoji: str) -> Withdrawn | Nothing:
    """An emoji was removed: what it said is taken back."""
    post = posted_as(work, message)
    if post is None:
        return take_back_nod(work, message, emoji)
    if not _says_me_too(work, post, emoji) or not work.do(sql.UNSECOND, kudos_id=post, account_id=work.actor.account):
        return _nothing(work)
    return Withdrawn(post)


def _says_me_too(work: Work, post: int, emoji: str) -> bool:
    """Whether it is the emoji that the post promised, wherever the post stands."""
    found = still_standing(work, post)
    return found is not None and _same_emoji(emoji, found.emoji)


def _nothing(work: Work) -> Nothing:
    work.undone = True  # a reaction that says nothing to us leaves no trace of who was where
    return Nothing()


def posted_as(work: Work, message: MessageRef) -> int | None:
    """Which kudos a post of ours shows; None when the message is not such a post."""
    if work.here is None:
        return None
    found = work.first(sql.POSTED_AS, posted=f"{message.channel}/{message.id}", space=work.here.space)
    return found[0] if found else None


def _nod_key(work: Work, message: MessageRef, emoji: str) -> str:
    """The giver by the platform's id: two workspaces that share a channel tell of one gesture, before we know them for one person."""
    return f"nod:{message.channel}:{message.id}:{work.actor.ref.id}:{_bare(emoji)}"


def _bare(emoji: str) -> str:
    """An emoji without skin tone and variation selector."""
    return "".join(c for c in emoji.split("::")[0].strip(":") if not "\U0001f3fb" <= c <= "\U0001f3ff" and c != "\ufe0f")


def _same_emoji(one: str, other: str) -> bool:
    return _bare(one) == _bare(other)
