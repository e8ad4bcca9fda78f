"""The objects that tests are about.

A fact comes through `store_fact`, the only way into the bank: `make_fact(...)`. The
other factories make rows as they are.
"""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
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
from quizzes.bank.names import search_key, sort_key
from quizzes.bank.recipes import FeedbackMode, Recipe
from quizzes.classes.assignments import Assignment, Recipient
from quizzes.classes.classrooms import Classroom, ClassTeacher, Enrolment
from quizzes.people.models import User

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


# --- Classes --------------------------------------------------------------------------


def make_classroom(teacher: User, *, name: str = "9 «Ә»", **more: Any) -> Classroom:
    """A class of this teacher, who becomes one if need be."""
    if not teacher.is_teacher:
        teacher.role = User.Role.TEACHER
        teacher.save(update_fields=["role"])
    classroom = Classroom.objects.create(name=name, **({"created_at": NOW} | more))
    ClassTeacher.objects.create(
        classroom=classroom, teacher=teacher, is_owner=True, added_at=NOW
    )
    return classroom


def make_enrolment(classroom: Classroom, learner: User, **more: Any) -> Enrolment:
    """That a learner is in a class, by the name of the account."""
    name = more.pop("name", str(learner))
    values: dict[str, Any] = {
        "name": name,
        "search_key": search_key(name),
        "sort_key": sort_key(name),
        "state": Enrolment.State.JOINED,
        "way": Enrolment.Way.CODE,
        "joined_at": NOW,
    }
    return Enrolment.objects.create(
        classroom=classroom, learner=learner, **(values | more)
    )


def make_assignment(
    *classrooms: Classroom, learners: tuple[User, ...] = (), **more: Any
) -> Assignment:
    """A test that was given yesterday and closes in a week, by the server's clock."""
    now = datetime.now(tz=UTC)
    mode = more.pop("feedback_mode", FeedbackMode.AT_END)
    values: dict[str, Any] = {
        "title": "Бақылау",
        "given_at": now - timedelta(days=1),
        "given_key": uuid.uuid4(),
        "recipe": more.pop("recipe", Recipe(feedback_mode=mode)).to_record(),
        "feedback_mode": mode,
        "seed": "a seed",
        "opens_at": now - timedelta(days=1),
        "closes_at": now + timedelta(days=7),
    }
    assignment = Assignment.objects.create(**(values | more))
    for classroom in classrooms:
        for learner in learners or (None,):
            Recipient.objects.create(
                assignment=assignment, classroom=classroom, learner=learner
            )
    return assignment
