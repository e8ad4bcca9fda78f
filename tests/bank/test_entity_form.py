"""Names and their six case forms: told with their rules, corrected, kept, printed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from quizzes.bank.case_words import case_tables, why
from quizzes.bank.entity_content import EntityContent, NameContent
from quizzes.bank.entity_editing import (
    ChangedMeanwhile,
    UnfitEntity,
    add_entity_whole,
    store_entity,
)
from quizzes.bank.entity_history import entity_content
from quizzes.bank.models import Entity
from quizzes.bank.neighbourhood import neighbourhood
from quizzes.bank.scopes import scope_of
from quizzes.bank.spaces import Space, own_space
from quizzes.items.data import Item
from quizzes.items.kazakh.names import Rule, explained
from quizzes.items.kazakh.suffixes import Case
from quizzes.items.making import make_every
from quizzes.people.models import User
from tests.conftest import AssertSameQueries, ClientFor
from tests.factories import NOW, EntityFactory, make_fact

pytestmark = pytest.mark.django_db


@pytest.fixture
def space(aigerim: User) -> Space:
    return own_space(owner=aigerim, name="Айгерім")


@pytest.fixture
def client(aigerim: User, client_for: ClientFor) -> Client:
    return client_for(aigerim)


def body(space: Space, **more: Any) -> Entity:
    """A body of the teacher's own, printed by its short name."""
    entity: Any = EntityFactory(
        space=space,
        key="body",
        kind="body",
        name="Біріккен бақылау тобы",
        name__short_name="ББТ",
        name__possessed=True,
        **more,
    )
    assert isinstance(entity, Entity)
    return Entity.objects.with_names().get(pk=entity.pk)


def sent(entity: Entity, **changes: Any) -> dict[str, Any]:
    """What a browser sends of the form of an entity."""
    content = entity_content(entity)
    name = content.name_in("kk")
    form = {
        "do": "save",
        "seen": content.check_sum,
        "space": entity.space.key,
        "kind": content.kind,
        "category": content.category,
        "part_of": content.part_of,
        "name_kk": name.name,
        "short_kk": name.short,
        "aliases_kk": "\n".join(name.aliases),
        "reading": name.reading,
    }
    if name.possessed:
        form["possessed"] = "yes"
    form |= {f"form_{case}": text for case, text in name.forms.items()}
    form |= {f"full_{case}": text for case, text in name.full_forms.items()}
    return form | changes


def page_of(response: Any) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def edit(entity: Entity) -> str:
    return reverse("bank:edit_entity", args=[entity.reference])


# --- The rules ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "possessed", "case", "form", "rule"),
    [
        ("шарт", False, Case.GEN, "шарттың", Rule.SOUND),
        ("Бақылау тобы", True, Case.DAT, "Бақылау тобына", Rule.POSSESSED),
        ("Алматы", False, Case.DAT, "Алматыға", Rule.SOUND),
        ("ТМД", False, Case.GEN, "ТМД-ның", Rule.READ_APART),
        ("Минск", False, Case.LOC, "Минскіде", Rule.LINKING_VOWEL),
        ("2030", False, Case.ABL, "2030-дан", Rule.NUMBER),
        ("№", False, Case.DAT, "№", Rule.UNCHANGED),
    ],
)
def test_a_form_says_by_which_rule_it_was_made(
    name: str, possessed: bool, case: Case, form: str, rule: Rule
) -> None:
    made = explained(name, case, possessed=possessed)

    assert (made.form, made.rule) == (form, rule)


def test_rules_are_told_in_words(settings: Any) -> None:
    assert why(explained("шарт", Case.GEN)).endswith("→ -тың")
    assert "«ды»" in why(explained("ТМД", Case.GEN))
    assert "«аш»" in why(explained("АҚШ", Case.DAT, reading="аш"))
    assert why(explained("Бақылау тобы", Case.DAT, possessed=True)).endswith("→ -на")


def test_the_full_name_has_forms_of_its_own_where_a_short_one_is_printed() -> None:
    printed, full = case_tables(
        NameContent(language="kk", name="Бақылау тобы", possessed=True, short="ББТ")
    )

    assert [case.form for case in printed.cases][:2] == ["ББТ-ның", "ББТ-ға"]
    assert [case.form for case in full.cases][:2] == [
        "Бақылау тобының",
        "Бақылау тобына",
    ]


# --- Storing --------------------------------------------------------------------------


