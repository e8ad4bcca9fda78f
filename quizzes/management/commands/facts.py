"""Facts in and out: `facts export`, `facts import` and `facts load`."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from quizzes.bank import editing
from quizzes.bank.spaces import Source, Space
from quizzes.exchange import fixture_writing, sheet_writing
from quizzes.exchange.bank_rows import world_of
from quizzes.exchange.columns import COLUMNS
from quizzes.exchange.fault_words import sentence
from quizzes.exchange.faults import Fault
from quizzes.exchange.limits import MAX_BYTES
from quizzes.exchange.storing import ImportResult, import_sheet, load_fixtures

_FORMATS: Final = (*sheet_writing.WRITERS, "yaml")
_COLUMNS_HELP: Final = f"""\
Columns, in this order: {", ".join(COLUMNS)}.

A date is EDTF (1999-04-02, 1999-04, 1999, 1998-07-17/1998-07-18, 1993/.., 2000-23 for
autumn), a set is names joined by "; ", a number digits. Entities go by their Kazakh
names. In JSON sets are lists of names. Rows may be left out of a file, and columns
too: what is not there stays as it is.
"""


class Command(BaseCommand):
    """Facts in and out."""

    help = "Exports, imports and loads the facts of the bank."

    def add_arguments(self, parser: CommandParser) -> None:
        """Define the three subcommands."""
        subcommands = parser.add_subparsers(
            dest="subcommand", required=True, metavar="{export,import,load}"
        )
        self._add_export(subcommands)
        self._add_import(subcommands)
        self._add_load(subcommands)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the chosen subcommand."""
        run = {"export": self._export, "import": self._import, "load": self._load}
        run[options["subcommand"]](options)

    # Arguments

    def _add_export(self, subcommands: Any) -> None:
        parser = _subparser(
            subcommands,
            "export",
            "Writes one row per fact, to standard output or a file.",
            _COLUMNS_HELP,
        )
        parser.add_argument(
            "--source", metavar="KEY", help="only the facts of a source"
        )
        parser.add_argument(
            "--format",
            choices=_FORMATS,
            default="csv",
            help="csv (the default), json, xlsx, or yaml in the shape of the fixtures",
        )
        parser.add_argument(
            "--output", metavar="FILE", type=Path, help="write here, not to the screen"
        )
        _add_space(parser)

    def _add_import(self, subcommands: Any) -> None:
        parser = _subparser(
            subcommands,
            "import",
            "Reads a sheet (.csv, .json, .xlsx) back: all of it or nothing. Each fault"
            " is named with its line, and the exit code is then 1.",
            _COLUMNS_HELP,
        )
        parser.add_argument("file", metavar="FILE", type=Path)
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="only say what would change",
        )
        parser.add_argument(
            "--create-entities",
            action="store_true",
            help="make an entity of each unknown name, of the kind that its row gives;"
            " without this an unknown name is a fault, since it may be a slip",
        )
        _add_space(parser)

    def _add_load(self, subcommands: Any) -> None:
        parser = _subparser(
            subcommands,
            "load",
            "Loads the fixtures, again and again without harm: adds new facts, writes"
            " new versions of changed ones, and leaves alone what a person has edited.",
            "Without FILE it loads every .yaml file of the folder fixtures/.",
        )
        parser.add_argument("files", metavar="FILE", nargs="*", type=Path)
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="only say what would change",
        )
        parser.add_argument(
            "--prune",
            action="store_true",
            help="remove what no fixture has any more, unless a person has edited it",
        )

    # Subcommands

    def _export(self, options: dict[str, Any]) -> None:
        space, key = _space(options["space"]), options["source"]
        reachable = Source.objects.within_reach_of(space)
        if key is not None and not reachable.filter(key=key).exists():
            raise CommandError(_("There is no source with the key “%s”.") % key)
        world = world_of(space)
        facts = [
            fact for fact in world.facts.values() if key is None or fact.source == key
        ]
        if options["format"] == "yaml":
            things = (
                fixture_writing.whole(world)
                if key is None
                else fixture_writing.chosen(world, facts)
            )
            content = fixture_writing.to_yaml(things, facts)
        else:
            write = sheet_writing.WRITERS[options["format"]]
            content = write(sheet_writing.table_of(facts, world))
        self._write(content, options["output"])

    def _import(self, options: dict[str, Any]) -> None:
        file: Path = options["file"]
        result = import_sheet(
            _read(file),
            file=file.name,
            space=_space(options["space"]),
            now=timezone.now(),
            dry_run=options["dry_run"],
            create_entities=options["create_entities"],
        )
        self._report(result)

    def _load(self, options: dict[str, Any]) -> None:
        paths: list[Path] = options["files"]
        if not paths:
            folder = Path(settings.BASE_DIR) / "fixtures"
            paths = sorted(folder.glob("*.yaml"))
            if not paths:
                raise CommandError(_("There are no fixtures in %s.") % folder)
        result = load_fixtures(
            [(path.name, _read(path)) for path in paths],
            now=timezone.now(),
            dry_run=options["dry_run"],
            prune=options["prune"],
        )
        self._report(result)

    # Output

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

    def _report(self, result: ImportResult) -> None:
        """Print what was done; with faults, these, and stop with exit code 1."""
        if result.faults:
            for fault in _in_order(result.faults):
                self.stderr.write(sentence(fault))
            self.stderr.write(
                _("Nothing was stored. Faults: %(count)s.")
                % {"count": len(result.faults)}
            )
            sys.exit(1)
        if result.dry_run:
            self.stdout.write(_("Dry run: nothing was stored."))
        counts = (
            (_("Facts added"), result.added),
            (_("Facts changed"), result.changed),
            (_("Facts unchanged"), result.unchanged),
            (_("Entities added"), result.entities_added),
            (_("Entities changed"), result.entities_changed),
        )
        for label, keys in counts:
            self.stdout.write(f"{label}: {len(keys)}")
        named = (
            (_("Left as a person edited it"), result.kept + result.entities_kept),
            (_("In no fixture any more"), result.gone),
        )
        for label, keys in named:
            for key in keys:
                self.stdout.write(f"{label}: {key}")


def _subparser(subcommands: Any, name: str, about: str, more: str) -> ArgumentParser:
    parser: ArgumentParser = subcommands.add_parser(
        name,
        help=about,
        description=about,
        epilog=more,
        formatter_class=RawDescriptionHelpFormatter,
    )
    return parser


def _add_space(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--space", metavar="KEY", help="the space (default: the common library)"
    )


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


def _in_order(faults: list[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda fault: (fault.file, fault.line, fault.field))
