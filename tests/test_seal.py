"""The sealed record: what it says, that anybody can check it, and that no change to it goes unseen."""

from __future__ import annotations

import copy
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from adapters import seal
from adapters.doctor import examine
from adapters.main import app
from adapters.seal import proof
from adapters.seal.badge import ACHIEVEMENT
from adapters.seal.checking import MOST_BYTES, Changed, Elsewheres, NotSealed, OtherKey, Ours, SomeKeys, Verdict, check
from adapters.seal.issuer import Issuer, address
from adapters.seal.keys import Key
from adapters.seal.sealing import Sealer, credential
from guildbot.settings import Settings

RECORD: dict[str, Any] = {
    "made": "2026-11-20T10:00:00Z",
    "name": "Yusra Haddad",
    "sections": [
        {
            "id": "guilds",
            "title": "Guilds",
            "entries": [
                {"from": "2025-03-01", "to": None, "about": "Tidewater", "words": "Member", "by": None},
                {"from": "2024-01-08", "to": "2024-12-20", "about": "Kelp", "words": "", "by": None},
            ],
        },
        {
            "id": "thanks",
            "title": "Thanks",
            "entries": [
                {"from": "2025-04-01", "to": "2025-04-01", "about": "", "words": "You rang instead of typing.", "by": "Hanne"},
                {"from": None, "to": None, "words": "“Twice”, she said,\n\tand “nobody argued” 💛", "by": None},
            ],
        },
        {"id": "vouches", "title": "Vouches", "entries": []},
    ],
}
KEY, OTHER = Key(bytes(range(32))), Key(bytes(range(1, 33)))
HOST = Issuer.of(KEY, "https://guildbot.example.org", "the Tidewater cooperative")
BARE = Issuer.of(KEY, "", "")


def sealed(record: dict[str, Any] = RECORD, key: Key = KEY, issuer: Issuer = HOST) -> dict[str, Any]:
    return credential(record, key, issuer)


@pytest.fixture
def judge(tmp_path: Path) -> Any:
    """What this host says of a file with that content."""
    file = tmp_path / "record.json"

    def judge(content: Any, host: Issuer | None = HOST) -> Verdict:
        file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return check(file, host)

    return judge


# What it says


def test_a_sealed_record_is_an_open_badge_with_each_line_as_evidence() -> None:
    made = sealed()
    del made["proof"]
    id = made["id"]
    assert id.startswith("urn:uuid:")
    criteria = made["credentialSubject"]["achievement"].pop("criteria")
    assert "others are named only where they agreed" in criteria["narrative"]
    assert "own request" in made["credentialSubject"]["achievement"].pop("description")
    assert made == {
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
        "id": id,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": "Record kept with guildbot",
        "issuer": {
            "id": "did:web:guildbot.example.org",
            "type": ["Profile"],
            "name": "the Tidewater cooperative",
            "url": "https://guildbot.example.org",
        },
        "validFrom": "2026-11-20T10:00:00Z",
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [{"type": "IdentityObject", "hashed": False, "identityHash": "Yusra Haddad", "identityType": "name"}],
            "achievement": {"id": ACHIEVEMENT, "type": ["Achievement"], "name": "Record kept with guildbot", "inLanguage": "en"},
        },
        "evidence": [
            line(id, 1, "Guilds", name="Tidewater", narrative="Member", description="2025-03-01"),
            line(id, 2, "Guilds", name="Kelp", description="2024-01-08 – 2024-12-20"),
            line(id, 3, "Thanks", name="Thanks", narrative="You rang instead of typing.", description="2025-04-01 (Hanne)"),
            line(id, 4, "Thanks", name="Thanks", narrative="“Twice”, she said,\n\tand “nobody argued” 💛"),
        ],
    }


def line(id: str, place: int, genre: str, **said: str) -> dict[str, Any]:
    return {"id": f"{id}#{place}", "type": ["Evidence"], **said, "genre": genre}


def test_the_same_record_gives_the_same_file() -> None:
    """The value was made by @digitalbazaar/vc 7.3.0 as well: a library that begins to sign something else is noticed here."""
    assert Sealer(KEY, HOST).seal(RECORD) == Sealer(KEY, HOST).seal(copy.deepcopy(RECORD))
    assert sealed()["proof"][0] == {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-11-20T10:00:00Z",
        "verificationMethod": f"did:web:guildbot.example.org#{KEY.public}",
        "proofPurpose": "assertionMethod",
        "proofValue": "z2rcSzU8tNqNoYSfCwGAhYHCgqaNbzxiHwDaLSRNdds58nGU9Vzf7NKEuJzJnFqfgLNtF5k9dYsqs2frffLtDtjDD",
    }


