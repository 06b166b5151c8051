"""The first line: any member may offer one for the coming digest, signed, until the day before it is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from guildbot import calendar, codes, guilds, phrases
from guildbot.digests import statements as sql
from guildbot.refusals import NoLonger, Refused, missing, refuse_if, too_long
from guildbot.who import Command, Quote
from guildbot.words import Phrase, Say, m
from guildbot.work import Work

MOST_LINE = 280


@dataclass(frozen=True, slots=True)
class LineForm:
    """To be filled in; `mine` is what one has offered already."""

    guild_id: int
    guild: str
    day: date  # of the digest
    last_day: date  # to offer one
    mine: str = ""

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(
                m("One line to open the digest of {guild} on {day}, with your name. Until {last} it can be changed or taken back."),
                guild=Quote(self.guild),
                day=self.day,
                last=self.last_day,
            ),
        )


@dataclass(frozen=True, slots=True)
class LineOffered:
    id: int
    guild: str
    day: date
    words_said: str

    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (
            say(m("Offered for {guild}, {day}. Of several lines, one is chosen by turns."), guild=Quote(self.guild), day=self.day),
            (Quote(self.words_said),),
        )


@dataclass(frozen=True, slots=True)
class LineTakenBack:
    def words(self, say: Say) -> tuple[Phrase, ...]:
        return (say(m("Taken back. It will not be shown.")),)


@dataclass(frozen=True, slots=True)
class NoDigestYet:
    sentence: ClassVar[str] = m("No digest is coming here yet: it begins when the guild has three members and a channel. {join}")
    join: Command = Command("guild", "show")


def line_form(work: Work, guild_id: int) -> LineForm:
    """[Offer the first line]"""
    coming = _coming(work, guild_id)
    mine = work.first(sql.MY_LINE, guild=guild_id, person=work.actor.person, since=coming.since)
    return LineForm(guild_id, coming.guild, coming.day, coming.day - timedelta(days=1), mine[1] if mine else "")


def offer_line(work: Work, guild_id: int, words: str) -> LineOffered:
    """Offer a line, or another in its place. Which of several opens the week is decided when the digest goes."""
    words = phrases.one_line(words)
    coming = _coming(work, guild_id)
    refuse_if(missing(words), too_long(words, MOST_LINE), codes.aloud(work, words))
    for id, _ in work.all(sql.MY_LINE, guild=guild_id, person=work.actor.person, since=coming.since):
        work.do(sql.WITHDRAW_LINE, id=id, person=work.actor.person, now=work.now)
    (made,) = work.one(
        sql.OFFER_LINE, guild_id=guild_id, account_id=work.actor.account, words=words, offered_at=work.now,
        space_id=work.here.space if work.here else None,
    )  # fmt: skip
    return LineOffered(made, coming.guild, coming.day, words)


def take_back_line(work: Work, id: int) -> LineTakenBack:
    """One's own, until it went out."""
    if not work.do(sql.WITHDRAW_LINE, id=id, person=work.actor.person, now=work.now):
        raise Refused(NoLonger())
    return LineTakenBack()


@dataclass(frozen=True, slots=True)
class _Coming:
    guild: str
    day: date
    since: datetime  # older lines were for a digest before


def _coming(work: Work, guild_id: int) -> _Coming:
    """The next digest for which lines are still taken; refuses who is not in the guild."""
    card = guilds.card(work, guild_id)
    if not guilds.is_member(work, guild_id):
        raise guilds.not_a_member(card.name, card.slug)
    found = work.first(sql.NEXT_OF_GUILD, guild=guild_id)
    if found is None:
        raise Refused(NoDigestYet())
    chapter, zone_name, last = found
    home = guilds.zone_of(work, guild_id)
    days = [calendar.local_date(at, zone_name) for at in calendar.upcoming(work, "digest", guild_id, 3, chapter=chapter)]
    open_ = [day for day in days if calendar.instant(day, 0, home) > work.now]
    if not open_:
        raise Refused(NoDigestYet())
    before = max([day for day in days if day < open_[0]], default=None)
    since = calendar.instant(before, 0, home) if before else None
    if since is None:
        since = calendar.instant(calendar.local_date(last, zone_name), 0, home) if last else work.now - timedelta(days=7)
    return _Coming(card.name, open_[0], since)
