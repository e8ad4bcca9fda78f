"""The text of a source, pasted or in a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from quizzes.bank.source_texts import (
    MOST_BYTES,
    MOST_PARAGRAPHS,
    EmptyText,
    TextTooLong,
    split_paragraphs,
)
from quizzes.exchange.documents import read_lines
from quizzes.exchange.fault_words import sentence
from quizzes.exchange.faults import UnreadableFile
from quizzes.exchange.limits import MAX_BYTES
from quizzes.exchange.plain_text import decode


class TextForm(forms.Form):
    """A pasted text or a file; the file counts where both are given."""

    text = forms.CharField(
        label=_("Paste the text"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    file = forms.FileField(
        label=_("Or choose a file"),
        help_text=_("A .txt file in UTF-8, or a .docx document."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".txt,.docx"}),
    )

    def clean(self) -> dict[str, Any]:
        """Read the paragraphs; what cannot be read is a fault at its field."""
        cleaned = super().clean() or {}
        file = cleaned.get("file")
        field = "file" if file else "text"
        try:
            text = _text_of(file) if file else decode_typed(cleaned.get("text", ""))
            cleaned["paragraphs"] = split_paragraphs(text)
        except UnreadableFile as error:
            self.add_error(field, sentence(error.fault))
        except UnknownEnding:
            self.add_error(field, _t("The name of the file must end in .txt or .docx."))
        except EmptyText:
            self.add_error(field, _t("There is no text here."))
        except TextTooLong:
            told = _t("Too long. Most paragraphs: %(paragraphs)s; most kB: %(size)s.")
            limits = {"paragraphs": MOST_PARAGRAPHS, "size": MOST_BYTES // 1000}
            self.add_error(field, told % limits)
        return cleaned


class UnknownEnding(ValueError):
    """The name of the file says nothing of a format that is read."""


def decode_typed(text: str) -> str:
    """A pasted text, with the care that a file is read with; raises UnreadableFile."""
    return decode(text.encode("utf-8", "replace"))


def _text_of(file: UploadedFile[bytes]) -> str:
    name = (file.name or "").lower()
    if not name.endswith((".txt", ".docx")):
        raise UnknownEnding
    # One byte more than is taken, so that what is too large is seen to be.
    content = file.read(MAX_BYTES + 1)
    if name.endswith(".txt"):
        return decode(content)
    return "\n".join(read_lines(content))
