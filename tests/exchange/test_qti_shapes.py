"""Nothing goes out as QTI that has not the shape of the standard."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as Xml

import pytest

from tests.exchange.qti_schema import MANIFEST, packages, xml_files
from tests.exchange.qti_shapes import (
    BASE_TYPES,
    CARDINALITIES,
    EXACTLY_TWO,
    IDENTIFIER,
    MIXED,
    SHAPES,
    TEMPLATES,
)

CP = "http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1"
ASI = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
SCHEMA_LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"


@pytest.fixture(scope="module")
def files() -> list[tuple[str, Xml.Element]]:
    """Every file of every package, by name."""
    found = []
    for package in packages():
        with zipfile.ZipFile(io.BytesIO(package)) as archive:
            for name in xml_files(archive):
                found.append((name, Xml.fromstring(archive.read(name))))
    return found


def local(element: Xml.Element) -> str:
    return element.tag.rpartition("}")[2]


def faults_of(root: Xml.Element, namespace: str) -> Iterator[str]:
    """What of a file has no place in its shapes."""
    for element in root.iter():
        name = local(element)
        if not element.tag.startswith(f"{{{namespace}}}"):
            yield f"{element.tag}: namespace"
        shape = SHAPES.get(name)
        if shape is None:
            yield f"{name}: unknown"
            continue
        attributes = {
            each.rpartition("}")[2]
            for each in element.attrib
            if each != SCHEMA_LOCATION
        }
        demanded, allowed = set(shape.demanded.split()), set(shape.allowed.split())
        yield from (f"{name}: lacks {each}" for each in demanded - attributes)
        yield from (f"{name}: has {each}" for each in attributes - demanded - allowed)
        yield from _children_faults(element, shape.children.split())
        yield from _value_faults(element)


def _children_faults(element: Xml.Element, order: list[str]) -> Iterator[str]:
    name, children = local(element), [local(each) for each in element]
    yield from (f"{name}: holds {each}" for each in children if each not in order)
    places = [order.index(each) for each in children if each in order]
    if name not in MIXED and places != sorted(places):
        yield f"{name}: order"
    if name in EXACTLY_TWO and children.count(EXACTLY_TWO[name]) != 2:
        yield f"{name}: number of {EXACTLY_TWO[name]}"


def _value_faults(element: Xml.Element) -> Iterator[str]:
    """Values of attributes that the schema draws from a list or a pattern."""
    for attribute, value in element.attrib.items():
        known = {
            "cardinality": CARDINALITIES,
            "base-type": BASE_TYPES,
            "template": TEMPLATES,
            "shuffle": {"true", "false"},
            "time-dependent": {"true", "false"},
        }.get(attribute)
        if known is not None and value not in known:
            yield f"{local(element)}: {attribute} is {value}"
        if attribute == "identifier" and not re.fullmatch(IDENTIFIER, value):
            yield f"{local(element)}: identifier is {value}"


def test_every_element_has_its_shape(files):
    faults = {
        fault
        for name, root in files
        for fault in faults_of(root, CP if name == MANIFEST else ASI)
    }

    assert len(files) > 100
    assert faults == set()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("qti-item-body", "qti-item-bodi"),
        ('cardinality="single"', 'cardinality="few"'),
        (' time-dependent="false"', ""),
        ('shuffle="', 'shake="'),
        ('identifier="item', 'identifier="1 item'),
    ],
)
def test_a_file_of_another_shape_would_be_found(files, old, new):
    """The check itself can fail."""
    root = next(root for name, root in files if name.startswith("items/"))
    Xml.register_namespace("", ASI)
    text = Xml.tostring(root, encoding="unicode")
    assert old in text

    changed = text.replace(old, new)

    assert list(faults_of(Xml.fromstring(changed), ASI))


def test_every_answer_names_what_is_declared(files):
    for name, root in files:
        if name == MANIFEST:
            continue
        declared = {
            each.get("identifier")
            for each in root.iter()
            if local(each) in ("qti-response-declaration", "qti-outcome-declaration")
        }
        for each in root.iter():
            for attribute in ("response-identifier", "outcome-identifier"):
                if each.get(attribute):
                    assert each.get(attribute) in declared, name
