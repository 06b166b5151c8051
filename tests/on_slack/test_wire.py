"""What Slack escapes, we read; what does not fit, we cut between characters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from adapters.slack import wire
from adapters.slack.blocks import Team, Voice, cut
from adapters.slack.dispatch import verb_of
from adapters.slack.emoji import character, pictured
from guildbot.people import Facts
from guildbot.refusals import Unknown
from guildbot.who import AccountRef
from guildbot.words import Say, plain

ACME = Team("T1", "Acme", "https://acme.slack.com/", "UBOT")
BEN, SOL = AccountRef("slack", "T1", "U2", "ben"), AccountRef("slack", "T1", "U3", "sol")


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("<@U2|ben>", [BEN]),
        ("<@U2|ben> <@U3|sol>", [BEN, SOL]),
        ("<@U2|ben>, <@U3|sol> and Imani Ward", [BEN, SOL, "Imani Ward"]),
        ("@priya &amp; tomasz", ["priya", "tomasz"]),
        ("<@UBOT|guildbot>", [AccountRef("slack", "T1", "UBOT", "guildbot", True)]),
        ("&lt;@U2&gt;", ["<@U2>"]),
    ],
)
def test_people_in_a_line(text: str, people: list[AccountRef | str]) -> None:
    assert wire.people_in(ACME, wire.readable(text)) == people


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a &lt;b&gt; &amp; c", "a <b> & c"),
        ("thanks <@U2|ben> in <#C1|care>", "thanks @ben in #care"),
        ("<!subteam^S1|@designers> and <!here>", "@designers and @here"),
        (
            "see <https://example.org/?a=1&amp;b=2> or <https://example.org|the page>",
            "see https://example.org/?a=1&b=2 or https://example.org",
        ),
        ("&amp;lt; stays", "&lt; stays"),
        ("well done :tada: :acme_parrot:", "well done 🎉 :acme_parrot:"),
    ],
)
def test_a_line_as_a_person_reads_it(text: str, said: str) -> None:
    assert wire.spoken(wire.readable(text)) == said


@pytest.mark.parametrize(
    ("root", "line", "verb", "rest"),
    [
        ("kudos", "mine", "mine", ""),
        ("kudos", "mine was the idea", "give", "mine was the idea"),
        ("ask", "list", "list", ""),
        ("ask", "list of venues because we grow", "new", "list of venues because we grow"),
        ("ask", "new eyes because mine are tired", "new", "new eyes because mine are tired"),
        ("guild", "", "show", ""),
        ("guild", "JOIN tidewater", "join", "tidewater"),
        ("guild", "sing", "help", "sing"),
        ("reflect", "", "now", ""),
        ("nothing", "", "help", ""),
    ],
)
def test_the_verb_of_a_line(root: str, line: str, verb: str, rest: str) -> None:
    assert verb_of(root, line) == (verb, rest)


def test_emoji_by_their_short_names() -> None:
    names = ("yellow_heart", "heart", "pray", "sunflower", "+1", "sparkles", "acme_parrot", "space")
    assert [character(name) for name in names] == ["💛", "❤️", "🙏", "🌻", "👍", "✨", ":acme_parrot:", ":space:"]
    assert pictured("at 10:30: fine :sparkles:") == "at 10:30: fine ✨"


def test_nothing_is_cut_in_two() -> None:
    family = "👩‍👩‍👧"
    assert cut("abc", 3) == "abc"
    assert cut(f"ab{family}cd", 6) == "ab…"
    assert cut("cafe\u0301 bar", 5) == "caf…"
    assert all(len(cut(family * 20, most)) <= most for most in range(1, 60))


def test_a_button_carries_what_fits() -> None:
    carried = wire.carried(why="x" * 3000, to=["@U2"])
    assert len(carried) <= 2000
    assert wire.unpacked(carried)["to"] == ["@U2"]
    assert wire.unpacked("not json") == {}


def test_a_link_needs_nobody_to_be_asked() -> None:
    assert wire.message_ref(ACME, "C1", {"ts": "1.000002"}).link == "https://acme.slack.com/archives/C1/p1000002"
    thread = wire.message_ref(ACME, "C1", {"ts": "1.000003", "thread_ts": "1.000002"})
    assert thread.link == "https://acme.slack.com/archives/C1/p1000003?thread_ts=1.000002&cid=C1"


@pytest.mark.parametrize(
    ("channel", "name", "place"),
    [
        ("C1", "care", ("C1", "care")),
        ("C1", "privategroup", ("C1", "")),
        ("D1", "directmessage", (None, "")),
        ("G1", "directmessage", (None, "")),
        ("G1", "mpdm-ana--ben-1", (None, "")),
    ],
)
def test_what_is_no_channels_name_is_not_taken_for_one(channel: str, name: str, place: tuple[str | None, str]) -> None:
    said = wire.place(ACME, channel, name)
    assert (said.channel, said.channel_name) == place


def test_many_reasons_are_told_in_few_words() -> None:
    said = wire.few(Voice(Say(), ACME), [Unknown(f"nobody {n}") for n in range(200)])
    assert (len(said), plain(said[-1])) == (6, "And 195 more of this kind.")


@pytest.mark.parametrize(
    ("user", "team", "admin"),
    [
        ({"team_id": "T1", "is_admin": True}, ACME, True),
        ({"team_id": "T1", "is_owner": True}, ACME, True),
        ({"team_id": "T1", "is_admin": False, "is_owner": False}, ACME, False),
        ({"team_id": "T1"}, ACME, False),
        ({"team_id": "T1", "is_admin": True, "deleted": True}, ACME, False),
        ({"team_id": "T2", "is_admin": True, "is_owner": True}, ACME, False),
        ({"team_id": "T2", "is_admin": True, "enterprise_user": {"enterprise_id": "E1"}}, ACME, False),
        ({"team_id": "T2", "is_admin": True, "enterprise_user": {"enterprise_id": "E1"}}, replace(ACME, enterprise="E1"), True),
        ({"team_id": "T2", "is_admin": True, "enterprise_user": {"enterprise_id": "E2"}}, replace(ACME, enterprise="E1"), False),
    ],
)
def test_an_admin_elsewhere_is_none_here(user: dict[str, object], team: Team, admin: bool) -> None:
    assert wire.is_admin(team, user) is admin


@pytest.mark.parametrize(
    ("ours", "home", "realm"),
    [
        pytest.param(None, None, "T1", id="nothing said: the workspace that tells of them, until they are looked up"),
        pytest.param(None, "T1", "T1", id="one of ours"),
        pytest.param(None, "T9", "T9", id="a guest"),
        pytest.param(None, "E9", "E9", id="a guest from an organisation"),
        pytest.param("E1", "T1", "E1", id="of our organisation"),
        pytest.param("E1", "T2", "E1", id="perhaps of another of its workspaces"),
        pytest.param("E1", "E9", "E9", id="of another organisation"),
    ],
)
def test_where_somebody_is_at_home(ours: str | None, home: str | None, realm: str) -> None:
    team = Team("T1", "Acme", "https://acme.slack.com/", "UBOT", enterprise=ours)
    assert wire.account(team, "U2", home=home) == AccountRef("slack", realm, "U2")


@pytest.mark.parametrize(
    ("user", "facts"),
    [
        (
            {"id": "U2", "team_id": "T9", "name": "ben", "tz": "Europe/London", "locale": "en-GB", "real_name": "Ben Okri",
             "profile": {"display_name": "Benny", "real_name": "Ben Okri"}},
            Facts("Benny", False, "Europe/London", "en-GB", "T9"),
        ),
        (
            {"id": "U2", "team_id": "T9", "name": "ben", "deleted": True, "profile": {"display_name": "ben", "real_name": "Ben Okri"}},
            Facts("Ben Okri", False, realm="T9", gone=True),
        ),
        ({"id": "U2", "team_id": "T9", "name": "ben", "enterprise_user": {"enterprise_id": "E9"}}, Facts("ben", False, realm="E9")),
        ({"id": "U2", "name": "deploy", "is_bot": True}, Facts("deploy", True)),
    ],
)  # fmt: skip
def test_what_slack_says_of_an_account(user: dict[str, Any], facts: Facts) -> None:
    assert wire.facts(user) == facts
