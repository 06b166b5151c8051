"""Several accounts on Slack: codes and what they open, the question who that was, one's accounts on a page, coming back."""

from __future__ import annotations

import re

import pytest

from adapters.sandbox.slack import SlackSandbox, Workspace
from adapters.sandbox.slack.people import Person
from adapters.sandbox.view import Form, Message
from tests.conftest import Clock
from tests.on_slack.conftest import Deliver, labels_of

CODE = re.compile(r"[0-9a-f]{4}(?:-[0-9a-f]{4}){3}")
WRONG = "0000-0000-0000-0000"


@pytest.fixture
def freelance(slack: SlackSandbox, acme: Workspace) -> Person:
    """Ana's own workspace, where she is called Ana R."""
    elsewhere = slack.workspace("loft", name="Loft")
    elsewhere.channel("desk")
    return elsewhere.person("anar", name="Ana R.", tz="Europe/London")


def code_in(shown: Message | Form | None) -> str:
    assert shown is not None
    found = CODE.search(shown.text)
    assert found is not None, shown.text
    return found[0]


async def linked(ana: Person, freelance: Person, deliver: Deliver) -> None:
    code = code_in(await ana.types("care", "/profile link"))
    await freelance.types("desk", f"/profile link {code}")
    await deliver()
    await ana.clicks("Yes, that is me", await ana.sees_soon("has typed your code", "dm"))
    await deliver()


async def test_two_accounts_become_one_by_command(freelance: Person, ana: Person, ben: Person, deliver: Deliver) -> None:
    shown = await ana.types("care", "/profile link")
    assert shown is not None
    code = code_in(shown)
    assert shown.ephemeral
    assert shown.text.startswith(f"Type this on your other account, on Slack or on Discord, within ten minutes:\n/profile link {code}\n")

    answer = await freelance.types("desk", f"/profile link {code}")
    assert answer is not None
    assert answer.text.startswith("This is the code of ana (Slack, Acme). If that is you, a message there asks for your yes.")
    assert (answer.ephemeral, labels_of(answer)) == (True, ["That is not me"])

    await deliver()
    question = await ana.sees_soon("has typed your code. Is that you?", "dm")
    assert (question.text.split("\n")[0], labels_of(question)) == (
        "Ana R. (Slack, Loft) has typed your code. Is that you?",
        ["Yes, that is me", "No"],
    )
    made = await ana.clicks("Yes, that is me", question)
    assert made is not None
    assert "You and Ana R. (Slack, Loft) are one person now" in made.text
    assert labels_of(made) == ["Undo"]
    await deliver()
    told = await freelance.sees_soon("are one person now", "dm")
    assert labels_of(told) == ["Undo"]

    await ben.types("care", "/kudos @ana for the soup on Monday evening")
    page = await freelance.types("desk", "/kudos mine")
    assert page is not None
    assert page.text.startswith("1 thank-you from 1 person")

    undone = await freelance.clicks("Undo", told)
    assert undone is not None
    assert "Undone: you and Ana Ruiz (Slack, Acme) are two people again." in undone.text
    page = await freelance.types("desk", "/kudos mine")
    assert page is not None
    assert page.text.startswith("Nothing here yet.")


async def test_a_code_shown_by_a_button_stands_in_a_form_and_never_in_a_message(
    slack: SlackSandbox, freelance: Person, ana: Person, deliver: Deliver
) -> None:
    codes = []
    for label, said in (("Link another account", "Type this on your other account"), ("Show my code", "Your way back in")):
        await ana.types("care", "/profile")
        await ana.form_soon("Your profile")
        await ana.clicks("Your accounts")
        await ana.form_soon("Your accounts")
        await ana.clicks(label)
        await deliver()
        assert ana.form is not None
        assert ana.form.text.startswith(said)
        codes.append(code_in(ana.form))
        await ana.closes()
    await deliver()
    sent = [str(one) for one in slack.requests if "views" not in str(one)]
    assert not [one for one in sent for code in codes if code in one]
    assert all(code not in one.text for one in ana.sees() for code in codes)

    await freelance.types("desk", "/profile link")
    await freelance.clicks("Enter a code")
    await freelance.form_soon("Link an account")
    await freelance.submits({"The code from your other account": codes[0]})
    assert freelance.form is not None
    assert freelance.form.text.startswith("This is the code of Ana Ruiz (Slack, Acme).")
    await freelance.clicks("That is not me")
    await deliver()
    assert freelance.form.text.startswith("Nothing happens, and the code is spent.")
    told = await ana.sees_soon("had typed your code by mistake", "dm")
    assert labels_of(told) == []


