"""One guild's week, as a Slack message."""

from __future__ import annotations

from adapters.slack import asks
from adapters.slack.blocks import Block, Voice, buttons, header
from guildbot import digests, labels

QUOTED = 280  # characters of one person's words


def notice(voice: Voice, said: digests.Digest) -> list[Block]:
    voice, say = voice.louder(most=QUOTED), voice.say
    (title,) = said.words(say)
    blocks: list[Block] = [header(voice.text(title))]
    for section in said.sections(say):
        blocks.append(voice.rich([section.heading, *section.lines], bold_first=True))
        for one in section.open:
            blocks += [voice.rich([one.line(say)]), *asks.card_buttons(voice, one.id)]
    footer = buttons(voice.button(labels.THANK_SOMEONE, "home.thank"), voice.button(labels.ASK_FOR_A_HAND, "home.ask"))
    return [*blocks, {"type": "divider"}, *footer]