def test_a_form_written_by_hand_is_kept_and_one_of_the_rules_is_not(
    client: Client, space: Space
) -> None:
    entity = body(space)

    client.post(edit(entity), sent(entity, form_gen="ББТ-нің", form_dat="ББТ-ға"))

    entity = Entity.objects.get(pk=entity.pk)
    assert entity.names.get(language="kk").forms == {"gen": "ББТ-нің"}
    assert entity.hand_edited


def test_a_form_written_by_hand_is_seen_in_the_items_made(
    client: Client, space: Space
) -> None:
    entity: Any = EntityFactory(
        space=space, key="pact", kind="treaty", name="Мәңгілік достық туралы шарт"
    )
    fact = make_fact(space=space, subject=entity.key, key="pact-signed-on")
    own = "Мәңгілік достық шартына"
    client.post(edit(entity), sent(entity, form_dat=own))

    found = neighbourhood([fact.pk], scope_of(space.key))
    items = [each for each in make_every(found, "5") if isinstance(each, Item)]

    stems = [each.stem for each in items]
    assert any(own in stem for stem in stems)
    assert not any("туралы шартқа" in stem for stem in stems)


def test_forms_of_the_full_name_reach_the_items_too(
    client: Client, space: Space
) -> None:
    entity = body(space)
    fact = make_fact(
        space=space, subject=entity.key, property="founded_on", key="body-founded-on"
    )
    client.post(edit(entity), sent(entity, full_gen="Біріккен бақылаудың"))

    found = neighbourhood([fact.pk], scope_of(space.key))

    known = found.entities[entity.reference]
    assert known.name.forms == {"gen": "Біріккен бақылаудың"}
    assert known.short.forms == {}


def test_whoever_saves_second_overwrites_nothing(client: Client, space: Space) -> None:
    entity = body(space)
    mine = sent(entity, category="менікі")
    client.post(edit(entity), sent(entity, name_kk="Бақылау тобы"))

    response = client.post(edit(entity), mine)

    assert response.status_code == 409
    told = page_of(response).find(class_="alert--warning").get_text(" ", strip=True)
    assert "Біріккен бақылау тобы" in told
    assert "Бақылау тобы" in told
    stored = Entity.objects.with_names().get(pk=entity.pk)
    assert stored.category == ""
    assert stored.names.get(language="kk").name == "Бақылау тобы"
    again = {"seen": page_of(response).find("input", {"name": "seen"})["value"]}
    assert client.post(edit(entity), mine | again).status_code == 302
    stored.refresh_from_db()
    assert stored.category == "менікі"


@pytest.mark.postgres
def test_the_verb_itself_refuses_what_was_read_before_the_change(space: Space) -> None:
    entity = body(space)
    seen = entity_content(entity).check_sum
    changed = sent_content_of(entity, category="a")
    store_entity(entity=entity, content=changed, seen=seen, by=None, now=NOW)

    with pytest.raises(ChangedMeanwhile):
        store_entity(
            entity=entity,
            content=sent_content_of(entity, category="b"),
            seen=seen,
            by=None,
            now=NOW,
        )


def sent_content_of(entity: Entity, **changes: Any) -> EntityContent:
    return replace(entity_content(entity), **changes)


@pytest.mark.postgres
def test_nothing_becomes_a_part_of_its_own_part(space: Space) -> None:
    whole = body(space)
    EntityFactory(space=space, key="organ", kind="body", name="Орган", part_of=whole)

    with pytest.raises(UnfitEntity) as refused:
        store_entity(
            entity=whole,
            content=sent_content_of(whole, part_of="organ"),
            seen=entity_content(whole).check_sum,
            by=None,
            now=NOW,
        )

    assert set(refused.value.faults) == {"part_of"}


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("name_kk", ""),
        ("name_kk", "А; Б"),
        ("name_kk", "а" * 401),
        ("kind", "planet"),
        ("reading", "а1"),
        ("category", "а" * 41),
        ("aliases_ru", "Лишнее"),
        ("form_gen", "а; б"),
    ],
)
def test_bad_input_is_told_at_its_field_and_changes_nothing(
    client: Client, space: Space, field: str, text: str
) -> None:
    entity = body(space)
    before = entity_content(entity)

    response = client.post(edit(entity), sent(entity, **{field: text}))

    at = {"aliases_ru": "name_ru"}.get(field, field)
    page = page_of(response)
    assert response.status_code == 422
    assert page.find(id=f"fault-{at}") is not None
    assert page.find(id=f"id_{at}").get("aria-invalid") == "true"
    assert entity_content(Entity.objects.with_names().get(pk=entity.pk)) == before


