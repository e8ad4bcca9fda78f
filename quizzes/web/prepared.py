"""Querysets whose statement is built once.

Django builds the text of a statement anew for each queryset, which for a small one
takes longer than the database needs to run it. A prepared queryset is written as any
other, with parameters in the place of what differs from call to call; its text is built
when it is first needed, and afterwards only the values change. For statements that
write, and for those of an answer, see `statements`.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import (
    CharField,
    Expression,
    Field,
    FloatField,
    ForeignObject,
    Lookup,
    QuerySet,
    TextField,
)
from django.db.models.functions import Cast
from django.db.models.sql.compiler import SQLCompiler

from quizzes.web.statements import AMONG, one_value

Row = TypeVar("Row")
# A text with places for values, and the values
Statement: TypeAlias = tuple[str, Sequence[Any]]


class Parameter(Expression):
    """Stands in a prepared queryset for a value that each call gives under its name."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Give a place for the value, and itself to know the place by."""
        return "%s", (self,)


@Field.register_lookup
@ForeignObject.register_lookup
class Among(Lookup):
    """`learner__among=Parameter("learners")`: the column holds one of these keys."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Give the condition; see `statements.AMONG`."""
        column, column_values = compiler.compile(self.lhs)
        keys, keys_values = compiler.compile(self.rhs)
        is_text = isinstance(self.lhs.output_field, CharField | TextField)
        text = AMONG[connection.vendor].format(
            column=column, keys=keys, type="text" if is_text else "bigint"
        )
        return text, (*column_values, *keys_values)


class Real(Cast):
    """A decimal column as floating-point numbers.

    Statistics take thousands of them, and Django would make decimals from text, or each
    of the database's numbers into a number once more.
    """

    def __init__(self, expression: str) -> None:
        super().__init__(expression, FloatField())

    def get_db_converters(self, connection: Any) -> list[Any]:
        """Give nothing: what the database gives is a float."""
        return []


class Prepared(Generic[Row]):
    """A queryset with parameters: call it with their values for a list of its rows.

    `build` makes the queryset, of model instances or of `values_list`; it is called
    once, and must not depend on who asks or in which language. Nothing is prefetched.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Row]]) -> None:
        self._build = build

    def __call__(self, **values: Any) -> list[Row]:
        """Give the rows; one query.

        `values` are texts, numbers, moments, or for `among` the keys. Raises KeyError
        for a parameter without a value, and ValueError for None, which would equal
        nothing in the database.
        """
        return list(self._built.rows(values))

    def statement(self, **values: Any) -> Statement:
        """Give the statement, to stand within another one; raises as calling it."""
        return self._built.sql, self._built.bound(values)

    def first(self, **values: Any) -> Row | None:
        """Give the first row, if there is one; like calling it otherwise."""
        return next(iter(self(**values)), None)

    @cached_property
    def _built(self) -> _Built:
        queryset = self._build()
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        return _Built(
            model=queryset.model,
            rows_of=cast("Callable[..., Iterable[Any]]", queryset._iterable_class),
            compiler=compiler,
            sql=sql,
            parameters=tuple(parameters),
        )


def keys_of(rows: QuerySet[Any, Any]) -> Statement:
    """The statement for the primary keys of rows, to stand within another one."""
    return rows.order_by().values_list("pk").query.sql_with_params()


class _Built(NamedTuple):
    """A queryset with the text of its statement, and what is known of its columns."""

    model: type[Any]
    rows_of: Callable[..., Iterable[Any]]
    compiler: SQLCompiler
    sql: str
    parameters: tuple[Any, ...]

    def rows(self, values: dict[str, Any]) -> Iterable[Any]:
        return self.rows_of(_Asked(self, self.bound(values)))

    def bound(self, values: dict[str, Any]) -> tuple[Any, ...]:
        stored = {name: _stored(value) for name, value in values.items()}
        return tuple(
            stored[each.name] if isinstance(each, Parameter) else each
            for each in self.parameters
        )


class _Asked:
    """What Django's makers of rows take for a queryset and for its query."""

    db = DEFAULT_DB_ALIAS
    _known_related_objects: dict[Any, Any] = {}

    def __init__(self, built: _Built, values: tuple[Any, ...]) -> None:
        self.model = built.model
        self.query = self
        # The compiler knows the columns; it is of the thread that built it.
        self._compiler = copy.copy(built.compiler)
        self._compiler.connection = connections[DEFAULT_DB_ALIAS]
        self._compiler.as_sql = lambda *_args, **_options: (  # type: ignore[method-assign]
            built.sql,
            values,
        )

    def get_compiler(self, using: str) -> SQLCompiler:
        return self._compiler


def _stored(value: Any) -> Any:
    if value is None:
        raise ValueError("NULL equals nothing: say isnull in the queryset")
    if isinstance(value, str | int | float):
        return value
    if isinstance(value, Iterable):
        return one_value(value)
    return connection.ops.adapt_unknown_value(value)
