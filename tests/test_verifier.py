"""Sealed records before an implementation that nobody here wrote: Digital Bazaar's, in Node. Opt-in: `make verifier`."""

from __future__ import annotations

import copy
import json
import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from adapters.seal.issuer import Issuer
from adapters.seal.keys import Key
from adapters.seal.sealing import credential
from guildbot import multibase

pytestmark = pytest.mark.skipif(not os.environ.get("GUILDBOT_TEST_VERIFIER"), reason="needs Node and its packages: make verifier")
HERE = Path(__file__).parent / "verifier"
KEY, OTHER = Key(bytes(range(32))), Key(bytes(range(1, 33)))
HOST, BARE = Issuer.of(KEY, "https://guildbot.example.org:8443/tide", "the Tidewater cooperative"), Issuer.of(KEY, "", "")
ODD = [
    "plain",
    "two\nlines\r\nand\ta tab",
    '“quotes” "straight" \\ and \\n backslashes',
    "💛 𝔘 \ue000 \uffff \u2028 \u2029 \ufeff",
    "Ü (composed) Ü (not)",
    "עברית العربية \u200f\u202e",
    "<script>alert(1)</script> &amp; _:c14n0 @en ^^<x>",
    " leading and trailing ",
    "\x00\x07\x0b\x1b[31m\x7f\x85\x9b",
]


def entry(words: str, about: str = "", by: str | None = None) -> dict[str, Any]:
    return {"from": "2025-03-01", "to": None, "about": about, "words": words, "by": by}


RECORD: dict[str, Any] = {
    "made": "2026-11-20T10:00:00Z",
    "name": "Yusra Haddad",
    "sections": [
        {"id": "guilds", "title": "Guilds", "entries": [entry("Member", "Tidewater"), entry("Member", "Tidewater")]},
        {"id": "thanks", "title": "Thanks", "entries": [entry(words, words, words) for words in ODD]},
    ],
}


def node(*arguments: str) -> list[dict[str, Any]]:
    done = subprocess.run(["node", HERE / "verifier.mjs", *arguments], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.rstrip("\n").split("\n")]


@pytest.fixture
def verify(tmp_path: Path) -> Callable[..., list[dict[str, Any]]]:
    def verify(*records: Mapping[str, Any], host: Issuer = HOST) -> list[dict[str, Any]]:
        files = [tmp_path / f"{number}.json" for number in range(len(records))]
        for file, record in zip(files, records, strict=True):
            file.write_text(json.dumps(record), encoding="utf-8")
        did = tmp_path / "did.json"
        did.write_text(json.dumps(host.document), encoding="utf-8")
        return node("verify", *map(str, files), "--did", str(did))

    return verify


def test_it_verifies_what_guildbot_sealed(verify: Any) -> None:
    records = [credential(RECORD, KEY, issuer) for issuer in (HOST, BARE)] + [credential(RECORD | {"sections": []}, KEY, HOST)]
    assert verify(*records) == [{"verified": True, "why": ""}] * 3


@pytest.mark.parametrize("issuer", [HOST, BARE], ids=["did:web", "did:key"])
def test_it_seals_to_the_same_bytes(issuer: Issuer, tmp_path: Path) -> None:
    ours = credential(RECORD, KEY, issuer)
    bare = tmp_path / "bare.json"
    bare.write_text(json.dumps({word: said for word, said in ours.items() if word != "proof"}), encoding="utf-8")
    (theirs,) = node("seal", str(bare), KEY.secret, issuer.method, RECORD["made"])
    assert theirs | {"proof": [theirs["proof"]]} == ours


def tampered() -> dict[str, dict[str, Any]]:
    """What a reader would see otherwise."""
    sealed = credential(RECORD, KEY, HOST)
    made: dict[str, dict[str, Any]] = {}
    for where in ("name", "narrative", "description", "genre", "id"):
        made[f"evidence {where}"] = copy.deepcopy(sealed)
        made[f"evidence {where}"]["evidence"][0][where] += "x"
    made["a line less"] = copy.deepcopy(sealed)
    del made["a line less"]["evidence"][0]
    made["a line more"] = copy.deepcopy(sealed)
    made["a line more"]["evidence"].append(sealed["evidence"][0] | {"id": f"{sealed['id']}#99"})
    made["two lines' numbers exchanged"] = copy.deepcopy(sealed)
    first, _, third, *_ = made["two lines' numbers exchanged"]["evidence"]
    first["id"], third["id"] = third["id"], first["id"]
    made["another person"] = copy.deepcopy(sealed)
    made["another person"]["credentialSubject"]["identifier"][0]["identityHash"] = "Leigh"
    made["another day"] = sealed | {"validFrom": "2026-11-19T10:00:00Z"}
    made["another issuer's name"] = sealed | {"issuer": sealed["issuer"] | {"name": "the Kelp cooperative"}}
    made["another issuer"] = sealed | {"issuer": sealed["issuer"] | {"id": BARE.did}}
    made["a word nobody knows"] = sealed | {"nickname": "Yus"}
    made["a wrong word in a line"] = copy.deepcopy(sealed)
    made["a wrong word in a line"]["evidence"][0]["narrativ"] = made["a wrong word in a line"]["evidence"][0].pop("narrative")
    made["another record's proof"] = sealed | {"proof": credential(RECORD | {"name": "Leigh"}, KEY, HOST)["proof"]}
    made["another moment"] = sealed | {"proof": sealed["proof"][0] | {"created": "2026-11-19T10:00:00Z"}}
    made["another key's proof"] = credential(RECORD, OTHER, HOST)
    signature = bytearray(multibase.decoded(sealed["proof"][0]["proofValue"]))
    signature[0] ^= 1
    made["a bit of the signature"] = sealed | {"proof": sealed["proof"][0] | {"proofValue": multibase.encoded(bytes(signature))}}
    return made


def test_it_refuses_what_was_changed(verify: Any) -> None:
    made = tampered()
    told = dict(zip(made, verify(*made.values()), strict=True))
    assert len(told) == 18
    assert [name for name, one in told.items() if one["verified"]] == []
    assert told["evidence name"]["why"] == "Invalid signature."
