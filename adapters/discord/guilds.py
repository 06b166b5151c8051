"""Guilds on Discord: beginning one, the card in its channel, one's own guilds, a guild's page."""

from __future__ import annotations

from typing import Any, TypeAlias, assert_never

import discord
from discord import app_commands

from adapters.discord import chapters, digests, introductions, members, settings, vouching
from adapters.discord.commands import Group, Guild, Presses, complete_guilds, complete_my_guilds, speaking
from adapters.discord.forms import Field, Form, Said, carried
from adapters.discord.layout import Block, Button, Dress, Rule, Text, heading, row, said
from adapters.discord.markup import escape
from adapters.discord.turns import House, Turn
from guildbot import guilds, labels
from guildbot.kinds import Admission
from guildbot.refusals import NoLonger, Refused

Name: TypeAlias = app_commands.Range[str, 1, 60]
LISTED, UNLISTED = "1", "0"
START = Form(
    "guild.start",
    labels.START_TITLE,
    (
        Field("name", labels.GUILD_NAME, "line", 60, needed=True),
        Field("purpose", labels.PURPOSE, "words", 300, needed=True),
        Field("norms", labels.NORMS, "words", 2000, needed=True),
        Field("values", labels.VALUE_WORDS, "line", 200, needed=True),
        Field("zone", labels.ZONE, "line", 60, needed=True),
    ),
)
ADMISSION = Form(
    "guild.admission",
    labels.HOW_PEOPLE_JOIN,
    (
        Field(
            "admission",
            labels.HOW_DO_PEOPLE_JOIN,
            "choice",
            needed=True,
            choices=tuple((how.value, label) for how, label in labels.ADMISSION.items()),
        ),
    ),
)
FORMS = {form.id: form for form in (START, ADMISSION, members.JOIN, members.GOODBYE, members.INVITE, *vouching.FORMS.values())}


# ---------------------------------------------------------------------- how it looks


def blocks(made: guilds.Outcome, dress: Dress) -> list[Block]:
    match made:
        case guilds.Started() | guilds.HowPeopleJoin() | guilds.AdmissionChanged():
            return [dress.words(made)]
        case guilds.MyGuilds():
            asked = [dress.words(one, row(_charter_of(one.slug, dress))) for one in made.asked]
            return [*(_mine(one, dress) for one in made.guilds), *asked] or [dress.words(made)]
        case guilds.Found():
            return _found(made, dress)
        case guilds.ShownToMember():
            return [*card(made.card, dress), *_inside(made, dress)]
        case _:
            assert_never(made)


def letter(sent: guilds.Card, dress: Dress) -> list[Block]:
    """The post in the guild's channel."""
    join = [dress.button(labels.JOIN, f"guild.join:{sent.slug}", "main")] if sent.takes_people else []
    return [*card(sent, dress), (row(*join, _charter_of(sent.slug, dress)),)]


def card(shown: guilds.Card, dress: Dress) -> list[Block]:
    return [(Text(f"## {escape(shown.name)}"),), dress.words(shown)]


def _charter_of(slug: str, dress: Dress) -> Button:
    return dress.button(labels.CHARTER, f"guild.charter:{slug}")


def _mine(one: guilds.MyGuild, dress: Dress) -> Block:
    pause = (labels.BACK, f"guild.back:{one.slug}") if one.resting else (labels.ONLY_REST, f"guild.rest:{one.slug}")
    buttons = (
        dress.button(labels.CHARTER, f"guild.charter:{one.slug}"),
        dress.button(*pause),
        dress.button(labels.LEAVE, f"guild.leave:{one.slug}"),
    )
    return dress.words(one, row(*buttons))


def _found(made: guilds.Found, dress: Dress) -> list[Block]:
    lines = made.words(dress.say)
    if not made.cards:
        return [said(lines, dress.reader)]
    doors = (
        row(dress.button(labels.JOIN, f"guild.join:{slug}"), dress.button(labels.CHARTER, f"guild.charter:{slug}"))
        for slug, _, _ in made.cards
    )
    return [said([line], dress.reader, door) for line, door in zip(lines, doors, strict=True)]


def _inside(made: guilds.ShownToMember, dress: Dress) -> list[Block]:
    """What only members see."""
    shown = made.words(dress.say)[len(made.card.words(dress.say)) :]
    ways_in = [dress.button(labels.HOW_PEOPLE_JOIN, f"guild.admission:{made.card.slug}")] if made.cares else []
    return [
        *([said(shown, dress.reader)] if shown else []),
        (Rule(),),
        members.listed(made, dress),
        *([(Rule(),), said(made.log_lines(dress.say), dress.reader)] if made.log else []),
        (row(*ways_in, dress.button(labels.OWN_QUESTIONS, f"reflect.own:{made.card.slug}"), settings.button(made.card.slug, dress)),),
    ]


