"""Slack's limits: one method's, in one workspace; nothing is asked before its time is over, and a channel hears a message a second."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from adapters.jobs import PACE, Jobs
from adapters.sandbox.slack import SlackSandbox, Workspace
from adapters.sandbox.slack.people import Person
from adapters.slack.app import SlackPlatform
from guildbot.bot import Guildbot
from guildbot.courier import SETTLE
from tests.conftest import Clock
from tests.on_slack.conftest import settings_for

POST = "chat.postMessage"


@pytest.fixture
def umbrella(slack: SlackSandbox) -> Workspace:
    """Zoe and Yan, elsewhere."""
    umbrella = slack.workspace("umbrella", name="Umbrella")
    for handle in ("zoe", "yan"):
        umbrella.person(handle, tz="Europe/London")
    umbrella.channel("rain")
    return umbrella


@pytest.fixture
async def jobs(bot: Guildbot, slack: SlackSandbox, acme: Workspace, umbrella: Workspace) -> AsyncIterator[Jobs]:
    """The bot in both workspaces, at a pace."""
    platform = SlackPlatform(bot, settings_for(slack))
    await platform.start()
    await slack.connected()
    yield Jobs(bot, {platform.name: platform}, PACE)
    await platform.stop()


def posts(slack: SlackSandbox) -> list[str]:
    """The workspaces in which something was posted, call by call."""
    return [one.workspace for one in slack.called(POST) if one.status == 200]


async def test_a_limit_in_one_workspace_is_none_in_another(
    slack: SlackSandbox, umbrella: Workspace, jobs: Jobs, ana: Person, clock: Clock
) -> None:
    await ana.types("care", "/kudos @ben for the soup on Monday evening")
    await ana.types("care", "/kudos @cleo for the bread on Monday evening")
    await umbrella.people["zoe"].types("rain", "/kudos @yan for the umbrella on Monday evening")
    slack.faults.limits(POST, retry_after=30)
    await jobs.work_off()
    assert posts(slack) == ["umbrella"]

    clock.move(seconds=29)
    await jobs.work_off()
    assert (len(slack.called(POST)), slack.pace.early) == (2, [])
    clock.move(seconds=1)
    await jobs.work_off()
    assert posts(slack) == ["umbrella", "acme", "acme"]
    assert slack.pace.early == []


async def test_a_limit_on_looking_is_none_on_writing(slack: SlackSandbox, jobs: Jobs, ana: Person, ben: Person, clock: Clock) -> None:
    await ana.types("care", "/kudos @ben for the soup on Monday evening")
    slack.faults.drops(POST, "after")
    await jobs.work_off()
    slack.faults.limits("conversations.history", retry_after=40)
    clock.now += SETTLE
    await jobs.work_off()
    await ana.types("care", "/kudos @cleo for the bread on Monday evening")
    await jobs.work_off()
    assert len(posts(slack)) == 1, "Cleo's"

    clock.now += SETTLE
    await jobs.work_off()
    clock.now += SETTLE
    await jobs.work_off()
    assert (len(slack.called("conversations.history")), slack.pace.early) == (2, [])
    assert len(ben.dms) == 1


async def test_a_channel_hears_one_message_a_second(
    slack: SlackSandbox, jobs: Jobs, bot: Guildbot, ana: Person, cleo: Person, clock: Clock
) -> None:
    for who, what in ((ana, "a second pair of eyes"), (cleo, "ten minutes of listening")):
        await who.types("care", f"/ask {what} because it is late")
    while (due := await jobs.next_due()) is not None and due < clock.now + timedelta(minutes=1):
        clock.now = max(clock.now, due)
        await jobs.work_off()
    heard = [float(one.answer["ts"]) for one in slack.called(POST) if one.answer["channel"] == ana.workspace.channels["care"].id]
    assert [round(at - heard[0]) for at in heard] == [0, 1]
    assert slack.pace.crowded == []
