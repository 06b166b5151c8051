"""Asks on Discord: asking, the card, offers, help and what it changed."""

from __future__ import annotations

from typing import Any, TypeAlias, assert_never

import discord
from discord import app_commands

from adapters.discord.commands import Group, Presses, complete_people, menu, speaking
from adapters.discord.forms import Field, Form, Said, carried
from adapters.discord.layout import Block, Dress, heading, row, said
from adapters.discord.turns import House, Turn
from guildbot import asks, labels, phrases
from guildbot.kinds import AskKind, OfferState
from guildbot.refusals import NoLonger, Refused

Words: TypeAlias = app_commands.Range[str, 1, asks.MOST_WORDS]
KINDS = tuple((kind.value, label) for kind, label in labels.ASK_KIND.items())
NEW = Form(
    "ask.new",
    labels.ASK_TITLE,
    (
        Field("what", labels.WHAT_DO_YOU_NEED, "words", asks.MOST_WORDS, needed=True),
        Field("because", labels.BECAUSE, "words", asks.MOST_WORDS, needed=True),
        Field("by", labels.BY, "line", 60),
        Field("kind", labels.KIND, "choice", choices=KINDS),
    ),
)
OFFER = Form("ask.offer", labels.OFFER_TITLE, (Field("words", labels.YOUR_OFFER, "words", asks.MOST_WORDS, needed=True),))
KNOW = Form("ask.know", labels.OFFER_TITLE, (Field("words", labels.WHOM_DO_YOU_KNOW, "words", asks.MOST_WORDS, needed=True),))
NOTE = Form(
    "ask.note",
    labels.NOTE_TITLE,
    (Field("people", labels.WHOM_DID_YOU_HELP, "people"), Field("what", labels.WITH_WHAT, "words", asks.MOST_WORDS, needed=True)),
)
CHANGED = Form("help.confirm", labels.HELP_TITLE, (Field("changed", labels.WHAT_CHANGED, "words", asks.MOST_WORDS, needed=True),))
HELPED = Form(
    "help.mine",
    labels.NOTE_TITLE,
    (
        Field("people", labels.WHO_HELPED, "people"),
        Field("what", labels.WITH_WHAT, "words", asks.MOST_WORDS, needed=True),
        Field("changed", labels.WHAT_CHANGED, "words", asks.MOST_WORDS, needed=True),
    ),
)
FORMS = {form.id: form for form in (NEW, OFFER, KNOW, NOTE, CHANGED, HELPED)}


# ---------------------------------------------------------------------- how it looks


def blocks(made: asks.Outcome, dress: Dress) -> list[Block]:
    match made:
        case asks.Asked():
            return [dress.words(made, row(dress.button(labels.WITHDRAW, f"ask.withdraw:{made.card.id}")))]
        case asks.Asks():
            return _listed(made, dress)
        case asks.AskedAlready():  # the words themselves are given back below, with [Edit]
            return [said(made.words(dress.say)[:1], dress.reader)]
        case asks.Confirmed() if made.ask is not None:
            return [dress.words(made, row(dress.button(labels.CLOSE_ASK, f"ask.close:{made.ask}")))]
        case (
            asks.Offered() | asks.OfferTaken() | asks.OfferThanked() | asks.OfferWithdrawn()
            | asks.Ended() | asks.Noted() | asks.Confirmed() | asks.Dropped()
        ):  # fmt: skip
            return [dress.words(made)]
        case _:
            assert_never(made)


def letter(sent: asks.Sent, dress: Dress) -> list[Block]:
    match sent:
        case asks.Card():
            return [dress.words(sent, *([hands(sent, dress)] if sent.open else []))]
        case asks.OfferArrived():
            return [arrived(sent, dress)]
        case asks.DidItHelp():
            return [did_it_help(sent, dress)]
        case asks.NotPosted():
            return [dress.words(sent, row(dress.button(labels.TRY_AGAIN, f"ask.post:{sent.ask.id}", "main")))]
        case asks.TakenNews() | asks.ThankedNews() | asks.HelpNews():
            return [dress.words(sent)]
        case _:
            assert_never(sent)


