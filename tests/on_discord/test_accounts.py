"""Several accounts on Discord: codes and what they open, the question who that was, one's accounts on a page, coming back."""

from __future__ import annotations

import asyncio
import re

import pytest

from adapters.sandbox.discord import Person
from adapters.sandbox.view import Message
from tests.on_discord.conftest import Town, shown

CODE = re.compile(r"[0-9a-f]{4}(?:-[0-9a-f]{4}){3}")
WRONG = "0000-0000-0000-0000"


@pytest.fixture
async def adele(town: Town) -> Person:
    """Ada's other account."""
    return town.person("adele", name="Adele")


def code_in(message: Message | None) -> str:
    found = CODE.search(shown(message).text)
    assert found is not None, shown(message).text
    return found[0]


async def linked(town: Town, ada: Person, adele: Person) -> None:
    code = code_in(await ada.types(town.square, "/profile link"))
    await adele.types(town.square, f"/profile link code:{code}")
    await town.delivers()
    await ada.clicks("Yes, that is me")
    await town.delivers()


async def test_two_accounts_become_one_by_command_and_two_again_by_a_press(town: Town, ada: Person, adele: Person, ben: Person) -> None:
    made = shown(await ada.types(town.square, "/profile link"))
    assert made.ephemeral
    code = code_in(made)
    assert f"/profile link code:{code}" in made.text
    assert [one.label for one in made.buttons] == ["Enter a code"]

    entered = shown(await adele.types(adele.dm, f"/profile link code:{code}"))
    assert entered.ephemeral
    assert entered.text.startswith("This is the code of @Ada (Discord, Fernweh). If that is you, a message there asks for your yes.")
    assert [one.label for one in entered.buttons] == ["That is not me"]

    asked = (await town.reads(ada))[-1]
    assert asked.startswith("@Adele (Discord) has typed your code. Is that you?")
    waits = shown(await ada.types(town.square, "/profile waiting"))
    assert waits.text.startswith("@Adele (Discord) has typed your code. Is that you?")
    yes = shown(await ada.clicks("Yes, that is me", waits))
    assert yes.text.startswith("You and @Adele (Discord) are one person now: the same guilds, bonds, thanks and record.")
    assert (await town.reads(adele))[-1].startswith("You and @Ada (Discord, Fernweh) are one person now")

    await ben.types(town.square, "/kudos give people:@ada reason:the long walk home")
    assert "the long walk home" in shown(await adele.types(adele.dm, "/kudos mine")).text
    undone = shown(await ada.clicks("Undo", yes))
    assert undone.text.startswith("Undone: you and @Adele (Discord) are two people again.")
    assert "the long walk home" not in shown(await adele.types(adele.dm, "/kudos mine")).text


async def test_a_code_travels_by_form_and_is_never_a_message(town: Town, ada: Person, adele: Person) -> None:
    page = shown(await ada.clicks("Your accounts", await ada.types(town.square, "/profile show")))
    assert page.text.startswith("@Ada (Discord, Fernweh), where you are now\n")
    code = code_in(await ada.clicks("Link another account", page))
    kept = shown(await ada.clicks("Show my code", page))
    assert kept.text.startswith("Your way back in, for a day when this account is gone.")
    assert kept.ephemeral

    await adele.clicks("Enter a code", await adele.types(town.square, "/profile link"))
    entered = shown(await adele.submits({"The code from your other account": code}))
    assert entered.text.startswith("This is the code of @Ada")
    answer = shown(await adele.clicks("That is not me", entered))
    assert answer.text.startswith("Nothing happens, and the code is spent. @Ada (Discord, Fernweh) had made it.")
    assert "had typed your code by mistake" in (await town.reads(ada))[-1]
    lasting = [one.text for who in (ada, adele) for one in who.sees() if not one.ephemeral]
    assert not any(made in text for text in lasting for made in (code, code_in(kept)))


async def test_a_wrong_code_is_given_back_and_counts(town: Town, adele: Person) -> None:
    answer = shown(await adele.types(town.square, f"/profile recover code:{WRONG}"))
    assert answer.text.startswith(f"{WRONG} opens nothing")
    for _ in range(4):
        await adele.clicks("Edit", answer)
        assert adele.form is not None
        assert adele.form.field("The code you kept").value == WRONG
        answer = shown(await adele.submits())
    assert "That was the fifth, so codes now wait for an hour." in answer.text
    assert shown(await adele.types(town.square, f"/profile link code:{WRONG}")).text.startswith("Five codes opened nothing within an hour")


async def test_ones_own_code_is_refused_with_the_code_given_back(town: Town, ada: Person) -> None:
    code = code_in(await ada.types(town.square, "/profile link"))
    answer = shown(await ada.types(town.square, f"/profile link code:{code}"))
    assert answer.text.startswith("That code is your own.")
    assert code in answer.text


async def test_no_is_told(town: Town, ada: Person, adele: Person) -> None:
    code = code_in(await ada.types(town.square, "/profile link"))
    await adele.types(town.square, f"/profile link code:{code}")
    await town.delivers()
    assert "they are told no" in shown(await ada.clicks("No")).text
    assert "said that this is somebody else. Nothing was changed." in (await town.reads(adele))[-1]


async def test_an_account_is_let_go_on_the_page(town: Town, ada: Person, adele: Person) -> None:
    await linked(town, ada, adele)
    town.clock.move(days=7)
    page = shown(await ada.clicks("Your accounts", await ada.types(town.square, "/profile show")))
    assert [one.label for one in page.buttons][:2] == ["Let go", "Let go"]
    gone = shown(await ada.clicks(page.buttons[1].id, page))
    assert gone.text.startswith("@Adele (Discord, Fernweh) is let go. All that came through it stays yours.")


async def test_somebody_comes_back_with_the_code_they_kept(town: Town, ada: Person, adele: Person, ben: Person) -> None:
    await ben.types(town.square, "/kudos give people:@ada reason:the long walk home")
    page = await ada.clicks("Your accounts", await ada.types(town.square, "/profile show"))
    code = code_in(await ada.clicks("Show my code", page))
    await adele.types(town.square, "/profile recover")
    back = shown(await adele.submits({"The code you kept": code}))
    assert back.text.startswith("You are Ada again: your guilds, bonds, thanks and record are here.")
    assert "Somebody came back as you, with the code you had kept: @Adele (Discord, Fernweh)." in (await town.reads(ada))[-1]
    assert "the long walk home" in shown(await adele.types(town.square, "/kudos mine")).text


async def test_a_code_said_to_the_bot_in_a_channel_is_void(town: Town, ada: Person, ben: Person, adele: Person) -> None:
    code = code_in(await ada.types(town.square, "/profile link"))
    await ben.types(town.square, f"hello everybody, {code}")  # not to the bot: its words are blank to us
    await ben.types(town.square, f"@guildbot link {code}")
    async with asyncio.timeout(10):
        while not any("said aloud" in text for text in await town.reads(ada)):  # noqa: ASYNC110 — nobody answers a mention
            await asyncio.sleep(0)
    assert (await town.reads(ada))[-1].startswith("Your code for linking accounts was said aloud, so it is void.")
    assert shown(await adele.types(town.square, f"/profile link code:{code}")).text.startswith("That code ran out")
