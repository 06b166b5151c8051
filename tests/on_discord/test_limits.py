"""Discord's limits: a bucket's or the whole bot's; the courier comes back when they are over and waits nowhere in between."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from adapters.sandbox.discord import Channel, Person
from guildbot.courier import Letter, Limited, ToRoom
from guildbot.spaces import Hello
from guildbot.who import Room
from tests.conftest import Clock
from tests.on_discord.conftest import Town


def hello(town: Town, channel: Channel) -> Letter:
    where = ToRoom("discord", town.server.id, channel.id)
    return Letter(1, "0123456789abcdef", where, (Hello(Room("discord", town.server.id, town.server.name, channel.id, channel.name)),))


async def refused(town: Town, channel: Channel) -> Limited:
    """The letter did not go, and nobody waited for long."""
    with pytest.raises(Limited) as caught:
        async with asyncio.timeout(2):
            await town.platform.deliver(hello(town, channel))
    return caught.value


async def test_a_limited_channel_is_not_asked_before_its_time(town: Town, clock: Clock) -> None:
    quay = town.server.channel("quay")
    town.discord.fails("POST", f"/channels/{town.square.id}/messages", status=429, retry_after=6.5)
    first = await refused(town, town.square)
    assert (first.seconds, first.widely) == (6.5, False)

    asked = len(town.discord.requests)
    clock.move(seconds=2.5)
    assert (await refused(town, town.square)).seconds == 4
    assert len(town.discord.requests) == asked
    await town.platform.deliver(hello(town, quay))
    clock.move(seconds=4)
    await town.platform.deliver(hello(town, town.square))
    assert (town.discord.pace.limited, town.discord.pace.early) == (1, [])


async def test_a_global_limit_holds_for_every_channel_and_for_looking(town: Town, ada: Person, clock: Clock) -> None:
    town.discord.fails("POST", "/messages", status=429, retry_after=3, scope="global")
    assert (await refused(town, town.square)).widely
    assert (await refused(town, town.server.channel("quay"))).widely
    with pytest.raises(Limited):
        await town.platform.find(replace(hello(town, town.square), unsure_since=clock.now))
    clock.move(seconds=3)
    await town.platform.deliver(hello(town, town.square))
    assert town.discord.pace.early == []


async def test_a_limit_that_several_routes_share_is_known_by_its_name(town: Town, clock: Clock) -> None:
    """As soon as an answer has told to which bucket a route belongs."""
    town.discord.quota("POST /channels/{id}/messages", 1, per=5)
    await town.platform.deliver(hello(town, town.square))
    clock.move(seconds=1)
    again = replace(hello(town, town.square), token="fedcba9876543210")
    with pytest.raises(Limited) as caught:
        await town.platform.deliver(again)
    assert caught.value.seconds == 4
    clock.move(seconds=4)
    await town.platform.deliver(again)
    assert town.discord.pace.early == []


async def limited_once(town: Town) -> None:
    """Until Discord has refused one call; then the time of the limit passes."""
    async with asyncio.timeout(5):
        while not town.discord.pace.limited:  # noqa: ASYNC110 — no bell rings for a refusal
            await asyncio.sleep(0.005)
    town.clock.move(seconds=1)


async def test_what_people_wait_for_themselves_is_left_to_the_library(town: Town, ada: Person) -> None:
    town.discord.fails("GET", f"/users/{ada.id}", status=429, retry_after=0.05)
    asking = asyncio.create_task(town.platform.client.fetch_user(int(ada.id)))
    await limited_once(town)
    assert (await asking).id == int(ada.id)


async def test_the_second_page_waits_where_it_is(town: Town, ada: Person, ben: Person) -> None:
    """A letter that is put off begins anew, and its first page stands already."""
    await ben.types(town.square, "/profile show")
    for number in range(5):
        giver = town.person(f"giver{number}", name=f"Giver {number}")
        await giver.types(town.square, f"/kudos give people:@ben reason:{'for the long walk home, ' * 38}and number {number}")
    town.discord.delays("POST", f"/channels/{ben.dm.id}/messages", 0)  # the first goes as it should
    town.discord.fails("POST", f"/channels/{ben.dm.id}/messages", status=429, retry_after=0.02)
    delivering = asyncio.create_task(town.delivers())
    await limited_once(town)
    await delivering
    pages = [one.text for one in ben.dms if "the long walk home" in one.text]
    assert len(pages) == 2
    assert [sum(f"and number {number}" in page for page in pages) for number in range(5)] == [1] * 5
    assert town.discord.pace.early == []
