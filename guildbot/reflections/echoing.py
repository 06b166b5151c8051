"""What people answered: unsigned answers lose their authors, up to three voices come back, and whoever wishes says something to it."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from guildbot import codes, guilds, people, phrases
from guildbot.db.lists import listed
from guildbot.kinds import Sharing
from guildbot.reflections import statements as sql
from guildbot.reflections.answering import number
from guildbot.reflections.asking import prompt_of
from guildbot.reflections.bank import Prompt
from guildbot.reflections.letters import unpost_reply
from guildbot.reflections.outcomes import (
    FLOOR,
    MOST_REPLY,
    VOICES,
    Echo,
    NothingEchoed,
    Replied,
    RepliedAlready,
    Replying,
    ReplyTaken,
    Voice,
)
from guildbot.refusals import NoLonger, Refused, missing, refuse_if, too_long
from guildbot.who import AccountRef, Person, Room
from guildbot.work import Work

LAST_DAYS = timedelta(hours=38)  # before a question closes: ten in the morning of the day before its last
ANSWERABLE = timedelta(days=14)  # an echo, until the next one
Answers = Sequence[tuple[int, int | None, int, str, int | None]]
Way = tuple[int, str, str | None, str, str]  # Space, channel, where the digest stands, and the Space as its platform knows it


def settle(work: Work) -> bool:
    """The clock's part when a round has closed: cut the link to who answered unsigned, or ask them again when they are too few (rule R4).

    They are counted as they can be read together: what a Space keeps to itself is not read with the others', so that nobody
    stands alone in front of either. False when no round has closed.
    """
    found = work.first(sql.UNSETTLED, now=work.now)
    if found is None:
        return False
    round_id, closes_at = found
    rows = work.all(sql.UNSIGNED, round=round_id, sharing=Sharing.UNSIGNED)
    for kept_in in sorted({row[4] for row in rows}, key=lambda one: one or 0):
        together = [row for row in rows if row[4] == kept_in]
        if len({person for _, _, person, _, _ in together}) >= FLOOR:
            _cut(work, round_id, closes_at, together)
        else:
            _ask_again(work, together)
    work.do(sql.SETTLED, id=round_id, now=work.now)
    return True


def _cut(work: Work, round_id: int, closes_at: datetime, rows: Answers) -> None:
    """The same words in new rows, without author, time and place, in an order and with numbers drawn by lot."""
    mixed = list(rows)
    random.Random(work.token()).shuffle(mixed)
    for id, *_ in rows:
        work.do(sql.DELETE, id=id)
    for _, _, _, words, kept_in in mixed:
        work.do(
            sql.SAID_BY_NOBODY, id=number(work), round_id=round_id, account_id=None, words=words, sharing=Sharing.UNSIGNED,
            written_at=closes_at, space_id=kept_in,
        )  # fmt: skip


def _ask_again(work: Work, rows: Answers) -> None:
    for id, account_id, *_ in rows:
        work.do(sql.ASK_AGAIN, id=id, sharing=Sharing.PRIVATE, now=work.now)
        if account_id is not None:
            people.tell(work, account_id, "asked-again", id, key=f"asked-again:{id}")


def remind(work: Work) -> None:
    """The clock's part: one line to whoever wished for it and has not written yet, the day before a question's last."""
    for round_id, account_id, person_id in work.all(sql.TO_REMIND, now=work.now, before=work.now + LAST_DAYS):
        people.tell(work, account_id, "reminder", round_id, key=f"reminder:{round_id}:{person_id}")


def echoes(work: Work, digests: Collection[int]) -> dict[int, Echo]:
    """Of each digest the voices of the round that closed in its week: up to three, of different people and Spaces, in a seeded order.

    What was written in a Space that keeps its words is not read in another.
    """
    given = {"digests": listed(digests)}
    closed = {row[0]: row[1:] for row in work.all(sql.CLOSED, **given)}
    found = dict[int, list[tuple[Any, ...]]]()
    for id, round_id, *row in work.all(sql.VOICES, **given):
        if round_id == closed[id][0]:
            found.setdefault(id, []).append(tuple(row))
    made = {}
    for id, rows in found.items():
        round_id, key, words, tender = closed[id]
        voices = _in_turn(rows, f"echo:{round_id}")
        prompt = Prompt(key, bool(tender), words) if words is not None else prompt_of(work, key)
        if voices:
            made[id] = Echo(round_id, prompt, tuple(voices[:VOICES]))
    return made


def replying(work: Work, round_id: int) -> Replying | Replied:
    """[Answer this]: the form, with where it will be read; or what one has said to it already."""
    guild_id, key = _echoed(work, round_id)
    rooms = _rooms(work, guild_id, _ways(work, guild_id, round_id))
    mine = work.first(sql.MY_REPLY, round=round_id, person=work.actor.person)
    return Replied(mine[0], rooms, mine[1]) if mine else Replying(round_id, prompt_of(work, key), rooms)


def reply(work: Work, round_id: int, words: str) -> Replied:
    """Say something to what others answered: signed, and carried to every channel of the guild that may read it."""
    guild_id, _ = _echoed(work, round_id)
    words = phrases.clean(words)
    refuse_if(
        missing(words),
        too_long(words, MOST_REPLY),
        codes.aloud(work, words),
        RepliedAlready() if work.first(sql.MY_REPLY, round=round_id, person=work.actor.person) else None,
    )
    (made,) = work.one(sql.REPLY, round_id=round_id, account_id=work.actor.account, words=words, said_at=work.now)
    ways = _ways(work, guild_id, round_id)
    for space_id, channel, posted, *_ in ways:
        under = posted.split("/", 1)[1] if posted else None
        work.tell("reply", made, room=(space_id, channel), under=under, key=f"reply:{made}:{space_id}:{channel}")
    return Replied(made, _rooms(work, guild_id, ways), words)


def take_back_reply(work: Work, id: int) -> ReplyTaken:
    """Its author takes it back; the posts go."""
    if not work.do(sql.TAKE_BACK, id=id, person=work.actor.person, now=work.now):
        raise Refused(NoLonger())
    unpost_reply(work, id)
    return ReplyTaken(id)


def _ways(work: Work, guild_id: int, round_id: int) -> list[Way]:
    """The channels that may read what is said here, and where the echo stands in each."""
    return work.all(sql.REPLY_TO, guild=guild_id, round=round_id, here=work.here.space if work.here else None)


def _rooms(work: Work, guild_id: int, ways: Sequence[Way]) -> tuple[Room, ...]:
    reached = {(platform, external_id, channel) for _, channel, _, platform, external_id in ways}
    return tuple(one for one in guilds.card(work, guild_id).rooms if (one.platform, one.space, one.channel) in reached)


def _echoed(work: Work, round_id: int) -> tuple[int, str]:
    """The guild and the question of a round whose echo its members have read lately."""
    found = work.first(sql.ECHOED, id=round_id, since=work.now - ANSWERABLE)
    if found is None or not guilds.is_member(work, found[0]):
        raise Refused(NothingEchoed())
    return found


def _in_turn(rows: Sequence[tuple[Any, ...]], seed: str) -> list[Voice]:
    """One for each person, and from as many Spaces as there are before a second from the same; by lot, from the words alone."""
    told: set[int] = set()
    turns: dict[int | None, int] = {}
    ordered: list[tuple[int, Voice]] = []
    for words, said_in, id, name, platform, realm, external_id in sorted(rows, key=lambda row: random.Random(f"{seed}:{row[0]}").random()):
        author = Person(id, name, AccountRef(platform, realm, external_id)) if id is not None else None
        if author is not None and (author.former or author.id in told):
            continue
        told |= {author.id} if author is not None else set()
        turns[said_in] = turns.get(said_in, 0) + 1
        ordered.append((turns[said_in], Voice(words, author)))
    return [voice for _, voice in sorted(ordered, key=lambda one: one[0])]
