"""`manage.py locale`: the catalogues of the interface's words, without GNU gettext."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation.template import templatize

DOMAIN = "django"
ROOMS = "quizzes"
TEMPLATES = "templates"
# The marked texts themselves are English
SOURCE_LANGUAGE = "en"
# Django's own names for marking a text, and which argument is the text
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def extract_template(
    fileobj: Any, keywords: Any, comment_tags: Any, options: Any
) -> Iterator[Any]:
    """Babel's extractor for Django templates: Django itself turns them into Python."""
    from babel.messages.extract import extract_python

    source = templatize(fileobj.read().decode("utf-8"))
    # Indentation means nothing in a template, and something to Python's tokenizer
    source = "\n".join(line.strip() for line in source.splitlines())
    yield from extract_python(
        io.BytesIO(source.encode("utf-8")), keywords, comment_tags, options
    )


class Command(BaseCommand):
    """Extracts the words into .po files, and compiles these to .mo files."""

    help = "extract: bring the .po files up to date; compile: make the .mo files."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        """Take what to do."""
        parser.add_argument("what", choices=["extract", "compile"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it for all languages of the site."""
        if options["what"] == "extract":
            extract(settings.BASE_DIR, self._locale_dir())
        else:
            faults = compile_all(self._locale_dir())
            if faults:
                raise CommandError("\n".join(faults))

    def _locale_dir(self) -> Path:
        return Path(settings.LOCALE_PATHS[0])


def extract(root: Path, locale_dir: Path) -> None:
    """Collect the marked texts and merge them into each language's .po file."""
    found = Catalog(project="quizsite", charset="utf-8")
    sources = ((ROOMS, "python"), (TEMPLATES, f"{__name__}:extract_template"))
    for folder, method in sources:
        # Messages by mail are templates that end in .txt
        patterns = ["**.py"] if method == "python" else ["**.html", "**.txt"]
        for name, _line, message, comments, context in extract_from_dir(
            root / folder,
            method_map=[(pattern, method) for pattern in patterns],
            keywords=KEYWORDS,
            comment_tags=["Translators:"],
            directory_filter=_has_words,
        ):
            # Without line numbers: they change with every edit and say little
            found.add(
                message,
                locations=[(f"{folder}/{name}", 0)],
                auto_comments=comments,
                context=context,
            )
    for language, _name in settings.LANGUAGES:
        if language == SOURCE_LANGUAGE:
            continue
        path = _po_path(locale_dir, language)
        if path.exists():
            catalog = _read(path, language)
        else:
            catalog = Catalog(locale=language, project="quizsite", charset="utf-8")
        # What tells nothing would change with each extraction
        catalog.fuzzy = False
        catalog.header_comment = f"# The interface in the language {language}"
        catalog.msgid_bugs_address = catalog.last_translator = ""
        catalog.language_team = ""
        found.creation_date = catalog.revision_date = catalog.creation_date
        catalog.update(found, no_fuzzy_matching=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(
                file,
                catalog,
                width=88,
                sort_output=True,
                ignore_obsolete=True,
                omit_header=False,
                include_lineno=False,
            )


def _has_words(folder: str | os.PathLike[str]) -> bool:
    """Whether to look into a folder; Babel alone would pass `_components` over."""
    return not Path(folder).name.startswith((".", "__"))


def compile_all(locale_dir: Path) -> list[str]:
    """Write the .mo file of each .po file; give the faults that were found."""
    faults = []
    for path in sorted(locale_dir.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        catalog = _read(path, path.parent.parent.name)
        for message, errors in catalog.check():
            faults += [f"{path}: {message.id!r}: {error}" for error in errors]
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalog)
    return faults


def _po_path(locale_dir: Path, language: str) -> Path:
    return locale_dir / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def _read(path: Path, language: str) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=language)
