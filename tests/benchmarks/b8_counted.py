"""B8: counted, not timed: statements and commits of one kudos, and what it costs the platform's API.

The API calls are those that the sandboxes saw from a gesture until everything that follows its answer was done. The answer to a
Discord interaction is itself a request and is not counted; what the courier delivers later is the price of telling somebody else.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import NamedTuple

from adapters.discord.client import DiscordPlatform
from adapters.sandbox.discord import DiscordSandbox
from adapters.sandbox.slack import SlackSandbox
from adapters.slack.app import SlackPlatform
from guildbot import guilds, kudos, members
from guildbot.bot import Guildbot
from guildbot.who import AccountRef, Caller, MessageRef, Place

from . import floor, harness, town
from .b4_group_commit import by_hand_said

MOST_STATEMENTS = 8


class Calls(NamedTuple):
    """API calls of one gesture each."""

    slack_command: int
    slack_reaction: int
    discord_command: int
    discord_reaction: int


async def lines() -> list[harness.Line]:
    ours, nod = await statements_of_a_kudos(), await statements_of_a_nod()
    floor.check(ours, statements_by_hand())
    floor.check(nod, nod_by_hand())
    commits = sum(one.startswith("COMMIT") for one in ours)
    calls = await api_calls()
    commands, reactions = max(calls.slack_command, calls.discord_command), max(calls.slack_reaction, calls.discord_reaction)
    return [
        _line("statements of a kudos in words", len(floor.work_of(ours)), most=MOST_STATEMENTS),
        _line("statements of an emoji, first time", len(floor.work_of(nod))),
        _line("commits of a kudos", commits, most=1),
        _line("API calls of a slash command", commands, most=0),
        _line("API calls of a reaction", reactions, most=1),
    ]


def _line(what: str, count: int, most: float | None = None) -> harness.Line:
    return harness.Line("B8", what, harness.Ratio(count, count, count), most=most, unit="", exact=True)


async def statements_of_a_kudos() -> list[str]:
    """As SQLite traced them, for people who have been here before."""
    async with town.core(synchronous="OFF") as (bot, ledger):
        caller, receiver, reason = town.wanted()
        with floor.overheard(floor.writing(ledger)) as heard:
            await bot.run(caller, kudos.give, [receiver], reason)
    return heard


async def statements_of_a_nod() -> list[str]:
    async with town.core(synchronous="OFF") as (bot, ledger):
        place = Place("discord", town.SERVER, town.SERVER_NAME, town.SERVER_CHAPTER, "care")
        giver, receiver = (AccountRef("discord", "", town.discord_user(number)) for number in town.two())
        with floor.overheard(floor.writing(ledger)) as heard:
            await bot.run(Caller(giver, place, None), kudos.react, receiver, MessageRef(town.SERVER_CHAPTER, "1", "link"), town.EMOJI)
    return heard


def statements_by_hand() -> list[str]:
    with _by_hand() as (by_hand, heard):
        by_hand.thank(by_hand_said())
    return heard


def nod_by_hand() -> list[str]:
    giver, receiver = map(town.discord_user, town.two())
    with _by_hand() as (by_hand, heard):
        by_hand.nod(floor.Nod("discord", "", town.SERVER, town.SERVER_CHAPTER, giver, receiver, "1", town.EMOJI))
    return heard


@contextmanager
def _by_hand() -> Iterator[tuple[floor.Floor, list[str]]]:
    with town.database() as path:
        made = floor.Floor(path, synchronous="OFF")
        with floor.overheard(made.connection) as heard:
            yield made, heard
        made.close()


async def api_calls() -> Calls:
    """One command and one emoji on each platform, by people in a guild that the bot has met before."""
    async with _both() as (slack, on_slack, discord):
        ana, mo = slack.workspaces["acme"].people["ana"], discord.people["mo"]

        async def done() -> None:
            await slack.settled()
            await on_slack.settled()
            await asyncio.sleep(0.2)  # for what nobody should do any more

        async def counted(gesture: Callable[[], Awaitable[object]]) -> int:
            before = len(slack.requests) + len(_asked(discord))
            await gesture()
            await done()
            return len(slack.requests) + len(_asked(discord)) - before

        message = await slack.workspaces["acme"].people["ben"].types("care", "Reviewed, line by line.")
        other = await discord.people["kim"].types("quay", "Reviewed, line by line.")
        assert message is not None
        assert other is not None
        return Calls(
            await counted(lambda: ana.types("care", "/kudos @ben for the review")),
            await counted(lambda: ana.reacts(message, town.EMOJI)),
            await counted(lambda: mo.types("quay", "/kudos give people:@kim reason:the review")),
            await counted(lambda: mo.reacts(other, town.EMOJI)),
        )


def _asked(discord: DiscordSandbox) -> list[str]:
    return [one.path for one in discord.requests if not one.path.endswith("/callback")]


@asynccontextmanager
async def _both() -> AsyncIterator[tuple[SlackSandbox, SlackPlatform, DiscordSandbox]]:
    """Three people in each sandbox, the bot connected to both, a guild in a channel of each."""
    async with SlackSandbox() as slack, DiscordSandbox() as discord, town.core(synchronous="OFF") as (bot, _):
        acme, harbour = slack.workspace("acme", name="Acme"), discord.server("harbour", owner="mo")
        for one, other in (("ana", "mo"), ("ben", "kim"), ("cleo", "lu")):
            acme.person(one)
            harbour.person(other)
        care, quay = acme.channel("care"), harbour.channel("quay")
        settings = town.settings(slack.environment() | discord.environment())
        on_slack, on_discord = SlackPlatform(bot, settings), DiscordPlatform(bot, settings)
        await asyncio.gather(on_slack.start(), on_discord.start())
        founders = [AccountRef("slack", acme.id, person.id) for person in acme.people.values()]
        await _found(bot, "Borrowed Eyes", founders, Place("slack", acme.id, acme.name, care.id, "care"))
        founders = [AccountRef("discord", "", person.id) for person in harbour.people.values()]
        await _found(bot, "Night Watch", founders, Place("discord", harbour.id, harbour.name, quay.id, "quay"))
        try:
            yield slack, on_slack, discord
        finally:
            await asyncio.gather(on_slack.stop(), on_discord.stop())


async def _found(bot: Guildbot, name: str, founders: list[AccountRef], place: Place) -> None:
    first, *others = (Caller(one, place, None) for one in founders)
    draft = guilds.Draft(name, "Getting better at asking together.", guilds.NORMS, ("care", "craft", "courage"))
    started = await bot.run(first, guilds.start, draft)
    for one in others:
        await bot.run(one, members.join, started.card.slug)
