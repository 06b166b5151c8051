"""Anybody's words stay words in Discord's markdown, and come back as they were."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.forms import read
from adapters.discord.kudos import GIVE
from adapters.discord.layout import Dress, Row, Text, views
from adapters.discord.markup import Reader, command, escape, inline, quoted, unescape, unquoted
from adapters.discord.wire import completions, last_name, people_in
from guildbot.people import Suggested
from guildbot.who import AccountRef, Command, Person, Quote, Room
from guildbot.words import Say

PUBLIC, PRIVATE = Reader(False, space="S1"), Reader(True, space="S1")
SOL = Person(7, "Sol *Marin*", AccountRef("discord", "", "42", "Sol"))
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=200)


@given(words)
def test_escaped_words_come_back(text: str) -> None:
    assert unescape(escape(text)) == text
    assert unquoted(quoted(text)) == text


@given(words)
def test_no_mark_is_left_open(text: str) -> None:
    without_links = re.sub(r"https?://[^\s<>\[\]`|*\\]+", "", escape(text))
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_~`|\[\]<>]", without_links)


def test_links_stay_links() -> None:
    assert escape("see https://example.org/a_b_c and *that*") == "see https://example.org/a_b_c and \\*that\\*"
    assert escape("# no title\n- no list\n1. nor that\nC# and a-b stay") == "\\# no title\n\\- no list\n1\\. nor that\nC# and a-b stay"


def test_people_are_mentioned_in_private_and_named_in_public() -> None:
    assert inline((SOL, " said ", Quote("<@1> *hi*")), PRIVATE) == "<@42> said \\<@1\\> \\*hi\\*"
    assert inline((SOL,), PUBLIC) == "Sol \\*Marin\\*"
    assert inline((Person(8, "Ana", AccountRef("slack", "T1", "U1")),), PRIVATE) == "Ana"


def test_a_channel_is_a_link_only_where_it_is() -> None:
    assert inline((Room("discord", "S1", "Fernweh", "9", "square"),), PUBLIC) == "<#9>"
    assert inline(Say()("{room}", room=Room("discord", "S2", "Marram", "9", "ward")), PUBLIC) == "#ward in Marram"
    assert inline(Say()("{room}", room=Room("slack", "T1", "Acme", "C9", "")), PUBLIC) == "a channel in Acme"


def test_commands_read_as_one_types_them() -> None:
    spelled = {
        Command("kudos"): "`/kudos give`",
        Command("kudos", "@sol for holding the door"): "`/kudos give people:@sol reason:holding the door`",
        Command("ask", "a hand because I am stuck by Friday"): "`/ask new what:a hand because:I am stuck by:Friday`",
        Command("ask", "list"): "`/ask list`",
        Command("guild", "join tidewater a1b2"): "`/guild join guild:tidewater code:a1b2`",
        Command("guild", "invite Yusra because she told me"): "`/guild invite person:Yusra because:she told me`",
        Command("reflect", "mine"): "`/reflect mine`",
    }
    assert {said: command(said, "") for said in spelled} == spelled
    assert command(Command("profile", "waiting"), "gb") == "`/gb-profile waiting`"


def test_people_of_a_line_are_mentions_and_names() -> None:
    assert [one if isinstance(one, str) else f"<{one.id}>" for one in people_in("<@1> <@!2>, Sol Marin and Dele & Ana")] == [
        "<1>", "<2>", "Sol Marin", "Dele", "Ana",
    ]  # fmt: skip
    assert people_in("Andy") == ["Andy"]
    assert people_in(" , ") == []
    assert last_name("<@1> so") == ("<@1>, ", "so")


def test_a_completion_keeps_what_stands_before_it_or_is_not_offered() -> None:
    sol, found_by_a_word = (Suggested(SOL.id, SOL.name, SOL.account, words) for words in ((), ("night buses",)))
    assert completions("<@1>, so", [sol]) == [("<@1>, Sol *Marin*", "<@1>, sol-marin~7")]
    assert completions("ni", [found_by_a_word]) == [("Sol *Marin* (night buses)", "sol-marin~7")]
    assert completions(f"{'x' * 95}, so", [sol]) == []


async def test_what_does_not_fit_into_one_message_goes_into_several() -> None:
    dress = Dress(Say(), PRIVATE)
    buttons = Row(tuple(dress.button("Hide", f"kudos.hide:{number}") for number in range(5)))
    made = views([(Text("x" * 1500), buttons) for _ in range(9)], token="t", framed=True)
    assert [view.content_length() for view in made] == [3000, 3000, 3000, 3000, 1500]


@pytest.mark.parametrize(
    "typed",
    [
        "[gift](https://evil.example)",
        "https://a.example/[gift](https://evil.example)",
        "https://a.example/`x`[gift](https://evil.example)",
        "#",
        "-",
        "1.",
    ],
)
@pytest.mark.parametrize("reader", [PUBLIC, PRIVATE])
def test_nothing_people_named_becomes_a_link_or_a_heading(typed: str, reader: Reader) -> None:
    """Names of people, servers, channels and guilds, and a guild's emoji, wherever they stand in a sentence."""
    somebody = Person(8, typed, AccountRef("slack", "T1", "U1"))
    for piece in (Quote(typed), somebody, Room("slack", "T1", typed, "C9", ""), Room("slack", "T1", "Acme", "C9", typed)):
        line = inline(Say()("{piece} is here", piece=piece), reader)
        assert not re.search(r"(?<!\\)\[", line)
        assert not re.match(r"(?:#|-|\d+\.)\s", line)


def test_a_servers_own_emoji_is_shown() -> None:
    assert inline((Quote("<:wave:123456789012345678>"), " on this"), PUBLIC) == "<:wave:123456789012345678> on this"
    assert inline((Quote("<:wave:12> [x](https://y)"),), PUBLIC) == "\\<:wave:12\\> \\[x\\](https://y)"


def test_who_was_picked_in_a_form_is_known_there_only_as_a_member() -> None:
    """Anybody's id can be sent; Discord says in the payload who of them is in this server."""
    picked = {"custom_id": "people", "values": ["1", "2"]}
    users = {"1": {"username": "sol", "bot": False}, "2": {"username": "stranger", "bot": False}}
    data = {"components": [{"component": picked}], "resolved": {"users": users, "members": {"1": {}}}}
    assert read(GIVE, (), data, inside=True).people == [AccountRef("discord", "", "1", "sol", False), AccountRef("discord", "", "2")]
    assert read(GIVE, (), data).people[1] == AccountRef("discord", "", "2", "stranger", False)
