from __future__ import annotations

import csv
import io
import json

import openpyxl
import pytest

from quizzes.bank.content import TextContent
from quizzes.bank.models import (
    Entity,
    EntityName,
    Fact,
    FactVersion,
    Source,
    Space,
    Topic,
)
from quizzes.exchange import fixture_writing
from quizzes.exchange.bank_rows import world_of
from quizzes.exchange.columns import COLUMNS, FIRST_COLUMNS
from quizzes.exchange.faults import FaultCode
from quizzes.exchange.fixtures import read_fixture, read_fixtures
from quizzes.exchange.sheet_writing import WRITERS, table_of
from quizzes.exchange.storing import ImportResult, import_sheet, load_fixtures
from tests.exchange.test_fixtures import FIXTURES, SMALL
from tests.factories import NOW, SpaceFactory, make_fact

pytestmark = pytest.mark.django_db

FORMATS = list(WRITERS)


def load(text: str = SMALL, **options) -> ImportResult:
    return load_fixtures([("small.yaml", text.encode())], now=NOW, **options)


def exported(format_: str) -> bytes:
    world = world_of(Space.objects.get())
    return WRITERS[format_](table_of(list(world.facts.values()), world))


def imported(content: bytes, file: str, **options) -> ImportResult:
    space = Space.objects.get(key="common")
    return import_sheet(content, file=file, space=space, now=NOW, **options)


def exported_yaml() -> bytes:
    world = world_of(Space.objects.get())
    return fixture_writing.to_yaml(
        fixture_writing.whole(world), list(world.facts.values())
    )


def in_any_order(fixture):
    return [
        {row.key: row for row in fixture.sources},
        [row.key for row in fixture.topics],
        {row.key: row for row in fixture.entities},
        {row.content.key: row for row in fixture.facts},
    ]


@pytest.mark.skipif(not FIXTURES, reason="there are no fixtures")
def test_the_exported_yaml_is_what_the_fixtures_say():
    files = [(path.name, path.read_bytes()) for path in FIXTURES]
    result = load_fixtures(files, now=NOW)
    assert result.faults == []

    first = exported_yaml()
    written, faults = read_fixture(first)

    assert faults == []
    assert in_any_order(written) == in_any_order(read_fixtures(files)[0])

    Space.objects.get().facts.all().delete()
    Entity.objects.update(part_of=None)
    Space.objects.get().delete()
    again = load_fixtures([("all.yaml", first)], now=NOW)
    assert again.faults == []
    assert exported_yaml() == first


@pytest.mark.skipif(not FIXTURES, reason="there are no fixtures")
@pytest.mark.parametrize("format_", FORMATS)
def test_every_fact_of_the_project_survives_a_sheet(format_):
    load_fixtures([(path.name, path.read_bytes()) for path in FIXTURES], now=NOW)

    result = imported(exported(format_), f"facts.{format_}")

    assert result.faults == []
    assert result.added == result.changed == []
    assert len(result.unchanged) == Fact.objects.count()


@pytest.mark.parametrize("format_", FORMATS)
def test_dangerous_and_odd_texts_survive_a_sheet(format_):
    odd = ["=1+1", "'=1", "a;b", 'қос "тырнақша"', "екі\nжол", "+7 701", "\u200bx"]
    for number, text in enumerate(odd):
        make_fact(
            key=f"odd-{number}",
            statement=text,
            unasked=text,
            property="signatories",
            value=("russia", "kazakhstan"),
            text_value=("armenia",),
            planned=True,
            texts=(
                TextContent(language="kk", statement=text, note=text),
                TextContent(language="ru", statement=text),
            ),
        )

    result = imported(exported(format_), f"facts.{format_}")

    assert result.faults == []
    assert len(result.unchanged) == len(odd)


def test_the_first_columns_are_the_agreed_ones():
    load()

    header = next(csv.reader(io.StringIO(exported("csv").decode())))

    assert tuple(header[:13]) == FIRST_COLUMNS
    assert tuple(header) == COLUMNS


def test_json_has_lists_for_sets_and_numbers_for_numbers():
    make_fact(property="signatories", value=("russia", "kazakhstan"))
    make_fact(
        key="count",
        property="number_of",
        value=9,
        unit="мемлекет",
        claim="{subject} {value}",
        paragraphs=(25, 26),
    )

    rows = {row["key"]: row for row in json.loads(exported("json"))}

    assert rows["treaty-signed-on"]["value"] == ["Ресей", "Қазақстан"]
    assert rows["treaty-signed-on"]["value_kind"] == "state"
    assert rows["count"]["value"] == 9
    assert rows["count"]["value_kind"] == "integer"
    assert rows["count"]["paragraphs"] == [25, 26]


