"""The story language of the core's tests: who stands where, what they do, what reaches whom."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from guildbot import chapters, courier, guilds, members, people, spaces
from guildbot.asks import Card
from guildbot.bot import Guildbot, tend_house
from guildbot.courier import Content, Letter, ToAccount, ToRoom
from guildbot.db.ledger import Ledger, SqliteLedger
from guildbot.db.postgres import PostgresLedger, connect
from guildbot.digests import Digest
from guildbot.guilds import ShownToMember
from guildbot.kinds import SpaceKind, Visibility
from guildbot.refusals import Refused
from guildbot.who import AccountRef, Caller, MessageRef, Person, Place
from guildbot.words import Say, Sentence, plain
from tests.conftest import Clock

acme = Place("slack", "T1", "Acme", "C1", "care")
marram = Place("slack", "T2", "Marram", "C1", "ward")
open_room = Place("discord", "S1", "the Open Room", "D1", "kettle")
SAY = Say()


def someone(name: str, at: Place = acme, *, bot: bool | None = False) -> Caller:
    """A person with one account, standing in a channel. On Slack the account belongs to that workspace."""
    return Caller(AccountRef(at.platform, at.space if at.platform == "slack" else "", name, name.title(), bot), at, None)


def standing_in(who: Caller, place: Place | None) -> Caller:
    return replace(who, place=place)


def in_private(who: Caller) -> Caller:
    """The same person in a direct message with the bot."""
    return replace(who, place=replace(who.place, channel=None) if who.place and who.place.platform == "slack" else None)


def heard_as(who: Caller, key: str) -> Caller:
    """The platform's key of the event that brings this person's deed."""
    return replace(who, key=key)


def names(people: Iterable[Person]) -> list[str]:
    return [one.name for one in people]


def message(id: str, at: Place = acme, link: str | None = None) -> MessageRef:
    return MessageRef(at.channel or "", id, link)


async def reasons(deed: Awaitable[Any]) -> tuple[Sentence, ...]:
    """Why a deed was refused; each reason can be said aloud."""
    with pytest.raises(Refused) as no:
        await deed
    assert all(plain(SAY.of(reason)) for reason in no.value.reasons)
    return no.value.reasons


async def guild_of(bot: Guildbot, *founders: Caller, name: str = "Tidewater", thanks: Visibility | None = Visibility.DIGEST) -> str:
    """A guild that the first of them starts and the others join; its slug."""
    starter, *others = founders
    draft = guilds.Draft(name, "Getting better at asking together.", guilds.NORMS, ("care", "craft", "courage"))
    slug = (await bot.run(starter, guilds.start, draft)).card.slug
    if thanks is not None:
        await bot.run(starter, people.choose_thanks, thanks)
    for one in others:
        await bot.run(one, members.join, slug, thanks=thanks)
    await deliver(bot)
    return slug


async def open_in(bot: Guildbot, slug: str, steward: Caller, place: Place) -> None:
    """Another channel becomes the guild's home too."""
    await bot.run(standing_in(steward, place), chapters.open_here, slug)
    await deliver(bot)


settings.register_profile("ci", derandomize=True)
settings.register_profile("here", derandomize=False)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@dataclass(frozen=True)
class Post:
    """What a platform received, newest last."""

    letters: tuple[Letter, ...]

    def to(self, where: Caller | Place) -> list[Content]:
        """What reached a person or a channel."""
        return [content for letter in self.letters if _reaches(letter, where) for content in letter.content]

    def of(self, kind: type[Content]) -> list[Any]:
        return [content for letter in self.letters for content in letter.content if isinstance(content, kind)]

    def __len__(self) -> int:
        return len(self.letters)


