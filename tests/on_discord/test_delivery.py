"""Letters over trouble: nothing twice, nothing lost, and what Discord's errors mean."""

from __future__ import annotations

from types import SimpleNamespace

import discord
import pytest

from adapters.discord import delivery
from adapters.sandbox.discord import Person
from guildbot import courier
from guildbot.courier import Busy, Malformed, ToAccount, Unreachable, Unsure
from guildbot.people import Facts
from guildbot.who import AccountRef
from tests.on_discord.conftest import Town

GIVE = "/kudos give people:@ben reason:the long walk home"


@pytest.mark.parametrize("arrived", [True, False])
async def test_a_letter_whose_answer_was_lost_arrives_once(town: Town, ada: Person, ben: Person, arrived: bool) -> None:
    await ada.types(town.square, GIVE)
    await town.delivers()
    await ada.types(town.square, "/kudos give people:@ben reason:and for the song on the way")
    town.discord.fails("POST", f"/channels/{ben.dm.id}/messages", status=None, done_anyway=arrived)
    await town.delivers()
    assert sum("song" in one.text for one in ben.dms) == arrived
    town.clock.move(seconds=31)
    await town.delivers()
    assert sum("song" in one.text for one in ben.dms) == 1
    assert await town.bot.tend(courier.next_due) is None


async def test_a_closed_door_and_an_unknown_account_are_unreachable(town: Town, ada: Person, ben: Person) -> None:
    await ben.types(town.square, "/profile show")
    ben.closed_dms = True
    await ada.types(town.square, GIVE)
    letter = await town.bot.tend(courier.claim)
    while letter is not None and not (isinstance(letter.to, ToAccount) and letter.to.account.id == ben.id):
        letter = await town.bot.tend(courier.claim)
    assert letter is not None
    with pytest.raises(Unreachable, match="50007"):
        await town.platform.deliver(letter)


async def test_a_deleted_post_is_simply_gone(town: Town, ada: Person, ben: Person) -> None:
    await ada.types(town.square, "/ask new what:a second pair of eyes because:it is late")
    await town.delivers()
    card = next(one for one in ada.sees(town.square) if "second pair" in one.text and not one.ephemeral)
    await ada.deletes(card)
    await ada.clicks("Withdraw")
    await town.delivers()
    assert await town.bot.tend(courier.next_due) is None


async def test_accounts_are_looked_up_with_their_name_here(town: Town, ada: Person) -> None:
    robot = town.person("beep", name="Beep", bot=True)
    account = AccountRef("discord", "", ada.id)
    assert await town.platform.look_up(account, town.server.id) == Facts("Ada", bot=False)
    assert (await town.platform.look_up(AccountRef("discord", "", robot.id), "")) == Facts("beep", bot=True)
    assert await town.platform.look_up(AccountRef("discord", "", "12345"), town.server.id) is None


async def test_the_platform_says_when_it_is_ready(town: Town) -> None:
    assert town.platform.ready
    await town.platform.stop()
    assert not town.platform.ready


@pytest.mark.parametrize(
    ("status", "code", "meaning"),
    [(400, 50035, Malformed), (400, 50033, Unreachable), (403, 50001, Unreachable), (401, 0, Busy), (429, 0, Busy), (503, 0, Unsure)],
)
async def test_discords_refusals_in_the_couriers_words(status: int, code: int, meaning: type[Exception]) -> None:
    refusal = discord.DiscordServerError if status >= 500 else discord.HTTPException
    with pytest.raises(meaning) as caught:
        async with delivery.sending():
            raise refusal(SimpleNamespace(status=status, reason="no"), {"code": code, "message": "no"})
    if status == 401:
        assert isinstance(caught.value, Busy)
        assert caught.value.seconds == 300, "a new token takes a while, and nothing may be lost until then"


async def test_a_post_is_found_again_in_a_busy_channel(town: Town, ada: Person, ben: Person) -> None:
    await ada.types(town.square, "/profile show")
    await town.delivers()
    town.discord.fails("POST", f"/channels/{town.square.id}/messages", status=None, done_anyway=True)
    await ada.types(town.square, "/ask new what:a second pair of eyes because:it is late")
    await town.delivers()
    for number in range(120):
        await ben.types(town.square, f"small talk {number}")
    town.clock.move(minutes=20)
    for number in range(120):
        await ben.types(town.square, f"later talk {number}")
    await town.delivers()
    assert len([one for one in ben.sees(town.square) if "second pair" in one.text]) == 1
    pages = [one for one in town.discord.requests if one.method == "GET" and one.path.endswith(f"/channels/{town.square.id}/messages")]
    assert len(pages) <= 2, "what came long after it cannot be it"


async def test_who_is_not_in_the_server_is_nobody_there(town: Town, ada: Person) -> None:
    zoe = town.discord.server("den", name="Den", owner="zed").person("zoe", name="Zoe")
    account = AccountRef("discord", "", zoe.id)
    assert await town.platform.look_up(account, town.server.id) is None
    assert await town.platform.look_up(account, "424242424242424242") is None, "a server we were put out of"
    assert await town.platform.look_up(account, "") == Facts("Zoe", bot=False)
