"""The objects that tests are about.

A fact comes through `store_fact`, the only way into the bank: `make_fact(...)`. The
other factories make rows as they are.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import factory

from quizzes.bank import editing
from quizzes.bank.content import FactContent, TextContent
from quizzes.bank.models import (
    Entity,
    EntityName,
    Fact,
    FactVersion,
    Source,
    Space,
    Topic,
)

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class SpaceFactory(factory.django.DjangoModelFactory[Space]):
    """The common library, unless it is given a key and an owner."""

    class Meta:
        model = Space
        django_get_or_create = ("key",)

    key = "common"
    name = "Ортақ кітапхана"


class SourceFactory(factory.django.DjangoModelFactory[Source]):
    class Meta:
        model = Source
        django_get_or_create = ("space", "key")

    space = factory.SubFactory(SpaceFactory)
    key = "textbook"
    title_kk = "Сыртқы саясат"
    title_ru = "Внешняя политика"
    title_en = "Foreign policy"
    paragraph_count = 97


class TopicFactory(factory.django.DjangoModelFactory[Topic]):
    class Meta:
        model = Topic
        django_get_or_create = ("space", "key")

    space = factory.SubFactory(SpaceFactory)
    source = factory.SubFactory(SourceFactory, space=factory.SelfAttribute("..space"))
    key = "collective-security"
    name_kk = "Ұжымдық қауіпсіздік"
    position = 1


class EntityFactory(factory.django.DjangoModelFactory[Entity]):
    """An entity with a Kazakh name: `name`, and `short`, `aliases`, … as `name__…`."""

    class Meta:
        model = Entity
        django_get_or_create = ("space", "key")
        skip_postgeneration_save = True

    space = factory.SubFactory(SpaceFactory)
    key = factory.Sequence(lambda number: f"state-{number}")
    kind = Entity.Kind.STATE

    @factory.post_generation
    def name(self: Entity, create: bool, extracted: str | None, **more: Any) -> None:
        """The Kazakh name row."""
        if not create or self.names.filter(language="kk").exists():
            return
        row = EntityName(entity=self, language="kk", name=extracted or self.key, **more)
        row.fill_keys()
        row.save()


def fact_content(**changes: Any) -> FactContent:
    """The Treaty of 1992, signed on its day; `statement` may be given as plain text."""
    statement = changes.pop("statement", "Шартқа 1992 жылғы 15 мамырда қол қойылды.")
    content = FactContent(
        key="treaty-signed-on",
        source="textbook",
        topic="collective-security",
        paragraphs=(25,),
        subject="treaty",
        property="signed_on",
        value="1992-05-15",
        texts=(TextContent(language="kk", statement=statement),),
    )
    return replace(content, **changes)


def _new_space() -> Space:
    space: Any = SpaceFactory()  # a factory's class does not say what it makes
    assert isinstance(space, Space)
    return space


def make_bank(space: Space | None = None) -> Space:
    """A source, a topic, a treaty, a summit, three states and two cities."""
    space = space or _new_space()
    TopicFactory(space=space)
    EntityFactory(
        space=space,
        key="treaty",
        kind="treaty",
        name="Ұжымдық қауіпсіздік туралы шарт",
        name__aliases=["Ташкент шарты"],
    )
    EntityFactory(space=space, key="summit", kind="event", name="Бішкек кездесуі")
    names = {"kazakhstan": "Қазақстан", "russia": "Ресей", "armenia": "Армения"}
    for key, name in names.items():
        EntityFactory(
            space=space,
            key=key,
            kind="state",
            name=f"{name} Республикасы",
            name__short_name=name,
            name__possessed=True,
        )
    for key, name in {"tashkent": "Ташкент", "bishkek": "Бішкек"}.items():
        EntityFactory(space=space, key=key, kind="place", name=name)
    return space


def make_fact(*, space: Space | None = None, by: Any = None, **changes: Any) -> Fact:
    """A stored fact; the bank of `make_bank` is made if it is not there."""
    space = space or _new_space()
    if not Entity.objects.within_reach_of(space).filter(key="treaty").exists():
        make_bank(space)
    reason = FactVersion.Reason.LOADED if by is None else FactVersion.Reason.EDITED
    content = fact_content(**changes)
    stored = editing.store_fact(
        space=space, content=content, now=NOW, by=by, reason=reason
    )
    return stored.fact
