"""Slash commands and menus: one group for each root, one subcommand for each word, as the core lists them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

import discord
import structlog
from discord import app_commands

from adapters.discord import wire
from adapters.discord.layout import Block, Text
from adapters.discord.turns import House, Turn, answering
from guildbot import guilds, people, spaces
from guildbot.commands import COMMANDS, SHORTCUTS, Root
from guildbot.who import Caller
from guildbot.words import Say

log = structlog.get_logger()
EVERYWHERE = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True)
Guild: TypeAlias = app_commands.Range[str, 1, 80]
BOTH = app_commands.AppInstallationType(guild=True, user=True)  # a freelancer brings the bot along
MOST_DESCRIPTION = 100

Press: TypeAlias = Callable[..., Awaitable[None]]  # a turn, and the parts of the button's or form's id
Presses: TypeAlias = Mapping[str, Press]
Completion: TypeAlias = Callable[[discord.Interaction[Any], str], Coroutine[Any, Any, list[app_commands.Choice[str]]]]
Menu: TypeAlias = Callable[[Turn, Any], Awaitable[None]]


class Group:
    """One root on its way to Discord: subcommands are added word by word."""

    def __init__(self, house: House, root: Root) -> None:
        what, verbs = COMMANDS[root]
        self.house, self.root = house, root
        self._verbs = {verb.word: verb for verb in verbs}
        self._say = Say(house.settings.locale)
        name = f"{house.settings.command_prefix}-{root}" if house.settings.command_prefix else root
        self._made = app_commands.Group(
            name=name, description=self._say.text(what)[:MOST_DESCRIPTION], allowed_contexts=EVERYWHERE, allowed_installs=BOTH
        )
        self._commands: dict[str, app_commands.Command[Any, ..., None]] = {}

    def add(
        self,
        word: str,
        callback: Callable[..., Any],
        *,
        options: Mapping[str, str] | None = None,
        complete: Mapping[str, Completion] | None = None,
        choices: Mapping[str, Sequence[tuple[str, str]]] | None = None,
    ) -> None:
        """`callback` takes an interaction and typed options; `options` are the labels that describe them, `choices` values and labels."""
        described = {name: self._say.text(label)[:MOST_DESCRIPTION] for name, label in (options or {}).items()}
        what = self._say.text(self._verbs[word].what)[:MOST_DESCRIPTION]
        command: app_commands.Command[Any, ..., None] = app_commands.Command(name=word, description=what, callback=callback)
        app_commands.describe(**described)(command)
        for name, pairs in (choices or {}).items():
            app_commands.choices(**{name: [app_commands.Choice(name=self._say.text(label), value=value) for value, label in pairs]})(
                command
            )
        for name, how in (complete or {}).items():
            command.autocomplete(name)(how)
        self._commands[word] = command

    def made(self) -> app_commands.Group:
        """With every word that the core lists, in its order, and help from the registration itself."""

        async def help(interaction: discord.Interaction[Any]) -> None:
            async with speaking(self.house, interaction) as turn:
                await turn.show(*usage(self._made))

        self.add("help", help)
        for word in self._verbs:
            self._made.add_command(self._commands[word])
        return self._made


@asynccontextmanager
async def speaking(house: House, interaction: discord.Interaction[Any]) -> AsyncIterator[Turn]:
    """A command's turn: answered as any other, and its room is greeted after the first one."""
    turn = Turn(house, interaction)
    async with answering(turn):
        yield turn
    await _greet(turn)


async def _greet(turn: Turn) -> None:
    """Let the core owe a room its one line, where the bot may speak at all."""
    place, interaction = turn.caller.place, turn.interaction
    spot = (interaction.guild_id or 0, int(place.channel) if place and place.channel else 0)
    let_in = interaction.app_permissions.view_channel and interaction.app_permissions.send_messages
    if place is None or not let_in or not turn.house.enter(*spot):
        return
    try:
        await turn.house.bot.run(Caller(turn.caller.account, place, None), spaces.enter, place.channel_name)
    except Exception:
        turn.house.entered.pop(spot, None)
        log.exception("a room could not be greeted", channel=place.channel)


def usage(group: app_commands.Group) -> list[Block]:
    """What can be said after a root, as one types it here."""
    lines = []
    for command in group.commands:
        if isinstance(command, app_commands.Command):
            options = [f"{one.name}:" if one.required else f"[{one.name}:]" for one in command.parameters]
            lines.append(f"`/{' '.join((group.name, command.name, *options))}` {command.description}")
    return [(Text(group.description),), (Text("\n".join(lines)),)]


def complete_people(house: House) -> Completion:
    async def complete(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        _, name = wire.last_name(typed)
        found = await _quietly(house, interaction, people.suggest, name)
        return [app_commands.Choice(name=name, value=value) for name, value in wire.completions(typed, found or [])]

    return complete


def complete_my_guilds(house: House, *more: tuple[str, str]) -> Completion:
    """`more`: labels and values that are no guilds."""

    async def complete(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        mine = await _quietly(house, interaction, guilds.mine)
        say = Say(str(interaction.locale))
        every = [(one.name, one.slug) for one in mine.guilds] if mine else []
        return _matching(typed, [*every, *((say.text(label), value) for label, value in more)])

    return complete


def complete_guilds(house: House) -> Completion:
    """Those that wish to be found."""

    async def complete(interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        found = await _quietly(house, interaction, guilds.find, typed[: wire.MOST_CHOICE])
        return [app_commands.Choice(name=name[: wire.MOST_CHOICE], value=slug) for slug, name, _ in found.cards] if found else []

    return complete


def _matching(typed: str, every: list[tuple[str, str]]) -> list[app_commands.Choice[str]]:
    return [
        app_commands.Choice(name=name[: wire.MOST_CHOICE], value=value)
        for name, value in every
        if typed.lower() in name.lower() or typed.lower() in value
    ][: wire.MOST_CHOICES]


async def _quietly(house: House, interaction: discord.Interaction[Any], use_case: Any, *args: Any) -> Any:
    """What completes a line while somebody types: nothing, where the core says no."""
    who = wire.caller(interaction)
    try:
        return await house.bot.look(Caller(who.account, who.place, None), use_case, *args)
    except Exception:
        log.exception("no completion")
        return None


def menu(house: House, id: str, do: Menu) -> app_commands.ContextMenu:
    """A message's or a person's menu entry; `do` gets the turn and what the menu was opened on."""
    shortcut = next(one for one in SHORTCUTS if one.id == id)
    name = Say(house.settings.locale).text(shortcut.name)[:32]
    if shortcut.on == "message":

        async def on_message(interaction: discord.Interaction[Any], target: discord.Message) -> None:
            async with answering(turn := Turn(house, interaction)):
                await do(turn, target)

        return app_commands.ContextMenu(name=name, callback=on_message, allowed_contexts=EVERYWHERE, allowed_installs=BOTH)

    async def on_person(interaction: discord.Interaction[Any], target: discord.User) -> None:
        async with answering(turn := Turn(house, interaction)):
            await do(turn, target)

    return app_commands.ContextMenu(name=name, callback=on_person, allowed_contexts=EVERYWHERE, allowed_installs=BOTH)
