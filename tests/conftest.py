"""What all tests share: the cast, their browsers, and counting queries.

Aigerim teaches, Bolat is her pupil, Dana is a stranger.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import hypothesis
import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_socket import enable_socket, socket_allow_hosts

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


# --- Tries ----------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _no_tries_counted() -> None:
    """No test inherits the tries of another; on PostgreSQL they are rolled back."""
    if isinstance(caches["default"], SqliteCache):
        caches["default"].clear()


# --- Queries --------------------------------------------------------------------------

AssertSameQueries = Callable[..., None]


def count_queries(block: Callable[[], object]) -> list[str]:
    """Run `block` and give the statements that it sent."""
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
