"""Being forgotten, on Slack: what happens, the question, and the word to type, all in one form that only its person sees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from adapters.slack import forms, wire
from adapters.slack.blocks import Voice
from adapters.slack.forms import View
from adapters.slack.wire import Handler, Opens, Reply, Shows, Turn
from guildbot import forgetting, labels


async def ask(turn: Turn) -> Reply:
    """`forget`, and [Forget me] on one's own page."""
    said = outcome(turn.voice, await turn.look(forgetting.asked))
    return Opens(forms.page(turn.voice, said.title, said.blocks))


async def sure(turn: Turn) -> Reply:
    """[Forget me]: a word to type, because nothing brings it back."""
    return Opens(form(turn.voice))


async def not_now(turn: Turn) -> Reply:
    return outcome(turn.voice, await turn.look(forgetting.not_now))


async def forget(turn: Turn) -> Reply:
    with wire.pointing(turn.voice, {}, "word"):
        return outcome(turn.voice, await turn.run(forgetting.forget, turn.fields.text("word")))


# how it looks


def outcome(voice: Voice, said: forgetting.Outcome) -> Shows:
    words, title = said.words(voice.say), voice.say.text(labels.FORGET_ME)
    match said:
        case forgetting.Forgetting():
            yes = voice.button(labels.FORGET_ME, "forget.sure", style="danger")
            return wire.shown(voice, words, yes, voice.button(labels.NOT_NOW, "forget.no"), title=title)
        case forgetting.Forgotten() | forgetting.NotForgotten():
            return wire.shown(voice, words, title=title)
        case _:
            assert_never(said)


def form(voice: Voice) -> View:
    return forms.form(voice, "forget.do", labels.FORGET_ME, labels.FORGET_ME, [forms.typed(voice, "word", labels.TYPE_FORGET, most=40)])


COMMANDS: Mapping[str, Handler] = {"forget": ask}
BUTTONS: Mapping[str, Handler] = {"forget.ask": ask, "forget.sure": sure, "forget.no": not_now}
FORMS: Mapping[str, Handler] = {"forget.do": forget}
