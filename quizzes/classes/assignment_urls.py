"""Addresses of giving a quiz; what becomes of it is in the rooms above."""

from __future__ import annotations

from django.urls import path

from quizzes.classes import assignment_views

app_name = "assignments"

urlpatterns = [
    path("assignments/new/", assignment_views.assign, name="assign"),
]
