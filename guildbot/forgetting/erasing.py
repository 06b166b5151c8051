"""What is erased of a person, noun by noun. Everything here can be done twice.

Rows that others' rows point to stay, emptied: SQLite gives a freed number out again, and somebody's button or notice would
then mean something else.
"""

from __future__ import annotations

from guildbot import asks, codes, digests, kudos, reflections
from guildbot.forgetting import statements as sql
from guildbot.who import GONE
from guildbot.work import Work


def erase(work: Work, person: int) -> None:
    """What only they had is gone, what they gave others is nobody's by name."""
    _digests(work, person)
    _thanks(work, person)
    _asks_and_help(work, person)
    work.do(sql.NO_ANSWERS, person=person)
    for (id,) in work.all(sql.REPLIES, person=person):
        reflections.sign_again(work, id, f"forgotten:{person}")
    work.do(sql.RETIRED_PROMPTS, person=person)
    work.do(sql.NO_FIRST_LINES, person=person, now=work.now)
    work.do(sql.TAKEN_BACK_REPLIES, person=person)
    _guilds(work, person)
    _ties(work, person)
    _notices(work, person)
    _who_they_were(work, person)


def _digests(work: Work, person: int) -> None:
    """Those that stand in channels are read again without them, each once."""
    for id, space_id, channel in digests.telling_of(work, person):
        if space_id is not None and channel is not None:
            work.tell("digest-update", id, room=(space_id, channel), key=f"digest-update:{id}:{person}:{space_id}:{channel}")


def _thanks(work: Work, person: int) -> None:
    posts = work.all(sql.POSTS, person=person)
    work.do(sql.KEEP_PRIVATE, person=person)
    work.do(sql.ONLY_MINE_TO_SEE, person=person, now=work.now)
    work.do(sql.OFF_MY_MESSAGE, person=person)
    work.do(sql.NO_RECEIPTS, person=person)
    work.do(sql.NOBODY_HAS_IT, person=person, now=work.now)
    work.do(sql.NO_GESTURES, person=person)
    for (id,) in posts:
        kudos.correct(work, id, f"forgotten:{person}")


def _asks_and_help(work: Work, person: int) -> None:
    cards = work.all(sql.CARDS, person=person)
    for (id,) in work.all(sql.OPEN_ASKS, person=person):
        asks.take_down(work, id)
    work.do(sql.NO_ASKS, person=person)
    for id, space_id, channel in cards:
        if space_id is not None and channel is not None:
            work.tell("ask-update", id, room=(space_id, channel), key=f"ask-update:{id}:forgotten:{space_id}:{channel}")
    work.do(sql.OFFERS_END, person=person, now=work.now)
    work.do(sql.NO_OFFERS, person=person)
    work.do(sql.HELP_ENDS, person=person, now=work.now)
    work.do(sql.NO_HELP, person=person)
    work.do(sql.NOBODYS_HELP, person=person)


def _guilds(work: Work, person: int) -> None:
    work.do(sql.LEAVE, person=person, now=work.now)
    work.do(sql.NO_WISHES, person=person, now=work.now)
    work.do(sql.CANDIDACIES, person=person, now=work.now)
    work.do(sql.VOUCHES_END, person=person, now=work.now)
    work.do(sql.NO_VOUCHES_FOR_ME, person=person)
    for (id,) in work.all(sql.UNUSED, person=person):
        work.do(sql.CLOSE_INVITATION, id=id, code=codes.hashed(work.token()), now=work.now)
    work.do(sql.NO_NAME_IN_LOGS, person=person)
    work.do(sql.NO_INVITATIONS, person=person)
    work.do(sql.CALLED_BY_NAME, person=person)
    work.do(sql.NOT_SHOWN, person=person)


def _ties(work: Work, person: int) -> None:
    work.do(sql.NO_WORK, person=person)
    work.do(sql.NO_BOND_NOTICES, person=person)
    work.do(sql.NO_BONDS, person=person)
    work.do(sql.NO_BLOCKS, person=person)
    work.do(sql.NOT_APART, person=person)
    work.do(sql.NO_INTRODUCTIONS, person=person)
    work.do(sql.NOT_INTRODUCED, person=person)


def _notices(work: Work, person: int) -> None:
    """What they were owed and what they got. What is on its way at this moment is let go: it finds nobody when it comes back."""
    work.do(sql.ON_THEIR_WAY, person=person)
    work.do(sql.NO_NOTICES, person=person)
    work.do(sql.SENT_ELSEWHERE, person=person)


def _who_they_were(work: Work, person: int) -> None:
    before = work.all(sql.BEFORE, person=person)
    work.do(sql.CODES_END, person=person)
    work.do(sql.NO_CODES, person=person)
    work.do(sql.NO_WRONG_CODES, person=person)
    work.do(sql.NOWHERE, person=person)
    for (id,) in work.all(sql.ACCOUNTS, person=person):
        work.do(sql.NOBODYS, id=id, gone=f"{GONE}{work.token()}", now=work.now)
    for (id,) in ((person,), *before):
        work.do(sql.NOBODY, id=id, about=[], now=work.now)
