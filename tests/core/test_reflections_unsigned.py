"""Unsigned answers, and that nobody can tell who answered or passed: rules R4 and R5."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from guildbot import asks, guilds, kudos, members, pages, people, reflections, spaces, waiting
from guildbot.bot import Guildbot
from guildbot.courier import Letter, ToAccount
from guildbot.digests import Digest
from guildbot.kinds import Sharing
from guildbot.reflections import AskedAgain, Deleted, Journal, Question, Reminder, RoundClosed, SharingChosen
from guildbot.refusals import NoLonger
from guildbot.who import Caller, Command
from tests.conftest import Clock
from tests.core.conftest import deliver, guild_of, marram, open_in, reasons, rendered, someone, standing_in

TOWN = tuple(someone(name) for name in ("ana", "ben", "cleo", "dele", "edda", "finn", "gil"))
ana, ben, cleo, dele, edda, finn, gil = TOWN
FIRST = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
CLOSES = datetime(2026, 11, 13, 0, 0, tzinfo=UTC)
ECHOES = datetime(2026, 11, 13, 10, 0, tzinfo=UTC)


def words_of(who: Caller) -> str:
    return f"What {who.account.name[::-1]} would only say without a name."


@pytest.fixture
async def asked(bot: Guildbot, clock: Clock) -> Question:
    """A guild of seven, and its first question."""
    return await begun(bot, clock)


async def begun(bot: Guildbot, clock: Clock) -> Question:
    await guild_of(bot, *TOWN)
    clock.now = FIRST
    (question,) = (await deliver(bot)).of(Question)
    assert isinstance(question, Question)
    return question


async def unsigned(bot: Guildbot, question: Question, *several: Caller) -> list[int]:
    made = []
    for who in several:
        kept = await bot.run(who, reflections.answer, question.round, words_of(who))
        await bot.run(who, reflections.share, kept.response, Sharing.UNSIGNED)
        made.append(kept.response)
    return made


async def voices(bot: Guildbot) -> list[tuple[str, str | None]]:
    """What the digests that go now play back, with the names."""
    return [
        (one.words, one.person.name if one.person else None)
        for digest in (await deliver(bot)).of(Digest)
        if digest.echo
        for one in digest.echo.voices
    ]


async def test_five_lose_their_authors_when_the_question_closes(bot: Guildbot, clock: Clock, asked: Question, look: Any) -> None:
    """R4: new rows at one time, without author and place, with numbers and in an order drawn by lot."""
    before = await unsigned(bot, asked, ana, ben, cleo, dele, edda)
    clock.now = CLOSES
    assert len(await deliver(bot)) == 0

    rows = look("SELECT id, account_id, space_id, asked_at, words FROM response ORDER BY id")
    assert {row[-1] for row in rows} == {words_of(one) for one in TOWN[:5]}
    assert {row[1:4] for row in rows} == {(None, None, None)}
    assert len(look("SELECT DISTINCT written_at FROM response")) == 1
    assert not {row[0] for row in rows} & set(before)
    assert await bot.run(ana, reflections.mine) == Journal(())
    for id in (before[0], rows[0][0]):
        assert await reasons(bot.run(ana, reflections.delete_answer, id)) == (NoLonger(Command("reflect", "mine")),)
    clock.now = ECHOES
    said = await voices(bot)
    assert len(set(said)) == 3
    assert {name for _, name in said} == {None}


async def test_until_then_an_unsigned_answer_is_its_authors(bot: Guildbot, clock: Clock, asked: Question) -> None:
    first, *_ = await unsigned(bot, asked, ana, ben, cleo, dele, edda, finn)
    assert await bot.run(ana, reflections.delete_answer, first) == Deleted()
    again = await bot.run(ben, reflections.answer, asked.round, "I would rather say this.")
    assert again.sharing is Sharing.UNSIGNED
    clock.now = ECHOES
    said = [words for words, _ in await voices(bot)]
    assert words_of(ana) not in said
    assert words_of(ben) not in said


async def test_four_are_asked_again_and_may_sign_until_the_digest(bot: Guildbot, clock: Clock, asked: Question) -> None:
    """R4: nobody who signed is counted with them, and no notice holds anybody's words."""
    first, second, *_ = await unsigned(bot, asked, ana, ben, cleo, dele)
    kept = await bot.run(edda, reflections.answer, asked.round, "I say it with my name.")
    await bot.run(edda, reflections.share, kept.response, Sharing.SIGNED)
    clock.now = CLOSES + timedelta(hours=9)

    post = await deliver(bot)

    for who in (ana, ben, cleo, dele):
        (notice,) = post.to(who)
        assert isinstance(notice, AskedAgain)
        assert words_of(who) not in repr(notice) + rendered(notice)
    assert len(post) == 4
    assert [one.sharing for one in (await bot.run(ana, reflections.mine)).entries] == [Sharing.PRIVATE]
    assert await reasons(bot.run(ana, reflections.share, first, Sharing.UNSIGNED)) == (RoundClosed(),)
    assert await bot.run(ana, reflections.share, first, Sharing.SIGNED) == SharingChosen(first, Sharing.SIGNED, again=True)
    clock.now = ECHOES
    assert sorted(await voices(bot)) == [("I say it with my name.", "Edda"), (words_of(ana), "Ana")]
    assert await reasons(bot.run(ben, reflections.share, second, Sharing.SIGNED)) == (RoundClosed(),)


