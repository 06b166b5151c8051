"""Guilds on Discord: beginning one, finding and reading it, joining, resting, leaving, a second channel."""

from __future__ import annotations

import pytest

from adapters.sandbox.discord import Person
from adapters.sandbox.view import CannotType, Message
from tests.on_discord.conftest import Town, shown

PURPOSE = "What are we for? One sentence."


async def test_a_guild_begins_with_one_sentence(town: Town, ada: Person, ben: Person) -> None:
    assert await ada.types(town.square, "/guild start name:Tidewater emoji:🌊") is None
    answer = shown(await ada.submits({PURPOSE: "We write to each other."}))
    assert answer.text.startswith("Tidewater has begun, with you as its first founder.")
    card = await _card(town, ben)
    assert card.text.startswith("Tidewater\nWe write to each other.")
    assert "Read in #square. 🌊 on a message is a quick thank-you." in card.text
    assert [button.label for button in card.buttons] == ["Join", "Charter"]


async def test_a_refused_start_gives_every_word_back(town: Town, ada: Person) -> None:
    await ada.types(town.square, "/guild start name:Tidewater emoji:🌊 listed:False")
    answer = shown(await ada.submits({PURPOSE: "We *write*.", "Three to six value words": "care", "Time zone": "Mars/Olympus"}))
    assert "Between three and six value words, please; that is 1." in answer.text
    assert "I know no time zone “Mars/Olympus”." in answer.text
    await ada.clicks("Edit", answer)
    assert ada.form is not None
    assert ada.form.field(PURPOSE).value == "We *write*."
    assert ada.form.id == "guild.start:0:open:🌊"
    assert shown(await ada.submits({"Three to six value words": "care, craft, nerve", "Time zone": "Europe/Berlin"})).text.startswith(
        "Tidewater has begun"
    )
    assert shown(await ada.types(town.square, "/guild find")).text == "No guild by these words wishes to be found."


