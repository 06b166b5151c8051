"""Rule P11: nothing from one person reaches another, and whoever is blocked cannot tell, whatever they do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any, get_args

import pytest

from guildbot import (
    accounts,
    asks,
    blocking,
    bonds,
    chapters,
    courier,
    digests,
    guilds,
    introductions,
    kudos,
    members,
    people,
    reflections,
    spaces,
    waiting,
)
from guildbot.blocking import Asking, Blocked, Blocks, Line, NotYourself, OneAtATime, Unblocked
from guildbot.bot import Guildbot
from guildbot.courier import Content, Letter, ToAccount
from guildbot.kinds import Admission, Visibility
from guildbot.refusals import NoLonger
from guildbot.who import Caller, Command, MessageRef
from tests.conftest import Clock
from tests.core.conftest import (
    Post,
    deliver,
    guild_of,
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

ana, ben, cleo, dele, eve, fay, gil = (someone(name) for name in ("ana", "ben", "cleo", "dele", "eve", "fay", "gil"))
yusra = someone("yusra", open_room)
crowd = tuple(someone(f"m{number}") for number in range(9))  # with two voices a guild takes people in from twelve on
HOLDING, WHY = "holding the silence on Tuesday", "she once told me, kindly, that it was late"


# The list, for oneself alone


async def test_whom_one_blocks_is_a_list_for_oneself(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, yusra)
    assert await bot.run(ana, blocking.mine) == Blocks(())

    asked = await bot.run(ana, blocking.asked, "Yusra")
    assert isinstance(asked, Asking)
    assert rendered(asked).startswith("Block Yusra?\n")
    assert (await bot.run(ana, blocking.mine)).lines == ()

    for who in ("Yusra", ben.account):
        said = await bot.run(ana, blocking.block, [who])
        assert isinstance(said, Blocked)
        assert "They are not told" in rendered(said)
    shown = await bot.run(ana, blocking.mine)
    assert [rendered(one) for one in shown.lines] == ["Ben", "Yusra"]
    assert len(await deliver(bot)) == 0

    assert await bot.run(ana, blocking.unblock, shown.lines[0].id) == Unblocked(shown.lines[0].who)
    assert [rendered(one) for one in (await bot.run(ana, blocking.mine)).lines] == ["Yusra"]
    assert await reasons(bot.run(ana, blocking.unblock, shown.lines[0].id)) == (NoLonger(Command("profile", "block")),)
    assert await reasons(bot.run(cleo, blocking.unblock, shown.lines[1].id)) == (NoLonger(Command("profile", "block")),)


async def test_blocking_twice_is_blocking_once(bot: Guildbot) -> None:
    for _ in range(2):
        said = await bot.run(ana, blocking.block, [ben.account])
    assert (await bot.run(ana, blocking.mine)).lines == (Line(said.id, said.who),)


async def test_one_person_and_not_oneself(bot: Guildbot) -> None:
    assert await reasons(bot.run(ana, blocking.block, [ana.account])) == (NotYourself(),)
    assert await reasons(bot.run(ana, blocking.block, [ben.account, cleo.account])) == (OneAtATime(),)
    assert await reasons(bot.run(ana, blocking.block, [])) == (OneAtATime(),)


async def test_a_slip_of_the_finger_blocks_nobody(bot: Guildbot) -> None:
    await bot.run(ana, blocking.asked, ben.account)
    assert rendered(await bot.run(ana, blocking.not_now)) == "Nobody is blocked."
    assert (await bot.run(ana, blocking.mine)).lines == ()


# What is on its way already


async def test_what_was_not_read_yet_does_not_arrive_any_more(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo, yusra)
    await bot.run(ana, asks.ask_for, "a second pair of eyes", "it is late")
    await deliver(bot)
    clock.now = clock.now.replace(hour=22)  # everybody's hours are closed, but for Ana's own ask
    clock.move(days=1)
    await bot.run(ben, kudos.give, [ana.account], HOLDING)
    await bot.run(ben, kudos.react, ana.account, message("1"), "💛")
    await bot.run(ben, asks.note, ana.account, "the form")
    await bot.run(ben, asks.offer_to, 1, "an hour")
    await bot.run(ben, bonds.again, ana.account)
    await bot.run(cleo, kudos.give, [ana.account], HOLDING)

    await bot.run(ana, blocking.block, [ben.account])

    clock.move(days=2)
    post = (await deliver(bot)).to(ana)
    assert [names(courier.said_by(one)) for one in post] == [["Cleo"]]
    assert "Ben" not in repr(await pages_of(bot, ana))


@pytest.mark.parametrize("block", [False, True])
async def test_what_waits_is_not_counted_either(bot: Guildbot, clock: Clock, block: bool) -> None:
    await guild_of(bot, ana, ben, cleo, thanks=None)
    await bot.run(ana, people.change, name="", zone_name="", quiet="", about="openings", waits="9:00")
    await bot.run(ana, asks.ask_for, "a second pair of eyes", "it is late")
    await deliver(bot)
    if block:
        await bot.run(ana, blocking.block, [ben.account])
        await bot.run(ana, blocking.block, [yusra.account])
    await bot.run(ben, kudos.give, [ana.account], HOLDING)
    await bot.run(ben, asks.note, ana.account, "the form")
    await bot.run(ben, asks.offer_to, 1, "an hour")
    await bot.run(ben, asks.ask_for, "openings", "half the room is silent")
    await bot.run(ben, bonds.again, ana.account)
    await bot.run(yusra, members.join, "tidewater")
    await bot.run(yusra, chapters.open_here, "tidewater")
    clock.now = datetime.combine(clock.now + timedelta(days=1), time(9), UTC)
    counted = [one for one in (await deliver(bot)).to(ana) if isinstance(one, waiting.Waits)]
    assert counted == ([] if block else [waiting.Waits(thanks=1, offers=1, helps=1, near=1, bonds=1, channels=1, newcomers=1)])


async def test_what_came_before_stays_ones_own(bot: Guildbot) -> None:
    """What was read is Ana's to keep or to hide; a block looks ahead."""
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ben, kudos.give, [ana.account], HOLDING)
    await deliver(bot)
    await bot.run(ana, blocking.block, [ben.account])
    assert names([one.giver for one in (await bot.run(ana, kudos.mine)).received]) == ["Ben"]


