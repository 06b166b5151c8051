"""Asking and helping on Slack, from the line to what the help changed."""

from __future__ import annotations

from adapters.sandbox.slack import SlackSandbox, Workspace
from adapters.sandbox.slack.people import Person
from tests.conftest import Clock
from tests.on_slack.conftest import Deliver, labels_of

LINE = "/ask someone to read a form aloud because I've gone blind to it by Friday"


async def test_an_ask_stands_in_its_channel(ana: Person, ben: Person, deliver: Deliver) -> None:
    shown = await ana.types("care", LINE)
    assert shown is not None
    assert shown.ephemeral
    assert shown.text.startswith("Asked here.")
    await deliver()
    (card,) = ben.sees("care")
    assert (labels_of(card), card.pings) == (["I can help", "I know someone"], ())
    assert "someone to read a form aloud" in card.text
    assert "Friday 6 November" in card.text


async def test_from_an_offer_to_what_it_changed(ana: Person, ben: Person, clock: Clock, deliver: Deliver) -> None:
    await ana.types("care", LINE)
    await deliver()
    await ben.clicks("I can help")
    await ben.form_soon("Offer help")
    await ben.submits({"What can you offer?": "Thursday, before lunch?"})
    assert ben.form is not None
    assert ben.form.text == "@Ana Ruiz alone sees your offer:\nThursday, before lunch?"
    await deliver()
    offer = await ana.sees_soon("Thursday, before lunch?", "dm")
    assert labels_of(offer) == ["Take", "Not needed, thank you"]
    await ana.clicks("Take", offer)
    await deliver()
    taken = await ana.sees_soon("Thursday, before lunch?", "dm")
    assert (taken.id, labels_of(taken)) == (offer.id, [])
    await ben.sees_soon("takes your offer", "dm")
    clock.move(days=1)
    await deliver()
    await ana.clicks("It did", await ana.sees_soon("Did it help?", "dm"))
    await ana.form_soon("What changed?")
    await ana.submits({"What changed? The digest may quote it.": "It reads like people talk."})
    await deliver()
    assert ben.dms[-1].text.endswith("It reads like people talk.")


async def test_not_this_time_is_silent(ana: Person, ben: Person, deliver: Deliver) -> None:
    await ana.types("care", "/ask note @ben the grant letter")
    await deliver()
    answer = await ben.clicks("Not this time")
    assert answer is not None
    assert answer.text.endswith("That is fine. Nobody is told.")
    await deliver()
    assert ana.dms == []


async def test_the_list_holds_offers_and_stays_after_a_press(ana: Person, ben: Person, cleo: Person, deliver: Deliver) -> None:
    await ana.types("care", LINE)
    await deliver()
    for one, words in ((ben, "Thursday?"), (cleo, "Friday?")):
        await one.clicks("I can help", await one.sees_soon("read a form aloud", "care"))
        await one.form_soon()
        await one.submits({"What can you offer?": words})
    page = await ana.types("care", "/ask list")
    assert page is not None
    assert labels_of(page) == ["Take", "Not needed, thank you", "Take", "Not needed, thank you", "Close the ask", "Withdraw"]
    left = await ana.clicks("ask.thank:1", page)
    assert left is not None
    assert left.text.startswith("@Ben Okri is thanked for offering.")
    assert labels_of(left) == ["Take", "Not needed, thank you", "Close the ask", "Withdraw"]
    others = await cleo.types("care", "/ask list")
    assert others is not None
    assert "Friday?" not in others.text


async def test_a_closed_ask_has_no_buttons_left(ana: Person, ben: Person, deliver: Deliver) -> None:
    await ana.types("care", LINE)
    await deliver()
    card = await ben.sees_soon("read a form aloud", "care")
    await ana.types("care", "/ask list")
    await ana.clicks("Close the ask")
    await deliver()
    (now,) = ben.sees("care")
    assert (now.id, labels_of(now)) == (card.id, [])


async def test_an_old_button_answers_politely(ana: Person, ben: Person, deliver: Deliver) -> None:
    await ana.types("care", LINE)
    await deliver()
    await ben.clicks("I can help")
    await ben.form_soon()
    await ana.types("care", "/ask list")
    await ana.clicks("Withdraw")
    await ben.submits({"What can you offer?": "Thursday?"})
    assert ben.form is not None
    assert list(ben.form.errors.values()) == ["That is settled already, or was never yours to press. /ask list shows what is open."]


async def test_one_does_not_help_oneself(ana: Person, deliver: Deliver) -> None:
    await ana.types("care", LINE)
    await deliver()
    await ana.clicks("I can help")
    await ana.form_soon()
    await ana.submits({"What can you offer?": "Me!"})
    assert ana.form is not None
    assert ana.form.errors == {"offer": "That is your own ask; offers come from others."}


