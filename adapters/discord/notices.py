"""What a letter says: each content by its own feature, a line between several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from adapters.discord import asks, chapters, digests, guilds, kudos, members, reflections, spaces
from adapters.discord.layout import Block, Dress, Rule
from guildbot import asks as asking
from guildbot import chapters as opening
from guildbot import digests as week
from guildbot import guilds as guild
from guildbot import kudos as thanks
from guildbot import members as joining
from guildbot import reflections as questions
from guildbot import spaces as places
from guildbot.courier import Content


def blocks(contents: Sequence[Content], dress: Dress) -> list[Block]:
    made: list[Block] = []
    for content in contents:
        if made:
            made.append((Rule(),))
        made += _blocks(content, dress)
    return made


def _blocks(content: Content, dress: Dress) -> list[Block]:
    match content:
        case thanks.Arrived() | thanks.Posted() | thanks.Unposted() | thanks.Nods():
            return kudos.letter(content, dress)
        case thanks.ReceiverIsABot() | thanks.ReceiverIsElsewhere():
            return kudos.letter(content, dress)
        case asking.Card() | asking.OfferArrived() | asking.DidItHelp() | asking.NotPosted():
            return asks.letter(content, dress)
        case asking.TakenNews() | asking.ThankedNews() | asking.HelpNews():
            return asks.letter(content, dress)
        case guild.Card():
            return guilds.letter(content, dress)
        case opening.SaidYes() | opening.Readers() | opening.NotLetIn():
            return chapters.letter(content, dress)
        case joining.Founded() | joining.Uncared():
            return members.letter(content, dress)
        case questions.Question():
            return [reflections.question(content, dress)]
        case week.Digest():
            return digests.letter(content, dress)
        case places.Welcome() | places.Hello():
            return spaces.letter(content, dress)
        case _:
            assert_never(content)