def test_more_lines_bring_no_number_with_them() -> None:
    """Rule P10: no totals. Outside the lines, a long record says what a short one says."""
    long, short = copy.deepcopy(RECORD), sealed()
    long["sections"][0]["entries"] *= 10
    made = sealed(long)
    for one in (made, short):
        del one["id"], one["evidence"], one["proof"]
    assert made == short


def test_an_empty_record_can_be_sealed(judge: Any) -> None:
    empty = RECORD | {"sections": []}
    assert isinstance(judge(sealed(empty)), Ours)


def test_lines_that_say_the_same_stay_as_many_as_they_are(judge: Any) -> None:
    """Nodes without a name of their own would be confused with each other, and a few dozen would take for ever."""
    record = RECORD | {"sections": [RECORD["sections"][0] | {"entries": RECORD["sections"][0]["entries"][:1] * 60}]}
    made = sealed(record)
    assert len(made["evidence"]) == 60
    assert isinstance(judge(made), Ours)
    del made["evidence"][30]
    assert isinstance(judge(made), Changed)


def test_a_record_too_long_to_seal_is_refused_before_it_takes_for_ever() -> None:
    record = RECORD | {"sections": [RECORD["sections"][0] | {"entries": RECORD["sections"][0]["entries"][:1] * (seal.MOST_LINES + 1)}]}
    with pytest.raises(seal.TooManyLines):
        sealed(record)


@pytest.mark.parametrize(
    ("url", "did", "where"),
    [
        ("https://example.org", "did:web:example.org", "https://example.org/.well-known/did.json"),
        ("https://example.org:8443", "did:web:example.org%3A8443", "https://example.org:8443/.well-known/did.json"),
        ("https://example.org/a/bot", "did:web:example.org:a:bot", "https://example.org/a/bot/did.json"),
        ("http://localhost:8080", "did:web:localhost%3A8080", "http://localhost:8080/.well-known/did.json"),
    ],
)
def test_a_host_seals_in_its_own_name(url: str, did: str, where: str, judge: Any) -> None:
    issuer = Issuer.of(KEY, url, "")
    assert (issuer.did, issuer.address, address(did)) == (did, where, where)
    assert judge(sealed(issuer=issuer), issuer) == Ours("Yusra Haddad", "2026-11-20T10:00:00Z", did)


def test_the_document_of_a_host_names_its_key() -> None:
    document = HOST.document
    assert document["id"] == "did:web:guildbot.example.org"
    assert document["assertionMethod"] == [sealed()["proof"][0]["verificationMethod"]]
    (method,) = document["verificationMethod"]
    assert method == {
        "id": f"{HOST.did}#{KEY.public}",
        "type": "Multikey",
        "controller": HOST.did,
        "publicKeyMultibase": KEY.public,
    }


def test_a_host_without_a_name_is_its_key() -> None:
    assert sealed(issuer=BARE)["issuer"] == {"id": f"did:key:{KEY.public}", "type": ["Profile"]}
    assert BARE.path is None


@pytest.mark.parametrize("odd", ["\x00", "\x07", "\x0b", "\x1b[31m", "\x7f", "\x9b", "\ud800"])
def test_what_cannot_be_sealed_alike_everywhere_is_left_out(odd: str, judge: Any) -> None:
    """RDFC-1.0 writes control characters in a way that not every library has learned."""
    record = copy.deepcopy(RECORD)
    record["name"] = record["sections"][0]["entries"][0]["words"] = f"a{odd}b"
    made = sealed(record)
    assert not set(odd) & set(json.dumps(made, ensure_ascii=False)) - set("[31m")
    assert isinstance(judge(made), Ours)


# What its words mean


def test_contexts_are_the_published_ones() -> None:
    """A context that says otherwise would change what every seal says, or break it."""
    folder = Path(proof.__file__).parent / "contexts"
    assert {file.name: sha256(file.read_bytes()).hexdigest() for file in folder.glob("*.jsonld")} == {
        "credentials-v2.jsonld": "8a9f494a89ecc51db093e90e84713e07e84d6d9204364a9b3c7868b21751236f",
        "open-badges-3.0.3.jsonld": "ef2fa9c7846dce233cc166b43639027278be4ee44f00bb1d45c75de2dd0cd761",
    }


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch, judge: Any) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("somebody went to the network")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert isinstance(judge(sealed()), Ours)
    strange = {"@context": [*proof.CONTEXTS, "https://example.org/context"], "id": "urn:uuid:1", "name": "Ana"}
    with pytest.raises(proof.NotWhole, match=r"https://example\.org/context"):
        proof.prove(strange, KEY, HOST.method, "2026-11-20T10:00:00Z")


