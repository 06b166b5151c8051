"""Accounts that are closed and opened again, guests from other companies, people of one organisation: who is who on Slack."""

from __future__ import annotations

import pytest

from adapters.sandbox.slack import Channel, SlackSandbox, Workspace
from adapters.sandbox.slack.people import Person
from adapters.slack.app import SlackPlatform
from adapters.slack.manifest import manifest
from guildbot import guilds, people
from guildbot.bot import Guildbot
from guildbot.who import AccountRef, Caller, Place
from tests.conftest import Clock
from tests.on_slack.conftest import Deliver, Found, labels_of, settings_for, used_it_before

SOUP = "the soup on Monday evening"


async def person_of(bot: Guildbot, person: Person, realm: str) -> int:
    """Who an account is, by the realm that a payload gives it."""
    caller = Caller(AccountRef("slack", realm, person.id), None, None)
    return (await bot.look(caller, people.show)).person.id


async def test_a_closed_account_is_left_alone_and_its_letters_wait(
    acme: Workspace, slack: SlackSandbox, ana: Person, ben: Person, cleo: Person, found: Found, deliver: Deliver
) -> None:
    """P1: nothing in any channel, nobody is told, the membership stays."""
    await found("Tidewater", ana, ben, cleo)
    seen, sent = len(cleo.sees("care")), len(slack.called("chat.postMessage"))
    await acme.deactivates(ben)
    await deliver()
    await ana.types("care", f"/kudos @ben for {SOUP}")
    await deliver()
    assert (len(cleo.sees("care")), len(slack.called("chat.postMessage"))) == (seen, sent), "Slack might even have taken it"
    page = await ana.types("care", "/guild show tidewater")
    assert page is not None
    assert "Ben Okri" in page.text

    await acme.reactivates(ben)
    await deliver()
    await ben.sees_soon(SOUP, "dm")


async def test_names_and_zones_follow(acme: Workspace, ana: Person, ben: Person, cleo: Person, deliver: Deliver, bot: Guildbot) -> None:
    await ana.types("care", f"/kudos @ben for {SOUP}")
    await deliver()
    await acme.renames(ben, "Benedikt Okri")
    await acme.moves(ben, "Asia/Tokyo")
    await deliver()
    shown = await bot.look(Caller(AccountRef("slack", acme.id, ben.id), None, None), people.show)
    assert (shown.person.name, shown.usual_zone) == ("Benedikt Okri", "Asia/Tokyo")


async def test_nobody_becomes_known_by_a_change(acme: Workspace, ana: Person, ben: Person, deliver: Deliver, bot: Guildbot) -> None:
    await acme.moves(ben, "Asia/Tokyo")
    await acme.deactivates(ben)
    await deliver()
    assert await bot.tend(people.unknown_accounts, "slack") == []
    shown = await ana.types("care", "/kudos Ben for the soup")
    assert shown is not None
    assert shown.text.startswith("I know nobody called “Ben” here.")


async def test_the_manifest_lets_us_hear_of_it(bot: Guildbot, slack: SlackSandbox) -> None:
    """No scope more than users:read."""
    said = manifest(settings_for(slack))
    assert "users:read" in said["oauth_config"]["scopes"]["bot"]
    events = said["settings"]["event_subscriptions"]["bot_events"]
    small = slack.workspace("small", name="Small", scopes=said["oauth_config"]["scopes"]["bot"], events=events)
    mo = small.person("mo", name="Mo")
    await small.deactivates(mo)
    assert [one.kind for one in slack.deliveries] == ["user_change"]


# a channel shared with another company


@pytest.fixture
async def umbrella(slack: SlackSandbox, acme: Workspace) -> Workspace:
    umbrella = slack.workspace("umbrella", name="Umbrella")
    umbrella.person("zoe", name="Zoe Lim", tz="Europe/London")
    return umbrella


@pytest.fixture
async def shared(acme: Workspace, umbrella: Workspace) -> Channel:
    """Acme's channel, with Umbrella's people in it and the bot on both sides."""
    care = acme.channels["care"]
    await care.connects(umbrella, name="care-acme", members=umbrella.people.values())
    return care


@pytest.fixture
def zoe(umbrella: Workspace) -> Person:
    return umbrella.people["zoe"]


@pytest.fixture
async def both(umbrella: Workspace, shared: Channel, platform: SlackPlatform) -> SlackPlatform:
    """The bot in Acme and in Umbrella, who share a channel."""
    return platform


