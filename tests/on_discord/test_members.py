"""Coming in by word of mouth on Discord: codes, vouches asked for and given, a door that is closed."""

from __future__ import annotations

import pytest

from adapters.sandbox.discord import Person
from adapters.sandbox.view import Message
from guildbot import guilds, members
from guildbot.kinds import Admission
from guildbot.who import AccountRef, Caller, Place
from tests.on_discord.conftest import Town, shown

WHY = "Why them? The digest may quote it."
HOW = "How do people join?"
BY_WORD = "By word of mouth: somebody in it vouches for you"


@pytest.fixture
async def tidewater(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    """A guild of three that people come into by word of mouth, as its caretaker chose on its page."""
    await town.guild(ada, ben, chi)
    await _says_at_the_door(town, ada, BY_WORD)
    await town.delivers()


@pytest.fixture
async def yusra(town: Town) -> Person:
    return town.person("yusra", name="Yusra")


async def test_how_people_join_is_chosen_at_the_start_and_changed_by_caretakers(town: Town, ada: Person, ben: Person) -> None:
    await ada.types(town.square, "/guild start name:Tidewater admission:vouch")
    await ada.submits({"What are we for? One sentence.": "We write to each other."})
    await town.delivers()
    assert _card(town, ben).text.endswith(BY_WORD)
    changed = await _says_at_the_door(town, ada, "Anybody may join")
    assert changed.text == "From now on Tidewater says at its door: “Anybody may join”."
    await town.delivers()
    assert _card(town, ben).text.endswith("Anybody may join")
    assert "Ada let anybody join Tidewater" in shown(await ada.types(town.square, "/guild show guild:tidewater")).text


async def test_a_member_has_no_such_button(town: Town, tidewater: None, ada: Person, yusra: Person) -> None:
    line = _code(await ada.types(town.square, "/guild invite person:Yusra because:she once told me kindly"))
    await _agrees(yusra, line)
    page = shown(await yusra.types(town.square, "/guild show guild:tidewater"))
    assert "How people join" not in _labels(page)


async def test_an_invitation_is_a_vouch(town: Town, tidewater: None, ada: Person, yusra: Person) -> None:
    refused = shown(await ada.types(town.square, "/guild invite person:Yusra because:fun"))
    assert refused.text.startswith("Say a little more about why")
    await ada.clicks("Edit", refused)
    assert ada.form is not None
    assert ada.form.field("Who is invited? Any name.").value == "Yusra"
    invited = shown(await ada.submits({WHY: "she once told me kindly"}))
    assert invited.text.endswith("with the code they are in as soon as they agree to the charter.")

    answer = await _agrees(yusra, _code(invited))
    assert answer.text == "You are in Tidewater."
    assert (await town.reads(ada))[-1] == "@Yusra is in Tidewater, with your word."


async def test_somebody_mentioned_is_invited_by_name(town: Town, tidewater: None, ada: Person, ben: Person, yusra: Person) -> None:
    await yusra.types(town.square, "/guild find")
    invited = shown(await ada.types(town.square, "/guild invite person:@yusra because:she once told me kindly"))
    assert invited.text.startswith("Send this to Yusra by any means.")


async def test_without_a_code_one_waits_for_somebodys_word(town: Town, tidewater: None, ada: Person, ben: Person, yusra: Person) -> None:
    door = shown(await yusra.types(town.square, "/guild join guild:tidewater"))
    assert "When you have agreed, somebody in it has to vouch for you." in door.text
    await yusra.clicks("I agree", door)
    waits = shown(await yusra.submits())
    assert "Ask somebody in it to type /guild vouch person:@you because:…, with a mention or your name." in waits.text
    assert _labels(waits) == ["Charter", "Take back"]
    assert "Tidewater, waiting for somebody to vouch for you" in shown(await yusra.types(yusra.dm, "/guild show")).text
    assert "People come in there by word of mouth." in shown(await yusra.types(yusra.dm, "/profile waiting")).text

    vouched = shown(await ben.types(town.square, "/guild vouch person:@yusra because:she hears what is not said"))
    assert vouched.text == "@Yusra is in Tidewater, with your word. They are told."
    assert (await town.reads(yusra))[-1] == "You are in Tidewater.\n@Ben vouched for you."
    assert "Ben vouched for Yusra" in shown(await ada.types(town.square, "/guild show guild:tidewater")).text


async def test_the_form_of_a_vouch(town: Town, tidewater: None, ben: Person, yusra: Person) -> None:
    await _knocks(town, yusra)
    assert await ben.types(town.square, "/guild vouch person:Yusra") is None
    refused = shown(await ben.submits({WHY: "fun"}))
    assert refused.text.startswith("Say a little more about why")
    await ben.clicks("Edit", refused)
    assert ben.form is not None
    assert ben.form.field(WHY).value == "fun"
    assert shown(await ben.submits({WHY: "she hears what is not said"})).text.startswith("@Yusra is in Tidewater")


async def test_two_of_one_name_are_told_apart(town: Town, tidewater: None, ben: Person, yusra: Person) -> None:
    twin = town.person("yusra2", name="Yusra")
    await _knocks(town, yusra)
    await _knocks(town, twin)
    which = shown(await ben.types(town.square, "/guild vouch person:Yusra because:she hears what is not said"))
    assert which.text.startswith("More than one person is called “Yusra”")
    assert _labels(which) == ["1. Yusra", "2. Yusra", "Edit"]
    assert shown(await ben.clicks("2. Yusra", which)).text.startswith("@Yusra is in Tidewater")
    assert (await town.reads(twin))[-1].startswith("You are in Tidewater.")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (
            "person:Zelda because:she once told me kindly",
            "Nobody called Zelda waits to join Tidewater. /guild invite person:Zelda because:…",
        ),
        ("person:@ada because:she once told me kindly", "A vouch is somebody else's word"),
        ("person:@ben because:he once told me kindly", "Ben is in Tidewater already."),
    ],
)
async def test_what_is_no_vouch_is_said_with_the_words(line: str, why: str, town: Town, tidewater: None, ada: Person) -> None:
    refused = shown(await ada.types(town.square, f"/guild vouch {line}"))
    assert refused.text.startswith(why)
    assert line.rpartition("because:")[2] in refused.text


