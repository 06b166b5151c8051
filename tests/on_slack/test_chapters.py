"""A guild in channels of two workspaces: opening, pausing, going on, closing, and what a workspace's admins may say."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.jobs import Jobs
from adapters.sandbox.slack import SlackSandbox, Workspace
from adapters.sandbox.slack.people import Person
from adapters.slack.app import SlackPlatform
from adapters.slack.events import EVENTS
from adapters.slack.manifest import SCOPES
from guildbot import words
from guildbot.bot import Guildbot
from tests.catalogue import Backwards, backwards
from tests.conftest import Clock
from tests.on_slack.conftest import Deliver, Found, labels_of, settings_for


@pytest.fixture
def harbour(slack: SlackSandbox) -> Workspace:
    """A second workspace, with Dora in it."""
    harbour = slack.workspace("harbour", name="Harbour")
    harbour.person("dora", name="Dora Lind", tz="Europe/London")
    return harbour


@pytest.fixture
def dora(harbour: Workspace) -> Person:
    return harbour.people["dora"]


@pytest.fixture
async def tidewater(harbour: Workspace, dora: Person, ana: Person, ben: Person, found: Found, deliver: Deliver) -> None:
    """Founded by Ana, Ben and Dora; at home in Acme's #care."""
    await found("Tidewater", ana, ben)
    harbour.channel("lobby", bot=False)
    await dora.types("lobby", "/guild join tidewater")
    await dora.form_soon("Tidewater")
    await dora.submits()
    await dora.closes()
    await deliver()


async def opens(dora: Person, channel: str, deliver: Deliver) -> str:
    """What Dora is answered in a channel of her workspace."""
    shown = await dora.types(channel, "/guild open tidewater")
    assert shown is not None
    await deliver()
    return shown.text


async def test_a_channel_without_the_bot_opens_once_it_is_invited(
    tidewater: None, harbour: Workspace, dora: Person, ana: Person, deliver: Deliver
) -> None:
    dock = harbour.channel("dock", bot=False)
    assert await opens(dora, "dock", deliver) == "Tidewater opens here with its first post."
    told = dora.dms[-1]
    assert told.text == (
        "I could not post in #dock yet, so Tidewater is not open there.\n"
        "Invite me there (on Slack: /invite @guildbot), or let me read and write in it; then try again."
    )
    await dora.clicks("Try again", told)
    await deliver()
    assert dora.dms[-1].text.startswith("I could not post in #dock yet")
    assert not any("Harbour" in one.text for one in ana.dms)

    await dock.invites_bot(dora)
    await deliver()

    (card,) = [one for one in dora.sees("dock") if "Borrowing each other's eyes." in one.text]
    assert "Read in #care in Acme and #dock." in card.text
    assert "Tidewater now also lives in #dock in Harbour.\nWho reads along: Acme and Harbour." in ana.dms[-1].text
    (card,) = [one for one in ana.sees("care") if "Borrowing" in one.text]
    assert "Read in #care and #dock in Harbour." in card.text


async def test_put_out_of_the_channel_it_pauses_and_invited_again_it_goes_on(
    tidewater: None, acme: Workspace, ana: Person, ben: Person, dora: Person, deliver: Deliver, clock: Clock
) -> None:
    care = acme.channels["care"]
    await care.removes_bot(ben)
    await deliver()
    for caretaker in (ana, ben, dora):
        told = caretaker.dms[-1]
        assert "so Tidewater pauses there. Members and record stay." in told.text
        assert labels_of(told) == ["Try again", "Close"]
    page = await dora.types("dm", "/guild show tidewater")
    assert page is not None
    assert "Paused, as I may not post there at the moment: #care in Acme." in page.text
    await ana.clicks("Try again", ana.dms[-1])
    await deliver()
    assert "I still cannot post in #care, so Tidewater stays paused there." in ana.dms[-1].text

    await care.invites_bot(ana)
    await deliver()

    assert [one.text for one in ana.sees("care")][-1] == "Tidewater goes on here. Its next digest takes up what was missed."
    page = await dora.types("dm", "/guild show tidewater")
    assert page is not None
    assert "Paused" not in page.text
    clock.now += timedelta(days=4)
    await deliver()
    assert "TIDEWATER, the week to Friday 6 November" in ana.sees("care")[-1].text


