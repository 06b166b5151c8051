"""Rights, files and choices on Discord, and what becomes of channels and servers, heard by the real discord.py."""

from __future__ import annotations

import io
from typing import Any

import aiohttp
import discord
import pytest
from discord import app_commands

from adapters.sandbox.view import CannotType
from tests.sandbox.discord_bot import Bot, Place


class Choosing(discord.ui.View):
    """A message on which one picks people."""

    @discord.ui.select(cls=discord.ui.UserSelect, placeholder="Who helped?", custom_id="helped", max_values=3)
    async def helped(self, interaction: discord.Interaction[Any], menu: discord.ui.UserSelect[Any]) -> None:
        await interaction.response.edit_message(content=", ".join(one.display_name for one in menu.values), view=None)


class Which(discord.ui.Modal, title="Which?"):
    colour = discord.ui.Label(  # type: ignore[var-annotated]
        text="Colour",
        component=discord.ui.Select(
            custom_id="colour", options=[discord.SelectOption(label="Red"), discord.SelectOption(label="Blue", default=True)]
        ),
    )
    whom = discord.ui.Label(text="Whom?", component=discord.ui.UserSelect(custom_id="whom", required=False))  # type: ignore[var-annotated]

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        colour, whom = self.colour.component, self.whom.component
        names = [one.display_name for one in whom.values]  # type: ignore[attr-defined]
        await interaction.response.send_message(f"{colour.values} {names}", ephemeral=True)  # type: ignore[attr-defined]


async def record(interaction: discord.Interaction[Any]) -> None:
    """Answers with a file at once, and with another afterwards."""
    await interaction.response.send_message("Your record", file=discord.File(io.BytesIO(b"# Me"), "record.md"), ephemeral=True)
    more = [discord.File(io.BytesIO(b"{}"), "record.json"), discord.File(io.BytesIO(b"a,b"), "record.csv", description="A table")]
    await interaction.followup.send("And the rest", files=more, ephemeral=True)


async def later(interaction: discord.Interaction[Any]) -> None:
    await interaction.response.defer(ephemeral=True)
    await interaction.edit_original_response(content="Here", attachments=[discord.File(io.BytesIO(b"late"), "late.txt")])


async def heavy(interaction: discord.Interaction[Any]) -> None:
    try:
        await interaction.response.send_message(file=discord.File(io.BytesIO(b"x" * (10 * 1024 * 1024 + 1)), "big.bin"))
    except discord.HTTPException as refused:
        await interaction.response.send_message(f"{refused.status} {refused.code}", ephemeral=True)


async def rights(interaction: discord.Interaction[Any]) -> None:
    held = interaction.permissions
    await interaction.response.send_message(f"{held.manage_guild} {held.administrator} {held.send_messages}", ephemeral=True)


async def choose(interaction: discord.Interaction[Any]) -> None:
    await interaction.response.send_message("Well?", view=Choosing())


async def which(interaction: discord.Interaction[Any]) -> None:
    await interaction.response.send_modal(Which())


@pytest.fixture
async def town(place: Place) -> Place:
    """The place, with the commands of these stories."""
    for command in (record, later, heavy, rights, choose, which):
        place.bot.tree.add_command(app_commands.Command(name=command.__name__, description="Try it", callback=command))
    await place.bot.tree.sync()
    return place


async def test_an_interaction_carries_the_rights_of_the_one_who_acts(town: Place) -> None:
    async def held(who: Any) -> str:
        shown = await who.types(town.lobby, "/rights")
        assert shown is not None
        return str(shown.text)

    assert await held(town.yusra) == "True True True"  # the owner
    assert await held(town.ben) == "False False True"
    town.server.allows(town.ben, "manage_guild")
    assert await held(town.ben) == "True False True"
    town.server.denies(town.ben, "manage_guild")
    assert await held(town.ben) == "False False True"
    town.server.allows(town.ben, "administrator")
    assert await held(town.ben) == "True True True"


