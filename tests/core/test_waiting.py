"""What waits for somebody, and for nobody else."""

from __future__ import annotations

from datetime import UTC, datetime

from guildbot import asks, chapters, kudos, members, reflections
from guildbot.bot import Guildbot
from guildbot.kinds import Visibility
from guildbot.waiting import Waiting, waiting
from tests.conftest import Clock
from tests.core.conftest import deliver, guild_of, message, names, open_room, rendered, someone

ana, ben, cleo = (someone(name) for name in ("ana", "ben", "cleo"))
yusra = someone("yusra", open_room)
NOTHING = Waiting((), (), (), (), (), ())


async def test_nothing_waits_for_a_newcomer(bot: Guildbot) -> None:
    said = await bot.run(ana, waiting)
    assert said == NOTHING
    assert said.nothing
    assert rendered(said) == "Nothing waits for you."


async def test_each_kind_of_thing_waits_until_it_is_answered(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo, thanks=None)
    await bot.run(yusra, members.join, "tidewater")
    await bot.run(yusra, chapters.open_here, "tidewater")
    given = await bot.run(ben, kudos.give, [ana.account], "holding the silence")
    nod = await bot.run(ana, kudos.react, ben.account, message("1"), "💛")
    asked = await bot.run(ana, asks.ask_for, "an opening", "half the room is silent")
    helped = await bot.run(cleo, asks.note, ana.account, "the consent form")
    assert isinstance(given, kudos.KudosGiven)
    assert isinstance(nod, kudos.NodGiven)
    assert isinstance(asked, asks.Asked)
    await bot.run(ben, asks.offer_to, asked.card.id, "mine from March")
    clock.now = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
    await deliver(bot)

    said = await bot.run(ana, waiting)

    assert [one.id for one in said.thanks] == [given.id]
    assert [one.id for one in said.nods] == [nod.id]
    assert [(one.helper.name, one.words_said) for one in said.offers] == [("Ben", "mine from March")]
    assert [one.help for one in said.helps] == [helped.id]
    assert names(one.asked_by for one in said.channels) == ["Yusra"]
    assert [one.guild for one in said.questions] == ["Tidewater"]
    (question,) = said.questions

    await bot.run(ana, kudos.choose, given.id, Visibility.DIGEST)
    await bot.run(ana, kudos.add_words, nod.id, "You rang instead of typing.")
    await bot.run(ana, asks.thank, said.offers[0].id)
    await bot.run(ana, asks.drop, helped.id)
    await bot.run(ana, chapters.decline, said.channels[0].chapter)
    await bot.run(ana, reflections.answer, question.round, "I moved the kettle.")
    left = await bot.run(ana, waiting)
    assert (left.thanks, left.nods, left.offers, left.helps, left.channels) == ((), (), (), (), ())


async def test_what_waits_for_one_waits_for_no_other(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo, thanks=None)
    await bot.run(ben, kudos.give, [ana.account], "holding the silence")
    await bot.run(cleo, asks.note, ana.account, "the consent form")
    for other in (ben, cleo, yusra):
        assert await bot.run(other, waiting) == NOTHING


async def test_thanks_with_a_sentence_added_wait_once(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo, thanks=None)
    await bot.run(ben, kudos.give, [ana.account], "thanks!")
    await deliver(bot)
    await bot.run(ben, kudos.add_words, 1, "I slept that night.")
    await deliver(bot)
    assert [one.reason for one in (await bot.run(ana, waiting)).thanks] == ["thanks!\nI slept that night."]


async def test_thanks_taken_back_or_hidden_wait_no_longer(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo, thanks=None)
    for giver in (ben, cleo):
        await bot.run(giver, kudos.give, [ana.account], "holding the silence")
    await bot.run(ben, kudos.withdraw, 1)
    await bot.run(ana, kudos.hide, 2)
    assert (await bot.run(ana, waiting)).thanks == ()
