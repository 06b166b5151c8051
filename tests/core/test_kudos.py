"""Thanks: rules K1 to K8, and what was typed wrong."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from guildbot import asks, chapters, courier, kudos, people, spaces
from guildbot.bot import Guildbot
from guildbot.kinds import SpaceKind, Visibility
from guildbot.kudos import Arrived, KudosGiven, Nods, Posted, Unposted
from guildbot.refusals import Empty, NoLonger, Refused, Repeated, TooLong, Unknown
from guildbot.who import AccountRef, MessageRef, Person, Place, Quote
from guildbot.words import plain
from tests.conftest import Clock
from tests.core.conftest import (
    SAY,
    acme,
    deliver,
    guild_of,
    heard_as,
    in_private,
    marram,
    message,
    names,
    open_room,
    posted,
    reasons,
    rendered,
    someone,
    standing_in,
)  # fmt: skip

ana, ben, cleo, dele = (someone(name) for name in ("ana", "ben", "cleo", "dele"))
elsewhere = Place("discord", "S2", "Nightjar", "D2", "perch")
HOLDING = "holding the silence on Tuesday"


async def test_thanks_reach_the_one_who_is_thanked(bot: Guildbot) -> None:
    """Kudos work from the first minute, guild or no guild."""
    await bot.run(ben, people.show)
    said = await bot.run(ana, kudos.give, [ben.account], HOLDING)

    assert said == KudosGiven(1, (Person(1, "Ben", ben.account),), (), None, short=False, without_self=False)
    (arrived,) = (await deliver(bot)).to(ben)
    assert isinstance(arrived, Arrived)
    assert (arrived.giver.name, arrived.reason, arrived.others, arrived.guild, arrived.question) == ("Ana", HOLDING, (), None, False)
    assert rendered(arrived) == f"Ana thanked you:\n{HOLDING}"


async def test_joint_thanks_credit_each_whole(bot: Guildbot) -> None:
    await bot.run(ana, kudos.give, [ben.account, cleo.account], HOLDING)

    post = await deliver(bot)
    assert [names(one.others) for one in (*post.to(ben), *post.to(cleo)) if isinstance(one, Arrived)] == [["Cleo"], ["Ben"]]
    assert [(await bot.run(one, kudos.mine)).thanks for one in (ana, ben, cleo)] == [0, 1, 1]


async def test_a_guest_on_another_platform_is_thanked_by_name(bot: Guildbot) -> None:
    yusra = someone("yusra", open_room)
    await guild_of(bot, ana, ben, yusra)

    said = await bot.run(ana, kudos.give, ["Yusra"], HOLDING)

    assert isinstance(said, KudosGiven)
    assert (names(said.to), said.guild) == (["Yusra"], "Tidewater")
    assert [type(one) for one in (await deliver(bot)).to(yusra)] == [Arrived]


@pytest.mark.parametrize("called", ["Øyvind", "øyvind", "ØYVIND", "Øyvind Ås"])
async def test_names_of_every_alphabet_are_found(bot: Guildbot, called: str) -> None:
    oyvind = someone("u7")
    await bot.run(oyvind, people.change, name="Øyvind Ås", zone_name="", quiet="", thanks=None, questions=True)

    said = await bot.run(ana, kudos.give, [called], HOLDING)

    assert isinstance(said, KudosGiven)
    assert names(said.to) == ["Øyvind Ås"]


# K1: at least one receiver other than the giver; bots neither give nor receive


async def test_nobody_thanks_themselves(bot: Guildbot) -> None:
    """K1."""
    assert await reasons(bot.run(ana, kudos.give, [ana.account], HOLDING)) == (kudos.OnlyYourself(),)


async def test_whoever_names_themselves_among_others_is_dropped_and_told(bot: Guildbot) -> None:
    """K1."""
    said = await bot.run(ana, kudos.give, [ana.account, ben.account], HOLDING)

    assert isinstance(said, KudosGiven)
    assert (names(said.to), said.without_self) == (["Ben"], True)
    assert "Nobody thanks themselves" in rendered(said)
    assert (await bot.run(ana, kudos.mine)).thanks == 0


async def test_bots_are_not_thanked(bot: Guildbot) -> None:
    """K1."""
    robot = someone("robot", bot=True)
    assert await reasons(bot.run(ana, kudos.give, [robot.account, ben.account], HOLDING)) == (kudos.BotsCannot("Robot"),)


async def test_bots_do_not_thank(bot: Guildbot) -> None:
    """K1."""
    await guild_of(bot, ana, ben, cleo)
    robot = someone("robot", bot=True)

    assert await reasons(bot.run(robot, kudos.give, [ben.account], HOLDING)) == (kudos.BotsCannot("Robot"),)
    assert await bot.run(robot, kudos.react, ben.account, message("1"), "💛") == kudos.Nothing()


async def test_a_bot_that_was_not_known_as_one_gives_everything_back(bot: Guildbot) -> None:
    """K1: what a payload does not say is told by a notice after the look-up; a nod of the bot's own goes quietly."""
    await guild_of(bot, ana, ben, cleo)
    stranger = someone("clippy", bot=None)
    await bot.run(ana, kudos.give, [stranger.account], HOLDING)
    await bot.run(stranger, kudos.react, ben.account, message("1"), "💛")
    ((unknown, *_),) = await bot.tend(people.unknown_accounts, "slack")

    assert await bot.tend(people.learn, unknown, people.Facts("Clippy", bot=True))
    await bot.tend(kudos.withdraw_from_bot, unknown)

    (told,) = (await deliver(bot)).to(ana)
    assert told == kudos.ReceiverIsABot("Clippy", HOLDING)
    assert [(await bot.run(one, kudos.mine)).given for one in (ana, stranger)] == [(), ()]
    assert (await bot.run(ben, kudos.mine)).thanks == 0


