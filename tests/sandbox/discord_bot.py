"""A small bot on the real discord.py, and the place where the stories about the Discord stand-in happen."""

from __future__ import annotations

import asyncio
import re
from typing import Any

import discord
from discord import app_commands

from adapters.sandbox.discord import Channel, DiscordSandbox, Person, Server


class Bot(discord.AutoShardedClient):
    """What a test wants of a bot: commands, and the events it heard."""

    def __init__(self, intents: discord.Intents | None = None) -> None:
        super().__init__(
            intents=intents or discord.Intents(guilds=True, guild_messages=True, guild_reactions=True, dm_messages=True),
            guild_ready_timeout=0.02,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self.tree = app_commands.CommandTree(self)
        self.heard: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        self.ran: asyncio.Task[None] | None = None

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """discord.py waits five seconds here before it identifies anew."""

    async def setup_hook(self) -> None:
        add_commands(self)
        self.add_dynamic_items(Nod)
        await self.tree.sync()

    async def on_ready(self) -> None:
        self.heard.put_nowait(("ready", None))

    async def on_resumed(self) -> None:
        self.heard.put_nowait(("resumed", None))

    async def on_message(self, message: discord.Message) -> None:
        if message.author != self.user:
            self.heard.put_nowait(("message", message))

    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        self.heard.put_nowait(("deleted", event))

    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        self.heard.put_nowait(("reacted", event))

    async def on_raw_reaction_remove(self, event: discord.RawReactionActionEvent) -> None:
        self.heard.put_nowait(("unreacted", event))

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        self.heard.put_nowait(("interaction", interaction))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        self.heard.put_nowait(("joined", guild.id))

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        self.heard.put_nowait(("removed", guild.id))

    async def on_guild_unavailable(self, guild: discord.Guild) -> None:
        self.heard.put_nowait(("unavailable", guild.id))

    async def on_guild_available(self, guild: discord.Guild) -> None:
        self.heard.put_nowait(("available", guild.id))

    async def on_guild_channel_create(self, channel: discord.abc.GuildChannel) -> None:
        self.heard.put_nowait(("channel", channel))

    async def on_guild_channel_update(self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        self.heard.put_nowait(("channel changed", after))

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        self.heard.put_nowait(("channel deleted", channel))

    async def hears(self, kind: str) -> Any:
        async with asyncio.timeout(5):
            while True:
                name, what = await self.heard.get()
                if name == kind:
                    return what


class Nod(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"nod:(?P<id>\d+)"):
    def __init__(self, id: int) -> None:
        super().__init__(discord.ui.Button(label="Nod", custom_id=f"nod:{id}"))
        self.kudos = id

    @classmethod
    async def from_custom_id(cls, interaction: Any, item: Any, match: re.Match[str]) -> Nod:
        return cls(int(match["id"]))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message(f"You nodded at {self.kudos}.", ephemeral=True)


class Reason(discord.ui.Modal, title="Thank someone"):
    intro = discord.ui.TextDisplay("Say what they did.")  # type: ignore[var-annotated]
    words = discord.ui.Label(  # type: ignore[var-annotated]
        text="For what?", component=discord.ui.TextInput(custom_id="words", style=discord.TextStyle.long, max_length=200)
    )
    whom = discord.ui.Label(text="Whom?", component=discord.ui.UserSelect(custom_id="whom", max_values=3))  # type: ignore[var-annotated]
    mood = discord.ui.Label(  # type: ignore[var-annotated]
        text="How?",
        component=discord.ui.RadioGroup(
            custom_id="mood",
            required=False,
            options=[discord.RadioGroupOption(label="Aloud", value="aloud"), discord.RadioGroupOption(label="Privately", value="private")],
        ),
    )

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        words, whom, mood = self.words.component, self.whom.component, self.mood.component
        names = ", ".join(one.display_name for one in whom.values)  # type: ignore[attr-defined]
        await interaction.response.send_message(f"{names}: {words.value} ({mood.value})", ephemeral=True)  # type: ignore[attr-defined]


class OldForm(discord.ui.Modal, title="Old"):
    one = discord.ui.TextInput(label="One", custom_id="one", required=False, default="before")  # type: ignore[var-annotated]

    async def on_submit(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.response.edit_message(content=f"One is {self.one.value}", view=None)


class Asking(discord.ui.View):
    @discord.ui.button(label="Fill in", custom_id="fill")
    async def fill(self, interaction: discord.Interaction[Any], button: Any) -> None:
        await interaction.response.send_modal(OldForm())

    @discord.ui.select(
        placeholder="Which?", custom_id="which", options=[discord.SelectOption(label="Red"), discord.SelectOption(label="Blue")]
    )
    async def which(self, interaction: discord.Interaction[Any], menu: Any) -> None:
        await interaction.response.edit_message(content=f"You chose {menu.values[0]}")


def add_commands(bot: Bot) -> None:
    kudos = app_commands.Group(name="kudos", description="Thanks")

    @kudos.command(name="give", description="Thank someone")
    async def give(interaction: discord.Interaction[Any], people: discord.Member, reason: str, loud: bool = False) -> None:
        await interaction.response.send_message(f"{people.mention}: {reason} {loud}", ephemeral=True)

    @kudos.command(name="show", description="Show")
    async def show(interaction: discord.Interaction[Any], person: str) -> None:
        await interaction.response.send_message(f"showing {person}")

    @show.autocomplete("person")
    async def person(interaction: discord.Interaction[Any], current: str) -> list[app_commands.Choice[str]]:
        names = ["sam", "sarah", "ben"]
        return [app_commands.Choice(name=name.title(), value=name) for name in names if name.startswith(current)]

    @bot.tree.command(name="slow", description="Defers")
    async def slow(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.defer(ephemeral=True)
        await interaction.followup.send("there you are")
        await interaction.followup.send("and more")

    @bot.tree.command(name="mute", description="Never answers")
    async def mute(interaction: discord.Interaction[Any]) -> None:
        pass

    @bot.tree.command(name="form", description="Opens a form")
    async def form(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_modal(Reason())

    @bot.tree.command(name="ask", description="Asks")
    async def ask(interaction: discord.Interaction[Any]) -> None:
        await interaction.response.send_message("Well?", view=Asking())

    @bot.tree.context_menu(name="Thank for this")
    async def thank(interaction: discord.Interaction[Any], message: discord.Message) -> None:
        await interaction.response.send_message(f"{message.author.display_name} said {message.content}", ephemeral=True)

    @bot.tree.context_menu(name="Profile")
    async def profile(interaction: discord.Interaction[Any], member: discord.Member) -> None:
        await interaction.response.send_message(f"This is {member.display_name}", ephemeral=True)

    bot.tree.add_command(kudos)


class Place:
    """One server with two people, and a bot that can be stopped and started."""

    def __init__(self, sandbox: DiscordSandbox) -> None:
        self.sandbox = sandbox
        self.server: Server = sandbox.server("open-room", name="The Open Room", owner="yusra")
        self.lobby: Channel = self.server.channel("lobby")
        self.yusra: Person = self.server.person("yusra", name="Yusra")
        self.ben: Person = self.server.person("ben", name="Ben", roles=("carers",))
        self.bot = Bot()

    async def starts(self, bot: Bot | None = None) -> Bot:
        self.bot = bot or Bot()
        self.bot.ran = asyncio.create_task(self.bot.start(self.sandbox.token))
        await self.bot.hears("ready")
        return self.bot

    async def stops(self) -> None:
        await self.bot.close()
        if self.bot.ran is not None:
            await self.bot.ran

    def says(self) -> discord.TextChannel:
        channel = self.bot.get_channel(int(self.lobby.id))
        assert isinstance(channel, discord.TextChannel)
        return channel
