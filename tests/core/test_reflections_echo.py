"""What was answered comes back, and whoever wishes says something to it; a guild's own questions; the bank."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import guildbot
from guildbot import calendar, forgetting, guilds, members, reflections, spaces
from guildbot.bot import Guildbot
from guildbot.digests import Digest
from guildbot.kinds import Sharing
from guildbot.kudos import Unposted
from guildbot.reflections import (
    CaretakersAsk,
    Echo,
    Journal,
    NothingEchoed,
    Question,
    Replied,
    RepliedAlready,
    Reply,
    Replying,
    ReplyTaken,
    bank,
)
from guildbot.refusals import Empty, NoLonger, TooLong
from guildbot.who import Caller
from guildbot.words import Say, plain
from tests.conftest import Clock
from tests.core.conftest import acme, deliver, guild_of, marram, names, open_in, open_room, reasons, rendered, someone, standing_in

ana, ben, cleo, dele = (someone(name) for name in ("ana", "ben", "cleo", "dele"))
yusra = someone("yusra", open_room)
FIRST = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
ECHOES = datetime(2026, 11, 13, 10, 0, tzinfo=UTC)
SAID = "We have a kettle on every floor now."


@pytest.fixture
async def asked(bot: Guildbot, clock: Clock) -> Question:
    """A guild of three in a workspace and on a server, and its first question."""
    await guild_of(bot, ana, ben, cleo)
    await open_in(bot, "tidewater", ana, open_room)
    clock.now = FIRST
    question = (await deliver(bot)).to(acme)[0]
    assert isinstance(question, Question)
    return question


@pytest.fixture
async def echo(bot: Guildbot, clock: Clock, asked: Question) -> Echo:
    """Ana's answer, as the digest plays it back."""
    await shared(bot, ana, asked, "I moved the kettle.")
    clock.now = ECHOES
    first, second = [one.echo for one in (await deliver(bot)).of(Digest)]
    assert first == second
    assert isinstance(first, Echo)
    return first


async def shared(bot: Guildbot, who: Caller, question: Question, words: str) -> None:
    kept = await bot.run(who, reflections.answer, question.round, words)
    await bot.run(who, reflections.share, kept.response, Sharing.SIGNED)


# The echo


async def test_voices_come_from_as_many_places_as_there_are(bot: Guildbot, clock: Clock, asked: Question) -> None:
    for who in (ana, ben, cleo):
        await shared(bot, who, asked, f"{who.account.name} in the workspace")
    await bot.run(dele, members.join, "tidewater")
    await shared(bot, standing_in(dele, open_room), asked, "dele on the server")
    clock.now = ECHOES
    for digest in (await deliver(bot)).of(Digest):
        assert digest.echo is not None
        assert "Dele" in names(one.person for one in digest.echo.voices if one.person)
        assert len(digest.echo.voices) == 3


async def test_each_reads_the_question_in_their_language(bot: Guildbot, echo: Echo) -> None:
    in_german = [plain(one) for one in echo.words(Say("de"))]
    assert echo.prompt.text("de") in in_german[0]
    assert echo.prompt.text("de") != echo.prompt.text("en") == echo.prompt.text("xx")


async def test_the_question_closes_before_the_digest_on_whatever_day_it_comes(bot: Guildbot, clock: Clock) -> None:
    """R6: with digests on Wednesdays a question that were open until Thursday would be echoed after the next one."""
    await guild_of(bot, ana, ben, cleo)
    await bot.tend(calendar.change_schedule, "digest", 1, 2, 600, 1, chapter=1, zone="UTC")
    clock.now = FIRST
    (question,) = (await deliver(bot)).of(Question)
    assert question.closes == date(2026, 11, 10)
    await shared(bot, ana, question, "In time.")
    clock.now = datetime(2026, 11, 11, 10, 0, tzinfo=UTC)
    (digest,) = (await deliver(bot)).of(Digest)
    assert digest.echo is not None


async def test_only_members_share_with_their_guild(bot: Guildbot, clock: Clock, asked: Question) -> None:
    """What was shared before its author left stays shared, unless they take it back."""
    await bot.run(dele, members.join, "tidewater")
    kept = await bot.run(ben, reflections.answer, asked.round, "I carried two chairs.")
    for one in (cleo, dele):
        await shared(bot, one, asked, f"The words of {one.account.name}.")
    both = [entry.response for one in (cleo, dele) for entry in (await bot.run(one, reflections.mine)).entries]
    for one in (ben, cleo, dele):
        await bot.run(one, members.leave, "tidewater")

    for sharing in (Sharing.SIGNED, Sharing.UNSIGNED):
        assert isinstance((await reasons(bot.run(ben, reflections.share, kept.response, sharing)))[0], guilds.NotAMember)
    await bot.run(dele, reflections.share, both[1], Sharing.PRIVATE)

    clock.now = ECHOES
    for digest in (await deliver(bot)).of(Digest):
        assert digest.echo is not None
        assert [voice.words for voice in digest.echo.voices] == ["The words of Cleo."]


# [Answer this]


