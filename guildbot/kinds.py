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
    """How a guild takes people in (rule G5)."""

    OPEN = "open"
    VOUCH = "vouch"
    CLOSED = "closed"  # nobody new for now


class ChapterState(enum.Enum):
    OPENING = "opening"  # until a steward agreed and the first post is delivered
    OPEN = "open"
    PAUSED = "paused"  # the bot may not post there at the moment
    CLOSED = "closed"


class Role(enum.Enum):
    MEMBER = "member"
    STEWARD = "steward"


class MemberState(enum.Enum):
    MEMBER = "member"
    RESTING = "resting"
    LEFT = "left"
    FOLDED = "folded"  # the same person's other spell in this guild, for as long as two accounts are linked


class CandidacyState(enum.Enum):
    OPEN = "open"
    ADMITTED = "admitted"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class VouchState(enum.Enum):
    OPEN = "open"
    COUNTED = "counted"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"


class LinkKind(enum.Enum):
    CODE = "code"  # made on one account, entered on the other, confirmed on the first
    RECOVERY = "recovery"  # a person came back with their recovery code
    SAME = "same"  # the platform said that two accounts are one


class LinkState(enum.Enum):
    OPEN = "open"  # the code is made
    ASKED = "asked"  # entered on another account; the first has to confirm
    MADE = "made"
    REFUSED = "refused"
    VOID = "void"  # a newer code, or seen in public
    UNDONE = "undone"


class BondState(enum.Enum):
    OPEN = "open"  # one of the two said so
    MADE = "made"
    LAPSED = "lapsed"
    ENDED = "ended"
    FOLDED = "folded"  # between two accounts of one person, for as long as they are linked


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
    FOLDED = "folded"  # between two accounts of one person, for as long as they are linked


class Sharing(enum.Enum):
    PRIVATE = "private"
    SIGNED = "signed"
    UNSIGNED = "unsigned"


class NoticeState(enum.Enum):
    OWED = "owed"
    WAITING = "waiting"  # its person has no way in at the moment: it goes once they have one again
    SENDING = "sending"
    DELIVERED = "delivered"
    DROPPED = "dropped"  # given up, or no longer true; `why` says which


class OccurrenceState(enum.Enum):
    DUE = "due"
    DONE = "done"
    SKIPPED = "skipped"


class Part(enum.Enum):
    """A section of somebody's own record."""

    GUILDS = "guilds"
    WORK = "work"
    HELP = "help"
    THANKS = "thanks"
    VOUCHES = "vouches"
    PROFILE = "profile"  # from here on: for their eyes only, never in a file on Slack
    KEPT = "kept"
    GIVEN = "given"
    ASKS = "asks"
    ANSWERS = "answers"
    BONDS = "bonds"

    @property
    def public(self) -> bool:
        return self in (Part.GUILDS, Part.WORK, Part.HELP, Part.THANKS, Part.VOUCHES)
