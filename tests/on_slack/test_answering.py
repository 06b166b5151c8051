"""Answered after the commit: what a failing ledger, a repetition and an unknown word look like on Slack."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.jobs import Jobs
from adapters.sandbox.slack import SlackSandbox, Workspace
from adapters.sandbox.slack.people import Person
from adapters.slack.app import SlackPlatform
from guildbot.bot import Guildbot
from tests.on_slack.conftest import Deliver, Found, settings_for


class Failing:
    """A ledger whose next writes fail."""

    def __init__(self, bot: Guildbot, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = 0
        whole = bot._ledger.write

        async def write(deed: Any) -> Any:
            if self.times:
                self.times -= 1
                raise OSError("the disk is full")
            return await whole(deed)

        monkeypatch.setattr(bot._ledger, "write", write)


@pytest.fixture
def failing(bot: Guildbot, monkeypatch: pytest.MonkeyPatch) -> Failing:
    return Failing(bot, monkeypatch)


async def test_an_event_that_failed_comes_again(
    ana: Person, ben: Person, found: Found, slack: SlackSandbox, failing: Failing, deliver: Deliver
) -> None:
    await found("Tidewater", ana)
    message = await ben.types("care", "I fixed the door")
    assert message is not None
    failing.times = 1
    await ana.reacts(message, "💛")
    await deliver()
    (sent,) = [one for one in slack.deliveries if one.kind == "reaction_added"]
    assert (sent.acknowledged, sent.tries) == (True, 2)
    assert len(slack.called("chat.postEphemeral")) == 1


async def test_a_command_that_failed_gets_a_reference(ana: Person, ben: Person, failing: Failing, deliver: Deliver) -> None:
    failing.times = 1
    shown = await ana.types("care", "/kudos @ben for the soup on Monday evening")
    assert shown is not None
    assert shown.ephemeral
    assert shown.text.startswith("Something went wrong on our side, and nothing was changed.")
    await deliver()
    assert ben.dms == []


async def test_a_button_and_a_form_that_failed_get_one_too(ana: Person, failing: Failing, deliver: Deliver) -> None:
    await ana.types("care", "/kudos @ben for the soup on Monday evening")
    failing.times = 1
    shown = await ana.clicks("Take back")
    assert shown is not None
    assert "Something went wrong" in shown.text
    await ana.types("care", "/kudos @ben")
    await ana.form_soon()
    failing.times = 1
    await ana.submits({"What did they do?": "You rang instead of typing."})
    assert ana.form is not None
    assert "Something went wrong" in ana.form.text


async def test_unknown_words_get_help(ana: Person, deliver: Deliver) -> None:
    shown = await ana.types("care", "/guild sing")
    assert shown is not None
    assert shown.text.startswith("Nothing here that I know. Try one of these:")
    assert "/guild start <name>" in shown.text


@pytest.mark.parametrize("line", ["/kudos help", "/ask help", "/guild help", "/reflect help", "/profile help", "/guildbot help"])
async def test_help_everywhere(line: str, ana: Person, deliver: Deliver) -> None:
    shown = await ana.types("dm", line)
    assert shown is not None
    assert "What can be said here" in shown.text


async def test_one_command_does_what_the_five_do(ana: Person, ben: Person, deliver: Deliver) -> None:
    shown = await ana.types("care", "/guildbot kudos @ben for the soup on Monday evening")
    assert shown is not None
    assert shown.text == "Passed on to @Ben Okri."


async def test_a_prefix_renames_every_command(slack: SlackSandbox, acme: Workspace, bot: Guildbot, ana: Person) -> None:
    platform = SlackPlatform(bot, settings_for(slack, command_prefix="gb"))
    await platform.start()
    try:
        shown = await ana.types("care", "/gb-kudos @ben for the soup on Monday evening")
        assert shown is not None
        assert shown.text == "Passed on to @Ben Okri."
        shown = await ana.types("care", "/gb-guild join atlantis")
        assert shown is not None
        assert "/gb-guild find lists" in shown.text
        await Jobs(bot, {platform.name: platform}).work_off()
    finally:
        await platform.stop()
