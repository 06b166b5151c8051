"""The composition root: settings → ledger → Guildbot → platforms + clock + jobs, connected and taken down again."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import structlog

from adapters import logs, seal
from adapters.clock import Tick
from adapters.errors import CannotStart
from adapters.jobs import PACE, Jobs
from guildbot.bot import Guildbot, wall
from guildbot.courier import NO_PACE
from guildbot.db import homes
from guildbot.records import Seal
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
    seals = _seal(settings)
    platforms: list[SlackPlatform | DiscordPlatform] = []
    try:
        starts = []
        if settings.discord_token:  # first: it waits for its servers, and the other can be imported meanwhile
            from adapters.discord.client import DiscordPlatform

            discord = DiscordPlatform(bot, settings, seals)
            platforms.append(discord)
            starts.append(asyncio.create_task(discord.start()))
        if settings.slack_bot_token:
            slack = (await asyncio.to_thread(_slack))(bot, settings, seals)
            platforms.append(slack)
            starts.append(asyncio.create_task(slack.start()))
        await asyncio.gather(*starts)
        pace = PACE if clock is None else NO_PACE  # a clock that somebody moves stands still in between
        yield bot, Jobs(bot, {platform.name: platform for platform in platforms}, pace), platforms
    finally:
        for platform in platforms:
            await platform.stop()
        await ledger.close()


def _seal(settings: Settings) -> Seal | None:
    """What seals records on either platform."""
    sealer = seal.sealer_of(settings)
    if sealer is None:
        return None

    def sealed(record: Mapping[str, Any]) -> str | None:
        try:
            return sealer.seal(record)
        except seal.TooManyLines:
            return None

    return sealed


def _slack() -> type[SlackPlatform]:
    from adapters.slack.app import SlackPlatform

    return SlackPlatform


async def forever(settings: Settings) -> None:
    """`guildbot run`: until somebody stops it. Raises CannotStart, and WrongSettings for an address that cannot be had."""
    logs.configure(settings)
    stop = asyncio.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):  # Windows: Ctrl+C arrives as KeyboardInterrupt
            asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    connected: list[SlackPlatform | DiscordPlatform] = []
    async with _shown(settings, connected), running(settings) as (bot, jobs, platforms):
        connected += platforms
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


def _shown(settings: Settings, connected: list[SlackPlatform | DiscordPlatform]) -> contextlib.AbstractAsyncContextManager[object]:
    """What others may ask this host over HTTP, if anything: from before the platforms connect until after they left."""
    if not settings.opens_http:
        return contextlib.nullcontext()
    from adapters import http

    sealer = seal.sealer_of(settings)
    documents = {sealer.issuer.path: sealer.issuer.document} if sealer is not None and sealer.issuer.path else {}
    return http.shown(settings.http_host, settings.http_port, lambda: {platform.name: platform.ready for platform in connected}, documents)


async def once(settings: Settings, when: datetime) -> None:
    """`guildbot due`: what is due by then, and no more."""
    logs.configure(settings)
    async with running(settings, clock=lambda: when) as (_, jobs, _):
        await jobs.work_off()
