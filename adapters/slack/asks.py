"""Asking and helping on Slack: the line, the forms, the buttons, and how an ask looks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

from adapters.slack import forms, wire
from adapters.slack.blocks import Block, Voice, buttons, divided, header
from adapters.slack.forms import View
from adapters.slack.wire import Handler, Opens, Reply, Shows, Turn
from guildbot import asks, labels, people, phrases
from guildbot.kinds import AskKind, OfferState
from guildbot.refusals import Empty, TooLong, Unknown
from guildbot.who import AccountRef, Quote

ON_LIST = "list"  # the value of buttons that stand on the list of asks
MOST_LISTED = 9  # asks with their offers and buttons; a message holds fifty blocks


# what is typed, pressed, submitted


async def typed(turn: Turn) -> Reply:
    """`<what> because <why> [by <when>]`; what cannot be taken apart opens the form, filled in."""
    wish = phrases.wish(wire.spoken(turn.words))
    if not wish.because or turn.channel is None:
        return Opens(form(turn, wish))
    return await _ask(turn, wish, AskKind.HAND)


async def _ask(turn: Turn, wish: phrases.Wish, kind: AskKind, *, again: bool = False) -> Reply:
    facts = _facts(wish, kind, turn.channel)
    instead = None if wire.fits(**facts) else lambda reasons: form(turn, wish, kind)
    with wire.giving_back(turn.raw, [turn.voice.button(labels.EDIT, "ask.edit", value=wire.carried(**facts))], instead=instead):
        said = await turn.run(asks.ask_for, wish.what, wish.because, by=wish.by, kind=kind, again=again)
    return _asked(turn, said, wish, kind)


def _asked(turn: Turn, said: asks.Asked | asks.AskedAlready, wish: phrases.Wish, kind: AskKind) -> Reply:
    """What a button does not carry whole goes again by form."""
    facts = _facts(wish, kind, turn.channel)
    if isinstance(said, asks.AskedAlready) and not wire.fits(**facts):
        return Opens(forms.above(form(turn, wish, kind, again=True), turn.voice.rich(said.words(turn.voice.say))))
    return outcome(turn.voice, said, wire.carried(**facts))


def _facts(wish: phrases.Wish, kind: AskKind, channel: str | None) -> dict[str, Any]:
    return {"what": wish.what, "because": wish.because, "by": wish.by, "kind": kind.value, "channel": channel}


def _unpacked(turn: Turn) -> tuple[phrases.Wish, AskKind, str | None]:
    said = wire.unpacked(turn.value)
    wish = phrases.Wish(said.get("what", ""), said.get("because", ""), said.get("by", ""))
    return wish, AskKind(said.get("kind", AskKind.HAND.value)), said.get("channel") or turn.channel


async def again(turn: Turn) -> Reply:
    wish, kind, channel = _unpacked(turn)
    return wire.instead(await _ask(turn.inside(channel), wish, kind, again=True))


async def edit(turn: Turn) -> Reply:
    wish, kind, channel = _unpacked(turn)
    return Opens(form(turn.inside(channel), wish, kind))


async def ask_for_a_hand(turn: Turn) -> Reply:
    return Opens(form(turn, phrases.Wish("")))


async def on_message(turn: Turn) -> Reply:
    """The shortcut on a message; one's own words are where the ask begins."""
    message = turn.message or {}
    own = message.get("user") == turn.caller.account.id
    return Opens(form(turn, phrases.Wish(wire.spoken(wire.readable(message.get("text", ""))) if own else "")))


async def submitted(turn: Turn) -> Reply:
    _, _, channel = _unpacked(turn)
    fields = turn.fields
    at = turn.inside(channel or fields.text("channel"))
    kind = AskKind(fields.text("kind") or AskKind.HAND.value)
    wish = phrases.Wish(fields.text("what"), fields.text("because"), fields.text("by"))
    again = bool(wire.unpacked(turn.value).get("again"))
    with wire.pointing(turn.voice, _FIELDS, "what"):
        said = await at.run(asks.ask_for, wish.what, wish.because, by=wish.by, kind=kind, again=again)
    return _asked(at, said, wish, kind)


