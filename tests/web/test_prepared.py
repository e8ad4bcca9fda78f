"""A prepared queryset gives what the queryset gives, with its statement built once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import Count, QuerySet
from pytest_django import DjangoAssertNumQueries

from quizzes.people.models import User
from quizzes.web.prepared import Parameter, Prepared

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)


@pytest.fixture
def users() -> list[User]:
    """Three users who joined a day after another."""
    return [
        User.objects.create(
            username=f"user{number}", date_joined=NOON + number * timedelta(days=1)
        )
        for number in range(3)
    ]


def test_rows_are_those_of_the_queryset(
    users: list[User], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    of_name = Prepared(lambda: User.objects.filter(username=Parameter("name")))

    with django_assert_num_queries(2):
        found, others = of_name(name="user1"), of_name(name="user2")

    assert [found, others] == [[users[1]], [users[2]]]
    assert found[0].date_joined == users[1].date_joined
    assert found[0].pk == users[1].pk


def test_the_statement_is_built_once(users: list[User]) -> None:
    built = 0

    def build() -> QuerySet[User]:
        nonlocal built
        built += 1
        return User.objects.filter(username=Parameter("name"))

    of_name = Prepared(build)
    for user in users:
        assert of_name.first(name=user.username) == user

    assert built == 1


def test_values_and_related_rows_are_read_as_ever(users: list[User]) -> None:
    user = users[0]
    user.groups.create(name="one")
    groups = user.groups.through.objects
    membership = Prepared(
        lambda: groups.filter(user=Parameter("user")).select_related("user", "group")
    )
    counts = Prepared(
        lambda: (
            User.objects.filter(pk__among=Parameter("users"))
            .order_by("-pk")
            .values_list("username")
            .annotate(times=Count("groups"))
        )
    )
    names = Prepared(
        lambda: User.objects.order_by("pk").values_list("username", flat=True)[:2]
    )

    [found] = membership(user=user.pk)

    assert (found.user, found.group.name) == (user, "one")
    assert counts(users=[users[0].pk, users[1].pk]) == [("user1", 0), ("user0", 1)]
    assert names() == ["user0", "user1"]


def test_moments_are_compared_as_moments(users: list[User]) -> None:
    since = Prepared(
        lambda: User.objects.filter(date_joined__gt=Parameter("since")).order_by("pk")
    )

    assert since(since=NOON) == users[1:]
    assert since(since=NOON.astimezone(UTC) + timedelta(days=5)) == []


@pytest.mark.parametrize("count", [0, 1, 3])
def test_keys_are_one_value_however_many(users: list[User], count: int) -> None:
    among = Prepared(
        lambda: User.objects.filter(pk__among=Parameter("users")).order_by("pk")
    )

    assert among(users=[each.pk for each in users[:count]]) == users[:count]
    assert among(users={each.pk: None for each in users[:count]}) == users[:count]


def test_a_row_that_is_not_there_is_none(users: list[User]) -> None:
    of_name = Prepared(lambda: User.objects.filter(username=Parameter("name")))

    assert of_name.first(name="nobody") is None


def test_what_is_not_given_is_told_of(users: list[User]) -> None:
    of_name = Prepared(lambda: User.objects.filter(username=Parameter("name")))

    with pytest.raises(KeyError, match="name"):
        of_name()
    with pytest.raises(ValueError, match="NULL"):
        of_name(name=None)
