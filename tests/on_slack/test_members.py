"""Coming in by word of mouth on Slack: codes, vouches asked for and given, a door that is closed."""

from __future__ import annotations

import pytest

from adapters.sandbox.slack import Workspace
from adapters.sandbox.slack.people import Person
from adapters.sandbox.view import Form, Message
from guildbot import guilds, members
from guildbot.bot import Guildbot
from guildbot.kinds import Admission
from guildbot.who import AccountRef, Caller, Place
from tests.conftest import Clock
from tests.on_slack.conftest import Deliver, Found, labels_of

WHY = "Why them? The digest may quote it."
HOW = "How do people join?"
BY_WORD = "By word of mouth: somebody in it vouches for you"


@pytest.fixture
async def tidewater(ana: Person, ben: Person, cleo: Person, found: Found, deliver: Deliver) -> None:
    """A guild of three that people come into by word of mouth, as its caretaker chose on its page."""
    await found("Tidewater", ana, ben, cleo)
    await _says_at_the_door(ana, BY_WORD)
    await deliver()


async def test_how_people_join_is_chosen_at_the_start_and_changed_by_caretakers(
    acme: Workspace, ana: Person, ben: Person, deliver: Deliver
) -> None:
    await ana.types("care", "/guild start Tidewater")
    form = await ana.form_soon("Start a guild")
    assert form.field(HOW).value == "open"
    await ana.submits({"What are we for? One sentence.": "Borrowing each other's eyes.", HOW: BY_WORD})
    await ana.closes()
    await deliver()
    post = await ben.sees_soon("Tidewater", "care")
    assert post.text.endswith(BY_WORD)

    changed = await _says_at_the_door(ana, "Anybody may join")
    assert changed.text == "From now on Tidewater says at its door: “Anybody may join”."
    await deliver()
    (post,) = (one for one in ben.sees("care") if one.text.startswith("Tidewater"))
    assert post.text.endswith("Anybody may join")
    await ben.clicks("Join", post)
    await ben.form_soon("Tidewater")
    assert ben.form is not None
    await ben.submits()
    assert ben.form.text == "You are in, as one of the founders of Tidewater."
    page = await ana.types("care", "/guild show tidewater")
    assert "Ana Ruiz let anybody join Tidewater" in _text(page)


async def test_a_member_has_no_such_button(acme: Workspace, tidewater: None, ana: Person, deliver: Deliver) -> None:
    dele = acme.person("dele", name="Dele Ojo")
    await _in_by_code(ana, dele)
    page = await dele.types("care", "/guild show tidewater")
    assert page is not None
    assert "How people join" not in labels_of(page)


async def test_an_invitation_is_a_vouch(acme: Workspace, tidewater: None, ana: Person, deliver: Deliver) -> None:
    shown = await ana.types("care", "/guild invite Dele because fun")
    assert _text(shown).startswith("Say a little more about why")
    assert "Dele because fun" in _text(shown)
    await ana.clicks("Edit", shown)
    form = await ana.form_soon("Invite")
    assert (form.field("Who is invited? Any name.").value, form.field(WHY).value) == ("Dele", "fun")
    await ana.submits({WHY: "he reads what others only skim"})
    assert ana.form is not None
    line = _code(ana.form)
    await ana.closes()

    dele = acme.person("dele", name="Dele Ojo")
    await dele.types("dm", line)
    door = await dele.form_soon("Tidewater")
    assert door.text.startswith("@Ana Ruiz invites you: “he reads what others only skim”")
    await dele.submits()
    assert dele.form is not None
    assert dele.form.text == "You are in Tidewater."
    await deliver()
    assert ana.dms[-1].text == "@Dele Ojo is in Tidewater, with your word."


async def test_without_a_code_one_waits_for_somebodys_word(
    acme: Workspace, tidewater: None, ana: Person, ben: Person, deliver: Deliver
) -> None:
    dele = acme.person("dele", name="Dele Ojo")
    await dele.types("care", "/guild join tidewater")
    door = await dele.form_soon("Tidewater")
    assert "When you have agreed, somebody in it has to vouch for you." in door.text
    await dele.submits()
    assert dele.form is not None
    assert "Ask somebody in it to type /guild vouch @you because …" in dele.form.text
    assert labels_of(dele.form) == ["Charter", "Take back"]
    await dele.closes()
    mine = await dele.types("dm", "/guild")
    assert "Tidewater, waiting for somebody to vouch for you" in _text(mine)
    waits = await dele.types("dm", "/profile waiting")
    assert "People come in there by word of mouth." in _text(waits)

    vouched = await ben.types("care", "/guild vouch @dele because he reads what others only skim")
    assert _text(vouched) == "@Dele Ojo is in Tidewater, with your word. They are told."
    await deliver()
    assert dele.dms[-1].text == "You are in Tidewater.\n@Ben Okri vouched for you."
    assert "Ben Okri vouched for Dele Ojo" in _text(await ana.types("care", "/guild show tidewater"))


