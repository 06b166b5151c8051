"""Accounts that are switched off and come back, one identity under two realms, and who is near: rules P1 and P2."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from guildbot import accounts, asks, guilds, kudos, people, spaces
from guildbot.bot import Guildbot
from guildbot.db.tables import metadata
from guildbot.kinds import SpaceKind, Visibility
from guildbot.people import Facts, NotMetHere
from guildbot.who import AccountRef, Caller, Place
from tests.conftest import Clock
from tests.core.conftest import (
    acme,
    deliver,
    guild_of,
    in_private,
    marram,
    message,
    names,
    open_room,
    reasons,
    someone,
    standing_in,
)  # fmt: skip
from tests.core.test_reaching import one_person, switched_off, switched_on

ana, ben, cleo = (someone(name) for name in ("ana", "ben", "cleo"))
yusra = someone("yusra", open_room)
perch = Place("discord", "S2", "Nightjar", "D2", "perch")
HOLDING = "holding the silence on Tuesday"
Look = Callable[..., list[tuple[Any, ...]]]


def from_home(who: Caller, realm: str) -> Caller:
    """The same person in a payload that says where they are at home."""
    return replace(who, account=replace(who.account, realm=realm))


async def person_of(bot: Guildbot, who: Caller) -> int:
    return (await bot.run(who, people.show)).person.id


async def look_up(bot: Guildbot, realm: str | None = None, name: str = "Zoe") -> None:
    """All whom nobody knows are looked up; they belong to this realm."""
    for id, *_ in await bot.tend(people.unknown_accounts, "slack"):
        await bot.tend(people.learn, id, Facts(name, bot=False, realm=realm), accounts.join)


@pytest.fixture
async def bot(bot: Guildbot) -> Guildbot:
    """On one server more."""
    await bot.tend(spaces.install, "discord", perch.space, perch.space_name, SpaceKind.SERVER)
    return bot


# P1: detached in silence


async def a_full_house(bot: Guildbot) -> None:
    """Ben's name is in everything there is."""
    await guild_of(bot, ana, ben, cleo, thanks=None)
    await bot.run(ana, kudos.give, [ben.account], HOLDING)
    await bot.run(ben, kudos.give, [ana.account], HOLDING)
    await bot.run(ben, kudos.react, cleo.account, message("1"), "💛")
    asked = await bot.run(ben, asks.ask_for, "an opening", "half the room is silent")
    assert isinstance(asked, asks.Asked)
    await bot.run(cleo, asks.offer_to, asked.card.id, "mine from March")
    await bot.run(ben, asks.note, ana.account, "the consent form")
    await deliver(bot)


def everything(look: Look) -> dict[str, list[tuple[Any, ...]]]:
    said = {table.name: look(f"SELECT * FROM {table.name}") for table in metadata.sorted_tables if table.name not in ("account", "seen")}
    return said | {"account": look("SELECT id, person_id, name, space_id, acted_at FROM account ORDER BY id")}


async def test_a_deactivated_account_is_detached_and_nothing_else_changes(bot: Guildbot, look: Look) -> None:
    """P1: no membership, help, kudos, bond or response ends, nothing is said to anybody."""
    await a_full_house(bot)
    before = everything(look)

    await switched_off(bot, ben)

    assert everything(look) == before
    assert look("SELECT name FROM account WHERE detached_at IS NOT NULL") == [("Ben",)]
    assert len(await deliver(bot)) == 0
    assert len((await bot.run(ana, guilds.show)).members) == 3


async def test_detached_twice_is_detached_once(bot: Guildbot, clock: Clock, look: Look) -> None:
    await bot.run(ben, people.show)
    await switched_off(bot, ben)
    since = look("SELECT detached_at FROM account")
    clock.move(hours=1)
    await switched_off(bot, ben)
    assert look("SELECT detached_at FROM account") == since


async def test_whom_we_never_met_does_not_become_known_by_being_switched_off(bot: Guildbot, look: Look) -> None:
    assert not await bot.tend(people.changed, [ben.account], Facts("Ben", bot=False, gone=True))
    assert not await bot.tend(people.changed, [ben.account], Facts("Ben", bot=False))
    assert look("SELECT count(*) FROM account") == [(0,)]