async def test_an_archived_channel_pauses_and_goes_on_when_it_is_back(
    tidewater: None, acme: Workspace, ana: Person, deliver: Deliver
) -> None:
    care = acme.channels["care"]
    await care.archives(ana)
    await deliver()
    assert "Tidewater pauses there" in ana.dms[-1].text
    await care.unarchives(ana)
    await deliver()
    assert ana.sees("care")[-1].text.startswith("Tidewater goes on here.")


async def test_a_deleted_channel_is_closed_from_the_message_that_told_so(
    tidewater: None, acme: Workspace, ana: Person, ben: Person, deliver: Deliver
) -> None:
    await acme.channels["care"].deletes(ana)
    await deliver()
    closed = await ana.clicks("Close", ana.dms[-1])
    assert closed is not None
    assert "Tidewater is closed in" in closed.text
    await ben.clicks("Close", ben.dms[-1])
    await deliver()
    page = await ben.types("dm", "/guild show tidewater")
    assert page is not None
    assert "Read in" not in page.text
    assert "Ana Ruiz closed our channel in Acme #care" in page.text


async def test_a_refused_post_tells_what_no_event_told(
    tidewater: None, acme: Workspace, ana: Person, clock: Clock, deliver: Deliver
) -> None:
    acme.channels["care"].members.discard(acme.bot_user_id)
    clock.now += timedelta(days=4)
    await deliver()
    assert "I can no longer post in #care, so Tidewater pauses there." in ana.dms[-1].text


async def test_a_renamed_channel_is_called_so_in_the_other_workspace(
    tidewater: None, acme: Workspace, harbour: Workspace, dora: Person, deliver: Deliver
) -> None:
    harbour.channel("dock")
    await opens(dora, "dock", deliver)
    await acme.channels["care"].renames("warmth")
    await deliver()
    (card,) = [one for one in dora.sees("dock") if "Borrowing" in one.text]
    assert "Read in #warmth in Acme and #dock." in card.text


async def test_the_name_of_a_private_channel_stays_in_its_workspace(
    tidewater: None, harbour: Workspace, dora: Person, ana: Person, deliver: Deliver
) -> None:
    hush = harbour.channel("hush", private=True, bot=False, members=[dora])
    await opens(dora, "hush", deliver)
    await hush.invites_bot(dora)
    await deliver()
    await hush.renames("hush-hush")
    await deliver()
    assert "Read in #care in Acme and #hush-hush." in dora.sees("hush-hush")[-1].text
    page = await ana.types("dm", "/guild show tidewater")
    assert page is not None
    assert "Read in #care and a channel in Harbour." in page.text
    assert "hush" not in "\n".join(one.text for one in ana.sees())


async def test_what_happened_while_the_bot_was_away_is_seen_when_it_is_back(
    harbour: Workspace, tidewater: None, slack: SlackSandbox, acme: Workspace, ana: Person, bot: Guildbot, platform: SlackPlatform,
    deliver: Deliver,
) -> None:  # fmt: skip
    harbour.channel("dock")
    await opens(harbour.people["dora"], "dock", deliver)
    await platform.stop()
    acme.channels["care"].members.discard(acme.bot_user_id)
    await harbour.channels["dock"].renames("pier")
    await platform.start()
    await deliver()
    assert "so Tidewater pauses there." in ana.dms[-1].text
    assert "Read in #care in Acme and #pier." in harbour.people["dora"].sees("pier")[-1].text
    await platform.stop()
    acme.channels["care"].members.add(acme.bot_user_id)
    await platform.start()
    await deliver()
    assert ana.sees("care")[-1].text.startswith("Tidewater goes on here.")


async def test_closing_brings_the_cards_elsewhere_up_to_date(
    tidewater: None, harbour: Workspace, dora: Person, ana: Person, deliver: Deliver
) -> None:
    harbour.channel("dock")
    await opens(dora, "dock", deliver)
    closed = await dora.types("dock", "/guild close")
    assert closed is not None
    assert closed.text == "Tidewater is closed in #dock. Members and record stay."
    await deliver()
    (card,) = [one for one in ana.sees("care") if "Borrowing" in one.text]
    assert "Read in #care." in card.text


