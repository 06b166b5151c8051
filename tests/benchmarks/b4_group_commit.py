"""B4: with synchronous=FULL and 32 in flight, how much more the ledger commits than one raw transaction after another.

Floor: `floor.Floor`, the same statements in one FULL transaction per kudos, one after another, on the same disk. Judged by the wall:
what is shared is the wait for the disk.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial

from guildbot import kudos

from . import floor, harness, town


async def lines() -> list[harness.Line]:
    samples = await harness.measure({"ledger": ledger, "raw": raw}, in_flight=32)
    times = [one.wall / other.wall for one, other in zip(samples["raw"], samples["ledger"], strict=True)]
    disk = f"an fsync takes {fsync() * 1e6:.0f} µs here"
    note = f"{harness.typical(samples, 'ledger')}; raw one by one {harness.typical(samples, 'raw')}; {disk}"
    storage = await harness.measure({"ledger": ledger, "raw": raw}, in_flight=1)
    return [
        harness.Line("B4", "kudos per second, 32 in flight, FULL", harness.Ratio.of(times), least=3.0, note=note),
        harness.Line("B4", "core and ledger alone, CPU, 32 in flight", harness.compare(samples, "ledger", "raw")),
        harness.Line("B4", "core and ledger alone, CPU, 1 in flight", harness.compare(storage, "ledger", "raw")),
    ]


def fsync(times: int = 100) -> float:
    """Seconds for one, of a page written anew: where it is short, there is little that sharing a commit could save."""
    waits = []
    with town.folder() as here, (here / "page").open("wb", buffering=0) as file:
        for _ in range(times):
            file.write(bytes(4096))
            began = time.perf_counter()
            os.fsync(file.fileno())
            waits.append(time.perf_counter() - began)
    return statistics.median(waits)


@asynccontextmanager
async def ledger() -> AsyncIterator[harness.Ready]:
    async with town.core() as (bot, _):

        def ready(count: int) -> Sequence[harness.Operation]:
            wanted = (town.wanted() for _ in range(count))
            return [partial(bot.run, caller, kudos.give, [receiver], reason) for caller, receiver, reason in wanted]

        yield ready


@asynccontextmanager
async def raw() -> AsyncIterator[harness.Ready]:
    with town.database() as path:
        by_hand = floor.Floor(path)

        def ready(count: int) -> Sequence[harness.Operation]:
            return [partial(by_hand.soon, by_hand_said()) for _ in range(count)]

        yield ready
        by_hand.close()


def by_hand_said() -> floor.Thanks:
    caller, receiver, reason = town.wanted()
    assert caller.place is not None
    assert caller.key is not None
    return floor.Thanks("slack", town.TEAM, town.TEAM, town.ROOM, caller.account.id, receiver.id, caller.key, reason)
