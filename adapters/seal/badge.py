"""What a sealed record looks like: an AchievementCredential of Open Badges 3.0 over the Verifiable Credentials Data Model 2.0.

The shape is declared once, for writing and for reading: a file that has anything more, less or otherwise is none of ours. It
may grow by optional fields only, or files sealed earlier would be refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal
from uuid import NAMESPACE_URL, uuid5

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from adapters.seal import MOST_LINES, TooManyLines
from adapters.seal.issuer import Issuer
from adapters.seal.proof import CONTEXTS

ACHIEVEMENT = "urn:uuid:9c1f5a0e-3f0b-4d0e-9a3c-6a1c52a7d9e4"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")  # what RDFC-1.0 and PyLD write differently, or UTF-8 not at all


def _printable(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("control characters")
    return text


def _known(contexts: tuple[str, str]) -> tuple[str, str]:
    if contexts != CONTEXTS:
        raise ValueError("other contexts")
    return contexts


Words = Annotated[str, AfterValidator(_printable)]
Urn = Annotated[str, StringConstraints(pattern=r"^urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
Line = Annotated[str, StringConstraints(pattern=r"^urn:uuid:[0-9a-f-]{36}#[1-9][0-9]{0,5}$")]
_KEY = "z[1-9A-HJ-NP-Za-km-z]{40,60}"
_DID = rf"did:(key:{_KEY}|web:[a-z0-9.-]+(%3A[0-9]+)?(:[A-Za-z0-9._-]+)*)"
Did = Annotated[str, StringConstraints(pattern=rf"^{_DID}$")]
Method = Annotated[str, StringConstraints(pattern=rf"^{_DID}#{_KEY}$")]
Moment = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$")]
Signature = Annotated[str, StringConstraints(pattern=r"^z[1-9A-HJ-NP-Za-km-z]{60,100}$")]


class _Exact(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Profile(_Exact):
    id: Did
    type: tuple[Literal["Profile"]] = ("Profile",)
    name: Words | None = None
    url: Words | None = None


class Identity(_Exact):
    """The person, by the name they go by here. Not hashed: they show the file to whom they like."""

    type: Literal["IdentityObject"] = "IdentityObject"
    hashed: Literal[False] = False
    identityHash: Words
    identityType: Literal["name"] = "name"


class Criteria(_Exact):
    narrative: Words = (
        "Each line of evidence is a plain fact, or words that somebody wrote to this person or about what they did. Nothing is "
        "counted or compared. The person chose what is in it; others are named only where they agreed."
    )


class Achievement(_Exact):
    id: Urn = ACHIEVEMENT
    type: tuple[Literal["Achievement"]] = ("Achievement",)
    name: Words = "Record kept with guildbot"
    description: Words = "What a person did, and was told, in guilds that belong to no company. Made at that person’s own request."
    inLanguage: Words = "en"
    criteria: Criteria = Criteria()


class Subject(_Exact):
    type: tuple[Literal["AchievementSubject"]] = ("AchievementSubject",)
    identifier: tuple[Identity]
    achievement: Achievement = Achievement()


class Evidence(_Exact):
    """One public line. The number in its id keeps its place: linked data knows no order."""

    id: Line
    type: tuple[Literal["Evidence"]] = ("Evidence",)
    name: Words
    narrative: Words | None = None
    description: Words | None = None
    genre: Words


class Badge(_Exact):
    context: Annotated[tuple[str, str], AfterValidator(_known)] = Field(default=CONTEXTS, alias="@context")
    id: Urn
    type: tuple[Literal["VerifiableCredential"], Literal["OpenBadgeCredential"]] = ("VerifiableCredential", "OpenBadgeCredential")
    name: Words = "Record kept with guildbot"
    issuer: Profile
    validFrom: Moment
    credentialSubject: Subject
    evidence: Annotated[tuple[Evidence, ...], Field(max_length=MOST_LINES)] = ()

    def data(self) -> dict[str, Any]:
        return self.model_dump(mode="json", by_alias=True, exclude_none=True)


class Proof(_Exact):
    type: Literal["DataIntegrityProof"]
    cryptosuite: Literal["eddsa-rdfc-2022"]
    created: Moment
    verificationMethod: Method
    proofPurpose: Literal["assertionMethod"]
    proofValue: Signature


class SealedBadge(Badge):
    proof: tuple[Proof]  # a list, as 1EdTech's schema wants it

    @property
    def in_order(self) -> bool:
        """Whether its lines stand where they stood."""
        return [line.id for line in self.evidence] == [f"{self.id}#{place}" for place in range(1, len(self.evidence) + 1)]


def badge(record: Mapping[str, Any], issuer: Issuer) -> Badge:
    """A record's public sections, as `guildbot.records` writes them, as a badge without a proof. Raises TooManyLines."""
    id = f"urn:uuid:{uuid5(NAMESPACE_URL, json.dumps([issuer.did, record], sort_keys=True))}"
    lines = [(section["title"], entry) for section in record["sections"] for entry in section["entries"]]
    if len(lines) > MOST_LINES:
        raise TooManyLines(len(lines))
    return Badge(
        id=id,
        issuer=Profile(id=issuer.did, name=_clean(issuer.name) or None, url=issuer.url or None),
        validFrom=record["made"],
        credentialSubject=Subject(identifier=(Identity(identityHash=_clean(record["name"])),)),
        evidence=tuple(_evidence(f"{id}#{place}", _clean(title), entry) for place, (title, entry) in enumerate(lines, 1)),
    )


def _evidence(id: str, title: str, entry: Mapping[str, Any]) -> Evidence:
    about, words = _clean(entry.get("about")), ". ".join(_clean(part) for part in (entry.get("fact"), entry["words"]) if part)
    return Evidence(id=id, name=about or title, narrative=words or None, description=_facts(entry) or None, genre=title)


def _facts(entry: Mapping[str, Any]) -> str:
    """When, and whose words: `2025-03-01 – 2026-01-31 (Hanne)`. No language is needed for it."""
    since, until, by = entry["from"], entry["to"], _clean(entry["by"])
    when = since or "" if until in (None, since) else f"{since or ''} – {until}".lstrip()
    return " ".join(part for part in (when, f"({by})" if by else "") if part)


def _clean(text: str | None) -> str:
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text or "")
