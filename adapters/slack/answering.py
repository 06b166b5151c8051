"""A no is an answer, a repetition is silence, a surprise has a reference: the one place that says so for every gesture."""

from __future__ import annotations

import secrets

import structlog

from adapters.slack import wire
from adapters.slack.blocks import Block, Voice, buttons
from adapters.slack.forms import View
from adapters.slack.wire import Handler, Opens, Payload, Reply, Shows, Turn, Wrong
from guildbot import labels
from guildbot.refusals import Refused, Repeated
from guildbot.who import Quote

log = structlog.get_logger()
_REASONS = "refused"  # the block that says them above a form


async def answering(turn: Turn, handler: Handler, form: Payload | None = None) -> Reply:
    """What the handler replies, or what there is to say when it could not. `form` is the one that was sent in."""
    try:
        return await handler(turn)
    except Repeated:
        return None
    except Refused as refused:
        return _refusal(turn, refused, form)
    except Exception:
        reference = secrets.token_hex(3)
        log.exception("a surprise", reference=reference)
        return surprise(turn.voice, reference)


def surprise(voice: Voice, reference: str) -> Shows:
    said = [voice.say(labels.SURPRISE, reference=reference)]
    return Shows((voice.rich(said),), voice.fallback(said))


def _refusal(turn: Turn, refused: Refused, form: Payload | None) -> Reply:
    voice, back = turn.voice, refused if isinstance(refused, wire.GivenBack) else None
    if form is not None and back is not None and back.errors and set(back.errors) <= _inputs(form):
        return Wrong(back.errors)
    reasons = [voice.say.of(reason) for reason in refused.reasons]
    if form is not None and _inputs(form):
        return Opens(_with_reasons(form, voice.rich(reasons)))
    words = back.words if back is not None else ""
    said = [*reasons, *([voice.say(labels.YOUR_WORDS), (Quote(words),)] if words else [])]
    return Shows((voice.rich(said), *buttons(*(back.buttons if back is not None else ()))), voice.fallback(said))


def _inputs(form: Payload) -> set[str]:
    return {block["block_id"] for block in form.get("blocks", ()) if block["type"] == "input"}


def _with_reasons(form: Payload, reasons: Block) -> View:
    """The same form, what was typed kept, with the reasons above the fields."""
    kept = {key: form[key] for key in ("type", "callback_id", "title", "submit", "close", "private_metadata") if form.get(key)}
    blocks = [block for block in form["blocks"] if block.get("block_id") != _REASONS]
    return kept | {"blocks": [reasons | {"block_id": _REASONS}, *blocks]}
