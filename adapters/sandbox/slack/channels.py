"""A conversation: a channel, a private one, or a direct message with the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import pings
from .messages import Post, wire
from .record import JSON

if TYPE_CHECKING:
    from .people import Person
    from .workspaces import Workspace


class Channel:
    """Made by `Workspace.channel` or by the first direct message."""

    def __init__(self, workspace: Workspace, id: str, name: str, kind: str, *, everyone: bool) -> None:
        self.workspace = workspace
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
    def has_bot(self) -> bool:
        return self.workspace.bot_user_id in self.members

    @property
    def shared(self) -> bool:
        """Whether somebody of another workspace is in it (Slack Connect)."""
        return not self.workspace.strangers.isdisjoint(self.members)

    @property
    def person(self) -> str:
        """The other end of a direct message."""
        return next(user for user in self.members if user != self.workspace.bot_user_id)

    def wire(self) -> JSON:
        """The channel object of `conversations.info`."""
        if self.kind == "im":
            gone = self.workspace.person_of[self.person].deleted
            return {"id": self.id, "is_im": True, "user": self.person, "is_user_deleted": gone, "is_archived": gone, "created": 0}
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": self.kind == "channel",
            "is_group": False,
            "is_im": False,
            "is_mpim": False,
            "is_private": self.private,
            "is_archived": self.archived,
            "is_general": False,
            "is_member": self.has_bot,
            "is_shared": self.shared,
            "is_ext_shared": self.shared,
            "is_org_shared": False,
            "context_team_id": self.workspace.id,
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
            self._emit_message({"subtype": "message_changed", "hidden": True, "message": wire(post), "ts": now, "event_ts": now})

    def remove(self, post: Post, *, trigger: str | None = None) -> None:
        """A message is deleted, by whoever."""
        previous = wire(post) if f"message.{_EVENT[self.kind]}" in self.workspace.events else {}
        post.deleted = True
        self.workspace.sandbox.screens.shows(post, trigger=trigger)
        if post.to is None:
            now = self.workspace.sandbox.mint.ts()
            gone = {"subtype": "message_deleted", "hidden": True, "deleted_ts": post.ts, "previous_message": previous}
            self._emit_message(gone | {"ts": now, "event_ts": now})

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
        self.workspace.emit(event | {"event_ts": sandbox.mint.ts()}, channel=self)

    def _say(self, event: JSON, post: Post) -> None:
        workspace = self.workspace
        mentioned = not post.by_bot and not post.platform and f"<@{workspace.bot_user_id}>" in post.text
        if not mentioned and f"message.{_EVENT[self.kind]}" not in workspace.events:
            return
        event = wire(post) | event
        author = workspace.person_of.get(post.author)
        if author is not None and author.team is not workspace:
            event |= {"user_team": author.team.id, "source_team": author.team.id}
        if mentioned and self.kind != "im":
            workspace.emit(event | {"type": "app_mention"}, channel=self)
        self._emit_message(event)

    def _emit_message(self, event: JSON) -> None:
        kind = {"type": "message", "channel": self.id, "channel_type": self.kind}
        self.workspace.emit(event | kind, channel=self)

    async def invites_bot(self, by: Person | None = None) -> None:
        """Somebody adds the bot."""
        self.admits(self.workspace.bot_user_id, by)

    async def removes_bot(self) -> None:
        self.members.discard(self.workspace.bot_user_id)
        self._membership("member_left_channel", self.workspace.bot_user_id)

    def admits(self, user: str, by: Person | None = None) -> None:
        """The bot or a person comes in."""
        self.members.add(user)
        self._membership("member_joined_channel", user, by)

    def leave(self, person: Person) -> None:
        self.members.discard(person.id)
        self._membership("member_left_channel", person.id)

    def _membership(self, kind: str, user: str, by: Person | None = None) -> None:
        event: JSON = {"type": kind, "user": user, "channel": self.id, "channel_type": "G" if self.private else "C"}
        event |= {"team": self.workspace.id, "event_ts": self.workspace.sandbox.mint.ts()}
        if by is not None:
            event["inviter"] = by.id
        self.workspace.emit(event, channel=self)

    async def archives(self, by: Person) -> None:
        self.archived = True
        self._turn("archive", {"channel": self.id, "user": by.id})

    async def unarchives(self, by: Person) -> None:
        self.archived = False
        self._turn("unarchive", {"channel": self.id, "user": by.id})

    async def renames(self, name: str) -> None:
        self.workspace.channels[name] = self.workspace.channels.pop(self.name)
        self.name = name
        self._turn("rename", {"channel": {"id": self.id, "name": name, "created": 0}})

    def _turn(self, what: str, event: JSON) -> None:
        kind = f"{'group' if self.private else 'channel'}_{what}"
        self.workspace.emit(event | {"type": kind, "event_ts": self.workspace.sandbox.mint.ts()}, channel=self)

    def find(self, ts: str) -> Post | None:
        """A message that everyone can still see."""
        post = self.posts.get(ts)
        return post if post is not None and post.listed else None


_EVENT = {"channel": "channels", "group": "groups", "im": "im"}
