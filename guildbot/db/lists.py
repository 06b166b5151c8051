"""A list of numbers or words as one parameter of a prepared statement, which takes no lists."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Integer, String, bindparam, cast, select
from sqlalchemy import column as column_
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class _Each(FunctionElement[str]):
    """The members of a JSON array as rows, in the column `value`."""

    inherit_cache = True
    name = "each"


@compiles(_Each)
def _on_sqlite(element: _Each, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(_Each, "postgresql")
def _on_postgresql(element: _Each, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_array_elements_text(CAST({compiler.process(element.clauses, **options)} AS JSON))"


def among(column: ColumnElement[Any], keyword: str) -> ColumnElement[bool]:
    """Whether a number is one of those that `listed` made the parameter `keyword` of."""
    each = _Each(bindparam(keyword, type_=String)).table_valued("value")
    return column.in_(select(cast(each.c.value, Integer)))


def listed(numbers: Iterable[int]) -> str:
    return json.dumps(sorted(set(numbers)))


def among_words(column: ColumnElement[Any], keyword: str) -> ColumnElement[bool]:
    """The same for words, and `listed_words`."""
    each = _Each(bindparam(keyword, type_=String)).table_valued(column_("value", String))
    return column.in_(select(each.c.value))


def listed_words(words: Iterable[str]) -> str:
    return json.dumps(sorted(set(words)))
