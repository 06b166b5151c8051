"""What Discord says about the token: whose it is, what it may hear, where it is in, and how to bring it somewhere."""

from __future__ import annotations

import aiohttp
import discord

from adapters.discord.client import reach
from adapters.findings import Finding
from guildbot.settings import Settings

SCOPES = ("bot", "applications.commands")
NEEDED = discord.Permissions(view_channel=True, send_messages=True, send_messages_in_threads=True, read_message_history=True)


async def check(settings: Settings) -> list[Finding]:
    reach(settings)
    client = discord.Client(intents=discord.Intents.none())
    try:
        await client.login(settings.discord_token)
        application = await client.application_info()
        servers = [one async for one in client.fetch_guilds(limit=None)]
    except discord.LoginFailure:
        return [Finding(False, "Discord does not accept the token", "developer portal: Bot, Reset Token; then GUILDBOT_DISCORD_TOKEN")]
    except (discord.HTTPException, aiohttp.ClientError, OSError) as error:
        return [Finding(False, f"Discord cannot be reached: {error}", "check the network, a proxy or a firewall")]
    finally:
        await client.close()
    return [
        Finding(True, f"Discord token of {application.name}"),
        Finding(
            True, f"Discord intents: servers, reactions, messages that mention the bot; no privileged one is asked for{_more(application)}"
        ),
        _servers(servers, application.id),
        Finding(True, f"Discord: {'anybody' if application.bot_public else 'only its owner'} may bring the bot to a server"),
    ]


def invitation(application: int) -> str:
    """The link that brings the bot to a server."""
    return discord.utils.oauth_url(application, permissions=NEEDED, scopes=SCOPES)


def _servers(servers: list[discord.Guild], application: int) -> Finding:
    where = "1 server" if len(servers) == 1 else f"{len(servers)} servers"
    return Finding(bool(servers), f"Discord: in {where}; invite link: {invitation(application)}", "open that link and choose a server")


def _more(application: discord.AppInfo) -> str:
    flags = application.flags
    granted = [
        name
        for name, on in (
            ("members", flags.gateway_guild_members or flags.gateway_guild_members_limited),
            ("presences", flags.gateway_presence or flags.gateway_presence_limited),
            ("message content", flags.gateway_message_content or flags.gateway_message_content_limited),
        )
        if on
    ]
    return f" ({', '.join(granted)} could be switched off in the developer portal)" if granted else ""
