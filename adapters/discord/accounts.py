"""Several accounts, one person, on Discord: codes, the question who that was, the page of one's accounts, coming back."""

from __future__ import annotations

from typing import Any, TypeAlias, assert_never

import discord
from discord import app_commands

from adapters.discord.commands import Group, Presses, speaking
from adapters.discord.forms import Field, Form, Said, carried
from adapters.discord.layout import Block, Button, Dress, Rule, row
from adapters.discord.turns import House, Turn
from guildbot import accounts, codes, labels

Code: TypeAlias = app_commands.Range[str, 1, 60]
ENTER = Form("account.enter", labels.LINK_TITLE, (Field("code", labels.CODE_FROM_THERE, "line", 60, needed=True),))
RECOVER = Form("account.recover", labels.COME_BACK, (Field("code", labels.CODE_KEPT, "line", 60, needed=True),))
FORMS = {form.id: form for form in (ENTER, RECOVER)}


# ---------------------------------------------------------------------- how it looks


def blocks(made: accounts.Outcome, dress: Dress) -> list[Block]:
    match made:
        case accounts.CodeMade():
            return [dress.words(made, row(dress.button(labels.ENTER_A_CODE, "account.enter")))]
        case accounts.Entered():
            return [dress.words(made, row(dress.button(labels.THAT_IS_NOT_ME, f"account.withdraw:{made.link}", "grave")))]
        case accounts.Linked() | accounts.Recovered() | accounts.UndoInstead():
            return [dress.words(made, row(_undo(dress, made.link)))]
        case accounts.SaidNo() | accounts.TakenBack() | accounts.Undone() | accounts.LetGo() | accounts.WayBack():
            return [dress.words(made)]
        case codes.WrongCode() | codes.LockedOut():
            return [dress.words(made)]
        case _:
            assert_never(made)


def letter(sent: accounts.Sent, dress: Dress) -> list[Block]:
    match sent:
        case accounts.LinkAsked():
            return [asked(sent, dress)]
        case accounts.Linked() | accounts.CameBack():
            return [dress.words(sent, row(_undo(dress, sent.link)))]
        case (
            accounts.NotConfirmed() | accounts.NoLongerAsked() | accounts.Undone()
            | accounts.LetGoNews() | accounts.WayBackMade() | accounts.Overheard()
        ):  # fmt: skip
            return [dress.words(sent)]
        case _:
            assert_never(sent)


def asked(sent: accounts.LinkAsked, dress: Dress) -> Block:
    yes = dress.button(labels.THAT_IS_ME, f"account.confirm:{sent.link}", "main")
    return dress.words(sent, row(yes, dress.button(labels.NO, f"account.refuse:{sent.link}")))


def page(made: accounts.Accounts, dress: Dress) -> list[Block]:
    """One's accounts with what can be done about each, the way back, and how another one comes."""
    lately = {one.link: one for one in made.undoable}
    lines = [_line(one, lately.get(one.undo) if one.undo else None, dress) for one in made.mine]
    kept = dress.words(made, row(dress.button(labels.SHOW_MY_CODE, "account.recovery")))
    more = row(
        dress.button(labels.LINK_ANOTHER, "account.code"),
        dress.button(labels.ENTER_A_CODE, "account.enter"),
        dress.button(labels.WITH_A_CODE, "account.redeem"),
    )
    return [*(asked(one, dress) for one in made.asked), *lines, (Rule(), *kept, Rule(), more)]


def _line(one: accounts.Mine, lately: accounts.Undoable | None, dress: Dress) -> Block:
    if lately is not None:
        return dress.words(lately, row(_undo(dress, lately.link)))
    if one.can_go:
        return dress.words(one, row(dress.button(labels.LET_GO, f"account.unlink:{one.side.id}")))
    return dress.words(one)


def _undo(dress: Dress, link: int) -> Button:
    return dress.button(labels.UNDO, f"account.undo:{link}", "grave")


