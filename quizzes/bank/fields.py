"""Fields that the bank and the rooms above it share."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models


class Utf8JSONField(models.TextField):
    """JSON kept as UTF-8 text.

    Django's own JSONField escapes every Cyrillic letter on SQLite and doubles the size
    of a row. This one is a text column: it is NOT for looking inside with a query.
    """

    description = "JSON as UTF-8 text"

    # For the type checker: what is set and got is what JSON holds, not text
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any
    _pyi_lookup_exact_type: Any

    def from_db_value(self, value: str | None, *args: object) -> Any:
        """The Python value of a stored text."""
        return None if value is None else json.loads(value)

    def get_prep_value(self, value: Any) -> str | None:
        """The text to store; None is NULL."""
        return None if value is None else dump(value)

    def to_python(self, value: Any) -> Any:
        """A value as it is; forms and fixtures may give text that starts like JSON."""
        if isinstance(value, str) and value[:1] in ("[", "{"):
            try:
                return json.loads(value)
            except ValueError as error:
                raise ValidationError(str(error), code="invalid") from error
        return value

    def value_from_object(self, obj: models.Model) -> Any:
        """What a form shows: readable JSON."""
        value = super().value_from_object(obj)
        return "" if value is None else dump(value)

    def value_to_string(self, obj: models.Model) -> Any:
        """What `dumpdata` writes: the value itself."""
        return super().value_from_object(obj)


def dump(value: object) -> str:
    """The one JSON text of a value; raises TypeError for what JSON cannot hold."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
