"""Cards: readable, random, shown once, and only of one's own pupils."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.classes import cards, enrolling, keeping
from quizzes.classes.classrooms import Card, Enrolment
from quizzes.classes.names import names_of_lines
from quizzes.people.models import User
from tests.classes.scene import (
    School,
    enrol,
    give_card,
    make_passwordless,
)
from tests.conftest import ClientFor

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def make(school: School, *names: str) -> list[cards.PrintedCard]:
    return cards.make_cards(
        classroom=school.classroom, names=names, language="kk", now=timezone.now()
    )


def renew(school: School, *enrolments: Enrolment) -> list[cards.PrintedCard]:
    return cards.renew_cards(
        classroom=school.classroom,
        public_ids=[each.public_id for each in enrolments],
        now=timezone.now(),
    )


def test_user_names_are_short_latin_and_different(school: School) -> None:
    made = make(school, "Сейітова Айгерім", "Сейітова Әсел", "Ұлы Щ", "李 明", "Ө")

    names = [card.username for card in made]
    assert len(set(names)) == 5
    assert all(re.fullmatch(r"[a-z]{2,12}[2-9]{4}", name) for name in names), names
    assert names[0].startswith("seiitova")


def test_passwords_are_long_enough_and_have_no_look_alikes(school: School) -> None:
    made = [cards.new_password() for _ in range(500)]

    assert len(set(made)) == 500
    assert {len(password) for password in made} == {10}
    assert not set("".join(made)) & set("aeiouvl0O1I")


def test_a_card_opens_its_account_and_is_stored_as_a_hash(school: School) -> None:
    [card] = make(school, "Сәуле")

    pupil = User.objects.get(username=card.username)
    assert pupil.check_password(card.password)
    assert pupil.must_replace_password
    assert pupil.password.startswith("argon2")
    assert card.password not in repr(card)


def test_a_user_name_that_is_taken_meanwhile_is_drawn_anew(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    digits = iter(["2222", "2222", "3333"])
    monkeypatch.setattr(cards, "_with_digits", lambda stem: f"{stem}{next(digits)}")
    User.objects.create_user("asan2222")

    [card] = make(school, "Асан")

    assert card.username == "asan3333"


def test_names_of_the_class_are_refused_and_nothing_is_made(school: School) -> None:
    make(school, "Сәуле", "Асан")
    before = User.objects.count()

    with pytest.raises(cards.NamesInClass) as known:
        make(school, "Мәди", "САУЛЕ", "сәуле")

    assert known.value.names == ["сәуле"]
    assert User.objects.count() == before


def test_an_archived_class_gets_no_cards(school: School) -> None:
    keeping.archive(classroom=school.classroom, now=timezone.now())

    with pytest.raises(enrolling.TakesNobody):
        make(school, "Сәуле")


def test_a_new_card_ends_the_old_password_and_all_sessions(
    school: School, client_for: ClientFor
) -> None:
    pupil, old = give_card(school.classroom)
    pupil.must_replace_password = False
    pupil.save()
    browser = client_for(pupil)
    assert browser.get(reverse("classes:learning")).status_code == 200

    [new] = renew(school, school.classroom.enrolments.get(learner=pupil))

    pupil.refresh_from_db()
    assert new.username == old.username
    assert new.password != old.password
    assert not pupil.check_password(old.password)
    assert pupil.check_password(new.password)
    assert browser.get(reverse("classes:learning")).status_code == 302


def test_a_pupil_who_came_by_code_gets_a_first_card(school: School) -> None:
    [card] = renew(school, school.enrolment)

    pupil = User.objects.get(pk=school.pupil.pk)
    assert pupil.check_password(card.password)
    assert pupil.username == card.username
    assert not pupil.username.startswith("pupil-")
    assert Card.objects.get(learner=pupil).classroom == school.classroom


def in_another_class_first(school: School) -> User:
    pupil = make_passwordless("first-elsewhere")
    enrol(school.other_class, pupil)
    return pupil


def with_own_password(school: School) -> User:
    return User.objects.create_user("own", password="a long password of mine")


def with_address(school: School) -> User:
    return User.objects.create_user("mail", email="pupil@example.kz")


def with_school_account(school: School) -> User:
    from allauth.socialaccount.models import SocialAccount

    pupil = User.objects.create_user("sso")
    SocialAccount.objects.create(user=pupil, provider="school", uid="1")
    return pupil


def a_teacher(school: School) -> User:
    return school.other_teacher


def with_card_of_another_class(school: School) -> User:
    return give_card(school.other_class)[0]


@pytest.mark.parametrize(
    "learner",
    [
        in_another_class_first,
        with_own_password,
        with_address,
        with_school_account,
        a_teacher,
        with_card_of_another_class,
    ],
)
def test_an_account_is_not_taken_over_by_a_class_that_it_joined(
    school: School, learner: Callable[[School], User]
) -> None:
    enrolment = enrol(school.classroom, learner(school))
    before = User.objects.get(pk=enrolment.learner_id).password

    with pytest.raises(cards.NotOurs):
        renew(school, enrolment, school.enrolment)

    assert User.objects.get(pk=enrolment.learner_id).password == before
    assert not User.objects.get(pk=school.pupil.pk).has_usable_password()


def test_who_is_not_in_the_class_any_more_gets_no_card(school: School) -> None:
    enrolling.remove(enrolment=school.enrolment, now=timezone.now())

    with pytest.raises(cards.NotOurs):
        renew(school, school.enrolment)


def test_a_pasted_list_is_read_as_it_is_meant() -> None:
    pasted = "1. Сейітова Айгерім\r\n\r\n2)  Оспанов   Ерлан \n 12\tЩербакова Анна\n"

    assert names_of_lines(pasted) == [
        "Сейітова Айгерім",
        "Оспанов Ерлан",
        "Щербакова Анна",
    ]


@pytest.mark.parametrize(
    ("pasted", "named"),
    [
        ("Асан\nҮсен\nасан", "асан"),
        ("Асан\n" + "а" * 500, "а" * 40),
        ("Асан\nҮс\x07ен", "Үсен"),
        ("Асан\n12345", "12345"),
        ("\n".join(f"Оқушы {'а' * n}" for n in range(1, 62)), "60"),
        ("\n \n", ""),
    ],
)
def test_a_list_with_faults_is_refused_with_the_names(pasted: str, named: str) -> None:
    with pytest.raises(ValidationError) as refused:
        names_of_lines(pasted)

    assert named in " ".join(refused.value.messages)


def test_passwords_are_shown_once_and_in_no_log(
    school: School, client_for: ClientFor, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    teacher: Client = client_for(school.owner)
    address = reverse("classes:make_cards", args=[school.classroom.public_id])

    page = teacher.post(address, {"names": "Сәуле\nАсан"})

    assert page.status_code == 200
    shown = page.context["cards"]
    assert len(shown) == 2
    assert "no-store" in page.headers["Cache-Control"]
    for card in shown:
        assert card.password in page.content.decode()
        assert card.password not in caplog.text
        for other in (address, school.classroom.get_absolute_url()):
            assert card.password not in teacher.get(other).content.decode()


def test_a_list_with_doubles_is_refused_at_the_field(
    school: School, client_for: ClientFor
) -> None:
    before = User.objects.count()

    page = client_for(school.owner).post(
        reverse("classes:make_cards", args=[school.classroom.public_id]),
        {"names": "Асан\nҮсен\nАсан"},
    )

    assert page.status_code == 422
    assert "Асан" in str(page.context["form"].errors["names"])
    assert User.objects.count() == before
