"""Slack on loopback: the Web API, Socket Mode, response_urls and uploads on one port."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from aiohttp import web

from . import granted, reading
from .api import Api
from .bell import Bell
from .faults import Faults
from .ids import Clock, Mint
from .messages import Post
from .pace import Pace
from .record import Delivery, Request
from .refusals import Refusal
from .responses import Responses
from .screens import Screens
from .triggers import Triggers
from .workspaces import Workspace


def _utc_now() -> datetime:
    return datetime.now(UTC)


class SlackSandbox:
    """`async with SlackSandbox() as slack:` serves until the block ends.

    `retries`: seconds after each failed try of an event at which the next follows; `expiry`: seconds in which events, commands and
    interactions must be acknowledged and triggers used; `patience`: seconds a gesture waits for something to appear after an empty answer.
    """

    def __init__(
        self,
        *,
        clock: Clock = _utc_now,
        retries: Sequence[float] = (0.0, 60.0, 300.0),
        expiry: float = 3.0,
        patience: float = 1.5,
        seed: int | None = None,
        port: int = 0,
    ) -> None:
        self.clock = clock
        self.retries = tuple(retries)
        self.expiry = expiry
        self.trigger_life = expiry
        self.patience = patience
        self.mint = Mint(clock, seed)
        self.bell = Bell()  # rung when a screen changes
        self.traffic = Bell()  # rung when a socket opens or closes and when something is acknowledged
        self.screens = Screens(self.bell)
        self.triggers = Triggers(self)
        self.responses = Responses(self)
        self.faults = Faults()
        self.pace = Pace(clock)
        self.workspaces: dict[str, Workspace] = {}  # by handle
        self.enterprises: dict[str, str] = {}  # id → name
        self.requests: list[Request] = []
        self.deliveries: list[Delivery] = []
        self.complaints: list[str] = []  # everything the bot sent that Slack refuses as malformed
        self._api = Api(self)
        self._port = port
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        self._runner = web.AppRunner(self._api.application(), access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for workspace in self.workspaces.values():
            workspace.line.stop()
            await workspace.line.close()
        if self._runner is not None:
            await self._runner.cleanup()

    # furnishing

    def workspace(
        self,
        handle: str,
        *,
        name: str | None = None,
        bot: str = "guildbot",
        enterprise: str | None = None,
        events: Iterable[str] = granted.EVENTS,
        scopes: Iterable[str] = granted.BOT_SCOPES,
        commands: Iterable[str] | None = None,
    ) -> Workspace:
        """A new workspace with the app installed. `commands`: those its manifest declares (None: any word is one)."""
        made = Workspace(
            self,
            handle,
            name or handle.capitalize(),
            bot=bot,
            enterprise=enterprise,
            events=events,
            scopes=scopes,
            commands=commands,
        )
        self.workspaces[handle] = made
        self._api.knows(made)
        return made

    def enterprise(self, name: str) -> str:
        """The id of a new organisation, for the `enterprise` of its workspaces."""
        id = self.mint.id("E")
        self.enterprises[id] = name
        return id

    def name_of(self, user_id: str) -> str:
        """Of somebody, or some bot, wherever they are known."""
        for workspace in self.workspaces.values():
            if user_id == workspace.bot_user_id:
                return workspace.bot_name
            if user_id in workspace.person_of:
                return workspace.person_of[user_id].name
        return user_id

    # what a bot needs

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self._port}/"

    @property
    def api_url(self) -> str:
        return f"{self.root}api/"

    def environment(self) -> dict[str, str]:
        """The bot's settings, tokens in the order the workspaces were made."""
        installed = [workspace for workspace in self.workspaces.values() if workspace.installed]
        return {
            "GUILDBOT_SLACK_BOT_TOKEN": ",".join(workspace.bot_token for workspace in installed),
            "GUILDBOT_SLACK_APP_TOKEN": ",".join(workspace.app_token for workspace in installed),
            "GUILDBOT_SLACK_API_URL": self.api_url,
        }

    async def connected(self, workspace: Workspace | None = None, *, sockets: int = 2, within: float = 10.0) -> None:
        """Waits until so many sockets are open and not asked to go (to every workspace, if none is named)."""
        waited_for = [workspace] if workspace is not None else [one for one in self.workspaces.values() if one.installed]
        await self.traffic.until(lambda: all(len(one.line.serving) >= sockets for one in waited_for), within)

    async def disconnected(self, workspace: Workspace, *, within: float = 10.0) -> None:
        """Waits until no socket is open, as after the bot was killed."""
        await self.traffic.until(lambda: not workspace.line.sockets, within)

    async def settled(self, within: float = 10.0) -> None:
        """Waits until everything sent is acknowledged or given up."""
        await self.traffic.until(lambda: not any(one.line.pending for one in self.workspaces.values()), within)

    # evidence

    def called(self, method: str) -> list[Request]:
        return [request for request in self.requests if request.method == method]

    @property
    def pings(self) -> list[tuple[Post, str]]:
        """Every live mention in anything a bot has posted."""
        return [(post, ping) for post in self._posts() for ping in post.pings]

    def _posts(self) -> Iterable[Post]:
        for workspace in self.workspaces.values():
            for channel in (*workspace.channel_of.values(), *workspace.deleted_channels):
                yield from channel.posts.values()

    def complains(self, what: str, refusal: Refusal) -> None:
        self.complaints.append(f"{what}: {refusal.error} {'; '.join(refusal.messages)}".strip())

    def text_of(self, post: Post) -> str:
        """As it is read on the screen."""
        if post.read is None:
            post.read = reading.read(post)
        return post.read[0]
