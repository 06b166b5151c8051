"""A server on loopback, the bot in it over a real gateway, and a courier that delivers when a story says so."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.discord.client import DiscordPlatform
from adapters.jobs import Jobs
from adapters.sandbox.discord import Channel, DiscordSandbox, Person, Server
from adapters.sandbox.view import Message
from guildbot.bot import Guildbot
from guildbot.settings import Settings
from tests.conftest import Clock


class Town:
    """A server with people and a channel, and the bot at work in it."""

    def __init__(self, discord: DiscordSandbox, bot: Guildbot, platform: DiscordPlatform, clock: Clock) -> None:
        self.discord, self.bot, self.platform, self.clock = discord, bot, platform, clock
        self.server: Server = discord.servers["fernweh"]
        self.square: Channel = self.server.channels["square"]
        self.jobs = Jobs(bot, {platform.name: platform})

    def person(self, handle: str, **how: Any) -> Person:
        return self.server.people.get(handle) or self.server.person(handle, **how)

    async def delivers(self) -> None:
        """Everything that is due arrives."""
        await self.jobs.work_off()

    async def nods(self, person: Person, message: Message, emoji: str = "💛") -> None:
        """An emoji is put on a message, and the bot has heard it: nobody answers an emoji, so the story has to wait for that."""
        await person.reacts(message, emoji)
        async with asyncio.timeout(10):
            while int(person.id) not in self.platform.client.house.nods:  # noqa: ASYNC110 — the bot keeps no event for tests alone
                await asyncio.sleep(0)

    async def reads(self, person: Person) -> list[str]:
        """What stands in somebody's conversation with the bot, once all is delivered; what is only for now left out."""
        await self.delivers()
        return [one.text for one in person.dms if not one.ephemeral]

    async def used_before(self, *people: Person) -> None:
        """They have met the bot: thanks to them are kept without being asked (rule P8)."""
        for one in people:
            await one.types(self.square, "/kudos mine")

    async def guild(self, *founders: Person, name: str = "Tidewater") -> None:
        """A guild in the square, founded by three or more."""
        first, *others = founders
        await first.types(self.square, f"/guild start name:{name}")
        await first.submits({"What are we for? One sentence.": "We write to each other."})
        for one in others:
            await self.joins(one, name)
        await self.delivers()

    async def joins(self, person: Person, name: str = "Tidewater", **answers: str) -> Message | None:
        await person.types(self.square, f"/guild join guild:{name}")
        await person.clicks("I agree")
        return await person.submits(answers)


def shown(message: Message | None) -> Message:
    """What was shown; a story that gets no answer is over."""
    assert message is not None, "nothing was shown"
    return message


@pytest.fixture
async def discord(clock: Clock) -> AsyncIterator[DiscordSandbox]:
    async with DiscordSandbox(clock) as sandbox:
        sandbox.server("fernweh", name="Fernweh", owner="ada").channel("square")
        yield sandbox


@pytest.fixture
def settings(discord: DiscordSandbox) -> Settings:
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        discord_token=discord.token,
        discord_api_url=discord.api_url,
        discord_gateway_url=discord.gateway_url,
        host_name="Ada",
    )


@pytest.fixture
async def town(discord: DiscordSandbox, bot: Guildbot, settings: Settings, clock: Clock) -> AsyncIterator[Town]:
    platform = DiscordPlatform(bot, settings)
    await platform.start()
    yield Town(discord, bot, platform, clock)
    await platform.stop()


@pytest.fixture
async def ada(town: Town) -> Person:
    """The server's owner, who has read the welcome."""
    owner = town.person("ada", name="Ada")
    await town.delivers()
    return owner


@pytest.fixture
async def ben(town: Town) -> Person:
    return town.person("ben", name="Ben")


@pytest.fixture
async def chi(town: Town) -> Person:
    return town.person("chi", name="Chi")
