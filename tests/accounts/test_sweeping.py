"""Who has not come for the stated time is erased, on the day and not before."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from time_machine import TimeMachineFixture

from quizzes.accounts.sweeping import Swept, sweep
from quizzes.attempts.models import Attempt
from quizzes.people.models import User
from tests.accounts.personal import answer_one
from tests.classes.scene import enrol, make_class, make_teacher

pytestmark = pytest.mark.django_db
START = "2026-11-23T09:00:00Z"
NOTHING = Swept(
    idle_guests=0,
    guests=0,
    learners=0,
    sessions=0,
    join_codes=0,
    messages=0,
    uploads=0,
    pictures=0,
)


@pytest.fixture(autouse=True)
def _at_the_start(time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(START, tick=False)


def make_guest(number: int = 1) -> User:
    return User.objects.create(
        username=f"guest-{number}", is_guest=True, password="!", date_joined=now()
    )


def make_learner(username: str) -> User:
    return User.objects.create_user(username)


def now() -> datetime:
    return timezone.now()


def later(time_machine: TimeMachineFixture, days: int) -> None:
    """So many days and a second after the start."""
    time_machine.shift(timedelta(days=days, seconds=1))


@pytest.mark.parametrize(
    ("days", "kind"),
    [
        (settings.DAYS_OF_IDLE_GUESTS, "idle_guests"),
        (settings.DAYS_OF_GUESTS, "guests"),
        (settings.DAYS_OF_LEARNERS, "learners"),
    ],
)
def test_each_goes_on_its_day_and_not_before(
    days: int, kind: str, time_machine: TimeMachineFixture
) -> None:
    user = make_learner("bolat") if kind == "learners" else make_guest()
    if kind == "guests":
        answer_one(user)
    time_machine.shift(timedelta(days=days) - timedelta(seconds=1))
    assert sweep(now=now()) == NOTHING

    time_machine.shift(timedelta(seconds=2))
    swept = sweep(now=now())

    assert getattr(swept, kind) == 1
    assert not User.objects.filter(pk=user.pk).exists()
    assert sweep(now=now()) == NOTHING


def test_the_answers_of_the_swept_stay(time_machine: TimeMachineFixture) -> None:
    answer_one(make_guest())
    later(time_machine, settings.DAYS_OF_GUESTS)

    sweep(now=now())

    assert Attempt.objects.get().learner.is_erased


@pytest.mark.parametrize("sign_of_life", ["log-in", "attempt", "class"])
def test_whoever_came_in_the_meantime_stays(
    sign_of_life: str, time_machine: TimeMachineFixture
) -> None:
    user = make_learner("bolat")
    later(time_machine, 400)
    if sign_of_life == "log-in":
        User.objects.update(last_login=now())
    elif sign_of_life == "attempt":
        answer_one(user)
    else:
        enrol(make_class(make_teacher("aigerim")), user)
    later(time_machine, settings.DAYS_OF_LEARNERS - 400)

    # The class's code is over by then
    assert replace(sweep(now=now()), join_codes=0) == NOTHING


def test_teachers_and_staff_are_never_swept(time_machine: TimeMachineFixture) -> None:
    make_class(make_teacher("aigerim"))
    User.objects.create_superuser("staff")
    later(time_machine, 10 * settings.DAYS_OF_LEARNERS)

    assert replace(sweep(now=now()), join_codes=0) == NOTHING


def test_sessions_that_are_over_go(time_machine: TimeMachineFixture) -> None:
    for key, days in {"old": 1, "new": 30}.items():
        Session.objects.create(
            session_key=key, session_data="", expire_date=now() + timedelta(days=days)
        )
    later(time_machine, 2)

    assert sweep(now=now()).sessions == 1
    assert [session.session_key for session in Session.objects.all()] == ["new"]


def said(*options: str) -> str:
    out = StringIO()
    call_command("people", "sweep", *options, stdout=out)
    return out.getvalue()


def test_the_command_says_what_it_did_and_a_dry_run_does_nothing(
    time_machine: TimeMachineFixture,
) -> None:
    make_guest(1)
    make_guest(2)
    later(time_machine, settings.DAYS_OF_IDLE_GUESTS)

    first, second = said("--dry-run"), said("--dry-run")
    assert first == second
    assert " 2," in first
    assert User.objects.count() == 2

    assert " 2," in said()
    assert not User.objects.exists()
    assert " 2," not in said()


def test_a_join_code_goes_some_time_after_its_end(
    time_machine: TimeMachineFixture,
) -> None:
    classroom = make_class(make_teacher("aigerim"))
    time_machine.move_to(classroom.join_code_expires_at, tick=False)
    later(time_machine, settings.DAYS_OF_JOIN_CODES - 1)
    assert sweep(now=now()) == NOTHING

    later(time_machine, 1)

    assert sweep(now=now(), dry_run=True).join_codes == 1
    assert sweep(now=now()).join_codes == 1
    assert sweep(now=now()) == NOTHING
    classroom.refresh_from_db()
    assert classroom.join_code is None


def test_messages_that_became_files_go_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "EMAIL_FILE_PATH", str(tmp_path), raising=False)
    for name, days in (("old.log", 8), ("new.log", 6)):
        (tmp_path / name).write_text("Сәлеметсіз бе!")
        moment = (now() - timedelta(days=days)).timestamp()
        os.utime(tmp_path / name, (moment, moment))

    assert sweep(now=now(), dry_run=True).messages == 1
    assert sweep(now=now()).messages == 1

    assert [file.name for file in tmp_path.iterdir()] == ["new.log"]
