"""The preview of a fact while it is typed, in a bank of 10,000 facts, beside the floor.

One teacher types; floor and preview take turns behind one server. The preview may take
at most three times as long as the floor.
"""

from __future__ import annotations

import json
import time
import uuid
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import Figure, middle, percentile
from tests.benchmarks.sites import databases, served
from tests.benchmarks.wire import HTMX, Browser, FormReader, Pairs

SIZE = 10_000
PREVIEWS, QUICK_PREVIEWS = 300, 60
WARM_UP = 20
MOST_OF_FLOOR = 3
NEW, PREVIEW, FLOOR = "/bank/facts/new/", "/bank/facts/preview/", "/floor/"


def measure(kind: str, folder: Path, *, quick: bool) -> list[Figure]:
    """Measure on a kind of database."""
    number = QUICK_PREVIEWS if quick else PREVIEWS
    with databases(kind, folder) as maker:
        site = maker.site("previews")
        site.run("bank", str(SIZE))
        author = json.loads(site.run("author", str(number)))
        with served(site) as server, Browser(server.port) as browser:
            name, value = author["cookie"]
            browser.cookies[name] = value
            times = _by_turns(browser, author["facts"])
    return _figures(times, kind)


def _by_turns(browser: Browser, facts: list[dict[str, Any]]) -> dict[str, list[float]]:
    """The milliseconds of floor and preview, one after the other for each fact."""
    token = FormReader(browser.get(NEW).text).form(NEW).hidden[0]
    floor_token = FormReader(browser.get(FLOOR).text).form(FLOOR).hidden[0]
    times: dict[str, list[float]] = {"floor": [], "preview": []}
    for place, fact in enumerate([*facts[:WARM_UP], *facts]):
        posts: dict[str, tuple[str, Pairs]] = {
            "floor": (
                FLOOR,
                [floor_token, ("key", str(uuid.uuid4())), ("text", "1999")],
            ),
            "preview": (PREVIEW, [token, *_pairs(fact)]),
        }
        for name, (path, data) in posts.items():
            request = browser.request("POST", path, data, HTMX)
            began = time.perf_counter()
            reply = browser.send(request)
            taken = 1000 * (time.perf_counter() - began)
            if reply.status != 200 or (
                name == "preview" and "previewed__item" not in reply.text
            ):
                raise RuntimeError(f"{name}: {reply.status}")
            if place >= WARM_UP:
                times[name].append(taken)
    return times


def _pairs(fact: dict[str, Any]) -> Pairs:
    """The fields of a fact as a form sends them, lists one by one."""
    return [
        (name, each)
        for name, value in fact.items()
        for each in (value if isinstance(value, list) else [value])
    ]


def _figures(times: dict[str, list[float]], kind: str) -> list[Figure]:
    benchmark = f"previews, {kind}"
    found = [
        Figure(
            benchmark=benchmark,
            what=f"{name}, {SIZE:,} facts",
            value=middle(taken),
            unit=f"ms   p95 {percentile(taken, 95):.1f} ms",
            details={"p95": percentile(taken, 95), "requests": len(taken)},
        )
        for name, taken in times.items()
    ]
    ratio = middle(times["preview"]) / middle(times["floor"])
    found.append(
        Figure(
            benchmark=benchmark,
            what="preview to floor",
            value=ratio,
            unit="times",
        ).at_most(MOST_OF_FLOOR)
    )
    return found
