"""Would work with again, on Slack: asking, the notice, the answer, one's own list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from adapters.slack import forms, wire
from adapters.slack.blocks import Block, Voice, button, buttons, divided
from adapters.slack.forms import View
from adapters.slack.wire import Handler, Opens, Reply, Shows, Turn
from guildbot import bonds, labels, people
from guildbot.refusals import Unknown
from guildbot.words import Sentence


async def again(turn: Turn) -> Reply:
    """`again <person>`; without one person the form asks for them."""
    named = wire.people_in(turn.team, turn.words)
    if len(named) != 1:
        return Opens(form(turn.voice))
    with wire.giving_back(turn.raw, (), lambda reason: _choices(turn.voice, reason)):
        return outcome(turn.voice, await turn.run(bonds.again, named[0]))


async def again_them(turn: Turn) -> Reply:
    """[Would work with again] on somebody's page, or one of several of a name."""
    return wire.instead(outcome(turn.voice, await turn.run(bonds.again, turn.parts[0])))


async def submitted(turn: Turn) -> Reply:
    with wire.pointing(turn.voice, {Unknown: "others", people.Several: "others"}, "people"):
        return outcome(turn.voice, await turn.run(bonds.again, wire.one_of(turn)))


async def agree(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(bonds.agree, turn.number)))


async def decline(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(bonds.decline, turn.number)))


async def take_back(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(bonds.take_back, turn.number)))


async def mine(turn: Turn) -> Reply:
    said = outcome(turn.voice, await turn.look(bonds.mine))
    return Opens(forms.page(turn.voice, said.title, said.blocks))


async def end(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(bonds.end, turn.number)))


def _choices(voice: Voice, reason: Sentence) -> list[Block]:
    match reason:
        case people.Several(_, found):
            twice = len({one.name for one in found}) < len(found)
            return [
                button(f"{one.name} ({n})" if twice else one.name, f"bond.again:{people.handle(one)}") for n, one in enumerate(found, 1)
            ]
        case _:
            return []


# how it looks


def outcome(voice: Voice, said: bonds.Outcome) -> Shows:
    words, title = said.words(voice.say), voice.say.text(labels.AGAIN_TITLE)
    match said:
        case bonds.Asked() | bonds.AskedAlready():
            return wire.shown(voice, words, voice.button(labels.TAKE_BACK, f"bond.unask:{said.id}"), title=title)
        case bonds.Made():
            end_ = voice.button(labels.END_IT, f"bond.end:{said.id}") if not said.now else None  # not under the finger that just said yes
            return wire.shown(voice, words, end_, title=title)
        case bonds.NotSaid() | bonds.TakenBack() | bonds.Ended():
            return wire.shown(voice, words, title=title)
        case bonds.Mine():
            lines = [[voice.rich(one.words(voice.say)), *buttons(voice.button(labels.END_IT, f"bond.end:{one.id}"))] for one in said.bonds]
            return Shows(tuple(divided([[voice.rich(words)], *lines])[:100]), voice.fallback(words), title)
        case _:
            assert_never(said)


def notice(voice: Voice, said: bonds.Sent) -> list[Block]:
    words = voice.rich(said.words(voice.say))
    match said:
        case bonds.WouldAgain():
            too = voice.button(labels.I_WOULD_TOO, f"bond.agree:{said.id}", style="primary")
            return [words, *buttons(too, voice.button(labels.NOT_NOW, f"bond.decline:{said.id}"))]
        case bonds.SaidYes():
            return [words]
        case _:
            assert_never(said)


def form(voice: Voice) -> View:
    return forms.form(voice, "bond.again", labels.AGAIN_TITLE, labels.SEND, forms.whom(voice))


COMMANDS: Mapping[str, Handler] = {"again": again}
BUTTONS: Mapping[str, Handler] = {
    "bond.again": again_them, "bond.agree": agree, "bond.decline": decline, "bond.unask": take_back, "bond.mine": mine, "bond.end": end,
}  # fmt: skip
FORMS: Mapping[str, Handler] = {"bond.again": submitted}
