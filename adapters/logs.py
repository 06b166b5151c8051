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
    r"|\b[0-9a-f]{4}(?:-[0-9a-f]{4}){3}\b"  # a code of ours: it links, brings back or invites
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
    handler = _Veiled()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, structlog.processors.format_exc_info, end],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.log_level.upper())
    # What the SDKs tell at debug level is the payloads, with people's words in them: never, whatever the level.
    for loud in ("slack", "slack_bolt", "slack_sdk", "discord", "apscheduler", "aiohttp", "asyncio"):
        logging.getLogger(loud).setLevel(max(logging.WARNING, root.level))
    logging.getLogger("alembic").setLevel(max(logging.WARNING, root.level))
    logging.getLogger("discord.client").setLevel(logging.ERROR)  # it warns at every start that voice is not installed


class _Veiled(logging.Handler):
    """Writes lines with everything that looks like a token or a reply address covered."""

    def emit(self, record: logging.LogRecord) -> None:
        sys.stderr.write(f"{veil(self.format(record))}\n")
        sys.stderr.flush()


def veil(line: str) -> str:
    return _SECRET.sub("…", line)
