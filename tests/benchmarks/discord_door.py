"""Discord's front door without a network: discord.py fed with the text of websocket frames.

A `DiscordWebSocket` without a socket is given the frames (`received_message`, which parses the JSON and calls the parsers of the
client's connection state), as its reader would. What a bot answers goes through discord.py to the point where it would be sent:
there the answer is taken and Discord's usual reply is given back, in guildbot's case and in the floor's alike.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from contextvars import Token
from functools import partial
from types import TracebackType
from typing import Any, Self, cast

import discord
from discord.app_commands import CommandTree
from discord.gateway import DiscordWebSocket
from discord.user import ClientUser
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

from . import harness, town

APPLICATION = "900000000000000001"
Json = dict[str, Any]


class Answers(AsyncWebhookAdapter):
    """Takes the answers to interactions and tells whoever waits for one."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.waiting: dict[int, asyncio.Future[None]] = {}

    async def request(self, route: Any, session: Any, *, payload: Any = None, **_: Any) -> Any:
        interaction = int(route.webhook_id)
        if interaction in self.waiting:
            self.waiting.pop(interaction).set_result(None)
        return _reply(interaction, payload["data"])


ANSWERS = Answers()  # one for all doors: discord.py looks for it in the context, which cases that take turns share


class Door:
    """`async with Door(client) as door`: a client that believes to be connected."""

    def __init__(self, client: discord.AutoShardedClient) -> None:
        self.client = client
        self._events: list[asyncio.Task[Any]] = []
        self._context: Token[AsyncWebhookAdapter] | None = None

    async def __aenter__(self) -> Self:
        inside, client = cast(Any, self.client), self.client
        await inside._async_setup_hook()
        state = inside._connection
        state.shard_count = client.shard_count = 1
        state.user = ClientUser(state=state, data=cast(Any, _user(APPLICATION, "guildbot", bot=True)))
        state.application_id = int(APPLICATION)
        state._add_guild_from_data(_server())
        self._schedule, inside._schedule_event = inside._schedule_event, self._remember
        self._context = async_context.set(ANSWERS)
        self.socket = DiscordWebSocket(cast(Any, None), loop=asyncio.get_running_loop())
        cast(Any, self.socket)._discord_parsers = state.parsers
        cast(Any, self.socket).shard_id = 0
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._context is not None:
            async_context.reset(self._context)
        await self.client.http.close()

    def slash(self, count: int) -> Sequence[harness.Operation]:
        return [partial(self._slash, number, json.dumps(_command(number))) for number in (_snowflake() for _ in range(count))]

    def reactions(self, count: int) -> Sequence[harness.Operation]:
        return [partial(self._reaction, json.dumps(_reaction())) for _ in range(count)]

    async def _slash(self, number: int, frame: str) -> None:
        answered = ANSWERS.waiting[number] = asyncio.get_running_loop().create_future()
        await self.socket.received_message(frame)
        await answered

    async def _reaction(self, frame: str) -> None:
        await self.socket.received_message(frame)  # nothing is awaited in it before the handler's task is there
        await self._events.pop()

    def _remember(self, handler: Callable[..., Awaitable[Any]], name: str, *args: Any, **more: Any) -> asyncio.Task[Any]:
        task: asyncio.Task[Any] = self._schedule(handler, name, *args, **more)
        if name == "on_raw_reaction_add":
            self._events.append(task)
        return task


def bare(command: Callable[[str, str, discord.Interaction[Any]], None]) -> discord.AutoShardedClient:
    """A client with guildbot's options and one command that does nothing else than `command` and answer."""
    client = discord.AutoShardedClient(
        intents=discord.Intents(guilds=True, guild_reactions=True),
        allowed_mentions=discord.AllowedMentions.none(),
        member_cache_flags=discord.MemberCacheFlags.none(),
        max_messages=None,
        enable_debug_events=False,
    )
    tree: CommandTree[Any] = CommandTree(client)
    group = discord.app_commands.Group(name="kudos", description="Thanks")

    @group.command(name="give", description="Thank people")
    async def give(interaction: discord.Interaction[Any], people: str, reason: str) -> None:
        command(people, reason, interaction)
        await interaction.response.send_message("Passed on.", ephemeral=True)

    tree.add_command(group)
    return client


