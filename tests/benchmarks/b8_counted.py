"""B8: counted, not timed: statements and commits of one kudos, and what it costs the platform's API."""

from __future__ import annotations

from guildbot import kudos

from . import floor, harness, town
from .b4_group_commit import by_hand_said

MOST_STATEMENTS = 8


async def lines() -> list[harness.Line]:
    ours = await statements_of_a_kudos()
    floor.check(ours, statements_by_hand())
    count = len(floor.work_of(ours))
    commits = sum(one.startswith("COMMIT") for one in ours)
    return [
        harness.Line("B8", "statements of a kudos", _exactly(count), most=MOST_STATEMENTS, unit="", exact=True),
        harness.Line("B8", "commits of a kudos", _exactly(commits), most=1, unit="", exact=True),
    ]


async def statements_of_a_kudos() -> list[str]:
    """As SQLite traced them, for people who have been here before."""
    async with town.core(synchronous="OFF") as (bot, ledger):
        caller, receiver, reason = town.wanted()
        with floor.overheard(floor.writing(ledger)) as heard:
            await bot.run(caller, kudos.give, [receiver], reason)
    return heard


def statements_by_hand() -> list[str]:
    with town.database() as path:
        by_hand = floor.Floor(path, synchronous="OFF")
        with floor.overheard(by_hand.connection) as heard:
            by_hand.thank(by_hand_said())
        by_hand.close()
    return heard


def _exactly(count: int) -> harness.Ratio:
    return harness.Ratio(count, count, count)
