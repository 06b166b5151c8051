"""The bot comes to a workspace, to a channel, and leaves again."""

from __future__ import annotations

import pytest

from adapters.sandbox.slack import SlackSandbox, Workspace
from adapters.sandbox.slack.people import Person
from adapters.sandbox.slack.record import Delivery
from adapters.slack.app import SlackPlatform
from guildbot import spaces
from guildbot.bot import Guildbot
from tests.on_slack.conftest import Deliver, Found, labels_of


async def test_one_line_in_a_channel_once(acme: Workspace, ana: Person, deliver: Deliver) -> None:
    care = acme.channels["care"]
    for _ in range(2):
        await care.invites_bot(ana)
        await deliver()
    assert [one.text for one in ana.sees("care")] == ["Thank someone with /kudos, ask for a hand with /ask. I read nothing else here."]


async def test_other_arrivals_mean_nothing(acme: Workspace, ana: Person, slack: SlackSandbox, deliver: Deliver) -> None:
    await acme.person("dan").joins("care")
    await deliver()
    assert ana.sees("care") == []
    assert all(one.acknowledged for one in slack.deliveries)


async def test_uninstalling_closes_the_chapters_and_the_sockets(
    acme: Workspace, ana: Person, found: Found, bot: Guildbot, slack: SlackSandbox, platform: SlackPlatform, deliver: Deliver
) -> None:
    await found("Tidewater", ana)
    await acme.uninstalls()
    await slack.disconnected(acme)
    assert platform.workspaces == {}
    assert await bot.tend(spaces.known, "slack") == []


async def test_events_nobody_listens_to_are_acknowledged(acme: Workspace, ana: Person, slack: SlackSandbox, deliver: Deliver) -> None:
    await acme.deactivates(ana)
    await acme.channels["care"].renames("warmth")
    await deliver()
    assert [(one.kind, one.acknowledged, one.tries) for one in slack.deliveries] == [
        ("user_change", True, 1),
        ("channel_rename", True, 1),
    ]


async def test_a_mention_is_answered_in_its_thread(ana: Person, ben: Person, found: Found, deliver: Deliver) -> None:
    await found("Tidewater", ana)
    await ana.types("care", "/ask a lift because the bus is gone")
    await deliver()
    expected = {
        "@guildbot help": "/kudos <people> for <reason>",
        "@guildbot list": "a lift",
        "@guildbot show": "Borrowing each other's eyes.",
        "@guildbot dance": "Nothing here that I know.",
    }
    for line, answer in expected.items():
        mention = await ana.types("care", line)
        assert mention is not None
        await deliver()
        (reply,) = [one for one in ben.sees("care") if one.thread == mention.id]
        assert answer in reply.text
        assert reply.pings == ()
    await ben.clicks("Thank someone")
    await ben.form_soon("Give kudos")


async def test_a_mention_lists_only_what_this_channel_reads(acme: Workspace, ana: Person, cleo: Person, deliver: Deliver) -> None:
    acme.channel("hr", private=True, members=[ana])
    await ana.types("hr", "/ask somebody beside me on Thursday because I am scared")
    await deliver()
    for place, told in (("care", False), ("hr", True)):
        await ana.types(place, "@guildbot list")
        await deliver()
        assert ("I am scared" in "".join(one.text for one in ana.sees(place) if one.thread)) is told


async def test_a_mention_tells_nobodys_guilds(acme: Workspace, ana: Person, ben: Person, found: Found, deliver: Deliver) -> None:
    acme.channel("general")
    await found("Tidewater", ana)
    mention = await ana.types("general", "@guildbot show")
    assert mention is not None
    await deliver()
    (reply,) = [one for one in ben.sees("general") if one.thread == mention.id]
    assert "Tidewater" not in reply.text
    assert labels_of(reply) == ["Thank someone", "Ask for a hand"]


@pytest.mark.parametrize("line", ["@guildbot show", "@guildbot list", "@guildbot help", "@guildbot dance"])
async def test_a_mention_that_comes_again_is_answered_once(
    line: str, slack: SlackSandbox, acme: Workspace, ana: Person, found: Found, deliver: Deliver
) -> None:
    await found("Tidewater", ana)
    mention = await ana.types("care", line)
    assert mention is not None
    await deliver()
    (sent,) = [one for one in slack.deliveries if one.kind == "app_mention"]
    acme.line.offer(
        Delivery(sent.key, sent.kind, sent.workspace, sent.payload, f"{sent.envelope_id}-again", "events_api", False, sent.sent)
    )
    await deliver()
    assert len([one for one in ana.sees("care") if one.thread == mention.id]) == 1


def again(sent: Delivery) -> Delivery:
    """The same event in a new envelope, as Slack sends what it takes for lost."""
    return Delivery(sent.key, sent.kind, sent.workspace, sent.payload, f"{sent.envelope_id}-again", sent.envelope_type, True, sent.sent)