async def test_unblocking_brings_nothing_back(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ana, asks.ask_for, "a second pair of eyes", "it is late")
    await deliver(bot)
    id = (await bot.run(ana, blocking.block, [ben.account])).id
    await bot.run(ben, kudos.give, [ana.account], HOLDING)
    await bot.run(ben, kudos.react, ana.account, message("1"), "💛")
    await bot.run(ben, asks.note, ana.account, "the form")
    await bot.run(ben, asks.offer_to, 1, "an hour")
    await bot.run(ben, bonds.again, ana.account)

    await bot.run(ana, blocking.unblock, id)

    clock.move(days=1)
    assert (await deliver(bot)).to(ana) == []
    assert "Ben" not in repr(await pages_of(bot, ana))

    await bot.run(ben, kudos.give, [ana.account], "carrying the chairs on Friday")
    assert [names(courier.said_by(one)) for one in (await deliver(bot)).to(ana)] == [["Ben"]]


async def pages_of(bot: Guildbot, who: Caller) -> list[Any]:
    """Every page somebody reads alone."""
    return [await bot.run(who, page) for page in (waiting.waiting, kudos.mine, asks.listed, bonds.mine)]


async def test_nobody_is_suggested_whom_one_blocks(bot: Guildbot) -> None:
    """Neither by name nor by what they are asked about; who looks for somebody by their whole name finds whomever they look for."""
    await guild_of(bot, ana, ben, cleo)
    for one in (ben, cleo):
        await bot.run(one, people.change, name="", zone_name="", quiet="", about="knots")
    await bot.run(ana, blocking.block, [ben.account])
    assert names(await bot.run(ana, people.suggest, "kno")) == ["Cleo"]
    assert await bot.run(ana, people.suggest, "be") == []
    assert names(await bot.run(ben, people.suggest, "an")) == ["Ana"]
    assert names((await bot.run(ana, kudos.give, ["Ben"], HOLDING)).to) == ["Ben"]


