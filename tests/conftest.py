"""What all tests share: the cast, their browsers, and counting queries.

Aigerim teaches, Bolat is her pupil, Dana is a stranger.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import hypothesis
import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.plugin import DjangoDbBlocker
from pytest_socket import enable_socket, socket_allow_hosts

from quizzes.bank.kept_facts import forget_facts
from quizzes.bank.models import Fact, Question
from quizzes.people.models import User
from quizzes.web.shared_cache import SqliteCache

LOOPBACK = ["127.0.0.1", "::1", "localhost"]
OPENS_SOCKETS = ("browser", "loopback")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Open sockets to the marked tests before their fixtures: live_server needs one."""
    for item in items:
        if any(item.get_closest_marker(name) for name in OPENS_SOCKETS):
            item.add_marker("enable_socket")


@pytest.hookimpl(trylast=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Open this machine's own addresses to the tests that say so, and no others."""
    if any(item.get_closest_marker(name) for name in OPENS_SOCKETS):
        enable_socket()
        socket_allow_hosts(LOOPBACK, allow_unix_socket=True)


# --- Examples of Hypothesis -----------------------------------------------------------

# No deadline: the first example of a run pays for imports. `make test-long` takes the
# profile "long" by --hypothesis-profile.
hypothesis.settings.register_profile("commit", max_examples=30, deadline=None)
hypothesis.settings.register_profile("long", max_examples=200, deadline=None)
hypothesis.settings.load_profile("commit")


# --- The cast -------------------------------------------------------------------------


@pytest.fixture
def aigerim(db: None) -> User:
    """A teacher."""
    return User.objects.create_user(
        "aigerim", display_name="Айгерім", role=User.Role.TEACHER
    )


@pytest.fixture
def bolat(db: None) -> User:
    """A pupil of Aigerim."""
    return User.objects.create_user("bolat", display_name="Болат")


@pytest.fixture
def dana(db: None) -> User:
    """A stranger to both."""
    return User.objects.create_user("dana", display_name="Дана")


ClientFor = Callable[[User | None], Client]


@pytest.fixture
def client_for() -> ClientFor:
    """Give each user a browser of their own; `None` is a visitor who has no account."""

    def give(user: User | None) -> Client:
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    return give


@pytest.fixture
def staff_client(admin_user: User, client_for: ClientFor) -> Client:
    """The browser of a superuser who has set up the second step."""
    Authenticator.objects.create(user=admin_user, type="totp", data={})
    return client_for(admin_user)


# --- All facts ------------------------------------------------------------------------


@pytest.fixture(scope="module")
def database_of_module(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[DjangoDbBlocker]:
    """What is stored in it is there for each test of a module, and gone with the last.

    What a test itself stores is taken back after that test, as ever. Not for modules
    with tests whose transactions are real (`transaction=True`).
    """
    around = transaction.atomic()
    with django_db_blocker.unblock():
        around.__enter__()
    yield django_db_blocker
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture(scope="module")
def every_fact(database_of_module: DjangoDbBlocker) -> None:
    """The common library with all facts, loaded once for all tests of a module.

    A module that asks for it asks for it in all of its tests, so that none depends on
    which ran before. Draw keys, which are random, are spread evenly: a test on them as
    they fall would fail once in a while.
    """
    with database_of_module.unblock():
        call_command("facts", "load", verbosity=0)
        spread_evenly(Fact)


def spread_evenly(kind: type[Fact] | type[Question]) -> None:
    """Give the facts or questions draw keys as even as can be, in a mixed order."""
    things: list[Any] = list(kind.objects.order_by("space_id", "key"))
    random.Random(1).shuffle(things)
    for place, thing in enumerate(things):
        thing.draw_key = (place + 0.5) / len(things)
    kind.objects.bulk_update(things, ["draw_key"])


# --- Tries ----------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _no_tries_counted() -> None:
    """No test inherits the tries of another; on PostgreSQL they are rolled back."""
    if isinstance(caches["default"], SqliteCache):
        caches["default"].clear()


@pytest.fixture(autouse=True)
def _no_facts_kept() -> None:
    """No test is given the facts of another, whose rows bore the same numbers."""
    forget_facts()


# --- Queries --------------------------------------------------------------------------

AssertSameQueries = Callable[..., None]


def count_queries(block: Callable[[], object]) -> list[str]:
    """Run `block` and give the statements that it sent, all facts read anew."""
    forget_facts()
    with CaptureQueriesContext(connection) as captured:
        block()
    return [query["sql"] for query in captured.captured_queries]


@pytest.fixture
def assert_same_queries(db: None) -> AssertSameQueries:
    """Check that a page asks the database as often for 2n things as for n.

    `grow(k)` adds k things, `block()` shows them. The block runs once before it is
    counted, so that what is cached in the process does not count.

        assert_same_queries(grow=lambda k: make_facts(k), block=lambda: client.get(url))
    """

    def check(
        *, grow: Callable[[int], object], block: Callable[[], object], n: int = 3
    ) -> None:
        grow(n)
        block()
        few = count_queries(block)
        grow(n)
        many = count_queries(block)

        added = "\n".join(sorted(set(many) - set(few)))
        assert len(many) == len(few), (
            f"{len(few)} queries for {n}, {len(many)} for {2 * n}; new ones:\n{added}"
        )

    return check


# --- The language ---------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _default_language() -> Iterator[None]:
    """No test inherits the language that another one switched to."""
    from django.utils import translation

    yield
    translation.deactivate_all()
    translation.deactivate()
