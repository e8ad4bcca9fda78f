"""Facts that stand: approved in the list, changed in place, put back, deleted."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.bank import usage
from quizzes.bank.content import TextContent
from quizzes.bank.conversion import fact_content
from quizzes.bank.models import Fact, FactVersion, Space
from quizzes.people.models import User
from tests.bank.writing import filled, page_of, send, space_of, written
from tests.conftest import AssertSameQueries, ClientFor
from tests.factories import make_fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(aigerim: User, client_for: ClientFor) -> Client:
    return client_for(aigerim)


@pytest.fixture
def space(aigerim: User) -> Space:
    return space_of(aigerim)


def own(space: Space, key: str = "own", **changes: Any) -> Fact:
    return make_fact(space=space, key=key, by=space.owner, **changes)


def listed(client: Client, **query: str) -> list[str]:
    page = page_of(client.get(reverse("bank:facts"), query))
    return [link["href"].split("/")[3] for link in page.select(".facts__statement a")]


# --- The list -------------------------------------------------------------------------


def test_the_list_is_filtered_by_state_and_space(client, space):
    common = make_fact()
    draft, approved = own(space, "a", state="draft"), own(space, "b")

    assert listed(client, space=space.key) == [draft.reference, approved.reference]
    assert listed(client, space="common") == [common.reference]
    assert listed(client, state="draft") == [draft.reference]
    assert len(listed(client, source="textbook")) == 3


def test_the_list_knows_what_was_never_asked_and_what_is_often_missed(client, space):
    asked, missed, never = (own(space, key) for key in ("asked", "missed", "never"))
    usage.record(asked=[asked.pk] * 6 + [missed.pk] * 6, missed=[missed.pk] * 4)

    assert listed(client, usage="never") == [never.reference]
    assert listed(client, usage="missed") == [missed.reference]


def test_a_reader_has_no_ticks_and_no_filters_of_authors(client_for, bolat, space):
    make_fact()

    page = page_of(client_for(bolat).get(reverse("bank:facts"), {"state": "draft"}))

    assert not page.select("[name=fact], [name=state], [name=usage]")
    assert page.select(".facts__statement")


def test_ticked_facts_are_approved_and_withdrawn_together(client, space):
    facts = [own(space, key, state="draft") for key in ("a", "b", "c")]
    ticked = [fact.reference for fact in facts[:2]]

    response = send(client, "set_facts", fact=ticked, do="approve", query="state=draft")

    assert response["Location"] == f"{reverse('bank:facts')}?state=draft"
    assert set(Fact.objects.approved().filter(space=space)) == set(facts[:2])
    send(client, "set_facts", fact=ticked[:1], do="withdraw")
    assert Fact.objects.approved().filter(space=space).get() == facts[1]


def test_nobody_approves_what_is_not_theirs(client, space, dana, client_for):
    common = make_fact(state="draft")
    draft = own(space, state="draft")

    send(client, "set_facts", fact=[common.reference], do="approve")
    dana.role = User.Role.TEACHER
    dana.save()
    send(client_for(dana), "set_facts", fact=[draft.reference], do="approve")

    assert not Fact.objects.approved().exists()


def test_the_list_costs_the_same_for_more_facts(
    client, space, assert_same_queries: AssertSameQueries
):
    def grow(number: int) -> None:
        count = Fact.objects.count()
        for place in range(count, count + number):
            own(space, f"own-{place}", value=f"{1990 + place}")

    assert_same_queries(grow=grow, block=lambda: client.get(reverse("bank:facts")))


# --- In place -------------------------------------------------------------------------


def change_row(client: Client, fact: Fact, **changes: str) -> Any:
    data = {
        "statement": "Жаңа сөз.",
        "note": "",
        "weight": "detail",
        "state": "approved",
        "seen_version": str(fact.version),
        **changes,
    }
    return client.post(
        reverse("bank:fact_row", args=[fact.reference]),
        data,
        headers={"HX-Request": "true"},
    )


def test_a_fact_is_changed_in_its_place_in_the_list(client, space):
    fact = own(space, state="draft")

    response = change_row(client, fact, note="Ескерту")

    content = fact_content(written(space))
    assert "Жаңа сөз." in response.content.decode()
    assert b"<html" not in response.content
    assert (content.text().statement, content.text().note) == ("Жаңа сөз.", "Ескерту")
    assert (content.weight, content.state) == ("detail", "approved")


def test_a_row_that_somebody_changed_is_not_written_over(client, space):
    fact = own(space)
    change_row(client, fact, statement="Біріншінің сөзі.")

    response = change_row(client, fact, statement="Екіншінің сөзі.")

    page = page_of(response)
    assert response.status_code == 409
    assert "Біріншінің сөзі." in page.select_one(".alert").get_text()
    assert page.select_one("textarea[name=statement]").get_text() == "Екіншінің сөзі."
    assert fact_content(written(space)).text().statement == "Біріншінің сөзі."


def test_a_row_without_a_statement_is_refused(client, space):
    fact = own(space)

    response = change_row(client, fact, statement=" ")

    assert response.status_code == 422
    assert written(space).version == 1


# --- Versions -------------------------------------------------------------------------


def test_the_versions_say_in_words_who_changed_what(client, space):
    fact = own(space, property="signatories", value=("russia", "kazakhstan"))
    own(space, property="signatories", value=("russia",), complete=True)

    response = client.get(reverse("bank:fact_versions", args=[fact.reference]))

    newest = page_of(response).select(".facts > li")[0].get_text(" ", strip=True)
    assert "Айгерім" in newest
    assert "Ресей, Қазақстан" in newest
    assert "kazakhstan" not in newest


def test_an_old_version_comes_back_as_a_new_one(client, space):
    fact = own(space, statement="Бұрынғы сөз.")
    own(space, statement="Кейінгі сөз.", state="draft")

    send(client, "put_back", fact.reference, number="1", seen_version="2")

    content = fact_content(written(space))
    assert content.text().statement == "Бұрынғы сөз."
    assert content.state == "draft"
    assert FactVersion.objects.filter(fact=fact).count() == 3


def test_nothing_is_put_back_over_a_change_that_was_not_seen(client, space):
    fact = own(space, statement="Бұрынғы сөз.")
    own(space, statement="Кейінгі сөз.")

    send(client, "put_back", fact.reference, number="1", seen_version="1")

    assert fact_content(written(space)).text().statement == "Кейінгі сөз."


def test_a_version_that_never_was_is_not_there(client, space):
    fact = own(space)

    assert (
        send(client, "put_back", fact.reference, number="9", seen_version="1")
    ).status_code == 404


# --- Approving and deleting -----------------------------------------------------------


def test_a_fact_is_approved_and_withdrawn_on_its_page(client, space):
    fact = own(space, state="draft")

    send(client, "set_fact_state", fact.reference, do="approve")
    assert written(space).is_approved()
    send(client, "set_fact_state", fact.reference, do="withdraw")
    assert not written(space).is_approved()


def test_a_draft_that_was_never_asked_is_deleted(client, space):
    fact = own(space, state="draft")

    send(client, "remove_fact", fact.reference)

    assert not Fact.objects.filter(pk=fact.pk).exists()


def test_what_was_approved_once_is_not_deleted(client, space):
    fact = own(space)
    own(space, state="draft")

    send(client, "remove_fact", fact.reference)

    assert Fact.objects.filter(pk=fact.pk).exists()


# --- Who ------------------------------------------------------------------------------

PAGES = ("edit_fact", "fact_row", "fact_versions", "fact_items", "copy_fact")
ACTS = ("set_fact_state", "put_back", "remove_fact", "edit_fact", "fact_row")


def test_another_teachers_fact_is_not_there(space, dana, client_for):
    fact = own(space)
    dana.role = User.Role.TEACHER
    dana.save()
    stranger = client_for(dana)

    for name in PAGES:
        address = reverse(f"bank:{name}", args=[fact.reference])
        assert stranger.get(address).status_code == 404, name
    for name in ACTS:
        assert send(stranger, name, fact.reference, do="approve").status_code == 404


def test_a_teacher_reads_a_common_fact_and_does_not_change_it(client, space):
    fact = make_fact()

    for name in ("edit_fact", "fact_row", "fact_versions"):
        address = reverse(f"bank:{name}", args=[fact.reference])
        assert client.get(address).status_code == 403, name
    for name in ACTS:
        assert send(client, name, fact.reference, do="withdraw").status_code == 403
    for name in ("fact", "fact_items", "copy_fact"):
        address = reverse(f"bank:{name}", args=[fact.reference])
        assert client.get(address).status_code == 200, name


def test_nobody_writes_into_another_space(client, space, dana):
    other = Space.objects.create(key="teacher-x", name="x", owner=dana)

    for key in ("common", other.key, "no-such-space", ""):
        data = filled(space) | {"space": key}
        assert send(client, **data).status_code == 404, key


def test_staff_write_the_common_library(staff_client, space):
    common = Space.objects.common().get()

    response = send(staff_client, **filled(common))

    assert response.status_code == 302
    assert written(common).is_approved()


# --- Where sources differ -------------------------------------------------------------


def disagreements(client: Client) -> list[str]:
    page = page_of(client.get(reverse("bank:disagreements")))
    return [each.get_text(" ", strip=True) for each in page.select(".facts > li")]


def test_text_against_history_is_listed_with_what_the_bank_does(client, space):
    make_fact(text_value="1992-05-16", ask_precision="month")
    make_fact(key="plain", property="entered_into_force_on", value="1994")

    [told] = disagreements(client)

    assert "16 мамыр" in told
    assert "Сыртқы саясат" in told


def test_two_facts_that_contradict_one_another_are_listed_with_both(client, space):
    make_fact()
    own(space, value="1992-05-16", statement="Басқа дереккөзде 16 мамыр.")

    told = disagreements(client)

    assert len(told) == 2
    assert all("Басқа дереккөзде 16 мамыр." in each for each in told)
    assert all("Шартқа 1992 жылғы 15 мамырда" in each for each in told)


def unsettled(note: str) -> tuple[TextContent, ...]:
    """A statement with a note, and one in Russian without."""
    return (
        TextContent(language="kk", statement="Бар.", note=note),
        TextContent(language="ru", statement="Есть."),
    )


def test_an_unsettled_draft_is_listed(client, space):
    own(space, state="draft", texts=unsettled("Әлі анық емес."))
    plain = {"property": "entered_into_force_on", "texts": unsettled("")}
    own(space, "plain", state="draft", **plain)

    [told] = disagreements(client)

    assert "Әлі анық емес." in told


def test_a_teacher_sees_what_is_unsettled_in_the_library_but_no_page_of_it(
    client, space, staff_client
):
    draft = make_fact(state="draft", texts=unsettled("Әлі анық емес."))
    address = reverse("bank:fact", args=[draft.reference])

    for reader, opens in ((client, False), (staff_client, True)):
        page = page_of(reader.get(reverse("bank:disagreements")))
        links = [link["href"] for link in page.select("main a")]
        assert "Әлі анық емес." in page.get_text()
        assert (address in links) is opens
        assert (reader.get(address).status_code == 200) is opens


def test_the_list_of_disagreements_costs_the_same_for_more(
    client, space, assert_same_queries: AssertSameQueries
):
    def grow(number: int) -> None:
        count = Fact.objects.count()
        for place in range(count, count + number):
            own(space, f"own-{place}", value=f"{1950 + place}", text_value="1940")

    assert_same_queries(
        grow=grow, block=lambda: client.get(reverse("bank:disagreements"))
    )