async def test_a_notice_that_waits_for_its_readers_morning_says_nothing_after_the_digest(
    bot: Guildbot, clock: Clock, asked: Question
) -> None:
    await bot.run(ana, people.change, name="Ana", zone_name="", quiet="20:00-18:00")
    await unsigned(bot, asked, ana)
    clock.now = ECHOES
    await deliver(bot)
    clock.now = ECHOES + timedelta(hours=9)
    assert (await deliver(bot)).to(ana) == []


async def test_what_a_space_keeps_to_itself_is_counted_by_itself(bot: Guildbot, clock: Clock, asked: Question) -> None:
    """R4: whoever wrote where words stay inside would stand alone there, and the others would be four."""
    await bot.run(standing_in(ben, marram), spaces.hold, True)
    await unsigned(bot, asked, ana, ben, cleo, dele, standing_in(edda, marram))
    clock.now = CLOSES + timedelta(hours=9)
    assert len((await deliver(bot)).of(AskedAgain)) == 5


# R5

READS: tuple[Callable[..., Any], ...] = (
    guilds.show, guilds.mine, members.leaving, reflections.current, reflections.mine, reflections.everything, reflections.own_prompts,
    waiting.waiting, asks.listed, kudos.mine, pages.mine, people.show,
)  # fmt: skip


async def answered(bot: Guildbot, question: Question) -> None:
    await bot.run(ana, reflections.answer, question.round, words_of(ana))


async def passed(bot: Guildbot, question: Question) -> None:
    await bot.run(ana, reflections.pass_by, question.round)


async def deleted(bot: Guildbot, question: Question) -> None:
    kept = await bot.run(ana, reflections.answer, question.round, words_of(ana))
    await bot.run(ana, reflections.delete_answer, kept.response)


async def asked_again(bot: Guildbot, question: Question) -> None:
    await unsigned(bot, question, ana)


@pytest.mark.parametrize("conduct", [answered, passed, deleted, asked_again])
async def test_nobody_can_tell_who_answered_or_passed(
    bot: Guildbot, another_bot: Guildbot, clock: Clock, conduct: Callable[[Guildbot, Question], Awaitable[None]]
) -> None:
    """R5: whatever Ana did, from the question until after the echo every other person and every channel reads the same."""
    beginning = clock.now
    silent = await seen_by_others(bot, clock, None)
    clock.now = beginning
    assert await seen_by_others(another_bot, clock, conduct) == silent
    assert len(silent) > 100


