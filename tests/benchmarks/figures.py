"""What a benchmark gives: figures, printed as a table and kept as JSON lines."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

_PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured number. `met` is None where nothing was aimed at."""

    benchmark: str
    what: str
    value: float
    unit: str
    target: str = ""
    met: bool | None = None
    details: dict[str, Any] = field(default_factory=dict)

    def at_least(self, least: float) -> Figure:
        """The same with a target that it should not be below."""
        target = f"at least {least:g}"
        return replace(self, target=target, met=self.value >= least)

    def at_most(self, most: float) -> Figure:
        """The same with a target that it should not be above."""
        target = f"at most {most:g}"
        return replace(self, target=target, met=self.value <= most)


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that so many per cent do not exceed; 0 of nothing."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    place = -(-len(ordered) * percent // _PERCENT) - 1
    return ordered[max(0, place)]


def middle(values: Iterable[float]) -> float:
    """The median, 0 of nothing."""
    found = list(values)
    return median(found) if found else 0.0


def machine() -> dict[str, Any]:
    """What the figures were measured on, and how busy it was."""
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": [round(load, 2) for load in os.getloadavg()],
    }


def table(figures: Sequence[Figure]) -> str:
    """The figures as lines of equal columns, one group for each benchmark."""
    rows = [("", "value", "unit", "target", "")]
    for each in figures:
        verdict = {None: "", True: "met", False: "MISSED"}[each.met]
        what = f"{each.benchmark}: {each.what}"
        rows.append((what, _number(each.value), each.unit, each.target, verdict))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column == 1 else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def write(figures: Iterable[Figure], path: Path, **run: Any) -> None:
    """Add the figures to a file, a JSON object on each line."""
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        for each in figures:
            record = {**run, **asdict(each)}
            file.write(json.dumps(record, ensure_ascii=False, default=str) + "\n")


def _number(value: float) -> str:
    if value == int(value) or abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"
