"""Introductions on Discord: asking two people, the question to each, the answer, and one's own choices."""

from __future__ import annotations

from typing import Any, TypeAlias, assert_never

import discord
from discord import app_commands

from adapters.discord.commands import Group, Presses, complete_people, speaking
from adapters.discord.forms import Field, Form, Said, carried
from adapters.discord.layout import Block, Dress, row
from adapters.discord.turns import Turn
from guildbot import introductions, labels

People: TypeAlias = app_commands.Range[str, 1, 200]
Why: TypeAlias = app_commands.Range[str, 1, introductions.MOST_WHY]
ASK = Form(
    "introduction.ask",
    labels.INTRODUCE,
    (
        Field("people", labels.WHOM_TO_INTRODUCE, "people"),
        Field("because", labels.WHY_SHOULD_THEY, "words", introductions.MOST_WHY, needed=True),
    ),
)
APART = Form("introduction.apart", labels.INTRODUCTIONS, (Field("people", labels.NOT_WITH, "people"),))
FORMS = {form.id: form for form in (ASK, APART)}
YES, NO = "yes", "no"


# ---------------------------------------------------------------------- how it looks


def blocks(made: introductions.Outcome, dress: Dress) -> list[Block]:
    match made:
        case introductions.Mine():
            label, answer = (labels.NO_MORE, NO) if made.wanted else (labels.YES_PLEASE, YES)
            change = dress.button(label, f"introduction.choose:{answer}")
            lines = (dress.words(one, row(dress.button(labels.LIFT, f"introduction.lift:{one.id}"))) for one in made.apart)
            return [dress.words(made, row(change, dress.button(labels.NOT_WITH, "introduction.not"))), *lines]
        case (
            introductions.Asked() | introductions.AskedAlready() | introductions.SaidYes() | introductions.NotNow() | introductions.Met()
        ):  # fmt: skip
            return [dress.words(made)]
        case _:
            assert_never(made)


def letter(sent: introductions.Sent, dress: Dress) -> list[Block]:
    match sent:
        case introductions.WouldMeet():
            return [asked(sent, dress)]
        case introductions.Met() | introductions.TheyMet():
            return [dress.words(sent)]
        case _:
            assert_never(sent)


def asked(sent: introductions.WouldMeet, dress: Dress) -> Block:
    yes = dress.button(labels.YES_PLEASE, f"introduction.agree:{sent.id}", "main")
    return dress.words(sent, row(yes, dress.button(labels.NOT_NOW, f"introduction.decline:{sent.id}")))


# ---------------------------------------------------------------------- what is done


async def _said(turn: Turn, filled: Said) -> None:
    turn.kept = filled
    if filled.form is APART:
        made: introductions.Outcome = await turn.run(introductions.keep_apart, filled.people)
    else:
        made = await turn.run(introductions.introduce, filled.people, filled["because"])
    await turn.show(*blocks(made, turn.dress), instead=True)


async def _whom(turn: Turn, place: str, handle: str) -> None:
    """One of several of a name was picked."""
    found = carried(FORMS, turn.interaction.message)
    await (_said(turn, found.meaning(turn.number(place), handle)) if found is not None else _mine(turn))


async def _edit(turn: Turn, *_: str) -> None:
    """[Edit] below what was refused."""
    await turn.open(carried(FORMS, turn.interaction.message) or Said(ASK, {}))


async def _sent(turn: Turn) -> None:
    await _said(turn, turn.read(ASK, ()))


async def _apart(turn: Turn) -> None:
    await _said(turn, turn.read(APART, ()))


async def _agree(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(introductions.agree, turn.number(id)), turn.dress), instead=True)


async def _decline(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(introductions.decline, turn.number(id)), turn.dress), instead=True)


async def _mine(turn: Turn) -> None:
    await turn.show(*blocks(await turn.look(introductions.mine), turn.dress))


async def _choose(turn: Turn, answer: str) -> None:
    await turn.show(*blocks(await turn.run(introductions.choose, answer == YES), turn.dress), instead=True)


async def _not_with(turn: Turn) -> None:
    await turn.open(Said(APART, {}))


async def _lift(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(introductions.lift, turn.number(id)), turn.dress), instead=True)


PRESSES: Presses = {
    "introduction.whom": _whom,
    "introduction.edit": _edit,
    "introduction.agree": _agree,
    "introduction.decline": _decline,
    "introduction.mine": _mine,
    "introduction.choose": _choose,
    "introduction.not": _not_with,
    "introduction.lift": _lift,
}
SUBMITS: Presses = {"introduction.ask": _sent, "introduction.apart": _apart}


def add_to(made: Group) -> None:
    """The word of `/guild` that is about this."""
    house = made.house

    async def introduce(interaction: discord.Interaction[Any], people: People, because: Why) -> None:
        async with speaking(house, interaction) as turn:
            await _said(turn, Said(ASK, {"people": people, "because": because}))

    made.add(
        "introduce",
        introduce,
        options={"people": labels.WHOM_TO_INTRODUCE, "because": labels.WHY_SHOULD_THEY},
        complete={"people": complete_people(house)},
    )
