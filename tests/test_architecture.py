"""The house's own rules: which way arrows point, what is called what, and which words the bot never says."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

HOUSE = Path(__file__).parent.parent
PACKAGES = ("guildbot", "adapters")

# Contracts. The prototype's traps apply: run from the tree that is meant, in a process of its own.

VIOLATIONS = {
    "guildbot knows no platform": ("guildbot/people/naming.py", "from adapters import errors"),
    "inside the core, arrows point down": ("guildbot/people/naming.py", "from guildbot import guilds"),
    "rows stay inside the core": ("adapters/jobs.py", "from guildbot.db import tables"),
    "outside the core, arrows point down too": ("adapters/doctor.py", "from adapters import demo"),
    "the platforms, the clock and the jobs never meet": ("adapters/clock.py", "from adapters import jobs"),
    "Slack's SDK has one home": ("adapters/jobs.py", "import slack_sdk"),
    "Discord's SDK has one home": ("adapters/main.py", "import discord"),
    "APScheduler has one home": ("adapters/jobs.py", "import apscheduler"),
    "keys and linked data have one home": ("adapters/http.py", "import cryptography"),
    "the sandbox is for the demo and the tests": ("adapters/main.py", "from adapters.sandbox import view"),
    "the sandbox knows nothing of the bot, nor of the SDKs it stands in for": ("adapters/sandbox/view.py", "from guildbot import kinds"),
}


def broken(tree: Path) -> list[str]:
    """The contracts that a tree breaks, by name."""
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache", "--no-logo"]
    found = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    judged = re.findall(r"^(.*) (KEPT|BROKEN)", found.stdout, re.MULTILINE)
    assert len(judged) == len(VIOLATIONS), found.stdout + found.stderr
    names = [name for name, verdict in judged if verdict == "BROKEN"]
    assert bool(names) == bool(found.returncode)
    return names


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for package in PACKAGES:
        shutil.copytree(HOUSE / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "*.pot", "*.po", "*.mo"))
    shutil.copy(HOUSE / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_arrow_points_the_right_way() -> None:
    assert broken(HOUSE) == []


@pytest.mark.parametrize(("contract", "violation"), VIOLATIONS.items(), ids=VIOLATIONS)
def test_a_planted_violation_breaks_its_contract_and_no_other(copy: Path, contract: str, violation: tuple[str, str]) -> None:
    where, line = violation
    with (copy / where).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}  # planted\n")
    assert broken(copy) == [contract]


@pytest.mark.parametrize(
    ("package", "contract"),
    [("guildbot", "inside the core, arrows point down"), ("adapters", "outside the core, arrows point down too")],
)
def test_a_new_module_must_find_its_layer(copy: Path, package: str, contract: str) -> None:
    (copy / package / "gossip.py").write_text('"""A module nobody placed."""\n', encoding="utf-8")
    assert broken(copy) == [contract]


# Names and time


def paths() -> list[str]:
    """Every file we wrote."""
    return sorted(file.relative_to(HOUSE).as_posix() for package in PACKAGES for file in (HOUSE / package).rglob("*.py"))


@cache
def sources() -> dict[str, ast.Module]:
    """What the bot is made of, by path. The sandbox is a world of its own, with its own clock and its own words."""
    ours = (path for path in paths() if not path.startswith(("adapters/sandbox/", "guildbot/db/migrations/")))
    return {path: ast.parse((HOUSE / path).read_text(encoding="utf-8")) for path in ours}


def test_no_file_is_called_after_nothing() -> None:
    empty = {"util", "utils", "helper", "helpers", "common", "base", "manager", "managers", "service", "services", "misc"}
    assert [path for path in paths() if empty & set(re.split(r"[/._]", path.lower()))] == []


def test_the_wall_clock_is_read_in_one_place() -> None:
    """Time is passed in: only `bot.wall` looks at the wall."""
    found = []
    for path, tree in sources().items():
        asked = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in ("now", "utcnow", "today"))
        found += [path for one in asked if ast.unparse(one.value).endswith(("datetime", "date"))]
    assert found == ["guildbot/bot.py"]


@pytest.mark.parametrize("package", PACKAGES)
def test_no_sdk_is_shadowed(package: str) -> None:
    """`tests/discord/__init__.py` would hide the SDK; tests are no packages at all."""
    assert sorted((HOUSE / "tests").rglob("__init__.py")) == []
    assert not (HOUSE / package / "tests").exists()


# Sentences


@dataclass
class Spoken:
    """What one file says: its sentences, and the facts each is given wherever it is said."""

    marked: set[str] = field(default_factory=set)
    given: list[tuple[str, set[str], int]] = field(default_factory=list)  # sentence, facts, line


def marked(node: ast.AST) -> set[str]:
    """Every sentence marked in an expression: `m("…")`, or the two of a plural."""
    found = set()
    for one in ast.walk(node):
        if isinstance(one, ast.Call) and one.args:
            name = called(one)
            for argument in one.args[: {"m": 1, "several": 2}.get(name, 0)]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    found.add(argument.value)
    return found


def called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else call.func.attr if isinstance(call.func, ast.Attribute) else ""


def holes(sentence: str) -> set[str]:
    return {hole for _, hole, _, _ in Formatter().parse(sentence) if hole is not None}


@cache
def named_sentences() -> dict[str, set[str]]:
    """Sentences by the name they are kept under: a constant, a table, or `sentence` of a class."""
    found: dict[str, set[str]] = {}
    for tree in sources().values():
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                found.setdefault(node.name, set()).update(*(marked(one) for one in node.body if is_sentence(one)))
            for name, value in assigned(node):
                found.setdefault(name, set()).update(marked(value))
    return found


def is_sentence(node: ast.stmt) -> bool:
    return isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "sentence"


def assigned(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Names and what they stand for, taking `A, B = a, b` apart."""
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value is not None:
        yield node.target.id, node.value
    if not isinstance(node, ast.Assign):
        return
    for target in node.targets:
        if isinstance(target, ast.Name):
            yield target.id, node.value
        elif isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            for one, value in zip(target.elts, node.value.elts, strict=True):
                if isinstance(one, ast.Name):
                    yield one.id, value