async def post_again(turn: Turn) -> Reply:
    """[Try again], after the bot was invited."""
    return wire.instead(outcome(turn.voice, await turn.run(asks.post_again, turn.number)))


async def listed(turn: Turn) -> Reply:
    return outcome(turn.voice, await turn.look(asks.listed))


async def offer(turn: Turn) -> Reply:
    """[I can help]"""
    return Opens(offer_form(turn, labels.YOUR_OFFER))


async def know(turn: Turn) -> Reply:
    """[I know someone]"""
    return Opens(offer_form(turn, labels.WHOM_DO_YOU_KNOW))


async def offered(turn: Turn) -> Reply:
    voice, words = turn.voice, turn.fields.text("offer")
    withdraw_ = voice.button(labels.WITHDRAW, f"ask.unoffer:{turn.number}")
    try:
        with wire.pointing(voice, {}, "offer"):
            said = await turn.inside(wire.unpacked(turn.value).get("channel")).run(asks.offer_to, turn.number, words)
    except wire.GivenBack as refused:
        if not any(isinstance(reason, asks.OfferedAlready) for reason in refused.reasons):
            raise
        told = [*wire.few(voice, refused.reasons), voice.say(labels.YOUR_WORDS), (Quote(words),)]
        return wire.shown(voice, told, withdraw_, title=voice.say.text(labels.OFFER_TITLE))
    return wire.shown(voice, said.words(voice.say), withdraw_, title=voice.say.text(labels.OFFER_TITLE))


async def unoffer(turn: Turn) -> Reply:
    """[Withdraw] under one's own offer."""
    return wire.instead(outcome(turn.voice, await turn.run(asks.withdraw_offer, turn.number)))


async def take(turn: Turn) -> Reply:
    return await _settled(turn, await turn.run(asks.take, turn.number))


async def thank(turn: Turn) -> Reply:
    return await _settled(turn, await turn.run(asks.thank, turn.number))


async def close(turn: Turn) -> Reply:
    return await _settled(turn, await turn.run(asks.close, turn.number))


async def withdraw(turn: Turn) -> Reply:
    return await _settled(turn, await turn.run(asks.withdraw, turn.number))


async def _settled(turn: Turn, said: asks.Outcome) -> Reply:
    """In place of the buttons; on the list the list follows, as it is now."""
    shows = outcome(turn.voice, said)
    if turn.value != ON_LIST:
        return wire.instead(shows)
    rest = outcome(turn.voice, await turn.reading().run(asks.listed))
    return Shows((*shows.blocks, *rest.blocks)[:50], shows.text, rest.title, instead=True)


async def note(turn: Turn) -> Reply:
    """`note <person> <what>`; what is missing is asked by form."""
    who, what = _who_and_what(turn)
    if who is None or not what:
        return Opens(note_form(turn, who, what))
    instead = None if wire.fits(what=what) else lambda reasons: note_form(turn, who, what)
    with wire.giving_back(turn.raw, [turn.voice.button(labels.EDIT, "ask.note", value=wire.carried(what=what))], instead=instead):
        return outcome(turn.voice, await turn.run(asks.note, who, what))


def _who_and_what(turn: Turn) -> tuple[AccountRef | str | None, str]:
    mentioned, rest = wire.people_first(turn.team, turn.words)
    if mentioned:
        return mentioned[0], wire.spoken(rest)
    name, _, what = turn.words.partition(" ")
    return name.lstrip("@") or None, wire.spoken(what.strip())


async def note_again(turn: Turn) -> Reply:
    return Opens(note_form(turn, None, wire.unpacked(turn.value).get("what", "")))


async def noted(turn: Turn) -> Reply:
    with wire.pointing(turn.voice, {asks.NoteWhom: "people", Unknown: "others"}, "what"):
        return outcome(turn.voice, await turn.run(asks.note, wire.one_of(turn), turn.fields.text("what")))


async def mark_as_help(turn: Turn) -> Reply:
    """The shortcut on a message that helped: whoever wrote it helped me."""
    message = turn.message or {}
    author = message.get("user") if not message.get("bot_id") else None
    return Opens(helped_form(turn, author if author != turn.caller.account.id else None))


