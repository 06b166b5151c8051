"""My record: made by its own person alone, naming others only where they agreed, with no totals (rule P10)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from markdown_it import MarkdownIt
from markdown_it.token import Token

from guildbot import accounts, asks, blocking, bonds, engagements, guilds, kudos, members, people, records, reflections, spaces
from guildbot.bot import Guildbot
from guildbot.engagements import Draft
from guildbot.kinds import Admission, Part, Visibility
from guildbot.records import Entry, File, Record, Section, Unsealed
from guildbot.who import Caller
from guildbot.words import Say, plain
from tests.conftest import Clock
from tests.core.conftest import SAY, deliver, guild_of, in_private, open_room, reasons, someone
from tests.core.test_accounts import linked

hanne, sol, leigh, imani = (someone(name) for name in ("hanne", "sol", "leigh", "imani"))
yusra = someone("yusra", open_room)
PUBLIC = [part for part in Part if part.public]
RINGING = "ringing instead of typing"
TODAY = "2 November 2026"


async def record_of(bot: Guildbot, who: Caller, *parts: Part) -> Record:
    return await bot.look(who, records.gather, parts or tuple(Part), SAY)


def lines(record: Record, part: Part) -> list[str]:
    """Each entry on one line: its head, and somebody's words after a colon."""
    (section,) = [one for one in record.sections if one.part is part]
    return [": ".join(plain(phrase) for phrase in entry.lines(SAY)) for entry in section.entries]


async def names_in(bot: Guildbot, who: Caller, part: Part) -> list[str | None]:
    (section,) = (await record_of(bot, who, part)).sections
    return [entry.by for entry in section.entries]


# What stands in it


async def test_a_record_holds_what_happened_in_peoples_own_words(bot: Guildbot) -> None:
    slug = await guild_of(bot, hanne, sol, leigh)
    await bot.run(hanne, kudos.give, [sol.account], RINGING, value="care")
    asked = await bot.run(sol, asks.ask_for, "an opening for the meeting", "half the room has stopped speaking")
    assert isinstance(asked, asks.Asked)
    await bot.run(leigh, asks.offer_to, asked.card.id, "I can send you mine")
    (line,) = (await bot.run(sol, asks.listed)).lines
    await bot.run(sol, asks.take, line.offers[0].id)
    await bot.run(sol, members.leave, slug, "It was a good year.")

    said = await record_of(bot, sol)

    assert lines(said, Part.GUILDS) == [f"{TODAY} · Founder and caretaker · Tidewater: It was a good year."]
    assert lines(said, Part.THANKS) == [f"{TODAY} · Tidewater: {RINGING} #care"]
    assert lines(said, Part.ASKS) == [f"{TODAY} · Asked · an opening for the meeting: half the room has stopped speaking"]
    assert lines(said, Part.KEPT) == [f"{TODAY} · Offered to me · an opening for the meeting: I can send you mine"]
    assert lines(await record_of(bot, hanne), Part.GIVEN) == [
        f"{TODAY} · Charter · Tidewater: Getting better at asking together.",
        f"{TODAY} · Thanks · Tidewater: {RINGING} #care",
    ]
    assert lines(await record_of(bot, leigh), Part.ASKS) == [f"{TODAY} · Offered · an opening for the meeting: I can send you mine"]


async def test_help_and_what_it_changed_stand_with_both(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, hanne, sol, leigh)
    noted = await bot.run(leigh, asks.note, sol.account, "the consent form")
    assert lines(await record_of(bot, leigh), Part.ASKS) == [f"{TODAY} · Help I noted: the consent form"]
    assert lines(await record_of(bot, sol), Part.KEPT) == [f"{TODAY} · Help somebody noted for me: the consent form"]
    clock.move(days=1)
    await bot.run(sol, asks.confirm, noted.id, "It is down to one page.")
    assert lines(await record_of(bot, leigh), Part.HELP) == ["3 November 2026 · the consent form: It is down to one page."]
    assert lines(await record_of(bot, sol), Part.ASKS) == [
        "3 November 2026 · What help changed for me · the consent form: It is down to one page."
    ]


async def test_a_silent_no_stays_silent(bot: Guildbot) -> None:
    """Whether somebody said [Not this time] is not to be read off the helper's record."""
    await guild_of(bot, hanne, sol, leigh)
    noted = await bot.run(leigh, asks.note, sol.account, "the consent form")
    before = lines(await record_of(bot, leigh), Part.ASKS)
    await bot.run(sol, asks.drop, noted.id)
    assert lines(await record_of(bot, leigh), Part.ASKS) == before


