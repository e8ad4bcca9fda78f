"""What tests send, as a teacher would."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from quizzes.bank.models import Space
from quizzes.bank.spaces import own_space
from quizzes.exchange import uploads
from quizzes.exchange.models import Upload
from quizzes.exchange.planning import Wishes
from quizzes.exchange.uploads import Given
from quizzes.people.models import User
from tests.factories import NOW, TopicFactory, make_bank

GIFT = "Астана қай жылы елорда болды? {=1997 жылы ~1991 жылы ~2001 жылы}"
# Of three questions the first has lost a letter, the second has no key
BROKEN_SHEET = """\
Тест

1. ?азақстан тәуелсіздігі қай жылы жарияланды?
А) 1990 жылы
В) 1991 жылы *
С) 1993 жылы

2. Алматы декларациясына қай жылы қол қойылды?
А) 1990 жылы
В) 1995 жылы
С) 1991 жылы

3. Ұлттық валюта қай жылы енгізілді?
А) 1991 жылы
*В) 1993 жылы
С) 1995 жылы
"""
# The second fact has a date that is none
_ROWS = """\
subject,property,value,statement,paragraphs
Ташкент шарты,signed_on,1992-05-15,Шартқа 1992 жылы қол қойылды.,25
Бішкек кездесуі,held_on,1998-13-45,Кездесу 1998 жылы өтті.,26
Бішкек кездесуі,held_in,Бішкек,Кездесу Бішкекте өтті.,26
"""
_PLACES = ["source,topic", *["textbook,collective-security"] * 3]
FACTS = "\n".join(
    f"{row},{place}" for row, place in zip(_ROWS.splitlines(), _PLACES, strict=True)
)


def teacher_space(teacher: User) -> Space:
    """The teacher's own space, beside a common library with a few entities."""
    make_bank()
    return own_space(owner=teacher, name="Айгерім")


def receive(
    teacher: User,
    text: str | bytes,
    file: str = "q.gift",
    *,
    now=NOW,
    space: Space | None = None,
    **wishes,
) -> Upload:
    """A file that has come in."""
    content = text.encode() if isinstance(text, str) else text
    return uploads.receive(
        owner=teacher,
        space=space or teacher_space(teacher),
        given=Given(content=content, file=file),
        wishes=Wishes(**wishes),
        now=now,
    )


def stored(upload: Upload, *, takes_part: bool = False) -> Upload:
    """The upload when all of it is in the bank."""
    uploads.begin(upload=upload, takes_part=takes_part, now=NOW)
    uploads.store_next(upload=upload, now=NOW)
    upload.refresh_from_db()
    return upload


def send(client: Client, content: str | bytes, name: str = "", **fields):
    """Send the form of the page; without a name the text is pasted."""
    own = Space.objects.exclude(owner=None).order_by("pk")
    data = {"space": own[0].key, **fields}
    if name:
        sent = content.encode() if isinstance(content, str) else content
        data["file"] = SimpleUploadedFile(name, sent)
    else:
        data["text"] = content
    return client.post(reverse("exchange:import"), data)


def topic_in(space: Space):
    """A topic of the space's own."""
    return TopicFactory(space=space, key="own-topic", source__key="own-source")
