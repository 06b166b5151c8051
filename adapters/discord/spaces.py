"""Servers: installed and removed, the welcome for whoever brought the bot, the one line in a room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

import discord

from adapters.discord import chapters as rooms
from adapters.discord import wire
from adapters.discord.commands import Presses
from adapters.discord.layout import Block, Dress, row
from adapters.discord.markup import PLATFORM
from adapters.discord.turns import House, Turn
from guildbot import chapters, labels, spaces
from guildbot.kinds import SpaceKind
from guildbot.who import AccountRef, Caller


def letter(sent: spaces.Welcome | spaces.Hello, dress: Dress) -> list[Block]:
    match sent:
        case spaces.Welcome():
            buttons = row(
                dress.button(labels.THANK_SOMEONE, "home.thank", "main"),
                dress.button(labels.START_A_GUILD, "home.start"),
                dress.button(labels.TOUR, "home.tour"),
            )
            return [dress.words(sent, buttons)]
        case spaces.Hello():
            return [dress.words(sent)]
        case _:
            assert_never(sent)


async def here(house: House, servers: Sequence[discord.Guild]) -> None:
    """After every READY: the servers we are in, and those we were put out of while nobody listened."""
    for server in servers:
        if not server.unavailable:  # one in an outage has no name just now
            await joined(house, server)
    now = {str(server.id) for server in servers}
    for (id,) in await house.bot.tend(spaces.known, PLATFORM):
        if id not in now:
            await house.bot.tend(chapters.uninstalled, PLATFORM, id)
    await rooms.look_round(house, servers)


async def joined(house: House, server: discord.Guild) -> None:
    """Note a server; its owner is welcomed when it is new to us."""
    installed = await house.bot.tend(spaces.install, PLATFORM, str(server.id), server.name, SpaceKind.SERVER)
    if installed.fresh and server.owner_id is not None:
        owner = AccountRef(PLATFORM, "", str(server.owner_id), server.owner.display_name if server.owner else "")
        await house.bot.run(Caller(owner, wire.server_place(server), None), spaces.welcome)


async def renamed(house: House, server: discord.Guild) -> None:
    await house.bot.tend(spaces.install, PLATFORM, str(server.id), server.name, SpaceKind.SERVER)


async def left(house: House, server: discord.Guild) -> None:
    await house.bot.tend(chapters.uninstalled, PLATFORM, str(server.id))


async def _tour(turn: Turn) -> None:
    await turn.tell(await turn.look(spaces.tour))


PRESSES: Presses = {"home.tour": _tour}
SUBMITS: Presses = {}
