"""The week on Slack: people's own words, and nobody is pinged."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.sandbox.slack.people import Person
from adapters.slack import digests as dressed
from adapters.slack.blocks import Team, Voice
from guildbot import asks, digests, reflections
from guildbot.kinds import AskKind, AskState
from guildbot.who import AccountRef
from guildbot.who import Person as Person_
from guildbot.words import Say
from tests.conftest import Clock
from tests.on_slack.conftest import Deliver, Found, labels_of


async def test_friday_tells_the_week(ana: Person, ben: Person, cleo: Person, found: Found, clock: Clock, deliver: Deliver) -> None:
    await found("Tidewater", ana, ben, cleo, thanks="In Friday's digest")
    await ana.types("care", "/kudos @ben for ringing instead of typing, I had three angry drafts")
    await cleo.types("care", "/ask ten minutes with someone who signs because the workshop is on Saturday by Friday 20 November")
    await deliver()
    clock.now = datetime(2026, 11, 6, 10, 1, tzinfo=UTC)
    await deliver()
    week = await ben.sees_soon("the week to Friday 6 November", "care")
    lines = week.text.splitlines()
    assert lines[0] == "TIDEWATER, the week to Friday 6 November"
    assert "Ana Ruiz to Ben Okri: “ringing instead of typing, I had three angry drafts”" in lines
    assert any(line.startswith("Cleo Marsh asks for ten minutes with someone who signs") for line in lines)
    assert "Still looking for a hand" in lines
    assert labels_of(week) == ["I can help", "I know someone", "Thank someone", "Ask for a hand", "Offer the first line"]
    assert week.pings == ()
    await ben.clicks("Thank someone", week)
    await ben.form_soon("Give kudos")


async def week_of(found: Found, deliver: Deliver, clock: Clock, ana: Person, ben: Person, cleo: Person) -> None:
    await found("Tidewater", ana, ben, cleo, thanks="In Friday's digest")
    await ana.types("care", "/kudos @ben for ringing instead of typing, I had three angry drafts")
    await deliver()


async def test_a_member_opens_the_week_with_a_line(
    ana: Person, ben: Person, cleo: Person, found: Found, clock: Clock, deliver: Deliver
) -> None:
    await week_of(found, deliver, clock, ana, ben, cleo)
    await ben.types("care", "/guild preview")
    page = await ben.form_soon("The coming week")
    assert "Ana Ruiz to Ben Okri: “ringing instead of typing, I had three angry drafts”" in page.text
    await ben.clicks("Offer the first line")
    form = await ben.form_soon("The first line")
    assert "One line to open the digest of Tidewater on Friday 6 November" in form.text
    await ben.submits({"Your line, signed": "A rainy week."})
    assert ben.form is not None
    assert "Offered for Tidewater, Friday 6 November." in ben.form.text
    await ben.closes(all=True)
    clock.now = datetime(2026, 11, 6, 10, 1, tzinfo=UTC)
    await deliver()
    week = await cleo.sees_soon("the week to Friday 6 November", "care")
    assert week.text.splitlines()[1] == "“A rainy week.” (Ben Okri)"


async def test_a_caretaker_leaves_a_line_out(ana: Person, ben: Person, cleo: Person, found: Found, clock: Clock, deliver: Deliver) -> None:
    await week_of(found, deliver, clock, ana, ben, cleo)
    clock.now = datetime(2026, 11, 5, 15, 0, tzinfo=UTC)
    await ana.types("care", "/guild preview")
    page = await ana.form_soon("The coming week")
    assert "Leave out" in labels_of(page)
    await ana.clicks("Leave out")
    page = await ana.form_soon("The coming week")
    assert "Left out" in page.text
    assert "Put back" in labels_of(page)
    clock.now = datetime(2026, 11, 6, 10, 1, tzinfo=UTC)
    await deliver()
    week = await ben.sees_soon("the week to Friday 6 November", "care")
    assert "ringing" not in week.text


async def test_what_was_cut_opens_whole(ana: Person, ben: Person, cleo: Person, found: Found, clock: Clock, deliver: Deliver) -> None:
    await found("Tidewater", ana, ben, cleo, thanks="In Friday's digest")
    await ana.types("care", f"/kudos @ben for {'ringing instead of typing, ' * 20}and the tea")
    await deliver()
    clock.now = datetime(2026, 11, 6, 10, 1, tzinfo=UTC)
    await deliver()
    week = await cleo.sees_soon("the week to Friday 6 November", "care")
    assert "and the tea" not in week.text
    await cleo.clicks("Read on", week)
    assert "and the tea" in (await cleo.form_soon("Read on")).text


CURIOUS = st.text(st.sampled_from("a \u200d👩🏽*_<>&:\n漢é\u0301"), min_size=1, max_size=60).map(lambda text: text * 20)


@settings(max_examples=40, deadline=None)
@given(name=CURIOUS, words=CURIOUS, leaving=st.integers(0, 120), voices=st.integers(0, 60))
def test_no_week_is_more_than_one_message(name: str, words: str, leaving: int, voices: int) -> None:
    """Whatever people wrote, whatever they are called, however many said goodbye."""
    person = Person_(1, name[:80], AccountRef("slack", "T1", "U1", "x"))
    card = asks.Card(1, person, AskKind.HAND, words[:600], words[:600], None, True, AskState.OPEN)
    thanks = tuple(digests.Thanked(number, person, (person,) * 25, words[:1000], None) for number in range(9))
    week = digests.Digest(
        1, 1, words[:60], date(2026, 11, 6),
        line=digests.Line(1, words[:280], person),
        moved=tuple(digests.Moved(number, words[:600], words[:600], person, (person,) * 5, words[:600]) for number in range(3)),
        together=thanks[:3], thanked=thanks[3:], open=(card,) * 5,
        coming=tuple(digests.Coming(number, person, person, words[:300], words[:100]) for number in range(8)),
        going=tuple(digests.Going(number, person, words[:280]) for number in range(leaving)),
        echo=reflections.Echo(1, reflections.Prompt("own-1", own=words[:200]), (reflections.Voice(words, person),) * voices),
        some_stayed_private=True,
    )  # fmt: skip
    made = dressed.notice(Voice(Say(), Team("T1", "Acme", "https://acme.slack.com/", "UBOT")), week)
    assert len(made) <= 50
    assert sum(map(_length, made)) <= 10_000
    labels = [one["text"]["text"] for block in made if block["type"] == "actions" for one in block["elements"]]
    assert labels.count("I can help") == 5
    assert all(len(one["action_id"]) <= 255 for block in made if block["type"] == "actions" for one in block["elements"])


def _length(made: object) -> int:
    if isinstance(made, dict):
        return sum(len(one) if key == "text" and isinstance(one, str) else _length(one) for key, one in made.items())
    return sum(map(_length, made)) if isinstance(made, list) else 0
