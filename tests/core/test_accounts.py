"""One person, several accounts: rules P2, P3 and P4, and whoever tries to become somebody else."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from guildbot import accounts, asks, bonds, codes, forgetting, guilds, kudos, members, people
from guildbot.bot import Guildbot, tend_house
from guildbot.kinds import Admission, Visibility
from guildbot.refusals import NoLonger, Refused, Repeated
from guildbot.waiting import waiting
from guildbot.who import Caller
from tests.conftest import Clock
from tests.core.conftest import (
    acme,
    deliver,
    guild_of,
    heard_as,
    message,
    names,
    open_room,
    reasons,
    rendered,
    someone,
    standing_in,
)  # fmt: skip

ana, ben, cleo, dele = (someone(name) for name in ("ana", "ben", "cleo", "dele"))
yusra = someone("yusra", open_room)  # on Discord
mallory = someone("mallory", open_room)
HOLDING = "holding the silence on Tuesday"


async def code_of(bot: Guildbot, who: Caller) -> str:
    return (await bot.run(who, accounts.make_code)).code


async def asks_to_be(bot: Guildbot, stays: Caller, comes: Caller) -> int:
    """`comes` types a code of `stays`; the link that waits for a yes."""
    said = await bot.run(comes, accounts.enter, await code_of(bot, stays))
    assert isinstance(said, accounts.Entered)
    return said.link


async def linked(bot: Guildbot, stays: Caller, comes: Caller) -> accounts.Linked:
    return await bot.run(stays, accounts.confirm, await asks_to_be(bot, stays, comes))


async def way_back_of(bot: Guildbot, who: Caller) -> str:
    return (await bot.run(who, accounts.keep_way_back)).code


async def person_of(bot: Guildbot, who: Caller) -> int:
    return (await bot.run(who, people.show)).person.id


async def one_person(bot: Guildbot, *who: Caller) -> bool:
    return len({await person_of(bot, one) for one in who}) == 1


async def number(bot: Guildbot, who: Caller) -> int:
    return (await bot.run(who, kudos.mine)).thanks


# P2: a code, made on one account, typed on the other, confirmed on the first, which is shown who asks


async def test_two_accounts_become_one_person(bot: Guildbot) -> None:
    """P2."""
    made = await bot.run(ana, accounts.make_code)
    entered = await bot.run(yusra, accounts.enter, made.code)

    assert isinstance(entered, accounts.Entered)
    assert "This is the code of Ana (Slack, Acme)." in rendered(entered)
    assert not await one_person(bot, ana, yusra)
    (asked,) = (await deliver(bot)).to(ana)
    assert rendered(asked).startswith("Yusra (Discord, the Open Room) has typed your code. Is that you?")

    said = await bot.run(ana, accounts.confirm, entered.link)

    assert "You and Yusra (Discord, the Open Room) are one person now" in rendered(said)
    assert await one_person(bot, ana, yusra)
    (told,) = (await deliver(bot)).to(yusra)
    assert isinstance(told, accounts.Linked)
    assert "You and Ana (Slack, Acme) are one person now" in rendered(told)


async def test_a_code_is_kept_as_a_hash_and_read_however_it_is_typed(bot: Guildbot, look: Any) -> None:
    code = await code_of(bot, ana)
    assert len(code.replace("-", "")) == 16
    assert look("SELECT code FROM link") == [(codes.hashed(code),)]

    said = await bot.run(yusra, accounts.enter, f"  {code.replace('-', ' ').upper()} ")
    assert isinstance(said, accounts.Entered)


async def test_a_question_stands_in_what_waits_until_it_is_answered(bot: Guildbot) -> None:
    link = await asks_to_be(bot, ana, yusra)
    assert [one.link for one in (await bot.run(ana, waiting)).links] == [link]
    assert (await bot.run(yusra, waiting)).links == ()
    assert [one.link for one in (await bot.run(ana, accounts.mine)).asked] == [link]
    await bot.run(ana, accounts.refuse, link)
    assert (await bot.run(ana, waiting)).nothing


async def test_only_whoever_made_the_code_says_yes(bot: Guildbot) -> None:
    link = await asks_to_be(bot, ana, yusra)
    for other in (yusra, ben, mallory):
        assert await reasons(bot.run(other, accounts.confirm, link)) == (accounts.AskedNoLonger(),)
        assert await reasons(bot.run(other, accounts.refuse, link)) == (accounts.AskedNoLonger(),)
    assert not await one_person(bot, ana, yusra)


async def test_a_no_is_told_and_the_code_is_spent(bot: Guildbot) -> None:
    code = await code_of(bot, ana)
    entered = await bot.run(yusra, accounts.enter, code)
    assert isinstance(entered, accounts.Entered)
    await deliver(bot)

    await bot.run(ana, accounts.refuse, entered.link)

    (told,) = (await deliver(bot)).to(yusra)
    assert rendered(told) == "Ana (Slack, Acme) said that this is somebody else. Nothing was changed."
    assert await reasons(bot.run(yusra, accounts.enter, code)) == (accounts.CodeSpent(),)
    for again in (accounts.confirm, accounts.refuse):
        assert await reasons(bot.run(ana, again, entered.link)) == (accounts.AskedNoLonger(),)
    assert not await one_person(bot, ana, yusra)


async def test_whoever_was_talked_into_typing_a_code_sees_whose_it_was_and_takes_it_back(bot: Guildbot) -> None:
    """P15: reverse phishing, “type this code for a prize”."""
    link = await asks_to_be(bot, mallory, ana)
    await deliver(bot)

    said = await bot.run(ana, accounts.withdraw, link)

    assert rendered(said) == "Nothing happens, and the code is spent. Mallory (Discord, the Open Room) had made it."
    assert await reasons(bot.run(mallory, accounts.confirm, link)) == (accounts.AskedNoLonger(),)
    (told,) = (await deliver(bot)).to(mallory)
    assert rendered(told) == "Ana (Slack, Acme) had typed your code by mistake. Nothing was changed."


async def test_where_the_other_side_was_quicker_that_is_not_me_undoes_it(bot: Guildbot) -> None:
    """P15."""
    link = await asks_to_be(bot, mallory, ana)
    await bot.run(mallory, accounts.confirm, link)
    assert await one_person(bot, mallory, ana)

    assert isinstance(await bot.run(ana, accounts.withdraw, link), accounts.Undone)

    assert not await one_person(bot, mallory, ana)


# What is refused, and nothing is half done


async def test_a_wrong_code_opens_nothing_and_counts(bot: Guildbot) -> None:
    said = await bot.run(yusra, accounts.enter, "0000-0000-0000-0000")
    assert said == codes.WrongCode("0000-0000-0000-0000", 4)
    assert await bot.run(yusra, accounts.recover, "nonsense") == codes.WrongCode("nonsense", 3)


async def test_after_five_wrong_codes_even_the_right_one_waits_an_hour(bot: Guildbot, clock: Clock) -> None:
    """P15: link and recovery codes alike, and whichever account of a person tries."""
    code = await way_back_of(bot, ana)
    for _ in range(5):
        await bot.run(mallory, accounts.enter, "0000-0000-0000-0000")
    locked = await bot.run(mallory, accounts.recover, code)
    assert locked == codes.LockedOut(code, clock.now + timedelta(hours=1))

    clock.move(hours=1)
    assert isinstance(await bot.run(mallory, accounts.recover, code), accounts.Recovered)


async def test_a_code_lives_ten_minutes(bot: Guildbot, clock: Clock) -> None:
    code = await code_of(bot, ana)
    clock.move(minutes=10)
    assert await reasons(bot.run(yusra, accounts.enter, code)) == (accounts.CodeVoid(),)
    assert (await bot.run(yusra, accounts.enter, "0000-0000-0000-0000")) == codes.WrongCode("0000-0000-0000-0000", 4), (
        "a late one is no guess"
    )


async def test_a_newer_code_voids_the_older_one(bot: Guildbot) -> None:
    old = await code_of(bot, ana)
    new = await code_of(bot, ana)
    assert await reasons(bot.run(yusra, accounts.enter, old)) == (accounts.CodeVoid(),)
    assert isinstance(await bot.run(yusra, accounts.enter, new), accounts.Entered)


async def test_a_question_lapses_after_a_day(bot: Guildbot, clock: Clock) -> None:
    link = await asks_to_be(bot, ana, yusra)
    clock.move(hours=24)
    assert await reasons(bot.run(ana, accounts.confirm, link)) == (accounts.AskedNoLonger(),)
    assert (await bot.run(ana, waiting)).nothing
    assert len((await deliver(bot)).to(ana)) == 0
    await bot.tend(tend_house)
    assert await reasons(bot.run(yusra, accounts.withdraw, link)) == (accounts.AskedNoLonger(),)


async def test_ones_own_code_is_for_another_account(bot: Guildbot) -> None:
    code = await code_of(bot, ana)
    assert await reasons(bot.run(ana, accounts.enter, code)) == (accounts.OwnCode(),)
    assert isinstance(await bot.run(yusra, accounts.enter, code), accounts.Entered)
    await linked(bot, ben, mallory)
    assert await reasons(bot.run(mallory, accounts.enter, await code_of(bot, ben))) == (accounts.OwnCode(),)


async def test_a_code_works_once(bot: Guildbot) -> None:
    code = await code_of(bot, ana)
    await bot.run(yusra, accounts.enter, code)
    assert await reasons(bot.run(mallory, accounts.enter, code)) == (accounts.CodeSpent(),)


async def test_a_yes_is_said_once(bot: Guildbot) -> None:
    said = await linked(bot, ana, yusra)
    assert await reasons(bot.run(ana, accounts.confirm, said.link)) == (accounts.ConfirmedAlready(),)
    assert await reasons(bot.run(ana, accounts.refuse, said.link)) == (accounts.ConfirmedAlready(),)


async def test_whoever_is_linked_already_does_not_come_along_with_others(bot: Guildbot) -> None:
    await linked(bot, ana, yusra)
    code = await code_of(bot, ben)
    assert await reasons(bot.run(yusra, accounts.enter, code)) == (accounts.LinkedAlready(("Ana (Slack, Acme)",)),)
    assert await reasons(bot.run(ana, accounts.enter, code)) == (accounts.LinkedAlready(("Yusra (Discord, the Open Room)",)),)

    await bot.run(ben, accounts.enter, await code_of(bot, ana))  # “make the code here and type it there”
    (asked,) = (await bot.run(ana, accounts.mine)).asked
    await bot.run(ana, accounts.confirm, asked.link)
    assert await one_person(bot, ana, ben, yusra)


async def test_of_two_codes_typed_crosswise_the_first_yes_counts(bot: Guildbot) -> None:
    there = await asks_to_be(bot, ana, yusra)
    back = await asks_to_be(bot, yusra, ana)
    await bot.run(ana, accounts.confirm, there)
    no = await reasons(bot.run(yusra, accounts.confirm, back))
    assert [type(one) for one in no] in ([accounts.NewHere], [accounts.OtherIsLinked])
    assert await one_person(bot, ana, yusra)


async def test_whoever_typed_two_codes_becomes_one_of_the_two(bot: Guildbot) -> None:
    first, second = await asks_to_be(bot, ana, yusra), await asks_to_be(bot, ben, yusra)
    await bot.run(ana, accounts.confirm, first)
    assert await reasons(bot.run(ben, accounts.confirm, second)) == (accounts.OtherIsLinked("Yusra"),)
    assert await one_person(bot, ana, yusra)
    assert not await one_person(bot, ana, ben)


async def test_bots_stay_alone(bot: Guildbot) -> None:
    robot = someone("robot", open_room, bot=True)
    for deed in (accounts.make_code, accounts.keep_way_back):
        assert await reasons(bot.run(robot, deed)) == (accounts.BotsStayAlone(),)
    assert accounts.BotsStayAlone() in await reasons(bot.run(robot, accounts.enter, await code_of(bot, ana)))


async def test_a_yes_heard_twice_is_one(bot: Guildbot) -> None:
    link = await asks_to_be(bot, ana, yusra)
    await bot.run(heard_as(ana, "e1"), accounts.confirm, link)
    before = await person_of(bot, ana)
    with pytest.raises(Repeated):
        await bot.run(heard_as(ana, "e1"), accounts.confirm, link)
    assert await person_of(bot, ana) == before


async def test_of_fifty_at_the_same_instant_exactly_one_wins(bot: Guildbot) -> None:
    """P15."""
    everybody = [someone(f"d{n}", open_room) for n in range(50)]
    for one in everybody:
        await bot.run(one, people.show)
    for make, use, won in (
        (accounts.make_code, accounts.enter, accounts.Entered),
        (accounts.keep_way_back, accounts.recover, accounts.Recovered),
    ):
        code = (await bot.run(ana, make)).code  # type: ignore[attr-defined]
        said = await asyncio.gather(*(bot.run(one, use, code) for one in everybody), return_exceptions=True)
        winners = [one for one in said if isinstance(one, won)]
        assert len(winners) == 1
        lost = [one for one in said if not isinstance(one, won)]
        assert all(isinstance(one, codes.WrongCode) or (isinstance(one, Refused) and one.reasons) for one in lost)


async def test_ten_thousand_guesses_open_nothing(bot: Guildbot, look: Any, request: pytest.FixtureRequest) -> None:
    """P15: five hundred accounts guess twenty times each; each is heard five times and then locked out.

    A code has 64 bits. Were there a million living codes, a guess would hit one with 10⁶ / 2⁶⁴ = 5.4 · 10⁻¹⁴. An account is heard
    120 times a day: five hundred of them, guessing day and night, hit one in 840,000 years. A link code lives ten minutes; with
    the 2,500 guesses that this test is allowed against it the odds are 1.4 · 10⁻¹⁶. And whoever hits one is shown to its owner.
    """
    many = 500 if "sqlite" in request.node.name else 50
    living = [await code_of(bot, ana), await way_back_of(bot, ben)]
    guessers = [someone(f"g{n}", open_room) for n in range(many)]

    async def guess(who: Caller, first: int) -> list[Any]:
        ways = (accounts.enter, accounts.recover)
        return [await bot.run(who, ways[n % 2], f"{first + n:016x}") for n in range(20)]

    said = await asyncio.gather(*(guess(one, n * 20) for n, one in enumerate(guessers)))

    for answers in said:
        assert [type(one) for one in answers] == [codes.WrongCode] * 5 + [codes.LockedOut] * 15
        assert [one.left for one in answers[:5]] == [4, 3, 2, 1, 0]
    assert look("SELECT count(*) FROM wrong_code") == [(many * 5,)]
    assert look("SELECT count(*) FROM link WHERE state = 'open'") == [(1,)]
    assert isinstance(await bot.run(yusra, accounts.enter, living[0]), accounts.Entered)
    assert isinstance(await bot.run(mallory, accounts.recover, living[1]), accounts.Recovered)


# P3: the merge is a pointer


async def test_thanks_to_either_account_land_in_one_record(bot: Guildbot) -> None:
    """P3: each counts once, joint thanks to both too."""
    await guild_of(bot, ana, ben, yusra)
    await bot.run(ben, kudos.give, [ana.account], HOLDING)
    await bot.run(ben, kudos.give, ["Yusra"], "the map")
    await bot.run(ben, kudos.give, [ana.account, "Yusra"], "both of you stayed")
    await linked(bot, ana, yusra)

    for who in (ana, yusra):
        mine = await bot.run(who, kudos.mine)
        assert (mine.thanks, mine.givers, len(mine.received)) == (3, 1, 3)
        assert [names(one.to) for one in mine.received] == [["Ana"], ["Yusra"], ["Ana"]]
    assert [names(one.to) for one in (await bot.run(ben, kudos.mine)).given] == [["Ana"], ["Yusra"], ["Ana"]]


async def test_thanks_to_oneself_are_hidden_and_come_back_with_the_undo(bot: Guildbot) -> None:
    """P3."""
    await guild_of(bot, ana, ben, yusra)
    await bot.run(ana, kudos.give, ["Yusra"], HOLDING)
    await bot.run(ana, kudos.give, ["Yusra", ben.account], "the map you drew")
    made = await linked(bot, ana, yusra)

    mine = await bot.run(yusra, kudos.mine)
    assert (mine.thanks, mine.received) == (0, ())
    assert [names(one.to) for one in mine.given] == [["Ben"]]
    assert await number(bot, ben) == 1

    await bot.run(yusra, accounts.undo, made.link)

    assert await number(bot, yusra) == 2
    assert [names(one.to) for one in (await bot.run(ana, kudos.mine)).given] == [["Ben", "Yusra"], ["Yusra"]]


async def test_a_post_of_thanks_to_oneself_goes_and_comes_again(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, yusra, thanks=Visibility.MESSAGE)
    await bot.run(ana, kudos.give, ["Yusra"], HOLDING, about=message("1"))
    await bot.run(ana, kudos.give, ["Yusra", ben.account], "the map you drew", about=message("2"))
    assert len((await deliver(bot)).of(kudos.Posted)) == 2

    made = await linked(bot, ana, yusra)
    post = await deliver(bot)
    assert len(post.of(kudos.Unposted)) == 1
    assert [names(one.to) for one in post.of(kudos.Posted)] == [["Ben"]]

    await bot.run(ana, accounts.undo, made.link)
    post = await deliver(bot)
    assert sorted(names(one.to) for one in post.of(kudos.Posted)) == [["Ben", "Yusra"], ["Yusra"]]


async def test_help_and_offers_to_oneself_are_folded(bot: Guildbot, look: Any) -> None:
    await guild_of(bot, ana, ben, yusra)
    noted = await bot.run(yusra, asks.note, "Ana", "the consent form")
    await bot.run(ana, asks.helped_me, "Yusra", "the form", "I slept that night.")
    asked = await bot.run(ana, asks.ask_for, "an opening", "half the room is silent")
    assert isinstance(asked, asks.Asked)
    await bot.run(standing_in(yusra, acme), asks.offer_to, asked.card.id, "mine from March")
    await bot.run(ben, asks.offer_to, asked.card.id, "an hour")

    made = await linked(bot, ana, yusra)

    states = "SELECT state FROM help ORDER BY id"
    assert look(states) == [("folded",), ("folded",)]
    waits = await bot.run(ana, waiting)
    assert (waits.helps, names(one.helper for one in waits.offers)) == ((), ["Ben"])
    await bot.run(yusra, accounts.undo, made.link)
    assert look(states) == [("noted",), ("confirmed",)]
    waits = await bot.run(ana, waiting)
    assert [one.help for one in waits.helps] == [noted.id]
    assert sorted(names(one.helper for one in waits.offers)) == ["Ben", "Yusra"]


async def test_in_a_guild_one_counts_once(bot: Guildbot) -> None:
    """G4: the caretaker's place is kept, the other rests folded until the undo."""
    slug = await guild_of(bot, ana, ben, cleo)
    await bot.run(yusra, members.join, slug)
    await bot.run(yusra, members.rest, slug)
    made = await linked(bot, yusra, cleo)  # Cleo comes, and is a caretaker

    assert made.once == ("Tidewater",)
    assert "In Tidewater you count once from now on." in rendered(made)
    assert len((await bot.run(ana, guilds.show)).members) == 3
    (mine,) = (await bot.run(yusra, guilds.mine)).guilds
    assert (mine.steward, mine.resting) == (True, False)

    await bot.run(cleo, accounts.undo, made.link)

    assert len((await bot.run(ana, guilds.show)).members) == 4
    (hers,), (theirs,) = [(await bot.run(who, guilds.mine)).guilds for who in (yusra, cleo)]
    assert (hers.steward, hers.resting, theirs.steward, theirs.resting) == (False, True, True, False)


