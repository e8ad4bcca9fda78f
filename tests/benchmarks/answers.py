"""Answers a second, by learners without a moment's thought, beside the floor.

Floor and product take turns behind one server, three times or more; the figures are the
medians of the rounds. Afterwards every answer that was acknowledged must be found in
the database as it was sent.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import Figure, middle, percentile
from tests.benchmarks.sites import Server, Site, databases, served

# Learners, and the answers that each of them gives in a round
LEARNERS = {1: 150, 8: 40, 32: 12}
QUICK_LEARNERS = {1: 60, 8: 16, 32: 5}
ROUNDS, QUICK_ROUNDS = 3, 2
LEAST_OF_FLOOR = 0.5
MOST_QUERIES = 10
PERCENTILES = (50, 95, 99)
FLOOR, ANSWER, QUESTION = "floor", "answer", "question"

Rounds = dict[str, list[dict[str, Any]]]


def measure(kind: str, folder: Path, *, quick: bool) -> list[Figure]:
    """Measure on a kind of database."""
    figures: list[Figure] = []
    acknowledged: dict[str, list[Any]] = {"answers": [], "floor": []}
    with databases(kind, folder) as maker:
        site = maker.site("answers")
        site.manage("facts", "load")
        with served(site) as server:
            figures += _memory(server, kind, "before")
            for learners, answers in (QUICK_LEARNERS if quick else LEARNERS).items():
                rounds = _play(site, server, learners, answers, quick)
                figures += _figures(rounds, kind, learners)
                for name, played in rounds.items():
                    into = acknowledged["floor" if name == FLOOR else "answers"]
                    into += [sent for each in played for sent in each["acknowledged"]]
            figures += _memory(server, kind, "after")
        found = json.loads(site.run("acknowledged", given=json.dumps(acknowledged)))
    return [*figures, *_checks(found, kind)]


def _play(
    site: Site, server: Server, learners: int, answers: int, quick: bool
) -> Rounds:
    """Rounds by turns; the first two warm the server up and are not counted."""
    turns = [FLOOR, ANSWER] * (1 + (QUICK_ROUNDS if quick else ROUNDS))
    turns += [] if quick else [QUESTION] * 2
    given = {
        "port": server.port,
        "learners": learners,
        "answers": answers,
        "rounds": turns,
    }
    lines = site.run("learners", given=json.dumps(given) + "\n").splitlines()
    rounds: Rounds = defaultdict(list)
    for line in lines:
        played = json.loads(line)
        rounds[played["kind"]].append(played)
    return rounds


def _figures(rounds: Rounds, kind: str, learners: int) -> list[Figure]:
    found = []
    rates = {name: _rates(played) for name, played in rounds.items()}
    for name in rounds:
        counted = _counted(name, rounds[name])
        latencies = {
            f"p{percent}": middle(
                percentile(each["milliseconds"], percent) for each in counted
            )
            for percent in PERCENTILES
        }
        refused = [status for each in rounds[name] for status in each["refused"]]
        found.append(
            Figure(
                benchmark=f"answers, {kind}",
                what=f"{name}, {learners} learners",
                value=middle(rates[name]),
                unit=f"/s   {_spoken(latencies)}",
                details={
                    **latencies,
                    "rounds": [round(rate, 1) for rate in rates[name]],
                    "refused": refused,
                },
            )
        )
    # Each round of answers beside the floor's round just before it
    pairs = zip(rates[ANSWER], rates[FLOOR], strict=True)
    ratios = [answer / floor for answer, floor in pairs]
    found.append(
        Figure(
            benchmark=f"answers, {kind}",
            what=f"share of the floor, {learners} learners",
            value=middle(ratios),
            unit="",
            details={"rounds": [round(ratio, 2) for ratio in ratios]},
        ).at_least(LEAST_OF_FLOOR)
    )
    return found


def _counted(name: str, played: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return played if name == QUESTION else played[1:]


def _rates(played: list[dict[str, Any]]) -> list[float]:
    counted = _counted(played[0]["kind"], played)
    return [len(each["acknowledged"]) / each["seconds"] for each in counted]


def _spoken(latencies: dict[str, float]) -> str:
    return ", ".join(f"{name} {ms:.1f}" for name, ms in latencies.items()) + " ms"


def _memory(server: Server, kind: str, when: str) -> list[Figure]:
    memory = server.memory()
    return [
        Figure(
            benchmark=f"answers, {kind}",
            what=f"memory of the server {when} the load, all processes",
            value=memory["pss"],
            unit="MB (PSS)",
            details=memory,
        )
    ]


def _checks(found: dict[str, Any], kind: str) -> list[Figure]:
    benchmark = f"answers, {kind}"
    return [
        Figure(
            benchmark=benchmark,
            what=f"acknowledged but not stored, of {found['sought']:,}",
            value=found["missing"],
            unit="answers",
        ).at_most(0),
        Figure(
            benchmark=benchmark,
            what="scores that are not the sum of their marks",
            value=found["wrong_sums"],
            unit="attempts",
        ).at_most(0),
        Figure(
            benchmark=benchmark,
            what="most queries of an answer",
            value=max(found["queries"].values()),
            unit="queries",
            details=found["queries"],
        ).at_most(MOST_QUERIES),
    ]
