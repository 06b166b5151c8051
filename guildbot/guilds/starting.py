"""Starting a guild, and the rhythm that begins when it is founded."""

from __future__ import annotations

import re
import unicodedata
from datetime import timedelta
from typing import Any

from guildbot import calendar, codes, phrases, spaces
from guildbot.guilds import statements as sql
from guildbot.guilds.looking import card
from guildbot.guilds.meaning import log, of_room, slug_of, zone_of
from guildbot.guilds.outcomes import (
    EMOJI,
    NORMS,
    VALUE_WORDS,
    ClosedToGuilds,
    Draft,
    NameTaken,
    NoName,
    NoPurpose,
    NotAnEmoji,
    RoomTaken,
    Started,
    UnknownZone,
    ValueWords,
)
from guildbot.kinds import ChapterState, GuildState, MemberState, Role
from guildbot.refusals import InAChannel, Refused, mixed, refuse_if, too_long
from guildbot.words import zone
from guildbot.work import Work

_OWN_EMOJI = re.compile(r":[\w+-]{1,60}:|<a?:\w{1,32}:\d{1,20}>")


def can_start(work: Work, name: str) -> Draft:
    """The start form, filled in; refuses what would be refused at its end already now."""
    name = phrases.one_line(name)
    refuse_if(*_problems_of_name(work, name), _taken(work))
    spaces.know_room(work)  # a guild begins in a channel; the form will not say what it is called
    return Draft(name, "", NORMS, tuple(VALUE_WORDS.split(", ")), zone=work.actor.zone or "UTC")


def start(work: Work, draft: Draft) -> Started:
    """A guild in the caller's channel, with the caller as its first founder."""
    room_of = work.room
    name, purpose = phrases.one_line(draft.name), phrases.one_line(draft.purpose)
    values = tuple(dict.fromkeys(word for word in map(phrases.word, draft.value_words) if word))
    emoji = phrases.one_line(draft.emoji) or EMOJI
    refuse_if(
        *_problems_of_name(work, name),
        _taken(work),
        None if purpose else NoPurpose(),
        too_long(purpose, 300),
        too_long(draft.norms, 2000),
        codes.aloud(work, name, purpose, draft.norms, *values),
        None if 3 <= len(values) <= 6 else ValueWords(len(values)),
        None if str(zone(draft.zone)) == draft.zone else UnknownZone(draft.zone),
        None if is_emoji(emoji) else NotAnEmoji(emoji),
    )
    (made,) = work.one(
        sql.START, slug=slug_of(name), name=name, state=GuildState.STARTING, admission=draft.admission, listed=draft.listed,
        emoji=emoji, zone=draft.zone, charter=1, started_by=work.actor.account, started_at=work.now,
    )  # fmt: skip
    work.do(
        sql.CHARTER,
        guild_id=made,
        version=1,
        purpose=purpose,
        norms=phrases.clean(draft.norms),
        value_words=list(values),
        adopted_at=work.now,
    )
    if not work.do(
        sql.CHAPTER, guild_id=made, space_id=room_of[0], channel=room_of[1], zone=draft.zone, state=ChapterState.OPENING,
        asked_by=work.actor.account, asked_at=work.now, agreed_by=work.actor.account, locale=locale_of(work),
    ):  # fmt: skip
        raise Refused(_taken(work) or InAChannel())
    work.do(
        sql.FOUNDER, guild_id=made, person_id=work.actor.person, account_id=work.actor.account, role=Role.STEWARD,
        founder=True, state=MemberState.MEMBER, since=work.now,
    )  # fmt: skip
    spaces.know_room(work)
    log(work, made, "started", name)
    work.tell("guild-card", made, room=room_of, key=f"card:{made}:{room_of[0]}:{room_of[1]}")
    return Started(card(work, made))


def value_words(text: str) -> tuple[str, ...]:
    """A line of them, with commas or spaces between."""
    return tuple(word for word in map(phrases.word, re.split(r"[,\s]+", text)) if word)


def is_emoji(text: str) -> bool:
    """One character that is a picture, or the name of a platform's own, like `:shell:`."""
    picture = len(text) <= 64 and len(phrases.graphemes(text)) == 1 and (unicodedata.category(text[0]) == "So" or "\ufe0f" in text)
    return picture or _OWN_EMOJI.fullmatch(text) is not None


def begin_rhythm(work: Work, guild_id: int) -> None:
    """The guild is active: each open chapter gets its digest from this week on, the guild its question from the first Tuesday on."""
    for chapter_id, zone_name in work.all(sql.OPEN_CHAPTERS, guild=guild_id):
        begin_digest(work, guild_id, chapter_id, zone_name)
    zone_name = zone_of(work, guild_id)
    today = calendar.local_date(work.now, zone_name)
    question = calendar.QUESTION
    weekly = calendar.Cadence(question.weekday, question.minute, zone_name, 1, today)
    first = weekly.first_from(today)
    if weekly.instant(first) <= work.now:
        first = weekly.first_from(today + timedelta(days=1))
    calendar.open_schedule(
        work, "question", guild_id, calendar.Cadence(question.weekday, question.minute, zone_name, question.weeks, first)
    )


def begin_digest(work: Work, guild_id: int, chapter_id: int, zone_name: str) -> None:
    """On the day and at the hour that the guild has chosen, by this channel's clock."""
    digest = calendar.last_cadence(work, "digest", guild_id) or calendar.DIGEST
    cadence = calendar.Cadence(digest.weekday, digest.minute, zone_name, digest.weeks, calendar.DIGEST.anchor)
    calendar.open_schedule(work, "digest", guild_id, cadence, chapter=chapter_id)


def _problems_of_name(work: Work, name: str) -> list[Any]:
    if not slug_of(name):
        return [NoName()]
    taken = (work.first(sql.BY_NAME, slug=slug_of(one), name=one.lower()) for one in (name, *phrases.twins(name)))
    return [*(NameTaken(found[2]) for found in taken if found), mixed(name), too_long(name, 60)]


def locale_of(work: Work) -> str | None:
    """The caller's language, as the platform last told it: in a channel that they open, the bot speaks it."""
    return work.one(sql.LOCALE, id=work.actor.account)[0]


def _taken(work: Work) -> RoomTaken | ClosedToGuilds | InAChannel | None:
    if work.here is None or work.here.channel is None:
        return InAChannel()
    if not work.here.allowed:
        return ClosedToGuilds(work.here.space_name)
    found = of_room(work, *work.room)
    return RoomTaken(found[1]) if found else None