# coming back


@pytest.mark.parametrize("how", ["reactivated", "by an act"])
async def test_an_account_that_is_on_again_is_the_same_person(bot: Guildbot, look: Look, how: str) -> None:
    me = await person_of(bot, ben)
    await switched_off(bot, ben)
    await (switched_on(bot, ben) if how == "reactivated" else bot.run(ben, people.show))
    assert look("SELECT count(*) FROM account WHERE detached_at IS NOT NULL") == [(0,)]
    assert await person_of(bot, ben) == me


async def test_whose_person_has_another_way_in_begins_anew(bot: Guildbot, look: Look) -> None:
    """They let it go, or moved on: it is to be linked again."""
    await one_person(bot, yusra, ben)
    before = await person_of(bot, yusra)
    await switched_off(bot, ben)

    await switched_on(bot, ben)
    assert look("SELECT count(*) FROM account WHERE detached_at IS NOT NULL") == [(1,)]
    new = await person_of(bot, ben)

    assert new != before == await person_of(bot, yusra)
    assert await person_of(bot, ben) == new
    assert look("SELECT count(*) FROM account WHERE external_id = 'ben'") == [(2,)]


async def test_of_several_lives_the_last_comes_back(bot: Guildbot) -> None:
    await one_person(bot, yusra, ben)
    await switched_off(bot, ben)
    anew = await person_of(bot, ben)
    await switched_off(bot, ben)
    await switched_on(bot, ben)
    assert await person_of(bot, ben) == anew


async def test_a_page_is_shown_to_whoever_comes_back(bot: Guildbot) -> None:
    await bot.run(ben, people.show)
    await switched_off(bot, ben)
    assert (await bot.look(ben, kudos.mine)).thanks == 0


async def test_names_zones_and_languages_are_refreshed(bot: Guildbot, look: Look) -> None:
    await bot.run(ben, people.show)
    await bot.tend(people.changed, [ben.account], Facts("Benedikt", bot=False, zone="Asia/Tokyo", locale="de"))
    assert look("SELECT name, zone, locale FROM account") == [("Benedikt", "Asia/Tokyo", "de")]

    await bot.tend(people.changed, [ben.account], Facts("Benedikt", bot=False, gone=True))  # a closed account says less
    assert look("SELECT name, zone, locale FROM account") == [("Benedikt", "Asia/Tokyo", "de")]


# P2: one identity, one person


async def test_an_outsider_is_moved_home_when_they_are_looked_up(bot: Guildbot, look: Look) -> None:
    """Until then an account carries the realm of the workspace that told of it."""
    zoe = someone("zoe", bot=None)
    await guild_of(bot, ana, ben, cleo)
    await bot.run(ana, kudos.give, [zoe.account], HOLDING)

    await look_up(bot, "T9")

    assert look("SELECT realm FROM account WHERE detached_at IS NULL AND external_id = 'zoe'") == [("T9",)]
    home = await person_of(bot, from_home(zoe, "T9"))
    assert await person_of(bot, zoe) == home, "Acme goes on calling them by its own realm"
    assert (await bot.run(from_home(standing_in(zoe, marram), "T9"), kudos.mine)).thanks == 1
    assert (await bot.look(zoe, kudos.mine)).thanks == 1


async def test_what_a_payload_says_of_their_home_moves_them_too(bot: Guildbot) -> None:
    """A reaction does not say it, a button does; the look-up may not have come yet."""
    zoe = someone("zoe", bot=None)
    before = await person_of(bot, zoe)
    assert await person_of(bot, from_home(zoe, "T9")) == before == await person_of(bot, zoe)
    await look_up(bot, "E9")  # the team belongs to an organisation
    assert {await person_of(bot, from_home(zoe, realm)) for realm in ("T1", "T9", "E9")} == {before}


async def test_a_home_told_after_the_look_up_is_the_same_person(bot: Guildbot) -> None:
    zoe = someone("zoe", bot=None)
    before = await person_of(bot, zoe)
    await look_up(bot, "E9")
    assert {await person_of(bot, from_home(zoe, realm)) for realm in ("T9", "E9", "T1")} == {before}


