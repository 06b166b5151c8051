"""What Discord refuses in message components: legacy action rows and Components V2 (docs: components/reference)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .findings import Findings, Path
from .record import Json

ROW, BUTTON, STRING_SELECT, TEXT_INPUT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = range(1, 9)
SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR = range(9, 15)
CONTAINER, LABEL, FILE_UPLOAD, RADIO, CHECKBOXES, CHECKBOX = 17, 18, 19, 21, 22, 23
SELECTS = {STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT}
LINK, PREMIUM = 5, 6

MOST_ROWS, MOST_COMPONENTS, MOST_TEXT = 5, 40, 4000


def walk(components: Any) -> Iterator[Json]:
    """Every component, outer ones first."""
    for one in components if isinstance(components, list) else []:
        if isinstance(one, dict):
            yield one
            yield from walk(one.get("components"))
            yield from walk([one.get("accessory"), one.get("component")])


def check_legacy(findings: Findings, components: list[Any], path: Path = ("components",)) -> None:
    findings.many(path, components, 0, MOST_ROWS)
    for index, one in enumerate(components):
        here = (*path, index)
        if one.get("type") != ROW:
            findings.add((*here, "type"), "UNION_TYPE_CHOICES", 'Value of field "type" must be one of (1,).')
        else:
            _row(findings, one, here)
    check_distinct(findings, components, path)


def check_v2(findings: Findings, components: list[Any], path: Path = ("components",)) -> None:
    findings.many(path, components, 1, MOST_COMPONENTS)
    for index, one in enumerate(components):
        _layout(findings, one, (*path, index), {ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR, CONTAINER})
    every = list(walk(components))
    if len(every) > MOST_COMPONENTS:
        findings.add(path, "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", f"Total number of components exceeds {MOST_COMPONENTS}")
    if sum(len(one.get("content") or "") for one in every if one.get("type") == TEXT) > MOST_TEXT:
        findings.add(path, "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", f"Displayable text size exceeds maximum size of {MOST_TEXT}")
    check_distinct(findings, components, path)


def check_select(findings: Findings, one: Json, path: Path) -> None:
    findings.text((*path, "custom_id"), one.get("custom_id"), 1, 100)
    findings.text((*path, "placeholder"), one.get("placeholder"), 0, 150, optional=True)
    findings.number((*path, "min_values"), one.get("min_values"), 0, 25)
    findings.number((*path, "max_values"), one.get("max_values"), 1, 25)
    if one.get("type") == STRING_SELECT:
        options = findings.many((*path, "options"), one.get("options"), 1, 25)
        check_options(findings, options, (*path, "options"))
        if (one.get("max_values") or 1) > max(len(options), 1):
            findings.add((*path, "max_values"), "SELECT_COMPONENT_MAX_VALUES_TOO_LARGE", "max_values exceeds the number of options")
        if sum(bool(option.get("default")) for option in options) > (one.get("max_values") or 1):
            findings.add((*path, "options"), "SELECT_COMPONENT_TOO_MANY_DEFAULTS", "More default options than max_values")
    elif len(one.get("default_values") or ()) > (one.get("max_values") or 1):
        findings.add((*path, "default_values"), "BASE_TYPE_BAD_LENGTH", "More default values than max_values")


def check_options(findings: Findings, options: list[Any], path: Path) -> None:
    values: set[str] = set()
    for index, option in enumerate(options):
        here = (*path, index)
        findings.text((*here, "label"), option.get("label"), 1, 100)
        findings.text((*here, "value"), option.get("value"), 1, 100)
        findings.text((*here, "description"), option.get("description"), 0, 100, optional=True)
        if option.get("value") in values:
            message = "The specified option value is already used"
            findings.add((*here, "value"), "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", message)
        values.add(option.get("value"))


def _row(findings: Findings, row: Json, path: Path) -> None:
    children = findings.many((*path, "components"), row.get("components"), 1, 5)
    for index, child in enumerate(children):
        here = (*path, "components", index)
        if not findings.choice((*here, "type"), child.get("type"), {BUTTON, *SELECTS}):
            continue
        if child["type"] == BUTTON:
            _button(findings, child, here)
        else:
            check_select(findings, child, here)
            if len(children) > 1:
                findings.add((*path, "components"), "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The specified component exceeds the maximum width")


def _button(findings: Findings, button: Json, path: Path) -> None:
    if not findings.choice((*path, "style"), button.get("style"), range(1, 7)):
        return
    findings.text((*path, "label"), button.get("label"), 0, 80, optional=True)
    if button["style"] == LINK:
        findings.text((*path, "url"), button.get("url"), 1, 512)
        if "custom_id" in button:
            findings.add(path, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified")
    elif button["style"] == PREMIUM:
        findings.text((*path, "sku_id"), button.get("sku_id"), 1, 20)
    else:
        findings.text((*path, "custom_id"), button.get("custom_id"), 1, 100)
        if button.get("url"):
            findings.add(path, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified")
    if button["style"] != PREMIUM and not button.get("label") and not button.get("emoji"):
        findings.add(path, "BUTTON_COMPONENT_LABEL_OR_EMOJI_REQUIRED", "A button needs a label or an emoji")


def _layout(findings: Findings, one: Any, path: Path, allowed: set[int]) -> None:
    kind = one.get("type")
    if kind not in allowed:
        findings.add(
            (*path, "type"), "UNION_TYPE_CHOICES", f'Value of field "type" must be one of ({", ".join(map(str, sorted(allowed)))}).'
        )
    elif kind == ROW:
        _row(findings, one, path)
    elif kind == TEXT:
        findings.text((*path, "content"), one.get("content"), 1, MOST_TEXT)
    elif kind == SECTION:
        _section(findings, one, path)
    elif kind == GALLERY:
        for index, item in enumerate(findings.many((*path, "items"), one.get("items"), 1, 10)):
            _media(findings, item, "media", (*path, "items", index))
    elif kind == THUMBNAIL:
        _media(findings, one, "media", path)
    elif kind == FILE:
        _media(findings, one, "file", path)
        if not str((one.get("file") or {}).get("url", "attachment://")).startswith("attachment://"):
            findings.add((*path, "file", "url"), "UNFURLED_MEDIA_ITEM_NOT_ATTACHMENT", "Files must be attachments of the message")
    elif kind == SEPARATOR:
        if one.get("spacing") is not None:
            findings.choice((*path, "spacing"), one["spacing"], {1, 2})
    elif kind == CONTAINER:
        for index, child in enumerate(findings.many((*path, "components"), one.get("components"), 1, MOST_COMPONENTS)):
            _layout(findings, child, (*path, "components", index), {ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR})
        findings.number((*path, "accent_color"), one.get("accent_color"), 0, 0xFFFFFF)


def _section(findings: Findings, one: Json, path: Path) -> None:
    for index, child in enumerate(findings.many((*path, "components"), one.get("components"), 1, 3)):
        _layout(findings, child, (*path, "components", index), {TEXT})
    accessory = one.get("accessory")
    if not isinstance(accessory, dict):
        findings.required((*path, "accessory"))
    elif findings.choice((*path, "accessory", "type"), accessory.get("type"), {BUTTON, THUMBNAIL}):
        if accessory["type"] == BUTTON:
            _button(findings, accessory, (*path, "accessory"))
        else:
            _layout(findings, accessory, (*path, "accessory"), {THUMBNAIL})


def _media(findings: Findings, one: Json, key: str, path: Path) -> None:
    media = one.get(key)
    if not isinstance(media, dict):
        findings.required((*path, key))
    else:
        findings.text((*path, key, "url"), media.get("url"), 1, 2048)
    findings.text((*path, "description"), one.get("description"), 0, 1024, optional=True)


def check_distinct(findings: Findings, components: list[Any], path: Path) -> None:
    seen: set[str] = set()
    for one in walk(components):
        name = one.get("custom_id")
        if name is not None and name in seen:
            findings.add(path, "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated")
        seen.add(name or "")


def number_components(components: list[Json]) -> None:
    """Gives every component without an `id` the next free one, as Discord does."""
    taken = {one["id"] for one in walk(components) if one.get("id")}
    following = 1
    for one in walk(components):
        if not one.get("id"):
            while following in taken:
                following += 1
            taken.add(following)
            one["id"] = following
