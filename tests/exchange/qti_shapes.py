"""What the elements of our QTI packages may look like.

Each row is an element of the schema of QTI 3.0 (1EdTech, final release of 2022) as far
as we use it: the attributes that the schema demands, the others that we set, and the
elements that may stand in it, in the order of the schema. The schema itself may not be
given away with the project; what goes out was held against it once with
`python -m tests.exchange.qti_schema FOLDER`, and nothing else goes out as long as
everything has one of these shapes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Shape:
    """One element: attributes demanded, others allowed, children in order."""

    demanded: str = ""
    allowed: str = ""
    children: str = ""


SHAPES: Final[Mapping[str, Shape]] = {
    # The manifest
    "manifest": Shape("identifier", "", "metadata organizations resources"),
    "metadata": Shape("", "", "schema schemaversion"),
    "schema": Shape(),
    "schemaversion": Shape(),
    "organizations": Shape(),
    "resources": Shape("", "", "resource"),
    "resource": Shape("identifier type", "href", "file dependency"),
    "file": Shape("href"),
    "dependency": Shape("identifierref"),
    # The test
    "qti-assessment-test": Shape("identifier title", "", "qti-test-part"),
    "qti-test-part": Shape(
        "identifier navigation-mode submission-mode", "", "qti-assessment-section"
    ),
    "qti-assessment-section": Shape(
        "identifier title visible", "", "qti-assessment-item-ref"
    ),
    "qti-assessment-item-ref": Shape("identifier href"),
    # An item
    "qti-assessment-item": Shape(
        "identifier title time-dependent",
        "adaptive lang",
        "qti-response-declaration qti-outcome-declaration qti-item-body"
        " qti-response-processing qti-modal-feedback",
    ),
    "qti-response-declaration": Shape(
        "identifier cardinality", "base-type", "qti-correct-response qti-mapping"
    ),
    "qti-correct-response": Shape("", "", "qti-value"),
    "qti-value": Shape(),
    "qti-mapping": Shape("", "default-value lower-bound", "qti-map-entry"),
    "qti-map-entry": Shape("map-key mapped-value"),
    "qti-outcome-declaration": Shape(
        "identifier cardinality", "base-type", "qti-default-value"
    ),
    "qti-default-value": Shape("", "", "qti-value"),
    "qti-item-body": Shape(
        "",
        "",
        "p qti-choice-interaction qti-match-interaction qti-order-interaction",
    ),
    "qti-response-processing": Shape("", "template"),
    "qti-modal-feedback": Shape(
        "identifier outcome-identifier show-hide", "", "qti-content-body"
    ),
    "qti-content-body": Shape("", "", "p"),
    # What is in the body
    "qti-choice-interaction": Shape(
        "response-identifier", "max-choices shuffle", "qti-prompt qti-simple-choice"
    ),
    "qti-order-interaction": Shape(
        "response-identifier", "shuffle", "qti-prompt qti-simple-choice"
    ),
    "qti-match-interaction": Shape(
        "response-identifier",
        "max-associations shuffle",
        "qti-prompt qti-simple-match-set",
    ),
    "qti-simple-match-set": Shape("", "", "qti-simple-associable-choice"),
    "qti-simple-associable-choice": Shape("identifier match-max"),
    "qti-simple-choice": Shape("identifier"),
    "qti-text-entry-interaction": Shape("response-identifier", "expected-length"),
    "qti-prompt": Shape("", "", "br strong"),
    "p": Shape("", "", "br strong img qti-text-entry-interaction"),
    "img": Shape("src alt", "width height"),
    "br": Shape(),
    "strong": Shape(),
}
# Text and elements mix in these, so their children have no order
MIXED: Final = frozenset({"p", "qti-prompt", "qti-item-body"})
EXACTLY_TWO: Final = {"qti-match-interaction": "qti-simple-match-set"}
# An identifier of the schema: a letter or `_`, then letters, digits, `_`, `-`, `.`
IDENTIFIER: Final = r"[A-Za-z_][\w.-]*"
CARDINALITIES: Final = frozenset({"single", "multiple", "ordered"})
BASE_TYPES: Final = frozenset({"identifier", "string", "float", "directedPair"})
TEMPLATES: Final = (
    "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/match_correct.xml",
    "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/map_response.xml",
)