# K2: the receiver decides


async def test_until_somebody_says_otherwise_thanks_are_theirs_alone(bot: Guildbot) -> None:
    """K2: the notice carries the question; nothing is posted."""
    await guild_of(bot, ana, ben, cleo, thanks=None)
    await bot.run(ana, kudos.give, [ben.account], HOLDING, about=message("1"))

    post = await deliver(bot)

    (arrived,) = post.to(ben)
    assert isinstance(arrived, Arrived)
    assert (arrived.question, arrived.shown) == (True, Visibility.ME)
    assert post.to(acme) == []


async def test_who_wishes_so_is_thanked_under_the_message(bot: Guildbot) -> None:
    """K2."""
    await guild_of(bot, ana, ben, cleo, thanks=Visibility.MESSAGE)
    await bot.run(ana, kudos.give, [ben.account], HOLDING, value="care", about=message("1"))

    post = await deliver(bot)

    ((shown,), (letter,)) = post.to(acme), [one for one in post.letters if posted(one).startswith("C1")]
    assert isinstance(shown, Posted)
    assert rendered(shown) == f"Ana to Ben: “{HOLDING} #care”\n💛 on this says “me too”."
    assert getattr(letter.to, "under", None) == "1"


async def test_the_giver_may_choose_narrower(bot: Guildbot) -> None:
    """K2."""
    await guild_of(bot, ana, ben, cleo, thanks=Visibility.MESSAGE)
    await bot.run(ana, kudos.give, [ben.account], HOLDING, privately=True, about=message("1"))

    post = await deliver(bot)
    assert post.to(acme) == []
    assert [one.shown for one in post.of(Arrived)] == [Visibility.ME]


async def test_a_joint_thank_you_is_shown_only_as_far_as_everyone_wishes(bot: Guildbot) -> None:
    """K2."""
    await guild_of(bot, ana, ben, cleo, thanks=Visibility.MESSAGE)
    await bot.run(cleo, people.choose_thanks, Visibility.DIGEST)
    await bot.run(ana, kudos.give, [ben.account, cleo.account], HOLDING, about=message("1"))

    assert (await deliver(bot)).to(acme) == []


async def test_a_receiver_who_opens_up_later_lets_it_be_posted(bot: Guildbot) -> None:
    """K2."""
    await guild_of(bot, ana, ben, cleo, thanks=None)
    await bot.run(ana, kudos.give, [ben.account], HOLDING, about=message("1"))
    await deliver(bot)

    assert await bot.run(ben, kudos.choose, 1, Visibility.MESSAGE) == people.ThanksChosen(Visibility.MESSAGE)
    assert [type(one) for one in (await deliver(bot)).to(acme)] == [Posted]
    assert (await bot.run(ben, people.show)).thanks is not None


async def test_only_a_receiver_decides_who_sees(bot: Guildbot) -> None:
    """K2."""
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    for stranger in (ana, cleo):
        assert await reasons(bot.run(stranger, kudos.share, 1, Visibility.MESSAGE)) == (NoLonger(),)
        assert await reasons(bot.run(stranger, kudos.hide, 1)) == (NoLonger(),)


