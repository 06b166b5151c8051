"""What waits for somebody, on Slack: a message only they see, or the top of their App Home."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.slack import asks, chapters, kudos, reflections
from adapters.slack.blocks import Block, Voice, buttons, divided
from adapters.slack.wire import Handler, Reply, Shows, Turn
from guildbot import labels, waiting

MOST = 45  # of the fifty blocks a message holds


async def show(turn: Turn) -> Reply:
    said = await turn.look(waiting.waiting)
    return Shows(tuple(blocks(turn.voice, said)[:MOST]), turn.voice.say.text(labels.WAITING), turn.voice.say.text(labels.WAITING))


def blocks(voice: Voice, said: waiting.Waiting) -> list[Block]:
    """Each as its notice said it, with its buttons; nothing anybody keeps to themselves is in it."""
    if said.nothing:
        return [voice.rich(said.words(voice.say))]
    groups: list[list[Block]] = []
    groups += [kudos.notice(voice, one) for one in said.thanks]
    groups += [asks.notice(voice, one) for one in said.offers]
    groups += [asks.notice(voice, one) for one in said.helps]
    groups += [chapters.notice(voice, one) for one in said.channels]
    groups += [reflections.notice(voice, one) for one in said.questions]
    for nod in said.nods:
        why = voice.button(labels.SAY_WHY, f"kudos.words:{nod.id}")
        groups.append([voice.rich(nod.words(voice.say)), *buttons(why)])
    return divided(groups)


COMMANDS: Mapping[str, Handler] = {"waiting": show}
