"""B2: how long one waits for the answer to `/kudos` in process, beside Bolt's default mode with the same deed.

Floor: a Bolt app in its default mode (the listener runs beside the acknowledgement, which is polled for) whose one listener is
our own way from the payload to the answer. Judged by the median wait with 1 in flight.
"""

from __future__ import annotations

import statistics
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters.slack.app import build_app

from . import harness, slack_door, town
from .b1_slack import guildbot

MOST = 1 / 20


async def lines() -> list[harness.Line]:
    samples = await harness.measure({"guildbot": guildbot, "no disk": without_the_disk, "default": default}, in_flight=1)
    return [
        _line("Slack /kudos, median wait", samples, "guildbot", most=MOST),
        _line("the same without the wait for the disk", samples, "no disk"),
    ]


def _line(what: str, samples: harness.Samples, case: str, most: float | None = None) -> harness.Line:
    ours, theirs = (statistics.median(one.p50 for one in samples[name]) * 1000 for name in (case, "default"))
    note = f"{ours:.2f} ms against {theirs:.1f} ms in Bolt's default mode"
    return harness.Line("B2", what, harness.compare(samples, case, "default", by="p50"), most=most, note=note)


@asynccontextmanager
async def without_the_disk() -> AsyncIterator[harness.Ready]:
    async with guildbot("OFF") as ready:
        yield ready


@asynccontextmanager
async def default() -> AsyncIterator[harness.Ready]:
    async with town.core() as (bot, _):
        _, dispatch = build_app(bot, town.settings(), slack_door.TEAM)
        yield slack_door.ready(slack_door.bolt(dispatch.command, process_before_response=False))
