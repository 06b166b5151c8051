"""The Discord platform: one gateway client that hears, and the courier's Messenger."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, cast

import aiohttp
import discord
import structlog
import yarl
from discord import app_commands

from adapters.discord import (
    accounts,
    asks,
    blocking,
    bonds,
    chapters,
    delivery,
    digests,
    engagements,
    forgetting,
    guilds,
    introductions,
    kudos,
    members,
    pages,
    people,
    records,
    reflections,
    settings,
    spaces,
    vouching,
    waiting,
)
from adapters.discord.commands import Press
from adapters.discord.layout import Press as PressItem
from adapters.discord.limits import Traffic
from adapters.discord.markup import PLATFORM
from adapters.discord.turns import House, Turn, answering
from adapters.errors import CannotStart
from guildbot.bot import Guildbot
from guildbot.courier import Letter
from guildbot.people import Facts
from guildbot.records import Seal
from guildbot.settings import Settings
from guildbot.who import AccountRef

log = structlog.get_logger()
QUIET = 0.3  # seconds without a further server after which we are ready
LONGEST_RATE_LIMIT = 30.0  # what discord.py may wait for by itself; beyond that the courier does
FEATURES = (
    kudos, asks, guilds, members, vouching, settings, chapters, reflections, people, accounts, pages, engagements, bonds, blocking, records,
    forgetting, waiting, spaces, digests, introductions,
)  # fmt: skip
PRESSES: Mapping[str, Press] = {id: press for feature in FEATURES for id, press in feature.PRESSES.items()}
SUBMITS: Mapping[str, Press] = {id: submit for feature in FEATURES for id, submit in feature.SUBMITS.items()}


class Client(discord.AutoShardedClient):
    """What comes over the gateway, handed to the feature it belongs to.

    No privileged intent: of messages it reads those that mention it, and Discord blanks the words of all others.
    """

    def __init__(self, house: House) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_reactions=True, guild_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            max_messages=None,
            guild_ready_timeout=QUIET,
            max_ratelimit_timeout=LONGEST_RATE_LIMIT,
            enable_debug_events=False,
            http_trace=Traffic(house.bot.clock).trace,
        )
        self.house = house
        self.installed = asyncio.Event()
        self.tree: app_commands.CommandTree[Client] = app_commands.CommandTree(self)
        for group in (kudos.group, asks.group, guilds.group, reflections.group, people.group):
            self.tree.add_command(group(house))
        for menu in (*kudos.menus(house), *asks.menus(house), *vouching.menus(house), *pages.menus(house)):
            self.tree.add_command(menu)

    async def setup_hook(self) -> None:
        self.add_dynamic_items(PressItem)
        await self._sync()

    async def on_ready(self) -> None:
        await spaces.here(self.house, self.guilds)
        self.installed.set()

    async def on_guild_join(self, server: discord.Guild) -> None:
        await spaces.joined(self.house, server)

    async def on_guild_available(self, server: discord.Guild) -> None:
        """A server came back after an outage; before we are ready `on_ready` counts them all."""
        if self.installed.is_set():
            await spaces.joined(self.house, server)

    async def on_guild_update(self, before: discord.Guild, after: discord.Guild) -> None:
        if before.name != after.name:
            await spaces.renamed(self.house, after)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        await chapters.look_round(self.house, [channel.guild])

    async def on_guild_channel_update(self, before: discord.abc.GuildChannel, after: discord.abc.GuildChannel) -> None:
        if before.name != after.name or before.overwrites != after.overwrites:
            await chapters.look_round(self.house, [after.guild])

    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        if before.permissions != after.permissions:
            await chapters.look_round(self.house, [after.guild])

    async def on_guild_remove(self, server: discord.Guild) -> None:
        await spaces.left(self.house, server)

    async def on_raw_reaction_add(self, event: discord.RawReactionActionEvent) -> None:
        if (server := self._server(event)) is not None:
            await kudos.reacted(self.house, event, server, self._channel(event))

    async def on_raw_reaction_remove(self, event: discord.RawReactionActionEvent) -> None:
        if (server := self._server(event)) is not None:
            await kudos.unreacted(self.house, event, server, self._channel(event))

    async def on_message(self, message: discord.Message) -> None:
        if self.user is not None and not message.author.bot and self.user in message.mentions:
            await accounts.mentioned(self.house, message.content)

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Forms: heard here and not through discord.py's own store, which forgets open ones at a restart and mixes up two people's."""
        if interaction.type is discord.InteractionType.modal_submit:
            await self._handed(interaction, SUBMITS, str(cast(dict[str, Any], interaction.data)["custom_id"]))

    async def pressed(self, interaction: discord.Interaction[Any], id: str) -> None:
        await self._handed(interaction, PRESSES, id)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        log.exception("an event was not understood", event=event_method)

    async def _handed(self, interaction: discord.Interaction[Any], handlers: Mapping[str, Press], id: str) -> None:
        name, *about = id.split(":")
        async with answering(turn := Turn(self.house, interaction)):
            await handlers[name](turn, *about)

    async def _sync(self) -> None:
        """Tell Discord our commands, unless it knows them already: the registration is rate-limited and slow to spread."""
        if self.application_id is None:
            raise CannotStart("Discord did not say which application this token belongs to.")
        wanted: list[Any] = [command.to_dict(self.tree) for command in self.tree.get_commands()]
        known = await self.http.get_global_commands(self.application_id)
        if _facts(known) != _facts(wanted):
            await self.http.bulk_upsert_global_commands(self.application_id, wanted)
            log.info("commands registered", commands=len(wanted))

    def _server(self, event: discord.RawReactionActionEvent) -> discord.Guild | None:
        ours = self.user is not None and event.user_id == self.user.id
        return None if ours or event.guild_id is None else self.get_guild(event.guild_id)

    def _channel(self, event: discord.RawReactionActionEvent) -> Any:
        return self.get_channel(event.channel_id) or discord.Object(event.channel_id)


