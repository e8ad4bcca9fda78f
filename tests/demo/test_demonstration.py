"""The demonstration class shows what reports are for, and is like a class that was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from quizzes.attempts.models import Answer, Attempt
from quizzes.attempts.snapshots import item_of
from quizzes.bank.models import Fact
from quizzes.classes.classrooms import Classroom
from quizzes.demo import class_story, planted
from quizzes.demo.class_story import LESSONS, Told
from quizzes.memory.models import Memory
from quizzes.people.models import User
from quizzes.reports.class_work import fallen_behind, not_started
from quizzes.reports.item_report import bad_items, item_report

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("every_fact")]

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def told(every_fact: None, database_of_module: DjangoDbBlocker) -> Told:
    """The last lessons of a class of thirty, made once for all tests."""
    with database_of_module.unblock():
        return class_story.tell(learners=30, seed=1, now=NOW, lessons=LESSONS[-4:])


def test_the_report_on_the_final_test_finds_both_planted_questions(told: Told) -> None:
    found = [each.item.stem for each in bad_items(told.final_test)]

    assert found[0] == planted.WRONG_KEY.stem
    assert planted.TOO_EASY.stem in found
    assert len(found) <= len(item_report(told.final_test, now=NOW).items) / 3


def test_strong_pupils_lose_the_mark_by_the_wrong_key(told: Told) -> None:
    report = item_report(told.final_test, now=NOW)
    [worst] = [
        each for each in report.items if each.item.stem == planted.WRONG_KEY.stem
    ]

    discrimination = worst.statistics.discrimination
    assert discrimination is not None
    assert discrimination < -0.2


def test_the_absent_pupil_is_found(told: Told) -> None:
    *_, behind, absent = [pupil.name for pupil in told.pupils]

    found = {each.pupil.name for each in fallen_behind(told.classroom, NOW)}
    waiting = {each.pupil.name for each in not_started(told.classroom, NOW)}

    assert {behind, absent} <= found & waiting
    assert len(found) < 5


def test_strong_pupils_know_more_than_weak_ones(told: Told) -> None:
    scores = {
        attempt.learner.display_name: attempt.score
        for attempt in Attempt.objects.filter(assignment=told.final_test)
    }
    in_order = [pupil.name for pupil in told.pupils]
    strong = [scores[name] for name in in_order[:6]]
    weak = [scores[name] for name in in_order[6:12]]

    assert 2 * sum(strong) > 3 * sum(weak)


def test_nothing_happened_later_than_now(told: Told) -> None:
    assert Answer.objects.latest("received_at").received_at <= NOW
    assert not Memory.objects.filter(reviewed_at__gt=NOW).exists()
    began = Attempt.objects.earliest("started_at").started_at
    assert began > NOW - timedelta(days=LESSONS[-4].ago + 1)


def past(**more: Any) -> tuple[list[Any], str]:
    """Who answered what in a small story, and the password; nothing of it stays."""
    with transaction.atomic():
        User.objects.filter(username=class_story.TEACHER).update(username="somebody")
        made = class_story.tell(learners=6, now=NOW, lessons=LESSONS[-2:], **more)
        answers = Answer.objects.filter(
            slot__attempt__assignment__given_by=made.teacher
        ).select_related("slot__snapshot", "slot__attempt__learner")
        told = [
            (
                answer.slot.attempt.learner.display_name,
                item_of(answer.slot.snapshot).stem,
                answer.response,
                answer.received_at,
                answer.slot.mark,
            )
            for answer in answers.order_by("pk")
        ]
        transaction.set_rollback(True)
    return told, made.password


def test_the_same_seed_makes_the_same_class_and_other_passwords(told: Told) -> None:
    once, password = past(seed=5)
    # Wherever the facts stand for drawing
    Fact.objects.update(draw_key=1 - F("draw_key"))
    again, other_password = past(seed=5)

    assert len(once) > 50
    assert once == again
    assert past(seed=6)[0] != once
    assert password != other_password


def test_a_second_time_changes_nothing_and_is_told(told: Told) -> None:
    before = (User.objects.count(), Attempt.objects.count())
    out = StringIO()

    call_command("demo", stdout=out)

    assert class_story.TEACHER in out.getvalue()
    assert (User.objects.count(), Attempt.objects.count()) == before


def test_logins_are_printed_and_work(client: Any) -> None:
    User.objects.filter(username=class_story.TEACHER).delete()
    out = StringIO()

    call_command("demo", learners=5, stdout=out)

    line = next(each for each in out.getvalue().splitlines() if "demo-teacher" in each)
    assert client.login(username="demo-teacher", password=line.split()[-1])
    [pupil, *_] = [each for each in out.getvalue().splitlines() if "Оқушы" in each]
    name, password = pupil.split(": ")[1].split(", ")
    assert client.login(username=name, password=password.split()[-1])
    assert client.get(reverse("reports:progress")).status_code == 200
    address = Classroom.objects.latest("pk").public_id
    assert f"/reports/classes/{address}/" in out.getvalue()


@pytest.mark.parametrize("learners", [-1, 4, 201])
def test_a_senseless_number_of_pupils_is_refused(learners: int) -> None:
    with pytest.raises(CommandError):
        call_command("demo", learners=learners)


def test_without_facts_nothing_is_made() -> None:
    User.objects.filter(username=class_story.TEACHER).delete()
    Fact.objects.all().delete()
    before = User.objects.count()

    with pytest.raises(CommandError):
        call_command("demo", stdout=StringIO())

    assert User.objects.count() == before


@pytest.mark.long
def test_memory_made_anew_from_the_answers_is_the_memory_of_the_class(
    told: Told,
) -> None:
    out = StringIO()

    call_command("memory", "rebuild", "--check", stdout=out)
