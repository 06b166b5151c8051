"""Asking: the next question of a guild, from the bank or its own, and what its caretakers add."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta

from guildbot import calendar, codes, guilds, phrases
from guildbot.calendar import Due
from guildbot.reflections import statements as sql
from guildbot.reflections.bank import OWN, Prompt, bank
from guildbot.reflections.outcomes import MOST_PROMPT, CaretakersAsk, OwnPrompts
from guildbot.refusals import NoLonger, Refused, missing, refuse_if, too_long
from guildbot.work import Work

FORTNIGHT, SHORTEST = timedelta(days=14), timedelta(days=2)


def open_round(work: Work, due: Due) -> str | None:
    """The clock's part: the next question, in every open chapter. One round is open at a time (rule R6)."""
    if work.first(sql.OPEN_ROUND, guild=due.guild, now=work.now):
        return "a question is still open"
    if not (rooms := work.all(sql.CHAPTERS, guild=due.guild)):
        return "no channel is open to ask it in"
    chosen, closes = _next_prompt(work, due.guild), _closing(work, due, [id for _, _, id in rooms])
    (made,) = work.one(sql.BEGIN, guild_id=due.guild, prompt=chosen.key, theme=chosen.theme, opened_at=work.now, closes_at=closes)
    for space_id, channel, _ in rooms:
        work.tell("question", made, room=(space_id, channel), key=f"question:{made}:{space_id}:{channel}")
    return None


def prompt_of(work: Work, key: str) -> Prompt:
    """A question by its key: the bank's, or a guild's own."""
    if key.startswith(f"{OWN}-"):
        found = work.first(sql.OWN_PROMPT, id=int(key.removeprefix(f"{OWN}-")))
        return Prompt(key, found[1], found[0]) if found else Prompt(key, own="")
    return bank().get(key) or Prompt(key)


def own_prompts(work: Work, name: str = "") -> OwnPrompts:
    """A guild's own questions, for its members."""
    id, slug, called = guilds.which(work, name)
    if not guilds.is_member(work, id):
        raise guilds.not_a_member(called, slug)
    rows = work.all(sql.OWN_PROMPTS, guild=id)
    return OwnPrompts(
        called, slug, tuple((one, Prompt(f"{OWN}-{one}", tender, words)) for one, words, tender in rows), guilds.may_care(work, id)
    )


def add_prompt(work: Work, name: str, words: str, *, tender: bool = False) -> OwnPrompts:
    """A caretaker adds a question; it is asked once, in turn with the bank's."""
    id, _, called = guilds.which(work, name)
    if not guilds.may_care(work, id):
        raise Refused(CaretakersAsk(called))
    words = phrases.one_line(words)
    refuse_if(missing(words), too_long(words, MOST_PROMPT), codes.aloud(work, words))
    work.do(sql.ADD_PROMPT, guild_id=id, account_id=work.actor.account, words=words, tender=tender, made_at=work.now)
    guilds.log(work, id, "added-question", words)
    return own_prompts(work, name)


def retire_prompt(work: Work, id: int) -> OwnPrompts:
    """A caretaker takes a question out; one that is being asked stays until it closes."""
    found = work.first(sql.PROMPT_GUILD, id=id)
    if found is None or not guilds.may_care(work, found[0]):
        raise Refused(NoLonger())
    work.do(sql.RETIRE_PROMPT, id=id, now=work.now)
    guilds.log(work, found[0], "retired-question", found[2])
    return own_prompts(work, found[1])


def _closing(work: Work, due: Due, chapters: list[int]) -> datetime:
    """The midnight before the following week's digest, wherever that comes first: so every echo comes before the next question (rule R6).

    With the usual days this is the end of the Thursday of the following week.
    """
    zone_name = guilds.zone_of(work, due.guild)
    usual = calendar.instant(due.local_date + timedelta(days=11 - due.local_date.weekday()), 0, zone_name)
    (_, next_question) = calendar.upcoming(work, "question", due.guild, 2) or (None, due.due_at + FORTNIGHT)
    before = min(next_question, due.due_at + FORTNIGHT)
    ahead = [[at for at in calendar.upcoming(work, "digest", due.guild, 3, chapter=one) if at < before] for one in chapters]
    last = min((dates[-1] for dates in ahead if dates), default=usual)
    midnight = calendar.instant(calendar.local_date(last, zone_name), 0, zone_name)
    return midnight if midnight - work.now > SHORTEST else usual


def _next_prompt(work: Work, guild_id: int) -> Prompt:
    """No question repeats until the bank is used up, no theme comes twice running; seeded by the guild, so a retry asks the same.

    A question of the guild's own that was never asked comes first, after one of the bank's.
    """
    asked = [key for (key,) in work.all(sql.ASKED, guild=guild_id)]
    own = [Prompt(f"{OWN}-{id}", tender, words) for id, words, tender in work.all(sql.OWN_PROMPTS, guild=guild_id)]
    last = _theme(asked[-1]) if asked else ""
    fresh = [one for one in own if one.key not in asked]
    if fresh and last != OWN:
        return fresh[0]
    from_bank = [key for key in asked if key in bank()]
    this_time = set(from_bank[len(from_bank) - len(from_bank) % len(bank()) :])
    left = [one for key, one in bank().items() if key not in this_time]
    other = [one for one in left if one.theme != last]
    many = Counter(one.theme for one in left)
    pressing = [one for one in other if 2 * many[one.theme] >= len(left)]  # put off, it would have to come twice running in the end
    return random.Random(f"prompt:{guild_id}:{len(asked)}").choice(pressing or other or left)


def _theme(key: str) -> str:
    return OWN if key.startswith(f"{OWN}-") else Prompt(key).theme
