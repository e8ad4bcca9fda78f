"""The product's addresses and the floor's."""

from __future__ import annotations

from django.urls import include, path

from quizsite.urls import handler400, handler403, handler404, handler500
from tests.benchmarks.floor import views

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("floor/", views.write, name="floor"),
    path("", include("quizsite.urls")),
]
