"""One turn: somebody presses, types or sends a form; the core decides; they are answered, alone.

A no is an answer, with every reason and the words given back. A deed that takes long is announced in time (Discord waits
three seconds). Anything unexpected is logged under a short reference that the person sees too.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import discord
import structlog
from discord.utils import MISSING

from adapters.discord import wire
from adapters.discord.forms import Form, Said, given_back, modal, read
from adapters.discord.layout import Block, Button, Dress, Rule, Telling, Text, row, said, views
from adapters.discord.markup import PLATFORM, Reader
from guildbot import kudos, labels, people
from guildbot.bot import Guildbot
from guildbot.records import Seal
from guildbot.refusals import Refused, Repeated, number_in
from guildbot.settings import Settings
from guildbot.who import Person
from guildbot.words import Say, zone
from guildbot.work import Work

log = structlog.get_logger()
MOST_CHOICES = 20
PATIENCE = 2.0  # seconds until “is thinking…”; Discord gives up after three
Asked = ParamSpec("Asked")
Made = TypeVar("Made")
Key = TypeVar("Key")
Value = TypeVar("Value")
MOST_REMEMBERED = 10_000


@dataclass
class House:
    """What all turns share. `nods`: whom to invite to a sentence with their next answer, by user id.

    What is remembered here is a convenience: the oldest is forgotten when it becomes too much.
    """

    bot: Guildbot
    settings: Settings
    seal: Seal | None = None  # what seals a record, where the host has a key
    nods: dict[int, kudos.NodGiven] = field(default_factory=dict)
    entered: dict[tuple[int, int], None] = field(default_factory=dict)  # server and channel of first commands

    def invite(self, user: int, nod: kudos.NodGiven) -> None:
        _remember(self.nods, user, nod)

    def enter(self, server: int, channel: int) -> bool:
        """Whether nobody said anything there yet."""
        fresh = (server, channel) not in self.entered
        _remember(self.entered, (server, channel), None)
        return fresh


class Turn:
    """`kept` is what the person filled in: given back if it is refused."""

    def __init__(self, house: House, interaction: discord.Interaction[Any]) -> None:
        self.house, self.interaction = house, interaction
        self.caller = wire.caller(interaction)
        reader = Reader(True, house.settings.command_prefix, self.caller.place.space if self.caller.place else None)
        self.dress = Dress(Say(str(interaction.locale), zone(house.settings.timezone)), reader)
        self.kept: Said | None = None
        self._answering = asyncio.Lock()

    async def run(self, use_case: Callable[Concatenate[Work, Asked], Made], *args: Asked.args, **kwargs: Asked.kwargs) -> Made:
        return await self.house.bot.run(self.caller, use_case, *args, **kwargs)

    async def look(self, use_case: Callable[Concatenate[Work, Asked], Made], *args: Asked.args, **kwargs: Asked.kwargs) -> Made:
        """A page or a list: nothing is changed."""
        return await self.house.bot.look(self.caller, use_case, *args, **kwargs)

    async def show(self, *blocks: Block, instead: bool = False, files: Sequence[discord.File] = ()) -> None:
        """Answer, for this person's eyes only. `instead`: in the place of the private message that was pressed.

        `files` come with a new answer, whose first message names them (`Attached`).
        """
        first, *more = views([*blocks, *self._invitation()])
        async with self._answering:
            response, message = self.interaction.response, self.interaction.message
            if response.is_done():
                await self.interaction.followup.send(view=first, files=files or MISSING, ephemeral=True)
            elif instead and message is not None and message.flags.ephemeral:
                await response.edit_message(view=first)
            else:
                await response.send_message(view=first, files=files or MISSING, ephemeral=True)
            for view in more:
                await self.interaction.followup.send(view=view, ephemeral=True)

    async def tell(self, made: Telling, *buttons: Button, instead: bool = False) -> None:
        """Answer with an outcome's own sentences, and buttons below them."""
        await self.show(self.dress.words(made, *([row(*buttons)] if buttons else [])), instead=instead)

    async def open(self, filled: Said, *texts: str) -> None:
        """Show a form; only a first answer can."""
        async with self._answering:
            await self.interaction.response.send_modal(modal(filled, self.dress.say, *texts))

    def read(self, form: Form, about: Sequence[str]) -> Said:
        """What this turn's form was filled in with."""
        return read(form, about, cast(dict[str, Any], self.interaction.data or {}), inside=self.interaction.guild_id is not None)

    def number(self, part: str) -> int:
        """A number in the id of a button or form; refuses what is none of ours."""
        return number_in(part)

    def given_back(self, *before: Button) -> list[Block]:
        """The words that this turn keeps, so that they can be changed or sent again; nothing when it keeps none."""
        return given_back(self.kept, self.dress.say, *before) if self.kept else []

    async def hold(self) -> None:
        await asyncio.sleep(PATIENCE)
        async with self._answering:
            if not self.interaction.response.is_done():
                with suppress(discord.HTTPException):
                    await self.interaction.response.defer(ephemeral=True, thinking=True)

    def _invitation(self) -> list[Block]:
        nod = self.house.nods.pop(self.interaction.user.id, None)
        return [(Rule(), *self.dress.words(nod, row(self.dress.button(labels.SAY_WHY, f"kudos.words:{nod.id}"))))] if nod else []


