"""A conversation: a channel, a private one, or a direct message with the bot."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from . import connections, pings
from .messages import Post, wire
from .record import JSON

if TYPE_CHECKING:
    from .people import Person
    from .workspaces import Workspace


class Channel:
    """Made by `Workspace.channel` or by the first direct message."""

    def __init__(self, workspace: Workspace, id: str, name: str, kind: str, *, everyone: bool) -> None:
        self.workspace = workspace  # its host, when several share it
        self.guests: dict[Workspace, str] = {}  # the others, with the channel's name there
        self.id = id
        self.name = name
        self.kind = kind  # channel, group (private), im
        self.everyone = everyone
        self.archived = False
        self.topic = ""
        self.members: set[str] = set()
        self.posts: dict[str, Post] = {}  # by ts, oldest first, ephemerals and deleted ones too

    def __repr__(self) -> str:
        return f"<Channel {self.name} {self.id} of {self.workspace.handle}>"

    @property
    def private(self) -> bool:
        return self.kind != "channel"

    @property
    def workspaces(self) -> tuple[Workspace, ...]:
        return (self.workspace, *self.guests)

    def has_bot(self, workspace: Workspace) -> bool:
        """Whether that workspace's bot is in it."""
        return workspace.bot_user_id in self.members

    def app_of(self, post: Post) -> Workspace:
        """Whose bot said that."""
        return next((one for one in self.workspaces if one.bot_user_id == post.author), self.workspace)

    @property
    def external(self) -> bool:
        """Whether anybody of another organisation is in it (Slack Connect)."""
        return any(not one.sisters(self.workspace) for one in self.guests) or not self.workspace.strangers.isdisjoint(self.members)

    @property
    def person(self) -> str:
        """The other end of a direct message."""
        return next(user for user in self.members if user != self.workspace.bot_user_id)

    def wire(self, workspace: Workspace) -> JSON:
        """The channel object of `conversations.info`, as that workspace's app gets it."""
        if self.kind == "im":
            gone = self.workspace.person_of[self.person].deleted
            return {"id": self.id, "is_im": True, "user": self.person, "is_user_deleted": gone, "is_archived": gone, "created": 0}
        name = self.guests.get(workspace, self.name)
        return {
            "id": self.id,
            "name": name,
            "name_normalized": name,
            "is_channel": self.kind == "channel",
            "is_group": False,
            "is_im": False,
            "is_mpim": False,
            "is_private": self.private,
            "is_archived": self.archived,
            "is_general": False,
            "is_member": self.has_bot(workspace),
            "is_shared": self.external or bool(self.guests),
            "is_ext_shared": self.external,
            "is_org_shared": any(one.sisters(self.workspace) for one in self.guests),
            "context_team_id": workspace.id,
            "conversation_host_id": self.workspace.id,
            "shared_team_ids": [one.id for one in self.workspaces],
            "created": 0,
            "creator": "USLACKBOT",
            "topic": {"value": self.topic, "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
        }

    # what happens in it

    def add(self, post: Post, *, trigger: str | None = None) -> Post:
        """Stores a message, tells the screens and the app; `trigger` names the interaction it answers."""
        sandbox = self.workspace.sandbox
        self.posts[post.ts] = post
        post.pings = pings.of(post)
        if post.parent is not None and post.parent in self.posts and post.to is None:
            self.posts[post.parent].replies.append(post.ts)
        sandbox.screens.shows(post, trigger=trigger)
        if post.to is None:
            self._say({"channel": self.id, "event_ts": post.ts}, post)
        return post

    def change(self, post: Post, *, trigger: str | None = None) -> None:
        """A stored message was edited."""
        post.read = None
        post.pings = pings.of(post)
        self.workspace.sandbox.screens.shows(post, trigger=trigger)
        if post.to is None:
            now = self.workspace.sandbox.mint.ts()
            for one in self._readers():
                said = {"subtype": "message_changed", "hidden": True, "message": wire(post, one), "ts": now, "event_ts": now}
                self._emit_message(one, said)

    def remove(self, post: Post, *, trigger: str | None = None) -> None:
        """A message is deleted, by whoever."""
        previous = {one: wire(post, one) for one in self._readers()}
        post.deleted = True
        self.workspace.sandbox.screens.shows(post, trigger=trigger)
        if post.to is None:
            now = self.workspace.sandbox.mint.ts()
            for one, before in previous.items():
                gone = {"subtype": "message_deleted", "hidden": True, "deleted_ts": post.ts, "previous_message": before}
                self._emit_message(one, gone | {"ts": now, "event_ts": now})

    def react(self, post: Post, user: str, name: str) -> bool:
        """False if it stood there already."""
        users = post.reactions.setdefault(name, [])
        if user in users:
            return False
        users.append(user)
        self._reaction("reaction_added", post, user, name)
        return True

    def unreact(self, post: Post, user: str, name: str) -> bool:
        """False if there was none."""
        if user not in post.reactions.get(name, ()):
            return False
        post.reactions[name].remove(user)
        self._reaction("reaction_removed", post, user, name)
        return True

    def _reaction(self, kind: str, post: Post, user: str, name: str) -> None:
        sandbox = self.workspace.sandbox
        sandbox.bell.ring()
        item = {"type": "message", "channel": self.id, "ts": post.ts}
        event: JSON = {"type": kind, "user": user, "reaction": name, "item": item, "item_user": post.author}
        self._emit(event | {"event_ts": sandbox.mint.ts()})

    def _say(self, event: JSON, post: Post) -> None:
        for one in self.workspaces:
            mentioned = not post.by_bot and not post.platform and f"<@{one.bot_user_id}>" in post.text
            if mentioned and self.kind != "im":
                one.emit(wire(post, one) | event | {"type": "app_mention"}, channel=self)
        for one in self._readers():
            self._emit_message(one, wire(post, one) | event)

    def _readers(self) -> list[Workspace]:
        """Whose apps hear every message."""
        name = f"message.{_EVENT[self.kind]}"
        return [one for one in self.workspaces if name in one.events]

    def _emit_message(self, workspace: Workspace, event: JSON) -> None:
        workspace.emit(event | {"type": "message", "channel": self.id, "channel_type": self.kind}, channel=self)

    def _emit(self, event: JSON, *, everywhere: bool = False) -> None:
        for one in self.workspaces:
            one.emit(event, channel=self, everywhere=everywhere)

    # who is in it, and what becomes of it

    async def invites_bot(self, by: Person | None = None, *, of: Workspace | None = None) -> None:
        """Somebody adds the bot, for the first time or again; in a shared channel the bot `of` a workspace, else of the host."""
        self.admits((of or self.workspace).bot_user_id, by)

    async def removes_bot(self, by: Person | None = None, *, of: Workspace | None = None) -> None:
        """The removed one itself hears `channel_left` or `group_left`, not `member_left_channel`."""
        whose = of or self.workspace
        self.members.discard(whose.bot_user_id)
        self.turn_in(whose, "left", {"channel": self.id, "actor_id": _actor(by)})

    def admits(self, user: str, by: Person | None = None) -> None:
        """The bot or a person comes in."""
        self.members.add(user)
        connections.acquaint(self)
        self._membership("member_joined_channel", user, by)

    def leave(self, person: Person) -> None:
        self.members.discard(person.id)
        self._membership("member_left_channel", person.id)

    def _membership(self, kind: str, user: str, by: Person | None = None) -> None:
        event: JSON = {"type": kind, "user": user, "channel": self.id, "channel_type": "G" if self.private else "C"}
        event |= {"team": self._home(user), "event_ts": self.workspace.sandbox.mint.ts()}
        if by is not None:
            event["inviter"] = by.id
        self._emit(event)

    def _home(self, user: str) -> str:
        for one in self.workspaces:
            if user == one.bot_user_id:
                return one.id
        person = self.workspace.person_of.get(user)
        return person.team.id if person is not None else self.workspace.id

    async def archives(self, by: Person) -> None:
        self.archived = True
        self._turn("archive", {"channel": self.id, "user": by.id, "is_moved": 0})

    async def unarchives(self, by: Person) -> None:
        self.archived = False
        self._turn("unarchive", {"channel": self.id, "user": by.id})

    async def renames(self, name: str) -> None:
        """At the host's; elsewhere it keeps its name."""
        self.workspace.channels[name] = self.workspace.channels.pop(self.name)
        self.name = name
        facts = {"id": self.id, "is_channel": True, "is_mpim": False, "name": name, "name_normalized": name, "created": 0}
        self.turn_in(self.workspace, "rename", {"channel": facts}, everywhere=not self.private)

    async def deletes(self, by: Person | None = None) -> None:
        """With all that was said in it; for the app it never was."""
        for one in self.workspaces:
            one.forgets(self)
        self._turn("deleted", {"channel": self.id, "actor_id": _actor(by)})

    async def connects(self, other: Workspace, *, name: str | None = None, members: Iterable[Person] = (), bot: bool = True) -> None:
        """Shares it with another workspace, where it goes by `name`; `members` are people of theirs, `bot`: theirs comes, too."""
        connections.connect(self, other, name or self.name, members, bot=bot)

    async def disconnects(self, other: Workspace) -> None:
        connections.disconnect(self, other)

    def _turn(self, what: str, event: JSON) -> None:
        for one in self.workspaces:
            self.turn_in(one, what, event, everywhere=not self.private)

    def turn_in(self, workspace: Workspace, what: str, event: JSON, *, everywhere: bool = True) -> None:
        """What becomes of a public channel is told to every app that may read channels, of a private one to those in it."""
        kind = f"{'group' if self.private and what not in _EITHER else 'channel'}_{what}"
        event = event | {"type": kind, "event_ts": self.workspace.sandbox.mint.ts()}
        workspace.emit(event, channel=self, everywhere=everywhere)

    def find(self, ts: str) -> Post | None:
        """A message that everyone can still see."""
        post = self.posts.get(ts)
        return post if post is not None and post.listed else None


def _actor(by: Person | None) -> str:
    return by.id if by is not None else "USLACKBOT"


_EITHER = ("shared", "unshared")  # named alike for private channels
_EVENT = {"channel": "channels", "group": "groups", "im": "im"}
