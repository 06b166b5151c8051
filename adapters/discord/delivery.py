"""Letters on their way: a direct message or a post, an edit, a deletion; and what Discord's errors mean for the courier.

Never twice: the letter's token goes as the nonce (Discord then answers a repeated send with the first message, for some
minutes), and as the id of a component, by which `find` recognises the message as long as it stands (see `layout.mark`).
discord.py itself does not send again after a connection broke on Linux; that is the courier's to decide.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import Any

import aiohttp
import discord

from adapters.discord import notices
from adapters.discord.layout import Dress, mark, views
from adapters.discord.limits import carrying
from adapters.discord.markup import PLATFORM, Reader
from guildbot import kudos
from guildbot.courier import Busy, Letter, Limited, Malformed, ToAccount, Unreachable, Unsure
from guildbot.people import Facts
from guildbot.settings import Settings
from guildbot.who import AccountRef
from guildbot.words import Say, zone

LOOKED_AT = 1000  # messages of a channel, from the time on when it may have arrived back
EARLIER, LATER = timedelta(hours=1), timedelta(minutes=5)  # looking itself may have failed for half an hour; clocks differ
INVALID_FORM_BODY = 50035
WAITS_HERE = 10.0  # seconds between two pages of one letter
NO_TOKEN = 300.0  # seconds until a token that is not accepted may have been replaced


async def deliver(client: discord.Client, settings: Settings, letter: Letter) -> str:
    """Send, change or take down; answers with "channel/message"."""
    async with sending():
        match letter.content:
            case (kudos.Unposted() as gone,):
                await _delete(client, gone.room.channel, gone.message)
                return f"{gone.room.channel}/{gone.message}"
            case _:
                pass
        pages = _pages(letter, settings)
        if letter.edits:
            for edit in letter.edits:
                await _change(client, edit.channel, edit.message, pages[0])
            return f"{letter.edits[0].channel}/{letter.edits[0].message}"
        return await _send(client, letter, pages)


async def find(client: discord.Client, settings: Settings, letter: Letter) -> str | None:
    """The first message of a letter, if all of it arrived; edits and deletions are simply done again."""
    if letter.edits or isinstance(letter.content[0], kudos.Unposted):
        return None
    async with sending():
        channel = await _channel(client, letter)
        found: dict[int, int] = {}
        since = letter.unsure_since
        async for message in channel.history(limit=LOOKED_AT, before=since + LATER if since else None):
            if since and message.created_at < since - EARLIER:
                break
            if client.user is not None and message.author.id == client.user.id:
                found |= dict.fromkeys(_ids(message.components), message.id)
    arrived = [found.get(mark(letter.token, page)) for page in range(len(_pages(letter, settings)))]
    return f"{channel.id}/{arrived[0]}" if all(arrived) else None


async def look_up(client: discord.Client, account: AccountRef, space: str) -> Facts | None:
    """What Discord says about an account: as a member of the server it was named in, else as a user.

    None for whoever is not in that server: anybody can type anybody's id.
    """
    try:
        async with sending():
            if space:
                server = client.get_guild(int(space))
                if server is None:
                    return None
                member = await server.fetch_member(int(account.id))
                return Facts(member.display_name, member.bot)
            user = await client.fetch_user(int(account.id))
            return Facts(user.display_name, user.bot)
    except (Unreachable, Malformed):
        return None


def dress_of(letter: Letter, settings: Settings) -> Dress:
    to = letter.to
    if isinstance(to, ToAccount):
        say = Say(to.locale or settings.locale, zone(to.zone, settings.timezone))
        return Dress(say, Reader(True, settings.command_prefix, to.space))
    return Dress(Say(to.locale or settings.locale, zone(settings.timezone)), Reader(False, settings.command_prefix, to.space))


@asynccontextmanager
async def sending() -> AsyncIterator[None]:
    """Discord's errors in the courier's words."""
    try:
        with carrying():
            yield
    except discord.RateLimited as limited:
        raise Limited(limited.retry_after) from limited
    except discord.DiscordServerError as error:
        raise Unsure(str(error)) from error  # some of these come after the message was stored
    except discord.HTTPException as error:
        if error.status == 429:
            raise Busy() from error
        if error.status == 401:
            raise Busy(NO_TOKEN) from error
        if error.status == 400 and error.code == INVALID_FORM_BODY:
            raise Malformed(error.text) from error
        raise Unreachable(f"{error.code}: {error.text}") from error
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise Unsure(str(error) or type(error).__name__) from error


def _pages(letter: Letter, settings: Settings) -> list[discord.ui.LayoutView]:
    dress = dress_of(letter, settings)
    return views(notices.blocks(letter.content, dress), token=letter.token, framed=not isinstance(letter.to, ToAccount))


async def _send(client: discord.Client, letter: Letter, pages: Sequence[discord.ui.LayoutView]) -> str:
    channel = await _channel(client, letter)
    posted = ""
    for page, view in enumerate(pages):
        given: dict[str, Any] = {"nonce": f"{letter.token}.{page}"[-25:]}
        if not isinstance(letter.to, ToAccount) and letter.to.under:
            given["reference"] = discord.MessageReference(message_id=int(letter.to.under), channel_id=channel.id, fail_if_not_exists=False)
        sent = await _page(channel, view, given, waits=bool(posted))
        posted = posted or f"{channel.id}/{sent.id}"
    return posted


async def _page(channel: Any, view: discord.ui.LayoutView, given: Mapping[str, Any], *, waits: bool) -> discord.Message:
    """Once the first page stands, the others wait for a limit here: a letter that is put off is sent from the beginning."""
    while True:
        try:
            sent: discord.Message = await channel.send(view=view, **given)
        except Limited as limit:
            if not waits or limit.seconds > WAITS_HERE:
                raise
            await asyncio.sleep(limit.seconds)
        else:
            return sent


async def _change(client: discord.Client, channel: str, message: str, view: discord.ui.LayoutView) -> None:
    """A post that is gone stays gone."""
    with suppress(discord.NotFound):
        await client.get_partial_messageable(int(channel)).get_partial_message(int(message)).edit(view=view)


async def _delete(client: discord.Client, channel: str, message: str) -> None:
    with suppress(discord.NotFound):
        await client.get_partial_messageable(int(channel)).get_partial_message(int(message)).delete()


async def _channel(client: discord.Client, letter: Letter) -> discord.DMChannel | discord.PartialMessageable:
    if isinstance(letter.to, ToAccount):
        if letter.to.account.platform != PLATFORM:
            raise Unreachable("that account is not on Discord")
        return await client.create_dm(discord.Object(int(letter.to.account.id)))
    return client.get_partial_messageable(int(letter.to.channel))


def _ids(components: Sequence[Any]) -> Iterator[int]:
    for one in components:
        if one.id is not None:
            yield one.id
        yield from _ids(getattr(one, "children", None) or [])
