"""Slack as a platform: one internal app per workspace, each with its Bolt app and its sockets."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient

from adapters.errors import CannotStart
from adapters.limits import Limits
from adapters.slack import chapters
from adapters.slack.blocks import Team
from adapters.slack.dispatch import Ack, Dispatch
from adapters.slack.notices import LOCKED_OUT_PAUSE, Post
from adapters.slack.sockets import Sockets
from adapters.slack.table import TABLE
from adapters.slack.wire import Payload
from guildbot import spaces
from guildbot.bot import Guildbot
from guildbot.courier import Busy, Letter, ToAccount, Unreachable
from guildbot.kinds import SpaceKind
from guildbot.people import Facts
from guildbot.records import Seal
from guildbot.settings import Settings
from guildbot.who import AccountRef

log = structlog.get_logger()
TIMEOUT = aiohttp.ClientTimeout(total=15)
_ANY = re.compile(".*")
_KINDS = frozenset(("event_callback", "block_actions", "block_suggestion", "view_submission", "view_closed", "shortcut", "message_action"))


@dataclass(frozen=True, slots=True)
class Workspace:
    """One workspace, connected."""

    team: Team
    app: AsyncApp
    dispatch: Dispatch
    post: Post
    sockets: Sockets


class SlackPlatform:
    """All workspaces of the settings; also the courier's Messenger to them."""

    name = "slack"
    one_by_one = True  # Slack's limits are a method's in a workspace

    def __init__(self, bot: Guildbot, settings: Settings, seal: Seal | None = None) -> None:
        self.bot, self.settings, self._seal = bot, settings, seal
        self.workspaces: dict[str, Workspace] = {}  # by team id
        self._left_out: list[str] = []  # why, for each pair of tokens that does not work
        self._session: aiohttp.ClientSession | None = None
        self._leaving: set[asyncio.Task[None]] = set()
        self._logger = logging.getLogger("slack")

    @property
    def ready(self) -> bool:
        return bool(self.workspaces) and all(one.sockets.ready for one in self.workspaces.values())

    async def start(self) -> None:
        """Every workspace known and connected; one that cannot be is left out. Raises CannotStart when none can."""
        self._session = aiohttp.ClientSession(timeout=TIMEOUT)
        pairs = list(zip(self.settings.slack_bot_token, self.settings.slack_app_token, strict=True))
        for number, (bot_token, app_token) in enumerate(pairs, 1):
            which = f" {number} of {len(pairs)}" if len(pairs) > 1 else ""
            try:
                await self._connect(bot_token, app_token, which)
            except CannotStart as why:
                self._left_out.append(str(why))
                log.error("a workspace is left out", why=str(why))
        if self._left_out and not self.workspaces:
            raise CannotStart("\n".join(dict.fromkeys(self._left_out)))

    async def stop(self) -> None:
        for workspace in list(self.workspaces.values()):
            await _close(workspace)
        await asyncio.gather(*self._leaving, return_exceptions=True)
        self.workspaces.clear()
        if self._session is not None:
            await self._session.close()

    async def _connect(self, bot_token: str, app_token: str, which: str) -> None:
        client = AsyncWebClient(
            bot_token, base_url=self.settings.slack_api_url, session=self._session, logger=self._logger, retry_handlers=[NothingWasSent()]
        )
        try:
            team = _team(await client.auth_test())
        except SlackApiError as error:
            raise CannotStart(
                f"Slack does not take bot token{which} ({error.response['error']}). "
                "Copy the “Bot User OAuth Token” from “OAuth & Permissions” into GUILDBOT_SLACK_BOT_TOKEN."
            ) from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise CannotStart(
                f"Slack cannot be reached at {self.settings.slack_api_url} ({error}). Check the network, a proxy or a firewall."
            ) from None
        if team.id in self.workspaces:
            raise CannotStart(f"Bot token{which} belongs to {team.name}, which another token serves already. Remove one of the two pairs.")
        workspace = self._workspace(team, client, app_token)
        await self.bot.tend(spaces.install, self.name, team.id, team.name, SpaceKind.WORKSPACE)
        try:
            await workspace.sockets.open()
        except SlackApiError as error:
            await _close(workspace)
            raise CannotStart(
                f"Slack does not take app token{which}, for {team.name} ({error.response['error']}). Make an app-level token with "
                "connections:write under “Basic Information”, switch Socket Mode on, and put it into GUILDBOT_SLACK_APP_TOKEN."
            ) from None
        except (aiohttp.ClientError, TimeoutError, OSError):
            await _close(workspace)
            raise CannotStart(f"No socket to Slack opens for {team.name}. Check that your network lets wss:// through.") from None
        self.workspaces[team.id] = workspace
        workspace.dispatch.later(chapters.look_round(workspace.dispatch))

    def _workspace(self, team: Team, client: AsyncWebClient, app_token: str) -> Workspace:
        app, dispatch = build_app(self.bot, self.settings, team, client, removed=self._forget, logger=self._logger, seal=self._seal)
        return Workspace(
            team, app, dispatch, Post(client, dispatch.voice, Limits(self.bot.clock)), Sockets(app, app_token, client, self._logger)
        )

    def _forget(self, team_id: str) -> None:
        """The app was uninstalled: its sockets close once this event is acknowledged."""
        workspace = self.workspaces.pop(team_id, None)
        if workspace is None:
            return
        workspace.sockets.let_go()

        async def leave() -> None:
            await asyncio.sleep(1)  # the acknowledgement goes first
            await _close(workspace)

        task = asyncio.create_task(leave())
        self._leaving.add(task)
        task.add_done_callback(self._leaving.discard)

    # the courier's Messenger

    async def deliver(self, letter: Letter) -> str:
        return await self._post_for(letter).deliver(letter)

    async def find(self, letter: Letter) -> str | None:
        return await self._post_for(letter).find(letter)

    async def look_up(self, account: AccountRef, space: str) -> Facts | None:
        workspace = self.workspaces.get(space)
        return await workspace.post.look_up(account.id) if workspace is not None else None

    def _post_for(self, letter: Letter) -> Post:
        to = letter.to
        workspace = self.workspaces.get(to.space or "")
        if workspace is None and isinstance(to, ToAccount):
            workspace = next((one for one in self.workspaces.values() if one.team.realm == to.account.realm), None)
        if workspace is None and self._left_out:  # it may be that one; its host can mend the token
            raise Busy(LOCKED_OUT_PAUSE)
        if workspace is None:
            raise Unreachable("the bot is not in that workspace")
        return workspace.post

    async def settled(self) -> None:
        """Waits until everything that follows an acknowledgement is done."""
        for workspace in list(self.workspaces.values()):
            await workspace.dispatch.finish()


