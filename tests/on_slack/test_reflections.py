"""Questions and answers on Slack: private words stand in forms and nowhere else."""

from __future__ import annotations

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
    assert (ben.form.text, labels_of(ben.form)[:2]) == ("Kept. Only you can read it.", ["Share, signed", "Keep it to myself"])
    await ben.clicks("Share, signed")
    await deliver()
    assert ben.form.text.startswith("Shared")
    await ben.clicks("Keep it to myself")
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
    await ben.closes(all=True)
    await ben.types("care", "/reflect mine")
    form = await ben.form_soon("Your answers")
    assert WORDS not in form.text
