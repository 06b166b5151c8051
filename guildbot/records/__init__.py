"""My record: what somebody did and was told here, gathered at their own wish and never stored (rule P10)."""

from guildbot.records.gathering import choose, gather
from guildbot.records.outcomes import (
    ON_THIS_PAGE,
    TITLES,
    Choosing,
    Entry,
    File,
    Files,
    NotAllowed,
    NothingChosen,
    NotTaken,
    OnTheirWay,
    Ready,
    Record,
    Seal,
    Section,
    Told,
    Unsealed,
)
from guildbot.records.paging import Page, paged
from guildbot.records.writing import as_csv, as_data, as_json, as_markdown, file_name, files

__all__ = [
    "ON_THIS_PAGE",
    "TITLES",
    "Choosing",
    "Entry",
    "File",
    "Files",
    "NotAllowed",
    "NotTaken",
    "NothingChosen",
    "OnTheirWay",
    "Page",
    "Ready",
    "Record",
    "Seal",
    "Section",
    "Told",
    "Unsealed",
    "as_csv",
    "as_data",
    "as_json",
    "as_markdown",
    "choose",
    "file_name",
    "files",
    "gather",
    "paged",
]
