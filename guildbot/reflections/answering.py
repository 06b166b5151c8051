"""Answering: private at birth; sharing is a second act, signed or not; nobody can tell who answered or passed (rules R1, R2, R5)."""

from __future__ import annotations

from datetime import UTC, timedelta
from hashlib import sha256

from guildbot import calendar, codes, guilds, phrases
from guildbot.kinds import Sharing
from guildbot.reflections import statements as sql
from guildbot.reflections.asking import prompt_of
from guildbot.reflections.outcomes import (
    MOST_WORDS,
    PAGE,
    Deleted,
    Entry,
    Journal,
    Kept,
    NoQuestion,
    Passed,
    Question,
    Questions,
    RoundClosed,
    SharingChosen,
)
from guildbot.refusals import NoLonger, Refused, missing, refuse_if, too_long
from guildbot.who import Command
from guildbot.work import Work, unnoticed


def current(work: Work) -> Questions:
    """`/reflect`: the open question of each of one's guilds, with one's own words so far."""
    found = [_question(work, row[0]) for row in work.all(sql.MY_ROUNDS, person=work.actor.person, now=work.now)]
    if not found:
        raise Refused(NoQuestion())
    return Questions(tuple(found))


def form(work: Work, round_id: int) -> Question:
    """[Write]: the form, with one's own words so far."""
    _answerable(work, round_id)
    return _question(work, round_id)


@unnoticed
def answer(work: Work, round_id: int, words: str) -> Kept:
    """Keep an answer; it is nobody else's business. Writing again replaces the words, not the choice to share."""
    words = phrases.clean(words)
    name = _answerable(work, round_id)
    was = work.first(sql.MY_WORDS, round=round_id, person=work.actor.person)
    shared = was is not None and was[1] is not Sharing.PRIVATE
    refuse_if(missing(words), too_long(words, MOST_WORDS), codes.aloud(work, words) if shared else None)
    (account_id,) = work.first(sql.MY_ACCOUNT, round=round_id, person=work.actor.person) or (work.actor.account,)
    said_in = work.here.space if work.here else None
    work.do(
        sql.KEEP, id=number(work), round_id=round_id, account_id=account_id, words=words, sharing=Sharing.PRIVATE, written_at=work.now,
        space_id=said_in,
    )  # fmt: skip
    id, sharing = work.one(sql.MINE_IN, round=round_id, account=account_id)
    return Kept(id, name, sharing)


def number(work: Work) -> int:
    """For a new answer: drawn by lot, as numbers in a row would tell how many answered in between (rule R5)."""
    return int.from_bytes(sha256(work.token().encode()).digest()[:4]) >> 1 or 1


@unnoticed
def share(work: Work, response_id: int, sharing: Sharing) -> SharingChosen:
    """The second act: shared with one's name or without it, or back to oneself, until the round closes.

    Who is asked again, as too few shared without their name, may still sign theirs until the digest. Whoever has left the guild
    may take back what they shared while they were in it, and shares nothing with it any more.
    """
    found = work.first(sql.OF_MINE, id=response_id, person=work.actor.person)
    if found is None:
        raise Refused(NoLonger(Command("reflect", "mine")))
    guild_id, closes_at, asked_at, echoed, words = found
    again = asked_at is not None and sharing is not Sharing.UNSIGNED and not echoed
    if closes_at <= work.now and not again:
        raise Refused(RoundClosed())
    if sharing is not Sharing.PRIVATE and not guilds.is_member(work, guild_id):
        left = guilds.card(work, guild_id)
        raise guilds.not_a_member(left.name, left.slug)
    refuse_if(codes.aloud(work, words) if sharing is not Sharing.PRIVATE else None)
    work.do(sql.SHARE, id=response_id, sharing=sharing)
    return SharingChosen(response_id, sharing, again=asked_at is not None)


@unnoticed
def delete_answer(work: Work, response_id: int) -> Deleted:
    """Always possible, whether the round is open or not, for as long as it can be told whose it is."""
    if work.first(sql.OF_MINE, id=response_id, person=work.actor.person) is None:
        raise Refused(NoLonger(Command("reflect", "mine")))
    work.do(sql.DELETE, id=response_id)
    return Deleted()


@unnoticed
def pass_by(work: Work, round_id: int) -> Passed:
    return Passed()


def mine(work: Work, page: int = 0, words: str = "", *, language: str = "en") -> Journal:
    """A page of one's own answers, newest first, for their author alone (rule R2). `language`: in which questions are searched.

    A page that is not there (any more) is the last one.
    """
    entries = _entries(work, words, language)
    page = max(0, min(page, (len(entries) - 1) // PAGE))
    start = page * PAGE
    return Journal(tuple(entries[start : start + PAGE]), page, len(entries) > start + PAGE, phrases.one_line(words))


def everything(work: Work) -> Journal:
    """All of one's own answers, to take along."""
    return Journal(tuple(_entries(work)))


def card(work: Work, round_id: int) -> Question:
    """A question as anybody in the guild reads it."""
    guild_id, name, key, closes_at = work.one(sql.ROUND, id=round_id)
    last_day = calendar.local_date(closes_at.astimezone(UTC) - timedelta(seconds=1), guilds.zone_of(work, guild_id))
    return Question(round_id, name, prompt_of(work, key), last_day)


def _entries(work: Work, words: str = "", language: str = "en") -> list[Entry]:
    wanted = phrases.one_line(words).casefold()
    entries = [
        Entry(id, name, prompt_of(work, key), said, sharing, written_at, closes_at > work.now)
        for id, name, key, said, sharing, written_at, closes_at in work.all(sql.JOURNAL, person=work.actor.person)
    ]
    return [one for one in entries if wanted in one.words_said.casefold() or wanted in one.prompt.text(language).casefold()]


def _question(work: Work, round_id: int) -> Question:
    shown = card(work, round_id)
    found = work.first(sql.MY_WORDS, round=round_id, person=work.actor.person)
    return shown if found is None else Question(shown.round, shown.guild, shown.prompt, shown.closes, *found)


def _answerable(work: Work, round_id: int) -> str:
    """The guild's name; refuses members of no such guild and rounds that closed."""
    found = work.first(sql.ROUND, id=round_id)
    if found is None:
        raise Refused(NoLonger(Command("reflect")))
    guild_id, name, _, closes_at = found
    if not guilds.is_member(work, guild_id):
        raise guilds.not_a_member(name, guilds.card(work, guild_id).slug)
    if closes_at <= work.now:
        raise Refused(RoundClosed())
    return name
