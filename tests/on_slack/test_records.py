"""My record on Slack: what is for one's own eyes stands on pages of a form only; files hold what others may read."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from adapters.jobs import Jobs
from adapters.running import running
from adapters.sandbox.slack import SlackSandbox, Workspace
from adapters.sandbox.slack.people import Person
from adapters.sandbox.view import Form
from adapters.seal import sealer_of
from adapters.seal.checking import Ours, check
from adapters.seal.keys import Key
from adapters.slack.app import SlackPlatform
from adapters.slack.events import EVENTS
from adapters.slack.manifest import SCOPES
from guildbot.bot import Guildbot
from guildbot.kinds import Part
from guildbot.settings import Settings
from tests.conftest import Clock
from tests.on_slack.conftest import Deliver, Found, labels_of, settings_for
from tests.on_slack.test_people import opened, presses
from tests.on_slack.test_reflections import everything_posted

TO_SHOW, FOR_ME = "Sections that others may read", "Sections for my eyes only"
RINGING, KETTLE = "ringing instead of typing", "I moved the kettle."
KEY = Key(bytes(range(32))).secret


@pytest.fixture
async def thanked(ana: Person, ben: Person, cleo: Person, found: Found, clock: Clock, deliver: Deliver) -> None:
    """Ana was thanked so that others may see it, thanked privately, and has answered a question."""
    await found("Tidewater", ben, ana, cleo, thanks="In Friday's digest")
    await ben.types("care", f"/kudos @ana for {RINGING}")
    await cleo.types("care", "/kudos @ana for holding the silence privately")
    clock.move(days=1)
    await deliver()
    await ana.types("care", "/reflect")
    await ana.form_soon("A question")
    await ana.submits({"Your answer": KETTLE})
    await ana.closes(all=True)
    await deliver()


def delivering(slack: SlackSandbox, platform: SlackPlatform, jobs: Jobs) -> Deliver:
    async def deliver() -> None:
        await slack.settled()
        await platform.settled()
        await jobs.work_off()

    return deliver


@asynccontextmanager
async def connected(slack: SlackSandbox, bot: Guildbot) -> AsyncIterator[Deliver]:
    """The bot in the workspaces made so far."""
    platform = SlackPlatform(bot, settings_for(slack))
    await platform.start()
    await slack.connected()
    try:
        yield delivering(slack, platform, Jobs(bot, {platform.name: platform}))
    finally:
        await platform.stop()


async def chosen(person: Person, *private: str, public: list[str] | None = None) -> Form:
    """The first page of what somebody chose."""
    await person.types("dm", "/profile record")
    await person.form_soon("My record")
    values = {FOR_ME: list(private)} | ({TO_SHOW: public} if public is not None else {})
    await person.submits(values)
    assert person.form is not None
    return person.form


async def pages(person: Person, deliver: Deliver) -> list[str]:
    """All that can be read from this page on."""
    assert person.form is not None
    read = [person.form.text]
    while person.form is not None and "On" in labels_of(person.form):
        read.append((await presses(person, "On", deliver)).text)
    return read


def files_of(person: Person) -> dict[str, str]:
    """What lies in somebody's conversation with the bot, by the end of its name."""
    return {name.partition("2026-11-03")[2]: content.decode("utf-8-sig") for message in person.dms for name, content in message.files}


async def test_what_others_may_read_is_ticked_and_what_is_for_oneself_is_not(ana: Person, deliver: Deliver) -> None:
    await opened(ana)
    form = await presses(ana, "My record", deliver)
    assert form.text == (
        "Yours to make, and made at this moment: it is kept nowhere. You see it before anything becomes a file.\n"
        "Others are named in it only where they agreed. Nothing in it is counted."
    )
    assert form.field(TO_SHOW).value == tuple(part.value for part in Part if part.public)
    assert form.field(FOR_ME).value == ()
    assert [value for _, value in form.field(FOR_ME).options] == [part.value for part in Part if not part.public]


