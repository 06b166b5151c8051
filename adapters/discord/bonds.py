"""Would work with again, on Discord: asking, the notice, the answer, one's own list."""

from __future__ import annotations

from typing import Any, TypeAlias, assert_never

import discord
from discord import app_commands

from adapters.discord.commands import Group, Presses, complete_people, speaking
from adapters.discord.forms import Field, Form, Said, carried
from adapters.discord.layout import Block, Dress, row
from adapters.discord.turns import Turn
from guildbot import bonds, labels

Someone: TypeAlias = app_commands.Range[str, 1, 100]
AGAIN = Form("bond.again", labels.AGAIN_TITLE, (Field("people", labels.WHOM_AGAIN, "people"),))
FORMS = {AGAIN.id: AGAIN}


# ---------------------------------------------------------------------- how it looks


def blocks(made: bonds.Outcome, dress: Dress) -> list[Block]:
    match made:
        case bonds.Asked() | bonds.AskedAlready():
            return [dress.words(made, row(dress.button(labels.TAKE_BACK, f"bond.unask:{made.id}")))]
        case bonds.Made() if not made.now:  # not under the finger that just said yes
            return [dress.words(made, row(dress.button(labels.END_IT, f"bond.end:{made.id}")))]
        case bonds.Made() | bonds.NotSaid() | bonds.TakenBack() | bonds.Ended():
            return [dress.words(made)]
        case bonds.Mine():
            ends = (dress.words(one, row(dress.button(labels.END_IT, f"bond.end:{one.id}"))) for one in made.bonds)
            return [dress.words(made), *ends]
        case _:
            assert_never(made)


def letter(sent: bonds.Sent, dress: Dress) -> list[Block]:
    match sent:
        case bonds.WouldAgain():
            return [asked(sent, dress)]
        case bonds.SaidYes():
            return [dress.words(sent)]
        case _:
            assert_never(sent)


def asked(sent: bonds.WouldAgain, dress: Dress) -> Block:
    too = dress.button(labels.I_WOULD_TOO, f"bond.agree:{sent.id}", "main")
    return dress.words(sent, row(too, dress.button(labels.NOT_NOW, f"bond.decline:{sent.id}")))


# ---------------------------------------------------------------------- what is done


async def again(turn: Turn, filled: Said) -> None:
    """Ask the one person who is named; with none or several the core says how."""
    turn.kept = filled
    who = filled.people[0] if len(filled.people) == 1 else None
    await turn.show(*blocks(await turn.run(bonds.again, who), turn.dress), instead=True)


async def _whom(turn: Turn, place: str, handle: str) -> None:
    """One of several of a name was picked."""
    await again(turn, (carried(FORMS, turn.interaction.message) or Said(AGAIN, {"people": handle})).meaning(turn.number(place), handle))


async def _edit(turn: Turn, *_: str) -> None:
    await turn.open(carried(FORMS, turn.interaction.message) or Said(AGAIN, {}))


async def _sent(turn: Turn) -> None:
    await again(turn, turn.read(AGAIN, ()))


async def _again_them(turn: Turn, handle: str) -> None:
    """[Would work with again] on somebody's page."""
    await turn.show(*blocks(await turn.run(bonds.again, handle), turn.dress))


async def _agree(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(bonds.agree, turn.number(id)), turn.dress), instead=True)


async def _decline(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(bonds.decline, turn.number(id)), turn.dress), instead=True)


async def _unask(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(bonds.take_back, turn.number(id)), turn.dress), instead=True)


async def _mine(turn: Turn) -> None:
    await turn.show(*blocks(await turn.look(bonds.mine), turn.dress))


async def _end(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(bonds.end, turn.number(id)), turn.dress), instead=True)


PRESSES: Presses = {
    "bond.again": _again_them,
    "bond.whom": _whom,
    "bond.edit": _edit,
    "bond.agree": _agree,
    "bond.decline": _decline,
    "bond.unask": _unask,
    "bond.mine": _mine,
    "bond.end": _end,
}
SUBMITS: Presses = {"bond.again": _sent}


def add_to(made: Group) -> None:
    """The word of `/profile` that is about this."""
    house = made.house

    async def again_(interaction: discord.Interaction[Any], person: Someone) -> None:
        async with speaking(house, interaction) as turn:
            await again(turn, Said(AGAIN, {"people": person}))

    made.add("again", again_, options={"person": labels.WHOM_AGAIN}, complete={"person": complete_people(house)})
