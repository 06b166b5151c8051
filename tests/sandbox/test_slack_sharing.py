"""Workspaces of one organisation, and channels shared through Slack Connect, heard by a real Bolt app in each."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from adapters.sandbox.slack import CannotType, Channel, Person, SlackSandbox, Workspace
from tests.sandbox.conftest import asks, bolt, button, client_of, modal, refused


@pytest.fixture
def umbrella(slack: SlackSandbox, acme: Workspace) -> Workspace:
    """Another company, with an Ana of its own."""
    umbrella = slack.workspace("umbrella", name="Umbrella")
    umbrella.person("zoe", name="Zoe Lim")
    umbrella.person("ana", name="Ana Ito")
    return umbrella


@pytest.fixture
async def care(acme: Workspace, umbrella: Workspace) -> Channel:
    """Acme's channel, shared with Umbrella as #care-acme; the apps of both are in it."""
    care = acme.channels["care"]
    await care.connects(umbrella, name="care-acme", members=umbrella.people.values())
    return care


@pytest.fixture
def zoe(umbrella: Workspace) -> Person:
    return umbrella.people["zoe"]


async def test_a_strangers_reaction_is_told_to_the_apps_of_both(
    slack: SlackSandbox, acme: Workspace, umbrella: Workspace, care: Channel, zoe: Person
) -> None:
    message = await acme.people["ana"].types(care, "I fixed the build")
    assert message is not None
    assert [one.text for one in zoe.sees("care-acme")] == ["I fixed the build"]
    await zoe.reacts(message, "💛")
    told = [one.payload for one in slack.deliveries if one.kind == "reaction_added"]
    assert len({one["event_id"] for one in told}) == 2
    assert [(one["api_app_id"], one["context_team_id"], one["authorizations"][0]["team_id"]) for one in told] == [
        (acme.app_id, acme.id, acme.id),
        (umbrella.app_id, umbrella.id, umbrella.id),
    ]
    assert {(one["team_id"], one["is_ext_shared_channel"], one["event"]["user"], one["event"]["item"]["channel"]) for one in told} == {
        (acme.id, True, zoe.id, care.id)
    }
    assert all("user_team" not in one["event"] for one in told)  # who a stranger is, a reaction does not say


async def test_strangers_speak_and_are_named_with_their_home(
    slack: SlackSandbox, acme: Workspace, umbrella: Workspace, care: Channel, zoe: Person
) -> None:
    client = client_of(slack, acme)
    await zoe.types(care, "hello @ana")
    (said,) = (await client.conversations_history(channel=care.id))["messages"]
    assert (said["user"], said["team"], said["user_team"], said["source_team"]) == (zoe.id, umbrella.id, umbrella.id, umbrella.id)
    assert said["text"] == f"hello <@{umbrella.people['ana'].id}>"
    (own,) = (await client_of(slack, umbrella).conversations_history(channel=care.id))["messages"]
    assert (own["team"], "user_team" in own) == (umbrella.id, False)
    user = (await client.users_info(user=zoe.id))["user"]
    assert (user["team_id"], user["is_stranger"], user["is_admin"]) == (umbrella.id, False, False)
    assert (await client.team_info(team=umbrella.id))["team"]["name"] == "Umbrella"
    assert sorted(acme.people) == ["ana", "ana.umbrella", "ben", "zoe"]
    await client.chat_postMessage(channel=zoe.id, text="Somebody thanked you")
    assert [one.text for one in zoe.sees()] == ["hello @Ana Ito", "Somebody thanked you"]
    facts = [(await client_of(slack, one).conversations_info(channel=care.id))["channel"] for one in (acme, umbrella)]
    assert [(one["name"], one["is_ext_shared"], one["is_org_shared"], one["context_team_id"]) for one in facts] == [
        ("care", True, False, acme.id),
        ("care-acme", True, False, umbrella.id),
    ]


async def test_a_stranger_is_mentioned_in_a_command(slack: SlackSandbox, acme: Workspace, care: Channel, zoe: Person) -> None:
    heard: list[dict[str, Any]] = []

    def prepare(app: AsyncApp) -> None:
        @app.command("/kudos")
        async def kudos(ack: Any, body: dict[str, Any]) -> None:
            heard.append(body)
            await ack(text="Thanked.")

    async with bolt(slack, acme, prepare):
        await acme.people["ana"].types(care, "/kudos @zoe for the test")
        with pytest.raises(CannotType, match="guests from Umbrella"):
            await acme.people["zoe"].types(care, "/kudos @ana")
    assert heard[0]["text"] == f"<@{zoe.id}|zoe> for the test"


