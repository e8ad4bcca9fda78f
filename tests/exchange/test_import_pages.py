"""The pages on which a teacher sends a file, looks at it, repairs it and takes it."""

from __future__ import annotations

import io

import docx
import openpyxl
import pytest
from bs4 import BeautifulSoup
from django.test import Client, override_settings
from django.urls import reverse

from quizzes.bank.models import Fact, Question
from quizzes.bank.spaces import own_space
from quizzes.exchange import uploads
from quizzes.exchange.models import Upload
from quizzes.people.models import User
from tests.conftest import AssertSameQueries, ClientFor
from tests.exchange.uploading import (
    BROKEN_SHEET,
    FACTS,
    GIFT,
    receive,
    send,
    stored,
    teacher_space,
    topic_in,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(aigerim: User, client_for: ClientFor) -> Client:
    """Aigerim's, in English; she has a space, and the library some entities."""
    teacher_space(aigerim)
    browser = client_for(aigerim)
    browser.cookies["django_language"] = "en"
    return browser


def page_of(browser: Client, upload: Upload, **query: str) -> BeautifulSoup:
    url = reverse("exchange:upload", args=[upload.public_id])
    response = browser.get(url, query)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def post(browser: Client, name: str, upload: Upload, data=None, **headers):
    url = reverse(f"exchange:{name}", args=[upload.public_id])
    return browser.post(url, data or {}, headers=headers)


def workbook(*rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def bold_sheet() -> bytes:
    document = docx.Document()
    for text, bold in (("1. Кім?", False), ("А) бір", False), ("В) екі", True)):
        document.add_paragraph().add_run(text).bold = bold
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


MOODLE = """<quiz><question type="truefalse">
<questiontext format="html"><text>Рас па?</text></questiontext>
<answer fraction="100"><text>true</text></answer>
<answer fraction="0"><text>false</text></answer>
</question></quiz>"""
TRUTHS = workbook(["stem", "answer"], ["Рас па", "true"])


# Sending


@pytest.mark.parametrize(
    ("content", "name", "kind", "file_format"),
    [
        (GIFT, "", "questions", "gift"),
        (GIFT, "q.txt", "questions", "gift"),
        ("Кім?\nA. бір\nB. екі\nANSWER: B\n", "", "questions", "aiken"),
        ("1. Кім?\nА) бір\n*В) екі\n", "", "questions", "text"),
        ("<question>Кім?\n<variantright>бір\n<variant>екі", "", "questions", "text"),
        (MOODLE, "", "questions", "moodle"),
        (bold_sheet(), "q.docx", "questions", "text"),
        ("stem,answer\nБұл рас па,true\n", "", "questions", "csv"),
        (
            workbook(["stem", "answer"], ["Рас па", "true"]),
            "a.xlsx",
            "questions",
            "xlsx",
        ),
        (FACTS, "", "facts", "csv"),
        (FACTS, "f.csv", "facts", "csv"),
    ],
)
def test_what_is_sent_is_recognised(browser, content, name, kind, file_format):
    response = send(browser, content, name)

    upload = Upload.objects.get()
    assert response.headers["Location"] == reverse(
        "exchange:upload", args=[upload.public_id]
    )
    assert (upload.kind, upload.file_format) == (kind, file_format)
    assert upload.total > 0
    assert page_of(browser, upload).h1


def test_a_teacher_may_say_what_it_is(browser):
    send(browser, GIFT.replace("?", ""), "notes.txt", sort="questions-gift")

    assert Upload.objects.get().file_format == "gift"


@pytest.mark.parametrize(
    ("content", "name", "field", "said"),
    [
        ("", "", "file", "Choose a file, or paste a text."),
        (b"x", "a.pdf", "file", "Save a .doc as .docx"),
        (b"\xff\xfe\x00", "a.csv", "file", "line 1: The text is not in UTF-8"),
        (b"Q\x00 {=a ~b}", "a.gift", "file", "line 1: There is a character"),
        ("белгісіз", "", "text", "no questions"),
        (b"", "a.xlsx", "file", "cannot be read"),
        (b"x" * (5 * 1024 * 1024 + 1), "a.txt", "file", "too large"),
    ],
)
def test_what_cannot_be_used_is_said_at_the_field(browser, content, name, field, said):
    response = send(browser, content, name)

    assert response.status_code == 422
    page = BeautifulSoup(response.content, "html.parser")
    assert said in page.find(id=f"id_{field}_error").get_text()
    assert not Upload.objects.exists()


def test_a_file_and_a_text_at_once_are_one_too_many(browser):
    response = send(browser, GIFT, "a.gift", text=GIFT)

    assert response.status_code == 422
    assert "not both" in response.content.decode()


@override_settings(MOST_BYTES_SENT=1000)
def test_more_than_any_file_may_have_is_refused_before_it_is_read(browser):
    assert send(browser, "x" * 2000, "a.txt").status_code == 413
    assert not Upload.objects.exists()


def test_a_topic_of_another_bank_is_refused(browser, aigerim):
    space = aigerim.spaces.get()
    topic = topic_in(space)

    response = send(browser, GIFT, topic=str(topic.pk))
    upload = Upload.objects.get()

    assert response.status_code == 302
    assert (upload.source, upload.topic) == ("own-source", "own-topic")
    assert send(browser, GIFT, topic="999").status_code == 422


# Looking at it


def test_the_page_shows_what_will_stand_with_the_key_marked(browser, aigerim):
    upload = receive(aigerim, GIFT)

    page = page_of(browser, upload)

    key = page.select_one(".read-lines__key").get_text(" ", strip=True)
    assert key == "Right answer: 1997 жылы"
    assert page.select_one("form[action$='/store/'] button").get_text(strip=True) == (
        "Take over: 1"
    )


def test_long_files_are_shown_page_by_page(browser, aigerim):
    text = "\n\n".join(f"Сұрақ {n}? {{=а{n} ~б ~в}}" for n in range(130))
    upload = receive(aigerim, text)

    page = page_of(browser, upload, page="5")

    stems = [each.get_text() for each in page.select(".facts__statement")]
    assert stems == [f"Сұрақ {n}?" for n in range(100, 125)]


def test_code_in_a_file_is_shown_as_text(browser, aigerim):
    evil = '<script>alert(1)</script><img src=x onerror="alert(1)">'
    sheet = f'stem,answer,option_1,option_2\n"{evil.replace(chr(34), chr(34) * 2)}",1,'
    sheet += f"<b hx-get=/x>а</b>,б\n{evil},9,a,b\n"

    send(browser, sheet, f"{evil.replace('/', '')}.csv")
    page = page_of(browser, Upload.objects.get())

    assert not page.select("main script, main img, main b[hx-get]")
    assert "<script>alert(1)</script>" in page.get_text()


def test_the_page_asks_as_often_for_many_items_as_for_few(
    browser: Client, aigerim: User, assert_same_queries: AssertSameQueries
) -> None:
    made: list[Upload] = []
    space = aigerim.spaces.get()

    def grow(count: int) -> None:
        number = count + (made[-1].total if made else 0)
        text = "\n\n".join(f"Сұрақ {n}? {{=а{n} ~б ~в}}" for n in range(number))
        made.append(receive(aigerim, text, space=space))

    def show() -> None:
        page_of(browser, made[-1])

    assert_same_queries(grow=grow, block=show)


# Repairing


def test_a_sheet_is_repaired_on_its_page(browser, aigerim):
    send(browser, BROKEN_SHEET)
    upload = Upload.objects.get()
    page = page_of(browser, upload)
    boxes = {each["name"]: each.get_text() for each in page.select("textarea")}
    assert list(boxes) == ["lines-3-6", "lines-8-11"]

    response = post(
        browser,
        "repair",
        upload,
        {
            "seen": page.select_one("[name=seen]")["value"],
            "lines-3-6": boxes["lines-3-6"].replace("?аз", "Қаз"),
            "lines-8-11": boxes["lines-8-11"].replace("С)", "*С)"),
        },
    )

    assert response.status_code == 302
    page = page_of(browser, upload)
    assert not page.select("textarea")
    assert page.select_one(".facts__statement").get_text() == (
        "Қазақстан тәуелсіздігі қай жылы жарияланды?"
    )


def test_a_list_of_keys_that_does_not_come_out_is_repaired_by_itself(browser):
    questions = "1. Кім?\nА) бір\nВ) екі\n2. Не?\nА) бір\nВ) екі"
    send(browser, f"{questions}\nЖауаптары\n1 2\nВ")
    upload = Upload.objects.get()

    page = page_of(browser, upload)
    boxes = page.select(".repair textarea")

    # The keys are known, so nobody is asked whether the first option is right
    assert not page.select("button[name=first_is_right]")
    assert [box.get_text().strip() for box in boxes][-1] == "Жауаптары\n1 2\nВ"


def test_the_first_option_is_marked_in_all_that_have_no_mark(browser):
    asked = "".join(f"{n}. Сұрақ {n}?\nА) бір\nВ) екі\n" for n in (1, 2, 3))
    send(browser, f"{asked}4. Төрт?\nА) бір\n*В) екі\n")
    upload = Upload.objects.get()
    assert (upload.total, upload.fault_count) == (1, 3)
    page = page_of(browser, upload)
    button = page.select_one("button[name=first_is_right]")
    seen = page.select_one("[name=seen]")["value"]

    post(browser, "repair", upload, {"seen": seen, "first_is_right": button["value"]})

    upload.refresh_from_db()
    assert (upload.total, upload.fault_count) == (4, 0)
    text = uploads.text_of(upload)
    assert text.count("*А) бір") == 3
    assert text.count("*В) екі") == 1
    page = page_of(browser, upload)
    assert not page.select("button[name=first_is_right]")
    # Pressed once more from an old window, it changes nothing
    post(browser, "repair", upload, {"seen": seen, "first_is_right": "yes"})
    upload.refresh_from_db()
    assert uploads.text_of(upload) == text


def test_one_question_without_a_mark_is_marked_by_hand(browser):
    send(browser, "1. Кім?\nА) бір\nВ) екі\n2. Не?\n*А) бір\nВ) екі\n")

    page = page_of(browser, Upload.objects.get())

    assert page.select(".repair textarea")
    assert not page.select("button[name=first_is_right]")


def test_a_repair_of_an_older_text_changes_nothing(browser, aigerim):
    upload = receive(aigerim, BROKEN_SHEET, "q.txt")

    response = post(browser, "repair", upload, {"seen": "old", "lines-3-6": "x"})

    assert response.status_code == 302
    upload.refresh_from_db()
    assert uploads.text_of(upload) == BROKEN_SHEET


@pytest.mark.parametrize("text", ["a\0b", "\ud800", "x" * 300_000])
def test_a_repair_that_no_text_may_hold_is_refused_in_a_sentence(
    browser, aigerim, text
):
    upload = receive(aigerim, BROKEN_SHEET, "q.txt")
    seen = uploads.mark_of(upload)
    body = text.encode("utf-8", "surrogatepass")
    boundary = b"--b\r\nContent-Disposition: form-data; name="
    content = boundary + b'"seen"\r\n\r\n' + seen.encode() + b"\r\n"
    content += boundary + b'"lines-3-6"\r\n\r\n' + body + b"\r\n--b--\r\n"

    response = browser.post(
        reverse("exchange:repair", args=[upload.public_id]),
        content,
        content_type="multipart/form-data; boundary=b",
    )

    assert response.status_code in {302, 422}
    assert page_of(browser, upload)


# Taking it over


def test_what_can_be_read_is_taken_only_if_the_teacher_says_so(browser, aigerim):
    upload = receive(aigerim, FACTS, "f.csv")

    refused = post(browser, "store", upload)
    assert refused.status_code == 422
    assert not Fact.objects.exists()

    taken = post(browser, "store", upload, {"takes_part": "yes"})

    assert taken.status_code == 302
    assert Fact.objects.count() == 2
    said = page_of(browser, upload).get_text(" ", strip=True)
    assert "Left out" in said
    assert "line 3" in said


def test_without_scripts_one_press_stores_all(browser, aigerim):
    text = "\n\n".join(f"Сұрақ {n}? {{=а{n} ~б ~в}}" for n in range(250))
    upload = receive(aigerim, text)

    post(browser, "store", upload)

    assert Question.objects.count() == 250


def test_with_scripts_progress_is_seen_and_goes_on_by_itself(
    browser, aigerim, monkeypatch
):
    monkeypatch.setattr(uploads, "SECONDS_AT_ONCE", 0)
    text = "\n\n".join(f"Сұрақ {n}? {{=а{n} ~б ~в}}" for n in range(250))
    upload = receive(aigerim, text)

    first = post(browser, "store", upload, HX_Request="true")
    section = BeautifulSoup(first.content, "html.parser").select_one("#storing")
    assert section["hx-trigger"].startswith("load")
    assert section.select_one("progress")["value"] == "100"
    post(browser, "store", upload, HX_Request="true")
    last = post(browser, "store", upload, HX_Request="true")

    assert last.headers["HX-Redirect"].endswith(f"/{upload.public_id}/")
    assert Question.objects.count() == 250


def test_pressing_twice_stores_once(browser, aigerim):
    upload = receive(aigerim, GIFT)

    assert post(browser, "store", upload).status_code == 302
    assert post(browser, "store", upload).status_code == 302

    assert Question.objects.get().version == 1


def test_a_broken_off_import_waits_on_its_page(browser, aigerim, monkeypatch):
    upload = receive(aigerim, GIFT)
    uploads.begin(upload=upload, takes_part=False, now=upload.made_at)

    page = page_of(browser, upload)
    assert page.select_one("#storing button")
    post(browser, "store", upload)

    assert Question.objects.count() == 1


def test_unknown_names_are_made_by_a_button(browser, aigerim):
    sheet = FACTS.replace("Ташкент шарты", "Белгісіз шарт")
    upload = receive(aigerim, sheet, "f.csv")
    form = page_of(browser, upload).select_one("form:has([name=makes_entities])")
    data = {each["name"]: each.get("value", "") for each in form.select("input")}

    assert post(browser, "change", upload, data).status_code == 302

    assert "Белгісіз шарт" in page_of(browser, upload).select_one("details").get_text()


def test_a_file_can_be_thrown_away(browser, aigerim):
    upload = receive(aigerim, GIFT)

    post(browser, "remove", upload)

    assert not Upload.objects.exists()


def test_an_upload_that_is_stored_says_what_came_of_it(browser, aigerim):
    upload = stored(receive(aigerim, GIFT))

    figures = page_of(browser, upload).select_one(".figures").get_text(" ", strip=True)

    assert figures == "New 1 Changed 0 Were there already 0"
    assert post(browser, "repair", upload, {"seen": "x"}).status_code == 302
    assert (
        post(browser, "change", upload, {"space": upload.space.key}).status_code == 302
    )


# The questions that a fact of a file makes


def planned(browser: Client, upload: Upload, place: int, **headers: str):
    url = reverse("exchange:planned_fact", args=[upload.public_id, place])
    return browser.get(url, headers=headers)


def test_a_fact_of_a_file_shows_the_questions_it_makes_before_it_is_stored(
    browser, aigerim
):
    upload = receive(aigerim, FACTS, "f.csv")
    link = page_of(browser, upload).select_one("ol.facts a[hx-get]")
    assert link is not None
    assert link["href"] == reverse("exchange:planned_fact", args=[upload.public_id, 0])

    whole = planned(browser, upload, 0).content.decode()
    part = planned(browser, upload, 0, HX_Request="true").content.decode()

    for shown in (whole, part):
        page = BeautifulSoup(shown, "html.parser")
        items = page.select(".previewed__item")
        assert items
        assert any("1992 жылғы 15 мамыр" in each.get_text() for each in items)
    assert "<h1>" in whole
    assert "<h1>" not in part
    assert not Fact.objects.in_space(upload.space).exists()


def test_of_a_name_that_is_in_no_bank_yet_the_questions_wait(browser, aigerim):
    text = "subject,property,value,statement,paragraphs,source,topic,subject_kind\n"
    text += "Жаңа шарт,signed_on,1999-04-02,Қол қойылды.,3,textbook,"
    text += "collective-security,treaty\n"
    upload = receive(aigerim, text, "f.csv", makes_entities=True)
    assert upload.total == 1

    response = planned(browser, upload, 0)

    assert response.status_code == 200
    assert "in no bank yet" in response.content.decode()


def test_what_is_no_fact_that_waits_has_no_such_page(browser, aigerim, dana):
    facts = receive(aigerim, FACTS, "f.csv")
    assert planned(browser, facts, facts.total).status_code == 404
    assert planned(browser, receive(aigerim, GIFT), 0).status_code == 404
    others = receive(dana, FACTS, "f.csv", space=own_space(owner=dana, name="Дана"))
    assert planned(browser, others, 0).status_code == 404

    assert planned(browser, stored(facts, takes_part=True), 0).status_code == 404
