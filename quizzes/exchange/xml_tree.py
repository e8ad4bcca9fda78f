"""XML, read with care: no DTD, no entities, neither deep nor without end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import XMLParser

from quizzes.exchange.faults import FaultCode, UnreadableFile
from quizzes.exchange.limits import MAX_QUESTION_ELEMENTS, MAX_XML_DEPTH
from quizzes.exchange.plain_text import decode

_CHUNK: Final = 64 * 1024


@dataclass(slots=True)
class Element:
    """An element with its line; `text` is all the text directly in it."""

    name: str
    attributes: dict[str, str]
    line: int
    texts: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text directly inside, without that of the children."""
        return "".join(self.texts)

    def all(self, name: str) -> Iterator[Element]:
        """The children of a name."""
        return (child for child in self.children if child.name == name)

    def first(self, name: str) -> Element | None:
        """The first child of a name, or None."""
        return next(self.all(name), None)


class _Tree:
    """Builds elements while the file is read, and hands over those below the root."""

    def __init__(self, take: Callable[[Element], None]) -> None:
        self.root = ""
        self._take = take
        self._open: list[Element] = []
        self._count = 0
        self.line: Callable[[], int] = lambda: 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        line = self.line()
        if len(self._open) >= MAX_XML_DEPTH:
            raise UnreadableFile(FaultCode.TOO_DEEP, line, limit=MAX_XML_DEPTH)
        if self._count > MAX_QUESTION_ELEMENTS:
            raise UnreadableFile(
                FaultCode.TOO_MANY_PARTS, line, limit=MAX_QUESTION_ELEMENTS
            )
        element = Element(name, attributes, line)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self.root = name
        self._open.append(element)

    def end(self, name: str) -> None:
        element = self._open.pop()
        if len(self._open) == 1:
            # What has been taken is let go, so that a long file needs little room.
            self._open[0].children.clear()
            self._take(element)

    def data(self, text: str) -> None:
        if len(self._open) > 1:
            self._open[-1].texts.append(text)

    def close(self) -> None:
        """Nothing is kept for the end."""


def read_elements(content: bytes, take: Callable[[Element], None]) -> str:
    """Hand over each element below the root, in order; gives the name of the root.

    Raises UnreadableFile, with the line, for what is no XML or no harmless one.
    """
    text = decode(content)
    tree = _Tree(take)
    parser: Any = XMLParser(target=tree, encoding="utf-8", forbid_dtd=True)
    tree.line = lambda: int(parser.parser.CurrentLineNumber)
    try:
        for start in range(0, len(text), _CHUNK):
            parser.feed(text[start : start + _CHUNK].encode())
        parser.close()
    except ParseError as error:
        line = error.position[0] if getattr(error, "position", None) else tree.line()
        raise UnreadableFile(FaultCode.UNREADABLE, line, why="XML") from None
    except DefusedXmlException:
        raise UnreadableFile(FaultCode.UNREADABLE, tree.line(), why="DTD") from None
    except (ValueError, LookupError) as error:
        raise UnreadableFile(
            FaultCode.UNREADABLE, tree.line(), why=type(error).__name__
        ) from None
    return tree.root
