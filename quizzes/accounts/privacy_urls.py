"""Addresses of personal data: what is kept, all that is stored of one, erasing it."""

from __future__ import annotations

from django.urls import path

from quizzes.accounts import privacy_views as views

app_name = "privacy"

urlpatterns = [
    path("about/data/", views.register, name="register"),
    # One's own
    path("account/data/", views.download, name="download"),
    path("account/erase/", views.erase, name="erase"),
    path("account/erased/", views.erased, name="erased"),
    # A pupil's with a card, for the teachers of the class
    path(
        "classes/<slug:public_id>/learners/<slug:enrolment_id>/data/",
        views.download_learner,
        name="download_learner",
    ),
    path(
        "classes/<slug:public_id>/learners/<slug:enrolment_id>/erase/",
        views.erase_learner,
        name="erase_learner",
    ),
]
