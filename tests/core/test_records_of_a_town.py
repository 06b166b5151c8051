"""Every record of a whole town, against an oracle that knows what was said and nothing of how it is gathered (rules P10, R2)."""

from __future__ import annotations

import ast
import enum
import inspect
import itertools
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, is_dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from guildbot import kinds, records
from guildbot.bot import Guildbot
from guildbot.db.prepared import Prepared
from guildbot.kinds import Part
from guildbot.people.statements import PROFILE
from guildbot.records import statements as sql
from guildbot.refusals import Refused
from guildbot.who import AccountRef, MessageRef
from guildbot.work import Work
from tests.conftest import Clock
from tests.core.conftest import SAY, Home
from tests.core.test_forgetting import WORDS
from tests.core.town import GUILD, Said, Town, live

MARK = re.compile(r"[a-z]+q\d{3}q[0-9a-f]{10}z")
DAY = re.compile(r"\d{1,2} [A-Z][a-z]+ \d{4}")
ADAPTERS = Path(__file__).parents[2] / "adapters"


# The oracle: rules about who may read what, said again in other words


class Oracle:
    def __init__(self, town: Town) -> None:
        self.said, self.many = town.said, len(town.people)
        self.offered = {(one.by, *one.to) for one in town.said if one.kind == "offer"}
        pairs = [one for one in town.said if one.kind == "account"]  # an id and a name, each account's
        self.ids = {one.words for one in pairs[::2]}
        self.called = {one.by: one.words for one in reversed(pairs[1::2])}
        self.called |= {one.by: one.words for one in town.said if one.kind == "name" and one.by % 2}

    def told(self, one: Said, who: int) -> bool:
        """Whether somebody wrote these words, or was told them and may still see them."""
        mine, to_me = one.by == who, who in one.to
        match one.kind:
            case "name" | "about" | "work" | "because" | "charter" | "goodbye" | "answer" | "echoed":
                return mine
            case "account":  # what it is called; its id is no word
                return mine and one.words not in self.ids
            case "kudos" | "changed" | "vouch":
                return mine or to_me
            case "takenback" | "invited" | "logged":  # taken back by its giver; a name typed to invite its bearer
                return False
            case "ask":
                return mine or (who, one.by) in self.offered
            case "offer":
                return mine or (to_me and not kept_out(one, who))
            case "note":  # what nobody answered within 14 days only its writer still sees
                return mine or (to_me and (one.done or is_fresh(one)))
            case "invitation":  # the first of each guild was used by the last who came in so
                return mine or (one.by % GUILD == 0 and who == one.by + GUILD - 3)

    def words(self, who: int) -> set[str]:
        return {one.words for one in self.said if self.told(one, who)}

    def names(self, who: int) -> set[str]:
        """Others who stand there by name: they agreed and wrote to them, or both would work with each other again."""
        wrote = {one.by for one in self.said if who in one.to and one.kind != "ask" and self.told(one, who)}
        agreed = {other for other in wrote - {who} if other % 3}
        bonds = {other for other in range(self.many) if bonded(other, who) or bonded(who, other)}
        return {self.called[other] for other in agreed | bonds}


def kept_out(offer: Said, who: int) -> bool:
    """It stood open when its writer was blocked: some block whoever comes after the next, when they have said everything."""
    return who % 7 == 3 and who % 2 == 1 and offer.by == after(who, 2)


def is_fresh(note: Said) -> bool:
    """Whispered on the last evening, to the next."""
    return note.to == (note.by + 1,)


def bonded(one: int, other: int) -> bool:
    return one % GUILD < GUILD - 2 and one % 3 == 0 and after(one, 1) == other


def after(who: int, steps: int) -> int:
    """Whoever comes so many places later in the guild's circle."""
    first = who - who % GUILD
    return first + (who - first + steps) % (GUILD - 2)


# The town


