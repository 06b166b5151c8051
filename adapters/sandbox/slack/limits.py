"""What Slack refuses: messages, views, options and form errors, checked whole."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from .blocks import Checker
from .record import JSON
from .refusals import Refusal, missing
from .shapes import Words

if TYPE_CHECKING:
    from .views import View

LONGEST_TEXT = 40_000
MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
LARGEST_VIEW = 250_000  # bytes
_TS = re.compile(r"\d{10}\.\d{6}")
_VIEW_KEYS = frozenset(("type", "title", "blocks", "close", "submit", "private_metadata", "callback_id", "external_id"))
_MODAL_KEYS = _VIEW_KEYS | {"clear_on_close", "notify_on_close", "submit_disabled"}


def is_ts(text: str) -> bool:
    return _TS.fullmatch(text) is not None


def message(said: JSON) -> None:
    """Text, blocks and attachments of anything that becomes a message."""
    text, blocks, attachments = said.get("text"), said.get("blocks"), said.get("attachments")
    if blocks is not None and not isinstance(blocks, list):
        raise Refusal("invalid_blocks_format")
    if attachments is not None and not isinstance(attachments, list):
        raise Refusal("invalid_attachments")
    if not text and not blocks and not attachments:
        raise Refusal("no_text")
    if text is not None and len(str(text)) > LONGEST_TEXT:
        raise Refusal("msg_too_long")
    if len(attachments or ()) > 100:
        raise Refusal("too_many_attachments")
    checker = Checker("message")
    checker.blocks(blocks or (), MOST_BLOCKS["message"], "/blocks")
    for place, attachment in enumerate(attachments or ()):
        nested = attachment.get("blocks") if isinstance(attachment, dict) else None
        checker.blocks(nested or (), MOST_BLOCKS["message"], f"/attachments/{place}/blocks")
    _refuse("invalid_blocks", checker, errors=list(checker.found))


def metadata(said: Any, most: int) -> None:
    if said is None or said == {}:
        return
    if not isinstance(said, dict) or not isinstance(said.get("event_type"), str) or not isinstance(said.get("event_payload"), dict):
        raise Refusal("invalid_metadata_format")
    if len(json.dumps(said)) > most:
        raise Refusal("metadata_too_large")


def view(said: Any, *, modal: bool) -> None:
    """A modal or a home, as `views.*` and acknowledgements carry it."""
    if not isinstance(said, dict):
        raise missing("view")
    kind = "modal" if modal else "home"
    checker = Checker(kind)
    if said.get("type") != kind:
        checker.fault(f"unsupported type: {said.get('type')}", "/view/type")
    for name in ("title", "blocks") if modal else ("blocks",):
        if said.get(name) is None:
            checker.fault(f"missing required field: {name}", "/view")
    for name in said.keys() - (_MODAL_KEYS if modal else _VIEW_KEYS - {"title", "close", "submit"}):
        checker.fault(f"invalid additional property: {name}", "/view")
    for name in ("title", "submit", "close"):
        if said.get(name) is not None:
            checker.text(said[name], Words(24), f"/view/{name}")
    for name, most in (("private_metadata", 3000), ("callback_id", 255), ("external_id", 255)):
        if len(str(said.get(name) or "")) > most:
            checker.fault(f"must be less than {most + 1} characters", f"/view/{name}")
    _view_blocks(checker, said, kind)
    _refuse("invalid_arguments", checker)
    if len(json.dumps(said)) > LARGEST_VIEW:
        raise Refusal("view_too_large")


def _view_blocks(checker: Checker, said: JSON, kind: str) -> None:
    blocks = said.get("blocks")
    if not isinstance(blocks, list):
        if blocks is not None:
            checker.fault("must be an array", "/view/blocks")
        return
    checker.blocks(blocks, MOST_BLOCKS[kind], "/view/blocks")
    asks = any(isinstance(block, dict) and block.get("type") == "input" for block in blocks)
    if kind == "modal" and asks and said.get("submit") is None:
        checker.fault("`submit` is required when an input block is present", "/view")


def suggestions(said: JSON) -> None:
    """The options of an external select; none at all is fine."""
    checker = Checker("modal")
    if "option_groups" in said:
        checker.groups(said["option_groups"], "/option_groups")
    else:
        checker.options(said.get("options"), 100, "/options", least=0)
    _refuse("invalid_options", checker)


def errors(view: View, said: JSON) -> dict[str, str]:
    """Sentences under the inputs of a form that was refused; each must name one of its input blocks."""
    given = said.get("errors")
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(given, dict) or not given or given.keys() - inputs:
        raise Refusal("invalid_arguments", messages=[f"[ERROR] errors must name input blocks, not {given!r}"])
    return {str(block): str(sentence) for block, sentence in given.items()}


def _refuse(error: str, checker: Checker, **extra: Any) -> None:
    if checker.found:
        raise Refusal(error, messages=[f"[ERROR] {fault}" for fault in checker.found], **extra)
