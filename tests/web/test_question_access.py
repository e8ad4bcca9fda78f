"""Questions, names and sources open to whom they should, and to nobody else."""

from __future__ import annotations

import pytest
from django.urls import reverse

from quizzes.people.guests import new_guest
from quizzes.people.models import User
from tests.conftest import ClientFor
from tests.web.access_rows_questions import ACTORS, QUESTION_ROWS, QuestionRow, Shelf
from tests.web.access_rows_sources import SOURCE_ROWS

pytestmark = pytest.mark.django_db

ALL_ROWS = [*QUESTION_ROWS, *SOURCE_ROWS]


@pytest.mark.parametrize(
    "row", [*QUESTION_ROWS, *SOURCE_ROWS], ids=lambda row: row.name
)
def test_each_actor_gets_what_the_row_says(
    row: QuestionRow, aigerim: User, bolat: User, client_for: ClientFor
) -> None:
    guest = new_guest()
    guest.save()
    users = {
        "visitor": None,
        "guest": guest,
        "pupil": bolat,
        "owner": aigerim,
        "other_teacher": User.objects.create_user("erlan", role=User.Role.TEACHER),
        "staff": User.objects.create_superuser("staff"),
    }
    url = reverse(row.name, kwargs=dict(row.arguments(Shelf(owner=aigerim))))
    expected, found = {}, {}

    # The owner comes last: what they do may take the question away.
    for actor in sorted(ACTORS, key=lambda actor: actor == "owner"):
        browser = client_for(users[actor])
        for method in ("GET", "POST"):
            expected[actor, method] = row.expected(actor, method)
            found[actor, method] = browser.generic(method, url).status_code

    assert found == expected


@pytest.mark.parametrize(
    "row", [*QUESTION_ROWS, *SOURCE_ROWS], ids=lambda row: row.name
)
def test_a_visitor_is_not_sent_to_the_log_in_inside_of_a_page(
    row: QuestionRow, aigerim: User, client_for: ClientFor
) -> None:
    if row.everybody:
        pytest.skip("this page is open to visitors")
    url = reverse(row.name, kwargs=dict(row.arguments(Shelf(owner=aigerim))))

    response = client_for(None).get(url, headers={"HX-Request": "true"})

    assert response.status_code == 401
    assert response.headers["HX-Redirect"]
