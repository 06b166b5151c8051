"""What members do with a week before it goes: the first line, the preview, leaving out; and reading on after it went."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from guildbot import asks, digests, guilds, kudos, members
from guildbot.bot import Guildbot
from guildbot.digests import CaretakersLeaveOut, Digest, NoDigestYet, PreviewInAChannel, TooEarly
from guildbot.kinds import Visibility
from guildbot.refusals import Empty, NoLonger, TooLong
from guildbot.who import Caller
from tests.conftest import Clock
from tests.core.conftest import (
    SAY,
    acme,
    deliver,
    guild_of,
    marram,
    names,
    open_in,
    open_room,
    reasons,
    rendered,
    someone,
    standing_in,
)
from tests.core.test_forgetting import forget

ana, ben, cleo, dov, eva = (someone(name) for name in ("ana", "ben", "cleo", "dov", "eva"))
yusra = someone("yusra", open_room)
FRIDAY = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)
RAINY = "A rainy week, and a good one for borrowing each other's eyes."


async def week_of(bot: Guildbot, clock: Clock, friday: datetime = FRIDAY) -> Digest:
    clock.now = friday
    (week,) = [one for one in (await deliver(bot)).to(acme) if isinstance(one, Digest)]
    return week


async def offer(bot: Guildbot, who: Caller, words: str = RAINY) -> digests.LineOffered:
    return await bot.run(who, digests.offer_line, 1, words)


# the first line


async def test_a_member_opens_the_week_and_signs_it(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    said = await offer(bot, ben)
    assert (said.guild, said.day) == ("Tidewater", FRIDAY.date())
    read = rendered(await week_of(bot, clock))
    assert read.startswith(f"TIDEWATER, the week to Friday 6 November\n“{RAINY}” (Ben)\n")


async def test_none_offered_none_shown(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    assert (await week_of(bot, clock)).line is None


async def test_another_line_takes_the_place_of_ones_first(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    await offer(bot, ben, "A dry week.")
    await offer(bot, ben)
    assert (await bot.run(ben, digests.line_form, 1)).mine == RAINY
    assert "dry" not in rendered(await week_of(bot, clock))


async def test_until_thursday_is_over_in_the_guilds_zone(bot: Guildbot, clock: Clock) -> None:
    """What comes later opens the next one."""
    await guild_of(bot, ana, ben, cleo)
    clock.now = datetime(2026, 11, 5, 23, 59, tzinfo=UTC)
    assert (await bot.run(ben, digests.line_form, 1)).day == FRIDAY.date()
    clock.now += timedelta(minutes=1)
    assert (await offer(bot, ben)).day == FRIDAY.date() + timedelta(days=7)
    assert (await week_of(bot, clock)).line is None
    week = await week_of(bot, clock, FRIDAY + timedelta(days=7))
    assert week.line is not None
    assert (await bot.run(ben, digests.line_form, 1)).mine == ""
    clock.move(days=1)
    assert (await week_of(bot, clock, FRIDAY + timedelta(days=14))).line is None


async def test_of_several_lines_those_who_stood_there_least_lately_come_first(bot: Guildbot, clock: Clock) -> None:
    """D3."""
    crowd = (ana, ben, cleo, dov)
    await guild_of(bot, *crowd)
    opened: list[str] = []
    for week in range(4):
        clock.now = FRIDAY + timedelta(weeks=week, days=-2)
        for one in crowd:
            await offer(bot, one, f"Week {week}, says {one.account.name}.")
        line = (await week_of(bot, clock, FRIDAY + timedelta(weeks=week))).line
        assert line is not None
        opened.append(line.by.name)
    assert sorted(opened) == ["Ana", "Ben", "Cleo", "Dov"]


async def test_every_channel_opens_with_the_same_line(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    await open_in(bot, "tidewater", ana, open_room)
    for one in (ana, ben, cleo):
        await offer(bot, one, f"Says {one.account.name}.")
    clock.now = FRIDAY
    post = await deliver(bot)
    (here,), (there,) = ([one for one in post.to(place) if isinstance(one, Digest)] for place in (acme, open_room))
    assert here.line == there.line is not None


async def test_ones_own_line_is_taken_back_until_it_went(bot: Guildbot, clock: Clock, look: Any) -> None:
    await guild_of(bot, ana, ben, cleo)
    first = await offer(bot, ben)
    assert await reasons(bot.run(ana, digests.take_back_line, first.id)) == (NoLonger(),)
    await bot.run(ben, digests.take_back_line, first.id)
    assert look("SELECT words FROM first_line") == [("",)]
    second = await offer(bot, ben)
    await week_of(bot, clock)
    assert await reasons(bot.run(ben, digests.take_back_line, second.id)) == (NoLonger(),)


async def test_a_line_that_did_not_go_out_may_still_be_taken_back(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    said = await offer(bot, ben)
    clock.now = FRIDAY
    post = await deliver(bot, refusing=[acme])
    assert len(post.of(Digest)) == 0
    await bot.run(ben, digests.take_back_line, said.id)


async def test_lines_are_for_members_and_have_words_that_fit(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    assert isinstance((await reasons(offer(bot, dov)))[0], guilds.NotAMember)
    assert await reasons(offer(bot, ana, "  ")) == (Empty(),)
    assert await reasons(offer(bot, ana, "long " * 60)) == (TooLong(299, 280),)


async def test_a_guild_without_a_digest_takes_no_line(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben)
    assert (await reasons(offer(bot, ana)))[0] == NoDigestYet()


async def test_whoever_was_forgotten_opens_no_week(bot: Guildbot, clock: Clock) -> None:
    """P5."""
    await guild_of(bot, ana, ben, cleo, dov)
    await offer(bot, ben)
    await forget(bot, ben)
    assert (await week_of(bot, clock)).line is None


async def test_a_line_of_somebody_forgotten_leaves_the_digest_it_opened(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo, dov)
    await offer(bot, ben)
    await week_of(bot, clock)
    await forget(bot, ben)
    (again,) = (await deliver(bot)).of(Digest)
    assert RAINY not in rendered(again)


# the preview


async def test_members_read_the_coming_week_in_their_channel(bot: Guildbot, clock: Clock, look: Any) -> None:
    await guild_of(bot, ana, ben, cleo, dov)
    await bot.run(ana, kudos.give, [ben.account], "holding the silence on Tuesday", guild="tidewater")
    await offer(bot, ben)

    shown = await bot.run(dov, digests.preview)

    assert (shown.when, shown.goes, shown.may_leave_out, shown.from_day) == (FRIDAY, True, False, None)
    assert shown.digest.line is not None
    assert names(shown.digest.thanked[0].to) == ["Ben"]
    assert look("SELECT * FROM digest") == look("SELECT * FROM shown") == []
    assert rendered(await week_of(bot, clock)) == rendered(shown.digest)


async def test_a_preview_changes_nothing_of_what_goes(bot: Guildbot, another_bot: Guildbot, clock: Clock) -> None:
    began = clock.now
    said = []
    for one, looks in ((bot, 3), (another_bot, 0)):
        clock.now = began
        await guild_of(one, ana, ben, cleo)
        await one.run(ana, kudos.give, [ben.account], "holding the silence on Tuesday")
        for _ in range(looks):
            await one.run(ben, digests.preview)
        said.append(rendered(await week_of(one, clock)))
    assert said[0] == said[1]


async def test_a_preview_is_for_members_in_a_channel_of_theirs(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    assert isinstance((await reasons(bot.run(dov, digests.preview)))[0], guilds.NotAMember)
    assert (await reasons(bot.run(standing_in(ana, marram), digests.preview)))[0] == PreviewInAChannel()
    assert (await reasons(bot.run(standing_in(ana, None), digests.preview)))[0] == PreviewInAChannel()


async def test_when_nothing_would_go_it_says_so(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    for week in range(6):
        clock.now = FRIDAY + timedelta(weeks=week)
        await deliver(bot)
    shown = await bot.run(ben, digests.preview)
    assert not shown.goes
    assert "nothing would go out" in rendered(shown)


# leaving out


async def a_week(bot: Guildbot) -> None:
    """Everything that a week can hold; Ana, Ben and Cleo founded the guild and care for it."""
    await guild_of(bot, ana, ben, cleo, dov, eva)
    code = (await bot.run(ana, members.invite, "Yusra", "she once told me, kindly")).code
    await bot.run(yusra, members.join, "tidewater", code, thanks=Visibility.DIGEST)
    await bot.run(ana, kudos.give, [ben.account], "holding the silence on Tuesday")
    await bot.run(ben, kudos.give, [cleo.account, ana.account], "carrying the long table together")
    await bot.run(cleo, asks.helped_me, dov.account, "the form", "It went through.")
    await bot.run(ben, asks.ask_for, "a hand with the boxes", "they are heavy")
    await bot.run(dov, members.leave, "tidewater", "I keep the kettle.")
    await offer(bot, ben)
    await deliver(bot)


@pytest.mark.parametrize("kind", ["line", "moved", "thanks", "ask", "coming", "going"])
async def test_a_caretaker_leaves_out_and_puts_back(bot: Guildbot, clock: Clock, look: Any, kind: str) -> None:
    await a_week(bot)
    clock.now = FRIDAY - timedelta(hours=10)
    before = await bot.run(ana, digests.preview)
    assert before.may_leave_out
    item = next(one for one in before.there(SAY) if one.kind == kind)

    after = await bot.run(ana, digests.leave_out, item.kind, item.subject)

    assert item not in after.there(SAY)
    assert item in after.aside(SAY)
    assert (item.kind, item.subject) in {(one.kind, one.subject) for one in before.there(SAY)}
    back = await bot.run(ana, digests.put_back, item.kind, item.subject)
    assert rendered(back.digest) == rendered(before.digest)
    await bot.run(ana, digests.leave_out, item.kind, item.subject)
    week = await week_of(bot, clock)
    assert item not in week.items(SAY)
    acts = look("SELECT act, subject FROM log_entry WHERE subject = '2026-11-06'")
    assert acts == [("left-out-line", "2026-11-06"), ("put-back-line", "2026-11-06"), ("left-out-line", "2026-11-06")]


async def test_what_is_left_out_makes_room_for_what_comes_after_it(bot: Guildbot, clock: Clock) -> None:
    crowd = [someone(f"p{number}") for number in range(8)]
    await guild_of(bot, ana, *crowd)
    for one in crowd:
        await bot.run(ana, kudos.give, [one.account], f"the hour you gave to {one.account.name}")
    clock.now = FRIDAY - timedelta(hours=1)
    shown = await bot.run(ana, digests.preview)
    gone = shown.digest.thanked[0]
    after = await bot.run(ana, digests.leave_out, "thanks", gone.kudos)
    assert len(after.digest.thanked) == 6
    assert gone not in after.digest.thanked


async def test_only_caretakers_and_only_from_the_day_before_on(bot: Guildbot, clock: Clock) -> None:
    await a_week(bot)
    (thanked,) = (await bot.run(ana, digests.preview)).digest.thanked
    assert (await reasons(bot.run(ana, digests.leave_out, "thanks", thanked.kudos)))[0] == TooEarly(FRIDAY.date() - timedelta(days=1))
    clock.now = FRIDAY - timedelta(hours=10)
    assert (await reasons(bot.run(eva, digests.leave_out, "thanks", thanked.kudos)))[0] == CaretakersLeaveOut("Tidewater")
    assert await reasons(bot.run(ana, digests.leave_out, "thanks", 999)) == (NoLonger(),)
    assert await reasons(bot.run(ana, digests.put_back, "thanks", thanked.kudos)) == (NoLonger(),)


async def test_the_log_tells_that_a_line_was_left_out_and_not_which(bot: Guildbot, clock: Clock) -> None:
    await a_week(bot)
    clock.now = FRIDAY - timedelta(hours=10)
    (thanked,) = (await bot.run(ana, digests.preview)).digest.thanked
    await bot.run(ana, digests.leave_out, "thanks", thanked.kudos)
    read = rendered(await bot.run(eva, guilds.show))
    assert "Ana left out a line of the week to 2026-11-06" in read
    assert "silence" not in read


# reading on


LONG = "You rang instead of typing, and then you listened. " * 12


async def long_week(bot: Guildbot, clock: Clock) -> Digest:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ana, kudos.give, [ben.account], LONG)
    await bot.run(cleo, asks.helped_me, ben.account, "the form", LONG[:590])
    week = await week_of(bot, clock)
    return next(week.shorter())


async def test_what_was_cut_opens_whole(bot: Guildbot, clock: Clock) -> None:
    week = await long_week(bot, clock)
    assert len(week.thanked[0].reason) == 280
    said = await bot.run(cleo, digests.read_on, week.read_on(80))
    assert LONG.strip() in rendered(said)
    assert LONG[:590].strip() in rendered(said)


async def test_who_reads_the_channel_reads_on_and_nobody_else(bot: Guildbot, clock: Clock) -> None:
    keys = (await long_week(bot, clock)).read_on(80)
    assert await bot.run(dov, digests.read_on, keys)
    assert await reasons(bot.run(standing_in(dov, replace(acme, channel="C9")), digests.read_on, keys)) == (NoLonger(),)
    assert await reasons(bot.run(yusra, digests.read_on, keys)) == (NoLonger(),)


@pytest.mark.parametrize("change", ["taken back", "hidden", "only me"])
async def test_what_may_not_be_read_any_more_does_not_open(bot: Guildbot, clock: Clock, change: str) -> None:
    """D2: consent is read again with each press."""
    week = await long_week(bot, clock)
    id = week.thanked[0].kudos
    match change:
        case "taken back":
            await bot.run(ana, kudos.withdraw, id)
        case "hidden":
            await bot.run(ben, kudos.hide, id)
        case _:
            await bot.run(ben, kudos.share, id, Visibility.ME)
    assert await reasons(bot.run(cleo, digests.read_on, f"t{id}")) == (NoLonger(),)


@pytest.mark.parametrize("keys", ["", "t", "x9", "t1.t2.m3.t-4", "t99999999999999999999", "m1;drop"])
async def test_keys_that_nobody_was_given_open_nothing(bot: Guildbot, keys: str) -> None:
    await guild_of(bot, ana, ben, cleo)
    assert await reasons(bot.run(ana, digests.read_on, keys)) == (NoLonger(),)
