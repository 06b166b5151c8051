"""Sentences: our words are ours, everybody else's stay values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from guildbot.refusals import Refused, Unknown
from guildbot.who import AccountRef, Command, Person, Quote, Room
from guildbot.words import Say, plain, zone

SAY = Say()
SOL = Person(1, "Sol {not} a hole", AccountRef("slack", "T1", "u1"))


def test_a_value_stays_a_value() -> None:
    """Nobody's text can become markup, a hole or a ping."""
    facts = {"who": SOL, "what": Quote("<!here> {who}"), "room": _room("care"), "command": Command("kudos")}
    said = SAY("{who} said {what} in {room}, see {command}.", **facts)
    assert said == (SOL, " said ", Quote("<!here> {who}"), " in ", _room("care"), ", see ", Command("kudos"), ".")
    assert plain(said) == "Sol {not} a hole said <!here> {who} in #care in Acme, see /kudos."


@pytest.mark.parametrize(("n", "said"), [(0, ""), (1, "Ana"), (2, "Ana and Ben"), (3, "Ana, Ben, and Cleo")])
def test_lists_are_said_as_the_language_says_them(n: int, said: str) -> None:
    people = [Person(i, name, AccountRef("slack", "T1", name)) for i, name in enumerate(("Ana", "Ben", "Cleo"))]
    assert plain(SAY("{people}", people=people[:n])) == said


def test_days_and_moments_are_told_in_the_readers_zone() -> None:
    moment = datetime(2026, 11, 13, 23, 30, tzinfo=UTC)
    assert plain(SAY("{at}", at=moment)) == "Friday 13 November, 23:30"
    assert plain(Say(zone=ZoneInfo("Asia/Tokyo"))("{at}", at=moment)) == "Saturday 14 November, 08:30"
    assert plain(SAY("{on}", on=date(2026, 11, 13))) == "Friday 13 November"


def test_one_and_many() -> None:
    assert [plain(SAY.several("{n} person", "{n} people", n)) for n in (0, 1, 2)] == ["0 people", "1 person", "2 people"]


@pytest.mark.parametrize("locale", ["en", "en-GB", "xx", "", "de_AT", "../../etc"])
def test_a_language_we_lack_reads_english(locale: str) -> None:
    assert Say(locale).text("Taken back.") in {"Taken back.", "Zurückgenommen."}


def test_a_reason_says_itself_with_its_facts() -> None:
    @dataclass(frozen=True)
    class Late:
        sentence: ClassVar[str] = "{who} is {minutes} minutes late."
        who: Person
        minutes: int

    assert plain(SAY.of(Late(SOL, 5))) == "Sol {not} a hole is 5 minutes late."


def test_a_room_without_a_name_reads_as_its_space() -> None:
    assert "Acme" in plain((_room(""),))
    assert plain(SAY("in {room}", room=_room(""))) == "in a channel in Acme"
    assert plain(SAY("in {room}", room=_room("care"))) == "in #care in Acme"


@pytest.mark.parametrize("name", [None, "", "Mars/Olympus", "../etc/passwd", "/etc/localtime"])
def test_a_zone_nobody_knows_is_the_other_one(name: str | None) -> None:
    assert str(zone(name, "Europe/Lisbon")) == "Europe/Lisbon"


def _room(name: str) -> Room:
    return Room("slack", "T1", "Acme", "C1", name)


def test_the_catalogues_template_has_every_sentence() -> None:
    """`make words` writes it; translators start from it."""
    root = Path(__file__).parents[2]
    keywords: dict[str, Any] = {"m": None, "several": (1, 2)}
    said = {
        message[0] if isinstance(message, tuple) else message
        for folder in ("guildbot", "adapters")
        for _, _, message, _, _ in extract_from_dir(str(root / folder), keywords=keywords)
    }
    with (root / "guildbot" / "locale" / "guildbot.pot").open("rb") as file:
        assert {entry.id[0] if isinstance(entry.id, tuple) else entry.id for entry in read_po(file) if entry.id} == said


def test_the_facts_of_a_reason_are_values_and_short() -> None:
    """What somebody typed comes back as their words, never as ours, and never a page of it."""

    @dataclass(frozen=True)
    class Nobody:
        sentence: ClassVar[str] = "Nobody is called {name}; {others} are."
        name: str
        others: tuple[str, ...]

    said = SAY.of(Nobody("[x](https://evil.example)" * 90, ("Ana", "Ben")))
    assert {type(piece) for piece in said if not isinstance(piece, str)} == {Quote}
    assert Quote("Ana") in said
    assert len(plain(said)) < 150


def test_a_no_names_five_reasons_and_how_many_more() -> None:
    no = Refused(*(Unknown(f"Nobody {number}") for number in range(9)))
    assert [plain(SAY.of(reason)) for reason in no.reasons][4:] == [plain(SAY.of(Unknown("Nobody 4"))), "And 4 more of this kind."]