@pytest.mark.parametrize(
    "more",
    [
        {"nickname": "Yus"},
        {"issuer": {"id": "did:web:example.org", "shoeSize": "39"}},
        {"type": ["VerifiableCredential", "Unheard"]},
        {"issuer": "just a name"},
        {"evidence": [{"id": "one", "type": ["Evidence"]}]},
        {"evidence": [{"id": "urn:uuid:two words", "type": ["Evidence"]}]},
    ],
)
def test_a_word_that_means_nothing_is_never_left_out_of_a_seal(more: dict[str, Any]) -> None:
    document = {"@context": list(proof.CONTEXTS), "id": "urn:uuid:1", "type": ["VerifiableCredential"], **more}
    with pytest.raises(proof.NotWhole, match="means nothing"):
        proof.prove(document, KEY, HOST.method, "2026-11-20T10:00:00Z")
    with pytest.raises(proof.NotWhole, match="means nothing"):
        proof.holds(document, sealed()["proof"][0], KEY.public)


# Changing it


def changes(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every small change to every part of a document: where, and what stands there then. None means it is gone."""
    match node:
        case str():
            yield from ((path, other) for other in (node[:-1] + chr(ord(node[-1]) ^ 1), f"{node} ", node[1:], "", [node], {"@value": node}))
        case bool():
            yield from ((path, other) for other in (not node, int(node), str(node).lower(), None))
        case list():
            if len(node) > 1:
                yield from ((path, other) for other in (node[::-1], node[1:], node[:-1], [*node[1:], node[0]]))
            yield from ((path, other) for other in ([], [*node, node[0]], [node], node[0], [*node, None], {"@list": node}))
            for place, one in enumerate(node):
                yield from changes(one, (*path, place))
        case dict():
            for word, value in node.items():
                rest = {key: kept for key, kept in node.items() if key != word}
                yield path, rest
                yield from ((path, rest | {other: value}) for other in (f"{word}x", word.upper(), f"@{word}", f"https://schema.org/{word}"))
                yield path, node | {word: None}
                yield from changes(value, (*path, word))
            added: list[dict[str, Any]] = [{"more": "words"}, {"description": None}, {"image": []}, {"name": ["a", "b"]}]
            yield from ((path, node | more) for more in added)
            yield path, [node, node]


def changed(document: Any, path: tuple[str | int, ...], other: Any) -> Any:
    made = copy.deepcopy(document)
    if not path:
        return other
    place = made
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = other
    return made


@pytest.mark.parametrize("issuer", [HOST, BARE], ids=["did:web", "did:key"])
def test_no_change_to_any_part_goes_unseen(issuer: Issuer, judge: Any) -> None:
    document = sealed(issuer=issuer)
    tried = [(path, other) for path, other in changes(document) if changed(document, path, other) != document or other == 0]
    unseen = [(path, other) for path, other in tried if not isinstance(judge(changed(document, path, other), issuer), (Changed, NotSealed))]
    assert len(tried) > 700
    assert unseen == []


def reordered(document: dict[str, Any]) -> None:
    document["evidence"].reverse()


def renumbered(document: dict[str, Any]) -> None:
    """The lines change places and their numbers stay."""
    first, second, *_ = document["evidence"]
    first["id"], second["id"] = second["id"], first["id"]
    document["evidence"][:2] = second, first


def shortened(document: dict[str, Any]) -> None:
    document["evidence"].pop()


def lengthened(document: dict[str, Any]) -> None:
    """With a line from another record that this host sealed."""
    other = sealed(RECORD | {"name": "Leigh"})["evidence"][0]
    document["evidence"].append(other | {"id": f"{document['id']}#5"})


def split(document: dict[str, Any]) -> None:
    """One line in two places: the same facts to a machine, another page to a reader."""
    last = document["evidence"][-1]
    document["evidence"][-1:] = [last, {"id": last["id"], "type": ["Evidence"], "name": last["name"], "genre": last["genre"]}]


def with_another_proof(document: dict[str, Any]) -> None:
    document["proof"] = sealed(RECORD | {"name": "Leigh"})["proof"]


def with_two_proofs(document: dict[str, Any]) -> None:
    document["proof"] *= 2


def dated_back(document: dict[str, Any]) -> None:
    document["proof"][0]["created"] = "2016-11-20T10:00:00Z"


def in_another_vocabulary(document: dict[str, Any]) -> None:
    document["@context"].append({"nickname": "https://schema.org/name"})


def of_the_other_spelling(document: dict[str, Any]) -> None:
    """Both types mean the same to a machine."""
    document["type"][1] = "AchievementCredential"


def for_another_purpose(document: dict[str, Any]) -> None:
    document["proof"][0]["proofPurpose"] = "authentication"


def by_another_suite(document: dict[str, Any]) -> None:
    document["proof"][0]["cryptosuite"] = "eddsa-jcs-2022"


def in_somebody_elses_name(document: dict[str, Any]) -> None:
    document["issuer"]["id"] = "did:web:example.net"


def under_another_key(document: dict[str, Any]) -> None:
    document["proof"][0]["verificationMethod"] = f"{HOST.did}#{OTHER.public}"


@pytest.mark.parametrize(
    "tamper",
    [
        reordered, renumbered, shortened, lengthened, split, with_another_proof, with_two_proofs, dated_back, in_another_vocabulary,
        of_the_other_spelling, for_another_purpose, by_another_suite, in_somebody_elses_name, under_another_key,
    ],
)  # fmt: skip
def test_tampering_is_told(tamper: Any, judge: Any) -> None:
    document = sealed()
    tamper(document)
    verdict = judge(document)
    assert isinstance(verdict, Changed)
    assert verdict.sentence.startswith("Not as it was sealed: ")


FILE = Sealer(KEY, HOST).seal(RECORD).encode()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, len(FILE) - 1), byte=st.integers(0, 255))
def test_any_other_byte_is_seen_unless_it_says_the_same(at: int, byte: int, judge: Any) -> None:
    """Spaces between the words may change, and the case of an escape; nothing that is said."""
    content = FILE[:at] + bytes([byte]) + FILE[at + 1 :]
    try:
        same = json.loads(content) == json.loads(FILE)
    except ValueError:
        same = False
    assert isinstance(judge(content), Ours) == same


def test_the_same_words_laid_out_otherwise_are_the_same_record(judge: Any) -> None:
    compact = json.dumps(dict(reversed(sealed().items())), ensure_ascii=True, separators=(",", ":"))
    assert isinstance(judge(compact.encode()), Ours)
    assert isinstance(judge(b"\xef\xbb\xbf" + FILE), Ours)


# Whose it is


def test_a_record_sealed_before_the_host_had_a_name_is_still_its_own(judge: Any) -> None:
    assert isinstance(judge(sealed(issuer=BARE), HOST), Ours)
    assert isinstance(judge(sealed(issuer=HOST), BARE), Ours)


def test_a_strangers_key_is_named_and_not_believed(judge: Any) -> None:
    stranger = Issuer.of(OTHER, "", "")
    document = sealed(key=OTHER, issuer=stranger)
    assert judge(document) == SomeKeys(stranger.did, HOST.did)
    assert f"Unchanged, sealed by {stranger.did}, which is not this host’s ({HOST.did})" in judge(document).sentence
    assert "no GUILDBOT_SIGNING_KEY" in judge(document, None).sentence
    document["evidence"][0]["name"] = "Kelp"
    assert isinstance(judge(document), Changed)


def test_a_key_is_the_one_it_is_named_after(judge: Any) -> None:
    """Signed by one key under another key's name."""
    named = Issuer(f"did:key:{KEY.public}", OTHER.public)
    assert isinstance(judge(sealed(key=OTHER, issuer=named)), Changed)


def test_another_host_is_not_looked_up(judge: Any) -> None:
    elsewhere = Issuer.of(OTHER, "https://kelp.example/bot", "Kelp")
    document = sealed(key=OTHER, issuer=elsewhere)
    assert judge(document) == Elsewheres("did:web:kelp.example:bot", OTHER.public)
    assert "https://kelp.example/bot/did.json" in judge(document).sentence
    document["evidence"][0]["name"] = "Kelp"
    assert isinstance(judge(document), Changed)


def test_another_key_in_this_hosts_name_is_not_this_hosts_seal(judge: Any) -> None:
    forged = sealed(key=OTHER, issuer=Issuer.of(OTHER, "https://guildbot.example.org", "the Tidewater cooperative"))
    assert judge(forged) == OtherKey(HOST.did, OTHER.public, KEY.public)
    forged["proof"][0]["verificationMethod"] = HOST.method
    assert isinstance(judge(forged), Changed)


# At the command line


@pytest.fixture
def keyed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A host with the key and the name of these stories, and nothing else."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"GUILDBOT_{name.upper()}", raising=False)
    monkeypatch.setenv("GUILDBOT_SIGNING_KEY", KEY.secret)
    monkeypatch.setenv("GUILDBOT_PUBLIC_URL", "https://guildbot.example.org/")
    return tmp_path


def test_verify_says_whose_it_is_and_fails_unless_it_is_ours(keyed: Path) -> None:
    (keyed / "record.json").write_bytes(FILE)
    told = CliRunner().invoke(app, ["verify", "record.json"])
    assert (told.exit_code, told.output) == (
        0,
        "Unchanged, sealed by did:web:guildbot.example.org, which is this host’s. "
        "It is the record of Yusra Haddad, made on 2026-11-20 at 10:00:00 UTC.\n",
    )
    (keyed / "record.json").write_bytes(FILE.replace(b'Tidewater"', b'Tidewaters"'))
    told = CliRunner().invoke(app, ["verify", "record.json"])
    assert (told.exit_code, told.output.count("\n")) == (1, 1)
    assert told.output.startswith("Not as it was sealed")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is no JSON"),
        (b"hello", "it is no JSON"),
        (b"\xff\xfe\x00", "it is no JSON"),
        (b"[" * 100_000, "it is no JSON"),
        (b"1" * 10_000, "it is no JSON"),
        (b"null", "JSON without a proof"),
        (b"[]", "JSON without a proof"),
        (json.dumps(RECORD).encode(), "JSON without a proof"),
        (b'{"proof": {}}', "“id” is not what stands there"),
        (b'{"proof": {}, "\\u001b[31m": 1}', "Not as it was sealed"),
        (b'{"proof": "\\ud800"}', "Not as it was sealed"),
        (b'{"proof": NaN}', "Not as it was sealed"),
        (b'{"proof": 1, "proof": 2}', "says “proof” twice"),
        (FILE.replace(b'"name": "Tidewater"', b'"name": "Kelp", "name": "Tidewater"'), "says “name” twice"),
        (FILE + b"x", "it is no JSON"),
        (FILE[: len(FILE) // 2], "it is no JSON"),
        (FILE + b" " * MOST_BYTES, "larger than 4 MB"),
        (b"\0" * 10_000_000, "larger than 4 MB"),
    ],
    ids=range(18),
)
def test_any_other_file_is_a_sentence(content: bytes, said: str, keyed: Path) -> None:
    (keyed / "file").write_bytes(content)
    told = CliRunner().invoke(app, ["verify", "file"])
    assert said in told.output
    assert (told.exit_code, told.output.count("\n")) == (1, 1)
    assert told.output.strip().isprintable()


def test_a_file_that_cannot_be_read_is_a_sentence(keyed: Path) -> None:
    for name in ("nowhere.json", "."):
        told = CliRunner().invoke(app, ["verify", name])
        assert told.exit_code == 2
        assert f"{name} cannot be read" in told.output


def test_a_new_key_is_a_line_for_the_settings(keyed: Path) -> None:
    told = CliRunner().invoke(app, ["keys", "new"])
    again = CliRunner().invoke(app, ["keys", "new"])
    assert told.exit_code == 0
    assert told.stdout != again.stdout
    name, value = told.stdout.strip().split("=", 1)
    assert name == "GUILDBOT_SIGNING_KEY"
    sealer = seal.sealer_of(Settings(_env_file=None, signing_key=value))  # type: ignore[call-arg]
    assert sealer is not None
    assert sealer.issuer.public in told.stderr


async def test_without_a_key_nothing_is_sealed_and_the_doctor_says_so(keyed: Path) -> None:
    bare = Settings(_env_file=None, signing_key="", public_url="")  # type: ignore[call-arg]
    named = Settings(_env_file=None, signing_key=KEY.secret)  # type: ignore[call-arg]
    assert seal.sealer_of(bare) is None
    (finding,) = [one for one in await examine(bare) if "sealed" in one.what]
    assert finding.what.startswith("records are given without a sealed file (`guildbot keys new`")
    (finding,) = [one for one in await examine(named) if "sealed" in one.what]
    assert finding.ok
    assert "https://guildbot.example.org/.well-known/did.json must lead to http://127.0.0.1:8080/.well-known/did.json" in finding.what


def test_who_asks_for_help_waits_for_no_key() -> None:
    """B9: what seals and serves is imported by whoever does it."""
    code = (
        "import sys; from typer.testing import CliRunner; from adapters.main import app; import adapters.seal; "
        "CliRunner().invoke(app, ['--help']); print([name for name in ('pyld', 'cryptography', 'lxml', 'aiohttp') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"
