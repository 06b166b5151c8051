"""Questions and answers on Slack: private words stand in forms and nowhere else."""

from __future__ import annotations

import logging

import pytest

from adapters.sandbox.slack import SlackSandbox
from adapters.sandbox.slack.people import Person
from tests.conftest import Clock
from tests.on_slack.conftest import Deliver, Found, labels_of

WORDS = "I moved the kettle."


@pytest.fixture
async def asked(ana: Person, ben: Person, cleo: Person, found: Found, clock: Clock, deliver: Deliver) -> None:
    """Tidewater is founded, and its first question stands in the channel."""
    await found("Tidewater", ana, ben, cleo)
    clock.move(days=1)
    await deliver()


def everything_posted(slack: SlackSandbox) -> str:
    """All that ever left as a message; forms are not messages."""
    methods = ("chat.postMessage", "chat.update", "chat.postEphemeral", "response_url")
    sent = [str(one.body) for one in slack.requests if one.method in methods]
    return "\n".join([*sent, *(str(one.answer) for one in slack.deliveries if one.kind == "slash_commands")])


async def test_an_answer_is_private_until_it_is_shared(slack: SlackSandbox, ben: Person, asked: None, deliver: Deliver) -> None:
    question = await ben.sees_soon("Passing is always fine", "care")
    assert labels_of(question) == ["Write", "Pass"]
    await ben.clicks("Write", question)
    form = await ben.form_soon("A question")
    assert "the Tidewater cooperative" in form.text
    await ben.submits({"Your answer": WORDS})
    assert ben.form is not None
    assert ben.form.text == "Kept. Only you can read it."
    assert labels_of(ben.form) == ["Share, signed", "Share, unsigned", "Keep to myself"]
    await ben.clicks("Share, signed")
    await deliver()
    assert ben.form.text.startswith("Shared")
    assert labels_of(ben.form) == ["Share, unsigned", "Keep to myself"]
    await ben.clicks("Share, unsigned")
    await deliver()
    assert "if 5 or more people share theirs so" in ben.form.text
    await ben.clicks("Keep to myself")
    await deliver()
    await ben.closes(all=True)
    await ben.types("dm", "/reflect mine")
    journal = await ben.form_soon("Your answers")
    assert WORDS in journal.text
    await ben.types("dm", "/profile waiting")
    await ben.opens_home()
    await deliver()
    assert WORDS not in everything_posted(slack)
    assert ben.home is not None
    assert WORDS not in ben.home.text


async def test_writing_again_begins_with_ones_own_words(ben: Person, asked: None, deliver: Deliver) -> None:
    for words in (WORDS, "I moved it twice."):
        await ben.types("care", "/reflect")
        form = await ben.form_soon("A question")
        assert form.field("Your answer").value == ("" if words == WORDS else WORDS)
        await ben.submits({"Your answer": words})
        await ben.closes()


async def test_passing_leaves_no_trace(ben: Person, asked: None, deliver: Deliver) -> None:
    answer = await ben.clicks("Pass")
    assert answer is not None
    assert answer.ephemeral
    assert answer.text == "That is fine. I keep no note of it."
    assert labels_of(await ben.sees_soon("Passing is always fine", "care")) == ["Write", "Pass"]


async def test_a_closed_question_answers_politely(ben: Person, asked: None, clock: Clock, deliver: Deliver) -> None:
    await ben.clicks("Write", await ben.sees_soon("Passing is always fine", "care"))
    await ben.form_soon("A question")
    clock.move(days=20)
    await ben.submits({"Your answer": WORDS})
    assert ben.form is not None
    assert ben.form.errors == {"words": "That question has closed. What you wrote: /reflect mine still shows it to you."}
    assert ben.form.field("Your answer").value == WORDS


async def test_no_question_is_said_in_a_sentence(ana: Person, deliver: Deliver) -> None:
    shown = await ana.types("care", "/reflect")
    assert shown is not None
    assert shown.ephemeral
    assert shown.text.startswith("No question is open")


async def test_an_answer_can_always_be_deleted(ben: Person, asked: None, deliver: Deliver) -> None:
    await ben.types("care", "/reflect")
    await ben.form_soon()
    await ben.submits({"Your answer": WORDS})
    await ben.types("care", "/reflect mine")
    await ben.form_soon("Your answers")
    await ben.clicks("Delete")
    await deliver()
    assert ben.form is not None
    assert "Deleted." in ben.form.text
    assert WORDS not in ben.form.text
    await ben.closes(all=True)
    await ben.types("care", "/reflect mine")
    form = await ben.form_soon("Your answers")
    assert WORDS not in form.text


async def shares(who: Person, words: str, how: str, deliver: Deliver) -> None:
    await who.types("care", "/reflect")
    await who.form_soon("A question")
    await who.submits({"Your answer": words})
    await who.clicks(how)
    await deliver()
    await who.closes(all=True)


async def until_the_digest(clock: Clock, deliver: Deliver) -> None:
    for days in (3, 4, 3, 1):
        clock.move(days=days)
        await deliver()


async def test_too_few_unsigned_are_asked_again(
    slack: SlackSandbox, ben: Person, cleo: Person, asked: None, clock: Clock, deliver: Deliver
) -> None:
    """Two people are too few to stay unknown: nothing of it is said, and each may still sign."""
    for one in (ben, cleo):
        await shares(one, f"{WORDS} {one.name}", "Share, unsigned", deliver)
    for hours in (7 * 24, 2 * 24, 22.5):
        clock.move(hours=hours)
        await deliver()
    notice = await ben.sees_soon("Fewer than 5 people shared an answer without their name", "dm")
    assert labels_of(notice) == ["Share, signed", "Keep to myself"]
    await ben.clicks("Share, signed", notice)
    await ben.sees_soon("Shared: it may stand in the coming digest, with your name.", "dm")
    clock.move(hours=2)
    await deliver()
    week = await cleo.sees_soon("the week to", "care")
    assert f"“{WORDS} Ben Okri” (Ben Okri)" in week.text
    assert "Cleo" not in week.text.split("We asked")[1]