async def test_whoever_left_meanwhile_has_left(bot: Guildbot, clock: Clock) -> None:
    """The folded place comes back only if the kept one still lives."""
    slug = await guild_of(bot, ana, ben, cleo)
    await bot.run(yusra, members.join, slug)
    made = await linked(bot, ana, yusra)
    clock.move(minutes=5)
    await bot.run(yusra, members.leave, slug)
    clock.move(minutes=5)
    await bot.run(ana, accounts.undo, made.link)
    assert (await bot.run(ana, guilds.mine)).guilds == (await bot.run(yusra, guilds.mine)).guilds == ()


async def test_what_came_later_stays_with_its_account(bot: Guildbot, clock: Clock) -> None:
    """P3."""
    await guild_of(bot, ben, cleo, dele)
    made = await linked(bot, ana, yusra)
    clock.move(days=1)
    await bot.run(yusra, members.join, "tidewater")
    await bot.run(ben, kudos.give, ["Yusra"], HOLDING)
    await bot.run(ben, kudos.give, [ana.account], "the soup")
    assert await number(bot, ana) == 2

    await bot.run(ana, accounts.undo, made.link)

    assert [(await bot.run(who, guilds.mine)).guilds == () for who in (ana, yusra)] == [True, False]
    assert [await number(bot, who) for who in (ana, yusra)] == [1, 1]