def test_csv_joins_sets_and_names_the_precision_of_dates():
    make_fact(property="signatories", value=("russia", "kazakhstan"))
    make_fact(key="when", paragraphs=(25, 26))

    rows = {
        row["key"]: row for row in csv.DictReader(io.StringIO(exported("csv").decode()))
    }

    assert rows["treaty-signed-on"]["value"] == "Ресей; Қазақстан"
    assert rows["when"]["paragraphs"] == "25; 26"
    assert (rows["when"]["value"], rows["when"]["value_kind"]) == ("1992-05-15", "day")


def test_no_cell_of_a_workbook_is_a_formula():
    make_fact(statement="=1+1")

    book = openpyxl.load_workbook(io.BytesIO(exported("xlsx")))

    cells = [cell for row in book.active for cell in row if cell.value is not None]
    assert "=1+1" in [cell.value for cell in cells]
    assert {cell.data_type for cell in cells} <= {"s", "n", "b", "inlineStr"}


def test_a_changed_statement_is_one_change_and_one_version():
    load()
    sheet = exported("csv").decode().replace("Саммит Минскіде өтті.", "Минскіде болды.")

    result = imported(sheet.encode(), "facts.csv")

    assert result.changed == ["summit-held-in"]
    assert len(result.unchanged) == 1
    newest = FactVersion.objects.get(fact__key="summit-held-in", number=2)
    assert newest.reason == FactVersion.Reason.IMPORTED


def test_a_missing_column_keeps_what_the_bank_has():
    load()

    result = imported("key,note\nsummit-held-on,Ескерту\n".encode(), "f.csv")

    assert result.changed == ["summit-held-on"]
    fact = Fact.objects.get(key="summit-held-on")
    assert fact.ask_precision == "month"
    assert fact.texts.get().note == "Ескерту"


def test_a_dry_run_says_the_same_and_stores_nothing():
    load()
    sheet = "key,note\nsummit-held-on,Ескерту\n".encode()

    rehearsed = imported(sheet, "f.csv", dry_run=True)

    assert rehearsed.changed == ["summit-held-on"]
    assert FactVersion.objects.count() == 2
    assert imported(sheet, "f.csv").changed == rehearsed.changed


def test_one_fault_and_nothing_of_the_file_is_stored():
    load()
    sheet = "key,note,property\nsummit-held-on,Ескерту,held_on\nsummit-held-in,,x\n"

    result = imported(sheet.encode(), "f.csv")

    assert [(fault.line, fault.field) for fault in result.faults] == [(3, "property")]
    assert FactVersion.objects.count() == 2


NEW_ROW = (
    "key,source,topic,paragraphs,subject,subject_kind,property,value,value_kind,"
    "statement,state\n"
    "new,textbook,cis,5,ТМД саммиті,event,held_in,{value},{kind},Өтті.,draft\n"
)


def test_a_name_is_found_by_any_spelling():
    load()

    result = imported(NEW_ROW.format(value="МИНСКІЛІК", kind="place").encode(), "f.csv")

    assert result.added == ["new"]
    assert Fact.objects.get(key="new").entities.get().key == "minsk"


def test_an_unknown_name_is_a_fault_with_a_guess():
    load()

    result = imported(NEW_ROW.format(value="Минск қ", kind="place").encode(), "f.csv")

    (fault,) = result.faults
    assert (fault.code, fault.line) == (FaultCode.UNKNOWN_NAME, 2)
    assert fault.parameters["near"] == "Минск"


def test_an_unknown_name_becomes_an_entity_if_one_asks_for_it():
    load()
    sheet = NEW_ROW.format(value="Ташкент", kind="place").encode()

    result = imported(sheet, "f.csv", create_entities=True)

    assert result.faults == []
    assert result.entities_added == ["tashkent"]
    assert Entity.objects.get(key="tashkent").kind == "place"


def test_a_name_of_two_things_is_a_fault():
    text = SMALL.replace(
        "  - key: summit\n",
        "  - key: minsk-oblast\n    kind: place\n    kk: {name: Минск}\n\n"
        "  - key: summit\n",
    )
    load(text)

    result = imported(NEW_ROW.format(value="Минск", kind="place").encode(), "f.csv")

    assert [fault.code for fault in result.faults] == [FaultCode.AMBIGUOUS_NAME]
    assert imported(exported("csv"), "f.csv").faults == []


