"""Introductions: everybody asked alone, all say yes, a no leaves no trace."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from guildbot import accounts, blocking, forgetting, introductions, members, pages, people, waiting
from guildbot.bot import Guildbot
from guildbot.introductions import (
    ABot,
    Asked,
    AskedAlready,
    IntroduceWhom,
    Met,
    NotTogether,
    NotWithWhom,
    NotYourself,
    Round,
    SaidYes,
    TheyMet,
    TwoPeople,
    WouldMeet,
)
from guildbot.refusals import NoLonger, Refused, TooLong
from guildbot.who import AccountRef, Caller
from tests.conftest import Clock
from tests.core.conftest import Post, deliver, guild_of, names, open_room, reasons, rendered, someone

ana, ben, cleo, dele = (someone(name) for name in ("ana", "ben", "cleo", "dele"))
yusra, tariq = (someone(name, open_room) for name in ("yusra", "tariq"))
WHY = "both of you mend boats"


def questions(post: Post, who: Caller) -> list[WouldMeet]:
    return [one for one in post.to(who) if isinstance(one, WouldMeet)]


async def asked_both(bot: Guildbot) -> int:
    """Ana has asked Ben and Yusra; the number of that introduction."""
    await guild_of(bot, ana, ben, yusra)
    await bot.run(ana, introductions.introduce, ["Ben", "Yusra"], WHY)
    (question,) = questions(await deliver(bot), ben)
    return question.id


# by somebody who knows both


async def test_two_who_both_say_yes_hear_of_each_other(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, yusra)
    said = await bot.run(ana, introductions.introduce, ["Ben", "Yusra"], WHY)
    assert isinstance(said, Asked)
    assert rendered(said) == (
        "Ben and Yusra are asked, each alone, in their hours. If both say yes, you all hear it. If not, nobody hears anything."
    )
    post = await deliver(bot)
    (to_ben,), (to_yusra,) = questions(post, ben), questions(post, yusra)
    assert rendered(to_ben) == (
        "Ana thinks that you and Yusra should meet: both of you mend boats\n"
        "You hear of each other only if everybody asked says yes. A no is silent."
    )
    assert rendered(to_yusra).startswith("Ana thinks that you and Ben should meet: ")

    first = await bot.run(ben, introductions.agree, to_ben.id)
    assert isinstance(first, SaidYes)
    assert len(await deliver(bot)) == 0
    last = await bot.run(yusra, introductions.agree, to_yusra.id)

    assert isinstance(last, Met)
    assert "Ben is in Acme." in rendered(last)
    post = await deliver(bot)
    ((news,), (told,)) = (post.to(ben), post.to(ana))
    assert isinstance(news, Met)
    assert rendered(news).splitlines()[:2] == ["You and Yusra would like to meet; you both know Tidewater.", "Yusra is in the Open Room."]
    assert isinstance(told, TheyMet)
    assert rendered(told) == "Ben and Yusra said yes to your introduction, and know of each other now."
    assert post.to(yusra) == []  # she has read it


async def test_in_one_place_nobody_is_told_where_that_is(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ana, introductions.introduce, ["Ben", "Cleo"], WHY)
    for one in (ben, cleo):
        said = await bot.run(one, introductions.agree, 1)
    assert isinstance(said, Met)
    assert [(one.who.account.id, one.place) for one in said.others] == [("ben", "")]


async def test_a_no_leaves_no_trace(bot: Guildbot, another_bot: Guildbot, clock: Clock) -> None:
    """Whatever the others can see or hear is the same after a no as without an answer, to the last day and beyond."""
    seen: list[list[Any]] = [[], []]
    for n, world in enumerate((bot, another_bot)):
        id = await asked_both(world)
        if n:
            assert rendered(await world.run(ben, introductions.decline, id)) == "Nobody is told."
    for days in (0, 13, 1, 1):
        clock.move(days=days)
        for n, world in enumerate((bot, another_bot)):
            post = await deliver(world)
            seen[n] += [(post.to(ana), post.to(yusra))]
            seen[n].append((await world.run(yusra, waiting.waiting)).to_meet)
            seen[n].append(rendered(await world.run(ana, introductions.introduce, ["Ben", "Yusra"], WHY)) if days != 1 else "")
            seen[n].append(rendered(await world.run(ana, pages.mine)))
    assert seen[0] == seen[1]
    assert seen[0][1] != ()


async def test_a_yes_after_a_no_sounds_as_any_yes(bot: Guildbot) -> None:
    id = await asked_both(bot)
    await bot.run(ben, introductions.decline, id)
    assert isinstance(await bot.run(yusra, introductions.agree, id), SaidYes)
    assert await reasons(bot.run(ben, introductions.agree, id)) == (NoLonger(),)
    assert len(await deliver(bot)) == 0


async def test_it_waits_on_ones_page_until_it_is_answered_or_late(bot: Guildbot, clock: Clock) -> None:
    id = await asked_both(bot)
    assert [one.id for one in (await bot.run(ben, waiting.waiting)).to_meet] == [id]
    await bot.run(ben, introductions.agree, id)
    assert (await bot.run(ben, waiting.waiting)).to_meet == ()
    clock.move(days=14)
    await deliver(bot)
    assert (await bot.run(yusra, waiting.waiting)).to_meet == ()
    assert await reasons(bot.run(yusra, introductions.agree, id)) == (NoLonger(),)
    assert isinstance(await bot.run(ana, introductions.introduce, ["Ben", "Yusra"], WHY), Asked)


async def test_asked_twice_it_says_what_stands(bot: Guildbot, clock: Clock) -> None:
    id = await asked_both(bot)
    said = await bot.run(ana, introductions.introduce, ["Yusra", "Ben"], "they both sail")
    assert isinstance(said, AskedAlready)
    assert rendered(said).startswith("You asked Yusra and Ben on Monday 2 November.")
    assert len(await deliver(bot)) == 0
    for one in (ben, yusra):
        await bot.run(one, introductions.agree, id)
    clock.move(days=60)
    said = await bot.run(ana, introductions.introduce, ["Ben", "Yusra"], WHY)
    assert rendered(said) == "You introduced Ben and Yusra on 2 November 2026, and both said yes."


async def test_both_say_yes_at_the_same_instant_and_once_more(bot: Guildbot) -> None:
    id = await asked_both(bot)
    said = await asyncio.gather(bot.run(ben, introductions.agree, id), bot.run(yusra, introductions.agree, id))
    assert sorted(type(one).__name__ for one in said) == ["Met", "SaidYes"]
    for one in (ben, yusra):
        assert isinstance(await bot.run(one, introductions.agree, id), Met)
    post = await deliver(bot)
    assert len(post.of(Met)) == 1
    assert len(post.of(TheyMet)) == 1


@pytest.mark.parametrize("how", ["ben blocks ana", "ben blocks yusra", "yusra blocks ben", "ben not with yusra", "yusra not with ben"])
async def test_who_does_not_wish_it_is_not_asked_and_nobody_can_tell(bot: Guildbot, another_bot: Guildbot, how: str) -> None:
    heard: list[Any] = []
    who, *_, whom = how.split()
    for world in (bot, another_bot):
        await guild_of(world, ana, ben, yusra)
        if world is bot:
            deed: Any = blocking.block if "blocks" in how else introductions.keep_apart
            await world.run({"ben": ben, "yusra": yusra}[who], deed, [whom.title()])
        for _ in range(2):
            heard.append(rendered(await world.run(ana, introductions.introduce, ["Ben", "Yusra"], WHY)))
        heard.append((await deliver(world)).to(ana))
    assert heard[:3] == heard[3:]
    for one in (ben, yusra):
        assert (await bot.run(one, waiting.waiting)).to_meet == ()
        assert await reasons(bot.run(one, introductions.agree, 1)) == (NoLonger(),)


@pytest.mark.parametrize("how", ["a block", "not with", "leaving", "being forgotten"])
async def test_what_comes_between_them_later_ends_it_silently(bot: Guildbot, how: str) -> None:
    id = await asked_both(bot)
    await bot.run(yusra, introductions.agree, id)
    if how == "a block":
        await bot.run(ben, blocking.block, ["Yusra"])
    elif how == "not with":
        await bot.run(ben, introductions.keep_apart, ["Yusra"])
    elif how == "leaving":
        await bot.run(ben, members.leave, "tidewater")
    else:
        await bot.run(ben, forgetting.forget, "forget")
    assert (await bot.run(ben, waiting.waiting)).to_meet == () or how == "leaving"
    if how != "being forgotten":
        with contextlib.suppress(Refused):  # where it is no longer theirs to press
            await bot.run(ben, introductions.agree, id)
    post = await deliver(bot)
    assert (post.of(Met), post.of(TheyMet)) == ([], [])


async def test_who_asked_is_forgotten(bot: Guildbot, look: Any) -> None:
    id = await asked_both(bot)
    await bot.run(ana, forgetting.forget, "forget")
    assert (await bot.run(yusra, waiting.waiting)).to_meet == ()
    assert await reasons(bot.run(yusra, introductions.agree, id)) == (NoLonger(),)
    assert look("SELECT because FROM introduction") == [(None,)]


async def test_nobody_is_asked_to_meet_themselves(bot: Guildbot) -> None:
    """Who are to be introduced turn out to be one person."""
    id = await asked_both(bot)
    entered = await bot.run(yusra, accounts.enter, (await bot.run(ben, accounts.make_code)).code)
    assert isinstance(entered, accounts.Entered)
    await bot.run(ben, accounts.confirm, entered.link)
    assert (await bot.run(ben, waiting.waiting)).to_meet == ()
    assert await reasons(bot.run(ben, introductions.agree, id)) == (NoLonger(),)
    await bot.run(ben, accounts.undo, entered.link)
    assert len((await bot.run(ben, waiting.waiting)).to_meet) == 1


async def test_who_rests_is_not_disturbed_and_finds_it(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, yusra)
    await bot.run(ben, members.rest, "tidewater")
    await bot.run(ana, introductions.introduce, ["Ben", "Yusra"], WHY)
    post = await deliver(bot)
    assert (len(questions(post, ben)), len(questions(post, yusra))) == (0, 1)
    assert len((await bot.run(ben, waiting.waiting)).to_meet) == 1


async def test_what_is_no_introduction_is_said_in_words(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, yusra)
    robot = replace(ben.account, id="robot", name="Kettle", bot=True)
    refused: tuple[tuple[list[AccountRef | str], str, Any], ...] = (
        ([], WHY, IntroduceWhom()),
        (["Ben", "Yusra"], "  ", IntroduceWhom()),
        (["Ben"], WHY, TwoPeople(1)),
        (["Ben", ben.account], WHY, TwoPeople(1)),
        (["Ben", cleo.account, "Yusra"], WHY, TwoPeople(3)),
        (["Ben", "Yusra"], "b" * 301, TooLong(301, 300)),
        (["Ben", cleo.account], WHY, NotTogether()),
    )
    for who, because, reason in refused:
        assert await reasons(bot.run(ana, introductions.introduce, who, because)) == (reason,)
    assert NotYourself() in await reasons(bot.run(ana, introductions.introduce, [ana.account, "Ben"], WHY))
    assert ABot("Kettle") in await reasons(bot.run(ana, introductions.introduce, [robot, "Ben"], WHY))
    assert await reasons(bot.run(cleo, introductions.introduce, [ana.account, ben.account], WHY)) == (NotTogether(),)
    assert len(await deliver(bot)) == 0


async def test_nobody_else_can_answer(bot: Guildbot) -> None:
    id = await asked_both(bot)
    for one in (ana, cleo):
        for act in (introductions.agree, introductions.decline):
            assert await reasons(bot.run(one, act, id)) == (NoLonger(),)
            assert await reasons(bot.run(one, act, 99)) == (NoLonger(),)


# what one wishes


async def test_ones_choices_are_ones_own(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, yusra)
    mine = await bot.run(ana, introductions.mine)
    assert (mine.wanted, mine.apart) == (False, ())
    kept = await bot.run(ana, introductions.keep_apart, ["Ben"])
    assert [rendered(one) for one in kept.apart] == ["Not with Ben"]
    assert (await bot.run(ana, introductions.choose, True)).wanted
    assert await reasons(bot.run(ana, introductions.keep_apart, [ana.account])) == (NotWithWhom(),)
    assert await reasons(bot.run(ana, introductions.keep_apart, ["Ben", "Yusra"])) == (NotWithWhom(),)
    assert "with" not in rendered(await bot.run(ben, pages.of, "Ana"))
    assert (await bot.run(ben, introductions.mine)).apart == ()
    await bot.run(ben, introductions.lift, kept.apart[0].id)
    assert len((await bot.run(ana, introductions.mine)).apart) == 1
    assert (await bot.run(ana, introductions.lift, kept.apart[0].id)).apart == ()


# the guild's own round


async def rounds(bot: Guildbot, clock: Clock, *willing: Caller) -> None:
    for one in willing:
        await bot.run(one, introductions.choose, True)
    clock.move(minutes=15)
    await deliver(bot)


async def test_a_guild_introduces_whoever_wishes_it_from_different_places_first(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, yusra)
    for one in (cleo, tariq):
        await bot.run(one, members.join, "tidewater")
    await rounds(bot, clock, ana, ben, yusra, tariq)  # not Cleo
    clock.move(days=2)
    post = await deliver(bot)
    asked = {one.account.id: questions(post, one) for one in (ana, ben, cleo, yusra, tariq)}
    assert asked["cleo"] == []
    for here, there in ((ana, {"Yusra", "Tariq"}), (yusra, {"Ana", "Ben"})):
        (question,) = asked[here.account.id]
        assert set(names(question.others)) <= there
    (question,) = asked["ana"]
    (other,) = question.others
    assert rendered(question).startswith(f"An introduction in Tidewater: would you like to meet {other.name}?")
    await bot.run(ana, introductions.agree, question.id)
    assert isinstance(await bot.run({"Yusra": yusra, "Tariq": tariq}[other.name], introductions.agree, question.id), Met)

    clock.move(days=28)
    (again,) = questions(await deliver(bot), ana)
    assert again.others[0].id != other.id


async def test_there_is_one_round_in_four_weeks_and_none_for_one_person(bot: Guildbot, clock: Clock, look: Any) -> None:
    await guild_of(bot, ana, ben, yusra)
    await rounds(bot, clock, ana)
    assert look("SELECT count(*) FROM schedule WHERE what = 'introductions'") == [(0,)]
    await rounds(bot, clock, yusra)
    clock.move(days=2)
    await deliver(bot)
    for _ in range(8):
        clock.move(days=7)
        await deliver(bot)
    assert look("SELECT count(*) FROM schedule WHERE what = 'introductions'") == [(1,)]
    assert look("SELECT count(*) FROM introduction") == [(1,)]  # and nobody is asked about the same person twice in half a year
    clock.now += timedelta(weeks=24)
    for _ in range(8):
        clock.move(days=7)
        await deliver(bot)
    assert look("SELECT count(*) FROM introduction") == [(2,)]


async def test_an_odd_one_makes_three_who_all_say_yes(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, yusra)
    await rounds(bot, clock, ana, ben, yusra)
    clock.move(days=2)
    post = await deliver(bot)
    (question,) = questions(post, ana)
    assert len(question.others) == 2
    assert isinstance(await bot.run(ana, introductions.agree, question.id), SaidYes)
    assert isinstance(await bot.run(ben, introductions.agree, question.id), SaidYes)
    assert len(await deliver(bot)) == 0
    said = await bot.run(yusra, introductions.agree, question.id)
    assert rendered(said).startswith("You, Ana and Ben would like to meet; you all know Tidewater.")
    assert len((await deliver(bot)).of(Met)) == 2


async def test_who_rests_or_wishes_it_no_longer_is_left_out(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, yusra)
    await bot.run(cleo, members.join, "tidewater")
    await rounds(bot, clock, ana, ben, yusra, cleo)
    await bot.run(ben, members.rest, "tidewater")
    await bot.run(ana, introductions.keep_apart, ["Yusra"])
    clock.move(days=2)
    post = await deliver(bot)
    assert questions(post, ben) == []
    assert sum(len(questions(post, one)) for one in (ana, yusra, cleo)) == 2
    (asked,) = questions(post, cleo)
    await bot.run(cleo, introductions.choose, False)
    assert (await bot.run(cleo, waiting.waiting)).to_meet == ()
    other = ana if asked.others[0].name == "Ana" else yusra
    assert isinstance(await bot.run(other, introductions.agree, asked.id), SaidYes)
    assert await reasons(bot.run(cleo, introductions.agree, asked.id)) == (NoLonger(),)


async def test_the_reminder_of_what_waits_knows_of_it(bot: Guildbot, clock: Clock) -> None:
    id = await asked_both(bot)
    await bot.run(ben, people.choose, waits="12:00")
    clock.now = clock.now.replace(day=3, hour=12, minute=0)
    assert [type(one).__name__ for one in (await deliver(bot)).to(ben)] == ["Waits"]
    await bot.run(ben, introductions.decline, id)
    clock.move(days=1)
    assert (await deliver(bot)).to(ben) == []


# who with whom

pairs_of = some.frozensets(some.frozensets(some.integers(0, 6), min_size=2, max_size=2), max_size=12)


@settings(deadline=None)
@given(some.lists(some.sampled_from([1, 2, 3, None]), max_size=7), pairs_of, pairs_of, some.text(max_size=4))
def test_no_other_grouping_would_be_better(places: list[int | None], before: Any, apart: Any, seed: str) -> None:
    """Everybody in one group where that can be; nobody with whom they are kept apart from; then no repeats; then different places."""
    made = Round(dict(enumerate(places)), before, apart, seed)
    groups = made.groups()
    assert groups == Round(dict(enumerate(places)), before, apart, seed).groups()
    placed = [one for group in groups for one in group]
    assert len(placed) == len(set(placed))
    assert all(len(group) in (2, 3) for group in groups)
    assert not any(frozenset(pair) in apart for group in groups for pair in combinations(group, 2))
    best = worth(tuple(range(len(places))), tuple(places), before, apart)
    alone = [(one,) for one in range(len(places)) if one not in placed]
    assert weighed([*groups, *alone], places, before) == best


def weighed(groups: Any, places: Any, before: Any) -> tuple[int, int, int, int]:
    """Left out, repeats, threes, and pairs from one place: in this order."""
    pairs = [frozenset(pair) for group in groups for pair in combinations(group, 2)]
    same = sum(places[one] == places[other] for one, other in map(tuple, pairs))
    return sum(len(group) == 1 for group in groups), sum(pair in before for pair in pairs), sum(len(group) == 3 for group in groups), same


def worth(people_: tuple[int, ...], places: Any, before: Any, apart: Any) -> tuple[int, int, int, int]:
    @cache
    def every(left: tuple[int, ...]) -> list[tuple[tuple[int, ...], ...]]:
        if not left:
            return [()]
        first, others = left[0], left[1:]
        return [
            ((first, *more), *rest)
            for many in range(3)
            for more in combinations(others, many)
            if not any(frozenset(pair) in apart for pair in combinations((first, *more), 2))
            for rest in every(tuple(one for one in others if one not in more))
        ]

    return min(weighed(groups, places, before) for groups in every(people_))


@settings(max_examples=20, deadline=None)
@given(some.integers(9, 60), some.text(max_size=4))
def test_many_are_all_introduced_without_repeats(many: int, seed: str) -> None:
    """Half of them here and half there; three rounds, nobody twice with anybody, an odd one in a three."""
    places = {one: one % 2 for one in range(many)}
    before: set[frozenset[int]] = set()
    for n in range(3):
        groups = Round(places, before, (), f"{seed}{n}").groups()
        assert sorted(one for group in groups for one in group) == list(range(many))
        assert [len(group) for group in groups].count(3) == many % 2
        now = {frozenset(pair) for group in groups for pair in combinations(group, 2)}
        assert not now & before
        before |= now
