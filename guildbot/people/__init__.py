"""People and their accounts: who acts, who is meant, when they may be written to, and what they chose about themselves."""

from guildbot.people.arriving import arrive, by_account, meet, recognise
from guildbot.people.naming import handle, named, suggest
from guildbot.people.outcomes import Facts, NotAZone, NotHours, NotMetHere, Profile, ProfileKept, Several, ThanksChosen
from guildbot.people.profile import change, choose_thanks, give_up_looking, learn, parse_hours, show, unknown_accounts
from guildbot.people.statements import SHOWN_NAME
from guildbot.people.telling import tell

__all__ = [
    "SHOWN_NAME",
    "Facts",
    "NotAZone",
    "NotHours",
    "NotMetHere",
    "Profile",
    "ProfileKept",
    "Several",
    "ThanksChosen",
    "arrive",
    "by_account",
    "change",
    "choose_thanks",
    "give_up_looking",
    "handle",
    "learn",
    "meet",
    "named",
    "parse_hours",
    "recognise",
    "show",
    "suggest",
    "tell",
    "unknown_accounts",
]
