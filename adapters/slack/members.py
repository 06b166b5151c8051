"""Members on Slack: the door, the invitation, resting, leaving."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from adapters.slack import forms, wire
from adapters.slack.blocks import Block, Voice, buttons, plain
from adapters.slack.forms import View
from adapters.slack.wire import Handler, Opens, Reply, Shows, Turn
from guildbot import labels, members, people, phrases
from guildbot.kinds import Visibility


async def join(turn: Turn) -> Reply:
    """`join <guild> [code]`: the charter first. The code is the last word, when it looks like one."""
    name, _, code = wire.spoken(turn.words).rpartition(" ")
    if not name or not (len(code) == 16 and all(c in "0123456789abcdef" for c in code.lower())):
        name, code = wire.spoken(turn.words), ""
    with wire.giving_back(turn.raw):
        return Opens(form(turn, await turn.look(members.door, name, code)))


async def knock(turn: Turn) -> Reply:
    """[Join]"""
    return Opens(form(turn, await turn.look(members.door, turn.parts[0], turn.parts[1] if len(turn.parts) > 1 else "")))


async def agreed(turn: Turn) -> Reply:
    """[I agree]"""
    thanks, fields = turn.fields.text("thanks"), turn.fields
    with wire.pointing(turn.voice, {people.NotHours: "quiet"}, "quiet"):
        said = await turn.run(
            members.join, turn.parts[0], wire.unpacked(turn.value).get("code", ""),
            thanks=Visibility(thanks) if thanks else None, quiet=fields.text("quiet"), questions=fields.yes("questions"),
        )  # fmt: skip
    return outcome(turn.voice, said)


async def invite(turn: Turn) -> Reply:
    """`invite <person> because <why>`"""
    name, because = phrases.split(wire.spoken(turn.words), phrases.BECAUSE)
    with wire.giving_back(turn.raw):
        return outcome(turn.voice, await turn.run(members.invite, name.lstrip("@"), because))


async def leave(turn: Turn) -> Reply:
    with wire.giving_back(turn.raw):
        return outcome(turn.voice, await turn.look(members.leaving, wire.spoken(turn.words)))


async def leaving(turn: Turn) -> Reply:
    """[Leave] on one's own page asks once."""
    return outcome(turn.voice, await turn.look(members.leaving, turn.parts[0]))


async def leave_now(turn: Turn) -> Reply:
    """[Leave] on the question leaves, at once or with a line to say."""
    if turn.parts[1:] == ("goodbye",):
        return Opens(_goodbye(turn))
    return wire.instead(outcome(turn.voice, await turn.run(members.leave, turn.parts[0])))


async def left(turn: Turn) -> Reply:
    with wire.pointing(turn.voice, {}, "goodbye"):
        return outcome(turn.voice, await turn.run(members.leave, turn.parts[0], turn.fields.text("goodbye")))


async def rest(turn: Turn) -> Reply:
    """`rest [until]`; with several guilds `rest tidewater until Friday`."""
    name, day = phrases.split(wire.spoken(turn.words), ("until",))
    if not day and phrases.when(name, turn.bot.clock()) is not None:  # `rest friday`
        name, day = "", name
    with wire.giving_back(turn.raw):
        return outcome(turn.voice, await turn.run(members.rest, name, day))


async def only_rest(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(members.rest, turn.parts[0])))


async def back(turn: Turn) -> Reply:
    return outcome(turn.voice, await turn.run(members.back, wire.spoken(turn.words)))


async def back_in(turn: Turn) -> Reply:
    return wire.instead(outcome(turn.voice, await turn.run(members.back, turn.parts[0])))


# how it looks


def outcome(voice: Voice, said: members.Outcome) -> Shows:
    words = said.words(voice.say)
    match said:
        case members.Leaving():
            leave_ = voice.button(labels.LEAVE, f"guild.leave:{said.slug}", style="danger")
            goodbye = voice.button(labels.SAY_GOODBYE, f"guild.leave:{said.slug}:goodbye")
            pressed = buttons(leave_, goodbye, voice.button(labels.ONLY_REST, f"guild.rest:{said.slug}"))
            return Shows((voice.rich(words), *pressed), voice.fallback(words), voice.say.text(labels.LEAVE_TITLE))
        case members.Resting():
            pressed = buttons(voice.button(labels.BACK, f"guild.back:{said.slug}"))
            return Shows((voice.rich(words), *pressed), voice.fallback(words), said.guild)
        case members.Invited() | members.Joined() | members.Left() | members.Back():
            return Shows((voice.rich(words),), voice.fallback(words), said.guild)
        case members.Door():
            return Shows((voice.rich(words),), voice.fallback(words), said.card.name)
        case _:
            assert_never(said)


def notice(voice: Voice, said: members.Sent) -> list[Block]:
    match said:
        case members.Founded() | members.Uncared():
            return [voice.rich(said.words(voice.say))]
        case _:
            assert_never(said)


def form(turn: Turn, said: members.Door) -> View:
    """What one reads before [I agree], and the three things asked there; who may see thanks is not preselected."""
    voice, say = turn.voice, turn.voice.say
    host = turn.settings.host_name or say.text(labels.UNKNOWN_HOST)
    standing = said.thanks.value if said.thanks else None
    blocks = [
        voice.drawing(said.card.emoji).rich([*said.words(say), say(labels.HOSTED_BY, host=host)]),
        forms.chosen(
            voice, "thanks", labels.WHO_SEES_THANKS, forms.labelled(voice, labels.VISIBILITY), initial=standing, radio=True, optional=True
        ),
        forms.typed(voice, "quiet", labels.QUIET_HOURS, optional=True),
        forms.yes_or_no(voice, "questions", labels.QUESTIONS, True),
    ]
    made = forms.form(
        voice, f"guild.join:{said.card.slug}", labels.JOIN_TITLE, labels.I_AGREE, blocks, carries=wire.carried(code=said.code)
    )
    return made | {"title": plain(said.card.name, forms.MOST_TITLE)}


def _goodbye(turn: Turn) -> View:
    blocks = [forms.typed(turn.voice, "goodbye", labels.ONE_LINE)]
    return forms.form(turn.voice, f"guild.goodbye:{turn.parts[0]}", labels.GOODBYE_TITLE, labels.LEAVE, blocks)


COMMANDS: Mapping[str, Handler] = {"join": join, "invite": invite, "leave": leave, "rest": rest, "back": back}
BUTTONS: Mapping[str, Handler] = {
    "guild.join": knock,
    "guild.leaving": leaving,
    "guild.leave": leave_now,
    "guild.rest": only_rest,
    "guild.back": back_in,
}
FORMS: Mapping[str, Handler] = {"guild.join": agreed, "guild.goodbye": left}
