"""YAML as a tree that knows its lines, and nothing that could do harm.

Only the plain part of YAML is read: mappings with text keys, lists and scalars. Aliases
(with which a small file becomes a huge one), tags (which could name Python objects) and
deep nesting are refused. Words are not guessed at: only `true` and `false` are truth
values, only digits are numbers, and `no` or `1999-04-02` are text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import yaml

from quizzes.exchange.faults import FaultCode, UnreadableFile
from quizzes.exchange.limits import MAX_YAML_DEPTH, MAX_YAML_NODES
from quizzes.exchange.plain_text import decode

_Loader: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_EMPTY: Final = frozenset({"", "~", "null"})


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, a number, a truth value, or nothing."""

    value: str | int | bool | None
    line: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    line: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One key of a mapping, the line on which it stands, and what it holds."""

    key: str
    line: int
    node: Node


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with what they hold, in order; a key may stand there twice."""

    entries: tuple[Entry, ...]
    line: int


Node: TypeAlias = Scalar | Sequence | Mapping


def read(content: bytes) -> Node | None:
    """Read a file of one document; None if it is empty. Raises UnreadableFile."""
    text = decode(content)
    try:
        return _document(_Events(text))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        why = getattr(error, "problem", None) or str(error)
        line = mark.line + 1 if mark is not None else 0
        raise UnreadableFile(FaultCode.UNREADABLE, line, why=why) from None


class _Events:
    """The events of a text, counted."""

    def __init__(self, text: str) -> None:
        self._events: Iterator[Any] = yaml.parse(text, Loader=_Loader)
        self._count = 0

    def take(self) -> Any:
        """The next event; raises UnreadableFile if there were too many."""
        event = next(self._events)
        self._count += 1
        if self._count > MAX_YAML_NODES:
            line = event.start_mark.line + 1
            raise UnreadableFile(FaultCode.TOO_MANY_PARTS, line, limit=MAX_YAML_NODES)
        return event


def _document(events: _Events) -> Node | None:
    events.take()  # the start of the stream
    start = events.take()
    if isinstance(start, yaml.StreamEndEvent):
        return None
    node = _node(events, events.take(), 1)
    events.take()  # the end of the document
    rest = events.take()
    if not isinstance(rest, yaml.StreamEndEvent):
        raise UnreadableFile(
            FaultCode.UNREADABLE, rest.start_mark.line + 1, why="more than one document"
        )
    return None if isinstance(node, Scalar) and node.value is None else node


def _node(events: _Events, event: Any, depth: int) -> Node:
    line = event.start_mark.line + 1
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        raise UnreadableFile(FaultCode.ALIAS, line)
    if event.tag is not None:
        raise UnreadableFile(FaultCode.UNREADABLE, line, why=f"tag {event.tag}")
    if depth > MAX_YAML_DEPTH:
        raise UnreadableFile(FaultCode.TOO_DEEP, line, limit=MAX_YAML_DEPTH)
    if isinstance(event, yaml.ScalarEvent):
        return Scalar(_scalar(event), line)
    if isinstance(event, yaml.SequenceStartEvent):
        items = []
        while not isinstance(each := events.take(), yaml.SequenceEndEvent):
            items.append(_node(events, each, depth + 1))
        return Sequence(tuple(items), line)
    entries = []
    while not isinstance(each := events.take(), yaml.MappingEndEvent):
        key = _node(events, each, depth + 1)
        if not isinstance(key, Scalar) or not isinstance(key.value, str):
            raise UnreadableFile(FaultCode.UNREADABLE, key.line, why="key is no text")
        node = _node(events, events.take(), depth + 1)
        entries.append(Entry(key.value, key.line, node))
    return Mapping(tuple(entries), line)


def _scalar(event: Any) -> str | int | bool | None:
    text: str = event.value
    if not event.implicit[0]:  # it stands in quotation marks
        return text
    if text in _EMPTY:
        return None
    if text in ("true", "false"):
        return text == "true"
    if _NUMBER.fullmatch(text):
        return int(text)
    return text
