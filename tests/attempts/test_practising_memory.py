"""What is due and what was missed is one click from home."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.attempts.models import Attempt
from quizzes.attempts.snapshots import item_of
from quizzes.bank.models import Fact
from quizzes.items.data import Form
from quizzes.memory import remembering
from quizzes.memory.forgetting import NEW_RECALL
from quizzes.memory.grading import Evidence
from quizzes.memory.models import Memory
from quizzes.people.models import User
from tests.conftest import ClientFor, count_queries

pytestmark = pytest.mark.django_db
HOME = reverse("attempts:home")
PRACTISE = reverse("attempts:practise_memory")


@pytest.fixture
def missed(every_fact: None, bolat: User) -> set[str]:
    """Three facts that Bolat has missed, long ago."""
    signed = Fact.objects.core().filter(property="signed_on", unasked="")
    facts = list(signed.order_by("key")[:3])
    remembering.remember(
        learner_id=bolat.pk,
        evidence={fact.pk: Evidence(fact=fact.key, mark=0, chance=0) for fact in facts},
        now=timezone.now() - timedelta(days=30),
    )
    return {fact.key for fact in facts}


def press(browser: Client, reason: str, key: str = "") -> str:
    data = {"start_key": key or str(uuid.uuid4()), "reason": reason}
    return browser.post(PRACTISE, data).headers["Location"]


@pytest.mark.parametrize("reason", ["due", "missed"])
def test_one_press_asks_what_was_missed_or_is_due(
    missed: set[str], bolat: User, client_for: ClientFor, reason: str
) -> None:
    browser = client_for(bolat)
    page = BeautifulSoup(browser.get(HOME).content, "html.parser")
    button = page.select_one(f'button[name="reason"][value="{reason}"]')
    assert button is not None
    assert "3" in button.get_text()

    press(browser, reason)

    attempt = Attempt.objects.get()
    asked = {item_of(slot.snapshot).facts[0][0] for slot in attempt.slots.all()}
    assert asked <= missed
    assert asked


def test_without_a_reason_the_due_comes_first_then_the_new_and_one_by_chance(
    missed: set[str], bolat: User, client_for: ClientFor
) -> None:
    press(client_for(bolat), "")

    slots = list(
        Attempt.objects.get().slots.select_related("snapshot").order_by("position")
    )
    reasons = [slot.reason for slot in slots]
    due = reasons.count("due")
    assert len(slots) >= 9
    assert due in (2, 3)  # perhaps one of them is the one by chance
    assert reasons[:due] == ["due"] * due
    # Three were answered before, so that the seventh is the tenth
    assert reasons.count("yardstick") == 1
    assert 3 <= reasons.index("yardstick") <= 6
    for slot in slots:
        fact = item_of(slot.snapshot).facts[0][0]
        assert slot.recall is not None
        assert (fact in missed) == (slot.recall != NEW_RECALL)


def test_all_that_is_offered_is_asked_in_forms_of_more_than_one_kind(
    missed: set[str], bolat: User, client_for: ClientFor
) -> None:
    press(client_for(bolat), "")

    slots = Attempt.objects.get().slots.select_related("snapshot")
    assert len({item_of(slot.snapshot).form for slot in slots}) > 1


def test_the_forms_help_or_demand_as_the_target_wants_it(
    missed: set[str], bolat: User, client_for: ClientFor, settings: Any
) -> None:
    def easy(target: float) -> int:
        settings.PRACTICE_TARGET = target
        press(client_for(bolat), "")
        slots = Attempt.objects.latest("pk").slots.select_related("snapshot")
        forms = [item_of(slot.snapshot).form for slot in slots]
        return forms.count(Form.TRUE_FALSE)

    assert easy(target=1.0) > easy(target=0.0) + 1


def test_a_start_by_memory_asks_the_database_as_often_whatever_is_remembered(
    missed: set[str], bolat: User, client_for: ClientFor
) -> None:
    browser = client_for(bolat)
    few = count_queries(lambda: press(browser, ""))
    facts = Fact.objects.core().filter(unasked="").exclude(key__in=missed)
    remembering.remember(
        learner_id=bolat.pk,
        evidence={
            fact.pk: Evidence(fact=fact.key, mark=1, chance=0) for fact in facts[:150]
        },
        now=timezone.now() - timedelta(days=30),
    )

    many = count_queries(lambda: press(browser, ""))

    # Drawing may have to look for more facts once or twice
    assert len(many) <= len(few) + 12
    assert Attempt.objects.latest("pk").slots.exclude(reason="due").count() <= 1


def test_a_press_sent_twice_starts_once(
    missed: set[str], bolat: User, client_for: ClientFor
) -> None:
    browser, key = client_for(bolat), str(uuid.uuid4())

    assert press(browser, "missed", key) == press(browser, "missed", key) != HOME
    assert Attempt.objects.count() == 1


def test_where_nothing_waits_home_says_so(bolat: User, client_for: ClientFor) -> None:
    browser = client_for(bolat)
    assert b'name="reason"' not in browser.get(HOME).content

    assert press(browser, "due") == HOME

    assert not Attempt.objects.exists()


@pytest.mark.parametrize(
    "data", [{}, {"reason": "new"}, {"reason": "\0"}, {"start_key": "x"}]
)
def test_what_the_page_does_not_send_starts_nothing(
    missed: set[str], bolat: User, client_for: ClientFor, data: dict[str, str]
) -> None:
    response = client_for(bolat).post(PRACTISE, data)

    assert response.status_code == 302
    assert not Attempt.objects.exists()


def test_what_is_looked_at_is_not_started(
    missed: set[str], bolat: User, client_for: ClientFor
) -> None:
    client_for(bolat).get(HOME)

    assert client_for(bolat).get(PRACTISE).status_code == 405
    assert not Attempt.objects.exists()
    assert Memory.objects.count() == 3