async def test_a_link_can_be_undone_for_seven_days_by_either_side(bot: Guildbot, clock: Clock) -> None:
    made = await linked(bot, ana, yusra)
    assert made.until == clock.now + timedelta(days=7)
    await deliver(bot)
    assert await reasons(bot.run(ben, accounts.undo, made.link)) == (accounts.NotUndoable(),)
    clock.move(days=6)
    said = await bot.run(yusra, accounts.undo, made.link)
    assert "you and Ana (Slack, Acme) are two people again" in rendered(said)
    (told,) = (await deliver(bot)).to(ana)
    assert "you and Yusra (Discord, the Open Room) are two people again" in rendered(told)
    assert await reasons(bot.run(ana, accounts.undo, made.link)) == (accounts.NotUndoable(),)

    again = await linked(bot, ana, yusra)
    clock.move(days=7)
    assert await reasons(bot.run(ana, accounts.undo, again.link)) == (accounts.NotUndoable(),)


@pytest.mark.parametrize(
    ("mine", "theirs", "both", "told"),
    [
        (Visibility.MESSAGE, Visibility.DIGEST, Visibility.DIGEST, "in the digest."),
        (Visibility.DIGEST, Visibility.ME, Visibility.ME, "only you."),
        (Visibility.ME, Visibility.MESSAGE, Visibility.ME, "only you."),
        (Visibility.DIGEST, Visibility.DIGEST, Visibility.DIGEST, None),
        (Visibility.DIGEST, None, Visibility.DIGEST, None),
        (None, Visibility.DIGEST, Visibility.DIGEST, None),
        (None, None, None, None),
    ],
)
async def test_of_two_answers_on_who_may_see_thanks_the_narrower_counts(
    bot: Guildbot, mine: Visibility | None, theirs: Visibility | None, both: Visibility | None, told: str | None
) -> None:
    """P7."""
    for who, wish in ((ana, mine), (yusra, theirs)):
        if wish is not None:
            await bot.run(who, people.choose_thanks, wish)
    made = await linked(bot, ana, yusra)
    assert [(await bot.run(who, people.show)).thanks for who in (ana, yusra)] == [both, both]
    assert ("narrower" in rendered(made)) == (told is not None)
    assert told is None or told in rendered(made)
    await bot.run(ana, accounts.undo, made.link)
    assert [(await bot.run(who, people.show)).thanks for who in (ana, yusra)] == [mine, theirs]


