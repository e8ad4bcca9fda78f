"""The product's addresses, one line for each room."""

from __future__ import annotations

import sys

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = []
# While the rooms are being built: one that cannot be imported yet is left out.
for prefix, module in (
    ("", "quizzes.attempts.urls"),
    ("", "quizzes.bank.urls"),
):
    try:
        urlpatterns.append(path(prefix, include(module)))
    except ImportError as error:
        print(f"left out {module}: {error}", file=sys.stderr)
