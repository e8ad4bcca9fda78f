from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from quizzes.bank import editing
from quizzes.bank.content import TextContent, from_plain, to_plain
from quizzes.bank.conversion import fact_content
from quizzes.bank.editing import Change
from quizzes.bank.models import Fact, FactVersion
from quizzes.bank.reading import read
from quizzes.bank.scopes import scope_of
from quizzes.items.calendar import DateError, DateValue
from tests import factories
from tests.factories import NOW, make_fact

pytestmark = pytest.mark.django_db


def stored(key: str = "treaty-signed-on") -> Fact:
    return Fact.objects.with_content().get(key=key)


def test_what_is_stored_comes_back_as_it_was_given():
    content = factories.fact_content(
        property="signatories",
        value=("russia", "kazakhstan"),
        text_value=("kazakhstan", "armenia"),
        complete=True,
        as_of="1992",
        basis="derived",
        basis_note="Екі тізімнен",
    )
    space = factories.make_bank()

    editing.store_fact(space=space, content=content, now=NOW)

    assert fact_content(stored()) == content


def test_a_date_fills_its_columns_and_no_others():
    fact = make_fact(value="1998-07-17/1998-07-18", property="signed_on")

    assert (fact.first_day, fact.last_day) == (date(1998, 7, 17), date(1998, 7, 18))
    assert fact.precision == "days"
    assert fact.value_number is None
    assert not fact.fact_entities.exists()


def test_an_open_date_ends_with_the_calendar():
    fact = make_fact(property="signed_on", value="1993/..")

    assert (fact.first_day, fact.last_day) == (date(1993, 1, 1), date.max)


def test_dates_are_stored_in_one_way_of_writing():
    fact = make_fact(value="1999-04-02/1999-04-02")

    assert fact.value_edtf == "1999-04-02"


def test_every_change_writes_the_whole_fact_as_a_version():
    make_fact()

    make_fact(statement="Шартқа Ташкентте қол қойылды.")

    versions = FactVersion.objects.order_by("number")
    assert [version.number for version in versions] == [1, 2]
    newest = from_plain(versions[1].content)
    assert newest == fact_content(stored())


def test_storing_the_same_again_writes_no_version():
    make_fact()
    space = factories.SpaceFactory()

    again = editing.store_fact(space=space, content=factories.fact_content(), now=NOW)

    assert again.change is Change.UNCHANGED
    assert FactVersion.objects.count() == 1


def test_a_change_of_the_value_leaves_nothing_of_the_old_one():
    make_fact(property="signatories", value=("russia", "kazakhstan"))

    fact = make_fact(property="signed_on", value="1992")

    assert not fact.fact_entities.exists()
    assert fact.value_type == "date"


def test_an_edit_on_top_of_somebody_elses_is_refused():
    make_fact()
    make_fact(statement="Басқаша.")
    space = factories.SpaceFactory()

    with pytest.raises(editing.StaleVersion):
        editing.store_fact(
            space=space,
            content=factories.fact_content(statement="Үшінші."),
            now=NOW,
            seen_version=1,
        )


def test_a_fact_of_something_unknown_is_refused():
    with pytest.raises(editing.UnknownKey) as caught:
        make_fact(subject="nobody")

    assert (caught.value.field, caught.value.key) == ("subject", "nobody")
    assert not Fact.objects.exists()


def test_an_unreadable_date_is_refused():
    with pytest.raises(DateError):
        make_fact(value="1999-13")


def test_a_text_that_is_too_long_is_refused_on_every_database():
    with pytest.raises(ValidationError):
        make_fact(claim="ә" * 501)
    with pytest.raises(ValidationError):
        make_fact(statement="ә" * 2001)


def test_an_approval_keeps_its_date_when_the_fact_is_edited(aigerim):
    make_fact(by=aigerim)
    later = NOW.replace(year=2027)
    content = factories.fact_content(statement="Түзетілді.")

    editing.store_fact(
        space=factories.SpaceFactory(), content=content, now=later, by=aigerim
    )

    assert stored().approved_at == NOW


def test_withdrawing_is_a_version_too(aigerim):
    fact = make_fact()

    editing.set_state(fact=fact, state="draft", now=NOW, by=aigerim)

    assert stored().approved_at is None
    assert stored().version == 2
    assert stored().hand_edited


@pytest.mark.parametrize(
    "changes",
    [
        {"value_type": "number", "value_number": 4},
        {"value_number": 4},
        {"value_edtf": ""},
        {"first_day": None},
        {"last_day": date(1991, 1, 1)},
        {"property": "signatories"},
        {"property": "invented_on"},
        {"approved_at": None},
        {"state": "draft"},
        {"basis": "outside"},
        {"weight": "heavy"},
        {"ask_precision": "hour"},
        {"version": 0},
    ],
)
@pytest.mark.postgres
def test_the_database_itself_refuses_a_fact_that_cannot_be(changes):
    fact = make_fact()

    with pytest.raises(IntegrityError), transaction.atomic():
        Fact.objects.filter(pk=fact.pk).update(**changes)


def test_items_get_the_fact_with_its_kazakh_words():
    make_fact(
        texts=(
            TextContent(language="kk", statement="Қазақша.", note="Ескерту."),
            TextContent(language="ru", statement="По-русски."),
        ),
        text_value="1992-05-16",
        ask_precision="month",
        weight="detail",
    )

    [data] = read([stored().subject_id], scope_of()).facts

    assert data.value == DateValue.parse("1992-05-15")
    assert data.text_value == DateValue.parse("1992-05-16")
    assert (data.statement, data.note) == ("Қазақша.", "Ескерту.")
    assert not data.core


def test_items_get_the_printed_name_with_what_belongs_to_it():
    factories.make_bank()
    make_fact(property="signatories", value=("russia", "kazakhstan"))

    data = read(None, scope_of()).entities["kazakhstan"]

    assert data.short.text == "Қазақстан"
    assert not data.short.possessed
    assert data.name.possessed


def test_reading_asks_the_database_as_often_for_many_facts(assert_same_queries):
    factories.make_bank()

    def grow(count: int) -> None:
        before = Fact.objects.count()
        for number in range(before, before + count):
            make_fact(
                key=f"fact-{number}",
                property="signatories",
                value=("russia", "kazakhstan"),
            )

    assert_same_queries(
        grow=grow,
        block=lambda: read(None, scope_of()),
    )


def test_a_version_is_plain_json():
    plain = to_plain(factories.fact_content(value=("a", "b")))

    assert plain["value"] == ["a", "b"]
    assert from_plain({**plain, "retired": 1}).value == ("a", "b")
