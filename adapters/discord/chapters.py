"""Chapters on Discord: making a channel a home of a guild, a caretaker's yes, closing it."""

from __future__ import annotations

from typing import Any, assert_never

import discord

from adapters.discord.commands import Completion, Group, Guild, Presses, speaking
from adapters.discord.layout import Block, Dress, row
from adapters.discord.turns import Turn
from guildbot import chapters, labels


def blocks(made: chapters.Outcome, dress: Dress) -> list[Block]:
    match made:
        case chapters.Opening() | chapters.Agreed() | chapters.Declined() | chapters.Closed():
            return [dress.words(made)]
        case _:
            assert_never(made)


def letter(sent: chapters.Sent, dress: Dress) -> list[Block]:
    match sent:
        case chapters.SaidYes():
            return [asked(sent, dress)]
        case chapters.NotLetIn():
            return [dress.words(sent, row(dress.button(labels.TRY_AGAIN, f"chapter.retry:{sent.chapter}", "main")))]
        case chapters.Readers():
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
    await turn.show(*blocks(await turn.run(chapters.agree, int(id)), turn.dress))


async def _decline(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(chapters.decline, int(id)), turn.dress))


async def _retry(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(chapters.try_again, int(id)), turn.dress))


PRESSES: Presses = {"chapter.agree": _agree, "chapter.decline": _decline, "chapter.retry": _retry}
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
    made.add("close", close)
