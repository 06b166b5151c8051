"""Forms: modals and what comes back from them, and words that are given back with [Edit] when a form was refused.

Nothing about an open form is kept in memory: a modal's custom_id says what it is for, so it may be sent after a restart.
Words that were refused stand in the answer itself, each in a text with an id of its own, and are read back from there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import discord

from adapters.discord import wire
from adapters.discord.layout import Block, Button, Text, row
from adapters.discord.markup import MOST_TEXT, escape, quoted, unescape, unquoted
from guildbot import labels
from guildbot.who import AccountRef
from guildbot.words import Say

FIRST_ID = 101  # of the texts that carry a refused form's words
MOST_LABEL, MOST_TITLE, MOST_HINT, MOST_PEOPLE, MOST_NAMES = 45, 45, 100, 10, 400
ELSEWHERE = "elsewhere"
Kind = Literal["line", "words", "people", "choice", "choices"]
PICKED = ("choice", "choices")
Values = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """`people` is two inputs: those of this server to pick, others by name; its value is one line of both.

    Of `choices` any number may be picked; its value is theirs, with commas.
    """

    key: str
    label: str
    kind: Kind = "line"
    most: int = 100
    needed: bool = False
    choices: tuple[tuple[str, str], ...] = ()  # value, label
    names: tuple[tuple[str, str], ...] = ()  # value, and somebody's name: never a label of ours
    elsewhere: str = labels.PEOPLE_ELSEWHERE  # of the input for names
    hint: str = ""  # in small letters under the label, which holds few


@dataclass(frozen=True, slots=True)
class Form:
    """`id` names what is done with it, and its modal, followed by what it is about; up to five inputs."""

    id: str
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody filled in: the words, what it is about, and what the payload tells about the users picked."""

    form: Form
    values: Values
    about: tuple[str, ...] = ()
    users: wire.Users | None = None

    def __getitem__(self, key: str) -> str:
        return self.values.get(key, "")

    @property
    def people(self) -> list[AccountRef | str]:
        return wire.people_in(self["people"], self.users)

    @property
    def names(self) -> list[str]:
        """The people who are named rather than mentioned."""
        return [one for one in self.people if isinstance(one, str)]

    def meaning(self, place: int, handle: str) -> Said:
        """The same, with the name at that place replaced by somebody in particular."""
        names = self.names
        names[place : place + 1] = [handle]
        return replace(self, values={**self.values, "people": ", ".join((*(f"<@{id}>" for id in wire.mentions(self["people"])), *names))})


def modal(said: Said, say: Say, *texts: str) -> discord.ui.Modal:
    """The form on the screen, filled in. `texts` stand above the fields and count as inputs."""
    made = discord.ui.Modal(title=say.text(said.form.title)[:MOST_TITLE], custom_id=_id(said.form.id, said.about))
    for text in texts:
        made.add_item(discord.ui.TextDisplay(text[:MOST_TEXT]))
    for field in said.form.fields:
        for item in _inputs(field, said[field.key], say):
            made.add_item(item)
    made.stop()  # so that discord.py keeps nothing about it: the client hears every form itself
    return made


def read(form: Form, about: Sequence[str], data: Mapping[str, Any], *, inside: bool = False) -> Said:
    """What was sent: `data` is that of the interaction. `inside` a server, only its members count as picked from a list."""
    found = data.get("resolved") or {}
    members = found.get("members") or {}
    users = {id: user for id, user in (found.get("users") or {}).items() if id in members or not inside}
    sent = {one["custom_id"]: one for one in (part.get("component", {}) for part in data["components"]) if "custom_id" in one}
    return Said(form, {field.key: _value(field, sent) for field in form.fields}, tuple(about), users)


def given_back(said: Said, say: Say, *before: Button) -> list[Block]:
    """The words of a refused form, and the button that opens it again; others may stand before that."""
    blocks: list[Block] = []
    for number, field in enumerate(said.form.fields):
        value = said[field.key]
        if value:
            words = _people(value) if field.kind == "people" else _picked(field, value, say)
            shown = f"> {words}" if field.kind in ("people", *PICKED) else _carried(words)
            blocks.append((Text(f"-# {say.text(field.label)}\n{shown}", FIRST_ID + number),))
    if blocks:
        blocks.insert(0, (Text(f"-# {say.text(labels.YOUR_WORDS)}"),))
    choices = tuple(said[field.key] for field in said.form.fields if field.kind in PICKED)
    feature, _, act = said.form.id.partition(".")
    edit = Button(say.text(labels.EDIT), _id(f"{feature}.edit", (act, *choices, *said.about)))
    return [*blocks, (row(*before, edit),)]


