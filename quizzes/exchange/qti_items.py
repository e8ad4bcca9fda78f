"""One question as a QTI 3.0 assessment item.

https://www.imsglobal.org/spec/qti/v3p0/impl. All text goes through the XML library and
is text: no element of a question's own gets in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final
from xml.etree import ElementTree as Xml

from quizzes.exchange.above_questions import (
    file_name,
    in_words,
    lines_above,
    pictures_above,
)
from quizzes.exchange.spellings import spellings
from quizzes.exchange.xml_writing import document
from quizzes.items.data import Form
from quizzes.items.questions import QuestionData
from quizzes.items.wording import FALSE, TRUE, TRUE_OR_FALSE

NAMESPACE: Final = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"
_XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA: Final = (
    f"{NAMESPACE} https://purl.imsglobal.org/spec/qti/v3p0/schema/xsd/"
    "imsqti_asiv3p0_v1p0.xsd"
)
_TEMPLATES: Final = "https://purl.imsglobal.org/spec/qti/v3p0/rptemplates/"
_TITLE_LENGTH: Final = 120
_ROOM: Final = 40
_EXPLANATION: Final = "EXPLANATION"


def item_xml(
    question: QuestionData, identifier: str, sources: Mapping[str, str] | None = None
) -> bytes:
    """The item as a document of its own.

    Takes where the files of its pictures are, as seen from the item; what is to be seen
    in one that is nowhere is said in words.
    """
    if any(file_name(each) not in (sources or {}) for each in pictures_above(question)):
        question = in_words(question)
    root = Xml.Element(
        "qti-assessment-item",
        {
            "xmlns": NAMESPACE,
            "xmlns:xsi": _XSI,
            "xsi:schemaLocation": _SCHEMA,
            "identifier": identifier,
            "title": " ".join(question.stem.split())[:_TITLE_LENGTH],
            "adaptive": "false",
            "time-dependent": "false",
            "xml:lang": "kk",
        },
    )
    template = _DECLARERS[question.form](root, question)
    _outcome(root, "SCORE", "float", "0")
    if _told(question):
        _outcome(root, _EXPLANATION, "identifier", _EXPLANATION)
    body = Xml.SubElement(root, "qti-item-body")
    _above(body, question, sources or {})
    _BODIES[question.form](body, question)
    # Only its own processing can mark an item; the templates are the standard's.
    Xml.SubElement(
        root, "qti-response-processing", {"template": f"{_TEMPLATES}{template}.xml"}
    )
    _feedback(root, question)
    return document(root)


# What is right


def _declare(
    root: Xml.Element, cardinality: str, base_type: str, correct: Iterable[str]
) -> Xml.Element:
    declaration = Xml.SubElement(
        root,
        "qti-response-declaration",
        {
            "identifier": "RESPONSE",
            "cardinality": cardinality,
            "base-type": base_type,
        },
    )
    right = Xml.SubElement(declaration, "qti-correct-response")
    for value in correct:
        Xml.SubElement(right, "qti-value").text = value
    return declaration


def _map(
    declaration: Xml.Element, entries: Iterable[tuple[str, float]], **more: str
) -> None:
    mapping = Xml.SubElement(
        declaration, "qti-mapping", {"default-value": "0", "lower-bound": "0", **more}
    )
    for key, value in entries:
        Xml.SubElement(
            mapping,
            "qti-map-entry",
            {"map-key": key, "mapped-value": f"{value:.6g}"},
        )


def _declare_one(root: Xml.Element, question: QuestionData) -> str:
    keys = [_option_id(option.id) for option in question.options if option.key]
    _declare(root, "single", "identifier", keys)
    return "match_correct"


def _declare_several(root: Xml.Element, question: QuestionData) -> str:
    keys = [_option_id(option.id) for option in question.options if option.key]
    wrongs = [_option_id(option.id) for option in question.options if not option.key]
    declaration = _declare(root, "multiple", "identifier", keys)
    shares = [(key, 1 / len(keys)) for key in keys]
    _map(declaration, [*shares, *((wrong, -1 / len(wrongs)) for wrong in wrongs)])
    return "map_response"


def _declare_pairs(root: Xml.Element, question: QuestionData) -> str:
    pairs = [
        f"{_prompt_id(prompt.id)} {_option_id(prompt.option)}"
        for prompt in question.prompts
    ]
    declaration = _declare(root, "multiple", "directedPair", pairs)
    _map(declaration, [(pair, 1 / len(pairs)) for pair in pairs])
    return "map_response"


def _declare_order(root: Xml.Element, question: QuestionData) -> str:
    _declare(
        root,
        "ordered",
        "identifier",
        [_option_id(option.id) for option in question.options],
    )
    return "match_correct"


def _declare_dates(root: Xml.Element, question: QuestionData) -> str:
    right = [date.edtf for date in question.dates if date.right]
    declaration = _declare(root, "single", "string", right[:1])
    words = dict.fromkeys(text for edtf in right for text in spellings(edtf))
    _map(declaration, [(text, 1.0) for text in words])
    return "map_response"


def _outcome(root: Xml.Element, name: str, base_type: str, value: str) -> None:
    declaration = Xml.SubElement(
        root,
        "qti-outcome-declaration",
        {"identifier": name, "cardinality": "single", "base-type": base_type},
    )
    default = Xml.SubElement(declaration, "qti-default-value")
    Xml.SubElement(default, "qti-value").text = value


# What is seen


def _above(
    body: Xml.Element, question: QuestionData, sources: Mapping[str, str]
) -> None:
    """The text that the question asks about, and the pictures."""
    for line in lines_above(question):
        Xml.SubElement(body, "p").text = line
    for picture in pictures_above(question):
        Xml.SubElement(
            Xml.SubElement(body, "p"),
            "img",
            {
                "src": sources[file_name(picture)],
                "alt": picture.text,
                "width": str(picture.width),
                "height": str(picture.height),
            },
        )


def _interaction(
    body: Xml.Element, question: QuestionData, name: str, attributes: Mapping[str, str]
) -> Xml.Element:
    interaction = Xml.SubElement(
        body, name, {"response-identifier": "RESPONSE", **attributes}
    )
    prompt = Xml.SubElement(interaction, "qti-prompt")
    stem = question.stem
    if question.form is Form.TRUE_FALSE:
        stem = f"{TRUE_OR_FALSE} {stem}"
    _words(prompt, stem, question.emphasis)
    return interaction


def _words(parent: Xml.Element, text: str, emphasis: str = "") -> None:
    """The text, with its word in bold, and its line breaks."""
    before, bold, behind = text.partition(emphasis) if emphasis else (text, "", "")
    last = _lines(parent, None, before)
    if bold:
        last = Xml.SubElement(parent, "strong")
        last.text = bold
        _lines(parent, last, behind)


def _lines(
    parent: Xml.Element, last: Xml.Element | None, text: str
) -> Xml.Element | None:
    for number, line in enumerate(text.split("\n")):
        if number:
            last = Xml.SubElement(parent, "br")
        if last is None:
            parent.text = line
        else:
            last.tail = line
    return last


def _choices(body: Xml.Element, question: QuestionData) -> None:
    single = question.form is not Form.MULTIPLE_CHOICE
    interaction = _interaction(
        body,
        question,
        "qti-choice-interaction",
        {
            "max-choices": "1" if single else "0",
            "shuffle": "false" if question.form is Form.TRUE_FALSE else "true",
        },
    )
    truths = {"true": TRUE, "false": FALSE}
    for option in question.options:
        text = option.text
        if question.form is Form.TRUE_FALSE:
            text = truths[option.id]
        attributes = {"identifier": _option_id(option.id)}
        choice = Xml.SubElement(interaction, "qti-simple-choice", attributes)
        _lines(choice, None, text)


def _order(body: Xml.Element, question: QuestionData) -> None:
    interaction = _interaction(
        body, question, "qti-order-interaction", {"shuffle": "true"}
    )
    for option in question.options:
        attributes = {"identifier": _option_id(option.id)}
        choice = Xml.SubElement(interaction, "qti-simple-choice", attributes)
        _lines(choice, None, option.text)


def _match(body: Xml.Element, question: QuestionData) -> None:
    pairs = str(len(question.prompts))
    interaction = _interaction(
        body,
        question,
        "qti-match-interaction",
        {"max-associations": pairs, "shuffle": "true"},
    )
    prompts = [(_prompt_id(each.id), each.text, "1") for each in question.prompts]
    options = [(_option_id(each.id), each.text, pairs) for each in question.options]
    for side in (prompts, options):
        _side(interaction, side)


def _side(interaction: Xml.Element, choices: Sequence[tuple[str, str, str]]) -> None:
    side = Xml.SubElement(interaction, "qti-simple-match-set")
    for identifier, text, most in choices:
        choice = Xml.SubElement(
            side,
            "qti-simple-associable-choice",
            {"identifier": identifier, "match-max": most},
        )
        _lines(choice, None, text)


def _entry(body: Xml.Element, question: QuestionData) -> None:
    _words(Xml.SubElement(body, "p"), question.stem, question.emphasis)
    line = Xml.SubElement(body, "p")
    Xml.SubElement(
        line,
        "qti-text-entry-interaction",
        {"response-identifier": "RESPONSE", "expected-length": str(_ROOM)},
    )


def _feedback(root: Xml.Element, question: QuestionData) -> None:
    told = _told(question)
    if not told:
        return
    feedback = Xml.SubElement(
        root,
        "qti-modal-feedback",
        {
            "outcome-identifier": _EXPLANATION,
            "identifier": _EXPLANATION,
            "show-hide": "show",
        },
    )
    content = Xml.SubElement(feedback, "qti-content-body")
    for line in told:
        Xml.SubElement(content, "p").text = line


def _told(question: QuestionData) -> list[str]:
    """The explanation, the note, and what is told of each option, line by line."""
    lines = [*question.explanation.split("\n"), *question.note.split("\n")]
    lines += [
        f"{each.text}: {each.feedback}" for each in question.options if each.feedback
    ]
    lines += [f"{each.edtf}: {each.label}" for each in question.dates if each.label]
    return [line.strip() for line in lines if line.strip()]


def _option_id(identifier: str) -> str:
    return f"option-{identifier}"


def _prompt_id(identifier: str) -> str:
    return f"prompt-{identifier}"


_DECLARERS: Final[Mapping[Form, Callable[[Xml.Element, QuestionData], str]]] = {
    Form.CHOICE: _declare_one,
    Form.TRUE_FALSE: _declare_one,
    Form.MULTIPLE_CHOICE: _declare_several,
    Form.MATCHING: _declare_pairs,
    Form.ORDERING: _declare_order,
    Form.DATE_ENTRY: _declare_dates,
}
_BODIES: Final[Mapping[Form, Callable[[Xml.Element, QuestionData], None]]] = {
    Form.CHOICE: _choices,
    Form.TRUE_FALSE: _choices,
    Form.MULTIPLE_CHOICE: _choices,
    Form.MATCHING: _match,
    Form.ORDERING: _order,
    Form.DATE_ENTRY: _entry,
}