async def test_the_form_of_a_vouch(acme: Workspace, tidewater: None, ben: Person, deliver: Deliver) -> None:
    dele = acme.person("dele", name="Dele Ojo")
    await _knocks(dele)
    await deliver()
    assert await ben.types("care", "/guild vouch @dele") is None
    form = await ben.form_soon("Vouch")
    assert form.field("People here").value == (dele.id,)
    await ben.submits({WHY: "fun"})
    assert ben.form is not None
    assert list(ben.form.errors) == ["because"]
    await ben.submits({"People here": [], "Or by name": "Zelda", WHY: "she hears what is not said"})
    assert ben.form.errors["name"].startswith("Nobody called Zelda waits to join Tidewater.")
    await ben.submits({"Or by name": "dele ojo"})
    assert ben.form.text.startswith("@Dele Ojo is in Tidewater")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (
            "/guild vouch Zelda because she once told me kindly",
            "Nobody called Zelda waits to join Tidewater. /guild invite Zelda because …",
        ),
        ("/guild vouch @ana because she once told me kindly", "A vouch is somebody else's word"),
        ("/guild vouch @ben because he once told me kindly", "Ben Okri is in Tidewater already."),
    ],
)
async def test_what_is_no_vouch_is_said_with_the_words(line: str, why: str, tidewater: None, ana: Person) -> None:
    shown = await ana.types("care", line)
    assert _text(shown).startswith(why)
    assert _text(shown).endswith(line.removeprefix("/guild vouch "))


async def test_from_twelve_on_the_inviter_picks_whom_to_ask(
    acme: Workspace, bot: Guildbot, clock: Clock, tidewater: None, ana: Person, ben: Person, deliver: Deliver
) -> None:
    await _grows(bot, acme, ana)
    dele = acme.person("dele", name="Dele Ojo")
    line = _code(await ana.types("care", "/guild invite Dele because he reads what others only skim"))
    await dele.types("dm", line)
    await dele.form_soon("Tidewater")
    await dele.submits()
    assert dele.form is not None
    assert "@Ana Ruiz vouches for you." in dele.form.text
    await deliver()

    asked = ana.dms[-1]
    assert asked.text.startswith("@Dele Ojo has agreed to the charter of Tidewater. You vouch for them; one more voice is missing.")
    assert labels_of(asked) == ["Ask somebody", "Take back"]
    await ana.clicks("Ask somebody", asked)
    form = await ana.form_soon("Ask somebody")
    assert [text for text, _ in form.field("Who else knows them?").options] == ["Ben Okri", "Cleo Marsh"]
    await ana.submits({"Who else knows them?": "Ben Okri"})
    assert ana.form is not None
    assert ana.form.text == "@Ben Okri is asked. I tell you when @Dele Ojo is in."
    await ana.closes()
    await deliver()

    wish = ben.dms[-1]
    assert wish.text == ("@Ana Ruiz asks whether you would vouch for @Dele Ojo in Tidewater, because:\nhe reads what others only skim")
    assert labels_of(wish) == ["Vouch", "Not now"]
    assert "would vouch for @Dele Ojo" in _text(await ben.types("dm", "/profile waiting"))
    await ben.clicks("Vouch", wish)
    await ben.form_soon("Vouch")
    await ben.submits({WHY: "he hears what is not said"})
    assert ben.form is not None
    assert ben.form.text.startswith("@Dele Ojo is in Tidewater")
    await deliver()
    assert dele.dms[-1].text == "You are in Tidewater.\n@Ana Ruiz and @Ben Okri vouched for you."
    late = await ben.clicks("Vouch", wish)
    assert _text(late).startswith("That is settled already")


async def test_one_passes_in_silence_and_takes_a_word_back(
    acme: Workspace, bot: Guildbot, tidewater: None, ana: Person, ben: Person, deliver: Deliver
) -> None:
    await _grows(bot, acme, ana)
    dele = acme.person("dele", name="Dele Ojo")
    await _knocks(dele)
    await deliver()
    vouched = await ana.types("care", "/guild vouch @dele because he reads what others only skim")
    assert vouched is not None
    assert labels_of(vouched) == ["Ask somebody", "Take back"]
    await ana.clicks("Ask somebody", vouched)
    await ana.form_soon("Ask somebody")
    await ana.submits({"Who else knows them?": "Ben Okri"})
    await ana.closes()
    await deliver()
    passed = await ben.clicks("Not now", ben.dms[-1])
    assert _text(passed).endswith("All right. Nobody is told.")
    await deliver()
    assert "vouch" not in _text(await ben.types("dm", "/profile waiting"))

    page = await ana.types("dm", "/guild vouch")
    assert page is not None
    assert "Dele Ojo, who waits to join Tidewater until Monday 16 November." in page.text
    assert labels_of(page) == ["Ask somebody", "Take back"]
    back = await ana.clicks("Take back", page)
    assert "Taken back: you no longer vouch for Dele Ojo in Tidewater. Nobody is told." in _text(back)
    mine = await dele.types("dm", "/profile waiting")
    assert mine is not None
    withdrawn = await dele.clicks("Take back", mine)
    assert "you no longer wait to join Tidewater" in _text(withdrawn)


