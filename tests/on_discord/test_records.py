"""My record on Discord: chosen in a form, read in private replies, taken along as files that only its person sees."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from adapters.discord.client import DiscordPlatform
from adapters.running import running
from adapters.sandbox.discord import DiscordSandbox, Person
from adapters.sandbox.view import Message
from adapters.seal import sealer_of
from adapters.seal.checking import Ours, check
from adapters.seal.keys import Key
from guildbot.kinds import Part
from guildbot.settings import Settings
from tests.conftest import Clock
from tests.on_discord.conftest import Town, shown

TO_SHOW, FOR_ME = "Sections that others may read", "Sections for my eyes only"
RINGING, HOLDING = "ringing instead of *typing*", "holding the silence"
KEY = Key(bytes(range(32))).secret


@pytest.fixture
async def thanked(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    """Ada was thanked so that others may see it, and thanked privately."""
    await town.guild(ben, ada, chi)
    await ben.types(town.square, f"/kudos give people:@ada reason:{RINGING}")
    await chi.types(town.square, f"/kudos give people:@ada reason:{HOLDING} privately:true")
    await town.delivers()
    await ada.clicks("In Friday's digest")


async def chosen(town: Town, person: Person, *private: str, public: list[str] | None = None) -> Message:
    """The first page of what somebody chose."""
    await person.types(town.square, "/profile record")
    values = {FOR_ME: list(private)} | ({TO_SHOW: public} if public is not None else {})
    return shown(await person.submits(values))


def labels_of(page: Message) -> list[str]:
    return [button.label for button in page.buttons]


async def pages(person: Person, page: Message) -> list[str]:
    read = [page.text]
    while "On" in labels_of(page):
        page = shown(await person.clicks("On", page))
        read.append(page.text)
    return read


def files_of(answer: Message) -> dict[str, str]:
    return {name.partition("2026-11-02")[2]: content.decode("utf-8-sig") for name, content in answer.files}


async def test_what_others_may_read_is_chosen_and_what_is_for_oneself_is_not(town: Town, ada: Person) -> None:
    await ada.clicks("My record", await ada.types(town.square, "/profile show"))
    form = ada.form
    assert form is not None
    assert form.text.startswith("Yours to make, and made at this moment: it is kept nowhere.")
    assert form.field(TO_SHOW).value == tuple(part.value for part in Part if part.public)
    assert form.field(FOR_ME).value == ()
    assert [value for _, value in form.field(FOR_ME).options] == [part.value for part in Part if not part.public]


async def test_it_is_read_first_and_then_taken_along(town: Town, ada: Person, ben: Person, thanked: None) -> None:
    page = await chosen(town, ada)
    assert page.ephemeral
    assert page.text.startswith(
        "The record of Ada, made on 2 November 2026.\nGuilds\nsince 2 November 2026 · Founder and caretaker · Tidewater\n"
    )
    assert f"Thanks to me that may be seen\n2 November 2026 · Tidewater\n{RINGING}" in page.text
    assert HOLDING not in page.text
    assert labels_of(page) == ["Other sections", "Files"]

    answer = shown(await ada.clicks("Files", page))
    assert answer.ephemeral
    assert answer.text == (
        "Your record, as files. I keep no copy of them.\nNone of it is sealed: Ada, who hosts me, has set no key for that.\n"
        "ada-2026-11-02.md\nada-2026-11-02.json\nada-2026-11-02.csv"
    )
    sent = files_of(answer)
    assert list(sent) == [".md", ".json", ".csv"]
    assert "  > ringing instead of \\*typing\\*\n" in sent[".md"]
    assert [one["id"] for one in json.loads(sent[".json"])["sections"]] == [part.value for part in Part if part.public]
    assert f",Tidewater,{RINGING}," in sent[".csv"]
    assert not any(one.files or "The record of" in one.text for one in ben.sees(town.square))


async def test_what_is_for_ones_own_eyes_comes_in_files_of_its_own(
    town: Town, ada: Person, thanked: None, capfd: pytest.CaptureFixture[str]
) -> None:
    page = await chosen(town, ada, *(part.value for part in Part if not part.public))
    assert f"Said to me alone\n2 November 2026 · Thanks · Tidewater\n{HOLDING}" in "\n".join(await pages(ada, page))
    answer = shown(await ada.clicks("Files"))
    assert "For your eyes only: ada-2026-11-02-only-for-me.md and ada-2026-11-02-only-for-me.json." in answer.text
    sent = files_of(answer)
    assert list(sent) == [".md", ".json", ".csv", "-only-for-me.md", "-only-for-me.json"]
    assert [HOLDING in text for text in sent.values()] == [False, False, False, True, True]
    assert [RINGING in text for text in sent.values()] == [False, True, True, False, False]
    logged = "".join(capfd.readouterr())
    assert not any(words in logged for words in (HOLDING, RINGING, "ada-2026"))


async def test_nothing_chosen_is_asked_again(town: Town, ada: Person) -> None:
    answer = await chosen(town, ada, public=[])
    assert answer.text == "Choose at least one section."
    await ada.clicks("Edit", answer)
    page = shown(await ada.submits({TO_SHOW: ["guilds"]}))
    assert page.text == "The record of Ada, made on 2 November 2026.\nGuilds\nNothing here yet."


async def test_other_sections_begin_with_what_was_chosen(town: Town, ada: Person) -> None:
    page = await chosen(town, ada, "answers", public=["guilds"])
    await ada.clicks("Other sections", page)
    assert ada.form is not None
    assert (ada.form.field(TO_SHOW).value, ada.form.field(FOR_ME).value) == (("guilds",), ("answers",))


async def test_a_long_record_is_read_page_by_page(town: Town, ada: Person, ben: Person, thanked: None) -> None:
    """However much of it has to be escaped, each page is one message, in the place of the one before."""
    for n in range(12):
        await ben.types(town.square, f"/kudos give people:@ada reason:<{n}> {'*_~tea~_* ' * 90}")
        town.clock.move(minutes=3)
    page = await chosen(town, ada, public=["thanks"])
    assert labels_of(page) == ["Other sections", "On", "Files"]
    before = len(ada.sees(town.square))
    read = await pages(ada, page)
    assert len(ada.sees(town.square)) == before
    assert [sum(f"<{n}>" in text for text in read) for n in range(12)] == [1] * 12
    last = next(one for one in reversed(ada.sees(town.square)) if one.ephemeral)
    assert labels_of(last) == ["Back", "Files"]
    assert shown(await ada.clicks("Back", last)).text == read[-2]


async def test_it_is_made_in_a_direct_message_too(town: Town, ada: Person, thanked: None) -> None:
    await ada.types(ada.dm, "/profile record")
    page = shown(await ada.submits({FOR_ME: ["kept"]}))
    assert page.ephemeral
    assert HOLDING in page.text
    assert list(files_of(shown(await ada.clicks("Files", page))))[-1] == "-only-for-me.json"


async def test_with_a_key_the_sealed_file_comes_along(discord: DiscordSandbox, settings: Settings, clock: Clock, tmp_path: Path) -> None:
    """As `guildbot run` puts it together, and as `guildbot verify` looks at it."""
    settings = settings.model_copy(update={"database_url": f"sqlite:///{tmp_path / 'sealed.db'}", "signing_key": KEY})
    server = discord.servers["fernweh"]
    ada = server.person("ada", name="Ada")
    async with running(settings, clock=clock) as (_, _, platforms):
        assert isinstance(platforms[0], DiscordPlatform)
        await ada.types(server.channels["square"], "/profile record")
        answer = shown(await ada.clicks("Files", await ada.submits({FOR_ME: ["profile"]})))
    assert "ada-2026-11-02-sealed.json is sealed: whoever you show it to can check" in answer.text
    assert [name.partition("2026-11-02")[2] for name, _ in answer.files] == [
        ".md", ".json", ".csv", "-sealed.json", "-only-for-me.md", "-only-for-me.json",
    ]  # fmt: skip
    ((name, content),) = [one for one in answer.files if "sealed" in one[0]]
    (tmp_path / name).write_bytes(content)
    sealer = sealer_of(settings)
    assert sealer is not None
    assert isinstance(check(tmp_path / name, sealer.issuer), Ours)


async def test_a_no_of_discords_is_said(town: Town, ada: Person) -> None:
    page = await chosen(town, ada, public=["guilds"])
    town.discord.fails("POST", "/callback", status=413)
    answer = shown(await ada.clicks("Files", page))
    assert answer.text == (
        "The files were not taken here (413: Server Error).\n"
        "I kept nothing of them. Try again in a while, or copy what stands on these pages."
    )
    assert len(shown(await ada.clicks("Files", page)).files) == 3
