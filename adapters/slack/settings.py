"""A guild's settings on Slack: one form, a look at what would come of it, and [Keep]."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from adapters.slack import forms, wire
from adapters.slack.blocks import Block, Voice, buttons
from adapters.slack.emoji import pictured
from adapters.slack.forms import View
from adapters.slack.wire import Handler, Opens, Reply, Shows, Turn
from guildbot import guilds, labels


async def settings(turn: Turn) -> Reply:
    """`settings [guild]`: the form for caretakers, for everybody else in the guild a page."""
    with wire.giving_back(turn.raw):
        return _open(turn, await turn.look(guilds.settings, wire.spoken(turn.words)))


async def again(turn: Turn) -> Reply:
    """[Settings] on a guild's page, or [Change more] below what would come of it."""
    at, wish = _carried(turn)
    return _open(at, await at.look(guilds.settings, turn.parts[0]), wish)


async def submitted(turn: Turn) -> Reply:
    """Nothing is kept yet."""
    at, _ = _carried(turn)
    wish = _wish(turn)
    with wire.pointing(turn.voice, _FIELDS, "digest_time"):
        said = await at.run(guilds.preview_settings, turn.parts[0], wish)
    return Opens(_look(at, said, wish))


async def kept(turn: Turn) -> Reply:
    at, wish = _carried(turn)
    with wire.pointing(turn.voice, {}, "settings"):
        said = await at.run(guilds.change_settings, turn.parts[0], wish or guilds.Wish())
    return page(turn.voice, said)


# how it looks


def page(voice: Voice, said: guilds.Settings) -> Shows:
    words = said.words(voice.say)
    return Shows((*_said(voice, said),), voice.fallback(words), said.guild)


def button(voice: Voice, slug: str) -> Block:
    return voice.button(labels.SETTINGS, f"settings.show:{slug}")


def _open(turn: Turn, said: guilds.Settings, wish: guilds.Wish | None = None) -> Reply:
    return Opens(form(turn, said, wish or guilds.Wish())) if said.cares else page(turn.voice, said)


def _said(voice: Voice, said: guilds.Settings) -> list[Block]:
    return [voice.drawing(said.emoji).rich(said.standing(voice.say)), voice.rich(said.coming(voice.say))]


def form(turn: Turn, said: guilds.Settings, wish: guilds.Wish) -> View:
    """As it stands, or as it was just filled in."""
    voice = turn.voice
    blocks = [voice.rich(said.coming(voice.say))]
    if said.digest is not None and said.question is not None:
        question, weeks = said.question, str(said.question.weeks)
        blocks += [
            _weekday(voice, "digest_day", labels.DIGEST_DAY, wish.digest_day, said.digest.weekday),
            forms.typed(voice, "digest_time", labels.DIGEST_TIME, initial=_or(wish.digest_time, said.digest.time), most=20),
            _weekday(voice, "question_day", labels.QUESTION_DAY, wish.question_day, question.weekday),
            forms.typed(voice, "question_time", labels.QUESTION_TIME, initial=_or(wish.question_time, question.time), most=20),
            forms.typed(voice, "question_weeks", labels.QUESTION_WEEKS, initial=_or(wish.question_weeks, weeks), most=20),
        ]
    blocks.append(forms.typed(voice, "zone", labels.GUILD_ZONE, initial=_or(wish.zone, said.zone), most=60))
    if said.here and said.digest is not None:
        blocks.append(forms.typed(voice, "channel_zone", labels.CHANNEL_ZONE, initial=_or(wish.channel_zone, said.digest.zone), most=60))
    blocks += [
        forms.typed(voice, "emoji", labels.EMOJI, initial=_or(wish.emoji, said.emoji), most=80),
        forms.yes_or_no(voice, "listed", labels.LISTED, said.listed if wish.listed is None else wish.listed),
        *buttons(voice.button(labels.HOW_PEOPLE_JOIN, f"guild.admission:{said.slug}")),
    ]
    carries = wire.carried(channel=turn.channel)
    return forms.form(voice, f"settings.change:{said.slug}", labels.SETTINGS, labels.LOOK_FIRST, blocks, carries=carries)


def _look(turn: Turn, said: guilds.Settings, wish: guilds.Wish) -> View:
    voice = turn.voice
    carries = wire.carried(channel=turn.channel, wish={key: value for key, value in asdict(wish).items() if value is not None})
    more = buttons(voice.button(labels.CHANGE_MORE, f"settings.show:{said.slug}", value=carries))
    return forms.form(voice, f"settings.keep:{said.slug}", labels.SETTINGS, labels.KEEP, [*_said(voice, said), *more], carries=carries)


def _weekday(voice: Voice, id: str, label: str, wished: str | None, standing: int) -> Block:
    days = [(voice.say.text(day), str(number)) for number, day in enumerate(labels.WEEKDAYS)]
    return forms.chosen(voice, id, label, days, initial=_or(wished, str(standing)))


def _or(wished: str | None, standing: str) -> str:
    return standing if wished is None else wished


def _wish(turn: Turn) -> guilds.Wish:
    """What the form asked; what it did not ask stays."""
    fields = turn.fields
    said = {name: fields.text(name) for name in _ASKED if name in fields.values}
    if "emoji" in said:
        said["emoji"] = pictured(said["emoji"].strip())
    return guilds.Wish(**said, listed=fields.yes("listed"))


def _carried(turn: Turn) -> tuple[Turn, guilds.Wish | None]:
    """The gesture as of the channel in which it began, and what was filled in."""
    said = wire.unpacked(turn.value)
    wish = said.get("wish")
    return turn.inside(said.get("channel")), guilds.Wish(**wish) if isinstance(wish, dict) else None


_ASKED = ("digest_day", "digest_time", "question_day", "question_time", "question_weeks", "zone", "channel_zone", "emoji")
_FIELDS: Mapping[type[Any], str] = {
    guilds.NotATime: "digest_time", guilds.NotAQuestionTime: "question_time", guilds.NotWeeks: "question_weeks",
    guilds.UnknownZone: "zone", guilds.UnknownChannelZone: "channel_zone", guilds.NotAnEmoji: "emoji",
}  # fmt: skip
COMMANDS: Mapping[str, Handler] = {"settings": settings}
BUTTONS: Mapping[str, Handler] = {"settings.show": again}
FORMS: Mapping[str, Handler] = {"settings.change": submitted, "settings.keep": kept}
