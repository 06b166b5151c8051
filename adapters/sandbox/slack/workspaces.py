"""A workspace: its people, its channels, its app, and the events that leave it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from . import accounts, connections, events
from .channels import Channel
from .messages import Upload
from .record import JSON, Delivery
from .sockets import Line

if TYPE_CHECKING:
    from .people import Person
    from .sandbox import SlackSandbox


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
        self.enterprise_name = sandbox.enterprises.setdefault(enterprise, f"{name} Enterprise") if enterprise else ""
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
        self.deleted_channels: list[Channel] = []
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
        """Somebody new here. With `home` it is an account of that workspace, with the same id: a member of both if they are of one
        organisation, else a stranger who is here through Slack Connect.
        """
        there = home.people.get(handle) if home is not None else None
        if there is not None and there.id in self.person_of:
            return self.person_of[there.id]
        person = self._enters(
            there.id if there else self.sandbox.mint.id("U"),
            handle,
            name or (there.name if there else handle.capitalize()),
            tz=tz,
            admin=admin or owner,
            owner=owner,
            bot=bot,
            guest=guest,
            home=self if home is None or home.sisters(self) else home,
            locale=locale,
        )
        for channel in self.channels.values():
            if channel.everyone:
                channel.members.add(person.id)
                connections.acquaint(channel)
        return person

    def knows(self, person: Person) -> Person:
        """Somebody of another workspace as this one knows them; under `handle.home` where the handle is taken here."""
        known = self.person_of.get(person.id)
        if known is not None:
            return known
        face = self._enters(
            person.id,
            person.handle,
            person.name,
            tz=person.tz,
            admin=False,
            owner=False,
            bot=person.bot,
            guest=False,
            home=person.team,
            locale=person.locale,
        )
        face.deleted = person.deleted
        return face

    def _enters(self, id: str, handle: str, name: str, *, home: Workspace, **facts: Any) -> Person:
        from .people import Person

        person = Person(self, id, handle, name, home=home, **facts)
        taken = handle in self.people and home is not self
        self.people[f"{handle}.{home.handle}" if taken else handle] = person
        self.person_of[id] = person
        if person.stranger:
            self.strangers.add(id)
        return person

    def sisters(self, other: Workspace) -> bool:
        """The same workspace, or one of the same organisation."""
        return other is self or (self.enterprise_id is not None and self.enterprise_id == other.enterprise_id)

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

    def forgets(self, channel: Channel) -> None:
        """A channel is deleted; what was posted in it stays on record."""
        del self.channels[channel.guests.get(self, channel.name)], self.channel_of[channel.id]
        self.deleted_channels.append(channel)

    # looking up

    def name_of(self, user_id: str) -> str:
        if user_id == self.bot_user_id:
            return self.bot_name
        person = self.person_of.get(user_id)
        return person.name if person is not None else self.sandbox.name_of(user_id)

    def group_of(self, group_id: str) -> UserGroup | None:
        return next((group for group in self.groups.values() if group.id == group_id), None)

    # the app

    def emit(self, event: JSON, *, channel: Channel | None = None, everywhere: bool = False) -> Delivery | None:
        """Sends an event if the app is subscribed to it, may read it, and (unless `everywhere`) is where it happened; None otherwise."""
        if not self.installed or events.subscription(event) not in self.events or not events.readable(event, channel, self.scopes):
            return None
        if channel is not None and not everywhere and self.bot_user_id not in channel.members:
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

    # what an admin does with accounts; each is told to every app that knows the person (`user_change`)

    async def deactivates(self, person: Person) -> None:
        """The account is closed; direct messages to it are refused from here on."""
        accounts.close(self, person)

    async def reactivates(self, person: Person) -> None:
        accounts.reopen(self, person)

    async def renames(self, person: Person, name: str | None = None, *, handle: str | None = None) -> None:
        accounts.rename(person, name, handle)

    async def moves(self, person: Person, zone: str) -> None:
        """To another time zone, as `America/Lima`."""
        accounts.move(person, zone)

    async def appoints(self, person: Person, *, admin: bool | None = None, owner: bool | None = None) -> None:
        """Makes somebody admin or owner of this workspace, or no longer."""
        accounts.appoint(self.person_of[person.id], admin, owner)

    # its connections

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
        team |= {"enterprise_id": self.enterprise_id, "enterprise_name": self.enterprise_name}
        enterprise = {"id": self.enterprise_id, "name": self.enterprise_name}
        return {"team": team, "enterprise": enterprise, "is_enterprise_install": False}


class UserGroup:
    def __init__(self, id: str, handle: str, name: str, members: list[str]) -> None:
        self.id = id
        self.handle = handle
        self.name = name
        self.members = members