async def helped(turn: Turn) -> Reply:
    with wire.pointing(turn.voice, {asks.NoteWhom: "people", Unknown: "others", Empty: "changed"}, "changed"):
        said = await turn.run(asks.helped_me, wire.one_of(turn), turn.fields.text("what"), turn.fields.text("changed"))
    return outcome(turn.voice, said)


async def it_did(turn: Turn) -> Reply:
    """[It did]: what changed?"""
    blocks = [forms.typed(turn.voice, "changed", labels.WHAT_CHANGED, long=True)]
    return Opens(forms.form(turn.voice, f"help.confirm:{turn.parts[0]}", labels.HELP_TITLE, labels.SEND, blocks))


async def confirmed(turn: Turn) -> Reply:
    with wire.pointing(turn.voice, {}, "changed"):
        return outcome(turn.voice, await turn.run(asks.confirm, turn.number, turn.fields.text("changed")))


async def drop(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(asks.drop, turn.number)))


# how it looks


def outcome(voice: Voice, said: asks.Outcome, carries: str = "") -> Shows:
    words, title = said.words(voice.say), voice.say.text(labels.ASK_TITLE)
    match said:
        case asks.Asked():
            return wire.shown(voice, words, voice.button(labels.WITHDRAW, f"ask.withdraw:{said.card.id}"), title=title)
        case asks.AskedAlready():
            return wire.shown(voice, words, voice.button(labels.SEND_AGAIN, "ask.again", value=carries), title=title)
        case asks.Asks():
            return _list(voice, said)
        case asks.Confirmed() if said.ask is not None:
            return wire.shown(voice, words, voice.button(labels.CLOSE_ASK, f"ask.close:{said.ask}"), title=title)
        case (
            asks.Offered() | asks.OfferTaken() | asks.OfferThanked() | asks.OfferWithdrawn()
            | asks.Ended() | asks.Noted() | asks.Confirmed() | asks.Dropped()
        ):  # fmt: skip
            return wire.shown(voice, words, title=title)
        case _:
            assert_never(said)


def _list(voice: Voice, said: asks.Asks) -> Shows:
    if not said.lines:
        return wire.shown(voice, said.words(voice.say), title=voice.say.text(labels.OPEN_ASKS))
    groups: list[list[Block]] = []
    for mine, label in ((False, labels.OPEN_ASKS), (True, labels.YOUR_OWN_ASKS)):
        lines = [_line(voice, line) for line in said.lines[:MOST_LISTED] if line.mine is mine]
        groups += [[header(voice.say.text(label)), *lines[0]], *lines[1:]] if lines else []
    title = voice.say.text(labels.OPEN_ASKS)
    return Shows(tuple(divided(groups)[:50]), title, title)


def _line(voice: Voice, line: asks.AskLine) -> list[Block]:
    if not line.mine:
        return card(voice, line.card)
    made = [voice.rich(line.card.words(voice.say))]
    for one in line.offers:
        made.append(voice.rich(one.words(voice.say)))
        if one.state is OfferState.OPEN:
            made += _answer_to_offer(voice, one.id, ON_LIST)
    ends = ((labels.CLOSE_ASK, "ask.close"), (labels.WITHDRAW, "ask.withdraw"))
    return [*made, *buttons(*(voice.button(label, f"{act}:{line.card.id}", value=ON_LIST) for label, act in ends))]


def _answer_to_offer(voice: Voice, id: int, value: str = "") -> list[Block]:
    take_ = voice.button(labels.TAKE, f"ask.take:{id}", value=value, style="primary")
    return buttons(take_, voice.button(labels.THANK, f"ask.thank:{id}", value=value))


def card(voice: Voice, said: asks.Card) -> list[Block]:
    """An ask as its channel reads it."""
    return [voice.rich(said.words(voice.say)), *(card_buttons(voice, said.id) if said.open else [])]


def card_buttons(voice: Voice, id: int) -> list[Block]:
    return buttons(voice.button(labels.CAN_HELP, f"ask.offer:{id}"), voice.button(labels.KNOW_SOMEONE, f"ask.know:{id}"))


