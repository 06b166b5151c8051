"""Blocking on Discord: the command, the button on somebody's page, one's own list. Only the one who blocks ever reads any of it."""

from __future__ import annotations

from typing import Any, TypeAlias, assert_never

import discord
from discord import app_commands

from adapters.discord.commands import Group, Presses, complete_people, speaking
from adapters.discord.forms import Field, Form, Said, carried
from adapters.discord.layout import Block, Dress, row
from adapters.discord.turns import Turn
from guildbot import blocking, labels, people

Someone: TypeAlias = app_commands.Range[str, 1, 100]
WHOM = Form("block.do", labels.BLOCK, (Field("people", labels.WHOM_TO_BLOCK, "people"),))
FORMS = {WHOM.id: WHOM}


# ---------------------------------------------------------------------- how it looks


def blocks(made: blocking.Outcome, dress: Dress) -> list[Block]:
    match made:
        case blocking.Asking():
            yes = dress.button(labels.BLOCK, f"block.do:{people.handle(made.who)}", "grave")
            return [dress.words(made, row(yes, dress.button(labels.NOT_NOW, "block.no")))]
        case blocking.Blocked():
            return [dress.words(made, row(dress.button(labels.UNBLOCK, f"block.lift:{made.id}")))]
        case blocking.NotBlocked() | blocking.Unblocked():
            return [dress.words(made)]
        case blocking.Blocks():
            lifts = (dress.words(one, row(dress.button(labels.UNBLOCK, f"block.lift:{one.id}"))) for one in made.lines)
            return [dress.words(made), *lifts]
        case _:
            assert_never(made)


# ---------------------------------------------------------------------- what is done


async def block(turn: Turn, filled: Said) -> None:
    turn.kept = filled
    await turn.show(*blocks(await turn.run(blocking.block, filled.people), turn.dress), instead=True)


async def _whom(turn: Turn, place: str, handle: str) -> None:
    """One of several of a name was picked."""
    await block(turn, (carried(FORMS, turn.interaction.message) or Said(WHOM, {"people": handle})).meaning(turn.number(place), handle))


async def _edit(turn: Turn, *_: str) -> None:
    await turn.open(carried(FORMS, turn.interaction.message) or Said(WHOM, {}))


async def _sent(turn: Turn) -> None:
    await block(turn, turn.read(WHOM, ()))


async def _ask(turn: Turn, handle: str) -> None:
    """[Block] on somebody's page."""
    await turn.show(*blocks(await turn.run(blocking.asked, handle), turn.dress))


async def _do(turn: Turn, handle: str) -> None:
    await turn.show(*blocks(await turn.run(blocking.block, [handle]), turn.dress), instead=True)


async def _not_now(turn: Turn) -> None:
    await turn.show(*blocks(await turn.look(blocking.not_now), turn.dress), instead=True)


async def _lift(turn: Turn, id: str) -> None:
    """[Unblock]; the list follows, as it is now."""
    made = blocks(await turn.run(blocking.unblock, turn.number(id)), turn.dress)
    rest = await turn.look(blocking.mine)
    await turn.show(*made, *(blocks(rest, turn.dress) if rest.lines else []), instead=True)


PRESSES: Presses = {
    "block.ask": _ask,
    "block.do": _do,
    "block.no": _not_now,
    "block.whom": _whom,
    "block.edit": _edit,
    "block.lift": _lift,
}
SUBMITS: Presses = {"block.do": _sent}


def add_to(made: Group) -> None:
    """The word of `/profile` that is about this."""
    house = made.house

    async def block_(interaction: discord.Interaction[Any], person: Someone = "") -> None:
        async with speaking(house, interaction) as turn:
            if person:
                await block(turn, Said(WHOM, {"people": person}))
            else:
                await turn.show(*blocks(await turn.look(blocking.mine), turn.dress))

    made.add("block", block_, options={"person": labels.OR_WHOM_YOU_BLOCK}, complete={"person": complete_people(house)})
