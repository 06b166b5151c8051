"""Chapters on Slack: opening a guild in a channel, the caretaker's yes, closing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from adapters.slack import wire
from adapters.slack.blocks import Block, Voice, buttons
from adapters.slack.wire import Handler, Reply, Shows, Turn
from guildbot import chapters, labels


async def open_(turn: Turn) -> Reply:
    """`open <guild>`"""
    with wire.giving_back(turn.raw):
        return outcome(turn.voice, await turn.run(chapters.open_here, wire.spoken(turn.words)))


async def close(turn: Turn) -> Reply:
    return outcome(turn.voice, await turn.run(chapters.close_here))


async def agree(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(chapters.agree, turn.number)))


async def decline(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(chapters.decline, turn.number)))


async def retry(turn: Turn) -> Reply:
    """[Try again], after the bot was invited."""
    return wire.instead(outcome(turn.voice, await turn.run(chapters.try_again, turn.number)))


def outcome(voice: Voice, said: chapters.Outcome) -> Shows:
    words = said.words(voice.say)
    return Shows((voice.rich(words),), voice.fallback(words), said.guild)


def notice(voice: Voice, said: chapters.Sent) -> list[Block]:
    words = voice.rich(said.words(voice.say))
    match said:
        case chapters.SaidYes():
            yes = voice.button(labels.YES, f"chapter.agree:{said.chapter}", style="primary")
            return [words, *buttons(yes, voice.button(labels.NOT_NOW, f"chapter.decline:{said.chapter}"))]
        case chapters.NotLetIn():
            return [words, *buttons(voice.button(labels.TRY_AGAIN, f"chapter.retry:{said.chapter}"))]
        case chapters.Readers():
            return [words]
        case _:
            assert_never(said)


COMMANDS: Mapping[str, Handler] = {"open": open_, "close": close}
BUTTONS: Mapping[str, Handler] = {"chapter.agree": agree, "chapter.decline": decline, "chapter.retry": retry}
