"""Who may open what of names, sources and their texts: one row for each URL name.

The actors are those of `access_rows_questions`; the owner keeps the text of the source.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from quizzes.bank.source_texts import keep_text
from quizzes.bank.spaces import own_space
from tests.factories import NOW, EntityFactory, TopicFactory
from tests.web.access_rows_questions import Arguments, QuestionRow, Shelf


def _of_entity(shelf: Shelf) -> Arguments:
    """A state of the owner's own."""
    space = own_space(owner=shelf.owner, name="own")
    entity: Any = EntityFactory(space=space, key="land", name="Ел")
    return {"reference": entity.reference}


def _of_source(shelf: Shelf, **more: object) -> Arguments:
    """An empty source of the owner's own, with its text."""
    space = own_space(owner=shelf.owner, name="own")
    topic: Any = TopicFactory(space=space)
    keep_text(
        source=topic.source, owner=shelf.owner, paragraphs=["Бір", "Екі"], now=NOW
    )
    return {"reference": topic.source.reference, **more}


def _same(name: str, statuses: str) -> QuestionRow:
    return QuestionRow(name=f"bank:{name}", owner=statuses, other_teacher=statuses)


SOURCE_ROWS = [
    _same("entities", "200 405"),
    _same("new_entity", "200 404"),
    _same("entity_forms", "405 200"),
    _same("wholes", "404 405"),
    _same("sources", "200 405"),
    _same("new_source", "200 404"),
    *(
        QuestionRow(name=name, arguments=arguments, owner=owner, other_teacher=others)
        for name, arguments, owner, others in [
            ("bank:edit_entity", _of_entity, "200 200", "404 404"),
            ("bank:entity_versions", _of_entity, "200 405", "404 405"),
            ("bank:restore_entity", _of_entity, "405 404", "405 404"),
            ("bank:delete_entity", _of_entity, "405 302", "405 404"),
            ("bank:source", _of_source, "200 405", "404 405"),
            ("bank:edit_source", _of_source, "200 200", "404 404"),
            ("source_texts:keep", _of_source, "200 422", "404 404"),
            ("bank:source_text", _of_source, "200 405", "404 405"),
            ("bank:paragraph", partial(_of_source, number=2), "200 405", "404 405"),
            ("bank:drop_source_text", _of_source, "405 302", "405 404"),
            ("bank:remove_source", _of_source, "405 302", "405 404"),
        ]
    ),
]