async def test_work_that_was_shown_and_work_that_was_not(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, hanne, sol, leigh)
    await bot.run(sol, engagements.begin, Draft("Night shifts", "March 2025", "June 2027", "a steady hand", "mornings off"))
    await bot.run(sol, engagements.begin, Draft("Choir", "2026"))
    await bot.run(sol, engagements.show, 1, True)
    assert lines(await record_of(bot, sol), Part.WORK) == [
        "1 March 2025 to 30 June 2027 · Night shifts: Brings: a steady hand\nHopes for: mornings off"
    ]
    assert lines(await record_of(bot, sol), Part.PROFILE)[-1] == "since 1 January 2026 · Work, shown to nobody · Choir"
    clock.move(days=1)
    await bot.run(sol, engagements.end, 1)
    assert lines(await record_of(bot, sol), Part.WORK)[0].startswith("1 March 2025 to 3 November 2026 · Night shifts")


async def test_vouches_that_let_one_in_stand_once_others_are_for_ones_eyes(bot: Guildbot, clock: Clock) -> None:
    slug = await guild_of(bot, hanne, sol, leigh)
    await bot.run(hanne, guilds.change_admission, slug, Admission.VOUCH)
    why = "she once told me, kindly, that my survey was for me"
    code = (await bot.run(hanne, members.invite, "Yusra", why)).code
    await bot.run(yusra, members.join, slug, code)
    assert lines(await record_of(bot, yusra), Part.VOUCHES) == [f"{TODAY} · Tidewater: {why}"]
    assert lines(await record_of(bot, yusra), Part.KEPT) == []
    assert [line for line in lines(await record_of(bot, hanne), Part.GIVEN) if why in line] == [f"{TODAY} · Invitation · Tidewater: {why}"]

    for n in range(8):
        await bot.run(hanne, guilds.change_admission, slug, Admission.OPEN)
        await bot.run(someone(f"m{n}"), members.join, slug)
    await bot.run(hanne, guilds.change_admission, slug, Admission.VOUCH)
    code = (await bot.run(hanne, members.invite, "Imani", "she let me be slow at the whiteboard")).code
    assert isinstance(await bot.run(imani, members.join, slug, code), members.Candidate)
    clock.move(days=15)
    await deliver(bot)  # it has lapsed: seen by the two alone
    assert lines(await record_of(bot, imani), Part.VOUCHES) == []
    assert lines(await record_of(bot, imani), Part.KEPT) == [f"{TODAY} · Invitation · Tidewater: she let me be slow at the whiteboard"]


async def test_answers_are_ones_own(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, hanne, sol, leigh)
    clock.move(days=1, hours=1)
    await deliver(bot)
    (question,) = (await bot.run(sol, reflections.current)).open
    await bot.run(sol, reflections.answer, question.round, "I moved the kettle.")
    assert lines(await record_of(bot, sol), Part.ANSWERS) == [
        f"3 November 2026 · {question.prompt.text(SAY.language)}: I moved the kettle."
    ]
    assert lines(await record_of(bot, leigh), Part.ANSWERS) == []


async def test_what_one_said_of_oneself_with_every_account(bot: Guildbot) -> None:
    await bot.run(yusra, people.change, name="Yusra Haddad", zone_name="", quiet="", about="night buses")
    await bot.run(sol, people.change, name="", zone_name="Europe/Lisbon", quiet="", about="sign language")
    await linked(bot, sol, yusra)
    told = lines(await record_of(bot, sol), Part.PROFILE)
    assert told[:3] == [f"since {TODAY} · Known here", "Name: Sol", "Time zone: Europe/Lisbon"]
    assert "Said with an account before it was linked: Yusra Haddad\nnight buses" in told
    assert told[-2:] == ["Account · Discord · the Open Room · Yusra", "Account · Slack · Acme · Sol"]


async def test_one_record_whichever_account_asks_for_it(bot: Guildbot) -> None:
    await guild_of(bot, hanne, sol, leigh, yusra)
    await bot.run(hanne, kudos.give, [sol.account, yusra.account], RINGING)
    await linked(bot, sol, yusra)
    mine = await record_of(bot, sol)
    assert lines(mine, Part.THANKS) == [f"{TODAY} · Tidewater: {RINGING}"]
    assert lines(mine, Part.GUILDS) == [f"since {TODAY} · Founder and caretaker · Tidewater"]
    for place in (yusra, in_private(yusra)):
        theirs = await record_of(bot, place)
        assert [lines(theirs, part) for part in PUBLIC] == [lines(mine, part) for part in PUBLIC]