async def test_nobody_is_kept_from_themselves(bot: Guildbot) -> None:
    """Whom one blocked turns out to be oneself; parted again, they are blocked as before."""
    await guild_of(bot, ana, ben, cleo, yusra)
    await bot.run(ana, blocking.block, ["Yusra"])
    entered = await bot.run(yusra, accounts.enter, (await bot.run(ana, accounts.make_code)).code)
    assert isinstance(entered, accounts.Entered)
    await bot.run(ana, accounts.confirm, entered.link)
    assert (await bot.run(ana, blocking.mine)).lines == ()
    assert names(await bot.run(ana, people.suggest, "ana")) == ["Ana"]
    await bot.run(cleo, introductions.introduce, ["Ana", "Ben"], "both of you mend boats")
    assert len((await bot.run(yusra, waiting.waiting)).to_meet) == 1

    await bot.run(ana, accounts.undo, entered.link)

    assert len((await bot.run(ana, blocking.mine)).lines) == 1


async def test_a_guild_s_own_news_reach_everybody(bot: Guildbot) -> None:
    """What happens to a guild is nobody's word: the members hear it, whoever did it."""
    await guild_of(bot, ben, ana, cleo, yusra)
    for one in (ana, cleo):
        await bot.run(one, members.leave, "tidewater")
        await bot.run(one, members.join, "tidewater")
    await bot.run(yusra, blocking.block, ["Ben"])
    await bot.run(standing_in(ben, marram), chapters.open_here, "tidewater")
    assert [type(one) for one in (await deliver(bot)).to(yusra)] == [chapters.Readers]
    await bot.run(ben, members.leave, "tidewater")
    assert [type(one) for one in (await deliver(bot)).to(yusra)] == [members.Uncared]


async def test_a_block_is_between_people_and_not_between_accounts(bot: Guildbot) -> None:
    ana_too, ben_too = someone("ana2", open_room), someone("ben2", open_room)
    for one, other in ((ana, ana_too), (ben, ben_too)):
        entered = await bot.run(other, accounts.enter, (await bot.run(one, accounts.make_code)).code)
        assert isinstance(entered, accounts.Entered)
        await bot.run(one, accounts.confirm, entered.link)
    await deliver(bot)
    said = await bot.run(ana, blocking.block, [ben.account])

    for giver, to in ((ben, ana), (ben_too, ana_too)):
        await bot.run(giver, kudos.give, [to.account], HOLDING)
        await bot.run(giver, bonds.again, to.account)
    assert len(await deliver(bot)) == 0
    assert len((await bot.run(ana_too, blocking.mine)).lines) == 1
    assert await reasons(bot.run(ana_too, blocking.block, [ana.account])) == (NotYourself(),)

    await bot.run(ana_too, blocking.unblock, said.id)
    await bot.run(ben_too, kudos.give, [ana.account], "carrying the chairs on Friday")
    assert len((await deliver(bot)).of(kudos.Arrived)) == 1


# Whatever they do: the same life twice, once with the block and once without


