"""Questions in and out: `questions export` and `questions import`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.bank import editing, finding_words
from quizzes.bank.question_conversion import question_content
from quizzes.bank.questions import Question
from quizzes.bank.spaces import Source, Space
from quizzes.exchange.exports import images_of, shown_questions
from quizzes.exchange.fault_words import sentence
from quizzes.exchange.limits import MAX_BYTES
from quizzes.exchange.question_columns import QUESTION_COLUMNS
from quizzes.exchange.question_exports import OutFormat, export_questions
from quizzes.exchange.question_files import FileFormat
from quizzes.exchange.question_storing import QuestionImport, import_questions

_COLUMNS_HELP: Final = f"""\
Columns of a sheet: {", ".join(QUESTION_COLUMNS)}.

Only “stem” must be there. “answer” is the number or letter of the right option, several
joined by "; ", true or false, or a date. Plain text (.txt) may be GIFT, Aiken, or a
test sheet: numbered questions, options А) В) С), the key marked by * or + or listed at
the end.
"""


class Command(BaseCommand):
    """Questions in and out."""

    help = "Exports and imports the questions of the bank."

    def add_arguments(self, parser: CommandParser) -> None:
        """Define the two subcommands."""
        subcommands = parser.add_subparsers(
            dest="subcommand", required=True, metavar="{export,import}"
        )
        out = _subparser(
            subcommands, "export", "Writes questions to standard output or a file."
        )
        out.add_argument(
            "--format", choices=[each.value for each in OutFormat], default="csv"
        )
        out.add_argument("--topic", metavar="KEY", help="only questions of a topic")
        out.add_argument(
            "--output", metavar="FILE", type=Path, help="write here, not to the screen"
        )
        into = _subparser(
            subcommands,
            "import",
            "Reads questions: all of a file or nothing. Each fault is named with its"
            " line, and the exit code is then 1. New questions are drafts.",
        )
        into.add_argument("file", metavar="FILE", type=Path)
        into.add_argument(
            "--format",
            choices=[each.value for each in FileFormat],
            help="the format, where neither the name nor the text of the file tells it",
        )
        into.add_argument("--source", metavar="KEY", default="")
        into.add_argument("--topic", metavar="KEY", default="")
        into.add_argument(
            "--dry-run", action="store_true", help="only say what would change"
        )
        for each in (out, into):
            each.add_argument(
                "--space", metavar="KEY", help="the space (default: the common library)"
            )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the chosen subcommand."""
        run = {"export": self._export, "import": self._import}
        run[options["subcommand"]](options)

    def _export(self, options: dict[str, Any]) -> None:
        space = _space(options["space"])
        questions = Question.objects.in_space(space).with_content().order_by("key")
        if options["topic"] is not None:
            questions = questions.filter(topic__key=options["topic"])
        sources = Source.objects.within_reach_of(space)
        rows = list(questions)
        shown = shown_questions(rows)
        content = export_questions(
            [question_content(question) for question in rows],
            OutFormat(options["format"]),
            title=space.name,
            titles=dict(sources.values_list("key", "title_kk")),
            now=timezone.now(),
            shown=shown,
            images=images_of(shown),
        )
        self._write(content, options["output"])

    def _import(self, options: dict[str, Any]) -> None:
        file: Path = options["file"]
        result = import_questions(
            _read(file),
            file=file.name,
            space=_space(options["space"]),
            now=timezone.now(),
            file_format=FileFormat(options["format"]) if options["format"] else None,
            source=options["source"],
            topic=options["topic"],
            dry_run=options["dry_run"],
        )
        self._report(result)

    def _write(self, content: bytes, path: Path | None) -> None:
        if path is not None:
            try:
                path.write_bytes(content)
            except OSError as error:
                raise CommandError(str(error)) from None
            return
        buffer = getattr(self.stdout._out, "buffer", None)
        if buffer is not None:
            self.stdout.flush()
            buffer.write(content)
            buffer.flush()
        else:
            self.stdout.write(content.decode(), ending="")

    def _report(self, result: QuestionImport) -> None:
        """Print what was done; with faults, these, and stop with exit code 1."""
        if result.faults:
            for fault in sorted(
                result.faults, key=lambda each: (each.line, each.field)
            ):
                self.stderr.write(sentence(fault))
            self.stderr.write(
                _("Nothing was stored. Faults: %(count)s.")
                % {"count": len(result.faults)}
            )
            sys.exit(1)
        if result.dry_run:
            self.stdout.write(_("Dry run: nothing was stored."))
        counts = (
            (_("Questions added"), result.added),
            (_("Questions changed"), result.changed),
            (_("Questions unchanged"), result.unchanged),
            (_("Already in the bank, and left as it is there"), result.kept),
            (_("Standing in the file twice"), result.repeated),
        )
        for label, keys in counts:
            self.stdout.write(f"{label}: {len(keys)}")
        for warned in result.warned:
            where = _("line %(number)s") % {"number": warned.line}
            for finding in warned.findings:
                self.stderr.write(f"{where}: {finding_words.words(finding)}")


def _subparser(subcommands: Any, name: str, about: str) -> ArgumentParser:
    parser: ArgumentParser = subcommands.add_parser(
        name,
        help=about,
        description=about,
        epilog=_COLUMNS_HELP,
        formatter_class=RawDescriptionHelpFormatter,
    )
    return parser


def _space(key: str | None) -> Space:
    """The space that is meant; the common library is made if it is not there."""
    if key is None:
        return editing.make_common_space()
    try:
        return Space.objects.get(key=key)
    except Space.DoesNotExist:
        raise CommandError(_("There is no space with the key “%s”.") % key) from None


def _read(path: Path) -> bytes:
    """The bytes of a file, no more of them than the limit needs to be noticed."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from None
