"""A guild in channels of two servers: opening, pausing, going on, closing, and what a server's admins may say."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.sandbox.discord import Channel, Person, Server
from adapters.sandbox.view import Message
from tests.catalogue import Backwards, backwards
from tests.on_discord.conftest import Town, shown


@pytest.fixture
async def marram(town: Town, ada: Person, ben: Person, chi: Person) -> Server:
    """A second server, in which Dele is; Tidewater, founded by Ada, Ben and Chi in the first one's square, has Dele for a member."""
    marram = town.discord.server("marram", name="Marram", owner="dele")
    dele = marram.person("dele", name="Dele")
    ward = marram.channel("ward")
    await town.guild(ada, ben, chi)
    await dele.types(ward, "/guild join guild:tidewater")
    await dele.clicks("I agree")
    await dele.submits({})
    await town.delivers()
    return marram


@pytest.fixture
def dele(marram: Server) -> Person:
    return marram.people["dele"]


async def heard(town: Town, happens: Awaitable[None]) -> None:
    """Something happens on the server, the bot hears it, and what it owes for that arrives."""
    town.bot.owes.clear()
    await happens
    await asyncio.wait_for(town.bot.owes.wait(), 10)
    await town.delivers()


async def opens(town: Town, ada: Person, dele: Person, channel: Channel) -> None:
    await dele.types(channel, "/guild open guild:tidewater")
    await town.delivers()
    await ada.clicks("Yes")
    await town.delivers()


def posts(person: Person, channel: Channel) -> list[Message]:
    return [one for one in person.sees(channel) if not one.ephemeral]


def card(person: Person, channel: Channel) -> str:
    """The guild's post in a channel."""
    (found,) = [one.text for one in posts(person, channel) if "We write to each other." in one.text]
    return found


def labels_of(message: Message) -> list[str]:
    return [button.label for button in message.buttons]


async def test_a_channel_of_another_server_opens_with_a_caretakers_yes(town: Town, ada: Person, dele: Person, marram: Server) -> None:
    ward = marram.channels["ward"]
    assert shown(await dele.types(ward, "/guild open guild:tidewater")).text == (
        "A caretaker of Tidewater is asked; it opens here with their yes."
    )
    assert shown(await dele.types(ward, "/guild open guild:tidewater")).text == (
        "A caretaker of Tidewater is asked about this channel already; it opens with their yes."
    )
    await town.delivers()
    assert shown(await ada.clicks("Yes")).text == "Tidewater opens in #ward in Marram. Every member is told who then reads along."
    await town.delivers()
    assert "Read in #square in Fernweh and #ward." in card(dele, ward)
    for one in (ada, dele):
        assert "Who reads along: Fernweh and Marram." in (await town.reads(one))[-1]
    assert "Read in #square and #ward in Marram." in card(ada, town.square)


async def test_where_it_may_not_write_the_opener_is_told_and_it_opens_with_the_right(
    town: Town, ada: Person, dele: Person, marram: Server
) -> None:
    closet = marram.channel("closet", bot_writes=False)
    await opens(town, ada, dele, closet)
    told = [one for one in dele.dms if "I could not post in #closet yet, so Tidewater is not open there." in one.text]
    assert labels_of(told[-1]) == ["Try again"]
    await heard(town, closet.changes(bot_writes=True))
    assert "Read in #square in Fernweh and #closet." in card(dele, closet)


async def test_a_right_taken_pauses_it_and_the_right_given_back_lets_it_go_on(
    town: Town, ada: Person, ben: Person, dele: Person, marram: Server
) -> None:
    await heard(town, town.square.changes(bot_writes=False))
    for caretaker in (ada, ben):
        assert "I can no longer post in #square, so Tidewater pauses there." in caretaker.dms[-1].text
        assert labels_of(caretaker.dms[-1]) == ["Try again", "Close"]
    page = shown(await dele.types(marram.channels["ward"], "/guild show guild:tidewater"))
    assert "Paused, as I may not post there at the moment: #square in Fernweh." in page.text
    assert shown(await ada.clicks("Try again")).text == "I try again in #square in Fernweh. With my next post Tidewater goes on there."
    await town.delivers()
    assert "I still cannot post in #square, so Tidewater stays paused there." in ada.dms[-1].text

    await heard(town, town.square.changes(bot_writes=True))

    assert posts(ben, town.square)[-1].text == "Tidewater goes on here. Its next digest takes up what was missed."
    town.clock.now += timedelta(days=4)
    await town.delivers()
    assert "TIDEWATER, the week to Friday 6 November" in posts(ben, town.square)[-1].text


