"""Every table. Rows stay inside the core: what leaves it is an outcome."""

from guildbot.db.tables.asks import ask, help_, offer
from guildbot.db.tables.columns import Utc, metadata
from guildbot.db.tables.digests import digest, first_line, left_out, occurrence, schedule, shown
from guildbot.db.tables.guilds import candidacy, chapter, charter, guild, invitation, log_entry, membership, vouch
from guildbot.db.tables.kudos import kudos, receipt, second
from guildbot.db.tables.notices import notice, seen
from guildbot.db.tables.people import account, apart, block, bond, engagement, introduced, introduction, link, met, person, wrong_code
from guildbot.db.tables.reflections import own_prompt, reply, response, round_
from guildbot.db.tables.spaces import room, space

__all__ = [
    "Utc",
    "account",
    "apart",
    "ask",
    "block",
    "bond",
    "candidacy",
    "chapter",
    "charter",
    "digest",
    "engagement",
    "first_line",
    "guild",
    "help_",
    "introduced",
    "introduction",
    "invitation",
    "kudos",
    "left_out",
    "link",
    "log_entry",
    "membership",
    "met",
    "metadata",
    "notice",
    "occurrence",
    "offer",
    "own_prompt",
    "person",
    "receipt",
    "reply",
    "response",
    "room",
    "round_",
    "schedule",
    "second",
    "seen",
    "shown",
    "space",
    "vouch",
    "wrong_code",
]
