"""A guild's settings on Slack: a form, a look at the dates, and then [Keep]."""

from __future__ import annotations

from adapters.sandbox.slack import Workspace
from adapters.sandbox.slack.people import Person
from tests.on_slack.conftest import Deliver, Found, labels_of


async def test_caretakers_look_first_and_then_keep(ana: Person, ben: Person, cleo: Person, found: Found, deliver: Deliver) -> None:
    await found("Tidewater", ana, ben, cleo)
    assert await ana.types("care", "/guild settings") is None
    form = await ana.form_soon("Settings")
    assert form.field("When? Like 10:00").value == "10:00"
    assert "The next digests in #care:\nFriday 6 November, 10:00" in form.text
    await ana.submits({"On which day does the digest come?": "Thursday", "When? Like 10:00": "16.30"})
    assert ana.form is not None
    assert ana.form.text.startswith("This is how Tidewater would be set; nothing is changed yet.\nDigest: Thursday, 16:30")
    assert "Thursday 5 November, 16:30\nThursday 12 November, 16:30" in ana.form.text

    await ana.clicks("Change more")
    form = await ana.form_soon("Settings")
    assert form.field("On which day does the digest come?").value == "3"
    assert form.field("When? Like 10:00").value == "16.30"
    await ana.submits({"The emoji of a quick thank-you": ":sunflower:"})
    await ana.submits({})
    assert ana.form is not None
    assert ana.form.text.startswith("Kept. Every member of Tidewater reads in its log what was changed.\nDigest: Thursday, 16:30")
    await ana.closes()
    await deliver()
    assert "🌻 on a message is a quick thank-you" in ben.sees("care")[0].text

    await ben.types("care", "/guild show tidewater")
    page = ben.sees("care")[-1]
    assert "Ana Ruiz moved the digest to Thursday, 16:30" in page.text
    assert "Settings" in labels_of(page)


async def test_what_is_wrong_is_said_under_its_field(ana: Person, ben: Person, cleo: Person, found: Found) -> None:
    await found("Tidewater", ana, ben, cleo)
    await ana.types("care", "/guild settings")
    await ana.form_soon("Settings")
    wrong = {
        "When? Like 10:00": "25:00", "When does the question come? Like 10:00": "noon", "Every how many weeks?": "0",
        "Time zone of the guild": "Mars/Olympus", "Time zone of this channel": "Moon",
    }  # fmt: skip
    await ana.submits(wrong)
    assert ana.form is not None
    assert ana.form.errors["digest_time"] == "“25:00” is not a time of day. Write it like 10:00 or 17:30."
    assert set(ana.form.errors) == {"digest_time", "question_time", "question_weeks", "zone", "channel_zone"}
    assert ana.form.field("When? Like 10:00").value == "25:00"
    mended = {"When? Like 10:00": "10", "When does the question come? Like 10:00": "12:00", "Every how many weeks?": "60"}
    await ana.submits(
        mended | {"Time zone of the guild": "UTC", "Time zone of this channel": "UTC", "The emoji of a quick thank-you": "🌻🌻"}
    )
    assert set(ana.form.errors) == {"question_weeks", "emoji"}


async def test_members_read_them(acme: Workspace, ana: Person, ben: Person, cleo: Person, found: Found) -> None:
    dele = acme.person("dele", name="Dele Ade")
    await found("Tidewater", ana, ben, cleo, dele)
    shown = await dele.types("care", "/guild settings")
    assert shown is not None
    assert shown.text.startswith("Digest: Friday, 10:00, by each channel's own clock")
    assert labels_of(shown) == []
