"""Forms: fields to fill in, what was filled in, and pages that only one person may read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from adapters.slack.blocks import Block, Voice, cut, plain
from guildbot import labels
from guildbot.who import AccountRef

View = dict[str, Any]
MOST_TYPED, MOST_TITLE, MOST_OPTION = 3000, 24, 75
Choice = tuple[str, str]  # text, value
_ABOVE = "above"  # the block over the fields


@dataclass(frozen=True, slots=True)
class Fields:
    """What stands in a form: block id → the element's state."""

    values: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, view: Mapping[str, Any]) -> Fields:
        states = view.get("state", {}).get("values", {})
        return cls({block: next(iter(actions.values()), {}) for block, actions in states.items()})

    def text(self, name: str) -> str:
        state = self.values.get(name, {})
        chosen = state.get("selected_option") or {}
        return str(state.get("value") or chosen.get("value") or state.get("selected_conversation") or "")

    def many(self, name: str) -> list[str]:
        state = self.values.get(name, {})
        options = [one["value"] for one in state.get("selected_options") or ()]
        return [*(state.get("selected_users") or ()), *options]

    def yes(self, name: str) -> bool:
        return self.text(name) != "no"


def form(voice: Voice, id: str, title: str, submit: str, blocks: Sequence[Block], *, carries: str = "") -> View:
    """A modal with fields. `title` and `submit` are msgids; `carries` comes back with it."""
    return {
        "type": "modal",
        "callback_id": id,
        "title": plain(voice.say.text(title), MOST_TITLE),
        "submit": plain(voice.say.text(submit), MOST_TITLE),
        "close": plain(voice.say.text(labels.CANCEL), MOST_TITLE),
        "private_metadata": carries,
        "blocks": list(blocks),
    }


def above(view: Mapping[str, Any], said: Block) -> View:
    """The same form with sentences above its fields; what was typed is kept."""
    kept = {key: view[key] for key in ("type", "callback_id", "title", "submit", "close", "private_metadata") if view.get(key)}
    return kept | {"blocks": [said | {"block_id": _ABOVE}, *(block for block in view["blocks"] if block.get("block_id") != _ABOVE)]}


def page(voice: Voice, title: str, blocks: Sequence[Block]) -> View:
    """A modal to read, with buttons perhaps. `title` is plain text."""
    return {
        "type": "modal",
        "callback_id": "page",
        "title": plain(title, MOST_TITLE),
        "close": plain(voice.say.text(labels.CLOSE), MOST_TITLE),
        "blocks": list(blocks)[:100],
    }


def typed(
    voice: Voice,
    id: str,
    label: str,
    *,
    initial: str = "",
    long: bool = False,
    optional: bool = False,
    most: int = MOST_TYPED,
) -> Block:
    """A line, or with `long` a box. The core refuses what is too long, so that nobody's words are swallowed while typing."""
    element: Block = {"type": "plain_text_input", "action_id": id, "multiline": long, "max_length": most}
    return _input(voice, id, label, element | ({"initial_value": cut(initial, most)} if initial else {}), optional)


def people(voice: Voice, id: str, label: str, initial: Sequence[str] = (), *, optional: bool = True) -> Block:
    """People of this workspace, by Slack's own picker."""
    element: Block = {"type": "multi_users_select", "action_id": id}
    return _input(voice, id, label, element | ({"initial_users": list(initial)} if initial else {}), optional)


def elsewhere(voice: Voice, id: str, label: str, initial: Sequence[Choice] = (), *, one: bool = False) -> Block:
    """Anybody we know, wherever they are: completed from `people.suggest`."""
    kind = "external_select" if one else "multi_external_select"
    element: Block = {"type": kind, "action_id": "people.suggest", "min_query_length": 1}
    options = [option(*choice) for choice in initial]
    if options:
        element |= {"initial_option": options[0]} if one else {"initial_options": options}
    return _input(voice, id, label, element, True)


def whom(voice: Voice, who: AccountRef | str | None = None) -> list[Block]:
    """One person: of this workspace by Slack's picker, or anybody we know."""
    here, there = ([who.id], []) if isinstance(who, AccountRef) else ([], [(who, who)] if who else [])
    picker = people(voice, "people", labels.PEOPLE_HERE, here)
    one = picker | {"element": picker["element"] | {"max_selected_items": 1}}
    return [one, elsewhere(voice, "others", labels.PEOPLE_ELSEWHERE, there, one=True)]


def chosen(
    voice: Voice, id: str, label: str, choices: Sequence[Choice], *, initial: str | None = None, radio: bool = False, optional: bool = False
) -> Block:
    """One of a few. Nothing is preselected unless `initial` says so."""
    options = [option(*choice) for choice in choices]
    element: Block = {"type": "radio_buttons" if radio else "static_select", "action_id": id, "options": options}
    standing = [one for one in options if one["value"] == initial]
    return _input(voice, id, label, element | ({"initial_option": standing[0]} if standing else {}), optional)


def several(voice: Voice, id: str, label: str, choices: Sequence[Choice], *, initial: Sequence[str] = ()) -> Block:
    """Any of a few, up to ten, each with a box to tick."""
    options = [option(*choice) for choice in choices]
    ticked = [one for one in options if one["value"] in initial]
    element: Block = {"type": "checkboxes", "action_id": id, "options": options}
    return _input(voice, id, label, element | ({"initial_options": ticked} if ticked else {}), True)


def channel(voice: Voice, id: str, initial: str | None) -> list[Block]:
    """Which channel, asked only where the gesture did not say."""
    if initial:
        return []
    element: Block = {
        "type": "conversations_select",
        "action_id": id,
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
        "default_to_current_conversation": True,
    }
    return [_input(voice, id, labels.CHANNEL, element, False)]


def yes_or_no(voice: Voice, id: str, label: str, initial: bool) -> Block:
    choices = [(voice.say.text(labels.YES_PLEASE), "yes"), (voice.say.text(labels.NO_THANKS), "no")]
    return chosen(voice, id, label, choices, initial="yes" if initial else "no", radio=True)


def labelled(voice: Voice, choices: Mapping[Any, str]) -> list[Choice]:
    """Options from one of the tables in `labels`."""
    return [(voice.say.text(label), str(one.value)) for one, label in choices.items()]


def option(text: str, value: str) -> Block:
    return {"text": plain(text, MOST_OPTION), "value": value[:150]}


def options(choices: Iterable[Choice]) -> list[Block]:
    return [option(*choice) for choice in choices][:100]


def _input(voice: Voice, id: str, label: str, element: Block, optional: bool) -> Block:
    return {"type": "input", "block_id": id, "label": plain(voice.say.text(label), 2000), "element": element, "optional": optional}
