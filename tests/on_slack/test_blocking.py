"""Blocking on Slack: only the one who blocks ever reads of it."""

from __future__ import annotations

from adapters.sandbox.slack.people import Person
from tests.on_slack.conftest import Deliver, Found, labels_of
from tests.on_slack.test_bonds import shown
from tests.on_slack.test_people import presses


async def test_from_the_line_to_the_list_and_back(ana: Person, ben: Person, cleo: Person, found: Found, deliver: Deliver) -> None:
    await found("Tidewater", ana, ben, cleo)
    heard = len(ana.dms)
    answer = shown(await ben.types("care", "/kudos @cleo for the soup on Monday evening"))
    said = shown(await ana.types("care", "/profile block @ben"))
    assert said.ephemeral
    assert said.text.startswith("@Ben Okri is blocked.\n")
    assert labels_of(said) == ["Unblock"]

    blocked = shown(await ben.types("care", "/kudos @ana for the soup on Monday evening"))
    await deliver()
    assert blocked.text == answer.text.replace("Cleo Marsh", "Ana Ruiz")
    assert labels_of(blocked) == labels_of(answer)
    assert len(ana.dms) == heard

    await ana.types("care", "/profile block")
    page = await ana.form_soon("Whom you block")
    assert page.text == "Nothing from these people reaches you. Only you see this.\n———\n@Ben Okri"
    page = await presses(ana, "Unblock", deliver)
    assert page.text == "@Ben Okri is no longer blocked. What was kept out stays out."
    await deliver()
    assert len(ana.dms) == heard
    assert not any("block" in one.text for who in (ben, cleo) for one in who.sees())


async def test_the_button_on_somebodys_page_asks_first(ana: Person, ben: Person, cleo: Person, found: Found, deliver: Deliver) -> None:
    await found("Tidewater", ana, ben, cleo)
    await ana.shortcut("profile-anywhere")
    await ana.form_soon("Show profile")
    await ana.submits({"People here": [ben]})
    page = await presses(ana, "Block", deliver)
    assert page.text.startswith("Block @Ben Okri?\n")
    assert labels_of(page) == ["Block", "Not now"]
    assert (await presses(ana, "Block", deliver)).text.startswith("@Ben Okri is blocked.")
    assert (await presses(ana, "Unblock", deliver)).text.startswith("@Ben Okri is no longer blocked.")


async def test_a_slip_and_a_wrong_name_block_nobody(ana: Person, ben: Person, cleo: Person, found: Found, deliver: Deliver) -> None:
    await found("Tidewater", ana, ben, cleo)
    assert "That is you." in shown(await ana.types("care", "/profile block @ana")).text
    assert "One person at a time" in shown(await ana.types("care", "/profile block @ben @cleo")).text
    assert "I know nobody called “Nobody Here”" in shown(await ana.types("care", "/profile block Nobody Here")).text
    await ana.types("care", "/profile block")
    assert (await ana.form_soon("Whom you block")).text == "You block nobody. /profile block @name keeps somebody out."


async def test_of_two_with_one_name_the_right_one(ana: Person, ben: Person, cleo: Person, found: Found, deliver: Deliver) -> None:
    await found("Tidewater", ana, ben, cleo)
    for one in (ben, cleo):
        await one.types("care", "/profile")
        await one.form_soon("Your profile")
        await presses(one, "Change", deliver)
        await one.submits({"Your name": "Sam"})
        await one.closes(all=True)
    asked = shown(await ana.types("care", "/profile block Sam"))
    assert labels_of(asked) == ["Sam (1)", "Sam (2)"]
    await ana.clicks("Sam (2)", asked)
    await deliver()
    await ana.types("care", "/profile block")
    assert (await ana.form_soon("Whom you block")).text.endswith("———\n@Cleo Marsh")
