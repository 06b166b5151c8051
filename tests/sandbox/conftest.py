"""The real Bolt and SDK at a Slack stand-in, the real discord.py at a Discord one, for every story about them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import discord
import pytest
import yarl
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.sandbox.discord import DiscordSandbox
from adapters.sandbox.slack import SlackSandbox, Workspace
from tests.sandbox.discord_bot import Place

Prepare = Callable[[AsyncApp], None]


@pytest.fixture
async def slack() -> AsyncIterator[SlackSandbox]:
    async with SlackSandbox(retries=(0.0, 0.05, 0.1), patience=0.3) as sandbox:
        yield sandbox


@pytest.fixture
def acme(slack: SlackSandbox) -> Workspace:
    acme = slack.workspace("acme", name="Acme")
    acme.channel("care")
    acme.person("ana", name="Ana Ruiz")
    acme.person("ben", name="Ben Okri")
    return acme


@asynccontextmanager
async def bolt(slack: SlackSandbox, workspace: Workspace, prepare: Prepare, sockets: int = 2) -> AsyncIterator[AsyncApp]:
    """A real Bolt app with so many real Socket Mode connections."""
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(token=workspace.bot_token, base_url=slack.api_url, session=session)
        app = AsyncApp(client=client, process_before_response=True)
        prepare(app)
        handlers = [AsyncSocketModeHandler(app, workspace.app_token) for _ in range(sockets)]
        try:
            for handler in handlers:
                await handler.connect_async()  # type: ignore[no-untyped-call]
            await slack.connected(workspace, sockets=sockets)
            yield app
        finally:
            for handler in handlers:
                await handler.close_async()  # type: ignore[no-untyped-call]


def client_of(slack: SlackSandbox, workspace: Workspace, token: str | None = None) -> AsyncWebClient:
    return AsyncWebClient(token=token or workspace.bot_token, base_url=slack.api_url)


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(label: str, action: str, value: str = "1") -> dict[str, Any]:
    return {"type": "button", "text": {"type": "plain_text", "text": label}, "action_id": action, "value": value}


def modal(*blocks: dict[str, Any], title: str = "Thanks") -> dict[str, Any]:
    words = {name: {"type": "plain_text", "text": text} for name, text in (("title", title), ("submit", "Send"))}
    return {"type": "modal", "callback_id": "kudos", "private_metadata": "here", "blocks": list(blocks), **words}


def asks(label: str, block: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "block_id": block, "label": {"type": "plain_text", "text": label}, "element": element, **more}


async def refused(call: Awaitable[Any]) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


@pytest.fixture
async def sandbox(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DiscordSandbox]:
    async with DiscordSandbox(expiry=0.5) as sandbox:
        monkeypatch.setattr(discord.http.Route, "BASE", sandbox.api_url)
        monkeypatch.setattr(discord.gateway.DiscordWebSocket, "DEFAULT_GATEWAY", yarl.URL(sandbox.gateway_url))
        yield sandbox


@pytest.fixture
async def place(sandbox: DiscordSandbox) -> AsyncIterator[Place]:
    place = Place(sandbox)
    await place.starts()
    yield place
    await place.stops()
