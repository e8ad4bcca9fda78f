"""Classes open to whom they should, and nothing of them leaks or changes by the way."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from http.cookies import SimpleCookie
from statistics import median
from time import perf_counter

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from quizzes.classes import enrolling, keeping
from quizzes.classes.classrooms import Classroom, Enrolment
from quizzes.people.guests import new_guest
from quizzes.people.models import User
from tests.classes.scene import School, enrol, make_class, make_school, make_teacher
from tests.factories import make_assignment
from tests.web.access_rows_quizzes import QUIZ_ROWS
from tests.web.class_matrix import ACTORS, CLASS_ROWS, ClassRow, of_learner

pytestmark = pytest.mark.django_db

Actors = dict[str, Client]
EVERY_ROW = [*CLASS_ROWS, *QUIZ_ROWS]
TURNS = 200
MOST_DIFFERENCE = 0.010  # seconds, between medians of one run
TOKEN = re.compile(r'(X-CSRFToken": "|name="csrfmiddlewaretoken" value=")\w+')


@pytest.fixture(autouse=True)
def _no_misses_at_first(_django_db_marker: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@dataclass(frozen=True, slots=True)
class Scene:
    """The school, and the session of each actor who has one."""

    school: School
    sessions: Mapping[str, SimpleCookie]


@pytest.fixture(scope="module")
def scene(database_of_module: DjangoDbBlocker) -> Scene:
    """The school with an assignment of the first class, made once for all tests."""
    with database_of_module.unblock():
        school = make_school()
        make_assignment(school.classroom)
        guest = new_guest()
        guest.save()
        deactivated = make_teacher("kuat")
        users = {
            "guest": guest,
            "pupil": school.pupil,
            "classmate": enrol(school.classroom, "classmate").learner,
            "other_pupil": school.other_pupil,
            "removed": school.removed,
            "owner": school.owner,
            "co_teacher": school.co_teacher,
            "other_teacher": school.other_teacher,
            "staff": User.objects.create_superuser("staff"),
            "deactivated": deactivated,
        }
        sessions = {actor: _logged_in(user) for actor, user in users.items()}
        User.objects.filter(pk=deactivated.pk).update(is_active=False)
        return Scene(school, {"visitor": SimpleCookie(), **sessions})


def _logged_in(user: User) -> SimpleCookie:
    client = Client()
    client.force_login(user)
    return client.cookies


@pytest.fixture
def school(scene: Scene, db: None) -> School:
    """The school, as nobody has changed it yet."""
    return deepcopy(scene.school)


@pytest.fixture
def actors(scene: Scene) -> Actors:
    """A browser for each actor."""
    browsers = {actor: Client() for actor in scene.sessions}
    for actor, browser in browsers.items():
        browser.cookies = deepcopy(scene.sessions[actor])
    return browsers


def address(row: ClassRow, school: School) -> str:
    return reverse(row.name, kwargs=dict(row.arguments(school)))


# How often somebody has tried: that is stored when a page is merely opened, too
COUNTS_OF_LIMITS = ("quizzes_limits", "quizzes_cache")


def all_rows() -> dict[str, list[tuple[object, ...]]]:
    """Whatever the product has stored."""
    tables = [
        table
        for table in connection.introspection.table_names()
        if table.startswith("quizzes_") and table not in COUNTS_OF_LIMITS
    ]
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            found[table] = cursor.fetchall()
    return found


@pytest.mark.parametrize("row", EVERY_ROW, ids=lambda row: row.name)
def test_each_actor_gets_what_the_row_says(
    row: ClassRow, school: School, actors: Actors
) -> None:
    url = address(row, school)
    expected, found = {}, {}
    for actor in ACTORS:
        for method in ("GET", "HEAD", "POST"):
            expected[actor, method] = row.expected(actor, method)
            found[actor, method] = actors[actor].generic(method, url).status_code
        for method in ("PUT", "DELETE"):
            assert actors[actor].generic(method, url).status_code in {302, 403, 405}

    assert found == expected


@pytest.mark.parametrize("row", EVERY_ROW, ids=lambda row: row.name)
def test_htmx_gets_the_same_answer_or_the_way_to_the_log_in(
    row: ClassRow, school: School, actors: Actors
) -> None:
    url = address(row, school)
    for actor in ACTORS:
        expected = row.expected(actor, "GET")
        response = actors[actor].get(url, headers={"HX-Request": "true"})
        if expected == 302 and actor in {"visitor", "guest", "deactivated"}:
            assert response.status_code == 401, actor
            assert response.headers["HX-Redirect"].startswith("/account/login/")
        else:
            assert response.status_code == expected, actor


FOREIGN = [row for row in EVERY_ROW if "404" in row.statuses["other_teacher"]]


@pytest.mark.parametrize("row", FOREIGN, ids=lambda row: row.name)
def test_what_is_not_yours_looks_like_what_is_not_there(
    row: ClassRow, school: School, actors: Actors
) -> None:
    method = "GET" if row.expected("other_teacher", "GET") == 404 else "POST"
    absent = dict.fromkeys(row.arguments(school), "AAAAAAAAAAAAAAAAAAAAAA")
    browser = actors["other_teacher"]

    foreign = browser.generic(method, address(row, school))
    nothing = browser.generic(method, reverse(row.name, kwargs=absent))

    assert foreign.status_code == nothing.status_code == 404
    pages = [TOKEN.sub("", each.content.decode()) for each in (foreign, nothing)]
    paths = [foreign.wsgi_request.path, nothing.wsgi_request.path]
    assert pages[0].replace(paths[0], "") == pages[1].replace(paths[1], "")


@pytest.mark.long
@pytest.mark.parametrize(
    "row",
    [row for row in EVERY_ROW if row.expected("other_teacher", "GET") == 404],
    ids=lambda row: row.name,
)
def test_what_is_not_yours_takes_as_long_as_what_is_not_there(
    row: ClassRow, school: School, actors: Actors
) -> None:
    absent = dict.fromkeys(row.arguments(school), "AAAAAAAAAAAAAAAAAAAAAA")
    browser = actors["other_teacher"]
    foreign, nothing = address(row, school), reverse(row.name, kwargs=absent)
    took: dict[str, list[float]] = {foreign: [], nothing: []}

    # By turns, so that whatever else the machine does meets both alike
    for _turn in range(TURNS):
        for each in (foreign, nothing):
            began = perf_counter()
            browser.get(each)
            took[each].append(perf_counter() - began)

    difference = median(took[foreign]) - median(took[nothing])
    assert abs(difference) < MOST_DIFFERENCE


WITH_A_LEARNER = [row for row in EVERY_ROW if row.arguments is of_learner]


@pytest.mark.parametrize("row", WITH_A_LEARNER, ids=lambda row: row.name)
def test_a_learner_of_another_class_is_not_reached_by_the_own_class(
    row: ClassRow, school: School, actors: Actors
) -> None:
    url = reverse(
        row.name,
        kwargs={
            "public_id": school.classroom.public_id,
            "enrolment_id": school.other_enrolment.public_id,
        },
    )
    before = all_rows()
    method = "POST" if row.expected("owner", "GET") == 405 else "GET"

    response = actors["owner"].generic(method, url)

    assert response.status_code == 404
    assert all_rows() == before


def test_foreign_ids_in_a_form_change_nothing(school: School, actors: Actors) -> None:
    strict = make_class(school.other_teacher, "8", confirms_newcomers=True)
    foreign = enrol(strict, "aruzhan")
    own = [school.classroom.public_id]
    learner = [*own, school.enrolment.public_id]
    before = all_rows()

    for name, args, data in [
        ("newcomers", own, {"enrolment": foreign.public_id, "answer": "confirm"}),
        ("newcomers", own, {"enrolment": foreign.public_id, "answer": "refuse"}),
        ("renew_cards", own, {"enrolment": school.other_enrolment.public_id}),
        ("move", learner, {"classroom": school.other_class.public_id}),
        ("move", learner, {"classroom": "\0"}),
        ("move", learner, {"classroom": str(school.other_class.pk)}),
        ("add_teacher", own, {"username": "bolat"}),
        ("add_teacher", own, {"username": "no\0body"}),
        ("remove_teacher", own, {"username": "gulnar"}),
        ("remove_teacher", own, {"username": "aigerim"}),
        ("remove_teacher", own, {"username": "\0"}),
        ("hand_over", own, {"username": "gulnar"}),
        ("hand_over", own, {"username": "aigerim"}),
        ("hand_over", own, {"username": "bolat"}),
    ]:
        response = actors["owner"].post(reverse(f"classes:{name}", args=args), data)
        assert response.status_code in {302, 422}, (name, data)

    assert all_rows() == before


def test_fields_that_a_form_does_not_have_are_passed(
    school: School, actors: Actors
) -> None:
    strict = make_class(school.owner, "8", confirms_newcomers=True)
    extra = {"role": "teacher", "is_staff": "1", "state": "joined", "is_owner": "1"}

    actors["visitor"].post(
        reverse("joining:join", args=[strict.join_code]),
        extra
        | {
            "display_name": "Мәди",
            "join_key": "8d6d9f6e-7d52-4c0c-9c3c-3d8d9c7d2f10",
            "classroom": school.other_class.public_id,
        },
    )

    enrolment = Enrolment.objects.get(name="Мәди")
    assert (enrolment.classroom, enrolment.state) == (strict, "asked")
    assert enrolment.learner.role == User.Role.LEARNER
    assert not enrolment.learner.is_staff


def test_a_list_shows_nothing_of_other_classes(school: School, actors: Actors) -> None:
    Classroom.objects.filter(pk=school.other_class.pk).update(name="Бөтен сынып")
    Enrolment.objects.filter(pk=school.other_enrolment.pk).update(name="Бөтен оқушы")
    own = school.classroom.get_absolute_url()

    for actor, url in [
        ("owner", reverse("classes:teaching")),
        ("owner", own),
        ("owner", f"{own}?q=Бөтен"),
        ("owner", f"{own}?show=former"),
        (
            "owner",
            reverse(
                "classes:learner",
                args=[school.classroom.public_id, school.enrolment.public_id],
            ),
        ),
        ("pupil", reverse("classes:learning")),
        ("removed", reverse("classes:learning")),
    ]:
        page = actors[actor].get(url).content.decode().replace('value="Бөтен"', "")
        assert "Бөтен" not in page, url


def test_rights_that_end_are_gone_with_the_next_request(
    school: School, actors: Actors
) -> None:
    url = school.classroom.get_absolute_url()
    assert actors["co_teacher"].get(url).status_code == 200
    keeping.remove_teacher(classroom=school.classroom, username="serik")
    assert actors["co_teacher"].get(url).status_code == 404

    assert actors["owner"].get(url).status_code == 200
    User.objects.filter(pk=school.owner.pk).update(role=User.Role.LEARNER)
    assert actors["owner"].get(url).status_code == 403
    User.objects.filter(pk=school.owner.pk).update(is_active=False)
    assert actors["owner"].get(url).status_code == 302

    joined = reverse("joining:joined", args=[school.enrolment.public_id])
    assert actors["pupil"].get(joined).status_code == 200
    enrolling.remove(enrolment=school.enrolment, now=timezone.now())
    assert actors["pupil"].get(joined).status_code == 404


CHANGING = [row for row in EVERY_ROW if row.expected("owner", "POST") != 405]


@pytest.mark.parametrize("row", CHANGING, ids=lambda row: row.name)
def test_a_form_without_its_token_is_refused(
    row: ClassRow, school: School, actors: Actors
) -> None:
    actor = next(
        each
        for each in ("owner", "pupil", "visitor")
        if row.expected(each, "POST") not in {404}
    )
    browser = Client(enforce_csrf_checks=True)
    browser.cookies = actors[actor].cookies
    url = address(row, school)
    before = all_rows()

    for data in ({}, {"csrfmiddlewaretoken": "wrong" * 8}):
        assert browser.post(url, data).status_code == 403

    assert all_rows() == before


def test_no_page_that_is_merely_opened_changes_a_row(
    school: School, actors: Actors
) -> None:
    urls = [address(row, school) for row in EVERY_ROW]
    before = all_rows()

    for url in urls:
        for actor in ACTORS:
            actors[actor].get(url)

    assert all_rows() == before
