"""Each field of each model is in the register of personal data, or holds none."""

from __future__ import annotations

from django.apps import apps

from quizzes.accounts.impersonal import IMPERSONAL
from quizzes.accounts.register import REGISTER, registered

Field = tuple[str, str]


def stored_fields() -> set[Field]:
    """Each field of each model as (model, field), those of joining tables too."""
    return {
        (model._meta.label, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in (*model._meta.local_fields, *model._meta.local_many_to_many)
    }


def unsorted_fields(stored: set[Field]) -> set[Field]:
    """What is stored, and stands neither in the register nor among the rest."""
    personal = {(model, field) for model, field, _ in registered()}
    rest = {(model, field) for model, fields in IMPERSONAL.items() for field in fields}
    return stored - personal - rest


def test_each_field_is_in_the_register_or_holds_nothing_personal() -> None:
    assert unsorted_fields(stored_fields()) == set()


def test_a_new_field_would_be_found() -> None:
    new = ("quizzes.User", "birth_date")

    assert unsorted_fields({*stored_fields(), new}) == {new}


def test_each_entry_has_a_field_and_none_stands_in_both_lists() -> None:
    personal = [(model, field) for model, field, _ in registered()]
    rest = {(model, field) for model, fields in IMPERSONAL.items() for field in fields}

    assert {*personal, *rest} - stored_fields() == set()
    assert set(personal) & rest == set()
    assert len(personal) == len(set(personal))


def test_each_entry_says_why_how_long_and_who_sees_it() -> None:
    for section in REGISTER:
        assert str(section.title)
        for entry in section.entries:
            assert all(map(str, (entry.what, entry.why, entry.kept, entry.seen_by)))
