"""What becomes of names: who changed them and when, the way back, and deleting."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from quizzes.bank.entity_content import from_plain, to_plain
from quizzes.bank.entity_editing import store_entity
from quizzes.bank.entity_history import entity_content
from quizzes.bank.entity_keeping import EntityInUse, delete_entity
from quizzes.bank.models import Entity, EntityVersion
from quizzes.bank.spaces import Space, own_space
from quizzes.people.models import User
from tests.conftest import ClientFor
from tests.factories import NOW, EntityFactory, make_fact

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


@pytest.fixture
def space(aigerim: User) -> Space:
    return own_space(owner=aigerim, name="Айгерім")


@pytest.fixture
def client(aigerim: User, client_for: ClientFor) -> Client:
    return client_for(aigerim)


def body(space: Space, **more: Any) -> Entity:
    """A body of the teacher's own, loaded before there were versions."""
    values: dict[str, Any] = {"key": "body", "kind": "body", "name": "Бақылау тобы"}
    entity: Any = EntityFactory(space=space, **(values | more))
    return Entity.objects.with_names().get(pk=entity.pk)


def change(entity: Entity, by: User, **changes: Any) -> Entity:
    entity = Entity.objects.with_names().get(pk=entity.pk)
    known = entity_content(entity)
    return store_entity(
        entity=entity,
        content=replace(known, **changes),
        seen=known.check_sum,
        by=by,
        now=NOW,
    )


def address(name: str, entity: Entity) -> str:
    return reverse(f"bank:{name}", args=[entity.reference])


def typed(page: Any, form_id: str = "#entity-form") -> dict[str, str]:
    """The form of an entity as a browser sends it."""
    form = BeautifulSoup(page.content, "html.parser").select_one(form_id)
    assert form is not None
    data = {"do": "save"}
    for field in form.select("input[name]"):
        ticked = field["type"] not in ("checkbox", "radio") or field.has_attr("checked")
        if ticked:
            data[str(field["name"])] = str(field.get("value", ""))
    for area in form.select("textarea"):
        data[str(area["name"])] = area.get_text()
    for chosen in form.select("select option[selected]"):
        data[str(chosen.parent["name"])] = str(chosen["value"])
    return data


def test_each_change_is_a_version_with_who_and_when_and_the_beginning_is_kept(
    space: Space, aigerim: User
) -> None:
    entity = body(space)

    change(entity, aigerim, category="a")
    change(entity, aigerim, category="b")
    change(entity, aigerim, category="b")  # nothing new

    kept = EntityVersion.objects.filter(entity=entity).order_by("number")
    assert [
        (each.number, each.content["category"], each.made_by, each.made_at)
        for each in kept
    ] == [(1, "", None, None), (2, "a", aigerim, NOW), (3, "b", aigerim, NOW)]


def test_a_version_is_read_back_as_it_was(space: Space) -> None:
    entity = body(
        space,
        name__aliases=["БТ"],
        name__also=[{"name": "Топ", "possessed": True}],
        name__forms={"dat": "тобына"},
    )
    content = entity_content(entity)

    assert from_plain(to_plain(content)) == content


def test_the_history_tells_what_was_changed_and_puts_it_back(
    space: Space, aigerim: User, client: Client
) -> None:
    entity = body(space)
    form = typed(client.get(address("edit_entity", entity)))
    client.post(address("edit_entity", entity), form | {"name_kk": "Қадағалау тобы"})

    page = BeautifulSoup(
        client.get(address("entity_versions", entity)).content, "html.parser"
    )
    told = page.select_one(".meetings")
    assert told is not None
    assert "Бақылау тобы" in told.get_text()
    assert "Қадағалау тобы" in told.get_text()
    assert "Айгерім" in page.get_text()

    seen = page.select_one("input[name=seen]")
    assert seen is not None
    data = {"number": "1", "seen": seen["value"]}
    client.post(address("restore_entity", entity), data)
    assert entity.names.get().name == "Бақылау тобы"
    assert EntityVersion.objects.filter(entity=entity).count() == 3


def test_what_was_changed_meanwhile_is_not_put_back_over(
    space: Space, aigerim: User, client: Client
) -> None:
    entity = body(space)
    seen = entity_content(entity).check_sum
    change(entity, aigerim, category="a")

    response = client.post(
        address("restore_entity", entity), {"number": "1", "seen": seen}, follow=True
    )

    assert [each.level_tag for each in response.context["messages"]] == ["error"]
    entity.refresh_from_db()
    assert entity.category == "a"