async def test_what_somebody_chose_while_linked_is_kept(bot: Guildbot) -> None:
    for who, wish in ((ana, Visibility.MESSAGE), (yusra, Visibility.ME)):
        await bot.run(who, people.choose_thanks, wish)
    made = await linked(bot, ana, yusra)
    await bot.run(ana, people.choose_thanks, Visibility.ME)  # the same, but now her own word
    await bot.run(ana, accounts.undo, made.link)
    assert (await bot.run(ana, people.show)).thanks is Visibility.ME


async def test_what_was_hidden_before_stays_hidden(bot: Guildbot, clock: Clock) -> None:
    """The undo brings back what the link hid, and nothing else."""
    given = await bot.run(ana, kudos.give, [ben.account], HOLDING)
    assert isinstance(given, kudos.KudosGiven)
    await bot.run(ben, kudos.hide, given.id)
    clock.move(minutes=1)
    made = await linked(bot, ana, ben)
    assert (await bot.run(ana, kudos.mine)).given == ()
    await bot.run(ana, accounts.undo, made.link)
    assert await number(bot, ben) == 0
    assert [names(one.to) for one in (await bot.run(ana, kudos.mine)).given] == [["Ben"]]


async def test_bonds_and_candidacies_are_folded_too(bot: Guildbot, look: Any) -> None:
    """P9, G5: nobody would work with themselves, nor waits to join what they are in."""
    slug = await guild_of(bot, ana, ben, cleo)
    await bot.run(ana, guilds.change_admission, slug, Admission.VOUCH)
    await bot.run(yusra, members.join, slug)
    asked = await bot.run(ana, bonds.again, "Ben")
    assert isinstance(asked, bonds.Asked)
    await bot.run(ben, bonds.agree, asked.id)
    states = "SELECT (SELECT state FROM candidacy), (SELECT state FROM bond)"
    assert look(states) == [("open", "made")]

    first, second = await linked(bot, ana, yusra), await linked(bot, ana, ben)
    assert look(states) == [("withdrawn", "folded")]

    await bot.run(ana, accounts.undo, first.link)
    await bot.run(ana, accounts.undo, second.link)
    assert look(states) == [("open", "made")]