async def test_uninstalling_in_one_workspace_is_told_in_the_other(
    tidewater: None, acme: Workspace, slack: SlackSandbox, harbour: Workspace, dora: Person, deliver: Deliver
) -> None:
    harbour.channel("dock")
    await opens(dora, "dock", deliver)
    await acme.uninstalls()
    await slack.disconnected(acme)
    await deliver()
    assert dora.dms[-1].text == "I was taken out of Acme, so Tidewater is closed there. Members and record stay."
    (card,) = [one for one in dora.sees("dock") if "Borrowing" in one.text]
    assert "Read in #dock." in card.text
    page = await dora.types("dm", "/guild show tidewater")
    assert page is not None
    assert "Ana Ruiz" in page.text


# A workspace's admins


async def test_whether_it_is_an_admin_is_asked_in_that_moment(
    tidewater: None, slack: SlackSandbox, acme: Workspace, ana: Person, ben: Person, dora: Person, deliver: Deliver
) -> None:
    cleo = acme.people["cleo"]
    said = await cleo.types("care", "/guild disallow")
    assert said is not None
    assert said.text == "That is for the admins of Acme. What a guild does is for its members to say."
    await acme.appoints(cleo, admin=True)
    said = await cleo.types("care", "/guild disallow")
    assert said is not None
    assert said.text == (
        "No guild opens in this channel, until /guild allow allows it again.\nTidewater pauses here; its caretakers are told."
    )
    assert said.ephemeral
    await deliver()
    assert "The admins of Acme want no guild in #care in Acme, so Tidewater pauses there." in dora.dms[-1].text
    assert labels_of(dora.dms[-1]) == ["Close"]
    refused = await ana.types("care", "/guild open tidewater")
    assert refused is not None
    assert refused.text.startswith("The admins of Acme want no guild in that channel. Typed there by one of them, /guild allow allows it")
    refused = await ana.types("care", "/guild start Nightjar")
    assert refused is not None
    assert refused.text.startswith("The admins of Acme want no guild in that channel.")

    await acme.appoints(cleo, admin=False)
    said = await cleo.types("care", "/guild allow")
    assert said is not None
    assert said.text.startswith("That is for the admins of Acme.")
    await acme.appoints(cleo, owner=True)
    said = await cleo.types("care", "/guild allow")
    assert said is not None
    assert said.text == "A guild may be at home in this channel.\nTidewater goes on here with its next post."
    await deliver()
    assert ana.sees("care")[-1].text.startswith("Tidewater goes on here.")
    page = await dora.types("dm", "/guild show tidewater")
    assert page is not None
    assert "Cleo Marsh allows guilds again in our channel in Acme #care" in page.text
    asked = [one for one in slack.requests if one.method == "users.info"]
    assert len(asked) >= 4


async def test_the_command_is_acknowledged_before_slack_is_asked(
    tidewater: None, slack: SlackSandbox, acme: Workspace, deliver: Deliver
) -> None:
    """An answer that needs a look-up first comes by the response_url."""
    cleo = acme.people["cleo"]
    await acme.appoints(cleo, admin=True)
    slack.requests.clear()
    await cleo.types("care", "/guild disallow leaving")
    (sent,) = [one for one in slack.deliveries if one.kind == "slash_commands" and one.payload["text"] == "disallow leaving"]
    assert (sent.acknowledged, sent.tries, bool(sent.answer)) == (True, 1, False)
    said = [one.method for one in slack.requests if one.method == "response_url" or one.body.get("user") == cleo.id]
    assert said == ["users.info", "response_url"]