async def test_everybodys_record_holds_what_is_theirs_and_nothing_else(bot: Guildbot, home: Home, clock: Clock, capsys: Any) -> None:
    """200 people: every word they wrote or were told and may see; no word of others that is not theirs to see; no totals."""
    many = 200 if isinstance(home.address, Path) else 40
    town = await live(bot, clock, many)
    oracle, texts = Oracle(town), 0
    for who in range(many):
        record = await bot.look(town.people[who], records.gather, tuple(Part), SAY)
        wanted, by_name = oracle.words(who), oracle.names(who)
        for made in (records.as_markdown(record, SAY), spoken(records.as_json(record, SAY))):
            found = set(MARK.findall(made))
            assert (found - wanted - by_name, wanted - found, by_name - found) == (set(), set(), set()), f"person {who}"
        assert counted(records.as_markdown(record, SAY)) == []
        assert_public_is_public(town, spoken(records.as_json(record.public, SAY)))
        texts += len(wanted)
    with capsys.disabled():
        print(f"\n{many} records, {texts} times somebody's words ({len(town.said)} texts), each where it belongs, none elsewhere")  # noqa: T201


def spoken(text: str) -> str:
    """The texts of a JSON file, each on a line."""

    def walk(one: Any) -> Iterator[str]:
        if isinstance(one, str):
            yield one
        for inner in one.values() if isinstance(one, dict) else one if isinstance(one, list) else ():
            yield from walk(inner)

    return "\n".join(walk(json.loads(text)))


def counted(markdown: str) -> list[str]:
    """Digits that are no part of anybody's words, of a day or of a guild's name."""
    return re.findall(r".*\d.*", re.sub(r"Guild \d+", "", DAY.sub("", MARK.sub("", markdown))))


def assert_public_is_public(town: Town, public: str) -> None:
    """In what may leave as a file stands nothing that was said to one alone."""
    said = {one.words: one for one in town.said}
    for word in MARK.findall(public):
        one = said[word]
        assert one.kind not in ("about", "because", "offer", "answer", "echoed", "takenback"), one
        assert one.kind != "kudos" or one.open, one
        assert one.kind not in ("note", "changed", "ask") or one.done, one


WRITTEN = {  # somebody's words to others or about themselves: each stands in a record
    "person": "name about", "account": "name", "engagement": "label brings hopes", "ask": "what because", "offer": "words",
    "help": "what changed", "invitation": "because", "kudos": "reason value", "membership": "goodbye", "vouch": "because",
    "response": "words", "first_line": "words", "introduction": "because", "own_prompt": "words", "reply": "words",
    "charter": "purpose norms value_words",
}  # fmt: skip
NO_WORDS = {  # ids, codes, keys; the name somebody typed to invite its bearer
    "person": "zone recovery", "account": "realm external_id locale zone", "link": "code", "invitation": "name code",
    "kudos": "message link key fingerprint", "log_entry": "subject", "notice": "posted",
}  # fmt: skip


def test_every_column_with_words_was_thought_of() -> None:
    """A new one has to find its place here, and in `records.gathering` if it is somebody's words."""
    placed = {f"{table}.{one}" for listed in (WRITTEN, NO_WORDS) for table, names in listed.items() for one in names.split()}
    personal = {f"{table}.{one}" for table, names in WORDS.items() for one in names.split()}
    assert personal - placed == set()
    written = {f"{table}.{one}" for table, names in WRITTEN.items() for one in names.split()}
    statements = "".join(str(one.statement) for one in vars(sql).values() if isinstance(one, Prepared)) + str(PROFILE.statement)
    assert {one for one in written if one not in statements} == set()


# Nobody else's


async def test_no_use_case_returns_somebody_elses_private_words(bot: Guildbot, home: Home, clock: Clock) -> None:
    """Whatever the platforms can call, with whatever ids, names and handles: an admin of the workspace is told nothing."""
    if not isinstance(home.address, Path):
        pytest.skip("thousands of questions; once is enough")
    town = await live(bot, clock, GUILD)
    who = 5
    secrets = {one.words for one in town.said if one.by != who and is_private(one, who)}
    asked = 0
    for use_case in use_cases():
        for given in answers(use_case, town, who):
            asked += 1
            said = await tried(town, who, use_case, given)
            leaks = secrets & set(MARK.findall(repr(said)))
            assert not leaks, f"{use_case.__module__}.{use_case.__name__}{given} tells {leaks}"
    assert asked > 3000
    assert [name for name, one in inspect.getmembers(records, inspect.isfunction) if "work" in inspect.signature(one).parameters] == [
        "choose",
        "gather",
    ]
    assert list(inspect.signature(records.gather).parameters) == ["work", "parts", "say"]