async def test_what_happens_at_the_same_instant_is_folded_too(bot: Guildbot, look: Any) -> None:
    """Whoever comes is still acting as themselves while the other side says yes."""
    slug = await guild_of(bot, ben, cleo, dele)
    for n in range(8):
        stays, comes = someone(f"s{n}"), someone(f"c{n}")
        link = await asks_to_be(bot, stays, comes)
        await asyncio.gather(
            bot.run(comes, members.join, slug),
            bot.run(comes, kudos.give, [stays.account], HOLDING),
            bot.run(stays, accounts.confirm, link),
            bot.run(stays, members.join, slug),
            bot.run(comes, asks.note, stays.account, "the consent form"),
            return_exceptions=True,
        )
        assert await one_person(bot, stays, comes)
    elsewhere = "SELECT m.id FROM membership m JOIN account a ON a.id = m.account_id WHERE a.person_id <> m.person_id"
    assert look(elsewhere) == []
    to_themselves = "SELECT k.id FROM kudos k JOIN receipt r ON r.kudos_id = k.id JOIN account g ON g.id = k.giver_id "
    assert look(f"{to_themselves} JOIN account t ON t.id = r.account_id WHERE g.person_id = t.person_id AND r.hidden_at IS NULL") == []
    assert {state for (state,) in look("SELECT state FROM help")} <= {"folded"}


