"""One's own profile on Slack: a page and its form."""

from __future__ import annotations

from adapters.sandbox.slack.people import Person
from adapters.sandbox.view import Form
from tests.on_slack.conftest import Deliver, Found, labels_of


async def opened(person: Person, line: str = "/profile") -> Form:
    await person.types("dm", line)
    return await person.form_soon("Your profile")


async def presses(person: Person, label: str, deliver: Deliver) -> Form:
    """A button on a page, and the page that takes its place."""
    await person.clicks(label)
    await deliver()
    assert person.form is not None
    return person.form


async def test_the_profile_is_a_page_with_ways_on(ana: Person, deliver: Deliver) -> None:
    page = await opened(ana)
    assert page.text.startswith("Name: ana\n")  # what the command says of her, until she is looked up
    assert "Ask me about: nothing said yet" in page.text
    assert {"Change", "Current work"} <= set(labels_of(page))


async def test_what_one_says_about_oneself_is_changed_in_one_form(ana: Person, deliver: Deliver) -> None:
    await ana.types("care", "/kudos @ben for the soup on Monday evening")
    await deliver()
    await opened(ana)
    form = await presses(ana, "Change", deliver)
    assert (form.field("Your name").value, form.field("Time zone").value) == ("", "")
    named = form.field("May others' records carry your name beside words you wrote to them?")
    assert named.value == "no"
    await ana.submits(
        {
            "Your name": "Ana", "Ask me about: three words, with commas": "sign language, night buses",
            "Quiet hours, like 20:00-08:00": "21-7", "Who may see thanks to you?": "Only me",
            "May others' records carry your name beside words you wrote to them?": "Yes, please",
        }
    )  # fmt: skip
    assert ana.form is not None
    assert ana.form.text.splitlines()[:10] == [
        "Kept.",
        "Name: Ana",
        "Time zone: Europe/London",
        "Quiet hours: 21:00–07:00",
        "Who may see thanks to you: only you",
        "Questions: yes",
        "A line before a question closes: no",
        "What waits for you, in one message a day: no",
        "Ask me about: sign language and night buses",
        "Your name in others' records, beside words you wrote to them: yes",
    ]
    form = await presses(ana, "Change", deliver)
    assert form.field("Ask me about: three words, with commas").value == "sign language, night buses"


async def test_what_cannot_be_read_is_said_under_its_field(ana: Person, deliver: Deliver) -> None:
    await opened(ana)
    await presses(ana, "Change", deliver)
    await ana.submits(
        {
            "Your name": "Аna", "Time zone": "Mars/Olympus", "Quiet hours, like 20:00-08:00": "late",
            "Ask me about: three words, with commas": "a, b, c, d",
        }
    )  # fmt: skip
    assert ana.form is not None
    assert set(ana.form.errors) == {"name", "zone", "quiet", "about"}
    assert ana.form.field("Time zone").value == "Mars/Olympus"


async def test_people_are_found_by_what_they_know(ana: Person, ben: Person, found: Found, deliver: Deliver) -> None:
    await found("Tidewater", ana, ben)
    await opened(ben)
    await presses(ben, "Change", deliver)
    await ben.submits({"Ask me about: three words, with commas": "sign language"})
    await ana.types("care", "/kudos")
    await ana.form_soon("Give kudos")
    assert await ana.suggestions("People elsewhere in your guilds", "sign") == [("Ben Okri (sign language)", "ben-okri~2")]
    shown = await ana.types("care", "/guild members")
    assert shown is not None
    assert shown.text == "Tidewater\nAna Ruiz, caretaker\nBen Okri, caretaker (ask about sign language)"
