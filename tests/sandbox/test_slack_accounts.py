"""What becomes of accounts on Slack, told to the real Bolt: closed, opened again, renamed, moved, appointed."""

from __future__ import annotations

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from adapters.sandbox.slack import CannotType, SlackSandbox, Workspace
from tests.sandbox.conftest import bolt, client_of, refused


async def test_a_closed_account_is_heard_of_and_no_longer_written_to(slack: SlackSandbox, acme: Workspace) -> None:
    heard: list[dict[str, Any]] = []

    def prepare(app: AsyncApp) -> None:
        @app.event("user_change")
        async def changed(event: dict[str, Any]) -> None:
            heard.append(event["user"])

    client, ben = client_of(slack, acme), acme.people["ben"]
    await client.chat_postMessage(channel=ben.id, text="before")
    async with bolt(slack, acme, prepare):
        await acme.deactivates(ben)
        await slack.settled()
        await acme.reactivates(ben)
        await slack.settled()
    assert [(one["id"], one["deleted"], one.get("real_name"), one.get("tz")) for one in heard] == [
        (ben.id, True, None, None),
        (ben.id, False, "Ben Okri", "Europe/Berlin"),
    ]
    await acme.deactivates(ben)
    assert await refused(client.conversations_open(users=ben.id)) == "user_disabled"
    assert await refused(client.chat_postMessage(channel=ben.id, text="x")) == "channel_not_found"
    assert await refused(client.chat_postMessage(channel=ben.dm.id, text="x")) == "is_archived"
    assert await refused(client.chat_postEphemeral(channel=acme.channels["care"].id, user=ben.id, text="x")) == "user_not_in_channel"
    said = (await client.users_info(user=ben.id))["user"]
    assert (said["deleted"], said["profile"]["real_name"], "is_admin" in said) == (True, "Ben Okri", False)
    assert ben.id not in (await client.conversations_members(channel=acme.channels["care"].id))["members"]
    await acme.reactivates(ben)
    await client.chat_postMessage(channel=ben.id, text="after")
    assert [one.text for one in ben.dms] == ["before", "after"]


async def test_nobody_acts_through_a_closed_account(slack: SlackSandbox, acme: Workspace) -> None:
    ana, ben = acme.people["ana"], acme.people["ben"]
    message = await ben.types("care", "I fixed the build")
    assert message is not None
    await acme.deactivates(ben)
    for gesture in (
        ben.types("care", "/kudos"),
        ben.types("care", "hi"),
        ben.reacts(message, "tada"),
        ben.deletes(message),
        ben.opens_home(),
    ):
        with pytest.raises(CannotType, match="account is closed"):
            await gesture
    await ana.reacts(message, "💛")  # what was said stays, and can still be thanked for
    assert ana.sees("care")[0].reactions == {"yellow_heart": (ana.id,)}


async def test_names_zones_and_offices_change(slack: SlackSandbox, acme: Workspace) -> None:
    client, ana = client_of(slack, acme), acme.people["ana"]
    await acme.renames(ana, "Ana Diaz", handle="diaz")
    await acme.moves(ana, "Asia/Tokyo")
    await acme.appoints(ana, admin=True)
    said = (await client.users_info(user=ana.id))["user"]
    assert (said["name"], said["real_name"], said["tz"], said["tz_offset"]) == ("diaz", "Ana Diaz", "Asia/Tokyo", 32_400)
    assert (said["is_admin"], said["is_owner"], said["is_restricted"], said["team_id"]) == (True, False, False, acme.id)
    await acme.appoints(ana, owner=True)
    await acme.appoints(ana, admin=False, owner=False)
    said = (await client.users_info(user=ana.id))["user"]
    assert (said["is_admin"], said["is_owner"]) == (False, False)
    changes = [(one.payload["event"]["user"]["is_admin"], one.payload["event"]["user"]["is_owner"]) for one in slack.deliveries]
    assert changes == [(False, False), (False, False), (True, False), (True, True), (False, False)]
    assert "locale" not in said
    assert (await client.users_info(user=ana.id, include_locale=True))["user"]["locale"] == "en-US"
    assert acme.people["diaz"] is ana


async def test_a_stranger_whose_account_is_closed_at_home_is_closed_everywhere(slack: SlackSandbox, acme: Workspace) -> None:
    umbrella = slack.workspace("umbrella")
    there = umbrella.person("zoe", name="Zoe Lim")
    here = acme.person("zoe", home=umbrella)
    with pytest.raises(CannotType, match="belongs to Umbrella"):
        await acme.deactivates(here)
    await umbrella.deactivates(there)
    told = [(one.workspace, one.payload["event"]["user"]["deleted"]) for one in slack.deliveries if one.kind == "user_change"]
    assert sorted(told) == [("acme", True), ("umbrella", True)]
    assert await refused(client_of(slack, acme).conversations_open(users=here.id)) == "user_disabled"
