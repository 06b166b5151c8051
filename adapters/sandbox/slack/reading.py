"""Blocks and markup, read as a person reads them: lines of text, buttons, menus and fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from adapters.sandbox.view import Button, Field, Form, Menu, Message

from .choices import standing
from .emoji import pictured
from .record import JSON

if TYPE_CHECKING:
    from .messages import Post
    from .views import View
    from .workspaces import Workspace

_TOKEN = re.compile(r"<([^<>]+)>")
_STYLED = re.compile(r"(?<![\w*_~`])([*_~`])(?=\S)([^\n]*?\S)\1(?![\w*_~`])")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
_INPUTS = {
    "plain_text_input": "text",
    "email_text_input": "text",
    "url_text_input": "text",
    "number_input": "text",
    "rich_text_input": "text",
    "static_select": "select",
    "channels_select": "select",
    "conversations_select": "select",
    "multi_static_select": "multi",
    "multi_channels_select": "multi",
    "multi_conversations_select": "multi",
    "external_select": "external",
    "multi_external_select": "external",
    "users_select": "people",
    "multi_users_select": "people",
    "datepicker": "date",
    "timepicker": "date",
    "datetimepicker": "date",
    "checkboxes": "checkboxes",
    "radio_buttons": "radio",
}
_MENUS = frozenset(_INPUTS) - {"plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input"} | {"overflow"}


def message(post: Post) -> Message:
    """What stands on the screen."""
    workspace = post.channel.workspace
    if post.read is None:
        post.read = read(post)
    text, buttons, menus = post.read
    return Message(
        id=post.ts,
        channel=post.channel.id,
        author="Slack" if post.platform else workspace.name_of(post.author),
        text=text,
        buttons=buttons,
        menus=menus,
        ephemeral=post.to is not None,
        thread=post.parent,
        files=tuple((file.name, file.content) for file in post.files),
        reactions={name: tuple(users) for name, users in post.reactions.items() if users},
        raw=post.raw,
        pings=post.pings,
    )


def read(post: Post) -> tuple[str, tuple[Button, ...], tuple[Menu, ...]]:
    """With blocks the text is only what notifications and screen readers get."""
    workspace = post.channel.workspace
    if post.blocks:
        said = "\n".join(lines(post.blocks, workspace))
    elif post.platform:
        said = post.text
    else:
        said = markup(post.text, workspace) if post.mrkdwn else plain(post.text)
        said = said if post.by_bot else pictured(said)
    said = "\n".join([said, *(line for one in post.attachments for line in _attachment(one, workspace))]).strip("\n")
    return said, tuple(buttons(post.blocks)), tuple(menus(post.blocks))


def _attachment(one: JSON, workspace: Workspace) -> Iterator[str]:
    yield from (markup(str(one[key]), workspace) for key in ("pretext", "title", "text") if one.get(key))
    yield from lines(one.get("blocks", ()), workspace)


def form(view: View) -> Form:
    """The modal a person looks at."""
    workspace = view.workspace
    said = view.said
    outside = [block for block in view.blocks if block["type"] != "input"]
    return Form(
        id=view.id,
        title=_plain(said.get("title")),
        text="\n".join(lines(outside, workspace)),
        fields=tuple(_field(block, view) for block in view.blocks if block["type"] == "input"),
        submit=_plain(said.get("submit")) or "Submit",
        buttons=tuple(buttons(view.blocks)),
        errors=dict(view.errors),
        raw=said,
    )


def home(view: View) -> Message:
    """A person's App Home; `channel` is "home"."""
    blocks = view.blocks
    text = "\n".join(lines(blocks, view.workspace))
    shown = (tuple(buttons(blocks)), tuple(menus(blocks)))
    return Message(view.id, "home", view.workspace.bot_name, text, *shown, raw=view.said)


def _field(block: JSON, view: View) -> Field:
    element = block["element"]
    kind = _INPUTS.get(element["type"], "text")
    chosen = list(standing(view.state_of(block, element)))
    many = element["type"].startswith("multi_") or kind == "checkboxes"
    return Field(
        label=_plain(block["label"]),
        id=block["block_id"],
        kind=kind,
        value=tuple(chosen) if many else "".join(chosen[:1]),
        options=tuple((_plain(option["text"]), option["value"]) for option in options(element)),
        hint=_plain(block.get("hint")),
        optional=bool(block.get("optional")),
        most=element.get("max_length"),
    )


# text


def plain(text: str) -> str:
    """Entities as the characters they stand for."""
    if "&" in text:
        for entity, character in _ENTITIES:
            text = text.replace(entity, character)
    return text


def markup(text: str, workspace: Workspace) -> str:
    """mrkdwn without its marks: mentions as @name, links as their label."""
    if "<" in text:
        text = _TOKEN.sub(lambda found: _token(found[1], workspace), text)
    for _ in range(3):
        text, changes = _STYLED.subn(r"\2", text)
        if not changes:
            break
    return plain(text)


