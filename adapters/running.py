"""The composition root: settings → ledger → Guildbot → platforms + clock + jobs, connected and taken down again."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from adapters import logs
from adapters.clock import Tick
from adapters.errors import CannotStart
from adapters.jobs import Jobs
from guildbot.bot import Guildbot, wall
from guildbot.db import homes
from guildbot.settings import Settings

if TYPE_CHECKING:  # a platform that has no token is not even imported
    from adapters.discord.client import DiscordPlatform
    from adapters.slack.app import SlackPlatform


@contextlib.asynccontextmanager
async def running(
    settings: Settings, *, clock: Callable[[], datetime] | None = None
) -> AsyncIterator[tuple[Guildbot, Jobs, list[SlackPlatform | DiscordPlatform]]]:
    """The bot, connected; what `guildbot run`, the demo and the tests have in common. Raises CannotStart."""
    try:
        ledger = homes.open_ledger(settings.home)
    except homes.CannotOpen as why:
        raise CannotStart(str(why)) from None
    bot = Guildbot(ledger, clock or wall)
    platforms: list[SlackPlatform | DiscordPlatform] = []
    try:
        starts = []
        if settings.discord_token:  # first: it waits for its servers, and the other can be imported meanwhile
            from adapters.discord.client import DiscordPlatform

            discord = DiscordPlatform(bot, settings)
            platforms.append(discord)
            starts.append(asyncio.create_task(discord.start()))
        if settings.slack_bot_token:
            slack = (await asyncio.to_thread(_slack))(bot, settings)
            platforms.append(slack)
            starts.append(asyncio.create_task(slack.start()))
        await asyncio.gather(*starts)
        yield bot, Jobs(bot, {platform.name: platform for platform in platforms}), platforms
    finally:
        for platform in platforms:
            await platform.stop()
        await ledger.close()


def _slack() -> type[SlackPlatform]:
    from adapters.slack.app import SlackPlatform

    return SlackPlatform


async def forever(settings: Settings) -> None:
    """`guildbot run`: until somebody stops it."""
    logs.configure(settings)
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl+C arrives as KeyboardInterrupt
            asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    async with running(settings) as (bot, jobs, platforms):
        tick, work = Tick(bot.owes.set), asyncio.create_task(jobs.run())
        tick.start()
        structlog.get_logger().info("ready", platforms=[platform.name for platform in platforms])
        try:
            await stop.wait()
        finally:
            tick.stop()
            work.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await work


async def once(settings: Settings, when: datetime) -> None:
    """`guildbot due`: what is due by then, and no more."""
    logs.configure(settings)
    async with running(settings, clock=lambda: when) as (_, jobs, _):
        await jobs.work_off()