async def test_files_in_ephemeral_answers_are_read_by_one_person_only(town: Place) -> None:
    await town.ben.types(town.lobby, "/record")
    rest = await town.ben.sees_soon("And the rest", town.lobby)
    first = await town.ben.sees_soon("Your record", town.lobby)
    assert (first.ephemeral, first.files) == (True, (("record.md", b"# Me"),))
    assert (rest.ephemeral, rest.files) == (True, (("record.json", b"{}"), ("record.csv", b"a,b")))
    assert town.yusra.sees() == []
    async with aiohttp.ClientSession() as http, http.get(first.raw["attachments"][0]["url"]) as answer:
        assert await answer.read() == b"# Me"
    shown = await town.ben.types(town.lobby, "/later")
    assert shown is not None
    assert (shown.text, shown.files, shown.ephemeral) == ("Here", (("late.txt", b"late"),), True)
    shown = await town.ben.types(town.lobby, "/heavy")
    assert shown is not None
    assert shown.text == "413 40005"


async def test_people_are_picked_on_a_message_and_in_a_form(town: Place) -> None:
    await town.ben.types(town.lobby, "/choose")
    shown = await town.ben.picks("Who helped?", [town.yusra, "@ben"])
    assert shown is not None
    assert (shown.text, shown.menus) == ("Yusra, Ben", ())
    await town.ben.types(town.lobby, "/which")
    assert town.ben.form is not None
    assert [(one.label, one.kind, one.value, one.optional) for one in town.ben.form.fields] == [
        ("Colour", "select", "Blue", False),
        ("Whom?", "people", (), True),
    ]
    shown = await town.ben.submits({"Colour": "Red", "Whom?": town.yusra})
    assert shown is not None
    assert shown.text == "['Red'] ['Yusra']"


async def test_a_message_that_mentions_the_bot_is_readable(town: Place) -> None:
    await town.ben.types(town.lobby, "nothing for you")
    assert (await town.bot.hears("message")).content == ""
    await town.ben.types(town.lobby, "@guildbot help", files={0: ("a.txt", b"a")})
    heard = await town.bot.hears("message")
    assert (heard.content, [one.filename for one in heard.attachments]) == (f"<@{town.sandbox.world.bot.id}> help", ["a.txt"])
    await town.ben.types(town.ben.dm, "and here without")
    assert (await town.bot.hears("message")).content == "and here without"


async def test_direct_messages_are_closed_and_opened(town: Place) -> None:
    user = await town.bot.fetch_user(int(town.ben.id))
    town.ben.closed_dms = True
    with pytest.raises(discord.Forbidden) as refused:
        await user.send("hello")
    assert refused.value.code == 50007
    town.ben.closed_dms = False
    await user.send("hello")
    assert [one.text for one in town.ben.dms] == ["hello"]


async def test_a_channel_is_changed_and_deleted(town: Place) -> None:
    attic = town.server.channel("attic")
    there = await town.bot.hears("channel")
    message = await there.send("up here")
    await attic.changes(name="loft")
    assert (await town.bot.hears("channel changed")).name == "loft"
    await attic.changes(bot_writes=False)
    assert not (await town.bot.hears("channel changed")).permissions_for(there.guild.me).send_messages
    with pytest.raises(discord.Forbidden) as refused:
        await there.send("x")
    assert refused.value.code == 50013
    await attic.deletes()
    assert (await town.bot.hears("channel deleted")).id == int(attic.id)
    for gone in (there.send("x"), message.edit(content="x"), town.bot.fetch_channel(int(attic.id))):
        with pytest.raises(discord.NotFound) as missing:
            await gone
        assert missing.value.code == 10003
    assert town.ben.sees() == []
    with pytest.raises(CannotType, match="no channel"):
        await town.ben.types("loft", "hi")


async def test_an_outage_is_no_removal(town: Place) -> None:
    channel = town.says()
    await town.server.goes_dark()
    assert await town.bot.hears("unavailable") == int(town.server.id)
    await town.server.comes_back()
    assert await town.bot.hears("available") == int(town.server.id)
    await town.server.removes_bot()
    assert await town.bot.hears("removed") == int(town.server.id)
    with pytest.raises(discord.Forbidden) as refused:
        await channel.send("x")
    assert refused.value.code == 50001


async def test_an_outage_lasts_over_a_new_session(town: Place) -> None:
    await town.server.goes_dark()
    await town.stops()
    bot = await town.starts()
    assert [guild.unavailable for guild in bot.guilds] == [True]
    await town.server.comes_back()
    assert await bot.hears("available") == int(town.server.id)
    assert isinstance(bot, Bot)
