"""Guilds on Slack: starting one, its page, finding it, its charter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, assert_never

from adapters.slack import forms, settings, wire
from adapters.slack.blocks import Block, Voice, buttons, divided, header
from adapters.slack.emoji import pictured
from adapters.slack.forms import View
from adapters.slack.wire import Handler, Opens, Reply, Shows, Turn
from guildbot import guilds, labels
from guildbot.guilds import Draft
from guildbot.kinds import Admission
from guildbot.refusals import Refused
from guildbot.words import Say


async def mine(turn: Turn) -> Reply:
    """Bare: my guilds; with a name that guild's page, or its card for whoever is not in it."""
    if not turn.words:
        return outcome(turn.voice, await turn.look(guilds.mine))
    return await _page(turn, wire.spoken(turn.words))


async def page(turn: Turn) -> Reply:
    return await _page(turn, turn.parts[0])


async def _page(turn: Turn, name: str) -> Reply:
    try:
        return outcome(turn.voice, await turn.look(guilds.show, name))
    except Refused as refused:
        if not any(isinstance(reason, guilds.NotAMember) for reason in refused.reasons):
            raise
    return charter(turn.voice, await turn.look(guilds.look, name))


async def members(turn: Turn) -> Reply:
    said = await turn.look(guilds.show, wire.spoken(turn.words))
    lines = said.member_lines(turn.voice.say)
    return Shows((header(said.card.name), turn.voice.rich(lines)), turn.voice.fallback(lines), said.card.name)


async def look(turn: Turn) -> Reply:
    """[Charter]"""
    return charter(turn.voice, await turn.look(guilds.look, turn.parts[0]))


async def find(turn: Turn) -> Reply:
    return outcome(turn.voice, await turn.look(guilds.find, wire.spoken(turn.words)))


async def start(turn: Turn) -> Reply:
    """`start <name>`: what would be refused at the end is refused now; else the form, filled in."""
    if not turn.words:
        return await begin(turn)
    with wire.giving_back(turn.raw):
        return Opens(form(turn, await turn.run(guilds.can_start, wire.spoken(turn.words))))


async def begin(turn: Turn) -> Reply:
    """[Start a guild], wherever it stands."""
    return Opens(form(turn, Draft("", "", guilds.NORMS, tuple(guilds.VALUE_WORDS.split(", ")), zone=turn.settings.timezone)))


async def submitted(turn: Turn) -> Reply:
    fields = turn.fields
    draft = Draft(
        fields.text("name"), fields.text("purpose"), fields.text("norms"), guilds.value_words(fields.text("values")),
        pictured(fields.text("emoji").strip()), fields.text("zone").strip(), fields.yes("listed"),
        Admission(fields.text("admission") or Admission.OPEN.value),
    )  # fmt: skip
    at = turn.inside(wire.unpacked(turn.value).get("channel") or fields.text("channel"))
    with wire.pointing(turn.voice, _FIELDS, "name"):
        said = await at.run(guilds.start, draft)
    return outcome(turn.voice, said)


async def admission(turn: Turn) -> Reply:
    """[How people join], for caretakers."""
    return Opens(admission_form(turn.voice, await turn.look(guilds.how_people_join, turn.parts[0])))


async def admission_changed(turn: Turn) -> Reply:
    chosen = Admission(turn.fields.text("admission"))
    with wire.pointing(turn.voice, {}, "admission"):
        return outcome(turn.voice, await turn.run(guilds.change_admission, turn.parts[0], chosen))


# how it looks


def outcome(voice: Voice, said: guilds.Outcome) -> Shows:
    words = said.words(voice.say)
    match said:
        case guilds.Started():
            return Shows((voice.rich(words),), voice.fallback(words), said.card.name)
        case guilds.MyGuilds():
            return _mine(voice, said)
        case guilds.Found():
            return _found(voice, said)
        case guilds.ShownToMember():
            return _shown(voice, said)
        case guilds.HowPeopleJoin() | guilds.AdmissionChanged():
            return Shows((voice.rich(words),), voice.fallback(words), said.guild)
        case _:
            assert_never(said)


def _mine(voice: Voice, said: guilds.MyGuilds) -> Shows:
    title = voice.say.text(labels.MY_GUILDS)
    if not said.guilds and not said.asked:
        words = said.words(voice.say)
        return Shows((voice.rich(words), *buttons(voice.button(labels.START_A_GUILD, "home.start"))), voice.fallback(words), title)
    groups = [[voice.rich(one.words(voice.say), bold_first=True), *_ways(voice, one)] for one in said.guilds[:15]]
    groups += [
        [voice.rich(one.words(voice.say)), *buttons(voice.button(labels.CHARTER, f"guild.charter:{one.slug}"))] for one in said.asked[:5]
    ]
    return Shows((header(title), *divided(groups)), voice.fallback(said.words(voice.say)), title)


