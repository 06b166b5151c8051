"""How the demo is read: who types what, and what whose screen then shows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from adapters.sandbox.view import Button, Field, Form, Message

SLACK, DISCORD, QUIET = "magenta", "blue", "bright_black"


class Screen:
    """Prints; with `picture` it also draws a part of the story into that SVG file."""

    def __init__(self, *, picture: str | None = None) -> None:
        self.console = Console(record=picture is not None, width=100 if picture else None, highlight=False)
        self._picture = picture

    def picture_begins(self) -> None:
        if self._picture is not None:
            self.console.export_text(clear=True)

    def picture_ends(self) -> None:
        if self._picture is not None:
            self.console.save_svg(self._picture, title="guildbot demo", unique_id="guildbot")

    def title(self, words: str) -> None:
        self.console.rule(f"[bold]{words}", style=QUIET)

    def moment(self, at: datetime) -> None:
        self.console.print()
        self.console.rule(Text(f"{at:%A %-d %B, %H:%M}" if not _windows() else f"{at:%A %d %B, %H:%M}"), style=QUIET, align="left")

    def tells(self, words: str) -> None:
        self.console.print(Text(words, style="italic"))

    def types(self, who: str, where: str, text: str) -> None:
        self.console.print(Text.assemble((who, "bold"), (f" in {where}  ", QUIET), (text, "green")))

    def does(self, who: str, what: str) -> None:
        self.console.print(Text.assemble((who, "bold"), (f" {what}", "green")))

    def sees(self, who: str, where: str, message: Message, *, slack: bool) -> None:
        body = Text(message.text.strip())
        if message.buttons:
            body.append("\n")
            body.append(_buttons(message.buttons), style="cyan")
        head = f"{who} sees in {where}" + (" (nobody else does)" if message.ephemeral else "")
        self.console.print(Panel(body, title=head, title_align="left", border_style=SLACK if slack else DISCORD, padding=(0, 1)))

    def form(self, who: str, form: Form, names: Mapping[str, str], *, slack: bool) -> None:
        """`names` are people's, by the platform's ids."""
        body = Text(form.text.strip() + "\n" if form.text.strip() else "")
        for field in form.fields:
            body.append(f"{field.label}: ", style="bold")
            body.append(f"{_shown(field, names)}\n", style=QUIET)
        send = f"[ {form.submit} ]  " if form.fields else ""
        body.append((send + _buttons(form.buttons)).rstrip(), style="cyan")
        body.rstrip()
        head = f"{who} gets a form: {form.title}" if form.fields else f"{who} reads: {form.title}"
        self.console.print(Panel(body, title=head, title_align="left", border_style=SLACK if slack else DISCORD, padding=(0, 1)))

    def says(self, words: str) -> None:
        self.console.print(words, markup=False)


def _buttons(buttons: tuple[Button, ...]) -> str:
    return "  ".join(f"[ {one.label} ]" for one in buttons)


def _shown(field: Field, people: Mapping[str, str]) -> str:
    names = {**people, **{value: text for text, value in field.options}}
    if isinstance(field.value, tuple):
        return ", ".join(names.get(one, one) for one in field.value) or "…"
    if field.value:
        return names.get(field.value, field.value).replace("\n", " / ")
    return " · ".join(text for text, _ in field.options) or "…"


def _windows() -> bool:
    import os

    return os.name == "nt"
