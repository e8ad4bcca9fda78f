"""Every word of the interface is there in Kazakh and Russian."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.conf import settings
from django.template import Context, Template
from django.utils import translation
from django.utils.translation import ngettext

from quizzes.management.commands.locale import compile_all, extract

LOCALE = Path(settings.LOCALE_PATHS[0])
LANGUAGES = ["kk", "ru"]
# A hyphen may join a number to its noun («25-абзац»); an ending may not follow a name
ENDING_ON_PLACEHOLDER = re.compile(r"%\(\w+\)[sd](?:[а-яёәғқңөұүһі]|-(?!абзац|жол))")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%s")


def catalog_of(language: str, folder: Path = LOCALE) -> Catalog:
    with (folder / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(language: str, folder: Path = LOCALE) -> list[Message]:
    return [message for message in catalog_of(language, folder) if message.id]


def forms(message: Message) -> tuple[str, ...]:
    """All that is said for a message: one text, or one for each plural form."""
    said = message.string
    return (said,) if isinstance(said, str) else tuple(said)


def identity(message: Message) -> tuple[object, object]:
    return message.context, message.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_translated(language: str) -> None:
    missing = [each.id for each in messages(language) if not all(forms(each))]
    fuzzy = [each.id for each in messages(language) if each.fuzzy]

    assert (missing, fuzzy) == ([], [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_has_the_words_of_the_code_and_no_others(
    language: str, tmp_path: Path
) -> None:
    shutil.copytree(LOCALE, tmp_path, dirs_exist_ok=True)

    extract(Path(settings.BASE_DIR), tmp_path)

    fresh = {identity(each) for each in messages(language, tmp_path)}
    kept = {identity(each) for each in messages(language)}
    assert (fresh - kept, kept - fresh) == (set(), set()), "manage.py locale extract"


def test_placeholders_are_the_same_in_all_languages(tmp_path: Path) -> None:
    shutil.copytree(LOCALE, tmp_path, dirs_exist_ok=True)

    assert compile_all(tmp_path) == []
    for language in LANGUAGES:
        for message in messages(language):
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            wanted = set(PLACEHOLDER.findall(ids[-1]))
            for said in forms(message):
                assert set(PLACEHOLDER.findall(said)) == wanted, said


def test_kazakh_hangs_no_ending_on_a_placeholder() -> None:
    said = [form for message in messages("kk") for form in forms(message)]

    assert [form for form in said if ENDING_ON_PLACEHOLDER.search(form)] == []


def test_kazakh_says_the_same_for_one_and_many() -> None:
    for message in messages("kk"):
        assert len(set(forms(message))) == 1, message.id


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "1 факт"), (3, "3 факта"), (11, "11 фактов"), (241, "241 факт")],
)
def test_russian_has_three_plural_forms(number: int, words: str) -> None:
    assert catalog_of("ru").num_plurals == 3
    with translation.override("ru"):
        said = ngettext("%(n)s fact", "%(n)s facts", number) % {"n": number}

    assert said == words


def test_english_says_what_the_code_says() -> None:
    template = Template("{% load i18n %}{% translate 'Fact bank' %}")
    with translation.override("en"):
        assert template.render(Context()) == "Fact bank"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_straight_quotation_marks_and_no_hyphens_as_dashes(language: str) -> None:
    said = [form for message in messages(language) for form in forms(message)]

    assert [form for form in said if '"' in form or " - " in form] == []
