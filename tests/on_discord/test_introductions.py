"""Introductions on Discord."""

from __future__ import annotations

from adapters.sandbox.discord import Person
from tests.on_discord.conftest import Town, shown

LINE = "/guild introduce people:@ben @chi because:both of you mend boats"


async def test_two_are_introduced_and_say_yes(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    asked = shown(await ada.types(town.square, LINE))
    assert asked.ephemeral
    assert asked.text.startswith("@Ben and @Chi are asked, each alone, in their hours.")
    assert (await town.reads(ben))[-1].startswith("@Ada thinks that you and @Chi should meet: both of you mend boats")
    assert "should meet" in shown(await chi.types(town.square, "/profile waiting")).text

    said = shown(await ben.clicks("Yes, please", ben.dms[-1]))
    assert said.text == "If @Chi would like it too, you hear it. If not, nobody hears anything."
    said = shown(await chi.clicks("Yes, please", [one for one in chi.dms if "should meet" in one.text][-1]))
    assert said.text.startswith("You and @Ben would like to meet; you both know Tidewater.")
    assert (await town.reads(ben))[-1].startswith("You and @Chi would like to meet")
    assert (await town.reads(ada))[-1] == "@Ben and @Chi said yes to your introduction, and know of each other now."


async def test_a_no_is_silent(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    await ada.types(town.square, LINE)
    heard = await town.reads(ada), await town.reads(chi)
    assert shown(await ben.clicks("Not now", ben.dms[-1])).text == "Nobody is told."
    assert (await town.reads(ada), await town.reads(chi)) == heard


async def test_what_is_refused_is_given_back_and_the_form_goes_on(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    refused = shown(await ada.types(town.square, "/guild introduce people:@ben because:both of you mend boats"))
    assert refused.text.startswith("An introduction is between two people; that is 1.")
    await ada.clicks("Edit", refused)
    assert shown(await ada.submits({"People here": [ben, chi]})).text.startswith("@Ben and @Chi are asked")


async def test_ones_wishes_stand_on_a_page_of_ones_own(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    page = shown(await ben.clicks("Introductions", await ben.types(town.square, "/profile show")))
    assert page.ephemeral
    assert page.text.startswith("Your guilds do not introduce you to anybody by themselves.")
    page = shown(await ben.clicks("Yes, please", page))
    assert page.text.startswith("Kept.\nYou are open to introductions")
    await ben.clicks("Not with …", page)
    page = shown(await ben.submits({"People here": [chi]}))
    assert "Not with @Chi" in page.text
    heard = await town.reads(chi)
    await ada.types(town.square, LINE)
    assert await town.reads(chi) == heard
    page = shown(await ben.clicks("Lift", page))
    assert "Not with @Chi" not in page.text
    assert shown(await ben.clicks("No more", page)).text.startswith("Kept.\nYour guilds do not introduce you")
