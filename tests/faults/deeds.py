"""`python -m tests.faults.deeds <address> [careless]`: one of several processes that do deeds, told by numbers on its standard input.

It answers “kept” when the core has answered, and “again” when the deed was not committed. The careless one is the control of
`processes`: it answers first, and looks at no event key.
"""

from __future__ import annotations

import asyncio
import sys

from guildbot import kudos, spaces
from guildbot.bot import Guildbot
from guildbot.db import homes
from guildbot.db.ledger import NotCommitted
from guildbot.kinds import SpaceKind
from guildbot.refusals import Repeated
from guildbot.who import AccountRef, Caller, Place

PEOPLE = 500  # nobody comes near the limit of thirty an hour
HERE = Place("slack", "T1", "Acme", "C1", "care")


def person(number: int) -> AccountRef:
    return AccountRef("slack", "T1", f"U{number % PEOPLE}", f"Person {number % PEOPLE}", False)


def reason(number: int) -> str:
    return f"what {number} did"


async def install(bot: Guildbot) -> None:
    await bot.tend(spaces.install, "slack", "T1", "Acme", SpaceKind.WORKSPACE)


async def thank(bot: Guildbot, number: int, *, keyed: bool = True) -> bool:
    """One deed under its event key; False when it has to be done again."""
    caller = Caller(person(number), HERE, f"slack:{number}" if keyed else None)
    try:
        await bot.run(caller, kudos.give, [person(number + 1 + number // PEOPLE)], reason(number), again=True)
    except Repeated:
        return True
    except NotCommitted:
        return False
    return True


async def main(address: str, careless: bool) -> None:
    ledger = homes.open_ledger(address)
    bot = Guildbot(ledger)

    async def do(number: int) -> None:
        if careless:
            print(f"{number} kept", flush=True)  # noqa: T201
            await thank(bot, number, keyed=False)
            return
        kept = await thank(bot, number)
        print(f"{number} {'kept' if kept else 'again'}", flush=True)  # noqa: T201

    async with asyncio.TaskGroup() as deeds:
        while line := await asyncio.to_thread(sys.stdin.readline):
            deeds.create_task(do(int(line)))
    await ledger.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], "careless" in sys.argv))
