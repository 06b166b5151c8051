"""“What waits for you” on Discord: switched on with an hour, told once a day, shown to its person alone."""

from __future__ import annotations

from datetime import UTC, datetime

from adapters.sandbox.discord import Person
from tests.on_discord.conftest import Town, shown

HOUR = "What waits, in one message a day. When? Like 9:00"


async def test_what_waits_comes_at_ones_own_hour(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    await ada.types(town.square, "/profile show")
    await ada.clicks("Change")
    assert ada.form is not None
    said = shown(await ada.submits({HOUR[:45]: "half nine"}))
    assert "“half nine” is not a time of day." in said.text
    await ada.clicks("Edit")
    page = shown(await ada.submits({HOUR[:45]: "9:00"}))
    assert "What waits for you, in one message a day: 09:00" in page.text
    town.clock.move(hours=1)
    dele = town.person("dele", name="Dele")
    await town.joins(dele)
    before = len(await town.reads(ada))

    town.clock.now = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
    (letter,) = (await town.reads(ada))[before:]
    assert letter == "This waits for you:\nA newcomer nobody has greeted"
    page = shown(await ada.clicks("Show me"))
    assert "is new in Tidewater, and nobody has greeted them yet." in page.text
    assert page.ephemeral
    await ada.clicks("Give kudos")
    assert ada.form is not None
    assert ada.form.title == "Give kudos"