async def test_two_who_turn_out_to_be_the_same_are_one_person(bot: Guildbot, look: Look) -> None:
    """Both workspaces have the bot: at home she is known already."""
    zoe_at_home = someone("zoe", marram)
    await guild_of(bot, zoe_at_home, ben, cleo)
    await bot.run(ben, kudos.give, [zoe_at_home.account], HOLDING)
    home = await person_of(bot, zoe_at_home)
    zoe_here = someone("zoe", bot=None)
    await bot.run(ana, kudos.give, [zoe_here.account], HOLDING)

    await look_up(bot, "T2")

    assert await person_of(bot, zoe_here) == home == await person_of(bot, zoe_at_home)
    assert (await bot.run(zoe_at_home, kudos.mine)).thanks == 2
    assert look("SELECT count(*) FROM account WHERE external_id = 'zoe' AND detached_at IS NULL") == [(1,)]
    assert look("SELECT kind, state FROM link") == [("same", "made")]
    told = (await deliver(bot)).to(zoe_at_home)
    assert [type(one).__name__ for one in told] == ["Arrived", "Arrived"]


async def test_thanks_to_oneself_through_two_realms_are_hidden(bot: Guildbot) -> None:
    """K1: the one who is named turns out to be the one who named them."""
    zoe_at_home, zoe_here = someone("zoe", marram), someone("zoe", bot=None)
    await bot.run(standing_in(zoe_at_home, acme), kudos.give, [zoe_here.account], HOLDING)
    await look_up(bot, "T2")
    assert (await bot.run(zoe_at_home, kudos.mine)).thanks == 0


async def test_of_two_thanked_in_one_the_one_counts_once(bot: Guildbot) -> None:
    """P3."""
    zoe_at_home, zoe_here = someone("zoe", marram), someone("zoe", bot=None)
    await bot.run(zoe_at_home, people.show)
    await bot.run(ana, kudos.give, [zoe_at_home.account, zoe_here.account], HOLDING)
    await look_up(bot, "T2")
    mine = await bot.run(zoe_at_home, kudos.mine)
    assert (mine.thanks, mine.givers, len(mine.received)) == (1, 1, 1)


@pytest.mark.parametrize("looked_up", ["before", "between", "after"])
async def test_a_reaction_heard_in_two_workspaces_is_one_nod(bot: Guildbot, look: Look, looked_up: str) -> None:
    """They share the channel, and the guild is at home in it on both sides."""
    zoe_here, zoe_at_home = someone("zoe", bot=None), someone("zoe", marram, bot=None)
    await guild_of(bot, ana, ben, cleo)
    shared = replace(marram, channel=acme.channel)
    await bot.run(standing_in(ana, shared), guilds.start, guilds.Draft("Northlight", "To be.", guilds.NORMS, ("care", "craft", "nerve")))
    if looked_up == "before":
        for who in (zoe_here, zoe_at_home):
            await bot.run(who, people.show)
        await look_up(bot, "T2")
    for who in (zoe_here, zoe_at_home):
        await bot.run(standing_in(who, acme if who is zoe_here else shared), kudos.react, ben.account, message("1"), "💛")
        if looked_up == "between":
            await look_up(bot, "T2")
    if looked_up == "after":
        await look_up(bot, "T2")

    assert look("SELECT count(*) FROM kudos WHERE withdrawn_at IS NULL") == [(1,)]
    assert (await bot.run(ben, kudos.mine)).givers == 1
    assert isinstance(await bot.run(standing_in(zoe_at_home, shared), kudos.unreact, message("1"), "💛"), kudos.Withdrawn)


async def test_an_organisations_people_are_one_in_all_its_workspaces(bot: Guildbot) -> None:
    mia = from_home(someone("mia"), "E1")
    assert await person_of(bot, mia) == await person_of(bot, standing_in(mia, marram))


async def test_a_workspace_that_joined_an_organisation_keeps_its_people(bot: Guildbot) -> None:
    """Its envelopes name another realm from one day to the next."""
    before = await person_of(bot, ben)
    assert await person_of(bot, from_home(ben, "E1")) == before


