"""Who may take what into the bank, and out of it."""

from __future__ import annotations

from django.db.models import F, Q
from django.shortcuts import get_object_or_404

from quizzes.bank.access import writable_spaces
from quizzes.bank.facts import Fact, FactQuerySet
from quizzes.bank.questions import Question, QuestionQuerySet, State
from quizzes.bank.spaces import Space, SpaceQuerySet
from quizzes.exchange.models import Upload, UploadQuerySet
from quizzes.web.request import AuthenticatedHttpRequest


def uploads_of(request: AuthenticatedHttpRequest) -> UploadQuerySet:
    """The uploads of whoever asks, into spaces that they may write to still."""
    spaces = writable_spaces(request)
    return Upload.objects.of(request.user.pk).filter(space__in=spaces)


def upload_for_owner(request: AuthenticatedHttpRequest, public_id: str) -> Upload:
    """One's own upload; anybody else's is a 404."""
    uploads = uploads_of(request).select_related("space")
    return get_object_or_404(uploads, public_id=public_id)


def exportable_spaces(request: AuthenticatedHttpRequest) -> SpaceQuerySet:
    """The spaces that one may take files out of: one's own, and the common library."""
    writable = writable_spaces(request)
    return Space.objects.filter(Q(pk__in=writable) | Q(owner=None)).order_by(
        F("owner_id").desc(nulls_last=True), "pk"
    )


def space_for_export(request: AuthenticatedHttpRequest, key: str) -> Space:
    """One of these spaces, any other is a 404."""
    return get_object_or_404(exportable_spaces(request), key=key)


def exportable_facts(request: AuthenticatedHttpRequest, space: Space) -> FactQuerySet:
    """The facts of a space that whoever asks may read."""
    facts = Fact.objects.in_space(space)
    if _writes_to(request, space):
        return facts
    return facts.filter(state=Fact.State.APPROVED)


def exportable_questions(
    request: AuthenticatedHttpRequest, space: Space
) -> QuestionQuerySet:
    """The questions of a space that whoever asks may read."""
    questions = Question.objects.in_space(space)
    if _writes_to(request, space):
        return questions
    return questions.filter(state=State.APPROVED)


def _writes_to(request: AuthenticatedHttpRequest, space: Space) -> bool:
    return writable_spaces(request).filter(pk=space.pk).exists()
