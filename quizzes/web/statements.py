"""Statements that are built once.

Django builds the text of a statement each time anew, which for a small one takes longer
than the database needs to run it. An answer is what the site does most of all, so its
statements are built when they are first needed, and afterwards only their values
change. What a value is in the database, and in Python, is still the field's business.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Generic, TypeAlias, TypeVar

from django.db import connection, models
from django.db.models import Field

Row = TypeVar("Row", bound=models.Model)
if TYPE_CHECKING:
    AnyField: TypeAlias = Field[Any, Any]
Converter = Callable[[Any], Any]


# By database: that a column holds one of the keys, which are one value. However many
# there are, the text of the statement stays the same, and PostgreSQL has it planned.
AMONG: Final = {
    "postgresql": "{column} = ANY({keys}::{type}[])",
    "sqlite": "{column} IN (SELECT value FROM json_each({keys}))",
}


def among(column: str, keys: Iterable[int]) -> tuple[str, list[Any]]:
    """SQL, with its parameters, that a column holds one of the keys."""
    text = AMONG[connection.vendor].format(column=column, keys="%s", type="bigint")
    return text, [one_value(keys)]


def one_value(keys: Iterable[Any]) -> Any:
    """Keys as the one value that `AMONG` takes."""
    listed = list(keys)
    return listed if connection.vendor == "postgresql" else json.dumps(listed)


class Insert:
    """Adds a row of a model; `names` are all its fields but the primary key."""

    def __init__(self, model: type[models.Model], *names: str) -> None:
        self.model = model
        self.names = names

    def __call__(self, **values: Any) -> int:
        """Add the row and give its primary key; a foreign key is given as a number.

        Raises KeyError for a field that has no value, IntegrityError where a constraint
        of the database is broken.
        """
        with connection.cursor() as cursor:
            cursor.execute(self._sql, _stored(self._fields, values))
            return int(cursor.fetchone()[0])

    @cached_property
    def _fields(self) -> list[AnyField]:
        return _fields(self.model, self.names)

    @cached_property
    def _sql(self) -> str:
        columns = ", ".join(_column(field) for field in self._fields)
        places = ", ".join("%s" for _field in self._fields)
        key = _column(_key_of(self.model))
        return (
            f"INSERT INTO {_table(self.model)} ({columns}) VALUES ({places}) "
            f"RETURNING {key}"
        )


class Upsert:
    """Adds rows of a model, or changes those that are there.

    A row is there if its fields `unique` are the same; they must be of a constraint of
    the database. It is changed only if it is as it was read: `counter` is a field that
    each change makes greater by one, and the stored row must be one behind. So nothing
    has to be locked before it is read. `names` are all fields but the primary key.
    """

    def __init__(
        self,
        model: type[models.Model],
        *names: str,
        unique: Sequence[str],
        counter: str,
    ) -> None:
        self.model = model
        self.names = names
        self.unique = unique
        self.counter = counter
        self._texts: dict[int, str] = {}

    def __call__(self, rows: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
        """Store the rows in one statement; give the `unique` values of those stored.

        The rest have been changed by somebody else. They stay locked, where the
        database locks rows, until the transaction ends. Raises like `Insert`.
        """
        if not rows:
            return []
        values = [each for row in rows for each in _stored(self._fields, row)]
        with connection.cursor() as cursor:
            cursor.execute(self._sql(len(rows)), values)
            return cursor.fetchall()

    @cached_property
    def _fields(self) -> list[AnyField]:
        return _fields(self.model, self.names)

    def _sql(self, count: int) -> str:
        if count not in self._texts:
            self._texts[count] = self._text(count)
        return self._texts[count]

    def _text(self, count: int) -> str:
        table = _table(self.model)
        columns = ", ".join(_column(field) for field in self._fields)
        places = f"({', '.join('%s' for _field in self._fields)})"
        unique = ", ".join(_column(_field(self.model, name)) for name in self.unique)
        counter = _column(_field(self.model, self.counter))
        changes = ", ".join(
            f"{_column(field)} = excluded.{_column(field)}"
            for field in self._fields
            if field.name not in self.unique
        )
        return (
            f"INSERT INTO {table} ({columns}) VALUES {', '.join([places] * count)} "
            f"ON CONFLICT ({unique}) DO UPDATE SET {changes} "
            f"WHERE {table}.{counter} = excluded.{counter} - 1 RETURNING {unique}"
        )


class Update:
    """Changes the fields `changes` of the rows whose fields `where` are as given."""

    def __init__(
        self, model: type[models.Model], *, changes: Sequence[str], where: Sequence[str]
    ) -> None:
        self.model = model
        self.changes = changes
        self.where = where

    def __call__(self, *, changes: Mapping[str, Any], where: Mapping[str, Any]) -> int:
        """Change the rows and give their number; raises like `Insert`."""
        values = [*_stored(self._changed, changes), *_stored(self._known, where)]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, values)
            return int(cursor.rowcount)

    @cached_property
    def _changed(self) -> list[AnyField]:
        return _fields(self.model, self.changes)

    @cached_property
    def _known(self) -> list[AnyField]:
        return _fields(self.model, self.where)

    @cached_property
    def _sql(self) -> str:
        changes = ", ".join(f"{_column(field)} = %s" for field in self._changed)
        known = " AND ".join(f"{_column(field)} = %s" for field in self._known)
        return f"UPDATE {_table(self.model)} SET {changes} WHERE {known}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """Rows of another model that are read along if there are any.

    `where` says of its fields which field of which model, read before it, they equal.
    """

    model: type[models.Model]
    where: Mapping[str, tuple[type[models.Model], str]]


class Select(Generic[Row]):
    """Reads one row of a model together with the rows that it points at.

    `related` are its foreign keys to read along, `where` the fields to find it by;
    `attempt__public_id` is a field of a related row. `beside` are models whose rows
    may be there or not, and of which there may be several.
    """

    def __init__(
        self,
        model: type[Row],
        *,
        related: Sequence[str],
        where: Sequence[str],
        beside: Sequence[Beside] = (),
    ) -> None:
        self.model = model
        self.related = related
        self.where = where
        self.beside = beside

    def __call__(self, **where: Any) -> Row | None:
        """Give the row, or None if there is none; raises KeyError like `Insert`."""
        return self.with_beside(**where)[0]

    def with_beside(
        self, **where: Any
    ) -> tuple[Row | None, list[tuple[models.Model | None, ...]]]:
        """Give the row and, one by one, what stands beside it; like `__call__`."""
        values = [
            field.get_db_prep_save(where[name], connection)
            for name, (_model, field) in self._known.items()
        ]
        with connection.cursor() as cursor:
            cursor.execute(self._sql, values)
            found = cursor.fetchall()
        if not found:
            return None, []
        return self._made(found[0]), [self._made_beside(row) for row in found]

    def _made(self, values: Sequence[Any]) -> Row:
        made = [_instance(part, values) for part in self._parts[: self._own]]
        row, *others = made
        for name, other in zip(self.related, others, strict=True):
            setattr(row, name, other)
        return row  # type: ignore[return-value]

    def _made_beside(self, values: Sequence[Any]) -> tuple[models.Model | None, ...]:
        return tuple(
            # The primary key of a row that is not there is NULL.
            None if values[part.key] is None else _instance(part, values)
            for part in self._parts[self._own :]
        )

    @property
    def _own(self) -> int:
        return 1 + len(self.related)

    @cached_property
    def _models(self) -> dict[str, type[models.Model]]:
        """The model itself under no name, the related ones under their fields'."""
        found: dict[str, type[models.Model]] = {"": self.model}
        for name in self.related:
            related = _field(self.model, name).related_model
            assert isinstance(related, type)
            found[name] = related
        return found

    @cached_property
    def _read(self) -> list[type[models.Model]]:
        return [*self._models.values(), *(each.model for each in self.beside)]

    @cached_property
    def _parts(self) -> list[_Part]:
        parts = []
        start = 0
        for model in self._read:
            fields = list(model._meta.concrete_fields)
            parts.append(
                _Part(
                    model=model,
                    start=start,
                    key=start + fields.index(_key_of(model)),
                    names=[field.attname for field in fields],
                    converters=_converters(model, fields),
                )
            )
            start += len(fields)
        return parts

    @cached_property
    def _known(self) -> dict[str, tuple[type[models.Model], AnyField]]:
        known = {}
        for name in self.where:
            relation, _, field = name.rpartition("__")
            model = self._models[relation]
            known[name] = (model, _field(model, field))
        return known

    @cached_property
    def _sql(self) -> str:
        columns = ", ".join(
            f"{_table(model)}.{_column(field)}"
            for model in self._read
            for field in model._meta.concrete_fields
        )
        joins = "".join(
            f" INNER JOIN {_table(self._models[name])}"
            f" ON {_table(self._models[name])}"
            f".{_column(_key_of(self._models[name]))}"
            f" = {_table(self.model)}"
            f".{_column(_field(self.model, name))}"
            for name in self.related
        )
        joins += "".join(_left_join(each) for each in self.beside)
        known = " AND ".join(
            f"{_table(model)}.{_column(field)} = %s"
            for model, field in self._known.values()
        )
        return f"SELECT {columns} FROM {_table(self.model)}{joins} WHERE {known}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """The columns of one model among those that a statement reads."""

    model: type[models.Model]
    start: int
    key: int
    names: list[str]
    converters: list[tuple[int, Converter]]


def _instance(part: _Part, values: Sequence[Any]) -> models.Model:
    own = list(values[part.start : part.start + len(part.names)])
    for place, convert in part.converters:
        own[place] = convert(own[place])
    return part.model.from_db(connection.alias, part.names, own)


def _left_join(beside: Beside) -> str:
    table = _table(beside.model)
    conditions = " AND ".join(
        f"{table}.{_column(_field(beside.model, name))}"
        f" = {_table(model)}.{_column(_field(model, field))}"
        for name, (model, field) in beside.where.items()
    )
    return f" LEFT JOIN {table} ON {conditions}"


def _fields(model: type[models.Model], names: Sequence[str]) -> list[AnyField]:
    return [_field(model, name) for name in names]


def _field(model: type[models.Model], name: str) -> AnyField:
    return next(each for each in model._meta.concrete_fields if each.name == name)


def _stored(fields: Sequence[AnyField], values: Mapping[str, Any]) -> list[Any]:
    return [field.get_db_prep_save(values[field.name], connection) for field in fields]


def _converters(
    model: type[models.Model], fields: Sequence[AnyField]
) -> list[tuple[int, Converter]]:
    """What turns the database's values into Python's, by the places of the fields."""
    found = []
    for place, field in enumerate(fields):
        column = field.get_col(model._meta.db_table)
        for convert in [
            *connection.ops.get_db_converters(column),
            *column.get_db_converters(connection),
        ]:
            found.append((place, _bound(convert, column)))
    return found


def _bound(convert: Callable[..., Any], column: Any) -> Converter:
    return lambda value: convert(value, column, connection)


def _key_of(model: type[models.Model]) -> AnyField:
    key = model._meta.pk
    assert key is not None
    return key


def _table(model: type[models.Model]) -> str:
    return _quoted(model._meta.db_table)


def _column(field: AnyField) -> str:
    return _quoted(str(field.column))


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
