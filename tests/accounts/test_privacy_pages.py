"""Who may read, take along and erase what is stored of whom."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from quizzes.accounts.privacy_forms import sign
from quizzes.bank.recipes import FeedbackMode
from quizzes.classes import enrolling
from quizzes.people.models import User
from tests.accounts.conftest import PASSWORD, MakeAccount, StartAs, log_in
from tests.accounts.person import answer, start
from tests.classes.scene import School, enrol, give_card, make_school
from tests.conftest import AssertSameQueries, ClientFor

pytestmark = pytest.mark.django_db
OWN = ("own", "download", "erase")
PUPILS = ("pupil", "download_pupil", "erase_pupil")


@pytest.fixture
def school(db: None) -> School:
    return make_school()


@pytest.fixture
def card_pupil(school: School) -> User:
    """A pupil with a card that has been used."""
    pupil, _card = give_card(school.classroom)
    pupil.must_replace_password = False
    pupil.set_password(PASSWORD)
    pupil.save()
    return pupil


def of_pupil(name: str, school: School, pupil: User) -> str:
    enrolment = pupil.enrolments.filter(classroom=school.classroom).get()
    return reverse(
        f"privacy:{name}", args=[school.classroom.public_id, enrolment.public_id]
    )


def exists(user: User) -> bool:
    return User.objects.filter(pk=user.pk).exists()


# --- One's own ---


def test_the_page_says_what_is_stored(guest: User, client_for: ClientFor) -> None:
    start(guest, FeedbackMode.AT_END)

    page = client_for(guest).get(reverse("privacy:own"))

    assert page.context["attempts"] == 1
    assert reverse("privacy:download") in page.content.decode()
    assert reverse("privacy:erase") in page.content.decode()


def test_a_guest_is_erased_by_a_plain_confirmation(
    guest: User, client_for: ClientFor
) -> None:
    browser = client_for(guest)
    page = browser.get(reverse("privacy:erase"))
    assert list(page.context["form"].fields) == ["person"]

    reply = browser.post(reverse("privacy:erase"), {"person": sign(guest)})

    assert reply.headers["Location"] == reverse("attempts:home")
    assert reply.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not exists(guest)
    assert browser.get(reverse("attempts:list")).status_code == 302


def test_whoever_has_a_password_gives_it(make_account: MakeAccount) -> None:
    user = make_account("qarakoz", display_name="Қаракөз")
    browser = Client()
    log_in(browser, "qarakoz")
    data = {"person": sign(user)}

    for given in ({}, {"password": ""}, {"password": "wrong"}):
        refused = browser.post(reverse("privacy:erase"), data | given)
        assert refused.status_code == 422
        assert refused.context["form"].errors["password"]
    assert exists(user)
    done = browser.post(reverse("privacy:erase"), data | {"password": PASSWORD})

    assert done.status_code == 302
    assert not exists(user)


def test_guesses_at_the_password_are_counted_with_those_of_the_log_in(
    make_account: MakeAccount,
) -> None:
    user = make_account("qarakoz")
    browser = Client()
    log_in(browser, "qarakoz")
    data = {"person": sign(user)}

    for guess in range(11):
        browser.post(reverse("privacy:erase"), data | {"password": f"guess {guess}"})
    refused = browser.post(reverse("privacy:erase"), data | {"password": PASSWORD})

    assert refused.status_code == 422
    assert exists(user)


def test_a_form_that_was_made_for_another_erases_nobody(
    guest: User, dana: User, client_for: ClientFor
) -> None:
    browser = client_for(guest)

    for person in ("", "1", sign(dana), f"{sign(guest)}x"):
        refused = browser.post(reverse("privacy:erase"), {"person": person})
        assert refused.status_code == 422

    assert exists(guest)
    assert exists(dana)
    # The page that comes back can be sent
    again = refused.context["form"]["person"].value()
    assert browser.post(reverse("privacy:erase"), {"person": again}).status_code == 302
    assert not exists(guest)


def test_the_second_press_is_told_the_same_as_the_first(
    guest: User, client_for: ClientFor
) -> None:
    browser, tab = client_for(guest), client_for(guest)
    data = {"person": sign(guest)}
    first = browser.post(reverse("privacy:erase"), data)

    second = tab.post(reverse("privacy:erase"), data)

    assert second.headers["Location"] == first.headers["Location"]


def test_whose_session_has_ended_is_not_told_that_all_is_erased(guest: User) -> None:
    reply = Client().post(reverse("privacy:erase"), {"person": sign(guest)})

    assert reply.headers["Location"].startswith(reverse("account_login"))
    assert exists(guest)


@pytest.mark.parametrize("name", OWN)
def test_a_visitor_is_sent_to_the_log_in(name: str, client: Client) -> None:
    url = reverse(f"privacy:{name}")

    assert client.get(url).headers["Location"].startswith(reverse("account_login"))
    htmx = client.get(url, headers={"HX-Request": "true"})
    assert htmx.status_code == 401


def test_nothing_is_erased_without_the_token_of_the_form(guest: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(guest)

    reply = browser.post(reverse("privacy:erase"), {"person": sign(guest)})

    assert reply.status_code == 403
    assert exists(guest)


def test_a_look_erases_nobody(guest: User, client_for: ClientFor) -> None:
    for name in OWN:
        client_for(guest).get(reverse(f"privacy:{name}"))

    assert exists(guest)


def test_a_teacher_is_told_which_classes_go(
    school: School, client_for: ClientFor
) -> None:
    alone = client_for(school.other_teacher).get(reverse("privacy:erase"))
    shared = client_for(school.owner).get(reverse("privacy:erase"))

    assert alone.context["own_classes"] == 1
    assert shared.context["own_classes"] == 0


# --- A teacher's, of a pupil with a card ---


@pytest.mark.parametrize("who", ["owner", "co_teacher"])
def test_teachers_of_the_class_download_and_erase(
    who: str, school: School, card_pupil: User, client_for: ClientFor
) -> None:
    browser = client_for(getattr(school, who))
    url = of_pupil("erase_pupil", school, card_pupil)

    file = browser.get(of_pupil("download_pupil", school, card_pupil))
    assert json.loads(file.content)["account"]["username"] == card_pupil.username
    reply = browser.post(url, {"person": sign(card_pupil)})

    assert reply.headers["Location"] == school.classroom.get_absolute_url()
    assert not exists(card_pupil)
    # Pressed twice
    assert browser.post(url, {"person": sign(card_pupil)}).status_code == 302
    assert browser.get(url).status_code == 404


@pytest.mark.parametrize("name", PUPILS)
def test_a_teacher_of_another_class_finds_nothing(
    name: str, school: School, card_pupil: User, client_for: ClientFor
) -> None:
    enrol(school.other_class, card_pupil, "Сәуле Ахметова")
    other = client_for(school.other_teacher)
    elsewhere = card_pupil.enrolments.get(classroom=school.other_class)
    own_class = [school.other_class.public_id, elsewhere.public_id]
    data = {"person": sign(card_pupil)}

    for url in (
        of_pupil(name, school, card_pupil),
        # The pupil learns in that teacher's class as well: no card of it
        reverse(f"privacy:{name}", args=own_class),
    ):
        assert other.get(url).status_code == 404
        assert other.post(url, data).status_code in {404, 405}
    assert exists(card_pupil)


@pytest.mark.parametrize("name", PUPILS)
def test_a_pupil_with_an_account_of_their_own_acts_alone(
    name: str, school: School, client_for: ClientFor
) -> None:
    url = of_pupil(name, school, school.pupil)

    assert client_for(school.owner).get(url).status_code == 404


@pytest.mark.parametrize("name", PUPILS)
def test_pupils_may_not_look_at_one_another(
    name: str, school: School, card_pupil: User, client_for: ClientFor
) -> None:
    url = of_pupil(name, school, card_pupil)

    assert client_for(school.pupil).get(url).status_code == 403
    assert client_for(card_pupil).get(url).status_code == 403


def test_the_class_answers_for_a_pupil_who_was_taken_out(
    school: School, card_pupil: User, client_for: ClientFor
) -> None:
    enrolling.remove(enrolment=card_pupil.enrolments.get(), now=timezone.now())

    url = of_pupil("pupil", school, card_pupil)

    assert client_for(school.owner).get(url).status_code == 200


def test_a_form_about_another_pupil_erases_nobody(
    school: School, card_pupil: User, client_for: ClientFor
) -> None:
    other, _card = give_card(school.classroom, "Екінші Оқушы")
    url = of_pupil("erase_pupil", school, card_pupil)

    reply = client_for(school.owner).post(url, {"person": sign(other)})

    assert reply.status_code == 422
    assert exists(card_pupil)
    assert exists(other)


@pytest.mark.parametrize("name", PUPILS)
def test_without_the_token_of_the_form_no_pupil_is_erased(
    name: str, school: School, card_pupil: User
) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(school.owner)

    reply = browser.post(of_pupil(name, school, card_pupil))

    assert reply.status_code == 403 if name == "erase_pupil" else 405
    assert exists(card_pupil)


def test_the_page_of_a_learner_leads_there_for_a_card_only(
    school: School, card_pupil: User, client_for: ClientFor
) -> None:
    browser = client_for(school.owner)
    for pupil, leads in ((card_pupil, True), (school.pupil, False)):
        enrolment = pupil.enrolments.get()
        url = reverse(
            "classes:learner", args=[school.classroom.public_id, enrolment.public_id]
        )

        page = browser.get(url).content.decode()

        assert (of_pupil("pupil", school, pupil) in page) is leads


def test_pages_ask_the_database_as_often_for_many_attempts(
    school: School,
    card_pupil: User,
    client_for: ClientFor,
    assert_same_queries: AssertSameQueries,
) -> None:
    teacher, own = client_for(school.owner), client_for(card_pupil)
    urls = [reverse(f"privacy:{name}") for name in OWN]

    def grow(count: int) -> None:
        for _attempt in range(count):
            answer(start(card_pupil, FeedbackMode.AT_ONCE), hand_in=True)

    def look() -> None:
        for url in urls:
            assert own.get(url).status_code == 200
        for name in PUPILS:
            reply = teacher.get(of_pupil(name, school, card_pupil))
            assert reply.status_code == 200

    assert_same_queries(grow=grow, block=look)


def test_links_lead_there(
    guest: User, start_as: StartAs, dana: User, client_for: ClientFor
) -> None:
    start_as(guest)
    for user, page in ((guest, "attempts:list"), (dana, "accounts:account")):
        found = client_for(user).get(reverse(page)).content.decode()
        assert reverse("privacy:own") in found
    about = Client().get(reverse("bank:about")).content.decode()
    assert reverse("privacy:register") in about
