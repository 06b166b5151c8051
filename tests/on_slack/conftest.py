"""Real Bolt over real sockets: a workspace on loopback, the bot in it, people at its keyboards."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from adapters.jobs import Jobs
from adapters.sandbox.slack import SlackSandbox, Workspace
from adapters.sandbox.slack.people import Person
from adapters.sandbox.view import Form, Message
from adapters.slack.app import SlackPlatform
from guildbot.bot import Guildbot
from guildbot.settings import Settings
from tests.conftest import Clock

Deliver = Callable[[], Awaitable[None]]
Found = Callable[..., Awaitable[None]]


@pytest.fixture
async def slack(clock: Clock) -> AsyncIterator[SlackSandbox]:
    async with SlackSandbox(clock=clock, retries=(0.0, 0.05, 0.1), patience=0.3, seed=7) as sandbox:
        yield sandbox
        assert sandbox.complaints == []


@pytest.fixture
def acme(slack: SlackSandbox) -> Workspace:
    """Ana, Ben and Cleo, with a channel called care."""
    acme = slack.workspace("acme", name="Acme")
    acme.person("ana", name="Ana Ruiz", tz="Europe/London")
    acme.person("ben", name="Ben Okri", tz="Europe/London")
    acme.person("cleo", name="Cleo Marsh", tz="Europe/London")
    acme.channel("care")
    return acme


@pytest.fixture
def ana(acme: Workspace) -> Person:
    return acme.people["ana"]


@pytest.fixture
def ben(acme: Workspace) -> Person:
    return acme.people["ben"]


@pytest.fixture
def cleo(acme: Workspace) -> Person:
    return acme.people["cleo"]


def settings_for(slack: SlackSandbox, **more: str) -> Settings:
    said = {key.removeprefix("GUILDBOT_").lower(): value for key, value in slack.environment().items()}
    return Settings(_env_file=None, host_name="the Tidewater cooperative", **{**said, **more})  # type: ignore[arg-type, call-arg]


@pytest.fixture
async def platform(bot: Guildbot, slack: SlackSandbox, acme: Workspace) -> AsyncIterator[SlackPlatform]:
    """The bot, connected to every workspace made so far."""
    platform = SlackPlatform(bot, settings_for(slack))
    await platform.start()
    await slack.connected()
    yield platform
    await platform.stop()


async def used_it_before(*people: Person) -> None:
    """They have met the bot: thanks to them are kept without being asked (rule P8)."""
    for one in people:
        hall = one.workspace.channels.get("hall") or one.workspace.channel("hall")
        await one.types(hall, "/kudos mine")


def labels_of(shown: Message | Form) -> list[str]:
    return [one.label for one in shown.buttons]


@pytest.fixture
def found(acme: Workspace, deliver: Deliver) -> Found:
    """A guild, begun in a channel by the first and joined by the others through its post."""

    async def begin(name: str, *people: Person, channel: str = "care", thanks: str = "") -> None:
        first, *others = people
        await first.types(channel, f"/guild start {name}")
        await first.form_soon("Start a guild")
        await first.submits({"What are we for? One sentence.": "Borrowing each other's eyes."})
        await first.closes()
        await deliver()
        post = await first.sees_soon(name, channel)
        for one in others:
            await one.clicks("Join", post)
            await one.form_soon(name)
            await one.submits({"Who may see thanks to you?": thanks} if thanks else {})
            await one.closes()
        await deliver()

    return begin


@pytest.fixture
def deliver(bot: Guildbot, platform: SlackPlatform, slack: SlackSandbox) -> Deliver:
    """Everything that is under way arrives: events, what follows an answer, and what the bot owes by its clock."""
    jobs = Jobs(bot, {platform.name: platform})

    async def work_off() -> None:
        await slack.settled()
        await platform.settled()
        await jobs.work_off()

    return work_off