async def test_wrong_codes_count_and_the_form_stays(freelance: Person, ana: Person, deliver: Deliver) -> None:
    await freelance.types("desk", "/profile recover")
    await freelance.form_soon("Come back")
    for left in (4, 3, 2, 1, 0):
        await freelance.submits({"The code you kept": WRONG})
        assert freelance.form is not None
        assert freelance.form.text.startswith(f"{WRONG} opens nothing")
        assert (f"{left} more" in freelance.form.text) == bool(left)
        assert freelance.form.field("The code you kept").value == WRONG
    shown = await freelance.types("desk", f"/profile link {WRONG}")
    assert shown is not None
    assert shown.text.startswith("Five codes opened nothing within an hour")


async def test_a_refused_code_is_said_under_its_field_or_given_back(freelance: Person, ana: Person, deliver: Deliver) -> None:
    code = code_in(await ana.types("care", "/profile link"))
    shown = await ana.types("care", f"/profile link {code}")
    assert shown is not None
    assert shown.text.startswith("That code is your own.")
    assert shown.text.endswith(f"Your words, so that nothing is lost:\n{code}")
    await ana.clicks("Enter a code", (await ana.types("care", "/profile link")))
    await ana.form_soon("Link an account")
    await ana.submits({"The code from your other account": code})
    assert ana.form is not None
    assert ana.form.errors == {
        "code": "That code ran out: it was good for ten minutes, and until a newer one was made. A new one: /profile link"
    }


async def test_no_is_told(freelance: Person, ana: Person, deliver: Deliver) -> None:
    code = code_in(await ana.types("care", "/profile link"))
    await freelance.types("desk", f"/profile link {code}")
    waits = await ana.types("care", "/profile waiting")
    assert waits is not None
    assert waits.text.startswith("anar (Slack, Loft) has typed your code. Is that you?")
    answer = await ana.clicks("No", waits)
    assert answer is not None
    assert "Nothing was changed, and they are told no." in answer.text
    await deliver()
    await freelance.sees_soon("said that this is somebody else. Nothing was changed.", "dm")


async def test_an_account_is_let_go_on_the_page(freelance: Person, ana: Person, deliver: Deliver, clock: Clock) -> None:
    await linked(ana, freelance, deliver)
    await ana.types("care", "/profile")
    await ana.form_soon("Your profile")
    await ana.clicks("Your accounts")
    form = await ana.form_soon("Your accounts")
    assert "Ana R. (Slack, Loft) came lately." in form.text
    assert "Undo" in labels_of(form)
    await ana.closes()

    clock.move(days=7)
    await ana.types("care", "/profile")
    await ana.form_soon("Your profile")
    await ana.clicks("Your accounts")
    form = await ana.form_soon("Your accounts")
    assert labels_of(form)[:2] == ["Let go", "Let go"]
    last = [one for one in form.buttons if one.label == "Let go"][-1]
    await ana.clicks(last.id)
    await deliver()
    assert ana.form is not None
    assert ana.form.text.startswith("Ana R. (Slack, Loft) is let go. All that came through it stays yours.")


async def test_somebody_comes_back_from_another_workspace(freelance: Person, ana: Person, ben: Person, deliver: Deliver) -> None:
    await ben.types("care", "/kudos @ana for the soup on Monday evening")
    await ana.types("care", "/profile")
    await ana.form_soon("Your profile")
    await ana.clicks("Your accounts")
    await ana.form_soon("Your accounts")
    await ana.clicks("Show my code")
    await deliver()
    code = code_in(ana.form)
    await ana.closes()

    shown = await freelance.types("desk", f"/profile recover {code}")
    assert shown is not None
    assert shown.text.startswith("You are Ana Ruiz again: your guilds, bonds, thanks and record are here.")
    await deliver()
    told = await ana.sees_soon("Somebody came back as you", "dm")
    assert labels_of(told) == ["Undo"]
    page = await freelance.types("desk", "/kudos mine")
    assert page is not None
    assert "the soup on Monday evening" in page.text


async def test_a_code_said_to_the_bot_in_a_channel_is_void(freelance: Person, ana: Person, ben: Person, deliver: Deliver) -> None:
    code = code_in(await ana.types("care", "/profile link"))
    await ben.types("care", f"@guildbot link {code}")
    await deliver()
    told = await ana.sees_soon("Your code for linking accounts was said aloud, so it is void.", "dm")
    assert code not in told.text
    assert not any(code in one.text for one in ben.sees("care") if one.author == "guildbot")
    shown = await freelance.types("desk", f"/profile link {code}")
    assert shown is not None
    assert shown.text.startswith("That code ran out")


async def test_a_code_among_thanks_is_given_back(freelance: Person, ana: Person, deliver: Deliver) -> None:
    code = code_in(await ana.types("care", "/profile link"))
    shown = await ana.types("care", f"/kudos @ben for {code}")
    assert shown is not None
    assert shown.text.startswith(f"{code} is a code that opens something, and others would read it. Nothing was sent")
