"""Bad weather at the Slack stand-in: limits that hold, answers that get lost, late accepts; and a record of the bot's pace."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.sandbox.slack import SlackSandbox, Workspace
from tests.conftest import Clock


@pytest.fixture
async def slack(clock: Clock) -> AsyncIterator[SlackSandbox]:
    async with SlackSandbox(clock=clock) as sandbox:
        yield sandbox


@pytest.fixture
def acme(slack: SlackSandbox) -> Workspace:
    acme = slack.workspace("acme")
    acme.channel("care")
    acme.channel("craft")
    return acme


class Caller:
    """A bot that tries nothing twice."""

    def __init__(self, slack: SlackSandbox, workspace: Workspace, patience: int = 5) -> None:
        self._workspace = workspace
        self.client = AsyncWebClient(workspace.bot_token, base_url=slack.api_url, retry_handlers=[], timeout=patience)

    async def says(self, text: str, channel: str = "care") -> str:
        """What became of it: sent, lost, or refused and for how long."""
        try:
            await self.client.chat_postMessage(channel=self._workspace.channels[channel].id, text=text)
        except SlackApiError as error:
            return f"{error.response.status_code} {error.response['error']}, {error.response.headers['Retry-After']} s"
        except (TimeoutError, aiohttp.ClientError):
            return "lost"
        return "sent"

    def stands(self, channel: str = "care") -> list[str]:
        return [post.text for post in self._workspace.channels[channel].posts.values()]


async def test_a_limit_holds_for_one_method_in_one_workspace(slack: SlackSandbox, acme: Workspace, clock: Clock) -> None:
    other = slack.workspace("umbrella")
    other.channel("care")
    bot, elsewhere = Caller(slack, acme), Caller(slack, other)
    slack.faults.limits("chat.postMessage", retry_after=7)
    assert await bot.says("one") == "429 ratelimited, 7 s"
    assert slack.pace.early == []

    clock.move(seconds=2.5)
    assert await bot.says("two", "craft") == "429 ratelimited, 5 s", "whatever the channel"
    assert await elsewhere.says("three") == "sent"
    await bot.client.conversations_history(channel=acme.channels["care"].id)
    assert [one.body["text"] for one in slack.pace.early] == ["two"]

    clock.move(seconds=4.5)
    assert await bot.says("four") == "sent"
    assert (slack.pace.limited, len(slack.pace.early)) == (2, 1)


async def test_a_storm_strikes_by_shares_and_the_same_seed_strikes_the_same(acme: Workspace, slack: SlackSandbox, clock: Clock) -> None:
    bot, told = Caller(slack, acme), list[list[str]]()
    for _ in range(2):
        slack.faults.calm()
        slack.faults.storms("chat.postMessage", limited=0.1, dropped=0.05, slow=0.05, delay=0.0, seed=4)
        told.append([])
        for number in range(200):
            told[-1].append(await bot.says(f"{number}"))
            clock.move(seconds=1)
    assert told[0] == told[1]
    assert 10 <= told[0].count("429 ratelimited, 1 s") <= 32
    assert 3 <= told[0].count("lost") <= 20
    assert slack.pace.early == []
    assert len(bot.stands()) == 400 - slack.pace.limited, "what was lost was said all the same"


async def test_a_late_accept_comes_although_nobody_waits_for_it(slack: SlackSandbox, acme: Workspace) -> None:
    hasty = Caller(slack, acme, patience=0)  # no limit of its own
    slack.faults.delays("chat.postMessage", 0.1)
    saying = asyncio.create_task(hasty.says("late"))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(saying, 0.03)
    assert hasty.stands() == []
    async with asyncio.timeout(5):
        while not hasty.stands():  # noqa: ASYNC110 — no bell rings for a channel without people
            await asyncio.sleep(0.01)
    assert hasty.stands() == ["late"]


async def test_two_messages_in_a_channel_within_a_second_are_noted(slack: SlackSandbox, acme: Workspace, clock: Clock) -> None:
    bot = Caller(slack, acme)
    await bot.says("one")
    await bot.says("elsewhere", "craft")
    clock.move(seconds=0.4)
    await bot.says("two")
    clock.move(seconds=1)
    await bot.says("three")
    (crowded,) = slack.pace.crowded
    assert (crowded.channel, crowded.seconds) == (acme.channels["care"].id, 0.4)
