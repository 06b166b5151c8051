"""What waits for somebody's word, on one private page: each thing as its notice showed it."""

from __future__ import annotations

from adapters.discord import accounts, asks, bonds, chapters, introductions, kudos, members, reflections, vouching
from adapters.discord.commands import Presses
from adapters.discord.layout import Block, Dress, row
from adapters.discord.markup import PLATFORM
from adapters.discord.turns import Turn
from guildbot import labels, people, waiting


def letter(sent: waiting.Waits, dress: Dress) -> list[Block]:
    return [dress.words(sent, row(dress.button(labels.SHOW_ME, "profile.waiting", "main")))]


def _newcomer(one: waiting.Newcomer, dress: Dress) -> Block:
    here = one.who.account.platform == PLATFORM
    thank = dress.button(labels.KUDOS_TITLE, f"kudos.to:{f'@{one.who.account.id}' if here else people.handle(one.who)}")
    return dress.words(one, row(thank))


def blocks(made: waiting.Waiting, dress: Dress) -> list[Block]:
    if made.nothing:
        return [dress.words(made)]
    return [
        *(accounts.asked(one, dress) for one in made.links),
        *(kudos.arrived(one, dress) for one in made.thanks),
        *(block for one in made.nods for block in kudos.blocks(one, dress)),
        *(asks.arrived(one, dress) for one in made.offers),
        *(asks.did_it_help(one, dress) for one in made.helps),
        *(chapters.asked(one, dress) for one in made.channels),
        *(reflections.question(one, dress) for one in made.questions),
        *(bonds.asked(one, dress) for one in made.again),
        *(introductions.asked(one, dress) for one in made.to_meet),
        *(vouching.letter(one, dress) for one in made.vouches),
        *(vouching.letter(one, dress) for one in made.seconds),
        *(members.candidacy(one, dress) for one in made.candidacies),
        *(block for one in (*made.near, *made.unanswered) for block in asks.letter(one, dress)),
        *(_newcomer(one, dress) for one in made.newcomers),
    ]


async def show(turn: Turn) -> None:
    await turn.show(*blocks(await turn.look(waiting.waiting), turn.dress))


PRESSES: Presses = {"profile.waiting": show}
SUBMITS: Presses = {}