async def test_codes_that_open_nothing_are_counted(acme: Workspace, tidewater: None, ana: Person, deliver: Deliver) -> None:
    line = _code(await ana.types("care", "/guild invite Dele because he reads what others only skim"))
    dele = acme.person("dele", name="Dele Ojo")
    for left in ("4 more tries", "3 more tries", "2 more tries", "1 more try", "wait for an hour"):
        shown = await dele.types("care", "/guild join tidewater 1234-1234-1234-1234")
        assert shown is not None
        assert shown.ephemeral
        assert shown.text.startswith("1234-1234-1234-1234 opens nothing")
        assert left in shown.text
    locked = await dele.types("dm", line)
    assert _text(locked).startswith("Five codes opened nothing within an hour")
    assert line.split()[-1] in _text(locked)


async def test_a_closed_door_uses_up_no_code(acme: Workspace, tidewater: None, ana: Person, deliver: Deliver) -> None:
    line = _code(await ana.types("care", "/guild invite Dele because he reads what others only skim"))
    await _says_at_the_door(ana, "Nobody new for now")
    await deliver()
    dele = acme.person("dele", name="Dele Ojo")
    shown = await dele.types("dm", line)
    assert _text(shown).startswith("Tidewater takes in nobody new for now.")
    card = await dele.types("dm", "/guild show tidewater")
    assert card is not None
    assert card.text.endswith("Nobody new for now")
    assert labels_of(card) == []
    (post,) = (one for one in dele.sees("care") if one.text.startswith("Tidewater\n"))
    assert labels_of(post) == ["Charter"]
    await _says_at_the_door(ana, BY_WORD)
    await dele.types("dm", line)
    await dele.form_soon("Tidewater")


async def test_it_lapses_quietly(acme: Workspace, tidewater: None, clock: Clock, ana: Person, cleo: Person, deliver: Deliver) -> None:
    dele = acme.person("dele", name="Dele Ojo")
    await _knocks(dele)
    clock.move(days=14)
    await deliver()
    assert dele.dms[-1].text == "You wished to join Tidewater.\nThis one has lapsed quietly. You can ask again any time."
    assert not any("Dele" in one.text for one in [*cleo.sees(), *cleo.dms])


async def test_a_shortcut_opens_the_form_of_a_vouch(tidewater: None, ana: Person) -> None:
    await ana.shortcut("vouch-anywhere")
    form = await ana.form_soon("Vouch")
    assert form.submit == "Vouch"


# the people in these stories


async def _says_at_the_door(caretaker: Person, how: str) -> Form:
    page = await caretaker.types("care", "/guild show tidewater")
    await caretaker.clicks("How people join", page)
    await caretaker.form_soon("How people join")
    await caretaker.submits({HOW: how})
    form = caretaker.form
    assert form is not None
    await caretaker.closes()
    return form


async def _knocks(person: Person) -> None:
    await person.types("care", "/guild join tidewater")
    await person.form_soon("Tidewater")
    await person.submits()
    await person.closes()


async def _in_by_code(by: Person, person: Person) -> None:
    line = _code(await by.types("care", "/guild invite somebody because I have seen how they listen"))
    await person.types("dm", line)
    await person.form_soon("Tidewater")
    await person.submits()
    await person.closes()


async def _grows(bot: Guildbot, acme: Workspace, caretaker: Person) -> None:
    """Nine more came in while the door stood open."""
    at = Place("slack", acme.id, acme.name)
    steward = Caller(AccountRef("slack", acme.id, caretaker.id), at, None)
    await bot.run(steward, guilds.change_admission, "tidewater", Admission.OPEN)
    for n in range(9):
        await bot.run(Caller(AccountRef("slack", acme.id, f"UMORE{n}", f"More {n}", False), at, None), members.join, "tidewater")
    await bot.run(steward, guilds.change_admission, "tidewater", Admission.VOUCH)


def _text(shown: Message | None) -> str:
    assert shown is not None, "nothing was shown"
    return shown.text


def _code(shown: Message | Form | None) -> str:
    """The line that an invitation says to send."""
    assert shown is not None
    return next(part for part in shown.text.splitlines() if part.startswith("/guild join"))
