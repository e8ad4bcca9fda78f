"""Addresses of questions and of texts with questions, within those of the bank."""

from __future__ import annotations

from django.urls import path

from quizzes.bank import (
    picture_views,
    question_form_views,
    question_views,
    stimulus_form_views,
    stimulus_views,
)

urlpatterns = [
    # /bank/questions/
    path("bank/questions/", question_views.questions, name="questions"),
    path("bank/questions/new/", question_form_views.new_question, name="new_question"),
    path(
        "bank/questions/preview/",
        question_form_views.preview_question,
        name="preview_question",
    ),
    path(
        "bank/questions/approve/",
        question_views.approve_several,
        name="approve_questions",
    ),
    path(
        "bank/questions/<reference:reference>/",
        question_views.question,
        name="question",
    ),
    path(
        "bank/questions/<reference:reference>/edit/",
        question_form_views.edit_question,
        name="edit_question",
    ),
    path(
        "bank/questions/<reference:reference>/approve/",
        question_views.approve_question,
        name="approve_question",
    ),
    path(
        "bank/questions/<reference:reference>/withdraw/",
        question_views.withdraw_question,
        name="withdraw_question",
    ),
    path(
        "bank/questions/<reference:reference>/copy/",
        question_views.copy,
        name="copy_question",
    ),
    path(
        "bank/questions/<reference:reference>/delete/",
        question_views.delete,
        name="delete_question",
    ),
    path(
        "bank/questions/<reference:reference>/versions/",
        question_views.versions,
        name="question_versions",
    ),
    path(
        "bank/questions/<reference:reference>/restore/",
        question_views.restore,
        name="restore_question",
    ),
    path("bank/pictures/<slug:digest>/", picture_views.picture, name="picture"),
    # /bank/texts/
    path("bank/texts/", stimulus_views.stimuli, name="stimuli"),
    path("bank/texts/new/", stimulus_form_views.new_stimulus, name="new_stimulus"),
    path(
        "bank/texts/preview/",
        stimulus_form_views.preview_stimulus,
        name="preview_stimulus",
    ),
    path(
        "bank/texts/<reference:reference>/",
        stimulus_views.stimulus,
        name="stimulus",
    ),
    path(
        "bank/texts/<reference:reference>/edit/",
        stimulus_form_views.edit_stimulus,
        name="edit_stimulus",
    ),
    path(
        "bank/texts/<reference:reference>/approve/",
        stimulus_views.approve,
        name="approve_stimulus",
    ),
    path(
        "bank/texts/<reference:reference>/withdraw/",
        stimulus_views.withdraw,
        name="withdraw_stimulus",
    ),
    path(
        "bank/texts/<reference:reference>/copy/",
        stimulus_views.copy,
        name="copy_stimulus",
    ),
    path(
        "bank/texts/<reference:reference>/delete/",
        stimulus_views.delete,
        name="delete_stimulus",
    ),
    path(
        "bank/texts/<reference:reference>/versions/",
        stimulus_views.versions,
        name="stimulus_versions",
    ),
    path(
        "bank/texts/<reference:reference>/restore/",
        stimulus_views.restore,
        name="restore_stimulus",
    ),
]
