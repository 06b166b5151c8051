"""Who delivers notices and runs occurrences: the embedded loop, one process."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections import Counter
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from adapters.limits import Limits
from guildbot import accounts, calendar, courier, kudos, people
from guildbot.bot import Guildbot, tend_house
from guildbot.courier import NO_PACE, Busy, Letter, Limited, Malformed, Messenger, Unreachable, Unsayable, Unsure
from guildbot.who import AccountRef

log = structlog.get_logger()
PACE = timedelta(seconds=1)  # between two messages to one destination: what Slack asks for, and Discord's buckets hold
LANES = 8  # letters on their way at the same time
PATIENCE = 1.0  # seconds; a letter that takes longer keeps no lane, and its Space may have the next one
MOST_SLOW, MOST_SLOW_IN_A_SPACE = 16, 3  # slow letters on a platform and in a Space, until it is left alone for a while
A_WHILE = 5.0
LONGEST = 20.0  # seconds for one letter, from looking for it to its answer; shorter than the courier's settling time
ABREAST = 16  # scheduled acts under way at the same time, once there are any
IDLE = 15.0


class Jobs:
    """Does what the core owes. `work_off` does all that is due now; `run` goes on for ever.

    With a clock that stands still there can be no `pace`: what waits for it would wait for ever.
    """

    def __init__(self, bot: Guildbot, messengers: Mapping[str, Messenger], pace: timedelta = NO_PACE) -> None:
        self._bot, self._messengers, self._pace = bot, messengers, pace
        self._lanes = _Lanes(bot.owes)
        self._limited = Limits[int](bot.clock)  # Spaces through which nothing may go for now
        self._looking: dict[str, asyncio.Task[int]] = {}

    async def run(self) -> None:
        try:
            while True:
                self._bot.owes.clear()
                try:
                    await self._round()
                    pause = await self._pause()
                except Exception:
                    log.exception("the courier stumbled", reference=secrets.token_hex(3))
                    pause = 1.0
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(pause):  # Python 3.11's wait_for can lose a cancellation
                        await self._bot.owes.wait()
        finally:
            await self._abandon()

    async def work_off(self) -> None:
        """Everything that is due by the bot's clock, and what follows from it."""
        try:
            while await self._round() or self._lanes.slow or self._looking:
                if self._lanes.slow or self._looking:
                    await asyncio.wait((*self._lanes.slow, *self._looking.values()), return_when=asyncio.FIRST_COMPLETED)
        except BaseException:
            await self._abandon()
            raise

    async def next_due(self) -> datetime | None:
        """When there is something to do again, as far as it is known now."""
        due = await self._bot.tend(courier.next_due, self._pace, self._passed_over())
        return min((at for at in (due, *self._limited.waiting().values()) if at is not None), default=None)

    async def _round(self) -> bool:
        """What can be done at this moment, without waiting for what is slow; answers whether there was anything."""
        if not await self._bot.scrub():
            log.warning("erased words may still be in the database's files; the next round tries again")
        while await self._tended():
            await asyncio.gather(*(self._tended() for _ in range(ABREAST)))  # together they cost one commit
        # First who people are: their names then stand right on what is posted, and nobody writes to a bot.
        learned = await self._learned()
        return await self._sent() or learned

    async def _abandon(self) -> None:
        """What is under way when we go is looked for when we come back."""
        await _cancelled(*self._lanes.under_way, *self._looking.values())
        self._looking.clear()

    async def _tended(self) -> bool:
        try:
            return await self._bot.tend(tend_house)
        except calendar.Undoable as broken:
            reference = secrets.token_hex(3)
            log.exception("a scheduled act failed", occurrence=broken.occurrence, reference=reference)
            await self._bot.tend(calendar.set_aside, broken.occurrence, f"reference {reference}")
            return True

    async def _pause(self) -> float:
        due = await self.next_due()
        return IDLE if due is None else min(IDLE, max(0.05, (due - self._bot.clock()).total_seconds()))

    def _passed_over(self) -> set[int]:
        return self._lanes.busy | self._limited.waiting().keys()

    async def _sent(self) -> bool:
        """Deliver until nothing is due that could go now; slow ones may still be on their way. Answers whether anything went."""
        any_at_all = False
        while True:
            self._lanes.changed.clear()
            letters = await self._claim() if self._lanes.free else []
            for letter in letters:
                self._lanes.take(letter, self._deliver(letter), alone=self._goes_alone(letter))
            if letters:
                any_at_all = True
            elif self._lanes.quick:
                await self._lanes.changed.wait()
            else:
                return any_at_all

    def _goes_alone(self, letter: Letter) -> bool:
        messenger = self._messengers.get(letter.platform)
        return messenger is not None and messenger.one_by_one

    async def _claim(self) -> list[Letter]:
        while True:
            try:
                return await self._bot.tend(courier.claim_several, self._pace, self._passed_over(), self._lanes.free)
            except Unsayable as broken:
                reference = secrets.token_hex(3)
                log.exception("a notice could not be made into a letter", notice=broken.notice, reference=reference)
                await self._bot.tend(courier.set_aside, broken.notice, f"reference {reference}")

    async def _deliver(self, letter: Letter) -> None:
        messenger = self._messengers.get(letter.platform)
        if messenger is None:  # its platform is not started in this process
            await self._bot.tend(courier.put_off, letter.id, 300.0)
            return
        looking = letter.unsure_since is not None
        if self._lanes.slow_on(letter.platform) >= MOST_SLOW:
            self._limited.hold(letter.through, A_WHILE)
            if not looking:
                await self._bot.tend(courier.hold_back, letter.id)
            return
        try:
            async with asyncio.timeout(LONGEST):
                posted = await messenger.find(letter) if looking else None
                looking = False
                posted = posted or await messenger.deliver(letter)
        except Exception as error:
            if looking:  # still not known, so it must not be sent again: it is looked for again
                log.info("it could not be looked for", notice=letter.id, why=repr(error))
            else:
                await self._not_delivered(letter, error)
        else:
            await self._bot.tend(courier.delivered, letter.id, posted)

    async def _not_delivered(self, letter: Letter, error: Exception) -> None:
        try:
            raise error
        except Limited as limit:
            await self._hold_back(letter, limit)
        except Busy as busy:
            await self._bot.tend(courier.put_off, letter.id, busy.seconds)
        except Unreachable as why:
            log.info("not deliverable", notice=letter.id, why=str(why))
            await self._bot.tend(courier.give_up, letter.id, str(why))
        except Malformed as why:
            log.error("the platform refuses what it says", notice=letter.id, notices=len(letter.content), why=str(why))
            await self._bot.tend(courier.refused, letter.id, str(why))
        except (Unsure, TimeoutError):
            log.info("no answer; it will be looked for", notice=letter.id)
        except Exception:
            reference = secrets.token_hex(3)
            log.exception("a letter could not be sent", notice=letter.id, reference=reference)
            await self._bot.tend(courier.put_off, letter.id, 60.0)

    async def _hold_back(self, letter: Letter, limit: Limited) -> None:
        if limit.widely:
            self._limited.hold(letter.through, limit.seconds)
            await self._bot.tend(courier.hold_back, letter.id)
        else:
            await self._bot.tend(courier.hold_back, letter.id, limit.seconds)

    async def _learned(self) -> bool:
        """Ask about accounts that nobody knows yet, everywhere at the same time; nobody waits long for that."""
        for platform, messenger in self._messengers.items():
            if platform not in self._looking:
                self._looking[platform] = asyncio.create_task(self._look_up(platform, messenger))
        if self._looking:
            await asyncio.wait(self._looking.values(), timeout=PATIENCE)
        done = [self._looking.pop(platform) for platform, task in tuple(self._looking.items()) if task.done()]
        return sum(task.result() for task in done) > 0

    async def _look_up(self, platform: str, messenger: Messenger) -> int:
        """Ask once about accounts whose payload did not say what they are; answers with how many are known now."""
        known = 0
        unknown = await self._bot.tend(people.unknown_accounts, platform)
        for id, realm, external_id, space in unknown:
            try:
                async with asyncio.timeout(LONGEST):
                    facts = await messenger.look_up(AccountRef(platform, realm, external_id), space)
            except (Busy, Unsure, TimeoutError):
                continue  # the row itself is what is owed: the next round asks again
            except Exception:
                log.exception("an account could not be looked up", reference=secrets.token_hex(3))
                await self._bot.tend(people.give_up_looking, id)
                continue
            known += 1
            if await self._bot.tend(people.learn, id, facts, accounts.join):
                await self._bot.tend(kudos.withdraw_from_bot, id)
        return known


