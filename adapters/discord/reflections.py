"""The question on Discord. An answer comes in by form and goes out by a private reply, never by a direct message."""

from __future__ import annotations

from typing import Any, assert_never

import discord
from discord import app_commands

from adapters.discord.commands import Group, Presses, speaking
from adapters.discord.forms import Field, Form, Said, carried
from adapters.discord.layout import Block, Button, Dress, Text, row
from adapters.discord.markup import escape, quoted
from adapters.discord.turns import House, Turn
from guildbot import labels, reflections
from guildbot.kinds import Sharing
from guildbot.refusals import NoLonger, Refused

ANSWER = Form("reflect.write", labels.REFLECT_TITLE, (Field("words", labels.YOUR_ANSWER, "words", reflections.MOST_WORDS, needed=True),))
FORMS = {ANSWER.id: ANSWER}


# ---------------------------------------------------------------------- how it looks


def blocks(made: reflections.Outcome, dress: Dress) -> list[Block]:
    match made:
        case reflections.Questions():
            return [block for one in made.open for block in (question(one, dress), *_so_far(one, dress))]
        case reflections.Kept():
            return [dress.words(made, row(*_sharing(made.response, made.sharing, dress), _delete_button(made.response, dress)))]
        case reflections.SharingChosen():
            return [dress.words(made, row(*_sharing(made.response, made.sharing, dress)))]
        case reflections.Journal():
            return [_entry(one, dress) for one in made.entries] or [dress.words(made)]
        case reflections.Passed() | reflections.Deleted():
            return [dress.words(made)]
        case _:
            assert_never(made)


def question(sent: reflections.Question, dress: Dress) -> Block:
    """As a post and as an answer; one's own words are not in it."""
    write, pass_by = (
        dress.button(labels.WRITE, f"reflect.write:{sent.round}", "main"),
        dress.button(labels.PASS, f"reflect.pass:{sent.round}"),
    )
    return dress.words(sent, row(write, pass_by))


def _so_far(sent: reflections.Question, dress: Dress) -> list[Block]:
    """What the reader wrote already."""
    if not sent.mine:
        return []
    head = (Text(f"-# {dress.label(labels.YOUR_ANSWER)} ({dress.label(labels.SHARING[sent.sharing])})"),)
    return [(*head, Text(quoted(sent.mine)))]


def _entry(one: reflections.Entry, dress: Dress) -> Block:
    buttons = _sharing(one.response, one.sharing, dress) if one.open else []
    sharing = Text(f"-# {dress.label(labels.SHARING[one.sharing])}")
    return (*dress.words(one), sharing, row(*buttons, _delete_button(one.response, dress)))


def _sharing(response: int, sharing: Sharing, dress: Dress) -> list[Button]:
    other, label = (Sharing.SIGNED, labels.SHARE_SIGNED) if sharing is Sharing.PRIVATE else (Sharing.PRIVATE, labels.KEEP_TO_MYSELF)
    return [dress.button(label, f"reflect.share:{response}:{other.value}")]


def _delete_button(response: int, dress: Dress) -> Button:
    return dress.button(labels.DELETE, f"reflect.delete:{response}", "grave")


# ---------------------------------------------------------------------- what is done


async def _write(turn: Turn, round: str) -> None:
    asked = await turn.look(reflections.form, int(round))
    host = turn.house.settings.host_name or turn.dress.label(labels.UNKNOWN_HOST)
    promise = f"-# {escape(turn.dress.label(labels.WHO_CAN_READ, host=host))}"
    await turn.open(Said(ANSWER, {"words": asked.mine}, (round,)), quoted(asked.prompt), promise)


async def _answer(turn: Turn, round: str) -> None:
    turn.kept = turn.read(ANSWER, (round,))
    await turn.show(*blocks(await turn.run(reflections.answer, int(round), turn.kept["words"]), turn.dress), instead=True)


async def _edit(turn: Turn, *_: str) -> None:
    found = carried(FORMS, turn.interaction.message)
    if found is None:
        raise Refused(NoLonger())
    await turn.open(found)


async def _pass(turn: Turn, round: str) -> None:
    await turn.show(*blocks(await turn.run(reflections.pass_by, int(round)), turn.dress), instead=True)


async def _share(turn: Turn, response: str, sharing: str) -> None:
    await turn.show(*blocks(await turn.run(reflections.share, int(response), Sharing(sharing)), turn.dress))


async def _delete(turn: Turn, response: str) -> None:
    await turn.show(*blocks(await turn.run(reflections.delete_answer, int(response)), turn.dress), instead=True)


PRESSES: Presses = {
    "reflect.write": _write,
    "reflect.edit": _edit,
    "reflect.pass": _pass,
    "reflect.share": _share,
    "reflect.delete": _delete,
}
SUBMITS: Presses = {"reflect.write": _answer}


def group(house: House) -> app_commands.Group:
    async def now(interaction: discord.Interaction[Any]) -> None:
        async with speaking(house, interaction) as turn:
            await turn.show(*blocks(await turn.look(reflections.current), turn.dress))

    async def mine(interaction: discord.Interaction[Any]) -> None:
        async with speaking(house, interaction) as turn:
            await turn.show(*blocks(await turn.look(reflections.mine), turn.dress))

    made = Group(house, "reflect")
    made.add("now", now)
    made.add("mine", mine)
    return made.made()
