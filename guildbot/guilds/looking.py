"""Looking: one's own guilds, finding one, a guild's card and its page for members."""

from __future__ import annotations

import re

from guildbot import people, phrases
from guildbot.guilds import statements as sql
from guildbot.guilds.meaning import is_member, may_care, not_a_member, which
from guildbot.guilds.outcomes import CHANNELS, FOUNDERS, VOUCHED, AskedToJoin, Card, Found, MyGuild, MyGuilds, ShownToMember
from guildbot.kinds import ChapterState, GuildState, MemberState, Role
from guildbot.who import Room
from guildbot.work import Work


def mine(work: Work) -> MyGuilds:
    rows = work.all(sql.MINE, person=work.actor.person)
    return MyGuilds(
        tuple(MyGuild(slug, name, state, role is Role.STEWARD, how is MemberState.RESTING) for slug, name, state, role, how in rows),
        tuple(AskedToJoin(*row) for row in work.all(sql.ASKED_TO_JOIN, person=work.actor.person)),
    )


def find(work: Work, words: str = "") -> Found:
    like = "%" + re.sub(r"([%_\\])", r"\\\1", phrases.one_line(words).lower()) + "%"
    return Found(words, tuple(work.all(sql.FIND, like=like)))


def show(work: Work, name: str = "") -> ShownToMember:
    """A guild's page, which tells every member the same."""
    id, slug, called = which(work, name)
    if not is_member(work, id):
        raise not_a_member(called, slug)
    members = work.all(sql.MEMBERS, guild=id)
    entries = tuple((at, who, act, _name_of(work, act, subject)) for at, who, act, subject in work.all(sql.LOG, guild=id))
    digest = work.first(sql.NEXT_DIGEST, guild=id)
    inside = tuple((who, role is Role.STEWARD, tuple(about)) for who, role, about in members)
    return ShownToMember(card(work, id), inside, entries, digest[0] if digest else None, may_care(work, id))


def _name_of(work: Work, act: str, subject: str) -> str:
    """What an entry is about: somebody, or a channel, under the name they have today; a channel that became private has none."""
    if act in CHANNELS:
        space_name, channel = work.one(sql.CHAPTER_NAMES, id=int(subject))
        return f"{space_name} #{channel}" if channel else space_name
    if act != VOUCHED or not subject:
        return subject
    said = people.by_account(work, int(subject))[0].said()
    return "" if said.former else said.name


def look(work: Work, name: str = "") -> Card:
    """What anybody may see who has the guild's name: enough to decide about joining."""
    return card(work, which(work, name)[0])


def tell_rooms(work: Work, id: int, *, but: tuple[int, str] | None = None) -> None:
    """What stands on the guild's cards has changed; `but` in one room it is right already."""
    for space_id, channel in work.all(sql.CARDS_POSTED, id=id):
        if space_id is not None and channel is not None and (space_id, channel) != but:
            work.tell("guild-update", id, room=(space_id, channel))


def card_to_send(work: Work, notice_id: int, id: int) -> Card:
    return card(work, id)


def card(work: Work, id: int) -> Card:
    slug, name, purpose, norms, values, emoji, state, admission = work.one(sql.CARD, id=id)
    rows = [(Room(*row[:5]), row[5], row[6]) for row in work.all(sql.ROOMS, guild=id)]
    (members,) = work.one(sql.HOW_MANY, guild=id)
    missing = max(0, FOUNDERS - members) if state is GuildState.STARTING else 0
    return Card(
        slug,
        name,
        purpose,
        norms,
        tuple(values),
        emoji,
        state,
        missing,
        tuple(room for room, _, _ in rows),
        admission,
        tuple(room for room, how, _ in rows if how is ChapterState.PAUSED),
        tuple(dict.fromkeys(room.space_name for room, _, holds in rows if holds)),
    )
