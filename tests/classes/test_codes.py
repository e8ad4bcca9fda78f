"""Join codes: what they look like, what is forgiven, how they end."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from quizzes.classes import codes, keeping
from tests.classes.scene import School, let_code_expire, make_class

pytestmark = pytest.mark.django_db


def test_a_code_has_eight_symbols_and_no_look_alikes() -> None:
    made = {codes.new_code() for _ in range(500)}

    assert len(made) == 500
    assert {len(code) for code in made} == {8}
    assert not set("".join(made)) & set("0O1ILZSB")


@pytest.mark.parametrize(
    "typed",
    [
        "ACEH2345",
        "aceh2345",
        " aceh-2345 ",
        "ACEH – 2345",
        "АСЕН2345",  # typed on a Kazakh keyboard
        "асен-2345",
        "ACEHZ34S",  # letters that the code does not have, for digits that look so
    ],
)
def test_what_is_meant_is_forgiven(typed: str) -> None:
    assert codes.normal(typed) == "ACEH2345"


@pytest.mark.parametrize("typed", ["", "ACEH234", "ACEH23456", "ACEH234O", "ғҚІӘ2345"])
def test_what_cannot_be_a_code_is_told_without_a_look(
    typed: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0), pytest.raises(codes.NoSuchCode):
        codes.normal(typed)


def test_a_code_holds_for_two_weeks_and_not_a_moment_longer(school: School) -> None:
    now = timezone.now()
    classroom = codes.renew(classroom=school.classroom, now=now)
    end = now + timedelta(days=14)

    just_before = end - timedelta(seconds=1)
    assert codes.class_by_code(classroom.join_code, now=just_before) == classroom
    with pytest.raises(codes.CodeExpired):
        codes.class_by_code(classroom.join_code, now=end)


def test_a_new_code_ends_the_old_one(school: School) -> None:
    old = school.classroom.join_code
    renewed = codes.renew(classroom=school.classroom, now=timezone.now())

    assert renewed.join_code != old
    with pytest.raises(codes.NoSuchCode):
        codes.class_by_code(old, now=timezone.now())


def test_an_archived_class_has_no_code_and_gets_none(school: School) -> None:
    old = school.classroom.join_code
    keeping.archive(classroom=school.classroom, now=timezone.now())

    with pytest.raises(codes.NoSuchCode):
        codes.class_by_code(old, now=timezone.now())
    with pytest.raises(codes.Archived):
        codes.renew(classroom=school.classroom, now=timezone.now())


def test_a_code_that_a_class_has_already_is_drawn_anew(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = school.other_class.join_code
    drawn = iter([taken, taken, "ACEH2345"])
    monkeypatch.setattr(codes, "new_code", lambda: next(drawn))

    assert make_class(school.owner, "8").join_code == "ACEH2345"


def test_an_expired_code_can_be_renewed(school: School) -> None:
    let_code_expire(school.classroom)

    renewed = codes.renew(classroom=school.classroom, now=timezone.now())

    assert renewed.takes_newcomers(timezone.now())
