"""Members on Discord: the door, joining, inviting, resting, leaving."""

from __future__ import annotations

from typing import Any, TypeAlias, assert_never

import discord
from discord import app_commands

from adapters.discord import vouching, wire
from adapters.discord.commands import Completion, Group, Guild, Presses, speaking
from adapters.discord.forms import Field, Form, Said
from adapters.discord.layout import Block, Dress, Text, row, said
from adapters.discord.markup import escape
from adapters.discord.turns import Turn
from guildbot import codes, guilds, labels, members
from guildbot.kinds import Visibility

Word: TypeAlias = app_commands.Range[str, 1, 80]
YES, NO = "1", "0"
WHO_MAY_SEE = Field(
    "thanks", labels.WHO_SEES_THANKS, "choice", choices=tuple((shown.value, label) for shown, label in labels.VISIBILITY.items())
)
HOURS = Field("quiet", labels.QUIET_HOURS, "line", 40)
QUESTIONS = Field("questions", labels.QUESTIONS, "choice", choices=((YES, labels.YES_PLEASE), (NO, labels.NO_THANKS)))
JOIN = Form("guild.agree", labels.JOIN_TITLE, (WHO_MAY_SEE, HOURS, QUESTIONS))
GOODBYE = Form("guild.goodbye", labels.GOODBYE_TITLE, (Field("goodbye", labels.ONE_LINE, "line", 280, needed=True),))
INVITE = Form("guild.invite", labels.INVITE, (Field("name", labels.WHOM_TO_INVITE, "line", 80, needed=True), vouching.WHY))
LEAVE_WITH_WORDS = "goodbye"


# ---------------------------------------------------------------------- how it looks


def blocks(made: members.Outcome, dress: Dress) -> list[Block]:
    match made:
        case members.Door():
            return _door(made, dress)
        case members.Leaving():
            return [_leaving(made, dress)]
        case members.Resting():
            return [dress.words(made, row(dress.button(labels.BACK, f"guild.back:{made.slug}")))]
        case members.Invited() if made.vouches is not None:
            return [dress.words(made, row(vouching.uninvite(made.id, dress)))]
        case members.Candidate():
            return [candidacy(made, dress)]
        case (
            members.Invited() | members.Joined() | members.CandidacyWithdrawn() | members.Left() | members.Back()
            | codes.WrongCode() | codes.LockedOut()
        ):  # fmt: skip
            return [dress.words(made)]
        case _:
            assert_never(made)


def letter(sent: members.Sent, dress: Dress) -> list[Block]:
    match sent:
        case members.SecondWanted() | members.VouchAsked():
            return [vouching.letter(sent, dress)]
        case members.Founded() | members.Uncared() | members.Admitted() | members.VouchCounted() | members.LapsedQuietly():
            return [dress.words(sent)]
        case _:
            assert_never(sent)


def candidacy(made: members.Candidate, dress: Dress) -> Block:
    """What somebody waits for, as they see it."""
    charter = dress.button(labels.CHARTER, f"guild.charter:{made.slug}")
    return dress.words(made, row(charter, dress.button(labels.TAKE_BACK, f"guild.withdraw:{made.id}")))


def listed(made: guilds.ShownToMember, dress: Dress) -> Block:
    return said(made.member_lines(dress.say), dress.reader)


def _door(made: members.Door, dress: Dress) -> list[Block]:
    parts = (made.card.slug, made.code) if made.code else (made.card.slug,)
    agree = dress.button(labels.I_AGREE, f"guild.agree:{':'.join(parts)}", "main")
    return [(Text(f"## {escape(made.card.name)}"),), dress.words(made), (row(agree),)]


def _leaving(made: members.Leaving, dress: Dress) -> Block:
    return dress.words(
        made,
        row(
            dress.button(labels.LEAVE, f"guild.left:{made.slug}", "grave"),
            dress.button(labels.SAY_GOODBYE, f"guild.leave:{made.slug}:{LEAVE_WITH_WORDS}"),
            dress.button(labels.ONLY_REST, f"guild.rest:{made.slug}"),
        ),
    )


# ---------------------------------------------------------------------- what is done


async def _open_door(turn: Turn, slug: str, code: str = "") -> None:
    made = await turn.run(members.door, slug, code)
    if not isinstance(made, members.Door):
        await turn.show(*blocks(made, turn.dress))
        return
    host = turn.house.settings.host_name or turn.dress.label(labels.UNKNOWN_HOST)
    *charter, agree = blocks(made, turn.dress)
    await turn.show(*charter, (Text(f"-# {escape(turn.dress.label(labels.HOSTED_BY, host=host))}"),), agree)


