"""What nobody sees in a text keeps no file from being read."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as Xml

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from quizzes.bank.models import Fact, FactText, Stimulus
from quizzes.exchange.question_exports import OutFormat, export_items
from quizzes.items.data import Form
from quizzes.items.questions import make_item
from quizzes.people.models import User
from tests.bank.test_stimulus_pages import draft, sent
from tests.bank.writing import filled, send, space_of
from tests.conftest import ClientFor
from tests.exchange.question_samples import SAMPLES, under_a_text
from tests.factories import NOW

pytestmark = pytest.mark.django_db
UNSEEN = "\x01\x0b\x7f\ufffe"


@pytest.fixture
def client(aigerim: User, client_for: ClientFor) -> Client:
    return client_for(aigerim)


@pytest.mark.parametrize("field", ["statement_kk", "note_kk", "statement_ru"])
def test_a_fact_is_stored_without_them_and_its_sheet_can_be_read(
    client, aigerim, field
):
    space = space_of(aigerim)
    send(client, **filled(space, **{field: f"Біз{UNSEEN}дің сөз."}))
    assert Fact.objects.filter(space=space).count() == 1
    # What came in before they were left out
    FactText.objects.filter(fact__space=space).update(note=f"Ес{UNSEEN}керту")

    url = reverse("exchange:export_facts")
    response = client.get(url, {"space": space.key, "file_format": "xlsx"})

    assert response.status_code == 200
    [sheet] = openpyxl.load_workbook(io.BytesIO(response.content)).worksheets
    told = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row}
    assert "Ескерту" in told
    assert not any(each in text for text in told for each in UNSEEN)


@pytest.mark.parametrize("field", ["text", "title", "attribution", "picture_text"])
def test_a_text_is_stored_without_them(client, aigerim, field):
    space = space_of(aigerim)
    data = sent(space, draft(), draft(stem="Екінші сұрақ?"))
    client.post(reverse("bank:new_stimulus"), data | {field: f"Мә{UNSEEN}тін"})

    stored = Stimulus.objects.get()
    assert getattr(stored, field) in ("Мәтін", "")


@pytest.mark.parametrize("out_format", [OutFormat.QTI, OutFormat.MOODLE_XML])
def test_xml_can_be_read_whatever_is_stored(out_format):
    item = under_a_text(make_item(SAMPLES[Form.CHOICE].as_data(), "s"))
    assert item.stimulus is not None
    item = replace(
        item,
        feedback=f"Түсін{UNSEEN}дірме",
        stimulus=replace(item.stimulus, text=f"Мә{UNSEEN}тін"),
    )

    content = export_items([item], out_format, title=f"Т{UNSEEN}", titles={}, now=NOW)

    files = [content]
    if out_format is OutFormat.QTI:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = [archive.read(name) for name in archive.namelist()]
    told = ["".join(Xml.fromstring(file).itertext()) for file in files]
    assert any("Мәтін" in text for text in told)
    assert any("Түсіндірме" in text for text in told)
