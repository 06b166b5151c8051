"""Filling in inputs and menus as the client lets people do it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from adapters.sandbox.view import CannotType

from . import choices, interactions, limits, reading
from .interactions import Surface
from .record import JSON
from .refusals import Refusal
from .sockets import NoAnswer

if TYPE_CHECKING:
    from .people import Person

Value = Any  # str, Person, date, time, datetime, or a list of str or Person


async def state(person: Person, surface: Surface, block: JSON, element: JSON, value: Value) -> JSON:
    """The `state.values` entry after this person chose that value."""
    values = [_spelled(one) for one in (value if isinstance(value, list | tuple) else [value])]
    key, _, many = choices.STATES[element["type"]]
    if key in ("value", "rich_text_value"):
        return choices.entry(element, _text(element, "\n".join(values)) if value not in (None, "") else None)
    picked = [one for one in values if one]
    if key.startswith("selected_option"):
        found: Sequence[Any] = await _options(person, surface, block, element, picked)
    elif key.startswith("selected_user"):
        found = person.everyone(picked)
    elif key.startswith(("selected_channel", "selected_conversation")):
        found = [_conversation(person, one) for one in picked]
    else:
        found = [int(one) if key == "selected_date_time" else one for one in picked]
    most = element.get("max_selected_items")
    if len(found) > (most or 10_000 if many else 1):
        raise CannotType(f"{_name(block)} takes at most {most or 1}, not {len(found)}")
    return choices.entry(element, list(found) if many else (found[0] if found else None))


def _spelled(one: Value) -> str:
    match one:
        case None:
            return ""
        case str():
            return one
        case datetime():
            return str(int(one.timestamp()))
        case date():
            return one.isoformat()
        case time():
            return f"{one:%H:%M}"
    return str(getattr(one, "id", one))


def _text(element: JSON, text: str) -> Any:
    most, least = element.get("max_length", 3000), element.get("min_length", 0)
    if element["type"] == "plain_text_input" and not least <= len(text) <= most:
        raise CannotType(f"that input takes {least} to {most} characters, not {len(text)}")
    if element["type"] == "rich_text_input":
        section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
        return {"type": "rich_text", "elements": [section]}
    return text


async def _options(person: Person, surface: Surface, block: JSON, element: JSON, picked: Sequence[str]) -> list[JSON]:
    found = []
    for one in picked:
        offered = reading.options(element)
        if "external" in element["type"]:
            offered = [*_standing(surface, block, element), *await suggested(person, surface, block, element, one)]
        found.append(_option(offered, one, block))
    return found


def _standing(surface: Surface, block: JSON, element: JSON) -> list[JSON]:
    chosen = choices.chosen(surface.state.get(block["block_id"], {}).get(element["action_id"]) or choices.initial(element))
    return [one for one in (chosen if isinstance(chosen, list) else [chosen]) if one]


def _option(offered: Sequence[JSON], wanted: str, block: JSON) -> JSON:
    for option in offered:
        if wanted in (option["text"]["text"], option.get("value")):
            return option
    raise CannotType(f"{_name(block)} offers {[option['text']['text'] for option in offered]}, not {wanted!r}")


async def suggested(person: Person, surface: Surface, block: JSON, element: JSON, typed: str) -> list[JSON]:
    """Asks the app for the options of an external select."""
    if len(typed) < element.get("min_query_length", 3):
        return []
    payload = interactions.head(person, "block_suggestion") | surface.facts()
    payload |= {"action_id": element["action_id"], "block_id": block["block_id"], "value": typed}
    sandbox = person.workspace.sandbox
    try:
        answer = await interactions.send(person, payload, sandbox.mint.envelope(), answers=True)
        limits.suggestions(answer)
    except NoAnswer:
        return []
    except Refusal as refusal:
        sandbox.complains("block_suggestion", refusal)
        return []
    return reading.options(answer)


def _conversation(person: Person, named: str) -> str:
    workspace = person.workspace
    known = workspace.channels.get(named.removeprefix("#")) or workspace.channel_of.get(named)
    if known is None:
        raise CannotType(f"there is no channel {named!r} in {workspace.name}")
    return known.id


def _name(block: JSON) -> str:
    label = block.get("label") or block.get("text") or {}
    return repr(label.get("text") or block["block_id"])
