"""Asking on Discord: the card in the channel, offers to the asker alone, what the help changed."""

from __future__ import annotations

import pytest

from adapters.sandbox.discord import Person
from adapters.sandbox.view import CannotType, Message
from tests.on_discord.conftest import Town, shown

FORM = "/ask new what:someone to read a form because:I went blind to it by:friday"


async def test_an_ask_stands_in_its_channel_until_it_is_settled(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    answer = shown(await ada.types(town.square, FORM))
    assert answer.ephemeral
    assert answer.text.startswith("Asked here. Offers come to you alone.")
    card = await _card(town, ben)
    assert card.text.startswith("Ada asks for a hand: someone to read a form\nBecause I went blind to it\nBy Friday 6 November")
    assert [button.label for button in card.buttons] == ["I can help", "I know someone"]
    await ada.clicks("Withdraw", answer)
    card = await _card(town, ben)
    assert card.text.endswith("This is no longer asked.")
    assert card.buttons == ()
    assert not any(post.pings for post in town.discord.posts)


async def test_help_goes_from_offer_to_what_it_changed(town: Town, ada: Person, ben: Person) -> None:
    await ada.types(town.square, FORM)
    await ben.clicks("I can help", await _card(town, ben))
    answer = shown(await ben.submits({"What can you offer?": "An hour on *Thursday*"}))
    assert answer.text == "@Ada alone sees your offer:\nAn hour on *Thursday*"
    assert (await town.reads(ada))[-1] == "@Ben answers your ask for someone to read a form:\nAn hour on *Thursday*"
    assert shown(await ada.clicks("Take")).text == "@Ben is told. Tomorrow I ask you whether it helped."
    assert (await town.reads(ben))[-1].startswith("@Ada takes your offer for someone to read a form.")
    town.clock.move(days=1)
    assert (await town.reads(ada))[-1] == "@Ben helped with someone to read a form. Did it help?"
    await ada.clicks("It did")
    await ada.submits({"What changed? The digest may quote it.": "I sent it at last."})
    assert (await town.reads(ben))[-1].endswith("I sent it at last.")


async def test_an_offer_not_needed_is_thanked(town: Town, ada: Person, ben: Person) -> None:
    await ada.types(town.square, FORM)
    await ben.clicks("I know someone", await _card(town, ben))
    await ben.submits({"Whom do you know?": "My sister reads such things"})
    await town.delivers()
    assert shown(await ada.clicks("Not needed, thank you")).text == "@Ben is thanked for offering."
    assert shown(await ada.clicks("Take")).text.startswith("That is settled already")


async def test_nobody_offers_to_themselves_and_the_words_come_back(town: Town, ada: Person) -> None:
    await ada.types(town.square, FORM)
    await ada.clicks("I can help", await _card(town, ada))
    answer = shown(await ada.submits({"What can you offer?": "An hour"}))
    assert answer.text.startswith("That is your own ask; offers come from others.")
    await ada.clicks("Edit", answer)
    assert ada.form is not None
    assert ada.form.field("What can you offer?").value == "An hour"


async def test_an_offer_can_be_withdrawn(town: Town, ada: Person, ben: Person) -> None:
    await ada.types(town.square, FORM)
    await ben.clicks("I can help", await _card(town, ben))
    answer = shown(await ben.submits({"What can you offer?": "An hour"}))
    assert shown(await ben.clicks("Withdraw", answer)).text == "Your offer is withdrawn."
    assert not any("An hour" in text for text in await town.reads(ada))


async def test_an_unreadable_day_gives_the_words_back(town: Town, ada: Person) -> None:
    answer = shown(await ada.types(town.square, "/ask new what:a form because:I am blind to it by:the other day kind:A challenge"))
    assert answer.text.startswith("I cannot read “the other day” as a day within a year.")
    await ada.clicks("Edit", answer)
    assert ada.form is not None
    assert ada.form.field("What kind?").value == "challenge"
    assert shown(await ada.submits({"By when?": "friday"})).text.startswith("Asked here.")
    assert (await _card(town, ada, "a form")).text.startswith("Ada asks to be challenged: a form")


async def test_the_same_ask_twice_is_asked_about(town: Town, ada: Person, ben: Person) -> None:
    await ada.types(town.square, FORM)
    answer = shown(await ada.types(town.square, FORM))
    assert answer.text.startswith("You have just asked this.")
    await ada.clicks("Send again anyway", answer)
    await town.delivers()
    assert len([one for one in ben.sees(town.square) if "asks for a hand" in one.text]) == 2


async def test_what_is_missing_does_not_leave_the_keyboard(town: Town, ada: Person) -> None:
    with pytest.raises(CannotType, match="because"):
        await ada.types(town.square, "/ask new what:a form")
    with pytest.raises(CannotType, match="1 to 600"):
        await ada.types(town.square, "/ask new", what="x" * 601, because="y")


async def test_an_ask_needs_a_channel(town: Town, ada: Person) -> None:
    answer = shown(await ada.types(ada.dm, FORM))
    assert answer.text.startswith("That needs a channel: type it in the one you mean.")
    assert "someone to read a form" in answer.text


async def test_ones_asks_stand_on_one_page_with_their_offers(town: Town, ada: Person, ben: Person) -> None:
    await ada.types(town.square, FORM)
    await ben.types(town.square, "/ask new what:a second pair of eyes because:it is late")
    await ben.clicks("I can help", await _card(town, ben))
    await ben.submits({"What can you offer?": "An hour"})
    page = shown(await ada.types(town.square, "/ask list"))
    assert "Open asks\n@Ben asks for a hand: a second pair of eyes" in page.text
    assert "Your asks\n@Ada asks for a hand: someone to read a form" in page.text
    assert "@Ben offers: “An hour”" in page.text
    assert shown(await ada.clicks("Close the ask", page)).text == "This is settled, with thanks to all who offered."


async def test_help_is_noted_and_confirmed_by_the_other_side(town: Town, ada: Person, ben: Person) -> None:
    answer = shown(await ada.types(town.square, "/ask note person:@ben what:the consent form"))
    assert answer.text == "@Ben is asked what it changed. Until then nobody else sees it.\nthe consent form"
    assert (await town.reads(ben))[-1] == "@Ada notes having helped you with the consent form. Did it help?"
    assert shown(await ben.clicks("Not this time")).text == "That is fine. Nobody is told."


async def test_nobody_notes_help_for_themselves_or_somebody_unknown(town: Town, ada: Person) -> None:
    assert shown(await ada.types(town.square, "/ask note person:@ada what:myself")).text.startswith(
        "Whom did you help, and with what? Like this: /ask note person:@dele what:with the consent form"
    )
    assert shown(await ada.types(town.square, "/ask note person:Nobody what:a form")).text.startswith("I know nobody called “Nobody”")


async def test_two_of_one_name_are_offered_as_buttons(town: Town, ada: Person) -> None:
    for handle in ("sam", "sammy"):
        await town.person(handle, name="Sam").types(town.square, "/profile show")
    answer = shown(await ada.types(town.square, "/ask note person:Sam what:the consent form"))
    assert shown(await ada.clicks("1. Sam", answer)).text.startswith("@Sam is asked what it changed.")


async def test_help_in_a_message_is_marked_with_what_it_changed(town: Town, ada: Person, ben: Person) -> None:
    message = await ben.types(town.square, "Here is how I would word it: please.")
    await ada.shortcut("Mark as help", message)
    answer = shown(await ada.submits({"With what?": "wording the letter", "What changed? The digest may quote it.": "They answered."}))
    assert answer.text == "@Ben gets your words; they may stand in the digest here:\nThey answered."
    assert (await town.reads(ben))[-1] == "@Ada tells what your help with wording the letter changed:\nThey answered."


async def test_a_message_becomes_an_ask(town: Town, ada: Person, ben: Person) -> None:
    message = await ada.types(town.square, "Could someone read this form because I went blind to it by friday")
    await ada.shortcut("Ask the guild", message)
    assert shown(await ada.submits()).text.startswith("Asked here.")
    assert "Because I went blind to it\nBy Friday 6 November" in (await _card(town, ben, "Could someone")).text


async def test_nobody_asks_in_somebody_elses_words(town: Town, ada: Person, ben: Person) -> None:
    message = await ben.types(town.square, "I cannot cope because it is too much by friday")
    await ada.shortcut("Ask the guild", message)
    assert ada.form is not None
    assert [ada.form.field(label).value for label in ("What do you need?", "Because …", "By when?")] == ["", "", ""]


async def test_an_ask_that_could_not_be_posted_is_tried_again(town: Town, ada: Person, ben: Person) -> None:
    closet = town.server.channel("closet", bot=False)
    await ada.types(closet, FORM)
    assert (await town.reads(ada))[-1].startswith("I could not post your ask for someone to read a form in")
    closet.bot = True
    assert shown(await ada.clicks("Try again")).text.startswith("Asked here.")
    await town.delivers()
    assert any("someone to read a form" in one.text for one in ben.sees(closet))


async def _card(town: Town, reader: Person, words: str = "someone to read a form") -> Message:
    await town.delivers()
    return next(one for one in reversed(reader.sees(town.square)) if words in one.text and not one.ephemeral and one.author != "Ada")