@cache
def spoken() -> dict[str, Spoken]:
    found: dict[str, Spoken] = {}
    for path, tree in sources().items():
        here = found.setdefault(path, Spoken())
        here.marked |= marked(tree)
        for scope in (node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))):
            local = {name: marked(value) for node in ast.walk(scope) for name, value in assigned(node)}
            for call in (node for node in ast.walk(scope) if isinstance(node, ast.Call) and node.args):
                if called(call) not in ("say", "text", "several", "SAY", "Say"):
                    continue
                facts = {one.arg for one in call.keywords if one.arg} | ({"n"} if called(call) == "several" else set())
                said = [call] if called(call) == "several" else call.args[:1]
                for sentence in set().union(*(meant(one, local) for one in said)):
                    here.given.append((sentence, facts, call.lineno))
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                fields = {one.target.id for one in node.body if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)}
                here.given += [(sentence, fields, node.lineno) for one in node.body if is_sentence(one) for sentence in marked(one)]
    return found


def meant(node: ast.expr, local: dict[str, set[str]]) -> set[str]:
    """The sentences an expression may stand for."""
    said = marked(node)
    if said or (isinstance(node, ast.Call) and called(node) == "several"):
        return said
    for one in ast.walk(node):
        name = one.id if isinstance(one, ast.Name) else one.attr if isinstance(one, ast.Attribute) else ""
        said = said | (local.get(name) or named_sentences().get(name) or set())
    return said


def test_every_sentence_is_said_with_its_facts() -> None:
    wrong, checked = [], set()
    for path, here in spoken().items():
        for sentence, facts, line in here.given:
            checked.add(sentence)
            if not holes(sentence) <= facts:
                wrong.append(f"{path}:{line}: {sentence!r} misses {sorted(holes(sentence) - facts)}")
    assert wrong == []
    everything = set().union(*(here.marked for here in spoken().values()))
    assert len(everything) > 300
    assert sorted(one for one in everything - checked if holes(one)) == [], "never said in a way this test understands"


def test_sentences_are_whole_and_plain() -> None:
    for path, here in spoken().items():
        for sentence in here.marked:
            assert sentence == sentence.strip(), (path, sentence)
            assert all(hole.isidentifier() for hole in holes(sentence)), (path, sentence)


NEVER = re.compile(r"\b(employees?|resources?|performance|top|rank(?:s|ed|ing)?|scor(?:e|es|ed|ing)|leaderboard|streak)\b", re.IGNORECASE)
DENIED = ("No scores, no ranks", "I score nobody")


def test_words_the_bot_never_says() -> None:
    """Product: never employee, resource, performance, top, rank, score – but to deny them."""
    for path, here in spoken().items():
        for sentence in here.marked:
            said = sentence
            for denial in DENIED:
                said = said.replace(denial, "")
            assert not NEVER.search(said), (path, sentence)
