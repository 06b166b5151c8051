"""Asking, offering, and what the help changed: rules H1, H2, H4."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest

from guildbot import asks, courier, digests, kudos
from guildbot.asks import Asked, AskedAlready, Card, Confirmed, DidItHelp, Dropped, HelpNews, Noted, OfferArrived, TakenNews, ThankedNews
from guildbot.bot import Guildbot
from guildbot.courier import Letter, ToRoom
from guildbot.kinds import AskKind, AskState, OfferState
from guildbot.refusals import Empty, InAChannel, NoLonger, TooLong, Unknown
from guildbot.who import Command, Room
from tests.conftest import Clock
from tests.core.conftest import (
    acme,
    deliver,
    guild_of,
    in_private,
    marram,
    open_in,
    open_room,
    posted,
    reasons,
    rendered,
    someone,
    standing_in,
)  # fmt: skip

ana, ben, cleo, dele = (someone(name) for name in ("ana", "ben", "cleo", "dele"))
WHAT, WHY = "an opening for a tenants' meeting", "half the room has stopped speaking"
CHANGED = "Nobody argued for the first twenty minutes."


async def asked(bot: Guildbot, **how: Any) -> int:
    said = await bot.run(ana, asks.ask_for, WHAT, WHY, **how)
    assert isinstance(said, Asked)
    return said.card.id


async def offered(bot: Guildbot, ask: int) -> int:
    """Ben offers; the id of his offer, as it reaches Ana."""
    await bot.run(ben, asks.offer_to, ask, "I have mine from March.")
    (offer,) = (one for one in (await deliver(bot)).to(ana) if isinstance(one, OfferArrived))
    return offer.id


async def taken(bot: Guildbot, clock: Clock) -> DidItHelp:
    """Ana takes Ben's offer; what she is asked the next morning."""
    await bot.run(ana, asks.take, await offered(bot, await asked(bot)))
    await deliver(bot)
    clock.move(days=1)
    (question,) = (one for one in (await deliver(bot)).to(ana) if isinstance(one, DidItHelp))
    return question


async def test_an_ask_says_what_because_how_and_by_when(bot: Guildbot) -> None:
    said = await bot.run(ana, asks.ask_for, WHAT, WHY, by="friday", kind=AskKind.PERSPECTIVE)

    assert isinstance(said, Asked)
    assert said.room == Room("slack", "T1", "Acme", "C1")
    (card,) = (await deliver(bot)).to(acme)
    assert card == said.card == Card(
        1, said.card.asker, AskKind.PERSPECTIVE, WHAT, WHY, date(2026, 11, 6), open=True, state=AskState.OPEN,
    )  # fmt: skip
    assert "Ana asks for a perspective" in rendered(card)


async def test_offers_go_to_the_asker_alone(bot: Guildbot) -> None:
    ask = await asked(bot)
    await deliver(bot)

    await bot.run(ben, asks.offer_to, ask, "I have mine from March.")

    post = await deliver(bot)
    assert len(post) == 1
    (offer,) = post.to(ana)
    assert isinstance(offer, OfferArrived)
    assert (offer.helper.name, offer.words_said, offer.ask.what) == ("Ben", "I have mine from March.", WHAT)
    assert [(line.mine, len(line.offers)) for line in (await bot.run(ana, asks.listed)).lines] == [(True, 1)]
    assert [(line.mine, len(line.offers)) for line in (await bot.run(cleo, asks.listed)).lines] == [(False, 0)]


async def test_an_offer_that_is_taken_is_asked_about_the_day_after(bot: Guildbot, clock: Clock) -> None:
    ask = await asked(bot)
    offer = await offered(bot, ask)

    said = await bot.run(ana, asks.take, offer)

    assert (said.id, said.helper.name) == (offer, "Ben")
    post = await deliver(bot)
    assert [type(one) for one in post.to(ben)] == [TakenNews]
    assert post.to(ana) == []
    clock.move(days=1)
    (question,) = (await deliver(bot)).to(ana)
    assert isinstance(question, DidItHelp)
    assert (question.helper.name, question.what, question.noted_by_helper) == ("Ben", WHAT, False)


