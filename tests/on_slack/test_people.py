"""One's own profile on Slack."""

from __future__ import annotations

from adapters.sandbox.slack.people import Person
from tests.on_slack.conftest import Deliver


async def test_the_profile_is_a_form_that_can_be_changed_at_once(ana: Person, deliver: Deliver) -> None:
    await ana.types("care", "/kudos @ben for the soup on Monday evening")
    await deliver()
    await ana.types("dm", "/profile")
    form = await ana.form_soon("Your profile")
    assert (form.field("Your name").value, form.field("Time zone").value) == ("", "")
    await ana.submits({"Your name": "Ana", "Quiet hours, like 20:00-08:00": "21:00-07:30", "Who may see thanks to you?": "Only me"})
    assert ana.form is not None
    assert ana.form.text.startswith("Kept.\nName: Ana\nTime zone: Europe/London\nQuiet hours: 21:00–07:30")


async def test_what_cannot_be_read_is_said_under_its_field(ana: Person, deliver: Deliver) -> None:
    await ana.types("dm", "/profile")
    await ana.form_soon()
    await ana.submits({"Time zone": "Mars/Olympus", "Quiet hours, like 20:00-08:00": "late"})
    assert ana.form is not None
    assert set(ana.form.errors) == {"zone", "quiet"}
    assert ana.form.field("Time zone").value == "Mars/Olympus"
