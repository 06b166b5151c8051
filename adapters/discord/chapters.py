"""Chapters on Discord: making a channel a home of a guild, a caretaker's yes, closing it; and what a server's admins allow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias, assert_never

import discord
from discord import app_commands

from adapters.discord import wire
from adapters.discord.commands import Completion, Group, Guild, Presses, speaking
from adapters.discord.layout import Block, Dress, row
from adapters.discord.markup import PLATFORM
from adapters.discord.turns import House, Turn
from guildbot import chapters, labels

What: TypeAlias = app_commands.Range[str, 1, 20]


def blocks(made: chapters.Outcome, dress: Dress) -> list[Block]:
    match made:
        case chapters.Opening() | chapters.TryingAgain() | chapters.Agreed() | chapters.Declined() | chapters.Closed():
            return [dress.words(made)]
        case chapters.Allowed() | chapters.Disallowed() | chapters.Held() | chapters.Released():
            return [dress.words(made)]
        case _:
            assert_never(made)


def letter(sent: chapters.Sent, dress: Dress) -> list[Block]:
    match sent:
        case chapters.SaidYes():
            return [asked(sent, dress)]
        case chapters.NotLetIn():
            return [dress.words(sent, row(dress.button(labels.TRY_AGAIN, f"chapter.retry:{sent.chapter}", "main")))]
        case chapters.Paused():
            again = [] if sent.by_admin else [dress.button(labels.TRY_AGAIN, f"chapter.retry:{sent.chapter}", "main")]
            return [dress.words(sent, row(*again, dress.button(labels.CLOSE, f"chapter.close:{sent.chapter}")))]
        case chapters.Readers() | chapters.GoesOn() | chapters.Ended() | chapters.Holding():
            return [dress.words(sent)]
        case _:
            assert_never(sent)


def asked(sent: chapters.SaidYes, dress: Dress) -> Block:
    yes, no = (
        dress.button(labels.YES, f"chapter.agree:{sent.chapter}", "main"),
        dress.button(labels.NOT_NOW, f"chapter.decline:{sent.chapter}"),
    )
    return dress.words(sent, row(yes, no))


async def _agree(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(chapters.agree, turn.number(id)), turn.dress))


async def _decline(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(chapters.decline, turn.number(id)), turn.dress))


async def _retry(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(chapters.try_again, turn.number(id)), turn.dress))


async def _close(turn: Turn, id: str) -> None:
    """[Close], for a channel that nobody can type in."""
    await turn.show(*blocks(await turn.run(chapters.close, turn.number(id)), turn.dress))


async def look_round(house: House, servers: Sequence[discord.Guild]) -> None:
    """After a start or a gap, and when something changed: whether we may post where guilds are at home, and what that is called."""
    here = {str(one.id): one for one in servers if not one.unavailable and one.me is not None}
    for home in await house.bot.tend(chapters.live, PLATFORM, next(iter(here)) if len(here) == 1 else ""):
        if (server := here.get(home.room.space)) is None:
            continue
        where = (PLATFORM, home.room.space, home.room.channel)
        channel = server.get_channel(int(home.room.channel))
        rights = channel.permissions_for(server.me) if channel is not None else discord.Permissions.none()
        may_post = rights.view_channel and rights.send_messages
        if may_post is not home.open:
            await house.bot.tend(chapters.let_in if may_post else chapters.put_out, *where)
        if channel is not None and (name := wire.public_name(channel)) != home.room.name:
            await house.bot.tend(chapters.renamed, *where, name)


PRESSES: Presses = {
    "chapter.agree": _agree, "chapter.decline": _decline, "chapter.retry": _retry, "chapter.close": _close,
}  # fmt: skip
SUBMITS: Presses = {}


def add_to(made: Group, mine: Completion) -> None:
    """The words of `/guild` that are about a channel."""
    house = made.house

    async def open_(interaction: discord.Interaction[Any], guild: Guild = "") -> None:
        async with speaking(house, interaction) as turn:
            await turn.show(*blocks(await turn.run(chapters.open_here, guild), turn.dress))

    async def close(interaction: discord.Interaction[Any]) -> None:
        async with speaking(house, interaction) as turn:
            await turn.show(*blocks(await turn.run(chapters.close_here), turn.dress))

    made.add("open", open_, options={"guild": labels.GUILD}, complete={"guild": mine})

    async def allow(interaction: discord.Interaction[Any], what: What = "") -> None:
        async with speaking(house, interaction) as turn:
            await turn.show(*blocks(await turn.run(chapters.allow, what), turn.dress))

    async def disallow(interaction: discord.Interaction[Any], what: What = "") -> None:
        async with speaking(house, interaction) as turn:
            await turn.show(*blocks(await turn.run(chapters.disallow, what), turn.dress))

    made.add("close", close)
    for word, callback in (("allow", allow), ("disallow", disallow)):
        made.add(word, callback, options={"what": labels.ALLOW_WHAT}, choices={"what": [("leaving", labels.LEAVING)]})