async def test_an_answer_to_the_echo_is_signed_and_stands_under_every_digest(bot: Guildbot, echo: Echo) -> None:
    form = await bot.run(ben, reflections.replying, echo.round)
    assert isinstance(form, Replying)
    assert {room.space_name for room in form.rooms} == {"Acme", "the Open Room"}

    said = await bot.run(ben, reflections.reply, echo.round, SAID)

    assert (said.rooms, said.said) == (form.rooms, SAID)
    post = await deliver(bot)
    assert len(post) == 2
    for place in (acme, open_room):
        (reply,) = post.to(place)
        assert isinstance(reply, Reply)
        assert rendered(reply) == f"Ben, on “{echo.prompt.text('en')}”:\n{SAID}"
    assert all(letter.to.under for letter in post.letters)  # type: ignore[union-attr]


async def test_once_each_and_its_author_takes_it_back(bot: Guildbot, echo: Echo) -> None:
    said = await bot.run(ben, reflections.reply, echo.round, SAID)
    await deliver(bot)
    assert await bot.run(ben, reflections.replying, echo.round) == Replied(said.id, said.rooms, SAID)
    assert await reasons(bot.run(ben, reflections.reply, echo.round, "Again.")) == (RepliedAlready(),)
    assert await reasons(bot.run(ana, reflections.take_back_reply, said.id)) == (NoLonger(),)

    assert await bot.run(ben, reflections.take_back_reply, said.id) == ReplyTaken(said.id)

    post = await deliver(bot)
    assert [type(one) for letter in post.letters for one in letter.content] == [Unposted, Unposted]
    assert await reasons(bot.run(ben, reflections.take_back_reply, said.id)) == (NoLonger(),)
    assert isinstance(await bot.run(ben, reflections.replying, echo.round), Replying)


async def test_what_is_taken_back_before_it_goes_never_goes(bot: Guildbot, echo: Echo) -> None:
    said = await bot.run(ben, reflections.reply, echo.round, SAID)
    await bot.run(ben, reflections.take_back_reply, said.id)
    assert len(await deliver(bot)) == 0


async def test_what_may_not_leave_a_space_is_carried_nowhere_else(bot: Guildbot, echo: Echo) -> None:
    await bot.run(ana, spaces.hold, True)
    said = await bot.run(ben, reflections.reply, echo.round, SAID)
    assert [room.space_name for room in said.rooms] == ["Acme"]
    post = await deliver(bot)
    assert (len(post.to(acme)), post.to(open_room)) == (1, [])


async def test_only_members_and_only_to_what_was_echoed_lately(bot: Guildbot, clock: Clock, asked: Question, echo: Echo) -> None:
    for who, round_id in ((dele, echo.round), (ben, 99)):
        assert await reasons(bot.run(who, reflections.reply, round_id, SAID)) == (NothingEchoed(),)
        assert await reasons(bot.run(who, reflections.replying, round_id)) == (NothingEchoed(),)
    assert await reasons(bot.run(ben, reflections.reply, echo.round, " ")) == (Empty(),)
    assert await reasons(bot.run(ben, reflections.reply, echo.round, "x" * 601)) == (TooLong(601, 600),)
    clock.move(days=15)
    assert await reasons(bot.run(ben, reflections.reply, echo.round, SAID)) == (NothingEchoed(),)


async def test_before_the_echo_there_is_nothing_to_answer(bot: Guildbot, clock: Clock, asked: Question) -> None:
    await shared(bot, ana, asked, "I moved the kettle.")
    clock.now = ECHOES - timedelta(hours=1)
    await deliver(bot)
    assert await reasons(bot.run(ben, reflections.reply, asked.round, SAID)) == (NothingEchoed(),)


async def test_what_a_former_member_said_stands_without_their_name(bot: Guildbot, echo: Echo) -> None:
    """P5."""
    await bot.run(ben, reflections.reply, echo.round, SAID)
    await deliver(bot)
    await bot.run(ben, forgetting.forget, "forget")
    replies = (await deliver(bot)).of(Reply)
    assert len(replies) == 2
    assert {rendered(one).splitlines()[0] for one in replies} == {f"A former member, on “{echo.prompt.text('en')}”:"}


async def test_what_was_not_said_yet_is_dropped_with_its_author(bot: Guildbot, echo: Echo) -> None:
    """P5."""
    await bot.run(ben, reflections.reply, echo.round, SAID)
    await bot.run(ben, forgetting.forget, "forget")
    assert (await deliver(bot)).of(Reply) == []


# A guild's own questions


async def test_a_caretaker_adds_questions_that_come_in_turn_with_the_banks(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ana, reflections.add_prompt, "tidewater", "Which tide carried you here?")
    page = await bot.run(ana, reflections.add_prompt, "tidewater", "Whom do you miss?", tender=True)
    assert [(one.text("fr"), one.tender) for _, one in page.prompts] == [
        ("Which tide carried you here?", False),
        ("Whom do you miss?", True),
    ]
    clock.now = FIRST
    asked = []
    for _ in range(5):
        asked += [one.prompt for one in (await deliver(bot)).of(Question)]
        clock.move(days=14)
    assert [one.text("en") for one in asked if one.own] == ["Which tide carried you here?", "Whom do you miss?"]
    assert [one.theme == "own" for one in asked] == [True, False, True, False, False]


