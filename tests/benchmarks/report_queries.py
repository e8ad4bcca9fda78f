"""Counts how often each page asks the database; is given and prints JSON.

It is given addresses by page and by size, and opens them as the first teacher there is.
"""

from __future__ import annotations

import json
import sys

import django


def main() -> None:
    """Count."""
    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from quizzes.people.models import User

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    client = Client()
    client.force_login(User.objects.filter(role=User.Role.TEACHER).order_by("pk")[0])
    found: dict[str, dict[str, int]] = {}
    for name, pages in json.load(sys.stdin).items():
        for size, address in pages.items():
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                client.get(address)
            found.setdefault(name, {})[size] = len(captured)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
