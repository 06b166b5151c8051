"""One guild's week: rules D1 to D4, K4 and K6 where they meet the digest, and weeks that cross platforms."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from guildbot import asks, chapters, digests, guilds, kudos, members, people
from guildbot.asks import DidItHelp
from guildbot.bot import Guildbot, tend_house
from guildbot.calendar import Due
from guildbot.digests import Digest
from guildbot.kinds import Visibility
from guildbot.who import Caller
from guildbot.words import plain
from guildbot.work import Work
from tests.conftest import Clock
from tests.core.conftest import (
    SAY,
    acme,
    deliver,
    guild_of,
    marram,
    message,
    names,
    open_in,
    open_room,
    reasons,
    rendered,
    someone,
    standing_in,
)  # fmt: skip

ana, ben, cleo = (someone(name) for name in ("ana", "ben", "cleo"))
yusra = someone("yusra", open_room)
HOLDING = "holding the silence on Tuesday"
FRIDAY = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)
LATER = FRIDAY + timedelta(weeks=5)  # the first weeks are over


async def give(bot: Guildbot, giver: Caller, *to: Caller, reason: str = HOLDING, **how: Any) -> int:
    said = await bot.run(giver, kudos.give, [one.account for one in to], reason, guild="tidewater", **how)
    assert isinstance(said, kudos.KudosGiven)
    return said.id


async def the_week(bot: Guildbot, clock: Clock, friday: datetime = FRIDAY) -> Digest:
    clock.now = friday
    (digest,) = [one for one in (await deliver(bot)).to(acme) if isinstance(one, Digest)]
    return digest


async def sent_until(bot: Guildbot, clock: Clock, friday: datetime) -> None:
    """The weeks before went by, each with its digest."""
    while clock.now < friday - timedelta(days=7):
        clock.move(days=1)
        await deliver(bot)
    clock.now = friday - timedelta(days=3)
    await deliver(bot)


async def test_a_week_in_peoples_own_words(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    code = (await bot.run(ana, members.invite, "Yusra", "she once told me, kindly")).code
    await bot.run(yusra, members.join, "tidewater", code)
    await bot.run(cleo, members.leave, "tidewater", "I keep the kettle.")
    ask = await bot.run(ana, asks.ask_for, "an opening", "half the room is silent")
    assert isinstance(ask, asks.Asked)
    await bot.run(ben, asks.ask_for, "an hour with a map", "I am lost", by="2026-11-21")
    await bot.run(ben, asks.offer_to, ask.card.id, "mine from March")
    (offer,) = (await deliver(bot)).of(asks.OfferArrived)
    await bot.run(ana, asks.take, offer.id)
    clock.move(days=1)
    (question,) = (await deliver(bot)).of(DidItHelp)
    await bot.run(ana, asks.confirm, question.help, "Nobody argued.")
    await bot.run(ana, asks.close, ask.card.id)
    await give(bot, ana, ben, reason="You rang instead of typing.")

    digest = await the_week(bot, clock)

    assert (digest.guild, digest.day) == ("Tidewater", FRIDAY.date())
    assert [(one.what, one.because, one.receiver.name, names(one.helpers), one.changed) for one in digest.moved] == [
        ("an opening", "half the room is silent", "Ana", ["Ben"], "Nobody argued.")
    ]
    assert [(one.giver.name, names(one.to), one.reason) for one in digest.thanked] == [("Ana", ["Ben"], "You rang instead of typing.")]
    assert [(one.asker.name, one.what) for one in digest.open] == [("Ben", "an hour with a map")]
    assert [(one.person.name, one.because) for one in digest.coming] == [
        ("Ana", ""), ("Ben", ""), ("Yusra", "she once told me, kindly"),
    ]  # fmt: skip
    assert [(one.person.name, one.goodbye) for one in digest.going] == [("Cleo", "I keep the kettle.")]
    read = rendered(digest)
    assert read.startswith(
        "TIDEWATER, the week to Friday 6 November\nWhat moved\nAna asked for an opening because half the room is silent."
    )
    assert "\nThanks\nAna to Ben: “You rang instead of typing.”\n" in read


# D1: one digest a guild, chapter and ISO week


async def test_one_digest_however_often_the_job_runs(bot: Guildbot, clock: Clock, look: Any) -> None:
    """D1."""
    await guild_of(bot, ana, ben, cleo)
    clock.now = FRIDAY
    sent = 0
    for _ in range(5):
        await asyncio.gather(*(bot.tend(tend_house) for _ in range(8)))
        sent += len((await deliver(bot)).of(Digest))
        clock.move(minutes=7)
    assert sent == 1
    assert look("SELECT week FROM digest") == [("2026-W45",)]


async def test_an_occurrence_that_is_done_again_by_hand_owes_no_second_digest(bot: Guildbot, clock: Clock) -> None:
    """D1."""
    await guild_of(bot, ana, ben, cleo)
    await the_week(bot, clock)

    def again(work: Work) -> str | None:
        return digests.post(work, Due(1, 1, "digest", 1, 1, FRIDAY.date(), FRIDAY))

    assert await bot.tend(again) == "2026-W45 had its digest already"
    assert len(await deliver(bot)) == 0


async def test_each_chapter_has_its_digest_in_its_own_zone(bot: Guildbot, clock: Clock) -> None:
    """D1: one message a chapter; Friday 10:00 in New York is not Friday 10:00 in London."""
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ana, people.change, name="", zone_name="America/New_York", quiet="", thanks=Visibility.DIGEST, questions=True)
    await open_in(bot, "tidewater", ana, open_room)

    clock.now = FRIDAY
    post = await deliver(bot)
    assert ([type(one) for one in post.to(acme)], post.to(open_room)) == ([Digest], [])
    clock.now = FRIDAY + timedelta(hours=5)
    post = await deliver(bot)
    assert (post.to(acme), [type(one) for one in post.to(open_room)]) == ([], [Digest])


async def test_a_closed_channel_gets_none(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ana, chapters.close_here)
    clock.now = FRIDAY
    assert (await deliver(bot)).of(Digest) == []


# A week that crosses platforms


async def test_thanks_typed_on_discord_stand_in_the_slack_channels_week_and_the_other_way_round(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, yusra)
    await open_in(bot, "tidewater", ana, open_room)
    await give(bot, yusra, ben, reason="You rang instead of typing.")
    await give(bot, ana, yusra, reason="You stayed until the last cup.")
    clock.now = FRIDAY

    post = await deliver(bot)

    for place in (acme, open_room):
        (digest,) = post.to(place)
        assert isinstance(digest, Digest)
        assert {(one.giver.name, *names(one.to)) for one in digest.thanked} == {("Yusra", "Ben"), ("Ana", "Yusra")}


async def test_an_ask_and_its_line_stay_in_their_space(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, yusra)
    await open_in(bot, "tidewater", ana, open_room)
    await bot.run(ana, asks.ask_for, "an opening", "half the room is silent")
    clock.now = FRIDAY

    post = await deliver(bot)

    assert [len(one.open) for place in (acme, open_room) for one in post.to(place) if isinstance(one, Digest)] == [1, 0]


async def test_a_guild_reads_nothing_of_another(bot: Guildbot, clock: Clock) -> None:
    zora = someone("zora", marram)
    await guild_of(bot, ana, ben, cleo)
    await guild_of(bot, zora, ana, ben, name="Nightjar")
    await give(bot, ana, ben)
    clock.now = FRIDAY

    (other,) = (await deliver(bot)).to(marram)

    assert isinstance(other, Digest)
    assert HOLDING not in repr(other)
    assert isinstance((await reasons(bot.run(zora, guilds.show, "tidewater")))[0], guilds.NotAMember)


# D2: content and consent are gathered at sending


@pytest.mark.parametrize("change", ["taken back", "hidden", "kept", "only me from now on", "one of two keeps it"])
async def test_consent_counts_as_it_stands_when_the_digest_goes(bot: Guildbot, clock: Clock, change: str) -> None:
    """D2: the digest is owed already; what somebody decides before it goes is heard."""
    await guild_of(bot, ana, ben, cleo)
    id = await give(bot, ana, ben, *([cleo] if change == "one of two keeps it" else []))
    clock.now = FRIDAY
    while await bot.tend(tend_house):
        pass

    match change:
        case "taken back":
            await bot.run(ana, kudos.withdraw, id)
        case "hidden":
            await bot.run(ben, kudos.hide, id)
        case "only me from now on":
            await bot.run(ben, people.choose_thanks, Visibility.ME)
        case _:
            await bot.run(ben, kudos.share, id, Visibility.ME)

    assert [one.thanked for one in (await deliver(bot)).of(Digest)] == [()]


async def test_consent_given_at_the_last_moment_counts_too(bot: Guildbot, clock: Clock) -> None:
    """D2."""
    await guild_of(bot, ana, ben, cleo, thanks=None)
    id = await give(bot, ana, ben)
    clock.now = FRIDAY
    while await bot.tend(tend_house):
        pass
    await bot.run(ben, kudos.share, id, Visibility.DIGEST)
    assert [len(one.thanked) for one in (await deliver(bot)).of(Digest)] == [1]


async def test_what_happens_in_the_moment_of_sending_comes_next_week(bot: Guildbot, clock: Clock) -> None:
    """D2: not twice, and not never."""
    await guild_of(bot, ana, ben, cleo)
    assert (await the_week(bot, clock)).thanked == ()
    await give(bot, ana, ben)
    assert len((await the_week(bot, clock, FRIDAY + timedelta(days=7))).thanked) == 1
    await give(bot, ana, cleo)
    assert [names(one.to) for one in (await the_week(bot, clock, FRIDAY + timedelta(days=14))).thanked] == [["Cleo"]]


async def test_a_digest_that_was_skipped_loses_no_thanks(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    await the_week(bot, clock)
    clock.move(days=1)
    await give(bot, ana, ben)
    clock.move(days=9)  # the machine slept over a Friday
    assert (await deliver(bot)).of(Digest) == []
    assert len((await the_week(bot, clock, FRIDAY + timedelta(days=14))).thanked) == 1


# D3: the rotation


async def test_the_least_recently_shown_come_first(bot: Guildbot, clock: Clock) -> None:
    """D3: six stand in a week; whoever did not goes before them in the next."""
    crowd = [someone(f"p{number}") for number in range(9)]
    await guild_of(bot, ana, *crowd)
    told: list[set[str]] = []
    for week in range(2):
        for one in crowd:
            await give(bot, ana, one, reason=f"For {one.account.name} in week {week}, in a whole sentence.")
        digest = await the_week(bot, clock, FRIDAY + timedelta(weeks=week))
        told.append({name for one in digest.thanked for name in names(one.to)})
        clock.move(days=1)

    assert [len(one) for one in told] == [6, 6]
    assert told[0] | told[1] == {one.account.name for one in crowd}


async def test_one_line_a_receiver(bot: Guildbot, clock: Clock) -> None:
    """D3."""
    await guild_of(bot, ana, ben, cleo)
    for number in range(4):
        await give(bot, ana, ben, reason=f"{HOLDING}, time {number}")
    assert [names(one.to) for one in (await the_week(bot, clock)).thanked] == [["Ben"]]


@pytest.mark.parametrize("more", [{"p3": 1}, {"p7": 5}, {"p0": 4, "p5": 9}])
async def test_how_much_anybody_has_changes_no_order(bot: Guildbot, another_bot: Guildbot, clock: Clock, more: dict[str, int]) -> None:
    """D3 and K5, metamorphic: more kudos and helps for some, and every list keeps its order."""
    assert await orders(another_bot, clock, more) == await orders(bot, clock, {})


async def orders(bot: Guildbot, clock: Clock, more: dict[str, int]) -> dict[str, list[str]]:
    """Eight people are thanked and helped, some of them more; the order of every list anybody can see."""
    clock.now = FRIDAY - timedelta(days=4)
    crowd = [someone(f"p{number}") for number in range(8)]
    await guild_of(bot, ana, *crowd)
    for place, one in enumerate(crowd):
        name, helper = one.account.name, crowd[place - 1]
        for time in range(1 + more.get(one.account.id, 0)):
            await give(bot, ana, one, reason=f"For {name}, number {time}, in a whole sentence.")
            await bot.run(one, asks.helped_me, helper.account, f"form {time}", f"It changed number {time} for {name}.")
        await bot.run(one, asks.ask_for, f"a hand for {name}", "it is heavy", by="2026-11-20")
    for pair in range(0, 8, 2):
        await give(bot, ana, crowd[pair], crowd[pair + 1], reason=f"For carrying table {pair} together, in the rain.")
    coming = (await bot.run(ana, digests.preview)).digest
    digest = await the_week(bot, clock)
    return {
        "preview": [name for one in (*coming.together, *coming.thanked) for name in names(one.to)],
        "together": [name for one in digest.together for name in names(one.to)],
        "page": [plain(phrase) for phrase in (await bot.run(ana, guilds.show)).member_lines(SAY)],
        "thanked": [name for one in digest.thanked for name in names(one.to)],
        "moved": [one.receiver.name for one in digest.moved],
        "open": [one.asker.name for one in digest.open],
        "coming": [one.person.name for one in digest.coming],
        "asks": [line.card.asker.name for line in (await bot.run(ana, asks.listed)).lines],
        "members": [name for name, *_ in (await bot.run(ana, guilds.show)).members],
        "suggested": names(await bot.run(ana, people.suggest, "p")),
    }


# D4: nothing to say


async def test_nothing_to_say_nothing_sent(bot: Guildbot, clock: Clock) -> None:
    """D4."""
    await guild_of(bot, ana, ben, cleo)
    await sent_until(bot, clock, LATER)
    clock.now = LATER
    assert (await deliver(bot)).of(Digest) == []


async def test_in_its_first_four_weeks_it_always_comes(bot: Guildbot, clock: Clock) -> None:
    """D4: with open asks and who arrived."""
    await guild_of(bot, ana, ben, cleo)
    first = await the_week(bot, clock)
    assert names(one.person for one in first.coming) == ["Ana", "Ben", "Cleo"]
    quiet = await the_week(bot, clock, FRIDAY + timedelta(days=7))
    assert "Nothing to tell, and that is fine." in rendered(quiet)


@pytest.mark.parametrize(("givers", "said"), [(4, False), (5, True)])
async def test_when_five_gave_thanks_that_nobody_shared_it_says_so(bot: Guildbot, clock: Clock, givers: int, said: bool) -> None:
    """D4."""
    crowd = [someone(f"p{number}") for number in range(givers)]
    await guild_of(bot, ana, ben, *crowd, thanks=None)
    await sent_until(bot, clock, LATER)
    for one in crowd:
        await give(bot, one, ben)
    clock.now = LATER

    found = (await deliver(bot)).of(Digest)

    assert [one.some_stayed_private for one in found] == [True] * said
    assert all("stayed between two people" in rendered(one) and not one.thanked for one in found)


# What is never quoted


async def test_nods_and_short_thanks_are_not_quoted(bot: Guildbot, clock: Clock) -> None:
    """K4 and K6."""
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ana, kudos.react, ben.account, message("1"), "💛")
    await give(bot, ana, ben, reason="thanks!")
    assert (await the_week(bot, clock)).thanked == ()


async def test_private_thanks_and_thanks_from_before_the_guild_are_not_its_own(bot: Guildbot, clock: Clock) -> None:
    """A later guild takes in none of them."""
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    await guild_of(bot, ana, ben, cleo)
    await give(bot, ana, cleo, privately=True)
    assert (await the_week(bot, clock)).thanked == ()


async def test_a_member_far_away_reads_the_same_week(bot: Guildbot, clock: Clock) -> None:
    """Standing elsewhere while giving changes nothing: the guild is named."""
    await guild_of(bot, ana, ben, yusra)
    await give(bot, standing_in(ana, marram), ben)
    assert [names(one.to) for one in (await the_week(bot, clock)).thanked] == [["Ben"]]


async def test_consent_given_after_friday_stands_in_the_next_digest_once(bot: Guildbot, clock: Clock) -> None:
    """D2: also when the profile's question is answered with it."""
    await guild_of(bot, ana, ben, cleo, thanks=None)
    id = await give(bot, ana, ben)
    clock.now = FRIDAY
    await deliver(bot)
    clock.move(days=2)
    await bot.run(ben, kudos.choose, id, Visibility.DIGEST)

    shown = []
    for week in (1, 2):
        clock.now = FRIDAY + timedelta(weeks=week)
        shown += [len(one.thanked) for one in (await deliver(bot)).of(Digest)]
    assert shown == [1, 0]


async def test_what_was_shown_already_is_not_shown_again(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    id = await give(bot, ana, ben)
    clock.now = FRIDAY
    assert [len(one.thanked) for one in (await deliver(bot)).of(Digest)] == [1]
    await bot.run(ben, kudos.share, id, Visibility.MESSAGE)
    clock.move(days=7)
    assert [len(one.thanked) for one in (await deliver(bot)).of(Digest)] == [0]