async def test_three_links_are_undone_in_any_order(bot: Guildbot) -> None:
    wishes = {ana: Visibility.MESSAGE, yusra: Visibility.ME, ben: Visibility.DIGEST}
    for who, wish in wishes.items():
        await bot.run(who, people.choose_thanks, wish)
    await bot.run(yusra, kudos.give, [mallory.account], "the kettle")
    first = await linked(bot, ana, yusra)
    second = await linked(bot, ana, ben)
    third = await linked(bot, ana, mallory)
    assert await number(bot, ana) == 0

    await bot.run(ana, accounts.undo, first.link)
    assert await number(bot, ana) == 1, "thanks between two who are two again"
    assert (await bot.run(ana, people.show)).thanks is Visibility.DIGEST
    await bot.run(ana, accounts.undo, second.link)
    await bot.run(mallory, accounts.undo, third.link)
    assert {who: (await bot.run(who, people.show)).thanks for who in wishes} == wishes
    assert not await one_person(bot, ana, yusra)


async def test_when_the_kept_place_goes_another_takes_over(bot: Guildbot, clock: Clock) -> None:
    slug = await guild_of(bot, ben, cleo, dele)
    for who in (yusra, mallory):
        clock.move(minutes=1)
        await bot.run(who, members.join, slug)
    first = await linked(bot, ana, yusra)
    await linked(bot, ana, mallory)
    assert len((await bot.run(ben, guilds.show)).members) == 4
    await bot.run(ana, accounts.undo, first.link)
    assert len((await bot.run(ben, guilds.show)).members) == 5
    assert [len((await bot.run(who, guilds.mine)).guilds) for who in (ana, mallory, yusra)] == [1, 1, 1]


