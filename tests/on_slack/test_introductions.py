"""Introductions on Slack."""

from __future__ import annotations

from adapters.sandbox.slack.people import Person
from tests.on_slack.conftest import Deliver, Found, labels_of
from tests.on_slack.test_bonds import shown
from tests.on_slack.test_people import opened, presses


async def test_two_are_introduced_and_say_yes(ana: Person, ben: Person, cleo: Person, found: Found, deliver: Deliver) -> None:
    await found("Tidewater", ana, ben, cleo)
    asked = shown(await ana.types("care", "/guild introduce @ben @cleo because both of you mend boats"))
    assert asked.ephemeral
    assert asked.text.startswith("@Ben Okri and @Cleo Marsh are asked, each alone, in their hours.")
    await deliver()
    question = ben.dms[-1]
    assert question.text.startswith("@Ana Ruiz thinks that you and @Cleo Marsh should meet: both of you mend boats")
    assert labels_of(question) == ["Yes, please", "Not now"]
    assert "should meet" in shown(await cleo.types("care", "/profile waiting")).text

    await ben.clicks("Yes, please", question)
    await deliver()
    await cleo.clicks("Yes, please", cleo.dms[-1])
    await deliver()
    assert "You and @Ben Okri would like to meet; you both know Tidewater." in cleo.dms[-1].text
    assert ben.dms[-1].text.startswith("You and @Cleo Marsh would like to meet; you both know Tidewater.")
    assert ana.dms[-1].text == "@Ben Okri and @Cleo Marsh said yes to your introduction, and know of each other now."


async def test_a_no_is_silent(ana: Person, ben: Person, cleo: Person, found: Found, deliver: Deliver) -> None:
    await found("Tidewater", ana, ben, cleo)
    await ana.types("care", "/guild introduce @ben @cleo because both of you mend boats")
    await deliver()
    heard = len(ana.dms)
    await ben.clicks("Not now", ben.dms[-1])
    await cleo.clicks("Yes, please", cleo.dms[-1])
    await deliver()
    assert ben.dms[-1].text.endswith("Nobody is told.")
    assert cleo.dms[-1].text.endswith("If @Ben Okri would like it too, you hear it. If not, nobody hears anything.")
    assert len(ana.dms) == heard


async def test_what_is_refused_is_given_back_and_the_form_goes_on(
    ana: Person, ben: Person, cleo: Person, found: Found, deliver: Deliver
) -> None:
    await found("Tidewater", ana, ben, cleo)
    refused = shown(await ana.types("care", "/guild introduce @ben because both of you mend boats"))
    assert refused.text.startswith("An introduction is between two people; that is 1.")
    assert "both of you mend boats" in refused.text
    await ana.clicks("Edit", refused)
    await ana.form_soon("Introduce")
    await ana.submits({"People here": [ben, cleo]})
    await deliver()
    assert "should meet: both of you mend boats" in ben.dms[-1].text


async def test_ones_wishes_stand_on_a_page_of_ones_own(ana: Person, ben: Person, cleo: Person, found: Found, deliver: Deliver) -> None:
    await found("Tidewater", ana, ben, cleo)
    await opened(ben)
    page = await presses(ben, "Introductions", deliver)
    assert page.text.startswith("Your guilds do not introduce you to anybody by themselves.")
    page = await presses(ben, "Yes, please", deliver)
    assert page.text.startswith("Kept.\nYou are open to introductions")
    await presses(ben, "Not with …", deliver)
    await ben.submits({"People here": [cleo]})
    assert ben.form is not None
    assert "Not with @Cleo Marsh" in ben.form.text
    heard = len(cleo.dms)
    await ana.types("care", "/guild introduce @ben @cleo because both of you mend boats")
    await deliver()
    assert len(cleo.dms) == heard
    page = await presses(ben, "Lift", deliver)
    assert "Not with @Cleo Marsh" not in page.text
    page = await presses(ben, "No more", deliver)
    assert page.text.startswith("Kept.\nYour guilds do not introduce you")