async def test_what_was_said_through_either_account_is_one_record(bot: Guildbot, clock: Clock) -> None:
    """Also what was said before the two were one person, and what is said after they are two again."""
    await guild_of(bot, hanne, sol, leigh, yusra)
    clock.move(days=1, hours=1)
    await deliver(bot)
    (question,) = (await bot.run(yusra, reflections.current)).open
    await bot.run(yusra, reflections.answer, question.round, "I moved the kettle.")
    await bot.run(yusra, kudos.give, [hanne.account], "the long walk home")
    noted = await bot.run(yusra, asks.note, hanne.account, "the form")
    await bot.run(hanne, asks.confirm, noted.id, "I slept.")
    await bot.run(hanne, kudos.give, [yusra.account], RINGING)
    await bot.run(yusra, engagements.begin, Draft("Night shifts"))
    await bot.run(yusra, bonds.again, leigh.account)
    await bot.run(leigh, bonds.again, yusra.account)
    theirs = {part: lines(await record_of(bot, yusra), part) for part in Part if part is not Part.PROFILE}
    assert [part for part, said in theirs.items() if not said] == [Part.WORK, Part.HELP, Part.VOUCHES, Part.ASKS]

    link = (await linked(bot, sol, yusra)).link

    said = await record_of(bot, sol)
    assert {part: lines(said, part) for part in theirs} == theirs | {Part.GUILDS: lines(said, Part.GUILDS)}
    assert "Work, shown to nobody · Night shifts" in lines(said, Part.PROFILE)
    await bot.run(sol, accounts.undo, link)
    assert lines(await record_of(bot, sol), Part.ANSWERS) == []
    assert lines(await record_of(bot, yusra), Part.ANSWERS) == theirs[Part.ANSWERS]


async def test_days_are_those_of_where_one_lives(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, hanne, sol, leigh)
    await bot.run(sol, people.change, name="", zone_name="Pacific/Auckland", quiet="")
    clock.now = datetime(2026, 11, 2, 23, 0, tzinfo=UTC)
    await bot.run(hanne, kudos.give, [sol.account], RINGING)
    said = await record_of(bot, sol, Part.THANKS)
    assert lines(said, Part.THANKS) == [f"3 November 2026 · Tidewater: {RINGING}"]
    assert plain(said.head(SAY)) == "The record of Sol, made on 3 November 2026."
    assert records.file_name(said, "md") == "sol-2026-11-03.md"
    assert records.as_data(said, SAY)["made"] == "2026-11-02T23:00:00Z"


# Who is named


async def test_nobody_is_named_who_did_not_agree(bot: Guildbot) -> None:
    await guild_of(bot, hanne, sol, leigh)
    await bot.run(hanne, kudos.give, [sol.account], RINGING)
    await bot.run(leigh, kudos.give, [sol.account], "the map of the kettle")
    assert await names_in(bot, sol, Part.THANKS) == [None, None]
    await bot.run(hanne, people.choose, named=True)
    assert await names_in(bot, sol, Part.THANKS) == ["Hanne", None]
    await bot.run(hanne, people.choose, named=False)
    assert await names_in(bot, sol, Part.THANKS) == [None, None]


async def test_words_that_mention_a_third_person_stay_as_they_are(bot: Guildbot) -> None:
    await guild_of(bot, hanne, sol, leigh)
    words = "asking Leigh before anybody else did"
    await bot.run(hanne, kudos.give, [sol.account], words)
    assert lines(await record_of(bot, sol), Part.THANKS) == [f"{TODAY} · Tidewater: {words}"]


async def test_a_bond_names_the_other_who_said_yes_too(bot: Guildbot) -> None:
    await guild_of(bot, hanne, sol, leigh)
    await bot.run(sol, bonds.again, hanne.account)
    await bot.run(sol, bonds.again, leigh.account)
    await bot.run(hanne, bonds.again, sol.account)
    assert lines(await record_of(bot, sol), Part.BONDS) == [f"since {TODAY} · Hanne"]
    await bot.run(sol, blocking.block, [hanne.account])
    assert lines(await record_of(bot, sol), Part.BONDS) == []


# What may leave as a file


