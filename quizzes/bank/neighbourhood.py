"""The facts near the asked ones: all that proving a distractor needs, and no more.

The whole bank is never read. For each asked fact a few candidates are sought by index;
then every fact about the asked things and the candidates is loaded, because a
distractor is proved by what the bank says of it. The number of queries is fixed.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db import connection

from quizzes.bank.facts import Fact
from quizzes.bank.reading import read
from quizzes.bank.scopes import Scope, not_replaced
from quizzes.items.calendar import Precision
from quizzes.items.data import Neighbourhood
from quizzes.items.dates import HAPPENINGS, MOST_KEYS
from quizzes.items.differences import LISTS

# Enough on each side that items differ and some may fail their proof.
_NEAR_DATES: Final = 3
_ALIKE: Final = 6

# Any will do, but where a space has none PostgreSQL would else read the whole bank: it
# hopes to have met enough before the end.
_BY_INDEX: Final = "ORDER BY precision, first_day"

# The columns of a fact by which its surroundings are sought.
SOUGHT_BY: Final = (
    "subject_id",
    "object_id",
    "topic_id",
    "property",
    "value_type",
    "first_day",
    "last_day",
    "precision",
    "ask_precision",
)

# What the dates of a coarse question may also be made of.
_FINER: Final = {
    Precision.MONTH: (Precision.MONTH, Precision.DAY),
    Precision.YEAR: (Precision.YEAR, Precision.MONTH, Precision.DAY),
}


@dataclass(frozen=True, slots=True)
class _Seek:
    """One limited search by index, as SQL that gives ids of subjects."""

    sql: str
    parameters: tuple[Any, ...]


def neighbourhood(fact_ids: Collection[int], scope: Scope) -> Neighbourhood:
    """What items need to be made of facts and to be proved.

    Takes the ids of the facts to ask and the spaces in which truth is sought. Drafts
    are included: they may spoil a distractor. Costs four queries, whatever the size of
    the bank, and a fifth one where facts are not kept.
    """
    asked = list(Fact.objects.filter(pk__in=fact_ids).values(*SOUGHT_BY))
    return _around(asked, scope, ())


def neighbourhood_of_new(fact: Mapping[str, Any], scope: Scope) -> Neighbourhood:
    """What items need to be made of a fact that is not stored, without the fact.

    Takes the columns `SOUGHT_BY` as they would be stored. What happened in the month or
    the year of the fact's day is there too: its items may change by the new fact.
    """
    return _around([fact], scope, _wider_dates(fact, scope))


def _around(
    asked: Collection[Mapping[str, Any]],
    scope: Scope,
    more: Iterable[_Seek],
) -> Neighbourhood:
    subjects = {fact["subject_id"] for fact in asked}
    subjects |= {fact["object_id"] for fact in asked if fact["object_id"]}
    subjects |= _subjects_sought([*_seeks(asked, scope), *more])
    return read(subjects, scope)


def _wider_dates(fact: Mapping[str, Any], scope: Scope) -> list[_Seek]:
    """What happened in the month or in the year in which a date begins."""
    first = fact["first_day"]
    if fact["property"] not in HAPPENINGS:
        return []
    starts = {
        Precision.MONTH: first.replace(day=1),
        Precision.YEAR: date(first.year, 1, 1),
    }
    return [
        _Seek(
            f"SELECT subject_id FROM quizzes_fact WHERE space_id IN ({_holes(scope)})"
            f" AND property IN ({_holes(HAPPENINGS)}) AND precision = %s"
            f" AND first_day = %s LIMIT {_ALIKE * len(scope)}",
            (*sorted(scope), *sorted(HAPPENINGS), precision.value, start),
        )
        for precision, start in starts.items()
    ]


def whole_bank(scope: Scope) -> Neighbourhood:
    """Every fact of the scope: to print all items and for tests, not for requests."""
    return read(None, scope)


def _subjects_sought(seeks: list[_Seek]) -> set[int]:
    if not seeks:
        return set()
    # Each search stands in a subselect of its own: SQLite allows LIMIT only there.
    parts = [f"SELECT subject_id FROM ({seek.sql}) AS s" for seek in seeks]
    parameters = [each for seek in seeks for each in seek.parameters]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        return {row[0] for row in cursor.fetchall()}


def _seeks(asked: Iterable[Mapping[str, Any]], scope: Scope) -> list[_Seek]:
    """The searches for all asked facts; equal ones are made once."""
    seeks: dict[_Seek, None] = {}
    for fact in asked:
        is_date = fact["value_type"] == Fact.ValueType.DATE
        if is_date:
            seeks.update(dict.fromkeys(_at_its_time(fact, scope)))
        for space in sorted(scope):
            found = _near_in_time(fact, space) if is_date else _alike(fact, space)
            seeks.update(dict.fromkeys(found))
    return list(seeks)


def _at_its_time(fact: Mapping[str, Any], scope: Scope) -> list[_Seek]:
    first, last = fact["first_day"], fact["last_day"]
    spans = [(first, last)]
    asked = Precision(fact["ask_precision"] or fact["precision"])
    if asked is not Precision(fact["precision"]):
        spans.append(_coarse_days(first, last, asked))
    # Items ask for all that happened then, or for all of the fact's own property.
    return [
        _within(scope, *span, properties)
        for span in spans
        for properties in (tuple(sorted(HAPPENINGS)), (fact["property"],))
    ]


def _near_in_time(fact: Mapping[str, Any], space: int) -> list[_Seek]:
    asked = Precision(fact["ask_precision"] or fact["precision"])
    seeks = []
    for precision in _FINER.get(asked, (asked,)):
        for sign, direction in (("<", "DESC"), (">", "ASC")):
            # One of each day: in a large bank many things have one year or one day,
            # and what shares its date with another adds nothing to choose from.
            seeks.append(
                _Seek(
                    "SELECT MIN(subject_id) AS subject_id FROM quizzes_fact"
                    " WHERE space_id = %s AND property = %s AND precision = %s"
                    f" AND first_day {sign} %s GROUP BY first_day"
                    f" ORDER BY first_day {direction} LIMIT {_NEAR_DATES}",
                    (space, fact["property"], precision.value, fact["first_day"]),
                )
            )
    return seeks


def _within(
    scope: Scope, first: date, last: date, properties: Collection[str]
) -> _Seek:
    """What surely happened within the days, up to one more than can be asked together.

    Only what is sure counts as a right answer, so nothing else may use up the limit.
    """
    kept, copies = not_replaced(scope)
    return _Seek(
        "SELECT DISTINCT subject_id FROM quizzes_fact"
        f" WHERE space_id IN ({_holes(scope)})"
        " AND first_day BETWEEN %s AND %s AND last_day <= %s"
        " AND state = 'approved' AND NOT planned AND text_value IS NULL"
        f" AND property IN ({_holes(properties)}) AND {kept} LIMIT {MOST_KEYS + 1}",
        (*sorted(scope), first, last, last, *properties, *copies),
    )


def _holes(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _coarse_days(first: date, last: date, asked: Precision) -> tuple[date, date]:
    """The outermost days of the month or the year in which a date lies."""
    if asked is Precision.YEAR:
        return date(first.year, 1, 1), date(last.year, 12, 31)
    end = monthrange(last.year, last.month)[1]
    return first.replace(day=1), last.replace(day=end)


def _alike(fact: Mapping[str, Any], space: int) -> list[_Seek]:
    # Lists are also compared with lists of another kind: who signed, but is no member.
    kinds = {fact["property"]} | (LISTS if fact["property"] in LISTS else set())
    seeks = [
        _Seek(
            "SELECT subject_id FROM quizzes_fact WHERE space_id = %s"
            f" AND topic_id = %s AND property = %s {_BY_INDEX} LIMIT {_ALIKE}",
            (space, fact["topic_id"], kind),
        )
        for kind in sorted(kinds)
    ]
    seeks.append(
        _Seek(
            "SELECT subject_id FROM quizzes_fact WHERE space_id = %s"
            f" AND property = %s {_BY_INDEX} LIMIT {2 * _ALIKE}",
            (space, fact["property"]),
        )
    )
    return seeks
