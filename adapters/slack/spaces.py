"""The bot comes and goes: the first message to a workspace, the one line in a channel, and leaving."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from adapters.slack import wire
from adapters.slack.blocks import Block, Voice, buttons
from adapters.slack.wire import Handler, Reply, Turn
from guildbot import labels, spaces


def notice(voice: Voice, said: spaces.Welcome | spaces.Hello) -> list[Block]:
    words = voice.rich(said.words(voice.say))
    match said:
        case spaces.Welcome():
            return [words, *home_buttons(voice, voice.button(labels.TOUR, "home.tour"))]
        case spaces.Hello():
            return [words]
        case _:
            assert_never(said)


async def tour(turn: Turn) -> Reply:
    said = await turn.look(spaces.tour)
    return wire.shown(turn.voice, said.words(turn.voice.say), title=turn.voice.say.text(labels.TOUR_TITLE))


def home_buttons(voice: Voice, *more: Block) -> list[Block]:
    thank = voice.button(labels.THANK_SOMEONE, "home.thank", style="primary")
    ask, start = voice.button(labels.ASK_FOR_A_HAND, "home.ask"), voice.button(labels.START_A_GUILD, "home.start")
    return buttons(thank, ask, start, *more)


BUTTONS: Mapping[str, Handler] = {"home.tour": tour}
