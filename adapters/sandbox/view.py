"""What a person has on the screen, whichever platform drew it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


class CannotType(Exception):
    """The client would not have sent this: no such command, button or field, or a required field left empty."""


@dataclass(frozen=True, slots=True)
class Button:
    label: str
    id: str  # Slack's action_id, Discord's custom_id
    style: str = ""
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Menu:
    """A select on a message."""

    label: str
    id: str
    options: tuple[tuple[str, str], ...]  # (text, value)


@dataclass(slots=True)
class Message:
    id: str  # Slack's ts, Discord's snowflake
    channel: str  # the channel's id
    author: str  # a display name
    text: str  # as a human reads it
    buttons: tuple[Button, ...] = ()
    menus: tuple[Menu, ...] = ()
    ephemeral: bool = False
    thread: str | None = None
    files: tuple[tuple[str, bytes], ...] = ()  # (name, content)
    reactions: Mapping[str, Sequence[str]] = field(default_factory=dict)  # emoji → ids of people
    raw: Mapping[str, Any] = field(default_factory=dict)  # what the bot sent
    pings: tuple[str, ...] = ()  # who would be notified, as the platform's own mention tokens


@dataclass(frozen=True, slots=True)
class Field:
    label: str
    id: str  # Slack's block_id, Discord's custom_id
    kind: str  # text, select, multi, people, date, checkboxes, radio, external
    value: str | tuple[str, ...] = ""  # what stands in it when it opens
    options: tuple[tuple[str, str], ...] = ()  # (text, value)
    hint: str = ""
    optional: bool = False
    most: int | None = None  # characters


@dataclass(slots=True)
class Form:
    id: str  # Slack's view id, Discord's custom_id
    title: str
    text: str  # what stands between the fields
    fields: tuple[Field, ...]
    submit: str
    buttons: tuple[Button, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)  # field id → sentence
    raw: Mapping[str, Any] = field(default_factory=dict)

    def field(self, name: str) -> Field:
        for one in self.fields:
            if name in (one.label, one.id):
                return one
        raise CannotType(f"the form “{self.title}” has no field {name!r}, but {[one.label for one in self.fields]}")
