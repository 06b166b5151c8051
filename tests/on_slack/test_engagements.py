"""Current work on Slack, in forms throughout."""

from __future__ import annotations

from adapters.sandbox.slack.people import Person
from tests.on_slack.conftest import Deliver, Found, labels_of
from tests.on_slack.test_people import opened, presses

WHAT, SINCE, UNTIL = "What is it, or where?", "Since when? Like March 2025", "Until when? Empty if nobody knows"


async def test_current_work_is_told_shown_changed_and_ended(ana: Person, ben: Person, found: Found, deliver: Deliver) -> None:
    await found("Tidewater", ana, ben)
    await opened(ana)
    page = await presses(ana, "Current work", deliver)
    assert page.text.startswith("What you work on at the moment")
    await presses(ana, "Tell of your work", deliver)
    await ana.submits({WHAT: "Night shifts at Marram", SINCE: "March 2025", "What do you bring?": "a steady hand"})
    assert ana.form is not None
    assert "Night shifts at Marram\nSince 1 March 2025\nBrings: a steady hand\nOnly you see it." in ana.form.text

    page = await presses(ana, "Show to my guilds", deliver)
    assert "People of your guilds see it." in page.text
    await presses(ana, "Change", deliver)
    await ana.submits({UNTIL: "June 2027"})
    assert ana.form is not None
    assert "From 1 March 2025 to 30 June 2027" in ana.form.text
    page = await presses(ana, "My profile", deliver)
    assert "Current work: Night shifts at Marram (for people of your guilds)" in page.text

    await presses(ana, "Current work", deliver)
    page = await presses(ana, "End it", deliver)
    assert page.text.startswith("“Night shifts at Marram” has ended. It stays in your record")
    assert labels_of(page) == ["Keep a way back in", "My profile"]
    page = await presses(ana, "My profile", deliver)
    assert "Current work: nothing said yet" in page.text
    assert not any("Marram" in one.text for one in (*ana.sees(), *ben.sees()))  # nothing of it was ever a message


async def test_days_that_are_none_are_said_under_their_fields(ana: Person, deliver: Deliver) -> None:
    await opened(ana)
    await presses(ana, "Current work", deliver)
    await presses(ana, "Tell of your work", deliver)
    await ana.submits({WHAT: "Choir", SINCE: "some day", UNTIL: "later"})
    assert ana.form is not None
    assert {field: said.partition(" is")[0] for field, said in ana.form.errors.items()} == {"since": "“some day”", "until": "“later”"}
    await ana.submits({SINCE: "2026", UNTIL: "2025"})
    assert list(ana.form.errors) == ["until"]