# H1: helper and receiver, and who says so


async def test_nobody_helps_themselves(bot: Guildbot) -> None:
    """H1."""
    ask = await asked(bot)
    assert await reasons(bot.run(ana, asks.offer_to, ask, "I could do it myself")) == (asks.OwnAsk(),)
    for deed in (asks.note, lambda work, who, what: asks.helped_me(work, who, what, "much")):
        assert await reasons(bot.run(ana, deed, ana.account, "the form")) == (asks.NoteWhom(),)


async def test_only_the_asker_closes_an_ask(bot: Guildbot) -> None:
    """H1."""
    ask = await asked(bot)
    for deed in (asks.close, asks.withdraw):
        assert await reasons(bot.run(ben, deed, ask)) == (NoLonger(Command("ask", "list")),)
    assert (await bot.run(ana, asks.close, ask)).card.state is AskState.CLOSED


async def test_only_the_asker_answers_an_offer(bot: Guildbot) -> None:
    """H1."""
    offer = await offered(bot, await asked(bot))
    for who in (ben, cleo):
        for deed in (asks.take, asks.thank):
            assert await reasons(bot.run(who, deed, offer)) == (NoLonger(),)


async def test_help_is_seen_beyond_the_two_only_once_it_is_confirmed(bot: Guildbot, clock: Clock) -> None:
    """H1."""
    await guild_of(bot, ana, ben, cleo)
    question = await taken(bot, clock)

    async def in_the_digest() -> list[str]:
        clock.move(days=7 - (clock.now.weekday() - 4) % 7)
        return [one.changed for digest in (await deliver(bot)).of(digests.Digest) for one in digest.moved]

    assert await in_the_digest() == []
    said = await bot.run(ana, asks.confirm, question.help, CHANGED)
    assert said == Confirmed(question.help, question.helper, CHANGED, ask=1)  # which is still open, and can be closed now
    assert [one.changed for one in (await deliver(bot)).to(ben) if isinstance(one, HelpNews)] == [CHANGED]
    assert await in_the_digest() == [CHANGED]


async def test_only_the_receiver_confirms_and_once(bot: Guildbot, clock: Clock) -> None:
    """H1."""
    question = await taken(bot, clock)
    for who in (ben, cleo):
        for deed in (lambda work, id: asks.confirm(work, id, CHANGED), asks.drop):
            assert await reasons(bot.run(who, deed, question.help)) == (NoLonger(),)
    await bot.run(ana, asks.confirm, question.help, CHANGED)
    assert await reasons(bot.run(ana, asks.confirm, question.help, CHANGED)) == (NoLonger(),)


async def test_not_this_time_is_silent(bot: Guildbot, clock: Clock) -> None:
    question = await taken(bot, clock)
    assert await bot.run(ana, asks.drop, question.help) == Dropped(question.help)
    assert len(await deliver(bot)) == 0


async def test_help_can_be_noted_by_whoever_gave_it(bot: Guildbot) -> None:
    """H1: until the other side confirms, nobody else sees it."""
    said = await bot.run(ben, asks.note, ana.account, "the consent form")

    assert isinstance(said, Noted)
    post = await deliver(bot)
    assert len(post) == 1
    (question,) = post.to(ana)
    assert isinstance(question, DidItHelp)
    assert (question.noted_by_helper, question.what) == (True, "the consent form")


async def test_help_noted_by_whoever_received_it_needs_no_second_yes(bot: Guildbot) -> None:
    said = await bot.run(ana, asks.helped_me, ben.account, "the consent form", CHANGED)
    assert (said.helper.name, said.changed) == ("Ben", CHANGED)
    assert [type(one) for one in (await deliver(bot)).to(ben)] == [HelpNews]


