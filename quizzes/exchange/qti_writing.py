"""Questions as a QTI 3.0 content package: a manifest, a test, and an item each."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Final
from xml.etree import ElementTree as Xml

from quizzes.exchange.above_questions import Images, picture_files
from quizzes.exchange.qti_items import NAMESPACE, item_xml
from quizzes.exchange.xml_writing import document
from quizzes.items.questions import QuestionData

_MANIFEST: Final = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
_TEST_FILE: Final = "test.xml"
# The same questions give the same bytes, whenever they are written.
_DATE: Final = (1980, 1, 1, 0, 0, 0)


def to_qti(
    questions: Sequence[QuestionData], title: str, images: Images | None = None
) -> bytes:
    """The package as a ZIP archive.

    Takes the title of the whole, and the contents of the pictures.
    """
    images = images or {}
    files = {_TEST_FILE: _test(len(questions), title)}
    sources = {name: f"../{_image_file(name)}" for name in images}
    for number, question in enumerate(questions, 1):
        files[_item_file(number)] = item_xml(question, _item_id(number), sources)
    files |= {_image_file(name): content for name, content in images.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {
            "imsmanifest.xml": _manifest(
                [_images_of(question, images) for question in questions]
            ),
            **files,
        }.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()


def _item_id(number: int) -> str:
    return f"item-{number:04}"


def _item_file(number: int) -> str:
    return f"items/{_item_id(number)}.xml"


def _image_file(name: str) -> str:
    return f"images/{name}"


def _images_of(question: QuestionData, images: Images) -> list[str]:
    """The files of a question's pictures."""
    return [_image_file(name) for name in picture_files([question]) if name in images]


def _manifest(images: Sequence[Sequence[str]]) -> bytes:
    """The manifest; takes the files of the pictures of each item."""
    root = Xml.Element("manifest", {"xmlns": _MANIFEST, "identifier": "manifest"})
    metadata = Xml.SubElement(root, "metadata")
    Xml.SubElement(metadata, "schema").text = "QTI Package"
    Xml.SubElement(metadata, "schemaversion").text = "3.0.0"
    Xml.SubElement(root, "organizations")
    resources = Xml.SubElement(root, "resources")
    test = _resource(resources, "test", "imsqti_test_xmlv3p0", _TEST_FILE)
    for number, files in enumerate(images, 1):
        item = _item_id(number)
        Xml.SubElement(test, "dependency", {"identifierref": item})
        resource = _resource(resources, item, "imsqti_item_xmlv3p0", _item_file(number))
        for file in files:
            Xml.SubElement(resource, "file", {"href": file})
    return document(root)


def _resource(parent: Xml.Element, name: str, kind: str, file: str) -> Xml.Element:
    resource = Xml.SubElement(
        parent, "resource", {"identifier": name, "type": kind, "href": file}
    )
    Xml.SubElement(resource, "file", {"href": file})
    return resource


def _test(count: int, title: str) -> bytes:
    root = Xml.Element(
        "qti-assessment-test",
        {"xmlns": NAMESPACE, "identifier": "test", "title": title},
    )
    part = Xml.SubElement(
        root,
        "qti-test-part",
        {
            "identifier": "part",
            "navigation-mode": "nonlinear",
            "submission-mode": "simultaneous",
        },
    )
    section = Xml.SubElement(
        part,
        "qti-assessment-section",
        {"identifier": "section", "title": title, "visible": "true"},
    )
    for number in range(1, count + 1):
        Xml.SubElement(
            section,
            "qti-assessment-item-ref",
            {"identifier": _item_id(number), "href": _item_file(number)},
        )
    return document(root)
