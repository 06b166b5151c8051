"""Blocking on Discord: only the one who blocks ever reads of it."""

from __future__ import annotations

from adapters.sandbox.discord import Person
from tests.on_discord.conftest import Town, shown


async def test_from_the_command_to_the_list_and_back(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    heard = await town.reads(ada)
    answer = shown(await ben.types(town.square, "/kudos give people:@chi reason:the long walk home"))
    said = shown(await ada.types(town.square, "/profile block person:@ben"))
    assert said.ephemeral
    assert said.text.startswith("@Ben is blocked.\n")
    assert [one.label for one in said.buttons] == ["Unblock"]

    blocked = shown(await ben.types(town.square, "/kudos give people:@ada reason:the long walk home"))
    assert blocked.text == answer.text.replace("Chi", "Ada")
    assert [one.label for one in blocked.buttons] == [one.label for one in answer.buttons]
    assert await town.reads(ada) == heard

    page = shown(await ada.types(town.square, "/profile block"))
    assert page.ephemeral
    assert page.text == "Nothing from these people reaches you. Only you see this.\n@Ben"
    assert shown(await ada.clicks("Unblock", page)).text == "@Ben is no longer blocked. What was kept out stays out."
    assert await town.reads(ada) == heard
    assert shown(await ada.types(town.square, "/profile block")).text.startswith("You block nobody.")
    assert not any("block" in one.text for who in (ben, chi) for one in who.sees(town.square))


async def test_the_button_on_somebodys_page_asks_first(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    page = shown(await ada.shortcut("Show profile", target=ben))
    asked = shown(await ada.clicks("Block", page))
    assert asked.text.startswith("Block @Ben?\n")
    assert shown(await ada.clicks("Not now", asked)).text == "Nobody is blocked."
    asked = shown(await ada.clicks("Block", page))
    assert shown(await ada.clicks("Block", asked)).text.startswith("@Ben is blocked.")


async def test_a_wrong_name_is_given_back(town: Town, ada: Person, ben: Person) -> None:
    assert "That is you." in shown(await ada.types(town.square, "/profile block person:@ada")).text
    answer = shown(await ada.types(town.square, "/profile block person:Nobody"))
    assert "I know nobody called “Nobody” here." in answer.text
    await ada.clicks("Edit", answer)
    assert ada.form is not None
    assert "Nobody" in {field.value for field in ada.form.fields}
    assert shown(await ada.submits({"People here": [ben], "People elsewhere in your guilds": ""})).text.startswith("@Ben is blocked.")


async def test_of_two_with_one_name_the_right_one(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    for one in (ben, chi):
        await one.clicks("Change", await one.types(town.square, "/profile show"))
        await one.submits({"Your name": "Sam"})
    asked = shown(await ada.types(town.square, "/profile block person:Sam"))
    assert [one.label for one in asked.buttons] == ["1. Sam", "2. Sam", "Edit"]
    assert shown(await ada.clicks("2. Sam", asked)).text.startswith("@Chi is blocked.")