async def test_without_because_the_form_opens(ana: Person, deliver: Deliver) -> None:
    assert await ana.types("care", "/ask new eyes on my draft") is None
    form = await ana.form_soon("Ask for a hand")
    assert form.field("What do you need?").value == "new eyes on my draft"
    await ana.submits({"Because …": "I am too close to it", "By when?": "someday"})
    assert ana.form is not None
    assert list(ana.form.errors) == ["by"]
    await ana.submits({"By when?": "Friday", "What kind?": "A challenge"})
    await deliver()
    assert "asks to be challenged: new eyes on my draft" in ana.sees("care")[-1].text


async def test_a_day_nobody_can_read(ana: Person, deliver: Deliver) -> None:
    shown = await ana.types("care", "/ask a lift because the bus is gone by someday")
    assert shown is not None
    assert shown.text.startswith("I cannot read “someday” as a day")
    assert "a lift because the bus is gone by someday" in shown.text
    await ana.clicks("Edit")
    form = await ana.form_soon()
    assert [form.field(one).value for one in ("What do you need?", "Because …", "By when?")] == ["a lift", "the bus is gone", "someday"]


async def test_the_same_ask_twice(ana: Person, ben: Person, deliver: Deliver) -> None:
    await ana.types("care", LINE)
    shown = await ana.types("care", LINE)
    assert shown is not None
    assert shown.text.startswith("You have just asked this")
    await ana.clicks("Send again anyway", shown)
    await deliver()
    assert len(ben.sees("care")) == 2


async def test_from_the_direct_conversation_the_channel_is_asked(ana: Person, ben: Person, deliver: Deliver) -> None:
    assert await ana.types("dm", LINE) is None
    form = await ana.form_soon("Ask for a hand")
    assert form.field("By when?").value == "Friday"
    await ana.submits({"In which channel?": "care"})
    await deliver()
    assert "read a form aloud" in ben.sees("care")[-1].text


async def test_the_bot_missing_from_the_channel(acme: Workspace, ana: Person, deliver: Deliver) -> None:
    quiet = acme.channel("quiet", bot=False)
    await ana.types("quiet", LINE)
    await deliver()
    told = await ana.sees_soon("I could not post your ask", "dm")
    assert "someone to read a form aloud in #quiet" in told.text
    await quiet.invites_bot(ana)
    await ana.clicks("Try again", told)
    await deliver()
    assert any("read a form aloud" in one.text and labels_of(one) for one in ana.sees("quiet"))


async def test_a_message_becomes_help(ana: Person, ben: Person, deliver: Deliver) -> None:
    message = await ben.types("care", "the key is under the stone")
    await ana.shortcut("help", message)
    form = await ana.form_soon("What changed?")
    assert form.field("People here").value == (ben.id,)
    await ana.submits({"With what?": "getting in", "What changed? The digest may quote it.": "I slept at home."})
    await deliver()
    assert ben.dms[-1].text.endswith("I slept at home.")


async def test_ones_own_message_becomes_an_ask_and_nobody_elses(ana: Person, ben: Person, slack: SlackSandbox, deliver: Deliver) -> None:
    mine = await ana.types("care", "can anybody lift a piano?")
    await ana.shortcut("ask", mine)
    form = await ana.form_soon()
    assert form.field("What do you need?").value == "can anybody lift a piano?"
    await ana.closes()
    theirs = await ben.types("care", "I cannot lift a piano")
    await ana.shortcut("ask", theirs)
    form = await ana.form_soon()
    assert form.field("What do you need?").value == ""


async def test_an_offer_is_withdrawn_where_it_was_made(ana: Person, ben: Person, deliver: Deliver) -> None:
    await ana.types("care", LINE)
    await deliver()
    for words in ("Thursday?", "Friday?"):
        await ben.clicks("I can help", await ben.sees_soon("read a form aloud", "care"))
        await ben.form_soon("Offer help")
        await ben.submits({"What can you offer?": words})
        assert ben.form is not None
        assert words in ben.form.text
        assert labels_of(ben.form) == ["Withdraw"]
        if words == "Thursday?":
            await ben.closes()
    assert ben.form is not None
    assert "You have offered already" in ben.form.text
    await ben.clicks("Withdraw")
    await deliver()
    assert ben.form is not None
    assert ben.form.text == "Your offer is withdrawn."
    assert ana.dms == []


async def test_words_too_long_for_a_button_stay_whole(ana: Person, ben: Person, deliver: Deliver) -> None:
    words = "a hand with the boat " * 120
    assert await ana.types("care", f"/ask {words}because it leaks") is None
    form = await ana.form_soon("Ask for a hand")
    assert form.field("What do you need?").value == words.strip()
    assert "characters, and 600 fit" in form.text


async def test_an_ask_again_that_no_button_carries(ana: Person, ben: Person, deliver: Deliver) -> None:
    line = "/ask " + "\\" * 590 + " because " + "\\" * 590
    await ana.types("care", line)
    await ana.types("care", line)
    form = await ana.form_soon("Ask for a hand")
    assert "You have just asked this" in form.text
    await ana.submits()
    await deliver()
    assert len(ben.sees("care")) == 2
