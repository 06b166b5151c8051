"""Pages of people on Discord: one's own, and somebody else's from their menu."""

from __future__ import annotations

from dataclasses import replace

import discord

from adapters.discord import wire
from adapters.discord.commands import Presses, menu
from adapters.discord.layout import Block, Button, Dress, Rule, heading, row, said
from adapters.discord.markup import PLATFORM, escape
from adapters.discord.turns import House, Turn
from guildbot import labels, pages, people
from guildbot.who import Person

# ---------------------------------------------------------------------- how it looks


def my_page(made: pages.MyPage, dress: Dress) -> list[Block]:
    ways = [
        dress.button(labels.CHANGE, "profile.change", "main"),
        dress.button(labels.CHOICES, "profile.choices"),
        dress.button(labels.CURRENT_WORK, "engagement.mine"),
        *([dress.button(labels.WOULD_AGAIN, "bond.mine")] if made.bonds.bonds else []),
        dress.button(labels.WAITING, "profile.waiting"),
        dress.button(labels.INTRODUCTIONS, "introduction.mine"),
        dress.button(labels.ACCOUNTS, "account.mine"),
        *([dress.button(labels.KEEP_A_WAY_BACK, "account.recovery")] if not made.accounts.recovery else []),
        dress.button(labels.MY_RECORD, "record.choose"),
        dress.button(labels.FORGET_ME, "forget.ask"),
    ]
    about = said(made.about_me(dress.say), dress.reader)
    ties, ways_in = said(made.ties(dress.say), dress.reader), said(made.ways_in(dress.say), dress.reader, row(*ways))
    return [(*about, Rule(), *ties, Rule(), *ways_in)]


def their_page(made: pages.TheirPage, dress: Dress) -> list[Block]:
    towards = [] if made.me else _towards(made.person, made.near, dress)
    name = heading(escape(made.person.name)) if made.near or made.me else ()
    return [(*name, *dress.words(made, *([row(*towards)] if towards else [])))]


def _towards(one: Person, near: bool, dress: Dress) -> list[Button]:
    here, handle = one.account.platform == PLATFORM, people.handle(one)
    thank = dress.button(labels.KUDOS_TITLE, f"kudos.to:{f'@{one.account.id}' if here else handle}")
    if not near:
        return [thank] if here else []
    again, block = dress.button(labels.WOULD_AGAIN, f"bond.again:{handle}"), dress.button(labels.BLOCK, f"block.ask:{handle}")
    return [thank, again, block]


# ---------------------------------------------------------------------- what is done


async def show(turn: Turn, *, kept: bool = False) -> None:
    """One's own page; `kept`: again, after something on it was changed."""
    page = await turn.look(pages.mine)
    await turn.show(*my_page(replace(page, kept=kept), turn.dress), instead=kept)


async def _of(turn: Turn, target: discord.User) -> None:
    await turn.show(*their_page(await turn.look(pages.of, wire.ref(target)), turn.dress))


async def _mine(turn: Turn) -> None:
    page = await turn.look(pages.mine)
    await turn.show(*my_page(page, turn.dress), instead=True)


PRESSES: Presses = {"profile.show": _mine}
SUBMITS: Presses = {}


def menus(house: House) -> list[discord.app_commands.ContextMenu]:
    return [menu(house, "profile-person", _of)]
