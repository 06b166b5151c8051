"""Being forgotten, on Slack: said plainly, asked, typed, and then nobody knows them any more."""

from __future__ import annotations

from pathlib import Path

from adapters.sandbox.slack.people import Person
from tests.on_slack.conftest import Deliver, Found, labels_of
from tests.on_slack.test_bonds import shown
from tests.on_slack.test_people import presses

TYPE = "Type forget, if you mean it"


async def test_from_the_question_to_the_files(
    ana: Person, ben: Person, cleo: Person, found: Found, deliver: Deliver, database: Path
) -> None:
    await found("Tidewater", cleo, ben, ana, thanks="Under the message")
    await ana.types("care", "The boats are in.")
    message = ben.sees("care")[-1]
    await ana.types("care", "/kudos @ben for the soup on Monday evening")
    await ben.shortcut("kudos", message)
    await ben.form_soon("Give kudos")
    await ben.submits({"What did they do?": "bringing the boats in alone"})
    await ana.types("care", "/ask a hand with the sails because it is late")
    await deliver()
    assert any("Ben Okri to Ana Ruiz: “bringing the boats in alone”" in one.text for one in cleo.sees("care"))

    await ana.types("care", "/profile forget")
    page = await ana.form_soon("Forget me")
    assert page.text.startswith("This cannot be taken back.")
    assert "your host's back-ups" in page.text
    assert labels_of(page) == ["Forget me", "Not now"]
    await presses(ana, "Forget me", deliver)
    await ana.submits({TYPE: "yes"})
    assert ana.form is not None
    assert ana.form.errors == {"word": "Nothing is forgotten yet. If you mean it, type forget."}
    await ana.submits({TYPE: "forget"})
    assert ana.form.text.startswith("You are forgotten here.")
    await deliver()

    posts = [one.text for one in ben.sees("care")]
    assert "This is no longer asked." in posts
    assert not any("Ana" in one or "boats in alone" in one or "sails" in one for one in posts if one != "The boats are in.")
    thanks = shown(await ben.types("care", "/kudos mine"))
    assert "A former member to @Ben Okri" in thanks.text
    assert "the soup on Monday evening" in thanks.text
    kept = b"".join(one.read_bytes() for one in database.parent.glob(f"{database.name}*"))
    for gone in ("Ana", ana.id, "sails"):
        assert gone.encode() not in kept


async def test_not_now_changes_nothing(ana: Person, ben: Person, cleo: Person, found: Found, deliver: Deliver) -> None:
    await found("Tidewater", ana, ben, cleo)
    await ana.types("dm", "/profile forget")
    await ana.form_soon("Forget me")
    assert (await presses(ana, "Not now", deliver)).text == "Everything stays as it is."
    assert "Tidewater" in shown(await ana.types("care", "/guild")).text
