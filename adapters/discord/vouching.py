"""Vouching on Discord: one's word for a candidate, asking for a second, being asked, taking it back."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeAlias, assert_never

import discord
from discord import app_commands

from adapters.discord.commands import Completion, Group, Guild, Presses, complete_people, menu, speaking
from adapters.discord.forms import Field, Form, Said, carried
from adapters.discord.layout import Block, Button, Dress, Text, row
from adapters.discord.turns import House, Turn
from guildbot import labels, members, people

Someone: TypeAlias = app_commands.Range[str, 1, 100]
Why: TypeAlias = app_commands.Range[str, 1, 300]
WHY = Field("because", labels.WHY_THEM, "words", 300, needed=True)
VOUCH = Form("guild.vouching", labels.VOUCH, (Field("people", labels.FOR_WHOM, "people", elsewhere=labels.FOR_WHOM_BY_NAME), WHY))
VOICE = Form("guild.vouch", labels.VOUCH, (WHY,))
WHO, NAME = Field("who", labels.WHO_KNOWS_THEM, "choice"), Field("name", labels.ANOTHER_NAME, "line", 80)
SECOND = Form("guild.second", labels.ASK_SOMEBODY, (WHO, NAME))
FORMS = {form.id: form for form in (VOUCH, VOICE)}
MOST_OFFERED = 25  # of a select


# ---------------------------------------------------------------------- how it looks


def blocks(made: members.Voice, dress: Dress) -> list[Block]:
    match made:
        case members.Vouched() if made.missing:
            return [dress.words(made, row(_ask(made.candidacy, dress), _take_back(made.id, dress)))]
        case members.OpenVouches():
            return [dress.words(made), *(_line(one, dress) for one in made.lines)]
        case members.Vouched() | members.WhomToAsk() | members.SecondAsked() | members.Passed() | members.TakenBack():
            return [dress.words(made)]
        case _:
            assert_never(made)


def letter(sent: members.SecondWanted | members.VouchAsked, dress: Dress) -> Block:
    """What one is asked, with its answers."""
    match sent:
        case members.SecondWanted():
            return dress.words(sent, row(_ask(sent.candidacy, dress), _take_back(sent.vouch, dress)))
        case members.VouchAsked():
            yes = dress.button(labels.VOUCH, f"guild.vouch:{sent.candidacy}", "main")
            return dress.words(sent, row(yes, dress.button(labels.NOT_NOW, f"guild.pass:{sent.candidacy}")))
        case _:
            assert_never(sent)


def _line(one: members.OpenVouch, dress: Dress) -> Block:
    if one.candidacy is None:
        return dress.words(one, row(uninvite(one.id, dress)))
    return dress.words(one, row(*([_ask(one.candidacy, dress)] if one.asks else []), _take_back(one.id, dress)))


def _ask(candidacy: int, dress: Dress) -> Button:
    return dress.button(labels.ASK_SOMEBODY, f"guild.second:{candidacy}", "main")


def _take_back(vouch: int, dress: Dress) -> Button:
    return dress.button(labels.TAKE_BACK, f"guild.unvouch:{vouch}")


def uninvite(invitation: int, dress: Dress) -> Button:
    return dress.button(labels.TAKE_BACK, f"guild.uninvite:{invitation}")


# ---------------------------------------------------------------------- what is done


async def vouch(turn: Turn, filled: Said) -> None:
    turn.kept = filled
    who = (filled.people or [""])[0]
    made = await turn.run(members.vouch, who, filled["because"], guild=(*filled.about, "")[0])
    await turn.show(*blocks(made, turn.dress), instead=True)


async def _whom(turn: Turn, place: str, handle: str) -> None:
    """One of several of a name was picked."""
    await vouch(turn, (carried(FORMS, turn.interaction.message) or Said(VOUCH, {"people": handle})).meaning(turn.number(place), handle))


async def _vouching(turn: Turn, *about: str) -> None:
    await vouch(turn, turn.read(VOUCH, about))


async def _voice_form(turn: Turn, candidacy: str) -> None:
    """[Vouch], by somebody who was asked: the question stands above the form."""
    asked = turn.dress.words(await turn.look(members.asked, turn.number(candidacy)))
    await turn.open(Said(VOICE, {}, (candidacy,)), *(part.markdown for part in asked if isinstance(part, Text)))


async def _voice(turn: Turn, candidacy: str) -> None:
    turn.kept = turn.read(VOICE, (candidacy,))
    await turn.show(*blocks(await turn.run(members.vouch_for, turn.number(candidacy), turn.kept["because"]), turn.dress), instead=True)


async def _pass(turn: Turn, candidacy: str) -> None:
    await turn.show(*blocks(await turn.run(members.not_now, turn.number(candidacy)), turn.dress))


async def _second_form(turn: Turn, candidacy: str) -> None:
    """[Ask somebody]: who may be asked, by name."""
    made = await turn.look(members.whom_to_ask, turn.number(candidacy))
    if not made.members:
        await turn.show(*blocks(made, turn.dress))
        return
    offered = replace(WHO, names=tuple((people.handle(one), one.name) for one in made.members[:MOST_OFFERED]))
    words = turn.dress.words(made)
    await turn.open(
        Said(replace(SECOND, fields=(offered, NAME)), {}, (candidacy,)), *(part.markdown for part in words if isinstance(part, Text))
    )


async def _second(turn: Turn, candidacy: str) -> None:
    filled = turn.read(SECOND, (candidacy,))
    made = await turn.run(members.ask_second, turn.number(candidacy), filled["who"] or filled["name"])
    await turn.show(*blocks(made, turn.dress))


async def _unvouch(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(members.withdraw_vouch, turn.number(id)), turn.dress))


async def _uninvite(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(members.withdraw_invitation, turn.number(id)), turn.dress))


async def _about_person(turn: Turn, person: discord.User) -> None:
    await turn.open(Said(VOUCH, {"people": f"<@{person.id}>"}, ("",)))


PRESSES: Presses = {
    "guild.vouch": _voice_form,
    "guild.whom": _whom,
    "guild.pass": _pass,
    "guild.second": _second_form,
    "guild.unvouch": _unvouch,
    "guild.uninvite": _uninvite,
}
SUBMITS: Presses = {"guild.vouching": _vouching, "guild.vouch": _voice, "guild.second": _second}


def add_to(made: Group, mine: Completion) -> None:
    """`/guild vouch`: alone it shows for whom one's word stands open, without the why it opens the form."""
    house = made.house

    async def vouch_(interaction: discord.Interaction[Any], person: Someone = "", because: Why = "", guild: Guild = "") -> None:
        filled = Said(VOUCH, {"people": person, "because": because}, (guild,))
        async with speaking(house, interaction) as turn:
            if person and because:
                await vouch(turn, filled)
            elif person or because:
                await turn.open(filled)
            else:
                await turn.show(*blocks(await turn.look(members.open_vouches), turn.dress))

    made.add(
        "vouch",
        vouch_,
        options={"person": labels.FOR_WHOM, "because": labels.WHY_THEM, "guild": labels.GUILD},
        complete={"person": complete_people(house), "guild": mine},
    )


def menus(house: House) -> list[app_commands.ContextMenu]:
    return [menu(house, "vouch-person", _about_person)]