async def test_help_nobody_confirms_is_dropped_after_two_weeks(bot: Guildbot, clock: Clock) -> None:
    await bot.run(ben, asks.note, ana.account, "the consent form")
    (question,) = (await deliver(bot)).of(DidItHelp)
    clock.move(days=15)
    await deliver(bot)
    assert await reasons(bot.run(ana, asks.confirm, question.help, CHANGED)) == (NoLonger(),)


# H2: every offer ends


@pytest.mark.parametrize("ending", ["taken", "thanked", "closed", "asked no more", "lapsed"])
async def test_every_offer_ends_taken_or_thanked(bot: Guildbot, clock: Clock, ending: str) -> None:
    """H2."""
    ask = await asked(bot)
    offer = await offered(bot, ask)

    match ending:
        case "taken":
            await bot.run(ana, asks.take, offer)
        case "thanked":
            await bot.run(ana, asks.thank, offer)
        case "closed":
            await bot.run(ana, asks.close, ask)
        case "asked no more":
            await bot.run(ana, asks.withdraw, ask)
        case _:
            clock.move(days=28, minutes=1)

    told = (await deliver(bot)).to(ben)
    assert [type(one) for one in told] == [TakenNews if ending == "taken" else ThankedNews]
    assert await reasons(bot.run(ana, asks.take, offer)) == (NoLonger(),)


async def test_an_offer_that_is_withdrawn_is_gone_and_can_be_made_again(bot: Guildbot) -> None:
    """H2."""
    ask = await asked(bot)
    offer = await offered(bot, ask)
    assert await bot.run(ben, asks.withdraw_offer, ask) == asks.OfferWithdrawn(offer)
    assert await reasons(bot.run(ben, asks.withdraw_offer, ask)) == (NoLonger(),)
    assert [line.offers for line in (await bot.run(ana, asks.listed)).lines] == [()]

    await bot.run(ben, asks.offer_to, ask, "Now I have found it.")
    assert [one.words_said for one in (await deliver(bot)).of(OfferArrived)] == ["Now I have found it."]


async def test_an_offer_withdrawn_before_it_is_read_never_arrives(bot: Guildbot) -> None:
    """H2."""
    ask = await asked(bot)
    await deliver(bot)
    await bot.run(ben, asks.offer_to, ask, "I have mine from March.")
    await bot.run(ben, asks.withdraw_offer, ask)
    assert len(await deliver(bot)) == 0


async def test_one_open_offer_each(bot: Guildbot) -> None:
    ask = await asked(bot)
    await bot.run(ben, asks.offer_to, ask, "I have mine from March.")
    (no,) = await reasons(bot.run(ben, asks.offer_to, ask, "And another."))
    assert isinstance(no, asks.OfferedAlready)


# H4: no number measures help


def test_nothing_that_is_said_about_help_carries_a_number() -> None:
    """H4: no hours, no points: the only numbers in these outcomes are ids."""
    said = [one for one in vars(asks).values() if is_dataclass(one) and one.__module__.startswith("guildbot.asks")]
    numbers = {field.name for one in said for field in fields(one) if field.type == "int"}
    assert numbers <= {"id", "help"}
    assert not {"hours", "points", "count", "total", "score"} & {field.name for one in said for field in fields(one)}


# Ending, lapsing, and the card in the channel


@pytest.mark.parametrize("deed", [asks.close, asks.withdraw])
async def test_the_card_is_brought_up_to_date(bot: Guildbot, deed: Any) -> None:
    ask = await asked(bot)
    (card,) = (await deliver(bot)).letters

    await bot.run(ana, deed, ask)

    ((letter, now),) = [(one, one.content[0]) for one in (await deliver(bot)).letters if isinstance(one.content[0], Card)]
    assert [f"{edit.channel}/{edit.message}" for edit in letter.edits] == [posted(card)]
    assert not now.open


async def test_an_ask_that_ends_before_it_was_posted_is_posted_never(bot: Guildbot) -> None:
    await bot.run(ana, asks.withdraw, await asked(bot))
    assert len(await deliver(bot)) == 0


