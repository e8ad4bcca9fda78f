"""Files of questions into the bank: all of a file, or what can be read of it.

A dry run goes the whole way, constraints of the database included, and takes it back at
the end, so that a page can show what would happen before it happens.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from quizzes.bank.editing import Change, StaleVersion, UnknownKey
from quizzes.bank.question_conversion import question_content
from quizzes.bank.question_editing import CannotBeSaved, store_question
from quizzes.bank.questions import Question, Version
from quizzes.bank.spaces import Source, Space, Topic
from quizzes.exchange.bank_rows import source_row, topic_row
from quizzes.exchange.faults import Fault, FaultCode
from quizzes.exchange.question_checking import Shelf, Warned, check_questions
from quizzes.exchange.question_files import FileFormat, read_questions
from quizzes.exchange.question_rows import QuestionRow, with_ids_of
from quizzes.people.models import User


@dataclass(slots=True, kw_only=True)
class QuestionImport:
    """What a file of questions did, or would do, to the bank: keys of questions.

    `kept` are in the bank already and were edited there since, so they were left as
    they are; `repeated` are lines of questions that stand in the file twice; `warned`
    is what speaks against those that are stored. With a fault nothing is stored, unless
    what can be read was asked for: then `faults` tells what was left out and why.
    """

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    warned: list[Warned] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    rows: list[QuestionRow] = field(default_factory=list)
    dry_run: bool = False
    takes_part: bool = False

    @property
    def is_stored(self) -> bool:
        """Whether the bank now has what could be taken of the file."""
        return not self.dry_run and (self.takes_part or not self.faults)

    def note(self, change: Change, key: str) -> None:
        """Put a question where it belongs."""
        {
            Change.ADDED: self.added,
            Change.CHANGED: self.changed,
            Change.UNCHANGED: self.unchanged,
        }[change].append(key)


def import_questions(
    content: bytes,
    *,
    file: str,
    space: Space,
    now: datetime,
    by: User | None = None,
    file_format: FileFormat | None = None,
    source: str = "",
    topic: str = "",
    dry_run: bool = False,
    takes_part: bool = False,
) -> QuestionImport:
    """Import a file of questions into a space; new ones are drafts.

    `source` and `topic` are for questions that name none. `takes_part` stores what can
    be read and leaves out the rest. A question that the file names by no key is taken
    for an old one by its words, and the bank's is then left as it is.
    """
    rows, faults = read_questions(content, file, file_format)
    result = QuestionImport(dry_run=dry_run, takes_part=takes_part)
    with transaction.atomic():
        rows = [placed(row, source, topic, file) for row in rows]
        checked = check_questions(rows, shelf_of(space))
        result.faults = faults + checked.faults
        result.warned, result.repeated = checked.warned, checked.repeated
        result.rows = checked.rows
        if takes_part or not result.faults:
            _store(checked.rows, space, result, now=now, by=by)
        if not result.is_stored:
            transaction.set_rollback(True)
    return result


def shelf_of(space: Space) -> Shelf:
    """The sources and topics that a question of a space may name."""

    def own_last(thing: Source | Topic) -> bool:
        return thing.space_id == space.pk

    sources = sorted(Source.objects.within_reach_of(space), key=own_last)
    topics = Topic.objects.within_reach_of(space).select_related("source")
    return Shelf(
        sources={each.key: source_row(each) for each in sources},
        topics={each.key: topic_row(each) for each in sorted(topics, key=own_last)},
    )


def placed(row: QuestionRow, source: str, topic: str, file: str) -> QuestionRow:
    """The row with the source and topic of the whole file where it names none."""
    content = replace(
        row.content,
        source=row.content.source or source,
        topic=row.content.topic or topic,
    )
    return replace(row, content=content, place=replace(row.place, file=file))


def _store(
    rows: list[QuestionRow],
    space: Space,
    result: QuestionImport,
    *,
    now: datetime,
    by: User | None,
) -> None:
    keys = [row.content.key for row in rows]
    stored = {
        each.key: question_content(each)
        for each in Question.objects.in_space(space).filter(key__in=keys).with_content()
    }
    for row in rows:
        key = row.content.key
        known = stored.get(key)
        if known is not None and not row.named:
            kept = replace(known, picture="", picture_text="")
            same = replace(kept, state=row.content.state) == row.content
            (result.unchanged if same else result.kept).append(key)
            continue
        content = row.content
        if known is not None:
            # Files of questions hold no pictures: the bank's stays.
            content = replace(
                content, picture=known.picture, picture_text=known.picture_text
            )
        if known is not None and known.form is content.form:
            content = with_ids_of(content, known)
        try:
            with transaction.atomic():
                written = store_question(
                    space=space,
                    content=content,
                    now=now,
                    reason=Version.Reason.IMPORTED,
                    by=by,
                )
        except ValidationError as error:
            result.faults.append(_refused(row, "; ".join(error.messages)))
        except (DatabaseError, CannotBeSaved, UnknownKey, StaleVersion) as error:
            result.faults.append(_refused(row, str(error)))
        else:
            result.note(written.change, key)


def _refused(row: QuestionRow, why: str) -> Fault:
    return Fault(
        code=FaultCode.REFUSED,
        line=row.place.line,
        file=row.place.file,
        parameters={"why": why},
    )
