"""Trigger ids: single use, three seconds."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from .refusals import Refusal

if TYPE_CHECKING:
    from .people import Person
    from .sandbox import SlackSandbox


class Triggers:
    def __init__(self, sandbox: SlackSandbox) -> None:
        self._sandbox = sandbox
        self._people: dict[str, tuple[Person, float]] = {}  # until exchanged: who, and the loop time of expiry
        self._exchanged: set[str] = set()

    def new(self, person: Person) -> str:
        trigger = self._sandbox.mint.trigger()
        self._people[trigger] = (person, asyncio.get_running_loop().time() + self._sandbox.trigger_life)
        return trigger

    def exchange(self, trigger: str, workspace_id: str) -> Person:
        """Whose screen it opens a view on."""
        if trigger in self._exchanged:
            raise Refusal("exchanged_trigger_id")
        person, end = self._people.get(trigger, (None, 0.0))
        if person is None or person.workspace.id != workspace_id:
            raise Refusal("invalid_trigger_id")
        if asyncio.get_running_loop().time() >= end:
            raise Refusal("expired_trigger_id")
        del self._people[trigger]
        self._exchanged.add(trigger)
        return person
