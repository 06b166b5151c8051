"""The courier's Slack: never twice, obedient to limits, honest about silence."""

from __future__ import annotations

import pytest

from adapters.sandbox.slack import SlackSandbox, Workspace
from adapters.sandbox.slack.people import Person
from adapters.slack import notices
from adapters.slack.app import SlackPlatform
from guildbot.courier import Busy, Letter, Malformed, ToRoom, Unreachable, Unsure
from guildbot.spaces import Hello
from guildbot.who import Room
from tests.conftest import Clock
from tests.on_slack.conftest import Deliver

LINE = "/kudos @ben for the soup on Monday evening"


async def test_a_lost_answer_is_looked_for_and_not_sent_again(
    slack: SlackSandbox, ana: Person, ben: Person, clock: Clock, deliver: Deliver
) -> None:
    await ana.types("care", LINE)
    slack.faults.drops("chat.postMessage", "after")
    await deliver()
    assert len(ben.dms) == 1
    clock.move(minutes=1)
    await deliver()
    assert len(ben.dms) == 1
    assert len(slack.called("chat.postMessage")) == 1
    clock.move(minutes=10)
    await deliver()
    assert len(slack.called("conversations.history")) == 1


async def test_what_never_arrived_is_sent_again(slack: SlackSandbox, ana: Person, ben: Person, clock: Clock, deliver: Deliver) -> None:
    await ana.types("care", LINE)
    slack.faults.drops("chat.postMessage", "before")
    await deliver()
    assert ben.dms == []
    clock.move(minutes=1)
    await deliver()
    assert len(ben.dms) == 1


async def test_an_ambiguous_error_counts_as_silence(slack: SlackSandbox, ana: Person, ben: Person, clock: Clock, deliver: Deliver) -> None:
    await ana.types("care", LINE)
    slack.faults.fails("chat.postMessage", "internal_error")
    await deliver()
    clock.move(minutes=1)
    await deliver()
    assert len(ben.dms) == 1


async def test_a_limit_is_waited_out(slack: SlackSandbox, ana: Person, ben: Person, clock: Clock, deliver: Deliver) -> None:
    await ana.types("care", LINE)
    slack.faults.limits("chat.postMessage", retry_after=30)
    await deliver()
    clock.move(seconds=20)
    await deliver()
    assert ben.dms == []
    clock.move(seconds=20)
    await deliver()
    assert len(ben.dms) == 1


async def test_the_mark_says_nothing(slack: SlackSandbox, ana: Person, deliver: Deliver) -> None:
    await ana.types("care", LINE)
    await deliver()
    (sent,) = slack.called("chat.postMessage")
    assert sent.body["metadata"]["event_type"] == "guildbot_notice"
    assert list(sent.body["metadata"]["event_payload"]) == ["id"]


async def test_an_account_that_is_gone_gets_nothing_and_stops_nothing(
    acme: Workspace, ana: Person, ben: Person, cleo: Person, deliver: Deliver
) -> None:
    ben.deleted = True
    await ana.types("care", LINE)
    await ana.types("care", "/kudos @cleo for the bread on Tuesday evening")
    await deliver()
    assert (len(ben.dms), len(cleo.dms)) == (0, 1)


async def test_what_was_held_overnight_arrives_as_one_message(
    ana: Person, ben: Person, cleo: Person, clock: Clock, deliver: Deliver
) -> None:
    await ben.types("care", "/kudos @ana for being here")
    await deliver()
    clock.move(hours=12)
    before = len(ben.dms)
    for one, words in ((ana, "the soup on Monday evening"), (cleo, "the bread on Monday evening")):
        shown = await one.types("care", f"/kudos @ben for {words}")
        assert shown is not None
        assert shown.text == "@Ben Okri will see it when their hours open."
    await deliver()
    assert len(ben.dms) == before
    clock.move(hours=12)
    await deliver()
    (morning,) = ben.dms[before:]
    assert "the soup on Monday evening" in morning.text
    assert "the bread on Monday evening" in morning.text


async def test_a_lost_answer_is_found_behind_many_others(
    slack: SlackSandbox, acme: Workspace, ana: Person, ben: Person, clock: Clock, deliver: Deliver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notices, "PAGE", 3)
    await ana.types("care", LINE)
    slack.faults.drops("chat.postMessage", "after")
    await deliver()
    for number in range(9):
        await ben.types("dm", f"a note to myself, number {number}")
    clock.move(minutes=1)
    await deliver()
    assert len([one for one in ben.dms if "the soup" in one.text]) == 1
    looked = slack.called("conversations.history")
    assert len(looked) == 4
    assert float(looked[0].body["latest"]) <= clock().timestamp() + 600


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        ("invalid_blocks", Malformed), ("msg_too_long", Malformed), ("invalid_arguments", Malformed), ("no_text", Malformed),
        ("invalid_auth", Busy), ("token_revoked", Busy), ("account_inactive", Busy), ("not_authed", Busy),
        ("channel_not_found", Unreachable), ("internal_error", Unsure),
    ],
)  # fmt: skip
async def test_what_slacks_errors_mean(
    error: str, meaning: type[Exception], slack: SlackSandbox, acme: Workspace, platform: SlackPlatform
) -> None:
    slack.faults.fails("chat.postMessage", error)
    room = Room("slack", acme.id, "Acme", acme.channels["care"].id, "care")
    letter = Letter(1, "t", ToRoom("slack", acme.id, acme.channels["care"].id), (Hello(room),))
    with pytest.raises(meaning) as raised:
        await platform.deliver(letter)
    assert not isinstance(raised.value, Busy) or raised.value.seconds == 300
