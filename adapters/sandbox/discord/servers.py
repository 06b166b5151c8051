"""Servers and what they hold: members, roles, channels; and the few things an owner does with a bot."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from . import payloads, permissions
from .record import Json

if TYPE_CHECKING:
    from .messages import Post
    from .people import Person
    from .world import World

TEXT_CHANNEL, DIRECT, PUBLIC_THREAD = 0, 1, 11


@dataclass(eq=False)
class Account:
    """Somebody with a user id: a person, or the bot itself."""

    id: str
    handle: str
    name: str
    bot: bool


@dataclass(eq=False)
class Role:
    id: str
    name: str
    position: int
    permissions: int = 0
    mentionable: bool = False
    managed: bool = False


@dataclass(eq=False)
class Member:
    account: Account
    joined_at: datetime
    roles: list[Role] = field(default_factory=list)
    nick: str | None = None
    admin: bool = False

    @property
    def permissions(self) -> int:
        if self.admin:
            return permissions.ALL
        granted = permissions.EVERYONE
        for role in self.roles:
            granted |= role.permissions
        return permissions.ALL if granted & permissions.ADMINISTRATOR else granted


@dataclass(eq=False)
class Channel:
    """A text channel, a thread (`parent`) or a direct conversation (`recipient`)."""

    id: str
    name: str
    kind: int
    server: Server | None = None
    bot: bool = True  # whether the bot may look inside (else 50001)
    bot_writes: bool = True  # whether it may send (else 50013)
    members: set[Account] | None = None  # None: everyone in the server
    parent: Channel | None = None
    recipient: Person | None = None
    owner: Account | None = None
    opened: datetime | None = None
    posts: dict[str, Post] = field(default_factory=dict)
    deleted: bool = False

    def shows_to(self, account: Account) -> bool:
        if self.recipient is not None:
            return account is self.recipient or account.bot
        if self.server is None or account.id not in self.server.members:
            return False
        return self.members is None or account in self.members

    @property
    def heard(self) -> bool:
        """Whether the bot gets events from here."""
        return self.bot and (self.server is None or (self.server.has_bot and not self.server.dark))

    async def deletes(self) -> None:
        """With its threads and all that was said in it."""
        assert self.server is not None
        self.server.drops(self)

    async def changes(self, *, name: str | None = None, bot: bool | None = None, bot_writes: bool | None = None) -> None:
        """Renamed, or the bot's rights in it given or taken."""
        assert self.server is not None
        self.bot = self.bot if bot is None else bot
        self.bot_writes = self.bot_writes if bot_writes is None else bot_writes
        self.server.revises(self, name or self.name)


