"""Starting, staying connected, and standing on the settings."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.request.async_request import AsyncBoltRequest

from adapters.errors import CannotStart
from adapters.sandbox.slack import SlackSandbox, Workspace
from adapters.sandbox.slack.people import Person
from adapters.slack import doctor, sockets
from adapters.slack.app import SlackPlatform, build_app
from adapters.slack.blocks import Team
from adapters.slack.manifest import manifest
from adapters.slack.table import TABLE
from guildbot import spaces
from guildbot.bot import Guildbot
from guildbot.commands import COMMANDS, SHORTCUTS
from guildbot.courier import Busy, Letter, ToRoom
from guildbot.kinds import SpaceKind
from guildbot.settings import read
from tests.on_slack.conftest import Deliver, settings_for


async def test_ready_means_sockets_are_open(slack: SlackSandbox, acme: Workspace, platform: SlackPlatform, bot: Guildbot) -> None:
    assert platform.ready
    assert len(acme.line.sockets) == 2
    assert await bot.tend(spaces.known, "slack") == [(acme.id,)]
    await platform.stop()
    assert not platform.ready


@pytest.mark.parametrize(
    ("setting", "token", "sentence"),
    [
        ("slack_bot_token", "xoxb-nobody", "Slack does not take bot token (invalid_auth)."),
        ("slack_app_token", "xapp-nobody", "Slack does not take app token, for Acme (invalid_auth)."),
    ],
)
async def test_a_wrong_token_is_said_in_a_sentence(
    setting: str, token: str, sentence: str, slack: SlackSandbox, acme: Workspace, bot: Guildbot
) -> None:
    platform = SlackPlatform(bot, settings_for(slack, **{setting: token}))
    with pytest.raises(CannotStart) as why:
        await platform.start()
    assert str(why.value).startswith(sentence)
    await platform.stop()


async def test_slack_out_of_reach_is_said_in_a_sentence(slack: SlackSandbox, acme: Workspace, bot: Guildbot) -> None:
    platform = SlackPlatform(bot, settings_for(slack, slack_api_url="http://127.0.0.1:9/api/"))
    with pytest.raises(CannotStart, match="Slack cannot be reached at"):
        await platform.start()
    await platform.stop()


async def test_a_workspace_is_served_once(slack: SlackSandbox, acme: Workspace, bot: Guildbot) -> None:
    twice = {"slack_bot_token": f"{acme.bot_token},{acme.bot_token}", "slack_app_token": f"{acme.app_token},{acme.app_token}"}
    platform = SlackPlatform(bot, settings_for(slack, **twice))
    await platform.start()
    try:
        assert (list(platform.workspaces), platform.ready) == ([acme.id], True)
        assert len(acme.line.sockets) == 2
    finally:
        await platform.stop()


@pytest.mark.parametrize("setting", ["slack_bot_token", "slack_app_token"])
async def test_one_bad_pair_of_tokens_stops_nobody_else(
    setting: str, slack: SlackSandbox, acme: Workspace, ana: Person, bot: Guildbot
) -> None:
    moor = slack.workspace("moor", name="Moor")
    tokens = {"slack_bot_token": f"{moor.bot_token},{acme.bot_token}", "slack_app_token": f"{moor.app_token},{acme.app_token}"}
    bad = tokens | {setting: tokens[setting].replace(moor.bot_token, "xoxb-nobody").replace(moor.app_token, "xapp-nobody")}
    platform = SlackPlatform(bot, settings_for(slack, **bad))
    await platform.start()
    try:
        assert (list(platform.workspaces), platform.ready) == ([acme.id], True)
        shown = await ana.types("care", "/kudos @ben for the soup on Monday evening")
        assert shown is not None
        assert shown.text == "Passed on to @Ben Okri."
        letter = Letter(1, "t", ToRoom("slack", moor.id, "C1"), ())
        with pytest.raises(Busy):  # what that workspace is owed waits for its host
            await platform.deliver(letter)
    finally:
        await platform.stop()
    (named,) = [one for one in await doctor.check(settings_for(slack, **bad)) if not one.ok]
    assert named.what == ("Slack bot token 1: invalid_auth" if setting == "slack_bot_token" else "Moor: app token: invalid_auth")


async def test_every_bad_token_is_named_when_none_works(slack: SlackSandbox, acme: Workspace, bot: Guildbot) -> None:
    bad = {"slack_bot_token": "xoxb-nobody,xoxb-else", "slack_app_token": f"{acme.app_token},{acme.app_token}"}
    platform = SlackPlatform(bot, settings_for(slack, **bad))
    with pytest.raises(CannotStart) as why:
        await platform.start()
    assert ["bot token 1 of 2" in str(why.value), "bot token 2 of 2" in str(why.value)] == [True, True]
    await platform.stop()


async def test_no_command_is_lost_while_slack_recycles_a_socket(
    slack: SlackSandbox, acme: Workspace, ana: Person, deliver: Deliver
) -> None:
    for place in range(2):
        await acme.refresh(("refresh_requested",), socket=place)
        shown = await ana.types("care", f"/kudos @ben for soup number {place} this week")
        assert shown is not None
        assert shown.text == "Passed on to @Ben Okri."
        await slack.connected(acme)


async def test_broken_connections_are_made_anew(
    slack: SlackSandbox, acme: Workspace, ana: Person, bot: Guildbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, seconds in (("PING", 0.2), ("WATCH", 0.1), ("STAGGER", 0.3)):
        monkeypatch.setattr(sockets, name, seconds)
    platform = SlackPlatform(bot, settings_for(slack))
    await platform.start()
    try:
        opened = len(slack.called("apps.connections.open"))
        await acme.cuts()
        await slack.disconnected(acme)
        await slack.connected(acme)
        assert len(slack.called("apps.connections.open")) >= opened + 2
        shown = await ana.types("care", "/kudos @ben for the soup on Monday evening")
        assert shown is not None
        assert shown.text == "Passed on to @Ben Okri."
    finally:
        await platform.stop()


async def test_every_verb_button_and_shortcut_has_an_answer(slack: SlackSandbox, acme: Workspace) -> None:
    assert set(TABLE.commands) == {(root, verb.word) for root, (_, verbs) in COMMANDS.items() for verb in verbs}
    assert set(TABLE.shortcuts) == {one.id for one in SHORTCUTS if one.on != "person"}


async def test_the_manifest_names_what_is_answered(slack: SlackSandbox, acme: Workspace) -> None:
    said = manifest(settings_for(slack, command_prefix="gb"))
    commands = said["features"]["slash_commands"]
    assert [one["command"] for one in commands] == ["/gb-kudos", "/gb-ask", "/gb-guild", "/gb-reflect", "/gb-profile", "/gb-guildbot"]
    assert all(one["should_escape"] for one in commands)
    assert all(len(one["description"]) <= 2000 and len(one["usage_hint"]) <= 1000 for one in commands)
    assert {one["callback_id"] for one in said["features"]["shortcuts"]} == set(TABLE.shortcuts)
    assert set(said["settings"]["event_subscriptions"]["bot_events"]) == set(TABLE.events)
    assert said["settings"]["socket_mode_enabled"] is True


async def test_a_workspace_with_the_manifests_scopes_and_no_more_is_enough(slack: SlackSandbox, bot: Guildbot) -> None:
    said = manifest(settings_for(slack))
    scopes, events = said["oauth_config"]["scopes"]["bot"], said["settings"]["event_subscriptions"]["bot_events"]
    small = slack.workspace("small", name="Small", scopes=scopes, events=events)
    findings = await doctor.check(settings_for(slack))
    assert [one.ok for one in findings] == [True, True, True], findings
    small.scopes -= {"im:history"}
    missing = (await doctor.check(settings_for(slack)))[1]
    assert (missing.ok, "im:history" in missing.what) == (False, True)


async def test_the_doctor_names_a_dead_token(slack: SlackSandbox, acme: Workspace) -> None:
    (bot_token,) = await doctor.check(settings_for(slack, slack_bot_token="xoxb-nobody"))
    assert (bot_token.ok, bot_token.what) == (False, "Slack bot token 1: invalid_auth")
    *_, socket = await doctor.check(settings_for(slack, slack_app_token="xapp-nobody"))
    assert (socket.ok, socket.what) == (False, "Acme: app token: invalid_auth")


async def test_a_workspaces_app_works_without_any_network(slack: SlackSandbox, bot: Guildbot) -> None:
    await bot.tend(spaces.install, "slack", "T1", "Acme", SpaceKind.WORKSPACE)
    app, _ = build_app(bot, settings_for(slack), Team("T1", "Acme", "https://acme.slack.com/", "UBOT"))
    body: dict[str, Any] = {
        "team_id": "T1", "channel_id": "C1", "channel_name": "care", "user_id": "U1", "user_name": "ana", "command": "/kudos",
        "text": "<@U2|ben> for the payload of soup", "trigger_id": "1.2", "response_url": "https://hooks.slack.com/1", "token": "t",
    }  # fmt: skip
    answers = await asyncio.gather(*(app.async_dispatch(AsyncBoltRequest(mode="socket_mode", body=body)) for _ in range(2)))
    assert [one.status for one in answers] == [200, 200]
    assert sorted("Passed on to" in one.body for one in answers) == [False, True]


def test_the_manifest_in_deploy_is_the_one_the_code_makes() -> None:
    kept = json.loads((Path(__file__).parents[2] / "deploy" / "slack-manifest.json").read_text(encoding="utf-8"))
    assert kept == manifest(read(_env_file=None))
