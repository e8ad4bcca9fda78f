"""Starting an attempt of ten items, in banks from 100 to 100,000 facts.

The time at the largest may be at most one and a half times that at the smallest that
has enough to fill the quiz, and the number of queries must not grow at all.
"""

from __future__ import annotations

import json
import subprocess
from collections import defaultdict
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import Figure, middle, percentile
from tests.benchmarks.sites import databases
from tests.benchmarks.starting import LENGTH

SIZES = (100, 1_000, 10_000, 100_000)
QUICK_SIZES = (100, 10_000)
STARTS, QUICK_STARTS = 32, 8
WARM_UP = 3
MOST_GROWTH = 1.5
SCOPES: dict[str, dict[str, list[str]]] = {
    "anything": {"topics": [], "families": []},
    "one topic": {"topics": ["topic-1"], "families": []},
    "dates only": {"topics": [], "families": ["date"]},
    "treaties of one topic": {"topics": ["topic-1"], "families": ["treaty"]},
}
TIMED = {"draw_ms": "drawing", "start_ms": "start"}

Measured = dict[tuple[int, str], list[dict[str, Any]]]


def measure(kind: str, folder: Path, *, quick: bool) -> list[Figure]:
    """Measure on a kind of database."""
    sizes = QUICK_SIZES if quick else SIZES
    with databases(kind, folder) as maker:
        processes = {}
        try:
            for size in sizes:
                site = maker.site(f"bank_{size}")
                site.run("bank", str(size))
                processes[size] = site.talk("starting")
            measured = _by_turns(processes, QUICK_STARTS if quick else STARTS)
        finally:
            for process in processes.values():
                process.communicate()
    return [
        figure for scope in SCOPES for figure in _figures(measured, sizes, scope, kind)
    ]


def ask(process: subprocess.Popen[str], **given: Any) -> dict[str, Any]:
    """Say a line to a starting process and take its answer."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(given) + "\n")
    process.stdin.flush()
    answer: dict[str, Any] = json.loads(process.stdout.readline())
    return answer


def _by_turns(processes: dict[int, subprocess.Popen[str]], starts: int) -> Measured:
    """Start so often in every scope, going round the banks."""
    measured: Measured = defaultdict(list)
    for number in range(-WARM_UP, starts):
        for scope, limits in SCOPES.items():
            for size, process in processes.items():
                seed = f"{number}:{scope}"
                count = number == starts - 1
                given = ask(process, seed=seed, count=count, **limits)
                if number >= 0:
                    measured[size, scope].append(given)
    return measured


def _fills(starts: list[dict[str, Any]]) -> bool:
    return middle(each["items"] for each in starts) == LENGTH


def _figures(
    measured: Measured, sizes: tuple[int, ...], scope: str, kind: str
) -> list[Figure]:
    found = []
    largest = sizes[-1]
    # A bank that gives half a quiz does half the work.
    filled = [size for size in sizes if _fills(measured[size, scope])]
    smallest = filled[0] if filled else largest
    for name, what in TIMED.items():
        times = {size: [each[name] for each in measured[size, scope]] for size in sizes}
        for size in sizes:
            found.append(
                Figure(
                    benchmark=f"starts, {kind}",
                    what=f"{what}, {scope}, {size:,} facts",
                    value=middle(times[size]),
                    unit="ms",
                    details={
                        "p95": percentile(times[size], 95),
                        "starts": len(times[size]),
                        "items": middle(e["items"] for e in measured[size, scope]),
                        "status": sorted({e["status"] for e in measured[size, scope]}),
                    },
                )
            )
        growth = middle(times[largest]) / middle(times[smallest])
        found.append(
            Figure(
                benchmark=f"starts, {kind}",
                what=f"{what}, {scope}, {largest:,} to {smallest:,}",
                value=growth,
                unit="times",
            ).at_most(MOST_GROWTH)
        )
    counts = {size: measured[size, scope][-1]["queries"] for size in sizes}
    found.append(
        Figure(
            benchmark=f"starts, {kind}",
            what=f"queries more at {largest:,} ({scope}, start)",
            value=counts[largest]["start"] - counts[smallest]["start"],
            unit="queries",
            details={"queries": counts},
        ).at_most(0)
    )
    return found
