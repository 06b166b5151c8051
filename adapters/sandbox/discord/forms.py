"""A modal as a person sees it, and what Discord's client sends when it is filled in."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from .. import view
from ..view import CannotType
from . import reading
from .components import (
    CHANNEL_SELECT,
    CHECKBOX,
    CHECKBOXES,
    FILE_UPLOAD,
    LABEL,
    MENTIONABLE_SELECT,
    RADIO,
    ROLE_SELECT,
    ROW,
    SELECTS,
    STRING_SELECT,
    TEXT,
    TEXT_INPUT,
    USER_SELECT,
    number_components,
)
from .record import Json
from .servers import Account, Channel, Role
from .typed import Resolved, find_account

if TYPE_CHECKING:
    from .world import World

KINDS = {
    TEXT_INPUT: "text",
    USER_SELECT: "people",
    ROLE_SELECT: "roles",
    MENTIONABLE_SELECT: "mentionables",
    CHANNEL_SELECT: "channels",
    RADIO: "radio",
    CHECKBOXES: "checkboxes",
    CHECKBOX: "checkbox",
    FILE_UPLOAD: "files",
}
TICKED = {"true", "yes", "on", "1"}


def drawn(world: World, data: Json) -> view.Form:
    raw = copy.deepcopy(data)
    number_components(raw["components"])
    texts = [one["content"] for one in raw["components"] if one["type"] == TEXT]
    text = reading.as_read("\n".join(texts), world)
    fields = tuple(_field(label, one) for label, one in _inputs(raw))
    return view.Form(id=raw["custom_id"], title=raw["title"], text=text, fields=fields, submit="Submit", raw=raw)


def filled(world: World, channel: Channel, form: view.Form, values: Mapping[str, Any]) -> Json:
    """The `data` of a modal submission; fields that `values` does not name keep what stood in them."""
    given = {form.field(name).id: value for name, value in values.items()}
    resolved = Resolved(world, channel)
    answers = {}
    for label, one in _inputs(form.raw):
        field = _field(label, one)
        answers[field.id] = _answer(one, field, given.get(field.id, field.value), resolved)
    data: Json = {"custom_id": form.id, "components": [_submitted(one, answers) for one in form.raw["components"]]}
    if resolved.found:
        data["resolved"] = resolved.found
    return data


def menu_values(one: Json, values: Any, resolved: Resolved) -> list[str]:
    """What a select sends for labels, values, people, roles or channels."""
    wanted = values if isinstance(values, (list, tuple)) else [values] if values not in ("", None) else []
    low, high = one.get("min_values", 1), one.get("max_values", 1)
    chosen = [_choice(one, value, resolved) for value in wanted]
    if len(set(chosen)) > high:
        raise CannotType(f"at most {high} can be chosen, not {len(chosen)}")
    if chosen and len(chosen) < low:
        raise CannotType(f"at least {low} must be chosen, not {len(chosen)}")
    return list(dict.fromkeys(chosen))


def _inputs(raw: Mapping[str, Any]) -> Iterator[tuple[Json, Json]]:
    """(the label around it, or the input itself; the input)"""
    for one in raw["components"]:
        if one["type"] == ROW:
            yield one["components"][0], one["components"][0]
        elif one["type"] == LABEL:
            yield one, one["component"]


def _field(label: Json, one: Json) -> view.Field:
    kind = one["type"]
    many = one.get("max_values", 1) > 1
    name = KINDS.get(kind) or ("multi" if many else "select")
    optional = not one.get("required", True) or (kind in SELECTS and one.get("min_values") == 0) or kind == CHECKBOX
    return view.Field(
        label=label.get("label") or label.get("placeholder") or one["custom_id"],
        id=one["custom_id"],
        kind=name,
        value=_initial(one, name),
        options=tuple((option["label"], option["value"]) for option in one.get("options") or []),
        hint=label.get("description") or one.get("placeholder") or "",
        optional=optional,
        most=(one.get("max_length") or 4000) if kind == TEXT_INPUT else None,
    )


def _initial(one: Json, name: str) -> str | tuple[str, ...]:
    if name == "text":
        return str(one.get("value") or "")
    if name == "checkbox":
        return "true" if one.get("default") else ""
    chosen = tuple(option["value"] for option in one.get("options") or [] if option.get("default"))
    chosen += tuple(str(value["id"]) for value in one.get("default_values") or [])
    if name in ("select", "radio"):
        return chosen[0] if chosen else ""
    return chosen


def _answer(one: Json, field: view.Field, value: Any, resolved: Resolved) -> Json:
    kind = one["type"]
    answer: Json = {"type": kind, "id": one["id"], "custom_id": one["custom_id"]}
    if kind == CHECKBOX:
        return answer | {"value": str(value).lower() in TICKED}
    if not value and not field.optional:
        raise CannotType(f"“{field.label}” is required")
    if kind == TEXT_INPUT:
        return answer | {"value": _text(one, field, str(value))}
    if kind == FILE_UPLOAD:
        if value:
            raise CannotType(f"“{field.label}”: files cannot be uploaded here")
        return answer | {"values": []}
    if kind in SELECTS:
        return answer | {"values": menu_values(one, value, resolved)}
    limits = {"max_values": 1 if kind == RADIO else one.get("max_values") or 10}
    chosen = menu_values({**one, **limits}, value, resolved)
    return answer | ({"value": chosen[0] if chosen else None} if kind == RADIO else {"values": chosen})


def _text(one: Json, field: view.Field, text: str) -> str:
    low, high = one.get("min_length") or 0, one.get("max_length") or 4000
    if text and len(text) < low:
        raise CannotType(f"“{field.label}” needs at least {low} characters, not {len(text)}")
    if len(text) > high:
        raise CannotType(f"“{field.label}” takes {high} characters, not {len(text)}")
    return text


def _choice(one: Json, value: Any, resolved: Resolved) -> str:
    kind, channel = one["type"], resolved.channel
    if kind in (STRING_SELECT, RADIO, CHECKBOXES):
        for option in one.get("options") or []:
            if value in (option["label"], option["value"]):
                return str(option["value"])
        raise CannotType(f"{value!r} is none of {[option['label'] for option in one.get('options') or []]}")
    if kind in (USER_SELECT, MENTIONABLE_SELECT):
        account = find_account(resolved.world, channel, value) if isinstance(value, (Account, str)) else None
        if account is not None:
            return resolved.account(account)
    server = channel.server
    if kind in (ROLE_SELECT, MENTIONABLE_SELECT) and server is not None:
        for role in server.roles.values():
            if value is role or value in (role.name, role.id):
                return resolved.role(role)
    if kind == CHANNEL_SELECT and server is not None:
        for place in server.channels.values():
            if value is place or value in (place.name, place.id):
                return resolved.place(place)
    shown = value.name if isinstance(value, (Account, Role, Channel)) else value
    raise CannotType(f"{shown!r} cannot be chosen here")


def _submitted(one: Json, answers: Mapping[str, Json]) -> Json:
    if one["type"] == ROW:
        return {"type": ROW, "id": one["id"], "components": [answers[one["components"][0]["custom_id"]]]}
    if one["type"] == LABEL:
        return {"type": LABEL, "id": one["id"], "component": answers[one["component"]["custom_id"]]}
    return {"type": one["type"], "id": one["id"]}
