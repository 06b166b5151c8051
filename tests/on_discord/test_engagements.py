"""Current work on Discord, for its person's eyes alone until they show it."""

from __future__ import annotations

from adapters.sandbox.discord import Person
from adapters.sandbox.view import Message
from tests.on_discord.conftest import Town, shown

WHAT, SINCE, UNTIL = "What is it, or where?", "Since when? Like March 2025", "Until when? Empty if nobody knows"


async def current_work(town: Town, person: Person) -> Message:
    return shown(await person.clicks("Current work", await person.types(town.square, "/profile show")))


async def test_current_work_is_told_shown_changed_and_ended(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    page = await current_work(town, ada)
    assert page.text.startswith("What you work on at the moment")
    await ada.clicks("Tell of your work", page)
    kept = shown(await ada.submits({WHAT: "Night *shifts* at Marram", SINCE: "March 2025", "What do you bring?": "a steady hand"}))
    assert kept.ephemeral
    assert "Night *shifts* at Marram\nSince 1 March 2025\nBrings: a steady hand\nOnly you see it." in kept.text

    page = shown(await ada.clicks("Show to my guilds", kept))
    assert "People of your guilds see it." in page.text
    await ada.clicks("Change", page)
    page = shown(await ada.submits({UNTIL: "June 2027"}))
    assert "From 1 March 2025 to 30 June 2027" in page.text
    theirs = shown(await ben.shortcut("Show profile", target=ada))
    assert "Current work: Night *shifts* at Marram\nFrom 1 March 2025 to 30 June 2027\nBrings: a steady hand" in theirs.text

    ended = shown(await ada.clicks("End it", page))
    assert ended.text.startswith("“Night *shifts* at Marram” has ended. It stays in your record")
    assert [one.label for one in ended.buttons] == ["Keep a way back in", "My profile"]
    page = shown(await ada.clicks("My profile", ended))
    assert "Current work: nothing said yet" in page.text
    assert not any("Marram" in one.text for one in chi.sees(town.square))


async def test_days_that_are_none_are_said_and_everything_is_given_back(town: Town, ada: Person) -> None:
    await ada.clicks("Tell of your work", await current_work(town, ada))
    answer = shown(await ada.submits({WHAT: "Choir", SINCE: "some day", UNTIL: "later"}))
    assert "“some day” is no day I can read." in answer.text
    assert "“later” is no day I can read." in answer.text
    await ada.clicks("Edit", answer)
    assert ada.form is not None
    assert [field.value for field in ada.form.fields] == ["Choir", "some day", "later", "", ""]
    kept = shown(await ada.submits({SINCE: "2024", UNTIL: ""}))
    assert "Choir\nSince 1 January 2024\nOnly you see it." in kept.text