def build_app(
    bot: Guildbot,
    settings: Settings,
    team: Team,
    client: AsyncWebClient | None = None,
    *,
    signing_secret: str | None = None,
    removed: Callable[[str], None] = lambda team_id: None,
    logger: logging.Logger | None = None,
    seal: Seal | None = None,
) -> tuple[AsyncApp, Dispatch]:
    """The Bolt app of one workspace; touches no network. Requests are verified when there is a signing secret.

    Few, wide listeners: each costs every event some microseconds, so the rest of the way goes through our own table.
    """
    client = client or AsyncWebClient("", base_url=settings.slack_api_url)
    dispatch = Dispatch(bot, settings, team, client, TABLE, removed, seal)

    async def authorize(**_: Any) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=team.enterprise, team_id=team.id, bot_token=client.token, bot_id=team.bot_id, bot_user_id=team.bot_user
        )

    over_http = bool(signing_secret)
    app = AsyncApp(
        name="guildbot", logger=logger, client=AsyncWebClient(base_url=client.base_url, session=client.session, logger=client.logger),
        authorize=authorize, process_before_response=True, signing_secret=signing_secret or "", request_verification_enabled=over_http,
        ssl_check_enabled=over_http, url_verification_enabled=over_http, attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )  # fmt: skip
    app.use(_AnswerTheRest())
    app.error(_quietly)
    app.command(_ANY)(_listener(dispatch.command))
    app.event(_ANY)(_listener(dispatch.event))
    app.action(_ANY)(_listener(dispatch.press))
    app.view(_ANY)(_listener(dispatch.submit))
    app.options(_ANY)(_listener(dispatch.options))
    app.shortcut(_ANY)(_listener(dispatch.shortcut))
    return app, dispatch


def _listener(answer: Callable[[Ack, Payload], Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    async def listener(ack: Ack, body: dict[str, Any]) -> None:
        await answer(ack, body)

    return listener


class _AnswerTheRest(AsyncMiddleware):
    """Unheard payloads would be sent again, and count as failures of ours. A class, as Bolt gathers arguments for functions each time."""

    async def async_process(
        self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[BoltResponse]]
    ) -> BoltResponse:
        heard = "command" in req.body or req.body.get("type") in _KINDS
        return await (next() if heard else req.context.ack())


async def _quietly(error: Exception) -> None:
    """Failures were logged where they happened; the answer stays 500, so that Slack sends an event again."""
    del error


def _team(said: Any) -> Team:
    return Team(said["team_id"], said["team"], said["url"], said["user_id"], said.get("bot_id") or "", said.get("enterprise_id"))


async def _close(workspace: Workspace) -> None:
    await workspace.sockets.close()
    await workspace.dispatch.finish()


class NothingWasSent(AsyncRetryHandler):
    """Tries again only when no connection came about: the SDK's own handler repeats calls that may have arrived, one call, two posts."""

    async def _can_retry_async(
        self, *, state: RetryState, request: HttpRequest, response: HttpResponse | None = None, error: Exception | None = None
    ) -> bool:
        return isinstance(error, aiohttp.ClientConnectorError)
