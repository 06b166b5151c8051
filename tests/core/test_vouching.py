"""Coming in by word of mouth: rules G5 and G6."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from guildbot import accounts, asks, blocking, guilds, members, people, waiting
from guildbot.bot import Guildbot
from guildbot.codes import WrongCode
from guildbot.digests import Digest
from guildbot.kinds import Admission
from guildbot.members import (
    Admitted,
    Candidate,
    CandidateAlready,
    CannotVouch,
    EnoughVouches,
    InvitedAlready,
    IsAMember,
    Joined,
    LapsedQuietly,
    MemberAlready,
    NobodyNew,
    NotACandidate,
    NotForYourself,
    NoVouchNeeded,
    SameVoice,
    SecondWanted,
    TakenBack,
    TooNew,
    VouchAsked,
    VouchCounted,
    Vouched,
    VouchedAlready,
    VouchForWhom,
    WhyIsShort,
)
from guildbot.refusals import NoLonger, TooLong
from guildbot.who import Caller, Command
from tests.conftest import Clock
from tests.core.conftest import acme, deliver, guild_of, marram, names, open_room, reasons, rendered, someone, standing_in

ana, ben, cleo, dele = (someone(name) for name in ("ana", "ben", "cleo", "dele"))
yusra, zoe = someone("yusra", open_room), someone("zoe", open_room)
Look = Callable[..., list[tuple[Any, ...]]]
WHY = "she once told me, kindly, that my survey was for me"
OTHER_WHY = "he reads what others only skim"


async def by_word_of_mouth(bot: Guildbot, *founders: Caller, more: int = 0, name: str = "Tidewater") -> str:
    """A guild that takes people in by vouches; `more` members came in while its door stood open for a moment."""
    slug = await guild_of(bot, *founders, name=name)
    for n in range(more):
        await bot.run(someone(f"m{n}"), members.join, slug)
    await bot.run(founders[0], guilds.change_admission, slug, Admission.VOUCH)
    await deliver(bot)
    return slug


async def twelve(bot: Guildbot) -> str:
    """From this size on it takes two."""
    return await by_word_of_mouth(bot, ana, ben, cleo, more=9)


async def waits(bot: Guildbot, who: Caller, code: str = "") -> Candidate:
    said = await bot.run(who, members.join, "tidewater", code)
    assert isinstance(said, Candidate)
    return said


async def invited(bot: Guildbot, by: Caller, name: str = "Yusra", because: str = WHY) -> str:
    return (await bot.run(by, members.invite, name, because)).code


async def linked(bot: Guildbot, stays: Caller, comes: Caller) -> accounts.Linked:
    """From now on they are one person."""
    entered = await bot.run(comes, accounts.enter, (await bot.run(stays, accounts.make_code)).code)
    assert isinstance(entered, accounts.Entered)
    return await bot.run(stays, accounts.confirm, entered.link)


async def is_in(bot: Guildbot, who: Caller) -> bool:
    return any(one.slug == "tidewater" for one in (await bot.run(who, guilds.mine)).guilds)


# one voice


async def test_in_a_small_guild_the_invitation_is_enough(bot: Guildbot) -> None:
    """G5."""
    await by_word_of_mouth(bot, ana, ben, cleo)
    said = await bot.run(ana, members.invite, "Yusra", WHY)
    assert said.vouches == 1
    assert "with the code they are in as soon as they agree" in rendered(said)
    door = await bot.run(yusra, members.door, "tidewater", said.code)
    assert isinstance(door, members.Door)
    assert door.missing == 0

    assert await bot.run(yusra, members.join, "tidewater", said.code) == Joined("Tidewater", "tidewater", founder=False, founded=False)

    post = await deliver(bot)
    (told,) = post.to(ana)
    assert isinstance(told, VouchCounted)
    assert rendered(told) == "Yusra is in Tidewater, with your word."
    assert post.to(yusra) == post.to(ben) == []
    log = (await bot.run(cleo, guilds.show)).log
    assert log[0][1:] == ("Ana", "vouched", "Yusra")
    assert "Monday 2 November: Ana vouched for Yusra" in rendered(await bot.run(cleo, guilds.show))
    assert await bot.run(dele, members.join, "tidewater", said.code) == WrongCode(said.code, 4)


async def test_without_a_code_one_asks_somebody_in_it(bot: Guildbot) -> None:
    await by_word_of_mouth(bot, ana, ben, cleo)
    door = await bot.run(yusra, members.door, "tidewater")
    assert isinstance(door, members.Door)
    assert "When you have agreed, somebody in it has to vouch for you." in rendered(door)

    said = await waits(bot, yusra)
    assert (said.vouchers, said.missing, said.ends) == ((), 1, date(2026, 11, 16))
    assert "Ask somebody in it to type /guild vouch @you because …, with a mention or your name." in rendered(said)
    assert len(await deliver(bot)) == 0
    assert not await is_in(bot, yusra)

    vouched = await bot.run(ben, members.vouch, "yusra", WHY)
    assert isinstance(vouched, Vouched)
    assert (vouched.who.name, vouched.missing) == ("Yusra", 0)
    assert "Yusra is in Tidewater, with your word." in rendered(vouched)
    post = await deliver(bot)
    (told,) = post.to(yusra)
    assert isinstance(told, Admitted)
    assert names(told.vouchers) == ["Ben"]
    assert rendered(told) == "You are in Tidewater.\nBen vouched for you."
    assert len(post) == 1
    assert await is_in(bot, yusra)


async def test_a_founder_may_be_vouched_in_and_the_third_founds_it(bot: Guildbot) -> None:
    draft = guilds.Draft("Moth", "Mending.", guilds.NORMS, ("care", "craft", "courage"), admission=Admission.VOUCH)
    await bot.run(ana, guilds.start, draft)
    assert isinstance(await bot.run(ben, members.join, "moth", await invited(bot, ana, "Ben")), Joined)
    assert isinstance(await bot.run(yusra, members.join, "moth"), Candidate)
    await bot.run(ana, members.vouch, "Yusra", WHY)
    post = await deliver(bot)
    assert [type(one).__name__ for one in post.to(yusra)] == ["Admitted", "Founded"]
    assert members.Founded("Moth", "moth") in post.to(ana)
    assert [one[:2] for one in (await bot.run(yusra, guilds.show, "moth")).members] == [("Ana", True), ("Ben", True), ("Yusra", True)]


@pytest.mark.parametrize("who", ["Yusra", "yusra", "@Yusra", "mention"])
async def test_a_candidate_is_named_as_one_likes(bot: Guildbot, who: str) -> None:
    await by_word_of_mouth(bot, ana, ben, cleo)
    await waits(bot, yusra)
    said = await bot.run(ana, members.vouch, yusra.account if who == "mention" else who, WHY)
    assert said.missing == 0


async def test_two_candidates_of_one_name(bot: Guildbot) -> None:
    await by_word_of_mouth(bot, ana, ben, cleo)
    twin = Caller(someone("yusra2", open_room).account.__class__("discord", "", "yusra2", "Yusra", False), open_room, None)
    await waits(bot, yusra)
    await waits(bot, twin)
    (why,) = await reasons(bot.run(ana, members.vouch, "Yusra", WHY))
    assert isinstance(why, people.Several)
    assert names(why.people) == ["Yusra", "Yusra"]
    said = await bot.run(ana, members.vouch, people.handle(why.people[1]), WHY)
    assert said.who.account.id == "yusra2"
    assert (await is_in(bot, twin), await is_in(bot, yusra)) == (True, False)


# two voices


async def test_from_twelve_on_it_takes_two_and_the_inviter_picks_whom_to_ask(bot: Guildbot) -> None:
    """G5."""
    await twelve(bot)
    said = await bot.run(ana, members.invite, "Yusra", WHY)
    assert said.vouches == 2
    assert "Your words are the first vouch." in rendered(said)

    candidate = await waits(bot, yusra, said.code)
    assert (names(candidate.vouchers), candidate.missing) == (["Ana"], 1)
    assert "Ana vouches for you" in rendered(candidate)
    (asked,) = (await deliver(bot)).to(ana)
    assert isinstance(asked, SecondWanted)
    assert "Yusra has agreed to the charter of Tidewater." in rendered(asked)

    picker = await bot.run(ana, members.whom_to_ask, asked.candidacy)
    assert names(picker.members) == ["Ben", "Cleo"]  # the others are in it for less than two weeks
    said_ = await bot.run(ana, members.ask_second, asked.candidacy, people.handle(picker.members[0]))
    assert rendered(said_) == "Ben is asked. I tell you when Yusra is in."
    (wish,) = (await deliver(bot)).to(ben)
    assert isinstance(wish, VouchAsked)
    assert rendered(wish) == f"Ana asks whether you would vouch for Yusra in Tidewater, because:\n{WHY}"

    vouched = await bot.run(ben, members.vouch_for, wish.candidacy, OTHER_WHY)
    assert vouched.missing == 0
    post = await deliver(bot)
    assert [rendered(one) for one in post.to(yusra)] == ["You are in Tidewater.\nAna and Ben vouched for you."]
    assert [rendered(one) for one in post.to(ana)] == ["Yusra is in Tidewater, with your word."]
    assert len(post) == 2
    assert [entry[1:] for entry in (await bot.run(cleo, guilds.show)).log[:2]] == [("Ben", "vouched", "Yusra"), ("Ana", "vouched", "Yusra")]


async def test_a_request_for_a_vouch_keeps_to_the_hours_of_whoever_is_asked(bot: Guildbot, clock: Clock) -> None:
    await twelve(bot)
    clock.now = datetime(2026, 11, 2, 20, 30, tzinfo=UTC)
    candidate = await waits(bot, yusra, await invited(bot, ana))
    post = await deliver(bot)
    assert len(post.to(ana)) == 1  # somebody waits for this one
    await bot.run(ana, members.ask_second, candidate.id, "Ben")
    assert (await deliver(bot)).to(ben) == []
    clock.now = datetime(2026, 11, 3, 8, 0, tzinfo=UTC)
    assert len((await deliver(bot)).to(ben)) == 1


async def test_two_codes_are_two_voices(bot: Guildbot) -> None:
    await twelve(bot)
    first, second = await invited(bot, ana), await invited(bot, ben, because=OTHER_WHY)
    await waits(bot, yusra, first)
    assert isinstance(await bot.run(yusra, members.join, "tidewater", second), Joined)


async def test_a_second_code_of_the_same_person_adds_nothing_and_is_not_used_up(bot: Guildbot) -> None:
    await twelve(bot)
    first, second = await invited(bot, ana), await invited(bot, ana, "Yusra again")
    await waits(bot, yusra, first)
    assert await reasons(bot.run(yusra, members.join, "tidewater", second)) == (SameVoice("Ana"),)
    assert await reasons(bot.run(yusra, members.join, "tidewater")) == (CandidateAlready("Tidewater"),)
    assert isinstance(await bot.run(zoe, members.join, "tidewater", second), Candidate)


async def test_the_digest_welcomes_them_with_the_first_word_for_them(bot: Guildbot, clock: Clock) -> None:
    await twelve(bot)
    clock.now = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)
    await deliver(bot)
    await waits(bot, yusra)
    await bot.run(ben, members.vouch, "Yusra", OTHER_WHY)
    await bot.run(ana, members.vouch, "Yusra", WHY)
    await waits(bot, zoe)
    clock.now = datetime(2026, 11, 13, 10, 0, tzinfo=UTC)
    (week,) = (await deliver(bot)).of(Digest)
    assert f"Welcome, Yusra, from the Open Room. Ben: “{OTHER_WHY}”" in rendered(week)
    assert "Zoe" not in rendered(week)


async def test_without_a_code_two_people_may_come_by_themselves(bot: Guildbot) -> None:
    await twelve(bot)
    said = await waits(bot, yusra)
    assert "Ask 2 people in it to type" in rendered(said)
    vouched = await bot.run(ana, members.vouch, "Yusra", WHY)
    assert vouched.missing == 1
    assert rendered(vouched) == "You vouch for Yusra in Tidewater.\nOne more voice is missing. Whom shall I ask?"
    assert len(await deliver(bot)) == 0  # Ana heard it in the answer
    assert (await bot.run(cleo, members.vouch, "Yusra", OTHER_WHY)).missing == 0


async def test_when_somebody_leaves_fewer_voices_may_be_enough(bot: Guildbot) -> None:
    await twelve(bot)
    await waits(bot, yusra, await invited(bot, ana))
    await bot.run(someone("m0"), members.leave, "tidewater")
    assert await is_in(bot, yusra)
    assert any(isinstance(one, Admitted) for one in (await deliver(bot)).to(yusra))


async def test_when_the_door_opens_whoever_waits_comes_in(bot: Guildbot) -> None:
    await by_word_of_mouth(bot, ana, ben, cleo)
    await waits(bot, yusra)
    await bot.run(ana, guilds.change_admission, "tidewater", Admission.OPEN)
    post = await deliver(bot)
    assert [rendered(one) for one in post.to(yusra)] == ["You are in Tidewater."]
    assert await is_in(bot, yusra)


async def test_the_words_of_somebody_who_left_count_no_more(bot: Guildbot) -> None:
    await by_word_of_mouth(bot, ana, ben, cleo, more=10)
    candidate = await waits(bot, yusra, await invited(bot, ben))
    await bot.run(ben, members.leave, "tidewater")
    (shown,) = await bot.run(yusra, members.my_candidacies)
    assert (shown.id, shown.vouchers, shown.missing) == (candidate.id, (), 2)


async def test_an_invitation_from_before_counts_only_if_it_could_be_made_now(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(dele, members.join, "tidewater")
    codes = [await invited(bot, ana, "Yusra", "fun"), await invited(bot, dele, "Zoe", WHY)]
    await bot.run(ana, guilds.change_admission, "tidewater", Admission.VOUCH)
    for who, code in zip((yusra, zoe), codes, strict=True):
        said = await waits(bot, who, code)
        assert (said.vouchers, said.missing) == ((), 1)


# who may


async def test_vouching_is_for_members_of_two_weeks_and_founders(bot: Guildbot, clock: Clock) -> None:
    """G5."""
    await guild_of(bot, ana, ben, cleo)
    await bot.run(dele, members.join, "tidewater")
    await bot.run(ana, guilds.change_admission, "tidewater", Admission.VOUCH)
    await waits(bot, yusra)

    day = date(2026, 11, 16)
    assert await reasons(bot.run(dele, members.vouch, "Yusra", WHY)) == (TooNew("Tidewater", day),)
    assert await reasons(bot.run(dele, members.invite, "Zoe", WHY)) == (TooNew("Tidewater", day),)
    assert isinstance((await reasons(bot.run(zoe, members.vouch, "Yusra", WHY, guild="tidewater")))[0], guilds.NotAMember)
    clock.move(days=13)
    assert await reasons(bot.run(dele, members.vouch, "Yusra", WHY)) == (TooNew("Tidewater", day),)
    clock.move(days=1)
    code = await invited(bot, dele, "Zoe")
    assert isinstance(await bot.run(zoe, members.join, "tidewater", code), Joined)


async def test_a_founder_who_came_back_is_one_still(bot: Guildbot) -> None:
    await by_word_of_mouth(bot, ana, ben, cleo)
    await bot.run(ben, members.leave, "tidewater")
    assert isinstance(await bot.run(ben, members.join, "tidewater"), Joined)
    assert await invited(bot, ben)


@pytest.mark.parametrize("because", ["she is kind", "信頼できる", "fun"])
async def test_a_vouch_says_a_little_more(bot: Guildbot, because: str) -> None:
    await by_word_of_mouth(bot, ana, ben, cleo)
    await waits(bot, yusra)
    assert await reasons(bot.run(ana, members.vouch, "Yusra", because)) == (WhyIsShort(),)
    assert await reasons(bot.run(ana, members.invite, "Zoe", because)) == (WhyIsShort(),)


async def test_six_characters_say_as_much_in_japanese(bot: Guildbot) -> None:
    await by_word_of_mouth(bot, ana, ben, cleo)
    await waits(bot, yusra)
    assert (await bot.run(ana, members.vouch, "Yusra", "信頼できる人")).missing == 0


@pytest.mark.parametrize(("who", "because"), [("", WHY), ("Yusra", ""), ("Yusra", "\u200b \u202e"), ("\u2066\u2069", WHY)])
async def test_a_vouch_needs_somebody_and_words(bot: Guildbot, who: str, because: str) -> None:
    await by_word_of_mouth(bot, ana, ben, cleo)
    assert await reasons(bot.run(ana, members.vouch, who, because)) == (VouchForWhom(),)


async def test_what_is_no_vouch_is_said(bot: Guildbot) -> None:
    await by_word_of_mouth(bot, ana, ben, cleo, more=10)
    await waits(bot, yusra)
    make = Command("guild", "invite Zoe because …")

    assert await reasons(bot.run(ana, members.vouch, "Ana", WHY)) == (NotForYourself(),)
    assert await reasons(bot.run(ana, members.vouch, ana.account, WHY)) == (NotForYourself(),)
    assert await reasons(bot.run(yusra, members.vouch, yusra.account, WHY, guild="tidewater")) == (NotForYourself(),)
    assert await reasons(bot.run(ana, members.vouch, ben.account, WHY)) == (IsAMember("Ben", "Tidewater"),)
    assert await reasons(bot.run(ana, members.vouch, "Ben", WHY)) == (IsAMember("Ben", "Tidewater"),)
    assert await reasons(bot.run(ana, members.vouch, "Zoe", WHY)) == (NotACandidate("Zoe", "Tidewater", make),)
    assert await reasons(bot.run(ana, members.vouch, "Yusra", "x" * 301)) == (TooLong(301, 300),)
    await bot.run(ana, members.vouch, "Yusra", WHY)
    assert await reasons(bot.run(ana, members.vouch, "Yusra", WHY)) == (VouchedAlready("Yusra"),)

    await bot.run(ben, guilds.change_admission, "tidewater", Admission.CLOSED)
    assert await reasons(bot.run(ben, members.vouch, "Yusra", WHY)) == (NobodyNew("Tidewater"),)
    await bot.run(ben, guilds.change_admission, "tidewater", Admission.OPEN)
    assert await reasons(bot.run(ben, members.vouch, "Zoe", WHY)) == (NoVouchNeeded("Tidewater"),)


async def test_nobody_joins_twice(bot: Guildbot) -> None:
    await by_word_of_mouth(bot, ana, ben, cleo)
    await waits(bot, yusra)
    assert await reasons(bot.run(yusra, members.join, "tidewater")) == (CandidateAlready("Tidewater"),)
    assert await reasons(bot.run(yusra, members.door, "tidewater")) == (CandidateAlready("Tidewater"),)
    await bot.run(ana, members.vouch, "Yusra", WHY)
    assert await reasons(bot.run(yusra, members.join, "tidewater")) == (MemberAlready("Tidewater"),)


async def test_the_same_name_is_invited_once_at_a_time(bot: Guildbot) -> None:
    await by_word_of_mouth(bot, ana, ben, cleo)
    first = await bot.run(ana, members.invite, "Yusra", WHY)
    assert await reasons(bot.run(ana, members.invite, " yusra ", WHY)) == (InvitedAlready("yusra"),)
    assert await invited(bot, ben)  # somebody else may know a Yusra too
    assert await bot.run(ana, members.withdraw_invitation, first.id) == TakenBack("Tidewater", "Yusra", invitation=True)
    assert await invited(bot, ana)
    assert await bot.run(yusra, members.join, "tidewater", first.code) == WrongCode(first.code, 4)


# three at a time


async def test_at_most_three_people_wait_on_one_word(bot: Guildbot, clock: Clock) -> None:
    """G5: unused invitations and vouches for who waits, taken together."""
    await twelve(bot)
    await waits(bot, yusra)
    await bot.run(ana, members.vouch, "Yusra", WHY)
    one, two = await bot.run(ana, members.invite, "Kit", WHY), await bot.run(ana, members.invite, "Lou", WHY)

    assert await reasons(bot.run(ana, members.invite, "Mo", WHY)) == (EnoughVouches(),)
    await waits(bot, zoe)
    assert await reasons(bot.run(ana, members.vouch, "Zoe", WHY)) == (EnoughVouches(),)

    shown = await bot.run(ana, members.open_vouches)
    assert [(line.name, line.invitation) for line in shown.lines] == [("Kit", True), ("Lou", True), ("Yusra", False)]
    assert "Kit, invited to Tidewater: the code works until Monday 16 November." in rendered(shown.lines[0])
    await bot.run(ana, members.withdraw_invitation, one.id)
    assert (await bot.run(ana, members.vouch, "Zoe", WHY)).missing == 1
    assert await reasons(bot.run(ana, members.invite, "Mo", WHY)) == (EnoughVouches(),)
    await bot.run(dele, members.join, "tidewater", two.code)  # from an invitation to a vouch: still one of three
    assert await reasons(bot.run(ana, members.invite, "Mo", WHY)) == (EnoughVouches(),)
    clock.move(days=14)
    await deliver(bot)
    assert (await bot.run(ana, members.open_vouches)).lines == ()
    assert await invited(bot, ana, "Mo")


async def test_open_guilds_know_no_such_limit(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    for n in range(5):
        assert (await bot.run(ana, members.invite, f"guest {n}", "fun")).vouches is None
    assert (await bot.run(ana, members.open_vouches)).lines == ()


# taking it back


async def test_a_word_is_taken_back_while_it_is_open(bot: Guildbot) -> None:
    await twelve(bot)
    await waits(bot, yusra)
    vouched = await bot.run(ana, members.vouch, "Yusra", WHY)
    assert await reasons(bot.run(ben, members.withdraw_vouch, vouched.id)) == (NoLonger(),)
    assert await bot.run(ana, members.withdraw_vouch, vouched.id) == TakenBack("Tidewater", "Yusra", invitation=False)
    assert await reasons(bot.run(ana, members.withdraw_vouch, vouched.id)) == (NoLonger(),)
    assert (await bot.run(ben, members.vouch, "Yusra", WHY)).missing == 1
    assert (await bot.run(ana, members.vouch, "Yusra", WHY)).missing == 0
    assert len([one for one in (await deliver(bot)).to(yusra) if not isinstance(one, Admitted)]) == 0


async def test_a_candidate_thinks_better_of_it_and_nobody_is_told(bot: Guildbot) -> None:
    await twelve(bot)
    said = await waits(bot, yusra, await invited(bot, ana))
    await deliver(bot)
    assert await reasons(bot.run(zoe, members.withdraw_candidacy, said.id)) == (NoLonger(),)
    await bot.run(yusra, members.withdraw_candidacy, said.id)
    assert len(await deliver(bot)) == 0
    assert (await bot.run(ana, members.open_vouches)).lines == ()
    assert await reasons(bot.run(ana, members.whom_to_ask, said.id)) == (NoLonger(),)
    assert isinstance(await bot.run(yusra, members.join, "tidewater"), Candidate)


# being asked


async def test_whoever_is_asked_may_pass_in_silence(bot: Guildbot) -> None:
    await twelve(bot)
    said = await waits(bot, yusra, await invited(bot, ana))
    await bot.run(ana, members.ask_second, said.id, "Ben")
    await deliver(bot)
    assert len((await bot.run(ben, waiting.waiting)).vouches) == 1
    await bot.run(ben, members.not_now, said.id)
    assert len(await deliver(bot)) == 0
    assert (await bot.run(ben, waiting.waiting)).vouches == ()
    assert names((await bot.run(ana, members.whom_to_ask, said.id)).members) == ["Cleo"]  # each is asked once
    assert await reasons(bot.run(ana, members.ask_second, said.id, "Ben")) == (CannotVouch("Ben"),)


async def test_only_who_vouches_picks_and_only_who_may_vouch_is_asked(bot: Guildbot) -> None:
    await twelve(bot)
    said = await waits(bot, yusra, await invited(bot, ana))
    assert await reasons(bot.run(ben, members.whom_to_ask, said.id)) == (NoLonger(),)
    assert await reasons(bot.run(ben, members.ask_second, said.id, "Cleo")) == (NoLonger(),)
    for whom in ("M0", "Ana", "Zoe", zoe.account):
        assert isinstance((await reasons(bot.run(ana, members.ask_second, said.id, whom)))[0], CannotVouch)
    assert await reasons(bot.run(ben, members.vouch_for, said.id, OTHER_WHY)) == (NoLonger(),)  # nobody asked them
    assert await reasons(bot.run(ben, members.asked, said.id)) == (NoLonger(),)


async def test_who_rests_is_not_written_to_and_nobody_can_tell(bot: Guildbot) -> None:
    await twelve(bot)
    await bot.run(ben, members.rest, "tidewater")
    said = await waits(bot, yusra, await invited(bot, ana))
    assert names((await bot.run(ana, members.whom_to_ask, said.id)).members) == ["Ben", "Cleo"]
    asked = await bot.run(ana, members.ask_second, said.id, "Ben")
    assert rendered(asked) == "Ben is asked. I tell you when Yusra is in."
    assert (await deliver(bot)).to(ben) == []
    assert len((await bot.run(ben, waiting.waiting)).vouches) == 1  # there, when they come to look
    assert (await bot.run(ben, members.vouch_for, said.id, OTHER_WHY)).missing == 0


async def test_what_waits_for_candidates_and_for_those_who_vouch(bot: Guildbot) -> None:
    await twelve(bot)
    said = await waits(bot, yusra, await invited(bot, ana))
    assert (await bot.run(yusra, waiting.waiting)).candidacies == (said,)
    assert names([one.who for one in (await bot.run(ana, waiting.waiting)).seconds]) == ["Yusra"]
    await bot.run(ana, members.ask_second, said.id, "Ben")
    assert (await bot.run(ana, waiting.waiting)).seconds == ()
    assert (await bot.run(cleo, waiting.waiting)).vouches == ()
    assert rendered(await bot.run(yusra, guilds.mine)) == "Tidewater, waiting for somebody to vouch for you"


async def test_a_candidate_reads_the_charter_and_offers_help_and_is_no_member(bot: Guildbot) -> None:
    """G5."""
    draft = guilds.Draft("Moth", "Mending.", guilds.NORMS, ("care", "craft", "courage"), listed=False, admission=Admission.VOUCH)
    await bot.run(ana, guilds.start, draft)
    for one in (ben, cleo):
        await bot.run(one, members.join, "moth", await invited(bot, ana, one.account.name))
    here, elsewhere = dele, standing_in(dele, marram)
    assert isinstance(await bot.run(here, members.join, "moth"), Candidate)

    assert (await bot.run(elsewhere, guilds.look, "moth")).purpose == "Mending."
    assert isinstance((await reasons(bot.run(here, guilds.show, "moth")))[0], guilds.NotAMember)
    asked = await bot.run(ana, asks.ask_for, "a needle", "mine broke")
    assert isinstance(asked, asks.Asked)
    assert isinstance(await bot.run(here, asks.offer_to, asked.card.id, "mine from March"), asks.Offered)
    assert [one[0] for one in (await bot.run(ana, guilds.show, "moth")).members] == ["Ana", "Ben", "Cleo"]


# lapsing


async def test_after_two_weeks_it_lapses_quietly(bot: Guildbot, clock: Clock) -> None:
    """G6: the candidate and their vouchers are told, nobody else."""
    await twelve(bot)
    code = await invited(bot, ana)
    candidate = await waits(bot, yusra, code)
    await bot.run(ana, members.ask_second, candidate.id, "Ben")
    await deliver(bot)
    clock.move(days=13, hours=23)
    assert not (await deliver(bot)).of(LapsedQuietly)
    clock.move(hours=1)

    post = await deliver(bot)
    assert [rendered(one) for one in post.to(yusra)] == [
        "You wished to join Tidewater.\nThis one has lapsed quietly. You can ask again any time."
    ]
    assert [rendered(one) for one in post.to(ana)] == [
        "You vouched for Yusra in Tidewater.\nThis one has lapsed quietly. You can ask again any time."
    ]
    assert len(post.of(LapsedQuietly)) == 2
    assert not await is_in(bot, yusra)
    for deed in (members.asked, members.vouch_for):
        given = (OTHER_WHY,) if deed is members.vouch_for else ()
        assert await reasons(bot.run(ben, deed, candidate.id, *given)) == (NoLonger(),)
    again = await bot.run(yusra, members.join, "tidewater")
    assert isinstance(again, Candidate)
    assert (again.vouchers, again.missing) == ((), 2)


async def test_a_lapsed_candidacy_is_on_nobody_elses_page(bot: Guildbot, clock: Clock) -> None:
    """G6: with her or without her, every page of a third member reads the same."""
    await twelve(bot)
    before = await _everything_cleo_reads(bot)
    candidate = await waits(bot, zoe, await invited(bot, ana, "Zoe"))
    await bot.run(ana, members.ask_second, candidate.id, "Ben")
    while_open = await _everything_cleo_reads(bot)
    clock.move(days=14)
    await deliver(bot)
    after = await _everything_cleo_reads(bot)
    for pages in (before, while_open, after):
        assert "zoe" not in "\n".join(pages).lower()
    never = await reasons(bot.run(cleo, members.vouch, "Nobody", WHY))
    lapsed = await reasons(bot.run(cleo, members.vouch, "Zoe", WHY))
    assert [type(one) for one in lapsed] == [type(one) for one in never] == [NotACandidate]
    assert [one.name for one in await bot.run(cleo, people.suggest, "zo")] == []


async def _everything_cleo_reads(bot: Guildbot) -> list[str]:
    """Every page and list there is for a member, and every post in the channel."""
    looks: list[Any] = [guilds.mine, guilds.show, guilds.look, guilds.find, waiting.waiting, members.open_vouches, asks.listed, people.show]
    pages = [rendered(await bot.run(cleo, look)) for look in looks]
    return pages + [rendered(one) for one in (await deliver(bot)).to(acme)]


# coming back


async def test_former_members_come_back_without_new_vouches_for_a_year(bot: Guildbot, clock: Clock) -> None:
    await by_word_of_mouth(bot, ana, ben, cleo)
    await bot.run(ben, members.leave, "tidewater")
    await bot.run(cleo, members.leave, "tidewater")
    await bot.run(ana, guilds.change_admission, "tidewater", Admission.CLOSED)
    clock.move(days=364)
    door = await bot.run(ben, members.door, "tidewater")
    assert isinstance(door, members.Door)
    assert door.missing == 0
    assert isinstance(await bot.run(ben, members.join, "tidewater"), Joined)
    await bot.run(ana, guilds.change_admission, "tidewater", Admission.VOUCH)
    clock.move(days=2)
    assert isinstance(await bot.run(cleo, members.join, "tidewater"), Candidate)


@pytest.mark.parametrize("stays", [ana, yusra])
async def test_nobody_comes_back_as_somebody_whom_they_may_still_part_from(bot: Guildbot, clock: Clock, stays: Caller) -> None:
    """Else one member would bring in anybody: linked, in as a former member, and two people again."""
    await by_word_of_mouth(bot, ana, ben, cleo)
    said = await linked(bot, stays, yusra if stays is ana else ana)
    await bot.run(ana, members.leave, "tidewater")
    await bot.run(ben, guilds.change_admission, "tidewater", Admission.CLOSED)
    assert await reasons(bot.run(yusra, members.join, "tidewater")) == (NobodyNew("Tidewater"),)
    await bot.run(ben, guilds.change_admission, "tidewater", Admission.VOUCH)
    await waits(bot, yusra)
    await bot.run(yusra, accounts.undo, said.link)
    assert isinstance(await bot.run(ana, members.join, "tidewater"), Joined)
    assert not await is_in(bot, yusra)

    await linked(bot, stays, yusra if stays is ana else ana)
    await bot.run(ana, members.leave, "tidewater")
    clock.move(days=accounts.UNDO_LASTS.days)
    assert isinstance(await bot.run(yusra, members.join, "tidewater"), Joined)


# at the same instant


async def test_two_words_at_the_same_instant_make_one_member(bot: Guildbot) -> None:
    await twelve(bot)
    candidate = await waits(bot, yusra)
    await bot.run(ana, members.vouch, "Yusra", WHY)

    said = await asyncio.gather(
        bot.run(ben, members.vouch, "Yusra", WHY), bot.run(cleo, members.vouch, "Yusra", WHY), return_exceptions=True
    )
    assert sorted(isinstance(one, Vouched) for one in said) == [False, True]
    assert candidate.id
    assert [one[0] for one in (await bot.run(ana, guilds.show)).members].count("Yusra") == 1


async def test_three_found_it_at_the_same_instant(bot: Guildbot) -> None:
    """The third is the third, whoever comes first."""
    draft = guilds.Draft("Moth", "Mending.", guilds.NORMS, ("care", "craft", "courage"))
    await bot.run(ana, guilds.start, draft)
    said = await asyncio.gather(*(bot.run(one, members.join, "moth") for one in (ben, cleo, dele)))
    joined = [one for one in said if isinstance(one, Joined)]
    assert sorted((one.founder, one.founded) for one in joined) == [(False, False), (True, False), (True, True)]


# one person, several accounts; and people who want nothing of each other


async def test_two_accounts_of_one_person_are_one_voice(bot: Guildbot) -> None:
    await twelve(bot)
    ben_at_home = someone("ben-at-home", open_room)
    await bot.run(ben_at_home, members.join, "tidewater", await invited(bot, ana, "Ben at home"))
    await waits(bot, yusra)
    await bot.run(ben, members.vouch, "Yusra", WHY)
    await linked(bot, ben, ben_at_home)
    assert await reasons(bot.run(ben_at_home, members.vouch, "Yusra", WHY, guild="tidewater")) == (VouchedAlready("Yusra"),)
    assert not await is_in(bot, yusra)


async def test_a_word_for_somebody_who_turns_out_to_be_oneself_counts_no_more(bot: Guildbot, clock: Clock) -> None:
    await twelve(bot)
    ben_at_home = someone("ben-at-home", open_room)
    await waits(bot, ben_at_home)
    await bot.run(ben, members.vouch, "Ben-At-Home", WHY)
    await linked(bot, ben, ben_at_home)
    for who in ("Ben-At-Home", "Ben", ben_at_home.account):
        assert isinstance((await reasons(bot.run(ana, members.vouch, who, OTHER_WHY)))[0], IsAMember)
    await deliver(bot)
    assert (await bot.run(ben_at_home, waiting.waiting)).candidacies == ()
    assert [one.slug for one in (await bot.run(ben_at_home, guilds.mine)).guilds] == ["tidewater"]
    clock.move(days=14)
    assert not (await deliver(bot)).of(LapsedQuietly)  # nobody waits: they were in it all along
    assert (await bot.run(ben, members.open_vouches)).lines == ()


async def test_wrong_codes_are_counted_over_all_accounts_of_a_person(bot: Guildbot) -> None:
    await by_word_of_mouth(bot, ana, ben, cleo)
    zoe_at_work = someone("zoe-at-work", acme)
    await linked(bot, zoe_at_work, zoe)
    for _ in range(3):
        await bot.run(zoe, members.join, "tidewater", "1234-1234-1234-1234")
    assert await bot.run(zoe_at_work, members.join, "tidewater", "1234-1234-1234-1234") == WrongCode("1234-1234-1234-1234", left=1)


async def test_nobody_is_asked_by_or_about_somebody_they_block_and_nobody_can_tell(bot: Guildbot) -> None:
    """P11."""
    await twelve(bot)
    await bot.run(ben, blocking.block, [ana.account])
    await bot.run(cleo, blocking.block, [yusra.account])
    candidate = await waits(bot, yusra, await invited(bot, ana))
    for name in ("Ben", "Cleo"):
        asked = await bot.run(ana, members.ask_second, candidate.id, name)
        assert rendered(asked) == f"{name} is asked. I tell you when Yusra is in."
    post = await deliver(bot)
    for one in (ben, cleo):
        assert post.to(one) == []
        assert (await bot.run(one, waiting.waiting)).vouches == ()


async def test_whoever_vouches_is_not_named_to_a_candidate_who_blocks_them(bot: Guildbot) -> None:
    """P11."""
    await twelve(bot)
    await waits(bot, yusra)
    await bot.run(yusra, blocking.block, [ana.account])
    await bot.run(ana, members.vouch, "Yusra", WHY)
    (shown,) = await bot.run(yusra, members.my_candidacies)
    assert (shown.vouchers, shown.missing) == ((), 1)
    await bot.run(ben, members.vouch, "Yusra", OTHER_WHY)
    assert [rendered(one) for one in (await deliver(bot)).to(yusra)] == ["You are in Tidewater.\nBen vouched for you."]
