"""A quiz, and questions under a text, as files: nothing that learners see is lost."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from quizzes.bank.models import Quiz, Stimulus
from quizzes.bank.models import StimulusPart as StoredPart
from quizzes.bank.pictures import keep_picture
from quizzes.bank.question_content import StimulusContent
from quizzes.bank.question_conversion import picture_of
from quizzes.bank.question_editing import store_question, store_stimulus
from quizzes.bank.spaces import own_space
from quizzes.exchange import exports
from quizzes.exchange.exports import CONTENT_TYPES, QUESTION_FORMATS
from quizzes.items.data import Form, Picture
from quizzes.items.questions import make_item
from quizzes.items.stimuli import PartKind, StimulusPart
from quizzes.people.models import User
from tests.bank.quizzes import make_quiz
from tests.bank.sample_pictures import png
from tests.conftest import ClientFor
from tests.exchange.question_samples import SAMPLES, under_a_text
from tests.exchange.uploading import teacher_space
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture() -> Picture:
    """A picture that is stored."""
    return picture_of(keep_picture(content=png(), now=NOW), "Карта")


@pytest.fixture
def quiz(aigerim: User, picture: Picture) -> Quiz:
    """A quiz of a sample of each form, the first under a text with a picture."""
    first, *others = [make_item(each.as_data(), "s") for each in SAMPLES.values()]
    shown = under_a_text(first)
    assert shown.stimulus is not None
    shown = replace(shown, stimulus=replace(shown.stimulus, picture=picture))
    return make_quiz(aigerim, [shown, *others])


@pytest.fixture
def browser(aigerim: User, client_for: ClientFor) -> Client:
    return client_for(aigerim)


def get(browser: Client, quiz: Quiz, **data: str) -> Any:
    return browser.get(reverse("exchange:export_quiz", args=[quiz.public_id]), data)


@pytest.mark.parametrize("file_format", QUESTION_FORMATS)
def test_a_quiz_goes_out_in_every_format(browser, quiz, file_format):
    response = get(browser, quiz, file_format=file_format)

    assert response.status_code == 200
    assert response.headers["Content-Type"] == CONTENT_TYPES[file_format]
    assert quiz.public_id in response.headers["Content-Disposition"]
    if file_format == "gift":
        text = response.content.decode()
        assert text.count("::") == 2 * len(SAMPLES)
        assert "Бірінші жол." in text


def test_the_stored_picture_goes_along(browser, quiz, picture):
    content = get(browser, quiz, file_format="qti").content

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        [name] = [each for each in archive.namelist() if each.startswith("images/")]
        assert archive.read(name)[8:12] == b"WEBP"


def test_the_page_offers_each_format_and_says_which_hold_no_pictures(browser, quiz):
    page = BeautifulSoup(get(browser, quiz).content, "html.parser")

    offered = {each["value"] for each in page.select("input[name=file_format]")}
    assert offered == set(QUESTION_FORMATS)
    assert "GIFT, Excel" in page.get_text()
    opened = browser.get(quiz.get_absolute_url())
    assert reverse("exchange:export_quiz", args=[quiz.public_id]) in str(opened.content)


def test_a_quiz_without_questions_and_an_unknown_format_are_refused(
    browser, quiz, aigerim
):
    empty = make_quiz(aigerim, [])

    assert get(browser, quiz, file_format="exe").status_code == 422
    response = get(browser, empty, file_format="gift")
    assert response.status_code == 422
    assert exports.nothing_words() in response.content.decode()


def test_a_question_of_the_bank_takes_its_text_and_picture_along(browser, aigerim):
    space = teacher_space(aigerim)
    stored = keep_picture(content=png(), now=NOW)
    forms = (Form.CHOICE, Form.TRUE_FALSE)
    for form in forms:
        store_question(space=space, content=SAMPLES[form], now=NOW)
    store_stimulus(
        space=space,
        content=StimulusContent(
            key="a-text",
            text="Мәтіннің өзі.",
            picture=stored.digest,
            picture_text="Сызба",
            parts=tuple(
                StimulusPart(kind=PartKind.QUESTION, key=SAMPLES[form].key)
                for form in forms
            ),
        ),
        now=NOW,
    )

    def text_of(file_format: str) -> str:
        url = reverse("exchange:export_questions")
        data = {"space": space.key, "file_format": file_format}
        return browser.get(url, data).content.decode()

    moodle = text_of("moodle")
    assert moodle.count("Мәтіннің өзі.") == len(forms)
    assert moodle.count('encoding="base64"') == len(forms)
    assert "[Сурет\\: Сызба]" in text_of("gift")
    # A sheet is read in again as the same question
    assert "Мәтіннің өзі." not in text_of("csv")


def test_a_text_of_another_space_does_not_go_out(
    browser: Client, aigerim: User, dana: User
) -> None:
    space = teacher_space(aigerim)
    stored = store_question(space=space, content=SAMPLES[Form.CHOICE], now=NOW).question
    theirs = Stimulus.objects.create(
        space=own_space(owner=dana, name="Дана"),
        key="a-text",
        text="Бөтен мәтін.",
        created=NOW,
        updated=NOW,
    )
    StoredPart.objects.create(stimulus=theirs, question=stored, position=1)

    url = reverse("exchange:export_questions")
    content = browser.get(url, {"space": space.key, "file_format": "gift"}).content

    assert SAMPLES[Form.CHOICE].stem.split()[0] in content.decode()
    assert "Бөтен мәтін." not in content.decode()
