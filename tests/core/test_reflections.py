"""Reflection: rules R1 to R3, R5 and R6."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from guildbot import digests, guilds, members, reflections
from guildbot.bot import Guildbot
from guildbot.calendar import Due
from guildbot.db.tables import metadata
from guildbot.kinds import Sharing
from guildbot.reflections import Deleted, Echo, Journal, Kept, NoQuestion, Passed, Question, RoundClosed, SharingChosen, bank
from guildbot.refusals import Empty, NoLonger, TooLong
from guildbot.who import Caller, Command
from guildbot.work import Work
from tests.conftest import Clock
from tests.core.conftest import (
    acme,
    deliver,
    guild_of,
    in_private,
    names,
    open_in,
    open_room,
    reasons,
    rendered,
    someone,
)  # fmt: skip

ana, ben, cleo, dele = (someone(name) for name in ("ana", "ben", "cleo", "dele"))
ANSWER = "I moved the kettle."
FIRST = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
CLOSES = datetime(2026, 11, 13, 0, 0, tzinfo=UTC)
ECHOES = datetime(2026, 11, 13, 10, 0, tzinfo=UTC)


@pytest.fixture
async def asked(bot: Guildbot, clock: Clock) -> Question:
    """A guild of three, and its first question, as it stands in the channel."""
    await guild_of(bot, ana, ben, cleo)
    clock.now = FIRST
    (question,) = (await deliver(bot)).to(acme)
    assert isinstance(question, Question)
    return question


async def shared(bot: Guildbot, who: Caller, question: Question, words: str) -> None:
    kept = await bot.run(who, reflections.answer, question.round, words)
    await bot.run(who, reflections.share, kept.response, Sharing.SIGNED)


async def echoes(bot: Guildbot) -> list[Echo]:
    return [one.echo for one in (await deliver(bot)).of(digests.Digest) if one.echo is not None]


async def test_the_question_is_open_until_thursday_of_the_following_week(asked: Question) -> None:
    assert (asked.guild, asked.closes, asked.mine, asked.sharing) == ("Tidewater", date(2026, 11, 12), "", Sharing.PRIVATE)
    assert "Open until Thursday 12 November. Passing is always fine." in rendered(asked)
    assert asked.prompt in bank().values()


async def test_every_channel_is_asked_the_same(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    await open_in(bot, "tidewater", ana, open_room)
    clock.now = FIRST
    post = await deliver(bot)
    assert [type(one) for one in post.to(acme)] == [Question]
    assert post.to(acme) == post.to(open_room)


# R1 and R2


async def test_an_answer_is_private_at_birth(bot: Guildbot, clock: Clock, asked: Question) -> None:
    """R1: it is kept, nobody is told, and no echo plays it."""
    kept = await bot.run(ana, reflections.answer, asked.round, ANSWER)

    assert kept == Kept(kept.response, "Tidewater", Sharing.PRIVATE)
    assert len(await deliver(bot)) == 0
    clock.now = ECHOES
    assert await echoes(bot) == []


async def test_sharing_is_a_second_act_that_can_be_taken_back(bot: Guildbot, asked: Question) -> None:
    """R1: writing again replaces the words, not the choice."""
    kept = await bot.run(ana, reflections.answer, asked.round, ANSWER)
    assert await bot.run(ana, reflections.share, kept.response, Sharing.SIGNED) == SharingChosen(kept.response, Sharing.SIGNED)
    assert await bot.run(ana, reflections.answer, asked.round, "I moved two.") == Kept(kept.response, "Tidewater", Sharing.SIGNED)
    assert await bot.run(ana, reflections.share, kept.response, Sharing.PRIVATE) == SharingChosen(kept.response, Sharing.PRIVATE)
    assert len(await deliver(bot)) == 0


async def test_an_answer_comes_back_to_its_author_alone(bot: Guildbot, asked: Question) -> None:
    """R2."""
    kept = await bot.run(ana, reflections.answer, asked.round, ANSWER)

    (mine,) = (await bot.run(in_private(ana), reflections.mine)).entries
    assert (mine.words_said, mine.prompt, mine.sharing, mine.open) == (ANSWER, asked.prompt, Sharing.PRIVATE, True)
    assert (await bot.run(ana, reflections.form, asked.round)).mine == ANSWER
    assert (await bot.run(ben, reflections.form, asked.round)).mine == ""
    assert await bot.run(ben, reflections.mine) == Journal(())
    for deed in (lambda work, id: reflections.share(work, id, Sharing.SIGNED), reflections.delete_answer):
        assert await reasons(bot.run(ben, deed, kept.response)) == (NoLonger(Command("reflect", "mine")),)


# R5


async def test_passing_leaves_no_trace(bot: Guildbot, asked: Question, look: Any) -> None:
    """R5."""
    tables = [name for name in metadata.tables if name not in ("account", "seen")]
    before = {name: look(f'SELECT * FROM "{name}"') for name in tables}

    assert await bot.run(ana, reflections.pass_by, asked.round) == Passed()

    assert {name: look(f'SELECT * FROM "{name}"') for name in tables} == before


# R6


async def test_what_was_shared_is_echoed_signed_on_the_friday_after(bot: Guildbot, clock: Clock, asked: Question) -> None:
    """R6: before the next question."""
    await shared(bot, ana, asked, ANSWER)
    clock.now = CLOSES - timedelta(minutes=1)
    assert await echoes(bot) == []

    clock.now = ECHOES
    (echo,) = await echoes(bot)

    assert (echo.prompt, [(one.words, one.person.name) for one in echo.voices if one.person]) == (asked.prompt, [(ANSWER, "Ana")])
    assert rendered(echo) == f"We asked: {asked.prompt.text('en')}\n“{ANSWER}” (Ana)"
    clock.now = FIRST + timedelta(days=14)
    assert [type(one) for one in (await deliver(bot)).to(acme)] == [Question]
    clock.now = ECHOES + timedelta(days=7)
    assert await echoes(bot) == []


async def test_up_to_three_voices(bot: Guildbot, clock: Clock, asked: Question) -> None:
    await bot.run(dele, members.join, "tidewater")
    for who in (ana, ben, cleo, dele):
        await shared(bot, who, asked, f"{who.account.name} moved the kettle.")
    clock.now = ECHOES
    (echo,) = await echoes(bot)
    assert len(set(names(one.person for one in echo.voices if one.person))) == 3


async def test_one_open_round_a_guild(bot: Guildbot, clock: Clock, asked: Question) -> None:
    """R6: however often the clock calls."""

    def open_again(work: Work) -> str | None:
        return reflections.open_round(work, Due(99, 99, "question", 1, None, date(2026, 11, 10), clock.now))

    for _ in range(3):
        clock.move(days=1)
        assert await bot.tend(open_again) == "a question is still open"
    assert len((await bot.run(ana, reflections.current)).open) == 1


async def test_no_prompt_repeats_until_the_bank_is_used_up_and_no_theme_comes_twice_running(bot: Guildbot, clock: Clock) -> None:
    """R6: two whole turns of the bank."""
    await guild_of(bot, ana, ben, cleo)
    prompts = bank()
    asked = []
    clock.now = FIRST
    for _ in range(2 * len(prompts)):
        asked += [one.prompt for one in (await deliver(bot)).of(Question)]
        clock.move(days=14)

    assert len(asked) == 2 * len(prompts)
    assert set(asked[: len(prompts)]) == set(asked[len(prompts) :]) == set(prompts.values())
    assert [one.key for one, then in pairwise(asked) if one.theme == then.theme] == []


def test_the_bank_has_fifty_two_questions() -> None:
    assert len(bank()) == 52


# What is typed wrong, or late


async def test_when_nothing_is_open(bot: Guildbot, clock: Clock, asked: Question) -> None:
    assert await reasons(bot.run(dele, reflections.current)) == (NoQuestion(),)
    clock.now = CLOSES
    assert await reasons(bot.run(ana, reflections.current)) == (NoQuestion(),)


async def test_a_form_that_comes_too_late_or_from_outside(bot: Guildbot, clock: Clock, asked: Question) -> None:
    kept = await bot.run(ana, reflections.answer, asked.round, ANSWER)
    for deed in (reflections.form, lambda work, round: reflections.answer(work, round, ANSWER)):
        (no,) = await reasons(bot.run(dele, deed, asked.round))
        assert isinstance(no, guilds.NotAMember)
        assert await reasons(bot.run(ana, deed, 99)) == (NoLonger(Command("reflect")),)
    clock.now = CLOSES
    assert await reasons(bot.run(ana, reflections.answer, asked.round, "again")) == (RoundClosed(),)
    assert await reasons(bot.run(ana, reflections.share, kept.response, Sharing.SIGNED)) == (RoundClosed(),)
    assert not (await bot.run(ana, reflections.mine)).entries[0].open


async def test_an_answer_can_always_be_deleted(bot: Guildbot, clock: Clock, asked: Question) -> None:
    await shared(bot, ana, asked, ANSWER)
    clock.now = CLOSES
    (mine,) = (await bot.run(ana, reflections.mine)).entries
    assert await bot.run(ana, reflections.delete_answer, mine.response) == Deleted()
    clock.now = ECHOES
    assert await echoes(bot) == []


async def test_empty_and_overlong_answers(bot: Guildbot, asked: Question) -> None:
    assert await reasons(bot.run(ana, reflections.answer, asked.round, " \n")) == (Empty(),)
    assert await reasons(bot.run(ana, reflections.answer, asked.round, "x" * 3001)) == (TooLong(3001, 3000),)
