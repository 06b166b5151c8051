"""What went over the wire, kept as evidence."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

JSON = dict[str, Any]


@dataclass(slots=True)
class Request:
    """One thing the bot sent: a Web API call, an upload, a post to a response_url."""

    method: str  # "chat.postMessage", "response_url", "upload"
    body: JSON
    at: datetime
    workspace: str = ""  # its handle; empty when the token is nobody's
    status: int = 200  # 0: the connection broke before the answer came
    answer: JSON = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return self.status == 200 and bool(self.answer.get("ok", True))


@dataclass(slots=True, eq=False)
class Delivery:
    """One thing the bot was sent, over all its tries."""

    key: str  # event_id, trigger_id, or view id and hash
    kind: str  # the event's type; "slash_commands", "block_actions", "view_submission", …
    workspace: str
    payload: JSON
    envelope_id: str
    envelope_type: str  # events_api, slash_commands, interactive
    accepts_answer: bool
    sent: datetime
    answered: datetime | None = None
    answer: JSON | None = None
    tries: int = 0
    lost: bool = False  # given up: no more tries will follow
    seconds: float | None = None  # from the last try to its acknowledgement
    body: str = field(default="", repr=False)  # the payload as JSON, until acknowledged
    tried: float = field(default=0.0, repr=False)  # loop time of the last try
    timer: asyncio.TimerHandle | None = field(default=None, repr=False)
    waiting: asyncio.Future[JSON] | None = field(default=None, repr=False)

    @property
    def acknowledged(self) -> bool:
        return self.answered is not None
