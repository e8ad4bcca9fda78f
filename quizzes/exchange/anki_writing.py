"""Items as an Anki deck: a note for each fact or question, a card for each item of it.

What was learnt here is kept up there: notes have stable ids, so that a later export
changes the old notes and adds the new ones. Every text is escaped: Anki shows fields as
HTML and looks in them for sounds and formulas.
"""

from __future__ import annotations

import hashlib
import html
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import genanki

from quizzes.exchange.above_questions import (
    Images,
    file_name,
    in_words,
    lines_above,
    pictures_above,
)
from quizzes.items.data import Form, Item
from quizzes.items.printing import paragraphs
from quizzes.items.questions import as_question

MOST_CARDS: Final = 6
_SIDES: Final = ("Question", "Options", "Answer")
_MODEL_ID: Final = 1_732_000_401
_STYLE: Final = """
.card { font-family: sans-serif; font-size: 20px; line-height: 1.4; max-width: 40em;
  margin: auto; padding: 1em; }
.told { font-size: 16px; opacity: .8; }
"""
_BACK: Final = """{{FrontSide}}<hr id="answer"><p>{{Answer%(n)d}}</p>
<div class="told"><p>{{Explanation}}</p><p>{{Source}}</p></div>"""
_FRONT: Final = """{{#Question%(n)d}}<p>{{Question%(n)d}}</p>{{Options%(n)d}}\
{{/Question%(n)d}}"""


class TooManyCards(Exception):
    """A fact has more items than a note has room for; the message is its key."""


def to_anki(
    items: Sequence[Item],
    *,
    title: str,
    titles: Mapping[str, str],
    now: datetime,
    images: Images | None = None,
) -> bytes:
    """The deck as an .apkg file.

    Takes the deck's title, those of the sources by their keys, and the contents of the
    pictures.
    """
    images = images or {}
    deck = genanki.Deck(_number(title), html.escape(title))
    model = _model()
    for key, group in _by_asked(items).items():
        deck.add_note(_note(model, key, group, titles, images))
    # genanki reads and writes files only.
    with tempfile.TemporaryDirectory() as folder:
        for name, content in images.items():
            Path(folder, name).write_bytes(content)
        package = genanki.Package(deck, [str(Path(folder, name)) for name in images])
        whole = Path(folder, "deck.apkg")
        package.write_to_file(str(whole), timestamp=now.timestamp())
        return whole.read_bytes()


def _by_asked(items: Iterable[Item]) -> dict[str, list[Item]]:
    """The items of each fact and of each question, each group by its key."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        kind = "fact" if item.question is None else "question"
        groups.setdefault(f"{kind}:{item.asked[0]}", []).append(item)
    return groups


def _model() -> Any:
    numbers = range(1, MOST_CARDS + 1)
    fields = ["Key", *(f"{side}{n}" for n in numbers for side in _SIDES)]
    return genanki.Model(
        _MODEL_ID,
        "Derek",
        fields=[{"name": name} for name in [*fields, "Explanation", "Source"]],
        templates=[
            {"name": f"Card {n}", "qfmt": _FRONT % {"n": n}, "afmt": _BACK % {"n": n}}
            for n in numbers
        ],
        css=_STYLE,
    )


def _note(
    model: Any,
    key: str,
    items: Sequence[Item],
    titles: Mapping[str, str],
    images: Images,
) -> Any:
    if len(items) > MOST_CARDS:
        raise TooManyCards(key)
    fields = [text(key)]
    for item in items:
        fields += [_question(item, images), _options(item), _answer(item)]
    fields += [""] * len(_SIDES) * (MOST_CARDS - len(items))
    told = dict.fromkeys(
        part for item in items for part in (item.feedback, item.note) if part
    )
    fields += ["<br>".join(map(text, told)), _source(items[0], titles)]
    return genanki.Note(model=model, fields=fields, guid=genanki.guid_for(key))


def _question(item: Item, images: Images) -> str:
    """What is asked, under its text and its pictures."""
    question = as_question(item, item.asked[0])
    pictures = pictures_above(question)
    if any(file_name(each) not in images for each in pictures):
        return text(in_words(replace(question, stem=item.stem)).stem, item.emphasis)
    above = [text(line) for line in lines_above(question)]
    above += [
        f'<img src="{file_name(each)}" alt="{html.escape(each.text)}">'
        for each in pictures
    ]
    return "<br>".join([*above, text(item.stem, item.emphasis)])


def _options(item: Item) -> str:
    """What there is to choose from; nothing where the answer is typed."""
    if item.form is Form.DATE_ENTRY:
        return ""
    lines = [option.text for option in item.options]
    listed = _list("ul", lines)
    if item.prompts:
        return f"{_list('ol', [prompt.text for prompt in item.prompts])}{listed}"
    return listed


def _answer(item: Item) -> str:
    texts = {option.value: option.text for option in item.options}
    match item.form:
        case Form.DATE_ENTRY:
            return "<br>".join(text(date.text) for date in item.dates if date.right)
        case Form.ORDERING:
            return _list("ol", [texts[value] for value in item.order])
        case Form.MATCHING:
            return _list(
                "ol", [f"{each.text} – {texts[each.key]}" for each in item.prompts]
            )
        case _:
            return "<br>".join(text(each.text) for each in item.options if each.key)


def _list(name: str, lines: Iterable[str]) -> str:
    return f"<{name}>{''.join(f'<li>{text(line)}</li>' for line in lines)}</{name}>"


def _source(item: Item, titles: Mapping[str, str]) -> str:
    return "; ".join(
        text(f"{titles.get(each.source, each.source)}, {paragraphs(each)}")
        if each.paragraphs
        else text(titles.get(each.source, each.source))
        for each in item.citations
    )


def text(plain: str, emphasis: str = "") -> str:
    """A text as a field holds it: HTML, without what Anki looks for in fields."""
    if emphasis and emphasis in plain:
        before, bold, behind = plain.partition(emphasis)
        return f"{text(before)}<b>{text(bold)}</b>{text(behind)}"
    safe = html.escape(plain).replace("[", "&#91;").replace("\\", "&#92;")
    return safe.replace("{", "&#123;").replace("\n", "<br>")


def _number(title: str) -> int:
    """A number for a deck: the same for the same title."""
    digest = hashlib.sha256(title.encode()).digest()
    return int.from_bytes(digest[:4], "big") // 2 + 1
