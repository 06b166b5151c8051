"""`python -m tests.faults.storm`: ten thousand digests due in one minute, while the platforms limit one call in ten and lose one answer in
twenty after they took the message.

Each chapter's digest has to stand in its channel once; no call may be made before a Retry-After was over, and no Slack channel may hear two
messages within a second. Beside it runs a control that sends again without looking first: it has to double, or this rig could not see it.
Discord's nonces help neither: this one forgets them at once.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import dataclasses
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from adapters import logs
from adapters.discord.client import DiscordPlatform
from adapters.jobs import PACE, Jobs
from adapters.sandbox.discord import DiscordSandbox
from adapters.sandbox.slack import SlackSandbox
from adapters.slack.app import SlackPlatform
from guildbot.bot import Guildbot
from guildbot.courier import Letter, Messenger
from guildbot.db import homes, schema
from guildbot.people import Facts
from guildbot.settings import PREFIX, Settings
from guildbot.who import AccountRef
from tests import servers

from .week import TEN, Week, furnish, posted, write

LIMITED, DROPPED, RETRY_AFTER = 0.1, 0.05, 1


@dataclass(frozen=True, slots=True)
class Size:
    chapters: int = 10_000
    guilds: int = 4_000
    workspaces: int = 20
    servers: int = 200


class Going:
    """A clock that goes, from Friday at ten."""

    def __init__(self) -> None:
        self._ahead = TEN - timedelta(seconds=time.monotonic())

    def __call__(self) -> datetime:
        return self._ahead + timedelta(seconds=time.monotonic())

    async def until(self, due: datetime) -> None:
        await asyncio.sleep(max(0.0, (due - self()).total_seconds()))


class Leaping:
    """A clock that stands while there is something to do, and then goes on at once to what comes next."""

    def __init__(self) -> None:
        self.now = TEN

    def __call__(self) -> datetime:
        return self.now

    async def until(self, due: datetime) -> None:
        self.now = max(self.now, due)


Clock = Going | Leaping


class Careless:
    """A platform that is never asked whether something arrived: what may have arrived is sent again."""

    def __init__(self, careful: Messenger) -> None:
        self._careful, self.one_by_one = careful, careful.one_by_one

    async def deliver(self, letter: Letter) -> str:
        return await self._careful.deliver(letter)

    async def find(self, letter: Letter) -> str | None:
        return None

    async def look_up(self, account: AccountRef, space: str) -> Facts | None:
        return await self._careful.look_up(account, space)


@dataclass(frozen=True, slots=True)
class Place:
    """What became of one platform's digests.

    `unwritten`: not noted as the message that stands there; `early`: calls before a Retry-After was over; `crowded`: two in a channel
    within a second; `seconds`: when the first and the last call to post was made, by the bot's clock.
    """

    chapters: int
    lost: int
    doubled: int
    unwritten: int
    calls: int
    limited: int
    silent: int
    early: int
    crowded: int
    seconds: tuple[float, float]

    @property
    def kept(self) -> bool:
        return not (self.lost or self.doubled or self.unwritten or self.early or self.crowded)

    def __str__(self) -> str:
        first, last = self.seconds
        return (
            f"{self.chapters:6,} digests: {self.lost} lost, {self.doubled} doubled, {self.unwritten} not noted; {self.calls:,} calls, "
            f"{self.limited:,} limited, {self.silent:,} unanswered, {self.early} too early, {self.crowded} too close; "
            f"from {first:.0f} s to {last:.0f} s, {self.chapters / max(last - first, 1):.0f} a second"
        )


@dataclass(frozen=True, slots=True)
class Found:
    """`over` is when all was settled by the bot's clock, `worked` how long that took by ours."""

    slack: Place
    discord: Place
    over: float
    worked: float

    @property
    def kept(self) -> bool:
        return self.slack.kept and self.discord.kept

    def __str__(self) -> str:
        all_of_them = self.slack.chapters + self.discord.chapters
        return (
            f"  Slack   {self.slack}\n  Discord {self.discord}\n"
            f"  all settled after {self.over:.0f} s; {self.worked:.0f} s of ours, {all_of_them / max(self.worked, 1):.0f} a second"
        )


async def run(size: Size, clock: Clock, *, seed: int = 1, looks: bool = True, home: Path | str | None = None) -> Found:
    """`looks`: whether what may have arrived is looked for before it is sent again."""
    with tempfile.TemporaryDirectory() as folder:
        where = home or Path(folder) / "guildbot.db"
        async with _platforms(clock, size, seed) as week:
            schema.upgrade(where)
            write(week, where)
            async with _bot(week, clock, where) as (bot, platforms):
                _brew(week, seed)
                begun, since = time.monotonic(), clock()
                jobs = Jobs(bot, {one.name: one if looks else Careless(one) for one in platforms}, PACE)
                await jobs.work_off()
                while (due := await jobs.next_due()) is not None:
                    await clock.until(due)
                    await jobs.work_off()
                worked, over = time.monotonic() - begun, (clock() - since).total_seconds()
            noted = posted(where)
            return Found(_on_slack(week, noted, since), _on_discord(week, noted, since), over, worked)


@contextlib.asynccontextmanager
async def _platforms(clock: Clock, size: Size, seed: int) -> AsyncIterator[Week]:
    async with SlackSandbox(clock=clock, seed=seed) as slack, DiscordSandbox(clock, nonce_window=0.0) as discord:
        yield furnish(slack, discord, chapters=size.chapters, guilds=size.guilds, workspaces=size.workspaces, servers=size.servers)