async def test_thanks_for_me_alone_are_in_no_public_section(bot: Guildbot) -> None:
    await guild_of(bot, hanne, sol, leigh)
    await bot.run(sol, people.choose_thanks, Visibility.ME)
    await bot.run(hanne, kudos.give, [sol.account], RINGING)
    said = await record_of(bot, sol)
    assert lines(said, Part.THANKS) == []
    assert lines(said, Part.KEPT) == [f"{TODAY} · Thanks · Tidewater: {RINGING}"]
    assert [one.part for one in said.public.sections] == PUBLIC
    assert [one.part for one in said.private.sections] == [part for part in Part if not part.public]


async def test_joint_thanks_go_only_as_far_as_everybody_in_them_wishes(bot: Guildbot) -> None:
    await guild_of(bot, hanne, sol, leigh, imani)
    given = await bot.run(hanne, kudos.give, [sol.account, imani.account], "holding the silence")
    assert isinstance(given, kudos.KudosGiven)
    assert len(lines(await record_of(bot, sol), Part.THANKS)) == 1
    await bot.run(imani, kudos.share, given.id, Visibility.ME)
    assert lines(await record_of(bot, sol), Part.THANKS) == []
    assert len(lines(await record_of(bot, sol), Part.KEPT)) == 1


async def test_what_was_said_outside_a_guild_stays_between_the_two(bot: Guildbot) -> None:
    """Also after they found one: “a later guild takes in none of them”."""
    await bot.run(sol, people.choose_thanks, Visibility.DIGEST)
    await bot.run(hanne, kudos.give, [sol.account], RINGING)
    noted = await bot.run(sol, asks.note, hanne.account, "the form")
    await bot.run(hanne, asks.confirm, noted.id, "I slept.")
    await guild_of(bot, hanne, sol, leigh)
    said = await record_of(bot, sol)
    assert lines(said, Part.THANKS) == lines(said, Part.HELP) == []
    assert lines(said, Part.KEPT) == [f"{TODAY} · Thanks: {RINGING}", f"{TODAY} · What my help changed · the form: I slept."]


async def test_what_a_space_keeps_to_itself_is_in_no_file(bot: Guildbot) -> None:
    """Rules P7 and G7: the narrowest of the person's, the guild's and the Space's setting wins."""
    await guild_of(bot, hanne, sol, leigh)
    await bot.run(hanne, kudos.give, [sol.account], RINGING)
    await bot.run(replace(hanne, admin=True), spaces.hold, True)
    said = await record_of(bot, sol)
    assert lines(said, Part.THANKS) == []
    assert len(lines(said, Part.KEPT)) == 1
    await bot.run(replace(hanne, admin=True), spaces.hold, False)
    assert len(lines(await record_of(bot, sol), Part.THANKS)) == 1


async def test_thanks_not_kept_yet_and_thanks_that_were_hidden(bot: Guildbot) -> None:
    """Rule P8: what nobody kept is shown to nobody else. What was hidden or taken back is in no record."""
    await bot.run(hanne, kudos.give, [imani.account], RINGING)
    assert lines(await record_of(bot, imani), Part.KEPT) == [f"{TODAY} · Thanks: {RINGING}"]
    hidden = await bot.run(hanne, kudos.give, [sol.account], "the long walk home")
    taken_back = await bot.run(hanne, kudos.give, [sol.account], "words I regret")
    assert isinstance(hidden, kudos.KudosGiven)
    assert isinstance(taken_back, kudos.KudosGiven)
    await bot.run(sol, kudos.hide, hidden.id)
    await bot.run(hanne, kudos.withdraw, taken_back.id)
    assert lines(await record_of(bot, sol), Part.KEPT) == []
    assert [line.partition(": ")[2] for line in lines(await record_of(bot, hanne), Part.GIVEN)] == [RINGING, "the long walk home"]


async def test_what_a_blocked_person_sends_is_in_no_record(bot: Guildbot) -> None:
    await guild_of(bot, hanne, sol, leigh)
    await bot.run(sol, blocking.block, [hanne.account])
    await bot.run(hanne, kudos.give, [sol.account], RINGING)
    await bot.run(hanne, asks.note, sol.account, "the form")
    said = await record_of(bot, sol)
    assert lines(said, Part.THANKS) == lines(said, Part.KEPT) == []


# Asking for it


async def test_nothing_chosen_is_said(bot: Guildbot) -> None:
    await guild_of(bot, hanne, sol, leigh)
    assert await reasons(bot.look(hanne, records.gather, (), SAY)) == (records.NothingChosen(),)


