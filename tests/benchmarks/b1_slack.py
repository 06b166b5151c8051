"""B1: `/kudos` from a signed request through Bolt, committed, to the answer in the acknowledgement.

Floor: an app of one no-op listener with `process_before_response`, which runs the same statements by hand, one raw transaction
per kudos, in the listener itself (`floor.Floor`). Same requests, same settings of the database. Judged on CPU.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.slack.app import build_app

from . import floor, harness, slack_door, town


async def lines() -> list[harness.Line]:
    made = []
    for in_flight, most in ((32, 1.5), (1, 2.2)):
        samples = await harness.measure({"guildbot": guildbot, "floor": raw}, in_flight=in_flight)
        note = f"{harness.typical(samples, 'guildbot')}; floor {harness.typical(samples, 'floor')}"
        what = f"Slack /kudos, {in_flight} in flight, CPU"
        made.append(harness.Line("B1", what, harness.compare(samples, "guildbot", "floor"), most=most, note=note))
    return made


@asynccontextmanager
async def guildbot(synchronous: str = "FULL") -> AsyncIterator[harness.Ready]:
    async with town.core(synchronous=synchronous) as (bot, _):
        app, _ = build_app(bot, town.settings(), slack_door.TEAM, signing_secret=slack_door.SECRET)
        yield slack_door.ready(app)


@asynccontextmanager
async def raw() -> AsyncIterator[harness.Ready]:
    with town.database() as path:
        by_hand = floor.Floor(path)
        yield slack_door.ready(slack_door.bolt(slack_door.by_hand(by_hand), process_before_response=True))
        by_hand.close()