async def test_it_is_read_first_and_then_taken_along(ana: Person, thanked: None, deliver: Deliver) -> None:
    page = await chosen(ana)
    assert page.text.startswith(
        "The record of Ana Ruiz, made on 3 November 2026.\nGuilds\nsince 2 November 2026 · Founder and caretaker · Tidewater\n"
    )
    assert f"Thanks to me that may be seen\n2 November 2026 · Tidewater\n{RINGING}" in page.text
    assert "holding the silence" not in page.text
    assert labels_of(page) == ["Other sections", "Files"]

    page = await presses(ana, "Files", deliver)
    assert page.text == (
        "The files go into your direct message with me. Whoever owns this workspace may be able to read files there.\n"
        "So only these sections go in:\nGuilds\nWork\nHelp I gave, and what it changed\nThanks to me that may be seen\n"
        "Why people vouched for me"
    )
    assert files_of(ana) == {}  # nothing goes before she has read that

    page = await presses(ana, "Send the files", deliver)
    assert page.text == (
        "The files are in your direct message with me. I keep no copy of them.\n"
        "None of it is sealed: the Tidewater cooperative, who hosts me, has set no key for that."
    )
    sent = files_of(ana)
    assert list(sent) == [".md", ".json", ".csv"]
    assert ana.dms[-1].text == "The record of Ana Ruiz, made on 3 November 2026."
    assert f"> {RINGING}" in sent[".md"]
    assert [one["id"] for one in json.loads(sent[".json"])["sections"]] == [part.value for part in Part if part.public]
    assert f",Tidewater,{RINGING}," in sent[".csv"]
    assert (await presses(ana, "Back", deliver)).text.startswith("The record of Ana Ruiz")


async def test_what_is_for_ones_own_eyes_is_in_no_file_and_no_message(
    slack: SlackSandbox, ana: Person, ben: Person, thanked: None, deliver: Deliver, capfd: pytest.CaptureFixture[str]
) -> None:
    await chosen(ana, *(part.value for part in Part if not part.public))
    read = "\n".join(await pages(ana, deliver))
    assert KETTLE in read
    assert "Said to me alone\n2 November 2026 · Thanks · Tidewater\nholding the silence" in read
    assert "Sections for your eyes only never become a file here." in read
    page = await presses(ana, "Files", deliver)
    assert "My answers" not in page.text
    assert page.text.endswith("Copy from these pages what you want to keep of them.")
    page = await presses(ana, "Send the files", deliver)
    assert "only-for-me" not in page.text
    assert not any(KETTLE in text or "holding the silence" in text for text in files_of(ana).values())
    assert KETTLE not in everything_posted(slack)
    logged = "".join(capfd.readouterr())
    assert not any(words in logged for words in (KETTLE, RINGING, "Ana Ruiz"))
    await presses(ana, "Back", deliver)
    assert KETTLE in "\n".join(await pages(ana, deliver))  # what she chose is still chosen
    assert not any(message.files for message in ben.sees())


async def test_with_only_private_sections_there_is_nothing_to_send(ana: Person, thanked: None) -> None:
    page = await chosen(ana, "answers", public=[])
    assert KETTLE in page.text
    assert labels_of(page) == ["Other sections"]


async def test_nothing_chosen_is_said_under_the_field(ana: Person, thanked: None) -> None:
    form = await chosen(ana, public=[])
    assert form.errors == {"public": "Choose at least one section."}


async def test_a_long_record_is_read_page_by_page(ana: Person, ben: Person, thanked: None, clock: Clock, deliver: Deliver) -> None:
    for n in range(24):
        await ben.types("care", f"/kudos @ana for <{n}> {'tea and a long walk ' * 40}")
        clock.move(minutes=3)
    first = await chosen(ana, public=["thanks"])
    assert labels_of(first) == ["Other sections", "On", "Files"]
    read = await pages(ana, deliver)
    assert len(read) > 2
    assert [sum(f"<{n}>" in text for text in read) for n in range(24)] == [1] * 24
    assert ana.form is not None
    assert labels_of(ana.form) == ["Back", "Files"]
    assert (await presses(ana, "Back", deliver)).text == read[-2]


