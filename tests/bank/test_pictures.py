"""Pictures of questions: what is taken, what becomes of it, and who sees it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from PIL import Image

from quizzes.bank.models import Picture, Question, Stimulus
from quizzes.bank.picture_making import (
    LARGEST_FILE,
    LARGEST_MADE,
    BadPicture,
    PictureFault,
    make_picture,
)
from quizzes.bank.picture_sweeping import sweep_pictures
from quizzes.bank.pictures import keep_picture
from quizzes.bank.question_conversion import question_data, stimulus_data
from quizzes.bank.question_drafts import QuestionDraft
from quizzes.bank.question_editing import store_question
from quizzes.bank.spaces import Space, own_space
from quizzes.items.questions import make_item
from quizzes.items.records import from_record, to_record
from quizzes.people.models import User
from tests.bank.question_forms import fields_of, notes_at, tree, typed
from tests.bank.sample_pictures import bomb, noise, photograph, png, written
from tests.conftest import ClientFor
from tests.exchange.question_samples import CHOICE
from tests.factories import NOW, SpaceFactory

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


# --- Making ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        png(),
        png(mode="P"),
        png(mode="LA"),
        png(mode="1"),
        png(mode="I;16"),
        png(mode="RGBA", color=(10, 20, 30, 40)),
        written(Image.new("CMYK", (30, 30)), "JPEG"),
        written(Image.new("L", (30, 30)), "JPEG"),
        written(Image.new("RGB", (30, 30)), "WEBP", lossless=True),
        png((1, 1)),
    ],
)
def test_png_jpeg_and_webp_of_any_kind_become_webp(content):
    made = make_picture(content)

    picture = opened(made.content)
    assert picture.format == "WEBP"
    assert picture.size == (made.width, made.height)


def test_what_can_be_seen_through_still_can():
    made = make_picture(png(mode="RGBA", color=(0, 0, 0, 0)))

    assert opened(made.content).mode == "RGBA"


@pytest.mark.parametrize("size", [(3000, 400), (400, 4000), (4000, 4000)])
def test_a_picture_is_made_small_enough_for_a_phone(size):
    made = make_picture(written(Image.new("RGB", size), "JPEG"))

    assert made.width <= 1280
    assert made.height <= 1600
    assert made.width / made.height == pytest.approx(size[0] / size[1], rel=0.02)


def test_a_picture_that_no_codec_makes_small_is_made_smaller():
    made = make_picture(written(noise((1280, 960)), "JPEG", quality=60))

    assert len(made.content) <= LARGEST_MADE


def test_a_photograph_is_turned_upright_and_tells_nothing_of_its_maker():
    made = make_picture(photograph())

    picture = opened(made.content)
    assert made.width < made.height
    assert not dict(picture.getexif())
    for word in (b"Exif", b"Camera", b"school", b"GPS"):
        assert word not in made.content


def test_what_hides_behind_a_picture_does_not_come_along():
    made = make_picture(png() + b"<script>alert(1)</script>")

    assert b"script" not in made.content


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", PictureFault.NOT_A_PICTURE),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", PictureFault.NOT_A_PICTURE),
        (b"<html><script>alert(1)</script>", PictureFault.NOT_A_PICTURE),
        (written(Image.new("RGB", (9, 9)), "GIF"), PictureFault.NOT_A_PICTURE),
        (written(Image.new("RGB", (9, 9)), "TIFF"), PictureFault.NOT_A_PICTURE),
        (png((200, 200))[:-40], PictureFault.NOT_A_PICTURE),
        (photograph()[:300], PictureFault.NOT_A_PICTURE),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, PictureFault.NOT_A_PICTURE),
        (b"\xff\xd8\xff" + bytes(range(256)), PictureFault.NOT_A_PICTURE),
        (bomb(), PictureFault.TOO_MANY_PIXELS),
        (bomb(9000, 9000), PictureFault.TOO_MANY_PIXELS),
        (bomb(5000, 5000), PictureFault.TOO_MANY_PIXELS),
        (bomb(2_000_000_000, 1), PictureFault.TOO_MANY_PIXELS),
        (b"\0" * (LARGEST_FILE + 1), PictureFault.TOO_LARGE),
    ],
)
def test_what_is_no_fitting_picture_is_not_taken(content, fault):
    with pytest.raises(BadPicture) as caught:
        make_picture(content)

    assert caught.value.fault == fault


# --- Keeping and sending --------------------------------------------------------------


@pytest.fixture
def space(aigerim: User) -> Space:
    _common: Any = SpaceFactory()
    return own_space(owner=aigerim, name="Айгерім")


@pytest.fixture
def client(aigerim: User, client_for: ClientFor) -> Client:
    return client_for(aigerim)


def upload(content: bytes, name: str = "a.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


@pytest.mark.django_db
@pytest.mark.postgres
def test_the_same_picture_is_kept_once():
    one, other = (keep_picture(content=png(), now=NOW) for _each in range(2))

    assert one == other
    assert len(one.digest) == 64


@pytest.mark.django_db
def test_a_picture_is_kept_by_browsers_and_is_never_anything_else(client_for):
    kept = keep_picture(content=png(), now=NOW)

    response = client_for(None).get(reverse("bank:picture", args=[kept.digest]))

    assert response.status_code == 200
    assert response.content == bytes(kept.content)
    assert response.headers["Content-Type"] == "image/webp"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in response.headers["Cache-Control"]
    assert "no-store" not in response.headers["Cache-Control"]
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.django_db
def test_whoever_is_logged_in_keeps_pictures_too(client):
    kept = keep_picture(content=png(), now=NOW)

    response = client.get(reverse("bank:picture", args=[kept.digest]))

    assert "no-store" not in response.headers["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("digest", ["0" * 64, "a", "x" * 500])
def test_there_is_no_picture_of_another_address(client, digest):
    assert client.get(reverse("bank:picture", args=[digest])).status_code == 404


@pytest.mark.django_db
@pytest.mark.postgres
def test_pictures_that_nothing_names_are_swept_and_no_others(space):
    names = ("used", "formerly used", "new", "forgotten")
    pictures = {
        name: keep_picture(content=png((9, 10 + place)), now=NOW)
        for place, name in enumerate(names)
    }
    for name in ("formerly used", "used"):
        content = replace(
            CHOICE, picture=pictures[name].digest, picture_text="Карта.", stem=name
        )
        store_question(space=space, content=content, now=NOW)
    later = NOW + timedelta(days=3)
    keep_picture(content=png((9, 12)), now=later)

    assert sweep_pictures(now=later, dry_run=True) == 1
    assert sweep_pictures(now=later) == 1

    assert set(Picture.objects.all()) == set(pictures.values()) - {
        pictures["forgotten"]
    }


# --- In the form ----------------------------------------------------------------------


def post(client: Client, space: Space, **more: Any) -> Any:
    sent = typed(QuestionDraft.of(CHOICE), space=space.key, do="save") | more
    return client.post(reverse("bank:new_question"), sent)


@pytest.mark.django_db
def test_a_question_shows_its_picture_with_what_is_to_be_seen_in_it(client, space):
    post(client, space, picture_file=upload(png()), picture_text="Картада шекара.")

    question = Question.objects.with_content().get()
    item = make_item(question_data(question), "seed")
    assert item.picture.text == "Картада шекара."
    assert (item.picture.width, item.picture.height) == (40, 30)
    assert from_record(to_record(item)).picture == item.picture
    page = tree(client.get(reverse("bank:question", args=[question.reference])))
    shown = page.select("img.picture")
    assert len(shown) == 2
    assert {each["alt"] for each in shown} == {"Картада шекара."}
    assert client.get(shown[0]["src"]).status_code == 200


@pytest.mark.django_db
def test_a_picture_is_not_lost_when_its_text_or_something_else_is_missing(
    client, space
):
    response = post(client, space, picture_file=upload(png()), stem="")

    page = tree(response)
    assert response.status_code == 422
    assert notes_at(page, "picture_text")
    again = fields_of(page) | {"stem": "Қай жылы?", "picture_text": "Карта."}
    again.pop("picture_file", None)
    client.post(reverse("bank:new_question"), again | {"do": "save"})
    assert Question.objects.get().picture is not None


@pytest.mark.django_db
@pytest.mark.parametrize("content", [b"<svg/>", bomb(), b"\0" * (LARGEST_FILE + 1)])
def test_a_file_that_is_not_taken_is_told_at_its_field(client, space, content):
    response = post(client, space, picture_file=upload(content, "a.png"))

    page = tree(response)
    assert response.status_code == 422
    assert notes_at(page, "picture_file")
    assert fields_of(page)["stem"] == [CHOICE.stem]
    assert not Question.objects.exists()
    assert not Picture.objects.exists()


@pytest.mark.django_db
def test_a_picture_is_taken_out_again(client, space):
    page = tree(post(client, space, picture_file=upload(png()), do="check"))
    assert page.select_one("fieldset img.picture")

    sent = fields_of(page) | {"do": "remove-picture"}
    sent.pop("picture_file", None)
    page = tree(client.post(reverse("bank:new_question"), sent))

    assert not page.select("img.picture")
    assert fields_of(page)["picture"] == [""]


@pytest.mark.django_db
@pytest.mark.parametrize("digest", ["0" * 64, "../../etc/passwd", "\x00", HOSTILE])
def test_a_digest_that_is_none_is_passed_over(client, space, digest):
    response = post(client, space, picture=digest, picture_text="Карта.")

    assert response.status_code in (302, 422)
    assert not Question.objects.filter(picture__isnull=False).exists()


@pytest.mark.django_db
def test_hostile_words_about_a_picture_are_words(client, space):
    post(client, space, picture_file=upload(png()), picture_text=HOSTILE)

    question = Question.objects.get()
    for name in ("question", "edit_question"):
        page = client.get(reverse(f"bank:{name}", args=[question.reference]))
        assert "<script>alert" not in page.content.decode()
        assert "<img src=x" not in page.content.decode()


@pytest.mark.django_db
def test_a_text_has_a_picture_too(client, space):
    questions = [
        typed(QuestionDraft.of(replace(CHOICE, stem=stem)), prefix=f"part-{n}-")
        | {f"part-{n}-kind": "new"}
        for n, stem in enumerate(("Бірінші?", "Екінші?"))
    ]
    sent = {"space": space.key, "text": "Картаға қараңыз.", "do": "save"}
    sent |= {"picture_file": upload(png()), "picture_text": "Карта."}

    client.post(reverse("bank:new_stimulus"), sent | questions[0] | questions[1])

    stimulus = Stimulus.objects.with_content().get()
    assert stimulus_data(stimulus).picture.text == "Карта."
    page = tree(client.get(reverse("bank:stimulus", args=[stimulus.reference])))
    assert page.select_one(".stimulus img.picture")


@pytest.mark.django_db
@pytest.mark.postgres
def test_the_database_keeps_no_picture_without_its_text(space):
    question = store_question(space=space, content=CHOICE, now=NOW).question
    picture = keep_picture(content=png(), now=NOW)

    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(picture=picture)
    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(picture_text="Карта.")
