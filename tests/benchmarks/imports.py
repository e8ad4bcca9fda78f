"""Taking a sheet of 5,000 facts over: read, checked, looked at and stored.

The teacher sees progress, and waits half a minute at most. A step of storing must not
be so long that a learner's answer waits for the database.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.benchmarks.figures import Figure
from tests.benchmarks.sites import databases

FACTS, FEW_FACTS = 5_000, 500
MOST_SECONDS = 30


def measure(kind: str, folder: Path, *, quick: bool) -> list[Figure]:
    """Measure on a kind of database."""
    facts = FEW_FACTS if quick else FACTS
    with databases(kind, folder) as maker:
        site = maker.site("imports")
        site.manage("collectstatic", "--no-input", "--verbosity=0")
        site.run("bank", str(facts))
        took = json.loads(site.run("importing", str(facts)))
    whole = took["reading_s"] + took["looking_s"] + took["storing_s"]
    details = {name: took[name] for name in ("steps", "bytes", "stored", "status")}

    def figure(what: str, value: float, unit: str) -> Figure:
        return Figure(
            benchmark=f"import {kind}",
            what=what,
            value=value,
            unit=unit,
            details=details,
        )

    return [
        figure(f"{facts} facts in the bank", took["stored"], "facts").at_least(facts),
        figure("sent, read and checked", took["reading_s"], "s"),
        figure("page to look at", took["looking_s"], "s"),
        figure("stored, all steps", took["storing_s"], "s"),
        figure("stored, longest step", took["longest_step_s"], "s"),
        figure("all of it", whole, "s").at_most(MOST_SECONDS),
    ]
