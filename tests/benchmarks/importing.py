"""A teacher takes a sheet of facts over, by the page, in a process of its own.

    python -m tests.benchmarks.importing FACTS

The database of the environment holds a bank of so many facts already; a teacher brings
the same facts into a space of her own, as XLSX, the dearest of the formats to read.
Prints one JSON object.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import django

MOST_STEPS = 1_000


def main() -> None:
    """Send the sheet, look at it, and take it over as the page with scripts does."""
    django.setup()
    from django.conf import settings
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    teacher, space, sheet = _scene(int(sys.argv[1]))
    client = Client()
    client.force_login(teacher)
    began = time.perf_counter()
    sent = client.post(
        "/bank/import/",
        {"space": space.key, "file": SimpleUploadedFile("facts.xlsx", sheet)},
    )
    reading = time.perf_counter() - began
    address = sent.headers["Location"]
    began = time.perf_counter()
    status = client.get(address).status_code
    looking = time.perf_counter() - began
    steps: list[float] = []
    done = False
    while not done and len(steps) < MOST_STEPS:
        began = time.perf_counter()
        answer = client.post(f"{address}store/", headers={"HX-Request": "true"})
        steps.append(time.perf_counter() - began)
        done = "HX-Redirect" in answer.headers
    print(
        json.dumps(
            {
                "reading_s": reading,
                "looking_s": looking,
                "storing_s": sum(steps),
                "longest_step_s": max(steps),
                "steps": len(steps),
                "status": status,
                "bytes": len(sheet),
                "stored": space.facts.count(),
            }
        )
    )


def _scene(facts: int) -> tuple[Any, Any, bytes]:
    """The teacher, her space, and the bank's facts as a sheet."""
    from quizzes.bank.spaces import Space, own_space
    from quizzes.exchange.bank_rows import world_of
    from quizzes.exchange.sheet_writing import table_of, to_xlsx
    from quizzes.people.models import User

    world = world_of(Space.objects.common().get())
    contents = sorted(world.facts.values(), key=lambda fact: fact.key)[:facts]
    teacher = User.objects.create_user("aigerim", role=User.Role.TEACHER)
    sheet = to_xlsx(table_of(contents, world))
    return teacher, own_space(owner=teacher, name="Айгерім"), sheet


if __name__ == "__main__":
    main()