# ---------------------------------------------------------------------- what is done


async def _mine(turn: Turn) -> None:
    await turn.show(*page(await turn.look(accounts.mine), turn.dress))


async def _code(turn: Turn) -> None:
    await turn.show(*blocks(await turn.run(accounts.make_code), turn.dress))


async def _way_back(turn: Turn) -> None:
    await turn.show(*blocks(await turn.run(accounts.keep_way_back), turn.dress))


async def _edit(turn: Turn, *_: str) -> None:
    """[Edit] below what was refused."""
    await turn.open(carried(FORMS, turn.interaction.message) or Said(ENTER, {}))


async def _ask_for_code(turn: Turn) -> None:
    await turn.open(Said(ENTER, {}))


async def _ask_for_kept(turn: Turn) -> None:
    await turn.open(Said(RECOVER, {}))


async def _enter(turn: Turn, filled: Said) -> None:
    turn.kept = filled
    await _after(turn, await turn.run(accounts.enter, filled["code"]))


async def _recover(turn: Turn, filled: Said) -> None:
    turn.kept = filled
    await _after(turn, await turn.run(accounts.recover, filled["code"]))


async def _after(turn: Turn, made: accounts.Outcome) -> None:
    """A code that opened nothing is given back, to be mended."""
    again = turn.given_back() if isinstance(made, codes.WrongCode) else []
    await turn.show(*blocks(made, turn.dress), *again, instead=True)


async def _entered(turn: Turn) -> None:
    await _enter(turn, turn.read(ENTER, ()))


async def _redeemed(turn: Turn) -> None:
    await _recover(turn, turn.read(RECOVER, ()))


async def _confirm(turn: Turn, link: str) -> None:
    await turn.show(*blocks(await turn.run(accounts.confirm, turn.number(link)), turn.dress), instead=True)


async def _refuse(turn: Turn, link: str) -> None:
    await turn.show(*blocks(await turn.run(accounts.refuse, turn.number(link)), turn.dress), instead=True)


async def _withdraw(turn: Turn, link: str) -> None:
    await turn.show(*blocks(await turn.run(accounts.withdraw, turn.number(link)), turn.dress), instead=True)


async def _undo_it(turn: Turn, link: str) -> None:
    await turn.show(*blocks(await turn.run(accounts.undo, turn.number(link)), turn.dress), instead=True)


async def _let_go(turn: Turn, account: str) -> None:
    await turn.show(*blocks(await turn.run(accounts.let_go, turn.number(account)), turn.dress), instead=True)


async def mentioned(house: House, text: str) -> None:
    """A message that mentions the bot: everybody there can read it, and the bot can."""
    if codes.inside(text):
        await house.bot.tend(accounts.overheard, text)


PRESSES: Presses = {
    "account.mine": _mine,
    "account.code": _code,
    "account.enter": _ask_for_code,
    "account.edit": _edit,
    "account.recovery": _way_back,
    "account.redeem": _ask_for_kept,
    "account.confirm": _confirm,
    "account.refuse": _refuse,
    "account.withdraw": _withdraw,
    "account.undo": _undo_it,
    "account.unlink": _let_go,
}
SUBMITS: Presses = {"account.enter": _entered, "account.recover": _redeemed}


def add_to(made: Group) -> None:
    """The words of `/profile` that are about accounts."""
    house = made.house

    async def link(interaction: discord.Interaction[Any], code: Code = "") -> None:
        async with speaking(house, interaction) as turn:
            await (_enter(turn, Said(ENTER, {"code": code})) if code else _code(turn))

    async def recover(interaction: discord.Interaction[Any], code: Code = "") -> None:
        async with speaking(house, interaction) as turn:
            await (_recover(turn, Said(RECOVER, {"code": code})) if code else _ask_for_kept(turn))

    made.add("link", link, options={"code": labels.CODE_FROM_THERE})
    made.add("recover", recover, options={"code": labels.CODE_KEPT})
