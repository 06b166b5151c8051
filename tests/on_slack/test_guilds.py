"""A guild on Slack: it begins, people join, rest and leave; its channels open and close."""

from __future__ import annotations

import pytest

from adapters.jobs import Jobs
from adapters.sandbox.slack import SlackSandbox, Workspace
from adapters.sandbox.slack.people import Person
from adapters.slack.app import SlackPlatform
from guildbot.bot import Guildbot
from tests.on_slack.conftest import Deliver, Found, labels_of, settings_for


async def test_a_guild_begins_with_one_sentence(ana: Person, ben: Person, deliver: Deliver) -> None:
    assert await ana.types("care", "/guild start Tidewater") is None
    form = await ana.form_soon("Start a guild")
    assert form.field("Name").value == "Tidewater"
    assert form.field("Three to six value words").value == "care, craft, courage"
    await ana.submits({"What are we for? One sentence.": "Borrowing each other's eyes.", "The emoji of a quick thank-you": ":sunflower:"})
    assert ana.form is not None
    assert ana.form.text.startswith("Tidewater has begun, with you as its first founder.")
    await deliver()
    (post,) = ben.sees("care")
    assert post.text.startswith("Tidewater\nBorrowing each other's eyes.")
    assert "🌻 on a message is a quick thank-you" in post.text
    assert labels_of(post) == ["Join", "Charter"]


async def test_the_form_says_what_is_wrong_where_it_is_wrong(ana: Person, deliver: Deliver) -> None:
    await ana.types("care", "/guild start Tidewater")
    await ana.form_soon()
    await ana.submits({"What are we for? One sentence.": " ", "Three to six value words": "care", "Time zone": "Mars/Olympus"})
    assert ana.form is not None
    assert set(ana.form.errors) == {"purpose", "values", "zone"}


async def test_what_would_be_refused_at_the_end_is_refused_now(ana: Person, ben: Person, found: Found, deliver: Deliver) -> None:
    await found("Tidewater", ana)
    shown = await ben.types("care", "/guild start Tidewater")
    assert shown is not None
    assert "There is a guild called “Tidewater” already." in shown.text
    assert "This channel is home to Tidewater already" in shown.text
    shown = await ben.types("dm", "/guild start Moorland")
    assert shown is not None
    assert shown.text.startswith("That needs a channel")


async def test_the_bot_missing_from_the_channel(acme: Workspace, ana: Person, ben: Person, deliver: Deliver) -> None:
    quiet = acme.channel("quiet", bot=False)
    await ana.types("quiet", "/guild start Tidewater")
    await ana.form_soon()
    await ana.submits({"What are we for? One sentence.": "Borrowing each other's eyes."})
    await ana.closes()
    await deliver()
    told = await ana.sees_soon("I could not post in #quiet", "dm")
    await quiet.invites_bot(ana)
    await ana.clicks("Try again", told)
    await deliver()
    assert labels_of(await ben.sees_soon("Tidewater", "quiet")) == ["Join", "Charter"]


async def test_joining_asks_and_preselects_nothing(ana: Person, ben: Person, found: Found, deliver: Deliver) -> None:
    await found("Tidewater", ana)
    await ben.clicks("Join")
    form = await ben.form_soon("Tidewater")
    assert form.submit == "I agree"
    assert "Borrowing each other's eyes." in form.text
    assert "Hosted by the Tidewater cooperative." in form.text
    thanks = form.field("Who may see thanks to you?")
    assert (thanks.value, [text for text, _ in thanks.options]) == ("", ["Under the message", "In Friday's digest", "Only me"])
    await ben.submits({"Quiet hours, like 20:00-08:00": "late"})
    assert ben.form is not None
    assert list(ben.form.errors) == ["quiet"]
    await ben.submits({"Quiet hours, like 20:00-08:00": "21:00-07:30"})
    assert ben.form.text == "You are in, as one of the founders of Tidewater."
    shown = await ben.types("dm", "/guild join tidewater")
    assert shown is not None
    assert shown.text.startswith("You are in Tidewater already.")


async def test_the_third_founds_it(ana: Person, ben: Person, cleo: Person, found: Found, deliver: Deliver) -> None:
    await found("Tidewater", ana, ben, cleo)
    assert ana.dms[-1].text.startswith("Tidewater is founded: three of you are in.")
    page = await ana.types("care", "/guild show tidewater")
    assert page is not None
    assert "The next digest comes Friday 6 November, 10:00." in page.text
    members = await ben.types("dm", "/guild members tidewater")
    assert members is not None
    assert members.text == "Tidewater\nAna Ruiz, caretaker\nBen Okri, caretaker\nCleo Marsh, caretaker"


async def test_an_invitation_is_a_code_to_send_by_any_means(acme: Workspace, ana: Person, found: Found, deliver: Deliver) -> None:
    await found("Tidewater", ana)
    shown = await ana.types("care", "/guild invite Yusra because she once told me kindly")
    assert shown is not None
    line = next(part for part in shown.text.splitlines() if part.startswith("/guild join"))
    yusra = acme.person("yusra", name="Yusra Aden")
    await yusra.types("dm", line)
    form = await yusra.form_soon("Tidewater")
    assert form.text.startswith("@Ana Ruiz invites you: “she once told me kindly”")
    await yusra.submits()
    await yusra.closes()
    again = await acme.people["ben"].types("dm", line)
    assert again is not None
    assert "opens nothing" in again.text