def is_private(one: Said, who: int) -> bool:
    match one.kind:
        case "answer" | "work":
            return True
        case "kudos":
            return not one.open and who not in one.to
        case "offer":
            return who not in one.to
        case "note":
            return not one.done and who not in one.to
        case _:
            return False


async def tried(town: Town, who: int, use_case: Callable[..., Any], given: tuple[Any, ...]) -> Any:
    """What it says, and nothing comes of it."""

    def undone(work: Work) -> Any:
        work.undone = True
        parameters = list(inspect.signature(use_case).parameters.values())[1:]
        by_name = {one.name: value for one, value in zip(parameters, given, strict=True) if one.kind is one.KEYWORD_ONLY}
        return use_case(work, *given[: len(given) - len(by_name)], **by_name)

    try:
        return await town.bot.run(replace(town.people[who], admin=True), undone)
    except Refused as refused:
        return refused.reasons
    except (ValueError, LookupError, AssertionError) as error:  # an id of something else
        return error


def use_cases() -> list[Callable[..., Any]]:
    """Everything of the core that an adapter names and that works on the ledger."""
    found: dict[str, Callable[..., Any]] = {}
    for file in (*(ADAPTERS / "slack").glob("*.py"), *(ADAPTERS / "discord").glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        modules = dict(imported(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
                one = getattr(modules[node.value.id], node.attr, None)
                if inspect.isfunction(one) and next(iter(inspect.signature(one).parameters), "") == "work":
                    found[f"{one.__module__}.{one.__name__}"] = one
    assert len(found) > 100
    return [found[name] for name in sorted(found)]


def imported(tree: ast.Module) -> Iterator[tuple[str, Any]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "guildbot":
            for one in node.names:
                yield one.asname or one.name, import_module(f"guildbot.{one.name}")


def answers(use_case: Callable[..., Any], town: Town, who: int) -> Iterator[tuple[Any, ...]]:
    """What somebody nosy would try, as long as one parameter has something new."""
    nosy = Nosy(town, who)
    parameters = list(inspect.signature(use_case).parameters.values())[1:]
    tries = [nosy.tries(str(one.annotation), one.default, use_case.__module__) for one in parameters]
    longest = max(map(len, tries), default=1)
    return itertools.islice(zip(*map(itertools.cycle, tries), strict=False), longest) if tries else iter([()])


class Nosy:
    """Values for a parameter, by what its annotation says."""

    def __init__(self, town: Town, who: int) -> None:
        self.others: list[AccountRef | str] = [town.ref(other) for other in range(GUILD) if other != who]
        self.names = ["guild-0", "forget me not", Oracle(town).called[who + 1], *(f"~{id}" for id in range(1, 25))]
        self.messages = [MessageRef(town.place(who).channel or "", f"{other}-1") for other in range(GUILD)]

    def tries(self, wanted: str, default: Any, module: str) -> list[Any]:
        if default not in (inspect.Parameter.empty, MISSING) and not wanted.startswith("int"):
            return [default]
        one, _, more = wanted.partition("[")
        if one in ("Sequence", "Iterable", "Collection", "list", "tuple"):
            return [tuple(Part)] if "Part" in more else [[each] for each in self.tries(more.split(",")[0].rstrip("]"), default, module)]
        if "AccountRef" in wanted:
            return self.others
        match wanted.removesuffix(" | None"):
            case "int":
                return list(range(1, 150))
            case "str":
                return list(self.names)
            case "bool":
                return [True, False]
            case "Say":
                return [SAY]
            case "MessageRef":
                return list(self.messages)
            case name:
                return self._made(getattr(import_module(module), name, None) or getattr(kinds, name, None), wanted)

    def _made(self, kind: Any, wanted: str) -> list[Any]:
        if isinstance(kind, enum.EnumMeta):
            return list(kind)
        assert isinstance(kind, type), f"what would one try for {wanted}?"
        assert is_dataclass(kind), f"what would one try for {wanted}?"
        needed = [one for one in fields(kind) if one.default is MISSING and one.default_factory is MISSING]
        values = {one.name: self.tries(str(one.type), MISSING, kind.__module__)[0] for one in needed}
        return [kind(**values)]
