"""`python -m tests.benchmarks`: measure, print a table, add JSON lines to data/."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks import (
    answers,
    core,
    imports,
    previews,
    reports,
    starting_gun,
    starts,
    visit,
)
from tests.benchmarks.figures import Figure, machine, table, write
from tests.benchmarks.sites import DATABASES, ROOT

BENCHMARKS = (
    "core",
    "visit",
    "answers",
    "starts",
    "previews",
    "gun",
    "reports",
    "import",
)
LINES = ROOT / "data" / "bench.jsonl"


def main() -> int:
    """Run the benchmarks that are asked for; 1 if an acknowledged answer was lost."""
    options = _options()
    run = machine()
    print(f"Python {run['python']}, {run['cores']} cores, load {run['load']}")
    figures: list[Figure] = []
    began = time.monotonic()
    for name, kind, measure in _chosen(options):
        print(f"Measuring {name} {kind}".rstrip(), file=sys.stderr)
        with tempfile.TemporaryDirectory(prefix="quizsite-bench-") as folder:
            figures += measure(Path(folder))
    print(table(figures))
    run |= {"load_after": machine()["load"], "quick": options.quick}
    run["seconds"] = round(time.monotonic() - began)
    print(f"{run['seconds']} s, load {run['load_after']}; {LINES.relative_to(ROOT)}")
    write(figures, LINES, run=run)
    lost = [each for each in figures if each.unit == "answers" and each.met is False]
    return 1 if lost else 0


Measure = Callable[[Path], list[Figure]]


def _chosen(options: argparse.Namespace) -> Iterator[tuple[str, str, Measure]]:
    quick: bool = options.quick
    if "core" in options.only:
        yield "core", "", lambda folder: core.measure(quick=quick)
    if "visit" in options.only:
        yield "visit", "", visit.measure
    for kind in options.database:
        for name, module in (
            ("answers", answers),
            ("starts", starts),
            ("previews", previews),
            ("gun", starting_gun),
            ("reports", reports),
            ("import", imports),
        ):
            if name in options.only:
                yield name, kind, _on(module.measure, kind, quick)


def _on(measure: Callable[..., list[Figure]], kind: str, quick: bool) -> Measure:
    return lambda folder: measure(kind, folder, quick=quick)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--quick", action="store_true", help="a minute, and rougher")
    parser.add_argument(
        "--only", type=_names(BENCHMARKS), default=BENCHMARKS, metavar="A,B"
    )
    parser.add_argument(
        "--database", type=_names(DATABASES), default=None, metavar="KIND"
    )
    options = parser.parse_args()
    if options.database is None:
        # A minute is enough for one of them.
        options.database = DATABASES[:1] if options.quick else DATABASES
    return options


def _names(known: tuple[str, ...]) -> Callable[[str], tuple[str, ...]]:
    def split(given: str) -> tuple[str, ...]:
        names = tuple(given.split(","))
        if unknown := set(names) - set(known):
            message = f"{', '.join(sorted(unknown))}: choose from {', '.join(known)}"
            raise argparse.ArgumentTypeError(message)
        return names

    return split


if __name__ == "__main__":
    sys.exit(main())
