"""The question on Discord: an answer is its author's alone until they share it."""

from __future__ import annotations

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
    assert shown(await ben.clicks("Keep it to myself")).text.startswith("That question has closed.")
    late = shown(await ben.types(town.square, "/reflect mine"))
    assert [button.label for button in late.buttons] == ["Delete"]
    assert shown(await ben.clicks("Delete", late)).text == "Deleted."


async def test_passing_leaves_no_trace_and_an_old_question_says_so(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    question = await _question(town, ada, ben, chi)
    assert shown(await ben.clicks("Pass", question)).text == "That is fine. I keep no note of it."
    town.clock.move(days=11)
    assert shown(await ben.clicks("Write", question)).text.startswith("That question has closed.")
    assert shown(await ben.types(town.square, "/reflect mine")).text == "You have not written anything yet, and that is fine."


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


async def _question(town: Town, ada: Person, ben: Person, chi: Person) -> Message:
    await town.guild(ada, ben, chi)
    town.clock.move(days=1)
    await town.delivers()
    return next(one for one in reversed(ada.sees(town.square)) if "Passing is always fine." in one.text)