async def test_somebody_elses_record_is_never_gathered(bot: Guildbot) -> None:
    """There is no way to ask for one: the record is always the caller's."""
    await guild_of(bot, hanne, sol, leigh)
    await bot.run(hanne, kudos.give, [sol.account], RINGING)
    said = await record_of(bot, leigh)
    assert all("ringing" not in plain(phrase) for phrase in said.words(SAY))


async def test_making_it_leaves_no_trace(bot: Guildbot, look: Callable[..., list[tuple[Any, ...]]]) -> None:
    await guild_of(bot, hanne, sol, leigh)
    await bot.run(hanne, kudos.give, [sol.account], RINGING)

    def everything() -> list[list[tuple[Any, ...]]]:
        return [look(f"SELECT * FROM {table} ORDER BY 1, 2") for table in ("seen", "notice", "receipt", "account", "person")]

    before = everything()
    records.files(await record_of(bot, sol), SAY, None, "Ada")
    assert everything() == before


# Its files


def made_of(*entries: Entry, part: Part = Part.THANKS, name: str = "Sol Marín") -> Record:
    return Record(name, datetime(2026, 11, 20, 10, tzinfo=UTC), (Section(part, entries),))


async def test_the_files_say_the_same_and_no_words_become_markup(bot: Guildbot) -> None:
    await guild_of(bot, hanne, sol, leigh)
    words = "=HYPERLINK(1) [a](http://b) # *loud*\n- and more"
    await bot.run(hanne, kudos.give, [sol.account], words)
    said = await record_of(bot, sol, *PUBLIC)
    (thanks,) = [one for one in json.loads(records.as_json(said, SAY))["sections"] if one["id"] == "thanks"]
    assert thanks["entries"] == [{"from": "2026-11-02", "to": None, "fact": "", "about": "Tidewater", "words": words, "by": None}]
    assert records.as_markdown(said, SAY).endswith(
        "## Thanks to me that may be seen\n\n"
        "- 2 November 2026 · Tidewater\n"
        "  > \\=HYPERLINK(1) \\[a\\](http://b) # \\*loud\\*\\\n"
        "  > \\- and more\n"
    )
    rows = list(csv.DictReader(io.StringIO(records.as_csv(said, SAY))))
    assert [row["words"] for row in rows if row["section"] == "Thanks to me that may be seen"] == [f"'{words}"]


def sealed_by(told: list[Any]) -> Callable[[Any], str]:
    def seal(data: Any) -> str:
        told.append(data)
        return "sealed\n"

    return seal


def test_only_public_sections_are_sealed_and_each_file_says_whose_eyes_it_is_for() -> None:
    told: list[Any] = []
    sections = (Section(Part.THANKS, (Entry("tea"),)), Section(Part.ANSWERS, (Entry("kettle"),)))
    record = replace(made_of(), sections=sections)
    made = records.files(record, SAY, sealed_by(told), "Ada")
    assert [one.name for one in made.public] == [
        "sol-marin-2026-11-20.md", "sol-marin-2026-11-20.json", "sol-marin-2026-11-20.csv", "sol-marin-2026-11-20-sealed.json",
    ]  # fmt: skip
    assert [one.name for one in made.private] == ["sol-marin-2026-11-20-only-for-me.md", "sol-marin-2026-11-20-only-for-me.json"]
    assert told == [records.as_data(record.public, SAY)]
    assert not any(b"kettle" in one.content for one in made.public)
    assert not any(b"tea" in one.content for one in made.private)
    assert said_of(made) == [
        "Your record, as files. I keep no copy of them.",
        "sol-marin-2026-11-20-sealed.json is sealed: whoever you show it to can check that it came from here, unchanged.",
        "For your eyes only: sol-marin-2026-11-20-only-for-me.md and sol-marin-2026-11-20-only-for-me.json.",
    ]


def said_of(made: records.Files) -> list[str]:
    return [plain(phrase) for phrase in made.words(SAY)]


def test_without_a_key_it_is_said() -> None:
    made = records.files(made_of(Entry("tea")), SAY, None, "Ada")
    assert (made.sealed, made.unsealed, len(made.public)) == (None, Unsealed.NO_KEY, 3)
    assert said_of(made)[1] == "None of it is sealed: Ada, who hosts me, has set no key for that."
    private = records.files(made_of(Entry("kettle"), part=Part.ANSWERS), SAY, None, "Ada")
    assert (private.public, private.sealed, private.unsealed) == ((), None, None)