# Letting go


async def test_an_account_is_let_go_and_its_record_stays(bot: Guildbot, clock: Clock) -> None:
    """P1."""
    await guild_of(bot, ben, cleo, ana)
    await bot.run(ben, kudos.give, [ana.account], HOLDING)
    await linked(bot, yusra, ana)
    clock.move(days=7)
    await deliver(bot)
    (line,) = [one for one in (await bot.run(yusra, accounts.mine)).mine if one.side.person.name == "Ana"]
    assert line.can_go

    said = await bot.run(yusra, accounts.let_go, line.side.id)

    assert "Ana (Slack, Acme) is let go. All that came through it stays yours." in rendered(said)
    assert (await number(bot, yusra), len((await bot.run(yusra, guilds.mine)).guilds)) == (1, 1)
    assert await number(bot, ana) == 0, "whoever uses it now is somebody new"
    assert await reasons(bot.run(yusra, accounts.let_go, line.side.id)) == (NoLonger(),)
    assert [one.side.live for one in (await bot.run(yusra, accounts.mine)).mine] == [True, False]


async def test_within_seven_days_undo_is_offered_instead(bot: Guildbot) -> None:
    made = await linked(bot, ana, yusra)
    (line,) = [one for one in (await bot.run(ana, accounts.mine)).mine if one.undo is not None]
    assert (line.undo, line.can_go) == (made.link, False)
    said = await bot.run(ana, accounts.let_go, line.side.id)
    assert isinstance(said, accounts.UndoInstead)
    assert said.link == made.link
    assert await one_person(bot, ana, yusra)


async def test_the_last_way_in_is_not_let_go(bot: Guildbot) -> None:
    (line,) = (await bot.run(ana, accounts.mine)).mine
    assert not line.can_go
    assert await reasons(bot.run(ana, accounts.let_go, line.side.id)) == (accounts.LastAccount(),)
    assert await reasons(bot.run(ben, accounts.let_go, line.side.id)) == (NoLonger(),)


async def test_whoever_came_lately_cannot_shut_the_others_out(bot: Guildbot, clock: Clock) -> None:
    """P15: a stolen code does not become a stolen record before its owner could say no."""
    code = await way_back_of(bot, ana)
    await linked(bot, ana, yusra)
    clock.move(days=7)
    back = await bot.run(mallory, accounts.recover, code)
    assert isinstance(back, accounts.Recovered)
    (hers, *_) = (await bot.run(mallory, accounts.mine)).mine

    deeds = (accounts.keep_way_back, accounts.make_code, accounts.let_go, forgetting.forget)
    for deed, more in zip(deeds, ((), (), (hers.side.id,), ("forget",)), strict=True):
        (no,) = await reasons(bot.run(mallory, deed, *more))  # type: ignore[arg-type]
        assert isinstance(no, accounts.NewHere)
        assert no.others == ("Ana (Slack, Acme)", "Yusra (Discord, the Open Room)")

    await bot.run(ana, accounts.undo, back.link)
    assert not await one_person(bot, ana, mallory)
    assert await bot.run(mallory, accounts.recover, code) == codes.WrongCode(code, 4)


# P4: a way back in


async def test_somebody_comes_back_with_the_code_they_kept(bot: Guildbot, look: Any) -> None:
    """P4, P1: every account is gone, the record is there, on another platform."""
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ben, kudos.give, [ana.account], HOLDING)
    code = await way_back_of(bot, ana)
    assert look("SELECT count(*) FROM person WHERE recovery = ?", codes.hashed(code)) == [(1,)]
    await bot.tend(people.detach, 1)
    await bot.run(ben, kudos.give, ["Ana"], "the soup on Monday")
    assert len((await deliver(bot)).letters) == 0

    said = await bot.run(yusra, accounts.recover, code)

    assert "You are Ana again: your guilds, bonds, thanks and record are here." in rendered(said)
    assert (await number(bot, yusra), len((await bot.run(yusra, guilds.mine)).guilds)) == (2, 1)
    assert [one.reason for one in (await deliver(bot)).to(yusra) if isinstance(one, kudos.Arrived)] == [HOLDING, "the soup on Monday"]
    assert await bot.run(mallory, accounts.recover, code) == codes.WrongCode(code, 4)


async def test_the_other_accounts_hear_of_it_and_can_undo_it(bot: Guildbot) -> None:
    """P4."""
    code = await way_back_of(bot, ana)
    said = await bot.run(mallory, accounts.recover, code)
    assert isinstance(said, accounts.Recovered)
    assert "I have told Ana (Slack, Acme); until" in rendered(said)
    (told,) = (await deliver(bot)).to(ana)
    assert rendered(told).startswith("Somebody came back as you, with the code you had kept: Mallory (Discord, the Open Room).")
    await bot.run(ana, accounts.undo, said.link)
    assert not await one_person(bot, ana, mallory)
    assert not (await bot.run(ana, accounts.mine)).recovery


