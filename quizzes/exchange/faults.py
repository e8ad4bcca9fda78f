"""What can be wrong with a file, without words: `fault_words` has these."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeAlias

Parameter: TypeAlias = str | int


class FaultCode(StrEnum):
    """The kinds of faults; the comment names their parameters."""

    # The file as a whole
    TOO_LARGE = "too_large"  # limit
    NOT_UTF8 = "not_utf8"
    CONTROL_CHARACTER = "control_character"
    UNREADABLE = "unreadable"  # why
    UNKNOWN_FORMAT = "unknown_format"
    UNKNOWN_UPLOAD = "unknown_upload"
    ALIAS = "alias"
    TOO_DEEP = "too_deep"  # limit
    TOO_MANY_ROWS = "too_many_rows"  # limit
    TOO_MANY_COLUMNS = "too_many_columns"  # limit
    TOO_MANY_PARTS = "too_many_parts"  # limit
    NO_HEADER = "no_header"
    NO_FACTS = "no_facts"

    # A field by itself
    UNKNOWN_FIELD = "unknown_field"
    TWICE = "twice"
    MISSING = "missing"
    NOT_TEXT = "not_text"
    NOT_NUMBER = "not_number"
    NOT_YES_NO = "not_yes_no"
    NOT_LIST = "not_list"
    NOT_MAPPING = "not_mapping"
    FORMULA = "formula"
    UNKNOWN_CHOICE = "unknown_choice"  # value, choices
    BAD_KEY = "bad_key"  # value
    TOO_LONG = "too_long"  # limit
    SEMICOLON = "semicolon"
    BAD_DATE = "bad_date"  # value, why

    # A row against the others and the bank
    DUPLICATE_KEY = "duplicate_key"  # key, line
    UNKNOWN_KEY = "unknown_key"  # key
    UNKNOWN_NAME = "unknown_name"  # name, near
    AMBIGUOUS_NAME = "ambiguous_name"  # name, keys
    WRONG_KIND = "wrong_kind"  # key, kind, kinds
    WRONG_VALUE_TYPE = "wrong_value_type"  # expected
    ONE_VALUE = "one_value"
    REPEATED_VALUE = "repeated_value"  # key
    NO_OBJECT = "no_object"
    NEEDS_OBJECT = "needs_object"
    OTHER_SOURCE = "other_source"  # topic
    NO_SUCH_PARAGRAPH = "no_such_paragraph"  # number, limit
    BAD_CLAIM = "bad_claim"  # why
    FINER_THAN_AGREED = "finer_than_agreed"
    CIRCLE = "circle"  # key
    CONTRADICTION = "contradiction"  # key
    REFUSED = "refused"  # why
    CHANGED_MEANWHILE = "changed_meanwhile"

    # Files of questions
    UNKNOWN_QUESTION_FORMAT = "unknown_question_format"
    NO_QUESTIONS = "no_questions"
    NO_STEM_COLUMN = "no_stem_column"
    UNKNOWN_TYPE = "unknown_type"  # type
    NOT_CLOSED = "not_closed"  # mark
    STRAY_LINE = "stray_line"  # text
    LOST_LETTERS = "lost_letters"  # text, words
    BAD_ANSWER = "bad_answer"  # value
    OUT_OF_ORDER = "out_of_order"  # letter
    KEYS_DISAGREE = "keys_disagree"
    KEY_OF_NOTHING = "key_of_nothing"  # number
    KEYS_UNEVEN = "keys_uneven"  # numbers, letters
    QUESTION = "question"  # finding, and its parameters


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing wrong, and where: a line from 1 (0 for the whole file), a field."""

    code: FaultCode
    line: int = 0
    field: str = ""
    file: str = ""
    parameters: Mapping[str, Parameter] = dataclasses.field(default_factory=dict)

    def in_file(self, name: str) -> Fault:
        """The same fault, with the name of the file."""
        return dataclasses.replace(self, file=name)

    def to_record(self) -> dict[str, Any]:
        """The fault as JSON holds it, without the file."""
        return {
            "code": self.code.value,
            "line": self.line,
            "field": self.field,
            "parameters": dict(self.parameters),
        }

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Fault:
        """The fault that `to_record` gave."""
        return cls(**{**record, "code": FaultCode(record["code"])})


class UnreadableFile(Exception):
    """The file cannot be read at all; `fault` says why."""

    def __init__(self, code: FaultCode, line: int = 0, **parameters: Parameter) -> None:
        super().__init__(code)
        self.fault = Fault(code=code, line=line, parameters=parameters)
