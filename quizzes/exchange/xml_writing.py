"""XML on its way out."""

from __future__ import annotations

from xml.etree import ElementTree as Xml

from quizzes.items.characters import without_forbidden


def document(root: Xml.Element) -> bytes:
    """An element as a document in UTF-8, without what XML cannot hold."""
    Xml.indent(root)
    text: str = Xml.tostring(root, encoding="unicode")
    head = "<?xml version='1.0' encoding='utf-8'?>"
    return f"{head}\n{without_forbidden(text)}\n".encode()
