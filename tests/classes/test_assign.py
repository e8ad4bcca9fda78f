"""Giving a quiz to a class: three clicks, and faults told at their fields."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.bank.recipes import FeedbackMode
from quizzes.classes import assignment_views
from quizzes.classes.assignments import Assignment, Recipient
from quizzes.classes.classrooms import Classroom, Enrolment
from quizzes.items.data import Form
from quizzes.people.models import User
from tests.attempts.sample_items import SAMPLES
from tests.conftest import AssertSameQueries
from tests.factories import (
    SpaceFactory,
    TopicFactory,
    make_assignment,
    make_classroom,
    make_enrolment,
    make_fact,
)

ASSIGN = reverse("assignments:assign")

pytestmark = pytest.mark.django_db


@pytest.fixture
def real_bank(db: None) -> None:
    """The common library with the facts of the text."""
    call_command("facts", "load", verbosity=0)


@pytest.fixture
def bank(monkeypatch: pytest.MonkeyPatch) -> None:
    """A bank that makes as many questions as are asked for."""
    monkeypatch.setattr(
        assignment_views.drawing,
        "draw",
        lambda **asked: [SAMPLES[Form.CHOICE].item] * asked["count"],
    )


@pytest.fixture
def own(aigerim: User) -> Classroom:
    """Aigerim's class."""
    return make_classroom(aigerim)


@pytest.fixture
def aigerims(own: Classroom, aigerim: User, client: Client) -> Client:
    """Aigerim's browser."""
    client.force_login(aigerim)
    return client


