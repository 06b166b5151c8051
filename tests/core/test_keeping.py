"""Thanks to somebody who never used the bot: theirs to keep or to discard (rule P8)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from guildbot import blocking, kudos, members, people
from guildbot.bot import Guildbot
from guildbot.kinds import Visibility
from guildbot.kudos import Arrived, Discarded, NodGiven, Nods, Posted, Seconded, ThanksKept
from guildbot.refusals import NoLonger
from guildbot.waiting import waiting
from tests.conftest import Clock
from tests.core.conftest import Post, acme, deliver, guild_of, message, names, reasons, rendered, someone

ana, ben, cleo = (someone(name) for name in ("ana", "ben", "cleo"))
sol, imani = someone("sol"), someone("imani")  # who never used the bot
HOLDING = "holding the silence on Tuesday"
UNTIL = "Would you like to keep this? Until you do nobody else is shown it, and after 30 days it is gone."
Look = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
async def bot(bot: Guildbot) -> Guildbot:
    """With a guild that Sol is not in."""
    await guild_of(bot, ana, ben, cleo, thanks=Visibility.MESSAGE)
    return bot


async def thanked(bot: Guildbot, *who: Any, privately: bool = False) -> int:
    said = await bot.run(ana, kudos.give, [one.account for one in who or (sol,)], HOLDING, about=message("1"), privately=privately)
    assert isinstance(said, kudos.KudosGiven)
    return said.id


def arrived(post: Post, who: Any) -> Arrived:
    (letter,) = [one for one in post.to(who) if isinstance(one, Arrived)]
    return letter


async def test_they_are_asked_whether_they_keep_it_before_anything_else(bot: Guildbot) -> None:
    await thanked(bot)
    told = arrived(await deliver(bot), sol)
    assert (told.unkept, told.question, told.shown) == (True, False, Visibility.ME)
    assert rendered(told) == f"Ana thanked you:\n{HOLDING}\n{UNTIL}"


async def test_who_may_see_it_is_asked_with_keep(bot: Guildbot) -> None:
    id = await thanked(bot)
    kept = await bot.run(sol, kudos.keep, id)
    assert kept == ThanksKept(id, question=True)
    assert rendered(kept) == "Kept. /kudos mine shows it.\nWho may see thanks to you? Until you say so it is only you."
    assert await bot.run(sol, kudos.keep, id) == kept, "pressed twice"
    assert await bot.run(sol, kudos.choose, id, Visibility.MESSAGE) == people.ThanksChosen(Visibility.MESSAGE)
    assert await bot.run(sol, kudos.keep, id) == ThanksKept(id, question=False)


async def test_private_thanks_are_kept_without_a_question(bot: Guildbot) -> None:
    id = await thanked(bot, privately=True)
    assert UNTIL in rendered(arrived(await deliver(bot), sol))
    assert await bot.run(sol, kudos.keep, id) == ThanksKept(id, question=False)


async def test_whoever_used_the_bot_before_is_not_asked(bot: Guildbot) -> None:
    await bot.run(sol, people.show)
    await thanked(bot)
    told = arrived(await deliver(bot), sol)
    assert (told.unkept, told.question) == (False, True)


async def test_to_say_who_may_see_it_is_to_keep_it(bot: Guildbot, clock: Clock) -> None:
    for how in (kudos.share, kudos.choose):
        id = await thanked(bot, sol)
        await bot.run(sol, how, id, Visibility.DIGEST)
        clock.move(days=31)
        await deliver(bot)
        assert id in [one.id for one in (await bot.run(sol, kudos.mine)).received]


async def test_nobody_else_is_shown_it_meanwhile(bot: Guildbot, clock: Clock) -> None:
    """Not even when they have said before who may see thanks to them."""
    id = await thanked(bot, sol)
    await bot.run(sol, members.join, "tidewater", thanks=Visibility.MESSAGE)
    await bot.run(cleo, kudos.give, [ben.account], "a line that may be shown")
    post = await deliver(bot)
    assert post.of(Posted) == []
    clock.move(days=4, hours=1)  # Friday
    digests = (await deliver(bot)).to(acme)
    assert "a line that may be shown" in "".join(map(rendered, digests))
    assert HOLDING not in "".join(map(rendered, digests))

    await bot.run(sol, kudos.share, id, Visibility.MESSAGE)
    assert [one.reason for one in (await deliver(bot)).of(Posted)] == [HOLDING]
    clock.move(days=7)
    assert HOLDING in "".join(map(rendered, (await deliver(bot)).to(acme)))


@pytest.mark.parametrize("how", ["discarded", "left for thirty days"])
async def test_words_that_nobody_keeps_are_gone(bot: Guildbot, clock: Clock, look: Look, how: str) -> None:
    """From the ledger, and nothing of them is owed any more."""
    id = await thanked(bot)
    if how == "discarded":
        said = await bot.run(sol, kudos.discard, id)
        assert said == Discarded()
        assert rendered(said) == "Discarded. Nothing of it is kept, and nobody is told."
    else:
        await bot.run(sol, people.show)  # a deed of theirs is not [Keep]
        clock.move(days=29)
        await deliver(bot)
        assert (await bot.run(sol, kudos.mine)).thanks == 1
        clock.move(days=1, hours=1)
        await deliver(bot)
    assert look("SELECT reason, value, link, fingerprint FROM kudos WHERE withdrawn_at IS NOT NULL") == [(None, None, None, None)]
    assert look("SELECT count(*) FROM receipt") == [(0,)]
    assert HOLDING not in str([look(f"SELECT * FROM {table}") for table in ("kudos", "notice", "seen", "receipt")])
    assert len(await deliver(bot)) == 0
    assert (await bot.run(sol, kudos.mine)).received == ()
    assert await reasons(bot.run(sol, kudos.keep, id)) == (NoLonger(),)


async def test_a_notice_that_was_on_its_way_goes_nowhere(bot: Guildbot, clock: Clock, look: Look) -> None:
    """Held back overnight, read on the page, and discarded there."""
    clock.move(hours=13)
    id = await thanked(bot)
    await bot.run(sol, kudos.discard, id)
    assert look("SELECT state, why FROM notice WHERE kind = 'kudos'") == [("dropped", "nobody kept it")]


@pytest.mark.parametrize("other", [ben, imani])
async def test_others_who_were_thanked_keep_their_own(bot: Guildbot, clock: Clock, look: Look, other: Any) -> None:
    """The words go only when nobody has them."""
    id = await thanked(bot, sol, other)
    await bot.run(sol, kudos.discard, id)
    assert look("SELECT reason FROM kudos") == [(HOLDING,)]
    assert names(arrived(await deliver(bot), other).others) == []
    assert (await bot.run(other, kudos.mine)).thanks == 1
    clock.move(days=31)
    await deliver(bot)
    assert look("SELECT reason FROM kudos") == [(HOLDING if other is ben else None,)]


async def test_without_the_one_who_discarded_it_may_stand(bot: Guildbot) -> None:
    id = await thanked(bot, sol, ben)
    assert (await deliver(bot)).of(Posted) == []
    await bot.run(sol, kudos.discard, id)
    (shown,) = (await deliver(bot)).of(Posted)
    assert names(shown.to) == ["Ben"]


async def test_what_is_kept_can_no_longer_be_discarded(bot: Guildbot) -> None:
    id = await thanked(bot)
    await bot.run(sol, kudos.keep, id)
    assert await reasons(bot.run(sol, kudos.discard, id)) == (NoLonger(),)
    assert await reasons(bot.run(ben, kudos.discard, id)) == (NoLonger(),)


async def test_the_giver_reads_the_ordinary_wording(bot: Guildbot) -> None:
    said = await bot.run(ana, kudos.give, [sol.account], HOLDING)
    assert rendered(said) == "Passed on to Sol."
    assert [(names(one.to), one.unkept) for one in (await bot.run(ana, kudos.mine)).given] == [(["Sol"], False)]


async def test_the_pages_offer_it(bot: Guildbot) -> None:
    """Also where there is no guild and no question who may see it."""
    said = await bot.run(ana, kudos.give, [sol.account], HOLDING, guild=kudos.NO_GUILD)
    assert isinstance(said, kudos.KudosGiven)
    for page in ((await bot.run(sol, waiting)).thanks, (await bot.run(sol, kudos.mine)).received):
        assert [(one.id, one.unkept) for one in page] == [(said.id, True)]
        assert UNTIL in rendered(page[0])
    await bot.run(sol, kudos.keep, said.id)
    assert (await bot.run(sol, waiting)).thanks == ()
    assert [one.unkept for one in (await bot.run(sol, kudos.mine)).received] == [False]


# quick thanks


async def test_quick_thanks_are_kept_or_discarded_together(bot: Guildbot, clock: Clock) -> None:
    for number, giver in enumerate((ana, ben)):
        await bot.run(giver, kudos.react, sol.account, message(str(number)), "💛")
    clock.move(days=1)
    (told,) = [one for one in (await deliver(bot)).to(sol) if isinstance(one, Nods)]
    assert rendered(told) == f"Ana and Ben thanked you with an emoji.\n{UNTIL}"

    assert await bot.run(sol, kudos.keep_nods) == ThanksKept(0, question=False)
    assert await bot.run(sol, kudos.discard_nods) == Discarded()
    assert [one.unkept for one in (await bot.run(sol, kudos.mine)).received] == [False, False]


async def test_discarded_quick_thanks_do_not_come_back_with_the_emoji(bot: Guildbot) -> None:
    first = await bot.run(ana, kudos.react, sol.account, message("1"), "💛")
    await bot.run(sol, kudos.discard_nods)
    await bot.run(ana, kudos.unreact, message("1"), "💛")
    again = await bot.run(ana, kudos.react, sol.account, message("1"), "💛")
    assert isinstance(first, NodGiven)
    assert isinstance(again, NodGiven)
    assert (again.id, again.invite) == (first.id, False)
    assert (await bot.run(sol, kudos.mine)).thanks == 0
    assert (await bot.run(ana, kudos.mine)).given == ()


async def test_words_added_to_quick_thanks_are_theirs_to_keep(bot: Guildbot, clock: Clock, look: Look) -> None:
    nod = await bot.run(ana, kudos.react, sol.account, message("1"), "💛")
    assert isinstance(nod, NodGiven)
    clock.move(days=10)
    await bot.run(ana, kudos.add_words, nod.id, HOLDING)
    assert arrived(await deliver(bot), sol).unkept
    clock.move(days=21)
    await deliver(bot)
    assert look("SELECT reason FROM kudos") == [(None,)]


# P11, as far as thanks go: the other one sees what everybody sees


async def blocks(bot: Guildbot, who: Any, whom: Any) -> None:
    await bot.run(who, people.show)
    await bot.run(who, blocking.block, [whom.account])


async def test_thanks_from_somebody_blocked_are_hidden_at_once(bot: Guildbot) -> None:
    await blocks(bot, ben, ana)
    said = await bot.run(ana, kudos.give, [ben.account, cleo.account], HOLDING, about=message("1"))
    assert rendered(said) == "Passed on to Ben and Cleo."
    post = await deliver(bot)
    assert (post.to(ben), post.of(Posted)) == ([], [])
    assert names(arrived(post, cleo).others) == ["Ben"], "and nobody else can tell"
    assert (await bot.run(ben, kudos.mine)).thanks == 0
    assert [names(one.to) for one in (await bot.run(ana, kudos.mine)).given] == [["Ben", "Cleo"]]


async def test_quick_thanks_and_words_from_somebody_blocked_arrive_nowhere(bot: Guildbot, clock: Clock) -> None:
    before = await bot.run(ana, kudos.react, ben.account, message("0"), "💛")
    await blocks(bot, ben, ana)
    nod = await bot.run(ana, kudos.react, ben.account, message("1"), "💛")
    for one in (before, nod):
        assert isinstance(one, NodGiven)
        said = await bot.run(ana, kudos.add_words, one.id, HOLDING)
        assert rendered(said) == "Passed on to Ben, with your words."
    clock.move(days=1)
    assert (await deliver(bot)).to(ben) == []
    assert (await bot.run(ben, kudos.mine)).thanks == 0


async def test_a_me_too_of_somebody_blocked_is_not_told(bot: Guildbot, clock: Clock) -> None:
    await bot.run(ana, kudos.give, [ben.account], HOLDING, about=message("1"))
    (letter,) = [one for one in (await deliver(bot)).letters if isinstance(one.content[0], Posted)]
    dele = someone("dele")
    await blocks(bot, ben, cleo)
    on = message(f"m{letter.id}")
    assert isinstance(await bot.run(cleo, kudos.react, ana.account, on, "💛"), Seconded)
    clock.move(days=1)
    assert [one for one in (await deliver(bot)).to(ben) if isinstance(one, Nods)] == []
    await bot.run(dele, kudos.react, ana.account, on, "💛")
    clock.move(days=1)
    assert [names(one.givers) for one in (await deliver(bot)).to(ben) if isinstance(one, Nods)] == [["Dele"]]


async def test_whoever_joins_a_guild_keeps_what_they_were_thanked_for_before(bot: Guildbot, clock: Clock) -> None:
    """Agreeing to a charter is a yes to the bot: nothing of a member's is lost because a button was not pressed."""
    await thanked(bot)
    await bot.run(sol, members.join, "tidewater")
    clock.move(days=31)
    await deliver(bot)
    assert [one.unkept for one in (await bot.look(sol, kudos.mine)).received] == [False]
