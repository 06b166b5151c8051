"""Vouching on Slack: one's word for a candidate, asking for a second, being asked, taking it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from adapters.slack import forms, wire
from adapters.slack.blocks import Block, Voice, button, buttons, divided
from adapters.slack.forms import View
from adapters.slack.wire import Handler, Opens, Reply, Shows, Turn
from guildbot import guilds, labels, members, people, phrases
from guildbot.who import AccountRef
from guildbot.words import Sentence

MOST_OFFERED = 100  # of a select


async def vouch(turn: Turn) -> Reply:
    """`vouch <person> because <why>`; alone it shows for whom one's word stands open, without the why it opens the form."""
    if not turn.words:
        return outcome(turn.voice, await turn.look(members.open_vouches))
    named, because = phrases.split(turn.words, phrases.BECAUSE)
    who = (wire.people_in(turn.team, named) or [""])[0]
    if not because:
        return Opens(form(turn, who))
    return await _vouch(turn, who, wire.spoken(because))


async def _vouch(turn: Turn, who: AccountRef | str, because: str, guild: str = "") -> Reply:
    edit = turn.voice.button(labels.EDIT, "guild.vouching", value=_carried(turn, who, because))
    with wire.giving_back(turn.raw or because, [edit], lambda reason: _choices(turn, who, because, guild, reason)):
        return outcome(turn.voice, await turn.run(members.vouch, who, because, guild=guild))


def _carried(turn: Turn, who: AccountRef | str, because: str, guild: str = "") -> str:
    return wire.carried(who=wire.who_as_text([who])[0], because=because, guild=guild, channel=turn.channel)


def _unpacked(turn: Turn) -> tuple[Turn, AccountRef | str, str, str]:
    """Who, why and in which guild, where it was first said."""
    said = wire.unpacked(turn.value)
    who = wire.who_from_text(turn.team, [said.get("who", "")])[0]
    return turn.inside(said.get("channel")), who, said.get("because", ""), said.get("guild", "")


def _choices(turn: Turn, who: AccountRef | str, because: str, guild: str, reason: Sentence) -> list[Block]:
    match reason:
        case people.Several(_, found):
            return [
                button(one.name, f"guild.vouching:whom:{n}", value=_carried(turn, people.handle(one), because, guild))
                for n, one in enumerate(found, 1)
            ]
        case guilds.WhichOne(slugs):
            return [button(slug, f"guild.vouching:in:{slug}", value=_carried(turn, who, because, slug)) for slug in slugs]
        case _:
            return []


async def again(turn: Turn) -> Reply:
    """[Edit] opens the form; a choice of person or guild goes on at once."""
    at, who, because, guild = _unpacked(turn)
    if not turn.parts:
        return Opens(form(at, who, because))
    return wire.instead(await _vouch(at, who, because, guild))


async def press(turn: Turn) -> Reply:
    """[Vouch]: below what somebody was asked, or for whoever one names."""
    if not turn.parts:
        return Opens(form(turn))
    return Opens(asked_form(turn, await turn.look(members.asked, turn.number)))


async def voiced(turn: Turn) -> Reply:
    """The word of somebody who was asked."""
    with wire.pointing(turn.voice, {}, "because"):
        return outcome(turn.voice, await turn.run(members.vouch_for, turn.number, turn.fields.text("because")))


async def submitted(turn: Turn) -> Reply:
    fields = turn.fields
    because = fields.text("because")
    at, *_ = _unpacked(turn)
    here = fields.many("people")
    who = wire.account(turn.team, here[0]) if here else fields.text("name")
    try:
        with wire.pointing(turn.voice, _FIELDS, "because"):
            return outcome(turn.voice, await at.run(members.vouch, who, because, guild=fields.text("guild")))
    except wire.GivenBack as refused:
        if slugs := which_of(refused.reasons):
            return Opens(form(at, who, because, slugs))
        raise


async def not_now(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(members.not_now, turn.number)))


async def whom_to_ask(turn: Turn) -> Reply:
    """[Ask somebody]"""
    said = await turn.look(members.whom_to_ask, turn.number)
    return Opens(second_form(turn, said)) if said.members else outcome(turn.voice, said)


async def second(turn: Turn) -> Reply:
    who = turn.fields.text("who") or turn.fields.text("name")
    with wire.pointing(turn.voice, {}, "who"):
        return outcome(turn.voice, await turn.run(members.ask_second, turn.number, who))


async def unvouch(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(members.withdraw_vouch, turn.number)))


async def uninvite(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(members.withdraw_invitation, turn.number)))


# how it looks