async def test_from_twelve_on_the_inviter_picks_whom_to_ask(town: Town, tidewater: None, ada: Person, ben: Person, yusra: Person) -> None:
    await _grows(town, ada)
    line = _code(await ada.types(town.square, "/guild invite person:Yusra because:she once told me kindly"))
    answer = await _agrees(yusra, line)
    assert "@Ada vouches for you." in answer.text
    await town.delivers()

    asked = ada.dms[-1]
    assert asked.text.startswith("@Yusra has agreed to the charter of Tidewater. You vouch for them; one more voice is missing.")
    assert _labels(asked) == ["Ask somebody", "Take back"]
    await ada.clicks("Ask somebody", asked)
    assert ada.form is not None
    assert [text for text, _ in ada.form.field("Who else knows them?").options] == ["Ben", "Chi"]
    assert shown(await ada.submits({"Who else knows them?": "Ben"})).text == "@Ben is asked. I tell you when @Yusra is in."
    await town.delivers()

    wish = ben.dms[-1]
    assert wish.text == "@Ada asks whether you would vouch for @Yusra in Tidewater, because:\nshe once told me kindly"
    assert _labels(wish) == ["Vouch", "Not now"]
    await ben.clicks("Vouch", wish)
    assert ben.form is not None
    assert "asks whether you would vouch" in ben.form.text
    refused = shown(await ben.submits({WHY: "fun"}))
    await ben.clicks("Edit", refused)
    assert shown(await ben.submits({WHY: "she hears what is not said"})).text.startswith("@Yusra is in Tidewater")
    assert (await town.reads(yusra))[-1] == "You are in Tidewater.\n@Ada and @Ben vouched for you."
    assert shown(await ben.clicks("Vouch", wish)).text.startswith("That is settled already")


async def test_one_passes_in_silence_and_takes_a_word_back(town: Town, tidewater: None, ada: Person, ben: Person, yusra: Person) -> None:
    await _grows(town, ada)
    await _knocks(town, yusra)
    vouched = shown(await ada.types(town.square, "/guild vouch person:@yusra because:she hears what is not said"))
    assert _labels(vouched) == ["Ask somebody", "Take back"]
    await ada.clicks("Ask somebody", vouched)
    await ada.submits({"Who else knows them?": "Ben"})
    await town.delivers()
    assert shown(await ben.clicks("Not now", ben.dms[-1])).text == "All right. Nobody is told."
    assert "vouch" not in shown(await ben.types(ben.dm, "/profile waiting")).text

    page = shown(await ada.types(town.square, "/guild vouch"))
    assert "Yusra, who waits to join Tidewater until Monday 16 November." in page.text
    assert _labels(page) == ["Ask somebody", "Take back"]
    assert shown(await ada.clicks("Take back", page)).text == "Taken back: you no longer vouch for Yusra in Tidewater. Nobody is told."
    waits = shown(await yusra.types(yusra.dm, "/profile waiting"))
    assert "you no longer wait to join Tidewater" in shown(await yusra.clicks("Take back", waits)).text