def _ways(voice: Voice, one: guilds.MyGuild) -> list[Block]:
    rest = voice.button(labels.BACK, f"guild.back:{one.slug}") if one.resting else voice.button(labels.ONLY_REST, f"guild.rest:{one.slug}")
    return buttons(voice.button(labels.CHARTER, f"guild.page:{one.slug}"), rest, voice.button(labels.LEAVE, f"guild.leaving:{one.slug}"))


def _found(voice: Voice, said: guilds.Found) -> Shows:
    words = said.words(voice.say)
    if not said.cards:
        return Shows((voice.rich(words),), voice.fallback(words))
    groups = [
        [voice.rich([phrase]), *join_buttons(voice, slug)] for phrase, (slug, _, _) in zip(words, said.cards, strict=True)
    ]  # fmt: skip
    return Shows(tuple(divided(groups)), voice.fallback(words))


def _shown(voice: Voice, said: guilds.ShownToMember) -> Shows:
    say, voice = voice.say, voice.drawing(said.card.emoji)
    groups: list[list[Block]] = [[header(said.card.name), voice.rich(said.words(say))], [voice.rich(said.member_lines(say))]]
    log = said.log_lines(say)
    if log:
        groups.append([voice.rich(log)])
    ways_in = voice.button(labels.HOW_PEOPLE_JOIN, f"guild.admission:{said.card.slug}") if said.cares else None
    own = voice.button(labels.OWN_QUESTIONS, f"reflect.own:{said.card.slug}")
    groups.append(buttons(ways_in, own, settings.button(voice, said.card.slug)))
    return Shows(tuple(divided(groups)), voice.fallback(said.words(say)), said.card.name)


def charter(voice: Voice, said: guilds.Card) -> Shows:
    """What anybody may read before joining."""
    words = said.words(voice.say)
    join = buttons(_join(voice, said.slug) if said.takes_people else None)
    return Shows((header(said.name), voice.drawing(said.emoji).rich(words), *join), voice.fallback(words), said.name)


def notice(voice: Voice, said: guilds.Card) -> list[Block]:
    """The one post that a channel sees when a guild begins or opens there."""
    return [header(said.name), voice.drawing(said.emoji).rich(said.words(voice.say)), *join_buttons(voice, said.slug, said.takes_people)]


def join_buttons(voice: Voice, slug: str, takes_people: bool = True) -> list[Block]:
    return buttons(_join(voice, slug) if takes_people else None, voice.button(labels.CHARTER, f"guild.charter:{slug}"))


def _join(voice: Voice, slug: str) -> Block:
    return voice.button(labels.JOIN, f"guild.join:{slug}", style="primary")


def admission_form(voice: Voice, said: guilds.HowPeopleJoin) -> View:
    choices = forms.labelled(voice, labels.ADMISSION)
    blocks = [
        voice.rich(said.words(voice.say)),
        forms.chosen(voice, "admission", labels.HOW_DO_PEOPLE_JOIN, choices, initial=said.admission.value, radio=True),
    ]
    return forms.form(voice, f"guild.admission:{said.slug}", labels.HOW_PEOPLE_JOIN, labels.KEEP, blocks)


def form(turn: Turn, draft: Draft) -> View:
    voice = turn.voice
    blocks = [
        forms.typed(voice, "name", labels.GUILD_NAME, initial=draft.name),
        forms.typed(voice, "purpose", labels.PURPOSE, initial=draft.purpose),
        forms.typed(voice, "norms", labels.NORMS, initial=_default(voice.say, draft.norms), long=True),
        forms.typed(voice, "values", labels.VALUE_WORDS, initial=", ".join(draft.value_words)),
        forms.typed(voice, "emoji", labels.EMOJI, initial=draft.emoji, optional=True),
        forms.typed(voice, "zone", labels.ZONE, initial=draft.zone),
        forms.yes_or_no(voice, "listed", labels.LISTED, draft.listed),
        forms.chosen(voice, "admission", labels.HOW_DO_PEOPLE_JOIN, forms.labelled(voice, labels.ADMISSION), initial=draft.admission.value),
        *forms.channel(voice, "channel", turn.channel),
    ]
    return forms.form(voice, "guild.start", labels.START_TITLE, labels.START, blocks, carries=wire.carried(channel=turn.channel))


def _default(say: Say, norms: str) -> str:
    return say.text(norms) if norms == guilds.NORMS else norms


_FIELDS: Mapping[type[Any], str] = {
    guilds.NoName: "name", guilds.NameTaken: "name", guilds.RoomTaken: "name", guilds.NoPurpose: "purpose", guilds.ValueWords: "values",
    guilds.UnknownZone: "zone",
}  # fmt: skip
COMMANDS: Mapping[str, Handler] = {"show": mine, "start": start, "find": find, "members": members}
BUTTONS: Mapping[str, Handler] = {"guild.charter": look, "guild.page": page, "guild.admission": admission, "home.start": begin}
FORMS: Mapping[str, Handler] = {"guild.start": submitted, "guild.admission": admission_changed}
