"""Whose attempt it is: what is not yours is as absent as what does not exist."""

from __future__ import annotations

from django.http import Http404

from quizzes.attempts.models import Attempt, AttemptQuerySet, Slot
from quizzes.attempts.statements import Select
from quizzes.web.request import HttpRequest

# More than fits the column: databases refuse even to look for it.
HIGHEST_POSITION = 32_767

_SLOT_OF_LEARNER = Select(
    Slot,
    related=("attempt", "snapshot"),
    where=("attempt__public_id", "attempt__learner", "position"),
)


def attempts_of_learner(request: HttpRequest) -> AttemptQuerySet:
    """All attempts of whoever asks."""
    return Attempt.objects.of_learner(_learner_id(request))


def attempt_for_learner(request: HttpRequest, public_id: str) -> Attempt:
    """The attempt with this address; 404 to anybody but its learner."""
    attempt = attempts_of_learner(request).filter(public_id=public_id).first()
    if attempt is None:
        raise Http404
    return attempt


def slot_for_learner(request: HttpRequest, public_id: str, position: int) -> Slot:
    """A slot with its attempt and snapshot, in one query; 404 like its attempt."""
    if position > HIGHEST_POSITION:
        raise Http404
    slot = _SLOT_OF_LEARNER(
        attempt__public_id=public_id,
        attempt__learner=_learner_id(request),
        position=position,
    )
    if slot is None:
        raise Http404
    return slot


def _learner_id(request: HttpRequest) -> int:
    if request.user.pk is None:
        raise Http404
    return request.user.pk
