"""The `ok: false` of the Web API."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class Refusal(Exception):
    """One of Slack's error names, with whatever else the answer holds."""

    def __init__(self, error: str, *, messages: Sequence[str] = (), **extra: Any) -> None:
        super().__init__(error)
        self.error = error
        self.messages = tuple(messages)
        self.extra = extra


def missing(*names: str) -> Refusal:
    return Refusal("invalid_arguments", messages=[f"[ERROR] missing required field: {name}" for name in names])
