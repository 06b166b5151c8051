"""B3: `/kudos give` and a reaction on Discord, from the text of the websocket frame to the committed (and answered) deed.

Floor: a client with the same options whose no-op handler runs the same statements by hand, one raw transaction per deed, in the
handler itself (`floor.Floor`); `discord_door` says how frames get in and answers out. Judged on CPU.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import discord

from adapters.discord.client import Client
from adapters.discord.turns import House

from . import floor, harness, town
from .discord_door import Door, bare


async def lines() -> list[harness.Line]:
    made = []
    slash = await harness.measure({"guildbot": slash_here, "floor": slash_floor}, in_flight=32)
    made.append(_line("Discord /kudos give, 32 in flight, CPU", slash, most=1.5))
    for in_flight, most in ((32, 1.3), (1, None)):
        reaction = await harness.measure({"guildbot": reaction_here, "floor": reaction_floor}, in_flight=in_flight)
        made.append(_line(f"Discord reaction, {in_flight} in flight, CPU", reaction, most=most))
    return made


def _line(what: str, samples: harness.Samples, *, most: float | None) -> harness.Line:
    note = f"{harness.typical(samples, 'guildbot')}; floor {harness.typical(samples, 'floor')}"
    return harness.Line("B3", what, harness.compare(samples, "guildbot", "floor"), most=most, note=note)


@asynccontextmanager
async def door() -> AsyncIterator[Door]:
    async with town.core() as (bot, _), Door(Client(House(bot, town.settings()))) as opened:
        yield opened


@asynccontextmanager
async def slash_here() -> AsyncIterator[harness.Ready]:
    async with door() as opened:
        yield opened.slash


@asynccontextmanager
async def reaction_here() -> AsyncIterator[harness.Ready]:
    async with door() as opened:
        yield opened.reactions


@asynccontextmanager
async def floor_door() -> AsyncIterator[Door]:
    with town.database() as path:
        by_hand = floor.Floor(path)

        def thank(people: str, reason: str, interaction: discord.Interaction[Any]) -> None:
            server, channel = str(interaction.guild_id), str(interaction.channel_id)
            key = f"discord:{interaction.id}"
            by_hand.thank(floor.Thanks("discord", "", server, channel, str(interaction.user.id), people[2:-1], key, reason))

        client = bare(thank)

        @client.event
        async def on_raw_reaction_add(event: discord.RawReactionActionEvent) -> None:
            server, channel, message = str(event.guild_id), str(event.channel_id), str(event.message_id)
            giver, receiver = str(event.user_id), str(event.message_author_id)
            by_hand.nod(floor.Nod("discord", "", server, channel, giver, receiver, message, str(event.emoji)))

        async with Door(client) as opened:
            yield opened
        by_hand.close()


@asynccontextmanager
async def slash_floor() -> AsyncIterator[harness.Ready]:
    async with floor_door() as opened:
        yield opened.slash


@asynccontextmanager
async def reaction_floor() -> AsyncIterator[harness.Ready]:
    async with floor_door() as opened:
        yield opened.reactions
