"""One interaction: what the bot is sent, how long it may answer, and what the person is shown."""

from __future__ import annotations

import asyncio
import secrets
from typing import TYPE_CHECKING

from . import payloads, permissions
from .limits import LARGEST_FILE
from .record import Changes, Delivery, Json

if TYPE_CHECKING:
    from .messages import Post
    from .people import Person
    from .servers import Channel
    from .world import World

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
MESSAGE_ANSWER, DEFER, DEFER_UPDATE, UPDATE, SUGGEST, FORM = 4, 5, 6, 7, 8, 9
ANSWERS = {  # which callback types an interaction takes
    COMMAND: {MESSAGE_ANSWER, DEFER, FORM},
    COMPONENT: {MESSAGE_ANSWER, DEFER, DEFER_UPDATE, UPDATE, FORM},
    AUTOCOMPLETE: {SUGGEST},
    MODAL: {MESSAGE_ANSWER, DEFER, DEFER_UPDATE, UPDATE},
}


class Interaction:
    """`source` is the message whose component was used; a form opened from one keeps it."""

    def __init__(
        self,
        world: World,
        person: Person,
        channel: Channel,
        kind: int,
        data: Json,
        source: Post | None = None,
        *,
        triggered_by: Json | None = None,
    ) -> None:
        self.id = world.new_id()
        self.token = secrets.token_urlsafe(48)
        self.kind = kind
        self.person = person
        self.channel = channel
        self.data = data
        self.source = source
        self.began = asyncio.get_running_loop().time()
        self.answered: int | None = None  # the callback's type
        self.original: Post | None = None  # what @original means
        self.result: Post | None = None  # what the person was shown
        self.settled = False
        self.form: Json | None = None
        self.suggestions: list[Json] = []
        self.changes = Changes()
        self.triggered_by = triggered_by  # for a form: the interaction that opened it
        self._world = world
        self._forget_old()
        world.interactions[self.token] = self
        self.delivery: Delivery = world.gateway.tell(
            "INTERACTION_CREATE", self._payload(), key=self.id, server=channel.server, direct=channel.server is None, facts=self._facts()
        )

    @property
    def age(self) -> float:
        """Seconds since it was sent."""
        return asyncio.get_running_loop().time() - self.began

    async def answer(self) -> Post | None:
        """Waits until the bot has shown something. None: it showed nothing, or opened a form."""
        await self.changes.until(lambda: self.answered is not None, self._world.expiry - self.age)
        if self.answered in (DEFER, DEFER_UPDATE):
            patience = self._world.patience if self.answered == DEFER else min(self._world.patience, 2.0)
            await self.changes.until(lambda: self.settled, patience)
        if self.answered is None or (self.result is not None and self.result.deleted):
            return None
        return self.result

    def shows(self, post: Post | None) -> None:
        if post is not None:
            self.result = post
        self.settled = True
        self.changes.told()

    def _forget_old(self) -> None:
        """Drops interactions that were over long ago; tokens that merely expired keep their own refusal."""
        kept = self._world.interactions
        while kept and (oldest := next(iter(kept.values()))).age > 2 * self._world.token_life:
            del kept[oldest.token]

    def metadata(self) -> Json:
        """`interaction_metadata` of the messages that answer it."""
        data: Json = {
            "id": self.id,
            "type": self.kind,
            "user": payloads.user(self.person),
            "authorizing_integration_owners": self._owners(),
        }
        if self.kind == COMMAND:
            data |= {"name": self.data["name"], "command_type": self.data["type"]}
        if self.kind == COMPONENT and self.source is not None:
            data["interacted_message_id"] = self.source.id
        if self.triggered_by is not None:
            data["triggering_interaction_metadata"] = self.triggered_by
        return data

    @property
    def command(self) -> str | None:
        return str(self.data["name"]) if self.kind == COMMAND else None

    def _facts(self) -> Json:
        facts = {"type": self.kind, "user": self.person.handle, "channel": self.channel.id}
        name = self.data.get("custom_id") or self.data.get("name")
        return facts | {"name": name}

    def _owners(self) -> Json:
        server = self.channel.server
        return {"0": server.id if server is not None else "0"}

    def _payload(self) -> Json:
        world, server, person = self._world, self.channel.server, self.person
        member = server.members.get(person.id) if server is not None else None
        data: Json = {
            "id": self.id,
            "application_id": world.bot.id,
            "type": self.kind,
            "token": self.token,
            "version": 1,
            "data": self.data,
            "channel": payloads.partial_channel(self.channel, world.bot, member),
            "channel_id": self.channel.id,
            "locale": person.locale,
            "app_permissions": str(self._app_permissions()),
            "entitlements": [],
            "entitlement_sku_ids": [],
            "authorizing_integration_owners": self._owners(),
            "context": 0 if server is not None else 1,
            "attachment_size_limit": LARGEST_FILE,
        }
        if server is not None and member is not None:
            data |= {
                "guild_id": server.id,
                "guild": {"id": server.id, "locale": server.locale, "features": []},
                "guild_locale": server.locale,
                "member": payloads.acting_member(member),
            }
        else:
            data["user"] = payloads.user(person)
        if self.source is not None:
            data["message"] = payloads.message(self.source, world)
        return data

    def _app_permissions(self) -> int:
        server = self.channel.server
        if server is None:
            return permissions.EVERYONE
        if not self.channel.bot:
            return server.bot_permissions & ~permissions.VIEW_CHANNEL
        return server.bot_permissions if self.channel.bot_writes else server.bot_permissions & ~permissions.SEND_MESSAGES
