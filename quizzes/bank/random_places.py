"""What stands at random places of the bank: a large one costs what a small one does.

Every fact and every question has a random `draw_key`, with an index over what a quiz
may be limited to. Independent random places are sought on it, in one statement.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain, zip_longest
from typing import Any, Final

from django.db import connection

from quizzes.bank.questions import State
from quizzes.bank.scopes import Scope, not_replaced

# How many things each random place gives: more than one, as topics may be small.
_AT_A_PLACE: Final = 2


class Kind(StrEnum):
    """What can be met; a text only where it is asked for by name."""

    FACT = "fact"
    QUESTION = "question"
    TEXT = "text"


@dataclass(frozen=True, slots=True, order=True)
class Met:
    """A fact, a question or a text with its questions, by its id."""

    kind: Kind
    pk: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seek:
    """What is sought: in which spaces, and limited to what; empty means any.

    Takes ids of spaces and topics, names of properties, families and forms. Facts have
    properties and weight, questions families and forms; `questions` asks for them.
    """

    spaces: Sequence[int]
    scope: Scope
    topics: Sequence[int] = ()
    properties: Sequence[str] = ()
    families: Sequence[str] = ()
    forms: Sequence[str] = ()
    core_only: bool = False
    questions: bool = False


def at_random_places(seek: Seek, places: int, rng: random.Random) -> list[Met]:
    """What is met at so many random places, the first of each place first.

    Several topics get places in turn, so that a large one does not crowd out the rest.
    Places near the end of the keys wrap to their beginning. Of several spaces, and of
    facts and questions, what is nearest to a place is met: so each comes in proportion
    to how much there is of it.
    """
    turns: list[int | None] = list(rng.sample(seek.topics, len(seek.topics))) or [None]
    starts = [rng.random() for _ in range(places)]
    # One seek from the beginning a topic: where the others come to the end, they wrap.
    starts += [0.0] * len(turns)
    tables = [(Kind.FACT, _fact_conditions(seek))]
    if seek.questions:
        tables.append((Kind.QUESTION, _question_conditions(seek)))
    parts, values = [], []
    for number, start in enumerate(starts):
        topic = turns[number % len(turns)]
        for kind, (conditions, parameters) in tables:
            for space in seek.spaces:
                where = ["space_id = %s", *conditions, "draw_key >= %s"]
                values += [space, *parameters, start]
                if topic is not None:
                    where.append("topic_id = %s")
                    values.append(topic)
                parts.append(
                    f"SELECT {number} AS place, '{kind}' AS kind, id, draw_key FROM"
                    f" (SELECT id, draw_key FROM quizzes_{kind}"
                    f" WHERE {' AND '.join(where)}"
                    f" ORDER BY draw_key LIMIT {_AT_A_PLACE}) AS s"
                )
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        rows = cursor.fetchall()
    found: dict[int, list[Met]] = {}
    for place, _key, met in sorted(
        (place, key, Met(Kind(kind), pk)) for place, kind, pk, key in rows
    ):
        if len(found.setdefault(place, [])) < _AT_A_PLACE:
            found[place].append(met)
    in_turn = chain.from_iterable(zip_longest(*found.values()))
    return list(dict.fromkeys(each for each in in_turn if each is not None))


def _fact_conditions(seek: Seek) -> tuple[list[str], list[Any]]:
    kept, copies = not_replaced(seek.scope)
    conditions = ["state = 'approved'", "unasked = ''", kept]
    parameters: list[Any] = [*copies]
    if seek.core_only:
        conditions.append("weight = 'core'")
    _limit(conditions, parameters, "property", seek.properties)
    return conditions, parameters


def _question_conditions(seek: Seek) -> tuple[list[str], list[Any]]:
    # A question makes no sense without its text, so it waits until that is approved.
    conditions = [
        f"state = '{State.APPROVED}'",
        "NOT EXISTS (SELECT 1 FROM quizzes_stimuluspart AS part"
        " JOIN quizzes_stimulus AS text ON text.id = part.stimulus_id"
        " WHERE part.question_id = quizzes_question.id"
        f" AND text.state <> '{State.APPROVED}')",
    ]
    parameters: list[Any] = []
    _limit(conditions, parameters, "family", seek.families)
    _limit(conditions, parameters, "form", seek.forms)
    return conditions, parameters


def _limit(
    conditions: list[str], parameters: list[Any], column: str, values: Sequence[str]
) -> None:
    if values:
        conditions.append(f"{column} IN ({', '.join(['%s'] * len(values))})")
        parameters += values