@dataclass
class Life:
    """What was said to whoever is blocked, and what arrived anywhere."""

    bot: Guildbot
    clock: Clock
    said: list[Any] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    post: MessageRef = MessageRef("", "")  # of thanks to Ana, under the message that was thanked

    async def does(self, who: Caller, use_case: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Something a blocked person does: the answer is for them."""
        said = await self.bot.run(who, use_case, *args, **kwargs)
        self.said.append(replace(said, code="") if isinstance(said, members.Invited) else said)  # a code is new each time
        return said

    async def arrives(self) -> None:
        self.letters += (await deliver(self.bot)).letters

    def to_ana(self) -> list[Content]:
        return Post(tuple(self.letters)).to(ana)

    def to_others(self) -> dict[str, list[Content]]:
        found: dict[str, list[Content]] = {}
        for letter in self.letters:
            where = letter.to.account.id if isinstance(letter.to, ToAccount) else letter.to.channel
            found.setdefault(where, []).extend(without_thanks_to_ana(letter.content))
        found.pop("ana", None)
        return found


def without_thanks_to_ana(contents: Sequence[Content]) -> Iterator[Content]:
    """What somebody hides stands in no channel, as ever; all else there is for everybody."""
    for content in contents:
        match content:
            case kudos.Posted() | kudos.Unposted():
                pass
            case digests.Digest():
                yield replace(content, thanked=tuple(line for line in content.thanked if "Ana" not in names(line.to)))
            case _:
                yield content


BLOCKED = (ben, eve, fay, someone("m4"))
SPEAK_OF_NOBODY = frozenset((  # or stand in a channel, where everybody reads
    kudos.Posted, kudos.Unposted, kudos.ReceiverIsABot, kudos.ReceiverIsElsewhere, asks.Card, asks.NotPosted, guilds.Card,
    *get_args(reflections.Sent), digests.Digest, spaces.Welcome, spaces.Hello, chapters.Readers, chapters.NotLetIn, chapters.Paused,
    chapters.GoesOn, chapters.Ended, chapters.Holding, members.Founded, members.Uncared, members.Admitted,
    *get_args(accounts.Sent),  # answers to a code one made or typed oneself
    waiting.Waits,  # counts, of what is not kept out
    *get_args(introductions.Sent),  # where a block stands nobody is asked at all: test_introductions tells that story
))  # fmt: skip


async def test_nothing_reaches_and_nobody_can_tell(bot: Guildbot, another_bot: Guildbot, clock: Clock) -> None:
    """Every way in which one person's word or deed reaches another, walked by people whom Ana has blocked."""
    welcome, blocked = await live(another_bot, clock, block=False), await live(bot, clock, block=True)

    walked = {type(content) for content in welcome.to_ana()}
    assert walked >= set(get_args(Content)) - SPEAK_OF_NOBODY, "a way from person to person that this story does not know yet"
    assert set(heard_of(welcome.to_ana())) == set(BLOCKED)
    assert heard_of(blocked.to_ana()) == []
    assert heard_of(await pages_of(another_bot, ana)) != []
    assert heard_of(await pages_of(bot, ana)) == []

    for at_ease, shut_out in zip(map(as_read, welcome.said), map(as_read, blocked.said), strict=True):
        assert shut_out == at_ease
        assert rendered(shut_out) == rendered(at_ease)
    assert len(blocked.said) > 30
    assert blocked.to_others() == welcome.to_others()


def heard_of(read: Sequence[Any]) -> list[Caller]:
    """Who of those whom Ana blocks stands in what she reads."""
    return [one for one in BLOCKED if f"name='{one.account.name}'" in repr(read)]


def as_read(said: Any) -> Any:
    """How far thanks are shown is said to those who were thanked, and to nobody else."""
    if isinstance(said, kudos.Mine):
        return replace(said, given=tuple(replace(one, shown=Visibility.ME) for one in said.given))
    return said


async def live(bot: Guildbot, clock: Clock, *, block: bool) -> Life:
    life = Life(bot, clock)
    clock.now = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
    codes = await what_ties_them(life)
    if block:
        for one in BLOCKED:
            await bot.run(ana, blocking.block, [one.account])
    life.letters.clear()
    await give_thanks(life)
    await ask_and_help(life)
    await life.does(ben, bonds.agree, 1)
    await life.does(eve, bonds.again, ana.account)
    await life.does(standing_in(someone("m4"), marram), chapters.open_here, "tidewater")
    await come_in(life, codes)
    await life.arrives()
    for days in (1, 15):  # two Fridays; what nobody answers lapses
        clock.move(days=days)
        await life.arrives()
    for page in (waiting.waiting, kudos.mine, asks.listed, bonds.mine, guilds.show, guilds.mine, members.open_vouches):
        await life.does(ben, page)
    return life


async def what_ties_them(life: Life) -> list[str]:
    """While all is well. Ana's own words are on their way to Ben, who will answer; and she has invited two people, with these codes."""
    bot = life.bot
    await guild_of(bot, ben, ana, cleo, dele, *crowd, thanks=Visibility.MESSAGE)
    await bot.run(ana, guilds.change_admission, "tidewater", Admission.VOUCH)
    for what in ("a hand with the chairs", "a second pair of eyes"):
        await bot.run(ben, asks.ask_for, what, "it is late")
    await bot.run(ana, asks.ask_for, "an opening for the meeting", "half the room is silent")
    await deliver(bot)
    for ask in (1, 2):
        await bot.run(ana, asks.offer_to, ask, "an hour on Thursday")
    await bot.run(ana, asks.note, ben.account, "the consent form")
    await bot.run(ana, bonds.again, ben.account)
    invited = [(await bot.run(ana, members.invite, name, WHY, guild="tidewater")).code for name in ("Eve", "Fay")]
    await bot.run(cleo, kudos.give, [ana.account], HOLDING, about=message("7"))
    await life.arrives()
    (post,) = (letter for letter in life.letters if any(isinstance(one, kudos.Posted) for one in letter.content))
    life.post = MessageRef(*posted(post).split("/"))
    return invited


async def give_thanks(life: Life) -> None:
    does = life.does
    await does(ben, kudos.give, [ana.account], HOLDING)
    await does(ben, kudos.give, [ana.account], HOLDING)  # said already
    await does(ben, kudos.give, ["Ana", "Cleo"], "the map you drew for all of us")
    short = await does(ben, kudos.give, [ana.account], "thanks!")
    await does(ben, kudos.add_words, short.id, "It let me go home early.")
    nod = await does(ben, kudos.react, ana.account, message("1"), "💛")
    await does(ben, kudos.add_words, nod.id, "You waited for me, and nobody else did.")
    for _ in range(2):
        await does(ben, kudos.react, ana.account, message("2"), "💛")
        await does(ben, kudos.unreact, message("2"), "💛")
    await does(ben, kudos.react, ana.account, message("3"), "💛")
    await does(ben, kudos.second, life.post)
    gone = await does(ben, kudos.give, [ana.account], "something I thought better of")
    await does(ben, kudos.withdraw, gone.id)
    await does(in_private(ben), kudos.give, ["Ana"], "the call on the way home", privately=True)
    await does(ben, waiting.waiting)
    await life.arrives()


async def ask_and_help(life: Life) -> None:
    does = life.does
    await does(ben, asks.offer_to, 3, "mine, with the map")
    await does(ben, asks.withdraw_offer, 3)
    await does(ben, asks.offer_to, 3, "mine, without the map")
    await does(ben, asks.take, 1)
    await does(ben, asks.thank, 2)
    await does(ben, asks.note, ana.account, "the chairs")
    await does(ben, asks.helped_me, ana.account, "the posters", "They hung straight.")
    await does(ben, asks.confirm, 1, "I signed it at once.")
    await does(ben, asks.close, 1)
    await does(ben, asks.listed)
    await life.arrives()


async def come_in(life: Life, codes: list[str]) -> None:
    does = life.does
    for who, code in zip((eve, fay), codes, strict=True):
        await does(who, members.join, "tidewater", code)
    await life.arrives()
    await life.bot.run(cleo, members.vouch, "Eve", WHY, guild="tidewater")
    invited = await does(ben, members.invite, "Gil", WHY, guild="tidewater")
    mine = await life.bot.run(gil, members.join, "tidewater", invited.code)
    assert isinstance(mine, members.Candidate)
    await does(ben, members.whom_to_ask, mine.id)
    await does(ben, members.ask_second, mine.id, "Ana")
