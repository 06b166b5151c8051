"""The sealed record: an Open Badges 3.0 credential of the public sections, which anybody can check without asking us.

`sealer_of(settings)` is all that the platforms need. What seals and checks is imported when somebody does.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from guildbot.settings import Settings

if TYPE_CHECKING:
    from adapters.seal.sealing import Sealer


MOST_LINES = 2000  # about three seconds; what it costs grows with their square


class TooManyLines(ValueError):
    """No one file holds so many lines. Choose fewer sections, and seal the others by themselves."""


@cache
def sealer_of(settings: Settings) -> Sealer | None:
    """Who seals records here; None without a SIGNING_KEY."""
    if settings.signing_seed is None:
        return None
    from adapters.seal.issuer import Issuer
    from adapters.seal.keys import Key
    from adapters.seal.sealing import Sealer

    key = Key(settings.signing_seed)
    return Sealer(key, Issuer.of(key, settings.public_url, settings.host_name))
