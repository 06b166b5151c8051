"""A guild's settings on Discord: a page, a form for each group, a look at the dates, and then [Keep]."""

from __future__ import annotations

import pytest

from adapters.sandbox.discord import Person
from tests.on_discord.conftest import Town, shown


@pytest.fixture
async def founded(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)


@pytest.mark.usefixtures("founded")
async def test_caretakers_look_first_and_then_keep(town: Town, ada: Person, ben: Person) -> None:
    page = shown(await ada.types(town.square, "/guild settings"))
    assert page.text.startswith("Digest: Friday, 10:00, by each channel's own clock")
    assert [one.label for one in page.buttons] == [
        "The digest", "The question", "Time zone of the guild", "Time zone of this channel", "Emoji, being found", "How people join",
    ]  # fmt: skip
    await ada.clicks("The digest")
    assert ada.form is not None
    assert ada.form.field("When? Like 10:00").value == "10:00"
    looked = shown(await ada.submits({"On which day does the digest come?": "Thursday", "When? Like 10:00": "16:30"}))
    assert looked.text.startswith("This is how Tidewater would be set; nothing is changed yet.")
    assert "Thursday 5 November, 16:30" in looked.text

    await ada.clicks("Change")
    assert ada.form.field("When? Like 10:00").value == "16:30"
    await ada.submits({"When? Like 10:00": "17:15"})
    kept = shown(await ada.clicks("Keep"))
    assert kept.text.startswith("Kept. Every member of Tidewater reads in its log what was changed.\nDigest: Thursday, 17:15")

    await ada.clicks("The question")
    await ada.submits({"Every how many weeks?": "3"})
    kept = shown(await ada.clicks("Keep"))
    assert "Question: Tuesday, 10:00, every 3 weeks" in kept.text
    await ada.clicks("Time zone of this channel")
    await ada.submits({"Time zone of this channel": "America/Argentina/ComodRivadavia"})
    kept = shown(await ada.clicks("Keep"))
    assert "in Fernweh: America/Argentina/ComodRivadavia" in kept.text or "America/Argentina/ComodRivadavia" in kept.text
    await ada.clicks("Emoji, being found")
    await ada.submits({"The emoji of a quick thank-you": "<:shell:123456789012345678>"})
    kept = shown(await ada.clicks("Keep"))
    assert ":shell:" in kept.text
    log = shown(await ben.types(town.square, "/guild show guild:tidewater"))
    assert "Ada moved the digest to Thursday, 17:15" in log.text
    assert "Settings" in [one.label for one in log.buttons]


@pytest.mark.usefixtures("founded")
async def test_what_is_wrong_is_said_and_what_was_typed_is_kept(town: Town, ada: Person) -> None:
    await ada.types(town.square, "/guild settings")
    await ada.clicks("The question")
    said = shown(await ada.submits({"When does the question come? Like 10:00": "25:00", "Every how many weeks?": "60"}))
    assert "“25:00” is not a time of day." in said.text
    assert "A question comes every 1 to 12 weeks; “60” is something else." in said.text
    await ada.clicks("Edit")
    assert ada.form is not None
    assert ada.form.field("When does the question come? Like 10:00").value == "25:00"
    said = shown(await ada.submits({"When does the question come? Like 10:00": "11", "Every how many weeks?": "4"}))
    assert "Question: Tuesday, 11:00, every 4 weeks" in said.text


@pytest.mark.usefixtures("founded")
async def test_members_read_them(town: Town) -> None:
    dele = town.person("dele", name="Dele")
    await town.joins(dele)
    page = shown(await dele.types(town.square, "/guild settings"))
    assert page.text.startswith("Digest: Friday, 10:00")
    assert page.buttons == ()