async def test_a_stranger_presses_a_button_and_fills_in_a_form(
    slack: SlackSandbox, acme: Workspace, umbrella: Workspace, care: Channel, zoe: Person
) -> None:
    heard: list[dict[str, Any]] = []
    tasks: list[asyncio.Task[Any]] = []

    def prepare(app: AsyncApp) -> None:
        @app.action("say")
        async def say(ack: Any, body: dict[str, Any], client: Any) -> None:
            heard.append(body)
            await ack()
            form = modal(asks("Words", "words", {"type": "plain_text_input", "action_id": "words"}))
            tasks.append(asyncio.create_task(client.views_open(trigger_id=body["trigger_id"], view=form)))

        @app.action("hush")
        async def hush(ack: Any, respond: Any) -> None:
            await ack()
            tasks.append(asyncio.create_task(respond("Only you see this.", replace_original=False)))

        @app.view("kudos")
        async def kudos(ack: Any, body: dict[str, Any], context: Any) -> None:
            heard.append(body)
            assert context.team_id == acme.id
            await ack()

    async with bolt(slack, acme, prepare) as app:
        blocks = [{"type": "actions", "elements": [button("Say it", "say"), button("Hush", "hush")]}]
        await app.client.chat_postMessage(channel=care.id, text="A kudos", blocks=blocks)
        shown = await zoe.clicks("Hush")
        assert shown is not None
        assert (shown.text, shown.ephemeral) == ("Only you see this.", True)
        assert acme.people["ana"].sees(care)[-1].text != shown.text
        await zoe.clicks("Say it")
        await zoe.form_soon("Thanks")
        await zoe.submits({"Words": "for the test"})
        await asyncio.gather(*tasks)
    pressed, sent = heard
    assert (pressed["team"]["id"], pressed["user"]["id"], pressed["user"]["team_id"]) == (acme.id, zoe.id, umbrella.id)
    assert (pressed["channel"]["name"], pressed["message"]["team"]) == ("care", acme.id)
    view = sent["view"]
    assert (sent["team"]["id"], sent["user"]["team_id"]) == (umbrella.id, umbrella.id)  # the form comes from where she is at home
    assert (view["team_id"], view["app_installed_team_id"]) == (umbrella.id, acme.id)
    assert [one.workspace for one in slack.deliveries if one.envelope_type == "interactive"] == ["acme"] * 3


async def test_a_channel_is_shared_no_longer(slack: SlackSandbox, acme: Workspace, umbrella: Workspace, care: Channel, zoe: Person) -> None:
    ours, theirs = client_of(slack, acme), client_of(slack, umbrella)
    await theirs.chat_postMessage(channel=care.id, text="from Umbrella's app")
    assert (await refused(ours.chat_update(channel=care.id, ts=care.workspace.people["ana"].sees(care)[0].id, text="x"))) == (
        "cant_update_message"
    )
    await care.disconnects(umbrella)
    kinds = [(one.workspace, one.kind) for one in slack.deliveries if "shared" in one.kind]
    assert kinds == [
        ("acme", "channel_shared"),
        ("umbrella", "channel_shared"),
        ("acme", "channel_unshared"),
        ("umbrella", "channel_unshared"),
    ]
    assert await refused(theirs.chat_postMessage(channel=care.id, text="x")) == "channel_not_found"
    assert (await ours.users_info(user=zoe.id))["user"]["is_stranger"]
    assert await refused(ours.conversations_open(users=zoe.id)) == "user_not_visible"
    assert await refused(ours.chat_postMessage(channel=zoe.id, text="x")) == "channel_not_found"
    assert zoe.id not in (await ours.conversations_members(channel=care.id))["members"]
    with pytest.raises(CannotType):
        await zoe.types(care, "still here?")


async def test_each_workspace_decides_about_its_own_bot(slack: SlackSandbox, acme: Workspace, umbrella: Workspace, care: Channel) -> None:
    await care.removes_bot(of=umbrella)
    assert await refused(client_of(slack, umbrella).chat_postMessage(channel=care.id, text="x")) == "not_in_channel"
    await client_of(slack, acme).chat_postMessage(channel=care.id, text="still here")
    await umbrella.uninstalls()
    await care.invites_bot(of=acme)
    assert [(one.workspace, one.kind) for one in slack.deliveries][-1] == ("acme", "member_joined_channel")


