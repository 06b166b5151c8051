"""A language nobody speaks, for stories in which a reader's language matters: every sentence backwards, its holes as they are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from guildbot import words

Backwards: TypeAlias = Callable[[str], str]


@contextmanager
def backwards(folder: Path, monkeypatch: pytest.MonkeyPatch, language: str) -> Iterator[Backwards]:
    """While this lasts, `language` is one we speak."""
    with (words.LOCALE / "guildbot.pot").open("rb") as file:
        known = read_po(file)
    made = Catalog(locale=language)
    for entry in known:
        if isinstance(entry.id, str) and entry.id:
            made.add(entry.id, _turned(entry.id))
    place = folder / language / "LC_MESSAGES"
    place.mkdir(parents=True)
    with (place / "guildbot.mo").open("wb") as file:
        write_mo(file, made)
    monkeypatch.setattr(words, "LOCALE", folder)
    _forget()
    yield _turned
    monkeypatch.undo()
    _forget()


def _turned(sentence: str) -> str:
    parts = re.split(r"(\{\w+\})", sentence)
    return "".join(part if part.startswith("{") else part[::-1] for part in parts)


def _forget() -> None:
    for one in (words._known, words._catalogue):
        one.cache_clear()
