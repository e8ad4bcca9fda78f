"""Addresses of what is stored of a person: reading, downloading, erasing."""

from __future__ import annotations

from django.urls import include, path

from quizzes.accounts import privacy_views as views
from quizzes.accounts.doors import clears_the_browser

app_name = "privacy"

# /classes/<public id>/learners/<public id of the enrolment>/data/
pupil_urls = [
    path("", views.pupil, name="pupil"),
    path("download/", views.download_pupil, name="download_pupil"),
    path("erase/", views.erase_pupil, name="erase_pupil"),
]

urlpatterns = [
    path("about/personal-data/", views.register, name="register"),
    # One's own
    path("my-data/", views.own, name="own"),
    path("my-data/download/", views.download, name="download"),
    path("my-data/erase/", clears_the_browser(views.erase), name="erase"),
    # A teacher's, of a pupil with a card
    path(
        "classes/<slug:public_id>/learners/<slug:enrolment_id>/data/",
        include(pupil_urls),
    ),
]
