"""The floor's one view."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from quizzes.web.request import HttpRequest
from tests.benchmarks.floor.models import Written


def write(request: HttpRequest) -> HttpResponse:
    """Store what was sent and show a form for more."""
    written = None
    if request.method == "POST":
        written = Written.objects.create(
            author=request.user,
            key=request.POST["key"],
            text=request.POST["text"],
            at=timezone.now(),
        )
    return render(request, "floor/write.html", {"written": written})
