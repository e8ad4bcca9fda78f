"""Nothing of a person is left, and what others are counted by is as it was."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.accounts import erasing
from quizzes.accounts.adapter import GUEST_LEFT
from quizzes.attempts import learning
from quizzes.attempts.models import Answer, Attempt, Mark, Slot
from quizzes.bank.models import FactUsage, Source, Space
from quizzes.bank.recipes import FeedbackMode
from quizzes.bank.spaces import own_space
from quizzes.classes.assignments import Assignment, Recipient
from quizzes.classes.classrooms import Classroom, Enrolment
from quizzes.memory.models import Memory
from quizzes.people.guests import ERASED_PREFIX
from quizzes.people.models import User
from quizzes.web.shared_cache import TABLE, SqliteCache
from tests.accounts.conftest import log_in
from tests.accounts.person import (
    CANARIES,
    EMAIL,
    USERNAME,
    Person,
    answer,
    make_person,
    rows_with,
    start,
    start_assigned,
)
from tests.classes.scene import School, make_class, make_school, make_teacher
from tests.factories import make_assignment, make_bank, make_fact

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def school(db: None) -> School:
    return make_school()


@pytest.fixture
def person(school: School) -> Person:
    return make_person(school)


def erase(user: User) -> None:
    erasing.erase(user_id=user.pk, now=timezone.now())


def figures() -> dict[str, Any]:
    """Whatever questions, tasks and classes can be counted by."""
    handed_in = Slot.objects.filter(attempt__state=Attempt.State.CLOSED)
    items = Counter(
        (slot.snapshot_id, slot.position, slot.mark, str(each.response))
        for slot in handed_in.prefetch_related("answers")
        for each in slot.answers.all()
    )
    attempts = Attempt.objects.filter(state=Attempt.State.CLOSED)
    return {
        "items": items,
        "marks": Counter(
            Mark.objects.filter(answer__slot__in=handed_in).values_list(
                "score", "fact_version", "reason"
            )
        ),
        "tasks": Counter(attempts.values_list("assignment", "number", "score")),
        "learners": attempts.values("learner").distinct().count(),
        "usage": sorted(FactUsage.objects.values_list("fact", "asked", "missed")),
        "given to": Counter(Recipient.objects.values_list("assignment", "classroom")),
        "were in class": Counter(Enrolment.objects.values_list("classroom")),
    }


def test_no_table_has_a_word_of_the_person_any_more(person: Person) -> None:
    before = rows_with(CANARIES)
    assert {
        *("quizzes_user", "quizzes_enrolment", "account_emailaddress"),
        *("socialaccount_socialaccount", "django_admin_log"),
    } <= before.keys()

    erase(person.user)

    assert rows_with(CANARIES) == {}


def test_no_session_names_the_person_any_more(person: Person) -> None:
    other = Client()
    other.force_login(make_teacher("other"))
    store = other.session
    store[GUEST_LEFT] = person.user.pk
    store.save()
    kept = Client()
    kept.force_login(User.objects.get(username="gulnar"))

    erase(person.user)

    assert [each.pk for each in Session.objects.all()] == [kept.session.session_key]
    page = person.browser.get(reverse("accounts:account"))
    assert page.status_code == 302


def test_the_cache_has_no_word_of_the_person(person: Person) -> None:
    log_in(Client(), USERNAME, "a wrong password")
    log_in(Client(), EMAIL, "a wrong password")

    erase(person.user)

    cache = caches["default"]
    if isinstance(cache, SqliteCache):
        with closing(sqlite3.connect(cache._location)) as file:
            rows = str(file.execute(f"SELECT * FROM {TABLE}").fetchall())
        assert rows != "[]"
        for word in (*CANARIES, f"user:{person.user.pk}"):
            assert word not in rows
    assert rows_with(CANARIES) == {}


def test_messages_that_became_files_go_along(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "EMAIL_FILE_PATH", str(tmp_path), raising=False)
    (tmp_path / "hers.log").write_text(f"To: {EMAIL}\n\nСәлеметсіз бе!")
    (tmp_path / "another's.log").write_text("To: other@example.kz")

    erase(person.user)

    assert [file.name for file in tmp_path.iterdir()] == ["another's.log"]


def test_all_figures_are_what_they_were(school: School, person: Person) -> None:
    answer(
        start_assigned(school.pupil, make_assignment(school.classroom)), hand_in=True
    )
    before = figures()
    assert before["items"]

    erase(person.user)

    assert figures() == before


def test_attempts_stay_with_nobody(person: Person) -> None:
    old = {attempt.public_id for attempt in person.handed_in}

    erase(person.user)

    nobody = User.objects.get(username__startswith=ERASED_PREFIX)
    assert not nobody.is_active
    assert not nobody.has_usable_password()
    assert not nobody.display_name
    left = Attempt.objects.filter(pk__in=[each.pk for each in person.handed_in])
    assert {each.learner for each in left} == {nobody}
    assert not {each.public_id for each in left} & old
    assert not Attempt.objects.filter(pk=person.unfinished.pk).exists()


def test_no_time_finer_than_a_day_is_left(person: Person) -> None:
    erase(person.user)

    nobody = User.objects.get(username__startswith=ERASED_PREFIX)
    own = Answer.objects.filter(slot__attempt__learner=nobody)
    times = [nobody.date_joined, nobody.last_login]
    for each in Attempt.objects.filter(learner=nobody):
        times += [each.started_at, each.closed_at, each.deadline_at, each.remembered_at]
    for enrolment in Enrolment.objects.filter(learner=nobody):
        times += [enrolment.joined_at, enrolment.ended_at]
    times += own.values_list("received_at", flat=True)
    times += Mark.objects.filter(answer__in=own).values_list("made_at", flat=True)

    for each in filter(None, times):
        here = timezone.localtime(each)
        assert (here.hour, here.minute, here.second, here.microsecond) == (0, 0, 0, 0)


def test_nobody_is_one_row_for_each_person(school: School) -> None:
    for pupil in (school.pupil, school.other_pupil):
        answer(start(pupil, FeedbackMode.AT_END), hand_in=True)
        erase(pupil)

    assert User.objects.filter(username__startswith=ERASED_PREFIX).count() == 2


def test_whoever_has_left_no_traces_leaves_no_row(guest: User) -> None:
    start(guest, FeedbackMode.AT_END)

    erase(guest)

    assert User.objects.count() == 0
    assert Attempt.objects.count() == 0


def test_what_the_clock_has_handed_in_counts(school: School) -> None:
    assignment = make_assignment(school.classroom)
    attempt = start_assigned(school.pupil, assignment)
    answer(attempt, hand_in=False)
    over = timezone.now() + timedelta(days=30)

    erasing.erase(user_id=school.pupil.pk, now=over)

    left = Attempt.objects.get(pk=attempt.pk)
    assert not left.is_open
    assert left.score == Decimal(1)


def test_memory_learns_nothing_for_nobody(person: Person) -> None:
    assert Memory.objects.exists()

    erase(person.user)
    learning.settle(now=timezone.now() + timedelta(days=400))
    call_command("memory", "rebuild", stdout=None)

    assert not Memory.objects.exists()


def test_teachers_see_the_person_in_no_list(
    school: School, person: Person, client: Client
) -> None:
    erase(person.user)
    client.force_login(school.owner)

    page = client.get(school.classroom.get_absolute_url())
    former = client.get(school.classroom.get_absolute_url(), {"show": "former"})

    for each in (page, former):
        assert not any(word in each.content.decode() for word in CANARIES)
    assert page.context["counts"] == {"joined": 1, "former": 1}
    assert [each.name for each in former.context["page"]] == ["Erlan"]


def test_nobody_cannot_be_opened_as_a_learner(school: School, person: Person) -> None:
    browser = Client()
    browser.force_login(school.owner)

    erase(person.user)

    nameless = Enrolment.objects.filter(classroom=school.classroom, name="").get()
    url = reverse(
        "classes:learner", args=[school.classroom.public_id, nameless.public_id]
    )
    assert browser.get(url).status_code == 404


def test_a_name_is_free_again(person: Person) -> None:
    erase(person.user)

    assert User.objects.create_user(USERNAME, email=EMAIL).pk != person.user.pk


def test_nobody_can_sign_up_as_one_of_the_erased(client: Client, db: None) -> None:
    form = {
        "role": "learner",
        "display_name": "Болат",
        "username": f"{ERASED_PREFIX}0123",
        "password1": "бұлақ-су-2026",
    }

    assert client.post(reverse("account_signup"), form).status_code == 200
    assert not User.objects.exists()


def test_erasing_nobody_says_so(person: Person) -> None:
    erase(person.user)

    nobody = User.objects.get(username__startswith=ERASED_PREFIX)
    for pk in (person.user.pk, nobody.pk):
        with pytest.raises(erasing.ErasedAlready):
            erasing.erase(user_id=pk, now=timezone.now())


def test_an_erased_user_does_not_come_back_by_being_saved(guest: User) -> None:
    stale = User.objects.get(pk=guest.pk)
    erase(guest)

    stale.display_name = "Қаракөз"
    with pytest.raises(DatabaseError), transaction.atomic():
        stale.save()

    assert not User.objects.filter(pk=guest.pk).exists()


# --- Teachers ---


def test_a_class_goes_to_the_co_teacher(school: School) -> None:
    erase(school.owner)

    heir = school.classroom.teachers.get()
    assert heir.teacher == school.co_teacher
    assert heir.is_owner


def test_a_class_that_nobody_else_teaches_goes_but_not_its_pupils(
    school: School,
) -> None:
    attempt = start_assigned(school.other_pupil, make_assignment(school.other_class))
    answer(attempt, hand_in=True)

    erase(school.other_teacher)

    assert not Classroom.objects.filter(pk=school.other_class.pk).exists()
    assert User.objects.filter(pk=school.other_pupil.pk).exists()
    assert Attempt.objects.get(pk=attempt.pk).learner == school.other_pupil


def test_a_task_stays_without_who_gave_it(school: School) -> None:
    assignment = make_assignment(school.classroom, given_by=school.owner)

    erase(school.owner)

    assert Assignment.objects.get(pk=assignment.pk).given_by is None


def test_the_own_space_goes_with_what_is_in_it(school: School) -> None:
    teacher = school.owner
    own = own_space(owner=teacher, name="Қаракөз мұғалім")
    make_bank(own)
    make_fact(space=own, by=teacher)
    common = make_fact(key="another", by=teacher)

    erase(teacher)

    assert [space.key for space in Space.objects.all()] == ["common"]
    assert Source.objects.count() == 1
    common.refresh_from_db()
    assert common.edited_by is None
    assert common.versions.get().made_by is None


def test_a_co_teacher_leaves_the_class_to_its_owner(school: School) -> None:
    mine = make_class(school.co_teacher, "Serik's own")

    erase(school.co_teacher)

    assert school.classroom.teachers.get().teacher == school.owner
    assert not Classroom.objects.filter(pk=mine.pk).exists()


def test_a_failure_half_way_changes_nothing(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows_with(CANARIES)

    def fail(user_id: int) -> None:
        raise RuntimeError

    monkeypatch.setattr(erasing, "remove_spaces_of", fail)
    with pytest.raises(RuntimeError):
        erase(person.user)

    assert rows_with(CANARIES) == before
    assert person.browser.get(reverse("accounts:account")).status_code == 200
    assert Attempt.objects.filter(learner=person.user).count() == 3
