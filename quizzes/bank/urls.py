"""Addresses of the bank; topics, facts and entities are named by their references."""

from __future__ import annotations

from django.urls import include, path

from quizzes.bank import views

app_name = "bank"

urlpatterns = [
    path("about/", views.about, name="about"),
    # /bank/
    path("bank/", views.topics, name="topics"),
    path("bank/timeline/", views.timeline, name="timeline"),
    path("bank/topics/<reference:reference>/", views.topic, name="topic"),
    path("bank/facts/", views.facts, name="facts"),
    path("", include("quizzes.bank.fact_urls")),
    path("bank/facts/<reference:reference>/", views.fact, name="fact"),
    path("", include("quizzes.bank.source_urls")),
    path("bank/entities/<reference:reference>/", views.entity, name="entity"),
    path("", include("quizzes.bank.question_urls")),
]
