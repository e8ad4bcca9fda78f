"""Questions as Moodle XML.

Every text is marked as plain, so nothing in it is HTML. Only a question with pictures
has to be HTML, to hold them: there everything that somebody wrote is escaped.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Final
from xml.etree import ElementTree as Xml

from quizzes.exchange.above_questions import (
    Images,
    file_name,
    in_words,
    lines_above,
    picture_files,
    pictures_above,
)
from quizzes.exchange.moodle_xml import FAMILY_TAG
from quizzes.exchange.spellings import spellings
from quizzes.exchange.xml_writing import document
from quizzes.items.data import Form
from quizzes.items.questions import TRUE_ID, QuestionData

_PLAIN: Final = {"format": "plain_text"}
_NAME_LENGTH: Final = 120
_TYPES: Final[Mapping[Form, str]] = {
    Form.CHOICE: "multichoice",
    Form.MULTIPLE_CHOICE: "multichoice",
    Form.TRUE_FALSE: "truefalse",
    Form.DATE_ENTRY: "shortanswer",
    Form.MATCHING: "matching",
    Form.ORDERING: "ordering",
}


def to_moodle_xml(
    questions: Iterable[QuestionData], images: Images | None = None
) -> bytes:
    """The questions as one quiz, in UTF-8 with a declaration.

    Takes the contents of their pictures; what is not there is told in words.
    """
    quiz = Xml.Element("quiz")
    for question in questions:
        _question(quiz, question, images or {})
    return document(quiz)


def _question(quiz: Xml.Element, question: QuestionData, images: Images) -> None:
    element = Xml.SubElement(quiz, "question", {"type": _TYPES[question.form]})
    name = " ".join(question.stem.split())[:_NAME_LENGTH]
    _text(Xml.SubElement(element, "name"), name)
    _stem(element, question, images)
    told = "\n".join(filter(None, (question.explanation, question.note)))
    _text(Xml.SubElement(element, "generalfeedback", _PLAIN), told)
    Xml.SubElement(element, "defaultgrade").text = "1"
    Xml.SubElement(element, "penalty").text = "0"
    Xml.SubElement(element, "hidden").text = "0"
    Xml.SubElement(element, "idnumber").text = question.key
    _FILLERS[question.form](element, question)
    tags = Xml.SubElement(element, "tags")
    _text(Xml.SubElement(tags, "tag"), f"{FAMILY_TAG}{question.family.value}")


def _stem(element: Xml.Element, question: QuestionData, images: Images) -> None:
    pictures = pictures_above(question)
    if not pictures or any(file_name(each) not in images for each in pictures):
        text = in_words(question).stem
        _text(Xml.SubElement(element, "questiontext", _PLAIN), text)
        return
    shown = Xml.SubElement(element, "questiontext", {"format": "html"})
    lines = [f"<p>{escape(line)}</p>" for line in lines_above(question)]
    lines += [
        f'<p><img src="@@PLUGINFILE@@/{file_name(each)}" alt="{escape(each.text)}"'
        f' width="{each.width}" height="{each.height}"></p>'
        for each in pictures
    ]
    stem = "<br>".join(map(escape, question.stem.split("\n")))
    _text(shown, "".join([*lines, f"<p>{stem}</p>"]))
    for name in picture_files([question]):
        file = Xml.SubElement(
            shown, "file", {"name": name, "path": "/", "encoding": "base64"}
        )
        file.text = base64.b64encode(images[name]).decode()


def _text(parent: Xml.Element, text: str) -> None:
    Xml.SubElement(parent, "text").text = text


def _answer(
    element: Xml.Element,
    text: str,
    fraction: str,
    told: str = "",
    *,
    bare: bool = False,
) -> None:
    """One answer; words that Moodle compares or knows have a format of their own."""
    form = "moodle_auto_format" if bare else "plain_text"
    answer = Xml.SubElement(element, "answer", {"fraction": fraction, "format": form})
    _text(answer, text)
    _text(Xml.SubElement(answer, "feedback", _PLAIN), told)


def _choice(element: Xml.Element, question: QuestionData) -> None:
    is_single = question.form is Form.CHOICE
    Xml.SubElement(element, "single").text = "true" if is_single else "false"
    Xml.SubElement(element, "shuffleanswers").text = "true"
    Xml.SubElement(element, "answernumbering").text = "ABCD"
    keys = sum(option.key for option in question.options)
    wrongs = len(question.options) - keys
    for option in question.options:
        if is_single:
            fraction = "100" if option.key else "0"
        else:
            share = 100 / keys if option.key else -100 / wrongs
            fraction = f"{share:.7g}"
        _answer(element, option.text, fraction, option.feedback)


def _true_false(element: Xml.Element, question: QuestionData) -> None:
    for option in question.options:
        word = "true" if option.id == TRUE_ID else "false"
        fraction = "100" if option.key else "0"
        _answer(element, word, fraction, option.feedback, bare=True)


def _date_entry(element: Xml.Element, question: QuestionData) -> None:
    Xml.SubElement(element, "usecase").text = "0"
    for date in question.dates:
        for spelling in spellings(date.edtf):
            fraction = "100" if date.right else "0"
            # A star would stand for any text; no date holds one.
            _answer(element, spelling, fraction, date.label, bare=True)


def _matching(element: Xml.Element, question: QuestionData) -> None:
    Xml.SubElement(element, "shuffleanswers").text = "true"
    texts = {option.id: option.text for option in question.options}
    pairs = [(prompt.text, texts[prompt.option]) for prompt in question.prompts]
    pairs += [("", option.text) for option in question.options if not option.key]
    for left, right in pairs:
        pair = Xml.SubElement(element, "subquestion", _PLAIN)
        _text(pair, left)
        _text(Xml.SubElement(pair, "answer"), right)


def _ordering(element: Xml.Element, question: QuestionData) -> None:
    Xml.SubElement(element, "layouttype").text = "VERTICAL"
    Xml.SubElement(element, "selecttype").text = "ALL"
    Xml.SubElement(element, "selectcount").text = "0"
    Xml.SubElement(element, "gradingtype").text = "RELATIVE_ALL_PREVIOUS_AND_NEXT"
    for place, option in enumerate(question.options, 1):
        _answer(element, option.text, str(place), option.feedback)


_FILLERS: Final[Mapping[Form, Callable[[Xml.Element, QuestionData], None]]] = {
    Form.CHOICE: _choice,
    Form.MULTIPLE_CHOICE: _choice,
    Form.TRUE_FALSE: _true_false,
    Form.DATE_ENTRY: _date_entry,
    Form.MATCHING: _matching,
    Form.ORDERING: _ordering,
}
