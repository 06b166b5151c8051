"""One's own profile on Discord: the page, the form, what waits."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from adapters.discord import members, waiting
from adapters.discord.commands import Group, Presses, speaking
from adapters.discord.forms import Field, Form, Said, carried
from adapters.discord.layout import Block, Dress, row
from adapters.discord.turns import House, Turn
from guildbot import labels, people
from guildbot.kinds import Visibility

PROFILE = Form(
    "profile.edit",
    labels.PROFILE_TITLE,
    (
        Field("name", labels.YOUR_NAME, "line", 80),
        Field("zone", labels.ZONE, "line", 60),
        members.HOURS,
        members.WHO_MAY_SEE,
        members.QUESTIONS,
    ),
)
FORMS = {PROFILE.id: PROFILE}


def blocks(made: people.Profile | people.ProfileKept, dress: Dress) -> list[Block]:
    return [dress.words(made, row(dress.button(labels.EDIT, "profile.edit"), dress.button(labels.WAITING, "profile.waiting")))]


async def _open(turn: Turn, *_: str) -> None:
    shown = await turn.look(people.show)
    hours = "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in shown.quiet) if shown.quiet else ""
    values = {
        "name": shown.name or "", "zone": shown.zone or "", "quiet": hours, "thanks": shown.thanks.value if shown.thanks else "",
        "questions": members.YES if shown.questions else members.NO,
    }  # fmt: skip
    await turn.open(Said(PROFILE, values))


async def _edit(turn: Turn, *_: str) -> None:
    """[Edit] below what was refused."""
    found = carried(FORMS, turn.interaction.message)
    await (turn.open(found) if found is not None else _open(turn))


async def _keep(turn: Turn) -> None:
    turn.kept = filled = turn.read(PROFILE, ())
    thanks = Visibility(filled["thanks"]) if filled["thanks"] else None
    kept = await turn.run(
        people.change, name=filled["name"], zone_name=filled["zone"], quiet=filled["quiet"], thanks=thanks,
        questions=filled["questions"] != members.NO,
    )  # fmt: skip
    await turn.show(*blocks(kept, turn.dress), instead=True)


PRESSES: Presses = {"profile.edit": _edit}
SUBMITS: Presses = {"profile.edit": _keep}


def group(house: House) -> app_commands.Group:
    async def show(interaction: discord.Interaction[Any]) -> None:
        async with speaking(house, interaction) as turn:
            await turn.show(*blocks(await turn.look(people.show), turn.dress))

    async def waiting_(interaction: discord.Interaction[Any]) -> None:
        async with speaking(house, interaction) as turn:
            await waiting.show(turn)

    made = Group(house, "profile")
    made.add("show", show)
    made.add("waiting", waiting_)
    return made.made()
