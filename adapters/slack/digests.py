"""One guild's week: as a Slack message, as a page before it goes, and the line that opens it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

from adapters.slack import asks, forms, wire
from adapters.slack.blocks import Block, Voice, buttons, divided, header
from adapters.slack.forms import View
from adapters.slack.wire import Handler, Opens, Reply, Shows, Turn
from guildbot import digests, labels
from guildbot.refusals import number_in

MOST_TEXT = 10_000  # characters of one message; Slack refuses more than some 13,000 in its blocks
MOST_KEYS = 200  # characters of a button's id


async def preview(turn: Turn) -> Reply:
    """The coming week, as a page that only this person reads."""
    return _previewed(turn, await turn.run(digests.preview))


async def leave_out(turn: Turn) -> Reply:
    at = turn.inside(turn.value)
    return _previewed(at, await at.run(digests.leave_out, turn.parts[0], number_in(turn.parts[1])))


async def put_back(turn: Turn) -> Reply:
    at = turn.inside(turn.value)
    return _previewed(at, await at.run(digests.put_back, turn.parts[0], number_in(turn.parts[1])))


async def read_on(turn: Turn) -> Reply:
    said = await turn.look(digests.read_on, turn.parts[0])
    blocks = divided([[turn.voice.rich(one.words(turn.voice.say))] for one in said.lines])
    return Opens(forms.page(turn.voice, turn.voice.say.text(labels.READ_ON), blocks))


async def line(turn: Turn) -> Reply:
    """[Offer the first line]"""
    return Opens(line_form(turn.voice, await turn.look(digests.line_form, turn.number)))


async def line_offered(turn: Turn) -> Reply:
    with wire.pointing(turn.voice, {}, "line"):
        said = await turn.run(digests.offer_line, turn.number, turn.fields.text("line"))
    return outcome(turn.voice, said)


async def line_taken_back(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(digests.take_back_line, turn.number)))


# how it looks


def notice(voice: Voice, said: digests.Digest) -> list[Block]:
    """The week as one message: shorter and shorter until it fits."""
    voice, made = voice.louder(), list[Block]()
    for week in said.shorter():
        made = _page(voice, week)
        if _length(made) <= MOST_TEXT:
            break
    return made


def _page(voice: Voice, week: digests.Digest) -> list[Block]:
    say = voice.say
    (title,) = week.words(say)
    blocks: list[Block] = [header(voice.text(title))]
    if opening := week.opening(say):
        blocks.append(voice.rich(opening))
    for section in week.sections(say):
        blocks.append(voice.rich([section.heading, *section.lines], bold_first=True))
        for one in section.open:
            blocks += [voice.rich([one.line(say)]), *asks.card_buttons(voice, one.id)]
    if week.echo is not None:
        blocks += buttons(voice.button(labels.ANSWER_THIS, f"reflect.reply:{week.echo.round}"))
    cut = week.read_on(MOST_KEYS)
    footer = buttons(
        voice.button(labels.READ_ON, f"digest.read:{cut}") if cut else None,
        voice.button(labels.THANK_SOMEONE, "home.thank"),
        voice.button(labels.ASK_FOR_A_HAND, "home.ask"),
        voice.button(labels.OFFER_A_LINE, f"digest.line:{week.guild_id}"),
    )
    return [*blocks, {"type": "divider"}, *footer]


def _sections(voice: Voice, week: digests.Digest, *, live: bool) -> list[Block]:
    """`live`: with the buttons of what is open."""
    say, opening = voice.say, week.opening(voice.say)
    blocks = [voice.rich(opening)] if opening else []
    for section in week.sections(say):
        blocks.append(voice.rich([section.heading, *section.lines], bold_first=True))
        for one in section.open:
            blocks += [voice.rich([one.line(say)]), *(asks.card_buttons(voice, one.id) if live else [])]
    return blocks


def _length(made: Any) -> int:
    """The characters of all texts in it."""
    match made:
        case {"text": str(text), **rest}:
            return len(text) + _length(rest)
        case dict():
            return sum(map(_length, made.values()))
        case list():
            return sum(map(_length, made))
        case _:
            return 0


def outcome(voice: Voice, said: digests.LineOffered | digests.LineTakenBack) -> Shows:
    words, title = said.words(voice.say), voice.say.text(labels.FIRST_LINE_TITLE)
    match said:
        case digests.LineOffered():
            return wire.shown(voice, words, voice.button(labels.TAKE_BACK, f"digest.unsay:{said.id}"), title=title)
        case digests.LineTakenBack():
            return wire.shown(voice, words, title=title)
        case _:
            assert_never(said)


def line_form(voice: Voice, said: digests.LineForm) -> View:
    blocks = [voice.rich(said.words(voice.say)), forms.typed(voice, "line", labels.YOUR_LINE, initial=said.mine)]
    return forms.form(voice, f"digest.line:{said.guild_id}", labels.FIRST_LINE_TITLE, labels.KEEP, blocks)


def _previewed(turn: Turn, said: digests.Preview) -> Opens:
    voice, say = turn.voice, turn.voice.say
    (title,) = said.digest.words(say)
    offer = buttons(voice.button(labels.OFFER_A_LINE, f"digest.line:{said.digest.guild_id}"))
    blocks: list[Block] = [voice.rich(said.words(say)), *offer, {"type": "divider"}, header(voice.text(title))]
    if said.may_leave_out:
        for one in said.there(say):
            blocks += _item(turn, one, labels.LEAVE_OUT, "out")
        if aside := said.aside(say):
            blocks.append(voice.rich([said.aside_heading(say)], bold_first=True))
            for one in aside:
                blocks += _item(turn, one, labels.PUT_BACK, "back")
    else:
        blocks += _sections(voice.louder(), said.digest, live=False)
    return Opens(forms.page(voice, say.text(labels.PREVIEW_TITLE), blocks))


def _item(turn: Turn, one: digests.Item, label: str, act: str) -> list[Block]:
    """The channel is carried along: a page does not say where it was opened."""
    press = turn.voice.button(label, f"digest.{act}:{one.kind}:{one.subject}", value=turn.channel or "")
    return [turn.voice.louder().rich(one.words), *buttons(press)]


COMMANDS: Mapping[str, Handler] = {"preview": preview}
BUTTONS: Mapping[str, Handler] = {
    "digest.read": read_on,
    "digest.line": line,
    "digest.unsay": line_taken_back,
    "digest.out": leave_out,
    "digest.back": put_back,
}
FORMS: Mapping[str, Handler] = {"digest.line": line_offered}
