"""The week as one message in the channel."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.discord.digests import letter
from adapters.discord.layout import Dress, Row, Text, fits
from adapters.discord.markup import Reader
from adapters.sandbox.discord import Person
from adapters.sandbox.view import Message
from guildbot import asks, digests, reflections
from guildbot.kinds import AskKind, AskState
from guildbot.who import AccountRef
from guildbot.who import Person as Person_
from guildbot.words import Say
from tests.on_discord.conftest import Town, shown

LONG = "for the *long* way 👩🏽‍🚀 you went with me_ "


async def test_the_week_is_everybodys_words(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    await ada.types(town.square, "/kudos give people:@ben reason:holding the silence on Tuesday")
    await town.delivers()
    await ben.clicks("In Friday's digest")
    await chi.types(town.square, "/ask new what:a second pair of eyes because:it is late by:13 November")
    week = await _week(town, ada)
    assert week.text.startswith("TIDEWATER, the week to Friday 6 November\nThanks\nAda to Ben: “holding the silence on Tuesday”")
    assert "Still looking for a hand\nChi asks for a second pair of eyes, because it is late, by Friday 13 November." in week.text
    assert [button.label for button in week.buttons] == [
        "I can help",
        "I know someone",
        "Thank someone",
        "Ask for a hand",
        "Offer the first line",
    ]
    assert week.raw["pings"] == ()
    await ben.clicks("I can help", week)
    assert shown(await ben.submits({"What can you offer?": "Two eyes"})).text == "@Chi alone sees your offer:\nTwo eyes"


async def test_the_fullest_week_is_still_one_message(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    people = [ada, ben, chi, *(town.person(f"p{number}", name=f"Person number {number} with *stars*") for number in range(9))]
    await town.guild(*people)
    for giver, receiver in zip(people, people[1:] + people[:1], strict=True):
        await giver.types(town.square, "/kudos give", people=receiver, reason=LONG * 20)
        await receiver.types(town.square, "/profile show")
    await town.delivers()
    for one in people:
        await one.clicks("In Friday's digest", next(dm for dm in one.dms if "In Friday's digest" in [b.label for b in dm.buttons]))
    for one in people[:7]:
        await one.types(town.square, "/ask new", what=LONG * 10, because=LONG * 10, by="next friday")
    week = await _week(town, ada)
    assert len([one for one in ada.sees(town.square) if "TIDEWATER, the week" in one.text]) == 1
    assert week.text.count(" to ") >= 6
    assert "…”" in week.text
    assert [button.label for button in week.buttons].count("I can help") == 5
    assert "👩" not in week.text.replace("👩🏽‍🚀", "")


async def test_a_quiet_first_week_comes_all_the_same(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    week = await _week(town, ada)
    assert "Coming and going\nWelcome, " in week.text


async def test_a_member_opens_the_week_with_a_line(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    page = shown(await ben.types(town.square, "/guild preview"))
    assert "As it would read now. It goes out Friday 6 November, 10:00." in page.text
    assert "Coming and going" in page.text
    await ben.clicks("Offer the first line", page)
    said = shown(await ben.submits({"Your line, signed": "A rainy week."}))
    assert "Offered for Tidewater, Friday 6 November." in said.text
    week = await _week(town, ada)
    assert week.text.splitlines()[1] == "“A rainy week.” (Ben)"


async def test_what_was_cut_opens_whole(town: Town, ada: Person, ben: Person, chi: Person) -> None:
    await town.guild(ada, ben, chi)
    await ada.types(town.square, "/kudos give", people=ben, reason=f"{'ringing instead of typing, ' * 20}and the tea")
    await town.delivers()
    await ben.clicks("In Friday's digest")
    week = await _week(town, ada)
    assert "and the tea" not in week.text
    assert "and the tea" in shown(await chi.clicks("Read on", week)).text


async def _week(town: Town, reader: Person) -> Message:
    for days in (1.2, 2.9):
        town.clock.move(days=days)
        await town.delivers()
    return next(one for one in reversed(reader.sees(town.square)) if "the week to" in one.text)


CURIOUS = st.text(st.sampled_from("a \u200d👩🏽*_[]()`#\n漢é\u0301"), min_size=1, max_size=60).map(lambda text: text * 20)
PEOPLE = st.builds(lambda name: Person_(1, name[:80], AccountRef("discord", "", "7", "x")), CURIOUS)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_week_is_more_than_one_message(data: st.DataObject) -> None:
    """Whatever people wrote, whatever they are called, however many said goodbye."""
    draw = data.draw
    person, words = draw(PEOPLE), draw(CURIOUS)
    going = tuple(digests.Going(number, person, words[:280]) for number in range(draw(st.integers(0, 120))))
    voices = tuple(reflections.Voice(words, person) for _ in range(draw(st.integers(0, 60))))
    card = asks.Card(1, person, AskKind.HAND, words[:600], words[:600], None, True, AskState.OPEN)
    thanks = tuple(digests.Thanked(number, person, (person,) * 10, words[:1000], None) for number in range(9))
    week = digests.Digest(
        1, 1, words[:60], date(2026, 11, 6),
        line=digests.Line(1, words[:280], person),
        moved=tuple(digests.Moved(number, words[:600], words[:600], person, (person,) * 3, words[:600]) for number in range(3)),
        together=thanks[:3], thanked=thanks[3:],
        open=tuple(replace(card, id=number) for number in range(5)),
        coming=tuple(digests.Coming(number, person, person, words[:300], words[:100]) for number in range(8)),
        going=going, echo=reflections.Echo(1, reflections.Prompt("own-1", own=words[:200]), voices), some_stayed_private=True,
    )  # fmt: skip
    (block,) = letter(week, Dress(Say(), Reader(False, space="S1")))
    assert fits(block)
    buttons = [one.label for part in block if isinstance(part, Row) for one in part.buttons]
    assert buttons.count("I can help") == 5
    texts = [part.markdown for part in block if isinstance(part, Text)]
    assert sum(map(len, texts)) <= 4000
