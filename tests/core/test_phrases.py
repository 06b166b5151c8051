"""A typed line taken apart, and words made fit to be read."""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from guildbot import phrases
from guildbot.phrases import Thanks, Wish

NOW = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)  # a Monday


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("@sol for holding the silence", Thanks("@sol", "holding the silence")),
        ("@sol @imani for tea for two #care", Thanks("@sol @imani", "tea for two", "care")),
        ("@sol for tea privately", Thanks("@sol", "tea", None, True)),
        ("@sol for tea #Care privately.", Thanks("@sol", "tea", "care", True)),
        ("@sol FOR tea", Thanks("@sol", "tea")),
        ("@forde forgot", Thanks("@forde forgot", "")),
        ("for tea", Thanks("", "tea")),
        ("", Thanks("", "")),
        ("@sol for keeping it privately funded", Thanks("@sol", "keeping it privately funded")),
    ],
)
def test_thanks_as_they_are_typed(line: str, read: Thanks) -> None:
    assert phrases.thanks(line) == read


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("a hand because it is heavy by friday", Wish("a hand", "it is heavy", "friday")),
        ("a hand because it stands by the door by friday", Wish("a hand", "it stands by the door", "friday")),
        ("a hand because it is heavy", Wish("a hand", "it is heavy")),
        ("a hand by friday", Wish("a hand", "", "friday")),
        ("a hand", Wish("a hand")),
        ("", Wish("")),
    ],
)
def test_wishes_as_they_are_typed(line: str, read: Wish) -> None:
    assert phrases.wish(line) == read


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("friday", date(2026, 11, 6)),
        ("next friday", date(2026, 11, 6)),
        ("tomorrow", date(2026, 11, 3)),
        ("the 21st", date(2026, 11, 21)),
        ("28 Nov", date(2026, 11, 28)),
        ("2026-11-28", date(2026, 11, 28)),
        ("3 January", date(2027, 1, 3)),
        ("morgen", date(2026, 11, 3)),
        ("vendredi", date(2026, 11, 6)),
        ("when hell freezes", None),
        ("2031-01-01", None),
        ("", None),
    ],
)
def test_days_as_people_say_them(said: str, meant: date | None) -> None:
    assert phrases.when(said, NOW) == meant


def test_what_no_reader_can_see_is_taken_out() -> None:
    assert phrases.clean("\u202eevil\u202c\u200b wo\u0000rds\r\nhere\ufeff ") == "evil words\nhere"
    assert phrases.one_line(" Ana\n  Ruiz\t") == "Ana Ruiz"
    assert phrases.clean("Z" + "\u0335" * 50) == "Z" + "\u0335" * 3
    assert phrases.clean("e\u0301") == "é"
    assert phrases.clean("نویسنده\u200cها") == "نویسنده\u200cها", "Persian needs its half space"


@given(some.text())
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = phrases.clean(text)
    assert phrases.clean(once) == once
    assert not any(unicodedata.bidirectional(c) in {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI"} for c in once)


@given(some.text(max_size=60), some.integers(1, 20))
def test_cutting_keeps_whole_characters(text: str, most: int) -> None:
    found = phrases.cut(text, most)
    assert len(phrases.graphemes(found)) <= most
    assert found == text or text.startswith(found[:-1].rstrip())


def test_a_family_a_flag_and_a_letter_with_marks_are_one_each() -> None:
    assert phrases.graphemes("👨‍👩‍👧🇵🇹👍🏽é") == ["👨‍👩‍👧", "🇵🇹", "👍🏽", "é"]
    assert phrases.cut("👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", 2) == "👨‍👩‍👧…"


@pytest.mark.parametrize(("reason", "short"), [("x" * 14, True), ("x" * 15, False), ("ありがとう", True), ("どうもありがとう", False)])
def test_short_thanks(reason: str, short: bool) -> None:
    """K6."""
    assert phrases.short(reason) is short
