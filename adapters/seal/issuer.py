"""Who vouches for a sealed record: a host under its own name (did:web), or just a key (did:key)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from adapters.seal.keys import Key


@dataclass(frozen=True, slots=True)
class Issuer:
    did: str
    public: str  # the key it signs with, as a Multikey
    name: str = ""
    url: str = ""

    @classmethod
    def of(cls, key: Key, url: str, name: str) -> Issuer:
        return cls(f"did:web:{_web(url)}" if url else f"did:key:{key.public}", key.public, name, url)

    @property
    def method(self) -> str:
        """What a proof names: which key of whom."""
        return f"{self.did}#{self.public}"

    @property
    def address(self) -> str | None:
        """Where its document stands; None for a did:key, which says it all itself."""
        return address(self.did) if self.did.startswith("did:web:") else None

    @property
    def path(self) -> str | None:
        return urlsplit(self.address).path if self.address else None

    @property
    def document(self) -> dict[str, Any]:
        """The DID document, which says that this key may speak for this host."""
        method = {"id": self.method, "type": "Multikey", "controller": self.did, "publicKeyMultibase": self.public}
        return {
            "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
            "id": self.did,
            "verificationMethod": [method],
            "assertionMethod": [self.method],
        }


def address(did: str) -> str:
    """Where the document of a did:web stands: `https://example.org/bots/did.json` for `did:web:example.org:bots`."""
    host, *path = did.removeprefix("did:web:").split(":")
    host = host.replace("%3A", ":")
    scheme = "http" if host.split(":")[0] == "localhost" else "https"
    return f"{scheme}://{'/'.join((host, *path)) if path else f'{host}/.well-known'}/did.json"


def _web(url: str) -> str:
    parts = urlsplit(url)
    return parts.netloc.replace(":", "%3A") + parts.path.replace("/", ":")