def test_what_is_too_long_to_seal_comes_unsealed() -> None:
    made = records.files(made_of(Entry("tea")), SAY, lambda data: None, "Ada")
    assert (made.sealed, made.unsealed, len(made.public)) == (None, Unsealed.TOO_LONG, 3)
    assert said_of(made)[1] == "It is too long to be sealed as a whole. With fewer sections it can be."


def test_a_spreadsheet_reads_letters_and_runs_nothing() -> None:
    made = records.files(made_of(*(Entry(words) for words in ("Zoë says naïve", "=1+1", "  @SUM(1)", "-2", "2 - 1"))), SAY, None, "Ada")
    (sheet,) = [one for one in made.public if one.name.endswith(".csv")]
    assert sheet.content.startswith(b"\xef\xbb\xbf")  # by which spreadsheets know the letters
    assert cells_of(sheet) == ["Zoë says naïve", "'=1+1", "'  @SUM(1)", "'-2", "2 - 1"]


def cells_of(sheet: File) -> list[str]:
    return [row["words"] for row in csv.DictReader(io.StringIO(sheet.content.decode("utf-8-sig")))]


@pytest.mark.parametrize(
    ("name", "stem"),
    [("Sol Marín", "sol-marin"), ("../../etc/passwd", "etc-passwd"), ("佐藤", "record"), ("x" * 80, "x" * 40), ("💛", "record")],
)
def test_a_files_name_is_a_plain_one(name: str, stem: str) -> None:
    assert records.file_name(made_of(name=name), "md") == f"{stem}-2026-11-20.md"


TRICKY = some.text(alphabet=some.sampled_from(list("#-+*_>`~[]()<>!|\\=.:&;1a \n\t$x")), max_size=60)


@settings(deadline=None)
@given(words=TRICKY, about=TRICKY, name=TRICKY)
def test_whatever_was_written_reads_as_it_was_written(words: str, about: str, name: str) -> None:
    """Parsed by somebody else's Markdown, with the tables, links and strike-throughs of GitHub's."""
    record = made_of(Entry(words, date(2026, 11, 2), about=about, by="Hanne"), name=name)
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(records.as_markdown(record, SAY))
    allowed = {"heading", "paragraph", "inline", "bullet_list", "list_item", "blockquote"}
    assert {token.type.removesuffix("_open").removesuffix("_close") for token in tokens} <= allowed
    read = [_read(token) for token in tokens if token.type == "inline"]
    assert [one for one in read if one is None] == []
    shown = "".join("".join(one or "" for one in read).split())
    assert shown == "".join(
        f"The record of {name}, made on 20 November 2026Thanks to me that may be seen2 November 2026"
        f"{' · ' + about if about else ''} · Hanne{words}".split()
    )


def _read(token: Token) -> str | None:
    """What a reader sees of a line; None when anything of it became markup."""
    made = ""
    for child in token.children or ():
        if child.type not in ("text", "text_special", "hardbreak", "softbreak"):
            return None
        made += child.content
    return made


# On pages


def test_a_record_on_pages_loses_nothing_and_says_whose_it_is_once() -> None:
    sections = (
        Section(Part.GUILDS, ()),
        Section(Part.THANKS, tuple(Entry(f"<{n}> " + "tea " * 60, date(2026, 11, 2)) for n in range(40))),
        Section(Part.ANSWERS, (Entry("kettle " * 420, about="What did you move?"),)),
    )
    record = replace(made_of(), sections=sections)
    pages = [records.paged(record, SAY, number, 3000) for number in range(30)]
    pages = pages[: pages.index(pages[-1]) + 1]
    assert [page.first for page in pages] == [True, *(False for _ in pages[1:])]
    assert [page.last for page in pages] == [*(False for _ in pages[1:]), True]
    shown = "\n".join(plain(phrase) for page in pages for phrase in page.words(SAY))
    assert shown.count("The record of") == 1
    assert [shown.count(f"<{n}>") for n in range(40)] == [1] * 40
    assert shown.count("kettle") == 420
    assert max(len("\n".join(plain(phrase) for phrase in page.words(SAY))) for page in pages) <= 3000


def test_a_page_that_is_no_longer_there_is_the_last_one() -> None:
    record = made_of(Entry("tea"))
    assert records.paged(record, SAY, 7, 3000) == records.paged(record, SAY, 0, 3000)
    assert records.paged(record, SAY, -1, 3000).first


def test_the_words_between_are_in_the_readers_language() -> None:
    """As far as the catalogue knows it; days follow at once."""
    assert plain(Entry(since=date(2026, 11, 2), lasting=True).head(Say("en"))) == "since 2 November 2026"
