"""`python -m tests.faults.kills`: kill -9 while hundreds of events are in flight, and what became of what was acknowledged.

The bot is the real process over Socket Mode and the gateway; the sandboxes in this process are the platforms and keep the record.
Beside it runs a control that acknowledges first (`ack_first`): it has to lose something, or this rig could not see a loss.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from .running import RunningBot
from .world import Crowd, Record, crowd, environment

KILLS, IN_FLIGHT, PEOPLE = 20, 500, 400
PROTECTED, CONTROL = "adapters.main", "tests.faults.ack_first"
LONGEST_ROUND = 20.0  # seconds until the kill, whatever was acknowledged by then


@dataclass(frozen=True, slots=True)
class Found:
    """What the database holds of what was acknowledged. `torn`: thanks without a receiver or without a notice."""

    kills: int
    sent: int
    acknowledged: int
    lost: int
    doubled: int
    torn: int
    integrity: str

    @property
    def kept(self) -> bool:
        return not (self.lost or self.doubled or self.torn) and self.integrity == "ok"

    def __str__(self) -> str:
        return (
            f"{self.kills} × kill -9, {self.sent} events, {self.acknowledged} acknowledged: {self.lost} lost, {self.doubled} doubled, "
            f"{self.torn} half-written, integrity {self.integrity}"
        )


async def run(module: str, *, kills: int = KILLS, in_flight: int = IN_FLIGHT, people: int = PEOPLE, seed: int = 1) -> Found:
    """So many times: start, let the crowd loose, kill. At the end one start more, until everything that is sent again has arrived."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "guildbot.db"
        async with crowd(path, people=people, chance=chance) as people_there:
            settings = environment(people_there, path)
            for _ in range(kills):
                await _round(people_there, settings, module, in_flight, chance)
            bot = await RunningBot.start(settings, module=module)
            await people_there.quiet()
            await bot.stop()
            return _compare(people_there.record(), path, kills)


async def _round(crowd: Crowd, settings: Mapping[str, str], module: str, in_flight: int, chance: random.Random) -> None:
    enough = chance.randrange(1, in_flight)  # the random moment: when so many are through
    bot = await RunningBot.start(settings, module=module)
    before = crowd.deliveries
    gestures = [asyncio.ensure_future(gesture) for gesture in crowd.gestures(in_flight)]
    await _until(lambda: crowd.acknowledged_since(before) >= enough, within=LONGEST_ROUND)
    await asyncio.sleep(chance.random() * 0.01)
    await bot.kill()
    for gesture in gestures:  # their people wait for answers that will not come
        gesture.cancel()
    for outcome in await asyncio.gather(*gestures, return_exceptions=True):
        if isinstance(outcome, Exception):
            raise outcome


async def _until(ready: Callable[[], bool], *, within: float) -> None:
    latest = time.monotonic() + within
    while not ready() and time.monotonic() < latest:  # noqa: ASYNC110 - two sandboxes, and neither rings for the other
        await asyncio.sleep(0.005)


def _compare(record: Record, path: Path, kills: int) -> Found:
    connection = sqlite3.connect(path)
    reasons = Counter(reason for (reason,) in connection.execute("SELECT reason FROM kudos WHERE reason IS NOT NULL"))
    nods = Counter(connection.execute(NODS))
    ((torn,),), ((integrity,),) = connection.execute(TORN), connection.execute("PRAGMA integrity_check")
    connection.close()
    lost = sum(reason not in reasons for reason in record.reasons) + sum(nod not in nods for nod in record.nods)
    doubled = sum(times > 1 for times in (*reasons.values(), *nods.values()))
    return Found(kills, record.sent, record.acknowledged, lost, doubled, torn, integrity)


NODS = """SELECT kudos.message, account.external_id FROM kudos JOIN account ON account.id = kudos.giver_id WHERE kudos.reason IS NULL"""
TORN = """SELECT count(*) FROM kudos WHERE NOT EXISTS (SELECT 1 FROM receipt WHERE receipt.kudos_id = kudos.id)
  OR (reason IS NOT NULL AND NOT EXISTS (SELECT 1 FROM notice WHERE notice.kind = 'kudos' AND notice.subject = kudos.id))"""


def main() -> None:
    asked = _arguments()
    protected = asyncio.run(run(PROTECTED, kills=asked.kills, in_flight=asked.events, seed=asked.seed))
    print(f"guildbot        {protected}", flush=True)  # noqa: T201
    control = asyncio.run(run(CONTROL, kills=asked.kills, in_flight=asked.events, seed=asked.seed))
    print(f"ack first       {control}", flush=True)  # noqa: T201
    if not protected.kept:
        sys.exit("What was acknowledged was not kept.")
    if not control.lost:
        sys.exit("The control lost nothing: this run could not have seen a loss.")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.faults.kills", description="kill -9 while events are in flight, beside a control."
    )
    parser.add_argument("--kills", type=int, default=KILLS)
    parser.add_argument("--events", type=int, default=IN_FLIGHT, help="in flight at each kill")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