def _token(inside: str, workspace: Workspace) -> str:
    target, _, label = inside.partition("|")
    match target[:1]:
        case "@":
            return f"@{workspace.name_of(target[1:])}"
        case "#":
            channel = workspace.channel_of.get(target[1:])
            return f"#{channel.name if channel else label or target[1:]}"
        case "!" if target.startswith("!subteam^"):
            group = workspace.group_of(target.partition("^")[2])
            return f"@{group.handle}" if group else label or target
        case "!":
            return label or f"@{target[1:]}"
    return label or target.removeprefix("mailto:")


def _plain(part: Any) -> str:
    return str(part.get("text", "")) if isinstance(part, Mapping) else ""


def _text(part: Any, workspace: Workspace) -> str:
    if not isinstance(part, Mapping):
        return ""
    said = str(part.get("text", ""))
    return markup(said, workspace) if part.get("type") == "mrkdwn" else said


def lines(blocks: Sequence[JSON], workspace: Workspace) -> Iterator[str]:
    """Every block, in order, without the buttons."""
    for block in blocks:
        yield from (line for line in _block(block, workspace) if line)


def _block(block: JSON, workspace: Workspace) -> Iterator[str]:
    match block["type"]:
        case "section":
            yield _text(block.get("text"), workspace)
            yield from (_text(field, workspace) for field in block.get("fields", ()))
        case "context":
            parts = (part.get("alt_text") or _text(part, workspace) for part in block["elements"])
            yield " ".join(parts)
        case "rich_text":
            yield from (_rich(element, workspace) for element in block["elements"])
        case "markdown":
            yield plain(block["text"])
        case "image":
            yield _plain(block.get("title")) or f"[{block['alt_text']}]"
        case "input":
            yield _plain(block["label"])
        case "divider":
            yield "———"
        case "table":
            for row in block["rows"]:
                yield " | ".join(_rich(cell, workspace) if cell["type"] == "rich_text" else str(cell.get("text", "")) for cell in row)
        case _:
            yield from (_text(block.get(key), workspace) for key in ("title", "subtitle", "text", "body") if key in block)


def _rich(element: JSON, workspace: Workspace) -> str:
    inner = element.get("elements", ())
    match element["type"]:
        case "rich_text_section" | "rich_text_preformatted" | "rich_text_quote":
            return "".join(_rich(one, workspace) for one in inner)
        case "rich_text":
            return "\n".join(_rich(one, workspace) for one in inner)
        case "rich_text_list":
            ordered = element.get("style") == "ordered"
            start = 1 + int(element.get("offset", 0))
            return "\n".join(f"{f'{n}.' if ordered else '•'} {_rich(one, workspace)}" for n, one in enumerate(inner, start))
        case "text":
            return str(element["text"])
        case "link":
            return str(element.get("text") or element["url"])
        case "user":
            return f"@{workspace.name_of(element['user_id'])}"
        case "channel":
            return _token(f"#{element['channel_id']}", workspace)
        case "usergroup":
            return _token(f"!subteam^{element['usergroup_id']}", workspace)
        case "broadcast":
            return f"@{element['range']}"
        case "emoji":
            return pictured(f":{element['name']}:")
        case "date":
            return str(element.get("fallback") or element["timestamp"])
    return str(element.get("text") or element.get("value") or "")


# what can be pressed


def elements(blocks: Sequence[JSON]) -> Iterator[tuple[JSON, JSON]]:
    """Every interactive element with its block."""
    for block in blocks:
        match block["type"]:
            case "actions" | "context_actions":
                yield from ((block, element) for element in block["elements"])
            case "section" if "accessory" in block:
                yield block, block["accessory"]
            case "input":
                yield block, block["element"]
            case "card":
                yield from ((block, element) for element in block.get("actions", ()))
            case "carousel":
                yield from elements(block["elements"])


def buttons(blocks: Sequence[JSON]) -> Iterator[Button]:
    for _, element in elements(blocks):
        if element["type"] == "button":
            yield Button(_plain(element["text"]), element["action_id"], element.get("style", ""))


def menus(blocks: Sequence[JSON]) -> Iterator[Menu]:
    for block, element in elements(blocks):
        if block["type"] != "input" and element["type"] in _MENUS:
            label = _plain(element.get("placeholder")) or _plain(block.get("text")) or element["action_id"]
            chosen = tuple((_plain(option["text"]), option.get("value", "")) for option in options(element))
            yield Menu(label, element["action_id"], chosen)


def options(element: JSON) -> list[JSON]:
    """Its options, those in groups too."""
    grouped = [option for group in element.get("option_groups", ()) for option in group["options"]]
    return list(element.get("options", ())) + grouped
