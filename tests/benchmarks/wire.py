"""A browser as cheap as can be: one kept connection, cookies, forms by their names.

It shares two cores with the server that it measures, so a request is bytes made in
advance, and of a response no more is read than its end.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Self
from urllib.parse import urlencode

HTMX = (("HX-Request", "true"), ("HX-Target", "question"))
_LINE = b"\r\n"
_END = b"\r\n\r\n"
_PATIENCE = 60.0

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A response; names of headers are in small letters."""

    status: int
    headers: dict[str, str]
    body: bytes
    head_bytes: int

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@dataclass(slots=True)
class Browser:
    """One connection to 127.0.0.1 and the cookies that came over it."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    _socket: socket.socket | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def get(self, path: str, headers: Iterable[tuple[str, str]] = ()) -> Reply:
        """Load a page."""
        return self.send(self.request("GET", path, headers=headers))

    def post(
        self, path: str, data: Pairs, headers: Iterable[tuple[str, str]] = ()
    ) -> Reply:
        """Send a form."""
        return self.send(self.request("POST", path, data, headers))

    def request(
        self,
        method: str,
        path: str,
        data: Pairs | None = None,
        headers: Iterable[tuple[str, str]] = (),
    ) -> bytes:
        """The bytes of a request, with the cookies of now."""
        body = b"" if data is None else urlencode(data).encode()
        lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        if self.cookies:
            cookies = "; ".join(
                f"{name}={value}" for name, value in self.cookies.items()
            )
            lines.append(f"Cookie: {cookies}")
        if data is not None:
            lines.append("Content-Type: application/x-www-form-urlencoded")
            lines.append(f"Content-Length: {len(body)}")
        lines += [f"{name}: {value}" for name, value in headers]
        return _LINE.join(line.encode() for line in lines) + _END + body

    def send(self, request: bytes) -> Reply:
        """Send a request and wait for the whole of its response."""
        if self._socket is None:
            self._socket = socket.create_connection(
                ("127.0.0.1", self.port), timeout=_PATIENCE
            )
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(request)
        reply = self._receive(self._socket)
        if reply.headers.get("connection") == "close":
            self.close()
        return reply

    def _receive(self, connection: socket.socket) -> Reply:
        received = b""
        while _END not in received:
            received += self._more(connection)
        head, _, body = received.partition(_END)
        first, *lines = head.decode("latin-1").split("\r\n")
        headers: dict[str, str] = {}
        for line in lines:
            name, _, value = line.partition(": ")
            if name.lower() == "set-cookie":
                cookie, _, content = value.partition(";")[0].partition("=")
                self.cookies[cookie] = content
            headers[name.lower()] = value
        length = int(headers.get("content-length", 0))
        while len(body) < length:
            body += self._more(connection)
        status = int(first.split()[1])
        return Reply(status=status, headers=headers, body=body, head_bytes=len(head))

    def _more(self, connection: socket.socket) -> bytes:
        part = connection.recv(65536)
        if not part:
            self.close()
            raise ConnectionError("The server closed the connection")
        return part


@dataclass(slots=True)
class SentForm:
    """A form as it stands in a page: where it goes, and its fields with their values.

    `choices` holds, by name, the values of radio buttons, boxes and select boxes.
    """

    action: str = ""
    hidden: Pairs = field(default_factory=list)
    choices: dict[str, list[str]] = field(default_factory=dict)
    typed: list[str] = field(default_factory=list)

    def answered(self, index: int) -> Pairs:
        """The form filled in: the `index`th choice everywhere, each place once."""
        filled = [*self.hidden, *((name, "1999") for name in self.typed)]
        for number, (name, values) in enumerate(self.choices.items()):
            # Places of an ordering must differ from line to line.
            place = index + number if name.startswith("place") else index
            filled.append((name, values[place % len(values)]))
        return filled


class FormReader(HTMLParser):
    """Reads the forms of a page by their action."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[SentForm] = []
        self._select = ""
        self._form: SentForm | None = None
        self.feed(page)

    def form(self, ending: str) -> SentForm:
        """The form whose action ends so; raises LookupError if there is none."""
        for form in self.forms:
            if form.action.endswith(ending):
                return form
        raise LookupError(f"no form for {ending}")

    def handle_starttag(
        self, tag: str, attributes: list[tuple[str, str | None]]
    ) -> None:
        given = {name: value or "" for name, value in attributes}
        if tag == "form":
            self._form = SentForm(action=given.get("action", ""))
            self.forms.append(self._form)
        if self._form is None:
            return
        name, value = given.get("name", ""), given.get("value", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and value:
            self._form.choices.setdefault(self._select, []).append(value)
        elif tag == "input" and name:
            kind = given.get("type", "text")
            if kind == "hidden":
                self._form.hidden.append((name, value))
            elif kind in ("radio", "checkbox"):
                self._form.choices.setdefault(name, []).append(value)
            elif kind == "text":
                self._form.typed.append(name)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
