"""Blocking on Slack: the line, the button on somebody's page, one's own list. Only the one who blocks ever reads any of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from adapters.slack import forms, wire
from adapters.slack.blocks import Block, Voice, button, buttons, divided
from adapters.slack.wire import Handler, Opens, Reply, Shows, Turn
from guildbot import blocking, labels, people
from guildbot.words import Sentence

MOST = 45  # of the fifty blocks a message holds


async def block(turn: Turn) -> Reply:
    """`block <person>`; alone it is the list of whom one blocks."""
    who = wire.people_in(turn.team, turn.words)
    if not who:
        said = outcome(turn.voice, await turn.look(blocking.mine))
        return Opens(forms.page(turn.voice, said.title, said.blocks))
    with wire.giving_back(turn.raw, (), lambda reason: _choices(turn.voice, reason)):
        return outcome(turn.voice, await turn.run(blocking.block, who))


async def ask(turn: Turn) -> Reply:
    """[Block] on somebody's page."""
    return wire.instead(outcome(turn.voice, await turn.run(blocking.asked, turn.parts[0])))


async def do(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(blocking.block, [turn.parts[0]])))


async def not_now(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.look(blocking.not_now)))


async def lift(turn: Turn) -> Reply:
    """[Unblock]; the list follows, as it is now."""
    said = outcome(turn.voice, await turn.run(blocking.unblock, turn.number))
    rest = await turn.reading().look(blocking.mine)
    if not rest.lines:
        return wire.instead(said)
    return Shows((*said.blocks, *outcome(turn.voice, rest).blocks)[:MOST], said.text, said.title, instead=True)


def _choices(voice: Voice, reason: Sentence) -> list[Block]:
    match reason:
        case people.Several(_, found):
            twice = len({one.name for one in found}) < len(found)
            return [button(f"{one.name} ({n})" if twice else one.name, f"block.do:{people.handle(one)}") for n, one in enumerate(found, 1)]
        case _:
            return []


# how it looks


def outcome(voice: Voice, said: blocking.Outcome) -> Shows:
    words, title = said.words(voice.say), voice.say.text(labels.BLOCK_TITLE)
    match said:
        case blocking.Asking():
            yes = voice.button(labels.BLOCK, f"block.do:{people.handle(said.who)}", style="danger")
            return wire.shown(voice, words, yes, voice.button(labels.NOT_NOW, "block.no"), title=title)
        case blocking.Blocked():
            return wire.shown(voice, words, voice.button(labels.UNBLOCK, f"block.lift:{said.id}"), title=title)
        case blocking.NotBlocked() | blocking.Unblocked():
            return wire.shown(voice, words, title=title)
        case blocking.Blocks():
            lines = [
                [voice.rich(one.words(voice.say)), *buttons(voice.button(labels.UNBLOCK, f"block.lift:{one.id}"))] for one in said.lines
            ]
            return Shows(tuple(divided([[voice.rich(words)], *lines])), voice.fallback(words), title)
        case _:
            assert_never(said)


def _line(voice: Voice, one: blocking.Line) -> list[Block]:
    return [voice.rich(one.words(voice.say)), *buttons(voice.button(labels.UNBLOCK, f"block.lift:{one.id}"))]


COMMANDS: Mapping[str, Handler] = {"block": block}
BUTTONS: Mapping[str, Handler] = {"block.ask": ask, "block.do": do, "block.no": not_now, "block.lift": lift}