async def test_nothing_said_in_a_workspace_leaves_it_where_its_admins_say_so(
    tidewater: None, acme: Workspace, harbour: Workspace, ana: Person, dora: Person, clock: Clock, deliver: Deliver
) -> None:
    harbour.channel("dock")
    await opens(dora, "dock", deliver)
    await acme.appoints(acme.people["cleo"], admin=True)
    said = await acme.people["cleo"].types("dm", "/guild disallow leaving")
    assert said is not None
    assert said.text == "What is said in Acme is read in no channel elsewhere, until /guild allow leaving allows it again."
    await deliver()
    assert "what Tidewater says in Acme is from now on read only there." in dora.dms[-1].text
    for who, channel, whom in ((ana, "care", "@ben"), (dora, "dock", "Ana Ruiz")):
        await who.types(channel, f"/kudos {whom} for the soup that {who.name} will not forget")
    for one in (ana, acme.people["ben"]):
        await one.types("dm", "/profile")
    await deliver()
    for who in (ana, acme.people["ben"]):
        await who.clicks("In Friday's digest", next(one for one in who.dms if "will not forget" in one.text))
    clock.now += timedelta(days=4)
    await deliver()
    (here,), (there,) = ([one.text for one in who.sees(place) if "TIDEWATER" in one.text] for who, place in ((ana, "care"), (dora, "dock")))
    assert "that Ana Ruiz will not forget" in here
    assert "that Dora Lind will not forget" in here
    assert "that Ana Ruiz will not forget" not in there
    assert "that Dora Lind will not forget" in there
    (card,) = [one for one in dora.sees("dock") if "Borrowing" in one.text]
    assert "What is said in Acme is read only there; that is a rule of its admins." in card.text


# Its language


@pytest.fixture
def backward_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Backwards]:
    with backwards(tmp_path, monkeypatch, "eo") as made:
        yield made


async def test_each_channel_is_spoken_to_in_the_language_of_whoever_opened_it(
    harbour: Workspace, acme: Workspace, backward_words: Backwards, found: Found, ana: Person, ben: Person, dora: Person, deliver: Deliver,
    clock: Clock,
) -> None:  # fmt: skip
    dora.locale = "eo-001"
    await found("Tidewater", ana, ben, acme.people["cleo"])
    await ana.types("care", "/kudos @ben for looking things up")
    harbour.channel("dock")
    await dora.types("dock", "/guild join tidewater")
    await dora.form_soon("Tidewater")
    await dora.submits()
    await dora.closes()
    await deliver()
    await opens(dora, "dock", deliver)
    await ana.clicks("Yes", next(one for one in ana.dms if "would like" in one.text))
    await deliver()
    clock.now += timedelta(days=4)
    await deliver()

    there, here = "\n".join(one.text for one in dora.sees("dock")), "\n".join(one.text for one in ana.sees("care"))

    assert backward_words("Value words: {words}").split("{")[0] in there
    assert "Value words:" in here
    assert "Coming and going" in here
    assert backward_words("Coming and going") in there
    assert words.Say("eo-001").locale == "eo"


async def test_the_manifest_covers_what_is_needed(slack: SlackSandbox, bot: Guildbot, clock: Clock) -> None:
    """With exactly the scopes and events of the manifest a channel's story is heard to its end."""
    bare = slack.workspace("bare", name="Bare", scopes=SCOPES, events=EVENTS)
    nora = bare.person("nora", name="Nora Field", tz="Europe/London", admin=True)
    care = bare.channel("care", private=True, members=[nora])
    platform = SlackPlatform(bot, settings_for(slack))
    await platform.start()
    jobs = Jobs(bot, {platform.name: platform})

    async def deliver() -> None:
        await slack.settled()
        await platform.settled()
        await jobs.work_off()

    try:
        await nora.types("care", "/guild start Tidewater")
        await nora.form_soon("Start a guild")
        await nora.submits({"What are we for? One sentence.": "Borrowing each other's eyes."})
        await nora.closes()
        await deliver()
        for leaves, returns in ((care.removes_bot, care.invites_bot), (care.archives, care.unarchives)):
            await leaves(nora)
            await deliver()
            assert "Tidewater pauses there" in nora.dms[-1].text
            await returns(nora)
            await deliver()
            assert nora.sees("care")[-1].text.startswith("Tidewater goes on here.")
        said = await nora.types("care", "/guild disallow")
        assert said is not None
        assert "pauses here" in said.text
    finally:
        await platform.stop()
