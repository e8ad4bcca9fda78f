"""Questions as files give them: whole contents, each with the line where it begins."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Final

from quizzes.bank.question_content import QuestionContent
from quizzes.exchange.rows import Place
from quizzes.items.data import Family, Form
from quizzes.items.question_faults import folded
from quizzes.items.questions import (
    FALSE_ID,
    TRUE_ID,
    QuestionDate,
    QuestionOption,
    QuestionPrompt,
    read_date,
)

KEY: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_KEY_LENGTH: Final = 100
_DIGEST_LENGTH: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRow:
    """A question as a file gives it.

    `named` says that the file gave its key; else the key is made from its words, so
    that the same question has the same key in every file.
    """

    content: QuestionContent
    named: bool = False
    place: Place = field(default_factory=Place, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOption:
    """An option as a file gives it."""

    text: str
    key: bool = False
    feedback: str = ""


@dataclass(slots=True, kw_only=True)
class ReadQuestion:
    """What a reader has found of one question, to be completed by `row`."""

    form: Form
    stem: str
    line: int
    key: str = ""
    family: Family | None = None
    emphasis: str = ""
    options: Sequence[ReadOption] = ()
    pairs: Sequence[tuple[str, str]] = ()
    spares: Sequence[str] = ()
    dates: Sequence[QuestionDate] = ()
    explanation: str = ""

    def row(self) -> QuestionRow:
        """The question with ids for its options, and with a key."""
        options, prompts = self._lines()
        named = bool(KEY.fullmatch(self.key)) and len(self.key) <= _KEY_LENGTH
        content = QuestionContent(
            key=self.key if named else self._made_key(),
            form=self.form,
            stem=self.stem.strip(),
            family=self.family or usual_family(self.form),
            emphasis=self.emphasis if self.emphasis in self.stem else "",
            options=options,
            prompts=prompts,
            dates=tuple(self.dates),
            explanation=self.explanation.strip(),
        )
        return QuestionRow(content=content, named=named, place=Place(line=self.line))

    def _lines(self) -> tuple[tuple[QuestionOption, ...], tuple[QuestionPrompt, ...]]:
        if self.form is Form.MATCHING:
            return _matched(self.pairs, self.spares)
        ids = [str(number) for number in range(1, len(self.options) + 1)]
        if self.form is Form.TRUE_FALSE:
            ids = [TRUE_ID, FALSE_ID]
        options = tuple(
            QuestionOption(
                id=identifier,
                text="" if self.form is Form.TRUE_FALSE else option.text.strip(),
                key=option.key,
                feedback=option.feedback.strip(),
            )
            for identifier, option in zip(ids, self.options, strict=False)
        )
        return options, ()

    def _made_key(self) -> str:
        parts = [self.form.value, folded(self.stem)]
        parts += sorted(folded(option.text) for option in self.options)
        parts += sorted(f"{folded(left)}>{folded(right)}" for left, right in self.pairs)
        parts += sorted(date.edtf for date in self.dates)
        text = "\n".join(parts).encode("utf-8", "surrogatepass")
        return f"q-{hashlib.sha256(text).hexdigest()[:_DIGEST_LENGTH]}"


def _matched(
    pairs: Sequence[tuple[str, str]], spares: Sequence[str]
) -> tuple[tuple[QuestionOption, ...], tuple[QuestionPrompt, ...]]:
    """Pairs as prompts and options; right sides that stand several times become one."""
    ids: dict[str, str] = {}
    options: list[QuestionOption] = []
    rights = [right.strip() for _, right in pairs]
    for text in (*rights, *(spare.strip() for spare in spares)):
        if text not in ids:
            ids[text] = str(len(ids) + 1)
            options.append(QuestionOption(id=ids[text], text=text, key=text in rights))
    prompts = tuple(
        QuestionPrompt(id=f"p{number}", text=left.strip(), option=ids[right.strip()])
        for number, (left, right) in enumerate(pairs, 1)
    )
    return tuple(options), prompts


def usual_family(form: Form) -> Family:
    """What a question of a form is usually about, where a file does not say."""
    return Family.DATE if form in (Form.DATE_ENTRY, Form.ORDERING) else Family.TREATY


def true_or_false(
    *, is_true: bool, if_true: str = "", if_false: str = ""
) -> tuple[ReadOption, ReadOption]:
    """The two options, with what is told to those who choose each."""
    return (
        ReadOption(text="", key=is_true, feedback=if_true),
        ReadOption(text="", key=not is_true, feedback=if_false),
    )


def dates_of(
    answers: Iterable[tuple[str, bool, str]],
) -> tuple[QuestionDate, ...] | None:
    """Typed answers as dates, if every one is a date; spellings of one date are one.

    Takes text, whether it is right, and what is told of it.
    """
    found: dict[str, QuestionDate] = {}
    for text, right, told in answers:
        value = read_date(text.strip())
        if value is None:
            return None
        if value.edtf not in found:
            found[value.edtf] = QuestionDate(
                edtf=value.edtf, right=right, label="" if right else told.strip()
            )
    return tuple(found.values()) or None


def with_ids_of(content: QuestionContent, known: QuestionContent) -> QuestionContent:
    """The content with the ids that the known one has for the same texts.

    Files hold no ids, and statistics count by them, so an option keeps its own.
    """
    options = _renamed(content.options, known.options, prefix="")
    prompts = _renamed(content.prompts, known.prompts, prefix="p")
    if content.form is Form.TRUE_FALSE:
        return content
    return replace(
        content,
        options=tuple(
            replace(option, id=options[option.id]) for option in content.options
        ),
        prompts=tuple(
            replace(prompt, id=prompts[prompt.id], option=options[prompt.option])
            for prompt in content.prompts
        ),
    )


def _renamed(
    lines: Sequence[QuestionOption] | Sequence[QuestionPrompt],
    known: Sequence[QuestionOption] | Sequence[QuestionPrompt],
    *,
    prefix: str,
) -> dict[str, str]:
    """The new id of each old one."""
    taken = {line.id for line in known}
    waiting: dict[str, list[str]] = {}
    for line in known:
        waiting.setdefault(line.text, []).append(line.id)
    fresh = (f"{prefix}{number}" for number in count(1))
    named = {}
    for line in lines:
        same = waiting.get(line.text)
        named[line.id] = (
            same.pop(0) if same else next(name for name in fresh if name not in taken)
        )
    return named
