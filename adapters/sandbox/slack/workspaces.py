"""A workspace: its people, its channels, its app, and the events that leave it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from . import events
from .channels import Channel
from .messages import Upload
from .record import JSON, Delivery
from .sockets import Line

if TYPE_CHECKING:
    from .people import Person
    from .sandbox import SlackSandbox

BOT_SCOPES = frozenset(
    (
        "app_mentions:read",
        "channels:history",
        "channels:join",
        "channels:read",
        "chat:write",
        "commands",
        "files:read",
        "files:write",
        "groups:history",
        "groups:read",
        "im:history",
        "im:read",
        "im:write",
        "mpim:history",
        "mpim:read",
        "mpim:write",
        "reactions:read",
        "reactions:write",
        "team:read",
        "usergroups:read",
        "users.profile:read",
        "users:read",
        "users:read.email",
    )
)
EVENTS = frozenset(
    (
        "app_home_opened",
        "app_mention",
        "app_uninstalled",
        "channel_archive",
        "channel_deleted",
        "channel_rename",
        "channel_unarchive",
        "group_archive",
        "group_rename",
        "group_unarchive",
        "member_joined_channel",
        "member_left_channel",
        "reaction_added",
        "reaction_removed",
        "team_join",
        "tokens_revoked",
        "user_change",
    )
)


class Workspace:
    """One Slack team with the app installed. Made by `SlackSandbox.workspace`."""

    def __init__(
        self,
        sandbox: SlackSandbox,
        handle: str,
        name: str,
        *,
        bot: str,
        enterprise: str | None,
        events: Iterable[str],
        scopes: Iterable[str],
        commands: Iterable[str] | None,
    ) -> None:
        mint = sandbox.mint
        self.sandbox = sandbox
        self.handle = handle
        self.name = name
        self.domain = handle
        self.id = mint.id("T")
        self.enterprise_id = enterprise
        self.app_id = mint.id("A")
        self.bot_id = mint.id("B")
        self.bot_name = bot
        self.bot_user_id = mint.id("U")
        self.bot_token = f"xoxb-{mint.secret(12)}-{mint.secret(24)}"
        self.app_token = f"xapp-1-{self.app_id}-{mint.secret(32)}"
        self.verification_token = mint.secret(24)
        self.events = set(events)
        self.scopes = set(scopes)
        self.commands = None if commands is None else set(commands)
        self.installed = True
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.groups: dict[str, UserGroup] = {}
        self._dms: dict[str, Channel] = {}  # by the person's id
        self.uploads: dict[str, Upload] = {}
        self.strangers: set[str] = set()  # ids of people whose home is another workspace
        self.person_of: dict[str, Person] = {}  # by id
        self.channel_of: dict[str, Channel] = {}  # by id, direct conversations included
        self.line = Line(self.app_id, sandbox.clock, sandbox.retries, sandbox.expiry, sandbox.traffic.ring)

    @property
    def url(self) -> str:
        return f"https://{self.domain}.slack.com/"

    # furnishing

    def channel(self, name: str, *, private: bool = False, bot: bool = True, members: Iterable[Person] | None = None) -> Channel:
        """A new channel; without `members` everybody in the workspace is in it, later arrivals too."""
        kind = "group" if private else "channel"
        channel = Channel(self, self.sandbox.mint.id("C"), name, kind, everyone=members is None)
        channel.members.update(person.id for person in (self.people.values() if members is None else members))
        if bot:
            channel.members.add(self.bot_user_id)
        self.channels[name] = channel
        self.channel_of[channel.id] = channel
        return channel

    def person(
        self,
        handle: str,
        *,
        name: str | None = None,
        tz: str = "Europe/Berlin",
        admin: bool = False,
        owner: bool = False,
        bot: bool = False,
        guest: bool = False,
        home: Workspace | None = None,
        locale: str = "en-US",
    ) -> Person:
        """Somebody new here; with `home` a stranger of that workspace, present through Slack Connect (the id is the same in both)."""
        from .people import Person

        there = home.people.get(handle) if home is not None else None
        person = Person(
            self,
            there.id if there else self.sandbox.mint.id("U"),
            handle,
            name or (there.name if there else handle.capitalize()),
            tz=tz,
            admin=admin or owner,
            owner=owner,
            bot=bot,
            guest=guest,
            home=home or self,
            locale=locale,
        )
        self.people[handle] = person
        self.person_of[person.id] = person
        if person.team is not self:
            self.strangers.add(person.id)
        for channel in self.channels.values():
            if channel.everyone:
                channel.members.add(person.id)
        return person

    def group(self, handle: str, *, name: str | None = None, members: Iterable[Person] = ()) -> UserGroup:
        """A user group, as `@designers`."""
        group = UserGroup(self.sandbox.mint.id("S"), handle, name or handle.capitalize(), [person.id for person in members])
        self.groups[handle] = group
        return group

    def dm(self, user_id: str) -> Channel:
        """The direct conversation between the bot and somebody, opened if need be."""
        known = self._dms.get(user_id)
        if known is not None:
            return known
        channel = Channel(self, self.sandbox.mint.id("D"), "directmessage", "im", everyone=False)
        channel.members.update((user_id, self.bot_user_id))
        self.channel_of[channel.id] = self._dms[user_id] = channel
        return channel

    # looking up

    def name_of(self, user_id: str) -> str:
        if user_id == self.bot_user_id:
            return self.bot_name
        person = self.person_of.get(user_id)
        return person.name if person is not None else user_id

    def group_of(self, group_id: str) -> UserGroup | None:
        return next((group for group in self.groups.values() if group.id == group_id), None)

    # the app

    def emit(self, event: JSON, *, channel: Channel | None = None) -> Delivery | None:
        """Sends an event if the app is subscribed to it and is where it happened; None otherwise."""
        if not self.installed or events.subscription(event) not in self.events:
            return None
        if channel is not None and self.bot_user_id not in channel.members and event.get("user") != self.bot_user_id:
            return None
        delivery = events.delivery(self, event, channel)
        self.sandbox.deliveries.append(delivery)
        self.line.offer(delivery)
        return delivery

    async def uninstalls(self, order: Sequence[str] = ("tokens_revoked", "app_uninstalled")) -> None:
        """The app is removed: its events in the order given, dead tokens at once, and closed sockets once the events are heard."""
        said: dict[str, JSON] = {
            "tokens_revoked": {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [self.bot_user_id]}},
            "app_uninstalled": {"type": "app_uninstalled"},
        }
        sent = [self.emit(said[kind] | {"event_ts": self.sandbox.mint.ts()}) for kind in order]
        self.installed = False
        heard = [delivery for delivery in sent if delivery is not None]
        with contextlib.suppress(TimeoutError):
            await self.sandbox.traffic.until(lambda: all(d.acknowledged or d.lost for d in heard), self.sandbox.expiry)
        await self.line.close()
        self.line.stop()

    async def deactivates(self, person: Person) -> None:
        """The account is closed by an admin."""
        person.deleted = True
        self.emit({"type": "user_change", "user": person.wire(), "cache_ts": events.now(self), "event_ts": self.sandbox.mint.ts()})

    async def refresh(self, reasons: Sequence[str] = ("warning", "refresh_requested"), *, socket: int | None = None) -> None:
        """Slack recycles the container behind the sockets (or behind one, by its place)."""
        self.line.refresh(reasons, socket)

    async def cuts(self) -> None:
        """The network goes: every connection breaks off without a word."""
        self.line.cut()

    def facts(self) -> JSON:
        """The `team` and `enterprise` of every interaction."""
        team = {"id": self.id, "domain": self.domain}
        if self.enterprise_id is None:
            return {"team": team, "enterprise": None, "is_enterprise_install": False}
        name = f"{self.name} Enterprise"
        team |= {"enterprise_id": self.enterprise_id, "enterprise_name": name}
        return {"team": team, "enterprise": {"id": self.enterprise_id, "name": name}, "is_enterprise_install": False}


class UserGroup:
    def __init__(self, id: str, handle: str, name: str, members: list[str]) -> None:
        self.id = id
        self.handle = handle
        self.name = name
        self.members = members
