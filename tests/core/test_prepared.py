"""Statements declared once: what they take, what they refuse, and that both dialects understand them."""

from __future__ import annotations

import ast
import sqlite3
from datetime import UTC, datetime, timedelta, timezone
from importlib import import_module
from pathlib import Path
from typing import Any, Unpack

import pytest
from sqlalchemy import Dialect, bindparam, delete, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import insert as upsert

import guildbot
from guildbot.db.prepared import Prepared, prepared
from guildbot.db.tables import account, response, seen
from guildbot.kinds import Sharing

NOW = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
KEEP = prepared(upsert(seen).inline().on_conflict_do_nothing(), "key", "at")
READ = prepared(select(seen.c.key, seen.c.at).where(seen.c.key == bindparam("key")))


@pytest.fixture
def cursor(database: Path) -> Any:
    connection = sqlite3.connect(database)
    yield connection.cursor()
    connection.close()


def run(cursor: sqlite3.Cursor, said: Prepared[Unpack[tuple[Any, ...]]], **given: Any) -> list[Any]:
    plan = said.plan(sqlite.dialect())
    cursor.execute(plan.sql, plan.bound(given))
    return [plan.read(row) for row in cursor.fetchall()] if plan.reads else cursor.fetchall()


def every_statement() -> list[tuple[str, Prepared[Any]]]:
    """All that the core prepares, found where it is declared."""
    found: dict[str, Prepared[Any]] = {}
    root = Path(guildbot.__file__).parent
    for file in sorted(root.rglob("*.py")):
        if "migrations" in file.parts or "prepared(" not in file.read_text(encoding="utf-8"):
            continue
        name = ".".join(("guildbot", *file.relative_to(root).with_suffix("").parts)).removesuffix(".__init__")
        found |= {f"{name}.{key}": one for key, one in vars(import_module(name)).items() if isinstance(one, Prepared)}
    return sorted(found.items())


BOTH: dict[str, Dialect] = {"sqlite": sqlite.dialect(), "postgresql": postgresql.psycopg.dialect()}  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("dialect", BOTH.values(), ids=BOTH)
def test_every_statement_of_the_core_compiles_for_both(dialect: Dialect) -> None:
    statements = every_statement()
    assert len(statements) > 100
    for name, one in statements:
        assert one.plan(dialect).sql, name


def test_on_conflict_of_postgresqls_dialect_serves_sqlite_too(cursor: sqlite3.Cursor) -> None:
    for _ in range(2):
        run(cursor, KEEP, key="e1", at=NOW)
    assert run(cursor, READ, key="e1") == [("e1", NOW)]

    made = upsert(seen)
    move = prepared(made.inline().on_conflict_do_update(index_elements=["key"], set_={"at": made.excluded.at}), "key", "at")
    run(cursor, move, key="e1", at=NOW + timedelta(days=1))
    assert run(cursor, READ, key="e1") == [("e1", NOW + timedelta(days=1))]


@pytest.mark.parametrize("given", [{}, {"key": "e1"}, {"key": "e1", "at": NOW, "by": "x"}, {"Key": "e1", "at": NOW}])
def test_a_missing_or_unknown_keyword_is_refused(cursor: sqlite3.Cursor, given: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match=r"asked for \['at', 'key'\]"):
        run(cursor, KEEP, **given)


def test_moments_are_aware_and_come_back_in_utc(cursor: sqlite3.Cursor) -> None:
    with pytest.raises(ValueError, match="says no time zone"):
        run(cursor, KEEP, key="e1", at=datetime(2026, 11, 2, 10, 0))  # noqa: DTZ001
    run(cursor, KEEP, key="e1", at=NOW.astimezone(timezone(timedelta(hours=9))))
    ((_, at),) = run(cursor, READ, key="e1")
    assert (at, at.tzinfo) == (NOW, UTC)


def test_lists_are_refused() -> None:
    """They need Connection.execute."""
    some = prepared(delete(seen).where(seen.c.key.in_(bindparam("keys", expanding=True))))
    with pytest.raises(TypeError, match="lists"):
        some.plan(sqlite.dialect())


def test_a_constant_of_ours_stands_in_the_statement(cursor: sqlite3.Cursor) -> None:
    """It needs no keyword, quotes and all."""
    odd = prepared(select(seen.c.key).where(seen.c.key == "it's; DROP TABLE seen --"))
    run(cursor, KEEP, key="it's; DROP TABLE seen --", at=NOW)
    assert run(cursor, odd) == [("it's; DROP TABLE seen --",)]


def test_choices_go_in_and_come_out_as_what_they_are(cursor: sqlite3.Cursor) -> None:
    keep = prepared(insert(response).inline(), "round_id", "account_id", "words", "sharing", "written_at")
    read = prepared(select(response.c.sharing, response.c.written_at).where(response.c.round_id == bindparam("round")))
    run(cursor, keep, round_id=1, account_id=1, words="x", sharing=Sharing.SIGNED, written_at=NOW)
    assert run(cursor, read, round=1) == [(Sharing.SIGNED, NOW)]


def test_a_plan_is_made_once_a_dialect() -> None:
    dialect = sqlite.dialect()
    assert READ.plan(dialect) is READ.plan(dialect)


def test_nobody_elses_text_is_built_into_a_statement() -> None:
    """`text()` takes no f-string and no sum anywhere in the core."""
    for file in Path(guildbot.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "text" and node.args:
                assert not isinstance(node.args[0], (ast.JoinedStr, ast.BinOp)), f"{file.name}:{node.lineno}"


def test_an_account_is_found_by_its_whole_identity() -> None:
    """P2: the key of a live account is platform, realm and external id, in the table itself."""
    keys = [[column.name for column in one.columns] for one in account.indexes if one.unique]
    assert keys == [["platform", "realm", "external_id"]]