async def seen_by_others(bot: Guildbot, clock: Clock, conduct: Callable[[Guildbot, Question], Awaitable[None]] | None) -> list[str]:
    """A fortnight of theirs, with thanks to Ana in the middle of her night, minutes after what she did."""
    question = await begun(bot, clock)
    await open_in(bot, "tidewater", ana, marram)
    for who in (ben, ana):
        await bot.run(who, people.choose, reminder=True)
    kept = await bot.run(ben, reflections.answer, question.round, words_of(ben))
    await bot.run(ben, reflections.share, kept.response, Sharing.SIGNED)
    seen: list[str] = []
    clock.now = FIRST + timedelta(days=6, hours=17)  # the Tuesday's night
    if conduct is not None:
        await conduct(bot, question)
    clock.move(minutes=5)
    seen.append(repr(await bot.run(ben, kudos.give, [ana.account], "holding the silence on Tuesday")))
    for _ in range(8 * 4):
        seen += [said for letter in (await deliver(bot)).letters if (said := as_read(letter))]
        for who in (ben, someone("zoe")):
            for use_case in READS:
                seen.append(await looked(bot, who, use_case))
        clock.move(hours=6)
    return seen


def as_read(letter: Letter) -> str:
    """A letter to anybody but Ana, as repr and in words."""
    if isinstance(letter.to, ToAccount) and letter.to.account.id == ana.account.id:
        return ""
    return "\n".join([repr(letter.to), *(f"{one!r}\n{rendered(one)}" for one in letter.content)])


async def looked(bot: Guildbot, who: Caller, use_case: Callable[..., Any]) -> str:
    """All of a page; the numbers of one's own answers are drawn by lot."""
    try:
        return re.sub(r"response=\d+", "response=?", repr(await bot.look(who, use_case)))
    except Exception as no:
        return repr(no)


async def test_the_number_of_an_answer_tells_nothing_of_others(bot: Guildbot, asked: Question) -> None:
    """R5: in a row they would say how many answered in between."""
    numbers = []
    for who in TOWN:
        numbers.append((await bot.run(who, reflections.answer, asked.round, "So.")).response)
    assert len({one - before for before, one in pairwise(numbers)}) > 4
    assert max(numbers) > 10_000


# The reminder


async def test_one_line_the_day_before_to_who_wished_for_it_and_has_not_written(bot: Guildbot, clock: Clock, asked: Question) -> None:
    for who in (ana, ben):
        await bot.run(who, people.choose, reminder=True)
    await bot.run(ben, reflections.answer, asked.round, "Written already.")
    clock.now = datetime(2026, 11, 11, 9, 45, tzinfo=UTC)
    assert (await deliver(bot)).of(Reminder) == []
    clock.now = datetime(2026, 11, 11, 10, 0, tzinfo=UTC)

    post = await deliver(bot)

    (line,) = post.to(ana)
    assert isinstance(line, Reminder)
    assert rendered(line) == f"Open until Thursday 12 November: “{asked.prompt.text('en')}”"
    assert len(post) == 1
    for _ in range(8):
        clock.move(hours=6)
        assert (await deliver(bot)).of(Reminder) == []


async def test_a_reminder_that_waits_for_the_morning_is_not_said_to_who_writes_before(bot: Guildbot, clock: Clock, asked: Question) -> None:
    await bot.run(ana, people.choose, reminder=True)
    await bot.run(ana, people.change, name="", zone_name="", quiet="09:00-15:00")
    clock.now = datetime(2026, 11, 11, 10, 0, tzinfo=UTC)
    assert len(await deliver(bot)) == 0
    await bot.run(ana, reflections.answer, asked.round, "Here it is.")
    clock.now = datetime(2026, 11, 11, 16, 0, tzinfo=UTC)
    assert len(await deliver(bot)) == 0


async def test_nobody_is_reminded_who_did_not_ask_for_it(bot: Guildbot, clock: Clock, asked: Question) -> None:
    for _ in range(40):
        clock.move(hours=6)
        assert (await deliver(bot)).of(Reminder) == []
