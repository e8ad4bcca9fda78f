"""Questions as the cells of a sheet, CSV or XLSX, with nothing left out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell

from quizzes.bank.question_content import QuestionContent
from quizzes.exchange.columns import SEPARATOR, escaped
from quizzes.exchange.question_columns import (
    FEEDBACK_COLUMNS,
    MOST_LINES,
    OPTION_COLUMNS,
    PROMPT_COLUMNS,
    QUESTION_COLUMNS,
)
from quizzes.items.characters import without_forbidden
from quizzes.items.data import Form
from quizzes.items.questions import TRUE_ID


class TooManyLines(Exception):
    """A question has more lines than a sheet has columns for; its key says which."""


def to_questions_csv(questions: Iterable[QuestionContent]) -> bytes:
    """UTF-8, a header, a comma; cells that a spreadsheet might run are escaped."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(QUESTION_COLUMNS)
    for question in questions:
        writer.writerow(map(escaped, _row(question)))
    return out.getvalue().encode()


def to_questions_xlsx(questions: Iterable[QuestionContent]) -> bytes:
    """A workbook of one sheet; text is always text, never a formula."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("questions")
    sheet.freeze_panes = "D2"

    def cell(text: str) -> Any:
        if not text:
            return None
        written = WriteOnlyCell(sheet, value=without_forbidden(text))
        written.data_type = "s"
        return written

    sheet.append(list(QUESTION_COLUMNS))
    for question in questions:
        sheet.append([cell(text) for text in _row(question)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _row(question: QuestionContent) -> Sequence[str]:
    cells = {
        "key": question.key,
        "form": question.form.value,
        "stem": question.stem,
        "answer": _answer(question),
        "explanation": question.explanation,
        "source": question.source,
        "topic": question.topic,
        "paragraphs": SEPARATOR.join(map(str, question.paragraphs)),
        "family": question.family.value,
        "emphasis": question.emphasis,
        "note": question.note,
        "state": question.state,
    }
    if question.form is Form.DATE_ENTRY:
        others = [date for date in question.dates if not date.right]
        cells |= _numbered(OPTION_COLUMNS, [date.edtf for date in others], question)
        cells |= _numbered(FEEDBACK_COLUMNS, [date.label for date in others], question)
    else:
        texts = [option.text for option in question.options]
        told = [option.feedback for option in question.options]
        prompts = [prompt.text for prompt in question.prompts]
        cells |= _numbered(OPTION_COLUMNS, texts, question)
        cells |= _numbered(FEEDBACK_COLUMNS, told, question)
        cells |= _numbered(PROMPT_COLUMNS, prompts, question)
    return [cells.get(name, "") for name in QUESTION_COLUMNS]


def _numbered(
    names: Sequence[str], texts: Sequence[str], question: QuestionContent
) -> dict[str, str]:
    if len(texts) > MOST_LINES:
        raise TooManyLines(question.key)
    return dict(zip(names, texts, strict=False))


def _answer(question: QuestionContent) -> str:
    match question.form:
        case Form.TRUE_FALSE:
            right = next(option for option in question.options if option.key)
            return "true" if right.id == TRUE_ID else "false"
        case Form.DATE_ENTRY:
            return SEPARATOR.join(date.edtf for date in question.dates if date.right)
        case Form.ORDERING:
            return ""
        case Form.MATCHING:
            places = [option.id for option in question.options]
            named = (places.index(prompt.option) + 1 for prompt in question.prompts)
            return SEPARATOR.join(map(str, named))
        case _:
            keys = (n for n, each in enumerate(question.options, 1) if each.key)
            return SEPARATOR.join(map(str, keys))
