"""The states and choices things can be in: plain words that the core, its tables and the adapters share."""

from __future__ import annotations

import enum


class Visibility(enum.Enum):
    """Who may see thanks, widest first (product stance 2)."""

    MESSAGE = "message"  # under the message that was thanked, and in the digest
    DIGEST = "digest"
    ME = "me"


class SpaceKind(enum.Enum):
    """Whose hours a place keeps by default: a workspace rests in the evening and at weekends, a server at night."""

    WORKSPACE = "workspace"
    SERVER = "server"


class GuildState(enum.Enum):
    STARTING = "starting"
    ACTIVE = "active"
    CLOSED = "closed"


class Admission(enum.Enum):
    OPEN = "open"


class ChapterState(enum.Enum):
    OPENING = "opening"  # until a steward agreed and the first post is delivered
    OPEN = "open"
    CLOSED = "closed"


class Role(enum.Enum):
    MEMBER = "member"
    STEWARD = "steward"


class MemberState(enum.Enum):
    MEMBER = "member"
    RESTING = "resting"
    LEFT = "left"


class AskKind(enum.Enum):
    HAND = "hand"
    PERSPECTIVE = "perspective"
    CHALLENGE = "challenge"


class AskState(enum.Enum):
    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class OfferState(enum.Enum):
    OPEN = "open"
    TAKEN = "taken"
    THANKED = "thanked"
    WITHDRAWN = "withdrawn"


class HelpState(enum.Enum):
    NOTED = "noted"
    CONFIRMED = "confirmed"
    DROPPED = "dropped"


class Sharing(enum.Enum):
    PRIVATE = "private"
    SIGNED = "signed"


class NoticeState(enum.Enum):
    OWED = "owed"
    SENDING = "sending"
    DELIVERED = "delivered"
    DROPPED = "dropped"  # given up, or no longer true; `why` says which


class OccurrenceState(enum.Enum):
    DUE = "due"
    DONE = "done"
    SKIPPED = "skipped"