async def test_a_new_way_back_voids_the_old_one(bot: Guildbot) -> None:
    old, new = await way_back_of(bot, ana), await way_back_of(bot, ana)
    assert (await bot.run(ana, accounts.mine)).recovery
    assert await bot.run(yusra, accounts.recover, old) == codes.WrongCode(old, 4)
    assert isinstance(await bot.run(yusra, accounts.recover, new), accounts.Recovered)
    assert not (await bot.run(ana, accounts.mine)).recovery


async def test_ones_own_way_back_is_not_used_up_by_mistake(bot: Guildbot) -> None:
    code = await way_back_of(bot, ana)
    assert await reasons(bot.run(ana, accounts.recover, code)) == (accounts.OwnWayBack(),)
    assert isinstance(await bot.run(yusra, accounts.recover, code), accounts.Recovered)


async def test_whoever_comes_back_and_undoes_it_can_come_back_again(bot: Guildbot) -> None:
    """Nobody is left behind whom no code opens."""
    code = await way_back_of(bot, ana)
    await bot.tend(people.detach, 1)
    for _ in range(2):
        said = await bot.run(yusra, accounts.recover, code)
        assert isinstance(said, accounts.Recovered)
        await bot.run(yusra, accounts.undo, said.link)
    assert isinstance(await bot.run(yusra, accounts.recover, code), accounts.Recovered)


async def test_the_way_back_of_whoever_became_somebody_else_leads_to_them(bot: Guildbot, clock: Clock) -> None:
    code = await way_back_of(bot, yusra)
    await linked(bot, ana, yusra)
    (no,) = await reasons(bot.run(mallory, accounts.recover, code))
    assert isinstance(no, accounts.CodeSleeps)
    clock.move(days=7)
    assert (await bot.run(ana, accounts.mine)).recovery
    said = await bot.run(mallory, accounts.recover, code)
    assert isinstance(said, accounts.Recovered)
    assert await one_person(bot, ana, mallory, yusra)


async def test_a_new_way_back_voids_that_of_whoever_one_has_become(bot: Guildbot, clock: Clock) -> None:
    code = await way_back_of(bot, yusra)
    await linked(bot, ana, yusra)
    clock.move(days=7)
    await way_back_of(bot, ana)
    assert await bot.run(mallory, accounts.recover, code) == codes.WrongCode(code, 4)


async def test_an_account_that_is_let_go_takes_no_way_back_along(bot: Guildbot, clock: Clock) -> None:
    code = await way_back_of(bot, yusra)
    await linked(bot, ana, yusra)
    clock.move(days=7)
    (hers,) = [one for one in (await bot.run(ana, accounts.mine)).mine if not one.here]
    await bot.run(ana, accounts.let_go, hers.side.id)
    assert await bot.run(mallory, accounts.recover, code) == codes.WrongCode(code, 4)


# P4: a code said aloud is void


async def test_a_code_said_in_public_is_void_and_its_owner_told(bot: Guildbot) -> None:
    """P4."""
    slug = await guild_of(bot, ana, ben, cleo)
    link, back = await code_of(bot, ana), await way_back_of(bot, ben)
    invited = (await bot.run(cleo, members.invite, "Sol", "she asks the better question", guild=slug)).code

    said = f"my codes are {link}, {back.upper()} and {invited}, and 1234-5678-9abc-def0 is none"
    assert await bot.tend(accounts.overheard, said) == 3

    post = await deliver(bot)
    heard = {who.account.name: [one.what for one in post.to(who) if isinstance(one, accounts.Overheard)] for who in (ana, ben, cleo)}
    assert heard == {"Ana": ["link"], "Ben": ["recovery"], "Cleo": ["invitation"]}
    assert await reasons(bot.run(yusra, accounts.enter, link)) == (accounts.CodeVoid(),)
    assert await bot.run(yusra, accounts.recover, back) == codes.WrongCode(back, 4)
    assert await bot.tend(accounts.overheard, said) == 0
    assert all(code not in rendered(one) for letter in post.letters for one in letter.content for code in (link, back, invited))


async def test_a_code_is_not_published_with_thanks_or_an_ask(bot: Guildbot) -> None:
    """P4: nothing was said yet, so it goes on working."""
    code = await code_of(bot, ana)
    for deed in (
        bot.run(ben, kudos.give, [cleo.account], f"the code {code}"),
        bot.run(ana, asks.ask_for, "a hand", f"of {code}"),
    ):
        assert await reasons(deed) == (codes.CodeAloud(code),)
    await bot.run(ben, kudos.give, [cleo.account], "the order 1234-5678-9abc-def0")
    assert isinstance(await bot.run(yusra, accounts.enter, code), accounts.Entered)
