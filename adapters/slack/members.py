"""Members on Slack: the door, the invitation, resting, leaving."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import assert_never

from adapters.slack import forms, vouching, wire
from adapters.slack.blocks import Block, Voice, button, buttons, plain
from adapters.slack.forms import View
from adapters.slack.wire import Handler, Opens, Reply, Shows, Turn
from guildbot import codes, labels, members, people, phrases
from guildbot.kinds import Visibility
from guildbot.words import Sentence


async def join(turn: Turn) -> Reply:
    """`join <guild> [code]`: the charter first. The code is the last word, when it looks like one."""
    with wire.giving_back(turn.raw):
        return await _door(turn, *codes.apart(wire.spoken(turn.words)))


async def knock(turn: Turn) -> Reply:
    """[Join]"""
    return await _door(turn, turn.parts[0], turn.parts[1] if len(turn.parts) > 1 else "")


async def _door(turn: Turn, name: str, code: str) -> Reply:
    said = await turn.run(members.door, name, code)
    return Opens(form(turn, said)) if isinstance(said, members.Door) else outcome(turn.voice, said)


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
    """`invite <person> because <why>`; what is refused is given back with a form to change it."""
    name, because = phrases.split(wire.spoken(turn.words), phrases.BECAUSE)
    return await _invite(turn, name, because)


async def _invite(turn: Turn, name: str, because: str, guild: str = "") -> Reply:
    edit = turn.voice.button(labels.EDIT, "guild.inviting", value=wire.carried(name=name, because=because, channel=turn.channel))
    with wire.giving_back(turn.raw or because, [edit], lambda reason: _choices(turn, name, because, reason)):
        return outcome(turn.voice, await turn.run(members.invite, name, because, guild=guild))


def _choices(turn: Turn, name: str, because: str, reason: Sentence) -> list[Block]:
    """Which guild, where somebody is in several."""
    return [
        button(slug, f"guild.inviting:{slug}", value=wire.carried(name=name, because=because, channel=turn.channel))
        for slug in vouching.which_of([reason])
    ]


async def inviting(turn: Turn) -> Reply:
    """[Edit] opens the form; a choice of guild goes on at once."""
    said = wire.unpacked(turn.value)
    at, name, because = turn.inside(said.get("channel")), said.get("name", ""), said.get("because", "")
    if not turn.parts:
        return Opens(invite_form(at, name, because))
    return wire.instead(await _invite(at, name, because, turn.parts[0]))


async def invited(turn: Turn) -> Reply:
    fields, at = turn.fields, turn.inside(wire.unpacked(turn.value).get("channel"))
    name, because = fields.text("name"), fields.text("because")
    try:
        with wire.pointing(turn.voice, {members.InvitedAlready: "name"}, "because"):
            return outcome(turn.voice, await at.run(members.invite, name, because, guild=fields.text("guild")))
    except wire.GivenBack as refused:
        if slugs := vouching.which_of(refused.reasons):
            return Opens(invite_form(at, name, because, slugs))
        raise


async def withdraw(turn: Turn) -> Reply:
    """[Take back], by somebody who waits to join."""
    return wire.instead(outcome(turn.voice, await turn.run(members.withdraw_candidacy, turn.number)))


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
        case members.Invited():
            back_ = voice.button(labels.TAKE_BACK, f"guild.uninvite:{said.id}") if said.vouches is not None else None
            return wire.shown(voice, words, back_, title=said.guild)
        case members.Candidate():
            return Shows(tuple(candidacy(voice, said)), voice.fallback(words), said.guild)
        case members.Joined() | members.CandidacyWithdrawn() | members.Left() | members.Back():
            return Shows((voice.rich(words),), voice.fallback(words), said.guild)
        case codes.WrongCode() | codes.LockedOut():
            return wire.shown(voice, words, title=voice.say.text(labels.JOIN_TITLE))
        case members.Door():
            return Shows((voice.rich(words),), voice.fallback(words), said.card.name)
        case _:
            assert_never(said)


def notice(voice: Voice, said: members.Sent) -> list[Block]:
    match said:
        case members.SecondWanted() | members.VouchAsked():
            return vouching.notice(voice, said)
        case members.Founded() | members.Uncared() | members.Admitted() | members.VouchCounted() | members.LapsedQuietly():
            return [voice.rich(said.words(voice.say))]
        case _:
            assert_never(said)


def candidacy(voice: Voice, said: members.Candidate) -> list[Block]:
    """What somebody waits for, as they see it."""
    charter = voice.button(labels.CHARTER, f"guild.charter:{said.slug}")
    return [voice.rich(said.words(voice.say)), *buttons(charter, voice.button(labels.TAKE_BACK, f"guild.withdraw:{said.id}"))]


def invite_form(turn: Turn, name: str, because: str, slugs: Sequence[str] = ()) -> View:
    voice = turn.voice
    blocks = [
        forms.typed(voice, "name", labels.WHOM_TO_INVITE, initial=name, most=80),
        forms.typed(voice, "because", labels.WHY_THEM, initial=because, long=True),
        *vouching.which(voice, slugs),
    ]
    return forms.form(voice, "guild.invite", labels.INVITE, labels.INVITE, blocks, carries=wire.carried(channel=turn.channel))


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
    "guild.inviting": inviting,
    "guild.withdraw": withdraw,
}
FORMS: Mapping[str, Handler] = {"guild.join": agreed, "guild.goodbye": left, "guild.invite": invited}
