"""The question on Discord: an answer is its author's alone until they share it."""

from __future__ import annotations

import logging

import pytest

from adapters.sandbox.discord import Person
from adapters.sandbox.view import Message
from tests.on_discord.conftest import Town, shown


async def test_an_answer_goes_in_by_form_and_out_by_private_replies_only(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    question = await _question(town, ada, ben, chi)
    assert [button.label for button in question.buttons] == ["Write", "Pass"]
    await ben.clicks("Write", question)
    assert ben.form is not None
    assert "Only you can read this unless you share it. Whoever hosts this bot (Ada) could technically reach the database." in ben.form.text
    kept = shown(await ben.submits({"Your answer": "I learned to *wait*."}))
    assert (kept.ephemeral, kept.text) == (True, "Kept. Only you can read it.")
    assert [button.label for button in kept.buttons] == ["Share, signed", "Share, unsigned", "Keep to myself", "Delete"]
    again = shown(await ben.types(town.square, "/reflect now"))
    assert again.text.endswith("Your answer (only you)\nI learned to *wait*.")
    await town.delivers()
    public = [post for post in town.discord.posts if "wait" in str(post.components) and not post.ephemeral]
    assert public == []


async def test_writing_again_starts_from_what_one_wrote(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    question = await _question(town, ada, ben, chi)
    words = "*line*\n" * 400
    for answer in (words, "In short: wait."):
        await ben.clicks("Write", question)
        await ben.submits({"Your answer": answer})
    await ben.clicks("Write", question)
    assert ben.form is not None
    assert ben.form.field("Your answer").value == "In short: wait."


async def test_the_longest_answer_stands_whole_in_the_journal(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await ben.clicks("Write", await _question(town, ada, ben, chi))
    await ben.submits({"Your answer": "*_" * 1490 + "the end"})
    await ben.types(town.square, "/reflect mine")
    journal = await ben.sees_soon("the end")
    page = "".join(one.text for one in ben.sees(town.square) if one.ephemeral)
    assert page.count("*_") == 1490
    assert journal.ephemeral


async def test_sharing_is_a_second_act_that_the_digest_plays_back(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await ben.clicks("Write", await _question(town, ada, ben, chi))
    kept = await ben.submits({"Your answer": "I learned to wait."})
    assert shown(await ben.clicks("Share, signed", kept)).text.startswith("Shared: it may stand in the digest, with your name")
    for days in (3, 4, 3.1):
        town.clock.move(days=days)
        await town.delivers()
    assert "“I learned to wait.” (Ben)" in [one for one in ada.sees(town.square) if "the week to" in one.text][-1].text
    assert shown(await ben.clicks("Keep to myself")).text.startswith("That question has closed.")
    late = shown(await ben.types(town.square, "/reflect mine"))
    assert [button.label for button in late.buttons] == ["Delete", "Search", "Take it along"]
    assert shown(await ben.clicks("Delete", late)).text == "Deleted."


async def test_passing_leaves_no_trace_and_an_old_question_says_so(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    question = await _question(town, ada, ben, chi)
    assert shown(await ben.clicks("Pass", question)).text == "That is fine. I keep no note of it."
    town.clock.move(days=11)
    assert shown(await ben.clicks("Write", question)).text.startswith("That question has closed.")
    assert shown(await ben.types(town.square, "/reflect mine")).text == "No answer of yours is kept here, and that is fine."


async def test_a_form_that_closed_meanwhile_gives_the_words_back(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await ben.clicks("Write", await _question(town, ada, ben, chi))
    town.clock.move(days=11)
    answer = shown(await ben.submits({"Your answer": "Too late, but *true*."}))
    assert answer.text.startswith("That question has closed.")
    assert "Too late, but *true*." in answer.text


async def test_a_question_is_for_members(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    question = await _question(town, ada, ben, chi)
    zoe = town.person("zoe", name="Zoe")
    assert shown(await zoe.clicks("Write", question)).text.startswith("That is for members of Tidewater.")
    assert shown(await zoe.types(town.square, "/reflect now")).text.startswith("No question is open in your guilds just now.")


async def test_too_few_unsigned_are_asked_again(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await _shares(town, ben, "I learned to wait.", "Share, unsigned", await _question(town, ada, ben, chi))
    for hours in (7 * 24, 2 * 24, 22.5):
        town.clock.move(hours=hours)
        await town.delivers()
    notice = await ben.sees_soon("Fewer than 5 people shared an answer without their name")
    assert "wait" not in notice.text
    assert [button.label for button in notice.buttons] == ["Share, signed", "Keep to myself"]
    assert shown(await ben.clicks("Share, signed", notice)).text == "Shared: it may stand in the coming digest, with your name."
    town.clock.move(hours=2)
    await town.delivers()
    assert "“I learned to wait.” (Ben)" in _week(town, ada).text


async def test_the_echo_is_answered_under_the_digest_and_taken_back(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await _shares(town, ben, "I learned to wait.", "Share, signed", await _question(town, ada, ben, chi))
    for days in (3, 4, 3.1):
        town.clock.move(days=days)
        await town.delivers()
    week = _week(town, chi)
    await chi.clicks("Answer this", week)
    assert chi.form is not None
    assert "It will be read with your name in" in chi.form.text
    said = shown(await chi.submits({"What would you say to it?": "*So* did I."}))
    assert said.text.endswith("*So* did I.")
    await town.delivers()
    reply = next(one for one in reversed(ben.sees(town.square)) if "Chi, on “" in one.text)
    assert reply.text.endswith("*So* did I.")
    again = shown(await chi.clicks("Answer this", week))
    assert [button.label for button in again.buttons] == ["Take back"]
    assert shown(await chi.clicks("Take back", again)).text == "Taken back. What stands in the channels goes too."
    await town.delivers()
    assert not [one for one in ben.sees(town.square) if "did I." in one.text and not one.ephemeral]


async def test_the_journal_is_searched_and_taken_along_as_a_file(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await _shares(town, ben, "I learned to wait.", "Keep to myself", await _question(town, ada, ben, chi))
    found = shown(await ben.types(town.square, "/reflect mine words:WAIT"))
    assert "I learned to wait." in found.text
    await ben.clicks("Search", found)
    none = shown(await ben.submits({"Which words?": "xyzzy"}))
    assert none.text == "None of your answers has “xyzzy” in it."
    taken = shown(await ben.clicks("Take it along", found))
    assert taken.ephemeral
    ((name, content),) = taken.files
    assert name == "answers.txt"
    assert "I learned to wait." in content.decode()
    assert "Tidewater)" in content.decode()


async def test_a_guilds_own_questions(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    await ada.types(town.square, "/guild show guild:tidewater")
    page = shown(await ada.clicks("Our questions"))
    assert page.text == "Tidewater has no questions of its own yet; the bank's fifty-two come in turn."
    await ada.clicks("Add a question", page)
    answers = {"The question": "Which tide carried you here?", "Say on its card that it may be just for them?": "Yes, please"}
    kept = shown(await ada.submits(answers))
    assert "Which tide carried you here?" in kept.text
    assert [button.label for button in kept.buttons] == ["Retire", "Add a question"]
    town.clock.move(days=1)
    await town.delivers()
    card = next(one for one in reversed(ben.sees(town.square)) if "Passing is always fine." in one.text)
    assert "Which tide carried you here?" in card.text
    assert "This one may be just for you." in card.text
    assert shown(await ada.clicks("Retire", kept)).text.startswith("Tidewater has no questions of its own yet")


async def test_one_reminder_for_who_wished_for_it(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await _question(town, ada, ben, chi)
    await ben.types(town.square, "/profile show")
    await ben.clicks("Choices")
    await ben.submits({"A line before a question closes?": "Yes, please"})
    for days in (4, 4, 1):
        town.clock.move(days=days)
        await town.delivers()
    line = await ben.sees_soon("Open until Thursday 12 November: “")
    assert [button.label for button in line.buttons] == ["Write"]
    assert not [one for one in chi.dms if "Open until" in one.text]


async def test_a_private_answer_is_in_nobodys_sight_and_in_no_line_of_the_log(
    town: Town, ada: Person, ben: Person, chi: Person, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """R2, R3: a fortnight of it, whatever its author does with it, and everybody else looks everywhere."""
    for sdk in ("discord", "aiohttp"):
        caplog.set_level(logging.WARNING, sdk)  # as our own configuration has it; see tests/test_logs.py
    caplog.set_level(logging.DEBUG)
    canary = "I learned to wait."
    await _shares(town, ben, canary, "Share, unsigned", await _question(town, ada, ben, chi))
    await ben.types(town.square, "/reflect mine")
    await ben.clicks("Take it along")
    for days in (3, 4, 2.9, 0.1, 1):
        town.clock.move(days=days)
        await town.delivers()
        for one in (ada, chi):
            for line in ("/reflect now", "/reflect mine", "/profile waiting", "/guild show", "/profile show"):
                said = await one.types(town.square, line)
                assert said is None or canary not in said.text
    others = [post for who in (ada, chi) for post in (*who.sees(town.square), *who.dms)]
    assert canary not in "".join(one.text for one in others)
    assert canary not in "".join(one.text for one in ben.dms if not one.ephemeral)
    assert [post for post in town.discord.posts if canary in str(post.components) and not post.ephemeral] == []
    assert canary not in "".join((caplog.text, *capfd.readouterr()))


async def _shares(town: Town, who: Person, words: str, how: str, question: Message) -> None:
    await who.clicks("Write", question)
    await who.clicks(how, await who.submits({"Your answer": words}))


def _week(town: Town, who: Person) -> Message:
    return [one for one in who.sees(town.square) if "the week to" in one.text][-1]


async def _question(town: Town, ada: Person, ben: Person, chi: Person) -> Message:
    await town.guild(ada, ben, chi)
    town.clock.move(days=1)
    await town.delivers()
    return next(one for one in reversed(ada.sees(town.square)) if "Passing is always fine." in one.text)