@dataclass(slots=True)
class _Carried:
    """A letter on its way."""

    letter: Letter
    alone: bool  # through its Space, as long as it is not slow
    timer: asyncio.TimerHandle
    slow: bool = False


class _Lanes:
    """Letters on their way: a few at a time. One that is slow keeps no lane and holds nobody up."""

    def __init__(self, bell: asyncio.Event) -> None:
        self._bell = bell  # rung for whoever rests, when a slow one has come to its end
        self._carried: dict[asyncio.Task[None], _Carried] = {}
        self.changed = asyncio.Event()

    @property
    def under_way(self) -> tuple[asyncio.Task[None], ...]:
        return tuple(self._carried)

    @property
    def quick(self) -> int:
        return sum(not one.slow for one in self._carried.values())

    @property
    def slow(self) -> tuple[asyncio.Task[None], ...]:
        return tuple(task for task, one in self._carried.items() if one.slow)

    @property
    def free(self) -> int:
        return max(0, LANES - self.quick)

    @property
    def busy(self) -> set[int]:
        """Spaces that have to wait for the answer to a letter."""
        alone = [one for one in self._carried.values() if one.alone]
        slow = Counter(one.letter.through for one in alone if one.slow)
        quick = {one.letter.through for one in alone if not one.slow}
        return quick | {space for space, many in slow.items() if many >= MOST_SLOW_IN_A_SPACE}

    def slow_on(self, platform: str) -> int:
        return sum(one.slow and one.letter.platform == platform for one in self._carried.values())

    def take(self, letter: Letter, carry: Coroutine[Any, Any, None], *, alone: bool) -> None:
        task = asyncio.create_task(carry)
        timer = asyncio.get_running_loop().call_later(PATIENCE, self._takes_long, task)
        self._carried[task] = _Carried(letter, alone, timer)
        task.add_done_callback(self._ended)

    def _takes_long(self, task: asyncio.Task[None]) -> None:
        self._carried[task].slow = True
        self.changed.set()

    def _ended(self, task: asyncio.Task[None]) -> None:
        one = self._carried.pop(task)
        one.timer.cancel()
        self.changed.set()
        if one.slow:
            self._bell.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error(
                "what became of a letter could not be written down", notice=one.letter.id, exc_info=error, reference=secrets.token_hex(3)
            )


async def _cancelled(*tasks: asyncio.Task[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
