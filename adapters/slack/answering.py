"""A no is an answer, a repetition is silence, a surprise has a reference: the one place that says so for every gesture."""

from __future__ import annotations

import secrets

import structlog

from adapters.slack import wire
from adapters.slack.blocks import Voice, buttons, parted
from adapters.slack.forms import above
from adapters.slack.wire import Handler, Opens, Payload, Reply, Shows, Turn, Wrong
from guildbot import labels
from guildbot.refusals import Refused, Repeated
from guildbot.who import Quote

log = structlog.get_logger()


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
    reasons = wire.few(voice, refused.reasons)
    kept = form if form is not None and _inputs(form) else back.instead if back is not None else None
    if kept is not None:
        return Opens(above(kept, voice.rich(reasons)))
    words = back.words if back is not None else ""
    said = [*reasons, *([voice.say(labels.YOUR_WORDS), *((Quote(part),) for part in parted(words))] if words else [])]
    return Shows((voice.rich(said), *buttons(*(back.buttons if back is not None else ()))), voice.fallback(said))


def _inputs(form: Payload) -> set[str]:
    return {block["block_id"] for block in form.get("blocks", ()) if block["type"] == "input"}