async def test_when_the_channel_does_not_take_an_ask_the_asker_is_told_and_tries_again(bot: Guildbot) -> None:
    ask = await asked(bot)
    letter = await bot.tend(courier.claim)
    assert letter is not None
    await bot.tend(courier.give_up, letter.id, "not_in_channel")
    (told,) = (await deliver(bot)).to(ana)
    assert isinstance(told, asks.NotPosted)
    assert told.ask.id == ask

    assert await reasons(bot.run(ben, asks.post_again, ask)) == (NoLonger(Command("ask", "list")),)
    for _ in range(2):  # pressed twice
        await bot.run(ana, asks.post_again, ask)
    assert [type(one) for one in (await deliver(bot)).to(acme)] == [Card]
    assert await reasons(bot.run(ana, asks.post_again, ask)) == (NoLonger(Command("ask", "list")),)


async def test_an_ask_that_ends_while_it_is_on_its_way_is_brought_up_to_date(bot: Guildbot) -> None:
    ask = await asked(bot)
    letter = await bot.tend(courier.claim)
    assert letter is not None
    await bot.run(ana, asks.withdraw, ask)
    await bot.tend(courier.delivered, letter.id, "C1/77")

    (update,) = (await deliver(bot)).letters
    assert [edit.message for edit in update.edits] == ["77"]


@pytest.mark.parametrize(("by", "days"), [("", 28), ("2026-11-12", 24)])
async def test_asks_lapse_silently(bot: Guildbot, clock: Clock, by: str, days: int) -> None:
    """14 days after "by", else 28."""
    await asked(bot, by=by)
    await deliver(bot)
    clock.move(days=days - 1)
    await deliver(bot)
    assert len((await bot.run(ana, asks.listed)).lines) == 1
    clock.move(days=1)
    assert {type(content) for letter in (await deliver(bot)).letters for content in letter.content} == {Card}
    assert (await bot.run(ana, asks.listed)).lines == ()


async def test_an_ask_is_read_and_answered_in_its_own_space_only(bot: Guildbot) -> None:
    """Until the issue on asking widens this."""
    await guild_of(bot, ana, ben, cleo)
    await open_in(bot, "tidewater", ana, open_room)
    ask = await asked(bot)
    yusra = someone("yusra", open_room)

    assert (await deliver(bot)).to(open_room) == []
    assert (await bot.run(yusra, asks.listed)).lines == ()
    assert await reasons(bot.run(yusra, asks.offer_to, ask, "me!")) == (NoLonger(Command("ask", "list")),)
    assert len((await bot.run(standing_in(ana, marram), asks.listed)).lines) == 1


# What is typed wrong


@pytest.mark.parametrize(
    ("what", "because", "by", "wrong"),
    [
        ("", "", "", (asks.WhatIsMissing(),)),
        (WHAT, " ", "", (asks.BecauseIsMissing(),)),
        ("x" * 601, "y" * 602, "someday", (TooLong(601, 600), TooLong(602, 600), asks.NotADay("someday"))),
        (WHAT, WHY, date(2026, 11, 1), (asks.NotADay("2026-11-01"),)),
        (WHAT, WHY, date(2028, 1, 1), (asks.NotADay("2028-01-01"),)),
    ],
)
async def test_an_ask_filled_in_wrong_names_every_reason(
    bot: Guildbot, what: str, because: str, by: str | date, wrong: tuple[Any, ...]
) -> None:
    assert await reasons(bot.run(ana, asks.ask_for, what, because, by=by)) == wrong


async def test_an_ask_needs_a_channel(bot: Guildbot) -> None:
    assert await reasons(bot.run(in_private(ana), asks.ask_for, WHAT, WHY)) == (InAChannel(),)


