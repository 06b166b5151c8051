"""My record on Discord: sections to choose, pages to read, and files, all of it in private replies."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterable
from typing import Any

import discord

from adapters.discord.commands import Group, Presses, speaking
from adapters.discord.forms import Field, Form, Said
from adapters.discord.layout import Attached, Block, Button, Dress, heading, row, said
from adapters.discord.markup import escape, inline, quoted
from adapters.discord.turns import Turn
from guildbot import labels, records
from guildbot.kinds import Part
from guildbot.records import Files, Page

MOST_ON_A_PAGE = 3000  # characters as Discord counts them; one message holds 4,000


def _sections(public: bool) -> tuple[tuple[str, str], ...]:
    return tuple((part.value, title) for part, title in records.TITLES.items() if part.public is public)


PUBLIC = Field("public", labels.SECTIONS_TO_SHOW, "choices", choices=_sections(public=True))
PRIVATE = Field("private", labels.SECTIONS_FOR_ME, "choices", choices=_sections(public=False))
CHOOSE = Form("record.choose", labels.MY_RECORD, (PUBLIC, PRIVATE))


# ---------------------------------------------------------------------- how it looks


def blocks(page: Page, dress: Dress) -> list[Block]:
    parts = list(said(page.head(dress.say), dress.reader))
    for section in page.sections:
        parts += [*heading(escape(section.title(dress.say))), *said(section.lines(dress.say), dress.reader)]
    return [(*parts, row(*_ways(page, dress)))]


def _ways(page: Page, dress: Dress) -> list[Button]:
    parts = ",".join(one.part.value for one in page.record.sections)
    before = dress.button(labels.PAGE_BACK, f"record.page:{page.number - 1}:{parts}")
    after = dress.button(labels.PAGE_ON, f"record.page:{page.number + 1}:{parts}")
    return [
        dress.button(labels.OTHER_SECTIONS, f"record.choose:{parts}") if page.first else before,
        *([] if page.last else [after]),
        dress.button(labels.FILES, f"record.files:{parts}", "main"),
    ]


def files(made: Files, dress: Dress) -> list[Block]:
    return [(*dress.words(made), *(Attached(one.name) for one in (*made.public, *made.private)))]


# ---------------------------------------------------------------------- what is done


async def _choose(turn: Turn, names: str = "") -> None:
    """`/profile record`, [My record], and [Other sections] with what was chosen before."""
    chosen = _parts(names) if names else [part for part in Part if part.public]
    values = {
        field.key: ",".join(part.value for part in chosen if part.public is public) for field, public in ((PUBLIC, True), (PRIVATE, False))
    }
    asked = (await turn.look(records.choose)).words(turn.dress.say)
    await turn.open(Said(CHOOSE, values), "\n".join(inline(phrase, turn.dress.reader) for phrase in asked))


async def _chosen(turn: Turn) -> None:
    turn.kept = turn.read(CHOOSE, ())
    await _show(turn, _parts(",".join(turn.kept[field.key] for field in CHOOSE.fields)), 0)


async def _edit(turn: Turn, *_: str) -> None:
    """[Edit] below a choice of nothing."""
    await _choose(turn)


async def _page(turn: Turn, number: str, names: str) -> None:
    """[Back] and [On]. The record is gathered anew each time: it is kept nowhere."""
    await _show(turn, _parts(names), turn.number(number))


async def _show(turn: Turn, parts: Iterable[Part], number: int) -> None:
    say = turn.dress.say
    page = records.paged(await turn.look(records.gather, parts, say), say, number, MOST_ON_A_PAGE, _length)
    await turn.show(*blocks(page, turn.dress), instead=True)


async def _files(turn: Turn, names: str) -> None:
    say, host = turn.dress.say, turn.house.settings.host_name or turn.dress.label(labels.UNKNOWN_HOST)
    record = await turn.look(records.gather, _parts(names), say)
    made = await asyncio.to_thread(records.files, record, say, turn.house.seal, host)
    attached = [discord.File(io.BytesIO(one.content), one.name) for one in (*made.public, *made.private)]
    try:
        await turn.show(*files(made, turn.dress), files=attached)
    except discord.HTTPException as error:
        await turn.show(turn.dress.words(records.NotTaken(error.text)))


def _parts(names: str) -> list[Part]:
    chosen = names.split(",")
    return [part for part in Part if part.value in chosen]


def _length(text: str) -> int:
    return len(quoted(text))


PRESSES: Presses = {"record.choose": _choose, "record.edit": _edit, "record.page": _page, "record.files": _files}
SUBMITS: Presses = {"record.choose": _chosen}


def add_to(made: Group) -> None:
    """The word of `/profile` that is about this."""
    house = made.house

    async def record(interaction: discord.Interaction[Any]) -> None:
        async with speaking(house, interaction) as turn:
            await _choose(turn)

    made.add("record", record)
