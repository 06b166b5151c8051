"""A record as text to keep: Markdown to read, JSON and CSV to take elsewhere, and the sealed one."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC
from typing import Any

from guildbot.records.outcomes import Entry, File, Files, Record, Seal, Unsealed
from guildbot.words import Say, plain

PRIVATE, SEALED = "only-for-me", "sealed"  # in a file's name
_MARKUP = re.compile(r"[\\`*_\[\]<>|~$]|&(?=#?\w+;)")
_LINE_MARKS = re.compile(r"^(?:[#+=>~:-]|\d+(?=[.)]))")
_CLOSING = re.compile(r"(?<=\s)#+$")  # of a heading
_FORMULA = re.compile(r"\s*[=+\-@\t\r＝＋－＠]")


def files(record: Record, say: Say, seal: Seal | None, host: str) -> Files:
    """What a record is taken along as. Takes long where much is sealed: call it in a thread."""
    public, private = record.public, record.private
    mine = tuple(_texts(private, say, PRIVATE)) if private.sections else ()
    if not public.sections:
        return Files((), mine)
    sheet = File(file_name(record, "csv"), as_csv(public, say).encode("utf-8-sig"))  # by which spreadsheets know the letters
    texts, sealed = [*_texts(public, say), sheet], seal(as_data(public, say)) if seal is not None else None
    if sealed is None:
        return Files(tuple(texts), mine, None, Unsealed.NO_KEY if seal is None else Unsealed.TOO_LONG, host)
    name = file_name(record, "json", SEALED)
    return Files((*texts, File(name, sealed.encode())), mine, name)


def as_data(record: Record, say: Say) -> dict[str, Any]:
    """The record as plain data: what is sealed, and what the JSON file holds."""
    return {
        "made": f"{record.made.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "name": record.name,
        "sections": [
            {"id": section.part.value, "title": section.title(say), "entries": [_facts(entry) for entry in section.entries]}
            for section in record.sections
        ],
    }


def as_json(record: Record, say: Say) -> str:
    return json.dumps(as_data(record, say), ensure_ascii=False, indent=2) + "\n"


def as_markdown(record: Record, say: Say) -> str:
    """People's words stay words: nothing they wrote becomes a heading, a list, a picture, or a link that hides where it leads."""
    lines = [f"# {_on_one_line(plain(record.head(say)).rstrip('.'))}"]
    for section in record.sections:
        if section.entries:
            lines += ["", f"## {section.title(say)}", "", *(line for entry in section.entries for line in _item(entry, say))]
    return "\n".join(lines) + "\n"


def as_csv(record: Record, say: Say) -> str:
    """One line an entry. A cell that a spreadsheet would run as a formula is quoted as text."""
    made = io.StringIO()
    writer = csv.writer(made)
    columns = ("from", "to", "fact", "about", "words", "by")
    writer.writerow(("section", *columns))
    for section in as_data(record, say)["sections"]:
        for one in section["entries"]:
            writer.writerow([_inert(cell or "") for cell in (section["title"], *(one[column] for column in columns))])
    return made.getvalue()


def file_name(record: Record, ending: str, kind: str = "") -> str:
    """`yusra-haddad-2026-11-20.md`, `yusra-haddad-2026-11-20-sealed.json`"""
    folded = "".join(c for c in unicodedata.normalize("NFKD", record.name.lower()) if not unicodedata.combining(c))
    stem = re.sub(r"[^a-z0-9]+", "-", folded).strip("-")[:40].rstrip("-") or "record"
    return f"{'-'.join(part for part in (stem, f'{record.made:%Y-%m-%d}', kind) if part)}.{ending}"


def _texts(record: Record, say: Say, kind: str = "") -> list[File]:
    texts = {"md": as_markdown(record, say), "json": as_json(record, say)}
    return [File(file_name(record, ending, kind), text.encode()) for ending, text in texts.items()]


def _facts(entry: Entry) -> dict[str, str | None]:
    return {
        "from": entry.since.isoformat() if entry.since else None,
        "to": entry.until.isoformat() if entry.until else None,
        "fact": entry.fact,
        "about": entry.about,
        "words": entry.words,
        "by": entry.by,
    }


def _item(entry: Entry, say: Say) -> Iterator[str]:
    """One item of a list; somebody's words as a quotation in it, line by line as they were written."""
    head = _on_one_line(plain(entry.head(say)))
    yield f"- {head}" if head else "-"
    words = [_escaped(line) for line in entry.words.strip().split("\n")] if entry.words else []
    for at, line in enumerate(words, 1):
        yield f"  > {line}\\" if line and any(words[at : at + 1]) else f"  > {line}".rstrip()


def _on_one_line(text: str) -> str:
    return " ".join(_escaped(line) for line in text.split("\n") if line.strip())


def _escaped(line: str) -> str:
    """One line of Markdown that reads as it was typed, wherever it stands."""
    line = _CLOSING.sub(r"\\\g<0>", _MARKUP.sub(r"\\\g<0>", line.strip()))
    return _LINE_MARKS.sub(lambda found: f"{found[0]}\\" if found[0].isdigit() else f"\\{found[0]}", line)


def _inert(cell: str) -> str:
    return f"'{cell}" if _FORMULA.match(cell) else cell
