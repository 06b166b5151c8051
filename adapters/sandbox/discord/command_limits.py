"""What Discord refuses in application commands (docs: interactions/application-commands)."""

from __future__ import annotations

import unicodedata
from typing import Any

from .findings import Findings, Path, invalid
from .record import Json

SUBCOMMAND, GROUP, STRING, INTEGER, BOOLEAN, USER_OPTION, CHANNEL_OPTION, ROLE_OPTION, MENTIONABLE, NUMBER, ATTACHMENT = range(1, 12)
MOST = {1: 100, 2: 15, 3: 15}  # kind → commands in one place
LARGEST = 8000  # characters of names, descriptions and values in one command


def check_commands(commands: Any) -> None:
    if not isinstance(commands, list):
        raise invalid((), "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
    findings = Findings()
    seen: set[tuple[int, str]] = set()
    for index, command in enumerate(commands):
        _command(findings, command, (index,))
        key = (command.get("type", 1), str(command.get("name")))
        if key in seen:
            message = "Application command names must be unique"
            findings.add((index, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", message)
        seen.add(key)
    for kind, most in MOST.items():
        if sum(key[0] == kind for key in seen) > most:
            findings.add((), "BASE_TYPE_BAD_LENGTH", f"Maximum number of application commands of type {kind} reached ({most}).")
    findings.refuse()


def check_command(command: Json) -> None:
    findings = Findings()
    _command(findings, command, ())
    findings.refuse()


def _command(findings: Findings, command: Json, path: Path) -> None:
    kind = command.get("type", 1)
    if not findings.choice((*path, "type"), kind, {1, 2, 3}):
        return
    if kind == 1:
        _name(findings, command, path)
        _description(findings, command, path)
        _options(findings, command.get("options"), (*path, "options"), depth=0)
    else:
        findings.text((*path, "name"), command.get("name"), 1, 32)
        if command.get("description"):
            findings.add(
                (*path, "description"), "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", "Context menu commands cannot have description"
            )
        if command.get("options"):
            findings.add((*path, "options"), "APPLICATION_COMMAND_CONTEXT_MENU_OPTIONS", "Context menu commands cannot have options")
    if _size(command) > LARGEST:
        findings.add(path, "APPLICATION_COMMAND_TOO_LARGE", f"Command exceeds maximum size ({LARGEST})")


def _name(findings: Findings, one: Json, path: Path) -> None:
    names = [((*path, "name"), one.get("name"))]
    names += [((*path, "name_localizations", locale), name) for locale, name in (one.get("name_localizations") or {}).items()]
    for here, name in names:
        if findings.text(here, name, 1, 32) and not (all(map(_nameable, str(name))) and str(name) == str(name).lower()):
            findings.add(here, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid")


def _nameable(letter: str) -> bool:
    """Discord's ^[-_'\\p{L}\\p{N}\\p{sc=Deva}\\p{sc=Thai}]{1,32}$"""
    return letter in "-_'" or unicodedata.category(letter)[0] in "LN" or "\u0900" <= letter <= "\u097f" or "\u0e00" <= letter <= "\u0e7f"


def _description(findings: Findings, one: Json, path: Path) -> None:
    findings.text((*path, "description"), one.get("description"), 1, 100)
    for locale, text in (one.get("description_localizations") or {}).items():
        findings.text((*path, "description_localizations", locale), text, 1, 100)


def _options(findings: Findings, options: Any, path: Path, *, depth: int) -> None:
    """`depth`: 0 in a command, 1 in a group, 2 in a subcommand."""
    allowed = {0: range(1, 12), 1: range(1, 2), 2: range(3, 12)}[depth]
    names: set[str] = set()
    optional = False
    found = findings.many(path, options, 0, 25)
    for index, option in enumerate(found):
        here = (*path, index)
        if not findings.choice((*here, "type"), option.get("type"), allowed):
            continue
        _name(findings, option, here)
        _description(findings, option, here)
        if option.get("name") in names:
            findings.add((*here, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS", "Option name already exists")
        names.add(str(option.get("name")))
        if option["type"] in (SUBCOMMAND, GROUP):
            _options(findings, option.get("options"), (*here, "options"), depth=2 if option["type"] == SUBCOMMAND else 1)
            continue
        if option.get("required") and optional:
            message = "Required options must be placed before non-required options"
            findings.add(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
        optional = optional or not option.get("required")
        _value(findings, option, here)
    if len({option.get("type") in (SUBCOMMAND, GROUP) for option in found}) > 1:
        findings.add(
            path, "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command and sub-command group option types are mutually exclusive"
        )


def _value(findings: Findings, option: Json, path: Path) -> None:
    choices = findings.many((*path, "choices"), option.get("choices"), 0, 25)
    if choices and option.get("autocomplete"):
        findings.add(
            (*path, "autocomplete"), "APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES", "Autocomplete cannot be used with choices"
        )
    for index, choice in enumerate(choices):
        findings.text((*path, "choices", index, "name"), choice.get("name"), 1, 100)
        if option["type"] == STRING:
            findings.text((*path, "choices", index, "value"), choice.get("value"), 1, 100)
    findings.number((*path, "min_length"), option.get("min_length"), 0, 6000)
    findings.number((*path, "max_length"), option.get("max_length"), 1, 6000)


def _size(one: Json) -> int:
    size = len(str(one.get("name") or "")) + len(str(one.get("description") or ""))
    for choice in one.get("choices") or ():
        size += len(str(choice.get("name") or "")) + len(str(choice.get("value") or ""))
    return size + sum(_size(option) for option in one.get("options") or ())
