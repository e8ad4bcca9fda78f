"""Takes the fields of YAML mappings by name and type, noting what is wrong.

A missing or wrong field gives a default and a fault, so that one reading finds every
fault of a file.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from quizzes.exchange.faults import Fault, FaultCode, Parameter
from quizzes.exchange.yaml_nodes import Mapping, Node, Scalar, Sequence

_NOTHING: Final = Scalar(None, 0)


class Fields:
    """The fields of one mapping, taken one after the other.

    `left()` at the end notes the fields that nobody took.
    """

    def __init__(self, node: Node, faults: list[Fault], within: str = "") -> None:
        self.line = node.line
        self.lines: dict[str, int] = {}
        self._faults = faults
        self._within = within
        self._nodes: dict[str, Node] = {}
        self._taken: set[str] = set()
        if not isinstance(node, Mapping):
            self.fault(FaultCode.NOT_MAPPING, "", node.line)
            return
        for entry in node.entries:
            if entry.key in self._nodes:
                self.fault(FaultCode.TWICE, entry.key, entry.line)
                continue
            self._nodes[entry.key] = entry.node
            self.lines[entry.key] = entry.line

    def fault(
        self,
        code: FaultCode,
        field: str,
        line: int | None = None,
        **parameters: Parameter,
    ) -> None:
        """Note a fault of a field."""
        name = f"{self._within}.{field}" if self._within and field else field
        self._faults.append(
            Fault(
                code=code,
                line=self.lines.get(field, self.line) if line is None else line,
                field=name or self._within,
                parameters=parameters,
            )
        )

    def has(self, name: str) -> bool:
        """Whether the mapping has the field at all."""
        return name in self._nodes

    def text(self, name: str, *, required: bool = False, default: str = "") -> str:
        """A text; digits that stand without quotation marks are text too."""
        node = self._take(name, required=required)
        if node is None:
            return default
        if isinstance(node, Scalar):
            if isinstance(node.value, str):
                return node.value.strip()
            if isinstance(node.value, int) and not isinstance(node.value, bool):
                return str(node.value)
        self.fault(FaultCode.NOT_TEXT, name)
        return default

    def number(self, name: str, *, required: bool = False) -> int:
        """A whole number."""
        node = self._take(name, required=required)
        if node is None:
            return 0
        value = node.value if isinstance(node, Scalar) else None
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self.fault(FaultCode.NOT_NUMBER, name)
        return 0

    def yes_no(self, name: str) -> bool:
        """A truth value; no if it is missing."""
        node = self._take(name)
        if node is None:
            return False
        value = node.value if isinstance(node, Scalar) else None
        if not isinstance(value, bool):
            self.fault(FaultCode.NOT_YES_NO, name)
        return value is True

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts."""
        found = []
        for item in self.items(name):
            value = item.value if isinstance(item, Scalar) else None
            if isinstance(value, str):
                found.append(value.strip())
            else:
                self.fault(FaultCode.NOT_TEXT, name, item.line)
        return tuple(found)

    def numbers(self, name: str) -> tuple[int, ...]:
        """A list of whole numbers."""
        found = []
        for item in self.items(name):
            value = item.value if isinstance(item, Scalar) else None
            if isinstance(value, int) and not isinstance(value, bool):
                found.append(value)
            else:
                self.fault(FaultCode.NOT_NUMBER, name, item.line)
        return tuple(found)

    def value(self, name: str) -> str | int | tuple[str, ...] | None:
        """A fact's value: a text, a number or a list of texts."""
        node = self._take(name)
        if isinstance(node, Sequence):
            return self.texts(name)
        if isinstance(node, Scalar) and not isinstance(node.value, bool):
            return node.value.strip() if isinstance(node.value, str) else node.value
        if node is not None:
            self.fault(FaultCode.NOT_TEXT, name)
        return None

    def items(self, name: str) -> tuple[Node, ...]:
        """The parts of a list; none if it is missing."""
        node = self._take(name)
        if node is None:
            return ()
        if isinstance(node, Sequence):
            return node.items
        self.fault(FaultCode.NOT_LIST, name)
        return ()

    def mapping(self, name: str, *, required: bool = False) -> Fields | None:
        """The fields of a mapping inside."""
        node = self._take(name, required=required)
        return None if node is None else Fields(node, self._faults, name)

    def by_language(self, name: str, *, required: bool) -> dict[str, str]:
        """Texts by language: at least the Kazakh one where it is required."""
        inner = self.mapping(name, required=required)
        if inner is None:
            return {"kk": ""}
        texts = {"kk": inner.text("kk", required=True)}
        for language in ("ru", "en"):
            if inner.has(language):
                texts[language] = inner.text(language)
        inner.left()
        return texts

    def remaining(self) -> Iterable[str]:
        """The names that nobody has taken yet."""
        return [name for name in self._nodes if name not in self._taken]

    def left(self) -> None:
        """Note every field that nobody took."""
        for name in self.remaining():
            self.fault(FaultCode.UNKNOWN_FIELD, name)

    def _take(self, name: str, *, required: bool = False) -> Node | None:
        self._taken.add(name)
        node = self._nodes.get(name, _NOTHING)
        if (isinstance(node, Scalar) and node.value is None) or (
            required and node == Scalar("", node.line)
        ):
            if required:
                self.fault(FaultCode.MISSING, name)
            return None
        return node
