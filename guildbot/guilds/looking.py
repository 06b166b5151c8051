"""Looking: one's own guilds, finding one, a guild's card and its page for members."""

from __future__ import annotations

import re

from guildbot import phrases
from guildbot.guilds import statements as sql
from guildbot.guilds.meaning import is_member, not_a_member, which
from guildbot.guilds.outcomes import FOUNDERS, Card, Found, MyGuild, MyGuilds, ShownToMember
from guildbot.kinds import GuildState, MemberState, Role
from guildbot.who import Room
from guildbot.work import Work


def mine(work: Work) -> MyGuilds:
    rows = work.all(sql.MINE, person=work.actor.person)
    return MyGuilds(
        tuple(MyGuild(slug, name, state, role is Role.STEWARD, how is MemberState.RESTING) for slug, name, state, role, how in rows)
    )


def find(work: Work, words: str = "") -> Found:
    like = "%" + re.sub(r"([%_\\])", r"\\\1", phrases.one_line(words).lower()) + "%"
    return Found(words, tuple(work.all(sql.FIND, like=like)))


def show(work: Work, name: str = "") -> ShownToMember:
    """A guild's page, the same for every member."""
    id, slug, called = which(work, name)
    if not is_member(work, id):
        raise not_a_member(called, slug)
    members = work.all(sql.MEMBERS, guild=id)
    entries = tuple((at, who, act, subject) for at, who, act, subject in work.all(sql.LOG, guild=id))
    digest = work.first(sql.NEXT_DIGEST, guild=id)
    people = tuple((who, role is Role.STEWARD) for who, role, _ in members)
    return ShownToMember(card(work, id), people, entries, digest[0] if digest else None)


def look(work: Work, name: str = "") -> Card:
    """What anybody may see who has the guild's name: enough to decide about joining."""
    return card(work, which(work, name)[0])


def tell_rooms(work: Work, id: int) -> None:
    """What stands on the guild's cards has changed."""
    for space_id, channel in work.all(sql.CARDS_POSTED, id=id):
        if space_id is not None and channel is not None:
            work.tell("guild-update", id, room=(space_id, channel))


def card_to_send(work: Work, notice_id: int, id: int) -> Card:
    return card(work, id)


def card(work: Work, id: int) -> Card:
    slug, name, purpose, norms, values, emoji, state = work.one(sql.CARD, id=id)
    rooms = tuple(Room(*row) for row in work.all(sql.ROOMS, guild=id))
    (members,) = work.one(sql.HOW_MANY, guild=id)
    missing = max(0, FOUNDERS - members) if state is GuildState.STARTING else 0
    return Card(slug, name, purpose, norms, tuple(values), emoji, state, missing, rooms)