def carried(forms: Mapping[str, Form], message: discord.Message | None) -> Said | None:
    """The form whose words a message of ours carries; None when it carries none."""
    if message is None:
        return None
    edit, texts = "", dict[int, str]()
    for one in _walk(message.components):
        if isinstance(one, discord.TextDisplay) and one.id is not None:
            texts[one.id] = one.content
        elif isinstance(one, discord.Button) and one.custom_id and ".edit:" in one.custom_id:
            edit = one.custom_id
    feature, _, rest = edit.partition(".edit:")
    act, *parts = rest.split(":")
    form = forms.get(f"{feature}.{act}")
    if form is None:
        return None
    values: dict[str, str] = {}
    for number, field in enumerate(form.fields):
        if field.kind in PICKED:
            values[field.key] = parts.pop(0) if parts else ""
        elif (text := texts.get(FIRST_ID + number)) is not None:
            _, _, shown = text.partition("\n")
            values[field.key] = unescape(shown.removeprefix("> ")) if field.kind == "people" else _uncarried(shown)
    return Said(form, values, tuple(parts))


def _id(name: str, about: Sequence[str]) -> str:
    return ":".join((name, *about))[:100]


def _people(line: str) -> str:
    """Mentions stay mentions, names are escaped; on one line."""
    mentions = ", ".join(f"<@{id}>" for id in wire.mentions(line))
    return ", ".join(one for one in (mentions, escape(" ".join(wire.without_mentions(line).split()))) if one)


def _picked(field: Field, value: str, say: Say) -> str:
    """By their labels, what was picked; anything else as it is."""
    labels_of = {key: say.text(label) for key, label in field.choices}
    return ", ".join(labels_of[key] for key in value.split(",")) if labels_of and set(value.split(",")) <= set(labels_of) else value


def _carried(words: str) -> str:
    """Quoted; as code where escaping would make the words too long for a message."""
    escaped = quoted(words)
    return escaped if len(escaped) <= 3000 else f"```\n{words.replace('```', 'ʼʼʼ')[: MOST_TEXT - 400]}\n```"


def _uncarried(shown: str) -> str:
    if shown.startswith("```\n"):
        return shown.removeprefix("```\n").removesuffix("\n```")
    return unquoted(shown)


def _inputs(field: Field, value: str, say: Say) -> list[discord.ui.Item[Any]]:
    match field.kind:
        case "people":
            picked = [discord.Object(int(id)) for id in wire.mentions(value)[:MOST_PEOPLE]]
            here: discord.ui.UserSelect[Any] = discord.ui.UserSelect(
                custom_id=field.key, min_values=0, max_values=MOST_PEOPLE, required=False,
                default_values=[discord.SelectDefaultValue(id=one.id, type=discord.SelectDefaultValueType.user) for one in picked],
            )  # fmt: skip
            names: discord.ui.TextInput[Any] = discord.ui.TextInput(
                custom_id=f"{field.key}-{ELSEWHERE}",
                default=wire.without_mentions(value)[:MOST_NAMES] or None,
                max_length=MOST_NAMES,
                required=False,
            )
            return [_label(say.text(labels.PEOPLE_HERE), here), _label(say.text(field.elsewhere), names)]
        case "choice" | "choices":
            several, standing = field.kind == "choices", value.split(",")
            options = [
                discord.SelectOption(label=label[:MOST_HINT], value=key, default=key in standing)
                for key, label in (*((key, say.text(label)) for key, label in field.choices), *field.names)
            ]
            menu: discord.ui.Select[Any] = discord.ui.Select(
                custom_id=field.key, options=options, min_values=0 if not field.needed else 1, required=field.needed,
                max_values=len(options) if several else 1,
            )  # fmt: skip
            return [_label(say.text(field.label), menu, say.text(field.hint) if field.hint else None)]
        case _:
            long = field.kind == "words"
            value = value if long else " ".join(value.split())
            text: discord.ui.TextInput[Any] = discord.ui.TextInput(
                custom_id=field.key, style=discord.TextStyle.long if long else discord.TextStyle.short,
                default=value[: field.most] or None, max_length=field.most, required=field.needed,
            )  # fmt: skip
            return [_label(say.text(field.label), text)]


def _label(text: str, item: discord.ui.Item[Any], hint: str | None = None) -> discord.ui.Label[Any]:
    return discord.ui.Label(text=text[:MOST_LABEL], component=item, description=hint[:MOST_HINT] if hint else None)


def _value(field: Field, sent: Mapping[str, Any]) -> str:
    one = sent.get(field.key, {})
    if field.kind == "people":
        names = str(sent.get(f"{field.key}-{ELSEWHERE}", {}).get("value") or "").strip()
        return ", ".join([*(f"<@{id}>" for id in one.get("values") or ()), *([names] if names else [])])
    if field.kind in PICKED:
        return ",".join(one.get("values") or ())
    return str(one.get("value") or "")


def _walk(components: Sequence[Any]) -> list[Any]:
    found = []
    for one in components:
        found.append(one)
        found += _walk(getattr(one, "children", None) or [])
    return found
