"""Addresses of attempts; an attempt is named by its random public id."""

from __future__ import annotations

from django.urls import include, path

from quizzes.attempts import views

app_name = "attempts"

# /attempts/<public id>/
attempt_urls = [
    path("", views.attempt, name="attempt"),
    path("finish/", views.finish, name="finish"),
    path("close/", views.close, name="close"),
    path("result/", views.result, name="result"),
    path("practise/", views.practise, name="practise"),
    # /attempts/<public id>/<position>/
    path("<int:position>/", views.slot, name="slot"),
    path("<int:position>/answer/", views.answer, name="answer"),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("practice/", views.setup, name="setup"),
    # /attempts/
    path("attempts/", views.attempt_list, name="list"),
    path("attempts/start/", views.start, name="start"),
    path("attempts/<slug:public_id>/", include(attempt_urls)),
]
