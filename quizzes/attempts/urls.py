"""Addresses of attempts; an attempt is named by its random public id."""

from __future__ import annotations

from django.urls import include, path

from quizzes.attempts import (
    assigned_views,
    practice_views,
    quiz_views,
    regrade_views,
    views,
)

app_name = "attempts"

# /attempts/<public id>/
attempt_urls = [
    path("", views.attempt, name="attempt"),
    path("finish/", views.finish, name="finish"),
    path("close/", views.close, name="close"),
    path("result/", views.result, name="result"),
    path("practise/", views.practise, name="practise"),
    path("timer/", views.timer, name="timer"),
    # /attempts/<public id>/<position>/
    path("<int:position>/", views.slot, name="slot"),
    path("<int:position>/answer/", views.answer, name="answer"),
]

# /assignments/<public id of the assignment>/
assignment_urls = [
    path("change/", assigned_views.change_assignment, name="change_assignment"),
    path("cancel/", assigned_views.cancel_assignment, name="cancel_assignment"),
    path("restore/", assigned_views.restore_assignment, name="restore_assignment"),
]

urlpatterns = [
    path("", views.home, name="home"),
    path("practice/", views.setup, name="setup"),
    path("practice/memory/", practice_views.practise_memory, name="practise_memory"),
    # /attempts/
    path("attempts/", views.attempt_list, name="list"),
    path("attempts/start/", views.start, name="start"),
    path("attempts/<slug:public_id>/", include(attempt_urls)),
    # A learner's own assignments
    path("my-assignments/", assigned_views.assignments, name="assignments"),
    path(
        "my-assignments/<slug:assignment_id>/start/",
        assigned_views.start_assigned,
        name="start_assigned",
    ),
    # /assignments/<public id of the assignment>/
    path("assignments/<slug:assignment_id>/", include(assignment_urls)),
    # Answers to a fact that was corrected
    path(
        "bank/facts/<reference:reference>/regrade/",
        regrade_views.regrade,
        name="regrade",
    ),
    path(
        "bank/facts/<reference:reference>/regrade/<int:number>/undo/",
        regrade_views.undo_regrade,
        name="undo_regrade",
    ),
    # Answers to a question that was corrected
    path(
        "bank/questions/<reference:reference>/regrade/",
        regrade_views.regrade_question,
        name="regrade_question",
    ),
    path(
        "bank/questions/<reference:reference>/regrade/<int:number>/undo/",
        regrade_views.undo_question_regrade,
        name="undo_question_regrade",
    ),
    # A teacher's own quizzes, by their public ids
    path("quizzes/<slug:public_id>/try/", quiz_views.try_quiz, name="try_quiz"),
    path("quizzes/<slug:public_id>/give/", quiz_views.give_quiz, name="give_quiz"),
]
