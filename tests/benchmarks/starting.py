"""A process that starts attempts in one bank when it is told to.

It is told by a line of JSON with a seed and a scope (topics, families), and answers by
one: the milliseconds of drawing alone and of the whole request, and their queries. The
processes of all sizes stay alive together and are asked by turns, so that whatever else
the machine does meets them alike.
"""

from __future__ import annotations

import json
import sys
import time
import uuid
from importlib import import_module
from typing import Any

LENGTH = 10


def main() -> None:
    """Answer lines until there are no more."""
    # As the server loads the site, the settings of the garbage collector among it.
    import_module("quizsite.wsgi")
    from django.conf import settings

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    for line in sys.stdin:
        given = json.loads(line)
        work = _profiled if given.get("profile") else _measured
        print(json.dumps(work(given), ensure_ascii=False), flush=True)


def _measured(given: dict[str, Any]) -> dict[str, Any]:
    """Time drawing and starting; queries are counted in a start of their own."""
    from django.test import Client

    began = time.perf_counter()
    drawn = _draw(given)
    drawing = time.perf_counter() - began
    client = Client(raise_request_exception=False)
    began = time.perf_counter()
    status = _start(client, given)
    starting = time.perf_counter() - began
    return {
        "draw_ms": 1000 * drawing,
        "start_ms": 1000 * starting,
        "items": drawn,
        "status": status,
        "queries": _queries(given) if given.get("count") else None,
    }


def _draw(given: dict[str, Any]) -> int:
    from quizzes.bank import drawing
    from quizzes.items.data import Family

    families = [Family(family) for family in given["families"]]
    items = drawing.draw(
        count=LENGTH, seed=given["seed"], families=families, topics=given["topics"]
    )
    return len(items)


def _start(client: Any, given: dict[str, Any]) -> int:
    data = {
        "start_key": str(uuid.uuid4()),
        "topics": given["topics"],
        "families": given["families"],
        "length": LENGTH,
    }
    return int(client.post("/attempts/start/", data).status_code)


def _queries(given: dict[str, Any]) -> dict[str, int]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from quizzes.bank.kept_facts import forget_facts

    # A large bank is never kept whole as a small one is.
    forget_facts()
    with CaptureQueriesContext(connection) as drawing:
        _draw(given)
    forget_facts()
    with CaptureQueriesContext(connection) as starting:
        _start(Client(raise_request_exception=False), given)
    return {"draw": len(drawing), "start": len(starting)}


def _profiled(given: dict[str, Any]) -> dict[str, Any]:
    """Where the time of so many draws goes, as text."""
    import cProfile
    import io
    import pstats

    profile = cProfile.Profile()
    profile.enable()
    for number in range(given["profile"]):
        _draw({**given, "seed": f"{given['seed']}-{number}"})
    profile.disable()
    text = io.StringIO()
    pstats.Stats(profile, stream=text).sort_stats("cumulative").print_stats(45)
    return {"profile": text.getvalue()}


if __name__ == "__main__":
    main()