async def test_a_tender_question_says_so_on_its_card(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ana, reflections.add_prompt, "tidewater", "Whom do you miss?", tender=True)
    clock.now = FIRST
    (question,) = (await deliver(bot)).of(Question)
    assert "This one may be just for you." in rendered(question)


async def test_a_retired_question_is_asked_no_more_and_read_as_ever(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ana, reflections.add_prompt, "tidewater", "Which tide carried you here?")
    page = await bot.run(ana, reflections.add_prompt, "tidewater", "Whom do you miss?")
    clock.now = FIRST
    (question,) = (await deliver(bot)).of(Question)
    await bot.run(ben, reflections.answer, question.round, "The spring one.")

    for id, _ in page.prompts:
        left = await bot.run(ana, reflections.retire_prompt, id)

    assert left.prompts == ()
    (entry,) = (await bot.run(ben, reflections.mine)).entries
    assert entry.prompt.text("en") == "Which tide carried you here?"
    clock.move(days=14)
    (question,) = (await deliver(bot)).of(Question)
    assert question.prompt.own is None


async def test_members_read_them_and_caretakers_change_them(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    page = await bot.run(ana, reflections.add_prompt, "tidewater", "Which tide carried you here?")
    await bot.run(someone("yara"), members.join, "tidewater")
    shown = await bot.run(someone("yara"), reflections.own_prompts, "tidewater")
    assert (shown.prompts, shown.may_change) == (page.prompts, False)
    assert await reasons(bot.run(someone("yara"), reflections.add_prompt, "tidewater", "Mine?")) == (CaretakersAsk("Tidewater"),)
    assert await reasons(bot.run(someone("yara"), reflections.retire_prompt, page.prompts[0][0])) == (NoLonger(),)
    (no,) = await reasons(bot.run(dele, reflections.own_prompts, "tidewater"))
    assert isinstance(no, guilds.NotAMember)
    assert await reasons(bot.run(ana, reflections.add_prompt, "tidewater", "x" * 301)) == (TooLong(301, 300),)
    log = [plain(one) for one in (await bot.run(ana, guilds.show, "tidewater")).log_lines(Say())]
    assert any(one.endswith("Ana added the question Which tide carried you here?") for one in log)


# The bank


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_the_bank_is_the_same_in_every_language(language: str) -> None:
    """52 questions, the same keys and the same tender ones; none too long for a card or a form."""
    file = Path(guildbot.__file__).parent / "prompts" / f"{language}.toml"
    read = tomllib.loads(file.read_text(encoding="utf-8"))
    assert len(read) == 52
    assert {key: one.get("tender", False) for key, one in read.items()} == {key: one.tender for key, one in bank().items()}
    assert list(read) == list(bank())
    assert all(one["text"].rstrip().endswith((".", "?")) and 0 < len(one["text"]) <= 300 for one in read.values())
    assert len({one["text"] for one in read.values()}) == 52
    assert {key: one["text"] for key, one in read.items()} == {key: one.text(language) for key, one in bank().items()}


# The journal


async def test_the_journal_has_pages_and_a_search_in_the_readers_language(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    clock.now = FIRST
    for number in range(12):
        (question,) = (await deliver(bot)).of(Question)
        await bot.run(ana, reflections.answer, question.round, f"Answer {number}" + (" about kettles" if number == 3 else ""))
        clock.move(days=14)
    first = await bot.run(ana, reflections.mine)
    last = await bot.run(ana, reflections.mine, 7)
    assert [one.words_said for one in first.entries][:2] == ["Answer 11", "Answer 10"]
    assert (len(first.entries), first.page, first.more) == (10, 0, True)
    assert (len(last.entries), last.page, last.more) == (2, 1, False)
    assert [one.words_said for one in (await bot.run(ana, reflections.mine, 0, "KETTLES")).entries] == ["Answer 3 about kettles"]
    word = first.entries[0].prompt.text("de").split()[-1]
    assert first.entries[0] in (await bot.run(ana, reflections.mine, 0, word, language="de")).entries
    none = await bot.run(ana, reflections.mine, 0, "xyzzy")
    assert rendered(none) == "None of your answers has “xyzzy” in it."
    whole = await bot.run(ana, reflections.everything)
    assert len(whole.entries) == 12
    text = whole.text(Say())
    assert all(f"Answer {number}" in text for number in range(12))
    assert "".join(whole.texts(Say(), 400)) == text + "\n"
    assert max(map(len, whole.texts(Say(), 400))) < 500
    assert await bot.run(ben, reflections.mine) == Journal(())


async def test_where_words_are_kept_they_are_not_echoed_elsewhere(bot: Guildbot, clock: Clock, asked: Question) -> None:
    await bot.run(standing_in(ana, marram), spaces.hold, True)
    await shared(bot, standing_in(ben, marram), asked, "Said inside.")
    clock.now = ECHOES
    assert [one.echo for one in (await deliver(bot)).of(Digest)] == [None, None]
