"""Would work with again, on Discord."""

from __future__ import annotations

from adapters.sandbox.discord import Person
from tests.on_discord.conftest import Town, shown


async def test_a_bond_from_the_question_to_its_end(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    asked = shown(await ada.types(town.square, "/profile again person:@ben"))
    assert asked.ephemeral
    assert asked.text == "@Ben is asked, in their hours. If they say yes, you both hear it. If not, nobody hears anything."
    await town.delivers()
    question = ben.dms[-1]
    assert question.text.startswith("@Ada would work with you again.")
    assert "would work with you again" in shown(await ben.types(town.square, "/profile waiting")).text

    made = shown(await ben.clicks("I would too", question))
    assert made.text.startswith("You and @Ada would work with each other again, since 2 November 2026.")
    assert made.buttons == ()
    assert (await town.reads(ada))[-1].startswith("@Ben would work with you again, too.")

    page = shown(await ada.types(town.square, "/profile show"))
    assert "Would work with again: @Ben, since 2 November 2026" in page.text
    mine = shown(await ada.clicks("Would work with again", page))
    heard = await town.reads(ben)
    assert shown(await ada.clicks("End it", mine)).text == "Ended between you and @Ben. Nobody is told."
    assert await town.reads(ben) == heard
    assert not any("work with" in one.text for one in chi.sees())


async def test_a_no_is_silent(town: Town, ada: Person, ben: Person) -> None:
    heard = await town.reads(ada)
    await ada.types(town.square, "/profile again person:@ben")
    await town.delivers()
    assert shown(await ben.clicks("Not now", ben.dms[-1])).text == "Nobody is told."
    assert await town.reads(ada) == heard
    again = shown(await ada.types(town.square, "/profile again person:Ben"))
    assert again.text.startswith("You asked @Ben on Monday 2 November.")


async def test_asked_by_mistake_it_is_taken_back(town: Town, ada: Person, ben: Person) -> None:
    asked = shown(await ada.types(town.square, "/profile again person:@ben"))
    assert shown(await ada.clicks("Take back", asked)).text == "Taken back."
    assert await town.reads(ben) == []


async def test_a_name_that_two_have_is_asked_back(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    for one in (ben, chi):
        await one.clicks("Change", await one.types(town.square, "/profile show"))
        await one.submits({"Your name": "Sol"})
    which = shown(await ada.types(town.square, "/profile again person:Sol"))
    assert [one.label for one in which.buttons] == ["1. Sol", "2. Sol", "Edit"]
    assert shown(await ada.clicks("2. Sol", which)).text.startswith("@Chi is asked")
    assert await town.reads(ben) == []


async def test_it_takes_two_people_and_one_name(town: Town, ada: Person, ben: Person) -> None:
    assert shown(await ada.types(town.square, "/profile again person:@ada")).text.startswith("It takes two people.")
    refused = shown(await ada.types(town.square, "/profile again person:Ben, Chi"))
    assert refused.text.startswith("Whom would you work with again? Like this: /profile again person:@sol")
    await ada.clicks("Edit", refused)
    assert shown(await ada.submits({"People here": [ben], "People elsewhere in your guilds": ""})).text.startswith("@Ben is asked")
