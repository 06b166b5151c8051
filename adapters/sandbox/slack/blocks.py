"""Checks blocks and their elements against the shapes, in Slack's words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from .shapes import (
    ACCESSORIES,
    ACTIONS,
    ANY,
    BLOCKS,
    CONTEXT_ACTIONS,
    ELEMENTS,
    HOW_MANY,
    INPUTS,
    ONLY_IN_MESSAGES,
    PLAIN,
    RICH,
    RICH_HOLDERS,
    RICH_STYLES,
    Shape,
    Words,
)

_DAY, _MINUTE = re.compile(r"\d{4}-\d{2}-\d{2}"), re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_OPTION_LIMITS = {"checkboxes": 10, "radio_buttons": 10, "overflow": 5}


class Checker:
    """Walks over one surface and collects what is wrong with it."""

    def __init__(self, surface: str) -> None:
        self.surface = surface  # message, modal, home
        self.found: list[str] = []
        self._block_ids: set[str] = set()

    def fault(self, what: str, at: str) -> None:
        self.found.append(f"{what} [json-pointer:{at}]")

    def blocks(self, blocks: Sequence[Any], most: int, at: str) -> None:
        if len(blocks) > most:
            self.fault(f"no more than {most} items allowed", at)
        for place, block in enumerate(blocks):
            self.block(block, f"{at}/{place}")

    def block(self, block: Any, at: str) -> None:
        kind = self._kind(block, BLOCKS, at)
        if kind is None:
            return
        self._shape(block, BLOCKS[kind], at)
        if kind in ONLY_IN_MESSAGES and self.surface != "message":
            self.fault(f"unsupported type: {kind}", f"{at}/type")
        self._unique_id(block, at)
        match kind:
            case "section":
                self._section(block, at)
            case "context":
                self._elements(block, at, None)
            case "actions" | "context_actions":
                self._elements(block, at, ACTIONS if kind == "actions" else CONTEXT_ACTIONS)
                self._unique_actions(block.get("elements"), at)
            case "input":
                self.element(block.get("element"), INPUTS, f"{at}/element")
            case "image":
                self._picture(block, at)
            case "rich_text":
                self._rich(block.get("elements"), f"{at}/elements", RICH_HOLDERS)
            case "table":
                self._table(block, at)
            case "card":
                for place, element in enumerate(block.get("actions") or ()):
                    self.element(element, ACTIONS, f"{at}/actions/{place}")
            case "carousel":
                self._list(block.get("elements"), HOW_MANY[kind], f"{at}/elements")
                self.blocks(block.get("elements") or (), HOW_MANY[kind], f"{at}/elements")
            case "container":
                self.blocks(block.get("child_blocks") or (), 10, f"{at}/child_blocks")

    # parts of blocks

    def _kind(self, part: Any, known: Mapping[str, Shape], at: str) -> str | None:
        if not isinstance(part, dict):
            self.fault("must be an object", at)
            return None
        kind = part.get("type")
        if kind is None:
            self.fault("missing required field: type", at)
        elif kind not in known:
            self.fault(f"unsupported type: {kind}", f"{at}/type")
        return kind if isinstance(kind, str) and kind in known else None

    def _shape(self, part: Mapping[str, Any], shape: Shape, at: str) -> None:
        for name in shape.required:
            if part.get(name) is None:
                self.fault(f"missing required field: {name}", at)
        if not shape.open:
            for name in part.keys() - shape.keys:
                self.fault(f"invalid additional property: {name}", at)
        for name, words in shape.texts.items():
            if part.get(name) is not None:
                self.text(part[name], words, f"{at}/{name}")
        for name, most in shape.strings.items():
            if part.get(name) is not None:
                self._string(part[name], most, f"{at}/{name}", least=0 if name in ("value", "initial_value", "alt_text") else 1)
        for name, values in shape.one_of.items():
            if part.get(name) is not None and part[name] not in values:
                self.fault(f"must be one of: {', '.join(values)}", f"{at}/{name}")

    def text(self, part: Any, words: Words, at: str) -> None:
        """A text object."""
        if not isinstance(part, dict) or part.get("type") not in words.types:
            self.fault(f"must be a {' or '.join(words.types)} object", at)
            return
        own = "emoji" if part["type"] == "plain_text" else "verbatim"
        for name in part.keys() - {"type", "text", own}:
            self.fault(f"invalid additional property: {name}", at)
        if part.get("text") is None:
            self.fault("missing required field: text", at)
        else:
            self._string(part["text"], words.most, f"{at}/text")

    def _string(self, value: Any, most: int, at: str, least: int = 1) -> None:
        if not isinstance(value, str):
            self.fault("must be a string", at)
        elif len(value) > most:
            self.fault(f"must be less than {most + 1} characters", at)
        elif len(value) < least:
            self.fault("must be more than 0 characters", at)

    def _unique_id(self, block: Mapping[str, Any], at: str) -> None:
        given = block.get("block_id")
        if given and given in self._block_ids:
            self.fault(f'`block_id` "{given}" already exists for another block', f"{at}/block_id")
        if given:
            self._block_ids.add(given)

    def _unique_actions(self, elements: Any, at: str) -> None:
        seen: set[str] = set()
        for place, element in enumerate(elements if isinstance(elements, list) else ()):
            given = element.get("action_id") if isinstance(element, dict) else None
            if given and given in seen:
                twice = f'`action_id` "{given}" already exists for another element within this block'
                self.fault(twice, f"{at}/elements/{place}/action_id")
            if given:
                seen.add(given)

    def _section(self, block: Mapping[str, Any], at: str) -> None:
        if block.get("text") is None and not block.get("fields"):
            self.fault("must define either `text` or `fields`", at)
        if block.get("fields") is not None and self._list(block["fields"], 10, f"{at}/fields"):
            for place, one in enumerate(block["fields"]):
                self.text(one, Words(2000, ANY), f"{at}/fields/{place}")
        if block.get("accessory") is not None:
            self.element(block["accessory"], ACCESSORIES, f"{at}/accessory")

    def _elements(self, block: Mapping[str, Any], at: str, allowed: frozenset[str] | None) -> None:
        if not self._list(block.get("elements"), HOW_MANY[block["type"]], f"{at}/elements"):
            return
        for place, one in enumerate(block["elements"]):
            here = f"{at}/elements/{place}"
            if allowed is not None:
                self.element(one, allowed, here)
            elif isinstance(one, dict) and one.get("type") == "image":
                self.element(one, frozenset(("image",)), here)
            else:
                self.text(one, Words(3000, ANY), here)

    def _list(self, items: Any, most: int, at: str, least: int = 1) -> bool:
        if not isinstance(items, list):
            self.fault("must be an array", at)
            return False
        if len(items) > most:
            self.fault(f"no more than {most} items allowed", at)
        if len(items) < least:
            self.fault(f"no fewer than {least} items allowed", at)
        return True

    def _table(self, block: Mapping[str, Any], at: str) -> None:
        if not self._list(block.get("rows"), 100, f"{at}/rows"):
            return
        for place, row in enumerate(block["rows"]):
            here = f"{at}/rows/{place}"
            if self._list(row, 20, here):
                for cell_place, cell in enumerate(row):
                    if isinstance(cell, dict) and cell.get("type") == "rich_text":
                        self._rich(cell.get("elements"), f"{here}/{cell_place}/elements", RICH_HOLDERS)
                    elif not isinstance(cell, dict) or cell.get("type") not in ("raw_text", "raw_number"):
                        self.fault("unsupported type", f"{here}/{cell_place}/type")

    # elements

    def element(self, element: Any, allowed: frozenset[str], at: str) -> None:
        kind = self._kind(element, {name: ELEMENTS[name] for name in allowed}, at)
        if kind is None:
            return
        self._shape(element, ELEMENTS[kind], at)
        self._confirm(element.get("confirm"), f"{at}/confirm")
        if kind == "image":
            self._picture(element, at)
        if kind in ("static_select", "multi_static_select") and bool(element.get("options")) == bool(element.get("option_groups")):
            self.fault("must define either `options` or `option_groups`", at)
        self._offers(element, kind, at)
        self._standing(element, kind, at)
        self._numbers(element, at)

    def _picture(self, part: Mapping[str, Any], at: str) -> None:
        if bool(part.get("image_url")) == bool(part.get("slack_file")):
            self.fault("must define either `image_url` or `slack_file`", at)

    def _confirm(self, confirm: Any, at: str) -> None:
        if confirm is None:
            return
        if not isinstance(confirm, dict):
            self.fault("must be an object", at)
            return
        limits = {"title": Words(100), "text": Words(300, ANY), "confirm": Words(30), "deny": Words(30)}
        self._shape(confirm, Shape(("text",), limits, {}, (), {"style": ("primary", "danger")}), at)

    def _offers(self, element: Mapping[str, Any], kind: str, at: str) -> None:
        most = _OPTION_LIMITS.get(kind, 100)
        if element.get("options") is not None:
            self.options(element["options"], most, f"{at}/options", marked=kind in ("checkboxes", "radio_buttons"))
        if element.get("option_groups") is not None:
            self.groups(element["option_groups"], f"{at}/option_groups")

    def groups(self, groups: Any, at: str) -> None:
        if self._list(groups, 100, at):
            for place, group in enumerate(groups):
                if not isinstance(group, dict):
                    self.fault("must be an object", f"{at}/{place}")
                    continue
                self.text(group.get("label"), Words(75), f"{at}/{place}/label")
                self.options(group.get("options"), 100, f"{at}/{place}/options")

    def options(self, options: Any, most: int, at: str, *, marked: bool = False, least: int = 1) -> None:
        if self._list(options, most, at, least):
            for place, option in enumerate(options):
                self._option(option, f"{at}/{place}", marked)

    def _option(self, option: Any, at: str, marked: bool) -> None:
        if not isinstance(option, dict):
            self.fault("must be an object", at)
            return
        words = Words(75, ANY if marked else PLAIN)
        self._shape(option, Shape(("text", "value"), {"text": words, "description": words}, {"value": 150, "url": 3000}), at)

    def _standing(self, element: Mapping[str, Any], kind: str, at: str) -> None:
        """What is chosen to begin with must be among what is offered."""
        if kind == "external_select" or kind == "multi_external_select":
            offered = None
        else:
            offered = [*(element.get("options") or ()), *(o for g in element.get("option_groups") or () for o in g.get("options") or ())]
        one, many = element.get("initial_option"), element.get("initial_options")
        if many is not None and not self._list(many, 100, f"{at}/initial_options"):
            return
        for option in [*([one] if one is not None else []), *(many or ())]:
            self._option(option, f"{at}/initial_option", True)
            if offered is not None and option not in offered:
                self.fault("must match one of the options", f"{at}/initial_option")
        for name, pattern in (("initial_date", _DAY), ("initial_time", _MINUTE)):
            if element.get(name) is not None and not pattern.fullmatch(str(element[name])):
                self.fault("invalid format", f"{at}/{name}")

    def _numbers(self, element: Mapping[str, Any], at: str) -> None:
        bounds = {"max_length": (1, 3000), "min_length": (0, 3000), "max_selected_items": (1, 10_000), "min_query_length": (0, 75)}
        for name, (least, most) in bounds.items():
            value = element.get(name)
            if value is None:
                continue
            if not isinstance(value, int) or value < least:
                self.fault(f"must be greater than {least - 1}", f"{at}/{name}")
            elif value > most:
                self.fault(f"must be less than {most + 1}", f"{at}/{name}")

    # rich text

    def _rich(self, elements: Any, at: str, known: Mapping[str, Shape]) -> None:
        if not self._list(elements, 10_000, at, 0):
            return
        for place, element in enumerate(elements):
            here = f"{at}/{place}"
            kind = self._kind(element, known, here)
            if kind is None:
                continue
            self._shape(element, known[kind], here)
            if kind == "rich_text_list":
                self._rich(element.get("elements"), f"{here}/elements", {"rich_text_section": RICH_HOLDERS["rich_text_section"]})
            elif kind in RICH_HOLDERS:
                self._rich(element.get("elements"), f"{here}/elements", RICH)
            elif element.get("style") is not None:
                self._style(element["style"], f"{here}/style")

    def _style(self, style: Any, at: str) -> None:
        if not isinstance(style, dict):
            self.fault("must be an object", at)
            return
        for name, value in style.items():
            if name not in RICH_STYLES:
                self.fault(f"invalid additional property: {name}", at)
            elif not isinstance(value, bool):
                self.fault("must be a boolean", f"{at}/{name}")
