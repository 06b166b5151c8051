"""What can be said here: help, printed from the same list that registers the commands."""

from __future__ import annotations

from adapters.slack.blocks import Block, Voice
from adapters.slack.wire import Reply, Shows, Turn
from guildbot import labels
from guildbot.commands import COMMANDS, Root
from guildbot.who import Command
from guildbot.words import Phrase


async def help_(turn: Turn) -> Reply:
    """Help on the root in `parts`, or on all of them; words that were not understood get a line above it."""
    asked = [root for root in COMMANDS if root == (turn.parts[0] if turn.parts else "")]
    said = lines(turn.voice, asked or list(COMMANDS))
    if turn.words:
        said.insert(0, turn.voice.say(labels.HERE_IS_MORE))
    return Shows((turn.voice.rich(said),), turn.voice.fallback(said))


def lines(voice: Voice, roots: list[Root]) -> list[Phrase]:
    """Every command of these roots as one types it, with what it does."""
    made: list[Phrase] = []
    for root in roots:
        what, verbs = COMMANDS[root]
        made.append(voice.say(what))
        for verb in verbs:
            usage = voice.say.text(verb.usage) if verb.usage else ""
            bare = usage.removeprefix(verb.word).strip() if verb.bare else usage
            made.append((Command(root, bare), "  ", *voice.say(verb.what)))
    return made


def blocks(voice: Voice) -> list[Block]:
    return [voice.rich(lines(voice, list(COMMANDS)))]
