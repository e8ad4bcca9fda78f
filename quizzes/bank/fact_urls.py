"""Addresses of writing facts; `urls` includes them under the bank's names."""

from __future__ import annotations

from django.urls import path

from quizzes.bank import disagreements, fact_form_views, fact_views

_FACT = "bank/facts/<reference:reference>/"

urlpatterns = [
    # /bank/
    path("bank/disagreements/", disagreements.disagreements, name="disagreements"),
    # /bank/facts/
    path("bank/facts/new/", fact_form_views.new_fact, name="new_fact"),
    path("bank/facts/preview/", fact_form_views.preview_fact, name="preview_fact"),
    path("bank/facts/entities/", fact_form_views.find, name="find_entities"),
    path("bank/facts/several/", fact_views.set_several, name="set_facts"),
    # /bank/facts/<reference>/
    path(f"{_FACT}edit/", fact_form_views.edit_fact, name="edit_fact"),
    path(f"{_FACT}copy/", fact_form_views.copy_fact, name="copy_fact"),
    path(f"{_FACT}row/", fact_views.fact_row, name="fact_row"),
    path(f"{_FACT}state/", fact_views.set_fact_state, name="set_fact_state"),
    path(f"{_FACT}questions/", fact_views.fact_items, name="fact_items"),
    path(f"{_FACT}delete/", fact_views.remove_fact, name="remove_fact"),
    path(f"{_FACT}versions/", fact_views.fact_versions, name="fact_versions"),
    path(f"{_FACT}put-back/", fact_views.put_back, name="put_back"),
]
