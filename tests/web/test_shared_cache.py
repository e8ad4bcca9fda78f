"""The cache of tries is one for all processes."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.cache import caches
from time_machine import TimeMachineFixture

from quizzes.web.shared_cache import TABLE, SqliteCache
from tests.web.conftest import FreshProcess

COUNT = """
import django
django.setup()
from django.test import RequestFactory
from quizzes.accounts import limits
request = RequestFactory().post("/")
tries = [
    limits.ratelimit.consume(
        request, app=limits.APP, action=limits.ACTION, key="user:1"
    )
    for _time in range(8)
]
print(len([each for each in tries if each is not None]))
"""


@pytest.fixture
def cache(tmp_path: Path) -> SqliteCache:
    return SqliteCache(str(tmp_path / "limits.sqlite3"), {})


def test_what_is_stored_is_there_until_it_expires(
    cache: SqliteCache, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to("2026-11-22T09:00:00Z", tick=False)
    cache.set("tries", [1.5, 2.5], 60)
    cache.set("forever", "ә", None)

    assert cache.get("tries") == [1.5, 2.5]
    time_machine.shift(61)

    assert cache.get("tries", "gone") == "gone"
    assert cache.get("forever") == "ә"


def test_only_one_adds_what_is_not_there(
    cache: SqliteCache, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to("2026-11-22T09:00:00Z", tick=False)

    assert cache.add("lock", True, 10)
    assert not cache.add("lock", True, 10)
    time_machine.shift(11)
    assert cache.add("lock", True, 10)
    assert cache.delete("lock")
    assert not cache.delete("lock")
    assert cache.add("lock", True, 10)


def test_expired_rows_are_swept(
    cache: SqliteCache, time_machine: TimeMachineFixture
) -> None:
    time_machine.move_to("2026-11-22T09:00:00Z", tick=False)
    for number in range(200):
        cache.set(f"old-{number}", number, 1)
    time_machine.shift(2)
    for number in range(2_000):
        cache.set("new", number, 60)

    _count, left = cache._run(f"SELECT count(*) FROM {TABLE}", ())

    assert left == (1,)


def test_touch_clear_and_many(cache: SqliteCache) -> None:
    cache.set_many({"a": 1, "b": 2})
    assert cache.get_many(["a", "b", "c"]) == {"a": 1, "b": 2}
    assert cache.touch("a", 60)
    assert not cache.touch("c", 60)
    assert cache.incr("a") == 2
    cache.clear()
    assert cache.get_many(["a", "b"]) == {}


@pytest.mark.django_db
@pytest.mark.postgres
def test_the_sites_own_cache_does_all_of_it() -> None:
    shared = caches["default"]

    assert shared.add("lock", True, 10)
    assert not shared.add("lock", False, 10)
    assert shared.get("lock") is True
    shared.set("tries", [1.5, 2.5], 60)
    assert shared.get("tries") == [1.5, 2.5]
    shared.set("tries", [1.5], -1)
    assert shared.get("tries", "gone") == "gone"
    assert shared.add("tries", [], 60), "what has expired is not there"
    assert shared.touch("tries", 30)
    assert shared.delete("tries")
    assert not shared.delete("tries")
    shared.clear()
    assert shared.get("lock") is None


def test_two_caches_on_one_file_see_each_other(tmp_path: Path) -> None:
    path = str(tmp_path / "limits.sqlite3")
    first, second = SqliteCache(path, {}), SqliteCache(path, {})

    first.set("tries", 9)

    assert second.get("tries") == 9


def test_two_processes_count_together(fresh_process: FreshProcess) -> None:
    first = fresh_process("-c", COUNT)
    second = fresh_process("-c", COUNT)

    assert (first.stdout.strip(), second.stdout.strip()) == ("8", "2"), (
        first.stderr + second.stderr
    )


HOLD = """
import sys
from quizsite.sqlite import use_bundled_sqlite
use_bundled_sqlite()
from quizzes.web.shared_cache import SqliteCache
cache = SqliteCache(sys.argv[1], {})
print(sum(cache.add(f"lock-{number}", True, 60) for number in range(300)))
"""


def test_processes_at_the_same_time_never_hold_one_lock_together(
    tmp_path: Path,
) -> None:
    path = str(tmp_path / "limits.sqlite3")
    started = time.monotonic()

    running = [
        subprocess.Popen(
            [sys.executable, "-c", HOLD, path],
            stdout=subprocess.PIPE,
            cwd=Path(__file__).parents[2],
            text=True,
        )
        for _process in range(3)
    ]
    held = [int(each.communicate(timeout=60)[0]) for each in running]

    assert sum(held) == 300, held
    assert time.monotonic() - started < 60
