"""The week as one message: every quote cut to the same length, as long as everything fits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from adapters.discord.asks import hands
from adapters.discord.layout import Block, Dress, Rule, Text, fits, row, said
from adapters.discord.markup import MOST_TOGETHER, inline
from guildbot import digests, labels

LENGTHS = (280, 220, 160, 120, 90, 60, 40, 25, 12)  # graphemes of one quote
LINES = (1000, 12, 8, 5, 3, 1)  # of one section, where even the shortest quotes are too many
SHORTEST = (4, 1)  # always fits


def letter(week: digests.Digest, dress: Dress) -> list[Block]:
    """One block, so that it stays one message."""
    tries = [*((most, LINES[0]) for most in LENGTHS), *((LENGTHS[-1], lines) for lines in LINES[1:]), SHORTEST]
    made: Block = ()
    for most, lines in tries:
        made = _digest(week, Dress(dress.say, replace(dress.reader, most=most)), lines)
        if fits(made):
            break
    return [made]


def _digest(week: digests.Digest, dress: Dress, most: int) -> Block:
    (title,) = week.words(dress.say)
    made: Block = (Text(f"## {inline(title, dress.reader)}"),)
    for section in week.sections(dress.say):
        more: tuple[Text, ...] = (Text("…"),) if len(section.lines) > most else ()
        heading = Text(f"### {inline(section.heading, dress.reader)}")
        lines = [text for text in said(section.lines[:most], dress.reader) if isinstance(text, Text)]
        made += tuple(_together([heading, *lines, *more]))
        for card in section.open:
            made += (*said([card.line(dress.say)], dress.reader), hands(card, dress))
    footer = row(dress.button(labels.THANK_SOMEONE, "home.thank"), dress.button(labels.ASK_FOR_A_HAND, "home.ask"))
    return (*made, Rule(), footer)


def _together(texts: Sequence[Text]) -> list[Text]:
    """Few texts out of many: each is one component of a message that has not many."""
    made = [texts[0]]
    for text in texts[1:]:
        if len(made[-1].markdown) + len(text.markdown) < MOST_TOGETHER:
            made[-1] = Text(f"{made[-1].markdown}\n{text.markdown}")
        else:
            made.append(text)
    return made
