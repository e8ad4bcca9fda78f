"""Addresses of joining a class, and of the ways back in afterwards."""

from __future__ import annotations

from django.urls import path

from quizzes.accounts import joining_views as views

app_name = "joining"

urlpatterns = [
    path("join/", views.enter, name="enter"),
    path("join/<str:code>/", views.join, name="join"),
    path("joined/<slug:public_id>/", views.joined, name="joined"),
    # Ways back in
    path("account/way-in/", views.way_in, name="way_in"),
    path("account/new-password/", views.new_password, name="new_password"),
    path(
        "classes/<slug:public_id>/learners/<slug:enrolment_id>/let-in/",
        views.let_in,
        name="let_in",
    ),
]
