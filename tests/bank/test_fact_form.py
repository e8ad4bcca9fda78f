"""A teacher writes a fact: typed, proved, stored, and written over by nobody."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from quizzes.bank.conversion import fact_content
from quizzes.bank.entities import Entity
from quizzes.bank.models import Fact, FactVersion, Space
from quizzes.people.models import User
from tests.bank.writing import filled, page_of, send, space_of, written
from tests.conftest import ClientFor, count_queries
from tests.factories import make_fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(aigerim: User, client_for: ClientFor) -> Client:
    return client_for(aigerim)


@pytest.fixture
def space(aigerim: User) -> Space:
    return space_of(aigerim)


def edit(client: Client, fact: Fact, **changes: Any) -> Any:
    data = filled(fact.space, seen_version=str(fact.version), **changes)
    return send(client, "edit_fact", fact.reference, **data)


# --- Writing --------------------------------------------------------------------------


def test_a_typed_fact_is_stored_and_opens(client, space):
    response = send(client, **filled(space))

    fact = written(space)
    assert response.status_code == 302
    assert response["Location"] == reverse("bank:fact", args=[fact.reference])
    assert (fact.value_edtf, fact.paragraphs) == ("1992-05-15", [25])
    assert fact.is_approved()
    assert client.get(response["Location"]).status_code == 200


def test_the_statement_is_made_of_the_fields_where_none_is_written(client, space):
    send(client, **filled(space))

    statement = fact_content(written(space)).text().statement
    assert statement == (
        "Ұжымдық қауіпсіздік туралы шартқа 1992 жылғы 15 мамырда қол қойылды."
    )


def test_a_statement_of_the_teachers_own_stays(client, space):
    send(client, **filled(space, statement_kk="Өз сөзім.", statement_ru="Моё."))

    content = fact_content(written(space))
    assert content.text().statement == "Өз сөзім."
    assert content.text("ru").statement == "Моё."


def test_a_draft_is_not_approved(client, space):
    send(client, **filled(space, do="save"))

    assert not written(space).is_approved()


def test_pressing_twice_stores_one_fact(client, space):
    for _press in range(2):
        send(client, **filled(space))

    assert Fact.objects.filter(space=space).count() == 1


def test_writing_another_keeps_the_place_and_the_property(client, space):
    response = send(client, **filled(space, another="yes"))

    page = page_of(client.get(response["Location"]))
    chosen = [option["value"] for option in page.select("option[selected]")]
    assert {"signed_on", "textbook", "collective-security"} <= set(chosen)
    assert page.select_one("#id_paragraphs")["value"] == "25"
    assert page.select_one("[name=another]").has_attr("checked")
    assert not page.select("input[name=subject]")


def test_a_list_of_states_is_typed_with_commas(client, space):
    send(
        client,
        **filled(
            space,
            property="signatories",
            values_q="Ресей, қазақстан республикасы; Армения",
            complete="yes",
            as_of="1992",
        ),
    )

    content = fact_content(written(space))
    assert content.value == ("russia", "kazakhstan", "armenia")
    assert (content.complete, content.as_of) == (True, "1992")


def test_a_number_comes_with_its_sentence(client, space):
    send(
        client,
        **filled(
            space,
            property="number_of",
            number="6",
            unit="мемлекет",
            claim="{subject.dat} ___ мемлекет қол қойды",
        ),
    )

    fact = written(space)
    assert (fact.value_number, fact.unit) == (6, "мемлекет")
    assert fact_content(fact).text().statement == (
        "Ұжымдық қауіпсіздік туралы шартқа 6 мемлекет қол қойды."
    )


def test_where_the_text_differs_it_is_asked_as_exactly_as_both_agree(client, space):
    send(client, **filled(space, text_date="16.05.1992", note_kk="Мәтінде 16 мамыр."))

    fact = written(space)
    assert (fact.text_value, fact.ask_precision) == ("1992-05-16", "month")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"date": "31 ақпан 1992"}, "date"),
        ({"date": ""}, "date"),
        ({"paragraphs": "98"}, "paragraphs"),
        ({"paragraphs": ""}, "paragraphs"),
        ({"source": ""}, "paragraphs"),
        ({"topic": "no-such-topic"}, "topic"),
        ({"subject": ""}, "subject"),
        ({"subject": "kazakhstan"}, "subject"),
        ({"subject": "no-such-thing"}, "subject"),
        ({"property": "no-such-property"}, "property"),
        ({"basis": "outside"}, "basis_note"),
        ({"statement_kk": "ж" * 2001}, "statement_kk"),
        ({"note_ru": "Без формулировки"}, "statement_ru"),
        ({"claim": "{кім} ___"}, "claim"),
        ({"subject": "", "subject_q": "мұндай құжат жоқ"}, "subject"),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_stored(
    client, space, changes, field
):
    if changes == {"source": ""}:
        changes, field = {"source": "", "topic": ""}, "source"

    response = send(client, **filled(space, **changes))

    page = page_of(response)
    assert response.status_code == 422
    assert page.select(f'.alert a[href="#id_{field}"]')
    assert not Fact.objects.filter(space=space).exists()


def test_a_tick_that_was_taken_away_stays_away(client, space):
    address = f"{reverse('bank:new_fact')}?another=yes"

    response = client.post(address, filled(space, do="check"))

    assert not page_of(response).select_one("[name=another]").has_attr("checked")


def test_nothing_typed_is_lost_where_something_is_wrong(client, space):
    response = send(
        client, **filled(space, date="ертең", note_kk="Ескерту", planned="yes")
    )

    page = page_of(response)
    assert page.select_one("#id_date")["value"] == "ертең"
    assert page.select_one("#id_note_kk").get_text() == "Ескерту"
    assert page.select_one("input[name=subject]")["value"] == "treaty"
    assert page.select_one("[name=planned]").has_attr("checked")


@pytest.mark.parametrize("odd", ["\0", "\ud800", "<script>", "{{ x }}", "ж" * 9000])
def test_odd_input_is_no_failure(client, space, odd):
    odd = odd.encode("utf-8", "replace").decode()
    fields = ("property", "subject", "date", "source", "paragraphs", "claim", "do")

    for field in fields:
        response = send(client, **filled(space, **{field: odd}))

        assert response.status_code in (200, 302, 422), field


def test_what_a_teacher_writes_is_escaped(client, space):
    evil = "<img src=x onerror=alert(1)>"
    send(client, **filled(space, statement_kk=evil, note_kk=evil))
    fact = written(space)
    edit(client, fact, statement_kk=f"{evil}2", note_kk=evil)

    for name in ("fact", "edit_fact", "fact_versions", "fact_items", "fact_row"):
        page = client.get(reverse(f"bank:{name}", args=[fact.reference]))
        assert page.status_code == 200
        assert b"<img src=x" not in page.content, name
    assert b"<img src=x" not in client.get(reverse("bank:facts")).content


# --- Entities -------------------------------------------------------------------------


def test_an_entity_is_found_by_any_of_its_names(client, space):
    response = client.get(
        reverse("bank:find_entities"),
        {
            "space": space.key,
            "property": "signed_on",
            "box": "subject",
            "subject_q": "ташкент",
        },
    )

    buttons = page_of(response).select(".found__one")
    # The city of this name signs nothing; the treaty is called so as well.
    assert [button["value"] for button in buttons] == ["take:subject:treaty"]


def test_a_found_entity_is_taken_and_can_be_dropped(client, space):
    taken = send(client, **filled(space, subject="", do="take:subject:treaty"))
    dropped = send(client, **filled(space, do="drop:subject:treaty"))

    assert page_of(taken).select_one("input[name=subject]")["value"] == "treaty"
    assert not page_of(dropped).select("input[name=subject]")


def test_a_new_entity_is_made_with_its_name_and_taken(client, space):
    response = send(
        client,
        **filled(
            space,
            subject="",
            subject_q="Шекара туралы  келісім",
            do="make:subject",
        ),
    )

    made = Entity.objects.get(space=space)
    assert (made.kind, made.names.get().name) == ("treaty", "Шекара туралы келісім")
    assert page_of(response).select_one("input[name=subject]")["value"] == made.key


def test_what_is_called_so_already_is_taken_instead_of_made(client, space):
    response = send(
        client,
        **filled(space, subject="", subject_q="ташкент ШАРТЫ", do="make:subject"),
    )

    assert not Entity.objects.filter(space=space).exists()
    assert page_of(response).select_one("input[name=subject]")["value"] == "treaty"


@pytest.mark.parametrize("name", ["", "!!!", "а;б", "ж" * 401])
def test_an_entity_without_a_fit_name_is_not_made(client, space, name):
    response = send(
        client, **filled(space, subject="", subject_q=name, do="make:subject")
    )

    assert response.status_code == 200
    assert page_of(response).select("#box-subject .field__error")
    assert not Entity.objects.filter(space=space).exists()


def test_behind_known_names_only_the_last_is_new(client, space):
    response = send(
        client,
        **filled(
            space,
            property="signatories",
            values_q="Ресей, Қазақстан, Атлантида",
            values_kind="state",
            do="make:values",
        ),
    )

    made = Entity.objects.get(space=space)
    picked = page_of(response).select("#box-values .box__picked input")
    assert made.names.get().name == "Атлантида"
    assert [each["value"] for each in picked] == ["russia", "kazakhstan", made.key]


# --- The proof ------------------------------------------------------------------------


def test_the_preview_shows_every_item_and_stores_nothing(client, space):
    before = Fact.objects.count(), Entity.objects.count(), FactVersion.objects.count()

    def look() -> None:
        response = client.post(
            reverse("bank:preview_fact"),
            filled(space),
            headers={"HX-Request": "true"},
        )
        assert page_of(response).select(".previewed__item .line--right")

    statements = count_queries(look)

    assert not [s for s in statements if s.startswith(("INSERT", "UPDATE", "DELETE"))]
    assert before == (
        Fact.objects.count(),
        Entity.objects.count(),
        FactVersion.objects.count(),
    )


def test_a_contradiction_is_shown_with_its_source_before_saving(client, space):
    stored = make_fact()

    response = send(client, **filled(space, date="16.05.1992"))

    told, mine = page_of(response).select("form .told-facts")
    assert response.status_code == 422
    assert told.select_one("a")["href"] == reverse("bank:fact", args=[stored.key])
    assert "1992 жылғы 16 мамырда" in mine.get_text()
    assert all("Сыртқы саясат, 25-абзац" in each.get_text() for each in (told, mine))
    assert not Fact.objects.filter(space=space).exists()


def test_both_are_stored_with_a_tick_as_a_draft_by_default(client, space):
    make_fact()

    response = send(client, **filled(space, date="16.05.1992"))
    first = page_of(response).select(".author__buttons button")[0]
    send(client, **filled(space, date="16.05.1992", both="yes", do=first["value"]))

    assert not written(space).is_approved()


def test_the_same_in_other_words_is_told_but_not_refused(client, space):
    make_fact()

    response = send(client, **filled(space, do="check"))

    assert (
        "шартқа"
        in page_of(response).select_one("#proof .told-facts").get_text().lower()
    )
    assert send(client, **filled(space)).status_code == 302


# --- Changing -------------------------------------------------------------------------


def test_each_edit_is_a_version_with_its_author(client, space, aigerim):
    send(client, **filled(space))

    edit(client, written(space), note_kk="Ескерту")

    versions = FactVersion.objects.filter(fact=written(space)).order_by("number")
    assert [each.made_by for each in versions] == [aigerim, aigerim]


def test_the_form_of_a_stored_fact_changes_nothing_when_it_is_saved(client, space):
    make_fact(
        space=space,
        key="own",
        property="signatories",
        value=("russia", "kazakhstan"),
        text_value=("kazakhstan",),
        complete=True,
        as_of="1992-05",
        basis="derived",
        basis_note="Екі тізімнен",
        weight="detail",
        claim="{subject.dat} {value} қол қойды",
        unasked="себебі бар",
        statement="Шартқа Ресей мен Қазақстан қол қойды.",
    )
    fact = written(space)
    form = page_of(client.get(reverse("bank:edit_fact", args=[fact.reference])))
    sent: dict[str, Any] = {"do": "save"}
    for field in form.select("#fact-form [name]"):
        name = field["name"]
        if field.name == "textarea":
            sent[name] = field.get_text()
        elif field.name == "select":
            option = field.select_one("option[selected]") or field.select_one("option")
            sent[name] = option["value"]
        elif field.get("type") == "checkbox":
            if field.has_attr("checked"):
                sent[name] = field["value"]
        elif field.name == "input":
            sent.setdefault(name, []).append(field["value"])

    response = send(client, "edit_fact", fact.reference, **sent)

    assert response.status_code == 302
    assert written(space).version == fact.version
    assert fact_content(written(space)) == fact_content(fact)


def test_the_second_of_two_is_shown_the_first_ones_change(client, space):
    send(client, **filled(space, statement_kk="Алғашқы."))
    fact = written(space)
    edit(client, fact, statement_kk="Біріншінің сөзі.")

    response = edit(
        client, fact, statement_kk="Екіншінің сөзі.", note_kk="Екіншінің ескертуі."
    )

    page = page_of(response)
    told = page.select_one(".meetings").get_text()
    assert response.status_code == 409
    assert "Біріншінің сөзі." in told
    assert "Екіншінің сөзі." in told
    assert page.select_one("#id_statement_kk").get_text() == "Екіншінің сөзі."
    assert page.select_one("#id_note_kk").get_text() == "Екіншінің ескертуі."
    assert page.select_one("[name=seen_version]")["value"] == "2"
    assert fact_content(written(space)).text().statement == "Біріншінің сөзі."


def test_what_only_the_first_has_changed_stays_changed(client, space):
    send(client, **filled(space, statement_kk="Алғашқы."))
    fact = written(space)
    edit(client, fact, statement_kk="Алғашқы.", date="1992")

    response = edit(client, fact, statement_kk="Екіншінің сөзі.")

    page = page_of(response)
    assert page.select_one("#id_date")["value"] == "1992 жыл"
    assert page.select_one("#id_statement_kk").get_text() == "Екіншінің сөзі."


def test_saving_after_looking_stores_both_changes(client, space):
    send(client, **filled(space, statement_kk="Алғашқы."))
    fact = written(space)
    edit(client, fact, statement_kk="Алғашқы.", date="1992")

    send(
        client,
        "edit_fact",
        fact.reference,
        **filled(space, statement_kk="Екінші.", date="1992 жыл", seen_version="2"),
    )

    content = fact_content(written(space))
    assert (content.value, content.text().statement) == ("1992", "Екінші.")


# --- Copying --------------------------------------------------------------------------


def test_a_common_fact_is_copied_under_its_key_when_its_form_is_saved(client, space):
    original = make_fact()
    address = reverse("bank:copy_fact", args=[original.reference])

    form = client.get(address)

    assert form.status_code == 200
    assert not Fact.objects.filter(space=space).exists()
    client.post(address, filled(space, note_kk="Менің ескертуім."))
    copy = written(space)
    assert copy.key == original.key
    assert fact_content(copy).text().note == "Менің ескертуім."


def test_the_form_of_a_copy_tells_of_its_original_only_what_differs(client, space):
    original = make_fact()
    address = reverse("bank:copy_fact", args=[original.reference])

    same = page_of(client.get(address))
    other = page_of(client.post(address, filled(space, date="1993", do="check")))

    assert not same.select("#proof .told-facts")
    assert other.select("#proof .alert--warning .told-facts")


def test_what_was_copied_before_is_edited(client, space):
    original = make_fact()
    address = reverse("bank:copy_fact", args=[original.reference])
    client.post(address, filled(space))

    response = client.get(address)

    assert response["Location"] == reverse(
        "bank:edit_fact", args=[written(space).reference]
    )
