"""Reports beside the floor, in a database of a million stored answers.

Each page is loaded by turns with a post to the floor, over one connection, by a teacher
who is logged in; figures are medians. A page of a class of 30 may take five times the
floor, the same page of 200 four times that of 30, and a class of 60 asks the database
as often as one of 30.
"""

from __future__ import annotations

import json
import time
import uuid
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import Figure, middle, percentile
from tests.benchmarks.sites import databases, served
from tests.benchmarks.wire import Browser, FormReader

ANSWERS, QUICK_ANSWERS = 1_000_000, 50_000
ROUNDS, QUICK_ROUNDS = 25, 8
# PostgreSQL plans a statement anew the first ten times in each connection, of which a
# process has two that take turns
WARM_UP = 25
MOST_FLOORS = 5
MOST_GROWTH = 4
MOST_SECONDS = 5
FLOOR = "/floor/"
SMALL, TWICE, LARGE, LARGEST = "30", "60", "200", "1000"

Times = dict[tuple[str, str], list[float]]


def measure(kind: str, folder: Path, *, quick: bool) -> list[Figure]:
    """Measure on a kind of database."""
    with databases(kind, folder) as maker:
        site = maker.site("reports")
        site.manage("facts", "load")
        answers = QUICK_ANSWERS if quick else ANSWERS
        made = json.loads(site.run("histories", str(answers)))
        with served(site) as server, Browser(server.port) as browser:
            browser.cookies["sid"] = made["session"]
            times, floors = _by_turns(browser, made, QUICK_ROUNDS if quick else ROUNDS)
            export = _export(browser, made)
            browser.cookies["sid"] = made["learner"]
            own = _own_page(browser, QUICK_ROUNDS if quick else ROUNDS)
            # The static files are there when it is served
            pages = json.dumps(_pages(made))
            counted = json.loads(site.run("report_queries", given=pages))
    benchmark = f"reports, {kind}"
    stored = {"answers": made["answers"]}
    return [
        Figure(
            benchmark=benchmark,
            what="floor, a post",
            value=middle(floors),
            unit="ms",
            details=stored,
        ),
        *_figures(benchmark, times, middle(floors), stored),
        *_queries(benchmark, counted),
        Figure(
            benchmark=benchmark,
            what="a learner's own page after 10,000 answers",
            value=middle(own),
            unit="ms",
            details={"p95": percentile(own, 95), **stored},
        ).at_most(round(MOST_FLOORS * middle(floors), 1)),
        Figure(
            benchmark=benchmark,
            what="whole report of 200 learners, 50 assignments, as a workbook",
            value=export,
            unit="s",
            details=stored,
        ).at_most(MOST_SECONDS),
    ]


def _pages(made: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The addresses by page and by size of the class."""
    rooms, given = made["classes"], made["assignments"]
    return {
        "class": {
            size: f"/reports/classes/{rooms[size]}/" for size in (SMALL, TWICE, LARGE)
        },
        "scores": {
            size: f"/reports/classes/{rooms[size]}/scores/"
            for size in (SMALL, TWICE, LARGE)
        },
        "assignment": {
            size: f"/reports/assignments/{given[size]}/?marks=yes"
            for size in (SMALL, TWICE, LARGE)
        },
        "items": {
            size: f"/reports/assignments/{given[size]}/items/"
            for size in (SMALL, TWICE, LARGE, LARGEST)
        },
    }


def _by_turns(
    browser: Browser, made: dict[str, Any], rounds: int
) -> tuple[Times, list[float]]:
    """Load every page so often, each beside a post to the floor."""
    token = FormReader(browser.get(FLOOR).text).form(FLOOR).hidden[0]
    times: Times = {}
    floors = []
    for number in range(-WARM_UP, rounds):
        for name, pages in _pages(made).items():
            for size, address in pages.items():
                floor = _floor(browser, token)
                taken = _timed(browser, browser.request("GET", address))
                if number >= 0:
                    floors.append(floor)
                    times.setdefault((name, size), []).append(taken)
    return times, floors


def _own_page(browser: Browser, rounds: int) -> list[float]:
    """Load the page of the learner who is logged in so often."""
    times = [
        _timed(browser, browser.request("GET", "/progress/"))
        for _number in range(-WARM_UP, rounds)
    ]
    return times[WARM_UP:]


def _floor(browser: Browser, token: tuple[str, str]) -> float:
    data = [token, ("key", str(uuid.uuid4())), ("text", "1999 жылғы 2 сәуір")]
    return _timed(browser, browser.request("POST", FLOOR, data))


def _timed(browser: Browser, request: bytes) -> float:
    began = time.perf_counter()
    reply = browser.send(request)
    taken = 1000 * (time.perf_counter() - began)
    if reply.status != 200:
        raise RuntimeError(f"{request[:80]!r}: {reply.status}")
    return taken


def _export(browser: Browser, made: dict[str, Any]) -> float:
    address = f"/reports/classes/{made['classes'][LARGE]}/files/report.xlsx"
    return _timed(browser, browser.request("GET", address)) / 1000


def _figures(
    benchmark: str, times: Times, floor: float, stored: dict[str, Any]
) -> list[Figure]:
    found = []
    for (name, size), taken in times.items():
        details = {"p95": percentile(taken, 95), **stored}
        figure = Figure(
            benchmark=benchmark,
            what=f"{name}, {int(size):,} learners",
            value=middle(taken),
            unit="ms",
            details=details,
        )
        if size == SMALL:
            found.append(figure.at_most(round(MOST_FLOORS * floor, 1)))
        elif size == LARGE:
            most = MOST_GROWTH * middle(times[name, SMALL])
            found.append(figure.at_most(round(most, 1)))
        else:
            found.append(figure)
    return found


def _queries(benchmark: str, counted: dict[str, dict[str, int]]) -> list[Figure]:
    return [
        Figure(
            benchmark=benchmark,
            what=f"queries more for 60 learners than for 30 ({name})",
            value=counts[TWICE] - counts[SMALL],
            unit="queries",
            details=counts,
        ).at_most(0)
        for name, counts in counted.items()
    ]
