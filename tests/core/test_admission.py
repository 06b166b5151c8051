"""How people join: chosen at the start, changed by caretakers; names that pass for others; guilds whose caretakers are gone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from guildbot import guilds, members, people
from guildbot.bot import Guildbot
from guildbot.guilds import AdmissionChanged, CaretakersChange
from guildbot.kinds import Admission
from guildbot.members import Candidate, Joined, NobodyNew
from guildbot.refusals import MixedAlphabets
from guildbot.who import Caller
from tests.core.conftest import deliver, guild_of, marram, open_room, reasons, rendered, someone, standing_in

ana, ben, cleo, dele = (someone(name) for name in ("ana", "ben", "cleo", "dele"))
yusra, zoe = someone("yusra", open_room), someone("zoe", open_room)
Look = Callable[..., list[tuple[Any, ...]]]
WHY = "she once told me, kindly, that my survey was for me"


async def invited(bot: Guildbot, by: Caller, name: str = "Yusra", because: str = WHY) -> str:
    return (await bot.run(by, members.invite, name, because)).code


async def switch_off(bot: Guildbot, look: Look, *people_: Caller) -> None:
    """Their employers end their accounts."""
    for one in people_:
        ((id,),) = look("SELECT id FROM account WHERE external_id = ?", one.account.id)
        await bot.tend(people.detach, id)


async def test_how_people_join_is_chosen_at_the_start_and_stands_on_the_card(bot: Guildbot) -> None:
    draft = guilds.Draft("Moth", "Mending.", guilds.NORMS, ("care", "craft", "courage"), admission=Admission.VOUCH)
    said = await bot.run(ana, guilds.start, draft)
    assert said.card.admission is Admission.VOUCH
    assert rendered(said.card).endswith("By word of mouth: somebody in it vouches for you")
    await guild_of(bot, standing_in(ben, marram), name="Open")
    assert rendered(await bot.run(ben, guilds.look, "open")).endswith("Anybody may join")


async def test_caretakers_change_it_and_the_log_says_so(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(dele, members.join, "tidewater")
    assert await reasons(bot.run(dele, guilds.change_admission, "tidewater", Admission.CLOSED)) == (CaretakersChange("Tidewater"),)
    assert isinstance((await reasons(bot.run(zoe, guilds.how_people_join, "tidewater")))[0], guilds.NotAMember)
    assert not (await bot.run(dele, guilds.show)).cares

    asked = await bot.run(ben, guilds.how_people_join, "tidewater")
    assert asked.admission is Admission.OPEN
    said = await bot.run(ben, guilds.change_admission, "tidewater", Admission.CLOSED)
    assert said == AdmissionChanged("Tidewater", "tidewater", Admission.CLOSED, changed=True)
    assert not (await bot.run(ben, guilds.change_admission, "tidewater", Admission.CLOSED)).changed

    shown = await bot.run(dele, guilds.show)
    assert shown.log[0][1:] == ("Ben", "admission-closed", "Tidewater")
    assert "Ben closed the door of Tidewater" in rendered(shown)
    assert [one.admission for one in (await deliver(bot)).of(guilds.Card)] == [Admission.CLOSED]  # the post in the channel changes too


async def test_a_closed_guild_takes_in_nobody_and_uses_up_no_code(bot: Guildbot) -> None:
    await guild_of(bot, ana, ben, cleo)
    code = await invited(bot, ana)
    await bot.run(ana, guilds.change_admission, "tidewater", Admission.CLOSED)

    for deed in (members.door, members.join):
        assert await reasons(bot.run(yusra, deed, "tidewater", code)) == (NobodyNew("Tidewater"),)
        assert await reasons(bot.run(zoe, deed, "tidewater")) == (NobodyNew("Tidewater"),)
    assert await reasons(bot.run(ana, members.invite, "Zoe", WHY)) == (NobodyNew("Tidewater"),)

    await bot.run(ana, guilds.change_admission, "tidewater", Admission.OPEN)
    assert isinstance(await bot.run(yusra, members.join, "tidewater", code), Joined)


async def test_a_guild_that_starts_closed_is_founded_by_invitation(bot: Guildbot) -> None:
    draft = guilds.Draft("Moth", "Mending.", guilds.NORMS, ("care", "craft", "courage"), admission=Admission.CLOSED)
    said = await bot.run(ana, guilds.start, draft)
    assert said.card.takes_people
    assert rendered(said.card).endswith("Its founders come by invitation; after them nobody new for now")
    assert isinstance(await bot.run(zoe, members.join, "moth"), Candidate)
    for one in (ben, cleo):
        joined = await bot.run(one, members.join, "moth", await invited(bot, ana, one.account.name))
        assert isinstance(joined, Joined)
        assert joined.founder
    assert not (await bot.run(ana, guilds.look, "moth")).takes_people
    assert await reasons(bot.run(dele, members.join, "moth")) == (NobodyNew("Moth"),)


# names


@pytest.mark.parametrize("name", ["Тidewater", "Tidewαter", "Тide Water", "Τidewater"])
async def test_a_name_of_mixed_alphabets_is_refused(bot: Guildbot, name: str) -> None:
    assert await reasons(bot.run(ana, guilds.can_start, name)) == (MixedAlphabets(name),)


@pytest.mark.parametrize(
    "name", ["Tide\u200bwater", "\u202eTidewater", "TIDEWATER", "Tide\u00adwater", "Ｔｉｄｅｗａｔｅｒ", "Tídewater", "tidewater!"]
)
async def test_a_name_that_reads_the_same_is_taken(bot: Guildbot, name: str) -> None:
    await guild_of(bot, ana, ben, cleo)
    elsewhere = standing_in(dele, marram)
    assert await reasons(bot.run(elsewhere, guilds.can_start, name)) == (guilds.NameTaken("Tidewater"),)


@pytest.mark.parametrize(("first", "second"), [("coco", "СОСО"), ("СОСО", "coco"), ("Ηοτ", "hot")])
async def test_a_name_in_another_alphabet_that_looks_the_same_is_taken(bot: Guildbot, first: str, second: str) -> None:
    await guild_of(bot, ana, ben, cleo, name=first)
    assert await reasons(bot.run(standing_in(dele, marram), guilds.can_start, second)) == (guilds.NameTaken(first),)


@pytest.mark.parametrize("name", ["Ämtergilde", "Клуб", "Ελλάδα", "日本の会", "Moth 2"])
async def test_names_in_one_alphabet_are_names(bot: Guildbot, name: str) -> None:
    assert (await bot.run(ana, guilds.can_start, name)).name == name


# who takes care


async def test_when_no_caretaker_has_a_way_in_any_member_may_care(bot: Guildbot, look: Look) -> None:
    await guild_of(bot, ana, ben, cleo)
    await bot.run(yusra, members.join, "tidewater")
    assert await reasons(bot.run(yusra, guilds.change_admission, "tidewater", Admission.VOUCH)) == (CaretakersChange("Tidewater"),)
    await switch_off(bot, look, ana, ben)
    assert await reasons(bot.run(yusra, guilds.change_admission, "tidewater", Admission.VOUCH)) == (CaretakersChange("Tidewater"),)
    await switch_off(bot, look, cleo)
    assert (await bot.run(yusra, guilds.change_admission, "tidewater", Admission.VOUCH)).changed
    assert (await bot.run(yusra, guilds.show, "tidewater")).cares


async def test_the_last_caretaker_with_a_way_in_is_asked_once_more(bot: Guildbot, look: Look) -> None:
    """G8."""
    await guild_of(bot, ana, ben, cleo)
    await bot.run(yusra, members.join, "tidewater")
    assert not (await bot.run(cleo, members.leaving)).last_steward
    await switch_off(bot, look, ana, ben)
    assert (await bot.run(cleo, members.leaving)).last_steward
    await bot.run(cleo, members.leave, "tidewater")
    assert (await deliver(bot)).to(yusra) == [members.Uncared("Tidewater")]