async def test_the_echo_is_answered_under_the_digest_and_taken_back(
    ben: Person, cleo: Person, asked: None, clock: Clock, deliver: Deliver
) -> None:
    await shares(ben, WORDS, "Share, signed", deliver)
    await until_the_digest(clock, deliver)
    week = await cleo.sees_soon("We asked", "care")
    await cleo.clicks("Answer this", week)
    form = await cleo.form_soon("Answer this")
    assert "It will be read with your name in #care." in form.text
    await cleo.submits({"What would you say to it?": "We have one on every floor now."})
    await deliver()
    assert cleo.form is not None
    assert cleo.form.text == "Said with your name, in #care:\nWe have one on every floor now."
    await cleo.closes(all=True)
    reply = await ben.sees_soon("Cleo Marsh, on “", "care")
    assert reply.text.endswith("We have one on every floor now.")
    await cleo.clicks("Answer this", week)
    said = await cleo.sees_soon("Said with your name", "care")
    assert said.ephemeral
    await cleo.clicks("Take back", said)
    await deliver()
    await cleo.sees_soon("Taken back. What stands in the channels goes too.", "care")
    assert not [one for one in ben.sees("care") if "on every floor" in one.text]


async def test_the_journal_is_searched_and_taken_along_as_text(ben: Person, asked: None, deliver: Deliver) -> None:
    await shares(ben, WORDS, "Keep to myself", deliver)
    await ben.types("dm", "/reflect mine kettle")
    page = await ben.form_soon("Your answers")
    assert WORDS in page.text
    await ben.clicks("Share, signed")
    await deliver()
    assert ben.form is not None
    assert ben.form.text.startswith("Shared: it may stand in the digest")
    assert WORDS in ben.form.text
    await ben.clicks("Search")
    await ben.form_soon("Your answers")
    await ben.submits({"Which words?": "xyzzy"})
    assert ben.form is not None
    assert ben.form.text == "None of your answers has “xyzzy” in it."
    await ben.clicks("Your answers")
    await deliver()
    await ben.clicks("Take it along")
    await deliver()
    assert ben.form is not None
    assert WORDS in ben.form.text
    assert "Tidewater)" in ben.form.text


async def test_a_guilds_own_questions(ana: Person, ben: Person, found: Found, cleo: Person, clock: Clock, deliver: Deliver) -> None:
    await found("Tidewater", ana, ben, cleo)
    await ana.types("care", "/guild show tidewater")
    await deliver()
    await ana.clicks("Our questions")
    page = await ana.form_soon("Our questions")
    assert page.text == "Tidewater has no questions of its own yet; the bank's fifty-two come in turn."
    await ana.clicks("Add a question")
    await ana.form_soon("Add a question")
    await ana.submits({"The question": "Which tide carried you here?", "Say on its card that it may be just for them?": "Yes, please"})
    assert ana.form is not None
    assert "Which tide carried you here?" in ana.form.text
    assert labels_of(ana.form) == ["Retire", "Add a question"]
    await ana.closes(all=True)
    clock.move(days=1)
    await deliver()
    card = await ben.sees_soon("Which tide carried you here?", "care")
    assert "This one may be just for you." in card.text


async def test_one_reminder_for_who_wished_for_it(ben: Person, cleo: Person, asked: None, clock: Clock, deliver: Deliver) -> None:
    await ben.types("dm", "/profile")
    await ben.form_soon("Your profile")
    await ben.clicks("Change")
    await ben.form_soon("Your profile")
    await ben.submits({"One line the day before a question closes, if you have not written?": "Yes, please"})
    await ben.closes(all=True)
    for days in (4, 4, 1):
        clock.move(days=days)
        await deliver()
    line = await ben.sees_soon("Open until Thursday 12 November: “", "dm")
    assert labels_of(line) == ["Write"]
    assert not [one for one in cleo.sees("dm") if "Open until" in one.text]


async def test_a_private_answer_is_in_no_message_and_in_no_line_of_the_log(
    slack: SlackSandbox, ana: Person, ben: Person, cleo: Person, asked: None, clock: Clock, deliver: Deliver,
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    """R2, R3: a fortnight of it, whatever its author does with it, and everybody else looks everywhere."""
    for sdk in ("slack_bolt", "slack_sdk", "slack", "aiohttp"):
        caplog.set_level(logging.WARNING, sdk)  # as our own configuration has it; see tests/test_logs.py
    caplog.set_level(logging.DEBUG)
    await shares(ben, WORDS, "Share, unsigned", deliver)
    await ben.types("dm", "/reflect mine")
    await ben.form_soon("Your answers")
    await ben.clicks("Take it along")
    await deliver()
    await ben.closes(all=True)
    for days in (3, 4, 2.9, 0.1, 1):
        clock.move(days=days)
        await deliver()
        for one in (ana, cleo):
            for line in ("/reflect", "/reflect mine", "/profile waiting", "/guild show tidewater", "/profile record"):
                said = await one.types("care", line)
                await deliver()
                assert WORDS not in (said.text if said else "")
                assert WORDS not in (one.form.text if one.form else "")
                await one.closes(all=True)
            await one.opens_home()
    assert WORDS not in everything_posted(slack)
    assert WORDS not in "".join(one.text for who in (ana, cleo) for one in (*who.sees("care"), *who.sees("dm")))
    assert WORDS not in "".join((caplog.text, *capfd.readouterr()))
