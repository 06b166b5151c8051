"""What Slack says about our tokens, scopes and sockets, looked at without starting."""

from __future__ import annotations

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.findings import Finding
from adapters.slack.manifest import SCOPES
from guildbot.settings import Settings

TIMEOUT = aiohttp.ClientTimeout(total=15)


async def check(settings: Settings) -> list[Finding]:
    """Each pair of tokens: who it is, what it may do, and whether a socket opens."""
    findings: list[Finding] = []
    async with aiohttp.ClientSession(timeout=TIMEOUT) as session:
        for number, (bot, app) in enumerate(zip(settings.slack_bot_token, settings.slack_app_token, strict=True), 1):
            client = AsyncWebClient(bot, base_url=settings.slack_api_url, session=session, retry_handlers=[])
            findings += await _pair(client, app, number, session)
    return findings


async def _pair(client: AsyncWebClient, app_token: str, number: int, session: aiohttp.ClientSession) -> list[Finding]:
    try:
        said = await client.auth_test()
    except SlackApiError as error:
        mend = "copy the “Bot User OAuth Token” from “OAuth & Permissions” into GUILDBOT_SLACK_BOT_TOKEN"
        return [Finding(False, f"Slack bot token {number}: {error.response['error']}", mend)]
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        return [Finding(False, f"Slack cannot be reached: {error or type(error).__name__}", "check the network, a proxy or a firewall")]
    name = str(said["team"])
    granted = str({key.lower(): value for key, value in said.headers.items()}.get("x-oauth-scopes", "")).split(",")
    return [
        Finding(True, f"Slack bot token {number}: {said['user']} in {name}"),
        _scopes(name, {scope.strip() for scope in granted}),
        await _socket(client, app_token, name, session),
    ]


def _scopes(name: str, granted: set[str]) -> Finding:
    missing = [scope for scope in SCOPES if scope not in granted]
    if not missing:
        return Finding(True, f"{name}: every scope is granted")
    mend = "update the app from `guildbot manifest slack` and install it again"
    lost = (
        " (without a history scope, emoji given while the bot is down are not caught up with)"
        if any("history" in one for one in missing)
        else ""
    )
    return Finding(False, f"{name}: missing {', '.join(missing)}{lost}", mend)


async def _socket(client: AsyncWebClient, app_token: str, name: str, session: aiohttp.ClientSession) -> Finding:
    mend = "make an app-level token with connections:write under “Basic Information”, and switch Socket Mode on"
    try:
        url = str((await client.apps_connections_open(app_token=app_token))["url"])
        async with session.ws_connect(url) as socket:
            hello = await socket.receive_json(timeout=10)
    except SlackApiError as error:
        return Finding(False, f"{name}: app token: {error.response['error']}", mend)
    except (aiohttp.ClientError, TimeoutError, OSError, TypeError, ValueError) as error:
        return Finding(False, f"{name}: no socket opens: {error or type(error).__name__}", "check that wss:// leaves your network")
    return Finding(hello.get("type") == "hello", f"{name}: a socket opens", mend)
