"""The week as one message: shorter and shorter until everything fits; before it goes, and the line that opens it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, assert_never

import discord

from adapters.discord.asks import hands
from adapters.discord.commands import Group, Presses, speaking
from adapters.discord.forms import Field, Form, Said, carried
from adapters.discord.layout import Block, Dress, Rule, Text, fits, row, said
from adapters.discord.markup import MOST_TOGETHER, inline
from adapters.discord.turns import Turn
from guildbot import digests, labels
from guildbot.refusals import NoLonger, Refused

MOST_KEYS = 80  # characters of a button's id
LONGEST_NAMES = (None, 24, 12)  # graphemes of a name, where the shortest quotes are too long

LINE = Form("digest.line", labels.FIRST_LINE_TITLE, (Field("line", labels.YOUR_LINE, "words", digests.MOST_LINE, needed=True),))
FORMS = {LINE.id: LINE}


# ---------------------------------------------------------------------- how it looks


def letter(week: digests.Digest, dress: Dress) -> list[Block]:
    """One block, so that it stays one message."""
    made: Block = ()
    for longest in LONGEST_NAMES:
        for shorter in week.shorter():
            made = _digest(shorter, Dress(dress.say, replace(dress.reader, most=longest)))
            if fits(made):
                return [made]
    return [made]


def _digest(week: digests.Digest, dress: Dress) -> Block:
    (title,) = week.words(dress.say)
    made: Block = (Text(f"## {inline(title, dress.reader)}"),)
    if opening := week.opening(dress.say):
        made += said(opening, dress.reader)
    for section in week.sections(dress.say):
        heading = Text(f"### {inline(section.heading, dress.reader)}")
        lines = [text for text in said(section.lines, dress.reader) if isinstance(text, Text)]
        made += tuple(_together([heading, *lines]))
        for card in section.open:
            made += (*said([card.line(dress.say)], dress.reader), hands(card, dress))
    if week.echo is not None:
        made += (row(dress.button(labels.ANSWER_THIS, f"reflect.reply:{week.echo.round}")),)
    cut = week.read_on(MOST_KEYS)
    footer = row(
        *([dress.button(labels.READ_ON, f"digest.read:{cut}")] if cut else []),
        dress.button(labels.THANK_SOMEONE, "home.thank"),
        dress.button(labels.ASK_FOR_A_HAND, "home.ask"),
        dress.button(labels.OFFER_A_LINE, f"digest.line:{week.guild_id}"),
    )
    return (*made, Rule(), footer)


def _sections(week: digests.Digest, dress: Dress, *, live: bool) -> Block:
    """`live`: with the buttons of what is open."""
    made: Block = said(week.opening(dress.say), dress.reader)
    for section in week.sections(dress.say):
        heading = Text(f"### {inline(section.heading, dress.reader)}")
        lines = [text for text in said(section.lines, dress.reader) if isinstance(text, Text)]
        made += tuple(_together([heading, *lines]))
        for card in section.open:
            made += (*said([card.line(dress.say)], dress.reader), *([hands(card, dress)] if live else []))
    return made


def _together(texts: Sequence[Text]) -> list[Text]:
    """Few texts out of many: each is one component of a message that has not many."""
    made = [texts[0]]
    for text in texts[1:]:
        if len(made[-1].markdown) + len(text.markdown) < MOST_TOGETHER:
            made[-1] = Text(f"{made[-1].markdown}\n{text.markdown}")
        else:
            made.append(text)
    return made


def blocks(made: digests.Outcome, dress: Dress) -> list[Block]:
    match made:
        case digests.Preview():
            return _preview(made, dress)
        case digests.ReadOn():
            return [said(one.words(dress.say), dress.reader) for one in made.lines]
        case digests.LineOffered():
            return [dress.words(made, row(dress.button(labels.TAKE_BACK, f"digest.unsay:{made.id}")))]
        case digests.LineForm() | digests.LineTakenBack():
            return [dress.words(made)]
        case _:
            assert_never(made)


def _preview(made: digests.Preview, dress: Dress) -> list[Block]:
    (title,) = made.digest.words(dress.say)
    offer = row(dress.button(labels.OFFER_A_LINE, f"digest.line:{made.digest.guild_id}"))
    head = [dress.words(made, offer), (Text(f"## {inline(title, dress.reader)}"),)]
    if not made.may_leave_out:
        return [*head, *((part,) for part in _sections(made.digest, dress, live=False))]
    there = [_item(one, labels.LEAVE_OUT, "out", dress) for one in made.there(dress.say)]
    aside = [_item(one, labels.PUT_BACK, "back", dress) for one in made.aside(dress.say)]
    heading: list[Block] = [(Text(f"### {inline(made.aside_heading(dress.say), dress.reader)}"),)] if aside else []
    return [*head, *there, *heading, *aside]


def _item(one: digests.Item, label: str, act: str, dress: Dress) -> Block:
    return said(one.words, dress.reader, row(dress.button(label, f"digest.{act}:{one.kind}:{one.subject}")))


# ---------------------------------------------------------------------- what is done


async def _read_on(turn: Turn, keys: str) -> None:
    await turn.show(*blocks(await turn.look(digests.read_on, keys), turn.dress))


async def _line(turn: Turn, guild: str) -> None:
    """[Offer the first line]"""
    made = await turn.look(digests.line_form, turn.number(guild))
    texts = [part.markdown for part in turn.dress.words(made) if isinstance(part, Text)]
    await turn.open(Said(LINE, {"line": made.mine}, (guild,)), *texts)


async def _offer(turn: Turn, guild: str) -> None:
    turn.kept = turn.read(LINE, (guild,))
    await turn.show(*blocks(await turn.run(digests.offer_line, turn.number(guild), turn.kept["line"]), turn.dress))


async def _take_back(turn: Turn, line: str) -> None:
    await turn.show(*blocks(await turn.run(digests.take_back_line, turn.number(line)), turn.dress), instead=True)


async def _leave_out(turn: Turn, kind: str, subject: str) -> None:
    await turn.show(*blocks(await turn.run(digests.leave_out, kind, turn.number(subject)), turn.dress), instead=True)


async def _put_back(turn: Turn, kind: str, subject: str) -> None:
    await turn.show(*blocks(await turn.run(digests.put_back, kind, turn.number(subject)), turn.dress), instead=True)


async def _edit(turn: Turn, *_: str) -> None:
    found = carried(FORMS, turn.interaction.message)
    if found is None:
        raise Refused(NoLonger())
    await turn.open(found)


PRESSES: Presses = {
    "digest.read": _read_on,
    "digest.line": _line,
    "digest.edit": _edit,
    "digest.unsay": _take_back,
    "digest.out": _leave_out,
    "digest.back": _put_back,
}
SUBMITS: Presses = {"digest.line": _offer}


def add_to(made: Group) -> None:
    """The word of `/guild` that is about its week."""

    async def preview(interaction: discord.Interaction[Any]) -> None:
        async with speaking(made.house, interaction) as turn:
            await turn.show(*blocks(await turn.run(digests.preview), turn.dress))

    made.add("preview", preview)
