"""What becomes of channels on Slack, told to the real Bolt: the bot removed and invited again, archived, renamed, deleted."""

from __future__ import annotations

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from adapters.sandbox.slack import CannotType, SlackSandbox, Workspace
from tests.sandbox.conftest import bolt, client_of, refused

KINDS = ("member_joined_channel", "member_left_channel", *(f"{kind}_{what}" for kind in ("channel", "group") for what in (
    "left", "archive", "unarchive", "rename", "deleted"
)))  # fmt: skip


def noting(heard: list[dict[str, Any]]) -> Any:
    """An app that takes down everything it is told of channels."""

    def prepare(app: AsyncApp) -> None:
        for kind in KINDS:

            @app.event(kind)
            async def note(event: dict[str, Any]) -> None:
                heard.append(event)

    return prepare


async def test_the_bot_is_removed_from_a_channel_and_invited_again(slack: SlackSandbox, acme: Workspace) -> None:
    heard: list[dict[str, Any]] = []
    client, care, ana = client_of(slack, acme), acme.channels["care"], acme.people["ana"]
    async with bolt(slack, acme, noting(heard)):
        await care.removes_bot(ana)
        await slack.settled()
        assert await refused(client.chat_postMessage(channel=care.id, text="x")) == "not_in_channel"
        assert not (await client.conversations_info(channel=care.id))["channel"]["is_member"]
        message = await ana.types(care, "anybody?")
        assert message is not None
        await ana.reacts(message, "tada")  # the bot hears nothing of it
        await care.invites_bot(ana)
        await slack.settled()
    assert [(one["type"], one.get("user"), one.get("actor_id"), one.get("inviter")) for one in heard] == [
        ("channel_left", None, ana.id, None),
        ("member_joined_channel", acme.bot_user_id, None, ana.id),
    ]
    assert "reaction_added" not in [one.kind for one in slack.deliveries]
    await client.chat_postMessage(channel=care.id, text="back")
    assert [one.text for one in ana.sees(care)] == ["anybody?", "back"]


async def test_a_private_channel_without_the_bot_is_not_there(slack: SlackSandbox, acme: Workspace) -> None:
    heard: list[dict[str, Any]] = []
    client, ana = client_of(slack, acme), acme.people["ana"]
    quiet = acme.channel("quiet", private=True, members=[ana])
    async with bolt(slack, acme, noting(heard)):
        await client.chat_postMessage(channel=quiet.id, text="hello")
        await quiet.renames("quieter")
        await slack.settled()
        await quiet.removes_bot(ana)
        await slack.settled()
        await quiet.renames("hidden")
        await quiet.archives(ana)
        await slack.settled()
    assert [one["type"] for one in heard] == ["group_rename", "group_left"]
    assert heard[0]["channel"]["name"] == "quieter"
    assert await refused(client.chat_postMessage(channel=quiet.id, text="x")) == "channel_not_found"
    assert await refused(client.conversations_info(channel=quiet.id)) == "channel_not_found"
    assert acme.people["ben"].sees() == []
    with pytest.raises(CannotType, match="is not in hidden"):
        await acme.people["ben"].types(quiet, "hi")


async def test_a_channel_is_archived_brought_back_renamed_and_deleted(slack: SlackSandbox, acme: Workspace) -> None:
    heard: list[dict[str, Any]] = []
    client, care, ana = client_of(slack, acme), acme.channels["care"], acme.people["ana"]
    sent = await client.chat_postMessage(channel=care.id, text="before")
    async with bolt(slack, acme, noting(heard)):
        await care.archives(ana)
        await slack.settled()
        assert await refused(client.chat_postMessage(channel=care.id, text="x")) == "is_archived"
        assert await refused(client.chat_update(channel=care.id, ts=sent["ts"], text="x")) == "is_archived"
        assert await refused(client.chat_postEphemeral(channel=care.id, user=ana.id, text="x")) == "is_archived"
        with pytest.raises(CannotType, match="archived"):
            await ana.types(care, "/kudos")
        await care.unarchives(ana)
        await slack.settled()
        await client.chat_postMessage(channel=care.id, text="after")
        await care.renames("warmth")
        await slack.settled()
        await care.deletes(ana)
        await slack.settled()
    assert [one["type"] for one in heard] == ["channel_archive", "channel_unarchive", "channel_rename", "channel_deleted"]
    assert (heard[0]["channel"], heard[0]["user"]) == (care.id, ana.id)
    assert (heard[2]["channel"]["id"], heard[2]["channel"]["name"]) == (care.id, "warmth")
    assert (heard[3]["channel"], heard[3]["actor_id"]) == (care.id, ana.id)
    assert await refused(client.chat_postMessage(channel=care.id, text="x")) == "channel_not_found"
    assert await refused(client.conversations_history(channel=care.id)) == "channel_not_found"
    assert (await client.conversations_list())["channels"] == []
    assert ana.sees() == []


async def test_of_public_channels_an_app_hears_without_being_in_them(slack: SlackSandbox, acme: Workspace) -> None:
    ana = acme.people["ana"]
    lobby = acme.channel("lobby", bot=False)
    await lobby.archives(ana)
    await lobby.deletes(ana)
    acme.scopes.discard("channels:read")  # nothing is told that no scope lets through
    await acme.channels["care"].deletes(ana)
    assert [one.kind for one in slack.deliveries] == ["channel_archive", "channel_deleted"]