async def test_codes_that_open_nothing_are_counted(town: Town, tidewater: None, ada: Person, yusra: Person) -> None:
    line = _code(await ada.types(town.square, "/guild invite person:Yusra because:she once told me kindly"))
    for left in ("4 more tries", "3 more tries", "2 more tries", "1 more try", "wait for an hour"):
        answer = shown(await yusra.types(town.square, "/guild join guild:tidewater code:1234-1234-1234-1234"))
        assert answer.ephemeral
        assert answer.text.startswith("1234-1234-1234-1234 opens nothing")
        assert left in answer.text
    locked = shown(await yusra.types(yusra.dm, line))
    assert locked.text.startswith("Five codes opened nothing within an hour")


async def test_a_closed_door_uses_up_no_code(town: Town, tidewater: None, ada: Person, yusra: Person) -> None:
    line = _code(await ada.types(town.square, "/guild invite person:Yusra because:she once told me kindly"))
    await _says_at_the_door(town, ada, "Nobody new for now")
    await town.delivers()
    assert shown(await yusra.types(yusra.dm, line)).text.startswith("Tidewater takes in nobody new for now.")
    assert _labels(_card(town, yusra)) == ["Charter"]
    await _says_at_the_door(town, ada, BY_WORD)
    assert (await _agrees(yusra, line)).text == "You are in Tidewater."


async def test_it_lapses_quietly(town: Town, tidewater: None, chi: Person, yusra: Person) -> None:
    await _knocks(town, yusra)
    town.clock.move(days=14)
    assert (await town.reads(yusra))[-1] == "You wished to join Tidewater.\nThis one has lapsed quietly. You can ask again any time."
    assert not any("Yusra" in one.text for one in [*chi.sees(town.square), *chi.dms])


async def test_a_menu_on_a_person_opens_the_form_of_a_vouch(town: Town, tidewater: None, ben: Person, yusra: Person) -> None:
    await _knocks(town, yusra)
    await ben.shortcut("Vouch", target=yusra)
    assert shown(await ben.submits({WHY: "she hears what is not said"})).text.startswith("@Yusra is in Tidewater")


# the people in these stories


async def _says_at_the_door(town: Town, caretaker: Person, how: str) -> Message:
    page = shown(await caretaker.types(town.square, "/guild show guild:tidewater"))
    await caretaker.clicks("How people join", page)
    return shown(await caretaker.submits({HOW: how}))


async def _knocks(town: Town, person: Person) -> None:
    await _agrees(person, "/guild join guild:tidewater", town.square)


async def _agrees(person: Person, line: str, where: object = None) -> Message:
    door = shown(await person.types(where or person.dm, line))  # type: ignore[arg-type]
    await person.clicks("I agree", door)
    return shown(await person.submits())


async def _grows(town: Town, caretaker: Person) -> None:
    """Nine more came in while the door stood open."""
    at = Place("discord", str(town.server.id), "Fernweh")
    steward = Caller(AccountRef("discord", "", str(caretaker.id)), at, None)
    await town.bot.run(steward, guilds.change_admission, "tidewater", Admission.OPEN)
    for n in range(9):
        await town.bot.run(Caller(AccountRef("discord", "", str(900 + n), f"More {n}", False), at, None), members.join, "tidewater")
    await town.bot.run(steward, guilds.change_admission, "tidewater", Admission.VOUCH)


def _card(town: Town, reader: Person) -> Message:
    return next(one for one in reader.sees(town.square) if "Charter" in _labels(one) and not one.ephemeral)


def _labels(message: Message) -> list[str]:
    return [one.label for one in message.buttons]


def _code(message: Message | None) -> str:
    """The line that an invitation says to send."""
    return next(part for part in shown(message).text.splitlines() if part.startswith("/guild join"))
