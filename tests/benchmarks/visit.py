"""The first visit to a question: how many requests and bytes a phone has to load.

The page is loaded with `Accept-Encoding: br, gzip`, and then everything that it and
its style sheets link to, each once, as a browser with an empty cache does. Bytes are
those of the bodies as they travel; the heads are told beside them.
"""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from urllib.parse import urljoin

import brotli

from tests.benchmarks.figures import Figure
from tests.benchmarks.learners import START
from tests.benchmarks.sites import SQLITE, databases, served
from tests.benchmarks.wire import Browser, FormReader, Reply

MOST_REQUESTS = 8
MOST_BYTES = 100_000
ENCODINGS = (("Accept-Encoding", "br, gzip"),)

_LINKED = re.compile(
    r"<link\b[^>]*?\bhref=\"([^\"]+)\"|<(?:script|img)\b[^>]*?\bsrc=\"([^\"]+)\""
)
_STYLED = re.compile(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)")


def measure(folder: Path) -> list[Figure]:
    """Measure the home page and the page of a question."""
    with databases(SQLITE, folder) as maker:
        site = maker.site("visit")
        site.manage("facts", "load")
        with served(site) as server, Browser(server.port) as browser:
            home = browser.get("/", ENCODINGS)
            hidden = FormReader(_text(home)).form(START).hidden
            started = browser.post(START, hidden)
            question = started.headers["location"]
            return [
                *_figures("a question", _load(browser, question)),
                *_figures("the home page", _load(browser, "/")),
            ]


def _load(browser: Browser, address: str) -> dict[str, Reply]:
    """A page with all that it links to, by address."""
    loaded: dict[str, Reply] = {}
    waiting = [address]
    while waiting:
        each = waiting.pop(0)
        if each in loaded or each.startswith(("data:", "http:", "https:", "#")):
            continue
        reply = browser.get(each, ENCODINGS)
        if reply.status != 200:
            raise RuntimeError(f"{each}: {reply.status}")
        loaded[each] = reply
        kind = reply.headers.get("content-type", "")
        if kind.startswith("text/html"):
            links = ["".join(found) for found in _LINKED.findall(_text(reply))]
            waiting += [urljoin(each, link) for link in links]
        elif kind.startswith("text/css"):
            waiting += [urljoin(each, link) for link in _STYLED.findall(_text(reply))]
    return loaded


def _text(reply: Reply) -> str:
    encoding = reply.headers.get("content-encoding", "")
    if encoding == "br":
        return str(brotli.decompress(reply.body).decode())
    if encoding == "gzip":
        return zlib.decompress(reply.body, wbits=31).decode()
    return reply.text


def _figures(page: str, loaded: dict[str, Reply]) -> list[Figure]:
    sizes = {address: len(reply.body) for address, reply in loaded.items()}
    heads = sum(reply.head_bytes for reply in loaded.values())
    return [
        Figure(
            benchmark="visit",
            what=f"requests, {page}",
            value=len(loaded),
            unit="requests",
            details=sizes,
        ).at_most(MOST_REQUESTS),
        Figure(
            benchmark="visit",
            what=f"bytes of bodies as sent, {page}",
            value=sum(sizes.values()),
            unit="bytes",
            details={"heads": heads, **sizes},
        ).at_most(MOST_BYTES),
    ]
