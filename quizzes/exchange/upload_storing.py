"""The items of an upload into the bank, by the same verbs as a command's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from quizzes.bank.content import from_plain
from quizzes.bank.editing import StaleVersion, UnknownKey
from quizzes.bank.entities import Entity
from quizzes.bank.history import FactVersion
from quizzes.bank.question_content import question_from_plain
from quizzes.bank.question_editing import CannotBeSaved, store_question
from quizzes.bank.questions import Version
from quizzes.bank.spaces import Space
from quizzes.exchange.faults import Fault, FaultCode
from quizzes.exchange.models import Upload
from quizzes.exchange.planning import PlannedItem
from quizzes.exchange.rows import EntityRow, FactRow, Place
from quizzes.exchange.storing import ImportResult, store_entity_rows, store_rows


def store_items(
    upload: Upload, items: Sequence[PlannedItem], *, now: datetime
) -> list[Fault]:
    """Store what is to be stored of some items; gives what was refused, and why."""
    wanted = [item for item in items if item.change.is_to_be_stored]
    if upload.kind == Upload.Kind.FACTS:
        return _store_facts(upload, wanted, now)
    faults = []
    for item in wanted:
        fault = _store_question(upload, item, now)
        if fault is not None:
            faults.append(fault)
    return faults


def store_entities(rows: Sequence[EntityRow], space: Space) -> None:
    """Make entities; those of which the space has the key by now stay as they are."""
    keys = [row.key for row in rows]
    there = Entity.objects.in_space(space).filter(key__in=keys)
    known = set(there.values_list("key", flat=True))
    new = [row for row in rows if row.key not in known]
    store_entity_rows(new, space, ImportResult(), by_hand=True)


def _store_facts(
    upload: Upload, items: Sequence[PlannedItem], now: datetime
) -> list[Fault]:
    result = ImportResult()
    store_rows(
        [
            FactRow(content=from_plain(item.content), place=Place(line=item.line))
            for item in items
        ],
        upload.space,
        result,
        now=now,
        reason=FactVersion.Reason.IMPORTED,
        by=upload.owner,
        seen_versions={item.content["key"]: item.seen for item in items},
    )
    return result.faults


def _store_question(upload: Upload, item: PlannedItem, now: datetime) -> Fault | None:
    try:
        with transaction.atomic():
            store_question(
                space=upload.space,
                content=question_from_plain(item.content),
                now=now,
                reason=Version.Reason.IMPORTED,
                by=upload.owner,
                seen_version=item.seen,
            )
    except StaleVersion:
        return Fault(code=FaultCode.CHANGED_MEANWHILE, line=item.line)
    except ValidationError as error:
        why = "; ".join(error.messages)
    except (DatabaseError, CannotBeSaved, UnknownKey) as error:
        why = str(error)
    else:
        return None
    return Fault(code=FaultCode.REFUSED, line=item.line, parameters={"why": why})