async def test_a_deleted_channel_is_closed_from_the_message_that_told_so(
    town: Town, ada: Person, ben: Person, dele: Person, marram: Server
) -> None:
    ward = marram.channels["ward"]
    await opens(town, ada, dele, ward)
    await heard(town, town.square.deletes())
    assert "Tidewater is closed in" in shown(await ada.clicks("Close", ada.dms[-1])).text
    await town.delivers()
    assert shown(await ben.clicks("Close", ben.dms[-1])).text.startswith("That is settled already")
    assert "Read in #ward." in card(dele, ward)


async def test_a_renamed_channel_is_called_so_on_the_other_server_and_a_hidden_one_by_no_name(
    town: Town, ada: Person, dele: Person, marram: Server
) -> None:
    ward = marram.channels["ward"]
    await opens(town, ada, dele, ward)
    await heard(town, ward.changes(name="harbour"))
    assert "Read in #square and #harbour in Marram." in card(ada, town.square)


async def test_the_name_of_a_private_channel_stays_on_its_server(town: Town, ada: Person, dele: Person, marram: Server) -> None:
    hush = marram.channel("hush", members=[dele])
    await opens(town, ada, dele, hush)
    assert "Read in #square and a channel in Marram." in card(ada, town.square)
    assert "Read in #square in Fernweh and #hush." in card(dele, hush)
    assert "hush" not in "\n".join(one.text for one in ada.sees())


async def test_what_happened_while_nobody_listened_is_seen_at_the_next_start(town: Town, ada: Person, ben: Person, marram: Server) -> None:
    await town.platform.stop()
    town.square.bot_writes = False
    platform = type(town.platform)(town.bot, town.platform._settings)
    town.jobs = type(town.jobs)(town.bot, {platform.name: platform})
    await platform.start()
    try:
        await town.delivers()
        assert "I can no longer post in #square, so Tidewater pauses there." in ada.dms[-1].text
    finally:
        await platform.stop()


async def test_a_server_in_an_outage_is_not_gone(town: Town, ada: Person, dele: Person, marram: Server) -> None:
    await town.server.goes_dark()
    await town.server.comes_back()
    page = shown(await dele.types(marram.channels["ward"], "/guild show guild:tidewater"))
    assert "Read in #square in Fernweh." in page.text
    assert "Paused" not in page.text


async def test_closing_brings_the_cards_elsewhere_up_to_date(town: Town, ada: Person, dele: Person, marram: Server) -> None:
    ward = marram.channels["ward"]
    await opens(town, ada, dele, ward)
    assert shown(await dele.types(ward, "/guild close")).text == "Closing a channel of Tidewater is for its caretakers."
    ada_there = town.discord.servers["marram"].person("ada")
    assert shown(await ada_there.types(ward, "/guild close")).text == "Tidewater is closed in #ward. Members and record stay."
    await town.delivers()
    assert "Read in #square." in card(ada, town.square)


async def test_a_server_that_puts_the_bot_out_is_told_of_elsewhere(town: Town, ada: Person, dele: Person, marram: Server) -> None:
    ward = marram.channels["ward"]
    await opens(town, ada, dele, ward)
    await heard(town, marram.removes_bot())
    assert (await town.reads(ada))[-1] == "I was taken out of Marram, so Tidewater is closed there. Members and record stay."
    assert "Read in #square." in card(ada, town.square)


# A server's admins