def outcome(voice: Voice, said: members.Voice) -> Shows:
    words, title = said.words(voice.say), voice.say.text(labels.VOUCH)
    match said:
        case members.Vouched() if said.missing:
            return wire.shown(voice, words, ask(voice, said.candidacy), take_back(voice, said.id), title=title)
        case members.OpenVouches():
            groups = [[voice.rich(words)], *([voice.rich(one.words(voice.say)), *_line(voice, one)] for one in said.lines)]
            return Shows(tuple(divided(groups)), voice.fallback(words), title)
        case members.Vouched() | members.WhomToAsk() | members.SecondAsked() | members.Passed() | members.TakenBack():
            return wire.shown(voice, words, title=title)
        case _:
            assert_never(said)


def _line(voice: Voice, one: members.OpenVouch) -> list[Block]:
    if one.candidacy is None:
        return buttons(voice.button(labels.TAKE_BACK, f"guild.uninvite:{one.id}"))
    return buttons(ask(voice, one.candidacy) if one.asks else None, take_back(voice, one.id))


def ask(voice: Voice, candidacy: int) -> Block:
    return voice.button(labels.ASK_SOMEBODY, f"guild.second:{candidacy}", style="primary")


def take_back(voice: Voice, vouch: int) -> Block:
    return voice.button(labels.TAKE_BACK, f"guild.unvouch:{vouch}")


def notice(voice: Voice, said: members.SecondWanted | members.VouchAsked) -> list[Block]:
    """What one is asked, with its answers."""
    words = voice.rich(said.words(voice.say))
    match said:
        case members.SecondWanted():
            return [words, *buttons(ask(voice, said.candidacy), take_back(voice, said.vouch))]
        case members.VouchAsked():
            yes = voice.button(labels.VOUCH, f"guild.vouch:{said.candidacy}", style="primary")
            return [words, *buttons(yes, voice.button(labels.NOT_NOW, f"guild.pass:{said.candidacy}"))]
        case _:
            assert_never(said)


def which_of(reasons: Sequence[Sentence]) -> Sequence[str]:
    """The guilds to choose from, where it was not clear which one is meant."""
    return next((reason.guilds for reason in reasons if isinstance(reason, guilds.WhichOne)), ())


def which(voice: Voice, slugs: Sequence[str]) -> list[Block]:
    return [forms.chosen(voice, "guild", labels.GUILD, [(slug, slug) for slug in slugs])] if slugs else []


def form(turn: Turn, who: AccountRef | str = "", because: str = "", slugs: Sequence[str] = ()) -> View:
    """For whom, and why. A candidate may be anywhere, and is offered to nobody by name: so a name is typed."""
    voice = turn.voice
    here = [who.id] if isinstance(who, AccountRef) else []
    picker = forms.people(voice, "people", labels.PEOPLE_HERE, here)
    blocks = [
        picker | {"element": picker["element"] | {"max_selected_items": 1}},
        forms.typed(voice, "name", labels.FOR_WHOM_BY_NAME, initial=who if isinstance(who, str) else "", optional=True, most=80),
        forms.typed(voice, "because", labels.WHY_THEM, initial=because, long=True),
        *which(voice, slugs),
    ]
    return forms.form(voice, "guild.vouching", labels.VOUCH, labels.VOUCH, blocks, carries=wire.carried(channel=turn.channel))


def asked_form(turn: Turn, said: members.VouchAsked) -> View:
    blocks = [turn.voice.rich(said.words(turn.voice.say)), forms.typed(turn.voice, "because", labels.WHY_THEM, long=True)]
    return forms.form(turn.voice, f"guild.vouch:{said.candidacy}", labels.VOUCH, labels.VOUCH, blocks)


def second_form(turn: Turn, said: members.WhomToAsk) -> View:
    voice = turn.voice
    offered = [(one.name, people.handle(one)) for one in said.members[:MOST_OFFERED]]
    blocks = [
        voice.rich(said.words(voice.say)),
        forms.chosen(voice, "who", labels.WHO_KNOWS_THEM, offered, optional=True),
        forms.typed(voice, "name", labels.ANOTHER_NAME, optional=True, most=80),
    ]
    return forms.form(voice, f"guild.second:{said.candidacy}", labels.ASK_SOMEBODY, labels.ASK_SOMEBODY, blocks)


_FIELDS: Mapping[type[Any], str] = {
    members.NotACandidate: "name", members.IsAMember: "name", members.NotForYourself: "name", people.Several: "name",
    people.NotMetHere: "people",
}  # fmt: skip
COMMANDS: Mapping[str, Handler] = {"vouch": vouch}
BUTTONS: Mapping[str, Handler] = {
    "guild.vouch": press, "guild.vouching": again, "guild.pass": not_now, "guild.second": whom_to_ask, "guild.unvouch": unvouch,
    "guild.uninvite": uninvite,
}  # fmt: skip
FORMS: Mapping[str, Handler] = {"guild.vouch": voiced, "guild.vouching": submitted, "guild.second": second}
SHORTCUTS: Mapping[str, Handler] = {"vouch-anywhere": press}
