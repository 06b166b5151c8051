"""Forgetting (rule P5): private words are gone at once, lines written for others stay, signed “a former member”."""

from guildbot.forgetting.deed import asked, forget, not_now, scrubbed, unscrubbed
from guildbot.forgetting.outcomes import WORD, Forgetting, Forgotten, NotForgotten, NotTheWord, Outcome

__all__ = [
    "WORD",
    "Forgetting",
    "Forgotten",
    "NotForgotten",
    "NotTheWord",
    "Outcome",
    "asked",
    "forget",
    "not_now",
    "scrubbed",
    "unscrubbed",
]
