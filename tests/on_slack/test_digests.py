"""The week on Slack: people's own words, and nobody is pinged."""

from __future__ import annotations

from datetime import UTC, datetime

from adapters.sandbox.slack.people import Person
from tests.conftest import Clock
from tests.on_slack.conftest import Deliver, Found, labels_of


async def test_friday_tells_the_week(ana: Person, ben: Person, cleo: Person, found: Found, clock: Clock, deliver: Deliver) -> None:
    await found("Tidewater", ana, ben, cleo, thanks="In Friday's digest")
    await ana.types("care", "/kudos @ben for ringing instead of typing, I had three angry drafts")
    await cleo.types("care", "/ask ten minutes with someone who signs because the workshop is on Saturday by Friday 20 November")
    await deliver()
    clock.now = datetime(2026, 11, 6, 10, 1, tzinfo=UTC)
    await deliver()
    week = await ben.sees_soon("the week to Friday 6 November", "care")
    lines = week.text.splitlines()
    assert lines[0] == "TIDEWATER, the week to Friday 6 November"
    assert "Ana Ruiz to Ben Okri: “ringing instead of typing, I had three angry drafts”" in lines
    assert any(line.startswith("Cleo Marsh asks for ten minutes with someone who signs") for line in lines)
    assert "Still looking for a hand" in lines
    assert labels_of(week) == ["I can help", "I know someone", "Thank someone", "Ask for a hand"]
    assert week.pings == ()
    await ben.clicks("Thank someone", week)
    await ben.form_soon("Give kudos")
