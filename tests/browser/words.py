"""The words of the interface, from the catalogue that the site itself reads."""

from __future__ import annotations

from django.utils import translation


def said(words: str, language: str = "kk", **values: object) -> str:
    """What the interface says for these words of the code."""
    with translation.override(language):
        text = translation.gettext(words)
    return text % values if values else text
