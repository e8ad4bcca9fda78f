"""Addresses of the bank; topics, facts and entities are named by their keys."""

from __future__ import annotations

from django.urls import path

from quizzes.bank import views

app_name = "bank"

urlpatterns = [
    path("about/", views.about, name="about"),
    # /bank/
    path("bank/", views.topics, name="topics"),
    path("bank/timeline/", views.timeline, name="timeline"),
    path("bank/topics/<slug:key>/", views.topic, name="topic"),
    path("bank/facts/", views.facts, name="facts"),
    path("bank/facts/<slug:key>/", views.fact, name="fact"),
    path("bank/entities/<slug:key>/", views.entity, name="entity"),
]