async def test_a_name_and_a_channel_are_taken_once(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    answer = shown(await ada.types(town.square, "/guild start name:Tidewater"))
    assert "There is a guild called “Tidewater” already." in answer.text
    assert "This channel is home to Tidewater already; a channel has one guild." in answer.text
    with pytest.raises(CannotType, match="required"):
        await ada.types(town.square, "/guild start")


async def test_a_form_sent_twice_starts_one_guild(town: Town, ada: Person) -> None:
    await ada.types(town.square, "/guild start name:Tidewater")
    form = ada.form
    await ada.submits({PURPOSE: "We write."})
    ada.form = form
    assert "There is a guild called “Tidewater” already." in shown(await ada.submits({PURPOSE: "We write."})).text


async def test_three_found_it_by_reading_the_charter_and_agreeing(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada)
    door = shown(await ben.clicks("Join", await _card(town, ben)))
    assert door.ephemeral
    assert door.text.endswith("Hosted by Ada.")
    await ben.clicks("I agree", door)
    assert ben.form is not None
    assert ben.form.field("Who may see thanks to you?").value == ""
    assert shown(await ben.submits()).text == "You are in, as one of the founders of Tidewater."
    assert shown(await town.joins(chi)).text.startswith("Tidewater is founded.")
    assert (await town.reads(ben))[-1].startswith("Tidewater is founded: three of you are in.")


async def test_nobody_joins_twice(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    assert shown(await ben.clicks("Join", await _card(town, ben))).text == "You are in Tidewater already."


async def test_unreadable_hours_come_back_with_the_rest_of_the_answer(town: Town, ada: Person, ben: Person) -> None:
    await town.guild(ada)
    answer = shown(await town.joins(ben, **{"Quiet hours, like 20:00-08:00": "late", "Who may see thanks to you?": "Only me"}))
    assert answer.text.startswith("“late” is not a time I can read.")
    await ben.clicks("Edit", answer)
    assert ben.form is not None
    assert (ben.form.id, ben.form.field("Who may see thanks to you?").value) == ("guild.agree:tidewater:", "me")
    assert shown(await ben.submits({"Quiet hours, like 20:00-08:00": "21:00-07:00"})).text.startswith("You are in")


async def test_an_invitation_opens_the_door_once(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    answer = shown(await ada.types(town.square, "/guild invite person:Yusra because:she told me kindly"))
    line = answer.text.splitlines()[-2]
    yusra = town.person("yusra", name="Yusra")
    door = shown(await yusra.types(yusra.dm, line))
    assert door.text.startswith("Tidewater\n@Ada invites you: “she told me kindly”")
    await yusra.clicks("I agree", door)
    assert shown(await yusra.submits()).text == "You are in Tidewater."
    zoe = town.person("zoe", name="Zoe")
    assert shown(await zoe.types(town.square, line)).text.startswith(f"{line.rpartition('code:')[2]} opens nothing")


async def test_a_guilds_page_is_for_its_members(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    assert shown(await ada.types(town.square, "/guild show")).text == "Tidewater, caretaker"
    page = shown(await ada.types(town.square, "/guild show guild:Tidewater"))
    assert "The next digest comes Friday 6 November, 10:00." in page.text
    assert "Ada, caretaker\nBen, caretaker\nChi, caretaker" in page.text
    assert "Monday 2 November: Ada began Tidewater" in page.text
    zoe = town.person("zoe", name="Zoe")
    assert shown(await zoe.types(town.square, "/guild members guild:tidewater")).text == (
        "That is for members of Tidewater. /guild join guild:tidewater is the way in."
    )
    card = shown(await zoe.types(town.square, "/guild show guild:tidewater")).text
    assert card.startswith("Tidewater\nWe write to each other.")
    assert "Ben" not in card
    assert shown(await zoe.types(town.square, "/guild find words:write")).text == "Tidewater: We write to each other."
    assert shown(await zoe.types(town.square, "/guild show guild:Nowhere")).text.startswith("I know no guild called “Nowhere”.")


async def test_resting_and_coming_back(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    answer = shown(await ben.types(town.square, "/guild rest until:friday"))
    assert answer.text == "You rest in Tidewater until Friday 6 November. Nobody is told, nothing is lost. /guild back ends it sooner."
    assert shown(await ben.clicks("I'm back", answer)).text == "Good to have you back in Tidewater."
    assert shown(await ben.types(town.square, "/guild rest until:whenever")).text.startswith("I cannot read “whenever” as a day")


async def test_leaving_is_one_step_with_or_without_a_line(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    answer = shown(await ben.types(town.square, "/guild leave"))
    assert answer.text.startswith("Leaving Tidewater?")
    await ben.clicks("Leave and say goodbye", answer)
    assert shown(await ben.submits({"One line for the digest": "Farewell."})).text.endswith("Farewell.")
    page = shown(await chi.types(town.square, "/guild leave"))
    assert shown(await chi.clicks("Leave", page)).text == "You have left Tidewater. The door stays open."
    assert shown(await chi.clicks("Charter", await _card(town, chi))).text.startswith("Tidewater\nWe write to each other.")


async def test_a_second_channel_opens_with_a_caretakers_yes(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    marram = town.discord.server("marram", name="Marram", owner="dele")
    ward = marram.channel("ward")
    dele = marram.person("dele", name="Dele")
    await dele.types(ward, "/guild join guild:tidewater")
    await dele.clicks("I agree")
    await dele.submits()
    opening = shown(await dele.types(ward, "/guild open guild:tidewater"))
    assert opening.text == "A caretaker of Tidewater is asked; it opens here with their yes."
    assert (await town.reads(ada))[-1] == (
        "@Dele would like Tidewater to be at home in #ward in Marram too. Those who read there would read along."
    )
    assert shown(await ada.clicks("Yes")).text.startswith("Tidewater opens in #ward in Marram.")
    await town.delivers()
    assert shown(await ben.clicks("Yes")).text.startswith("That is settled already")
    assert any("Tidewater\nWe write to each other." in one.text for one in dele.sees(ward))
    assert any("Tidewater now also lives in #ward in Marram." in text for text in await town.reads(ben))
    assert shown(await ada.types(town.square, "/guild close")).text == "Tidewater is closed in #square. Members and record stay."


async def test_a_channel_the_bot_is_not_in_is_told_and_tried_again(town: Town, ada: Person, ben: Person) -> None:
    closet = town.server.channel("closet", bot=False)
    await ada.types(closet, "/guild start name:Tidewater")
    await ada.submits({PURPOSE: "We write."})
    told = (await town.reads(ada))[-1]
    assert told.startswith("I could not post in #closet yet, so Tidewater is not open there.")
    closet.bot = True
    assert shown(await ada.clicks("Try again")).text == "I try again in #closet in Fernweh. With my first post Tidewater opens there."
    await town.delivers()
    assert any("We write." in one.text for one in ada.sees(closet))


async def test_a_channel_for_a_few_is_named_to_nobody_else(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    town.square = town.server.channel("the-merger", members=[ada, ben, chi])
    await town.guild(ada, ben, chi)
    marram = town.discord.server("marram", name="Marram", owner="dele")
    dele = marram.person("dele", name="Dele")
    page = shown(await dele.types(marram.channel("ward"), "/guild show guild:tidewater")).text
    assert "Read in a channel in Fernweh." in page
    assert "merger" not in page


async def test_guilds_begin_in_channels(town: Town, ada: Person) -> None:
    assert shown(await ada.types(ada.dm, "/guild start name:Tidewater")).text.startswith("That needs a channel")
    assert shown(await ada.types(town.square, "/guild close")).text == "No guild is at home in this channel."
    assert shown(await ada.types(town.square, "/guild leave")).text.startswith("You are in no guild yet.")


async def _card(town: Town, reader: Person) -> Message:
    await town.delivers()
    return next(one for one in reader.sees(town.square) if "Join" in [button.label for button in one.buttons] and not one.ephemeral)
