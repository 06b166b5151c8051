"""What waits for somebody's word, on one private page: each thing as its notice showed it."""

from __future__ import annotations

from adapters.discord import asks, chapters, kudos, reflections
from adapters.discord.commands import Presses
from adapters.discord.layout import Block, Dress
from adapters.discord.turns import Turn
from guildbot import waiting


def blocks(made: waiting.Waiting, dress: Dress) -> list[Block]:
    if made.nothing:
        return [dress.words(made)]
    return [
        *(kudos.arrived(one, dress) for one in made.thanks),
        *(block for one in made.nods for block in kudos.blocks(one, dress)),
        *(asks.arrived(one, dress) for one in made.offers),
        *(asks.did_it_help(one, dress) for one in made.helps),
        *(chapters.asked(one, dress) for one in made.channels),
        *(reflections.question(one, dress) for one in made.questions),
    ]


async def show(turn: Turn) -> None:
    await turn.show(*blocks(await turn.look(waiting.waiting), turn.dress))


PRESSES: Presses = {"profile.waiting": show}
SUBMITS: Presses = {}
