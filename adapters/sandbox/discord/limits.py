"""What Discord refuses in a message, its embeds and mentions, and in suggestions (docs: resources/message)."""

from __future__ import annotations

from typing import Any

from .components import check_legacy, check_v2
from .findings import Findings, Path
from .record import Json
from .refusals import empty_message

EPHEMERAL, LOADING, SUPPRESS_EMBEDS, V2 = 1 << 6, 1 << 7, 1 << 2, 1 << 15
HAS_THREAD = 1 << 5
MAY_SEND = SUPPRESS_EMBEDS | EPHEMERAL | 1 << 12 | 1 << 13 | V2
LARGEST_FILE = 10 * 1024 * 1024  # bytes, without boosts
LEGACY_FIELDS = ("content", "embeds", "sticker_ids", "poll", "stickers")


def check_message(body: Json, path: Path = (), *, files: bool = False, was_v2: bool = False, editing: bool = False) -> None:
    """`path` is ("data",) in an interaction's callback; `was_v2` says that the edited message already is Components V2."""
    findings = Findings()
    v2 = was_v2 or bool(int(body.get("flags") or 0) & V2)
    if v2:
        _no_legacy_fields(findings, body, path)
    findings.text((*path, "content"), body.get("content"), 0, 2000, optional=True)
    _embeds(findings, body.get("embeds") or [], (*path, "embeds"))
    components = body.get("components") or []
    if components and v2:
        check_v2(findings, components, (*path, "components"))
    elif components:
        check_legacy(findings, components, (*path, "components"))
    _nonce(findings, body, path)
    _mentions(findings, body.get("allowed_mentions"), (*path, "allowed_mentions"))
    findings.many((*path, "attachments"), body.get("attachments"), 0, 10)
    findings.refuse()
    if not editing and not files and not any(body.get(key) for key in ("content", "embeds", "components", "sticker_ids", "poll")):
        raise empty_message()


def check_suggestions(data: Json) -> None:
    findings = Findings()
    for index, choice in enumerate(findings.many(("data", "choices"), data.get("choices"), 0, 25)):
        here: Path = ("data", "choices", index)
        findings.text((*here, "name"), choice.get("name"), 1, 100)
        if isinstance(choice.get("value"), str):
            findings.text((*here, "value"), choice["value"], 1, 100)
        elif choice.get("value") is None:
            findings.required((*here, "value"))
    findings.refuse()


def _no_legacy_fields(findings: Findings, body: Json, path: Path) -> None:
    for key in LEGACY_FIELDS:
        if body.get(key):
            findings.add(
                (*path, key),
                "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
                f"The '{key}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2",
            )


def _embeds(findings: Findings, embeds: Any, path: Path) -> None:
    total = 0
    for index, embed in enumerate(findings.many(path, embeds, 0, 10)):
        total += _embed(findings, embed, (*path, index))
    if total > 6000:
        findings.add(path, "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of 6000")


def _embed(findings: Findings, embed: Json, path: Path) -> int:
    """Returns the characters that count towards the 6,000 of a message."""
    author, footer = embed.get("author") or {}, embed.get("footer") or {}
    findings.text((*path, "title"), embed.get("title"), 0, 256, optional=True)
    findings.text((*path, "description"), embed.get("description"), 0, 4096, optional=True)
    if author:
        findings.text((*path, "author", "name"), author.get("name"), 1, 256)
    if footer:
        findings.text((*path, "footer", "text"), footer.get("text"), 1, 2048)
    fields = findings.many((*path, "fields"), embed.get("fields"), 0, 25)
    for index, field in enumerate(fields):
        findings.text((*path, "fields", index, "name"), field.get("name"), 1, 256)
        findings.text((*path, "fields", index, "value"), field.get("value"), 1, 1024)
    if not any(embed.get(key) for key in ("title", "description", "author", "footer", "fields", "image", "thumbnail", "video")):
        findings.add((*path, "description"), "BASE_TYPE_REQUIRED", "This field is required")
    counted = [embed.get("title"), embed.get("description"), author.get("name"), footer.get("text")]
    counted += [field.get(key) for field in fields for key in ("name", "value")]
    return sum(len(text) for text in counted if isinstance(text, str))


def _nonce(findings: Findings, body: Json, path: Path) -> None:
    nonce = body.get("nonce")
    if nonce is not None and len(str(nonce)) > 25:
        findings.add((*path, "nonce"), "NONCE_TYPE_TOO_LONG", "Nonce must be 25 or fewer in length.")


def _mentions(findings: Findings, allowed: Any, path: Path) -> None:
    if not isinstance(allowed, dict):
        return
    parse = allowed.get("parse") or []
    for index, kind in enumerate(parse):
        if kind not in ("users", "roles", "everyone"):
            findings.add((*path, "parse", index), "BASE_TYPE_CHOICES", "Value must be one of ('users', 'everyone', 'roles').")
    for kind in ("users", "roles"):
        findings.many((*path, kind), allowed.get(kind), 0, 100)
        if kind in parse and allowed.get(kind):
            message = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            findings.add(path, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", message)
