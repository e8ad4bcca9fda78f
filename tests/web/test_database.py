"""The database is set so that an acknowledged answer is kept."""

from __future__ import annotations

import sqlite3

import pytest
from django.conf import settings
from django.core.checks import run_checks
from django.db import connection

from quizzes.web.checks import is_safe_sqlite, judge_sqlite

needs_sqlite = pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="is about SQLite"
)


@needs_sqlite
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("cache_size", -16000),
        ("journal_size_limit", 67108864),
        ("cell_size_check", 1),
        ("busy_timeout", 20000),
        ("foreign_keys", 1),
    ],
)
def test_pragma_reads_back_as_set(pragma: str, value: object) -> None:
    with connection.cursor() as cursor:
        assert cursor.execute(f"PRAGMA {pragma}").fetchone()[0] == value


@needs_sqlite
@pytest.mark.django_db
def test_a_transaction_takes_the_write_lock_when_it_begins() -> None:
    assert settings.DATABASES["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


@needs_sqlite
@pytest.mark.django_db
def test_the_library_is_the_mended_one() -> None:
    assert sqlite3.__name__ == "pysqlite3"
    assert is_safe_sqlite(sqlite3.sqlite_version_info)


@pytest.mark.django_db
@pytest.mark.postgres
def test_the_checks_find_nothing_wrong() -> None:
    found = run_checks(databases=["default"])

    assert [each for each in found if str(each.id).startswith("quizzes")] == []


@pytest.mark.parametrize(
    ("version", "is_safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 9), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 4), True),
        ((4, 0, 0), True),
    ],
)
def test_faulty_versions_are_told_from_mended_ones(
    version: tuple[int, ...], is_safe: bool
) -> None:
    assert is_safe_sqlite(version) is is_safe


@pytest.mark.parametrize(
    ("version", "journal", "synchronous", "ids"),
    [
        ((3, 53, 4), "wal", 2, []),
        ((3, 53, 4), "wal", 3, []),
        ((3, 40, 1), "wal", 2, ["quizzes.E001"]),
        ((3, 53, 4), "delete", 2, ["quizzes.E002"]),
        ((3, 53, 4), "wal", 1, ["quizzes.E003"]),
        ((3, 40, 1), "memory", 0, ["quizzes.E001", "quizzes.E002", "quizzes.E003"]),
    ],
)
def test_each_fault_of_a_database_is_named(
    version: tuple[int, ...], journal: str, synchronous: int, ids: list[str]
) -> None:
    found = judge_sqlite(version, journal, synchronous)

    assert [message.id for message in found] == ids
