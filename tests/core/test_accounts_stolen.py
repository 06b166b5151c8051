"""Whoever got hold of somebody's code: what they cannot do before its owner has had seven days to undo it (rules P2 to P4)."""

from __future__ import annotations

from guildbot import accounts, guilds, kudos, members, people
from guildbot.accounts import NewHere
from guildbot.bot import Guildbot
from guildbot.codes import WrongCode
from guildbot.kinds import Visibility
from guildbot.people import Facts
from guildbot.who import Caller
from tests.conftest import Clock
from tests.core.conftest import acme, deliver, guild_of, marram, open_room, reasons, rendered, someone

ana, ben, cleo = (someone(name) for name in ("ana", "ben", "cleo"))
yusra, thief = someone("yusra", open_room), someone("thief", open_room)


async def linked(bot: Guildbot, stays: Caller, comes: Caller) -> int:
    entered = await bot.run(comes, accounts.enter, (await bot.run(stays, accounts.make_code)).code)
    assert isinstance(entered, accounts.Entered)
    return (await bot.run(stays, accounts.confirm, entered.link)).link


async def came_back(bot: Guildbot, who: Caller, code: str) -> int:
    said = await bot.run(who, accounts.recover, code)
    assert isinstance(said, accounts.Recovered)
    return said.link


async def way_back(bot: Guildbot, who: Caller) -> str:
    return (await bot.run(who, accounts.keep_way_back)).code


async def account_of(bot: Guildbot, who: Caller, other: Caller) -> int:
    return next(one.side.id for one in (await bot.run(who, accounts.mine)).mine if one.side.person.account.id == other.account.id)


async def switched_off(bot: Guildbot, who: Caller) -> None:
    assert await bot.tend(people.changed, [who.account], Facts(who.account.name, bot=False, gone=True))


async def person(bot: Guildbot, who: Caller) -> int:
    return (await bot.run(who, people.show)).person.id


async def test_what_the_platform_says_of_a_thief_takes_nobody_along_for_good(bot: Guildbot) -> None:
    """Known at home and as a guest: the two are one for good, but whom the guest has become only lately is let out first."""
    await guild_of(bot, ana, ben, cleo)
    code = await way_back(bot, ana)
    at_home, guest = someone("zoe", marram), someone("zoe", acme, bot=None)
    await bot.run(at_home, people.show)
    await came_back(bot, guest, code)
    for id, realm, name, _ in await bot.tend(people.unknown_accounts, "slack"):
        await bot.tend(people.learn, id, Facts(name, bot=False, realm="T2" if name == "zoe" else realm), accounts.join)
    assert await person(bot, at_home) == await person(bot, guest) != await person(bot, ana)
    assert [one.name for one in (await bot.run(ana, guilds.mine)).guilds] == ["Tidewater"]
    assert any(isinstance(one, accounts.Undone) for one in (await deliver(bot)).to(ana))


async def test_whoever_came_later_puts_nobody_out_who_was_there_before(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    code = await way_back(bot, ana)
    await switched_off(bot, ana)
    hers = await came_back(bot, yusra, code)
    stolen = await came_back(bot, thief, await way_back(bot, yusra))
    (why_not,) = await reasons(bot.run(thief, accounts.undo, hers))
    assert isinstance(why_not, NewHere)
    (why_not,) = await reasons(bot.run(thief, accounts.keep_way_back))
    assert isinstance(why_not, NewHere)
    await bot.run(yusra, accounts.undo, stolen)
    assert [one.name for one in (await bot.run(yusra, guilds.mine)).guilds] == ["Tidewater"]


async def test_an_account_that_was_let_go_never_becomes_its_person_again(bot: Guildbot, clock: Clock) -> None:
    """Not even when every other account of theirs is switched off."""
    await guild_of(bot, ana, ben, cleo)
    await linked(bot, ana, yusra)
    clock.move(days=8)
    await bot.run(ana, accounts.let_go, await account_of(bot, ana, yusra))
    await switched_off(bot, ana)
    assert (await bot.run(yusra, guilds.mine)).guilds == ()
    assert await bot.tend(people.changed, [ana.account], Facts("ana", bot=False))
    assert [one.name for one in (await bot.run(ana, guilds.mine)).guilds] == ["Tidewater"]


async def test_letting_go_ends_the_ways_back_that_may_be_known_there(bot: Guildbot, clock: Clock) -> None:
    await guild_of(bot, ana, ben, cleo)
    await linked(bot, ana, yusra)
    clock.move(days=8)
    known = await way_back(bot, yusra)
    assert any("has made a new way back" in rendered(one) for one in (await deliver(bot)).to(ana))
    said = await bot.run(ana, accounts.let_go, await account_of(bot, ana, yusra))
    assert "opens nothing any more" in rendered(said)
    assert isinstance(await bot.run(thief, accounts.recover, known), WrongCode)


async def test_linking_shows_nothing_that_nobody_had_released(bot: Guildbot, clock: Clock) -> None:
    """Thanks to whoever has not answered yet are theirs alone, whatever the account says that comes."""
    slug = await guild_of(bot, ben, cleo, someone("dele"))
    await bot.run(ana, members.join, slug)
    await bot.run(yusra, members.join, slug, thanks=Visibility.DIGEST)
    await bot.run(ben, kudos.give, [ana.account], "for holding the silence")
    await linked(bot, ana, yusra)
    clock.move(days=4, hours=1)
    assert "silence" not in "".join(map(rendered, (await deliver(bot)).to(acme)))