@pytest.mark.parametrize("line", ["/guild invite", "/guild invite Yusra"])
async def test_an_invitation_needs_a_name_and_a_reason(line: str, ana: Person, found: Found, deliver: Deliver) -> None:
    await found("Tidewater", ana)
    shown = await ana.types("care", line)
    assert shown is not None
    assert shown.text.startswith("Whom, and why?")


async def test_an_unknown_guild(ana: Person, deliver: Deliver) -> None:
    for line in ("/guild join atlantis", "/guild show atlantis", "/guild leave atlantis", "/guild open atlantis"):
        shown = await ana.types("care", line)
        assert shown is not None
        assert shown.text.startswith("I know no guild called “atlantis”. /guild find lists those that wish to be found.")


async def test_outsiders_read_the_charter_and_no_more(ana: Person, ben: Person, found: Found, deliver: Deliver) -> None:
    await found("Tidewater", ana)
    shown = await ben.types("dm", "/guild show tidewater")
    assert shown is not None
    assert "Borrowing each other's eyes." in shown.text
    assert "caretaker" not in shown.text
    assert labels_of(shown) == ["Join"]


async def test_guilds_that_wish_to_be_found_are_found(ana: Person, ben: Person, found: Found, deliver: Deliver) -> None:
    await found("Tidewater", ana)
    shown = await ben.types("dm", "/guild find eyes")
    assert shown is not None
    assert (shown.text, labels_of(shown)) == ("Tidewater: Borrowing each other's eyes.", ["Join", "Charter"])


async def test_resting_and_coming_back(ana: Person, ben: Person, found: Found, deliver: Deliver) -> None:
    await found("Tidewater", ana, ben)
    shown = await ben.types("dm", "/guild rest until Friday")
    assert shown is not None
    assert shown.text.startswith("You rest in Tidewater until Friday 6 November.")
    back = await ben.clicks("I'm back")
    assert back is not None
    assert back.text == "Good to have you back in Tidewater."
    shown = await ben.types("dm", "/guild rest tidewater until someday")
    assert shown is not None
    assert shown.text.startswith("I cannot read “someday” as a day")
    shown = await ben.types("dm", "/guild rest tidewater")
    assert shown is not None
    assert shown.text.startswith("You rest in Tidewater. Nobody is told")


async def test_leaving_asks_once(ana: Person, ben: Person, found: Found, deliver: Deliver) -> None:
    await found("Tidewater", ana, ben)
    shown = await ben.types("care", "/guild leave")
    assert shown is not None
    assert labels_of(shown) == ["Leave", "Leave and say goodbye", "Only rest"]
    await ben.clicks("Leave and say goodbye", shown)
    await ben.form_soon("Say goodbye")
    await ben.submits({"One line for the digest": "Thank you for the soup."})
    assert ben.form is not None
    assert ben.form.text == "You have left Tidewater. Your line will be in the digest:\nThank you for the soup."
    late = await ben.clicks("Leave", shown)
    assert late is not None
    assert late.text.startswith("That is for members of Tidewater.")


async def test_my_guilds_with_their_buttons(ana: Person, found: Found, deliver: Deliver) -> None:
    shown = await ana.types("dm", "/guild")
    assert shown is not None
    assert labels_of(shown) == ["Start a guild"]
    await found("Tidewater", ana)
    shown = await ana.types("dm", "/guild")
    assert shown is not None
    assert shown.text == "Your guilds\nTidewater, caretaker"
    page = await ana.clicks("Charter", shown)
    assert page is not None
    assert "Borrowing each other's eyes." in page.text


async def test_a_second_workspace_needs_a_caretakers_yes(slack: SlackSandbox, acme: Workspace, bot: Guildbot, ana: Person) -> None:
    harbour = slack.workspace("harbour", name="Harbour")
    dock = harbour.channel("dock")
    dora = harbour.person("dora", name="Dora Lind", tz="Europe/London")
    platform = SlackPlatform(bot, settings_for(slack))
    await platform.start()
    jobs = Jobs(bot, {platform.name: platform})

    async def deliver() -> None:
        await slack.settled()
        await platform.settled()
        await jobs.work_off()

    try:
        await dock.invites_bot(dora)
        for number, one in enumerate((ana, acme.people["ben"], acme.people["cleo"])):
            await one.types("care", "/guild start Tidewater" if number == 0 else "/guild join tidewater")
            await one.form_soon()
            await one.submits({"What are we for? One sentence.": "Borrowing each other's eyes."} if number == 0 else {})
            await one.closes()
            await deliver()
        await dora.types("dock", "/guild join tidewater")
        await dora.form_soon("Tidewater")
        await dora.submits()
        await dora.closes()
        shown = await dora.types("dock", "/guild open tidewater")
        assert shown is not None
        assert shown.text.startswith("A caretaker of Tidewater is asked")
        await deliver()
        asked = await ana.sees_soon("would like Tidewater to be at home in #dock", "dm")
        assert "Dora Lind" in asked.text
        assert "@Dora" not in asked.text
        await ana.clicks("Yes", asked)
        await deliver()
        assert "Tidewater" in dora.sees("dock")[-1].text
        await ana.sees_soon("Who reads along: Acme and Harbour.", "dm")
        await ana.types("care", "/kudos Dora Lind for lending us the dock")
        await deliver()
        assert dora.dms[-1].text.startswith("Ana Ruiz thanked you:\nlending us the dock")
        closed = await dora.types("dock", "/guild close")
        assert closed is not None
        assert closed.text.startswith("Closing a channel of Tidewater is for its caretakers.")
    finally:
        await platform.stop()
