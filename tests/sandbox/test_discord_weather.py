"""Bad weather at the Discord stand-in: limits with their headers, answers that get lost, late accepts; and a record of the bot's pace."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from adapters.sandbox.discord import Channel, DiscordSandbox
from tests.conftest import Clock

SAYING = "POST /channels/{id}/messages"


class Caller:
    """A bot that tries nothing twice."""

    def __init__(self, discord: DiscordSandbox, session: aiohttp.ClientSession) -> None:
        self._discord, self._session = discord, session

    @asynccontextmanager
    async def asks(self, method: str, path: str, body: Any = None) -> AsyncIterator[aiohttp.ClientResponse]:
        headers = {"Authorization": f"Bot {self._discord.token}"}
        async with self._session.request(method, self._discord.api_url + path, json=body, headers=headers) as answer:
            yield answer

    async def says(self, channel: Channel, text: str) -> int:
        """The status of the answer, 0 when none came."""
        try:
            async with self.asks("POST", f"/channels/{channel.id}/messages", {"content": text}) as answer:
                return answer.status
        except aiohttp.ClientError:
            return 0

    def stands(self, channel: Channel) -> list[str]:
        return [post.content for post in channel.posts.values()]


@pytest.fixture
async def discord(clock: Clock) -> AsyncIterator[DiscordSandbox]:
    async with DiscordSandbox(clock) as sandbox:
        sandbox.server("fernweh")
        yield sandbox


@pytest.fixture
def square(discord: DiscordSandbox) -> Channel:
    return discord.servers["fernweh"].channel("square")


@pytest.fixture
def quay(discord: DiscordSandbox) -> Channel:
    return discord.servers["fernweh"].channel("quay")


@pytest.fixture
async def bot(discord: DiscordSandbox) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as session:
        yield Caller(discord, session)


async def test_a_limit_of_one_bucket_is_told_in_headers_and_body(
    discord: DiscordSandbox, bot: Caller, square: Channel, quay: Channel, clock: Clock
) -> None:
    discord.fails("POST", "/messages", status=429, retry_after=6.4)
    async with bot.asks("POST", f"/channels/{square.id}/messages", {"content": "one"}) as answer:
        assert answer.status == 429
        assert answer.headers["Content-Type"] == "application/json", "as a whole: discord.py compares it so"
        assert "Via" in answer.headers
        assert await answer.json() == {"message": "You are being rate limited.", "retry_after": 6.4, "global": False}
        said = {name: answer.headers[name] for name in answer.headers if name.startswith(("X-RateLimit-", "Retry-"))}
        bucket = said.pop("X-RateLimit-Bucket")
        assert said == {
            "Retry-After": "7", "X-RateLimit-Scope": "user", "X-RateLimit-Limit": "1", "X-RateLimit-Remaining": "0",
            "X-RateLimit-Reset": f"{clock().timestamp() + 6.4:.3f}", "X-RateLimit-Reset-After": "6.400",
        }  # fmt: skip
        assert bucket
    assert await bot.says(square, "too early") == 429
    assert await bot.says(quay, "another channel") == 200
    assert len(discord.pace.early) == 1
    clock.move(seconds=6.4)
    assert await bot.says(square, "in time") == 200
    assert (bot.stands(square), discord.pace.limited, len(discord.pace.early)) == (["in time"], 2, 1)


async def test_a_global_limit_holds_everywhere(discord: DiscordSandbox, bot: Caller, square: Channel, quay: Channel, clock: Clock) -> None:
    discord.fails("POST", "/messages", status=429, scope="global")
    async with bot.asks("POST", f"/channels/{square.id}/messages", {"content": "one"}) as answer:
        assert answer.headers["X-RateLimit-Global"] == "true"
        assert "X-RateLimit-Bucket" not in answer.headers
        assert (await answer.json())["global"] is True
    assert await bot.says(quay, "two") == 429
    async with bot.asks("POST", "/interactions/1/token/callback", {"type": 4}) as answer:
        assert answer.status == 404, "interactions are not under it"
    clock.move(seconds=1)
    assert await bot.says(quay, "three") == 200


async def test_a_shared_limit_does_not_count_as_invalid(discord: DiscordSandbox, bot: Caller, square: Channel, quay: Channel) -> None:
    discord.fails("POST", f"/{square.id}/messages", status=429, scope="shared")
    discord.fails("POST", f"/{quay.id}/messages", status=429)
    await bot.says(square, "one")
    await bot.says(quay, "two")
    assert (discord.pace.limited, discord.pace.invalid) == (2, 1)


async def test_a_quota_tells_what_is_left(discord: DiscordSandbox, bot: Caller, square: Channel, quay: Channel, clock: Clock) -> None:
    discord.quota(SAYING, 2, per=5.0)
    left = []
    for text in ("one", "two", "three"):
        async with bot.asks("POST", f"/channels/{square.id}/messages", {"content": text}) as answer:
            left.append((answer.status, answer.headers["X-RateLimit-Remaining"], answer.headers["X-RateLimit-Reset-After"]))
        clock.move(seconds=1)
    assert left == [(200, "1", "5.000"), (200, "0", "4.000"), (429, "0", "3.000")]
    assert await bot.says(quay, "elsewhere") == 200
    assert discord.pace.early == [], "it could not know before it was told"
    clock.move(seconds=2)
    assert await bot.says(square, "four") == 200


async def test_a_storm_strikes_by_shares_and_the_same_seed_strikes_the_same(
    discord: DiscordSandbox, bot: Caller, square: Channel, clock: Clock
) -> None:
    told = list[list[int]]()
    for _ in range(2):
        discord.calm()
        discord.storms("POST", "/messages", limited=0.08, globally=0.02, dropped=0.05, slow=0.05, delay=0.0, seed=4)
        told.append([])
        for number in range(200):
            told[-1].append(await bot.says(square, f"{number}"))
            clock.move(seconds=1)
    assert told[0] == told[1]
    assert 10 <= told[0].count(429) <= 32
    assert 3 <= told[0].count(0) <= 20
    assert discord.pace.early == []
    assert len(bot.stands(square)) == 400 - discord.pace.limited, "what was lost was said all the same"


async def test_a_late_accept_comes_although_nobody_waits_for_it(discord: DiscordSandbox, bot: Caller, square: Channel) -> None:
    discord.delays("POST", "/messages", 0.1)
    saying = asyncio.create_task(bot.says(square, "late"))
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(saying, 0.03)
    assert bot.stands(square) == []
    assert await discord.world.changes.until(lambda: bool(square.posts), 5)
    assert bot.stands(square) == ["late"]