def soup(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def as_shown(page: BeautifulSoup) -> dict[str, list[str]]:
    """What the form sends if nothing is changed."""
    sent: dict[str, list[str]] = {}
    (form,) = page.select(f'main form[action="{ASSIGN}"]')
    for field in form.select("[name]"):
        ticks = field.get("type") in ("checkbox", "radio")
        if not ticks or field.has_attr("checked"):
            sent.setdefault(str(field["name"]), []).append(
                str(field.get("value", "on" if ticks else ""))
            )
    return sent


def field_of(page: BeautifulSoup, name: str) -> Tag:
    holder = page.select_one(f'.field:has([name="{name}"])')
    assert holder is not None
    return holder


def test_choosing_the_class_is_enough(
    aigerims: Client, aigerim: User, own: Classroom, real_bank: None
) -> None:
    sent = as_shown(soup(aigerims.get(ASSIGN)))
    assert sent["classes"] == [own.public_id]

    reply = aigerims.post(ASSIGN, sent)

    assignment = Assignment.objects.get()
    assert reply.headers["Location"] == reverse(
        "reports:live", args=[assignment.public_id]
    )
    assert assignment.title
    assert assignment.given_by == aigerim
    assert assignment.opens_at <= timezone.now()
    assert assignment.closes_at is not None
    days = (assignment.closes_at - timezone.now()) / timedelta(days=1)
    assert 7 <= days < 8
    assert assignment.feedback_mode == FeedbackMode.AT_END
    assert assignment.asked().length == 10
    assert assignment.attempts_allowed == 1
    assert assignment.minutes is None
    assert assignment.same_items
    (recipient,) = assignment.recipients.all()
    assert (recipient.classroom, recipient.learner) == (own, None)


def test_a_link_from_a_class_chooses_it(
    aigerims: Client, aigerim: User, own: Classroom, bank: None
) -> None:
    other = make_classroom(aigerim, name="10 «Б»")

    assert "classes" not in as_shown(soup(aigerims.get(ASSIGN)))
    sent = as_shown(soup(aigerims.get(ASSIGN, {"class": other.public_id})))

    assert sent["classes"] == [other.public_id]


def test_the_page_of_a_class_leads_to_giving_it_an_assignment(
    aigerims: Client, own: Classroom
) -> None:
    page = soup(aigerims.get(own.get_absolute_url()))

    links = {str(each["href"]) for each in page.select("main a[href]")}
    query = f"?class={own.public_id}"
    assert {f"{ASSIGN}{query}", f"{reverse('reports:assignments')}{query}"} <= links


def test_it_can_be_for_several_classes_and_for_some_learners(
    aigerims: Client, aigerim: User, own: Classroom, bolat: User, dana: User, bank: None
) -> None:
    whole = make_classroom(aigerim, name="10 «Б»")
    chosen = make_enrolment(own, bolat)
    make_enrolment(own, dana)
    sent = as_shown(soup(aigerims.get(ASSIGN)))

    aigerims.post(
        ASSIGN,
        sent | {"classes": [whole.public_id], "learners": [chosen.public_id]},
    )

    recipients = Recipient.objects.order_by("classroom__name")
    assert [(each.classroom, each.learner) for each in recipients] == [
        (whole, None),
        (own, bolat),
    ]


def test_a_form_sent_twice_gives_one_assignment(aigerims: Client, bank: None) -> None:
    sent = as_shown(soup(aigerims.get(ASSIGN)))

    replies = [aigerims.post(ASSIGN, sent) for _press in range(2)]

    assert len({reply.headers["Location"] for reply in replies}) == 1
    assert Assignment.objects.count() == Recipient.objects.count() == 1


def _in(**delta: float) -> str:
    return f"{timezone.localtime() + timedelta(**delta):%Y-%m-%dT%H:%M}"


Changes = dict[str, Any]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        (lambda: {"closes_at": _in(days=1), "opens_at": _in(days=2)}, "closes_at"),
        (lambda: {"closes_at": _in(days=-1), "opens_at": _in(days=-2)}, "closes_at"),
        (lambda: {"closes_at": _in(days=900)}, "closes_at"),
        (lambda: {"opens_at": "9999-12-31T23:59"}, "opens_at"),
        (lambda: {"opens_at": "0001-01-01T00:00"}, "opens_at"),
        (lambda: {"opens_at": "soon"}, "opens_at"),
        (lambda: {"opens_at": ""}, "opens_at"),
        (lambda: {"closes_at": "", "feedback_mode": "at_close"}, "closes_at"),
        (lambda: {"classes": []}, "classes"),
        (lambda: {"classes": ["none-such"]}, "classes"),
        (lambda: {"minutes": "0"}, "minutes"),
        (lambda: {"minutes": "601"}, "minutes"),
        (lambda: {"minutes": "1e3"}, "minutes"),
        (lambda: {"minutes": "9" * 5000}, "minutes"),
        (lambda: {"attempts_allowed": "0"}, "attempts_allowed"),
        (lambda: {"attempts_allowed": "21"}, "attempts_allowed"),
        (lambda: {"attempts_allowed": ""}, "attempts_allowed"),
        (lambda: {"title": ""}, "title"),
        (lambda: {"title": "x" * 121}, "title"),
        (lambda: {"title": "бақылау\u202e"}, "title"),
        (lambda: {"title": "\x00"}, "title"),
        (lambda: {"counts": "worst"}, "counts"),
        (lambda: {"feedback_mode": "never"}, "feedback_mode"),
        (lambda: {"length": "51"}, "length"),
    ],
)
def test_a_fault_is_told_at_its_field_and_nothing_is_given(
    aigerims: Client, bank: None, changes: Callable[[], Changes], field: str
) -> None:
    sent = as_shown(soup(aigerims.get(ASSIGN))) | {"families": ["member"]}

    reply = aigerims.post(ASSIGN, sent | changes())

    page = soup(reply)
    assert reply.status_code == 422
    assert field_of(page, field).select_one(".field__error").get_text(strip=True)
    assert not Assignment.objects.exists()
    assert as_shown(page)["families"] == ["member"]


def test_the_classes_and_learners_of_another_teacher_are_refused(
    aigerims: Client, dana: User, bolat: User, bank: None
) -> None:
    foreign = make_classroom(dana, name="Басқа сынып")
    enrolment = make_enrolment(foreign, bolat)
    shown = aigerims.get(ASSIGN, {"class": foreign.public_id})
    assert "Басқа сынып" not in shown.content.decode()
    sent = as_shown(soup(shown))

    for changes in (
        {"classes": [foreign.public_id]},
        {"learners": [enrolment.public_id]},
    ):
        reply = aigerims.post(ASSIGN, sent | changes)
        assert reply.status_code == 422
        assert soup(reply).select(".field__error")
    assert not Assignment.objects.exists()


