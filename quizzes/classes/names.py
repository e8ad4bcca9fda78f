"""Names of classes, and lists of names as teachers paste them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from quizzes.bank.names import search_key
from quizzes.classes.classrooms import NAME_LENGTH
from quizzes.people.names import REFUSED_CATEGORIES, clean_display_name

MOST_CARDS: Final = 60
# "1. ", "12) " or "7\t" before a name, as lists have it
_NUMBER: Final = re.compile(r"^\s*\d{1,3}\s*[.)\t]\s*")


def clean_class_name(typed: str) -> str:
    """The name of a class as it is stored; raises ValidationError.

    A class may be called «11», so it needs a letter or a digit.
    """
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    if any(unicodedata.category(each) in REFUSED_CATEGORIES for each in name):
        raise ValidationError(
            _("The name has characters that cannot be shown. Type it anew."),
            code="invisible",
        )
    if not any(each.isalnum() for each in name):
        raise ValidationError(
            _("Write a name with letters or digits."), code="no_letters"
        )
    if len(name) > NAME_LENGTH:
        raise ValidationError(
            _("The name is too long: at most %(n)s characters."),
            code="too_long",
            params={"n": NAME_LENGTH},
        )
    return name


def names_of_lines(text: str) -> Sequence[str]:
    """The names of a pasted list, one a line; empty lines and numbering are passed.

    Raises ValidationError with every fault of the list: names that cannot be, names
    that stand there twice, too many of them.
    """
    lines = [_NUMBER.sub("", line) for line in re.split(r"[\r\n]+", text)]
    names: dict[str, str] = {}
    twice: dict[str, None] = {}
    faults: list[ValidationError] = []
    for line in filter(str.strip, lines):
        try:
            name = clean_display_name(line)
        except ValidationError as fault:
            faults.append(_at_name(line, fault))
            continue
        if search_key(name) in names:
            twice[name] = None
        names[search_key(name)] = name
    if twice:
        faults.append(
            ValidationError(
                _("These names stand in the list more than once: %(names)s"),
                code="twice",
                params={"names": ", ".join(twice)},
            )
        )
    if not names and not faults:
        faults.append(ValidationError(_("Write at least one name."), code="empty"))
    if len(names) > MOST_CARDS:
        faults.append(
            ValidationError(
                _("At most %(n)s names at once."),
                code="too_many",
                params={"n": MOST_CARDS},
            )
        )
    if faults:
        raise ValidationError(faults)
    return list(names.values())


def _at_name(line: str, fault: ValidationError) -> ValidationError:
    shown = "".join(
        each for each in line if unicodedata.category(each) not in REFUSED_CATEGORIES
    ).strip()
    return ValidationError(
        "«%(name)s»: %(why)s",
        code="name",
        params={"name": shown[:40] or "?", "why": " ".join(fault.messages)},
    )
