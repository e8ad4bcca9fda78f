"""Addresses of reports: what is given, and how far the learners have come."""

from __future__ import annotations

from django.urls import include, path

from quizzes.reports import (
    assignment_views,
    class_views,
    learner_views,
    pupil_views,
    quiz_views,
    views,
)

app_name = "reports"

# /assignments/<public id>/learners/<public id of the enrolment>/
learner_urls = [
    path("", views.learner, name="learner"),
    path("time/", views.give_time, name="give_time"),
    path("attempt/", views.give_attempt, name="give_attempt"),
    path("reopen/", views.reopen, name="reopen"),
]

# /reports/classes/<public id>/
class_urls = [
    path("", class_views.classroom, name="classroom"),
    path("learners/<slug:enrolment_id>/", pupil_views.pupil, name="pupil"),
    path(
        "learners/<slug:enrolment_id>/files/<slug:name>.<slug:kind>",
        pupil_views.pupil_file,
        name="pupil_file",
    ),
    path("scores/", class_views.scores, name="scores"),
    path("files/<slug:name>.<slug:kind>", class_views.class_file, name="class_file"),
]

# /reports/assignments/<public id>/
assignment_urls = [
    path("", assignment_views.assignment, name="assignment"),
    path("items/", assignment_views.items, name="items"),
    path("learners/<slug:enrolment_id>/", assignment_views.answers, name="answers"),
    path(
        "files/<slug:name>.<slug:kind>",
        assignment_views.assignment_file,
        name="assignment_file",
    ),
]

# /reports/quizzes/<public id>/
quiz_urls = [
    path("", quiz_views.quiz, name="quiz"),
    path("files/<slug:name>.<slug:kind>", quiz_views.quiz_file, name="quiz_file"),
]

urlpatterns = [
    path("reports/quizzes/<slug:public_id>/", include(quiz_urls)),
    # A learner's own page
    path("progress/", learner_views.progress, name="progress"),
    path(
        "progress/files/<slug:name>.<slug:kind>",
        learner_views.progress_file,
        name="progress_file",
    ),
    path("reports/assignments/<slug:assignment_id>/", include(assignment_urls)),
    path("reports/classes/<slug:public_id>/", include(class_urls)),
    path("assignments/", views.assignments, name="assignments"),
    path("assignments/<slug:assignment_id>/", views.live, name="live"),
    path(
        "assignments/<slug:assignment_id>/learners/<slug:enrolment_id>/",
        include(learner_urls),
    ),
]