def test_a_removed_learner_cannot_be_chosen(
    aigerims: Client, own: Classroom, bolat: User, bank: None
) -> None:
    gone = make_enrolment(own, bolat, state="removed", ended_at=timezone.now())
    sent = as_shown(soup(aigerims.get(ASSIGN)))

    reply = aigerims.post(ASSIGN, sent | {"learners": [gone.public_id]})

    assert reply.status_code == 422


def test_what_the_bank_cannot_ask_is_not_given(aigerims: Client) -> None:
    # No facts are loaded
    sent = as_shown(soup(aigerims.get(ASSIGN)))

    reply = aigerims.post(ASSIGN, sent)

    assert reply.status_code == 422
    assert field_of(soup(reply), "length")
    assert soup(reply).select("[role=alert]")
    assert not Assignment.objects.exists()


def test_whoever_has_no_class_is_told_so(client: Client, dana: User) -> None:
    User.objects.filter(pk=dana.pk).update(role=User.Role.TEACHER)
    client.force_login(dana)

    page = soup(client.get(ASSIGN))

    assert page.select(".empty")
    assert not page.select(f'form[action="{ASSIGN}"]')


def test_the_page_asks_as_often_for_twice_the_learners(
    aigerims: Client, own: Classroom, assert_same_queries: AssertSameQueries
) -> None:
    def grow(k: int) -> None:
        for _each in range(k):
            name = uuid.uuid4().hex
            make_enrolment(own, User.objects.create_user(name), name=name)
            make_classroom(own.teachers.get().teacher, name=name)

    assert_same_queries(grow=grow, block=lambda: aigerims.get(ASSIGN))


# --- Changing -------------------------------------------------------------------------


def change_url(assignment: Assignment, name: str = "change_assignment") -> str:
    return reverse(f"attempts:{name}", args=[assignment.public_id])


def rules_as_shown(client: Client, assignment: Assignment) -> dict[str, str]:
    page = soup(client.get(change_url(assignment)))
    return {
        str(field["name"]): str(field.get("value", ""))
        for field in page.select("main form [name]")
        if field.get("type") != "radio" or field.has_attr("checked")
    }


def test_saving_the_rules_as_they_are_changes_nothing(
    aigerims: Client, own: Classroom
) -> None:
    moment = timezone.now().replace(second=0, microsecond=0)
    assignment = make_assignment(
        own,
        opens_at=moment - timedelta(days=9),
        closes_at=moment - timedelta(days=2),
        minutes=15,
    )
    before = vars(Assignment.objects.get()).copy()

    reply = aigerims.post(change_url(assignment), rules_as_shown(aigerims, assignment))

    assert reply.status_code == 302
    after = vars(Assignment.objects.get()).copy()
    before.pop("_state"), after.pop("_state")
    assert after == before


def test_the_dates_can_be_changed(aigerims: Client, own: Classroom) -> None:
    assignment = make_assignment(own)
    later = _in(days=20)

    aigerims.post(
        change_url(assignment),
        rules_as_shown(aigerims, assignment) | {"closes_at": later, "minutes": "45"},
    )

    assignment.refresh_from_db()
    expected = timezone.make_aware(datetime.fromisoformat(later))
    assert (assignment.closes_at, assignment.minutes) == (expected, 45)


@pytest.mark.parametrize(
    ("mode", "changes"),
    [
        ("at_end", {"closes_at": "2020-01-01T10:00"}),
        ("at_close", {"closes_at": ""}),
        ("at_end", {"attempts_allowed": "99"}),
    ],
)
def test_a_fault_in_a_change_leaves_all_as_it_was(
    aigerims: Client, own: Classroom, mode: str, changes: dict[str, str]
) -> None:
    assignment = make_assignment(own, feedback_mode=FeedbackMode(mode))
    before = Assignment.objects.values().get()

    reply = aigerims.post(
        change_url(assignment), rules_as_shown(aigerims, assignment) | changes
    )

    assert reply.status_code == 422
    assert soup(reply).select(".field__error")
    assert Assignment.objects.values().get() == before


def test_it_is_cancelled_and_given_again(aigerims: Client, own: Classroom) -> None:
    assignment = make_assignment(own)

    for name, is_cancelled in (
        ("cancel_assignment", True),
        ("restore_assignment", False),
    ):
        reply = aigerims.post(change_url(assignment, name))
        assert reply.status_code == 302
        assignment.refresh_from_db()
        assert assignment.is_cancelled == is_cancelled


