"""Addresses of files that come in and go out."""

from __future__ import annotations

from django.urls import path

from quizzes.exchange import export_views, import_views

app_name = "exchange"

urlpatterns = [
    # /bank/import/
    path("bank/import/", import_views.send, name="import"),
    path("bank/import/examples/<str:name>", export_views.example, name="example"),
    path("bank/import/<str:public_id>/", import_views.upload, name="upload"),
    path(
        "bank/import/<str:public_id>/facts/<int:place>/",
        import_views.planned_fact,
        name="planned_fact",
    ),
    path("bank/import/<str:public_id>/change/", import_views.change, name="change"),
    path("bank/import/<str:public_id>/repair/", import_views.repair, name="repair"),
    path("bank/import/<str:public_id>/store/", import_views.store, name="store"),
    path("bank/import/<str:public_id>/remove/", import_views.remove, name="remove"),
    # /bank/export/
    path("bank/export/", export_views.export, name="export"),
    path("bank/export/facts/", export_views.facts, name="export_facts"),
    path("bank/export/questions/", export_views.questions, name="export_questions"),
    # Of a quiz, whose other pages are in `bank`
    path("quizzes/<slug:public_id>/export/", export_views.quiz, name="export_quiz"),
]
