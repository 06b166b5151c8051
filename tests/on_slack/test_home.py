"""App Home and `/profile waiting`: nothing is lost on the way."""

from __future__ import annotations

from adapters.sandbox.slack.people import Person
from tests.on_slack.conftest import Deliver, Found, labels_of


async def test_the_first_to_look_is_welcomed_once(ana: Person, ben: Person, deliver: Deliver) -> None:
    home = await ana.opens_home()
    assert home is not None
    assert labels_of(home) == ["Thank someone", "Ask for a hand", "Start a guild", "My profile", "Show profile"]
    await deliver()
    await ana.opens_home()
    await ben.opens_home()
    await deliver()
    assert [labels_of(one) for one in ana.dms] == [["Thank someone", "Ask for a hand", "Start a guild", "See two weeks in two minutes"]]
    assert ben.dms == []


async def test_what_waits_can_be_answered_at_home(ana: Person, ben: Person, found: Found, deliver: Deliver) -> None:
    await found("Tidewater", ana, ben)
    await ana.types("care", "/kudos @ben for the soup on Monday evening")
    await deliver()
    home = await ben.opens_home()
    assert home is not None
    assert "the soup on Monday evening" in home.text
    assert "Tidewater" in home.text
    await ben.clicks("Only me", home)
    await deliver()
    assert ben.home is not None
    assert "the soup on Monday evening" not in ben.home.text


async def test_everything_begins_at_home(ana: Person, ben: Person, deliver: Deliver) -> None:
    home = await ana.opens_home()
    for label, title in (("Thank someone", "Give kudos"), ("Ask for a hand", "Ask for a hand"), ("My profile", "Your profile")):
        await ana.clicks(label, home)
        await ana.form_soon(title)
        await ana.closes()
    await ana.clicks("Start a guild", home)
    await ana.form_soon("Start a guild")
    await ana.submits({"Name": "Tidewater", "What are we for? One sentence.": "Borrowing each other's eyes.", "In which channel?": "care"})
    await deliver()
    assert "Tidewater" in ben.sees("care")[-1].text


async def test_what_waits_is_said_on_demand(ana: Person, ben: Person, found: Found, deliver: Deliver) -> None:
    shown = await ben.types("dm", "/profile waiting")
    assert shown is not None
    assert shown.text == "Nothing waits for you."
    await found("Tidewater", ana, ben)
    await ana.types("care", "/kudos @ben for the soup on Monday evening")
    await deliver()
    shown = await ben.types("care", "/profile waiting")
    assert shown is not None
    assert shown.ephemeral
    assert labels_of(shown) == ["Under the message", "In Friday's digest", "Only me"]
