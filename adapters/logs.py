"""Logging: structured, one line an event, and never a secret or anybody's words."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any

import structlog

from guildbot.settings import Settings

_SECRET = re.compile(
    r"xox[abeprs]-[\w-]+|xapp-[\w-]+|https://hooks\.slack\.com/\S+|[\w-]{23,28}\.[\w-]{6}\.[\w-]{27,}|/(?:interactions|webhooks)/\d+/[\w.-]+"
)


def configure(settings: Settings) -> None:
    """Everything the process logs, the SDKs' lines too, goes through here to standard error."""
    shared: list[Any] = [structlog.stdlib.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True)]
    end: Any = structlog.processors.JSONRenderer() if settings.log_format == "json" else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.format_exc_info, end],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [_Veiled(handler)]
    root.setLevel(settings.log_level.upper())
    for loud in ("slack_bolt", "slack_sdk", "discord", "apscheduler", "aiohttp"):
        logging.getLogger(loud).setLevel(max(logging.WARNING, root.level))
    logging.getLogger("discord.client").setLevel(logging.ERROR)  # it warns at every start that voice is not installed


class _Veiled(logging.Handler):
    """Passes records on with everything that looks like a token or a reply address covered."""

    def __init__(self, behind: logging.StreamHandler[Any]) -> None:
        super().__init__()
        self._behind = behind

    def emit(self, record: logging.LogRecord) -> None:
        line = veil(self._behind.format(record))
        self._behind.stream.write(line + self._behind.terminator)
        self._behind.flush()


def veil(line: str) -> str:
    return _SECRET.sub("…", line)
