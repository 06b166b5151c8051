"""The proof on a document: `eddsa-rdfc-2022` of W3C's Data Integrity. What is signed is what the words mean, not how they are spaced.

The meaning of every word comes from the contexts in this folder; no other is known, and nothing is fetched. A word that no
context knows would be left out of what is signed, so it is refused instead.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from pyld import FrozenDocumentLoader
from pyld.jsonld import JsonLdError, JsonLdProcessor

from adapters.seal.keys import Key, signed
from guildbot import multibase

CONTEXTS = ("https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json")
_FILES = ("credentials-v2.jsonld", "open-badges-3.0.3.jsonld")
_LOADER = FrozenDocumentLoader({url: Path(__file__).parent / "contexts" / file for url, file in zip(CONTEXTS, _FILES, strict=True)})
_NAME = re.compile(r"""[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\]*""")  # an absolute IRI
_ONE_AT_A_TIME = threading.Lock()  # PyLD keeps contexts in a cache that threads must not share

Document = Mapping[str, Any]


class NotWhole(ValueError):
    """Something in a document has no meaning that could be signed."""


def prove(document: Document, key: Key, method: str, created: str) -> dict[str, Any]:
    """A document's proof. `method` names the key, `created` is an XML Schema dateTime. Raises NotWhole."""
    facts = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": created,
        "verificationMethod": method,
        "proofPurpose": "assertionMethod",
    }
    return {**facts, "proofValue": multibase.encoded(key.sign(_said(document, facts)))}


def holds(document: Document, proof: Document, public: str) -> bool:
    """Whether a proof fits a document and this key. Raises NotWhole, and ValueError for keys and values that are none."""
    facts = dict(proof)
    signature = multibase.decoded(facts.pop("proofValue"))
    return signed(public, signature, _said(document, facts))


def _said(document: Document, facts: Document) -> bytes:
    """What is signed: the hash of the proof's own facts, then that of the document."""
    return _hash({"@context": document["@context"], **facts}) + _hash(document)


def _hash(document: Document) -> bytes:
    return sha256(canonical(document).encode()).digest()


def canonical(document: Document) -> str:
    """The document's meaning as sorted N-Quads (RDFC-1.0). Raises NotWhole.

    PyLD writes tabs and line ends as RDFC-1.0 does, but no other control character: whoever seals leaves those out.
    """
    options = {"documentLoader": _LOADER, "base": None}  # no base: otherwise PyLD makes up an address for names that are none
    try:
        with _ONE_AT_A_TIME:
            meaning = JsonLdProcessor(on_property_dropped=_refuse).expand(dict(document), options)
            for name in _names(meaning):
                if not _NAME.fullmatch(name):
                    _refuse(name)
            return str(JsonLdProcessor().normalize(meaning, {**options, "algorithm": "URDNA2015", "format": "application/n-quads"}))
    except JsonLdError as error:
        raise NotWhole(str(error)) from error


def _names(meaning: Any) -> Iterator[str]:
    """Everything that must be an absolute name in what a document means: ids and types."""
    if isinstance(meaning, list):
        for one in meaning:
            yield from _names(one)
    elif isinstance(meaning, dict):
        for word, value in meaning.items():
            if word == "@id" or (word == "@type" and "@value" not in meaning):
                yield from [value] if isinstance(value, str) else value
            else:
                yield from _names(value)


def _refuse(word: str | None) -> None:
    raise NotWhole(f"“{word}” means nothing in any known context")
