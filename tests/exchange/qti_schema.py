"""Hold what goes out as QTI against the schema of 1EdTech, where somebody has it.

    python -m tests.exchange.qti_schema FOLDER

FOLDER holds the schema as 1EdTech gives it, `imsqtiv3p0_imscpv1p2_v1p0.xsd` for the
manifest and `imsqti_asiv3p0…_v1p0.xsd` for items and tests, with what these include.
Says what is wrong, and 1 if anything is.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from lxml import etree

from quizzes.exchange.qti_writing import to_qti
from quizzes.exchange.question_exports import OutFormat, export_items
from quizzes.items.data import Item
from quizzes.items.making import make_every
from quizzes.items.questions import make_item
from tests.exchange.question_samples import PICTURE_FILE, SAMPLES, under_a_text
from tests.items.small_bank import small_bank

MANIFEST = "imsmanifest.xml"


def packages() -> Iterator[bytes]:
    """A package of questions of all forms, and one of every item of a bank."""
    yield to_qti([each.as_data() for each in SAMPLES.values()], "Тест")
    items = [each for each in make_every(small_bank(), "s") if isinstance(each, Item)]
    now = datetime(2026, 11, 22, tzinfo=UTC)
    yield export_items(items, OutFormat.QTI, title="Тест", titles={}, now=now)
    yield export_items(
        [under_a_text(make_item(each.as_data(), "s")) for each in SAMPLES.values()],
        OutFormat.QTI,
        title="Мәтін",
        titles={},
        now=now,
        images={PICTURE_FILE: b"a picture"},
    )


def main() -> int:
    """Print each fault; 1 if there is one."""
    folder = Path(sys.argv[1])
    schemas = {
        True: etree.XMLSchema(file=_one(folder, "imsqtiv3p0_imscp*.xsd")),
        False: etree.XMLSchema(file=_one(folder, "imsqti_asiv3p0*.xsd")),
    }
    checked, faults = 0, 0
    for package in packages():
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            for name in xml_files(archive):
                schema = schemas[name == MANIFEST]
                checked += 1
                if not schema.validate(etree.fromstring(archive.read(name))):
                    faults += 1
                    print(f"{name}: {schema.error_log.last_error}")
    print(f"{checked} files, {faults} with faults")
    return 1 if faults else 0


def xml_files(archive: zipfile.ZipFile) -> list[str]:
    """The names of the files of a package that are no pictures."""
    return [name for name in archive.namelist() if name.endswith(".xml")]


def _one(folder: Path, pattern: str) -> str:
    return str(next(iter(sorted(folder.rglob(pattern)))))


if __name__ == "__main__":
    sys.exit(main())
