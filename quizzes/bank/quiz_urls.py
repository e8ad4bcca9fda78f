"""Addresses of quizzes; trying and giving one is in `attempts`."""

from __future__ import annotations

from django.urls import include, path

from quizzes.bank import quiz_adding_views, quiz_paper_views, quiz_sharing_views
from quizzes.bank import quiz_views as views

app_name = "quizzes"

# /quizzes/<public id>/
quiz_urls = [
    path("", views.quiz, name="quiz"),
    path("set-up/", views.set_up_quiz, name="set_up"),
    path("draw/", views.draw_quiz, name="draw"),
    path("archive/", views.archive_quiz, name="archive"),
    path("restore/", views.restore_quiz, name="restore"),
    path("add/", quiz_adding_views.add, name="add"),
    path("items/<slug:item_id>/", views.change_item, name="change_item"),
    path("copy/", quiz_sharing_views.copy, name="copy"),
    path("share/", quiz_sharing_views.share, name="share"),
    path("unshare/", quiz_sharing_views.unshare, name="unshare"),
    path("paper/", quiz_paper_views.paper, name="paper"),
]

urlpatterns = [
    path("quizzes/", views.quizzes, name="quizzes"),
    path("quizzes/new/", views.new_quiz, name="new"),
    path("quizzes/shared/<slug:token>/", quiz_sharing_views.shared, name="shared"),
    path("quizzes/<slug:public_id>/", include(quiz_urls)),
]
