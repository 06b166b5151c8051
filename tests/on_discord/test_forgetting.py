"""Being forgotten, on Discord: said plainly, asked, typed, and then nobody knows them any more."""

from __future__ import annotations

from pathlib import Path

from adapters.sandbox.discord import Person
from tests.on_discord.conftest import Town, shown

TYPE = "Type forget, if you mean it"


async def test_from_the_question_to_the_files(town: Town, ada: Person, ben: Person, chi: Person, database: Path) -> None:
    await town.guild(chi, ben, ada)
    await ben.types(town.square, "The boats are in.")
    await town.nods(ada, chi.sees(town.square)[-1])
    await ada.types(town.square, "/kudos give people:@ben reason:the long walk home")
    await ada.types(town.square, "/ask new what:a hand with the sails because:it is late")
    await town.delivers()

    page = shown(await ada.types(town.square, "/profile forget"))
    assert page.ephemeral
    assert page.text.startswith("This cannot be taken back.")
    assert [one.label for one in page.buttons] == ["Forget me", "Not now"]
    await ada.clicks("Forget me", page)
    wrong = shown(await ada.submits({TYPE: "yes"}))
    assert wrong.text.startswith("Nothing is forgotten yet. If you mean it, type forget.")
    await ada.clicks("Edit", wrong)
    done = shown(await ada.submits({TYPE: "forget"}))
    assert done.text.startswith("You are forgotten here.")
    assert done.buttons == ()
    await town.delivers()

    posts = [one.text for one in chi.sees(town.square)]
    assert "This is no longer asked." in posts
    assert not any("Ada" in one or "sails" in one for one in posts)
    assert "A former member to @Ben" in shown(await ben.types(town.square, "/kudos mine")).text
    kept = b"".join(one.read_bytes() for one in database.parent.glob(f"{database.name}*"))
    for gone in ("Ada", ada.id, "sails"):
        assert str(gone).encode() not in kept


async def test_not_now_changes_nothing(town: Town, ada: Person) -> None:
    page = shown(await ada.types(ada.dm, "/profile forget"))
    assert shown(await ada.clicks("Not now", page)).text == "Everything stays as it is."
    assert shown(await ada.types(town.square, "/profile show")).text.startswith("Name: Ada")
