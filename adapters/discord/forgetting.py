"""Being forgotten, on Discord: what happens, the question, and the word to type, for its person's eyes only."""

from __future__ import annotations

from typing import Any, assert_never

import discord

from adapters.discord.commands import Group, Presses, speaking
from adapters.discord.forms import Field, Form, Said
from adapters.discord.layout import Block, Dress, row
from adapters.discord.turns import Turn
from guildbot import forgetting, labels

SURE = Form("forget.do", labels.FORGET_ME, (Field("word", labels.TYPE_FORGET, "line", 40, needed=True),))


# ---------------------------------------------------------------------- how it looks


def blocks(made: forgetting.Outcome, dress: Dress) -> list[Block]:
    match made:
        case forgetting.Forgetting():
            yes = dress.button(labels.FORGET_ME, "forget.sure", "grave")
            return [dress.words(made, row(yes, dress.button(labels.NOT_NOW, "forget.no")))]
        case forgetting.Forgotten() | forgetting.NotForgotten():
            return [dress.words(made)]
        case _:
            assert_never(made)


# ---------------------------------------------------------------------- what is done


async def _ask(turn: Turn) -> None:
    """`forget`, and [Forget me] on one's own page."""
    await turn.show(*blocks(await turn.look(forgetting.asked), turn.dress))


async def _sure(turn: Turn, *_: str) -> None:
    """[Forget me], and [Edit] below a word that was another: nothing brings it back, so the word is typed."""
    await turn.open(Said(SURE, {}))


async def _not_now(turn: Turn) -> None:
    await turn.show(*blocks(await turn.look(forgetting.not_now), turn.dress), instead=True)


async def _forget(turn: Turn) -> None:
    turn.kept = turn.read(SURE, ())
    made = await turn.run(forgetting.forget, turn.kept["word"])
    turn.house.nods.pop(turn.interaction.user.id, None)  # a sentence more is nobody's to add now
    await turn.show(*blocks(made, turn.dress), instead=True)


PRESSES: Presses = {"forget.ask": _ask, "forget.sure": _sure, "forget.edit": _sure, "forget.no": _not_now}
SUBMITS: Presses = {"forget.do": _forget}


def add_to(made: Group) -> None:
    """The word of `/profile` that is about this."""
    house = made.house

    async def forget(interaction: discord.Interaction[Any]) -> None:
        async with speaking(house, interaction) as turn:
            await _ask(turn)

    made.add("forget", forget)
