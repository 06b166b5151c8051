"""How fast the bot was: limits that hold, the headers that tell of them, and what came before a Retry-After was over."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import md5

from .record import Json, Request

Headers = dict[str, str]
INVALID = (401, 403, 429)  # Cloudflare shuts out whoever has 10,000 of them in ten minutes; shared limits do not count
_ID = re.compile(r"/\d{15,}")
_MAJOR = re.compile(r"/(?:channels|guilds|webhooks)/(\d{15,})")
_UNBOUND = ("/interactions/", "/webhooks/")  # these the global limit does not reach


@dataclass(frozen=True, slots=True)
class Bucket:
    """A route, and the channel, server or webhook in it: what exceeds a limit here may go on there."""

    route: str  # "POST /channels/{id}/messages"
    major: str

    @property
    def hash(self) -> str:
        return md5(self.route.encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True)
class Limit:
    """A 429. `scope`: user (this bucket), shared (everybody's in this place), global (the whole bot)."""

    bucket: Bucket
    scope: str
    seconds: float

    @property
    def answer(self) -> Json:
        return {"message": "You are being rate limited.", "retry_after": round(self.seconds, 3), "global": self.scope == "global"}

    @property
    def headers(self) -> Headers:
        said = {"Retry-After": str(math.ceil(self.seconds)), "X-RateLimit-Scope": self.scope}
        return said | ({"X-RateLimit-Global": "true"} if self.scope == "global" else {})


@dataclass(slots=True)
class Quota:
    """So many requests of a route in so many seconds, counted apart for each major id."""

    limit: int
    per: float
    begun: datetime
    used: int = 0


class Pace:
    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._over: dict[Bucket | None, tuple[datetime, str]] = {}  # None: of the whole bot
        self._quotas: dict[str, tuple[int, float]] = {}  # by route
        self._used: dict[Bucket, Quota] = {}
        self.limited = 0  # requests that were answered 429
        self.invalid = 0
        self.early: list[Request] = []  # made before a Retry-After was over

    def quota(self, route: str, limit: int, per: float) -> None:
        """From now on a route ("POST /channels/{id}/messages") takes so many requests in so many seconds."""
        self._quotas[route] = (limit, per)

    def begins(self, record: Request, scope: str, seconds: float) -> Limit:
        """A limit holds from now on."""
        bucket = bucket_of(record)
        self._over[None if scope == "global" else bucket] = (self._clock() + timedelta(seconds=seconds), scope)
        return Limit(bucket, scope, seconds)

    def holds(self, record: Request) -> Limit | None:
        """The limit that this request runs against, if any: one that it was told of and did not wait for, or a quota used up."""
        now, bucket = self._clock(), bucket_of(record)
        unbound = record.path.startswith(_UNBOUND)
        for key in (bucket,) if unbound else (bucket, None):
            over, scope = self._over.get(key, (now, ""))
            if over > now:
                self.early.append(record)
                return Limit(bucket, scope, (over - now).total_seconds())
        return self._spent(bucket, now)

    def _spent(self, bucket: Bucket, now: datetime) -> Limit | None:
        if bucket.route not in self._quotas:
            return None
        limit, per = self._quotas[bucket.route]
        quota = self._used.get(bucket)
        if quota is None or now - quota.begun >= timedelta(seconds=per):
            quota = self._used[bucket] = Quota(limit, per, now)
        if quota.used == limit:
            over = quota.begun + timedelta(seconds=per)
            self._over[bucket] = (over, "user")
            return Limit(bucket, "user", (over - now).total_seconds())
        quota.used += 1
        return None

    def headers(self, record: Request, status: int, limit: Limit | None) -> Headers:
        """What every answer says of its bucket; counts those that were no use."""
        self.limited += status == 429
        self.invalid += status in INVALID and (limit is None or limit.scope != "shared")
        if limit is not None and limit.scope == "global":
            return limit.headers
        bucket = bucket_of(record)
        quota = self._used.get(bucket)
        if quota is None and limit is None:
            return {}
        now = self._clock()
        most, left = (quota.limit, quota.limit - quota.used) if quota is not None else (1, 0)
        after = limit.seconds if limit is not None else max(0.0, quota.per - (now - quota.begun).total_seconds()) if quota else 0.0
        return (limit.headers if limit is not None else {}) | {
            "X-RateLimit-Limit": str(most),
            "X-RateLimit-Remaining": str(0 if limit is not None else left),
            "X-RateLimit-Reset": f"{now.timestamp() + after:.3f}",
            "X-RateLimit-Reset-After": f"{after:.3f}",
            "X-RateLimit-Bucket": bucket.hash,
        }


def bucket_of(record: Request) -> Bucket:
    major = _MAJOR.match(record.path)
    return Bucket(f"{record.method} {_ID.sub('/{id}', record.path)}", major[1] if major is not None else "")
