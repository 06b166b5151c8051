"""Answers and posts as Components V2: texts, rules and buttons, packed into as many messages as they need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Literal, Protocol, TypeAlias

import discord

from adapters.discord.markup import MOST_TEXT, Reader, paragraphs
from guildbot.words import Phrase, Say

MOST_COMPONENTS = 40
MOST_IN_A_ROW = 5
Style: TypeAlias = Literal["plain", "main", "grave"]
STYLES: dict[Style, discord.ButtonStyle] = {
    "plain": discord.ButtonStyle.secondary,
    "main": discord.ButtonStyle.primary,
    "grave": discord.ButtonStyle.danger,
}


@dataclass(frozen=True, slots=True)
class Text:
    """`id` is Discord's own number of a component, by which a text is found again."""

    markdown: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    id: str  # <feature>.<act>[:<what>…]; a hint: the core checks rights again on every press
    style: Style = "plain"


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Row:
    buttons: tuple[Button | Link, ...]


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that is sent with the message, shown at this place of it."""

    name: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line between two blocks."""


Part: TypeAlias = Text | Row | Rule | Attached
Block: TypeAlias = tuple[Part, ...]  # stays together in one message


class Press(discord.ui.DynamicItem[discord.ui.Button[Any]], template=r"[a-z]+\.[a-z]+(?::.*)?"):
    """Every button of ours, before and after a restart: its id says everything."""

    @classmethod
    async def from_custom_id(cls, interaction: discord.Interaction[Any], item: Any, match: re.Match[str], /) -> Press:
        return cls(item)

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        await interaction.client.pressed(interaction, self.custom_id)


class Telling(Protocol):
    """An outcome or a letter's content: it brings its own sentences."""

    def words(self, say: Say) -> tuple[Phrase, ...]: ...


@dataclass(frozen=True, slots=True)
class Dress:
    """How something is said to one reader: in which language, and with or without mentions."""

    say: Say
    reader: Reader

    def words(self, telling: Telling, *parts: Part) -> Block:
        """Its sentences, and what stands below them."""
        return said(telling.words(self.say), self.reader, *parts)

    def label(self, label: str, **facts: str) -> str:
        return self.say.text(label, **facts)

    def button(self, label: str, id: str, style: Style = "plain") -> Button:
        return Button(self.say.text(label), id, style)


def said(words: Iterable[Phrase], reader: Reader, *parts: Part) -> Block:
    """Sentences as one text (long quotes as several), and what stands below them."""
    made: list[str] = []
    texts: list[Text] = []
    for phrase in words:
        for paragraph in paragraphs(phrase, reader):
            if made and sum(map(len, made)) + len(paragraph) > MOST_TEXT - 200:
                texts.append(Text("\n".join(made)))
                made = []
            made.append(paragraph)
    if made:
        texts.append(Text("\n".join(made)))
    return (*texts, *parts)


def fits(block: Block) -> bool:
    """Whether one message holds it, with a frame round it."""
    return _length(block) <= MOST_TEXT and _count(block) < MOST_COMPONENTS


def row(*buttons: Button | Link) -> Row:
    return Row(buttons)


def heading(markdown: str) -> Block:
    return (Text(f"### {markdown}"),)


def mark(token: str, page: int = 0) -> int:
    """The number by which a letter's message is found on Discord: 31 bits of its token's hash, as the id of a component.

    Discord stores the ids of components with a message and gives them back, unlike the nonce, and every message of ours
    has a text to carry one, unlike a button's custom_id.
    """
    return int.from_bytes(blake2b(f"{token}/{page}".encode(), digest_size=4).digest()) >> 1 | 1 << 20


def views(blocks: Sequence[Block], *, token: str | None = None, framed: bool = False) -> list[discord.ui.LayoutView]:
    """One view for each message. `framed`: a post of its own in a channel, with a frame round it."""
    made = []
    for number, page in enumerate(_pages([_split(block) for block in blocks if block], framed=framed)):
        made.append(_view(page, mark(token, number) if token else None, framed=framed))
    return made


def _pages(blocks: Sequence[Sequence[Block]], *, framed: bool) -> list[list[Part]]:
    pages: list[list[Part]] = [[]]
    free, room = MOST_TEXT, MOST_COMPONENTS - framed
    for piece in (piece for block in blocks for piece in block):
        length, count = _length(piece), _count(piece)
        if pages[-1] and (length > free or count > room):
            pages.append([])
            free, room = MOST_TEXT, MOST_COMPONENTS - framed
        pages[-1] += piece
        free, room = free - length, room - count
    return [page for page in pages if page]


def _split(block: Block) -> list[Block]:
    """A block that no message holds goes text by text."""
    return [block] if fits(block) else [(part,) for part in block]


def _length(block: Sequence[Part]) -> int:
    return sum(len(part.markdown) for part in block if isinstance(part, Text))


def _count(block: Sequence[Part]) -> int:
    rows = [part for part in block if isinstance(part, Row)]
    return len(block) - len(rows) + sum(len(one.buttons) + -(-len(one.buttons) // MOST_IN_A_ROW) for one in rows)


def _view(page: Sequence[Part], number: int | None, *, framed: bool) -> discord.ui.LayoutView:
    items: list[discord.ui.Item[Any]] = []
    for part in _without_twins(page):
        for item in _items(part):
            if number is not None and isinstance(item, discord.ui.TextDisplay):
                item.id, number = number, None
            items.append(item)
    view = discord.ui.LayoutView(timeout=None)
    for item in [discord.ui.Container(*items)] if framed else items:
        view.add_item(item)
    view.stop()  # so that discord.py keeps nothing about it: `Press` answers for every button
    return view


def _without_twins(page: Sequence[Part]) -> Iterator[Part]:
    """Discord takes each custom_id once a message."""
    seen: set[str] = set()
    for part in page:
        if isinstance(part, Row):
            fresh = tuple(one for one in part.buttons if isinstance(one, Link) or one.id not in seen)
            seen |= {one.id for one in fresh if isinstance(one, Button)}
            part = Row(fresh)
        if not isinstance(part, Row) or part.buttons:
            yield part


def _items(part: Part) -> Iterator[discord.ui.Item[Any]]:
    match part:
        case Text():
            yield discord.ui.TextDisplay(part.markdown if part.markdown.strip() else "\u200b", id=part.id)
        case Attached():
            yield discord.ui.File(f"attachment://{part.name}")
        case Rule():
            yield discord.ui.Separator()
        case Row():
            buttons = [_button(button) for button in part.buttons]
            for start in range(0, len(buttons), MOST_IN_A_ROW):
                yield discord.ui.ActionRow(*buttons[start : start + MOST_IN_A_ROW])


def _button(button: Button | Link) -> discord.ui.Item[Any]:
    if isinstance(button, Link):
        return discord.ui.Button(label=button.label[:80], url=button.url)
    return Press(discord.ui.Button(label=button.label[:80], custom_id=button.id[:100], style=STYLES[button.style]))
