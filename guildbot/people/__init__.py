"""People and their accounts: who acts, who is meant, when they may be written to, and what they chose about themselves."""

from guildbot.people.arriving import arrive, blocking, by_account, meet, recognise, unheard
from guildbot.people.departing import changed, detach, let_go
from guildbot.people.learning import give_up_looking, learn, unknown_accounts
from guildbot.people.naming import handle, named, suggest
from guildbot.people.outcomes import (
    Facts,
    LongWord,
    NotAnHour,
    NotAZone,
    NotHours,
    NotMetHere,
    Profile,
    ProfileKept,
    Several,
    Suggested,
    ThanksChosen,
    TooManyWords,
)
from guildbot.people.profile import change, choose, choose_thanks, parse_hours, show
from guildbot.people.reaching import Way, hold, reach, wake, way
from guildbot.people.statements import BLOCKED_BY, SHOWN_NAME
from guildbot.people.telling import resume, tell

__all__ = [
    "BLOCKED_BY",
    "SHOWN_NAME",
    "Facts",
    "LongWord",
    "NotAZone",
    "NotAnHour",
    "NotHours",
    "NotMetHere",
    "Profile",
    "ProfileKept",
    "Several",
    "Suggested",
    "ThanksChosen",
    "TooManyWords",
    "Way",
    "arrive",
    "blocking",
    "by_account",
    "change",
    "changed",
    "choose",
    "choose_thanks",
    "detach",
    "give_up_looking",
    "handle",
    "hold",
    "learn",
    "let_go",
    "meet",
    "named",
    "parse_hours",
    "reach",
    "recognise",
    "resume",
    "show",
    "suggest",
    "tell",
    "unheard",
    "unknown_accounts",
    "wake",
    "way",
]
