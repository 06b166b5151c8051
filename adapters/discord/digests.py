"""The week as one message: every quote cut to the same length, as long as everything fits."""

from __future__ import annotations

from dataclasses import replace

from adapters.discord.asks import hands
from adapters.discord.layout import Block, Dress, Rule, Text, row, said
from adapters.discord.markup import MOST_TEXT, inline
from guildbot import digests, labels

LENGTHS = (280, 220, 160, 120, 90, 60, 40, 25, 12)  # graphemes of one quote


def letter(week: digests.Digest, dress: Dress) -> list[Block]:
    """One block, so that it stays one message."""
    made: Block = ()
    for most in LENGTHS:
        made = _digest(week, Dress(dress.say, replace(dress.reader, most=most)))
        if sum(len(part.markdown) for part in made if isinstance(part, Text)) <= MOST_TEXT:
            break
    return [made]


def _digest(week: digests.Digest, dress: Dress) -> Block:
    (title,) = week.words(dress.say)
    made: Block = (Text(f"## {inline(title, dress.reader)}"),)
    for section in week.sections(dress.say):
        texts = [text.markdown for text in said(section.lines, dress.reader) if isinstance(text, Text)]
        made += (Text("\n".join([f"### {inline(section.heading, dress.reader)}", *texts])),)
        for card in section.open:
            made += (*said([card.line(dress.say)], dress.reader), hands(card, dress))
    footer = row(dress.button(labels.THANK_SOMEONE, "home.thank"), dress.button(labels.ASK_FOR_A_HAND, "home.ask"))
    return (*made, Rule(), footer)
