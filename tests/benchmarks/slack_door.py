"""Slack's front door without a network: signed requests, handed to a Bolt app."""

from __future__ import annotations

import hmac
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from hashlib import sha256
from typing import Any, Protocol
from urllib.parse import urlencode

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult

from adapters.slack.blocks import Team
from adapters.slack.dispatch import Ack

from . import floor, harness, town

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TEAM = Team(town.TEAM, town.TEAM_NAME, "https://acme.slack.com/", "U0BOT0001", "B0BOT0001")
Command = Callable[[Ack, dict[str, Any]], Awaitable[None]]


def bolt(command: Command, *, process_before_response: bool) -> AsyncApp:
    """An app as Bolt's documentation starts one, with one command and nothing else."""

    async def authorize(**_: Any) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=TEAM.id, bot_token="xoxb-", bot_id=TEAM.bot_id, bot_user_id=TEAM.bot_user)

    app = AsyncApp(signing_secret=SECRET, authorize=authorize, process_before_response=process_before_response)

    async def listener(ack: Ack, body: dict[str, Any]) -> None:
        await command(ack, body)

    app.command("/kudos")(listener)
    return app


class Thanking(Protocol):
    def thank(self, said: floor.Thanks) -> int | None: ...


def by_hand(path: Thanking) -> Command:
    """The floor's handler: no parsing to speak of, the raw transaction, a line of text."""

    async def command(ack: Ack, body: dict[str, Any]) -> None:
        mention, _, reason = body["text"].partition(" ")
        receiver = mention[2:].partition("|")[0]
        team, channel = body["team_id"], body["channel_id"]
        path.thank(floor.Thanks("slack", team, team, channel, body["user_id"], receiver, body["trigger_id"], reason))
        await ack(text="Passed on.")

    return command


def ready(app: AsyncApp) -> harness.Ready:
    """Commands of people of the town: bodies built and signed when they are asked for, dispatched and answered when they run."""

    def made(count: int) -> Sequence[harness.Operation]:
        return [partial(_dispatch, app, body, _signed(body)) for body in (_body() for _ in range(count))]

    return made


async def _dispatch(app: AsyncApp, body: str, headers: dict[str, str]) -> None:
    answer = await app.async_dispatch(AsyncBoltRequest(body=body, headers=dict(headers)))
    if answer.status != 200 or "Passed on" not in answer.body:
        raise AssertionError(f"{answer.status}: {answer.body}")


def _body() -> str:
    (giver, receiver), number = town.two(), town.fresh()
    return urlencode(
        {
            "token": "verification",
            "team_id": TEAM.id,
            "team_domain": "acme",
            "channel_id": town.ROOM,
            "channel_name": "care",
            "user_id": town.slack_user(giver),
            "user_name": f"person.{giver}",
            "command": "/kudos",
            "text": f"<@{town.slack_user(receiver)}|person.{receiver}> {town.REASON}, {number}",
            "api_app_id": "A0BENCH01",
            "is_enterprise_install": "false",
            "response_url": "https://hooks.slack.com/commands/T0BENCH01/1/secret",
            "trigger_id": f"{number}.{number}.4d0e",
        }
    )


def _signed(body: str) -> dict[str, str]:
    now = str(int(time.time()))
    signature = hmac.new(SECRET.encode(), f"v0:{now}:{body}".encode(), sha256).hexdigest()
    return {
        "content-type": "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": now,
        "x-slack-signature": f"v0={signature}",
    }