async def test_a_guest_is_at_home_where_they_are_at_home(
    umbrella: Workspace, acme: Workspace, ana: Person, zoe: Person, both: SlackPlatform, deliver: Deliver, bot: Guildbot
) -> None:
    """Thanked as a guest before anybody knew whose; known at home, too."""
    await ana.types("care", f"/kudos @zoe for {SOUP}")
    await deliver()
    await zoe.sees_soon(SOUP)
    assert await person_of(bot, zoe, umbrella.id) == await person_of(bot, zoe, acme.id)
    page = await zoe.types("care-acme", "/kudos mine")
    assert page is not None
    assert SOUP in page.text
    await zoe.clicks("Keep", page)
    assert labels_of((await zoe.types("care-acme", "/kudos mine")) or page) == ["Hide"]


async def test_a_guest_who_was_known_at_home_is_the_same_person(
    umbrella: Workspace, acme: Workspace, ana: Person, zoe: Person, both: SlackPlatform, deliver: Deliver, bot: Guildbot
) -> None:
    await used_it_before(zoe)
    await deliver()
    at_home = await person_of(bot, zoe, umbrella.id)
    await ana.types("care", f"/kudos @zoe for {SOUP}")
    assert await person_of(bot, zoe, acme.id) != at_home, "nobody has been looked up yet"
    await deliver()
    assert await person_of(bot, zoe, acme.id) == at_home
    page = await zoe.types("care-acme", "/kudos mine")
    assert page is not None
    assert page.text.startswith("1 thank-you from 1 person")


async def test_a_guests_emoji_is_one_nod_though_both_workspaces_tell_of_it(
    umbrella: Workspace, acme: Workspace, shared: Channel, ana: Person, ben: Person, zoe: Person, both: SlackPlatform, found: Found,
    deliver: Deliver, bot: Guildbot, slack: SlackSandbox,
) -> None:  # fmt: skip
    await found("Tidewater", ana, ben)
    other_side = Caller(AccountRef("slack", umbrella.id, "U0ELI", "Eli", False), Place("slack", umbrella.id, "Umbrella", shared.id), None)
    await bot.run(other_side, guilds.start, guilds.Draft("Northlight", "To be.", guilds.NORMS, ("care", "craft", "nerve")))
    message = await ben.types("care", "I fixed the roof")
    assert message is not None
    await zoe.reacts(message, "💛")
    await deliver()
    told = [one.workspace for one in slack.deliveries if one.kind == "reaction_added"]
    assert sorted(told) == ["acme", "umbrella"]
    page = await ben.types("care", "/kudos mine")
    assert page is not None
    assert page.text.startswith("1 thank-you from 1 person")
    await zoe.unreacts(message, "💛")
    await deliver()
    page = await ben.types("care", "/kudos mine")
    assert page is not None
    assert "thank-you from" not in page.text


async def test_a_button_says_where_a_guest_is_at_home(
    umbrella: Workspace, acme: Workspace, ana: Person, zoe: Person, both: SlackPlatform, deliver: Deliver, bot: Guildbot
) -> None:
    await ana.types("care", "/ask a lift because the bus is gone")
    await deliver()
    card = next(one for one in zoe.sees("care-acme") if "a lift" in one.text)
    await zoe.clicks("I can help", card)
    await zoe.form_soon()
    await zoe.submits({"What can you offer?": "At six"})
    assert await person_of(bot, zoe, umbrella.id)
    assert [realm for _, realm, *_ in await bot.tend(people.unknown_accounts, "slack")] == [umbrella.id]


# one organisation, two workspaces


async def test_people_of_an_organisation_are_one_in_all_its_workspaces(
    slack: SlackSandbox, bot: Guildbot, clock: Clock, acme: Workspace
) -> None:
    org = slack.enterprise("Globex")
    east, west = slack.workspace("east", enterprise=org), slack.workspace("west", enterprise=org)
    mia, leo = east.person("mia", name="Mia Voss"), west.person("leo", name="Leo Tan")
    there = west.person("mia", home=east)
    platform = SlackPlatform(bot, settings_for(slack))
    await platform.start()
    await slack.connected()
    try:
        for workspace, who in ((east, mia), (west, there), (west, leo)):
            workspace.channel("hall")
            await who.types(workspace.channels["hall"], "/kudos mine")
        await leo.types(west.channels["hall"], f"/kudos @mia for {SOUP}")
        await slack.settled()
        page = await mia.types(east.channels["hall"], "/kudos mine")
        assert page is not None
        assert page.text.startswith("1 thank-you from 1 person")
        assert await person_of(bot, mia, org) == await person_of(bot, there, org)
    finally:
        await platform.stop()