def test_what_the_form_does_not_show_stays(client: Client, space: Space) -> None:
    also = [{"name": "Бірлескен топ", "possessed": False}]
    entity = body(space, name__also=also)

    client.post(edit(entity), sent(entity, category="топтар"))

    assert Entity.objects.get(pk=entity.pk).names.get().also == also


# --- New ones -------------------------------------------------------------------------


def new(space: Space, **changes: Any) -> dict[str, Any]:
    form = {
        "do": "save",
        "space": space.key,
        "kind": "organisation",
        "name_kk": "Түркі кеңесі",
        "possessed": "yes",
    }
    return form | changes


def test_a_new_name_gets_a_key_and_stands_in_the_list(
    client: Client, space: Space
) -> None:
    response = client.post(reverse("bank:new_entity"), new(space), follow=True)

    entity = Entity.objects.get(space=space)
    assert entity.key == "turki-kengesi"
    assert response.redirect_chain[-1][0].endswith(f"/{entity.reference}/")
    listed = client.get(
        reverse("bank:entities"), {"q": "ТҮРКІ", "kind": "organisation"}
    )
    assert "Түркі кеңесі" in listed.content.decode()
    none = client.get(reverse("bank:entities"), {"q": "ТҮРКІ", "kind": "state"})
    assert "Түркі кеңесі" not in page_of(none).find(id="results").get_text()


@pytest.mark.postgres
def test_pressing_twice_adds_one(client: Client, space: Space) -> None:
    for _press in range(2):
        client.post(reverse("bank:new_entity"), new(space))

    assert Entity.objects.in_space(space).count() == 1


def test_no_key_is_a_part_of_an_address(space: Space) -> None:
    content = sent_content_of(body(space), key="new", kind="body")
    name = NameContent(language="kk", name="new")

    added = add_entity_whole(
        space=space, content=replace(content, names=(name,)), by=None, now=NOW
    )

    assert added.key == "new-2"


def test_a_whole_is_found_by_its_name(client: Client, space: Space) -> None:
    whole = body(space)

    form = new(space, part_q="ббт", do="find")
    page = page_of(client.post(reverse("bank:new_entity"), form))
    radio = page.find("input", {"name": "part_of", "checked": True})
    assert radio["value"] == whole.key
    client.post(reverse("bank:new_entity"), new(space, part_of=whole.key))

    assert Entity.objects.get(key="turki-kengesi").part_of == whole


def test_the_forms_follow_what_is_typed(client: Client, space: Space) -> None:
    form = new(space, short_kk="ТК", form_dat="ТК-ке")

    page = page_of(client.post(reverse("bank:entity_forms"), form))

    assert "ТК-нің" in page.find(id="said-form_gen").get_text()
    assert "ТК-ке" in page.find(id="said-form_dat").get_text()
    assert "Түркі кеңесінің" in page.find(id="said-full_gen").get_text()
    assert not Entity.objects.in_space(space).exists()


def test_names_are_escaped_wherever_they_stand(client: Client, space: Space) -> None:
    hostile = "<img src=x onerror=alert(1)>"
    form = new(space, name_kk=hostile, short_kk=f"{hostile}2", form_gen=hostile)

    for url in ("bank:entity_forms", "bank:new_entity"):
        assert hostile not in client.post(reverse(url), form).content.decode()
    assert hostile not in client.get(reverse("bank:entities")).content.decode()


# --- Whose it is ----------------------------------------------------------------------


def test_a_teacher_does_not_change_the_common_library(
    client: Client, space: Space
) -> None:
    fact = make_fact()

    assert client.get(edit(fact.subject)).status_code == 404
    page = client.get(reverse("bank:entity", args=[fact.subject.reference]))
    assert edit(fact.subject) not in page.content.decode()


def test_the_list_asks_the_database_as_often_for_many(
    client: Client, space: Space, assert_same_queries: AssertSameQueries
) -> None:
    whole = body(space)

    def grow(number: int) -> None:
        for _each in range(number):
            EntityFactory(space=space, kind="body", part_of=whole)

    assert_same_queries(grow=grow, block=lambda: client.get(reverse("bank:entities")))
