"""A hostile file changes nothing through the page either, and costs little there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.bank.models import Fact, Question
from quizzes.exchange.models import Upload
from quizzes.people.models import User
from tests.exchange.hostile_facts import FACT_FILES
from tests.exchange.hostile_questions import FILES
from tests.exchange.uploading import send, teacher_space

MOST_SECONDS = 5
MOST_KILOBYTES = 150 * 1024
SMALL, LARGEST = 40_000, 10_000_000
SORTS = {
    **{f"questions-{ending}": files for ending, files in FILES.items()},
    **{f"facts-{ending}": files for ending, files in FACT_FILES.items()},
}
FORMATS = {"aiken.txt": "aiken", "txt": "text", "xml": "moodle"}


def sort_of(kind: str) -> str:
    """What a form calls the kind of file."""
    what, _, ending = kind.partition("-")
    return f"{what}-{FORMATS.get(ending, ending)}"


@pytest.mark.parametrize("kind", SORTS)
@pytest.mark.django_db
def test_a_small_hostile_file_is_refused_by_the_page(aigerim, client_for, kind):
    check_page(aigerim, client_for(aigerim), kind, largest=SMALL)


@pytest.mark.long
@pytest.mark.parametrize("kind", SORTS)
@pytest.mark.django_db
def test_a_hostile_file_is_refused_by_the_page(aigerim, client_for, kind):
    check_page(aigerim, client_for(aigerim), kind, largest=LARGEST)


def check_page(teacher: User, browser: Client, kind: str, *, largest: int) -> None:
    """Send the files of a kind up to a size, said to be what they are and not."""
    teacher_space(teacher)
    for name, content in SORTS[kind]():
        if len(content) > largest:
            continue
        for sort in (sort_of(kind), ""):
            began = time.process_time()
            response = send(browser, content, f"evil.{kind.split('-')[1]}", sort=sort)

            assert time.process_time() - began < 2 * MOST_SECONDS, name
            assert response.status_code in {302, 413, 422}, name
            if response.status_code == 302:
                taken = browser.post(f"{response.headers['Location']}store/")
                assert browser.get(response.headers["Location"]).status_code == 200
                assert taken.status_code == 422, name
    assert not Fact.objects.exists()
    assert not Question.objects.exists()
    assert Upload.objects.count() <= 3


def test_there_are_enough_of_them():
    assert sum(1 for files in FACT_FILES.values() for _ in files()) >= 40


@pytest.mark.django_db
def test_a_name_may_hold_anything(aigerim, client_for):
    teacher_space(aigerim)
    browser = client_for(aigerim)
    for name in ("../../etc/passwd.gift", "a" * 400 + ".gift", "<b>\u202e.gift"):
        response = send(browser, "Кім? {=а ~б}", name)

        assert response.status_code == 302
        upload = Upload.objects.latest("pk")
        assert len(upload.file) <= 200
        assert "/" not in upload.file
        page = browser.get(reverse("exchange:upload", args=[upload.public_id]))
        assert b"<b>" not in page.content.split(b"<main")[1]


# Each in a process of its own, which shows what it cost at most


@pytest.mark.long
@pytest.mark.parametrize("kind", SORTS)
def test_a_hostile_file_costs_little(kind: str) -> None:
    """CPU time is limited by the system; the memory is the highest it ever was."""
    root = Path(__file__).resolve().parent.parent.parent
    done = subprocess.run(
        [sys.executable, "-m", "tests.exchange.hostile_child", kind],
        cwd=root,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"},
        capture_output=True,
        text=True,
        timeout=550,
    )

    assert done.returncode == 0, done.stderr[-2000:]
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(found) == sum(1 for _ in SORTS[kind]())
    for each in found:
        assert each["status"] == 0, each
        assert each["seconds"] < MOST_SECONDS, each
        assert each["kilobytes"] < MOST_KILOBYTES, each
        assert each["faults"] > 0, each