class DiscordPlatform:
    """What the composition root starts and stops, and what the courier writes through."""

    name = PLATFORM
    one_by_one = False  # Discord's limits are a channel's

    def __init__(self, bot: Guildbot, settings: Settings, seal: Seal | None = None) -> None:
        self._settings = settings
        reach(settings)
        self.client = Client(House(bot, settings, seal))
        self._connection: asyncio.Task[None] | None = None

    @property
    def ready(self) -> bool:
        return self.client.is_ready() and self.client.installed.is_set() and not self.client.is_closed()

    async def start(self) -> None:
        """Log in, connect, and return once the servers are known to the core. Raises CannotStart."""
        try:
            await self.client.login(self._settings.discord_token)
        except discord.LoginFailure:
            raise CannotStart(
                "Discord does not accept GUILDBOT_DISCORD_TOKEN. A new one comes from the developer portal: Bot, Reset Token."
            ) from None
        except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
            raise CannotStart(f"Discord cannot be reached or refused the start: {error}") from error
        self._connection = asyncio.create_task(self.client.connect(), name="discord")
        installed = asyncio.create_task(self.client.installed.wait())
        await asyncio.wait({self._connection, installed}, return_when=asyncio.FIRST_COMPLETED)
        if not installed.done():
            installed.cancel()
            why = self._connection.exception()
            raise CannotStart(f"Discord closed the connection: {why or 'without a reason'}") from why

    async def stop(self) -> None:
        await self.client.close()
        if self._connection is not None:
            with suppress(asyncio.CancelledError, Exception):
                await self._connection

    async def deliver(self, letter: Letter) -> str:
        return await delivery.deliver(self.client, self._settings, letter)

    async def find(self, letter: Letter) -> str | None:
        return await delivery.find(self.client, self._settings, letter)

    async def look_up(self, account: AccountRef, space: str) -> Facts | None:
        return await delivery.look_up(self.client, account, space)


def reach(settings: Settings) -> None:
    """Turn discord.py to where the settings say Discord is; it keeps that for the whole process."""
    if settings.discord_api_url:
        discord.http.Route.BASE = settings.discord_api_url.rstrip("/")
    if settings.discord_gateway_url:
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(settings.discord_gateway_url)


def _facts(commands: list[Any]) -> list[Any]:
    """What we say about commands, without what Discord adds: comparable both ways."""
    return sorted((_fact(one) for one in commands), key=lambda one: (one["type"], one["name"]))


def _fact(one: Mapping[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {"type": 1, "description": ""}
    kept |= {key: value for key, value in one.items() if key in _SAID and value not in (None, [], {}, False)}
    for key in ("contexts", "integration_types"):
        if key in kept:
            kept[key] = sorted(kept[key])
    if "options" in kept:
        kept["options"] = [_fact(option) for option in kept["options"]]
    return kept


_SAID = {
    "type", "name", "description", "options", "required", "choices", "autocomplete", "min_length", "max_length", "min_value", "max_value",
    "contexts", "integration_types", "nsfw",
}  # fmt: skip