async def test_who_may_manage_the_server_closes_a_channel_to_guilds(
    town: Town, ada: Person, ben: Person, dele: Person, marram: Server
) -> None:
    zora = town.person("zora", name="Zora")
    assert shown(await zora.types(town.square, "/guild disallow")).text == (
        "That is for the admins of Fernweh. What a guild does is for its members to say."
    )
    town.server.allows(zora, "manage_guild")
    assert shown(await zora.types(town.square, "/guild disallow")).text == (
        "No guild opens in this channel, until /guild allow allows it again.\nTidewater pauses here; its caretakers are told."
    )
    await town.delivers()
    assert "The admins of Fernweh want no guild in #square, so Tidewater pauses there." in ben.dms[-1].text
    assert labels_of(ben.dms[-1]) == ["Close"]
    assert shown(await ben.types(town.square, "/guild open guild:tidewater")).text.startswith(
        "The admins of Fernweh want no guild in that channel. Typed there by one of them, /guild allow allows it again."
    )
    town.server.denies(zora, "manage_guild")
    assert shown(await zora.types(town.square, "/guild allow")).text.startswith("That is for the admins of Fernweh.")
    town.server.allows(zora, "administrator")
    assert shown(await zora.types(town.square, "/guild allow")).text == (
        "A guild may be at home in this channel.\nTidewater goes on here with its next post."
    )
    await town.delivers()
    assert posts(ben, town.square)[-1].text.startswith("Tidewater goes on here.")
    page = shown(await ben.types(town.square, "/guild show guild:tidewater"))
    assert "Zora allows guilds again in our channel in Fernweh #square" in page.text


async def test_an_admin_there_is_none_here(town: Town, ada: Person, dele: Person, marram: Server) -> None:
    """Ada owns one server, and is anybody on the other."""
    marram.person("ada")
    assert shown(await ada.types(marram.channels["ward"], "/guild disallow what:leaving")).text.startswith(
        "That is for the admins of Marram."
    )
    await town.delivers()
    assert shown(await ada.types(ada.dm, "/guild disallow")).text.startswith("That needs a channel")


async def test_nothing_said_on_a_server_leaves_it_where_its_admins_say_so(
    town: Town, ada: Person, ben: Person, dele: Person, marram: Server
) -> None:
    ward = marram.channels["ward"]
    await opens(town, ada, dele, ward)
    assert shown(await dele.types(ward, "/guild disallow what:leaving")).text == (
        "What is said in Marram is read in no channel elsewhere, until /guild allow what:leaving allows it again."
    )
    await town.delivers()
    assert "what Tidewater says in Marram is from now on read only there." in ada.dms[-1].text
    assert "What is said in Marram is read only there; that is a rule of its admins." in card(ada, town.square)
    await dele.types(ward, "/kudos give people:Ben reason:for the lamp in the long corridor")
    await ben.types(town.square, "/kudos give people:@ada reason:for the ladder in the small yard")
    await town.delivers()
    for one in (ada, ben):
        await one.clicks("In Friday's digest")
    town.clock.now += timedelta(days=4)
    await town.delivers()
    here, there = (
        next(one.text for one in posts(who, place) if "TIDEWATER" in one.text) for who, place in ((ada, town.square), (dele, ward))
    )
    assert ("ladder" in here, "lamp" in here) == (True, False)
    assert ("ladder" in there, "lamp" in there) == (True, True)


# Its language


@pytest.fixture
def backward_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Backwards]:
    with backwards(tmp_path, monkeypatch, "da") as made:
        yield made


async def test_each_channel_is_spoken_to_in_the_language_of_whoever_opened_it(backward_words: Backwards, town: Town, ada: Person) -> None:
    marram = town.discord.server("marram", name="Marram", owner="dele")
    dele = marram.person("dele", name="Dele", locale="da")
    ward = marram.channel("ward")
    await town.guild(ada, town.person("ben"), town.person("chi"))
    await dele.types(ward, "/guild join guild:tidewater")
    await dele.clicks(backward_words("I agree"))
    await dele.submits({})
    await opens(town, ada, dele, ward)
    town.clock.now += timedelta(days=4)
    await town.delivers()
    here, there = ("\n".join(one.text for one in posts(who, place)) for who, place in ((ada, town.square), (dele, ward)))
    assert "Value words: care, craft, and courage" in here
    assert backward_words("Value words: {words}").split("{")[0] in there
    assert "Coming and going" in here
    assert backward_words("Coming and going") in there