@pytest.mark.parametrize("who", ["giver", "receiver", "one of two"])
async def test_a_post_goes_when_it_is_taken_back_or_hidden(bot: Guildbot, who: str) -> None:
    await guild_of(bot, ana, ben, cleo, thanks=Visibility.MESSAGE)
    to = [ben.account, cleo.account] if who == "one of two" else [ben.account]
    await bot.run(ana, kudos.give, to, HOLDING, about=message("1"))
    (letter,) = [one for one in (await deliver(bot)).letters if isinstance(one.content[0], Posted)]

    if who == "giver":
        await bot.run(ana, kudos.withdraw, 1)
    else:
        await bot.run(ben, kudos.hide, 1)

    (gone,) = (await deliver(bot)).to(acme)
    assert isinstance(gone, Unposted)
    assert (gone.room.channel, gone.message) == tuple(posted(letter).split("/"))


async def test_a_post_that_was_on_its_way_when_it_was_taken_back_goes_again(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo, thanks=Visibility.MESSAGE)
    await bot.run(ana, kudos.give, [ben.account], HOLDING, about=message("1"))
    await bot.tend(courier.claim)
    letter = await bot.tend(courier.claim)
    assert letter is not None
    assert isinstance(letter.content[0], Posted)
    await bot.run(ana, kudos.withdraw, 1)

    await bot.tend(courier.delivered, letter.id, "C1/77")

    (gone,) = (await deliver(bot)).to(acme)
    assert isinstance(gone, Unposted)
    assert gone.message == "77"


async def test_who_hid_thanks_is_their_own_affair(bot: Guildbot) -> None:
    await bot.run(ana, kudos.give, [ben.account, cleo.account], HOLDING)

    assert await bot.run(ben, kudos.hide, 1) == kudos.Hidden(1)

    mine = await bot.run(ben, kudos.mine)
    assert (mine.received, mine.thanks) == ((), 0)
    assert [names(one.to) for one in (await bot.run(ana, kudos.mine)).given] == [["Ben", "Cleo"]]


# K3: one gesture, one kudos


async def test_a_retry_of_the_platform_gives_one_kudos(bot: Guildbot) -> None:
    """K3."""
    await bot.run(heard_as(ana, "e1"), kudos.give, [ben.account], HOLDING)

    with pytest.raises(Repeated):
        await bot.run(heard_as(ana, "e1"), kudos.give, [ben.account], HOLDING)

    assert (await bot.run(ben, kudos.mine)).thanks == 1


async def test_a_refused_event_is_heard_again(bot: Guildbot) -> None:
    """Nothing of a refused deed is kept, the key of its event neither."""
    await reasons(bot.run(heard_as(ana, "e1"), kudos.give, [ben.account], ""))
    await bot.run(heard_as(ana, "e1"), kudos.give, [ben.account], HOLDING)


async def test_one_gesture_under_new_event_keys_is_one_nod(bot: Guildbot) -> None:
    """K3."""
    await guild_of(bot, ana, ben, cleo)
    first = await bot.run(heard_as(ana, "e1"), kudos.react, ben.account, message("1"), "💛")
    assert isinstance(first, kudos.NodGiven)

    for number in range(2, 5):
        await bot.run(heard_as(ana, f"e{number}"), kudos.react, ben.account, message("1"), "💛")
    await bot.run(ana, kudos.unreact, message("1"), "💛")
    await bot.run(ana, kudos.react, ben.account, message("1"), "💛")

    mine = await bot.run(ben, kudos.mine)
    assert (mine.thanks, [one.id for one in mine.received]) == (1, [first.id])


async def test_removing_the_emoji_withdraws_a_nod(bot: Guildbot) -> None:
    """K3."""
    await guild_of(bot, ana, ben, cleo)
    given = await bot.run(ana, kudos.react, ben.account, message("1"), "💛")
    assert isinstance(given, kudos.NodGiven)

    assert await bot.run(ana, kudos.unreact, message("1"), "💛") == kudos.Withdrawn(given.id)
    assert await bot.run(ana, kudos.unreact, message("1"), "💛") == kudos.Nothing()
    assert (await bot.run(ben, kudos.mine)).thanks == 0


async def test_removing_the_emoji_leaves_words(bot: Guildbot) -> None:
    """K3."""
    await guild_of(bot, ana, ben, cleo)
    given = await bot.run(ana, kudos.react, ben.account, message("1"), "💛")
    assert isinstance(given, kudos.NodGiven)
    await bot.run(ana, kudos.add_words, given.id, HOLDING)

    assert await bot.run(ana, kudos.unreact, message("1"), "💛") == kudos.Nothing()
    assert [one.reason for one in (await bot.run(ben, kudos.mine)).received] == [HOLDING]


