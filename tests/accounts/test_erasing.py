"""Somebody is erased: the person goes, what is counted stays."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from quizzes.accounts import erasing
from quizzes.attempts.models import Attempt
from quizzes.bank.models import Space
from quizzes.classes.assignments import Assignment
from quizzes.classes.models import Enrolment
from quizzes.memory.models import Memory
from quizzes.people.models import User
from tests.accounts.conftest import PASSWORD, log_in, sign_up
from tests.accounts.personal import (
    CANARY,
    answer_one,
    leave_traces,
    statistics_of_items,
    tables_with,
)
from tests.classes.scene import School, make_passwordless, make_school
from tests.conftest import ClientFor
from tests.factories import make_assignment, make_bank

pytestmark = pytest.mark.django_db
PAGE = "/account/erase/"


@pytest.fixture
def school(db: None) -> School:
    return make_school()


@pytest.fixture
def pupil(school: School) -> User:
    leave_traces(school.pupil, school.classroom, school.owner)
    return school.pupil


def erase(user: User) -> None:
    erasing.erase(user_id=user.pk, now=timezone.now())


def page_of(school: School) -> str:
    return (
        f"/classes/{school.classroom.public_id}"
        f"/learners/{school.enrolment.public_id}/erase/"
    )


# --- What goes and what stays ---------------------------------------------------------


def test_nothing_in_any_table_tells_who_it_was(
    pupil: User, client_for: ClientFor
) -> None:
    client = client_for(pupil)
    session = client.session
    session["typed"] = CANARY
    session.save()
    places = (
        "quizzes_user quizzes_enrolment account_emailaddress mfa_authenticator"
        " socialaccount_socialaccount django_admin_log"
    )
    assert set(places.split()) <= set(tables_with(CANARY))
    number = pupil.pk

    erase(pupil)

    assert tables_with(CANARY) == []
    assert not User.objects.filter(pk=number).exists()
    assert not Memory.objects.exists()
    assert not Session.objects.exists()
    assert client.get("/account/data/").status_code == 302


def test_the_statistics_of_items_stay_as_they_are(pupil: User) -> None:
    for number in range(12):
        answer_one(make_passwordless(f"other{number}"), right=number % 3 > 0)
    before = statistics_of_items()
    assert [each.n for each in before.values()] == [13]

    erase(pupil)

    assert statistics_of_items() == before


def test_attempts_go_over_to_one_nobody_under_new_addresses(pupil: User) -> None:
    first, second = Attempt.objects.get(learner=pupil), answer_one(pupil)

    erase(pupil)

    nobody = User.objects.get(is_erased=True)
    found = Attempt.objects.filter(learner=nobody).order_by("pk")
    assert [each.score for each in found] == [first.score, second.score]
    assert {each.public_id for each in found} & {first.public_id, second.public_id} == (
        set()
    )
    assert nobody.username.startswith("erased-")
    assert (str(nobody), nobody.is_active) == (nobody.username, False)
    assert not nobody.has_usable_password()


def test_two_who_are_erased_become_two(pupil: User, school: School) -> None:
    answer_one(school.other_pupil)

    erase(pupil)
    erase(school.other_pupil)

    assert User.objects.filter(is_erased=True).count() == 2
    learners = Attempt.objects.values_list("learner", flat=True)
    assert len(set(learners)) == 2


def test_who_has_left_nothing_leaves_no_row() -> None:
    user = make_passwordless("nothing")

    erase(user)

    assert not User.objects.exists()


def test_an_attempt_without_an_answer_goes(pupil: User) -> None:
    attempt = answer_one(pupil, close=False)
    Attempt.objects.filter(pk=attempt.pk).update(answered=0, score=None)

    erase(pupil)

    assert Attempt.objects.count() == 1


def test_the_class_keeps_the_time_but_no_name(
    pupil: User, school: School, client_for: ClientFor
) -> None:
    erase(pupil)

    kept = Enrolment.objects.get(pk=school.enrolment.pk)
    assert (kept.name, kept.search_key, kept.state) == ("", "", "left")
    teacher = client_for(school.owner)
    listed = teacher.get(school.classroom.get_absolute_url() + "?show=former")
    assert "erased-" not in listed.content.decode()
    assert teacher.get(page_of(school)).status_code == 404


def test_an_assignment_by_name_is_still_its_teachers(school: School) -> None:
    given = make_assignment(school.classroom, learners=(school.pupil,))

    erase(school.pupil)

    assert given.recipients.get().learner.is_erased
    assert Assignment.objects.of_teacher(school.owner.pk).get() == given


def test_the_class_counts_as_many_former_pupils_as_it_lists(
    school: School, client_for: ClientFor
) -> None:
    erase(school.pupil)

    url = school.classroom.get_absolute_url()
    page = client_for(school.owner).get(url, {"show": "former"})

    assert page.context["counts"] == {"joined": 0, "former": 1}
    assert [each.name for each in page.context["page"]] == ["Erlan"]


def test_nobody_can_sign_up_as_erased(client: Client) -> None:
    data = {"role": "learner", "display_name": "Болат", "username": "erased-1"}

    response = client.post("/account/signup/", data | {"password1": PASSWORD})

    assert response.status_code == 200
    assert not User.objects.exists()


# --- Who may not be erased ------------------------------------------------------------


def test_a_teacher_with_a_class_is_told_why_not(
    school: School, client_for: ClientFor
) -> None:
    teacher = client_for(school.owner)

    assert teacher.get(PAGE).status_code == 200
    assert teacher.post(PAGE, {"sure": "on"}).status_code == 409
    assert User.objects.filter(pk=school.owner.pk).exists()


def test_a_co_teacher_may_go(school: School) -> None:
    erase(school.co_teacher)

    assert school.classroom.teachers.count() == 1


@pytest.mark.parametrize("hindrance", ["staff", "owns_bank"])
def test_staff_and_owners_of_a_bank_stay(hindrance: str, bolat: User) -> None:
    if hindrance == "staff":
        User.objects.filter(pk=bolat.pk).update(is_staff=True)
    else:
        make_bank(Space.objects.create(key="own", name="Own", owner=bolat))

    with pytest.raises(erasing.CannotErase) as raised:
        erase(bolat)

    assert raised.value.hindrance == hindrance


def test_a_teacher_whose_own_space_is_empty_goes_with_it(client: Client) -> None:
    sign_up(client, role="teacher", username="qarakoz")
    teacher = User.objects.get(username="qarakoz")
    assert Space.objects.filter(owner=teacher).exists()

    erase(teacher)

    assert not Space.objects.exists()
    assert not User.objects.exists()


def test_messages_that_became_files_go_along(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    monkeypatch.setattr(settings, "EMAIL_FILE_PATH", str(tmp_path), raising=False)
    person = User.objects.create_user("qarakoz", email="tumar@example.kz")
    (tmp_path / "hers.log").write_text("To: tumar@example.kz")
    (tmp_path / "another's.log").write_text("To: other@example.kz")

    with django_capture_on_commit_callbacks(execute=True):
        erase(person)

    assert [file.name for file in tmp_path.iterdir()] == ["another's.log"]


# --- The page -------------------------------------------------------------------------


def test_looking_at_the_page_erases_nothing(pupil: User, client_for: ClientFor) -> None:
    page = client_for(pupil).get(PAGE)

    assert page.status_code == 200
    assert User.objects.filter(pk=pupil.pk).exists()


@pytest.mark.parametrize("given", [{}, {"password": "wrong", "sure": "on"}])
def test_without_the_password_nothing_goes(
    given: dict[str, str], client: Client
) -> None:
    user = User.objects.create_user("bolat", password=PASSWORD)
    log_in(client, "bolat")

    response = client.post(PAGE, given)

    assert response.status_code == 422
    assert User.objects.filter(pk=user.pk).exists()


def test_with_the_password_it_is_done_and_the_browser_forgets(client: Client) -> None:
    User.objects.create_user("bolat", password=PASSWORD)
    log_in(client, "bolat")

    response = client.post(PAGE, {"password": PASSWORD, "sure": "on"})

    assert response.headers["Location"] == "/account/erased/"
    assert "storage" in response.headers["Clear-Site-Data"]
    assert not User.objects.exists()
    assert client.get("/account/erased/").status_code == 200


def test_a_guest_may_too(guest: User, client_for: ClientFor) -> None:
    answer_one(guest)

    client_for(guest).post(PAGE, {"sure": "on"})

    assert not User.objects.filter(is_guest=True).exists()
    assert Attempt.objects.count() == 1


def test_pressed_twice_it_says_the_same(guest: User, client_for: ClientFor) -> None:
    client = client_for(guest)
    person = client.get(PAGE).context["person"]
    form = {"sure": "on", "person": person}

    first, second = client.post(PAGE, form), client.post(PAGE, form)

    assert first.headers["Location"] == second.headers["Location"]


@pytest.mark.parametrize("person", ["", "nonsense"])
def test_whoever_is_logged_out_is_not_told_that_it_is_done(
    person: str, client: Client
) -> None:
    response = client.post(PAGE, {"sure": "on", "person": person})

    assert response.headers["Location"].startswith("/account/login/")


# --- A teacher's ----------------------------------------------------------------------


def test_a_teacher_erases_a_card_pupil_and_may_press_twice(
    pupil: User, school: School, client_for: ClientFor
) -> None:
    teacher = client_for(school.co_teacher)

    responses = [teacher.post(page_of(school), {"sure": "on"}) for _ in range(2)]

    urls = [response.headers["Location"] for response in responses]
    assert urls == [school.classroom.get_absolute_url()] * 2
    assert tables_with(CANARY) == []


@pytest.mark.parametrize(("who", "status"), [("other_teacher", 404), ("removed", 403)])
def test_others_erase_nobody(
    who: str, status: int, pupil: User, school: School, client_for: ClientFor
) -> None:
    client = client_for(getattr(school, who))

    assert client.post(page_of(school), {"sure": "on"}).status_code == status
    assert User.objects.filter(pk=pupil.pk).exists()


def test_a_pupil_without_a_card_is_not_the_teachers_to_erase(
    school: School, client_for: ClientFor
) -> None:
    response = client_for(school.owner).post(page_of(school), {"sure": "on"})

    assert response.status_code == 404
    assert User.objects.filter(pk=school.pupil.pk).exists()
