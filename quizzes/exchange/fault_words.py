"""Faults in the words of the reader's language.

No case ending hangs on a placeholder: what is put in stands behind a colon or in
quotation marks, so that the sentences stay right in Kazakh.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quizzes.bank import finding_words
from quizzes.exchange.faults import Fault, FaultCode

_WORDS: Final[Mapping[FaultCode, Promise]] = {
    FaultCode.TOO_LARGE: _("The file is too large. Largest size, MB: %(limit)s."),
    FaultCode.NOT_UTF8: _("The text is not in UTF-8. Save the file as “CSV UTF-8”."),
    FaultCode.CONTROL_CHARACTER: _("There is a character here that cannot be shown."),
    FaultCode.UNREADABLE: _("The file cannot be read from here on (%(why)s)."),
    FaultCode.UNKNOWN_FORMAT: _("The file name must end in .csv, .json or .xlsx."),
    FaultCode.UNKNOWN_UPLOAD: _(
        "Files of this kind cannot be read. Possible: .csv, .xlsx, .json, .docx, .txt,"
        " .gift, .xml. Save a .doc as .docx, and an .xls as .xlsx."
    ),
    FaultCode.ALIAS: _("Anchors and aliases (& and *) are not allowed."),
    FaultCode.TOO_DEEP: _("Nested too deeply. Most levels: %(limit)s."),
    FaultCode.TOO_MANY_ROWS: _("Too many rows. Most rows: %(limit)s."),
    FaultCode.TOO_MANY_COLUMNS: _("Too many columns. Most columns: %(limit)s."),
    FaultCode.TOO_MANY_PARTS: _("The file has too many parts. Most: %(limit)s."),
    FaultCode.NO_HEADER: _(
        "The first row must name the columns; “key” or “subject” is needed."
    ),
    FaultCode.NO_FACTS: _("There are no facts in this file."),
    FaultCode.UNKNOWN_FIELD: _("There is no such field."),
    FaultCode.TWICE: _("This field stands here twice."),
    FaultCode.MISSING: _("This must be filled in."),
    FaultCode.NOT_TEXT: _("This must be text."),
    FaultCode.NOT_NUMBER: _("This must be a whole number."),
    FaultCode.NOT_YES_NO: _("This must be “true” or “false”."),
    FaultCode.NOT_LIST: _("This must be a list."),
    FaultCode.NOT_MAPPING: _("This must have named fields."),
    FaultCode.FORMULA: _("This is a formula. Put its value in its place."),
    FaultCode.UNKNOWN_CHOICE: _("No such value: “%(value)s”. Possible: %(choices)s."),
    FaultCode.BAD_KEY: _(
        "“%(value)s” is no key: small Latin letters, digits and single hyphens."
    ),
    FaultCode.TOO_LONG: _("Too long. Most characters: %(limit)s."),
    FaultCode.SEMICOLON: _("A name holds no semicolon."),
    FaultCode.BAD_DATE: _("The date cannot be read: “%(value)s” (%(why)s)."),
    FaultCode.DUPLICATE_KEY: _("The key “%(key)s” stands in line %(line)s already."),
    FaultCode.UNKNOWN_KEY: _("There is nothing with the key “%(key)s”."),
    FaultCode.UNKNOWN_NAME: _("No such name: “%(name)s”."),
    FaultCode.AMBIGUOUS_NAME: _("“%(name)s” has several meanings: %(keys)s."),
    FaultCode.WRONG_KIND: _(
        "“%(key)s” is of another kind: %(kind)s. Possible: %(kinds)s."
    ),
    FaultCode.WRONG_VALUE_TYPE: _(
        "The value does not fit the property. Expected: %(expected)s."
    ),
    FaultCode.ONE_VALUE: _("This property takes one value only."),
    FaultCode.REPEATED_VALUE: _("“%(key)s” stands in the list twice."),
    FaultCode.NO_OBJECT: _("This property takes no object."),
    FaultCode.NEEDS_OBJECT: _("This property needs an object."),
    FaultCode.OTHER_SOURCE: _("The topic “%(topic)s” belongs to another source."),
    FaultCode.NO_SUCH_PARAGRAPH: _(
        "The source has no such paragraph: %(number)s. Last one: %(limit)s."
    ),
    FaultCode.BAD_CLAIM: _("The claim cannot be used because of this: “%(why)s”."),
    FaultCode.FINER_THAN_AGREED: _(
        "Text and history do not agree at this precision, or the date is not so exact."
    ),
    FaultCode.CIRCLE: _("“%(key)s” would be a part of itself."),
    FaultCode.CONTRADICTION: _("This contradicts the fact “%(key)s”."),
    FaultCode.REFUSED: _("This could not be stored (%(why)s)."),
    FaultCode.CHANGED_MEANWHILE: _(
        "This has changed in the bank since the file was checked, so it was left alone."
    ),
    FaultCode.UNKNOWN_QUESTION_FORMAT: _(
        "The file name must end in .gift, .txt, .xml, .csv, .xlsx or .docx."
    ),
    FaultCode.NO_QUESTIONS: _("There are no questions in this file."),
    FaultCode.NO_STEM_COLUMN: _(
        "The first row must name the columns; “stem” is needed."
    ),
    FaultCode.UNKNOWN_TYPE: _("Questions of this type cannot be taken in: %(type)s."),
    FaultCode.NOT_CLOSED: _("This is opened and not closed: %(mark)s"),
    FaultCode.STRAY_LINE: _("This line belongs to no question: “%(text)s”."),
    FaultCode.LOST_LETTERS: _(
        "Letters were lost here: “%(words)s”. Put the line right: “%(text)s”."
    ),
    FaultCode.BAD_ANSWER: _("This names no option: “%(value)s”."),
    FaultCode.OUT_OF_ORDER: _(
        "An option is missing or stands twice. It is lettered: %(letter)s."
    ),
    FaultCode.KEYS_DISAGREE: _("The marks and the list of keys do not agree here."),
    FaultCode.KEY_OF_NOTHING: _(
        "The list of keys has a question that is not there. Its number: %(number)s."
    ),
    FaultCode.KEYS_UNEVEN: _(
        "The list of keys does not come out. Questions: %(numbers)s, keys: %(letters)s."
    ),
}


def words(fault: Fault) -> str:
    """What is wrong, without where."""
    if fault.code is FaultCode.QUESTION:
        return finding_words.text(str(fault.parameters["finding"]), fault.parameters)
    text = str(_WORDS[fault.code]) % fault.parameters
    near = fault.parameters.get("near")
    if near:
        text = f"{text} {_t('Perhaps: “%(name)s”.') % {'name': near}}"
    return text


def sentence(fault: Fault) -> str:
    """Where and what: file, line, field and what is wrong."""
    where = []
    if fault.file:
        where.append(fault.file)
    if fault.line:
        where.append(_t("line %(number)s") % {"number": fault.line})
    said = [", ".join(where), fault.field, words(fault)]
    return ": ".join(part for part in said if part)
