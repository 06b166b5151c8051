"""What a doctor finds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is well, and how to mend it when it is not."""

    ok: bool
    what: str
    mend: str = ""
