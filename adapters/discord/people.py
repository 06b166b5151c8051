"""What somebody says about themselves, on Discord: two forms, as one holds five inputs; and the words of `/profile`."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from adapters.discord import accounts, blocking, bonds, forgetting, members, pages, records, waiting
from adapters.discord.commands import Group, Presses, speaking
from adapters.discord.forms import Field, Form, Said, carried
from adapters.discord.turns import House, Turn
from guildbot import labels, people
from guildbot.kinds import Visibility

NAMED = Field(
    "named", labels.NAMED_SHORT, "choice", choices=((members.YES, labels.YES_PLEASE), (members.NO, labels.NO_THANKS)), hint=labels.NAMED
)
CHANGE = Form(
    "profile.change",
    labels.PROFILE_TITLE,
    (
        Field("name", labels.YOUR_NAME, "line", 80),
        Field("about", labels.ABOUT_ME, "line", 200),
        Field("zone", labels.ZONE, "line", 60),
        members.HOURS,
        Field("waits", labels.WAITS, "line", 20),
    ),
)
REMINDER = Field(
    "reminder",
    labels.REMINDER_SHORT,
    "choice",
    choices=((members.YES, labels.YES_PLEASE), (members.NO, labels.NO_THANKS)),
    hint=labels.REMINDER,
)
CHOICES = Form("profile.choices", labels.PROFILE_TITLE, (members.WHO_MAY_SEE, members.QUESTIONS, REMINDER, NAMED))
FORMS = {form.id: form for form in (CHANGE, CHOICES)}


async def _change(turn: Turn) -> None:
    shown = await turn.look(people.show)
    hours = "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in shown.quiet) if shown.quiet else ""
    values = {"name": shown.name or "", "about": ", ".join(shown.about), "zone": shown.zone or "", "quiet": hours, "waits": shown.waits}
    await turn.open(Said(CHANGE, values))


async def _choices(turn: Turn) -> None:
    shown = await turn.look(people.show)
    values = {"thanks": shown.thanks.value if shown.thanks else "", "questions": _answer(shown.questions)}
    values |= {"reminder": _answer(shown.reminder), "named": _answer(shown.named)}
    await turn.open(Said(CHOICES, values))


async def _edit(turn: Turn, *_: str) -> None:
    """[Edit] below what was refused."""
    found = carried(FORMS, turn.interaction.message)
    await (turn.open(found) if found is not None else _change(turn))


async def _changed(turn: Turn) -> None:
    turn.kept = filled = turn.read(CHANGE, ())
    await turn.run(
        people.change, name=filled["name"], zone_name=filled["zone"], quiet=filled["quiet"], about=filled["about"], waits=filled["waits"]
    )
    await pages.show(turn, kept=True)


async def _chosen(turn: Turn) -> None:
    filled = turn.read(CHOICES, ())
    await turn.run(
        people.choose, thanks=Visibility(filled["thanks"]) if filled["thanks"] else None,
        questions=_said(filled["questions"]), reminder=_said(filled["reminder"]), named=_said(filled["named"]),
    )  # fmt: skip
    await pages.show(turn, kept=True)


def _answer(yes: bool) -> str:
    return members.YES if yes else members.NO


def _said(answer: str) -> bool | None:
    return answer == members.YES if answer else None


PRESSES: Presses = {"profile.change": _change, "profile.choices": _choices, "profile.edit": _edit}
SUBMITS: Presses = {"profile.change": _changed, "profile.choices": _chosen}


def group(house: House) -> app_commands.Group:
    async def show(interaction: discord.Interaction[Any]) -> None:
        async with speaking(house, interaction) as turn:
            await pages.show(turn)

    async def waiting_(interaction: discord.Interaction[Any]) -> None:
        async with speaking(house, interaction) as turn:
            await waiting.show(turn)

    made = Group(house, "profile")
    made.add("show", show)
    made.add("waiting", waiting_)
    accounts.add_to(made)
    bonds.add_to(made)
    blocking.add_to(made)
    records.add_to(made)
    forgetting.add_to(made)
    return made.made()
