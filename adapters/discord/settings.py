"""A guild's settings on Discord: a page with a button for each group, as a form holds five inputs; a look first, then [Keep]."""

from __future__ import annotations

from typing import Any

import discord

from adapters.discord.commands import Completion, Group, Guild, Presses, speaking
from adapters.discord.forms import Field, Form, Said, carried
from adapters.discord.layout import Block, Button, Dress, Rule, row, said
from adapters.discord.turns import Turn
from guildbot import guilds, labels
from guildbot.refusals import NoLonger, Refused

_DAYS = tuple((str(number), day) for number, day in enumerate(labels.WEEKDAYS))
DIGEST = Form(
    "settings.digest",
    labels.THE_DIGEST,
    (
        Field("digest_day", labels.DIGEST_DAY, "choice", needed=True, choices=_DAYS),
        Field("digest_time", labels.DIGEST_TIME, "line", 20, needed=True),
    ),
)
QUESTION = Form(
    "settings.question",
    labels.THE_QUESTION,
    (
        Field("question_day", labels.QUESTION_DAY, "choice", needed=True, choices=_DAYS),
        Field("question_time", labels.QUESTION_TIME, "line", 20, needed=True),
        Field("question_weeks", labels.QUESTION_WEEKS, "line", 20, needed=True),
    ),
)
ZONE = Form("settings.zone", labels.GUILD_ZONE, (Field("zone", labels.GUILD_ZONE, "line", 60, needed=True),))
CHANNEL_ZONE = Form("settings.here", labels.CHANNEL_ZONE, (Field("channel_zone", labels.CHANNEL_ZONE, "line", 60, needed=True),))
NAMES = Form(
    "settings.names",
    labels.NAME_AND_EMOJI,
    (
        Field("emoji", labels.EMOJI, "line", 80, needed=True),
        Field("listed", labels.LISTED, "choice", needed=True, choices=(("1", labels.YES_PLEASE), ("0", labels.NO_THANKS))),
    ),
)
GROUPS = (DIGEST, QUESTION, ZONE, CHANNEL_ZONE, NAMES)
FORMS = {form.id: form for form in GROUPS}


# ---------------------------------------------------------------------- how it looks


def page(made: guilds.Settings, dress: Dress) -> list[Block]:
    ways = (row(*_groups(made, dress)),) if made.cares else ()
    return [(*said(made.standing(dress.say), dress.reader), Rule(), *said(made.coming(dress.say), dress.reader), *ways)]


def button(slug: str, dress: Dress) -> Button:
    return dress.button(labels.SETTINGS, f"settings.show:{slug}")


def _groups(made: guilds.Settings, dress: Dress) -> list[Button]:
    """A guild that is not founded has no days yet; a channel's own zone is set in that channel."""
    begun = (DIGEST, QUESTION) if made.digest is not None and made.question is not None else ()
    here = (CHANNEL_ZONE,) if made.here and begun else ()
    buttons = [dress.button(form.title, f"{form.id}:{made.slug}") for form in (*begun, ZONE, *here, NAMES)]
    return [*buttons, dress.button(labels.HOW_PEOPLE_JOIN, f"guild.admission:{made.slug}")]


def _preview(made: guilds.Settings, form: Form, filled: Said, dress: Dress) -> list[Block]:
    """[Keep] carries what was filled in; `:` may be part of it."""
    about = ":".join((made.slug, *(filled[field.key].strip() for field in form.fields)))
    keep = dress.button(labels.KEEP, f"settings.keep:{form.id.removeprefix('settings.')}:{about}", "main")
    change = dress.button(labels.CHANGE, f"{form.id}:{about}")
    back = dress.button(labels.CANCEL, f"settings.show:{made.slug}")
    shown = (*said(made.standing(dress.say), dress.reader), Rule(), *said(made.coming(dress.say), dress.reader))
    return [(*shown, row(keep, change, back))]


# ---------------------------------------------------------------------- what is done


async def _show(turn: Turn, name: str, *, instead: bool = False) -> None:
    await turn.show(*page(await turn.look(guilds.settings, name), turn.dress), instead=instead)


async def _again(turn: Turn, slug: str) -> None:
    """[Settings] on a guild's page, or [Cancel] below what would come of it."""
    await _show(turn, slug, instead=True)


def _values(form: Form, parts: tuple[str, ...]) -> dict[str, str]:
    """What a button carries, field by field."""
    keys = [field.key for field in form.fields]
    if "digest_time" in keys or "question_time" in keys:  # a day, a time with a colon in it or without, perhaps weeks
        weeks = [parts[-1]] if "question_weeks" in keys else []
        return dict(zip(keys, [parts[0], ":".join(parts[1 : len(parts) - len(weeks)]), *weeks], strict=True))
    if form is NAMES:
        return {"emoji": ":".join(parts[:-1]), "listed": parts[-1]}
    return {keys[0]: ":".join(parts)}


def _standing(form: Form, now: guilds.Settings) -> dict[str, str]:
    values = {"zone": now.zone, "emoji": now.emoji, "listed": "1" if now.listed else "0"}
    if now.digest is not None:
        values |= {"digest_day": str(now.digest.weekday), "digest_time": now.digest.time, "channel_zone": now.digest.zone}
    if now.question is not None:
        values |= {"question_day": str(now.question.weekday), "question_time": now.question.time, "question_weeks": str(now.question.weeks)}
    return {field.key: values.get(field.key, "") for field in form.fields}


def _wish(values: dict[str, str]) -> guilds.Wish:
    listed = values.pop("listed", None)
    return guilds.Wish(**values, listed=None if listed is None else listed == "1")


def _opens(form: Form) -> Any:
    async def open_(turn: Turn, slug: str, *parts: str) -> None:
        """The form as it stands, or as it was filled in before the look."""
        values = _values(form, parts) if parts else _standing(form, await turn.look(guilds.settings, slug))
        await turn.open(Said(form, values, (slug,)))

    return open_


def _looks(form: Form) -> Any:
    async def look(turn: Turn, slug: str, *_: str) -> None:
        """Nothing is kept yet."""
        turn.kept = filled = turn.read(form, (slug,))
        values = {field.key: filled[field.key] for field in form.fields}
        made = await turn.run(guilds.preview_settings, slug, _wish(values))
        await turn.show(*(page(made, turn.dress) if made.how == "stood" else _preview(made, form, filled, turn.dress)), instead=True)

    return look


async def _edit(turn: Turn, *_: str) -> None:
    """[Edit] below what was refused."""
    found = carried(FORMS, turn.interaction.message)
    if found is None:
        raise Refused(NoLonger())
    await turn.open(found)


async def _keep(turn: Turn, group: str, slug: str, *parts: str) -> None:
    form = FORMS[f"settings.{group}"]
    made = await turn.run(guilds.change_settings, slug, _wish(_values(form, parts)))
    await turn.show(*page(made, turn.dress), instead=True)


PRESSES: Presses = {"settings.show": _again, "settings.keep": _keep, "settings.edit": _edit, **{form.id: _opens(form) for form in GROUPS}}
SUBMITS: Presses = {form.id: _looks(form) for form in GROUPS}


def add_to(made: Group, mine: Completion) -> None:
    """The word of `/guild` that is about settings."""
    house = made.house

    async def settings(interaction: discord.Interaction[Any], guild: Guild = "") -> None:
        async with speaking(house, interaction) as turn:
            await _show(turn, guild)

    made.add("settings", settings, options={"guild": labels.GUILD}, complete={"guild": mine})