def test_what_nothing_uses_is_deleted_with_its_names_and_versions(
    space: Space, aigerim: User, client: Client
) -> None:
    entity = body(space)
    change(entity, aigerim, category="a")

    response = client.post(address("delete_entity", entity))

    assert response.headers["Location"] == reverse("bank:entities")
    assert not Entity.objects.in_space(space).exists()
    assert not EntityVersion.objects.exists()


@pytest.mark.parametrize(
    "use",
    [
        {"subject": "pact"},
        {"property": "signatories", "value": ("land",)},
        {"property": "signatories", "value": ("kazakhstan",), "text_value": ("land",)},
    ],
    ids=["subject", "value", "in the text"],
)
def test_what_a_fact_speaks_of_stays_and_the_fact_is_named(
    space: Space, client: Client, use: dict[str, Any]
) -> None:
    make_fact()
    land = body(space, key="land", kind="state", name="Ел")
    pact = body(space, key="pact", kind="treaty", name="Келісімшарт")
    statement = "Бұл ел туралы айтылған."
    make_fact(space=space, **{"key": "use", "statement": statement, **use})
    entity = pact if "subject" in use else land

    response = client.post(address("delete_entity", entity), follow=True)

    assert statement in response.content.decode()
    assert Entity.objects.filter(pk=entity.pk).exists()


def test_a_whole_stays_as_long_as_it_has_parts(space: Space) -> None:
    whole = body(space)
    part = body(space, key="organ", name="Орган", part_of=whole)

    with pytest.raises(EntityInUse) as refused:
        delete_entity(entity=whole)

    assert refused.value.uses.parts == [part]
    delete_entity(entity=part)
    delete_entity(entity=whole)


def test_another_teachers_facts_are_counted_and_not_told(
    dana: User, staff_client: Client
) -> None:
    make_fact()
    common = Entity.objects.get(key="summit")
    theirs = own_space(owner=dana, name="Дана")
    make_fact(
        space=theirs,
        key="theirs",
        subject="summit",
        property="held_on",
        statement="Жеке дерек.",
    )

    response = staff_client.post(address("delete_entity", common), follow=True)

    assert [each.level_tag for each in response.context["messages"]] == ["error"]
    assert "Жеке дерек" not in response.content.decode()
    assert Entity.objects.filter(pk=common.pk).exists()


def test_other_designations_are_written_changed_and_emptied(
    space: Space, client: Client
) -> None:
    entity = body(space, name__also=[{"name": "Топ", "possessed": False}])
    form = typed(client.get(address("edit_entity", entity)))
    assert form["also_0"] == "Топ"

    more = {"also_1": "Бақылау органы", "also_1_possessed": "yes"}
    client.post(address("edit_entity", entity), form | more)
    assert entity.names.get().also == [
        {"name": "Топ", "possessed": False},
        {"name": "Бақылау органы", "possessed": True},
    ]

    form = typed(client.get(address("edit_entity", entity)))
    client.post(address("edit_entity", entity), form | {"also_0": ""})
    assert [each["name"] for each in entity.names.get().also] == ["Бақылау органы"]

    form = typed(client.get(address("edit_entity", entity)))
    refused = client.post(address("edit_entity", entity), form | {"also_0": "а; б"})
    assert refused.status_code == 422
    assert [each["name"] for each in entity.names.get().also] == ["Бақылау органы"]


def test_what_staff_change_in_the_admin_is_in_the_history_too(
    staff_client: Client, admin_user: User, space: Space
) -> None:
    entity = body(space)
    url = reverse("admin:quizzes_entity_change", args=[entity.pk])
    sent = typed(staff_client.get(url), "#entity_form")
    [name] = [each for each, value in sent.items() if value == "Бақылау тобы"]

    response = staff_client.post(url, sent | {name: "Бірлескен топ"})

    assert response.status_code == 302
    before, after = EntityVersion.objects.filter(entity=entity).order_by("number")
    assert "Бақылау тобы" in str(before.content)
    assert "Бірлескен топ" in str(after.content)
    assert after.made_by == admin_user


def test_a_key_is_written_once_in_the_admin(staff_client: Client, space: Space) -> None:
    entity = body(space)
    key = entity.key
    url = reverse("admin:quizzes_entity_change", args=[entity.pk])
    sent = typed(staff_client.get(url), "#entity_form")
    new = typed(staff_client.get(reverse("admin:quizzes_entity_add")), "#entity_form")

    staff_client.post(url, sent | {"key": "another-key", "space": "1"})

    entity.refresh_from_db()
    assert (entity.key, entity.space) == (key, space)
    assert "key" not in sent
    assert "key" in new
