"""What nobody uses goes on schedule, and nothing else does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.accounts.sweeping import sweep
from quizzes.attempts.models import Attempt
from quizzes.bank.recipes import FeedbackMode
from quizzes.classes.classrooms import Classroom
from quizzes.people.guests import ERASED_PREFIX, new_guest
from quizzes.people.models import User
from tests.accounts.person import answer, start
from tests.classes.scene import enrol, make_class, make_passwordless, make_teacher

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]

START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock(db: None) -> Iterator[time_machine.Traveller]:
    """A clock that stands at the beginning until it is moved."""
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def make_guest() -> User:
    guest = new_guest()
    guest.save()
    return guest


def days_on(clock: time_machine.Traveller, days: int, less: timedelta) -> None:
    clock.move_to(START + timedelta(days=days) - less)


def sweep_now(*, dry_run: bool = False) -> dict[str, int]:
    """What was swept, without what was not."""
    swept = sweep(now=timezone.now(), dry_run=dry_run)
    return {name: count for name, count in asdict(swept).items() if count}


def test_a_guest_without_attempts_goes_after_a_week(
    clock: time_machine.Traveller,
) -> None:
    make_guest()
    days_on(clock, 7, A_MINUTE)
    assert sweep_now() == {}

    days_on(clock, 7, -A_MINUTE)

    assert sweep_now() == {"empty_guests": 1}
    assert not User.objects.exists()


def test_a_guest_with_attempts_goes_ninety_days_after_the_last(
    clock: time_machine.Traveller,
) -> None:
    guest = make_guest()
    days_on(clock, 80, A_MINUTE)
    attempt = start(guest, FeedbackMode.AT_END)
    answer(attempt, hand_in=True)
    days_on(clock, 170, 2 * A_MINUTE)
    assert sweep_now() == {}

    days_on(clock, 170, -A_MINUTE)

    assert sweep_now() == {"guests": 1}
    assert Attempt.objects.get().learner.username.startswith(ERASED_PREFIX)


def test_an_answer_counts_as_a_visit(clock: time_machine.Traveller) -> None:
    attempt = start(make_guest(), FeedbackMode.AT_END)
    days_on(clock, 50, A_MINUTE)
    answer(attempt, hand_in=False)

    days_on(clock, 100, A_MINUTE)
    assert sweep_now() == {}

    days_on(clock, 141, A_MINUTE)
    assert sweep_now() == {"guests": 1}


def test_a_pupil_goes_two_years_after_the_last_visit(
    clock: time_machine.Traveller,
) -> None:
    pupil = make_passwordless("qarakoz")
    days_on(clock, 100, A_MINUTE)
    Client().force_login(pupil)
    days_on(clock, 830, 2 * A_MINUTE)
    swept = sweep_now()
    assert "learners" not in swept

    days_on(clock, 830, -A_MINUTE)

    assert sweep_now() == {"learners": 1}
    assert not User.objects.exists()


def test_joining_a_class_counts_as_a_visit(clock: time_machine.Traveller) -> None:
    pupil = make_passwordless("qarakoz")
    days_on(clock, 700, A_MINUTE)
    enrol(make_class(make_teacher("aigerim")), pupil)

    days_on(clock, 800, A_MINUTE)

    assert sweep_now() == {"join_codes": 1}


def test_teachers_staff_and_nobody_stay(clock: time_machine.Traveller) -> None:
    make_teacher("aigerim")
    User.objects.create_superuser("staff")
    pupil = make_passwordless("qarakoz")
    answer(start(pupil, FeedbackMode.AT_END), hand_in=True)
    days_on(clock, 2000, A_MINUTE)
    assert sweep_now() == {"learners": 1}
    left = set(User.objects.values_list("pk", flat=True))

    days_on(clock, 9000, A_MINUTE)

    assert sweep_now() == {}
    assert set(User.objects.values_list("pk", flat=True)) == left


def test_sessions_go_when_they_have_ended(clock: time_machine.Traveller) -> None:
    teacher = make_teacher("aigerim")
    Client().force_login(teacher)
    days_on(clock, 59, A_MINUTE)
    Client().force_login(teacher)

    days_on(clock, 61, A_MINUTE)

    assert sweep_now() == {"sessions": 1}
    assert Session.objects.count() == 1


def test_a_join_code_goes_two_weeks_after_its_end(
    clock: time_machine.Traveller,
) -> None:
    classroom = make_class(make_teacher("aigerim"))
    days_on(clock, 28, A_MINUTE)
    assert sweep_now() == {}
    browser = Client()
    url = reverse("joining:join", args=[classroom.join_code])
    assert browser.get(url).status_code in {404, 410, 422}

    days_on(clock, 28, -A_MINUTE)

    assert sweep_now() == {"join_codes": 1}
    assert Classroom.objects.get().join_code is None


def test_old_messages_go(
    clock: time_machine.Traveller, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "EMAIL_FILE_PATH", str(tmp_path), raising=False)
    for name, days in (("old.log", 8), ("new.log", 6)):
        file = tmp_path / name
        file.write_text("Сәлеметсіз бе!")
        moment = (START - timedelta(days=days)).timestamp()
        os.utime(file, (moment, moment))

    assert sweep_now(dry_run=True) == {"messages": 1}
    assert sweep_now() == {"messages": 1}

    assert [file.name for file in tmp_path.iterdir()] == ["new.log"]


def test_a_dry_run_says_the_same_and_changes_nothing(
    clock: time_machine.Traveller,
) -> None:
    make_guest()
    start(make_guest(), FeedbackMode.AT_END)
    make_passwordless("qarakoz")
    make_class(make_teacher("aigerim"))
    days_on(clock, 1000, A_MINUTE)
    before = User.objects.count()

    dry = sweep_now(dry_run=True)

    assert dry == {"empty_guests": 1, "guests": 1, "learners": 1, "join_codes": 1}
    assert User.objects.count() == before
    assert sweep_now() == dry
    assert sweep_now() == {}


def test_the_command_says_numbers_and_no_names(clock: time_machine.Traveller) -> None:
    make_passwordless("qarakoz")
    days_on(clock, 1000, A_MINUTE)
    dry, real, again = StringIO(), StringIO(), StringIO()

    call_command("people", "sweep", "--dry-run", stdout=dry)
    call_command("people", "sweep", stdout=real)
    call_command("people", "sweep", stdout=again)

    assert len(dry.getvalue().splitlines()) == 7
    assert dry.getvalue().splitlines()[1:] == real.getvalue().splitlines()
    numbers = [line.rpartition(": ")[2] for line in real.getvalue().splitlines()]
    assert numbers == ["0", "0", "1", "0", "0", "0"]
    assert "qarakoz" not in real.getvalue().casefold()
    assert again.getvalue().count(": 0") == 6


def test_the_page_of_personal_data_says_how_long(client: Client, db: None) -> None:
    page = client.get(
        reverse("privacy:register"), headers={"Accept-Language": "en"}
    ).content.decode()

    for name in ("guest_without_attempts", "guest", "learner"):
        assert f"{settings.KEPT_DAYS[name]} days" in page
