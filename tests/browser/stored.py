"""What the site has stored, read from its database file."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from quizzes.items.data import Item
from quizzes.items.records import from_record


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSlot:
    """A slot with its item: what the page must not tell before the answer."""

    position: int
    item: Item
    option_order: Sequence[str]
    tokens: Mapping[str, str]
    mark: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnswer:
    """An answer as it was received."""

    position: int
    number: int
    idempotency_key: str
    response: Any


@dataclass(frozen=True, slots=True)
class Stored:
    """Questions to the database, each with a connection of its own that only reads."""

    database: Path

    def slots(self, public_id: str) -> list[StoredSlot]:
        """The slots of an attempt, in order."""
        rows = self._rows(
            "SELECT slot.position, snapshot.content, slot.option_order, slot.tokens,"
            " slot.mark FROM quizzes_slot slot"
            " JOIN quizzes_attempt attempt ON attempt.id = slot.attempt_id"
            " JOIN quizzes_snapshot snapshot ON snapshot.id = slot.snapshot_id"
            " WHERE attempt.public_id = ? ORDER BY slot.position",
            public_id,
        )
        return [
            StoredSlot(
                position=position,
                item=from_record(json.loads(content)),
                option_order=json.loads(order),
                tokens=json.loads(tokens),
                mark=None if mark is None else float(mark),
            )
            for position, content, order, tokens, mark in rows
        ]

    def answers(self, public_id: str) -> list[StoredAnswer]:
        """The answers of an attempt, as they came."""
        rows = self._rows(
            "SELECT slot.position, answer.number, answer.idempotency_key,"
            " answer.response FROM quizzes_answer answer"
            " JOIN quizzes_slot slot ON slot.id = answer.slot_id"
            " JOIN quizzes_attempt attempt ON attempt.id = slot.attempt_id"
            " WHERE attempt.public_id = ? ORDER BY answer.id",
            public_id,
        )
        return [
            StoredAnswer(
                position=position,
                number=number,
                idempotency_key=key,
                response=json.loads(response),
            )
            for position, number, key, response in rows
        ]

    def state(self, public_id: str) -> str:
        """Whether an attempt is open or closed."""
        ((state,),) = self._rows(
            "SELECT state FROM quizzes_attempt WHERE public_id = ?", public_id
        )
        return str(state)

    def fact_key(self) -> str:
        """An approved fact with a note, so that its page shows all that one can."""
        ((key,),) = self._rows(
            "SELECT fact.key FROM quizzes_fact fact"
            " JOIN quizzes_facttext text ON text.fact_id = fact.id"
            " WHERE fact.state = 'approved' AND text.note <> ''"
            " ORDER BY fact.key LIMIT 1"
        )
        return str(key)

    def topic_key(self) -> str:
        """The topic with the most facts."""
        ((key,),) = self._rows(
            "SELECT topic.key FROM quizzes_topic topic"
            " JOIN quizzes_fact fact ON fact.topic_id = topic.id"
            " GROUP BY topic.key ORDER BY count(*) DESC, topic.key LIMIT 1"
        )
        return str(key)

    def _rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with closing(
            sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=20)
        ) as connection:
            return connection.execute(statement, values).fetchall()
