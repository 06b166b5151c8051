"""One guild's week, for one chapter: people's own words, gathered with their consent at the moment it is sent.

One digest a chapter and ISO week, however often the job runs (rule D1). People least recently shown come first, ties by a
seeded shuffle; nothing here reads how many kudos or helps anybody has (rule D3). Nobody is quoted who was forgotten (rule P5).
"""

from guildbot.digests.gathering import FIRST_WEEKS, UNSHARED
from guildbot.digests.lines import MOST_LINE, LineForm, LineOffered, LineTakenBack, NoDigestYet, line_form, offer_line, take_back_line
from guildbot.digests.outcomes import (
    QUOTED,
    Coming,
    Digest,
    Going,
    Item,
    Line,
    Moved,
    Section,
    Thanked,
)
from guildbot.digests.posting import corrected, gather, gather_all, not_posted, post, telling_of, went_out
from guildbot.digests.previewing import (
    CaretakersLeaveOut,
    Outcome,
    Preview,
    PreviewInAChannel,
    ReadOn,
    TooEarly,
    leave_out,
    preview,
    put_back,
    read_on,
)

__all__ = [
    "FIRST_WEEKS",
    "MOST_LINE",
    "QUOTED",
    "UNSHARED",
    "CaretakersLeaveOut",
    "Coming",
    "Digest",
    "Going",
    "Item",
    "Line",
    "LineForm",
    "LineOffered",
    "LineTakenBack",
    "Moved",
    "NoDigestYet",
    "Outcome",
    "Preview",
    "PreviewInAChannel",
    "ReadOn",
    "Section",
    "Thanked",
    "TooEarly",
    "corrected",
    "gather",
    "gather_all",
    "leave_out",
    "line_form",
    "not_posted",
    "offer_line",
    "post",
    "preview",
    "put_back",
    "read_on",
    "take_back_line",
    "telling_of",
    "went_out",
]
