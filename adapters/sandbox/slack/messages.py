"""A message as Slack stores it, and as the API and the events spell it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from adapters.sandbox.view import Button, Menu

from .record import JSON

if TYPE_CHECKING:
    from .channels import Channel
    from .workspaces import Workspace


@dataclass(slots=True, eq=False)
class Post:
    channel: Channel
    ts: str
    author: str  # a user id
    text: str
    blocks: list[JSON] = field(default_factory=list)
    attachments: list[JSON] = field(default_factory=list)
    metadata: JSON | None = None
    thread_ts: str | None = None
    by_bot: bool = False
    to: str | None = None  # the one person who sees it, if it is ephemeral
    platform: bool = False  # Slack itself says it
    edited: str | None = None
    deleted: bool = False
    mrkdwn: bool = True
    reactions: dict[str, list[str]] = field(default_factory=dict)
    files: list[Upload] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    pings: tuple[str, ...] = ()
    raw: JSON = field(default_factory=dict)
    state: dict[str, JSON] = field(default_factory=dict)  # what people picked in it
    read: tuple[str, tuple[Button, ...], tuple[Menu, ...]] | None = None  # the rendering, until it changes

    @property
    def listed(self) -> bool:
        """In the channel's history for everyone."""
        return self.to is None and not self.deleted

    @property
    def parent(self) -> str | None:
        """The thread it replies in; None for a thread's own first message."""
        return self.thread_ts if self.thread_ts != self.ts else None


@dataclass(slots=True, eq=False)
class Upload:
    id: str
    name: str
    title: str
    content: bytes = b""
    arrived: bool = False
    owner: str = ""

    def wire(self, workspace: Workspace) -> JSON:
        link = f"{workspace.url}files/{self.owner}/{self.id}/{self.name}"
        return {
            "id": self.id,
            "name": self.name,
            "title": self.title,
            "size": len(self.content),
            "mode": "hosted",
            "user": self.owner,
            "user_team": workspace.id,
            "filetype": self.name.rpartition(".")[2],
            "permalink": link,
            "url_private": link,
        }


def wire(post: Post, workspace: Workspace, *, metadata: bool = False) -> JSON:
    """The message object of `conversations.history`, `message` events and interactions, as that workspace's app gets it."""
    said: JSON = {"type": "message", "user": post.author, "text": post.text, "ts": post.ts, "team": workspace.id}
    if post.by_bot:
        app = post.channel.app_of(post)
        said |= {"team": app.id, "bot_id": app.bot_id, "app_id": app.app_id, "bot_profile": _bot_profile(app)}
    elif (author := workspace.person_of.get(post.author)) is not None:
        if author.bot:
            said["bot_id"] = author.bot_id
        if author.stranger:  # people of an organisation go by its id instead of their workspace's
            home = author.team.enterprise_id or author.team.id
            said |= {"team": home, "user_team": home, "source_team": home}
    if post.to is not None:
        said |= {"subtype": "bot_message", "is_ephemeral": True}
    optional: tuple[tuple[str, Any], ...] = (
        ("blocks", post.blocks),
        ("attachments", post.attachments),
        ("thread_ts", post.thread_ts),
        ("reactions", _reactions(post)),
        ("files", [file.wire(workspace) for file in post.files]),
        ("metadata", post.metadata if metadata else None),
    )
    said.update((key, value) for key, value in optional if value)
    if post.edited:
        said["edited"] = {"user": post.author, "ts": post.edited}
    _add_thread(said, post)
    return said


def tombstone(post: Post) -> JSON:
    """What is left of a deleted message that has replies."""
    said: JSON = {"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "text": "This message was deleted.", "ts": post.ts}
    _add_thread(said, post)
    return said | {"thread_ts": post.ts, "hidden": True}


def _add_thread(said: JSON, post: Post) -> None:
    posts = post.channel.posts
    replies = [posts[ts] for ts in post.replies if not posts[ts].deleted]
    if replies:
        people = list(dict.fromkeys(reply.author for reply in replies))
        said.update(thread_ts=post.ts, reply_count=len(replies), reply_users_count=len(people))
        said.update(reply_users=people[:5], latest_reply=replies[-1].ts)
    elif post.parent is not None and post.parent in posts:
        said["parent_user_id"] = posts[post.parent].author


def _reactions(post: Post) -> list[JSON]:
    return [{"name": name, "users": list(users), "count": len(users)} for name, users in post.reactions.items() if users]


def _bot_profile(workspace: Workspace) -> JSON:
    return {
        "id": workspace.bot_id,
        "app_id": workspace.app_id,
        "name": workspace.bot_name,
        "deleted": False,
        "updated": 0,
        "team_id": workspace.id,
    }
