"""Would work with again, on Slack."""

from __future__ import annotations

import pytest

from adapters.sandbox.slack.people import Person
from adapters.sandbox.view import Message
from tests.on_slack.conftest import Deliver, labels_of
from tests.on_slack.test_people import opened, presses


def shown(message: Message | None) -> Message:
    assert message is not None, "nothing was shown"
    return message


async def test_a_bond_from_the_question_to_its_end(ana: Person, ben: Person, cleo: Person, deliver: Deliver) -> None:
    asked = shown(await ana.types("care", "/profile again @ben"))
    assert asked.ephemeral
    assert asked.text == "@Ben Okri is asked, in their hours. If they say yes, you both hear it. If not, nobody hears anything."
    await deliver()
    question = ben.dms[-1]
    assert question.text.startswith("@Ana Ruiz would work with you again.")
    assert labels_of(question) == ["I would too", "Not now"]

    waits = shown(await ben.types("care", "/profile waiting"))
    assert "would work with you again" in waits.text
    await ben.clicks("I would too", question)
    await deliver()
    assert "You and @Ana Ruiz would work with each other again, since 2 November 2026." in ben.dms[-1].text
    assert ana.dms[-1].text.startswith("@Ben Okri would work with you again, too.")

    page = await opened(ana)
    assert "Would work with again: @Ben Okri, since 2 November 2026" in page.text
    await presses(ana, "Would work with again", deliver)
    page = await presses(ana, "End it", deliver)
    assert page.text == "Ended between you and @Ben Okri. Nobody is told."
    heard = len(ben.dms)
    await deliver()
    assert len(ben.dms) == heard
    assert not any("work with" in one.text for one in cleo.sees())


@pytest.mark.parametrize("number", ["99999999999999999999", "2147483648", "one", "", "-1", "²"])
async def test_a_button_with_a_number_of_nobodys_is_settled_already(ana: Person, ben: Person, deliver: Deliver, number: str) -> None:
    await ana.types("care", "/profile again @ben")
    await deliver()
    (row,) = [block for block in ben.post(ben.dms[-1]).blocks if block["type"] == "actions"]
    row["elements"][0]["action_id"] = f"bond.agree:{number}"
    await ben.clicks("I would too", ben.dms[-1])
    await deliver()
    assert any("That is settled already, or was never yours to press." in one.text for one in ben.dms)


async def test_a_no_is_silent(ana: Person, ben: Person, deliver: Deliver) -> None:
    await ana.types("care", "/profile again @ben")
    await deliver()
    await ben.clicks("Not now", ben.dms[-1])
    await deliver()
    assert ben.dms[-1].text.endswith("Nobody is told.")
    assert ana.dms == []
    assert "You asked @Ben Okri on Monday 2 November." in shown(await ana.types("care", "/profile again Ben")).text


async def test_asked_by_mistake_it_is_taken_back(ana: Person, ben: Person, deliver: Deliver) -> None:
    asked = shown(await ana.types("care", "/profile again @ben"))
    await ana.clicks("Take back", asked)
    await deliver()
    assert ben.dms == []


async def test_without_a_name_the_form_asks_for_one(ana: Person, ben: Person, deliver: Deliver) -> None:
    await ana.types("care", "/profile again")
    await ana.form_soon("Work with again")
    await ana.submits({})
    assert ana.form is not None
    assert ana.form.errors == {"people": "Whom would you work with again? Like this: /profile again @sol"}
    await ana.submits({"People here": [ben]})
    assert ana.form is not None
    assert ana.form.text.startswith("@Ben Okri is asked")


async def test_a_name_that_two_have_is_asked_back(ana: Person, ben: Person, cleo: Person, deliver: Deliver) -> None:
    for one in (ben, cleo):
        await opened(one)
        await presses(one, "Change", deliver)
        await one.submits({"Your name": "Sol"})
        await one.closes()
    which = shown(await ana.types("care", "/profile again Sol"))
    assert labels_of(which) == ["Sol (1)", "Sol (2)"]
    await ana.clicks("Sol (2)", which)
    await deliver()
    assert "would work with you again" in cleo.dms[-1].text
    assert ben.dms == []


async def test_nobody_is_their_own_bond(ana: Person, deliver: Deliver) -> None:
    assert shown(await ana.types("care", "/profile again @ana")).text.startswith("It takes two people.")
