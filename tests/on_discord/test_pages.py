"""Somebody's page on Discord, from their menu."""

from __future__ import annotations

from adapters.sandbox.discord import Person
from tests.on_discord.conftest import Town, shown


async def test_somebodys_page_from_their_menu(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    await ben.clicks("Change", await ben.types(town.square, "/profile show"))
    await ben.submits({"Ask me about: three words, with commas": "sign language"})

    page = shown(await ada.shortcut("Show profile", target=ben))
    assert page.ephemeral
    assert page.text == "Ben\n@Ben\nAsk me about: sign language\nYou are both in Tidewater."
    assert [one.label for one in page.buttons][:2] == ["Give kudos", "Would work with again"]

    assert shown(await ada.clicks("Would work with again", page)).text.startswith("@Ben is asked")
    await ada.clicks("Give kudos", page)
    assert shown(await ada.submits({"What did they do?": "the long walk home"})).text.startswith("Passed on to @Ben.")


async def test_of_somebody_who_shares_nothing_only_the_name_is_shown(town: Town, ada: Person, ben: Person) -> None:
    page = shown(await ada.shortcut("Show profile", target=ben))  # he never said anything here
    assert page.text == "@Ben"
    assert [one.label for one in page.buttons] == ["Give kudos"]


async def test_ones_own_page_as_others_see_it(town: Town, ada: Person) -> None:
    await ada.types(town.square, "/profile show")
    page = shown(await ada.shortcut("Show profile", target=ada))
    assert page.text == "Ada\n@Ada\nSo people of your guilds see you. /profile show is your own page."
    assert page.buttons == ()
