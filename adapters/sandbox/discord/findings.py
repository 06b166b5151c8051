"""Gathers what is wrong with a body into one 50035 with Discord's nested `errors`."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from .record import Json
from .refusals import Refusal

Path = tuple[str | int, ...]


class Findings:
    def __init__(self) -> None:
        self._errors: Json = {}

    def add(self, path: Path, code: str, message: str) -> None:
        place = self._errors
        for step in path:
            place = place.setdefault(str(step), {})
        place.setdefault("_errors", []).append({"code": code, "message": message})

    def refuse(self) -> None:
        if self._errors:
            raise Refusal(400, 50035, "Invalid Form Body", self._errors)

    def required(self, path: Path) -> None:
        self.add(path, "BASE_TYPE_REQUIRED", "This field is required")

    def text(self, path: Path, value: Any, low: int, high: int, *, optional: bool = False) -> bool:
        """Checks a string's length in characters; `optional` allows it to be missing or null."""
        if value is None:
            if not optional:
                self.required(path)
            return optional
        if not isinstance(value, str):
            self.add(path, "STRING_TYPE_CONVERT", f'Could not interpret "{value}" as string.')
            return False
        if low <= len(value) <= high:
            return True
        if low and not value:
            self.required(path)
        elif low:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")
        else:
            self.add(path, "BASE_TYPE_MAX_LENGTH", f"Must be {high} or fewer in length.")
        return False

    def many(self, path: Path, value: Any, low: int, high: int) -> list[Any]:
        """Checks a list's length and returns what can be looked at further."""
        if value is None:
            if low:
                self.required(path)
            return []
        if not isinstance(value, list):
            self.add(path, "LIST_TYPE_CONVERT", "Only iterables may be used in a ListType")
            return []
        if not low <= len(value) <= high:
            self.add(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {low} and {high} in length.")
        return value

    def number(self, path: Path, value: Any, low: int, high: int, *, optional: bool = True) -> None:
        if value is None:
            if not optional:
                self.required(path)
        elif not isinstance(value, int) or isinstance(value, bool):
            self.add(path, "NUMBER_TYPE_COERCE", f'Value "{value}" is not int.')
        elif value < low:
            self.add(path, "NUMBER_TYPE_MIN", f"int value should be greater than or equal to {low}.")
        elif value > high:
            self.add(path, "NUMBER_TYPE_MAX", f"int value should be less than or equal to {high}.")

    def choice(self, path: Path, value: Any, allowed: Collection[int]) -> bool:
        if value in allowed and not isinstance(value, bool):
            return True
        if value is None:
            self.required(path)
        else:
            self.add(path, "BASE_TYPE_CHOICES", f"Value must be one of {{{', '.join(map(str, sorted(allowed)))}}}.")
        return False


def invalid(path: Path, code: str, message: str) -> Refusal:
    """A 50035 with one finding."""
    findings = Findings()
    findings.add(path, code, message)
    return Refusal(400, 50035, "Invalid Form Body", findings._errors)
