"""Whether questions from a file can stand beside what the bank holds.

Plain Python: sources and topics are given as rows. What cannot be saved is a fault at
the question's line; what only speaks against a question is left to the writing rules.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from quizzes.exchange.faults import Fault, FaultCode, Parameter
from quizzes.exchange.question_rows import QuestionRow
from quizzes.exchange.rows import SourceRow, TopicRow
from quizzes.items.item_writing import warnings_of
from quizzes.items.question_faults import Finding, faults_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The sources and topics, by key, that questions may name."""

    sources: Mapping[str, SourceRow] = field(default_factory=dict)
    topics: Mapping[str, TopicRow] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """What speaks against a question of a file, and the line where it begins."""

    line: int
    key: str
    findings: tuple[Finding, ...]


@dataclass(slots=True, kw_only=True)
class Checked:
    """The questions that can be stored, and what was found of all of them.

    `repeated` are the lines of questions that stand in the file before.
    """

    rows: list[QuestionRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    warned: list[Warned] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)


def check_questions(rows: Sequence[QuestionRow], shelf: Shelf) -> Checked:
    """Sort the questions of a file into those that can be stored and those that not."""
    checked = Checked()
    seen: dict[str, QuestionRow] = {}
    for row in rows:
        key = row.content.key
        faults = check_question(row, shelf)
        if key in seen and not row.named:
            checked.repeated.append(row.place.line)
            continue
        if key in seen:
            line = seen[key].place.line
            faults.append(
                _fault(row, FaultCode.DUPLICATE_KEY, "key", key=key, line=line)
            )
        seen.setdefault(key, row)
        if faults:
            checked.faults += faults
            continue
        checked.rows.append(row)
        findings = tuple(warnings_of(row.content.as_data()))
        if findings:
            checked.warned.append(
                Warned(line=row.place.line, key=key, findings=findings)
            )
    return checked


def check_question(row: QuestionRow, shelf: Shelf) -> list[Fault]:
    """All that keeps one question from being stored."""
    content = row.content
    faults = [_of_finding(row, found) for found in faults_of(content.as_data())]
    source, topic = shelf.sources.get(content.source), shelf.topics.get(content.topic)
    if content.source and source is None:
        faults.append(_fault(row, FaultCode.UNKNOWN_KEY, "source", key=content.source))
    if content.topic and topic is None:
        faults.append(_fault(row, FaultCode.UNKNOWN_KEY, "topic", key=content.topic))
    if topic is not None and content.source not in ("", topic.source):
        faults.append(_fault(row, FaultCode.OTHER_SOURCE, "topic", topic=content.topic))
    if content.paragraphs and not content.source:
        faults.append(_fault(row, FaultCode.MISSING, "source"))
    for number in content.paragraphs if source else ():
        if source is not None and not 1 <= number <= source.paragraphs:
            limit = source.paragraphs
            code = FaultCode.NO_SUCH_PARAGRAPH
            faults.append(_fault(row, code, "paragraphs", number=number, limit=limit))
    return faults


def _of_finding(row: QuestionRow, finding: Finding) -> Fault:
    spot = finding.spots[0]
    name = spot.field if spot.index is None else f"{spot.field} {spot.index + 1}"
    parameters = dict(finding.parameters)
    return _fault(
        row, FaultCode.QUESTION, name, finding=finding.code.value, **parameters
    )


def _fault(
    row: QuestionRow, code: FaultCode, name: str, **parameters: Parameter
) -> Fault:
    return Fault(
        code=code,
        line=row.place.line,
        field=name,
        file=row.place.file,
        parameters=parameters,
    )
