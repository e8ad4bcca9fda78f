"""A school with a long past, put in with few statements: a million stored answers.

Learners of one teacher are in a class of 30, one of 60, one of 200 and one of 1,000;
each class has an assignment of 20 items that all of it has handed in, and those of 200
and less have 50 assignments more. Everybody else practised on their own, and one of
them has given ten thousand answers. That one and whoever is in a class remember all
core facts. The rows of slots, answers and memories are made by the database itself,
from numbers; marks are not: no report reads them.

    python -m tests.benchmarks.histories ANSWERS     fills the database of the
    environment and prints what there is to be opened, as JSON
"""

from __future__ import annotations

import json
import random
import sys
import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

CLASSES: Final = (30, 60, 200, 1000)
ASSIGNMENTS: Final = 50
LENGTH: Final = 10
LONG: Final = 20
ATTEMPTS_EACH: Final = 20
# Of one learner who has answered ten thousand times
ATTEMPTS_OF_ONE: Final = 1_000
ATTEMPTS_A_DAY: Final = 5
SNAPSHOTS: Final = 3_000
BATCH: Final = 2_000


def store(answers: int, now: datetime) -> dict[str, Any]:
    """Store it all; give the addresses."""
    from django.db import connection, transaction

    with transaction.atomic():
        snapshots = _snapshots()
        teacher = _people("teacher", 1, role="teacher")[0]
        classes = {
            size: _classroom(teacher, f"{size} оқушы", size, now) for size in CLASSES
        }
        given = {
            size: _assigned(room, pupils, snapshots, now)
            for size, (room, pupils) in classes.items()
        }
        known = [pupil for _room, pupils in classes.values() for pupil in pupils]
        left = answers // (ATTEMPTS_EACH * LENGTH)
        everybody = [*known, *_people("other", max(0, left - len(known)))]
        _attempts(
            [
                (pupil, None, None, number)
                for pupil in everybody
                for number in range(ATTEMPTS_EACH)
            ],
            LENGTH,
            now,
        )
        [diligent] = _people("diligent", 1)
        _attempts(
            [
                (diligent, None, None, number // (3 * ATTEMPTS_A_DAY))
                for number in range(ATTEMPTS_OF_ONE)
            ],
            LENGTH,
            now,
        )
        _slots(snapshots)
        _memories([*known, diligent], now)
        session, learner = _session(teacher), _session(diligent)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT COUNT(*) FROM quizzes_answer")
        stored = cursor.fetchone()[0]
    return {
        "session": session,
        "learner": learner,
        "answers": stored,
        "classes": {size: room.public_id for size, (room, _) in classes.items()},
        "assignments": {size: each.public_id for size, each in given.items()},
    }


def _insert(rows: Iterable[Any]) -> list[Any]:
    found = list(rows)
    return type(found[0]).objects.bulk_create(found, batch_size=BATCH) if found else []


def _people(kind: str, count: int, **more: Any) -> list[Any]:
    from quizzes.people.models import User

    names = (f"{kind}-{number}" for number in range(count))
    return _insert(
        User(username=name, password="!", display_name=name, **more) for name in names
    )


def _classroom(
    teacher: Any, name: str, size: int, now: datetime
) -> tuple[Any, list[Any]]:
    from quizzes.classes.classrooms import Classroom, ClassTeacher, Enrolment

    long_ago = now - timedelta(days=200)
    room = Classroom(created_at=long_ago)
    room.call(name)
    room.save()
    ClassTeacher.objects.create(
        classroom=room, teacher=teacher, is_owner=True, added_at=long_ago
    )
    pupils = _people(f"pupil-{size}", size)
    enrolments = []
    for number, pupil in enumerate(pupils):
        each = Enrolment(classroom=room, learner=pupil, way="code", joined_at=long_ago)
        each.call(f"Оқушы {number:04}")
        enrolments.append(each)
    _insert(enrolments)
    return room, pupils


def _snapshots() -> list[int]:
    """Choices on the facts that are loaded, some for each fact; their primary keys."""
    from quizzes.attempts.models import AskedFact, Snapshot
    from quizzes.attempts.snapshots import content_of
    from quizzes.bank.models import Fact
    from quizzes.items.data import Citation, Family, Form, Item, Option

    facts = list(Fact.objects.approved().order_by("pk").values_list("pk", "key"))
    rows = []
    for number in range(SNAPSHOTS):
        pk, key = facts[number % len(facts)]
        item = Item(
            family=Family.DATE,
            form=Form.CHOICE,
            wording=f"made-{number // len(facts)}",
            property="signed_on",
            facts=((key, 1),),
            stem=f"{number}-шартқа қай күні қол қойылды?",
            options=tuple(
                Option(
                    value=f"date:{place}",
                    text=f"{1990 + place} жылғы {1 + number % 28} мамыр",
                    key=place == 0,
                    why="Тәуелсіз Мемлекеттер Достастығын құру туралы келісім",
                )
                for place in range(4)
            ),
            citations=(Citation(source="long-text", paragraphs=(1,)),),
            feedback="Шартқа мамыр айында қол қойылды, оны он екі мемлекет бекітті.",
        )
        rows.append(
            (Snapshot(content=content_of(item), content_hash=f"{number:064}"), pk)
        )
    stored = _insert(snapshot for snapshot, _ in rows)
    pairs = zip(stored, (pk for _, pk in rows), strict=True)
    _insert(AskedFact(snapshot=each, position=0, fact_id=pk) for each, pk in pairs)
    return [each.pk for each in stored]


def _assigned(
    room: Any, pupils: Sequence[Any], snapshots: Sequence[int], now: datetime
) -> Any:
    """The assignments of a class with their attempts; give the long one."""
    from quizzes.attempts.models import AssignedItem
    from quizzes.bank.recipes import FeedbackMode, Recipe
    from quizzes.classes.assignments import Assignment, Recipient

    recipe = Recipe(feedback_mode=FeedbackMode.AT_END).to_record()
    count = 0 if len(pupils) > max(CLASSES[:-1]) else ASSIGNMENTS

    def assignment(number: int) -> Assignment:
        closes_at = now - timedelta(days=3 * number + 1)
        return Assignment(
            title=f"{number}-бақылау",
            given_at=closes_at - timedelta(days=7),
            given_key=uuid.uuid4(),
            recipe=recipe,
            feedback_mode="at_end",
            seed="seed",
            opens_at=closes_at - timedelta(days=7),
            closes_at=closes_at,
        )

    given = _insert(assignment(number) for number in range(1 + count))
    long, others = given[0], given[1:]
    _insert(Recipient(assignment=each, classroom=room) for each in given)
    _insert(
        AssignedItem(assignment=long, position=place, snapshot_id=snapshots[place])
        for place in range(1, LONG + 1)
    )
    _attempts([(pupil, long, 1, 0) for pupil in pupils], LONG, now)
    _attempts([(pupil, each, 1, 0) for each in others for pupil in pupils], LENGTH, now)
    return long


def _attempts(
    made: Iterable[tuple[Any, Any, int | None, int]], length: int, now: datetime
) -> None:
    from quizzes.attempts.models import Attempt

    rng = random.Random(length)

    def attempt(pupil: Any, assignment: Any, number: int | None, place: int) -> Attempt:
        end = now - timedelta(days=3.0 * place + 1)
        if assignment is not None:
            end = assignment.closes_at
        return Attempt(
            learner=pupil,
            assignment=assignment,
            number=number,
            start_key=uuid.uuid4(),
            recipe={},
            feedback_mode="at_once" if assignment is None else "at_end",
            seed="seed",
            length=length,
            max_score=Decimal(length),
            score=Decimal(rng.randrange(length + 1)),
            answered=length,
            started_at=end - timedelta(minutes=rng.randrange(5, 20)),
            closed_at=end,
            remembered_at=None if assignment is None else end,
            state="closed",
        )

    _insert(attempt(*each) for each in made)


def _slots(snapshots: Sequence[int]) -> None:
    """A slot and an answer for each place of each attempt; two in three are right."""
    from django.db import connection

    # What somebody had at one assignment all others had as well.
    chosen = "%s + (COALESCE(a.assignment_id * 31, a.id * 7) + n.i * 13) %% %s"
    chosen = f"CASE WHEN a.length = {LONG} THEN %s + n.i ELSE {chosen} END"
    luck = "((a.learner_id * 17 + n.i * 29 + a.id * 5) % 3)".replace("%", "%%")
    numbers = (
        "(WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c"
        f" WHERE i < {LONG}) SELECT i FROM c) n"
    )
    first = snapshots[0]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO quizzes_slot (attempt_id, position, snapshot_id, option_order,"
            " tokens, is_void, reason, single, mark, answer_count)"
            f" SELECT a.id, n.i, {chosen}, '[]', '{{}}', %s, '',"
            " CASE WHEN a.assignment_id IS NULL THEN %s ELSE %s END,"
            f" CASE WHEN {luck} = 0 THEN 0 ELSE 1 END, 1"
            f" FROM quizzes_attempt a JOIN {numbers} ON n.i <= a.length",
            [first, first, len(snapshots), False, True, False],
        )
        key = uuid.UUID(int=1)
        cursor.execute(
            "INSERT INTO quizzes_answer (slot_id, number, idempotency_key, response,"
            " single, received_at) SELECT s.id, 1, %s, CASE WHEN s.mark > 0 THEN"
            """ '"date:0"' ELSE CASE WHEN s.id %% 3 = 0 THEN '"date:1"' ELSE"""
            """ '"date:2"' END END, s.single, a.closed_at FROM quizzes_slot s"""
            " JOIN quizzes_attempt a ON a.id = s.attempt_id",
            [key.hex if connection.vendor == "sqlite" else key],
        )


def _memories(pupils: Sequence[Any], now: datetime) -> None:
    from quizzes.bank.models import Fact
    from quizzes.memory.models import Memory

    rng = random.Random(len(pupils))
    facts = list(Fact.objects.approved().core().values_list("pk", flat=True))

    def memory(pupil: Any, fact: int) -> Memory:
        reviewed_at = now - timedelta(days=rng.randrange(60))
        missed = rng.random() < 0.2
        return Memory(
            learner=pupil,
            fact_id=fact,
            stability=rng.uniform(1, 60),
            difficulty=5,
            reviewed_at=reviewed_at,
            due_at=reviewed_at + timedelta(days=2),
            reviews=3,
            misses=int(missed),
            last_grade=1 if missed else 3,
            first_asked_at=now - timedelta(days=rng.randrange(60, 120)),
            first_right_at=None if missed else reviewed_at,
        )

    _insert(memory(pupil, fact) for pupil in pupils for fact in facts)


def _session(person: Any) -> str:
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from quizzes.people.guests import BACKEND

    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def main(answers: str) -> None:
    """Fill the database."""
    import django

    django.setup()
    from django.utils import timezone

    print(json.dumps(store(int(answers), timezone.now())))


if __name__ == "__main__":
    main(sys.argv[1])