async def test_one_account_in_two_workspaces_of_an_organisation(slack: SlackSandbox) -> None:
    org = slack.enterprise("Globex")
    east = slack.workspace("east", enterprise=org)
    west = slack.workspace("west", enterprise=org)
    mia = east.person("mia", name="Mia Chen")
    there = west.person("mia", home=east)
    west.channel("lobby")
    assert (there.id, there.stranger, there.name) == (mia.id, False, "Mia Chen")
    east_client, west_client = client_of(slack, east), client_of(slack, west)
    said = await west_client.auth_test()
    assert (said["team_id"], said["enterprise_id"], said["is_enterprise_install"]) == (west.id, org, False)
    await east.appoints(mia, admin=True)
    users = [(await client.users_info(user=mia.id))["user"] for client in (east_client, west_client)]
    assert [(one["team_id"], one["is_admin"], "is_stranger" in one) for one in users] == [(east.id, True, False), (west.id, False, False)]
    assert users[0]["enterprise_user"] == users[1]["enterprise_user"]
    member = users[0]["enterprise_user"]
    assert (member["id"], member["enterprise_id"], member["enterprise_name"], member["teams"]) == (
        mia.id,
        org,
        "Globex",
        [east.id, west.id],
    )
    await west_client.chat_postMessage(channel=mia.id, text="from west")
    assert [one.text for one in there.dms] == ["from west"]
    assert mia.dms == []  # each workspace's app has its own conversation
    await west.deactivates(there)
    told = [one for one in slack.deliveries if one.kind == "user_change"]
    assert [(one.workspace, one.payload["event"]["user"]["deleted"]) for one in told] == [("east", False), ("east", True), ("west", True)]
    assert {(one.payload["enterprise_id"], one.payload["authorizations"][0]["enterprise_id"]) for one in told} == {(org, org)}
    with pytest.raises(CannotType, match="account is closed"):
        await mia.types(None, "/kudos")


async def test_commands_and_shared_channels_inside_an_organisation(slack: SlackSandbox) -> None:
    org = slack.enterprise("Globex")
    east, west = slack.workspace("east", enterprise=org), slack.workspace("west", enterprise=org)
    mia, kai = east.person("mia"), west.person("kai")
    lobby = east.channel("lobby")
    await lobby.connects(west, members=[kai])
    heard: list[dict[str, Any]] = []

    def prepare(app: AsyncApp) -> None:
        @app.command("/kudos")
        async def kudos(ack: Any, body: dict[str, Any]) -> None:
            heard.append(body)
            await ack(text="Thanked.")

    async with bolt(slack, west, prepare):
        await kai.types(lobby, "/kudos @mia")
    assert (heard[0]["team_id"], heard[0]["enterprise_id"], heard[0]["enterprise_name"], heard[0]["text"]) == (
        west.id,
        org,
        "Globex",
        f"<@{mia.id}|mia>",
    )
    facts = (await client_of(slack, west).conversations_info(channel=lobby.id))["channel"]
    assert (facts["is_shared"], facts["is_ext_shared"], facts["is_org_shared"]) == (True, False, True)
    user = (await client_of(slack, west).users_info(user=mia.id))["user"]
    assert (user["team_id"], user["enterprise_user"]["teams"]) == (east.id, [east.id])


async def test_a_stranger_from_an_organisation_goes_by_its_id_in_messages(slack: SlackSandbox, acme: Workspace) -> None:
    org = slack.enterprise("Globex")
    east = slack.workspace("east", enterprise=org)
    mia = east.person("mia")
    care = acme.channels["care"]
    await care.connects(east, members=[mia], bot=False)
    await mia.types(care, "hello")
    (said,) = (await client_of(slack, acme).conversations_history(channel=care.id))["messages"]
    assert (said["user_team"], said["source_team"]) == (org, org)
    user = (await client_of(slack, acme).users_info(user=mia.id))["user"]
    assert (user["team_id"], user["enterprise_user"]["enterprise_id"]) == (east.id, org)
    assert await refused(client_of(slack, east).chat_postMessage(channel=care.id, text="x")) == "not_in_channel"
