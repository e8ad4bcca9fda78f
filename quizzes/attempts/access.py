"""Whose attempt it is: what is not yours is as absent as what does not exist."""

from __future__ import annotations

from django.http import Http404

from quizzes.attempts.models import AskedFact, Attempt, AttemptQuerySet, Slot
from quizzes.memory.models import Memory
from quizzes.web.request import HttpRequest
from quizzes.web.statements import Beside, Select

# More than fits the column: databases refuse even to look for it.
HIGHEST_POSITION = 32_767

_SLOT_OF_LEARNER = Select(
    Slot,
    related=("attempt", "snapshot"),
    where=("attempt__public_id", "attempt__learner", "position"),
    beside=(
        Beside(model=AskedFact, where={"snapshot": (Slot, "snapshot")}),
        Beside(
            model=Memory,
            where={"fact": (AskedFact, "fact"), "learner": (Attempt, "learner")},
        ),
    ),
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
    """A slot as `read_slot` reads it; 404 like its attempt."""
    if position > HIGHEST_POSITION:
        raise Http404
    slot = read_slot(
        learner_id=_learner_id(request), public_id=public_id, position=position
    )
    if slot is None:
        raise Http404
    return slot


def read_slot(*, learner_id: int, public_id: str, position: int) -> Slot | None:
    """Read a slot of a learner with its attempt and snapshot, and what it teaches.

    One query for all of it; None if the learner has no such slot.
    """
    slot, beside = _SLOT_OF_LEARNER.with_beside(
        attempt__public_id=public_id, attempt__learner=learner_id, position=position
    )
    if slot is not None:
        slot.taught = {
            asked.position: (asked, memory)
            for asked, memory in beside
            if isinstance(asked, AskedFact)
            if memory is None or isinstance(memory, Memory)
        }
    return slot


def _learner_id(request: HttpRequest) -> int:
    if request.user.pk is None:
        raise Http404
    return request.user.pk
