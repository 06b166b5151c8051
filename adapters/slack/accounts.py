"""Several accounts, one person, on Slack: codes, the question who that was, the page of one's accounts, coming back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from adapters.slack import forms, wire
from adapters.slack.blocks import Block, Voice, buttons, divided
from adapters.slack.forms import View
from adapters.slack.wire import Handler, Opens, Reply, Shows, Turn
from guildbot import accounts, codes, labels


async def link(turn: Turn) -> Reply:
    """`link [code]`: alone it makes a code, with one it enters it."""
    code = wire.spoken(turn.words)
    if not code:
        return outcome(turn.voice, await turn.run(accounts.make_code))
    with wire.giving_back(turn.raw):
        return outcome(turn.voice, await turn.run(accounts.enter, code))


async def recover(turn: Turn) -> Reply:
    """`recover <code>`; without a code the form asks for it."""
    code = wire.spoken(turn.words)
    if not code:
        return Opens(recover_form(turn.voice))
    with wire.giving_back(turn.raw):
        return outcome(turn.voice, await turn.run(accounts.recover, code), "account.redeem")


async def mine(turn: Turn) -> Reply:
    """[Your accounts]"""
    return _page(turn.voice, labels.ACCOUNTS, blocks(turn.voice, await turn.look(accounts.mine)))


async def code(turn: Turn) -> Reply:
    """[Link another account]: the code stands in a form, which nobody exports."""
    return _private(turn.voice, await turn.run(accounts.make_code))


async def way_back(turn: Turn) -> Reply:
    """[Show my code]"""
    return _private(turn.voice, await turn.run(accounts.keep_way_back))


async def enter(turn: Turn) -> Reply:
    """[Enter a code]"""
    return Opens(enter_form(turn.voice))


async def entered(turn: Turn) -> Reply:
    typed = turn.fields.text("code")
    with wire.pointing(turn.voice, {}, "code"):
        said = await turn.run(accounts.enter, typed)
    return _after_a_form(turn.voice, said, enter_form(turn.voice, typed))


async def redeem(turn: Turn) -> Reply:
    """[Come back]"""
    return Opens(recover_form(turn.voice))


async def redeemed(turn: Turn) -> Reply:
    typed = turn.fields.text("code")
    with wire.pointing(turn.voice, {}, "code"):
        said = await turn.run(accounts.recover, typed)
    return _after_a_form(turn.voice, said, recover_form(turn.voice, typed))


async def confirm(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(accounts.confirm, turn.number)))


async def refuse(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(accounts.refuse, turn.number)))


async def withdraw(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(accounts.withdraw, turn.number)))


async def undo(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(accounts.undo, turn.number)))


async def let_go(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(accounts.let_go, turn.number)))


def _after_a_form(voice: Voice, said: accounts.Outcome, form: View) -> Reply:
    """A wrong code leaves the form open, as a new one: it counted as a try, so the same form sent again is another."""
    if isinstance(said, codes.WrongCode):
        return Opens(forms.above(form, voice.rich(said.words(voice.say))))
    return outcome(voice, said)


# how it looks


def outcome(voice: Voice, said: accounts.Outcome, again: str = "account.enter") -> Shows:
    """`again`: the button that asks for a code once more."""
    words, title = said.words(voice.say), voice.say.text(labels.ACCOUNTS)
    match said:
        case accounts.CodeMade():
            return wire.shown(voice, words, voice.button(labels.ENTER_A_CODE, "account.enter"), title=title)
        case codes.WrongCode():
            return wire.shown(voice, words, voice.button(labels.TRY_AGAIN, again), title=title)
        case accounts.Entered():
            not_me = voice.button(labels.THAT_IS_NOT_ME, f"account.withdraw:{said.link}", style="danger")
            return wire.shown(voice, words, not_me, title=title)
        case accounts.Linked() | accounts.Recovered() | accounts.UndoInstead():
            return wire.shown(voice, words, _undo(voice, said.link), title=title)
        case accounts.SaidNo() | accounts.TakenBack() | accounts.Undone() | accounts.LetGo() | accounts.WayBack() | codes.LockedOut():
            return wire.shown(voice, words, title=title)
        case _:
            assert_never(said)


def notice(voice: Voice, said: accounts.Sent) -> list[Block]:
    words = voice.rich(said.words(voice.say))
    match said:
        case accounts.LinkAsked():
            yes = voice.button(labels.THAT_IS_ME, f"account.confirm:{said.link}", style="primary")
            return [words, *buttons(yes, voice.button(labels.NO, f"account.refuse:{said.link}"))]
        case accounts.Linked() | accounts.CameBack():
            return [words, *buttons(_undo(voice, said.link))]
        case (
            accounts.NotConfirmed() | accounts.NoLongerAsked() | accounts.Undone()
            | accounts.LetGoNews() | accounts.WayBackMade() | accounts.Overheard()
        ):  # fmt: skip
            return [words]
        case _:
            assert_never(said)


def blocks(voice: Voice, said: accounts.Accounts) -> list[Block]:
    """One's accounts with what can be done about each, the way back, and how another one comes."""
    lately = {one.link: one for one in said.undoable}
    lines = [_line(voice, one, lately.get(one.undo) if one.undo else None) for one in said.mine]
    kept = [voice.rich(said.words(voice.say)), *buttons(voice.button(labels.SHOW_MY_CODE, "account.recovery"))]
    more = buttons(
        voice.button(labels.LINK_ANOTHER, "account.code"),
        voice.button(labels.ENTER_A_CODE, "account.enter"),
        voice.button(labels.WITH_A_CODE, "account.redeem"),
    )
    return divided([*(notice(voice, one) for one in said.asked), [block for line in lines for block in line], kept, more])


