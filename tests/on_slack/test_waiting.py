"""“What waits for you” on Slack: switched on with an hour, told once a day, shown on a page that no export holds."""

from __future__ import annotations

from datetime import UTC, datetime

from adapters.sandbox.slack import Workspace
from adapters.sandbox.slack.people import Person
from tests.conftest import Clock
from tests.on_slack.conftest import Deliver, Found, labels_of

HOUR = "What waits, in one message a day. When? Like 9:00"


async def test_what_waits_comes_at_ones_own_hour(
    acme: Workspace, ana: Person, ben: Person, cleo: Person, found: Found, deliver: Deliver, clock: Clock
) -> None:
    await found("Tidewater", ana, ben, cleo)
    await ana.types("dm", "/profile")
    await ana.form_soon()
    await ana.clicks("Change")
    await ana.form_soon("Your profile")
    await ana.submits({HOUR: "half nine"})
    assert ana.form is not None
    assert ana.form.errors == {"waits": "“half nine” is not a time of day. Write it like 9:00, or leave it empty for none."}
    await ana.submits({HOUR: "9:00"})
    assert "What waits for you, in one message a day: 09:00" in ana.form.text
    assert "What waits for me" in labels_of(ana.form)
    await ana.closes()
    dele = acme.person("dele", name="Dele Ade")
    clock.move(hours=1)
    await dele.types("care", "/guild join tidewater")
    await dele.form_soon("Tidewater")
    await dele.submits({})
    await dele.closes()
    await ben.types("care", "/kudos @ana for holding the silence on Tuesday")
    await deliver()
    before = len(ana.sees("dm"))

    clock.now = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
    await deliver()
    (said,) = ana.sees("dm")[before:]
    assert said.text == "This waits for you:\nThanks you have not answered\nA newcomer nobody has greeted"
    assert labels_of(said) == ["Show me"]
    await ana.clicks("Show me", said)
    page = await ana.form_soon("What waits for me")
    assert "holding the silence on Tuesday" in page.text
    assert "is new in Tidewater, and nobody has greeted them yet." in page.text
    await ana.clicks("Give kudos")
    form = await ana.form_soon("Give kudos")
    assert form is not None
