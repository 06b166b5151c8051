"""Looking at a file: is it a record that this host sealed, and is it unchanged? Nothing is looked up anywhere."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from adapters.seal import proof
from adapters.seal.badge import SealedBadge
from adapters.seal.issuer import Issuer, address

MOST_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Ours:
    name: str
    sealed: str
    did: str

    @property
    def sentence(self) -> str:
        day, time = self.sealed.rstrip("Z").split("T")
        return f"Unchanged, sealed by {self.did}, which is this host’s. It is the record of {self.name}, made on {day} at {time} UTC."


@dataclass(frozen=True, slots=True)
class SomeKeys:
    """Unchanged, but anybody can make such a key."""

    did: str
    here: str  # this host's did, or nothing

    @property
    def sentence(self) -> str:
        who = f"which is not this host’s ({self.here})" if self.here else "and this host has no GUILDBOT_SIGNING_KEY to compare it with"
        return f"Unchanged, sealed by {self.did}, {who}. Anybody can make such a key: ask whoever gave you the file whose it is."


@dataclass(frozen=True, slots=True)
class Elsewheres:
    """Unchanged since somebody sealed it in another host's name."""

    did: str
    public: str

    @property
    def sentence(self) -> str:
        return (
            f"Unchanged since it was sealed with the key {self.public}. It says that key is {self.did}’s, which is not this host, and "
            f"I look nothing up. It is theirs if {address(self.did)} names it under “assertionMethod”; any Open Badges 3.0 verifier "
            "looks there, and `guildbot verify` on that host knows it."
        )


@dataclass(frozen=True, slots=True)
class OtherKey:
    """In this host's name, but not with its key."""

    did: str
    public: str
    here: str

    @property
    def sentence(self) -> str:
        return (
            f"Not this host’s seal. It says {self.did}, which is this host, but was sealed with the key {self.public}, and the key here is "
            f"{self.here}. Either somebody else made it, or GUILDBOT_SIGNING_KEY was another one then."
        )


@dataclass(frozen=True, slots=True)
class Changed:
    what: str = "its words and its proof do not belong together"

    @property
    def sentence(self) -> str:
        return f"Not as it was sealed: {self.what}. Somebody changed it, or it was sealed with another key than it names."


@dataclass(frozen=True, slots=True)
class NotSealed:
    why: str

    @property
    def sentence(self) -> str:
        return f"This is not a sealed record: {self.why}."


Verdict = Ours | SomeKeys | Elsewheres | OtherKey | Changed | NotSealed


def check(file: Path, host: Issuer | None) -> Verdict:
    """`host`: who seals here, if anybody does. Raises OSError."""
    with file.open("rb") as open_file:
        content = open_file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        return NotSealed(f"no record is larger than {MOST_BYTES // 1_000_000} MB")
    try:
        text = content.decode("utf-8-sig")
        document = json.loads(text, object_pairs_hook=_once)
    except _Twice as twice:
        return NotSealed(f"it says “{twice}” twice in one place, and nobody can tell which is meant")
    except (ValueError, RecursionError):
        return NotSealed("it is no JSON")
    if not isinstance(document, dict) or "proof" not in document:
        return NotSealed("it is JSON without a proof. The sealed one comes beside it, when a record is made")
    try:
        badge = SealedBadge.model_validate_json(text)
    except ValidationError as error:
        return Changed(_place(error.errors(include_url=False, include_context=False, include_input=False)[0]["loc"]))
    if badge.data() != document or not badge.in_order:
        return Changed("something in it is missing, added, or not in its place")
    return _judged(document, badge, host)


def _judged(document: dict[str, Any], badge: SealedBadge, host: Issuer | None) -> Verdict:
    (seal,) = document.pop("proof")
    did, public = badge.proof[0].verificationMethod.split("#")
    if did != badge.issuer.id:
        return Changed(f"the proof is {did}’s, and the record says {badge.issuer.id}")
    if did.startswith("did:key:") and did != f"did:key:{public}":
        return Changed("its key is not the one it is named after")
    try:
        if not proof.holds(document, seal, public):
            return Changed()
    except ValueError:
        return Changed("its proof cannot be read")
    if host is not None and public == host.public:
        return Ours(badge.credentialSubject.identifier[0].identityHash, badge.validFrom, did)
    if did.startswith("did:key:"):
        return SomeKeys(did, host.did if host else "")
    if host is not None and did == host.did:
        return OtherKey(did, public, host.public)
    return Elsewheres(did, public)


class _Twice(ValueError):
    """One word stands twice in one place; readers would differ on what it says."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for word, value in pairs:
        if word in found:
            raise _Twice(_shown(word))
        found[word] = value
    return found


def _place(path: tuple[int | str, ...]) -> str:
    """Where a file is otherwise than a sealed record, as a person would find it: `evidence › 3 › name`."""
    where = " › ".join(str(step + 1) if isinstance(step, int) else _shown(step) for step in path)
    return f"“{where}” is not what stands there in a sealed record" if where else "it has another form than a sealed record"


def _shown(word: str) -> str:
    """A stranger's word, fit for a terminal."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in word[:40])