def _line(voice: Voice, one: accounts.Mine, lately: accounts.Undoable | None) -> list[Block]:
    if lately is not None:
        return [voice.rich(lately.words(voice.say)), *buttons(_undo(voice, lately.link))]
    go = voice.button(labels.LET_GO, f"account.unlink:{one.side.id}") if one.can_go else None
    return [voice.rich(one.words(voice.say)), *buttons(go)]


def _undo(voice: Voice, link: int) -> Block:
    return voice.button(labels.UNDO, f"account.undo:{link}", style="danger")


def enter_form(voice: Voice, typed: str = "") -> View:
    asked = [forms.typed(voice, "code", labels.CODE_FROM_THERE, initial=typed, most=60)]
    return forms.form(voice, "account.enter", labels.LINK_TITLE, labels.SEND, asked)


def recover_form(voice: Voice, typed: str = "") -> View:
    asked = [forms.typed(voice, "code", labels.CODE_KEPT, initial=typed, most=60)]
    return forms.form(voice, "account.recover", labels.COME_BACK, labels.SEND, asked)


def _private(voice: Voice, said: accounts.CodeMade | accounts.WayBack) -> Opens:
    """Shown once, in a form: a message could be read by whoever exports them."""
    title = labels.WAY_BACK_TITLE if isinstance(said, accounts.WayBack) else labels.LINK_TITLE
    return _page(voice, title, [voice.rich(said.words(voice.say))])


def _page(voice: Voice, title: str, shown: list[Block]) -> Opens:
    return Opens(forms.page(voice, voice.say.text(title), shown))


COMMANDS: Mapping[str, Handler] = {"link": link, "recover": recover}
BUTTONS: Mapping[str, Handler] = {
    "account.mine": mine, "account.code": code, "account.enter": enter, "account.recovery": way_back, "account.redeem": redeem,
    "account.confirm": confirm, "account.refuse": refuse, "account.withdraw": withdraw, "account.undo": undo, "account.unlink": let_go,
}  # fmt: skip
FORMS: Mapping[str, Handler] = {"account.enter": entered, "account.recover": redeemed}
