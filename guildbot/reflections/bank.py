"""The bank of questions: two years of fortnights in every language we speak, and each guild's own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

OWN = "own"
_FOLDER = Path(__file__).parent.parent / "prompts"


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question. `own`: the words of a guild that asks one of its own; the bank's are read in the reader's language."""

    key: str
    tender: bool = False
    own: str | None = None

    @property
    def theme(self) -> str:
        return OWN if self.own is not None else self.key.rsplit("-", 1)[0]

    def text(self, language: str) -> str:
        """As it reads in a language; a key that left the bank stands for itself."""
        return self.own if self.own is not None else _texts(language).get(self.key, self.key)


@lru_cache(maxsize=1)
def bank() -> Mapping[str, Prompt]:
    """The bank's prompts by key; the keys are the same in every language."""
    return {key: Prompt(key, bool(entry.get("tender"))) for key, entry in _read("en").items()}


@lru_cache(maxsize=16)
def _texts(language: str) -> Mapping[str, str]:
    there = (_FOLDER / f"{language}.toml").exists()
    return {key: str(entry["text"]) for key, entry in _read(language if there else "en").items()}


def _read(language: str) -> dict[str, dict[str, str | bool]]:
    return tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
