"""From what Discord sends to what the core takes: who, where, whom."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import discord

from adapters.discord.markup import PLATFORM
from guildbot import guilds, kudos, people
from guildbot.who import AccountRef, Caller, MessageRef, Place

_MENTION = re.compile(r"<@!?(\d{1,19})>")
_AND = {"and", "und", "et", "&"}
_BETWEEN = re.compile(r"\s*[,;]\s*|\s+(?:and|und|et|&)\s+|^(?:and|und|et|&)\s+")
MOST_CHOICES, MOST_CHOICE = 25, 100
Users = Mapping[str, Any]  # what an interaction says about the users in it, by id


def caller(interaction: discord.Interaction[Any]) -> Caller:
    """Whose deed an interaction is. A server that the bot is not in is no place of ours: there it is one's own affair."""
    account, place = ref(interaction.user, str(interaction.locale)), _place(interaction)
    return Caller(account, place, f"{PLATFORM}:{interaction.id}", admin=place is not None and interaction.permissions.manage_guild)


def ref(user: discord.abc.User, locale: str | None = None) -> AccountRef:
    return AccountRef(PLATFORM, "", str(user.id), user.display_name, user.bot, locale)


def server_place(server: discord.Guild, channel: Any = None) -> Place:
    """A channel of a server; a thread counts as its parent. The name only of those that everybody there may see."""
    if channel is None:
        return Place(PLATFORM, str(server.id), server.name)
    if isinstance(channel, discord.Thread):
        channel = channel.parent or discord.Object(channel.parent_id)
    return Place(PLATFORM, str(server.id), server.name, str(channel.id), public_name(server.get_channel(channel.id)))


def public_name(channel: Any) -> str:
    """What a channel is called, if everybody in its server may see it."""
    return str(channel.name) if channel is not None and channel.permissions_for(channel.guild.default_role).view_channel else ""


def reactor(event: discord.RawReactionActionEvent, server: discord.Guild, channel: Any) -> Caller:
    """Who added or removed an emoji. The gateway sends no event key; the gesture sets a state and needs none."""
    account = ref(event.member) if event.member is not None else AccountRef(PLATFORM, "", str(event.user_id))
    return Caller(account, server_place(server, channel), None)


def message(found: discord.Message) -> MessageRef:
    return MessageRef(str(found.channel.id), str(found.id), found.jump_url)


def message_here(interaction: discord.Interaction[Any], id: str) -> MessageRef:
    """A message that an id in a form only hints at: its channel is the one Discord says the form was sent from."""
    channel = interaction.channel_id or 0
    return MessageRef(str(channel), id, link(interaction.guild_id, channel, id))


def link(server: int | str | None, channel: int | str, message: int | str) -> str:
    return f"https://discord.com/channels/{server or '@me'}/{channel}/{message}"


def people_in(text: str, users: Users | None = None) -> list[AccountRef | str]:
    """The people of a line: mentions as accounts, the rest as names."""
    names = [name.strip() for name in _BETWEEN.split(_MENTION.sub(",", text))]
    return [*(mentioned(id, users) for id in mentions(text)), *(name for name in names if name and name.lower() not in _AND)]


def mentions(text: str) -> list[str]:
    """Ids of the accounts a text mentions, each once."""
    return list(dict.fromkeys(_MENTION.findall(text)))


def without_mentions(text: str) -> str:
    return ", ".join(one for one in people_in(text) if isinstance(one, str))


def mentioned(id: str, users: Users | None = None) -> AccountRef:
    said = (users or {}).get(id)
    if said is None:
        return AccountRef(PLATFORM, "", id)
    return AccountRef(PLATFORM, "", id, said.get("global_name") or said.get("username") or "", bool(said.get("bot")))


def completions(typed: str, found: list[people.Suggested]) -> list[tuple[str, str]]:
    """Names and values for a list of people of which the last is being typed; what stands before it is kept."""
    before, _ = last_name(typed)
    made = []
    for one in found[:MOST_CHOICES]:
        name, value = f"{before}{one.shown}", f"{before}{people.handle(one)}"
        if len(value) <= MOST_CHOICE:
            made.append((name if len(name) <= MOST_CHOICE else f"…{name[1 - MOST_CHOICE :]}", value))
    return made


def last_name(typed: str) -> tuple[str, str]:
    """What stands before the name that is being typed, and that name."""
    at = max(typed.rfind(","), typed.rfind(">")) + 1
    before = typed[:at].strip()
    if before and not before.endswith(","):
        before += ","
    return f"{before} " if before else "", typed[at:].strip()


def slug(typed: str) -> str | None:
    """The guild of an option: a completed slug, a typed name, or our word for none."""
    return typed if typed == kudos.NO_GUILD else guilds.slug_of(typed) or None


def _place(interaction: discord.Interaction[Any]) -> Place | None:
    server = interaction.client.get_guild(interaction.guild_id) if interaction.guild_id is not None else None
    if server is None:
        return None
    return server_place(server, interaction.channel or discord.Object(interaction.channel_id or 0))
