"""Servers that bring the bot in and put it out, and the one line in a room."""

from __future__ import annotations

from adapters.discord.client import DiscordPlatform
from adapters.sandbox.discord import DiscordSandbox, Person
from guildbot import spaces
from guildbot.bot import Guildbot
from guildbot.settings import Settings
from tests.on_discord.conftest import Town, shown


async def test_whoever_brought_the_bot_is_welcomed_once(town: Town, ada: Person) -> None:
    (welcome,) = await town.reads(ada)
    assert "Thanks and asks work right now in Fernweh." in welcome
    assert [button.label for button in ada.dms[0].buttons] == ["Thank someone", "Start a guild", "See two weeks in two minutes"]
    assert shown(await ada.clicks("Start a guild")).text == (
        "What is it called? Like this: /guild start name:Tidewater\nThat needs a channel: type it in the one you mean."
    )
    assert len(await town.reads(ada)) == 1


async def test_a_room_is_greeted_after_its_first_command_only(town: Town, ada: Person, ben: Person) -> None:
    for line in ("/profile show", "/kudos mine", "/guild help"):
        await ada.types(town.square, line)
    await town.delivers()
    assert [one.text for one in ben.sees(town.square)] == [
        "Thank someone with /kudos give, ask for a hand with /ask new. I read nothing else here."
    ]


async def test_a_room_that_lets_no_bot_speak_is_not_greeted(town: Town, ada: Person) -> None:
    closet = town.server.channel("closet", bot_writes=False)
    assert shown(await ada.types(closet, "/kudos mine")).text.startswith("Nothing here yet.")
    await town.delivers()
    assert [one.text for one in ada.sees(closet) if not one.ephemeral] == []


async def test_a_new_server_is_installed_and_its_owner_welcomed(town: Town) -> None:
    marram = town.discord.server("marram", name="Marram", owner="dele")
    dele = marram.person("dele", name="Dele")
    await dele.types(marram.channel("ward"), "/profile show")
    assert any("right now in Marram." in text for text in await town.reads(dele))


async def test_a_server_that_puts_the_bot_out_closes_its_channels_and_nothing_else(
    town: Town, ada: Person, ben: Person, chi: Person
) -> None:
    await town.guild(ada, ben, chi)
    card = next(one for one in ada.sees(town.square) if "We write" in one.text)
    await town.server.removes_bot()
    await town.server.adds_bot()
    assert shown(await ada.types(town.square, "/guild show")).text == "Tidewater, caretaker"
    assert "Read in" not in shown(await ada.clicks("Charter", card)).text


async def test_a_server_left_while_nobody_listened_is_noticed_at_the_start(
    discord: DiscordSandbox, bot: Guildbot, settings: Settings
) -> None:
    gone = discord.server("marram", name="Marram")
    for expected in ({discord.servers["fernweh"].id, gone.id}, {discord.servers["fernweh"].id}):
        platform = DiscordPlatform(bot, settings)
        await platform.start()
        assert {id for (id,) in await bot.tend(spaces.known, "discord")} == expected
        await platform.stop()
        await gone.removes_bot() if gone.has_bot else None
