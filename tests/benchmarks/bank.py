"""Banks of any size, in the shape of the real one, put in with bulk inserts.

Things come in clusters, as in a history text: a treaty with its days, its place and
its closed list of signatories; a meeting with its days, place and participants; an
organisation with its day and its members. Of ten facts seven are dates. Names are
made from templates by number, so that no two are alike; the size of the bank changes
nothing but how many clusters there are.

    python -m tests.benchmarks.bank SIZE     fills the database of the environment
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

FIELDS: Final = (
    "сауда",
    "көлік",
    "мәдениет",
    "энергетика",
    "қауіпсіздік",
    "экология",
    "туризм",
    "байланыс",
    "ғылым",
    "ауыл шаруашылығы",
    "денсаулық сақтау",
    "шекара",
)
DOCUMENTS: Final = ("келісімі", "шарты", "хаттамасы", "меморандумы", "декларациясы")
MEETINGS: Final = ("кездесуі", "отырысы", "саммиті", "конференциясы")
BODIES: Final = ("ұйымы", "қоғамдастығы", "комитеті", "кеңесі")
STATES: Final = (
    "Қазақстан Ресей Қытай Қырғызстан Тәжікстан Өзбекстан Түрікменстан Армения "
    "Беларусь Молдова Украина Грузия Түркия Иран Үндістан Пәкістан Моңғолия Жапония "
    "Корея Германия Франция Италия Испания Польша Венгрия Финляндия Швеция Норвегия "
    "Литва Латвия"
)
PLACES: Final = (
    "Алматы Астана Мәскеу Бішкек Душанбе Ташкент Ашхабад Минск Киев Бейжің Шанхай "
    "Стамбұл Анкара Тегеран Дели Баку Ереван Тбилиси Токио Сеул Берлин Париж Рим "
    "Мадрид Варшава Хельсинки Стокгольм Осло Вильнюс Рига"
)
TOPICS: Final = 3
PARAGRAPHS: Final = 400
FIRST: Final = date(1920, 1, 1)
DAYS: Final = 100 * 365
NOW: Final = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BATCH: Final = 2000
# Five digits: a name that seems to hold a year is not asked for its date.
FIRST_NUMBER: Final = 30_000
# Of a hundred facts: as in the bank that comes with the project.
DETAILS: Final = 30
DRAFTS: Final = 2
MONTHS: Final = 20
YEARS: Final = 10


@dataclass(slots=True)
class Plan:
    """What is to be stored, as plain rows in the order of their numbers."""

    entities: list[dict[str, Any]] = field(default_factory=list)
    facts: list[dict[str, Any]] = field(default_factory=list)

    def entity(self, kind: str, name: str, *, possessed: bool = True) -> int:
        """Note an entity and give its number."""
        self.entities.append({"kind": kind, "name": name, "possessed": possessed})
        return len(self.entities) - 1

    def fact(self, subject: int, name: str, topic: int, **value: Any) -> None:
        """Note a fact."""
        self.facts.append(
            {"subject": subject, "property": name, "topic": topic, **value}
        )


def plan(size: int) -> Plan:
    """A bank of so many facts; equal sizes give equal banks."""
    rng = random.Random(size)
    made = Plan()
    states = [made.entity("state", name, possessed=False) for name in STATES.split()]
    places = [made.entity("place", name, possessed=False) for name in PLACES.split()]
    number = FIRST_NUMBER
    while len(made.facts) < size:
        number += 1
        topic = rng.randrange(TOPICS)
        when = FIRST + timedelta(days=rng.randrange(DAYS))
        field_ = rng.choice(FIELDS)
        _treaty(made, rng, number, topic, when, field_, (states, places))
        _meeting(made, rng, number, topic, when, field_, (states, places))
        if number % 2:
            _organisation(made, rng, number, topic, when, field_, states)
    del made.facts[size:]
    return made


Pools = tuple[list[int], list[int]]


def _treaty(
    made: Plan,
    rng: random.Random,
    number: int,
    topic: int,
    when: date,
    about: str,
    pools: Pools,
) -> None:
    states, places = pools
    name = f"{number}-{about} {rng.choice(DOCUMENTS)}"
    treaty = made.entity("treaty", name)
    made.fact(treaty, "signed_on", topic, edtf=_edtf(rng, when))
    in_force = when + timedelta(days=rng.randrange(30, 700))
    made.fact(treaty, "entered_into_force_on", topic, edtf=in_force.isoformat())
    until = in_force + timedelta(days=rng.randrange(400, 4000))
    made.fact(treaty, "valid_until", topic, edtf=until.isoformat())
    made.fact(treaty, "signed_in", topic, values=[rng.choice(places)])
    made.fact(
        treaty,
        "signatories",
        topic,
        values=rng.sample(states, rng.randrange(2, 7)),
        complete=True,
    )


def _meeting(
    made: Plan,
    rng: random.Random,
    number: int,
    topic: int,
    when: date,
    about: str,
    pools: Pools,
) -> None:
    _, places = pools
    day = when + timedelta(days=rng.randrange(800))
    meeting = made.entity("event", f"{number}-{about} {rng.choice(MEETINGS)}")
    made.fact(meeting, "held_on", topic, edtf=_edtf(rng, day))
    made.fact(meeting, "held_in", topic, values=[rng.choice(places)])
    began = day + timedelta(days=rng.randrange(3000))
    talks = made.entity("event", f"{number}-{about} келіссөзі")
    made.fact(talks, "began_on", topic, edtf=_edtf(rng, began))
    again = made.entity("event", f"{number}-{about} жиналысы")
    made.fact(again, "held_on", topic, edtf=_edtf(rng, again_on(rng, day)))


def again_on(rng: random.Random, day: date) -> date:
    """A later day, some years on."""
    return day + timedelta(days=rng.randrange(5000))


def _organisation(
    made: Plan,
    rng: random.Random,
    number: int,
    topic: int,
    when: date,
    about: str,
    states: list[int],
) -> None:
    group = made.entity("organisation", f"{number}-{about} {rng.choice(BODIES)}")
    day = when + timedelta(days=rng.randrange(3000))
    made.fact(group, "founded_on", topic, edtf=_edtf(rng, day))
    members = rng.sample(states, rng.randrange(3, 8))
    made.fact(group, "members", topic, values=members, complete=True)


def _edtf(rng: random.Random, day: date) -> str:
    chance = rng.randrange(100)
    if chance < YEARS:
        return f"{day.year:04}"
    return f"{day:%Y-%m}" if chance < YEARS + MONTHS else day.isoformat()


def store(made: Plan) -> None:
    """Put a plan into the empty database, and let the database count its rows."""
    from django.db import connection, transaction

    from quizzes.bank.models import Entity, EntityName, Fact, FactEntity, FactText

    with transaction.atomic():
        space, source, topics = _frame()
        _insert(Entity, _entities(made, space))
        entities = list(Entity.objects.order_by("key").values_list("pk", flat=True))
        _insert(EntityName, _names(made, entities))
        ids = {"space_id": space, "source_id": source}
        _insert(Fact, _facts(made, entities, topics, ids))
        facts = list(Fact.objects.order_by("key").values_list("pk", flat=True))
        _insert(FactText, _texts(made, facts))
        _insert(FactEntity, _values(made, entities, facts))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _frame() -> tuple[int, int, list[int]]:
    from quizzes.bank.references import COMMON
    from quizzes.bank.spaces import Source, Space, Topic

    space = Space.objects.create(key=COMMON, name="Ортақ кітапхана")
    source = Source.objects.create(
        space=space, key="long-text", title_kk="Мәтін", paragraph_count=PARAGRAPHS
    )
    topics = [
        Topic.objects.create(
            space=space,
            source=source,
            key=f"topic-{number}",
            name_kk=f"{number}-тақырып",
            position=number,
        ).pk
        for number in range(TOPICS)
    ]
    return space.pk, source.pk, topics


def _insert(model: Any, rows: Iterable[Any]) -> None:
    model.objects.bulk_create(rows, batch_size=BATCH)


def _entities(made: Plan, space: int) -> Iterator[Any]:
    from quizzes.bank.models import Entity

    for number, entity in enumerate(made.entities):
        yield Entity(space_id=space, key=f"entity-{number:07}", kind=entity["kind"])


def _names(made: Plan, entities: list[int]) -> Iterator[Any]:
    from quizzes.bank.models import EntityName

    for pk, entity in zip(entities, made.entities, strict=True):
        name = EntityName(
            entity_id=pk,
            language="kk",
            name=entity["name"],
            possessed=entity["possessed"],
        )
        name.fill_keys()
        yield name


def _facts(
    made: Plan, entities: list[int], topics: list[int], ids: dict[str, int]
) -> Iterator[Any]:
    from quizzes.bank.models import Fact
    from quizzes.items.calendar import DateValue

    rng = random.Random(len(made.facts))
    for number, fact in enumerate(made.facts):
        row = Fact(
            **ids,
            key=f"fact-{number:07}",
            topic_id=topics[fact["topic"]],
            paragraphs=[1 + number % PARAGRAPHS],
            subject_id=entities[fact["subject"]],
            property=fact["property"],
            value_type="date" if "edtf" in fact else "entities",
            complete=fact.get("complete", False),
            weight="detail" if rng.randrange(100) < DETAILS else "core",
            draw_key=rng.random(),
            created=NOW,
            updated=NOW,
        )
        if rng.randrange(100) >= DRAFTS:
            row.state, row.approved_at = Fact.State.APPROVED, NOW
        if "edtf" in fact:
            value = DateValue.parse(fact["edtf"])
            row.value_edtf, row.precision = value.edtf, value.precision.value
            row.first_day, row.last_day = value.first, value.last
        yield row


def _texts(made: Plan, facts: list[int]) -> Iterator[Any]:
    from quizzes.bank.models import FactText

    for pk, fact in zip(facts, made.facts, strict=True):
        subject = made.entities[fact["subject"]]["name"]
        # In the words of a teacher, without the value: its words are the items' own.
        statement = f"Бұл дерек «{subject}» туралы, {pk}-жазба."
        yield FactText(fact_id=pk, language="kk", statement=statement)


def _values(made: Plan, entities: list[int], facts: list[int]) -> Iterator[Any]:
    from quizzes.bank.models import FactEntity

    for pk, fact in zip(facts, made.facts, strict=True):
        for position, value in enumerate(fact.get("values", ())):
            yield FactEntity(fact_id=pk, entity_id=entities[value], position=position)


def main(size: str) -> None:
    """Fill the database."""
    import django

    django.setup()
    store(plan(int(size)))


if __name__ == "__main__":
    main(sys.argv[1])