def test_a_sheet_may_not_contradict_the_bank():
    load()
    sheet = (
        "key,source,topic,paragraphs,subject,property,value,statement,state\n"
        "new,textbook,cis,5,ТМД саммиті,held_on,1999-04-02,Өтті.,approved\n"
    )

    result = imported(sheet.encode(), "f.csv")

    assert [fault.code for fault in result.faults] == [FaultCode.CONTRADICTION]


def test_a_new_fact_is_a_draft_unless_the_sheet_approves_it():
    load()
    sheet = NEW_ROW.format(value="Минск", kind="place").replace(",state\n", "\n")

    imported(sheet.replace(",draft\n", "\n").encode(), "f.csv")

    assert Fact.objects.get(key="new").state == "draft"


def test_loading_again_changes_nothing():
    load()

    result = load()

    assert len(result.unchanged) == 2
    assert FactVersion.objects.count() == 2


def test_a_changed_fixture_is_a_new_version():
    load()

    result = load(SMALL.replace("Минскіде өтті.", "Минскіде болды."))

    assert result.changed == ["summit-held-in"]


def test_loading_never_touches_what_a_person_has_edited():
    load()
    imported("key,note\nsummit-held-in,Менің ескертуім\n".encode(), "f.csv")

    result = load(SMALL.replace("Минскіде өтті.", "Минскіде болды."))

    assert result.kept == ["summit-held-in"]
    text = Fact.objects.get(key="summit-held-in").texts.get()
    assert text.note == "Менің ескертуім"
    assert "өтті" in text.statement


def test_loading_never_touches_an_entity_that_a_person_has_edited():
    load()
    Entity.objects.filter(key="minsk").update(hand_edited=True)

    result = load(SMALL.replace("[минскілік]", "[минскілік, Менск]"))

    assert result.entities_kept == ["minsk"]


def test_loading_never_touches_a_source_that_a_person_has_edited():
    load()
    source = Source.objects.get()
    Topic.objects.update(name_kk="Менің тақырыбым")
    Source.objects.update(title_kk="Менің атауым", hand_edited=True)

    load()

    source.refresh_from_db()
    assert source.title_kk == "Менің атауым"
    assert Topic.objects.get().name_kk == "Менің тақырыбым"


def test_loading_puts_back_a_source_that_nobody_has_edited():
    load()
    Topic.objects.update(name_kk="Басқа")
    Source.objects.update(title_kk="Басқа")

    load()

    assert Source.objects.get().title_kk != "Басқа"
    assert Topic.objects.get().name_kk != "Басқа"


def test_forms_of_the_full_name_survive_the_fixtures():
    load()
    EntityName.objects.filter(entity__key="minsk", language="kk").update(
        full_forms={"dat": "Менскіге"}
    )

    written, _faults = read_fixture(exported_yaml())

    row = next(each for each in written.entities if each.key == "minsk")
    assert row.name_in("kk").full_forms == {"dat": "Менскіге"}


def test_what_left_the_fixtures_is_named_and_goes_only_if_asked_to():
    load()
    text = SMALL[: SMALL.index("  - key: summit-held-in")]

    assert load(text).gone == ["summit-held-in"]
    assert Fact.objects.count() == 2

    load(text, prune=True)
    assert Fact.objects.get().key == "summit-held-on"


def test_a_fixture_with_a_fault_leaves_an_empty_bank_empty():
    result = load(SMALL.replace("held_on", "x"))

    assert result.faults
    assert not Space.objects.exists()


def test_a_rehearsed_loading_leaves_an_empty_bank_empty():
    result = load(dry_run=True)

    assert len(result.added) == 2
    assert not Space.objects.exists()


def test_a_teacher_imports_into_her_own_space(aigerim):
    load()
    own = SpaceFactory(key="aigerim", name="Айгерім", owner=aigerim)
    sheet = NEW_ROW.format(value="Минск", kind="place").encode()

    result = import_sheet(sheet, file="f.csv", space=own, now=NOW, by=aigerim)

    assert result.added == ["new"]
    fact = Fact.objects.get(key="new")
    assert (fact.space.key, fact.edited_by) == ("aigerim", aigerim)