@contextlib.asynccontextmanager
async def _bot(week: Week, clock: Clock, home: Path | str) -> AsyncIterator[tuple[Guildbot, list[SlackPlatform | DiscordPlatform]]]:
    ledger = homes.open_ledger(home)
    bot, settings = Guildbot(ledger, clock), _settings(week.slack.environment() | week.discord.environment())
    platforms: list[SlackPlatform | DiscordPlatform] = [SlackPlatform(bot, settings), DiscordPlatform(bot, settings)]
    try:
        for one in platforms:
            await one.start()
        for one in platforms:
            if isinstance(one, SlackPlatform):
                await one.settled()  # after a start it looks round in its channels
        yield bot, platforms
    finally:
        for one in platforms:
            await one.stop()
        await ledger.close()


def _settings(environment: Mapping[str, str]) -> Settings:
    said = {name.removeprefix(PREFIX).lower(): value for name, value in environment.items()}
    return Settings(_env_file=None, host_name="the harbour", **said)  # type: ignore[arg-type, call-arg]


def _brew(week: Week, seed: int) -> None:
    week.slack.requests.clear()
    week.discord.requests.clear()
    week.slack.faults.storms("chat.postMessage", limited=LIMITED, retry_after=RETRY_AFTER, dropped=DROPPED, seed=seed)
    week.discord.storms("POST", "/messages", limited=LIMITED, retry_after=RETRY_AFTER, dropped=DROPPED, seed=seed)


def _on_slack(week: Week, noted: Collection[str], since: datetime) -> Place:
    sandbox = week.slack
    posts = [(channel.id, ts) for one in sandbox.workspaces.values() for channel in one.channel_of.values() for ts in channel.posts]
    sent = [(one.status, one.at) for one in sandbox.called("chat.postMessage")]
    pace = sandbox.pace
    return _place(week, "slack", posts, noted, len(sandbox.requests), sent, since, pace.limited, len(pace.early), len(pace.crowded))


def _on_discord(week: Week, noted: Collection[str], since: datetime) -> Place:
    sandbox = week.discord
    posts = [(post.channel.id, post.id) for post in sandbox.posts]
    sent = [(one.status, one.at) for one in sandbox.requests if one.method == "POST" and one.path.endswith("/messages")]
    return _place(week, "discord", posts, noted, len(sandbox.requests), sent, since, sandbox.pace.limited, len(sandbox.pace.early), 0)


def _place(
    week: Week, platform: str, posts: list[tuple[str, str]], noted: Collection[str], calls: int, sent: list[tuple[int, datetime]],
    since: datetime, limited: int, early: int, crowded: int,
) -> Place:  # fmt: skip
    channels = [one.channel for one in week.chapters if one.platform == platform]
    times, stands = Counter(channel for channel, _ in posts), {channel for channel, message in posts if f"{channel}/{message}" in noted}
    return Place(
        len(channels),
        lost=sum(not times[one] for one in channels),
        doubled=sum(times[one] > 1 for one in channels),
        unwritten=sum(one not in stands for one in channels),
        calls=calls,
        limited=limited,
        silent=sum(not status for status, _ in sent),
        early=early,
        crowded=crowded,
        seconds=((sent[0][1] - since).total_seconds(), (sent[-1][1] - since).total_seconds()),
    )


def main() -> None:
    asked = _arguments()
    logs.configure(Settings(_env_file=None, log_level="error"))  # type: ignore[call-arg]
    size = Size(asked.chapters, asked.guilds, asked.workspaces, asked.servers)
    with _home(on_postgres=asked.postgres) as home:
        found = asyncio.run(run(size, Leaping() if asked.leap else Going(), seed=asked.seed, home=home))
    print(f"guildbot on {'PostgreSQL' if asked.postgres else 'SQLite'}\n{found}", flush=True)  # noqa: T201
    if asked.control:
        fifth = Size(*(max(1, one // 5) for one in dataclasses.astuple(size)))
        control = asyncio.run(run(fifth, Leaping(), seed=asked.seed, looks=False))
        print(f"a fifth of it, sent again without looking first, on a clock that leaps\n{control}", flush=True)  # noqa: T201
        if not (control.slack.doubled and control.discord.doubled):
            sys.exit("The control doubled nothing: this run could not have seen it.")
    if not found.kept:
        sys.exit("The storm was not weathered.")


@contextlib.contextmanager
def _home(*, on_postgres: bool) -> Iterator[str | None]:
    if not on_postgres:
        yield None
        return
    with servers.server(careful=True) as server:
        yield servers.Databases(server.url()).new()


def _arguments() -> argparse.Namespace:
    usual = Size()
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults.storm", description="Ten thousand digests in one minute, beside a control."
    )
    parser.add_argument("--chapters", type=int, default=usual.chapters)
    parser.add_argument("--guilds", type=int, default=usual.guilds)
    parser.add_argument("--workspaces", type=int, default=usual.workspaces)
    parser.add_argument("--servers", type=int, default=usual.servers)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL of its own")
    parser.add_argument("--leap", action="store_true", help="on a clock that leaps over every pause")
    parser.add_argument("--no-control", dest="control", action="store_false")
    return parser.parse_args()


if __name__ == "__main__":
    main()