class Server:
    def __init__(self, world: World, handle: str, name: str, owner: str) -> None:
        self._world = world
        self.id = world.new_id()
        self.handle = handle
        self.name = name
        self.owner_handle = owner
        self.locale = "en-US"
        self.has_bot = True
        self.dark = False  # in an outage
        self.members: dict[str, Member] = {}
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.threads: list[Channel] = []
        self.everyone = Role(self.id, "@everyone", 0, permissions.EVERYONE)
        self.roles: dict[str, Role] = {"@everyone": self.everyone}
        self.bot_role = Role(world.new_id(), world.bot.name, 1, permissions.EVERYONE, managed=True)
        self.roles[world.bot.name] = self.bot_role
        self.members[world.bot.id] = Member(world.bot, world.clock(), [self.bot_role])

    @property
    def owner_id(self) -> str:
        return self._world.id_of(self.owner_handle)

    @property
    def bot_permissions(self) -> int:
        """Set `server.bot_role.permissions` to give the bot more or less than everyone has."""
        return self.bot_role.permissions

    def role(self, name: str, *, mentionable: bool | None = None, permissions: int | None = None) -> Role:
        """The role of that name, created when there is none yet, changed when something is given."""
        kind = "GUILD_ROLE_UPDATE" if name in self.roles else "GUILD_ROLE_CREATE"
        role = self.roles.setdefault(name, Role(self._world.new_id(), name, len(self.roles)))
        role.mentionable = role.mentionable if mentionable is None else mentionable
        role.permissions = role.permissions if permissions is None else permissions
        if kind == "GUILD_ROLE_CREATE" or mentionable is not None or permissions is not None:
            self._tell(kind, role.id, {"guild_id": self.id, "role": payloads.role(role)})
        return role

    def channel(self, name: str, *, bot: bool = True, bot_writes: bool = True, members: Iterable[Person] | None = None) -> Channel:
        """`members` makes it a private channel."""
        only = None if members is None else set[Account](members)
        channel = Channel(self._world.new_id(), name, TEXT_CHANNEL, self, bot, bot_writes, only)
        self.channels[name] = channel
        self._world.channels[channel.id] = channel
        self._tell("CHANNEL_CREATE", channel.id, payloads.channel(channel, self._world.bot))
        return channel

    def person(
        self,
        handle: str,
        *,
        name: str | None = None,
        roles: Sequence[str | Role] = (),
        bot: bool = False,
        closed_dms: bool = False,
        locale: str = "en-US",
        admin: bool = False,
    ) -> Person:
        """A new person in this server; somebody already known by that handle simply joins."""
        person = self._world.people.get(handle)
        if person is None:
            person = self._world.newcomer(handle, name or handle.title(), bot=bot, closed_dms=closed_dms, locale=locale)
        self.joins(person, roles=roles, admin=admin)
        return person

    def joins(self, person: Person, *, roles: Sequence[str | Role] = (), nick: str | None = None, admin: bool = False) -> None:
        held = [role if isinstance(role, Role) else self.role(role) for role in roles]
        admin = admin or person.handle == self.owner_handle
        member = Member(person, self._world.clock(), held, nick, admin)
        self.members[person.id] = member
        self.people[person.handle] = person
        person.servers.append(self)
        self._tell("GUILD_MEMBER_ADD", person.id, {**payloads.member(member), "guild_id": self.id})
        self._world.changes.told()

    def leaves(self, person: Person) -> None:
        del self.members[person.id], self.people[person.handle]
        person.servers.remove(self)
        self._tell("GUILD_MEMBER_REMOVE", person.id, {"guild_id": self.id, "user": payloads.user(person)})
        self._world.changes.told()

    def allows(self, person: Person, *names: str) -> None:
        """Permissions as `manage_guild`, given by a role of that name; from here on they come with every interaction of this person."""
        held = self.members[person.id]
        held.roles += [role for role in map(self._right, names) if role not in held.roles]
        self._member_changed(held)

    def denies(self, person: Person, *names: str) -> None:
        """Takes them away again; owners and those made admin keep all."""
        held = self.members[person.id]
        held.roles = [role for role in held.roles if role.name not in names]
        self._member_changed(held)

    def _right(self, name: str) -> Role:
        return self.role(name, permissions=permissions.NAMES[name])

    def _member_changed(self, member: Member) -> None:
        self._tell("GUILD_MEMBER_UPDATE", member.account.id, {**payloads.member(member), "guild_id": self.id})

    def drops(self, channel: Channel) -> None:
        """A channel is deleted."""
        for thread in [one for one in self.threads if one.parent is channel]:
            self._forgets(thread)
            self.threads.remove(thread)
        data = payloads.channel(channel, self._world.bot)
        self._forgets(channel)
        del self.channels[channel.name]
        self._tell("CHANNEL_DELETE", channel.id, data)
        self._world.changes.told()

    def _forgets(self, channel: Channel) -> None:
        channel.deleted = True
        del self._world.channels[channel.id]
        for post in channel.posts.values():
            post.deleted = True
            self._world.posts.pop(post.id, None)

    def revises(self, channel: Channel, name: str) -> None:
        """A channel's name or rights changed."""
        self.channels = {name if one is channel else other: one for other, one in self.channels.items()}
        channel.name = name
        self._tell("CHANNEL_UPDATE", channel.id, payloads.channel(channel, self._world.bot))

    async def goes_dark(self) -> None:
        """An outage at Discord: the server is unavailable, the bot still in it."""
        self._tell("GUILD_DELETE", self.id, {"id": self.id, "unavailable": True})
        self.dark = True

    async def comes_back(self) -> None:
        self.dark = False
        self._tell("GUILD_CREATE", self.id, payloads.guild(self, self._world.bot))

    async def removes_bot(self) -> None:
        self.lets_bot_go()

    def lets_bot_go(self) -> None:
        self.has_bot = False
        del self.members[self._world.bot.id]
        self._world.gateway.tell("GUILD_DELETE", {"id": self.id}, key=self.id, server=self)
        self._world.changes.told()

    async def adds_bot(self) -> None:
        self.has_bot = True
        self.members[self._world.bot.id] = Member(self._world.bot, self._world.clock(), [self.bot_role])
        self.announce()

    def announce(self) -> None:
        """Tells a connected bot that it was added to this server."""
        data = payloads.guild(self, self._world.bot)
        del data["unavailable"]  # by its absence clients tell a new server from one that came back
        self._tell("GUILD_CREATE", self.id, data)

    def _tell(self, kind: str, key: str, data: Json) -> None:
        if self.has_bot and not self.dark:
            self._world.gateway.tell(kind, data, key=key, server=self)
