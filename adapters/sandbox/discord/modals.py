"""What Discord refuses in a modal (docs: interactions/receiving-and-responding, components/reference)."""

from __future__ import annotations

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
    check_distinct,
    check_options,
    check_select,
)
from .findings import Findings, Path
from .record import Json

IN_A_LABEL = {
    TEXT_INPUT,
    STRING_SELECT,
    USER_SELECT,
    ROLE_SELECT,
    MENTIONABLE_SELECT,
    CHANNEL_SELECT,
    FILE_UPLOAD,
    RADIO,
    CHECKBOXES,
    CHECKBOX,
}


def check_modal(data: Json) -> None:
    findings = Findings()
    at: Path = ("data",)
    findings.text((*at, "title"), data.get("title"), 1, 45)
    findings.text((*at, "custom_id"), data.get("custom_id"), 1, 100)
    components = findings.many((*at, "components"), data.get("components"), 1, 5)
    for index, one in enumerate(components):
        here = (*at, "components", index)
        if not findings.choice((*here, "type"), one.get("type"), {ROW, TEXT, LABEL}):
            continue
        if one["type"] == ROW:
            for position, child in enumerate(findings.many((*here, "components"), one.get("components"), 1, 1)):
                if findings.choice((*here, "components", position, "type"), child.get("type"), {TEXT_INPUT, *SELECTS}):
                    _input(findings, child, (*here, "components", position), labelled=False)
        elif one["type"] == TEXT:
            findings.text((*here, "content"), one.get("content"), 1, 4000)
        else:
            _label(findings, one, here)
    check_distinct(findings, components, (*at, "components"))
    findings.refuse()


def _label(findings: Findings, one: Json, path: Path) -> None:
    findings.text((*path, "label"), one.get("label"), 1, 45)
    findings.text((*path, "description"), one.get("description"), 0, 100, optional=True)
    child = one.get("component")
    if not isinstance(child, dict):
        findings.required((*path, "component"))
    elif findings.choice((*path, "component", "type"), child.get("type"), IN_A_LABEL):
        _input(findings, child, (*path, "component"), labelled=True)


def _input(findings: Findings, one: Json, path: Path, *, labelled: bool) -> None:
    kind = one["type"]
    if kind in SELECTS:
        check_select(findings, one, path)
        if one.get("disabled"):
            findings.add((*path, "disabled"), "COMPONENT_DISABLED_IN_MODAL", "Components in modals cannot be disabled")
        return
    findings.text((*path, "custom_id"), one.get("custom_id"), 1, 100)
    if kind == TEXT_INPUT:
        _text_input(findings, one, path, labelled=labelled)
    elif kind in (RADIO, CHECKBOXES):
        options = findings.many((*path, "options"), one.get("options"), 2 if kind == RADIO else 1, 10)
        check_options(findings, options, (*path, "options"))
        findings.number((*path, "min_values"), one.get("min_values"), 0, 10)
        findings.number((*path, "max_values"), one.get("max_values"), 1, 10)
        if kind == RADIO and sum(bool(option.get("default")) for option in options) > 1:
            findings.add((*path, "options"), "SELECT_COMPONENT_TOO_MANY_DEFAULTS", "Only one option can be the default")
    elif kind == FILE_UPLOAD:
        findings.number((*path, "min_values"), one.get("min_values"), 0, 10)
        findings.number((*path, "max_values"), one.get("max_values"), 1, 10)


def _text_input(findings: Findings, one: Json, path: Path, *, labelled: bool) -> None:
    if not labelled:
        findings.text((*path, "label"), one.get("label"), 1, 45)
    elif one.get("label") is not None:
        findings.add((*path, "label"), "TEXT_INPUT_LABEL_IN_LABEL", "A text input inside a label cannot have a label of its own")
    findings.choice((*path, "style"), one.get("style"), {1, 2})
    findings.text((*path, "placeholder"), one.get("placeholder"), 0, 100, optional=True)
    findings.text((*path, "value"), one.get("value"), 0, 4000, optional=True)
    findings.number((*path, "min_length"), one.get("min_length"), 0, 4000)
    findings.number((*path, "max_length"), one.get("max_length"), 1, 4000)
    value, longest = one.get("value"), one.get("max_length")
    if isinstance(value, str) and isinstance(longest, int) and len(value) > longest:
        findings.add((*path, "value"), "BASE_TYPE_MAX_LENGTH", f"Must be {longest} or fewer in length.")