def test_whoever_teaches_in_some_of_its_classes_only_cannot_change_it(
    aigerims: Client, own: Classroom, dana: User
) -> None:
    assignment = make_assignment(own, make_classroom(dana, name="Басқа"))

    assert aigerims.get(change_url(assignment)).status_code == 403
    for name in ("cancel_assignment", "restore_assignment"):
        assert aigerims.post(change_url(assignment, name)).status_code == 403
    assignment.refresh_from_db()
    assert not assignment.is_cancelled


def test_the_assignment_of_another_teacher_is_absent(
    aigerims: Client, dana: User
) -> None:
    foreign = make_assignment(make_classroom(dana, name="Басқа"))

    assert aigerims.get(change_url(foreign)).status_code == 404
    for name in ("cancel_assignment", "restore_assignment"):
        assert aigerims.post(change_url(foreign, name)).status_code == 404
    assert Enrolment.objects.count() == 0


# --- Teachers' own spaces -------------------------------------------------------------


@pytest.fixture
def spaces(aigerim: User, dana: User) -> None:
    """The common library, and a topic with a fact in Aigerim's and in Dana's space."""
    make_fact()
    for owner in (aigerim, dana):
        space: Any = SpaceFactory(key=owner.username, name=str(owner), owner=owner)
        TopicFactory(space=space, source__title_kk=f"{owner} мәтіні")
        make_fact(space=space, key="own")


def test_a_teacher_chooses_from_topics_of_their_own_too(
    aigerims: Client, spaces: None
) -> None:
    page = soup(aigerims.get(ASSIGN))

    assert [str(box["value"]) for box in page.select("[name=topics]")] == [
        "aigerim.collective-security",
        "collective-security",
    ]
    assert [each.get_text() for each in page.select(".choices__heading")] == [
        "Айгерім мәтіні",
        "Сыртқы саясат",
    ]


@pytest.mark.parametrize(
    "topic", ["aigerim.collective-security", "collective-security"]
)
def test_a_teachers_quiz_draws_from_their_own_space(
    aigerims: Client, spaces: None, bank: None, topic: str
) -> None:
    sent = as_shown(soup(aigerims.get(ASSIGN)))

    for topics in ([topic], []):
        key = str(uuid.uuid4())
        aigerims.post(ASSIGN, sent | {"topics": topics, "given_key": key})

        recipe = Assignment.objects.get(given_key=key).asked()
        assert recipe.space == "aigerim"
        assert recipe.questions
        assert list(recipe.topics) == topics


@pytest.mark.parametrize(
    "topic", ["dana.collective-security", "no-such.collective-security", "..", "own"]
)
def test_a_topic_of_a_strangers_space_is_refused_at_its_field(
    aigerims: Client, spaces: None, topic: str
) -> None:
    sent = as_shown(soup(aigerims.get(ASSIGN))) | {"topics": [topic]}

    reply = aigerims.post(ASSIGN, sent)

    assert reply.status_code == 422
    assert field_of(soup(reply), "topics").select_one(".field__error")
    assert not Assignment.objects.exists()


def test_topics_of_two_own_spaces_are_refused_at_their_field(
    aigerims: Client, aigerim: User, spaces: None
) -> None:
    second: Any = SpaceFactory(key="second", name="Екінші", owner=aigerim)
    TopicFactory(space=second)
    sent = as_shown(soup(aigerims.get(ASSIGN)))
    topics = ["aigerim.collective-security", "second.collective-security"]

    reply = aigerims.post(ASSIGN, sent | {"topics": topics})

    assert reply.status_code == 422
    assert field_of(soup(reply), "topics").select_one(".field__error")


def test_a_teacher_without_anything_of_their_own_draws_from_the_common_library(
    aigerims: Client, aigerim: User, bank: None
) -> None:
    make_fact()
    SpaceFactory(key="aigerim", name="Айгерім", owner=aigerim)

    aigerims.post(ASSIGN, as_shown(soup(aigerims.get(ASSIGN))))

    recipe = Assignment.objects.get().asked()
    assert (recipe.space, recipe.questions) == ("", True)
