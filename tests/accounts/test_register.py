"""No field of any model is without a word on whether it holds personal data."""

from __future__ import annotations

from collections import Counter

from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import translation

from quizzes.accounts.holdings import REGISTER
from quizzes.accounts.impersonal import IMPERSONAL


def fields_of_all_models() -> set[tuple[str, str]]:
    return {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in (*model._meta.fields, *model._meta.many_to_many)
    }


def registered() -> set[tuple[str, str]]:
    return {
        (holding.model._meta.label, name)
        for holding in REGISTER
        for name in holding.fields
    }


def impersonal() -> set[tuple[str, str]]:
    return {
        (label, name) for label, names in IMPERSONAL.items() for name in names.split()
    }


def test_each_field_is_in_the_register_or_holds_nothing_of_a_person() -> None:
    assert fields_of_all_models() - registered() - impersonal() == set()


def test_the_register_names_no_field_that_is_not_there() -> None:
    assert (registered() | impersonal()) - fields_of_all_models() == set()


def test_no_field_is_both() -> None:
    assert registered() & impersonal() == set()


def test_each_field_that_points_to_a_user_is_in_the_register() -> None:
    user = apps.get_model("quizzes.User")
    pointing = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.fields
        if field.related_model is user
    }

    assert pointing <= registered()


def test_each_section_of_the_file_has_its_own_name() -> None:
    assert [
        name
        for name, times in Counter(each.section for each in REGISTER).items()
        if times > 1
    ] == []


def test_the_page_shows_each_entry_in_each_language(client: Client, db: None) -> None:
    for language in ("kk", "ru", "en"):
        page = client.get(
            reverse("privacy:register"), headers={"Accept-Language": language}
        ).content.decode()

        with translation.override(language):
            for holding in REGISTER:
                for entry in holding.entries:
                    for words in (
                        entry.what,
                        entry.why,
                        entry.kept.label,
                        entry.seen.label,
                    ):
                        assert escaped(str(words)) in page


def escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("'", "&#x27;")
