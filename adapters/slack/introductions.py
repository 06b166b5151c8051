"""Introductions on Slack: asking two people, the question to each, the answer, and one's own choices on a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from adapters.slack import forms, wire
from adapters.slack.blocks import Block, Voice, button, buttons, divided
from adapters.slack.forms import View
from adapters.slack.wire import Handler, Opens, Reply, Shows, Turn
from guildbot import introductions, labels, people, phrases
from guildbot.refusals import Unknown
from guildbot.who import AccountRef
from guildbot.words import Sentence

Who = AccountRef | str


async def introduce(turn: Turn) -> Reply:
    """`introduce <a> <b> because <why>`; without people and a why it opens the form."""
    named, because = phrases.split(turn.words, phrases.BECAUSE)
    who = wire.people_in(turn.team, named)
    if not (who and because):
        return Opens(form(turn, who, wire.spoken(because)))
    return await _introduce(turn, who, wire.spoken(because))


async def _introduce(turn: Turn, who: Sequence[Who], because: str) -> Reply:
    edit = turn.voice.button(labels.EDIT, "introduction.ask", value=_carried(turn, who, because))
    with wire.giving_back(turn.raw or because, [edit], lambda reason: _choices(turn, who, because, reason)):
        return outcome(turn.voice, await turn.run(introductions.introduce, who, because))


def _carried(turn: Turn, who: Sequence[Who], because: str) -> str:
    return wire.carried(who=wire.who_as_text(who), because=because, channel=turn.channel)


def _choices(turn: Turn, who: Sequence[Who], because: str, reason: Sentence) -> list[Block]:
    """Which of several of a name."""
    match reason:
        case people.Several(name, found):
            picked = [[people.handle(each) if one == name else one for one in who] for each in found]
            pairs = enumerate(zip(found, picked, strict=True), 1)
            return [button(one.name, f"introduction.ask:whom:{n}", value=_carried(turn, them, because)) for n, (one, them) in pairs]
        case _:
            return []


async def again(turn: Turn) -> Reply:
    """[Edit] opens the form; a choice of person goes on at once."""
    said = wire.unpacked(turn.value)
    at, who, because = turn.inside(said.get("channel")), wire.who_from_text(turn.team, said.get("who", [])), said.get("because", "")
    if not turn.parts:
        return Opens(form(at, who, because))
    return wire.instead(await _introduce(at, who, because))


async def submitted(turn: Turn) -> Reply:
    fields, at = turn.fields, turn.inside(wire.unpacked(turn.value).get("channel"))
    who: list[Who] = [wire.account(turn.team, one) for one in fields.many("people")]
    with wire.pointing(turn.voice, _FIELDS, "because"):
        return outcome(turn.voice, await at.run(introductions.introduce, [*who, *fields.many("others")], fields.text("because")))


async def agree(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(introductions.agree, turn.number)))


async def decline(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(introductions.decline, turn.number)))


async def mine(turn: Turn) -> Reply:
    said = outcome(turn.voice, await turn.look(introductions.mine))
    return Opens(forms.page(turn.voice, said.title, said.blocks))


async def choose(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(introductions.choose, turn.parts[0] == "yes")))


async def not_with(turn: Turn) -> Reply:
    """[Not with …]"""
    return Opens(forms.form(turn.voice, "introduction.apart", labels.INTRODUCTIONS, labels.KEEP, forms.whom(turn.voice)))


async def kept_apart(turn: Turn) -> Reply:
    who = wire.one_of(turn)
    with wire.pointing(turn.voice, _ONE_FIELD, "people"):
        return outcome(turn.voice, await turn.run(introductions.keep_apart, [who] if who else []))


async def lift(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(introductions.lift, turn.number)))


# how it looks


def outcome(voice: Voice, said: introductions.Outcome) -> Shows:
    words = said.words(voice.say)
    match said:
        case introductions.Mine():
            return Shows(tuple(_page(voice, said)[:100]), voice.fallback(words), voice.say.text(labels.INTRODUCTIONS))
        case (
            introductions.Asked() | introductions.AskedAlready() | introductions.SaidYes() | introductions.NotNow() | introductions.Met()
        ):  # fmt: skip
            return wire.shown(voice, words, title=voice.say.text(labels.INTRODUCTIONS))
        case _:
            assert_never(said)


def _page(voice: Voice, said: introductions.Mine) -> list[Block]:
    change = (labels.NO_MORE, "no") if said.wanted else (labels.YES_PLEASE, "yes")
    pressed = buttons(voice.button(change[0], f"introduction.choose:{change[1]}"), voice.button(labels.NOT_WITH, "introduction.not"))
    lines = [[voice.rich(one.words(voice.say)), *buttons(voice.button(labels.LIFT, f"introduction.lift:{one.id}"))] for one in said.apart]
    return divided([[voice.rich(said.words(voice.say)), *pressed], *lines])


def notice(voice: Voice, said: introductions.Sent) -> list[Block]:
    words = voice.rich(said.words(voice.say))
    match said:
        case introductions.WouldMeet():
            yes = voice.button(labels.YES_PLEASE, f"introduction.agree:{said.id}", style="primary")
            return [words, *buttons(yes, voice.button(labels.NOT_NOW, f"introduction.decline:{said.id}"))]
        case introductions.Met() | introductions.TheyMet():
            return [words]
        case _:
            assert_never(said)


def form(turn: Turn, who: Sequence[Who], because: str) -> View:
    voice = turn.voice
    here, there = [one.id for one in who if isinstance(one, AccountRef)], [(one, one) for one in who if isinstance(one, str)]
    blocks = [
        forms.people(voice, "people", labels.PEOPLE_HERE, here),
        forms.elsewhere(voice, "others", labels.PEOPLE_ELSEWHERE, there),
        forms.typed(voice, "because", labels.WHY_SHOULD_THEY, initial=because, long=True),
    ]
    return forms.form(voice, "introduction.ask", labels.INTRODUCE, labels.SEND, blocks, carries=wire.carried(channel=turn.channel))


_FIELDS: Mapping[type[Any], str] = {
    introductions.IntroduceWhom: "people", introductions.TwoPeople: "people", introductions.NotYourself: "people",
    introductions.ABot: "people", introductions.NotTogether: "people", introductions.Blocked: "people", people.NotMetHere: "people",
    Unknown: "others", people.Several: "others",
}  # fmt: skip
_ONE_FIELD: Mapping[type[Any], str] = {Unknown: "others", people.Several: "others"}
COMMANDS: Mapping[str, Handler] = {"introduce": introduce}
BUTTONS: Mapping[str, Handler] = {
    "introduction.ask": again, "introduction.agree": agree, "introduction.decline": decline, "introduction.mine": mine,
    "introduction.choose": choose, "introduction.not": not_with, "introduction.lift": lift,
}  # fmt: skip
FORMS: Mapping[str, Handler] = {"introduction.ask": submitted, "introduction.apart": kept_apart}
