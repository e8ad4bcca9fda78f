"""Addresses of reports: what is given, and how far the learners have come."""

from __future__ import annotations

from django.urls import include, path

from quizzes.reports import views

app_name = "reports"

# /assignments/<public id>/learners/<public id of the enrolment>/
learner_urls = [
    path("", views.learner, name="learner"),
    path("time/", views.give_time, name="give_time"),
    path("attempt/", views.give_attempt, name="give_attempt"),
    path("reopen/", views.reopen, name="reopen"),
]

urlpatterns = [
    path("assignments/", views.assignments, name="assignments"),
    path("assignments/<slug:assignment_id>/", views.live, name="live"),
    path(
        "assignments/<slug:assignment_id>/learners/<slug:enrolment_id>/",
        include(learner_urls),
    ),
]
