"""Who delivers notices and runs occurrences: the embedded loop, one process."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import Mapping

import structlog

from guildbot import calendar, courier, kudos, people
from guildbot.bot import Guildbot, tend_house
from guildbot.courier import Busy, Letter, Malformed, Messenger, Unreachable, Unsayable, Unsure
from guildbot.who import AccountRef

log = structlog.get_logger()
LANES = 8  # destinations written to at the same time; each has one message on its way
LONGEST = 20.0  # seconds for one delivery; shorter than the courier's settling time
IDLE = 15.0


class Jobs:
    """Does what the core owes. `work_off` does all that is due now; `run` goes on for ever."""

    def __init__(self, bot: Guildbot, messengers: Mapping[str, Messenger]) -> None:
        self._bot, self._messengers = bot, messengers

    async def run(self) -> None:
        while True:
            self._bot.owes.clear()
            try:
                await self.work_off()
                pause = await self._pause()
            except Exception:
                log.exception("the courier stumbled", reference=secrets.token_hex(3))
                pause = 1.0
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._bot.owes.wait(), pause)

    async def work_off(self) -> None:
        """Everything that is due by the bot's clock, and what follows from it."""
        while True:
            while await self._tended():
                pass
            # First who people are: their names then stand right on what is posted, and nobody writes to a bot.
            learned = [await self._look_up(platform, messenger) for platform, messenger in self._messengers.items()]
            sent = await asyncio.gather(*(self._lane() for _ in range(LANES)))
            if not any(sent) and not any(learned):
                return

    async def _tended(self) -> bool:
        try:
            return await self._bot.tend(tend_house)
        except calendar.Undoable as broken:
            reference = secrets.token_hex(3)
            log.exception("a scheduled act failed", occurrence=broken.occurrence, reference=reference)
            await self._bot.tend(calendar.set_aside, broken.occurrence, f"reference {reference}")
            return True

    async def _pause(self) -> float:
        due = await self._bot.tend(courier.next_due)
        return IDLE if due is None else min(IDLE, max(0.05, (due - self._bot.clock()).total_seconds()))

    async def _lane(self) -> int:
        """Deliver until nothing is due; answers with how many letters went."""
        sent = 0
        while (letter := await self._claim()) is not None:
            await self._deliver(letter)
            sent += 1
        return sent

    async def _claim(self) -> Letter | None:
        while True:
            try:
                return await self._bot.tend(courier.claim)
            except Unsayable as broken:
                reference = secrets.token_hex(3)
                log.exception("a notice could not be made into a letter", notice=broken.notice, reference=reference)
                await self._bot.tend(courier.set_aside, broken.notice, f"reference {reference}")

    async def _deliver(self, letter: Letter) -> None:
        messenger = self._messengers.get(letter.platform)
        if messenger is None:  # its platform is not started in this process
            await self._bot.tend(courier.put_off, letter.id, 300.0)
            return
        posted = None
        if letter.unsure_since is not None:
            try:
                async with asyncio.timeout(LONGEST):
                    posted = await messenger.find(letter)
            except Exception as error:  # still not known, so it must not be sent again: it is looked for again
                log.info("it could not be looked for", notice=letter.id, why=repr(error))
                return
        try:
            async with asyncio.timeout(LONGEST):
                posted = posted or await messenger.deliver(letter)
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
        else:
            await self._bot.tend(courier.delivered, letter.id, posted)

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
            if await self._bot.tend(people.learn, id, facts):
                await self._bot.tend(kudos.withdraw_from_bot, id)
        return known
