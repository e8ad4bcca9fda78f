"""The address at which the text of a source is taken in."""

from __future__ import annotations

from django.urls import path

from quizzes.exchange import text_views

app_name = "source_texts"

urlpatterns = [
    path(
        "bank/sources/<reference:reference>/text/keep/",
        text_views.source_text,
        name="keep",
    ),
]
