"""What changes on people's screens, and who is waiting to see it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapters.sandbox.view import Message

from . import reading
from .bell import Bell

if TYPE_CHECKING:
    from .messages import Post
    from .people import Person
    from .views import View

GRACE = 0.2  # seconds in which the answer itself may still overtake something else that appeared


@dataclass(frozen=True, slots=True)
class Sight:
    """Something a person got to see: a message, a home, or (None) a form or a message that went."""

    message: Message | None


class Watch:
    """One person waiting for the answer to what they did: on the surface they did it on, or through its trigger."""

    def __init__(self, person: Person, trigger: str, surface: str) -> None:
        self.person = person
        self._trigger = trigger
        self._surface = surface  # a message's ts, a view's id, or "home"
        self._answer: Sight | None = None
        self._other: Sight | None = None  # the first thing that appeared meanwhile
        self._stir = asyncio.Event()

    def note(self, sight: Sight, trigger: str | None, surface: str) -> None:
        if surface == self._surface or (trigger and trigger == self._trigger):
            self._answer = self._answer or sight
        else:
            self._other = self._other or sight
        self._stir.set()

    async def seen(self, within: float) -> Message | None:
        """The answer; else what appeared meanwhile; else None after so many seconds."""
        loop = asyncio.get_running_loop()
        end = loop.time() + within
        while self._answer is None:
            self._stir.clear()
            left = max(0.0, end - loop.time())
            try:
                await asyncio.wait_for(self._stir.wait(), min(left, GRACE) if self._other else left)
            except TimeoutError:
                break
        sight = self._answer or self._other
        return sight.message if sight is not None else None


class Screens:
    def __init__(self, bell: Bell) -> None:
        self._bell = bell
        self._watches: list[Watch] = []
        self._looking: list[tuple[Callable[[Post], bool], asyncio.Future[Post]]] = []

    @contextmanager
    def watching(self, person: Person, trigger: str, surface: str = "") -> Iterator[Watch]:
        watch = Watch(person, trigger, surface)
        self._watches.append(watch)
        try:
            yield watch
        finally:
            self._watches.remove(watch)

    def shows(self, post: Post, *, trigger: str | None = None) -> None:
        """A message appeared, changed or went."""
        if post.by_bot:
            for watch in self._watches:
                if watch.person.could_see(post):
                    watch.note(Sight(None if post.deleted else reading.message(post)), trigger, post.ts)
        for matches, found in self._looking:
            if not found.done() and matches(post):
                found.set_result(post)
        self._bell.ring()

    async def first(self, matches: Callable[[Post], bool], within: float) -> Post | None:
        """The next message to appear or change that matches; None after so many seconds."""
        found: asyncio.Future[Post] = asyncio.get_running_loop().create_future()
        look = (matches, found)
        self._looking.append(look)
        try:
            return await asyncio.wait_for(found, within)
        except TimeoutError:
            return None
        finally:
            self._looking.remove(look)

    def opens(self, view: View, *, trigger: str | None = None) -> None:
        """A form or a home appeared or changed."""
        for watch in self._watches:
            if watch.person.id == view.person.id:
                watch.note(Sight(reading.home(view) if view.is_home else None), trigger, view.surface)
        self._bell.ring()
