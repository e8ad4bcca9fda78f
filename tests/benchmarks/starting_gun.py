"""The starting gun: a school's pupils log in at one time and start one test.

Two hundred pupils behind one address log in within half a minute, each on a connection
of their own, and then press the button within two seconds. Nobody may be turned away,
whether by the limits against guessing or because the server is busy.
"""

from __future__ import annotations

import json
import random
import time
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Barrier

from tests.benchmarks.figures import Figure, middle, percentile
from tests.benchmarks.sites import Server, databases, served
from tests.benchmarks.wire import Browser, FormReader

PUPILS, FEW_PUPILS = 200, 40
LOGGING_IN_SECONDS = 30.0
STARTING_SECONDS = 2.0
LOG_IN = "/account/login/"
MOST_MEGABYTES = 1200
SLOWEST_START_MS = 5000


@dataclass(slots=True)
class Gun:
    """What became of one starting gun."""

    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    log_in_ms: list[float] = field(default_factory=list)
    start_ms: list[float] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    megabytes: float = 0.0

    def refused(self) -> int:
        """How many requests were not answered as they should be."""
        return sum(
            times for (_step, status), times in self.statuses.items() if status != 302
        )


def measure(kind: str, folder: Path, *, quick: bool) -> list[Figure]:
    """Fire it on a kind of database."""
    gun = fire(kind, folder, pupils=FEW_PUPILS if quick else PUPILS)
    count = len(gun.addresses)

    def figure(what: str, value: float, unit: str) -> Figure:
        return Figure(
            benchmark=f"gun {kind}",
            what=what,
            value=value,
            unit=unit,
            details={"pupils": count, "statuses": repr(dict(gun.statuses))},
        )

    return [
        figure(f"of {count} pupils turned away", gun.refused(), "requests").at_most(0),
        figure("attempts started", len(set(gun.addresses)), "attempts").at_least(count),
        figure("log-in, median", middle(gun.log_in_ms), "ms"),
        figure("log-in, p99", percentile(gun.log_in_ms, 99), "ms"),
        figure("start, median", middle(gun.start_ms), "ms"),
        figure("start, p99", percentile(gun.start_ms, 99), "ms").at_most(
            SLOWEST_START_MS
        ),
        figure("memory of all processes", gun.megabytes, "MB").at_most(MOST_MEGABYTES),
    ]


def fire(kind: str, folder: Path, *, pupils: int) -> Gun:
    """Make a site with a class, serve it, and let all its pupils in at once."""
    with databases(kind, folder) as maker:
        site = maker.site("gun")
        site.manage("facts", "load")
        made = json.loads(site.run("pupils", str(pupils)))
        with served(site) as server:
            return _fire(server, **made)


def _fire(
    server: Server, *, names: list[str], password: str, page: str, start: str
) -> Gun:
    gun = Gun()
    barrier = Barrier(len(names))
    rng = random.Random(len(names))
    waits = [
        (rng.uniform(0, LOGGING_IN_SECONDS), rng.uniform(0, STARTING_SECONDS))
        for _name in names
    ]

    def pupil(name: str, wait: tuple[float, float]) -> None:
        with Browser(server.port) as browser:
            time.sleep(wait[0])
            data = [("login", name), ("password", password)]
            _press(gun, browser, LOG_IN, LOG_IN, data)
            browser.close()  # the server ends a connection on which nothing comes
            barrier.wait(timeout=4 * LOGGING_IN_SECONDS)
            time.sleep(wait[1])
            gun.addresses.append(
                _press(gun, browser, page, start, [("start_key", str(uuid.uuid4()))])
            )

    with ThreadPoolExecutor(len(names)) as threads:
        ends = [threads.submit(pupil, *each) for each in zip(names, waits, strict=True)]
        for end in ends:
            end.result()
        gun.megabytes = server.memory()["pss"]
    return gun


def _press(
    gun: Gun, browser: Browser, page: str, address: str, data: list[tuple[str, str]]
) -> str:
    """Open a page and send its form to an address; give where it leads."""
    form = FormReader(browser.get(page).text).form(address)
    token = [pair for pair in form.hidden if pair[0] == "csrfmiddlewaretoken"]
    began = time.perf_counter()
    reply = browser.post(address, [*token, *data])
    times = gun.log_in_ms if address == LOG_IN else gun.start_ms
    times.append(1000 * (time.perf_counter() - began))
    step = "log-in" if address == LOG_IN else "start"
    gun.statuses[step, reply.status] += 1
    return reply.headers.get("location", "")
