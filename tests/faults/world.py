"""A crowd in both sandboxes: people who type commands and add emojis, and the sandboxes' own record of what was acknowledged."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any, TypeAlias

from adapters.sandbox.discord import DiscordSandbox
from adapters.sandbox.slack import SlackSandbox
from guildbot import guilds, members, spaces
from guildbot.bot import Guildbot
from guildbot.db import schema
from guildbot.db.ledger import SqliteLedger
from guildbot.kinds import SpaceKind
from guildbot.who import AccountRef, Caller, Place

EMOJI = "💛"
PER_HUNDRED = ("command",) * 40 + ("reaction",) * 30 + ("interaction",) * 30  # Slack, Slack, Discord
ANSWERED, SECONDS_UNTIL_AGAIN = 4, 0.4
Reason: TypeAlias = str  # unique words
Nod: TypeAlias = tuple[str, str]  # message and giver


@dataclass(frozen=True, slots=True)
class Record:
    """What the sandboxes saw acknowledged: reasons by words, nods by message and giver."""

    sent: int
    reasons: frozenset[Reason]
    nods: frozenset[Nod]

    @property
    def acknowledged(self) -> int:
        return len(self.reasons) + len(self.nods)


class Crowd:
    """Everybody thanks somebody else; nobody within reach of the limit of thirty an hour, if `people` are enough for the gestures."""

    def __init__(self, slack: SlackSandbox, discord: DiscordSandbox, people: int, chance: random.Random) -> None:
        self.slack, self.discord, self._people, self._chance = slack, discord, people, chance
        self.acme = slack.workspace("acme", name="Acme")
        self.harbour = discord.server("harbour", name="Harbour", owner="h0")
        for number in range(people):
            self.acme.person(f"a{number}", name=f"Ana {number}")
            self.harbour.person(f"h{number}", name=f"Hugo {number}")
        self.care = self.acme.channel("care")
        self.quay = self.harbour.channel("quay")
        self.sent = 0
        self._numbers = {kind: count() for kind in sorted(set(PER_HUNDRED))}

    async def settle_in(self, path: Path) -> None:
        """A migrated file with a guild in #care, and a message of everybody to react to."""
        schema.upgrade(path)
        ledger = SqliteLedger(path)
        bot = Guildbot(ledger)
        await bot.tend(spaces.install, "slack", self.acme.id, self.acme.name, SpaceKind.WORKSPACE)
        draft = guilds.Draft("Tidewater", "Getting better at asking together.", guilds.NORMS, ("care", "craft", "courage"))
        started = await bot.run(self._standing("a0"), guilds.start, draft)
        for handle in ("a1", "a2"):
            await bot.run(self._standing(handle), members.join, started.card.slug)
        await ledger.close()
        self._messages = [await self.acme.people[f"a{n}"].types(self.care, f"Hello from {n}") for n in range(self._people)]

    def _standing(self, handle: str) -> Caller:
        account = AccountRef("slack", self.acme.id, self.acme.people[handle].id)
        return Caller(account, Place("slack", self.acme.id, self.acme.name, self.care.id, "care"), None)

    def gestures(self, how_many: int) -> list[Coroutine[Any, Any, object]]:
        """The next gestures of a mixed crowd, each by somebody for something not said before."""
        kinds = self._chance.choices(PER_HUNDRED, k=how_many)
        self.sent += how_many
        return [getattr(self, f"_{kind}")(next(self._numbers[kind])) for kind in kinds]

    async def _command(self, number: int) -> None:
        giver, receiver = self._pair(number)
        await self.acme.people[f"a{giver}"].types(self.care, f"/kudos @a{receiver} for {_words('slack', number)}")

    async def _interaction(self, number: int) -> None:
        giver, receiver = self._pair(number)
        await self.harbour.people[f"h{giver}"].types(self.quay, f"/kudos give people:@h{receiver} reason:{_words('discord', number)}")

    async def _reaction(self, number: int) -> None:
        giver, receiver = self._pair(number)
        message = self._messages[receiver]
        assert message is not None
        await self.acme.people[f"a{giver}"].reacts(message, EMOJI)

    def _pair(self, number: int) -> tuple[int, int]:
        """Giver and receiver; a giver meets another receiver each time round."""
        turn, giver = divmod(number, self._people)
        return giver, (giver + 1 + turn) % self._people

    def record(self) -> Record:
        reasons = {
            _reason(one.payload["text"]) for one in self.slack.deliveries if one.envelope_type == "slash_commands" and one.acknowledged
        }
        events = [one.payload["event"] for one in self.slack.deliveries if one.kind == "reaction_added" and one.acknowledged]
        interactions = self.discord.world.interactions.values()
        reasons |= {_option(one.data, "reason") for one in interactions if one.answered == ANSWERED}
        return Record(self.sent, frozenset(reasons), frozenset((one["item"]["ts"], one["user"]) for one in events))

    def acknowledged_since(self, deliveries: tuple[int, int]) -> int:
        """How many of what was sent after that are acknowledged by now."""
        on_slack, on_discord = deliveries
        return sum(one.acknowledged for one in self.slack.deliveries[on_slack:]) + sum(
            one.answered is not None for one in self.discord.deliveries[on_discord:]
        )

    @property
    def deliveries(self) -> tuple[int, int]:
        """How much was sent so far, on Slack and on Discord."""
        return len(self.slack.deliveries), len(self.discord.deliveries)

    async def quiet(self) -> None:
        """What Slack sends again has arrived."""
        await self.slack.settled(60.0)


@asynccontextmanager
async def crowd(path: Path, *, people: int, chance: random.Random) -> AsyncIterator[Crowd]:
    """Slack repeats what is not acknowledged soon after, and for as long as a killed bot may need to come back."""
    async with SlackSandbox(retries=(SECONDS_UNTIL_AGAIN,) * 200, patience=0.2) as slack, DiscordSandbox(patience=0.5) as discord:
        made = Crowd(slack, discord, people, chance)
        await made.settle_in(path)
        yield made


def environment(crowd: Crowd, path: Path) -> dict[str, str]:
    return crowd.slack.environment() | crowd.discord.environment() | {"GUILDBOT_DATABASE_URL": f"sqlite:///{path}"}


def _words(where: str, number: int) -> Reason:
    return f"what pair {number} of the {where} people did"


def _reason(text: str) -> Reason:
    """A command's text behind the mention."""
    return text.partition("> for ")[2]


def _option(data: dict[str, Any], name: str) -> str:
    return next(str(one["value"]) for one in _options(data) if one["name"] == name)


def _options(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for one in data.get("options", ()):
        yield one
        yield from _options(one)
