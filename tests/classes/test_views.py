"""The pages of classes, as a browser sees them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.accounts import erasing
from quizzes.classes import enrolling
from quizzes.classes.classrooms import Classroom, ClassTeacher, Enrolment
from tests.classes.scene import (
    School,
    enrol,
    fill,
    give_card,
    make_class,
    make_teacher,
)
from tests.conftest import AssertSameQueries, ClientFor

pytestmark = pytest.mark.django_db


@pytest.fixture
def teacher(school: School, client_for: ClientFor) -> Client:
    """The owner's browser."""
    return client_for(school.owner)


def page_of(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def url(name: str, school: School, *, learner: bool = False) -> str:
    args = [school.classroom.public_id]
    return reverse(
        f"classes:{name}",
        args=[*args, school.enrolment.public_id] if learner else args,
    )


# --- A teacher's classes ---


def test_a_class_is_opened_with_a_code_at_once(school: School, teacher: Client) -> None:
    response = teacher.post(
        reverse("classes:open"), {"name": "  11 ", "confirms_newcomers": "on"}
    )

    made = Classroom.objects.get(name="11")
    assert response.headers["Location"] == made.get_absolute_url()
    assert made.confirms_newcomers
    assert made.teachers.get().teacher == school.owner
    assert made.shown_code in page_of(teacher.get(made.get_absolute_url())).get_text()


def test_classes_are_listed_by_their_numbers(school: School, teacher: Client) -> None:
    for name in ("11 «А»", "10 «Б»", "9 «Б»"):
        make_class(school.owner, name)

    listed = teacher.get(reverse("classes:teaching")).context["current"]

    assert [each.name for each in listed] == ["9 «Ә»", "9 «Б»", "10 «Б»", "11 «А»"]


@pytest.mark.parametrize("name", ["", "   ", "а" * 500, "9\x07Ә", "«»", "\u202e9"])
def test_a_bad_name_of_a_class_is_refused_at_the_field(
    name: str, school: School, teacher: Client
) -> None:
    before = Classroom.objects.count()

    for address in (reverse("classes:open"), url("settings", school)):
        response = teacher.post(address, {"name": name})
        assert response.status_code == 422
        assert page_of(response).select_one("main .field__error")

    assert Classroom.objects.count() == before
    assert Classroom.objects.filter(name=school.classroom.name).exists()


def test_settings_are_kept(school: School, teacher: Client) -> None:
    teacher.post(url("settings", school), {"name": "9 «Б»", "confirms_newcomers": "1"})

    school.classroom.refresh_from_db()
    assert school.classroom.name == "9 «Б»"
    assert school.classroom.confirms_newcomers


def test_a_colleague_is_added_by_user_name_and_taken_out(
    school: School, teacher: Client
) -> None:
    make_teacher("madina")

    teacher.post(url("add_teacher", school), {"username": " Madina "})
    assert school.classroom.teachers.filter(teacher__username="madina").exists()
    teacher.post(url("remove_teacher", school), {"username": "madina"})
    assert not school.classroom.teachers.filter(teacher__username="madina").exists()


@pytest.mark.parametrize("username", ["nobody", "serik", "pupil-bolat", ""])
def test_who_cannot_teach_the_class_is_refused_at_the_field(
    username: str, school: School, teacher: Client
) -> None:
    response = teacher.post(url("add_teacher", school), {"username": username})

    assert response.status_code == 422
    assert response.context["teacher_form"].errors["username"]
    assert school.classroom.teachers.count() == 2


def test_a_co_teacher_does_all_but_end_the_class(
    school: School, client_for: ClientFor
) -> None:
    browser = client_for(school.co_teacher)
    settings = page_of(browser.get(url("settings", school)))
    assert not settings.select_one('form[action$="/archive/"]')
    assert not settings.select_one('input[name="username"][value="aigerim"]')

    assert browser.post(url("archive", school)).status_code == 403
    browser.post(url("remove_teacher", school), {"username": "aigerim"})
    assert school.classroom.teachers.filter(teacher=school.owner).exists()
    renamed = browser.post(url("rename", school, learner=True), {"name": "Жаңа есім"})
    assert renamed.status_code == 302

    left = browser.post(url("remove_teacher", school), {"username": "serik"})
    assert left.headers["Location"] == reverse("classes:teaching")


def test_a_class_handed_over_has_another_owner_and_keeps_the_first_as_co_teacher(
    school: School, teacher: Client, client_for: ClientFor
) -> None:
    teacher.post(url("hand_over", school), {"username": "Serik "})

    owners = school.classroom.teachers.filter(is_owner=True)
    assert [each.teacher for each in owners] == [school.co_teacher]
    assert teacher.get(school.classroom.get_absolute_url()).status_code == 200
    assert teacher.post(url("archive", school)).status_code == 403
    assert client_for(school.co_teacher).post(url("archive", school)).status_code == 302


def test_who_has_handed_over_every_class_may_erase_the_account(
    school: School, teacher: Client
) -> None:
    assert erasing.hindrance_of(school.owner) is erasing.Hindrance.TEACHES

    for classroom in Classroom.objects.filter(teachers__teacher=school.owner):
        ClassTeacher.objects.get_or_create(
            classroom=classroom,
            teacher=school.co_teacher,
            defaults={"added_at": classroom.created_at},
        )
        address = reverse("classes:hand_over", args=[classroom.public_id])
        teacher.post(address, {"username": "serik"})

    assert erasing.hindrance_of(school.owner) is None


def test_a_class_goes_into_the_archive_and_comes_back(
    school: School, teacher: Client
) -> None:
    teacher.post(url("archive", school))
    listed = teacher.get(reverse("classes:teaching"))
    assert list(listed.context["archived"]) == [school.classroom]
    assert teacher.get(school.classroom.get_absolute_url()).status_code == 200
    assert teacher.get(url("code", school)).status_code == 200

    teacher.post(url("restore", school))
    teacher.post(url("renew_code", school))
    school.classroom.refresh_from_db()
    assert school.classroom.takes_newcomers(timezone.now())
    assert school.classroom.enrolments.joined().count() == 1


# --- The code ---


def test_the_code_page_shows_the_code_the_address_and_a_qr_code(
    school: School, teacher: Client
) -> None:
    page = page_of(teacher.get(url("code", school)))

    assert school.classroom.shown_code in page.get_text()
    assert "127.0.0.1" in page.get_text() or "testserver" in page.get_text()
    assert page.select_one(".qr svg path")
    assert not page.select("main [style]")


def test_a_code_that_is_off_is_not_shown(school: School, teacher: Client) -> None:
    teacher.post(url("close_code", school))

    assert not page_of(teacher.get(url("code", school))).select_one(".qr svg")
    page = page_of(teacher.get(school.classroom.get_absolute_url()))
    assert page.select_one('form[action$="/code/renew/"]')


# --- Learners ---


def test_newcomers_are_let_in_or_sent_away(
    school: School, client_for: ClientFor
) -> None:
    strict = make_class(school.owner, "8", confirms_newcomers=True)
    first, second = enrol(strict, "p1", "Асан"), enrol(strict, "p2", "Үсен")
    browser = client_for(school.owner)
    newcomers = reverse("classes:newcomers", args=[strict.public_id])
    assert "Асан" in page_of(browser.get(strict.get_absolute_url())).get_text()

    browser.post(newcomers, {"enrolment": first.public_id, "answer": "confirm"})
    browser.post(newcomers, {"enrolment": second.public_id, "answer": "refuse"})

    rows = dict(strict.enrolments.values_list("name", "state"))
    assert rows == {"Асан": "joined", "Үсен": "refused"}


def test_a_pupil_is_renamed_or_refused_at_the_field(
    school: School, teacher: Client
) -> None:
    enrol(school.classroom, "p1", "Асан")
    rename = url("rename", school, learner=True)

    for name in ("", "а" * 500, "Бо\x07лат", "асан"):
        response = teacher.post(rename, {"name": name})
        assert response.status_code == 422, name
        assert page_of(response).select_one("main .field__error")
    teacher.post(rename, {"name": "Болат Ахметов"})

    school.enrolment.refresh_from_db()
    assert school.enrolment.name == "Болат Ахметов"


def test_a_pupil_is_moved_to_one_of_the_own_classes(
    school: School, teacher: Client
) -> None:
    second = make_class(school.owner, "10")
    move = url("move", school, learner=True)
    page = page_of(teacher.get(url("learner", school, learner=True)))
    offered = [each["value"] for each in page.select("select[name=classroom] option")]
    assert offered == [second.public_id]

    refused = teacher.post(move, {"classroom": school.other_class.public_id})
    assert refused.status_code == 422
    assert refused.context["move_form"].errors["classroom"]
    teacher.post(move, {"classroom": second.public_id})

    assert second.enrolments.joined().get().learner == school.pupil


def test_a_name_that_the_other_class_has_is_told_at_the_field(
    school: School, teacher: Client
) -> None:
    second = make_class(school.owner, "10")
    enrol(second, "p1", school.enrolment.name)

    response = teacher.post(
        url("move", school, learner=True), {"classroom": second.public_id}
    )

    assert response.status_code == 422
    assert response.context["move_form"].errors["classroom"]
    assert school.classroom.enrolments.joined().count() == 1


def test_the_history_of_a_pupil_is_shown(school: School, teacher: Client) -> None:
    teacher.post(url("remove", school, learner=True))
    gone = teacher.get(url("learner", school, learner=True))
    assert gone.context["enrolment"].state == Enrolment.State.REMOVED

    response = teacher.post(url("take_back", school, learner=True))
    page = page_of(teacher.get(response.headers["Location"]))

    assert len(page.select(".history li")) == 2


def test_former_pupils_are_listed_apart(school: School, teacher: Client) -> None:
    now = teacher.get(school.classroom.get_absolute_url())
    former = teacher.get(f"{school.classroom.get_absolute_url()}?show=former")

    assert [each.learner for each in now.context["page"]] == [school.pupil]
    assert [each.learner for each in former.context["page"]] == [school.removed]


@pytest.mark.parametrize(
    "asked", ["q=ОҚУШЫ+а", "q=%00", "q=" + "я" * 500, "page=0", "page=99", "page=x"]
)
def test_whatever_is_asked_of_the_list_it_answers(
    asked: str, school: School, teacher: Client
) -> None:
    fill(school.classroom, 5)

    response = teacher.get(f"{school.classroom.get_absolute_url()}?{asked}")

    assert response.status_code == 200


def test_htmx_gets_the_list_alone(school: School, teacher: Client) -> None:
    response = teacher.get(
        school.classroom.get_absolute_url(), headers={"HX-Request": "true"}
    )

    assert response.content.strip().startswith(b"<section")


# --- A learner's classes ---


def test_a_pupil_sees_the_own_classes_and_leaves_one(
    school: School, client_for: ClientFor
) -> None:
    browser = client_for(school.pupil)
    page = page_of(browser.get(reverse("classes:learning")))
    assert school.classroom.name in page.get_text()
    leave = reverse("classes:leave", args=[school.enrolment.public_id])

    assert browser.get(leave).status_code == 200
    school.enrolment.refresh_from_db()
    assert school.enrolment.state == Enrolment.State.JOINED
    browser.post(leave)

    school.enrolment.refresh_from_db()
    assert school.enrolment.state == Enrolment.State.LEFT
    assert browser.post(leave).status_code == 404


def test_teachers_of_a_class_that_did_not_let_in_are_not_shown(
    school: School, client_for: ClientFor
) -> None:
    strict = make_class(school.other_teacher, "8", confirms_newcomers=True)
    enrol(strict, school.pupil)

    page = client_for(school.pupil).get(reverse("classes:learning"))

    assert str(school.other_teacher) not in page.content.decode()


def test_the_navigation_goes_by_the_role(school: School, client_for: ClientFor) -> None:
    def links(user: Any) -> set[str]:
        page = page_of(client_for(user).get("/"))
        return {each["href"] for each in page.select(".site-nav a")}

    teaching, learning = reverse("classes:teaching"), reverse("classes:learning")
    assert links(school.owner) & {teaching, learning} == {teaching}
    assert links(school.pupil) & {teaching, learning} == {learning}
    assert links(None) & {teaching, learning} == set()


# --- Queries ---


def grow_learners(school: School) -> Callable[[int], object]:
    return lambda count: fill(school.classroom, count)


def grow_newcomers(school: School) -> Callable[[int], object]:
    def grow(count: int) -> None:
        fill(school.classroom, count)
        school.classroom.enrolments.joined().exclude(learner=school.pupil).update(
            state=Enrolment.State.ASKED
        )

    return grow


def grow_former(school: School) -> Callable[[int], object]:
    def grow(count: int) -> None:
        fill(school.classroom, count)
        school.classroom.enrolments.joined().update(
            state=Enrolment.State.LEFT, ended_at=timezone.now()
        )

    return grow


@pytest.mark.parametrize("grow", [grow_learners, grow_newcomers, grow_former])
def test_a_class_of_forty_asks_the_database_as_often_as_one_of_twenty(
    grow: Callable[[School], Callable[[int], object]],
    school: School,
    teacher: Client,
    assert_same_queries: AssertSameQueries,
) -> None:
    for suffix in ("", "?show=former", "?q=оқушы"):
        address = f"{school.classroom.get_absolute_url()}{suffix}"
        assert_same_queries(
            grow=grow(school), block=lambda at=address: teacher.get(at), n=20
        )


def test_lists_of_classes_ask_the_database_as_often_for_many(
    school: School, client_for: ClientFor, assert_same_queries: AssertSameQueries
) -> None:
    pupil, teacher = client_for(school.pupil), client_for(school.owner)

    def grow(count: int) -> None:
        for _ in range(count):
            enrol(make_class(school.owner, "10"), school.pupil)

    assert_same_queries(
        grow=grow, block=lambda: teacher.get(reverse("classes:teaching"))
    )
    assert_same_queries(grow=grow, block=lambda: pupil.get(reverse("classes:learning")))


def test_the_page_of_cards_asks_the_database_as_often_for_many(
    school: School, teacher: Client, assert_same_queries: AssertSameQueries
) -> None:
    def grow(count: int) -> None:
        for _ in range(count):
            number = school.classroom.enrolments.count()
            give_card(school.classroom, f"Оқушы {'а' * number}")

    assert_same_queries(
        grow=grow, block=lambda: teacher.get(url("make_cards", school)), n=2
    )


def test_a_history_asks_the_database_as_often_for_many(
    school: School, teacher: Client, assert_same_queries: AssertSameQueries
) -> None:
    def grow(count: int) -> None:
        for _ in range(count):
            enrolment = school.classroom.enrolments.current().get(learner=school.pupil)
            enrolling.leave(enrolment=enrolment, now=timezone.now())
            enrol(school.classroom, school.pupil)

    assert_same_queries(
        grow=grow, block=lambda: teacher.get(url("learner", school, learner=True))
    )


def test_two_hundred_learners_are_shown_in_two_pages(
    school: School, teacher: Client
) -> None:
    fill(school.classroom, 199)

    response = teacher.get(school.classroom.get_absolute_url())

    assert response.context["page"].paginator.count == 200
    assert response.context["page"].paginator.num_pages == 2
