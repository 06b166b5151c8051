"""The shapes of Block Kit as tables: which keys, how long, how many. Numbers from Slack's Block Kit reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

PLAIN = ("plain_text",)
ANY = ("plain_text", "mrkdwn")


@dataclass(frozen=True, slots=True)
class Words:
    """A text object: its longest text, and which of the two types it may have."""

    most: int
    types: tuple[str, ...] = PLAIN


@dataclass(frozen=True, slots=True)
class Shape:
    """One block or element type. Every key that is named nowhere here is refused."""

    required: tuple[str, ...] = ()
    texts: Mapping[str, Words] = field(default_factory=dict)
    strings: Mapping[str, int] = field(default_factory=dict)  # plain strings and their longest length
    others: tuple[str, ...] = ()  # keys that are looked at elsewhere, or not at all
    one_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # keys with a closed set of values
    open: bool = False  # new types whose keys still change

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(("type", *self.required, *self.texts, *self.strings, *self.others, *self.one_of))


_ID = {"action_id": 255}
_HINT = {"placeholder": Words(150)}
_ASK = ("confirm", "focus_on_load")
_DISPATCH = ("focus_on_load", "dispatch_action_config")
_MANY = (*_ASK, "max_selected_items")
_LISTS = ("options", "option_groups")
_STYLE = {"style": ("primary", "danger")}

ELEMENTS: dict[str, Shape] = {
    "button": Shape(("text",), {"text": Words(75)}, _ID | {"url": 3000, "value": 2000, "accessibility_label": 75}, ("confirm",), _STYLE),
    "workflow_button": Shape(("text", "workflow"), {"text": Words(75)}, _ID | {"accessibility_label": 75}, ("confirm",), _STYLE),
    "checkboxes": Shape(("options",), strings=_ID, others=(*_ASK, "initial_options")),
    "radio_buttons": Shape(("options",), strings=_ID, others=(*_ASK, "initial_option")),
    "overflow": Shape(("options",), strings=_ID, others=("confirm",)),
    "datepicker": Shape((), _HINT, _ID | {"initial_date": 10}, _ASK),
    "timepicker": Shape((), _HINT, _ID | {"initial_time": 5, "timezone": 100}, _ASK),
    "datetimepicker": Shape((), {}, _ID, (*_ASK, "initial_date_time")),
    "static_select": Shape((), _HINT, _ID, (*_ASK, *_LISTS, "initial_option")),
    "external_select": Shape((), _HINT, _ID, (*_ASK, "initial_option", "min_query_length")),
    "users_select": Shape((), _HINT, _ID | {"initial_user": 20}, _ASK),
    "conversations_select": Shape(
        (), _HINT, _ID | {"initial_conversation": 20}, (*_ASK, "default_to_current_conversation", "response_url_enabled", "filter")
    ),
    "channels_select": Shape((), _HINT, _ID | {"initial_channel": 20}, (*_ASK, "response_url_enabled")),
    "multi_static_select": Shape((), _HINT, _ID, (*_MANY, *_LISTS, "initial_options")),
    "multi_external_select": Shape((), _HINT, _ID, (*_MANY, "initial_options", "min_query_length")),
    "multi_users_select": Shape((), _HINT, _ID, (*_MANY, "initial_users")),
    "multi_conversations_select": Shape((), _HINT, _ID, (*_MANY, "initial_conversations", "default_to_current_conversation", "filter")),
    "multi_channels_select": Shape((), _HINT, _ID, (*_MANY, "initial_channels")),
    "plain_text_input": Shape((), _HINT, _ID | {"initial_value": 3000}, (*_DISPATCH, "multiline", "min_length", "max_length")),
    "email_text_input": Shape((), _HINT, _ID | {"initial_value": 3000}, _DISPATCH),
    "url_text_input": Shape((), _HINT, _ID | {"initial_value": 3000}, _DISPATCH),
    "number_input": Shape(("is_decimal_allowed",), _HINT, _ID | {"initial_value": 150, "min_value": 150, "max_value": 150}, _DISPATCH),
    "rich_text_input": Shape((), _HINT, _ID, (*_DISPATCH, "initial_value", "min_lines", "max_lines")),
    "file_input": Shape((), {}, _ID, ("filetypes", "max_files")),
    "image": Shape(("alt_text",), {}, {"alt_text": 2000, "image_url": 3000}, ("slack_file",)),
    "feedback_buttons": Shape(("positive_button", "negative_button"), {}, _ID),
    "icon_button": Shape(
        ("icon", "text"), {"text": Words(75)}, _ID | {"value": 2000, "accessibility_label": 75}, ("confirm", "visible_to_user_ids")
    ),
}

_SELECTS = ("static_select", "external_select", "users_select", "conversations_select", "channels_select")
_MULTIS = tuple(f"multi_{name}" for name in _SELECTS)
_PICKERS = ("checkboxes", "radio_buttons", "datepicker", "timepicker")
_TYPED = ("plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input", "file_input")

ACCESSORIES = frozenset(("button", "workflow_button", "image", "overflow", *_SELECTS, *_MULTIS, *_PICKERS))
ACTIONS = frozenset(("button", "workflow_button", "overflow", "datetimepicker", "rich_text_input", *_SELECTS, *_MULTIS, *_PICKERS))
INPUTS = frozenset(("datetimepicker", *_TYPED, *_SELECTS, *_MULTIS, *_PICKERS))
CONTEXT_ACTIONS = frozenset(("feedback_buttons", "icon_button"))

_BLOCK = {"block_id": 255}
BLOCKS: dict[str, Shape] = {
    "section": Shape((), {"text": Words(3000, ANY)}, _BLOCK, ("fields", "accessory", "expand")),
    "divider": Shape((), {}, _BLOCK),
    "header": Shape(("text",), {"text": Words(150)}, _BLOCK, ("level",)),
    "context": Shape(("elements",), {}, _BLOCK),
    "actions": Shape(("elements",), {}, _BLOCK),
    "context_actions": Shape(("elements",), {}, _BLOCK),
    "input": Shape(("label", "element"), {"label": Words(2000), "hint": Words(2000)}, _BLOCK, ("optional", "dispatch_action")),
    "image": Shape(("alt_text",), {"title": Words(2000)}, _BLOCK | {"alt_text": 2000, "image_url": 3000}, ("slack_file",)),
    "rich_text": Shape(("elements",), {}, _BLOCK),
    "markdown": Shape(("text",), {}, _BLOCK | {"text": 12_000}),
    "file": Shape(("external_id", "source"), {}, _BLOCK),
    "video": Shape(
        ("alt_text", "title", "thumbnail_url", "video_url"),
        {"title": Words(200), "description": Words(200)},
        _BLOCK | {"author_name": 50, "provider_name": 50, "provider_icon_url": 3000, "title_url": 3000},
    ),
    "table": Shape(("rows",), {}, _BLOCK, ("column_settings",)),
    "data_table": Shape(("rows", "caption"), {}, _BLOCK, open=True),
    "alert": Shape(("text",), {}, _BLOCK, ("level",)),
    "card": Shape((), {"title": Words(150, ANY), "subtitle": Words(150, ANY), "body": Words(200, ANY)}, _BLOCK, open=True),
    "carousel": Shape(("elements",), {}, _BLOCK),
    "container": Shape(("child_blocks",), {}, _BLOCK, open=True),
    "plan": Shape(("title",), {}, _BLOCK, open=True),
    "task_card": Shape(("title", "task_id", "status"), {}, _BLOCK, open=True),
}
HOW_MANY = {"context": 10, "actions": 25, "context_actions": 5, "carousel": 10}  # elements of a block
ONLY_IN_MESSAGES = frozenset(("file", "markdown", "table", "data_table", "context_actions", "plan", "task_card"))

RICH: dict[str, Shape] = {
    "text": Shape(("text",), strings={"text": 40_000}, others=("style",)),
    "link": Shape(("url",), strings={"url": 40_000, "text": 40_000}, others=("style", "unsafe")),
    "emoji": Shape(("name",), strings={"name": 255}, others=("style", "unicode", "url", "skin_tone")),
    "user": Shape(("user_id",), strings={"user_id": 20}, others=("style",)),
    "channel": Shape(("channel_id",), strings={"channel_id": 20}, others=("style",)),
    "usergroup": Shape(("usergroup_id",), strings={"usergroup_id": 20}, others=("style",)),
    "team": Shape(("team_id",), strings={"team_id": 20}, others=("style",)),
    "broadcast": Shape(("range",), others=("style",), one_of={"range": ("here", "channel", "everyone")}),
    "color": Shape(("value",), strings={"value": 7}, others=("style",)),
    "date": Shape(("timestamp", "format"), strings={"format": 255, "url": 3000, "fallback": 3000}, others=("style",)),
}
RICH_HOLDERS: dict[str, Shape] = {
    "rich_text_section": Shape(("elements",)),
    "rich_text_preformatted": Shape(("elements",), others=("border", "language")),
    "rich_text_quote": Shape(("elements",), others=("border",)),
    "rich_text_list": Shape(("elements", "style"), others=("indent", "offset", "border"), one_of={"style": ("bullet", "ordered")}),
}
RICH_STYLES = frozenset(("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"))
