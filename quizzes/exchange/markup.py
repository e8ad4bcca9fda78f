"""Text with HTML in it as plain text: what a platform wrote is never shown as HTML.

The standard library's parser takes time by the square of a hostile text, so tags are
found by one expression. Only the tags of HTML are taken out: «a<b and b>c» is text.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Final

_SILENT: Final = frozenset(
    [
        "script",
        "style",
        "head",
        "template",
        "object",
        "iframe",
        "svg",
        "math",
        "audio",
        "video",
        "select",
    ]
)
_BREAKS: Final = frozenset(
    [
        "br",
        "p",
        "div",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "table",
        "hr",
    ]
)
_BOLD: Final = frozenset(["b", "strong", "em", "i", "u"])
_OTHERS: Final = frozenset(
    [
        "a",
        "abbr",
        "article",
        "base",
        "big",
        "blockquote",
        "body",
        "button",
        "caption",
        "center",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "dfn",
        "dl",
        "dt",
        "embed",
        "fieldset",
        "figcaption",
        "figure",
        "font",
        "footer",
        "form",
        "frame",
        "frameset",
        "header",
        "html",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "legend",
        "link",
        "main",
        "map",
        "mark",
        "marquee",
        "meta",
        "nav",
        "noscript",
        "optgroup",
        "option",
        "param",
        "picture",
        "pre",
        "q",
        "s",
        "samp",
        "section",
        "small",
        "source",
        "span",
        "strike",
        "sub",
        "summary",
        "sup",
        "tbody",
        "td",
        "textarea",
        "tfoot",
        "th",
        "thead",
        "time",
        "title",
        "tt",
        "var",
        "wbr",
    ]
)
_NAMES: Final = _SILENT | _BREAKS | _BOLD | _OTHERS
_TAG: Final = re.compile(
    r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)(?=[\s/>])[^<>]*>|<!(?:--)?[^<>]*>"
)
_REFERENCE: Final = re.compile(r"&#?\w{1,10};")
_BLANKS: Final = re.compile(r"[ \t\r\xa0\u2009\u200b]+")
_LONGEST_EMPHASIS: Final = 100


@dataclass(slots=True)
class _Shown:
    """What a browser would show, and the first words in bold."""

    texts: list[str] = field(default_factory=list)
    bold: list[str] = field(default_factory=list)
    silent: int = 0
    depth: int = 0
    done: bool = False

    def add(self, text: str) -> None:
        if self.silent or not text:
            return
        self.texts.append(text)
        if self.depth and not self.done:
            self.bold.append(text)

    def tag(self, name: str, *, closes: bool) -> None:
        step = -1 if closes else 1
        if name in _SILENT:
            self.silent = max(0, self.silent + step)
        elif name in _BREAKS:
            self.texts.append("\n")
        elif name in _BOLD:
            self.depth = max(0, self.depth + step)
            self.done = self.done or (closes and bool(self.bold))


def plain_from(text: str, kind: str = "html") -> tuple[str, str]:
    """The text as it is read, and its first words in bold.

    Takes the kind that the file gives it: plain text is left as it is; in any other
    tags are taken out, since platforms take them for HTML.
    """
    if kind.startswith("plain"):
        return text.strip(), ""
    shown, end = _Shown(), 0
    for match in _TAG.finditer(text):
        name = (match["name"] or "").lower()
        if name and name not in _NAMES:
            continue
        shown.add(_unescaped(text[end : match.start()]))
        end = match.end()
        if name:
            shown.tag(name, closes=bool(match["close"]))
    shown.add(_unescaped(text[end:]))
    whole, bold = _tidy("".join(shown.texts)), _tidy("".join(shown.bold))
    is_word = 0 < len(bold) <= _LONGEST_EMPHASIS and bold in whole and bold != whole
    return whole, bold if is_word else ""


def _unescaped(text: str) -> str:
    return html.unescape(text) if _REFERENCE.search(text) else text


def _tidy(text: str) -> str:
    """Single blanks, and no empty lines."""
    lines = (_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