def notice(voice: Voice, said: asks.Sent) -> list[Block]:
    match said:
        case asks.Card():
            return card(voice, said)
        case asks.OfferArrived():
            return [voice.rich(said.words(voice.say)), *_answer_to_offer(voice, said.id)]
        case asks.DidItHelp():
            did = voice.button(labels.IT_DID, f"help.confirm:{said.help}", style="primary")
            return [voice.rich(said.words(voice.say)), *buttons(did, voice.button(labels.NOT_THIS_TIME, f"help.drop:{said.help}"))]
        case asks.NotPosted():
            return [voice.rich(said.words(voice.say)), *buttons(voice.button(labels.TRY_AGAIN, f"ask.post:{said.ask.id}"))]
        case asks.TakenNews() | asks.ThankedNews() | asks.HelpNews():
            return [voice.rich(said.words(voice.say))]
        case _:
            assert_never(said)


def form(turn: Turn, wish: phrases.Wish, kind: AskKind = AskKind.HAND, *, again: bool = False) -> View:
    voice = turn.voice
    blocks = [
        forms.typed(voice, "what", labels.WHAT_DO_YOU_NEED, initial=wish.what, long=True),
        forms.typed(voice, "because", labels.BECAUSE, initial=wish.because, long=True),
        forms.typed(voice, "by", labels.BY, initial=wish.by, optional=True),
        forms.chosen(voice, "kind", labels.KIND, forms.labelled(voice, labels.ASK_KIND), initial=kind.value),
        *forms.channel(voice, "channel", turn.channel),
    ]
    return forms.form(voice, "ask.new", labels.ASK_TITLE, labels.POST, blocks, carries=wire.carried(channel=turn.channel, again=again))


def offer_form(turn: Turn, label: str) -> View:
    blocks = [forms.typed(turn.voice, "offer", label, long=True)]
    carries = wire.carried(channel=turn.channel)  # who reads it there may offer; the form itself stands nowhere
    return forms.form(turn.voice, f"ask.offer:{turn.parts[0]}", labels.OFFER_TITLE, labels.SEND, blocks, carries=carries)


def note_form(turn: Turn, who: AccountRef | str | None, what: str) -> View:
    blocks = [*forms.whom(turn.voice, who), forms.typed(turn.voice, "what", labels.WITH_WHAT, initial=what, long=True)]
    return forms.form(turn.voice, "ask.note", labels.NOTE_TITLE, labels.SEND, blocks)


def helped_form(turn: Turn, author: str | None) -> View:
    voice = turn.voice
    blocks = [
        *forms.whom(voice, wire.account(turn.team, author) if author else None),
        forms.typed(voice, "what", labels.WITH_WHAT),
        forms.typed(voice, "changed", labels.WHAT_CHANGED, long=True),
    ]
    return forms.form(voice, "help.mark", labels.HELP_TITLE, labels.SEND, blocks)


_FIELDS: Mapping[type[Any], str] = {
    asks.WhatIsMissing: "what", asks.BecauseIsMissing: "because", asks.NotADay: "by", TooLong: "what", people.Several: "others",
}  # fmt: skip
COMMANDS: Mapping[str, Handler] = {"new": typed, "list": listed, "note": note}
BUTTONS: Mapping[str, Handler] = {
    "ask.offer": offer, "ask.know": know, "ask.take": take, "ask.thank": thank, "ask.close": close, "ask.withdraw": withdraw,
    "ask.unoffer": unoffer, "ask.post": post_again,
    "ask.again": again, "ask.edit": edit, "ask.note": note_again, "help.confirm": it_did, "help.drop": drop, "home.ask": ask_for_a_hand,
}  # fmt: skip
FORMS: Mapping[str, Handler] = {
    "ask.new": submitted, "ask.offer": offered, "ask.note": noted, "help.mark": helped, "help.confirm": confirmed,
}  # fmt: skip
SHORTCUTS: Mapping[str, Handler] = {"ask": on_message, "ask-anywhere": ask_for_a_hand, "help": mark_as_help}