async def test_without_the_permission_the_host_is_named(slack: SlackSandbox, bot: Guildbot, capfd: pytest.CaptureFixture[str]) -> None:
    """An app that was installed before the manifest asked for files:write."""
    bare = slack.workspace("bare", scopes=[scope for scope in SCOPES if scope != "files:write"], events=EVENTS)
    dele = bare.person("dele", name="Dele Ojo")
    async with connected(slack, bot) as deliver:
        await chosen(dele)
        await presses(dele, "Files", deliver)
        page = await presses(dele, "Send the files", deliver)
    assert page.text == (
        "I may not send files here yet. Please tell the Tidewater cooperative, who hosts me: the app needs the permission files:write.\n"
        "What stands on these pages can be copied meanwhile."
    )
    assert dele.dms == []
    assert "dele" not in "".join(capfd.readouterr()).lower()


async def test_the_manifest_asks_for_what_sending_takes(slack: SlackSandbox, bot: Guildbot) -> None:
    lean = slack.workspace("lean", scopes=SCOPES, events=EVENTS)
    dele = lean.person("dele", name="Dele Ojo")
    async with connected(slack, bot) as deliver:
        await chosen(dele)
        await presses(dele, "Files", deliver)
        page = await presses(dele, "Send the files", deliver)
    assert page.text.startswith("The files are in your direct message with me.")


@pytest.mark.parametrize("error", ["internal_error", "is_archived"])
async def test_a_no_of_slacks_is_said_and_nothing_is_lost(
    slack: SlackSandbox, ana: Person, thanked: None, deliver: Deliver, error: str
) -> None:
    await chosen(ana)
    await presses(ana, "Files", deliver)
    slack.faults.fails("files.completeUploadExternal", error)
    page = await presses(ana, "Send the files", deliver)
    assert page.text == (
        f"The files were not taken here ({error}).\nI kept nothing of them. Try again in a while, or copy what stands on these pages."
    )
    assert files_of(ana) == {}
    await presses(ana, "Back", deliver)
    await presses(ana, "Files", deliver)
    assert (await presses(ana, "Send the files", deliver)).text.startswith("The files are in your direct message with me.")


async def test_a_broken_line_is_no_surprise(slack: SlackSandbox, ana: Person, thanked: None, deliver: Deliver) -> None:
    await chosen(ana)
    await presses(ana, "Files", deliver)
    slack.faults.drops("files.completeUploadExternal", "after")
    page = await presses(ana, "Send the files", deliver)
    assert page.text.startswith("The line broke: the files may have arrived in your direct message with me, or not.")
    assert len(files_of(ana)) == 3  # as it happens they have, and once


async def test_with_a_key_the_sealed_file_comes_along(
    slack: SlackSandbox, acme: Workspace, ana: Person, tmp_path: Path, clock: Clock
) -> None:
    """As `guildbot run` puts it together, and as `guildbot verify` looks at it."""
    settings = settings_for(slack, database_url=f"sqlite:///{tmp_path / 'sealed.db'}", signing_key=KEY)
    async with running(settings, clock=clock) as (_, jobs, platforms):
        await slack.connected()
        (platform,) = platforms
        assert isinstance(platform, SlackPlatform)
        deliver = delivering(slack, platform, jobs)
        await chosen(ana)
        await presses(ana, "Files", deliver)
        page = await presses(ana, "Send the files", deliver)
    assert "ana-ruiz-2026-11-02-sealed.json is sealed: whoever you show it to can check" in page.text
    ((name, content),) = [one for one in ana.dms[-1].files if "sealed" in one[0]]
    assert verdict(tmp_path / name, content, settings) == "Ana Ruiz"


def verdict(file: Path, content: bytes, settings: Settings) -> str:
    """Whose record it is, if this host sealed it."""
    file.write_bytes(content)
    sealer = sealer_of(settings)
    assert sealer is not None
    said = check(file, sealer.issuer)
    assert isinstance(said, Ours), said
    return said.name
