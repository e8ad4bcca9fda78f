"""What people are called on the pages."""

from __future__ import annotations

import unicodedata
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

LONGEST_NAME: Final = 80
# Control characters, unpaired halves, and what is not (or not yet) a character. Format
# characters (Cf) turn the writing round or are not seen, so they are as bad in a name.
REFUSED_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
# For those who choose a name now. An @ would let a name look like somebody's address.
username_validators = [
    RegexValidator(
        r"^[\w.+-]+\Z",
        _("Use letters, digits and the signs .+_- without spaces."),
    )
]


def clean_display_name(typed: str) -> str:
    """The name as it is stored: composed, with single spaces.

    Raises ValidationError for a name that is empty, too long, without any letter, or
    has characters that nobody can see.
    """
    name = " ".join(unicodedata.normalize("NFC", typed).split())
    if any(unicodedata.category(each) in REFUSED_CATEGORIES for each in name):
        raise ValidationError(
            _("The name has characters that cannot be shown. Type it anew."),
            code="invisible",
        )
    if not any(each.isalpha() for each in name):
        raise ValidationError(_("Write a name with letters."), code="no_letters")
    if len(name) > LONGEST_NAME:
        raise ValidationError(
            _("The name is too long: at most %(n)s characters."),
            code="too_long",
            params={"n": LONGEST_NAME},
        )
    return name
