"""The product's addresses, one line for each room."""

from __future__ import annotations

from django.urls import (
    URLPattern,
    URLResolver,
    include,
    path,
    register_converter,
)

from quizzes.bank.references import ReferenceConverter

register_converter(ReferenceConverter, "reference")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("quizzes.attempts.urls")),
    path("", include("quizzes.exchange.urls")),
    path("", include("quizzes.bank.urls")),
    path("", include("quizzes.exchange.text_urls")),
    path("", include("quizzes.bank.quiz_urls")),
    path("", include("quizzes.classes.urls")),
    path("", include("quizzes.classes.assignment_urls")),
    path("", include("quizzes.reports.urls")),
    path("", include("quizzes.accounts.urls")),
    path("", include("quizzes.accounts.joining_urls")),
    path("", include("quizzes.accounts.privacy_urls")),
]