async def test_after_words_were_taken_back_the_emoji_can_be_given_again(bot: Guildbot) -> None:
    """K3: the gesture is free again, and the words stay taken back."""
    await guild_of(bot, ana, ben, cleo)
    given = await bot.run(ana, kudos.react, ben.account, message("1"), "💛")
    assert isinstance(given, kudos.NodGiven)
    await bot.run(ana, kudos.add_words, given.id, HOLDING)
    await bot.run(ana, kudos.withdraw, given.id)

    again = await bot.run(ana, kudos.react, ben.account, message("1"), "💛")

    assert isinstance(again, kudos.NodGiven)
    assert [(one.id, one.reason) for one in (await bot.run(ben, kudos.mine)).received] == [(again.id, None)]


@pytest.mark.parametrize("emoji", ["💛", "💛\U0001f3fd", "💛\ufe0f"])
async def test_skin_tones_are_ignored(bot: Guildbot, emoji: str) -> None:
    await guild_of(bot, ana, ben, cleo)
    assert isinstance(await bot.run(ana, kudos.react, ben.account, message("1"), emoji), kudos.NodGiven)


async def test_other_emoji_other_channels_and_own_messages_say_nothing(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    elsewhere = standing_in(ana, open_room)

    assert await bot.run(ana, kudos.react, ben.account, message("1"), "👍") == kudos.Nothing()
    assert await bot.run(ana, kudos.react, ana.account, message("1"), "💛") == kudos.Nothing()
    assert await bot.run(elsewhere, kudos.react, ben.account, message("1", open_room), "💛") == kudos.Nothing()


# K4: nods are quiet


async def test_nods_arrive_together_once_a_day(bot: Guildbot, clock: Clock) -> None:
    """K4: no notice of their own, no quote."""
    await guild_of(bot, ana, ben, cleo, dele)
    await bot.run(ana, kudos.react, ben.account, message("1"), "💛")
    await bot.run(cleo, kudos.react, ben.account, message("1"), "💛")
    assert len(await deliver(bot)) == 0

    clock.move(days=1)
    letters = (await deliver(bot)).to(ben)
    assert [rendered(one) for one in letters] == ["Ana and Cleo thanked you with an emoji."]


async def test_no_nod_is_told_twice(bot: Guildbot, clock: Clock) -> None:
    """K4: one given before the morning's letter, another after it."""
    await guild_of(bot, ana, ben, cleo, dele)
    await bot.run(ana, kudos.react, ben.account, message("1"), "💛")
    clock.move(hours=23)
    await bot.run(cleo, kudos.react, ben.account, message("1"), "💛")
    told: list[str] = []
    for _ in range(3):
        clock.move(hours=1)
        await bot.run(dele, kudos.react, ben.account, message("2"), "💛")
        told += [name for one in (await deliver(bot)).to(ben) if isinstance(one, Nods) for name in names(one.givers)]
        clock.move(hours=23)

    assert sorted(told) == ["Ana", "Cleo", "Dele"]


async def test_a_pair_is_invited_to_words_once_a_week(bot: Guildbot, clock: Clock) -> None:
    """K4."""
    await guild_of(bot, ana, ben, cleo)
    invited = []
    for day in range(9):
        said = await bot.run(ana, kudos.react, ben.account, message(str(day)), "💛")
        assert isinstance(said, kudos.NodGiven)
        invited.append(said.invite)
        clock.move(days=1)

    assert invited == [True, *[False] * 6, True, False]


async def test_words_added_to_a_nod_arrive_as_thanks(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    given = await bot.run(ana, kudos.react, ben.account, message("1"), "💛")
    assert isinstance(given, kudos.NodGiven)

    said = await bot.run(ana, kudos.add_words, given.id, HOLDING)

    assert isinstance(said, kudos.WordsAdded)
    assert [one.reason for one in (await deliver(bot)).to(ben) if isinstance(one, Arrived)] == [HOLDING]


# K5 is D3's metamorphic test in test_digests.py; here, who may do what reads no number


async def test_who_was_never_thanked_can_do_all_that_others_can(bot: Guildbot) -> None:
    """K5: no permission reads how many kudos anyone has."""
    await guild_of(bot, ana, ben, cleo)
    for number in range(3):
        await bot.run(ana, kudos.give, [ben.account], f"{HOLDING}, time {number}")
    of_much = await bot.run(ben, kudos.give, [ana.account], HOLDING)
    of_none = await bot.run(cleo, kudos.give, [ana.account], HOLDING)

    assert isinstance(of_much, KudosGiven)
    assert isinstance(of_none, KudosGiven)
    assert (of_much.guild, names(of_much.to), of_much.later) == (of_none.guild, names(of_none.to), of_none.later)


# K6: any reason is delivered


@pytest.mark.parametrize(("reason", "short"), [("thanks!", True), ("for the tea ride", False), ("谢谢你", True), ("谢谢你今天帮我", False)])
async def test_any_reason_is_delivered_and_short_ones_are_asked_about_once(bot: Guildbot, reason: str, short: bool) -> None:
    """K6: under 15 characters (6 in Chinese, Japanese, Korean) it is a short thanks."""
    said = await bot.run(ana, kudos.give, [ben.account], reason)

    assert isinstance(said, KudosGiven)
    assert said.short is short
    assert ("What did it change for you?" in rendered(said)) is short
    assert [one.reason for one in (await deliver(bot)).to(ben) if isinstance(one, Arrived)] == [reason]


async def test_a_thousand_characters_fit_and_one_more_does_not(bot: Guildbot) -> None:
    """K6."""
    await bot.run(ana, kudos.give, [ben.account], "x" * 1000)
    assert await reasons(bot.run(ana, kudos.give, [cleo.account], "x" * 1001)) == (TooLong(1001, 1000),)


async def test_a_sentence_after_short_thanks_comes_in_one_letter(bot: Guildbot, clock: Clock) -> None:
    """K6: what the receiver has not read yet arrives with the sentence, not twice; the form sent twice adds it once."""
    await bot.run(ben, people.show)
    clock.now = datetime(2026, 11, 2, 23, 0, tzinfo=UTC)
    await bot.run(ana, kudos.give, [ben.account], "thanks!")

    for _ in range(2):
        await bot.run(ana, kudos.add_words, 1, "I slept that night.")

    clock.move(hours=12)
    (letter,) = (await deliver(bot)).letters
    assert [rendered(one) for one in letter.content] == ["Ana thanked you:\nthanks!\nI slept that night."]


# K7: a limit against accidents


async def test_thirty_an_hour_and_then_a_little_later(bot: Guildbot, clock: Clock) -> None:
    """K7."""
    for number in range(30):
        await bot.run(ana, kudos.give, [ben.account], f"for number {number}")

    assert await reasons(bot.run(ana, kudos.give, [ben.account], HOLDING)) == (kudos.Burst(),)
    clock.move(minutes=61)
    await bot.run(ana, kudos.give, [ben.account], HOLDING)


async def test_the_limit_is_exact_when_eight_gestures_come_at_once(bot: Guildbot) -> None:
    """K7."""

    async def thank(lane: int) -> int:
        given = 0
        for number in range(8):
            try:
                await bot.run(ana, kudos.give, [ben.account], f"for lane {lane}, number {number}")
                given += 1
            except Refused:
                pass
        return given

    assert sum(await asyncio.gather(*map(thank, range(8)))) == 30
    assert (await bot.run(ben, kudos.mine)).thanks == 30


async def test_a_burst_of_emoji_ends_in_silence(bot: Guildbot) -> None:
    """K7: an emoji gets no answer, and no more than thirty count."""
    await guild_of(bot, ana, ben, cleo)
    for number in range(35):
        await bot.run(ana, kudos.react, ben.account, message(str(number)), "💛")
    assert (await bot.run(ben, kudos.mine)).thanks == 30


# K8: a link belongs to the kudos, not the other way round


async def test_the_link_goes_with_the_kudos(bot: Guildbot) -> None:
    """K8: kept and handed out; whether it still leads anywhere is tested by whoever shows it."""
    await bot.run(ana, kudos.give, [ben.account], HOLDING, about=message("1", link="https://acme.example/1"))

    assert [one.link for one in (await deliver(bot)).of(Arrived)] == ["https://acme.example/1"]
    assert [one.link for one in (await bot.run(ben, kudos.mine)).received] == ["https://acme.example/1"]


# Me too


async def thanked_in_public(bot: Guildbot) -> MessageRef:
    """Ana thanked Ben under his message; the post that says so."""
    await guild_of(bot, ana, ben, cleo, dele, thanks=Visibility.MESSAGE)
    await bot.run(ana, kudos.give, [ben.account], HOLDING, about=message("1"))
    (letter,) = [one for one in (await deliver(bot)).letters if isinstance(one.content[0], Posted)]
    return MessageRef(*posted(letter).split("/"))


async def test_me_too_is_told_once_the_next_morning(bot: Guildbot, clock: Clock) -> None:
    post = await thanked_in_public(bot)
    for one in (cleo, dele, cleo):
        said = await bot.run(one, kudos.react, someone("guildbot", bot=True).account, post, "💛")
        assert isinstance(said, kudos.Seconded)
        assert names(said.to) == ["Ben"]

    clock.move(days=1)
    assert [names(one.givers) for one in (await deliver(bot)).to(ben) if isinstance(one, Nods)] == [["Cleo", "Dele"]]


async def test_the_giver_and_the_thanked_cannot_say_me_too(bot: Guildbot) -> None:
    post = await thanked_in_public(bot)
    for one in (ana, ben):
        assert await reasons(bot.run(one, kudos.second, post)) == (NoLonger(),)
        assert await bot.run(one, kudos.react, someone("guildbot", bot=True).account, post, "💛") == kudos.Nothing()


async def test_only_the_guilds_emoji_takes_a_me_too_back(bot: Guildbot, clock: Clock) -> None:
    post = await thanked_in_public(bot)
    await bot.run(cleo, kudos.second, post)
    await bot.run(dele, kudos.second, post)

    await bot.run(cleo, kudos.unreact, post, "👍")
    await bot.run(dele, kudos.unreact, post, "💛")

    clock.move(days=1)
    assert [names(one.givers) for one in (await deliver(bot)).to(ben) if isinstance(one, Nods)] == [["Cleo"]]


async def test_a_post_is_known_by_its_space_too(bot: Guildbot) -> None:
    """Channel ids may be the same in two workspaces."""
    post = await thanked_in_public(bot)
    eli = someone("eli", marram)
    assert await reasons(bot.run(eli, kudos.second, post)) == (kudos.NotAPost(),)


async def test_me_too_on_another_message_explains_itself(bot: Guildbot) -> None:
    assert await reasons(bot.run(ana, kudos.second, message("1"))) == (kudos.NotAPost(),)


# Taking back, and one's own page


async def test_only_the_giver_takes_back_and_unsent_thanks_never_arrive(bot: Guildbot) -> None:
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    for one in (ben, cleo):
        assert await reasons(bot.run(one, kudos.withdraw, 1)) == (NoLonger(),)

    assert await bot.run(ana, kudos.withdraw, 1) == kudos.Withdrawn(1)
    assert await bot.run(ana, kudos.withdraw, 1) == kudos.Withdrawn(1)
    assert len(await deliver(bot)) == 0
    assert (await bot.run(ben, kudos.mine)).thanks == 0


async def test_ones_own_number_is_shown_to_oneself_alone(bot: Guildbot) -> None:
    """Stance 1."""
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    await bot.run(cleo, kudos.give, [ben.account], HOLDING)

    mine = await bot.run(ben, kudos.mine)

    assert (mine.thanks, mine.givers, [names([one.giver]) for one in mine.received]) == (2, 2, [["Cleo"], ["Ana"]])
    assert rendered(mine).startswith("2 thanks from 2 people since Monday 2 November.")
    assert rendered(await bot.run(dele, kudos.mine)) == "Nothing here yet. /kudos is how it begins."


# What is typed wrong


async def test_every_reason_is_named_at_once(bot: Guildbot) -> None:
    robot = someone("robot", bot=True)
    assert await reasons(bot.run(ana, kudos.give, [robot.account], "")) == (kudos.BotsCannot("Robot"), Empty())
    assert await reasons(bot.run(ana, kudos.give, [ana.account], "")) == (kudos.OnlyYourself(), Empty())


@pytest.mark.parametrize("empty", ["", "   ", "\u200b\u202e", "\n\n"])
async def test_words_nobody_can_see_are_no_words(bot: Guildbot, empty: str) -> None:
    assert await reasons(bot.run(ana, kudos.give, [ben.account], empty)) == (Empty(),)


async def test_nobody_named(bot: Guildbot) -> None:
    assert await reasons(bot.run(ana, kudos.give, [], HOLDING)) == (kudos.NobodyNamed(),)


async def test_a_name_that_means_nobody_or_several(bot: Guildbot) -> None:
    """Both are said at once; the several come back as people to choose from."""
    for id in ("u8", "u9"):
        await bot.run(someone(id), people.change, name="Sol", zone_name="", quiet="", thanks=None, questions=True)

    nobody, several = await reasons(bot.run(ana, kudos.give, ["Nobody", "Sol"], HOLDING))

    assert nobody == Unknown("Nobody")
    assert isinstance(several, people.Several)
    assert (several.name, [one.account.id for one in several.people]) == ("Sol", ["u8", "u9"])
    said = await bot.run(ana, kudos.give, [people.handle(several.people[1])], HOLDING)
    assert isinstance(said, KudosGiven)
    assert [one.account.id for one in said.to] == ["u9"]


async def test_people_of_other_workspaces_are_no_suggestion(bot: Guildbot) -> None:
    """A name only means people one shares a place or a guild with."""
    await bot.run(someone("zora", marram), people.show)
    assert await reasons(bot.run(ana, kudos.give, ["Zora"], HOLDING)) == (Unknown("Zora"),)
    assert await bot.run(ana, people.suggest, "zo") == []


async def test_more_than_ten_people(bot: Guildbot) -> None:
    crowd = [someone(f"p{number}").account for number in range(11)]
    assert await reasons(bot.run(ana, kudos.give, crowd, HOLDING)) == (kudos.TooMany(11),)


async def test_the_same_words_twice_are_asked_about(bot: Guildbot, clock: Clock) -> None:
    await bot.run(ana, kudos.give, [ben.account, cleo.account], HOLDING)

    said = await bot.run(ana, kudos.give, [cleo.account, ben.account], HOLDING)

    assert isinstance(said, kudos.SaidAlready)
    assert said.words(SAY)[1] == (Quote(HOLDING),)
    assert isinstance(await bot.run(ana, kudos.give, [ben.account, cleo.account], HOLDING, again=True), KudosGiven)
    clock.move(minutes=11)
    assert isinstance(await bot.run(ana, kudos.give, [ben.account, cleo.account], HOLDING), KudosGiven)


async def test_a_value_that_is_none_of_the_guilds(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    (no,) = await reasons(bot.run(ana, kudos.give, [ben.account], HOLDING, value="speed"))
    assert no == kudos.NotAValue("speed", "Tidewater", ("care", "craft", "courage"))
    assert plain(SAY.of(no)) == "“speed” is not one of Tidewater's words. They are: care, craft, and courage."


async def test_which_guild_when_two_are_shared(bot: Guildbot) -> None:
    yusra = someone("yusra", open_room)
    await guild_of(bot, ana, ben, yusra)
    await guild_of(bot, yusra, ana, ben, name="Nightjar")
    here = in_private(ana)

    assert await reasons(bot.run(here, kudos.give, [ben.account], HOLDING)) == (kudos.WhichGuild(("nightjar", "tidewater")),)
    chosen = await bot.run(here, kudos.give, [ben.account], HOLDING, guild="nightjar")
    none = await bot.run(here, kudos.give, [ben.account], HOLDING, guild=kudos.NO_GUILD, again=True)
    assert isinstance(chosen, KudosGiven)
    assert isinstance(none, KudosGiven)
    assert (chosen.guild, none.guild) == ("Nightjar", None)
    assert await reasons(bot.run(here, kudos.give, [ben.account], HOLDING, guild="elsewhere", again=True)) == (
        kudos.NoSuchGuildOfYours("elsewhere"),
    )


async def test_thanks_for_a_private_message_are_given_and_posted_nowhere(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo, thanks=Visibility.MESSAGE)

    said = await bot.run(in_private(ana), kudos.give, [ben.account], HOLDING, about=MessageRef("D9", "1"))

    assert isinstance(said, KudosGiven)
    assert said.guild == "Tidewater"
    assert [type(one.content[0]) for one in (await deliver(bot)).letters] == [Arrived]


async def test_a_crowd_is_refused_before_anybody_is_looked_for(bot: Guildbot) -> None:
    names = [f"Nobody {number}" for number in range(500)]
    assert await reasons(bot.run(ana, kudos.give, names, HOLDING)) == (kudos.TooMany(500),)
    assert await reasons(bot.run(ana, kudos.give, ["Nobody"] * 500, HOLDING)) == (Unknown("Nobody"),)


async def test_a_name_nobody_can_have_is_not_looked_for(bot: Guildbot) -> None:
    (no,) = await reasons(bot.run(ana, kudos.give, ["x" * 5000], HOLDING))
    assert len(plain(SAY.of(no))) < 200


async def test_an_id_that_anybody_can_type_reaches_nobody_elsewhere(bot: Guildbot) -> None:
    """Where ids are everybody's, one has to share a place or a guild; the refusal tells no name."""
    yusra, zora = someone("yusra", open_room, bot=None), someone("zora", elsewhere, bot=None)
    await bot.tend(spaces.install, "discord", "S2", "Nightjar", SpaceKind.SERVER)
    await bot.run(zora, people.show)
    typed = AccountRef("discord", "", "zora")

    (no,) = await reasons(bot.run(yusra, kudos.give, [typed], HOLDING))
    assert no == people.NotMetHere("zora")
    assert "Zora" not in plain(SAY.of(no))
    assert await reasons(bot.run(yusra, asks.note, typed, "the form")) == (no,)

    await guild_of(bot, yusra, zora, ana)
    assert isinstance(await bot.run(yusra, kudos.give, [typed], HOLDING), KudosGiven)


async def test_whoever_never_spoke_is_looked_up_before_anything_reaches_them(bot: Guildbot) -> None:
    """And when they are not here, the giver has their words back."""
    yusra = someone("yusra", open_room)
    await bot.run(yusra, kudos.give, [AccountRef("discord", "", "42")], HOLDING)
    assert len(await deliver(bot)) == 0
    ((unknown, *_),) = await bot.tend(people.unknown_accounts, "discord")

    assert await bot.tend(people.learn, unknown, None)
    await bot.tend(kudos.withdraw_from_bot, unknown)

    (letter,) = (await deliver(bot)).letters
    assert letter.content == (kudos.ReceiverIsElsewhere(HOLDING),)
    assert (await bot.run(yusra, kudos.mine)).given == ()


async def test_two_presses_before_the_post_goes_are_one_post(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo, thanks=None)
    await bot.run(ana, kudos.give, [ben.account], HOLDING, about=message("1"))
    for _ in range(2):
        await bot.run(ben, kudos.share, 1, Visibility.MESSAGE)
    assert len((await deliver(bot)).of(Posted)) == 1


async def test_who_changes_their_mind_twice_before_anything_went_keeps_the_post(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo, thanks=Visibility.MESSAGE)
    await bot.run(ana, kudos.give, [ben.account], HOLDING, about=message("1"))
    await deliver(bot)
    for shown in (Visibility.ME, Visibility.MESSAGE):
        await bot.run(ben, kudos.share, 1, shown)
    assert len(await deliver(bot)) == 0

    await bot.run(ben, kudos.share, 1, Visibility.ME)
    assert [type(one) for one in (await deliver(bot)).to(acme)] == [Unposted]


async def test_nods_that_come_while_a_letter_is_on_its_way_are_told_in_the_next(bot: Guildbot, clock: Clock) -> None:
    """K4."""
    await guild_of(bot, ana, ben, cleo, dele)
    await bot.run(ana, kudos.react, ben.account, message("1"), "💛")
    clock.move(days=1)
    letter = await bot.tend(courier.claim)
    assert letter is not None
    clock.move(seconds=1)
    await bot.run(cleo, kudos.react, ben.account, message("2"), "💛")
    clock.move(seconds=1)
    await bot.tend(courier.delivered, letter.id, "dm/1")

    clock.move(days=1)
    assert [names(one.givers) for one in (await deliver(bot)).to(ben) if isinstance(one, Nods)] == [["Cleo"]]


async def test_a_posts_emoji_is_a_value_and_no_markup(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo, thanks=Visibility.MESSAGE)
    await bot.run(ana, kudos.give, [ben.account], HOLDING, about=message("1"))
    (shown,) = (await deliver(bot)).of(Posted)
    assert Quote("💛") in shown.words(SAY)[1]


async def test_a_value_ends_the_reason_and_is_one_word(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ana, kudos.give, [ben.account], f"{HOLDING} #care")
    await bot.run(ana, kudos.give, [ben.account], "for asking in #general about it", guild=kudos.NO_GUILD)
    await bot.run(ana, kudos.give, [ben.account], "for the tea ride", value="Tea\n@here " + "x" * 90, guild=kudos.NO_GUILD)

    kept = (await bot.run(ben, kudos.mine)).received
    assert [(one.reason, one.value) for one in kept[1:]] == [("for asking in #general about it", None), (HOLDING, "care")]
    assert kept[0].value is not None
    assert (len(kept[0].value), kept[0].value[:7]) == (40, "teahere")


async def test_me_too_holds_wherever_the_post_stands(bot: Guildbot) -> None:
    """Also where the chapter is closed meanwhile."""
    post = await thanked_in_public(bot)
    await bot.run(ana, chapters.close_here)
    robot = someone("guildbot", bot=True).account

    assert isinstance(await bot.run(cleo, kudos.react, robot, post, "💛"), kudos.Seconded)
    assert await bot.run(cleo, kudos.react, robot, post, "👍") == kudos.Nothing()
    assert isinstance(await bot.run(cleo, kudos.unreact, post, "💛"), kudos.Withdrawn)
