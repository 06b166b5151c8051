"""Questions and answers on Slack. Private words are shown and taken in forms only, never in a message."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from adapters.slack import forms, wire
from adapters.slack.blocks import Block, Voice, buttons, divided
from adapters.slack.forms import View
from adapters.slack.wire import Handler, Opens, Reply, Shows, Turn
from guildbot import labels, reflections
from guildbot.kinds import Sharing


async def now(turn: Turn) -> Reply:
    """The open question as a form; with several guilds a page to choose from."""
    said = await turn.look(reflections.current)
    if len(said.open) == 1:
        return Opens(form(turn, said.open[0]))
    return _page(turn.voice, outcome(turn.voice, said))


async def mine(turn: Turn) -> Reply:
    """The journal, as a page."""
    return _page(turn.voice, outcome(turn.voice, await turn.look(reflections.mine)))


async def write(turn: Turn) -> Reply:
    return Opens(form(turn, await turn.look(reflections.form, turn.number)))


async def pass_by(turn: Turn) -> Reply:
    return outcome(turn.voice, await turn.run(reflections.pass_by, turn.number))


async def answered(turn: Turn) -> Reply:
    with wire.pointing(turn.voice, {}, "words"):
        return outcome(turn.voice, await turn.run(reflections.answer, turn.number, turn.fields.text("words")))


async def share(turn: Turn) -> Reply:
    return outcome(turn.voice, await turn.run(reflections.share, turn.number, Sharing(turn.parts[1])))


async def delete(turn: Turn) -> Reply:
    return outcome(turn.voice, await turn.run(reflections.delete_answer, turn.number))


# how it looks


def outcome(voice: Voice, said: reflections.Outcome) -> Shows:
    words = said.words(voice.say)
    title = voice.say.text(labels.REFLECT_TITLE)
    match said:
        case reflections.Kept():
            return wire.shown(voice, words, *_choices(voice, said.response, said.sharing), title=title)
        case reflections.SharingChosen():
            return wire.shown(voice, words, *_choices(voice, said.response, said.sharing)[:1], title=title)
        case reflections.Questions():
            blocks = divided([notice(voice, one) for one in said.open])
            return Shows(tuple(blocks), voice.fallback(words), title)
        case reflections.Journal():
            return _journal(voice, said)
        case reflections.Passed() | reflections.Deleted():
            return wire.shown(voice, words, title=title)
        case _:
            assert_never(said)


def _choices(voice: Voice, id: int, sharing: Sharing) -> list[Block]:
    share = voice.button(labels.SHARE_SIGNED, f"reflect.share:{id}:{Sharing.SIGNED.value}")
    keep = voice.button(labels.KEEP_TO_MYSELF, f"reflect.share:{id}:{Sharing.PRIVATE.value}")
    return [share, keep] if sharing is Sharing.PRIVATE else [keep]


def _journal(voice: Voice, said: reflections.Journal) -> Shows:
    title, words = voice.say.text(labels.JOURNAL_TITLE), said.words(voice.say)
    if not said.entries:
        return wire.shown(voice, words, title=title)
    return Shows(tuple(divided([_entry(voice, one) for one in said.entries])), title, title)


def _entry(voice: Voice, one: reflections.Entry) -> list[Block]:
    sharing = _choices(voice, one.response, one.sharing)[:1] if one.open else []
    state = voice.say(labels.SHARING[one.sharing])
    gone = voice.button(labels.DELETE, f"reflect.delete:{one.response}", style="danger")
    return [voice.rich([*one.words(voice.say), state]), *buttons(*sharing, gone)]


def _page(voice: Voice, said: Shows) -> Opens:
    return Opens(forms.page(voice, said.title, said.blocks))


def notice(voice: Voice, said: reflections.Question) -> list[Block]:
    write_ = voice.button(labels.WRITE, f"reflect.write:{said.round}", style="primary")
    return [voice.rich(said.words(voice.say)), *buttons(write_, voice.button(labels.PASS, f"reflect.pass:{said.round}"))]


def form(turn: Turn, said: reflections.Question) -> View:
    voice, say = turn.voice, turn.voice.say
    host = turn.settings.host_name or say.text(labels.UNKNOWN_HOST)
    blocks = [
        voice.rich([*said.words(say), say(labels.WHO_CAN_READ, host=host)]),
        forms.typed(voice, "words", labels.YOUR_ANSWER, initial=said.mine, long=True),
    ]
    return forms.form(voice, f"reflect.write:{said.round}", labels.REFLECT_TITLE, labels.KEEP, blocks)


COMMANDS: Mapping[str, Handler] = {"now": now, "mine": mine}
BUTTONS: Mapping[str, Handler] = {"reflect.write": write, "reflect.pass": pass_by, "reflect.share": share, "reflect.delete": delete}
FORMS: Mapping[str, Handler] = {"reflect.write": answered}