def _snowflake() -> int:
    return 950000000000000000 + town.fresh()


def _command(number: int) -> Json:
    giver, receiver = town.two()
    options = {"people": f"<@{town.discord_user(receiver)}>", "reason": f"{town.REASON}, {number}"}
    return _frame(
        "INTERACTION_CREATE",
        {
            "id": str(number),
            "application_id": APPLICATION,
            "type": 2,
            "token": f"token-{number}",
            "version": 1,
            "data": {
                "id": "960000000000000001",
                "name": "kudos",
                "type": 1,
                "options": [{"name": "give", "type": 1, "options": [{"name": n, "type": 3, "value": v} for n, v in options.items()]}],
            },
            "guild_id": town.SERVER,
            "guild": {"id": town.SERVER, "locale": "en-US", "features": []},
            "guild_locale": "en-US",
            "channel": _channel(town.SERVER_ROOM) | {"permissions": "2248473465835073"},
            "channel_id": town.SERVER_ROOM,
            "member": _member(giver) | {"permissions": "2248473465835073"},
            "locale": "en-US",
            "app_permissions": "2248473465835073",
            "entitlements": [],
            "authorizing_integration_owners": {"0": town.SERVER},
            "context": 0,
            "attachment_size_limit": 10485760,
        },
    )


def _reaction() -> Json:
    giver, receiver = town.two()
    return _frame(
        "MESSAGE_REACTION_ADD",
        {
            "user_id": town.discord_user(giver),
            "type": 0,
            "message_id": str(_snowflake()),
            "message_author_id": town.discord_user(receiver),
            "channel_id": town.SERVER_CHAPTER,
            "guild_id": town.SERVER,
            "member": _member(giver),
            "emoji": {"id": None, "name": town.EMOJI},
            "burst": False,
            "burst_colors": [],
        },
    )


def _frame(kind: str, data: Json) -> Json:
    return {"t": kind, "s": 1, "op": 0, "d": data}


def _reply(interaction: int, said: Json) -> Json:
    """What Discord gives back for an answer: the message that stands there now."""
    message = {
        "id": str(interaction + 1),
        "type": 20,
        "content": said.get("content") or "",
        "components": said.get("components") or [],
        "channel_id": town.SERVER_ROOM,
        "author": _user(APPLICATION, "guildbot", bot=True),
        "flags": said.get("flags") or 64,
        "attachments": [],
        "embeds": [],
        "mentions": [],
        "mention_roles": [],
        "mention_everyone": False,
        "pinned": False,
        "tts": False,
        "timestamp": "2026-11-04T10:00:00.000000+00:00",
        "edited_timestamp": None,
    }
    facts = {"id": str(interaction), "type": 2, "response_message_id": message["id"], "response_message_loading": False}
    return {"interaction": facts | {"response_message_ephemeral": True}, "resource": {"type": 4, "message": message}}


def _user(id: str, name: str, *, bot: bool = False) -> Json:
    return {"id": id, "username": name, "global_name": name, "discriminator": "0", "avatar": None, "bot": bot, "public_flags": 0}


def _member(number: int) -> Json:
    user = _user(town.discord_user(number), f"person.{number}")
    return {
        "user": user,
        "roles": [],
        "joined_at": "2026-01-04T10:00:00.000000+00:00",
        "nick": None,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }


def _channel(id: str) -> Json:
    return {"id": id, "type": 0, "guild_id": town.SERVER, "name": "care", "position": 0, "permission_overwrites": [], "nsfw": False}


def _server() -> Json:
    everyone = {
        "id": town.SERVER, "name": "@everyone", "permissions": "2248473465835073", "position": 0, "color": 0, "hoist": False,
        "managed": False, "mentionable": False, "flags": 0,
    }  # fmt: skip
    return {
        "id": town.SERVER, "name": town.SERVER_NAME, "owner_id": town.discord_user(0), "roles": [everyone], "emojis": [], "stickers": [],
        "features": [], "channels": [_channel(town.SERVER_ROOM), _channel(town.SERVER_CHAPTER)], "threads": [], "members": [],
        "member_count": town.PEOPLE, "verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0,
        "mfa_level": 0, "nsfw_level": 0, "premium_tier": 0, "preferred_locale": "en-US", "system_channel_flags": 0, "afk_timeout": 300,
    }  # fmt: skip
