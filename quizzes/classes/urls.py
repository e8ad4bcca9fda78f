"""Addresses of classes; a class and an enrolment are named by random public ids."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from quizzes.classes import roster_views, views

app_name = "classes"

# /classes/<public id>/learners/<public id of the enrolment>/
learner_urls = [
    path("", roster_views.learner, name="learner"),
    path("rename/", roster_views.rename, name="rename"),
    path("move/", roster_views.move, name="move"),
    path("remove/", roster_views.remove, name="remove"),
    path("take-back/", roster_views.take_back, name="take_back"),
]

# /classes/<public id>/
class_urls: list[URLPattern | URLResolver] = [
    path("", views.classroom, name="class"),
    path("code/", views.code, name="code"),
    path("code/renew/", views.renew_code, name="renew_code"),
    path("code/close/", views.close_code, name="close_code"),
    path("settings/", views.class_settings, name="settings"),
    path("teachers/add/", views.add_teacher, name="add_teacher"),
    path("teachers/remove/", views.remove_teacher, name="remove_teacher"),
    path("teachers/hand-over/", views.hand_over, name="hand_over"),
    path("archive/", views.archive, name="archive"),
    path("restore/", views.restore, name="restore"),
    path("newcomers/", roster_views.newcomers, name="newcomers"),
    path("cards/", roster_views.make_cards, name="make_cards"),
    path("cards/renew/", roster_views.renew_cards, name="renew_cards"),
    path("learners/<slug:enrolment_id>/", include(learner_urls)),
]

urlpatterns = [
    path("classes/", views.teaching, name="teaching"),
    path("classes/new/", views.open_class, name="open"),
    path("classes/<slug:public_id>/", include(class_urls)),
    # A learner's own
    path("my-classes/", views.learning, name="learning"),
    path("my-classes/<slug:public_id>/leave/", views.leave, name="leave"),
]