async def _agree_form(turn: Turn, slug: str, code: str = "") -> None:
    await turn.open(Said(JOIN, {}, (slug, code)))


async def _agree(turn: Turn, slug: str, code: str = "") -> None:
    turn.kept = filled = turn.read(JOIN, (slug, code))
    thanks = Visibility(filled["thanks"]) if filled["thanks"] else None
    made = await turn.run(members.join, slug, code, thanks=thanks, quiet=filled["quiet"], questions=filled["questions"] != NO)
    await turn.show(*blocks(made, turn.dress), instead=True)


async def _invite(turn: Turn, filled: Said) -> None:
    turn.kept = filled
    mentioned = wire.mentions(filled["name"])
    who = wire.mentioned(mentioned[0]) if mentioned else filled["name"]
    made = await turn.run(members.invite, who, filled["because"], guild=(*filled.about, "")[0])
    await turn.show(*blocks(made, turn.dress), instead=True)


async def _invited(turn: Turn, *about: str) -> None:
    await _invite(turn, turn.read(INVITE, about))


async def _withdraw(turn: Turn, id: str) -> None:
    """[Take back], by somebody who waits to join."""
    await turn.show(*blocks(await turn.run(members.withdraw_candidacy, turn.number(id)), turn.dress), instead=True)


async def _leave(turn: Turn, slug: str, how: str = "") -> None:
    if how == LEAVE_WITH_WORDS:
        await turn.open(Said(GOODBYE, {}, (slug,)))
    else:
        await turn.show(*blocks(await turn.look(members.leaving, slug), turn.dress))


async def _left(turn: Turn, slug: str) -> None:
    await turn.show(*blocks(await turn.run(members.leave, slug), turn.dress), instead=True)


async def _goodbye(turn: Turn, slug: str) -> None:
    turn.kept = turn.read(GOODBYE, (slug,))
    await turn.show(*blocks(await turn.run(members.leave, slug, turn.kept["goodbye"]), turn.dress), instead=True)


async def _rest(turn: Turn, slug: str) -> None:
    await turn.show(*blocks(await turn.run(members.rest, slug), turn.dress), instead=True)


async def _back(turn: Turn, slug: str) -> None:
    await turn.show(*blocks(await turn.run(members.back, slug), turn.dress), instead=True)


PRESSES: Presses = {
    "guild.join": _open_door,
    "guild.agree": _agree_form,
    "guild.leave": _leave,
    "guild.left": _left,
    "guild.rest": _rest,
    "guild.back": _back,
    "guild.withdraw": _withdraw,
}
SUBMITS: Presses = {"guild.agree": _agree, "guild.goodbye": _goodbye, "guild.invite": _invited}


def add_to(made: Group, mine: Completion, every: Completion) -> None:
    """The words of `/guild` that are about members."""
    house = made.house

    async def join(interaction: discord.Interaction[Any], guild: Guild, code: app_commands.Range[str, 1, 60] = "") -> None:
        async with speaking(house, interaction) as turn:
            await _open_door(turn, guilds.slug_of(guild), code.strip())

    async def invite(interaction: discord.Interaction[Any], person: Word, because: vouching.Why, guild: Guild = "") -> None:
        async with speaking(house, interaction) as turn:
            await _invite(turn, Said(INVITE, {"name": person, "because": because}, (guild,)))

    async def rest(interaction: discord.Interaction[Any], until: app_commands.Range[str, 1, 60] = "", guild: Guild = "") -> None:
        async with speaking(house, interaction) as turn:
            await turn.show(*blocks(await turn.run(members.rest, guild, until), turn.dress))

    async def back(interaction: discord.Interaction[Any], guild: Guild = "") -> None:
        async with speaking(house, interaction) as turn:
            await turn.show(*blocks(await turn.run(members.back, guild), turn.dress))

    async def leave(interaction: discord.Interaction[Any], guild: Guild = "") -> None:
        async with speaking(house, interaction) as turn:
            await turn.show(*blocks(await turn.look(members.leaving, guild), turn.dress))

    made.add("join", join, options={"guild": labels.GUILD, "code": labels.CODE}, complete={"guild": every})
    made.add(
        "invite",
        invite,
        options={"person": labels.WHOM_TO_INVITE, "because": labels.BECAUSE, "guild": labels.GUILD},
        complete={"guild": mine},
    )
    made.add("rest", rest, options={"until": labels.UNTIL, "guild": labels.GUILD}, complete={"guild": mine})
    made.add("back", back, options={"guild": labels.GUILD}, complete={"guild": mine})
    made.add("leave", leave, options={"guild": labels.GUILD}, complete={"guild": mine})
