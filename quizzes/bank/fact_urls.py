"""Addresses of writing facts; gathered by `urls` under the bank's names."""

from __future__ import annotations

from django.urls import path

from quizzes.bank import fact_form_views

FACT = "bank/facts/<reference:reference>/"

urlpatterns = [
    # /bank/facts/
    path("bank/facts/new/", fact_form_views.new_fact, name="new_fact"),
    path("bank/facts/preview/", fact_form_views.preview_fact, name="preview_fact"),
    path("bank/facts/entities/", fact_form_views.find, name="find_entities"),
    # /bank/facts/<reference>/
    path(f"{FACT}edit/", fact_form_views.edit_fact, name="edit_fact"),
    path(f"{FACT}copy/", fact_form_views.copy_fact, name="copy_fact"),
]