# ---------------------------------------------------------------------- what is done


async def _begin(turn: Turn, name: str, emoji: str = "", listed: bool = True, admission: str = Admission.OPEN.value) -> None:
    draft = await turn.run(guilds.can_start, name)
    values = {
        "name": draft.name, "purpose": draft.purpose, "norms": draft.norms, "values": ", ".join(draft.value_words), "zone": draft.zone,
    }  # fmt: skip
    await turn.open(Said(START, values, (LISTED if listed else UNLISTED, admission, emoji or draft.emoji)))


async def _start(turn: Turn, listed: str, admission: str, *emoji: str) -> None:
    """An emoji of the server's own has colons in it."""
    turn.kept = filled = turn.read(START, (listed, admission, *emoji))
    draft = guilds.Draft(
        filled["name"], filled["purpose"], filled["norms"], guilds.value_words(filled["values"]),
        emoji=":".join(emoji) or guilds.EMOJI, zone=filled["zone"].strip(), listed=listed == LISTED, admission=Admission(admission),
    )  # fmt: skip
    await turn.show(*blocks(await turn.run(guilds.start, draft), turn.dress), instead=True)


async def _edit(turn: Turn, *_: str) -> None:
    found = carried(FORMS, turn.interaction.message)
    if found is None:
        raise Refused(NoLonger())
    await turn.open(found)


async def _charter(turn: Turn, slug: str) -> None:
    await turn.show(*card(await turn.look(guilds.look, slug), turn.dress))


async def _page(turn: Turn, name: str) -> list[Block]:
    """A guild's page for its members; its card for everybody else."""
    try:
        return blocks(await turn.look(guilds.show, name), turn.dress)
    except Refused as refused:
        if not any(isinstance(reason, guilds.NotAMember) for reason in refused.reasons):
            raise
    return card(await turn.look(guilds.look, name), turn.dress)


async def _home(turn: Turn, *_: str) -> None:
    """[Start a guild] without a name: the core says how."""
    await _begin(turn, "")


async def _admission_form(turn: Turn, slug: str) -> None:
    """[How people join], for caretakers."""
    made = await turn.look(guilds.how_people_join, slug)
    words = turn.dress.words(made)
    filled = Said(ADMISSION, {"admission": made.admission.value}, (slug,))
    await turn.open(filled, *(part.markdown for part in words if isinstance(part, Text)))


async def _admission(turn: Turn, slug: str) -> None:
    turn.kept = filled = turn.read(ADMISSION, (slug,))
    await turn.show(*blocks(await turn.run(guilds.change_admission, slug, Admission(filled["admission"])), turn.dress))


PRESSES: Presses = {"home.start": _home, "guild.charter": _charter, "guild.edit": _edit, "guild.admission": _admission_form}
SUBMITS: Presses = {"guild.start": _start, "guild.admission": _admission}


def group(house: House) -> app_commands.Group:
    async def show(interaction: discord.Interaction[Any], guild: Guild = "") -> None:
        async with speaking(house, interaction) as turn:
            await turn.show(*(await _page(turn, guild) if guild else blocks(await turn.look(guilds.mine), turn.dress)))

    async def start(
        interaction: discord.Interaction[Any],
        name: Name,
        emoji: app_commands.Range[str, 1, 64] = "",
        listed: bool = True,
        admission: str = Admission.OPEN.value,
    ) -> None:
        async with speaking(house, interaction) as turn:
            await _begin(turn, name, emoji, listed, admission)

    async def find(interaction: discord.Interaction[Any], words: app_commands.Range[str, 1, 100] = "") -> None:
        async with speaking(house, interaction) as turn:
            await turn.show(*blocks(await turn.look(guilds.find, words), turn.dress))

    async def members_(interaction: discord.Interaction[Any], guild: Guild = "") -> None:
        async with speaking(house, interaction) as turn:
            shown = await turn.look(guilds.show, guild)
            await turn.show(heading(escape(shown.card.name)), members.listed(shown, turn.dress))

    mine, every = complete_my_guilds(house), complete_guilds(house)
    made = Group(house, "guild")
    made.add("show", show, options={"guild": labels.GUILD}, complete={"guild": mine})
    made.add(
        "start",
        start,
        options={"name": labels.GUILD_NAME, "emoji": labels.EMOJI, "listed": labels.LISTED, "admission": labels.HOW_DO_PEOPLE_JOIN},
        choices={"admission": [(how.value, label) for how, label in labels.ADMISSION.items()]},
    )
    made.add("find", find, options={"words": labels.GUILD})
    made.add("members", members_, options={"guild": labels.GUILD}, complete={"guild": mine})
    members.add_to(made, mine, every)
    vouching.add_to(made, mine)
    settings.add_to(made, mine)
    chapters.add_to(made, mine)
    digests.add_to(made)
    introductions.add_to(made)
    return made.made()