async def test_the_same_ask_twice_is_asked_about(bot: Guildbot) -> None:
    await asked(bot)
    assert isinstance(await bot.run(ana, asks.ask_for, WHAT, WHY), AskedAlready)
    assert isinstance(await bot.run(ana, asks.ask_for, WHAT, WHY, again=True), Asked)


async def test_an_old_button_says_where_to_look(bot: Guildbot) -> None:
    ask = await asked(bot)
    await bot.run(ana, asks.close, ask)
    assert await reasons(bot.run(ben, asks.offer_to, ask, "I could")) == (NoLonger(Command("ask", "list")),)
    assert await reasons(bot.run(ben, asks.offer_to, 999, "I could")) == (NoLonger(Command("ask", "list")),)


async def test_words_are_wanted_everywhere(bot: Guildbot, clock: Clock) -> None:
    question = await taken(bot, clock)
    assert await reasons(bot.run(ana, asks.confirm, question.help, "")) == (Empty(),)
    assert await reasons(bot.run(ana, asks.confirm, question.help, "x" * 601)) == (TooLong(601, 600),)
    assert await reasons(bot.run(ben, asks.note, None, "the form")) == (asks.NoteWhom(),)
    assert await reasons(bot.run(ben, asks.note, "Nobody", "the form")) == (Unknown("Nobody"),)
    assert await reasons(bot.run(ben, asks.helped_me, None, "", "")) == (asks.NoteWhom(), Empty())


async def test_a_confirmed_help_and_thanks_are_two_things(bot: Guildbot, clock: Clock) -> None:
    """H4: confirming help adds nothing to anybody's thanks."""
    question = await taken(bot, clock)
    await bot.run(ana, asks.confirm, question.help, CHANGED)
    assert (await bot.run(ben, kudos.mine)).thanks == 0


def test_the_states_of_an_offer_are_the_three_endings() -> None:
    """H2."""
    assert {state.value for state in OfferState} == {"open", "taken", "thanked", "withdrawn"}


async def test_an_ask_is_read_in_its_channel_and_by_its_guilds_members_there(bot: Guildbot) -> None:
    """Not by the whole workspace: channels may be private."""
    ask = await asked(bot)
    ben_elsewhere = standing_in(ben, replace(acme, channel="C9"))

    assert len((await bot.run(ben, asks.listed)).lines) == 1
    assert (await bot.run(ben_elsewhere, asks.listed)).lines == ()
    assert await reasons(bot.run(ben_elsewhere, asks.offer_to, ask, "me!")) == (NoLonger(Command("ask", "list")),)

    await guild_of(bot, ana, ben, cleo)
    of_the_guild = await bot.run(ana, asks.ask_for, "a second pair of eyes", WHY)
    assert isinstance(of_the_guild, Asked)
    assert [line.card.id for line in (await bot.run(ben_elsewhere, asks.listed)).lines] == [of_the_guild.card.id]
    dele_elsewhere = standing_in(dele, replace(acme, channel="C9"))
    assert (await bot.run(dele_elsewhere, asks.listed)).lines == ()


async def test_whoever_waits_for_an_ask_is_told_when_the_platform_stays_away(bot: Guildbot, clock: Clock) -> None:
    await asked(bot)
    while isinstance((letter := await bot.tend(courier.claim)), Letter) and isinstance(letter.to, ToRoom):
        await bot.tend(courier.put_off, letter.id, 5.0)
        due = await bot.tend(courier.next_due)
        clock.now = due or clock.now
    assert letter is not None
    assert [type(one) for one in letter.content] == [asks.NotPosted]


async def test_help_without_an_ask_stands_in_the_digest_of_its_own_space_only(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    await open_in(bot, "tidewater", ana, open_room)
    said = await bot.run(ana, asks.helped_me, ben.account, "the form", CHANGED)
    assert "digest" in rendered(said)

    clock.move(days=5)
    post = await deliver(bot)
    moved = {place.space: [len(one.moved) for one in post.to(place) if isinstance(one, digests.Digest)] for place in (acme, open_room)}
    assert moved == {"T1": [1], "S1": [0]}
