"""Somebody's page on Slack: the shortcut with a picker, and App Home."""

from __future__ import annotations

from adapters.sandbox.slack.people import Person
from tests.on_slack.conftest import Deliver, Found, labels_of
from tests.on_slack.test_people import opened, presses


async def test_somebodys_page_by_the_shortcut(ana: Person, ben: Person, cleo: Person, found: Found, deliver: Deliver) -> None:
    await found("Tidewater", ana, ben, cleo)
    await opened(ben)
    await presses(ben, "Change", deliver)
    await ben.submits({"Ask me about: three words, with commas": "sign language"})

    await ana.shortcut("profile-anywhere")
    await ana.form_soon("Show profile")
    await ana.submits({"People here": [ben]})
    assert ana.form is not None
    assert ana.form.text == "Ben Okri\n@Ben Okri\nAsk me about: sign language\nYou are both in Tidewater."
    assert labels_of(ana.form)[:2] == ["Give kudos", "Would work with again"]

    form = await presses(ana, "Give kudos", deliver)
    assert form.field("People here").value == (ben.id,)
    await ana.submits({"What did they do?": "the soup on Monday evening"})
    await deliver()
    assert any("the soup on Monday evening" in one.text for one in ben.dms)


async def test_somebodys_page_from_home_by_a_name(ana: Person, ben: Person, found: Found, deliver: Deliver) -> None:
    await found("Tidewater", ana, ben)
    home = await ana.opens_home()
    await ana.clicks("Show profile", home)
    await ana.form_soon("Show profile")
    await ana.submits({"People elsewhere in your guilds": "Ben Okri"})
    assert ana.form is not None
    assert "You are both in Tidewater." in ana.form.text
    page = await presses(ana, "Would work with again", deliver)
    assert page.text.startswith("@Ben Okri is asked")


async def test_a_page_of_nobody_is_asked_for_again(ana: Person, deliver: Deliver) -> None:
    await ana.shortcut("profile-anywhere")
    await ana.form_soon("Show profile")
    await ana.submits({})
    assert ana.form is not None
    assert ana.form.errors == {"people": "Whose profile? Pick somebody, or write a name."}


async def test_somebody_who_never_used_the_bot_has_a_name_there(ana: Person, cleo: Person, deliver: Deliver) -> None:
    await ana.shortcut("profile-anywhere")
    await ana.form_soon("Show profile")
    await ana.submits({"People here": [cleo]})
    assert ana.form is not None
    assert ana.form.text == "@Cleo Marsh"
    assert labels_of(ana.form) == ["Give kudos"]


async def test_ones_own_page_opens_from_home(ana: Person, deliver: Deliver) -> None:
    home = await ana.opens_home()
    await ana.clicks("My profile", home)
    page = await ana.form_soon("Your profile")
    assert page.text.startswith("Name: ")