@asynccontextmanager
async def answering(turn: Turn) -> AsyncIterator[None]:
    """Round every command, button and form."""
    holding = asyncio.create_task(turn.hold())
    try:
        try:
            yield
        except Repeated:
            log.debug("heard before", key=turn.caller.key)
        except Refused as refused:
            await turn.show(*_refusal(turn, refused), instead=turn.kept is not None)
    except Exception:
        reference = secrets.token_hex(3)
        log.exception("a turn failed", reference=reference, kind=turn.interaction.type.name)
        with suppress(discord.HTTPException):
            await turn.show((Text(turn.dress.label(labels.SURPRISE, reference=reference)),), *turn.given_back())
    finally:
        holding.cancel()


def _remember(these: dict[Key, Value], key: Key, value: Value) -> None:
    these.pop(key, None)
    these[key] = value
    while len(these) > MOST_REMEMBERED:
        del these[next(iter(these))]


def _refusal(turn: Turn, refused: Refused) -> list[Block]:
    return [
        said([turn.dress.say.of(reason) for reason in refused.reasons], turn.dress.reader),
        *_choices(turn, refused),
        *turn.given_back(),
    ]


def _choices(turn: Turn, refused: Refused) -> list[Block]:
    """Where a no asks “which?”, the answers as buttons; the words to go on with stand in the same message."""
    if turn.kept is None:
        return []
    feature = turn.kept.form.id.partition(".")[0]
    blocks: list[Block] = []
    for reason in refused.reasons:
        match reason:
            case people.Several():
                place = turn.kept.names.index(reason.name)
                these = [Button(_which(number, one), f"{feature}.whom:{place}:{people.handle(one)}") for number, one in _numbered(reason)]
                blocks.append((row(*these),))
            case kudos.WhichGuild():
                none = turn.dress.button(labels.NO_GUILD, f"{feature}.guild:{kudos.NO_GUILD}")
                blocks.append((row(*(Button(slug, f"{feature}.guild:{slug}") for slug in reason.guilds[:MOST_CHOICES]), none),))
            case _:
                pass
    return blocks


def _numbered(reason: people.Several) -> Iterator[tuple[int, Person]]:
    """In the order in which the sentence mentions them, where one can look who each is."""
    return enumerate(reason.people[:MOST_CHOICES], 1)


def _which(number: int, one: Person) -> str:
    return f"{number}. {one.name}" if one.account.platform == PLATFORM else f"{number}. {one.name} ({one.account.platform.title()})"
