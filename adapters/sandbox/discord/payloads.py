"""The JSON objects of API v10, drawn from what the sandbox keeps."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from . import permissions
from .record import Json

if TYPE_CHECKING:
    from .messages import Attachment, Post
    from .servers import Account, Channel, Member, Role, Server
    from .world import World

MEMBER_FLAGS = 0


def when(moment: datetime) -> str:
    return moment.isoformat(timespec="microseconds")


def user(account: Account) -> Json:
    return {
        "id": account.id,
        "username": account.handle,
        "global_name": None if account.bot else account.name,
        "discriminator": "0",
        "avatar": None,
        "avatar_decoration_data": None,
        "banner": None,
        "accent_color": None,
        "bot": account.bot,
        "system": False,
        "public_flags": 0,
        "flags": 0,
        "clan": None,
        "primary_guild": None,
    }


def bare_member(one: Member) -> Json:
    """A member as it stands beside a user: in messages and in `resolved`."""
    return {
        "roles": [role.id for role in one.roles],
        "joined_at": when(one.joined_at),
        "nick": one.nick,
        "avatar": None,
        "banner": None,
        "premium_since": None,
        "pending": False,
        "flags": MEMBER_FLAGS,
        "communication_disabled_until": None,
        "unusual_dm_activity_until": None,
    }


def member(one: Member) -> Json:
    return {**bare_member(one), "user": user(one.account), "deaf": False, "mute": False}


def acting_member(one: Member) -> Json:
    """A member inside an interaction, with their permissions in the channel."""
    return {**member(one), "permissions": str(one.permissions)}


def role(one: Role) -> Json:
    return {
        "id": one.id,
        "name": one.name,
        "description": None,
        "permissions": str(one.permissions),
        "position": one.position,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "managed": one.managed,
        "mentionable": one.mentionable,
        "icon": None,
        "unicode_emoji": None,
        "flags": 0,
    }


def channel(one: Channel, bot: Account) -> Json:
    last = next(reversed(one.posts), None)
    data: Json = {"id": one.id, "type": one.kind, "last_message_id": last, "flags": 0}
    if one.recipient is not None:
        return {**data, "recipients": [user(one.recipient)]}
    assert one.server is not None
    data |= {"guild_id": one.server.id, "name": one.name, "rate_limit_per_user": 0}
    if one.parent is not None:
        return data | _thread(one)
    denied = [] if one.bot else [{"id": bot.id, "type": 1, "allow": "0", "deny": str(permissions.VIEW_CHANNEL)}]
    if one.bot and not one.bot_writes:
        denied = [{"id": bot.id, "type": 1, "allow": "0", "deny": str(permissions.SEND_MESSAGES)}]
    if one.members is not None:
        denied.append({"id": one.server.id, "type": 0, "allow": "0", "deny": str(permissions.VIEW_CHANNEL)})
    position = list(one.server.channels.values()).index(one) if one.name in one.server.channels else 0
    return data | {"position": position, "permission_overwrites": denied, "nsfw": False, "parent_id": None, "topic": None}


def partial_channel(one: Channel, bot: Account, member: Member | None) -> Json:
    """A channel inside an interaction or its `resolved`."""
    return {**channel(one, bot), "permissions": str(member.permissions if member else permissions.EVERYONE)}


def _thread(one: Channel) -> Json:
    assert one.parent is not None
    assert one.owner is not None
    assert one.opened is not None
    opened = when(one.opened)
    return {
        "parent_id": one.parent.id,
        "owner_id": one.owner.id,
        "message_count": len(one.posts),
        "member_count": 1,
        "total_message_sent": len(one.posts),
        "applied_tags": [],
        "thread_metadata": {
            "archived": False,
            "auto_archive_duration": 1440,
            "archive_timestamp": opened,
            "locked": False,
            "create_timestamp": opened,
        },
    }


def server_facts(one: Server) -> Json:
    """A guild as GET /guilds/{id} gives it."""
    return {
        "id": one.id,
        "name": one.name,
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "banner": None,
        "description": None,
        "owner_id": one.owner_id,
        "roles": [role(each) for each in one.roles.values()],
        "emojis": [],
        "stickers": [],
        "features": [],
        "verification_level": 0,
        "default_message_notifications": 1,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "premium_progress_bar_enabled": False,
        "preferred_locale": one.locale,
        "afk_channel_id": None,
        "afk_timeout": 300,
        "application_id": None,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "safety_alerts_channel_id": None,
        "vanity_url_code": None,
        "max_members": 500000,
    }


def guild(one: Server, bot: Account, members: Iterable[Member] | None = None) -> Json:
    """GUILD_CREATE; without `members` only the bot's own, as for a bot without privileged intents."""
    shown = [one.members[bot.id]] if members is None else members
    return server_facts(one) | {
        "joined_at": when(one.members[bot.id].joined_at),
        "large": len(one.members) > 250,
        "unavailable": False,
        "member_count": len(one.members),
        "voice_states": [],
        "members": [member(each) for each in shown],
        "channels": [channel(each, bot) for each in one.channels.values()],
        "threads": [channel(each, bot) for each in one.threads],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def emoji(key: str) -> Json:
    """ "💛" or "name:id", as reactions are keyed."""
    name, _, number = key.partition(":")
    return {"id": number, "name": name, "animated": False} if number.isdigit() else {"id": None, "name": key}


def attachment(one: Attachment, post: Post, world: World) -> Json:
    url = f"{world.origin}/attachments/{post.channel.id}/{one.id}/{one.filename}"
    data = {
        "id": one.id,
        "filename": one.filename,
        "size": len(one.content),
        "url": url,
        "proxy_url": url,
        "content_type": one.content_type,
    }
    return data | ({"description": one.description} if one.description else {})


def message(post: Post, world: World, *, blank: bool = False, nested: bool = False) -> Json:
    """`blank`: as a bot without the message content intent is shown somebody else's words."""
    data: Json = {
        "id": post.id,
        "channel_id": post.channel.id,
        "type": post.kind,
        "author": user(post.author),
        "content": "" if blank else post.content,
        "timestamp": when(post.created),
        "edited_timestamp": when(post.edited) if post.edited else None,
        "tts": False,
        "mention_everyone": post.mentions_everyone,
        "mentions": [user(account) for account in post.mentions],
        "mention_roles": [each.id for each in post.mentioned_roles],
        "attachments": [] if blank else [attachment(each, post, world) for each in post.attachments],
        "embeds": [] if blank else post.embeds,
        "components": [] if blank else post.components,
        "flags": post.flags,
        "pinned": False,
    }
    if post.reactions:
        data["reactions"] = [_reaction(key, users, world.bot) for key, users in post.reactions.items()]
    if post.interaction is not None:
        data |= {"interaction_metadata": post.interaction, "application_id": world.bot.id, "webhook_id": world.bot.id}
        if post.command is not None:
            data["interaction"] = {"id": post.interaction["id"], "type": 2, "name": post.command, "user": post.interaction["user"]}
    if post.thread is not None:
        data["thread"] = channel(post.thread, world.bot)
    if post.reference is not None:
        reference = post.reference
        data["message_reference"] = {"type": 0, "message_id": reference.id, "channel_id": reference.channel.id}
        if not nested:
            data["referenced_message"] = None if reference.deleted else message(reference, world, nested=True)
    return data


def message_event(post: Post, world: World, *, blank: bool = False) -> Json:
    """MESSAGE_CREATE and MESSAGE_UPDATE: with the server and the author's membership."""
    data = message(post, world, blank=blank)
    server = post.channel.server
    if server is not None:
        data["guild_id"] = server.id
        if post.author.id in server.members:
            data["member"] = bare_member(server.members[post.author.id])
    return data


def _reaction(key: str, users: list[str], bot: Account) -> Json:
    return {
        "emoji": emoji(key),
        "count": len(users),
        "count_details": {"normal": len(users), "burst": 0},
        "me": bot.id in users,
        "me_burst": False,
        "burst_colors": [],
    }
