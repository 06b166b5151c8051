"""Who and where, as values: what adapters hand in and what outcomes carry out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

GONE = "gone:"  # begins the id of an account whose person was forgotten; no platform gives such ids


@dataclass(frozen=True, slots=True)
class AccountRef:
    """One identity on one platform, with what the payload happened to say about it."""

    platform: str
    realm: str  # the platform's namespace for ids; empty where ids are global
    id: str
    name: str = ""
    bot: bool | None = None  # None: the payload does not say
    locale: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was said: a Space by the id in the verified envelope, and a channel of it."""

    platform: str
    space: str
    space_name: str = ""
    channel: str | None = None  # a thread counts as its parent
    channel_name: str = ""


@dataclass(frozen=True, slots=True)
class Caller:
    """Whose deed this is, where, and under which event key of the platform (None: the platform has none).

    `admin`: whether the platform itself says, in this very event, that they administer the Space; never from what somebody typed.
    """

    account: AccountRef
    place: Place | None
    key: str | None
    admin: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody an outcome speaks of. `account` is the one the record came through; adapters mention it where they can."""

    id: int
    name: str
    account: AccountRef

    @property
    def former(self) -> bool:
        """Forgotten at their own wish: `Say` calls them a former member, and nobody can say more."""
        return self.account.id.startswith(GONE)


NOBODY = Person(0, "", AccountRef("", "", GONE))  # a former member of whom no trace is left


@dataclass(frozen=True, slots=True)
class Room:
    """A channel an outcome speaks of."""

    platform: str
    space: str
    space_name: str
    channel: str
    name: str = ""  # only of those that everybody there may see
    elsewhere: str = field(default="", compare=False)  # how it is called in another Space; `Say` says so


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A message on a platform: the one that was thanked, or the one a press came from."""

    channel: str
    id: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A person's own words: always a value, never markup."""

    text: str


@dataclass(frozen=True, slots=True)
class Command:
    """A command to show as one types it; adapters put the prefix and the platform's spelling."""

    root: Literal["kudos", "ask", "guild", "reflect", "profile"]
    rest: str = ""
