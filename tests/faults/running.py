"""The bot as a subprocess: the real `guildbot run`, with the settings of a sandbox."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections import deque
from collections.abc import Mapping
from pathlib import Path

READY = b'"event": "ready"'
LONGEST_START = 60.0


class RunningBot:
    """One process, from its start to its end. `module` is what `python -m` runs."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.last: deque[str] = deque(maxlen=40)  # lines of its log
        self.lines = 0
        self.surprises = 0
        self._ready = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def start(cls, environment: Mapping[str, str], *, module: str = "adapters.main", ready: bool = True) -> RunningBot:
        """Waits for its “ready” unless told not to. Raises RuntimeError with the end of its log when there is none."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, "run",
            cwd=Path(__file__).parents[2], env=_clean() | dict(environment) | {"GUILDBOT_LOG_FORMAT": "json"},
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        bot = cls(process)
        if ready:
            await bot.ready()
        return bot

    @property
    def pid(self) -> int:
        return self._process.pid

    async def ready(self) -> None:
        waiting = asyncio.create_task(self._ready.wait())
        await asyncio.wait({waiting, self._reading}, timeout=LONGEST_START, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if not self._ready.is_set():
            await self.kill()
            raise RuntimeError("the bot did not become ready:\n" + "\n".join(self.last))

    async def kill(self) -> None:
        """SIGKILL: it does not even notice."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        await self._end(signal.SIGTERM)

    async def _end(self, sign: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(sign)
        await self._process.wait()
        await self._reading

    async def _read(self) -> None:
        assert self._process.stderr is not None
        async for line in self._process.stderr:
            self.lines += 1
            self.surprises += b'"reference"' in line
            self.last.append(line.decode(errors="replace").rstrip()[:500])
            if READY in line:
                self._ready.set()


def _clean() -> dict[str, str]:
    """This environment without the settings of somebody's own bot."""
    return {name: value for name, value in os.environ.items() if not name.startswith("GUILDBOT_")}