def hands(card: asks.Card, dress: Dress) -> Any:
    """The two buttons below an open ask, in its channel and in the digest."""
    return row(dress.button(labels.CAN_HELP, f"ask.offer:{card.id}", "main"), dress.button(labels.KNOW_SOMEONE, f"ask.know:{card.id}"))


def arrived(sent: asks.OfferArrived, dress: Dress) -> Block:
    return dress.words(
        sent, row(dress.button(labels.TAKE, f"ask.take:{sent.id}", "main"), dress.button(labels.THANK, f"ask.thank:{sent.id}"))
    )


def did_it_help(sent: asks.DidItHelp, dress: Dress) -> Block:
    yes, no = dress.button(labels.IT_DID, f"help.confirm:{sent.help}", "main"), dress.button(labels.NOT_THIS_TIME, f"help.drop:{sent.help}")
    return dress.words(sent, row(yes, no))


def _listed(page: asks.Asks, dress: Dress) -> list[Block]:
    made = [dress.words(page)]
    for mine, label in ((False, labels.OPEN_ASKS), (True, labels.YOUR_OWN_ASKS)):
        lines = [line for line in page.lines if line.mine is mine]
        if lines:
            made.append(heading(dress.label(label)))
            for line in lines:
                made += _own(line, dress) if mine else [dress.words(line.card, hands(line.card, dress))]
    return made


def _own(line: asks.AskLine, dress: Dress) -> list[Block]:
    id = line.card.id
    ending = row(dress.button(labels.CLOSE_ASK, f"ask.close:{id}"), dress.button(labels.WITHDRAW, f"ask.withdraw:{id}"))
    made = [dress.words(line.card, *([ending] if line.card.open else []))]
    for offer in line.offers:
        answers = row(dress.button(labels.TAKE, f"ask.take:{offer.id}", "main"), dress.button(labels.THANK, f"ask.thank:{offer.id}"))
        made.append(dress.words(offer, *([answers] if offer.state is OfferState.OPEN else [])))
    return made


# ---------------------------------------------------------------------- what is done


async def ask(turn: Turn, filled: Said, *, again: bool = False) -> None:
    turn.kept = filled
    kind = AskKind(filled["kind"]) if filled["kind"] else AskKind.HAND
    made = await turn.run(asks.ask_for, filled["what"], filled["because"], by=filled["by"], kind=kind, again=again)
    if isinstance(made, asks.AskedAlready):
        again_button = turn.dress.button(labels.SEND_AGAIN, "ask.again")
        await turn.show(*blocks(made, turn.dress), *turn.given_back(again_button), instead=True)
    else:
        await turn.show(*blocks(made, turn.dress), instead=True)


async def note(turn: Turn, filled: Said) -> None:
    turn.kept = filled
    who = filled.people
    await turn.show(*blocks(await turn.run(asks.note, who[0] if who else None, filled["what"]), turn.dress), instead=True)


async def _helped(turn: Turn, filled: Said) -> None:
    turn.kept = filled
    who = filled.people
    made = await turn.run(asks.helped_me, who[0] if who else None, filled["what"], filled["changed"])
    await turn.show(*blocks(made, turn.dress), instead=True)


async def _edit(turn: Turn, *_: str) -> None:
    await turn.open(_carried(turn))


async def _again(turn: Turn) -> None:
    await ask(turn, _carried(turn), again=True)


async def _whom(turn: Turn, place: str, handle: str) -> None:
    filled = _carried(turn).meaning(turn.number(place), handle)
    await (_helped(turn, filled) if filled.form is HELPED else note(turn, filled))


def _carried(turn: Turn) -> Said:
    found = carried(FORMS, turn.interaction.message)
    if found is None:
        raise Refused(NoLonger())
    return found


async def _empty(turn: Turn, *_: str) -> None:
    await turn.open(Said(NEW, {}))


async def _new(turn: Turn, *_: str) -> None:
    await ask(turn, turn.read(NEW, ()))


async def _note(turn: Turn, *_: str) -> None:
    await note(turn, turn.read(NOTE, ()))


async def _mine(turn: Turn, *_: str) -> None:
    await _helped(turn, turn.read(HELPED, ()))


async def _offer_form(turn: Turn, id: str) -> None:
    await turn.open(Said(OFFER, {}, (id,)))


async def _know_form(turn: Turn, id: str) -> None:
    await turn.open(Said(KNOW, {}, (id,)))