async def deliver(bot: Guildbot, *, refusing: Sequence[Place] = ()) -> Post:
    """Work off all that is due by the clock, with platforms that take everything but what is for the `refusing` channels."""
    post: list[Letter] = []
    while True:
        while await bot.tend(tend_house):
            pass
        letter = await bot.tend(courier.claim)
        if letter is None:
            return Post(tuple(post))
        if any(_reaches(letter, place) for place in refusing):
            await bot.tend(courier.give_up, letter.id, "not_in_channel")
            continue
        post.append(letter)
        await bot.tend(courier.delivered, letter.id, posted(letter))


def posted(letter: Letter) -> str:
    """Where a letter stands once it is delivered: "channel/message"."""
    channel = letter.to.channel if isinstance(letter.to, ToRoom) else f"dm-{letter.to.account.id}"
    return f"{channel}/m{letter.id}"


def rendered(content: Any) -> str:
    """All that anybody could read of an outcome or a letter's content."""
    lines = [plain(phrase) for phrase in content.words(SAY)]
    match content:
        case Digest():
            lines += [plain(phrase) for phrase in content.opening(SAY)]
            for section in content.sections(SAY):
                lines += [plain(phrase) for phrase in (section.heading, *section.lines, *(card.line(SAY) for card in section.open))]
        case Card():
            lines.append(plain(content.line(SAY)))
        case ShownToMember():
            lines += [plain(phrase) for phrase in (*content.member_lines(SAY), *content.log_lines(SAY))]
    return "\n".join(lines)


def _reaches(letter: Letter, where: Caller | Place) -> bool:
    if isinstance(letter.to, ToAccount):
        return isinstance(where, Caller) and (letter.to.account.platform, letter.to.account.realm, letter.to.account.id) == (
            where.account.platform,
            where.account.realm,
            where.account.id,
        )
    return isinstance(where, Place) and (letter.to.platform, letter.to.space, letter.to.channel) == (
        where.platform,
        where.space,
        where.channel,
    )


HOMES = ("sqlite", "postgres")


@dataclass(frozen=True)
class Home:
    """Where a story is kept, and a look past the core at what stands there."""

    ledger: Ledger
    address: Path | str

    def look(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        if isinstance(self.address, Path):
            with contextlib.closing(sqlite3.connect(self.address)) as file:
                return file.execute(sql, values).fetchall()
        with contextlib.closing(connect(self.address)) as connection:
            return connection.execute(sql.replace("?", "%s").encode(), values).fetchall()


@pytest.fixture(params=HOMES)
async def home(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Home]:
    """Every story of the core is told in both."""
    if request.param == "postgres":
        url, ledger = request.getfixturevalue("postgres")
        yield Home(ledger, url)
        return
    file = request.getfixturevalue("database")
    made = SqliteLedger(file, synchronous="OFF")
    yield Home(made, file)
    await made.close()


@pytest.fixture
async def bot(home: Home, clock: Clock) -> Guildbot:
    """The core, installed in two workspaces and on a server."""
    bot = Guildbot(home.ledger, clock)
    await install(bot)
    return bot


@pytest.fixture
async def another_bot(home: Home, clock: Clock, request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Guildbot]:
    """A second world under the same clock, to compare with."""
    ledger: Ledger
    if isinstance(home.address, Path):
        file = tmp_path / "another.db"
        shutil.copy(request.getfixturevalue("empty_database"), file)
        ledger = SqliteLedger(file, synchronous="OFF")
    else:
        ledger = PostgresLedger(request.getfixturevalue("fresh_postgres"))
    bot = Guildbot(ledger, clock)
    await install(bot)
    yield bot
    await ledger.close()


async def install(bot: Guildbot) -> None:
    for place in (acme, marram, open_room):
        kind = SpaceKind.WORKSPACE if place.platform == "slack" else SpaceKind.SERVER
        await bot.tend(spaces.install, place.platform, place.space, place.space_name, kind)


@pytest.fixture
def look(home: Home) -> Callable[..., list[tuple[Any, ...]]]:
    """A look into the database itself, for what no use case tells."""
    return home.look
