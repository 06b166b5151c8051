"""What stands in an input or menu, in the shape of `state.values`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .record import JSON

# element type → (key in the state, key of its initial value, whether it holds a list)
STATES: dict[str, tuple[str, str, bool]] = {
    "plain_text_input": ("value", "initial_value", False),
    "email_text_input": ("value", "initial_value", False),
    "url_text_input": ("value", "initial_value", False),
    "number_input": ("value", "initial_value", False),
    "rich_text_input": ("rich_text_value", "initial_value", False),
    "static_select": ("selected_option", "initial_option", False),
    "external_select": ("selected_option", "initial_option", False),
    "radio_buttons": ("selected_option", "initial_option", False),
    "overflow": ("selected_option", "", False),
    "users_select": ("selected_user", "initial_user", False),
    "channels_select": ("selected_channel", "initial_channel", False),
    "conversations_select": ("selected_conversation", "initial_conversation", False),
    "multi_static_select": ("selected_options", "initial_options", True),
    "multi_external_select": ("selected_options", "initial_options", True),
    "checkboxes": ("selected_options", "initial_options", True),
    "multi_users_select": ("selected_users", "initial_users", True),
    "multi_channels_select": ("selected_channels", "initial_channels", True),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", True),
    "datepicker": ("selected_date", "initial_date", False),
    "timepicker": ("selected_time", "initial_time", False),
    "datetimepicker": ("selected_date_time", "initial_date_time", False),
    "file_input": ("files", "", True),
}


def initial(element: JSON) -> JSON:
    """The state before anybody touched it."""
    key, start, many = STATES[element["type"]]
    return entry(element, element.get(start, [] if many else None), key)


def entry(element: JSON, value: Any, key: str | None = None) -> JSON:
    return {"type": element["type"], key or STATES[element["type"]][0]: value}


def chosen(state: JSON) -> Any:
    """The value itself: None, a string, an option or a list."""
    return next(value for key, value in state.items() if key != "type")


def standing(state: JSON) -> Iterator[str]:
    """Its values as strings, options by their value."""
    value = chosen(state)
    for one in value if isinstance(value, list) else [value]:
        if one is not None:
            yield str(one.get("value", "")) if isinstance(one, dict) else str(one)