async def _offer(turn: Turn, id: str) -> None:
    await _offered(turn, turn.read(OFFER, (id,)))


async def _know(turn: Turn, id: str) -> None:
    await _offered(turn, turn.read(KNOW, (id,)))


async def _offered(turn: Turn, filled: Said) -> None:
    turn.kept = filled
    made = await turn.run(asks.offer_to, turn.number(filled.about[0]), filled["words"])
    await turn.tell(made, turn.dress.button(labels.WITHDRAW, f"ask.unoffer:{filled.about[0]}"), instead=True)


async def _unoffer(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(asks.withdraw_offer, turn.number(id)), turn.dress), instead=True)


async def _take(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(asks.take, turn.number(id)), turn.dress))


async def _thank(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(asks.thank, turn.number(id)), turn.dress))


async def _close(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(asks.close, turn.number(id)), turn.dress))


async def _post(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(asks.post_again, turn.number(id)), turn.dress))


async def _withdraw(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(asks.withdraw, turn.number(id)), turn.dress))


async def _changed_form(turn: Turn, id: str) -> None:
    await turn.open(Said(CHANGED, {}, (id,)))


async def _changed(turn: Turn, id: str) -> None:
    turn.kept = turn.read(CHANGED, (id,))
    await turn.show(*blocks(await turn.run(asks.confirm, turn.number(id), turn.kept["changed"]), turn.dress), instead=True)


async def _drop(turn: Turn, id: str) -> None:
    await turn.show(*blocks(await turn.run(asks.drop, turn.number(id)), turn.dress))


async def _about_message(turn: Turn, message: discord.Message) -> None:
    mine = message.author.id == turn.interaction.user.id  # nobody asks in somebody else's words
    wish = phrases.wish(message.content if mine else "")
    await turn.open(Said(NEW, {"what": wish.what, "because": wish.because, "by": wish.by}))


async def _help_in_message(turn: Turn, message: discord.Message) -> None:
    await turn.open(Said(HELPED, {"people": f"<@{message.author.id}>"}))


PRESSES: Presses = {
    "home.ask": _empty,
    "ask.edit": _edit,
    "ask.again": _again,
    "ask.whom": _whom,
    "ask.offer": _offer_form,
    "ask.know": _know_form,
    "ask.unoffer": _unoffer,
    "ask.take": _take,
    "ask.thank": _thank,
    "ask.close": _close,
    "ask.post": _post,
    "ask.withdraw": _withdraw,
    "help.edit": _edit,
    "help.whom": _whom,
    "help.confirm": _changed_form,
    "help.drop": _drop,
}
SUBMITS: Presses = {
    "ask.new": _new,
    "ask.offer": _offer,
    "ask.know": _know,
    "ask.note": _note,
    "help.mine": _mine,
    "help.confirm": _changed,
}


def group(house: House) -> app_commands.Group:
    async def new(
        interaction: discord.Interaction[Any],
        what: Words,
        because: Words,
        by: app_commands.Range[str, 1, 60] = "",
        kind: str = AskKind.HAND.value,
    ) -> None:
        async with speaking(house, interaction) as turn:
            await ask(turn, Said(NEW, {"what": what, "because": because, "by": by, "kind": kind}))

    async def list_(interaction: discord.Interaction[Any]) -> None:
        async with speaking(house, interaction) as turn:
            await turn.show(*blocks(await turn.look(asks.listed), turn.dress))

    async def note_(interaction: discord.Interaction[Any], person: app_commands.Range[str, 1, 100], what: Words) -> None:
        async with speaking(house, interaction) as turn:
            await note(turn, Said(NOTE, {"people": person, "what": what}))

    made = Group(house, "ask")
    options = {"what": labels.WHAT_DO_YOU_NEED, "because": labels.BECAUSE, "by": labels.BY, "kind": labels.KIND}
    made.add("new", new, options=options, choices={"kind": KINDS})
    made.add("list", list_)
    made.add(
        "note", note_, options={"person": labels.WHOM_DID_YOU_HELP, "what": labels.WITH_WHAT}, complete={"person": complete_people(house)}
    )
    return made.made()


def menus(house: House) -> list[app_commands.ContextMenu]:
    return [menu(house, "ask", _about_message), menu(house, "help", _help_in_message)]
