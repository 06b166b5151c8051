"""Two weeks of a guild in the sandbox: the real bot over real sockets, no token, no network."""

from __future__ import annotations

from adapters.demo.screen import Screen
from adapters.demo.stage import Stage
from adapters.demo.story import tell
from adapters.demo.typing import stay_and_type


async def demo(*, stay: bool = False, picture: str | None = None) -> None:
    """Play the story; `stay`: then let somebody type as anyone in it; `picture`: draw the first week's end into an SVG file."""
    screen = Screen(picture=picture)
    async with Stage(screen) as stage:
        if stay:
            stage.settle_in()
            await stay_and_type(stage)
        else:
            await tell(stage)
