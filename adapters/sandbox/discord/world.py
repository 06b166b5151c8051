"""Everything that exists in this Discord: accounts, servers, channels, messages, and the bot's application."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from datetime import datetime

from . import payloads, refusals
from .commands import Commands
from .faults import Faults
from .gateway import Gateway
from .interactions import Interaction
from .limits import EPHEMERAL
from .messages import Nonces, Post, apply_mentions
from .pace import Pace
from .people import Person
from .record import Changes, Delivery, Json, Request
from .servers import DIRECT, PUBLIC_THREAD, Account, Channel, Server
from .snowflakes import Snowflakes

DISCORD = Account("643945264868098049", "discord", "Discord", bot=True)


class World:
    origin = ""  # http://127.0.0.1:PORT once it listens

    def __init__(
        self,
        clock: Callable[[], datetime],
        *,
        expiry: float,
        token_life: float,
        patience: float,
        nonce_window: float,
        session_life: float,
        heartbeat: float,
        privileged: Collection[str],
        shards: int,
        bot_name: str,
    ) -> None:
        self.clock = clock
        self.expiry = expiry
        self.token_life = token_life
        self.patience = patience
        self.shards = shards
        self.new_id = Snowflakes(clock)
        self.bot = Account(self.new_id(), bot_name, bot_name, bot=True)
        self.token = f"sandbox.{secrets.token_hex(8)}.{secrets.token_hex(16)}"
        self.people: dict[str, Person] = {}
        self.accounts: dict[str, Account] = {self.bot.id: self.bot}
        self.servers: dict[str, Server] = {}
        self.channels: dict[str, Channel] = {}
        self.posts: dict[str, Post] = {}
        self.interactions: dict[str, Interaction] = {}
        self.commands = Commands(self)
        self.nonces = Nonces(nonce_window)
        self.requests: list[Request] = []
        self.deliveries: list[Delivery] = []
        self.changes = Changes()
        self.faults = Faults()
        self.pace = Pace(clock)
        self.changed: list[Post] = []  # every message, once for each time it changed
        self.gateway = Gateway(self, session_life=session_life, heartbeat=heartbeat, privileged=privileged)
        self._reserved: dict[str, str] = {}

    def id_of(self, handle: str) -> str:
        """The user id of a handle, kept for them when they have not come yet."""
        if handle in self.people:
            return self.people[handle].id
        return self._reserved.setdefault(handle, self.new_id())

    def newcomer(self, handle: str, name: str, *, bot: bool, closed_dms: bool, locale: str) -> Person:
        person = Person(self, self.id_of(handle), handle, name, bot=bot, closed_dms=closed_dms, locale=locale)
        self.people[handle] = person
        self.accounts[person.id] = person
        return person

    def server_of(self, id: str) -> Server | None:
        return next((server for server in self.servers.values() if server.id == id), None)

    def direct(self, person: Person) -> Channel:
        """The conversation between this person and the bot."""
        if person.direct is None:
            person.direct = Channel(self.new_id(), person.handle, DIRECT, recipient=person)
            self.channels[person.direct.id] = person.direct
        return person.direct

    def thread(self, parent: Channel, name: str, owner: Account, starter: Post | None) -> Channel:
        assert parent.server is not None
        thread = Channel(starter.id if starter else self.new_id(), name, PUBLIC_THREAD, parent.server, parent.bot, parent.bot_writes)
        thread.members, thread.parent, thread.owner, thread.opened = parent.members, parent, owner, self.clock()
        self.channels[thread.id] = thread
        parent.server.threads.append(thread)
        if starter is not None:
            starter.thread = thread
        if thread.heard:
            data = {**payloads.channel(thread, self.bot), "newly_created": True}
            self.gateway.tell("THREAD_CREATE", data, key=thread.id, server=parent.server)
        return thread

    def publish(self, post: Post, allowed: Json | None) -> None:
        """A message is there: kept, announced, seen."""
        apply_mentions(self, post, allowed)
        self.posts[post.id] = post
        post.channel.posts[post.id] = post
        self._announce(post, "MESSAGE_CREATE")
        self.changed_on_screen(post)

    def revise(self, post: Post, allowed: Json | None) -> None:
        post.edited = self.clock()
        apply_mentions(self, post, allowed)
        self._announce(post, "MESSAGE_UPDATE")
        self.changed_on_screen(post)

    def remove(self, post: Post) -> None:
        post.deleted = True
        post.channel.posts.pop(post.id, None)
        del self.posts[post.id]
        if not post.ephemeral and post.channel.heard:
            data = {"id": post.id, "channel_id": post.channel.id, **self._place(post.channel)}
            self.gateway.tell("MESSAGE_DELETE", data, key=post.id, server=post.channel.server, direct=post.channel.server is None)
        self.changed_on_screen(post)

    def react(self, post: Post, account: Account, key: str) -> None:
        users = post.reactions.setdefault(key, [])
        if account.id not in users:
            users.append(account.id)
            self._tell_reaction("MESSAGE_REACTION_ADD", post, account, key)

    def unreact(self, post: Post, account: Account, key: str) -> None:
        users = post.reactions.get(key, [])
        if account.id in users:
            users.remove(account.id)
            if not users:
                del post.reactions[key]
            self._tell_reaction("MESSAGE_REACTION_REMOVE", post, account, key)

    def clear_reactions(self, post: Post, key: str | None = None) -> None:
        where: Json = {"channel_id": post.channel.id, "message_id": post.id, **self._place(post.channel)}
        kind = "MESSAGE_REACTION_REMOVE_ALL"
        if key is None:
            post.reactions.clear()
        else:
            post.reactions.pop(key, None)
            kind = "MESSAGE_REACTION_REMOVE_EMOJI"
            where["emoji"] = payloads.emoji(key)
        if post.channel.heard:
            self.gateway.tell(kind, where, key=post.id, server=post.channel.server, direct=post.channel.server is None)
        self.changed_on_screen(post)

    def changed_on_screen(self, post: Post) -> None:
        self.changed.append(post)
        self.changes.told()

    def platform_says(self, person: Person, channel: Channel, text: str) -> Post:
        """A line that Discord's own client draws, for this person only."""
        post = Post(self.new_id(), channel, DISCORD, self.clock(), text, flags=EPHEMERAL, only_for=person, by_platform=True)
        self.posts[post.id] = post
        channel.posts[post.id] = post
        self.changed_on_screen(post)
        return post

    def words_hidden(self, post: Post) -> bool:
        """Whether a bot without the message content intent gets this message blank."""
        if post.author is self.bot or post.channel.server is None:
            return False
        return self.bot not in post.mentions

    def channel_for_bot(self, id: str) -> Channel:
        """The channel, when the bot may look inside; else Discord's refusal."""
        channel = self.channels.get(id)
        if channel is None:
            raise refusals.unknown_channel()
        if not channel.heard:
            raise refusals.missing_access()
        return channel

    def _announce(self, post: Post, kind: str) -> None:
        if post.ephemeral or not post.channel.heard:
            return
        full = payloads.message_event(post, self)
        hidden = payloads.message_event(post, self, blank=True) if self.words_hidden(post) else None
        if post.nonce is not None and kind == "MESSAGE_CREATE":
            full["nonce"] = post.nonce
        facts = {"channel": post.channel.id, "author": post.author.handle}
        server = post.channel.server
        self.gateway.tell(kind, full, key=post.id, server=server, direct=server is None, hidden=hidden, facts=facts)

    def _tell_reaction(self, kind: str, post: Post, account: Account, key: str) -> None:
        channel, server = post.channel, post.channel.server
        if channel.heard:
            data: Json = {
                "user_id": account.id,
                "channel_id": channel.id,
                "message_id": post.id,
                "emoji": payloads.emoji(key),
                "type": 0,
                "burst": False,
                **self._place(channel),
            }
            if kind == "MESSAGE_REACTION_ADD":
                data |= {"message_author_id": post.author.id, "burst_colors": []}
                if server is not None and account.id in server.members:
                    data["member"] = payloads.member(server.members[account.id])
            facts = {"message": post.id, "user": account.handle, "emoji": key}
            name = f"{channel.id}:{post.id}:{account.id}:{key}"
            self.gateway.tell(kind, data, key=name, server=server, direct=server is None, facts=facts)
        self.changed_on_screen(post)

    def _place(self, channel: Channel) -> Json:
        return {} if channel.server is None else {"guild_id": channel.server.id}
