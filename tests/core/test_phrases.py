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


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\u061c\u00ada\u00adb", "ab"),
        ("one\u2028two\u2029three\rfour\x85five", "one\ntwo\nthree\nfour\nfive"),
        ("\u3164\u115f\u1160\uffa0\u2800 ", ""),
        ("hi" + "".join(chr(0xE0000 + ord(c)) for c in "hidden"), "hi"),
        ("\u0e01" + "\u0e49" * 300, "\u0e01" + "\u0e49" * 6),
        ("a\u200d" * 500, "a" * 500),
        ("👩" + "\u200d👩" * 500, None),
        ("e\u200d\u0301", "é"),
        ("👨‍👩‍👧‍👦 🏴󠁧󠁢󠁷󠁬󠁳󠁿 👁️‍🗨️ 🧑🏽‍🚀 🙂‍↔️ 1️⃣", "👨‍👩‍👧‍👦 🏴󠁧󠁢󠁷󠁬󠁳󠁿 👁️‍🗨️ 🧑🏽‍🚀 🙂‍↔️ 1️⃣"),
        ("ක්‍රමය किताब བརྒྱུད שָׁלוֹם", unicodedata.normalize("NFC", "ක්‍රමය किताब བརྒྱུད שָׁלוֹם")),
        ("x \ufe0f\u200d👩", "x 👩"),
    ],
)
def test_what_is_hidden_goes_and_what_is_written_stays(typed: str, kept: str | None) -> None:
    found = phrases.clean(typed)
    assert kept is None or found == kept
    assert max(map(len, phrases.graphemes(found)), default=0) <= 40


CURIOUS = some.text(
    some.one_of(
        some.characters(),
        some.sampled_from("\u200d\u200c\ufe0f\u0301\u0335\u0e49\u3164\u2028\u061c\u00ad\U000e0041\U000e007f🏴👩🏽❤یہ්ක \n\u0000a"),
    )
)


@given(CURIOUS)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = phrases.clean(text)
    assert phrases.clean(once) == once
    assert phrases.one_line(phrases.one_line(text)) == phrases.one_line(text)
    assert not any(unicodedata.bidirectional(c) in {"RLO", "LRO", "RLE", "LRE", "PDF", "RLI", "LRI", "FSI", "PDI"} for c in once)


@given(CURIOUS)
def test_nothing_is_left_that_nobody_can_see(text: str) -> None:
    visible_signs = "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
    for c in phrases.clean(text):
        assert unicodedata.category(c) not in {"Cc", "Cs", "Zl", "Zp"} or c in "\n\t"
        assert unicodedata.category(c) != "Cf" or c in f"\u200c\u200d{visible_signs}" or "\U000e0030" <= c <= "\U000e007f"
    assert not set(phrases.one_line(text)) & set("\n\r\t\x0b\x0c\x85\u2028\u2029")


@given(CURIOUS)
def test_no_character_of_clean_words_is_a_tower(text: str) -> None:
    assert max(map(len, phrases.graphemes(phrases.clean(text * 5))), default=0) <= 40


@given(CURIOUS, some.integers(1, 20))
def test_cutting_keeps_whole_characters(text: str, most: int) -> None:
    found = phrases.cut(text, most)
    assert len(phrases.graphemes(found)) <= most
    assert len(found) <= most * 4
    assert found == text or text.startswith(found[:-1].rstrip())


def test_a_family_a_flag_and_a_letter_with_marks_are_one_each() -> None:
    assert phrases.graphemes("👨‍👩‍👧🇵🇹👍🏽é") == ["👨‍👩‍👧", "🇵🇹", "👍🏽", "é"]
    assert phrases.cut("👨‍👩‍👧👨‍👩‍👧👨‍👩‍👧", 2) == "👨‍👩‍👧…"
    assert phrases.cut("a" + "\u0301" * 500, 10) == "…", "one character may be a very long one"


@pytest.mark.parametrize(("reason", "short"), [("x" * 14, True), ("x" * 15, False), ("ありがとう", True), ("どうもありがとう", False)])
def test_short_thanks(reason: str, short: bool) -> None:
    """K6."""
    assert phrases.short(reason) is short
