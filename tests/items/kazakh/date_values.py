"""Every kind of date the bank can hold, for property tests."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from quizzes.items.calendar import DateValue

_days = st.dates(date(1000, 1, 1), date(2999, 12, 31)).map(
    lambda day: DateValue.of(day.year, day.month, day.day)
)
_months = st.builds(DateValue.of, st.integers(1000, 2999), st.integers(1, 12))
_years = st.builds(DateValue.of, st.integers(1000, 2999))
_seasons = st.builds(
    lambda year, season: DateValue.parse(f"{year}-{season}"),
    st.integers(1000, 2999),
    st.integers(21, 24),
)


def _interval(parts: st.SearchStrategy[DateValue]) -> st.SearchStrategy[DateValue]:
    return st.tuples(parts, parts).map(lambda ends: DateValue.between(*sorted(ends)))


_short_intervals = st.builds(
    lambda year, month, first, length: DateValue.between(
        DateValue.of(year, month, first), DateValue.of(year, month, first + length)
    ),
    st.integers(1000, 2999),
    st.integers(1, 12),
    st.integers(1, 14),
    st.integers(0, 14),
)

units = st.one_of(_days, _months, _years)
closed_values = st.one_of(
    units,
    _seasons,
    _short_intervals,
    _interval(_days),
    _interval(_months),
    _interval(_years),
)
open_values = st.one_of(
    units.map(lambda value: DateValue.parse(f"{value.edtf}/..")),
    units.map(lambda value: DateValue.parse(f"../{value.edtf}")),
)
values = st.one_of(closed_values, open_values)