async def test_the_same_id_elsewhere_is_somebody_else(bot: Guildbot) -> None:
    assert await person_of(bot, ben) != await person_of(bot, someone("ben", marram))


async def test_a_home_that_changes_back_is_the_same_person(bot: Guildbot) -> None:
    """An organisation is left again, and the account is closed and opened meanwhile."""
    before = await person_of(bot, ben)
    for realm in ("E1", "T1", "E1", "T1"):
        await bot.tend(people.changed, [ben.account, from_home(ben, "E1").account], Facts("Ben", bot=False, realm=realm), accounts.join)
        gone = from_home(ben, realm)
        await switched_off(bot, gone)
        assert {await person_of(bot, from_home(ben, one)) for one in ("E1", "T1")} == {before}


async def test_where_a_guest_was_seen_they_are_near_at_home_too(bot: Guildbot) -> None:
    zoe_at_home, zoe_here = someone("zoe", marram), someone("zoe", bot=None)
    await bot.run(zoe_at_home, people.show)
    await bot.run(ana, kudos.give, [zoe_here.account], HOLDING)
    await look_up(bot, "T2")
    assert names(await bot.run(ben, people.suggest, "zo")) == ["Zoe"]


# who is near


async def test_somebody_on_several_servers_is_found_on_each_of_them(bot: Guildbot) -> None:
    """By name, by a completion, by a bare id; wherever they were last."""
    kim = someone("kim", open_room)
    for place in (open_room, perch):
        await bot.run(standing_in(kim, place), people.show)
        await bot.run(standing_in(yusra, place), people.show)
    for place in (open_room, perch):
        here = standing_in(kim, place)
        assert names(await bot.run(here, people.suggest, "yus")) == ["Yusra"]
        said = await bot.run(here, kudos.give, [AccountRef("discord", "", "yusra")], f"{HOLDING} in {place.space_name}")
        assert isinstance(said, kudos.KudosGiven)


async def test_on_a_server_where_they_never_were_nobody_is_found(bot: Guildbot) -> None:
    await bot.run(yusra, people.show)
    stranger = someone("kim", perch)
    assert await bot.run(stranger, people.suggest, "yus") == []
    assert await reasons(bot.run(stranger, kudos.give, [AccountRef("discord", "", "yusra")], HOLDING)) == (NotMetHere("yusra"),)


async def test_fellow_members_are_near_wherever_they_are(bot: Guildbot, look: Look) -> None:
    await guild_of(bot, ana, ben, yusra)
    await bot.run(standing_in(yusra, perch), kudos.give, [ben.account, "Ana"], HOLDING)
    assert names(await bot.run(in_private(yusra), people.suggest, "b")) == ["Ben"]


async def test_an_id_that_nobody_here_has_is_near_no_more(bot: Guildbot) -> None:
    """It was typed, and looked up in vain."""
    nobody = AccountRef("discord", "", "4242")
    await bot.run(yusra, kudos.give, [nobody], HOLDING)
    ((id, *_),) = await bot.tend(people.unknown_accounts, "discord")
    assert await bot.tend(people.learn, id, None)
    assert await reasons(bot.run(yusra, kudos.give, [nobody], HOLDING)) == (NotMetHere("4242"),)


async def test_a_place_is_noted_when_it_is_new_and_not_again(bot: Guildbot, look: Look) -> None:
    for place in (open_room, marram, open_room, marram):
        await bot.run(standing_in(ana, place), people.show)
    assert look("SELECT count(*) FROM met") == [(2,)]


async def test_a_reaction_that_says_nothing_leaves_no_trace_of_a_place(bot: Guildbot, look: Look) -> None:
    await bot.run(standing_in(yusra, open_room), kudos.react, AccountRef("discord", "", "kim"), message("1", open_room), "👍")
    assert look("SELECT count(*) FROM met") == [(0,)]


async def test_where_nobody_stands_nothing_is_noted(bot: Guildbot, look: Look) -> None:
    await bot.run(in_private(yusra), people.choose_thanks, Visibility.ME)
    assert look("SELECT count(*) FROM met") == [(0,)]
